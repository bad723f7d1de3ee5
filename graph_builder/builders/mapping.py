"""What a kind of record says, as a table: which field fills which property, and what term its value becomes.

The table is all that a kind needs; :mod:`graph_builder.builders.compiling` makes a function of it. What stands in a
field (one value, a list, texts by language) is taken from the record's class and not said again.
"""

from dataclasses import dataclass
from typing import Final

import msgspec

from graph_builder.namespaces import PREFIXES
from graph_builder.rdf import XSD, Term, boolean


@dataclass(frozen=True, slots=True)
class Value:
    """How a value becomes a term.

    Attributes:
        term: the term, as a piece of an f-string: ``v`` is the value, ``base`` the base of IRIs, ``language`` its
            language.
        is_text: whether the value is a text, in which characters may have to be escaped.
        is_said_if_given: whether 0 and False are said too, and only ``None`` is not.
        language: the field that holds the language of the text; the text is said only with it.
        target: kind of the entity that the value names; empty if it names none.
    """

    term: str
    is_text: bool = False
    is_said_if_given: bool = False
    language: str = ""
    target: str = ""


TEXT: Final = Value('"{v}"', is_text=True)
"""A text; in a field that holds texts by language each carries its own."""

CODE: Final = Value('"{v}"')
"""One of a closed list of codes, none of which holds a character that would have to be escaped."""

DATE: Final = Value("{v.term}")
ADDRESS: Final = Value("{address(v)}")
REFERENCE: Final = Value("<{base}{v}>")
NUMBER: Final = Value(f'"{{v}}"^^<{XSD}integer>', is_said_if_given=True)
AMOUNT: Final = Value(f'"{{v:f}}"^^<{XSD}decimal>', is_said_if_given=True)
YES_OR_NO: Final = Value("{boolean(v)}", is_said_if_given=True)
ONLY_YES: Final = Value(boolean(True))
"""True is said, False is what anybody would take for granted."""


def text_in(field: str) -> Value:
    """Return how a text becomes a term whose language stands in another field of the record."""
    return Value('"{v}"@{language}', is_text=True, language=field)


def link(kind: str, part: str = "") -> Value:
    """Return how the slug of an entity of some kind becomes a link to it, or to a dependent of it."""
    return Value(f"<{{base}}{kind}/{{v}}{part and f'#{part}'}>", target=kind)


def individual(prefix: str = "kind") -> Value:
    """Return how a code becomes the individual of the ontology, e.g. ``ngo`` or (role) ``author``."""
    return Value(f"<{PREFIXES['tuyun']}{prefix}-{{v}}>")


@dataclass(frozen=True, slots=True)
class Says:
    """A field that says something of its record.

    Attributes:
        property: what it says.
        field: its name.
        value: how its value becomes a term.
        inverse: the property by which the entity that it names is said to be linked to this one; empty for none.
    """

    property: Term
    field: str
    value: Value = TEXT
    inverse: Term = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A dependent that each record has, made of no field.

    Attributes:
        name: its fragment.
        types: its classes.
        whole: the property that leads from it to its entity.
    """

    name: str
    types: tuple[Term, ...]
    whole: Term


@dataclass(frozen=True, slots=True)
class Parts:
    """A field whose items become dependents of their own.

    Attributes:
        field: its name; it holds a list of structs.
        property: what leads from the entity to each of them.
        name: the fragment of each, a piece of an f-string in which ``item`` is the item and ``position`` its number.
        types: their classes.
        whole: the property that leads back to the entity.
        says: what the fields of an item say of it.
        position: the property that tells its number, from 1; empty for none.
        of_whole: what the fields of an item say of the entity itself.
    """

    field: str
    property: Term
    name: str
    types: tuple[Term, ...]
    whole: Term
    says: tuple[Says, ...]
    position: Term = ""
    of_whole: tuple[Says, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    """What records of one kind say.

    Attributes:
        record: their class.
        types: the classes of the entities.
        says: what their fields say.
        parts: their dependents.
    """

    record: type[msgspec.Struct]
    types: tuple[Term, ...]
    says: tuple[Says, ...]
    parts: tuple[Part | Parts, ...] = ()

    @property
    def kind(self) -> str:
        """The kind that stands in the IRIs of the entities; a source, which is no record, is called as its class."""
        return str(self.record.__struct_config__.tag or self.record.__name__.lower())
