"""All faults of a value that does not fit its type, in plain words, each with its path.

msgspec converts fast but names only the first fault, in the words of programmers. A value that it refuses is
walked here, field by field, against the same type: the types of the records stay the one place that says
what a file may hold.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final, get_args

import msgspec
from msgspec import inspect

from graph_builder.records.base import Checksum, Language, Reference, Slug, Url
from graph_builder.records.codec import DATE_FORMS, dec_hook
from graph_builder.records.faults import Fault, Path, cited, nearest
from graph_builder.records.social import Currency, Region

LANGUAGES: Final[tuple[str, ...]] = get_args(Language)


@cache
def described(kind: Any) -> inspect.Type:
    """Return msgspec's description of a type (made once a type)."""
    return inspect.type_info(kind)


def find_faults(value: object, kind: Any, typed: bool) -> list[Fault]:
    """Return every fault of a value of plain mappings, lists and scalars against a type that msgspec knows.

    Args:
        value: what a file says.
        kind: the type that it should have.
        typed: whether the file's format tells numbers from texts, as JSON and TOML do; in YAML and CSV a
            scalar is a text until the field says what it is.
    """
    return list(_Walk(typed).faults(value, described(kind), ()))


@dataclass(frozen=True, slots=True)
class _Walk:
    typed: bool

    def faults(self, value: object, kind: inspect.Type, path: Path) -> Iterator[Fault]:
        extra: dict[str, Any] = {}
        if isinstance(kind, inspect.UnionType):
            if value is None:
                return
            kind = next(choice for choice in kind.types if not isinstance(choice, inspect.NoneType))
        if isinstance(kind, inspect.Metadata):
            extra = kind.extra_json_schema or {}
            kind = kind.type
        if value is None:
            yield Fault(path, "empty", "nothing stands here", "write a value, or leave the whole field out")
        elif isinstance(kind, inspect.StrType):
            yield from self._text(value, kind, path, extra)
        else:
            yield from _CHECKS[type(kind)](self, value, kind, path)

    def _struct(self, value: object, kind: inspect.StructType, path: Path) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield _wrong(value, path, "fields with values are wanted", "write a field name, a colon and its value")
            return
        fields = {field.encode_name: field for field in kind.fields}
        for name, item in value.items():
            if field := fields.get(name):
                yield from self.faults(item, field.type, (*path, name))
            elif name != kind.tag_field:
                remedy = nearest(name, [*fields])
                yield Fault((*path, name), "unknown-field", f"unknown field {cited(name)}", remedy)
        for name, field in fields.items():
            if field.required and name not in value:
                yield Fault((*path, name), "missing-field", f"{name} is required", f"add {name}")

    def _mapping(self, value: object, kind: inspect.DictType, path: Path) -> Iterator[Fault]:
        assert isinstance(kind.key_type, inspect.LiteralType), "records key their mappings by language only"
        names = _choices(kind.key_type)
        if not isinstance(value, dict):
            yield _wrong(value, path, "one entry a language is wanted", f"write {{{names[0]}: …}}")
            return
        for name, item in value.items():
            if name in names:
                yield from self.faults(item, kind.value_type, (*path, name))
            else:
                yield _unknown(name, names, (*path, name))

    def _list(self, value: object, kind: inspect.ListType, path: Path) -> Iterator[Fault]:
        if not isinstance(value, list):
            yield _wrong(value, path, "a list is wanted", "write [one, two], or one item a line after a hyphen")
            return
        if len(value) < (kind.min_length or 0):
            yield Fault(path, "empty", "the list is empty", "write at least one item")
        for index, item in enumerate(value):
            yield from self.faults(item, kind.item_type, (*path, index))

    def _text(self, value: object, kind: inspect.StrType, path: Path, extra: dict[str, Any]) -> Iterator[Fault]:
        if not isinstance(value, str):
            remedy = "write one text" if isinstance(value, dict | list) else "write it in quotes"
            yield _wrong(value, path, "a text is wanted", remedy)
        elif len(value) < (kind.min_length or 0):
            yield Fault(path, "empty", "the text is empty", "write a text, or leave the whole field out")
        elif kind.max_length is not None and len(value) > kind.max_length:
            message = f"the text has {len(value)} characters, {kind.max_length} are allowed"
            yield Fault(path, "too-long", message, "shorten it")
        elif (pattern := extra.get("pattern")) and not re.search(pattern, value):
            what, remedy = _FORMS.get(pattern) or (extra["description"], f"write e.g. {extra['examples'][0]}")
            yield Fault(path, "wrong-form", f"{cited(value)} is not {what}", remedy)

    def _choice(self, value: object, kind: inspect.LiteralType, path: Path) -> Iterator[Fault]:
        if value not in kind.values:
            yield _unknown(str(value), _choices(kind), path)

    def _integer(self, value: object, kind: inspect.IntType, path: Path) -> Iterator[Fault]:
        number = self._converted(value, int)
        if number is None:
            yield _wrong(value, path, "a whole number is wanted", "write digits only")
        elif kind.ge is not None and number < kind.ge:
            yield Fault(path, "out-of-range", f"{number} is too small", f"write {kind.ge} or more")
        elif kind.le is not None and number > kind.le:
            yield Fault(path, "out-of-range", f"{cited(number)} is too large", f"write {kind.le} or less")

    def _decimal(self, value: object, kind: inspect.DecimalType, path: Path) -> Iterator[Fault]:
        if self._converted(value, Decimal) is None:
            yield _wrong(value, path, "a number is wanted", "write digits, with a point before the fraction")

    def _boolean(self, value: object, kind: inspect.BoolType, path: Path) -> Iterator[Fault]:
        if self._converted(value, bool) is None:
            yield _wrong(value, path, "true or false is wanted", "write true or false, without quotes")

    def _date(self, value: object, kind: inspect.CustomType, path: Path) -> Iterator[Fault]:
        if not isinstance(value, str):
            yield _wrong(value, path, "a date is wanted", "write it in quotes: " + DATE_FORMS.removeprefix("write "))
            return
        try:
            dec_hook(kind.cls, value)
        except ValueError as error:
            yield Fault(path, "not-a-date", str(error).partition("; ")[0], DATE_FORMS)

    def _converted(self, value: object, kind: Any) -> Any:
        try:
            return msgspec.convert(value, kind, strict=self.typed)
        except msgspec.ValidationError:
            return None


