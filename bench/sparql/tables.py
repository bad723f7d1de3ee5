"""The same questions in SQL, answered by DuckDB in this process over the tables of the release."""

import os
import tempfile
import time
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import duckdb

from bench.site.dataset import LANGUAGES, TITLE
from bench.sparql.dump import BASE
from exports.formats import PARQUET
from exports.tables.files import plan
from exports.tables.names import FOLDER
from graph_builder.dataset import Dataset
from graph_builder.external_sort import Sorter
from graph_builder.identifiers import Iris
from graph_builder.rdf import Triple
from graph_builder.stored import Stored

_MEMORY: Final = 200 << 20
"""Bytes that sorting the triples may take."""


def write(release: Path) -> int:
    """Write the tables of a release that lies there as a dump, as Parquet alone; return how many bytes they have.

    In bounded memory: the triples are sorted on the disk, as a build does it. What is remembered of each thing, its
    table, grows with their number, by some 300 bytes each.
    """
    with tempfile.TemporaryDirectory(dir=release.parent) as place:
        sorter = Sorter(Path(place), _MEMORY)
        with (release / "data" / "dataset.nq").open("rb") as lines:
            for line in lines:
                sorter.add(line)
        view: Stored[Triple] = Stored.of((line for line, _ in groupby(sorter)), 3, Path(place))
        dataset = Dataset(Iris(BASE), LANGUAGES, tuple(sorted(TITLE.items())), view, ())
        (release / FOLDER).mkdir()
        written = 0
        for path, content in plan(dataset):
            data = content if isinstance(content, bytes) else b"".join(content)
            if path.endswith(f".{PARQUET.suffix}"):
                written += (release / path).write_bytes(data)
    return written


class Tables:
    """The tables of a release, opened; they stay files, of which the system may keep pages in memory.

    Args:
        folder: a release.

    Attributes:
        seconds: processor seconds that answers took so far, until their rows were there; all threads together.
    """

    def __init__(self, folder: Path) -> None:
        self._connection = duckdb.connect(config={"threads": os.cpu_count() or 1})
        for file in sorted((folder / FOLDER).glob(f"*.{PARQUET.suffix}")):
            self._connection.execute(f"CREATE VIEW \"{file.stem}\" AS FROM read_parquet('{file}')")
        self.seconds = 0.0

    def rows(self, sql: str) -> list[tuple[str, ...]]:
        """Return the rows of an answer in their order, each value as SPARQL writes it."""
        before = time.process_time()
        found: list[tuple[Any, ...]] = self._connection.execute(sql).fetchall()
        self.seconds += time.process_time() - before
        return [tuple("" if value is None else str(value) for value in row) for row in found]
