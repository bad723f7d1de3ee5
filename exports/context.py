"""The JSON-LD context, derived: names from the ontology, containers and datatypes from the shapes.

Own terms take their own name (``startDay``), terms of other vocabularies theirs where it is free
(``label``, ``altLabel``), else their short name (``dcterms:identifier``). A property by which dependents hang on what
they depend on has a second name for the way back (``subjectOf``). https://www.w3.org/TR/json-ld11/#the-context
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, Literal, TypeAlias

from exports import prefixes
from exports.dependence import dependence
from graph_builder.namespaces import PREFIXES, RDF_LANG_STRING, RDF_TYPE, XSD_STRING
from graph_builder.rdf import XSD, Term, Triple
from graph_builder.schema import schema
from graph_builder.shape_values import PropertyShape
from graph_builder.vocabulary import VocabularyTerm, vocabulary

JsonObject: TypeAlias = dict[str, Any]

ID: Final = "id"
TYPE: Final = "type"
_HEAD: Final[JsonObject] = {"@version": 1.1, ID: "@id", TYPE: "@type"}


@dataclass(frozen=True, slots=True)
class Definition:
    """How one class or property is written.

    Attributes:
        key: its name in JSON.
        term: its IRI.
        form: ``link`` (values are IRIs), ``language`` (a map from language to text) or ``literal``.
        datatype: the one datatype that its literals have; empty where they may have several, or plain text.
        many: whether there may be several values (of one language, where it is a map).
        back: the name under which a node lists what refers to it by the property; empty for none.
    """

    key: str
    term: Term
    form: Literal["class", "link", "language", "literal"]
    datatype: Term = ""
    many: bool = False
    back: str = ""

    def json(self) -> str | JsonObject:
        """Return the definition as the context states it."""
        found: JsonObject = {"@id": prefixes.name(self.term)}
        if self.form == "link":
            found["@type"] = "@id"
        elif self.datatype:
            found["@type"] = prefixes.name(self.datatype)
        containers = [name for name, wanted in (("@language", self.form == "language"), ("@set", self.many)) if wanted]
        if containers:
            found["@container"] = containers if len(containers) > 1 else containers[0]
        return found if len(found) > 1 else prefixes.name(self.term)


@dataclass(frozen=True)
class Context:
    """The names that JSON-LD documents use.

    Attributes:
        definitions: every class and property by its IRI.
        orders: the place of each property in the descriptions of a class, by the class.
        spaces: prefix and namespace of every vocabulary and datatype of the archive, which documents may shorten.
    """

    definitions: Mapping[Term, Definition]
    orders: Mapping[Term, Mapping[Term, int]]
    spaces: Mapping[str, str]

    def whole(self) -> JsonObject:
        """Return the whole context, as it is published: every name and prefix that a document may use."""
        backs: JsonObject = {
            entry.back: {"@reverse": prefixes.name(entry.term), "@container": "@set"}
            for entry in sorted(self.definitions.values(), key=lambda entry: entry.back)
            if entry.back
        }
        return self._json(self.definitions.values(), self.spaces) | backs

    def of(self, triples: Iterable[Triple]) -> JsonObject:
        """Return what a document of these triples uses of the context."""
        return self.with_names(self.needed(triples))

    def needed(self, triples: Iterable[Triple]) -> set[str]:
        """Return the terms of the context that a document of these triples uses, and the prefixes."""
        terms: set[Term] = set()

        def noted() -> Iterator[Triple]:
            for triple in triples:
                _, property_, value = triple
                terms.add(value if property_ == RDF_TYPE else property_)
                yield triple

        extra = prefixes.of(noted(), prefixes.datatype_of)
        return {term for term in terms if term in self.definitions} | extra.keys()

    def with_names(self, names: Collection[str]) -> JsonObject:
        """Return the part of the context with some terms and prefixes."""
        found = (self.definitions[name] for name in names if name in self.definitions)
        return self._json(found, {name: PREFIXES[name] for name in names if name not in self.definitions})

    @staticmethod
    def _json(definitions: Iterable[Definition], extra: Mapping[str, str]) -> JsonObject:
        wanted = sorted(definitions, key=lambda entry: entry.key)
        names = [prefixes.short(term) for entry in wanted for term in (entry.term, entry.datatype) if term]
        spaces = {**prefixes.used(name for name in names if name), **extra}
        return _HEAD | dict(sorted(spaces.items())) | {entry.key: entry.json() for entry in wanted}


@cache
def context() -> Context:
    """Return the context, derived once from the ontology and the shapes.

    Raises:
        ValueError: if two terms claim one name.
        SystemFailure: if the installation lacks the files of either.
    """
    shapes: dict[Term, list[PropertyShape]] = {}
    orders: dict[Term, dict[Term, int]] = {}
    for class_, node in schema().kinds.items():
        orders[class_] = {shape.path: place for place, shape in enumerate(node.properties)}
        for shape in node.properties:
            shapes.setdefault(shape.path, []).append(shape)
    keys = list(_keys())
    taken = {key for _, key in keys}
    definitions = {}
    for entry, key in keys:
        found = _definition(key, entry, shapes.get(entry.term, []))
        if entry.term in dependence().backs:
            found = replace(found, back=f"{key}Of")
            if found.back in taken:
                raise ValueError(f"JSON-LD cannot call the way back along {entry.term} {found.back!r}: it is taken")
        definitions[entry.term] = found
    datatypes = {datatype for found in shapes.values() for shape in found for datatype in shape.datatypes}
    names = {prefixes.short(term) for term in (*vocabulary().terms, *datatypes)} - {""}
    return Context(definitions, orders, prefixes.used(names))


def _keys() -> Iterable[tuple[VocabularyTerm, str]]:
    """Yield each class and property with its name; own terms come first and take theirs."""
    own = {entry.term for entry in vocabulary().own()}
    taken: dict[str, Term] = dict.fromkeys([ID, TYPE, *PREFIXES], "a keyword or a prefix")
    for entry in sorted(vocabulary().terms.values(), key=lambda entry: (entry.term not in own, entry.term)):
        if entry.kind == "individual" or entry.term == RDF_TYPE:
            continue
        key = entry.name
        if key in taken and entry.term not in own:
            key = prefixes.short(entry.term)
        if key in taken:
            raise ValueError(f"JSON-LD cannot call {entry.term} {key!r}: {taken[key]} has the name")
        taken[key] = entry.term
        yield entry, key


def _definition(key: str, entry: VocabularyTerm, shapes: list[PropertyShape]) -> Definition:
    if entry.kind == "class":
        return Definition(key, entry.term, "class")
    many = not shapes or any(shape.max_count != 1 for shape in shapes)
    if entry.kind == "object":
        return Definition(key, entry.term, "link", many=many)
    datatypes = {datatype for shape in shapes for datatype in shape.datatypes}
    if not datatypes and (entry.range == RDF_LANG_STRING or entry.range.startswith(f"<{XSD}")):
        datatypes = {entry.range}
    if datatypes == {RDF_LANG_STRING}:
        unique = bool(shapes) and all(shape.unique_lang or shape.max_count == 1 for shape in shapes)
        return Definition(key, entry.term, "language", many=not unique)
    one = datatypes.pop() if len(datatypes) == 1 else ""
    return Definition(key, entry.term, "literal", "" if one == XSD_STRING else one, many)
