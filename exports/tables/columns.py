"""The tables and their columns, derived from the shapes: cardinality, order, class and datatype of values.

One table a class. A property that has one value is one column, a text in several languages one column a language, many
values are a list. A reference to things of one class is their ``id`` in the table of that class.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from exports.framing.kinds import classes
from exports.messages import catalogue
from exports.tables.names import table_name
from graph_builder import namespaces as ns
from graph_builder.rdf import Term, local_name
from graph_builder.schema import schema
from graph_builder.shape_values import NodeShape, PropertyShape
from graph_builder.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Form:
    """What the cells of a column hold.

    Attributes:
        name: short name.
        stored: type in Parquet, as DuckDB calls it.
        datatype: local name of the datatype in XML Schema, as CSVW has it.
        field: type of a field in a Table Schema.
    """

    name: str
    stored: str = "VARCHAR"
    datatype: str = "string"
    field: str = "string"


STRING: Final = Form("string")
TEXT: Final = Form("text")
EDTF: Final = Form("edtf")
MONTH: Final = Form("month", datatype="gYearMonth")
DAY: Final = Form("day", "DATE", "date", "date")
INTEGER: Final = Form("integer", "BIGINT", "integer", "integer")
DECIMAL: Final = Form("decimal", "DECIMAL", "decimal", "number")
BOOLEAN: Final = Form("boolean", "BOOLEAN", "boolean", "boolean")
ADDRESS: Final = Form("address", datatype="anyURI")
REFERENCE: Final = Form("reference")
PATH: Final = Form("path")
CODE: Final = Form("code")
ANY: Final = Form("any")

_LITERALS: Final[Mapping[tuple[Term, ...], Form]] = {
    (ns.XSD_STRING,): STRING,
    (ns.XSD_DATE,): DAY,
    (ns.XSD_G_YEAR_MONTH,): MONTH,
    (ns.XSD_INTEGER,): INTEGER,
    (ns.XSD_DECIMAL,): DECIMAL,
    (ns.XSD_BOOLEAN,): BOOLEAN,
}


_BOUNDS: Final = (("first", DAY), ("last", DAY))
_BESIDE: Final[Mapping[Form, tuple[tuple[str, Form], ...]]] = {
    EDTF: _BOUNDS,
    MONTH: _BOUNDS,
    ANY: (("language", STRING), ("datatype", ADDRESS)),
}
"""What stands beside a column of a form in columns of its own, named after it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        name: unique in its table, whatever the case of its letters.
        form: what its cells hold.
        property: the property whose values stand in it; empty for none.
        language: of its texts; empty for none.
        many: whether a cell holds a list.
        required: whether no cell is empty.
        target: for a reference, the name of the table in which the ``id`` stands.
        titles: what it is called, by language.
        comments: what it means, by language.
    """

    name: str
    form: Form
    property: Term = ""
    language: str = ""
    many: bool = False
    required: bool = False
    target: str = ""
    titles: Mapping[str, str] = field(default_factory=dict, compare=False)
    comments: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        name: of its files.
        columns: in their order.
        key: names of the columns that tell its rows apart; empty where rows may be alike.
        class_: the class of which each thing is a row; empty for none.
        kind: the kind of these things in addresses; empty where they may stand in documents of any kind.
        titles: what it is called, by language.
        comments: what it means, by language.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    class_: Term = ""
    kind: str = ""
    titles: Mapping[str, str] = field(default_factory=dict, compare=False)
    comments: Mapping[str, str] = field(default_factory=dict, compare=False)


def made(key: str, form: Form, *, target: str = "", required: bool = False) -> Column:
    """Return a column that stands for no property; ``tables_{key}`` is its message: a title, ``|``, its meaning."""
    texts = {language: text.partition("|") for language, text in catalogue()[f"tables_{key}"].items()}
    return Column(
        name=key,
        form=form,
        target=target,
        required=required,
        titles={language: parts[0] for language, parts in texts.items()},
        comments={language: parts[2] for language, parts in texts.items()},
    )


@cache
def class_tables() -> tuple[Table, ...]:
    """Return the table of each class that has a shape, sorted by name.

    Raises:
        SystemFailure: if the installation lacks the shapes or the ontology.
    """
    return tuple(sorted(map(_table, schema().kinds.values()), key=lambda table: table.name))


def _table(node: NodeShape) -> Table:
    class_, term = node.target_class, vocabulary().terms[node.target_class]
    name, kind = table_name(class_), node.pattern.split("/")[1]
    return Table(
        name=name,
        columns=(
            made("id", STRING, required=True),
            made("iri", ADDRESS, required=True),
            *(column for shape in node.properties for column in _columns(shape, class_)),
        ),
        key=("id",),
        class_=class_,
        kind=kind if kind in classes() else "",
        titles=catalogue()[f"tables_of_{name}" if "#" in node.pattern else f"kinds_{kind}"],
        comments=term.comments,
    )


def _columns(shape: PropertyShape, class_: Term) -> Iterator[Column]:
    term = vocabulary().terms[shape.path]
    titles, comments, many = shape.names or term.labels, term.comments, shape.max_count != 1
    name = local_name(shape.path)
    if shape.path == ns.DCTERMS_IDENTIFIER:
        return  # the column ``id``
    if shape.languages:
        for code in shape.languages:
            called = {language: f"{title} ({code})" for language, title in titles.items()}
            lists = many and not shape.unique_lang
            yield Column(f"{name}_{code}", TEXT, shape.path, code, lists, titles=called, comments=comments)
        return
    form, target = _form(shape)
    required = shape.min_count > 0 and not many
    yield Column(name, form, shape.path, "", many, required, target, titles, comments)
    for part, kept in _BESIDE.get(form, ()) if not many else ():
        extra = made(part, kept)
        called = {language: f"{title}: {extra.titles[language]}" for language, title in titles.items()}
        yield Column(f"{name}_{part}", kept, titles=called, comments=extra.comments)


def _form(shape: PropertyShape) -> tuple[Form, str]:
    if shape.datatypes:
        return _LITERALS.get(shape.datatypes, EDTF), ""
    if shape.node_kind == "IRIOrLiteral":
        return ANY, ""
    if shape.classes:
        (class_,) = shape.classes
        return (REFERENCE, table_name(class_)) if class_ in schema().kinds else (PATH, "")
    return (CODE, "") if shape.values else (ADDRESS, "")
