"""What the shapes say, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph_builder.rdf import Term


@dataclass(frozen=True)
class Group:
    """A group of properties on pages.

    Attributes:
        term: its IRI.
        labels: its heading, by language.
        order: its place among the groups.
    """

    term: Term
    labels: Mapping[str, str]
    order: float


@dataclass(frozen=True)
class PropertyShape:
    """What the shapes say about one property of a class.

    Attributes:
        shape: IRI of the property shape.
        path: the property; for a longer path its text in SPARQL notation.
        names: what the property is called here, by language; empty where the word of the vocabulary fits.
        order: its place on a page.
        group: the group that it is shown in.
        min_count: how many values it must have at least.
        max_count: how many values it may have at most; None for any number.
        unique_lang: whether it may have only one value a language.
        datatypes: the datatypes that its values may have, in the order of the shape.
        node_kind: ``IRI``, ``Literal``, ``IRIOrLiteral``; empty where the shape does not say.
        classes: the classes that its values must have.
        values: the only values that it may have, if the shape lists them.
        languages: the only languages that its texts may be in; empty for any.
        pattern: regular expression that its values must match; empty for none.
        limits: what else its values must keep to, by the name in SHACL (``minLength``, ``lessThan`` …).
        severity: ``Violation``, ``Warning`` or ``Info``: what it costs to break the shape.
        messages: what an editor is told then, by language.
    """

    shape: Term
    path: str
    names: Mapping[str, str]
    order: float
    group: Term
    min_count: int
    max_count: int | None
    unique_lang: bool
    datatypes: tuple[Term, ...]
    node_kind: str
    classes: tuple[Term, ...]
    values: tuple[Term, ...]
    languages: tuple[str, ...]
    pattern: str
    limits: Mapping[str, Term]
    severity: str
    messages: Mapping[str, str]


@dataclass(frozen=True)
class NodeShape:
    """What the shapes say about one class.

    Attributes:
        shape: IRI of the node shape.
        target_class: the class.
        properties: the properties that its things may have, one shape each, sorted by ``sh:order``.
        advice: what is wished for beside (a warning when it is missing, a comparison along a longer path).
        pattern: regular expression that the IRIs of its things match.
        messages: what an editor is told of a thing with another IRI or another property, by language.
    """

    shape: Term
    target_class: Term
    properties: tuple[PropertyShape, ...]
    advice: tuple[PropertyShape, ...]
    pattern: str
    messages: Mapping[str, str]


@dataclass(frozen=True)
class Form:
    """A form that values may have where a property allows several (``sh:or``): the precisions of a date.

    Attributes:
        shape: IRI of its shape.
        datatype: the datatype of such values.
        pattern: regular expression that they match; empty for none.
        messages: how to write them, by language.
    """

    shape: Term
    datatype: Term
    pattern: str
    messages: Mapping[str, str]
