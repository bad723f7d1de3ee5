"""What the head of a page tells programs about an entity: Highwire Press, Dublin Core and Open Graph.

Scholar and Zotero read ``citation_``; there is no COinS, since Zotero would take a thin one over all of this. A date
in doubt is left out of ``citation_publication_date``, which has no way to say so.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct

from exports.bibliography import dates
from exports.bibliography.item import Item, Serial


class Meta(Struct, frozen=True, cache_hash=True):
    """A ``<meta>`` element.

    Attributes:
        name: what it is, for ``name``; empty for none.
        property: the same for ``property``, as Open Graph has it; empty for none.
        content: its value.
        language: of the value; empty if it is no text.
    """

    content: str
    name: str = ""
    property: str = ""
    language: str = ""


_ARTICLE: Final = Meta("article", property="og:type")
_WEBSITE: Final = Meta("website", property="og:type")


class Metadata(Struct, frozen=True):
    """The elements of a page in their order.

    Attributes:
        page: what each language says in its own way.
        before: what the page of an article says in every language.
        address: of the page; none if it is not that of an article.
        after: what else it says in every language.
    """

    page: tuple[Meta, ...]
    before: tuple[Meta, ...] = ()
    address: tuple[Meta, ...] = ()
    after: tuple[Meta, ...] = ()


def metadata(title: str, kind: str, site: str, address: str, item: Item | None) -> Metadata:
    """Return the metadata of an entity's page.

    Args:
        title: what the entity is called.
        kind: what kind of thing it is, in the words of the page's language.
        site: what the archive is called.
        address: canonical address of the page.
        item: the bibliographic value of an article; none for other entities.
    """
    found = [
        Meta(title, property="og:title"),
        _ARTICLE if item else _WEBSITE,
        Meta(address, property="og:url"),
        Meta(site, property="og:site_name"),
    ]
    if not (item and item.abstract):
        found.append(Meta(f"{title}: {kind}. {site}", name="description", property="og:description"))
    if not item:
        return Metadata(_said(*found))
    before, after = _of_article(item)
    return Metadata(_said(*found), before, (Meta(address, name="citation_abstract_html_url"),), after)


@lru_cache(maxsize=4)
def _of_article(item: Item) -> tuple[tuple[Meta, ...], tuple[Meta, ...]]:
    """Return what is said of an article on its page in each language, before and after the address of the page."""
    urls = [Meta(url, name="citation_fulltext_html_url") for url in item.urls]
    return _said(*_open_graph(item), *_highwire(item)), _said(*urls, *_dublin_core(item))


def _said(*found: Meta) -> tuple[Meta, ...]:
    return tuple([one for one in found if one.content])


def _open_graph(item: Item) -> Iterator[Meta]:
    yield Meta(item.abstract, name="description", property="og:description", language=item.language)
    if item.date and not item.date.uncertain and len(dates.parts(item.date)) == 3:
        yield Meta(item.date.text, property="article:published_time")
    yield Meta(item.rubric.label if item.rubric else "", property="article:section")


def _highwire(item: Item) -> Iterator[Meta]:
    yield Meta(item.title, name="citation_title", language=item.language)
    for creator in item.by_role("author"):
        yield Meta(creator.name.inverted, name="citation_author")
    for creator in item.by_role("editor"):
        yield Meta(creator.name.inverted, name="citation_editor")
    if item.date and not item.date.uncertain:
        yield Meta(dates.slashed(item.date), name="citation_publication_date")
    if item.serial:
        yield from _journal(item.serial)
    yield Meta(item.numbering.text if item.numbering else "", name="citation_issue")
    yield Meta(item.language, name="citation_language")
    yield Meta("; ".join(item.keywords), name="citation_keywords", language=item.language)


def _journal(serial: Serial) -> Iterator[Meta]:
    yield Meta(serial.title, name="citation_journal_title", language=serial.language)
    yield Meta(serial.issn, name="citation_issn")
    yield Meta(serial.publisher, name="citation_publisher", language=serial.language)


def _dublin_core(item: Item) -> Iterator[Meta]:
    yield Meta(item.title, name="DC.title", language=item.language)
    for creator in item.by_role("author"):
        yield Meta(creator.name.inverted, name="DC.creator")
    for creator in item.by_role("editor", "compiler", "reviewer"):
        yield Meta(creator.name.inverted, name="DC.contributor")
    for keyword in item.keywords:
        yield Meta(keyword, name="DC.subject")
    yield Meta(item.date.text if item.date else "", name="DC.date")
    yield Meta("Text", name="DC.type")
    yield Meta(item.language, name="DC.language")
    yield Meta(item.serial.publisher if item.serial else "", name="DC.publisher")
    yield Meta(item.iri, name="DC.identifier")
    yield Meta(item.serial.title if item.serial else "", name="DC.source")
