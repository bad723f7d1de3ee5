"""JSON-LD 1.1, written directly against the derived context; strings, numbers and keys always in one order.

A document is one tree: the entity, in it what depends on it (contributions, editions, disagreements, claims), and of
every linked entity the IRI, the class and the label. Framing the dataset with the frame of the entity's kind
(:mod:`exports.framing.frames`) gives the same tree.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, TypeAlias

import msgspec

from exports import prefixes
from exports.context import ID, TYPE, Context, Definition, JsonObject, context
from graph_builder.namespaces import PREFIXES, RDF_TYPE, XSD_BOOLEAN, XSD_INTEGER
from graph_builder.rdf import Term, Triple, literal_parts

Statements: TypeAlias = Mapping[Term, Sequence[Term]]

BETWEEN: Final = b",\n"
"""Stands between two nodes of a graph."""

CLOSING: Final = b"\n]}\n"
_INTEGER: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
"""Integers that every JSON reader takes in without loss and writes back in the same form."""


def tree(own: Sequence[Triple], linked: Sequence[Triple], address: str) -> JsonObject:
    """Return the document of an entity as a JSON object.

    Args:
        own: the entity and its dependents, the entity first, grouped by subject.
        linked: classes and labels of the entities that they link to.
        address: absolute IRI of the published context, which the document names.
    """
    found = _Tree(context(), _by_subject(own), _by_subject(linked), context().spaces)
    roots = list(found.roots())
    return {"@context": address, **(roots[0] if len(roots) == 1 else {"@graph": roots})}


def document(own: Sequence[Triple], linked: Sequence[Triple], address: str) -> bytes:
    """Write the document of an entity (arguments as in :func:`tree`)."""
    return msgspec.json.format(msgspec.json.encode(tree(own, linked, address)), indent=2) + b"\n"


def graph(triples: Sequence[Triple]) -> Iterator[bytes]:
    """Write a whole graph, one subject a line, in the order given.

    Args:
        triples: grouped by subject.
    """
    yield opening(context().needed(triples))
    separator = b""
    for node in _nodes(triples):
        yield separator + node
        separator = BETWEEN
    yield CLOSING


def opening(names: Collection[str]) -> bytes:
    """Write the context with some terms and prefixes, and open the graph."""
    return b'{"@context": ' + msgspec.json.encode(context().with_names(names)) + b',\n"@graph": [\n'


def body(triples: Iterable[Triple]) -> bytes:
    """Write the nodes of a graph."""
    return BETWEEN.join(_nodes(triples))


def _nodes(triples: Iterable[Triple]) -> Iterator[bytes]:
    flat = _Tree(context(), {}, {}, PREFIXES)
    for subject, about in groupby(triples, key=itemgetter(0)):
        yield msgspec.json.encode(flat.node(subject, _by_property(about)))


@dataclass
class _Tree:
    """Nests subjects in one another; without any, it writes a single node.

    Attributes:
        context: names and forms of properties.
        own: the subjects to be nested, the root first.
        linked: classes and labels of other subjects.
        spaces: the prefixes that may stand in short names.
        placed: the subjects that already stand somewhere.
    """

    context: Context
    own: Mapping[Term, Statements]
    linked: Mapping[Term, Statements]
    spaces: Collection[str]
    placed: set[Term] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._orders: dict[tuple[tuple[Term, ...], tuple[Term, ...]], list[tuple[Term, Definition | None]]] = {}
        self._pointing: dict[Term, list[tuple[Term, Term]]] = {}
        for other, statements in self.own.items():
            for property_, values in statements.items():
                for value in values:
                    if value in self.own:
                        self._pointing.setdefault(value, []).append((other, property_))

    def roots(self) -> Iterator[JsonObject]:
        """Yield the first subject with all that hangs on it, then whatever hangs on nothing."""
        for subject in self.own:
            if subject not in self.placed:
                yield self._nested(subject)

    def _nested(self, subject: Term) -> JsonObject:
        self.placed.add(subject)
        node = self.node(subject, self.own[subject])
        for other, property_ in self._pointing.get(subject, ()):
            if other not in self.placed:
                self._add_back(node, property_, self._nested(other))
        return node

    def _add_back(self, node: JsonObject, property_: Term, other: JsonObject) -> None:
        """Add what refers to a node by a property, under the name of the way back where there is one."""
        definition = self.context.definitions.get(property_)
        if definition and definition.back:
            node.setdefault(definition.back, []).append(other)
        else:
            node.setdefault("@reverse", {}).setdefault(self._key(property_), []).append(other)

    def node(self, subject: Term, statements: Statements) -> JsonObject:
        """Return one subject as a JSON object, its properties in the order of its class's shape."""
        node: JsonObject = {ID: self._iri(subject)}
        types = statements.get(RDF_TYPE, ())
        if types:
            own_first = sorted(types, key=lambda type_: (type_ not in self.context.orders, type_))
            names = [self._type(type_) for type_ in own_first]
            node[TYPE] = names[0] if len(names) == 1 else names
        shape = (tuple(types), tuple(statements))
        if (order := self._orders.get(shape)) is None:
            order = self._orders[shape] = self._order(*shape)
        for property_, definition in order:
            self._add(node, property_, definition, statements[property_])
        return node

    def _order(self, types: Sequence[Term], properties: Iterable[Term]) -> list[tuple[Term, Definition | None]]:
        """Return the properties of a node but its class, in the order of its class's shape, with their definitions."""
        order = next((self.context.orders[type_] for type_ in types if type_ in self.context.orders), {})
        ranked = sorted(properties, key=lambda term: (order.get(term, len(order)), self._key(term)))
        return [(term, self.context.definitions.get(term)) for term in ranked if term != RDF_TYPE]

    def _add(self, node: JsonObject, property_: Term, definition: Definition | None, values: Sequence[Term]) -> None:
        if definition and definition.form == "language":
            node.update(_language_map(definition, values))
            # A map cannot hold a text without language: it takes the short name, to which no map is bound.
            values = [value for value in values if not _is_tagged(value)]
            definition = None
        if not values:
            return
        key = definition.key if definition else self._iri(property_)
        many = len(values) > 1 or (definition is not None and definition.many)
        node[key] = [self._value(value, definition) for value in values] if many else self._value(values[0], definition)

    def _value(self, value: Term, definition: Definition | None) -> Any:
        if value[0] != "<":
            return self._literal(value, definition.datatype if definition else "", definition)
        if value in self.own and value not in self.placed and definition and definition.many:
            # What depends on a node stands where that node lists it; elsewhere it is named.
            return self._nested(value)
        if value in self.linked:
            return self.node(value, self.linked[value])
        name = self._iri(value)
        return name if definition and definition.form == "link" else {ID: name}

    def _key(self, property_: Term) -> str:
        definition = self.context.definitions.get(property_)
        return definition.key if definition else self._iri(property_)

    def _type(self, class_: Term) -> str:
        definition = self.context.definitions.get(class_)
        return definition.key if definition else self._iri(class_)

    def _iri(self, term: Term) -> str:
        name = prefixes.short(term)
        return name if name and name.partition(":")[0] in self.spaces else term[1:-1]

    def _literal(self, value: Term, coerced: Term, definition: Definition | None) -> Any:
        text, language, datatype = literal_parts(value)
        if language:
            return {"@language": language, "@value": text}
        datatype = f"<{datatype}>" if datatype else ""
        if datatype and datatype == coerced:
            return _native(text, datatype)
        if datatype:
            return {TYPE: self._iri(datatype), "@value": text}
        bare = not coerced and not (definition and definition.form == "link")
        return text if bare else {"@value": text}


def _language_map(definition: Definition, values: Iterable[Term]) -> JsonObject:
    texts: dict[str, list[str]] = {}
    for value in values:
        if _is_tagged(value):
            text, language, _ = literal_parts(value)
            texts.setdefault(language, []).append(text)
    if not texts:
        return {}
    return {
        definition.key: {
            language: found if len(found) > 1 or definition.many else found[0]
            for language, found in sorted(texts.items())
        }
    }


def _is_tagged(value: Term) -> bool:
    return value[0] == '"' and value[-1] not in '">'


def _native(text: str, datatype: Term) -> str | int | bool:
    """Return a number or truth value as JSON has them, where its form in the graph is the usual one."""
    if datatype == XSD_INTEGER and _INTEGER.fullmatch(text):
        return int(text)
    if datatype == XSD_BOOLEAN and text in ("true", "false"):
        return text == "true"
    return text


def _by_subject(triples: Iterable[Triple]) -> dict[Term, Statements]:
    return {subject: _by_property(about) for subject, about in groupby(triples, key=itemgetter(0))}


def _by_property(about: Iterable[Triple]) -> Statements:
    statements: dict[Term, list[Term]] = {}
    for _, property_, value in about:
        statements.setdefault(property_, []).append(value)
    return statements
