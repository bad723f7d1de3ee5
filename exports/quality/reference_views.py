"""What the pages of the vocabulary and of the shapes show, finished: frozen values that a template only loops over."""

from dataclasses import dataclass

from exports.labels import Text
from exports.page_views import Download, Frame, Link


@dataclass(frozen=True, slots=True)
class TermLink:
    """A term of a vocabulary, called by its label.

    Attributes:
        label: its name for readers.
        short: its name for programs, such as ``tuyun:title``; the whole IRI where it has no short one.
        href: where these pages explain it; empty where they do not.
        external: its own address where these pages do not explain it.
    """

    label: Text
    short: str
    href: str = ""
    external: str = ""


@dataclass(frozen=True, slots=True)
class RuleView:
    """What the shapes demand or advise of one property.

    Attributes:
        anchor: fragment in the page.
        path: the property; several for a longer path.
        required: whether there must be a value.
        cardinality: how many values there may be, in words.
        values: the classes or datatypes of its values.
        choices: the only values allowed, if they are listed.
        limits: what else values must keep to, each in words.
        pattern: the regular expression; empty for none.
        pattern_words: the same in words.
        message: what an editor is told.
    """

    anchor: str
    path: tuple[TermLink, ...]
    required: bool
    cardinality: str
    values: tuple[TermLink, ...]
    choices: tuple[TermLink, ...]
    limits: tuple[str, ...]
    pattern: str
    pattern_words: str
    message: Text


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """Rules that pages show together (``sh:group``)."""

    title: Text
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class KindShape:
    """The shape of one class: its properties in order, the checks across several, and advice apart."""

    anchor: str
    kind: TermLink
    iri: str
    pattern: str
    pattern_words: str
    message: Text
    groups: tuple[RuleGroup, ...]
    checks: tuple[RuleView, ...]
    advice: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class SharedRule:
    """A rule that several kinds have in common, and which."""

    rule: RuleView
    kinds: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """A form that values may have, such as the precisions of a date."""

    anchor: str
    datatype: TermLink
    pattern: str
    pattern_words: str
    message: Text


@dataclass(frozen=True, slots=True)
class ShapesView:
    """The shapes as readable documentation in one language."""

    frame: Frame
    kinds: tuple[KindShape, ...]
    shared: tuple[SharedRule, ...]
    forms: tuple[FormView, ...]
    downloads: tuple[Download, ...]


@dataclass(frozen=True, slots=True)
class PropertyUse:
    """A property as one class uses it: beside a class the property stands, beside a property the class."""

    term: TermLink
    rule: str
    cardinality: str
    required: bool
    values: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class ExampleView:
    """One thing of a class from this archive, as Turtle; ``cut`` tells whether more is said of it."""

    entity: Link
    turtle: str
    cut: bool


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class of the vocabulary."""

    anchor: str
    term: TermLink
    iri: str
    comment: Text
    parents: tuple[TermLink, ...]
    disjoint: tuple[TermLink, ...]
    shape: str
    uses: tuple[PropertyUse, ...]
    value_of: tuple[TermLink, ...]
    count: Link | None
    example: ExampleView | None


@dataclass(frozen=True, slots=True)
class PropertyTermView:
    """A property of the vocabulary; ``sort`` says what its values are."""

    anchor: str
    term: TermLink
    iri: str
    sort: str
    comment: Text
    domain: tuple[TermLink, ...]
    range: tuple[TermLink, ...]
    parents: tuple[TermLink, ...]
    inverse: tuple[TermLink, ...]
    uses: tuple[PropertyUse, ...]


@dataclass(frozen=True, slots=True)
class ListedTerm:
    """A term with nothing but its name and meaning."""

    anchor: str
    term: TermLink
    comment: Text


@dataclass(frozen=True, slots=True)
class ClosedList:
    """A closed list of concepts."""

    head: ListedTerm
    members: tuple[ListedTerm, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A class in the diagram; coordinates in its own units."""

    href: str
    lines: tuple[tuple[int, str], ...]
    x: int
    y: int
    middle: int
    dashed: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """Properties that lead from one class to another, in the diagram."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A line of the table that says what the diagram shows."""

    source: TermLink
    properties: tuple[TermLink, ...]
    target: TermLink


@dataclass(frozen=True, slots=True)
class DiagramView:
    """The classes and how they refer to one another, drawn and as a table."""

    width: int
    height: int
    box_width: int
    box_height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class OntologyView:
    """The vocabulary as readable documentation in one language."""

    frame: Frame
    title: Text
    description: Text
    namespace: str
    prefix: str
    version: str
    modified: str
    license: str
    license_label: str
    diagram: DiagramView
    classes: tuple[ClassView, ...]
    properties: tuple[PropertyTermView, ...]
    lists: tuple[ClosedList, ...]
    others: tuple[ListedTerm, ...]
    downloads: tuple[Download, ...]
