"""The index of names of a release: which of its names may be meant, most likely first.

The index itself is made by :mod:`exports.names.index_file`. Nothing here writes; a connection may be used by one
thread at a time.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Final

import msgspec

from exports.names.keys import Word, grams, words
from graph_builder import terms
from graph_builder.rdf import local_name
from portal.reconciliation.similarity import Likeness, name_likeness, word_likeness

_PERSON: Final = local_name(terms.Person)
_ALIKE: Final = 40
"""How many words alike to one that is asked for are looked at."""

_COMMON: Final = 2000
"""How many names with one word are looked at; what more have says little."""

_JUDGED: Final = 80
"""How many names are compared in full."""


_BEGUN: Final = 200
"""With how many words one that is only begun may go on."""


_SHARING: Final = """
SELECT number, key, names FROM word JOIN (
    SELECT word, count(*) AS shared FROM gram WHERE gram IN (SELECT value FROM json_each(?))
    GROUP BY word ORDER BY shared DESC, word LIMIT ?
) ON number = word
"""
_NAMED: Final = "SELECT text, path, class, labels FROM name JOIN entity ON entity.number = entity WHERE name.number = ?"


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity that has a name.

    Attributes:
        path: its path under the base IRI, e.g. ``person/nurgul-zhamankulova``.
        class_: local name of its class, e.g. ``Person``.
        labels: its label by language.
    """

    path: str
    class_: str
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """An entity that may be meant.

    Attributes:
        entity: the entity.
        name: the name of it that fits best.
        likeness: how well it fits.
    """

    entity: Entity
    name: str
    likeness: Likeness


