"""``tuyun.toml``: what the owner of an archive decides. A setting that cannot be read stops the run.

A misspelt setting is refused, not passed over: with ``publish_txt = "none"`` texts would otherwise be published.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Annotated, Final, Literal, get_args

import msgspec

from graph_builder.decode import decode
from graph_builder.errors import InputError
from graph_builder.identifiers import Iris
from graph_builder.problems import Place, Problem
from graph_builder.rdf import Term, iri
from graph_builder.records.base import HOST, LOCAL, PATH, URL, Labels, Language, Rank, Slug, Text, Url
from graph_builder.records.checking import find_faults
from graph_builder.records.faults import Fault, Path, nearest, path_text
from graph_builder.records.forms import END, form
from graph_builder.settings import KEEP_RELEASES, PAGE_BYTES, RECORD_BYTES
from graph_builder.vocabulary import vocabulary

FILE: Final = "tuyun.toml"

Base = Annotated[
    str,
    msgspec.Meta(
        extra_json_schema=form(rf"^https?://{HOST}/(?:{PATH}/)?{END}"),
        description="a base address: http:// or https://, without ? and #, with / at its end",
        examples=["https://data.example.org/"],
    ),
]
Contact = Annotated[
    str,
    msgspec.Meta(
        extra_json_schema=form(rf"^(?:{URL.removeprefix('^').removesuffix(END)}|mailto:{LOCAL}@{HOST}){END}"),
        description="a page (https://…) or the mail address of an office (mailto:…), never a person's own",
        examples=["mailto:data@example.org"],
    ),
]
Bytes = Annotated[int, msgspec.Meta(ge=1)]


class _Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Override(_Settings, frozen=True, kw_only=True):
    """A source that is ranked otherwise for one property."""

    source: Slug
    property: Text
    rank: Rank


class Ranks(_Settings, frozen=True, kw_only=True):
    """Whom to believe: ``order`` from the strongest, ``override`` for single properties of single sources."""

    order: list[Rank] = msgspec.field(default_factory=lambda: list(get_args(Rank)))
    override: list[Override] = []


class NumberingRule(_Settings, frozen=True, kw_only=True):
    """The rule of whole numbers: its ``offset``, and the whole number from which on it was verified."""

    offset: int
    first_known: int


class Limits(_Settings, frozen=True, kw_only=True):
    """Greatest sizes of input files."""

    page_bytes: Bytes = PAGE_BYTES
    record_bytes: Bytes = RECORD_BYTES


class Published(_Settings, frozen=True, kw_only=True):
    """What catalogues tell of the data: slug of the publishing organization, IRI of the licence, whom to ask."""

    publisher: Slug | None = None
    license: Url | None = None
    contact: Contact | None = None


class Config(_Settings, frozen=True, kw_only=True):
    """The settings of an archive.

    Attributes:
        base: every IRI begins with it.
        languages: the archive's own first.
        magazine: slug of the magazine.
        publish_text: how much of a page's text is published.
        title: name of the archive by language.
        ranks: whom to believe.
        numbering: how whole numbers count; none where nobody knows.
        limits: greatest sizes.
        publication: what catalogues tell of the data.
        keep_releases: how many releases are kept, the current one among them.
    """

    base: Base
    languages: Annotated[list[Language], msgspec.Meta(min_length=1)]
    magazine: Slug
    publish_text: Literal["none", "abstract", "full"] = "abstract"
    title: Labels
    ranks: Ranks = Ranks()
    numbering: NumberingRule | None = None
    limits: Limits = Limits()
    publication: Published = Published()
    keep_releases: Annotated[int, msgspec.Meta(ge=1)] = KEEP_RELEASES

    def rank_overrides(self, iris: Iris) -> dict[tuple[Term, Term], str]:
        """Return the rank by (source IRI term, property IRI term), where it differs from the source's own."""
        return {
            (iris.thing("source", override.source), _property(override.property)): override.rank
            for override in self.ranks.override
        }


def read_configuration(data: bytes) -> Config:
    """Return the settings that a ``tuyun.toml`` holds.

    Raises:
        InputError: if it is no TOML or a setting is wrong; all faults are named, each with its line.
    """
    text = decode(data, Place(FILE))
    if isinstance(text, Problem):
        raise InputError(str(text))
    try:
        value = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        remedy = "mend this line; texts stand in double quotes, lists in [ ], a group of settings below [name]"
        reason = re.sub(r" \(at .*\)", "", str(error))
        raise InputError(str(Problem(Place(FILE, line), "toml-syntax", f"not TOML: {reason}", remedy))) from None
    faults = find_faults(value, Config, typed=True)
    config = None if faults else msgspec.convert(value, Config)
    if config is not None:
        faults = list(_meaning(config))
    if config is None or faults:
        lines = _lines(text)
        raise InputError("\n".join(str(_problem(fault, lines)) for fault in faults))
    return config


def _meaning(config: Config) -> Iterator[Fault]:
    lists: tuple[tuple[Path, list[str]], ...] = (
        (("languages",), list(config.languages)),
        (("ranks", "order"), list(config.ranks.order)),
    )
    for path, names in lists:
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Fault(path, "duplicate-value", f"{name} stands twice", "name it once")
    if not config.title:
        yield Fault(("title",), "empty", "the archive has no title", f'write {config.languages[0]} = "…" below [title]')
    for rank in get_args(Rank):
        if rank not in config.ranks.order:
            message, remedy = f"the rank {rank} is missing", "name every rank, the strongest first"
            yield Fault(("ranks", "order"), "missing-value", message, remedy)
    for index, override in enumerate(config.ranks.override):
        known = sorted(term.name for term in vocabulary().terms.values() if term.kind in {"object", "datatype"})
        if override.property not in known:
            message = f"the vocabulary has no property {override.property}"
            remedy = nearest(override.property, known)
            yield Fault(("ranks", "override", index, "property"), "unknown-value", message, remedy)


def _property(name: str) -> Term:
    return iri(vocabulary().namespace + name)


def _problem(fault: Fault, lines: dict[Path, int]) -> Problem:
    known = next((fault.path[:end] for end in range(len(fault.path), 0, -1) if fault.path[:end] in lines), ())
    return Problem(Place(FILE, lines.get(known, 0), path_text(fault.path)), fault.code, fault.message, fault.remedy)


def _lines(text: str) -> dict[Path, int]:
    """Return the line of each setting that stands on a line of its own (for messages)."""
    found: dict[Path, int] = {}
    group: Path = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := re.match(r"\s*(\[\[?)\s*([\w.-]+)\s*\]", line):
            group = tuple(header[2].split("."))
            if header[1] == "[[":
                group = (*group, sum(path[:-1] == group and isinstance(path[-1], int) for path in found))
            found.setdefault(group, number)
        elif key := re.match(r'\s*"?([\w.-]+)"?\s*=', line):
            found.setdefault((*group, *key[1].split(".")), number)
    return found
