"""What clients ask: batches of queries and of extensions, checked; every fault of a batch is named with its place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal, TypeAlias, TypeVar

import msgspec

_FAULTS: Final = 20
"""How many faults of one batch are told."""

_VALUES: Final = 10
"""How many values of conditions a batch may hold, for each query that it may hold."""

_PROPERTIES: Final = 200
"""Of how many properties a data extension query may ask; there are fewer."""

Asked = TypeVar("Asked")


class Reference(msgspec.Struct, frozen=True):
    """A value that is an entity, reconciled before."""

    id: str
    name: str = ""


Value: TypeAlias = str | float | bool | Reference


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A value that a property of the entity should have."""

    pid: str
    v: Value | list[Value]

    @property
    def values(self) -> Sequence[Value]:
        """The values, of which one is enough."""
        return self.v if isinstance(self.v, list) else [self.v]


class Query(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One query of a batch (the specification, 4.3)."""

    query: str | None = None
    type: str | list[str] | None = None
    limit: Annotated[float, msgspec.Meta(ge=1)] | None = None
    properties: list[Condition] | None = None
    type_strict: Literal["any", "should", "all"] | None = None

    def __post_init__(self) -> None:
        """Refuse a query that asks for nothing."""
        if self.query is None and not self.properties:
            raise ValueError("give `query`, a name, or `properties`, with one condition at least")

    @property
    def types(self) -> Sequence[str]:
        """The types wanted, in the order given."""
        given = self.type or []
        return [given] if isinstance(given, str) else given

    @property
    def values(self) -> int:
        """How many values its conditions have."""
        return sum(len(one.values) for one in self.properties or ())


class Wanted(msgspec.Struct, frozen=True):
    """A property that an extension wants, with its settings."""

    id: str
    settings: dict[str, Any] = {}


class Extension(msgspec.Struct, frozen=True):
    """A data extension query (the specification, 6.2)."""

    ids: list[str]
    properties: list[Wanted]


@dataclass(frozen=True)
class Faults(Exception):  # noqa: N818 - it holds several faults of what a client sent
    """What is wrong with a batch.

    Attributes:
        status: the HTTP status that says so.
        told: each fault with its place, as JSON Pointer and text.
    """

    status: int
    told: Sequence[tuple[str, str]] = field(default_factory=tuple)


def batch(text: str, most: int) -> Mapping[str, Query]:
    """Return the queries of a batch by their key.

    Args:
        text: the batch as JSON.
        most: how many queries it may hold.

    Raises:
        Faults: if it is no such batch; all faults of all queries are gathered.
    """
    raw = _decoded(text, dict[str, msgspec.Raw], "")
    if len(raw) > most:
        raise Faults(413, [("", f"{len(raw)} queries in one batch; at most {most} are taken: send several batches")])
    found: dict[str, Query] = {}
    faults: list[tuple[str, str]] = []
    for key, one in raw.items():
        try:
            found[key] = _decoded(bytes(one), Query, "/" + key.replace("~", "~0").replace("/", "~1"))
        except Faults as fault:
            faults += fault.told
    if faults:
        rest = len(faults) - _FAULTS
        raise Faults(400, faults[:_FAULTS] + ([("", f"and {rest} more")] if rest > 0 else []))
    _bounded(found.values(), most)
    return found


def single(text: str, most: int) -> Query:
    """Return the query of a client that asks for one name only (version 0.1: plain text or one query as JSON).

    Raises:
        Faults: if it looks like JSON and is no query, or takes as much as more than ``most`` queries.
    """
    found = _decoded(text, Query, "") if text.lstrip().startswith("{") else Query(query=text)
    _bounded([found], most)
    return found


def _bounded(asked: Collection[Query], most: int) -> None:
    """Refuse what takes longer than so many queries: where a query has no name, each value of it is searched for."""
    searched = sum(1 if one.query is not None else one.values for one in asked)
    if searched > most:
        raise Faults(413, [("", f"{searched} names are asked for; at most {most} are taken: send several batches")])
    values = sum(one.values for one in asked)
    if values > most * _VALUES:
        told = f"the conditions have {values} values; at most {most * _VALUES} are taken: send several batches"
        raise Faults(413, [("", told)])


def extension(text: str, most: int) -> Extension:
    """Return what to fetch of which entities.

    Raises:
        Faults: if the text is no data extension query, or asks for more than ``most`` entities or too many properties.
    """
    asked = _decoded(text, Extension, "")
    if len(asked.ids) > most:
        raise Faults(413, [("/ids", f"{len(asked.ids)} entities; at most {most} are taken: send several queries")])
    if (count := len(asked.properties)) > _PROPERTIES:
        raise Faults(413, [("/properties", f"{count} properties; at most {_PROPERTIES} are taken: ask for fewer")])
    return asked


def _decoded(text: str | bytes, type_: type[Asked], place: str) -> Asked:
    try:
        return msgspec.json.decode(text, type=type_)
    except msgspec.ValidationError as error:
        raise Faults(400, [(place, str(error))]) from None
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise Faults(400, [(place, f"not JSON: {error}")]) from None
