"""``tuyun query --table``: SQL over the tables of a release, without a server.

The query can read the tables and nothing else: no other file, no network, no extension, no variable of this program.
It cannot write anything either: only one SELECT is run (DuckDB, «Securing DuckDB»).
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TextIO

import duckdb
import msgspec
from rich.console import Console
from rich.table import Table

from exports.formats import PARQUET
from exports.tables.names import FOLDER
from graph_builder.cli.counting import counted
from graph_builder.cli.querying import ResultFormat, query_text
from graph_builder.errors import InputError, SystemFailure
from graph_builder.release import current

_FORMATS: Final = (ResultFormat.TABLE, ResultFormat.CSV, ResultFormat.TSV, ResultFormat.JSON)
_BETWEEN: Final = "|"
_ROWS: Final = 1000
_CLOSED: Final[dict[str, str | bool | int | float | list[str]]] = {
    "allow_community_extensions": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    "temp_directory": "",
}


def query(directory: Path, text: str, form: ResultFormat, out: TextIO) -> None:
    """Run SQL over the tables of the current release and write the result.

    Args:
        directory: folder of releases, or one release.
        text: the query, the path of a ``.sql`` file, or ``-`` for standard input.
        form: form of the result.
        out: where the result goes.

    Raises:
        InputError: if there is no release with tables, or the query or the form does not fit.
        SystemFailure: if a table is damaged.
    """
    if form not in _FORMATS:
        raise InputError(f"SQL answers with a table: choose one of {', '.join(_FORMATS)}")
    sql = query_text(text, ".sql")
    with _opened(current(directory) / FOLDER) as connection:
        try:
            statements = connection.extract_statements(sql)
        except duckdb.Error as error:
            raise InputError(f"the query is not SQL: {_said(error)}") from None
        if [one.type for one in statements] != [duckdb.StatementType.SELECT]:
            raise InputError("give exactly one SELECT: a release is only read")
        try:
            _write(connection.execute(statements[0]), form, out)
        except (duckdb.SerializationException, duckdb.IOException) as error:
            raise SystemFailure(f"a table cannot be read: {_said(error)}; build the archive again") from error
        except duckdb.Error as error:
            raise InputError(f"the query cannot be answered: {_said(error)}") from None


def _opened(folder: Path) -> duckdb.DuckDBPyConnection:
    """Open the tables as views of a database in memory, and lock everything else."""
    files = sorted(folder.glob(f"*.{PARQUET.suffix}"))
    if not files:
        raise InputError(f"{folder} holds no tables: build the archive again")
    connection = duckdb.connect(config=_CLOSED)
    try:
        for file in files:
            connection.execute(f'CREATE VIEW "{file.stem}" AS FROM read_parquet({_literal(str(file.resolve()))})')
    except duckdb.Error as error:
        raise SystemFailure(f"a table cannot be read: {_said(error)}; build the archive again") from error
    allowed = ", ".join(_literal(str(file.resolve())) for file in files)
    connection.execute(f"SET allowed_paths = [{allowed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _said(error: duckdb.Error) -> str:
    return str(error).strip()


def _write(result: duckdb.DuckDBPyConnection, form: ResultFormat, out: TextIO) -> None:
    names = [column[0] for column in result.description or ()]
    rows = _rows(result)
    match form:
        case ResultFormat.JSON:
            _write_json(names, rows, out)
        case ResultFormat.TABLE:
            _write_table(names, rows, out)
        case _:
            separated = csv.writer(
                out, dialect="excel-tab" if form is ResultFormat.TSV else "excel", lineterminator="\n"
            )
            separated.writerow(names)
            separated.writerows([_cell(value) for value in row] for row in rows)


def _rows(result: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while found := result.fetchmany(_ROWS):
        yield from found


def _write_json(names: list[str], rows: Iterable[tuple[Any, ...]], out: TextIO) -> None:
    """Write a list of objects, one a line."""
    encoder = msgspec.json.Encoder(enc_hook=str, decimal_format="number")
    before = "["
    for row in rows:
        line = encoder.encode(dict(zip(names, row, strict=True)))
        out.write(f"{before}\n{line.decode()}")
        before = ","
    out.write("[]\n" if before == "[" else "\n]\n")


def _write_table(names: list[str], rows: Iterable[tuple[Any, ...]], out: TextIO) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*map(_cell, row))
    console = Console(file=out, highlight=False, markup=False, width=None if out.isatty() else 200)
    console.print(table)
    console.print(counted(table.row_count, "row"))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return _BETWEEN.join(map(_cell, value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, (date, datetime, time)) else str(value)
