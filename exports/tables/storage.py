"""Rows to files: CSV by RFC 4180, and Parquet through DuckDB, row by row, so that memory does not grow with the rows.

The Parquet of the same rows has the same bytes: one thread, a stated compression and size of row groups, no times.
Rows go to DuckDB as JSON Lines, in which no text is ambiguous.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import duckdb
import msgspec

from exports.formats import CSV, PARQUET
from exports.tables.columns import BOOLEAN, DAY, DECIMAL, INTEGER, Column, Form, Table
from exports.tables.rows import Row
from graph_builder.errors import SystemFailure

_CHUNK: Final = 1 << 18
_LONGEST: Final = 1 << 24
_ROW_GROUP: Final = 100_000
_MEMORY: Final = "512MB"
_PARQUET: Final = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP}"
_DIGITS: Final = 38
"""Decimal digits that Parquet and DuckDB hold exactly."""

_WRITTEN: Final[Mapping[Form, re.Pattern[str]]] = {
    INTEGER: re.compile(r"[+-]?[0-9]{1,18}"),
    DECIMAL: re.compile(r"[+-]?[0-9]+(\.[0-9]+)?"),
    DAY: re.compile(r"(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    BOOLEAN: re.compile(r"true|false"),
}


class TableFile:
    """The rows of one table on their way into files.

    Args:
        table: the table.
        folder: where the files are written; they bear the name of the table.
        separators: what stands between the values of a list in CSV, by column.
    """

    def __init__(self, table: Table, folder: Path, separators: Mapping[Column, str]) -> None:
        self._table = table
        self._lists = [(place, separators[one]) for place, one in enumerate(table.columns) if one.many]
        self._lines_path = folder / f"{table.name}.jsonl"
        self.csv_path = folder / f"{table.name}.{CSV.suffix}"
        self.parquet_path = folder / f"{table.name}.{PARQUET.suffix}"
        self._lines = self._lines_path.open("wb")
        self._csv = self.csv_path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._csv, lineterminator="\r\n")
        self._writer.writerow([column.name for column in table.columns])
        self._checked = [one for one in table.columns if one.form in _WRITTEN]
        self._as_text: set[str] = set()
        self._digits: dict[str, tuple[int, int]] = {}
        self._longest = _LONGEST
        self.rows = 0

    def __enter__(self) -> Self:
        """Return the file itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the files that are being written."""
        self._lines.close()
        self._csv.close()

    def add(self, row: Row) -> None:
        """Write one row; its cells stand in the order of the columns."""
        line = msgspec.json.encode(row)
        self._lines.write(line + b"\n")
        self._longest = max(self._longest, len(line))
        cells = list(row.values())
        for place, separator in self._lists:
            if cell := cells[place]:
                cells[place] = separator.join(cell)
        self._writer.writerow(cells)
        for column in self._checked:
            self._measure(column, row)
        self.rows += 1

    def _measure(self, column: Column, row: Row) -> None:
        """Note what the type of a column cannot hold: such a column is stored as text, so that nothing is lost."""
        cell = row[column.name]
        for text in cell if isinstance(cell, list) else (cell,) if cell is not None else ():
            if not _WRITTEN[column.form].fullmatch(text):
                self._as_text.add(column.name)
            elif column.form is DECIMAL:
                whole, _, fraction = text.lstrip("+-").partition(".")
                most = self._digits.get(column.name, (0, 0))
                self._digits[column.name] = max(most[0], len(whole)), max(most[1], len(fraction))

    def finish(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Close the CSV and make the Parquet of the same rows.

        Args:
            connection: as :func:`opened` gives it.

        Raises:
            SystemFailure: if DuckDB cannot write it.
        """
        self._lines.close()
        self._csv.close()
        columns = ", ".join(f"{_quoted(one.name)}: {_quoted(self._stored(one))}" for one in self._table.columns)
        options = f"format = 'newline_delimited', maximum_object_size = {self._longest * 2}, columns = {{{columns}}}"
        source = f"read_json({_quoted(str(self._lines_path))}, {options})"
        try:
            connection.execute(f"COPY (FROM {source}) TO {_quoted(str(self.parquet_path))} ({_PARQUET})")
        except duckdb.Error as error:
            raise SystemFailure(f"the table {self._table.name} cannot be written: {error}") from error
        self._lines_path.unlink()

    def _stored(self, column: Column) -> str:
        stored = "VARCHAR" if column.name in self._as_text else column.form.stored
        if stored == DECIMAL.stored:
            whole, fraction = self._digits.get(column.name, (0, 0))
            stored = f"DECIMAL({_DIGITS}, {fraction})" if whole + fraction <= _DIGITS else "VARCHAR"
        return f"{stored}[]" if column.many else stored


def opened(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return the connection that writes: one thread, little memory, nothing fetched from anywhere.

    Args:
        folder: where DuckDB may put what does not fit into memory.
    """
    return duckdb.connect(
        config={
            "threads": 1,
            "memory_limit": _MEMORY,
            "temp_directory": str(folder),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )


def chunks(path: Path) -> Iterator[bytes]:
    """Yield the content of a file and delete it."""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
    path.unlink()


def _quoted(text: str) -> str:
    """Return a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"
