"""The table of kinds: every record class by the name of its kind, in the order of a table of contents."""

from typing import Final, TypeAlias

from graph_builder.records.bibliographic import (
    Article,
    Capture,
    Issue,
    LegalInstrument,
    Magazine,
    Rubric,
    Website,
)
from graph_builder.records.social import Component, Event, Organization, Person, Phase, Project, Region

AnyRecord: TypeAlias = (
    Magazine
    | Issue
    | Article
    | Capture
    | Rubric
    | LegalInstrument
    | Website
    | Person
    | Organization
    | Project
    | Phase
    | Component
    | Region
    | Event
)

KINDS: Final[dict[str, type[AnyRecord]]] = {
    "magazine": Magazine,
    "issue": Issue,
    "article": Article,
    "capture": Capture,
    "rubric": Rubric,
    "instrument": LegalInstrument,
    "website": Website,
    "person": Person,
    "organization": Organization,
    "project": Project,
    "phase": Phase,
    "component": Component,
    "region": Region,
    "event": Event,
}
