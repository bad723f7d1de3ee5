"""``tuyun query``: SPARQL over the files of a release, without a server."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final, TextIO

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table

from graph_builder.cli.counting import counted
from graph_builder.errors import InputError, SystemFailure
from graph_builder.manifest import head
from graph_builder.namespaces import PREFIXES
from graph_builder.release import current
from portal.sparql.data import UNION, Data, told
from portal.sparql.faults import fault
from portal.sparql.grammar import dataset, prologue, tokens
from portal.sparql.places import placed
from portal.sparql.readings import service


class ResultFormat(StrEnum):
    """Forms of a result: tables for SELECT and ASK, graphs for CONSTRUCT and DESCRIBE."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TTL = "ttl"
    NT = "nt"
    RDF = "rdf"
    JSONLD = "jsonld"


_TABLES: Final = {
    ResultFormat.CSV: ox.QueryResultsFormat.CSV,
    ResultFormat.TSV: ox.QueryResultsFormat.TSV,
    ResultFormat.JSON: ox.QueryResultsFormat.JSON,
    ResultFormat.XML: ox.QueryResultsFormat.XML,
}
_GRAPHS: Final = {
    ResultFormat.TABLE: ox.RdfFormat.TURTLE,
    ResultFormat.TTL: ox.RdfFormat.TURTLE,
    ResultFormat.NT: ox.RdfFormat.N_TRIPLES,
    ResultFormat.RDF: ox.RdfFormat.RDF_XML,
    ResultFormat.JSONLD: ox.RdfFormat.JSON_LD,
}


def query(directory: Path, text: str, form: ResultFormat, out: TextIO) -> None:
    """Run a query over the current release and write the result.

    Args:
        directory: folder of releases, or one release.
        text: the query, the path of a ``.rq`` file, or ``-`` for standard input.
        form: form of the result.
        out: where the result goes.

    Raises:
        InputError: if there is no release, or the query or the form does not fit.
        SystemFailure: if the release's dataset cannot be read.
    """
    folder = current(directory)
    store = _load(folder / "data" / "dataset.nq")
    sparql = query_text(text, ".rq")
    if service(sparql, list(tokens(sparql))):
        raise InputError("the query asks another server (SERVICE): a release answers from its own files only")
    about = head(folder)
    base = about.base if about else ""
    try:
        results = _asked(store, sparql, base)
    except SyntaxError as error:
        ended = fault(sparql, placed(sparql, base, str(error)))
        place = f"line {ended.line}, column {ended.column}: " if ended.line else ""
        raise InputError(f"the query is not SPARQL 1.1: {place}{ended.detail}") from None
    except ValueError as error:
        raise InputError(f"the query cannot be answered: {error}") from None
    try:
        _write(results, form, out)
    except OSError as error:
        raise InputError(f"the query cannot be answered: {error}") from None


def query_text(given: str, suffix: str) -> str:
    """Return the text of a query: as given, of a file with the suffix, or of standard input for ``-``.

    Raises:
        InputError: if the file cannot be read.
    """
    if given == "-":
        return sys.stdin.read()
    if given.endswith(suffix):
        try:
            return Path(given).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{given}: cannot be read as a query: {error}") from None
    return given


def _load(path: Path) -> ox.Store:
    store = ox.Store()
    try:
        store.bulk_load(path=str(path), format=ox.RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        raise SystemFailure(f"{path}: cannot be read: {error}; build the archive again") from error
    return store


def _asked(store: ox.Store, sparql: str, base: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Ask as the portal does: relative IRIs are the archive's, the graphs after ``FROM`` are merged."""
    found = list(tokens(sparql))
    prefixes, own_base, at = prologue(found, base)
    default, named = told(*dataset(found[at:], prefixes, own_base))
    union = ox.Store()
    if default and UNION in default:
        union.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in store)
    chosen, options = Data("", store, store, union).chosen(default, named, everything=True)
    return chosen.query(sparql, base_iri=base or None, prefixes=PREFIXES, **options)


def _write(results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, form: ResultFormat, out: TextIO) -> None:
    if isinstance(results, ox.QueryTriples):
        if form not in _GRAPHS:
            raise InputError(f"the query answers with a graph: choose one of {', '.join(_GRAPHS)}")
        out.write((ox.serialize(results, format=_GRAPHS[form], prefixes=PREFIXES) or b"").decode())
        return
    if form in _TABLES:
        if isinstance(results, ox.QueryBoolean) and form in {ResultFormat.CSV, ResultFormat.TSV}:
            out.write(f"{str(bool(results)).lower()}\n")
            return
        out.write((results.serialize(format=_TABLES[form]) or b"").decode())
        return
    if form is not ResultFormat.TABLE:
        raise InputError(f"the query answers with a table: choose one of table, {', '.join(_TABLES)}")
    if isinstance(results, ox.QueryBoolean):
        out.write("yes\n" if results else "no\n")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for variable in results.variables:
        table.add_column(variable.value, overflow="fold")
    rows = 0
    for row in _rows(results):
        table.add_row(*row)
        rows += 1
    console = Console(file=out, highlight=False, markup=False, width=None if out.isatty() else 200)
    console.print(table)
    console.print(counted(rows, "row"))


def _rows(results: ox.QuerySolutions) -> Iterator[list[str]]:
    for solution in results:
        yield [_cell(solution[variable]) for variable in results.variables]


def _cell(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        for prefix, namespace in PREFIXES.items():
            if term.value.startswith(namespace):
                return f"{prefix}:{term.value.removeprefix(namespace)}"
        return term.value
    if isinstance(term, ox.Literal):
        return f"{term.value} @{term.language}" if term.language else term.value
    return "" if term is None else str(term)
