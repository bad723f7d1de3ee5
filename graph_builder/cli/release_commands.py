"""The commands about a release that stands: ask it, check it, go back, serve it, push it, hold a host against it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from graph_builder.cli import querying, verifying
from graph_builder.cli.frame import EXIT_WITHHELD, Directory, app, console


@app.command(
    epilog="Example: tuyun query public 'SELECT ?p WHERE { ?p a tuyun:Project }' -f csv, then "
    "tuyun query public --table 'SELECT language, count(*) AS articles FROM article GROUP BY ALL'"
)
def query(
    directory: Directory,
    query: Annotated[
        str,
        typer.Argument(
            help="SPARQL 1.1 text, a .rq file, or - for standard input; with --table SQL or a .sql file.",
            metavar="QUERY",
        ),
    ],
    format: Annotated[
        querying.ResultFormat, typer.Option("-f", "--format", help="Form of the result.")
    ] = querying.ResultFormat.TABLE,
    table: Annotated[
        bool, typer.Option("--table", help="The query is SQL (DuckDB) over data/tables/ of the release.")
    ] = False,
) -> None:
    """Ask a release in SPARQL, or its tables in SQL, without a server.

    The default graph is the published view; each source's claims stand in a named graph with the source's IRI. The
    prefixes of the release (tuyun:, skos:, dcterms: …) are known. SERVICE is refused: nothing is fetched.

    With --table the query is one SELECT over the tables (article, person, phase …, links, claims), answered as table,
    csv, tsv or json. It reads the tables and nothing else: no other file, no network.
    """
    from graph_builder.cli import table_querying  # a build without pages needs no tables

    ask = table_querying.query if table else querying.query
    ask(directory, query, format, sys.stdout)


@app.command(epilog="Example: tuyun verify public --all")
def verify(
    directory: Directory,
    everything: Annotated[
        bool, typer.Option("--all", help="Look at all releases that are kept, not only at the current one.")
    ] = False,
) -> None:
    """Check that a release is what was published: each file by its hash, the dataset by its canonical hash (RDFC-1.0).

    Names each file that was changed, is missing or not listed. Exit status 1 if there is any. Without Tuyun, `sha256sum
    --check files.sha256` in the folder of the release does the same for the files.
    """
    raise typer.Exit(EXIT_WITHHELD if verifying.verify(directory, everything, typer.echo) else 0)


@app.command(epilog="Example: tuyun rollback public")
def rollback(
    directory: Annotated[Path, typer.Argument(help="Folder of releases.", metavar="DIR")],
    release: Annotated[
        str | None,
        typer.Argument(help="Id of a release that is kept, or its beginning; else the one before.", metavar="[ID]"),
    ] = None,
    listed: Annotated[
        bool, typer.Option("--list", help="Only name the releases that are kept, the newest first, with their times.")
    ] = False,
    damaged: Annotated[
        bool, typer.Option("--damaged", help="Take the release even if files of it are not as they were published.")
    ] = False,
) -> None:
    """Make the release before, or another one that is kept, the current one, at once.

    Nothing is removed: name the other id to go forward again. The next build tells whoever follows the changes of all
    that was taken back.
    """
    if listed:
        typer.echo("\n".join(verifying.kept(directory)))
    else:
        verifying.rollback(directory, release, damaged, typer.echo)


@app.command(epilog="Example: tuyun serve public, then open http://127.0.0.1:8000/")
def serve(
    directory: Directory,
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
    workers: Annotated[int, typer.Option(help="Number of processes.", min=1, max=64)] = 1,
    prefix: Annotated[
        str, typer.Option(help="Path below which a proxy hands requests on, such as /archives/municipalitet.")
    ] = "",
    access_log: Annotated[
        str, typer.Option(help="File of the access log in the combined format; - for standard output.")
    ] = "",
    endpoint: Annotated[
        str,
        typer.Option(help="Address of a SPARQL 1.1 store that answers the queries, after tuyun push.", metavar="URL"),
    ] = "",
    default_graph: Annotated[
        str, typer.Option(help="With --endpoint: graph that stands for the default graph.", metavar="IRI")
    ] = "",
) -> None:
    """Serve a release over HTTP, read-only; another release that is swapped in is served at once.

    With --endpoint, queries are passed on to that store, and what it has and the release has not is served from it.
    Credentials come from TUYUN_STORE_USER and TUYUN_STORE_PASSWORD only.
    """
    from graph_builder.cli import serving  # a build needs no server

    store = serving.endpoint(directory, endpoint, default_graph, console().print) if endpoint else None
    serving.serve(directory, host, port, workers, serving.settings(prefix, access_log), store)


@app.command(epilog="Example: TUYUN_STORE_USER=… TUYUN_STORE_PASSWORD=… tuyun push public http://127.0.0.1:8890/sparql")
def push(
    directory: Directory,
    url: Annotated[str, typer.Argument(help="Address where the store answers queries.", metavar="URL")],
    graph_store: Annotated[
        str, typer.Option(help="Address of its Graph Store Protocol; known of Oxigraph and Virtuoso.", metavar="URL")
    ] = "",
    default_graph: Annotated[
        str, typer.Option(help="Graph that takes the published view in a store without a default graph.", metavar="IRI")
    ] = "",
    bulk: Annotated[
        bool, typer.Option("--bulk", help="Load without a transaction where that is faster; readers may see a part.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")] = False,
) -> None:
    """Load a release into a SPARQL 1.1 store: the published view, and the claims of each source as a named graph.

    What the store held of the archive before is replaced; graphs of others stay, but for the default graph. Credentials
    come from TUYUN_STORE_USER and TUYUN_STORE_PASSWORD only.
    """
    from graph_builder.cli import pushing  # a build needs no HTTP

    options = {"graph_store": graph_store, "default_graph": default_graph}
    pushing.push(directory, url, console(), **options, bulk=bulk, dry_run=dry_run)


@app.command(epilog="Example: tuyun doctor http://127.0.0.1:8000/")
def doctor(
    url: Annotated[str, typer.Argument(help="Address of the root of a deployed release.", metavar="URL")],
) -> None:
    """Replay the HTTP contract against any host, and say which promises it breaks.

    Exit status 1 if a promise is broken.
    """
    from graph_builder.cli import serving

    broken = serving.doctor(url, typer.echo)
    raise typer.Exit(EXIT_WITHHELD if broken else 0)


@app.command(epilog="Example: tuyun rules nginx public --out conf.d")
def rules(
    host: Annotated[str, typer.Argument(help="Kind of host: nginx, caddy, apache, netlify, w3id.", metavar="HOST")],
    directory: Directory,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write the files to; they are printed if left out.")
    ] = None,
    listen: Annotated[
        str, typer.Option(help="Address and port on which nginx or Caddy listens, such as 127.0.0.1:8080.")
    ] = "",
) -> None:
    """Write the rules with which another server keeps the promises of the portal.

    netlify writes the files that Cloudflare Pages reads, too. Write the rules again after each build.
    """
    from graph_builder.cli import serving

    for name, text in serving.rules(host, directory, listen).items():
        if out is None:
            typer.echo(text, nl=False)
        else:
            out.mkdir(parents=True, exist_ok=True)
            (out / name).write_text(text, encoding="utf-8")
            typer.echo(f"written: {out / name}")
