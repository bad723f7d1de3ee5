"""The links of one entity as a set (RFC 9264), which Signposting asks for: what describes it, who wrote it, its type.

A static host sends no ``Link`` header: the page names this file, and this file says all of it
(https://signposting.org/FAIR/).
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from exports.bibliography.files import formats_of
from exports.bibliography.item import Item, Serial
from exports.formats import HTML, LINKSET, PROFILES, Format, Profile
from exports.graph_index import Node
from exports.schema_org import SchemaOrg
from graph_builder.dataset import Dataset
from graph_builder.namespaces import PREFIXES
from graph_builder.rdf import iri_text

_SCHEMA = PREFIXES["schema"]


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
        landing = f"{thing}.{HTML.suffix}"
        described = list(self._described(thing, self._dataset.iris.kind(node.term), others))
        languages = [
            {"href": f"{thing}.{code}.{HTML.suffix}", "type": HTML.media_type, "hreflang": [code]}
            for code in self._dataset.languages
        ]
        page = {"href": landing, "type": HTML.media_type}
        links: dict[str, Any] = {
            "cite-as": [{"href": thing}],
            "describedby": described,
            "type": [{"href": f"{_SCHEMA}{name}"} for name in ("AboutPage", self._descriptions.type_name(node))],
            "alternate": languages,
        }
        if self._dataset.publication.license:
            links["license"] = [{"href": self._dataset.publication.license}]
        if item:
            authors = dict.fromkeys(creator.name.iri for creator in item.by_role("author"))
            links["author"] = [{"href": address} for address in authors]
            links["item"] = [{"href": address, "type": HTML.media_type} for address in item.urls]
        yield {"anchor": thing, "describedby": [page, *described]}
        yield {"anchor": landing, **{relation: targets for relation, targets in links.items() if targets}}
        for one in described:
            yield {"anchor": one["href"], "describes": [page]}
        for address in item.urls if item else ():
            yield {"anchor": address, "collection": [page]}

    @staticmethod
    def _described(thing: str, kind: str, others: Sequence[Format]) -> Iterator[dict[str, Any]]:
        for profile in PROFILES:
            if profile.describes(kind):
                yield from (_target(thing, format_, profile) for format_ in profile.formats)
        for format_ in others:
            yield {"href": f"{thing}.{format_.suffix}", "type": format_.media_type}


def _target(thing: str, format_: Format, profile: Profile) -> dict[str, Any]:
    return {"href": f"{thing}.{format_.suffix}", "type": format_.media_type, "profile": [profile.iri]}
