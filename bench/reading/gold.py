"""The gold set: pages of our own, and beside each what a careful librarian would write down."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
import yaml

from bench.reading.facts import FIELDS, Facts, host_path, title, who, words

FOLDER: Final = Path(__file__).parent / "gold"

Language = Literal["ky", "ru"]
Layout = Literal["full-header", "breadcrumb", "headless"]
RoleKind = Literal["author", "editor", "compiler", "reviewer"]
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class _Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Contributor(_Form, frozen=True, kw_only=True):
    """Who contributed: a known ``person``, or the nominative name of an ``unknown`` one.

    ``role`` in the words of the page; a list names all forms that are right, ``null`` among them: or none at all.
    """

    person: str | None = None
    unknown: str | None = None
    role: str | list[str | None] | None = None
    role_kind: RoleKind
    affiliation: list[str] = []

    def __post_init__(self) -> None:
        if (self.person is None) == (self.unknown is None):
            raise ValueError("either person or unknown")


class Phase(_Form, frozen=True, kw_only=True):
    """A phase as the page states it."""

    project: str
    ordinal: int
    start: str | int | None = None
    end: str | int | None = None
    regions: list[str] = []
    final: bool = False


class Part(_Form, frozen=True, kw_only=True):
    """An organization's part in a project."""

    project: str
    organization: str


class Homepage(_Form, frozen=True, kw_only=True):
    """The site of a project; of several forms of the address each is right."""

    project: str
    url: list[str]


class NamedRubric(_Form, frozen=True, kw_only=True):
    """A rubric that no authority file holds."""

    text: str


class Gold(_Form, frozen=True, kw_only=True):
    """What a page says. ``optional`` holds mentions that may be linked or not: parts of longer names, rubrics."""

    language: Language
    layout: Layout
    url: str | None = None
    date: Day | None = None
    rubric: str | NamedRubric | None = None
    title: str | None = None
    shown_issue: str | None = None
    contributors: list[Contributor] = []
    projects: list[str] = []
    organizations: list[str] = []
    regions: list[str] = []
    instruments: list[str] = []
    phases: list[Phase] = []
    funders: list[Part] = []
    implementers: list[Part] = []
    partners: list[Part] = []
    homepages: list[Homepage] = []
    related: list[str] = []
    optional: dict[Literal["projects", "organizations", "regions", "instruments"], list[str]] = {}


@dataclass(frozen=True)
class Expected:
    """What must be found, and what else is right.

    Attributes:
        facts: what must be found.
        same: by field, other forms of a fact and the form in ``facts``.
        optional: what may be found.
    """

    facts: Facts
    same: Mapping[str, dict[str, str]]
    optional: Facts


@dataclass(frozen=True)
class GoldPage:
    """A page of the gold set."""

    name: str
    data: bytes
    gold: Gold


def pages() -> Iterator[GoldPage]:
    """Yield the pages, sorted by name.

    Raises:
        ValueError: if a page has no description, or a description is wrong.
    """
    for file in sorted(FOLDER.iterdir()):
        if file.suffix == ".yaml":
            continue
        described = file.with_name(f"{file.name}.yaml")
        try:
            gold = msgspec.convert(_plain(yaml.safe_load(described.read_text(encoding="utf-8"))), Gold)
        except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
            raise ValueError(f"{described.name}: {error}") from error
        yield GoldPage(file.name, file.read_bytes(), gold)


def _plain(value: Any) -> Any:
    """Return a value of a YAML file with its dates as text."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def expected(gold: Gold) -> Expected:
    """Return a description as facts."""
    facts: Facts = {field: [] for field in FIELDS}
    same: dict[str, dict[str, str]] = {field: {} for field in FIELDS}
    optional: Facts = {field: [] for field in FIELDS}
    facts["language"] = [gold.language]
    facts["layout"] = [gold.layout]
    facts["date"] = [gold.date] if gold.date else []
    facts["title"] = [title(gold.title)] if gold.title else []
    facts["shown issue"] = [gold.shown_issue] if gold.shown_issue else []
    if gold.rubric:
        facts["rubric"] = [gold.rubric if isinstance(gold.rubric, str) else f"“{words(gold.rubric.text)}”"]
    for one in gold.contributors:
        person = one.person or who(one.unknown or "")
        facts["people"].append(person)
        facts["role kind"].append(f"{person}: {one.role_kind}")
        facts["affiliation"] += [f"{person}: {slug}" for slug in one.affiliation]
        _role(person, one.role, facts, same, optional)
    for name in ("projects", "organizations", "regions", "instruments"):
        facts[name] = list(getattr(gold, name))
    for name, slugs in gold.optional.items():
        optional[name] = list(slugs)
    facts["phases"] = [phase_fact(p.project, p.ordinal, p.start, p.end, p.regions, p.final) for p in gold.phases]
    for name in ("funders", "implementers", "partners"):
        facts[name] = [f"{part.project}: {part.organization}" for part in getattr(gold, name)]
    for homepage in gold.homepages:
        first, *others = (f"{homepage.project}: {host_path(url)}" for url in homepage.url)
        facts["homepages"].append(first)
        same["homepages"] |= dict.fromkeys(others, first)
    facts["related"] = [title(text) for text in gold.related]
    return Expected(facts, same, optional)


def _role(
    person: str, role: str | list[str | None] | None, facts: Facts, same: dict[str, dict[str, str]], optional: Facts
) -> None:
    forms = role if isinstance(role, list) else [role]
    stated = [f"{person}: {words(form)}" for form in forms if form]
    if not stated:
        return
    if None in forms:
        optional["role"] += stated
        return
    facts["role"].append(stated[0])
    same["role"] |= dict.fromkeys(stated[1:], stated[0])


def phase_fact(
    project: str, ordinal: int | None, start: object, end: object, regions: list[str], final: bool | None
) -> str:
    """Return a phase in one line: it is read rightly only as a whole."""
    span = f"{start or ''}/{end or ''}"
    return " ".join(filter(None, [project, str(ordinal), span, ",".join(sorted(regions)), "final" if final else ""]))
