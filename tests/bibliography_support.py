"""What the tests of references and of pages for programs share: works, pages, hostile texts."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import site_sample
from sample_graph import plain_dataset
from selectolax.lexbor import LexborHTMLParser

from exports.bibliography.item import Item, Serial
from exports.bibliography.reading import Bibliography
from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.pages import plan_pages
from graph_builder.dataset import Dataset

BASE: Final = site_sample.IRIS.base
HOSTILE: Final = (
    "</script><script>alert(1)</script>",
    "]]><!-- x --> &amp; &lt;b&gt;",
    "{not} {{closed \\ \\textbf{x} $x_1^2$ # % ~ & }",
    "ER  - \r\nTY  - BOOK\r\nTI  - injected",
    '=HYPERLINK("https://evil.example","x")',
    "\u202eתנועה עברית \u2066x\u2069",
    "NUL \x00 ESC \x1b BOM \ufffe",
    '" onload="x\' and, others and more',
    "ө" * 2_000,
)


@cache
def works() -> dict[str, Item | Serial]:
    return {
        f"{name}/{path}": work
        for name, dataset in (("plain", plain_dataset()), ("site", site_sample.sample()))
        for path, work in _read(dataset)
    }


def _read(dataset: Dataset) -> Iterator[tuple[str, Item | Serial]]:
    index = GraphIndex(dataset)
    bibliography = Bibliography(index, Labels(dataset, index), dataset.iris, dataset.languages)
    for term in index.documents:
        if work := bibliography.work(index.node(term)):
            yield dataset.iris.path(term), work


def item(key: str = "site/article/ky-1") -> Item:
    found = works()[key]
    assert isinstance(found, Item)
    return found


@cache
def site() -> dict[str, bytes]:
    return dict(plan_pages(site_sample.sample(), site_sample.sample_report()))


def refuse(url: str, _options: object) -> Any:
    raise AssertionError(f"the document wants {url}: nothing may be fetched")


def content_of(page: LexborHTMLParser, selector: str) -> str:
    node = page.css_first(selector)
    assert node is not None, selector
    return node.attributes.get("content") or node.text()
