"""Which tables a release holds, and in which files: for those who write them, describe them and lead to them."""

from collections.abc import Iterator

from exports.formats import JSON, TABLE_FORMATS, Format
from exports.tables import csvw, datapackage
from exports.tables.columns import Table, class_tables
from exports.tables.statements import claims_table, links_table


def all_tables() -> tuple[Table, ...]:
    """Return every table: one a class, sorted by name, then references, then claims.

    Raises:
        SystemFailure: if the installation lacks the shapes or the ontology.
    """
    return *class_tables(), links_table(), claims_table()


def table_files() -> Iterator[tuple[str, Format]]:
    """Yield the name of each file of the tables with its format, the two descriptions first."""
    yield datapackage.PATH_IN_FOLDER, JSON
    yield csvw.PATH_IN_FOLDER, JSON
    for table in all_tables():
        for format_ in TABLE_FORMATS:
            yield f"{table.name}.{format_.suffix}", format_
