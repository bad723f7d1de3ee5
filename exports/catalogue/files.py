"""The files that describe the whole dataset."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from exports import formats
from exports.catalogue import dcat, void
from exports.catalogue.about import About
from exports.formats import Format
from graph_builder.dataset import Dataset

DESCRIPTIONS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        void.PATH: formats.TURTLE,
        f"{dcat.STEM}.{formats.TURTLE.suffix}": formats.TURTLE,
        f"{dcat.STEM}.{formats.JSONLD.suffix}": formats.JSONLD,
    }
)
"""The descriptions by path, with their format."""


def plan(dataset: Dataset, about: About) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each description."""
    yield from void.plan(dataset, about)
    yield from dcat.plan(about)
