"""What robots and language models look for first: robots.txt, a sitemap, llms.txt.

No ``lastmod`` stands in the sitemap: a release knows when its sources were read, not when a page changed last, and a
wrong date makes search engines disregard all (https://www.sitemaps.org/protocol.html).
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from exports.formats import DATASET_FORMATS, GRAPH_FORMATS
from exports.home import DEFAULT as HOME_DEFAULT
from exports.home import PATH as HOME
from exports.page_language import PageLanguage
from exports.portals.page import PATH as PORTALS
from exports.report_page import DEFAULT as REPORT_DEFAULT
from exports.report_page import PATH as REPORT
from graph_builder.dataset import Dataset

_LONGEST: Final = 10_000
"""Addresses in one sitemap: with the alternates of each, well below the 50 MB that the protocol allows."""

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML: Final = "http://www.w3.org/1999/xhtml"


def discovery_files(
    dataset: Dataset, pages: Sequence[PageLanguage], others: Sequence[str] = ()
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file.

    Args:
        dataset: the archive.
        pages: its languages.
        others: paths of pages that are neither entities nor lists, with ``{}`` for the language.
    """
    base = dataset.iris.base
    yield "robots.txt", _robots(base).encode()
    yield "llms.txt", _llms(dataset, _english(pages)).encode()
    addresses = _addresses(dataset, pages, others)
    names: list[str] = []
    while chunk := list(islice(addresses, _LONGEST)):
        names.append(f"sitemap-{len(names) + 1}.xml")
        urls = "".join(chunk)
        text = f'{_DECLARATION}<urlset xmlns="{_NAMESPACE}" xmlns:xhtml="{_XHTML}">\n{urls}</urlset>\n'
        yield names[-1], text.encode()
    listed = "".join(f"<sitemap><loc>{escape(base + name)}</loc></sitemap>\n" for name in names)
    yield "sitemap.xml", f'{_DECLARATION}<sitemapindex xmlns="{_NAMESPACE}">\n{listed}</sitemapindex>\n'.encode()


def _english(pages: Sequence[PageLanguage]) -> PageLanguage:
    return next((page for page in pages if page.code == "en"), pages[0])


def _addresses(dataset: Dataset, pages: Sequence[PageLanguage], others: Sequence[str]) -> Iterator[str]:
    """Yield the entry of each page in each language; continuations of lists are found from their first page."""
    codes = [page.code for page in pages]
    yield from _entries(dataset.iris.base, HOME, HOME_DEFAULT, codes)
    yield from _entries(dataset.iris.base, REPORT, REPORT_DEFAULT, codes)
    for pattern in others:
        yield from _entries(dataset.iris.base, pattern, "", codes)
    for kind, filed in pages[0].filing.by_kind.items():
        yield from _entries(dataset.iris.base, f"{{}}/{kind}/index.html", "", codes)
        for one in sorted(dataset.iris.path(entry.term) for entry in filed):
            yield from _entries(dataset.iris.base, f"{one}.{{}}.html", f"{one}.html", codes)


def _entries(base: str, pattern: str, default: str, codes: Sequence[str]) -> Iterator[str]:
    addresses = {code: base + pattern.format(code) for code in codes}
    tags = {**addresses, **({"x-default": base + default} if default else {})}
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(address)}/>'
        for tag, address in tags.items()
    )
    for address in addresses.values():
        yield f"<url><loc>{escape(address)}</loc>{alternates}</url>\n"


def _robots(base: str) -> str:
    dumps = "".join(
        f"#   {base}data/dataset.{format_.suffix}  {format_.label}\n" for format_ in (*GRAPH_FORMATS, *DATASET_FORMATS)
    )
    return (
        "# All of this archive in one file each; please take these and do not crawl for the data:\n"
        f"{dumps}"
        "User-agent: *\n"
        "Allow: /\n"
        "\n"
        f"Sitemap: {base}sitemap.xml\n"
    )


def _llms(dataset: Dataset, page: PageLanguage) -> str:
    """Return the file by https://llmstxt.org: a heading, a summary, lists of links."""
    base, words = dataset.iris.base, page.words
    dumps = "".join(
        f"- [{format_.label}]({base}data/dataset.{format_.suffix}): {about}\n"
        for formats, about in ((GRAPH_FORMATS, words["data_view"]), (DATASET_FORMATS, words["data_claims"]))
        for format_ in formats
    )
    lists = "".join(
        f"- [{page.kinds(kind)}]({base}{page.code}/{kind}/index.html): {words.number(len(filed))}; "
        f"[CSV]({base}{page.code}/{kind}/index.csv)\n"
        for kind, filed in page.filing.by_kind.items()
    )
    suffixes = ", ".join(f".{format_.suffix}" for format_ in GRAPH_FORMATS)
    return (
        f"# {page.site.text}\n\n> {words['about_archive']}\n\n"
        f"{words['llms_entities'].format(suffixes=suffixes)}\n\n"
        f"## {words['data_of_archive']}\n\n{dumps}\n"
        f"## {words['lists']}\n\n{lists}\n"
        f"## {words['llms_meaning']}\n\n"
        f"- [{words['portals_title']}]({base}{PORTALS.format(page.code)})\n"
        f"- [{words['llms_ontology']}]({base}ontology.ttl)\n"
        f"- [{words['llms_shapes']}]({base}shapes.ttl)\n"
        f"- [{words['report_title']}]({base}{REPORT.format(page.code)}): {words['quality_means']}\n"
    )
