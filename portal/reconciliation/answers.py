"""Answers of the service as JSON objects, in the words of one language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from exports.labels import choose
from exports.wording import literal_text
from graph_builder import terms
from graph_builder.rdf import XSD, Term, iri_text, is_iri, literal_parts, local_name
from graph_builder.vocabulary import vocabulary
from portal.reconciliation.facts import Documents, Property, properties, properties_of
from portal.reconciliation.matching import Candidate, class_of
from portal.reconciliation.names import Entity, Names
from portal.reconciliation.queries import Extension, Wanted

JsonObject: TypeAlias = dict[str, Any]

_TOLD: Final = (
    *(terms.roleKind, terms.kind, terms.within, terms.project, terms.rubric, terms.language),
    *(terms.datePublished, terms.start, terms.end, terms.date),
)
"""What tells entities with one name apart, in the order in which it is said."""

_MOST_TOLD: Final = 3
_NUMBERS: Final = {f"{XSD}integer": int, f"{XSD}decimal": float}


@dataclass(frozen=True)
class Answers:
    """Writes answers about one release for readers of one language.

    Attributes:
        names: the names of the release.
        documents: its documents.
        base: what its IRIs begin with.
        language: the language of names and descriptions.
        order: in which order languages stand in for one another.
    """

    names: Names
    documents: Documents
    base: str
    language: str
    order: Sequence[str]

    def candidate(self, found: Candidate) -> JsonObject:
        """Return a candidate of a query (4.4.1)."""
        features = [
            {"id": "name", "value": round(found.by_name, 3)},
            *({"id": p, "value": v} for p, v in found.conditions),
        ]
        return self._named(found.entity) | {
            "type": [self.type_(found.entity.class_)],
            "score": found.score,
            "features": features,
            "match": found.match,
        }

    def suggestion(self, entity: Entity) -> JsonObject:
        """Return an entity that is suggested (5.2)."""
        return self._named(entity) | {"notable": [self.type_(entity.class_)]}

    def type_(self, class_: str) -> JsonObject:
        """Return a class as a type."""
        known = vocabulary().terms[f"<{vocabulary().namespace}{class_}>"]
        return {"id": class_, "name": self._said(known.labels)}

    def types(self, prefix: str) -> list[JsonObject]:
        """Return the types whose name or id begins with, or holds, what was typed."""
        wanted = prefix.casefold()
        every = [self.type_(name) for name in self.names.classes]
        return [one for one in every if wanted in one["name"].casefold() or one["id"].casefold().startswith(wanted)]

    def property_(self, one: Property) -> JsonObject:
        """Return a property as it is suggested."""
        return {"id": one.id, "name": one.name(self.language), "description": one.description(self.language)}

    def properties(self, prefix: str) -> list[JsonObject]:
        """Return the properties whose name or id holds what was typed."""
        wanted = prefix.casefold()
        every = (self.property_(one) for one in properties().values())
        return [one for one in every if wanted in one["name"].casefold() or one["id"].casefold().startswith(wanted)]

    def proposal(self, type_: str, limit: int) -> JsonObject:
        """Return the properties that entities of a type have (6.1)."""
        found = [{"id": one.id, "name": one.name(self.language)} for one in properties_of(class_of(type_))]
        return {"properties": found[:limit], "limit": limit} | ({"type": type_} if type_ else {})

    def extension(self, asked: Extension) -> JsonObject:
        """Return the values wanted of the entities wanted (6.3); an unknown entity or property has none."""
        meta = [self._meta(one) for one in asked.properties]
        rows = {id_: {one.id: self._values(id_, one) for one in asked.properties} for id_ in asked.ids}
        return {"meta": meta, "rows": rows}

    def described(self, entity: Entity) -> str:
        """Return what tells an entity from others of its name: class, kind, place, date; in words."""
        said = [self.type_(entity.class_)["name"]]
        values = self.documents.facts(entity.path).values
        for property_ in _TOLD:
            said += [self.text(property_, value) for value in values.get(property_, ())[:1]]
        return ", ".join(said[: _MOST_TOLD + 1])

    def text(self, property_: Term, value: Term) -> str:
        """Return a value in words: the label of an entity, a date as the language writes it."""
        if not is_iri(value):
            return literal_text(value, property_, self.language).text
        known = vocabulary().terms.get(value)
        entity = self.names.entity(iri_text(value).removeprefix(self.base))
        return self._said(known.labels) if known else self.name(entity) if entity else iri_text(value)

    def archive_name(self) -> str:
        """Return what the archive is called: as its magazine is."""
        magazine = self.names.first(local_name(terms.Magazine))
        return self.name(magazine) if magazine else self.base

    def has_name(self, value: Term) -> bool:
        """Tell whether a value can be said in words: everything but entities that nobody names (captures, parts)."""
        path = iri_text(value).removeprefix(self.base) if is_iri(value) else ""
        return not path or path == iri_text(value) or self.names.entity(path) is not None

    def name(self, entity: Entity) -> str:
        """Return the label of an entity."""
        return self._said(entity.labels) if entity.labels else entity.path

    def _named(self, entity: Entity) -> JsonObject:
        return {"id": entity.path, "name": self.name(entity), "description": self.described(entity)}

    def _said(self, texts: Mapping[str, str]) -> str:
        return choose(texts, self.language, self.order).text

    def _meta(self, wanted: Wanted) -> JsonObject:
        known = properties().get(wanted.id)
        found: JsonObject = {"id": wanted.id, "name": known.name(self.language) if known else wanted.id}
        range_ = vocabulary().terms[known.term].range if known else ""
        class_ = range_.removeprefix(f"<{vocabulary().namespace}").removesuffix(">")
        return found | ({"type": self.type_(class_)} if class_ in self.names.classes else {})

    def _values(self, id_: str, wanted: Wanted) -> list[JsonObject]:
        known = properties().get(wanted.id)
        stated = self.documents.facts(id_.removeprefix(self.base)).values.get(known.term, ()) if known else ()
        values = [self._value(known.term, one) for one in self.in_language(stated)] if known else []
        limit = wanted.settings.get("limit")
        return values[:limit] if isinstance(limit, int) and limit > 0 else values

    def in_language(self, values: Iterable[Term]) -> Sequence[Term]:
        """Return the values, of texts only those in the reader's language if there are any."""
        tags = {value: "" if is_iri(value) else literal_parts(value)[1] for value in values}
        own = self.language in tags.values()
        return [value for value, tag in tags.items() if not own or tag in ("", self.language)]

    def _value(self, property_: Term, value: Term) -> JsonObject:
        if is_iri(value):
            path = iri_text(value).removeprefix(self.base)
            entity = self.names.entity(path)
            if entity:
                return {"id": path, "name": self.name(entity)}
            known = vocabulary().terms.get(value)
            return {"id": known.name, "name": self._said(known.labels)} if known else {"str": iri_text(value)}
        text, _, datatype = literal_parts(value)
        if datatype in _NUMBERS:
            return {"int" if datatype == f"{XSD}integer" else "float": _NUMBERS[datatype](text)}
        if datatype == f"{XSD}date":
            return {"date": f"{text}T00:00:00Z"}  # the only form that the schema of the specification takes
        return {"str": text}