class Names:
    """The names of one release."""

    def __init__(self, file: Path) -> None:
        """Open the index.

        Raises:
            sqlite3.Error: if there is none or it is damaged.
        """
        self._store = sqlite3.connect(
            f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._ranges: dict[str, tuple[int, int]] = {
            name: (first, last) for name, first, last in self._store.execute("SELECT name, first, last FROM class")
        }
        self._all: int = self._store.execute("SELECT count(*) FROM name").fetchone()[0]
        self._frequency = lru_cache(maxsize=1 << 14)(self._count)

    @property
    def classes(self) -> Sequence[str]:
        """The classes that have names, by local name, sorted."""
        return sorted(name for name, (first, last) in self._ranges.items() if last >= first)

    def close(self) -> None:
        """Close the index."""
        self._store.close()

    def entity(self, path: str) -> Entity | None:
        """Return the entity at a path; nothing if none with a name is there."""
        row = self._store.execute("SELECT path, class, labels FROM entity WHERE path = ?", (path,)).fetchone()
        return _entity(row) if row else None

    def first(self, class_: str) -> Entity | None:
        """Return the first entity of a class; nothing if it has none."""
        row = self._store.execute("SELECT path, class, labels FROM entity WHERE class = ?", (class_,)).fetchone()
        return _entity(row) if row else None

    def find(self, name: str, classes: Sequence[str], limit: int) -> list[Found]:
        """Return the entities that a name may mean, the likeliest first.

        Args:
            name: the name, in any script, letters and case.
            classes: the classes wanted; none for any.
            limit: how many at most.
        """
        asked = words(name)
        if not asked:
            return []
        worth: dict[int, float] = defaultdict(float)
        for number, likeness, names in self._alike(asked):
            if names > _COMMON and len(worth) >= _JUDGED:
                for known in worth:
                    if self._has(number, known):
                        worth[known] += likeness * self._weight(names)
                continue
            for known in self._names_with(number, classes):
                worth[known] += likeness * self._weight(names)
        best = sorted(worth, key=lambda known: (-worth[known], known))[:_JUDGED]
        return self._judged(asked, best)[:limit]

    def begin(self, prefix: str, classes: Sequence[str], limit: int, offset: int = 0) -> list[Entity]:
        """Return the entities that have a name with these words, the last of which may be only begun.

        Args:
            prefix: what was typed so far.
            classes: the classes wanted; none for any.
            limit: how many at most.
            offset: how many to leave out, as were shown before.
        """
        asked = words(prefix)
        if not asked:
            return []
        *whole, last = asked
        found = self._begun(last.key, classes)
        for word in whole:
            row = self._store.execute("SELECT number FROM word WHERE key = ?", (word.key,)).fetchone()
            found = [known for known in found if row and self._has(row[0], known)]
        first = asked[0].key
        rows = self._rows(found)
        ranked = sorted(rows, key=lambda row: (not words(row[1])[0].key.startswith(first), len(words(row[1])), row[0]))
        entities = dict.fromkeys(row[2] for row in ranked)
        return [_entity(row) for row in list(entities)[offset : offset + limit]]

    def _alike(self, asked: Sequence[Word]) -> list[tuple[int, float, int]]:
        """Return the words of the index that may be meant: number, likeness, in how many names; rare ones first."""
        lookups = list(asked)
        if 1 < len(asked) <= 3:
            lookups.append(Word("".join(word.text for word in asked), "".join(word.key for word in asked)))
        found: dict[int, tuple[float, int]] = {}
        for word in lookups:
            pieces = list(grams(word.key))
            rows = self._store.execute(_SHARING, (msgspec.json.encode(pieces).decode(), _ALIKE))
            for number, key, names in rows:
                likeness = word_likeness(word, Word(key, key)) if key != word.key else 1.0
                shared = len(set(pieces) & set(grams(key))) / len(pieces)
                if likeness or shared >= 0.5:  # a case ending is judged by the letters of the name itself
                    found[number] = max(found.get(number, (0.0, names)), (likeness or shared * 0.5, names))
        return sorted(
            ((number, likeness, names) for number, (likeness, names) in found.items()), key=lambda one: (one[2], one[0])
        )

    def _judged(self, asked: Sequence[Word], numbers: Iterable[int]) -> list[Found]:
        best: dict[str, Found] = {}
        for _, text, row in self._rows(numbers):
            known = words(text)
            likeness = name_likeness(asked, known, lambda word: self._weight(self._frequency(word.key)))
            if row[1] == _PERSON and any(len(word.text) == 1 for word in known):
                likeness = Likeness(likeness.score, certain=False)  # an initial leaves the given name open
            before = best.get(row[0])
            if likeness.score and (before is None or before.likeness.score < likeness.score):
                best[row[0]] = Found(_entity(row), text, likeness)
        return sorted(best.values(), key=lambda one: (-one.likeness.score, not one.likeness.certain, one.entity.path))

    def _rows(self, numbers: Iterable[int]) -> list[tuple[int, str, tuple[str, str, str]]]:
        rows = []
        for number in numbers:
            text, *row = self._store.execute(_NAMED, (number,)).fetchone()
            rows.append((number, text, (row[0], row[1], row[2])))
        return rows

    def _names_with(self, word: int, classes: Sequence[str]) -> Iterable[int]:
        for first, last in self._spans(classes):
            for (name,) in self._store.execute(
                "SELECT name FROM posting WHERE word = ? AND name BETWEEN ? AND ? LIMIT ?",
                (word, first, last, _COMMON),
            ):
                yield name

    def _begun(self, key: str, classes: Sequence[str]) -> list[int]:
        numbers = self._store.execute(
            "SELECT number FROM word WHERE key >= ? AND key < ? ORDER BY key LIMIT ?",
            (key, f"{key}\U0010ffff", _BEGUN),
        ).fetchall()
        return sorted({name for (number,) in numbers for name in self._names_with(number, classes)})[:_COMMON]

    def _has(self, word: int, name: int) -> bool:
        row = self._store.execute("SELECT 1 FROM posting WHERE word = ? AND name = ?", (word, name)).fetchone()
        return row is not None

    def _spans(self, classes: Sequence[str]) -> list[tuple[int, int]]:
        if not classes:
            return [(0, self._all)]
        return [self._ranges[name] for name in dict.fromkeys(classes) if name in self._ranges]

    def _count(self, key: str) -> int:
        row = self._store.execute("SELECT names FROM word WHERE key = ?", (key,)).fetchone()
        return row[0] if row else 0

    def _weight(self, names: int) -> float:
        """Return how much a word tells that stands in so many names (inverse document frequency)."""
        return log(1 + self._all / max(1, names))


def _entity(row: Sequence[str]) -> Entity:
    path, class_, labels = row
    return Entity(path, class_, msgspec.json.decode(labels, type=dict[str, str]))