def _choices(kind: inspect.LiteralType) -> list[str]:
    return sorted(map(str, kind.values), key=lambda name: (LANGUAGES.index(name) if name in LANGUAGES else 9, name))


def _unknown(name: str, choices: list[str], path: Path) -> Fault:
    noun = "language" if set(choices) == set(LANGUAGES) else "value"
    return Fault(path, f"unknown-{noun}", f"unknown {noun} {cited(name)}", nearest(name, choices))


def _wrong(value: object, path: Path, wanted: str, remedy: str) -> Fault:
    compound = "fields with values stand" if isinstance(value, dict) else "a list stands"
    found = compound if isinstance(value, dict | list) else f"{cited(value)} stands"
    return Fault(path, "wrong-type", f"{wanted}, {found} here", remedy)


def _pattern(kind: Any) -> str:
    """Return the pattern of a text type; that of an optional one too."""
    for part in get_args(kind):
        if isinstance(part, msgspec.Meta) and part.extra_json_schema:
            return str(part.extra_json_schema["pattern"])
        if found := _pattern(part):
            return found
    return ""


_FORMS: Final[dict[str, tuple[str, str]]] = {
    _pattern(Slug): (
        "a slug, the last part of an address",
        "write Latin letters and digits, with single hyphens between them, e.g. vap-3; con, aux, nul and other names "
        "of devices are none",
    ),
    _pattern(Reference): ("a reference to an entity", "write its kind, a slash and its slug, e.g. region/KG-J"),
    _pattern(Url): (
        "a web address",
        "write the whole address from http:// or https:// on, without blanks, quotes or brackets",
    ),
    _pattern(Checksum): (
        "a SHA-256 checksum",
        "copy the 64 digits that tuyun read prints, or leave the whole field out",
    ),
    _pattern(Currency): ("a currency code", "write the three capital letters of ISO 4217, e.g. KGS"),
    _pattern(Region.__annotations__["code"]): (
        "an ISO 3166 code",
        "write the code of the country or of its subdivision, e.g. KG or KG-J",
    ),
}
"""What a text is that should have a pattern, and how to write it."""

_CHECKS: Final[dict[type, Callable[..., Iterator[Fault]]]] = {
    inspect.StructType: _Walk._struct,
    inspect.DictType: _Walk._mapping,
    inspect.ListType: _Walk._list,
    inspect.LiteralType: _Walk._choice,
    inspect.IntType: _Walk._integer,
    inspect.DecimalType: _Walk._decimal,
    inspect.BoolType: _Walk._boolean,
    inspect.CustomType: _Walk._date,
}
