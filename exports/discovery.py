"""What robots and language models look for first: robots.txt, a sitemap, llms.txt.

``lastmod`` of an entity is when the newest of its sources was read; of a list or of the home page, the newest of what
it lists. A page about the data itself has none, and so has an entity whose sources give no date: a wrong one makes
search engines disregard all (https://www.sitemaps.org/protocol.html).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from exports.cookbook import paths as cookbook
from exports.formats import DATASET_FORMATS, GRAPH_FORMATS
from exports.hierarchy import PATH as TREE
from exports.home import DEFAULT as HOME_DEFAULT
from exports.home import PATH as HOME
from exports.page_language import PageLanguage
from exports.portals.page import PATH as PORTALS
from exports.quality import paths
from exports.report_page import DEFAULT as REPORT_DEFAULT
from exports.report_page import PATH as REPORT
from graph_builder.dataset import Dataset
from graph_builder.rdf import Term

_LONGEST: Final = 10_000
"""Addresses in one sitemap: with the alternates of each, well below the 50 MB that the protocol allows."""

_ABOUT_DATA: Final = {
    REPORT: REPORT_DEFAULT,
    paths.COMPLETENESS: "",
    paths.DISAGREEMENTS: "",
    paths.ONTOLOGY: paths.ONTOLOGY_DEFAULT,
    paths.SHAPES: paths.SHAPES_DEFAULT,
}
"""Pages about the data, with the page for readers of any language where there is one."""

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML: Final = "http://www.w3.org/1999/xhtml"


_NONE: Final[Mapping[Term, str]] = {}


def discovery_files(
    dataset: Dataset, pages: Sequence[PageLanguage], others: Sequence[str] = (), changed: Mapping[Term, str] = _NONE
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file.

    Args:
        dataset: the archive.
        pages: its languages.
        others: paths of pages that are neither entities nor lists, with ``{}`` for the language.
        changed: when each entity changed last, ``YYYY-MM-DDThh:mm:ssZ``.
    """
    base = dataset.iris.base
    yield "robots.txt", _robots(base).encode()
    yield "llms.txt", _llms(dataset, _english(pages)).encode()
    addresses = _addresses(dataset, pages, others, changed)
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


def _addresses(
    dataset: Dataset, pages: Sequence[PageLanguage], others: Sequence[str], changed: Mapping[Term, str]
) -> Iterator[str]:
    """Yield the entry of each page in each language; continuations of lists are found from their first page."""
    codes, base = [page.code for page in pages], dataset.iris.base
    yield from _entries(base, HOME, HOME_DEFAULT, codes, max(changed.values(), default=""))
    for pattern, default in (*_ABOUT_DATA.items(), *cookbook.pages().items(), *((one, "") for one in others)):
        yield from _entries(base, pattern, default, codes)
    if "region" in pages[0].filing.by_kind:
        yield from _entries(base, TREE, "", codes)
    for kind, filed in pages[0].filing.by_kind.items():
        dates = {dataset.iris.path(entry.term): changed.get(entry.term, "") for entry in filed}
        yield from _entries(base, f"{{}}/{kind}/index.html", "", codes, max(dates.values()))
        for one in sorted(dates):
            yield from _entries(base, f"{one}.{{}}.html", f"{one}.html", codes, dates[one])


def _entries(base: str, pattern: str, default: str, codes: Sequence[str], date: str = "") -> Iterator[str]:
    modified = f"<lastmod>{date}</lastmod>" if date else ""
    addresses = {code: base + pattern.format(code) for code in codes}
    tags = {**addresses, **({"x-default": base + default} if default else {})}
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang={quoteattr(tag)} href={quoteattr(address)}/>'
        for tag, address in tags.items()
    )
    for address in addresses.values():
        yield f"<url><loc>{escape(address)}</loc>{modified}{alternates}</url>\n"


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
        f"- [{words['queries_title']}]({base}{cookbook.INDEX.format(page.code)}): {words['queries_mean']} "
        f"[JSON]({base}{cookbook.DESCRIPTIONS}.json)\n"
        f"- [{words['llms_ontology']}]({base}ontology.ttl)\n"
        f"- [{words['llms_shapes']}]({base}shapes.ttl)\n"
        f"- [{words['report_title']}]({base}{REPORT.format(page.code)}): {words['quality_means']}\n"
    )
