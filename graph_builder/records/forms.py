"""The forms of texts, such as slugs and addresses: patterns that are compared with the texts of many records at once.

msgspec would call a pattern for each text, which took as long as all else that it does (docs/benchmarks.md). So the
types of records hold their patterns only for the JSON Schema and for what names faults; whoever reads records asks
here, once they have their types, whether they are well formed.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, filterfalse, groupby
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

import msgspec
from msgspec import inspect

END: Final = r"$(?!\n)"
"""How the pattern of a whole text ends: ``$`` alone would let a line end stand behind it."""

_REMEMBERED: Final = 10_000
"""How many texts of a pattern are remembered: most slugs and references name what other records name too."""

_usual: Final[dict[str, str]] = {}
_known: Final[dict[str, set[str | None]]] = {}


def form(pattern: str, usual: str = "") -> dict[str, Any]:
    """Return what the ``Meta`` of a text type says of its form, as ``extra_json_schema``.

    Args:
        pattern: of the whole text, from ``^`` to :data:`END`; it fits no line end.
        usual: a simpler one of the same kind that fits most of these texts and no others, for texts that seldom
            stand in two records: they are not remembered. The whole pattern is compiled only when it is needed, which
            takes 10 ms for one with many letters.
    """
    for one in (pattern, usual) if usual else (pattern,):
        assert one.startswith("^") and one.endswith(END), f"no pattern of a whole text: {one}"
    if usual:
        _usual[pattern] = usual
    return {"pattern": pattern}


def pattern_of(kind: inspect.Type) -> str:
    """Return the pattern that the texts of a type must fit; empty for a type without one."""
    extra = kind.extra_json_schema if isinstance(kind, inspect.Metadata) else None
    return str((extra or {}).get("pattern", ""))


def are_well_formed(records: Iterable[msgspec.Struct]) -> bool:
    """Tell whether all texts of records of the right types have the forms of their types."""
    found: _Found = defaultdict(list)
    for kind, some in groupby(records, type):
        _gather(_fields(kind), list(some), found)
    return all(_fit(form_, texts) for form_, texts in found.items())


class _Form(NamedTuple):
    """A pattern, and whether its texts are the records' own slugs, of which none stands in two records."""

    pattern: str
    is_own: bool


_Found: TypeAlias = dict[_Form, list[str | None]]


class _Fields(NamedTuple):
    """Which fields of a class hold texts with a pattern: one or none, or a list of them, or structs that hold some."""

    single: list[tuple[_Form, Callable[[Any], str | None]]]
    several: list[tuple[_Form, Callable[[Any], list[str]]]]
    parts: list[tuple["_Fields", Callable[[Any], list[Any]]]]


@cache
def _fields(kind: type[Any]) -> _Fields:
    described = inspect.type_info(kind)
    assert isinstance(described, inspect.StructType), f"no class of records: {kind}"
    return _fields_in(described)


def _fields_in(kind: inspect.StructType) -> _Fields:
    found = _Fields([], [], [])
    for field in kind.fields:
        get, is_own = attrgetter(field.name), field.name == "id"
        for type_ in _choices(field.type):
            if pattern := pattern_of(type_):
                found.single.append((_Form(pattern, is_own), get))
            elif isinstance(type_, inspect.ListType):
                item = type_.item_type
                if pattern := pattern_of(item):
                    found.several.append((_Form(pattern, is_own), get))
                elif isinstance(item, inspect.StructType):
                    found.parts.append((_fields_in(item), get))
    return found


def _choices(kind: inspect.Type) -> Iterator[inspect.Type]:
    return iter(kind.types if isinstance(kind, inspect.UnionType) else (kind,))


def _gather(fields: _Fields, structs: Sequence[Any], found: _Found) -> None:
    """Add the texts of structs of one class to those that were found of each pattern."""
    for form_, one in fields.single:
        found[form_].extend(map(one, structs))
    for form_, several in fields.several:
        found[form_].extend(chain.from_iterable(map(several, structs)))
    for inner, parts in fields.parts:
        _gather(inner, list(chain.from_iterable(map(parts, structs))), found)


def _fit(form_: _Form, texts: Iterable[str | None]) -> bool:
    """Tell whether each of some texts has a form, or is none, and remember those that may come again."""
    if form_.is_own or form_.pattern in _usual:
        return _match(form_.pattern, [text for text in texts if text is not None])
    known = _known.setdefault(form_.pattern, {None})
    new = list(filterfalse(known.__contains__, texts))
    if new:
        if not _match(form_.pattern, new):
            return False
        if len(known) > _REMEMBERED:
            known.intersection_update((None,))
        known.update(new)
    return True


def _match(pattern: str, texts: Sequence[Any]) -> bool:
    """Tell whether each of some texts fits a pattern."""
    together = "\n".join([*texts, ""])
    if together.count("\n") != len(texts):
        return False
    return any(_for_lines(one).fullmatch(together) for one in (_usual.get(pattern), pattern) if one)


@cache
def _for_lines(pattern: str) -> re.Pattern[str]:
    """Return what fits lines of which each fits a pattern.

    Each line is looked at ahead and then passed over: a line that fits in two ways would otherwise be tried in both
    when a later one does not fit, and double the work of each before it.
    """
    inner = pattern.removeprefix("^").removesuffix(END)
    return re.compile(rf"(?:(?=(?:{inner})$).*\n)*", re.MULTILINE)
