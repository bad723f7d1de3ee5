"""Records: what the sources say, typed and frozen, with no RDF in them.

One class a kind, each tagged with its ``kind``; a field that no source fills stays empty. Records check
*form* (can it be read); the shapes check *meaning*.
"""

from graph_builder.records.base import Aliases, Entry, Labels, Record, Slug, Source, Text
from graph_builder.records.bibliographic import (
    Article,
    Capture,
    Contribution,
    Edition,
    Issue,
    LegalInstrument,
    Magazine,
    Rubric,
    Website,
)
from graph_builder.records.quotation import Quotation
from graph_builder.records.social import (
    Component,
    Event,
    Organization,
    Person,
    Phase,
    Project,
    Region,
)
from graph_builder.records.table import KINDS, AnyRecord

__all__ = [
    "KINDS",
    "Aliases",
    "AnyRecord",
    "Article",
    "Capture",
    "Component",
    "Contribution",
    "Edition",
    "Entry",
    "Event",
    "Issue",
    "Labels",
    "LegalInstrument",
    "Magazine",
    "Organization",
    "Person",
    "Phase",
    "Project",
    "Quotation",
    "Record",
    "Region",
    "Rubric",
    "Slug",
    "Source",
    "Text",
    "Website",
]
