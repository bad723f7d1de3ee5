"""Mappings made into functions: straight-line code from a record to its lines, as ``dataclasses`` makes ``__init__``.

A function that looks at the table for every statement takes twice as long as one that has been written for its kind
(docs/decisions/2026-11-26-compiled-mappings.md). Lines are pieces of text whose characters are the bytes of UTF-8:
one Cyrillic letter would double the room of each other character in the same ``str`` and make it slow to encode.
Whoever gathers the pieces, of one record or of many, makes them bytes at once (:func:`encoded`).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple, get_args, get_origin

import msgspec

from graph_builder.builders.mapping import Mapping, Part, Parts, Says
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import XSD, Term, boolean, escaped, iri

Own = Callable[[Any, str, bool, Callable[[str], None]], None]
Beyond = Callable[[Any, str], list[tuple[str, str]]]

_ESCAPE: Final = "v if plain or v.isprintable() and '\"' not in v and '\\\\' not in v else escaped(v)"
"""Most texts hold nothing to escape, which is told faster here than by a call, and best by who read the record."""

_BYTES: Final = ".encode().decode('latin-1')"
"""Makes a text one whose characters are the bytes of its UTF-8; slugs, codes and numbers are that already."""


def as_bytes(text: str) -> str:
    """Return a text whose characters are the bytes of another's UTF-8."""
    return text if text.isascii() else text.encode().decode("latin-1")


def _address(text: str) -> str:
    return as_bytes(iri(text))


_NAMES: Final = {"escaped": escaped, "address": _address, "boolean": boolean}


class Builder(NamedTuple):
    """The functions of one kind; both take a record and what ends each triple, as :func:`as_bytes` returns it.

    Attributes:
        kind: the kind.
        own: gives what the record says of its entity and its dependents, as pieces of ``subject property value`` and
            the end, to a function; takes also whether it is known that no text of the record needs escaping.
        beyond: returns what it says of other entities: the stem of the document (its IRI without ``>``) and the line;
            None for a kind that says nothing of others.
    """

    kind: str
    own: Own
    beyond: Beyond | None


def compiled(mapping: Mapping, base: str) -> Builder:
    """Return the functions of a mapping, for IRIs under a base."""
    beyond = [says for says in mapping.says if says.inverse]
    begins: dict[str, str] = {}
    source = [*_own(mapping, begins), *(_beyond(mapping, beyond) if beyond else ())]
    # The base is a value of the functions and no part of their code, and so is what begins with it.
    names: dict[str, Any] = {**_NAMES, "base": as_bytes(base)}
    names |= {name: as_bytes(begin.replace("{base}", base)) for begin, name in begins.items()}
    exec("\n".join(source), names)  # noqa: S102 - made of the tables of this package, never of what is read
    return Builder(mapping.kind, names["own"], names.get("beyond"))


def encoded(pieces: Iterable[str]) -> bytes:
    """Return the bytes of what a builder gave."""
    return "".join(pieces).encode("latin-1")


def _own(mapping: Mapping, begins: dict[str, str]) -> Iterator[str]:
    scope = _Scope("whole", mapping.record, begins)
    always = [scope.line(RDF_TYPE, type_) for type_ in mapping.types]
    for part in mapping.parts:
        if isinstance(part, Part):
            subject = f"{{whole[:-1]}}#{part.name}>"
            always += (_line(subject, RDF_TYPE, type_) for type_ in part.types)
            always.append(_line(subject, part.whole, "{whole}"))
    always += (scope.said(says) for says in mapping.says if scope.is_always(says))
    yield "def own(record, end, plain, add):"
    yield f"    whole = f'<{{base}}{mapping.kind}/{{record.id}}>'"
    yield "    end_iri = f'>{end}'"
    yield f"    add(f'{''.join(always)}')"
    for says in mapping.says:
        if not scope.is_always(says):
            yield from scope.statement(says, "    ")
    for part in mapping.parts:
        if isinstance(part, Parts):
            yield from _parts(mapping, part, begins)


