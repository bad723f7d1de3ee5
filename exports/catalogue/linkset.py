"""The links of one entity as a set (RFC 9264), which Signposting asks for: what describes it, who wrote it, its type.

A static host sends no ``Link`` header: the page names this file, and this file says all of it
(https://signposting.org/FAIR/).
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

import msgspec

from exports.bibliography.files import formats_of
from exports.bibliography.item import Item, Serial
from exports.formats import HTML, LINKSET, PROFILES, Format
from exports.graph_index import Node
from exports.schema_org import SchemaOrg
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.namespaces import PREFIXES
from graph_builder.rdf import Term, iri_text, is_iri

Target: TypeAlias = dict[str, Any]

_SCHEMA: Final = PREFIXES["schema"]
_ITEMS: Final = (terms.sourceUrl, terms.capturedFrom, terms.homepage)
"""What an entity is about elsewhere on the web."""

_COLLECTIONS: Final = (terms.issue, terms.magazine)


class Linksets:
    """Writes the linkset of each entity.

    Args:
        dataset: the archive.
        descriptions: name the schema.org class of an entity.
    """

    def __init__(self, dataset: Dataset, descriptions: SchemaOrg) -> None:
        self._dataset, self._descriptions = dataset, descriptions

    def file(self, node: Node, work: Item | Serial | None) -> tuple[str, bytes]:
        """Return path and content of the linkset of an entity.

        Args:
            node: the entity.
            work: its bibliographic value, if it is an article or a magazine.
        """
        references, records = formats_of(work)
        others, item = (*references, *records), work if isinstance(work, Item) else None
        path = self._dataset.iris.path(node.term)
        contexts = list(self._contexts(node, item, others))
        return f"{path}.{LINKSET.suffix}", msgspec.json.format(
            msgspec.json.encode({"linkset": contexts}), indent=2
        ) + b"\n"

    def _contexts(self, node: Node, item: Item | None, others: Sequence[Format]) -> Iterator[dict[str, Any]]:
        thing = iri_text(node.term)
        described = list(self._described(thing, self._dataset.iris.kind(node.term), others))
        pages: list[Target] = [
            {"href": f"{thing}.{HTML.suffix}", "type": HTML.media_type},
            *(
                {"href": f"{thing}.{code}.{HTML.suffix}", "type": HTML.media_type, "hreflang": [code]}
                for code in self._dataset.languages
            ),
        ]
        links = self._links(node, item, described)
        yield {"anchor": thing, "describedby": [pages[0], *described]}
        for page in pages:
            alternate = [other for other in pages[1:] if other is not page]
            yield {"anchor": page["href"], **links, **({"alternate": alternate} if alternate else {})}
        for one in described:
            yield {"anchor": one["href"], "describes": [pages[0]], "cite-as": links["cite-as"]}
        for one in links.get("item", ()):
            yield {"anchor": one["href"], "collection": [pages[0]]}

    def _links(self, node: Node, item: Item | None, described: Sequence[Target]) -> dict[str, list[Target]]:
        """Return the links that every page of an entity has, by relation."""
        authors = dict.fromkeys(creator.name.iri for creator in item.by_role("author")) if item else {}
        license_ = self._dataset.publication.license
        links: dict[str, list[Target]] = {
            "cite-as": [{"href": iri_text(node.term)}],
            "describedby": [*described],
            "type": [{"href": f"{_SCHEMA}{name}"} for name in ("AboutPage", self._descriptions.type_name(node))],
            "license": [{"href": license_}] if license_ else [],
            "author": [{"href": address} for address in authors],
            "item": [{"href": iri_text(one)} for property_ in _ITEMS for one in _iris(node, property_)],
            "collection": [{"href": iri_text(one)} for property_ in _COLLECTIONS for one in _iris(node, property_)],
        }
        return {relation: targets for relation, targets in links.items() if targets}

    @staticmethod
    def _described(thing: str, kind: str, others: Sequence[Format]) -> Iterator[dict[str, Any]]:
        for profile in PROFILES:
            if profile.describes(kind):
                yield from (_target(thing, format_) for format_ in profile.formats)
        yield from (_target(thing, format_) for format_ in others)


def _target(thing: str, format_: Format) -> Target:
    # No profile: RFC 9264 wants a list of strings there, which PyPI's signposting does not survive.
    return {"href": f"{thing}.{format_.suffix}", "type": format_.media_type}


def _iris(node: Node, property_: Term) -> Iterator[Term]:
    return (value for value in node.properties.get(property_, ()) if is_iri(value))
