"""The index of names as one SQLite file (https://www.sqlite.org/fileformat2.html), which many readers may open at once.

Entities of one class have consecutive numbers and so have their names: a search for people only never looks at the
titles of articles. What is equal is written equally.
"""

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.names.keys import grams, words
from exports.search.index import BARE, NAMES
from graph_builder import terms
from graph_builder.errors import SystemFailure
from graph_builder.identifiers import Iris
from graph_builder.namespaces import DCTERMS_IDENTIFIER
from graph_builder.rdf import Term, literal_parts, local_name

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
_IDENTIFIERS: Final = (*sorted(BARE - {DCTERMS_IDENTIFIER, terms.statedName}), terms.code, terms.issn)
_CHUNK: Final = 1 << 20
# The number of the SQLite that wrote a file stands in its head for information; equal archives give equal bytes.
_WRITER: Final = slice(96, 100)


def index_file(index: GraphIndex, labels: Labels, iris: Iris) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield path and content of the index.

    Raises:
        SystemFailure: while the content is read, if the index cannot be written.
    """
    yield PATH, _content(index, labels, iris)


def _content(index: GraphIndex, labels: Labels, iris: Iris) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "names.sqlite"
        try:
            _write(file, index, labels, iris)
        except sqlite3.Error as error:
            raise SystemFailure(f"the index of names cannot be written to {folder}: {error}") from error
        with file.open("rb") as stream:
            head = bytearray(stream.read(_CHUNK))
            head[_WRITER] = bytes(4)
            yield bytes(head)
            while chunk := stream.read(_CHUNK):
                yield chunk


def _write(file: Path, index: GraphIndex, labels: Labels, iris: Iris) -> None:
    store = sqlite3.connect(file)
    try:
        store.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        numbers: dict[str, int] = {}
        counts: Counter[int] = Counter()
        entity = name = 0
        for class_ in CLASSES:
            first = name
            for term in (one for one in index.instances(class_) if "#" not in one):
                shown = msgspec.json.encode(dict(sorted(labels.every(term).items()))).decode()
                store.execute(
                    "INSERT INTO entity VALUES (?,?,?,?)", (entity, iris.path(term), local_name(class_), shown)
                )
                for text in _names(term, index):
                    store.execute("INSERT INTO name VALUES (?,?,?)", (name, entity, text))
                    of_name = sorted({numbers.setdefault(word.key, len(numbers)) for word in words(text)})
                    store.executemany("INSERT INTO posting VALUES (?,?)", [(word, name) for word in of_name])
                    counts.update(of_name)
                    name += 1
                entity += 1
            store.execute("INSERT INTO class VALUES (?,?,?)", (local_name(class_), first, name - 1))
        for key, number in numbers.items():
            store.execute("INSERT INTO word VALUES (?,?,?)", (number, key, counts[number]))
            store.executemany("INSERT INTO gram VALUES (?,?)", [(gram, number) for gram in grams(key)])
        store.commit()
    finally:
        store.close()


def _names(term: Term, index: GraphIndex) -> Sequence[str]:
    """Return everything that an entity is called, each once, and the identifiers that people know it by."""
    properties = index.node(term).properties
    texts = (
        literal_parts(value)[0]
        for property_ in (*sorted(NAMES), *_IDENTIFIERS)
        for value in properties.get(property_, ())
    )
    return tuple(dict.fromkeys(text for text in texts if words(text)))