def _parts(mapping: Mapping, part: Parts, begins: dict[str, str]) -> Iterator[str]:
    (item,) = get_args(_fields(mapping.record)[part.field].type)
    of_part, of_whole = _Scope("part", item, begins, "item"), _Scope("whole", item, begins, "item")
    always = [
        _line("{whole}", part.property, "{part}"),
        *(of_part.line(RDF_TYPE, type_) for type_ in part.types),
        of_part.line(part.whole, "{whole}"),
        *((of_part.line(part.position, f'"{{position}}"^^<{XSD}integer>'),) if part.position else ()),
        *(of_part.said(says) for says in part.says if of_part.is_always(says)),
        *(of_whole.said(says) for says in part.of_whole if of_whole.is_always(says)),
    ]
    yield f"    for position, item in enumerate(record.{part.field}, 1):"
    yield f"        part = f'{{whole[:-1]}}#{part.name}>'"
    yield f"        add(f'{''.join(always)}')"
    for scope, own in ((of_part, part.says), (of_whole, part.of_whole)):
        for says in own:
            if not scope.is_always(says):
                yield from scope.statement(says, "        ")


def _beyond(mapping: Mapping, beyond: list[Says]) -> Iterator[str]:
    yield "def beyond(record, end):"
    yield f"    whole = f'<{{base}}{mapping.kind}/{{record.id}}>'"
    yield "    found = []"
    for says in beyond:
        line = _line("{stem}>", says.inverse, "{whole}")
        yield f"    if v := record.{says.field}:"
        yield f"        stem = f'<{{base}}{says.value.target}/{{v}}'"
        yield f"        found.append((stem, f'{line}'))"
    yield "    return found"


class _Scope:
    """What is said of one subject by the fields of one struct.

    Args:
        subject: name of the variable that holds its IRI.
        struct: the class of the struct.
        begins: how lines go on behind their subject, up to what differs, each with the name that it has in the code.
        holder: name of the variable that holds the struct.
    """

    def __init__(
        self, subject: str, struct: type[msgspec.Struct], begins: dict[str, str], holder: str = "record"
    ) -> None:
        self._subject, self._fields, self._holder = f"{{{subject}}}", _fields(struct), holder
        self._begins = begins

    def line(self, property_: Term, term: str) -> str:
        """Return a triple as :func:`_line` does, in as few pieces as there can be if its value is an entity."""
        if not term.startswith("<{base}") or not term.endswith(">"):
            return _line(self._subject, property_, term)
        kind, brace, rest = term.removeprefix("<{base}").partition("{")
        name = self._begins.setdefault(f" {property_} <{{base}}{kind}", f"begin_{len(self._begins)}")
        return f"{self._subject}{{{name}}}{brace}{rest[:-1]}{{end_iri}}"

    def is_always(self, says: Says) -> bool:
        """Tell whether a field always holds one value, which needs no preparation."""
        field = self._fields[says.field]
        may_lack = not field.required and not field.default
        is_plain = says.value.term.partition("{v")[1] and not says.value.is_text
        return bool(is_plain) and not may_lack and get_origin(field.type) not in (list, dict)

    def said(self, says: Says) -> str:
        """Return the line of a field that always holds a value."""
        return self.line(says.property, says.value.term.replace("{v", f"{{{self._holder}.{says.field}"))

    def statement(self, says: Says, indent: str) -> Iterator[str]:
        """Yield the code of a field that may hold nothing, or several values."""
        value, type_ = says.value, self._fields[says.field].type
        term, field = value.term, f"{self._holder}.{says.field}"
        if get_origin(type_) is dict:
            term += "@{language}"
            several = get_origin(get_args(type_)[1]) is list
            yield f"{indent}for language, {'forms' if several else 'v'} in {field}.items():"
            if several:
                indent += "    "
                yield f"{indent}for v in forms:"
        elif get_origin(type_) is list:
            yield f"{indent}for v in {field}:"
        elif value.is_said_if_given:
            yield f"{indent}if (v := {field}) is not None:"
        else:
            if value.language:
                yield f"{indent}language = {self._holder}.{value.language}"
            yield f"{indent}if {'language and ' if value.language else ''}(v := {field}):"
        if value.is_text:
            yield f"{indent}    v = ({_ESCAPE}){_BYTES}"
        yield f"{indent}    add(f'{self.line(says.property, term)}')"


def _fields(struct: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.name: field for field in msgspec.structs.fields(struct)}


def _line(subject: str, property_: Term, term: str) -> str:
    """Return a triple as the text of an f-string in single quotes."""
    assert "'" not in property_ + term and "\\" not in property_ + term, "the text would end the f-string"
    return f"{subject} {property_} {term}{{end}}"
