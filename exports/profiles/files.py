"""The documents of one entity in every profile but the native one."""

from collections.abc import Iterator
from functools import cache

from exports import formats
from exports.bibliography.item import Item, Serial
from exports.formats import PROFILES, Format
from exports.graph_index import GraphIndex, Node
from exports.labels import Labels
from exports.profiles.edm import EdmProfile
from exports.profiles.schema_org import SchemaOrgProfile
from graph_builder.dataset import Dataset


@cache
def formats_of(kind: str) -> tuple[Format, ...]:
    """Return the formats of an entity's documents in other vocabularies than the archive's own."""
    return tuple(one for profile in PROFILES[1:] if profile.describes(kind) for one in profile.formats)


class ProfileFiles:
    """Writes entities in other vocabularies."""

    def __init__(self, dataset: Dataset, index: GraphIndex, labels: Labels) -> None:
        self._iris = dataset.iris
        self._schema_org = SchemaOrgProfile(index, labels)
        self._edm = EdmProfile(index, labels, dataset.publication)

    def files(self, node: Node, work: Item | Serial | None) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of each document.

        Args:
            node: the entity.
            work: its bibliographic value, if it is an article or a magazine.
        """
        path, item = self._iris.path(node.term), work if isinstance(work, Item) else None
        yield f"{path}.{formats.SCHEMA_ORG.suffix}", self._schema_org.write(node, item)
        if item is not None:
            yield f"{path}.{formats.EDM.suffix}", self._edm.write(node, item)
