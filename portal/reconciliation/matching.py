"""Candidates for a query: by name, by what is known of the entity, or by both; and when one is certain.

The IRI of an entity, or its path, is as good as a name. A score is 100 times the likeness of the names. With
conditions it is to three parts that, to one part the share of the conditions that hold; without a name it is that
share alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from exports.names.keys import words
from graph_builder.rdf import Term, iri_text, is_iri, literal_parts
from graph_builder.vocabulary import vocabulary
from portal.reconciliation.facts import Documents, properties
from portal.reconciliation.names import Entity, Found, Names
from portal.reconciliation.queries import Condition, Query, Reference, Value
from portal.reconciliation.similarity import Likeness, name_likeness

_POOL: Final = 30
"""How many candidates are compared with the conditions."""

_WHOLE: Final = re.compile(r"-?[0-9]{1,18}")
_BY_NAME: Final = 0.75
_ALIKE: Final = 0.9
_LEAST: Final = 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant by a query.

    Attributes:
        entity: the entity.
        name: the name of it that was found.
        by_name: how much alike the names are, 0 to 1; 0 where no name was asked for.
        conditions: which conditions hold, by property, 0 to 1.
        score: 0 to 100.
        match: whether no other can be meant.
    """

    entity: Entity
    name: str
    by_name: float
    conditions: Sequence[tuple[str, float]]
    score: float
    match: bool = False


class Matcher:
    """Finds candidates in one release."""

    def __init__(self, names: Names, documents: Documents, base: str) -> None:
        self._names, self._documents, self._base = names, documents, base

    def candidates(self, query: Query, limit: int) -> list[Candidate]:
        """Return the candidates for a query, best first; at most one of them matches."""
        strict = query.type_strict != "should"
        classes = [class_of(one) for one in query.types]
        conditions = query.properties or []
        pool = self._pool(query, classes if strict else [], max(limit, _POOL))
        found = [self._candidate(one, query.query, conditions) for one in pool]
        if not strict and classes:
            found = [one if one.entity.class_ in classes else replace(one, score=one.score * _ALIKE) for one in found]
        found = [one for one in found if one.score >= 100 * _LEAST]
        found.sort(key=lambda one: (-one.score, one.entity.path))
        certain = {one.entity.path: one.likeness.certain for one in pool}
        return _with_match(found, certain)[:limit]

    def _pool(self, query: Query, classes: Sequence[str], limit: int) -> list[Found]:
        if query.query is not None:
            path = query.query.strip().removeprefix(self._base)
            if entity := self._names.entity(path):
                known = not classes or entity.class_ in classes
                return [Found(entity, path, Likeness(1.0, certain=True))] if known else []
            return self._names.find(query.query, classes, limit)
        asked = [text for one in query.properties or () for value in one.values if (text := _text(value))]
        found = {one.entity.path: one for text in asked for one in self._names.find(text, classes, limit)}
        return list(found.values())

    def _candidate(self, found: Found, name: str | None, conditions: Sequence[Condition]) -> Candidate:
        held = [(one.pid, self._holds(one, found.entity)) for one in conditions]
        share = sum(value for _, value in held) / len(held) if held else 0.0
        by_name = found.likeness.score if name is not None else 0.0
        if name is None:
            score = share
        elif held:
            score = _BY_NAME * by_name + (1 - _BY_NAME) * share
        else:
            score = by_name
        return Candidate(found.entity, found.name, by_name, held, round(100 * score, 1))

    def _holds(self, condition: Condition, entity: Entity) -> float:
        known = properties().get(condition.pid)
        stated = self._documents.facts(entity.path).values.get(known.term, ()) if known else ()
        return max((self._fits(asked, one) for asked in condition.values for one in stated), default=0.0)

    def _fits(self, asked: Value, stated: Term) -> float:
        """Return how well a value fits what is stated, 0 to 1."""
        if isinstance(asked, Reference):
            return float(iri_text(stated) in (asked.id, self._base + asked.id)) if is_iri(stated) else 0.0
        if is_iri(stated):
            return self._names_it(str(asked), iri_text(stated))
        text = literal_parts(stated)[0]
        if isinstance(asked, bool):
            return float(text == str(asked).lower())
        if isinstance(asked, float):
            return float(bool(_WHOLE.fullmatch(text)) and int(text) == asked)
        if text == asked or (text[:4].isdigit() and "-" in text and (text.startswith(asked) or asked.startswith(text))):
            return 1.0
        return name_likeness(words(asked), words(text), lambda _: 1.0).score

    def _names_it(self, asked: str, iri: str) -> float:
        if asked in (iri, iri.removeprefix(self._base)):
            return 1.0
        entity = self._names.entity(iri.removeprefix(self._base))
        known = vocabulary().terms.get(f"<{iri}>")
        labels = entity.labels if entity else known.labels if known else {}
        return max(
            (name_likeness(words(asked), words(label), lambda _: 1.0).score for label in labels.values()), default=0.0
        )


def class_of(type_: str) -> str:
    """Return the local name of a class given by it, by its IRI or by its short name."""
    return type_.removeprefix(vocabulary().namespace).removeprefix(f"{vocabulary().prefix}:")


def _with_match(found: Sequence[Candidate], certain: dict[str, bool]) -> list[Candidate]:
    """Mark the one candidate that must be meant.

    Its name is the same word for word, in whatever case and script, every condition holds, and no other candidate
    fits as well.
    """
    if not found:
        return []
    first, *others = found
    sure = certain[first.entity.path] and first.by_name and all(value == 1.0 for _, value in first.conditions)
    rivals = [one for one in others if certain[one.entity.path] and one.score >= first.score]
    return [replace(first, match=bool(sure and not rivals)), *others]


def _text(value: Value) -> str:
    return value.id if isinstance(value, Reference) else str(int(value)) if isinstance(value, float) else str(value)
