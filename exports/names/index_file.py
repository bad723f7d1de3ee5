"""The index of names as one SQLite file (https://www.sqlite.org/fileformat2.html), which many readers may open at once.

Entities of one class have consecutive numbers and so have their names: a search for people only never looks at the
titles of articles. What is equal is written equally.
"""

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

import msgspec

from exports.names.keys import grams, words
from exports.search.index import NAMES
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.errors import SystemFailure
from graph_builder.namespaces import RDF_TYPE, RDFS_LABEL
from graph_builder.rdf import Term, Triple, literal_parts, local_name

PATH: Final = "data/names.sqlite"

CLASSES: Final = (
    *(terms.Person, terms.Organization, terms.Project, terms.Phase, terms.Component, terms.Region, terms.Rubric),
    *(terms.LegalInstrument, terms.Event, terms.Magazine, terms.Issue, terms.Article),
)
"""What is found by name, the fewest first; captures and sources only repeat what others are called."""

_SCHEMA: Final = """
CREATE TABLE class (name TEXT PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE entity (number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, class TEXT NOT NULL, labels TEXT NOT NULL);
CREATE TABLE name (number INTEGER PRIMARY KEY, entity INTEGER NOT NULL, text TEXT NOT NULL);
CREATE TABLE word (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, names INTEGER NOT NULL);
CREATE TABLE posting (word INTEGER, name INTEGER, PRIMARY KEY (word, name)) WITHOUT ROWID;
CREATE TABLE gram (gram TEXT, word INTEGER, PRIMARY KEY (gram, word)) WITHOUT ROWID;
"""
_NAMING: Final = (
    *sorted(NAMES),
    *(terms.number, terms.wholeNumber, terms.lastWholeNumber, terms.code, terms.issn),
)
_CHUNK: Final = 1 << 20
# The number of the SQLite that wrote a file stands in its head for information; equal archives give equal bytes.
_WRITER: Final = slice(96, 100)


def plan(dataset: Dataset) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield path and content of the index; the content is made while it is read.

    Raises:
        SystemFailure: while the content is read, if there is no room to make it.
    """
    yield PATH, _content(dataset)


def _content(dataset: Dataset) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "names.sqlite"
        try:
            _write(file, dataset)
        except sqlite3.Error as error:
            raise SystemFailure(f"the index of names cannot be written to {folder}: {error}") from error
        with file.open("rb") as stream:
            head = bytearray(stream.read(_CHUNK))
            head[_WRITER] = bytes(4)
            yield bytes(head)
            while chunk := stream.read(_CHUNK):
                yield chunk


def _write(file: Path, dataset: Dataset) -> None:
    with closing(sqlite3.connect(file)) as store:
        store.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        words_ = _Words(store)
        entity = name = 0
        for class_, spans in _by_class(dataset).items():
            first = name
            for start, end in spans:
                said = dataset.view[start:end]
                path = dataset.iris.path(said[0][0])
                store.execute("INSERT INTO entity VALUES (?,?,?,?)", (entity, path, local_name(class_), _labels(said)))
                for text in _names(said):
                    store.execute("INSERT INTO name VALUES (?,?,?)", (name, entity, text))
                    words_.add(name, text)
                    name += 1
                entity += 1
            store.execute("INSERT INTO class VALUES (?,?,?)", (local_name(class_), first, name - 1))
        words_.write()
        store.commit()


class _Words:
    """The words of the names, numbered as they come."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self._store = store
        self._numbers: dict[str, int] = {}
        self._counts: Counter[int] = Counter()

    def add(self, name: int, text: str) -> None:
        """Enter the words of a name."""
        found = sorted({self._numbers.setdefault(word.key, len(self._numbers)) for word in words(text)})
        self._store.executemany("INSERT INTO posting VALUES (?,?)", [(word, name) for word in found])
        self._counts.update(found)

    def write(self) -> None:
        """Write each word with its pieces and the number of names that have it."""
        for key, number in self._numbers.items():
            self._store.execute("INSERT INTO word VALUES (?,?,?)", (number, key, self._counts[number]))
            self._store.executemany("INSERT INTO gram VALUES (?,?)", [(gram, number) for gram in grams(key)])


def _by_class(dataset: Dataset) -> Mapping[Term, Sequence[tuple[int, int]]]:
    """Return, for each class, where in the view its entities stand."""
    found: dict[Term, list[tuple[int, int]]] = {class_: [] for class_ in CLASSES}
    start = 0
    for subject, triples in groupby(dataset.view, key=itemgetter(0)):
        said = list(triples)
        end = start + len(said)
        if "#" not in subject:
            for _, property_, class_ in said:
                if property_ == RDF_TYPE and class_ in found:
                    found[class_].append((start, end))
        start = end
    return found


def _labels(said: Iterable[Triple]) -> str:
    texts = (literal_parts(value) for _, property_, value in said if property_ == RDFS_LABEL)
    return msgspec.json.encode({language: text for text, language, _ in texts}).decode()


def _names(said: Iterable[Triple]) -> Sequence[str]:
    """Return everything that an entity is called, each once, and the identifiers that people know it by."""
    by_property: dict[Term, list[str]] = {}
    for _, property_, value in said:
        if property_ in _NAMING:
            by_property.setdefault(property_, []).append(literal_parts(value)[0])
    texts = (text for property_ in _NAMING for text in by_property.get(property_, ()))
    return tuple(dict.fromkeys(text for text in texts if words(text)))
