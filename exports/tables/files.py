"""The tables of a release: what stands where. Rows go through temporary files, so that none waits in memory."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from exports.tables import csvw, datapackage
from exports.tables.listing import all_tables
from exports.tables.names import FOLDER, Ids
from exports.tables.rows import rows
from exports.tables.separators import separators
from exports.tables.statements import claims, claims_table, links, links_table
from exports.tables.storage import TableFile, chunks, opened
from graph_builder.dataset import Dataset

Content: TypeAlias = bytes | Iterable[bytes]


def plan(dataset: Dataset) -> Iterator[tuple[str, Content]]:
    """Yield path and content of each table as CSV and as Parquet, then of the two descriptions.

    Content is bytes, or chunks of bytes that must be read before the next file is asked for.

    Raises:
        SystemFailure: if DuckDB cannot write, or the installation is damaged.
        OSError: if the disk for temporary files is full.
    """
    tables = all_tables()
    between = separators(dataset.view, tables)
    with TemporaryDirectory(prefix="tuyun-tables-") as name, ExitStack() as stack:
        folder = Path(name)
        files = {table.name: stack.enter_context(TableFile(table, folder, between)) for table in tables}
        ids = Ids(dataset.view, dataset.iris)
        for table, row in rows(dataset.view, ids):
            files[table].add(row)
        for row in links(dataset.view, ids):
            files[links_table().name].add(row)
        for row in claims(dataset, ids):
            files[claims_table().name].add(row)
        connection = stack.enter_context(opened(folder))
        for file in files.values():
            file.finish(connection)
            for path in (file.parquet_path, file.csv_path):
                yield f"{FOLDER}/{path.name}", chunks(path)
    yield f"{FOLDER}/{csvw.PATH_IN_FOLDER}", csvw.document(dataset, tables, between)
    yield f"{FOLDER}/{datapackage.PATH_IN_FOLDER}", datapackage.document(dataset, tables, between)
