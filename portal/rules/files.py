"""Rules for Netlify and Cloudflare Pages: ``_redirects`` and ``_headers``.

These hosts cannot read ``Accept``: a bare IRI leads to the page, whose head names the data. ``tuyun doctor`` says so.
"""

from collections.abc import Iterator, Mapping

from portal.releases import Release
from portal.rules import site
from portal.table import COMMON, DOCUMENT_CACHE, PAGE, RELEASE_HEADER


def write(release: Release, root: str, listen: str) -> Mapping[str, str]:
    """Return the two files of rules; root and address are the host's own affair."""
    return {"_redirects": "\n".join(_redirects(release)) + "\n", "_headers": "\n".join(_headers(release)) + "\n"}


def _redirects(release: Release) -> Iterator[str]:
    for thing, stone in release.tombstones.items():
        if stone.replaced_by.startswith(release.base):
            yield f"/{thing} /{stone.replaced_by.removeprefix(release.base)} 301"
        elif stone.replaced_by:
            yield f"/{thing} {stone.replaced_by} 301"
    kinds = sorted({thing.partition("/")[0] for thing in release.things if thing.count("/") == 1})
    for kind in kinds:
        if any(release.holds(f"{thing}.html") for thing in release.things if thing.startswith(f"{kind}/")):
            yield f"/{kind}/:slug /{kind}/:slug.html 302"
    for thing in sorted(release.things):
        if "/" not in thing:
            yield f"/{thing} /{thing}{'.html' if release.holds(f'{thing}.html') else '.ttl'} 302"


def _headers(release: Release) -> Iterator[str]:
    yield "/*"
    for name, value in {**COMMON, RELEASE_HEADER: release.id, "Cache-Control": DOCUMENT_CACHE}.items():
        yield f"  {name}: {value}"
    yield from (f"  {name}: {value}" for name, value in PAGE.items())
    for suffix, one in reversed(list(site.types().items())):
        if suffix not in {"gz", "br", "html"}:
            yield f"/*.{suffix}"
            yield f"  Content-Type: {one.content_type}"
