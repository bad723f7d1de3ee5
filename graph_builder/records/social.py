"""Records of people, organizations, regions and the projects in which they work together."""

from decimal import Decimal
from typing import Annotated, Literal

import msgspec

from graph_builder.dates import PartialDate
from graph_builder.records.base import Aliases, Labels, Record, Slug, Text, Url
from graph_builder.records.forms import END, form

_AMOUNT_DIGITS = 15
Currency = Annotated[str, msgspec.Meta(extra_json_schema=form(rf"^[A-Z]{{3}}{END}"), description="ISO 4217 code")]


def _check_amount(budget: Decimal | None) -> None:
    if budget is not None and not (budget.is_finite() and budget.adjusted() < _AMOUNT_DIGITS):
        raise ValueError(f"no amount of money: {budget}; write it in digits, e.g. 3410000")


class Person(Record, frozen=True, kw_only=True, tag="person"):
    """A person; ``provisional`` when only a byline is known and no authority record matched."""

    name: Labels = {}
    family_name: Labels = {}
    given_name: Labels = {}
    aliases: Aliases = {}
    provisional: bool = False


class Organization(Record, frozen=True, kw_only=True, tag="organization"):
    """An organization, public body or company."""

    name: Labels = {}
    abbreviation: Aliases = {}
    aliases: Aliases = {}
    type: (
        Literal[
            "ngo",
            "government",
            "parliament",
            "ministry",
            "state-body",
            "donor",
            "international",
            "association",
            "academy",
            "foundation",
            "company",
            "municipal-enterprise",
        ]
        | None
    ) = None
    homepage: Url | None = None
    part_of: Slug | None = None
    succeeded_by: Slug | None = None


class Project(Record, frozen=True, kw_only=True, tag="project"):
    """A project; ``number`` is the identifier that its funder gave it."""

    name: Labels = {}
    abbreviation: Aliases = {}
    aliases: Aliases = {}
    number: Text | None = None
    goal: Labels = {}
    start: PartialDate | None = None
    end: PartialDate | None = None
    homepage: Url | None = None
    implementer: list[Slug] = []
    funder: list[Slug] = []
    partner: list[Slug] = []
    region: list[Slug] = []
    municipality_count: int | None = None
    budget: Decimal | None = None
    currency: Currency | None = None

    def __post_init__(self) -> None:
        _check_amount(self.budget)


class Phase(Record, frozen=True, kw_only=True, tag="phase"):
    """A phase of a project; ``ordinal`` 0 is an inception phase before the first."""

    project: Slug
    ordinal: int | None = None
    name: Labels = {}
    start: PartialDate | None = None
    end: PartialDate | None = None
    region: list[Slug] = []
    municipality_count: int | None = None
    funder: list[Slug] = []
    budget: Decimal | None = None
    currency: Currency | None = None
    final: bool | None = None

    def __post_init__(self) -> None:
        _check_amount(self.budget)


class Component(Record, frozen=True, kw_only=True, tag="component"):
    """A line of work of a project: its partners, and the bodies that it supports."""

    project: Slug
    ordinal: int | None = None
    name: Labels = {}
    goal: Labels = {}
    partner: list[Slug] = []
    supports: list[Slug] = []


class Region(Record, frozen=True, kw_only=True, tag="region"):
    """A place in the administrative division; ``code`` is ISO 3166."""

    name: Labels = {}
    aliases: Aliases = {}
    type: Literal["country", "region", "city", "district", "aiyl-aimak"] | None = None
    code: Annotated[str, msgspec.Meta(extra_json_schema=form(rf"^[A-Z]{{2}}(-[A-Z0-9]{{1,3}})?{END}"))] | None = None
    within: Slug | None = None
    aiyl_aimak_count: int | None = None


class Event(Record, frozen=True, kw_only=True, tag="event"):
    """Something that takes place at a time, held by a project or an organization."""

    name: Labels = {}
    aliases: Aliases = {}
    date: PartialDate | None = None
    project: Slug | None = None
    organizer: list[Slug] = []
    municipality_count: int | None = None
    budget: Decimal | None = None
    currency: Currency | None = None

    def __post_init__(self) -> None:
        _check_amount(self.budget)
