"""The commands and what they say of themselves."""

import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from graph_builder.cli import archives, building, querying, reading, table_querying, verifying
from graph_builder.cli.building import Plan
from graph_builder.cli.derived import write_terms
from graph_builder.cli.pipeline import Means
from graph_builder.errors import InputError, SystemFailure, TuyunError
from graph_builder.validation import Engine
from graph_builder.workers import usable_processors

EXIT_WITHHELD = 1
EXIT_INPUT = 2
EXIT_SYSTEM = 3

app = typer.Typer(
    name="tuyun",
    help="Turn the archive of a magazine into a linked-data knowledge graph and publish it.",
    epilog="A first run: tuyun init my-archive, then tuyun build my-archive, then open public/current/index.html",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
_debug = False

Archive = Annotated[Path, typer.Argument(help="Folder of the archive: the one that holds tuyun.toml.")]


def _version(value: bool) -> None:
    if value:
        typer.echo(f"tuyun {version('tuyun')}")
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a failure.")] = False,
    _: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Keep the options that hold for every command."""
    global _debug
    _debug = debug


@app.command(epilog="Example: tuyun build archive --out public, then open public/current/index.html")
def build(
    archive: Archive,
    out: Annotated[Path, typer.Option(help="Folder of the releases; DIR/current is the one to serve.")] = Path(
        "public"
    ),
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 if anything was kept out.")] = False,
    jobs: Annotated[
        int, typer.Option(min=1, help="How many processes work; the release is the same for any number.")
    ] = usable_processors(),
    with_pages: Annotated[
        bool, typer.Option("--pages/--no-pages", help="Without: dumps, reports and vocabulary, no file of an entity.")
    ] = True,
    memory: Annotated[
        int, typer.Option(min=16, metavar="MIB", help="Memory for sorting; what is more goes to disk ($TMPDIR).")
    ] = 128,
    shacl: Annotated[
        Engine, typer.Option(help="Who validates: the compiled engine, or the reference, fifty times slower.")
    ] = Engine.COMPILED,
    released: Annotated[
        str | None,
        typer.Option(
            help="Day or time of the release, for feeds of changes; else SOURCE_DATE_EPOCH, else now.", metavar="TIME"
        ),
    ] = None,
    keep: Annotated[
        int | None, typer.Option(help="How many releases stay; else keep_releases in tuyun.toml.", min=1)
    ] = None,
) -> None:
    """Read, link, build, validate and publish an archive.

    Faulty records and pages are kept out and listed; all the rest is published. The new release is compared with the
    one before, and swapped in at once when it is complete; until then the old one stands.
    """
    means = Means(memory=memory << 20, jobs=jobs, engine=shacl)
    kept_out = building.build(archive, Plan(out, means, with_pages, released, keep), _console())
    raise typer.Exit(EXIT_WITHHELD if strict and kept_out else 0)


@app.command(epilog="Example: tuyun check archive --format html > report.html")
def check(
    archive: Archive,
    format: Annotated[
        building.ReportFormat,
        typer.Option(help="text to read, json for programs, html, github for annotations."),
    ] = building.ReportFormat.TEXT,
) -> None:
    """Report what is wrong with an archive, without publishing anything.

    Exit status 1 if anything would be kept out.
    """
    text, kept_out = building.check(archive, format, _console())
    typer.echo(text, nl=not text.endswith("\n"))
    raise typer.Exit(EXIT_WITHHELD if kept_out else 0)


@app.command(epilog="Example: tuyun read archive/pages/ky/1889.txt > archive/records/correction-ky-1889.yaml")
def read(
    pages: Annotated[list[Path], typer.Argument(help="Captured pages, as text or HTML.", metavar="PAGE...")],
    archive: Annotated[
        Path | None,
        typer.Option(help="Archive whose authority files name the entities; found above the page if left out."),
    ] = None,
) -> None:
    """Print the records that pages yield, as YAML, ready to be corrected.

    Keep what is wrong, correct it, and save it under records/ of the archive: an editor's record outranks the page
    and survives every re-reading.
    """
    typer.echo(reading.read(pages, archive, _console()), nl=False)


@app.command(
    epilog="Example: tuyun query public 'SELECT ?p WHERE { ?p a tuyun:Project }' -f csv, then "
    "tuyun query public --table 'SELECT language, count(*) AS articles FROM article GROUP BY ALL'"
)
def query(
    directory: Annotated[Path, typer.Argument(help="Folder of releases, or one release.", metavar="DIR")],
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
    ask = table_querying.query if table else querying.query
    ask(directory, query, format, sys.stdout)


@app.command(epilog="Example: tuyun serve public, then open http://127.0.0.1:8000/")
def serve(
    directory: Annotated[Path, typer.Argument(help="Folder of releases, or one release.", metavar="DIR")],
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

    store = serving.endpoint(directory, endpoint, default_graph, _console().print) if endpoint else None
    serving.serve(directory, host, port, workers, serving.settings(prefix, access_log), store)


@app.command(epilog="Example: TUYUN_STORE_USER=… TUYUN_STORE_PASSWORD=… tuyun push public http://127.0.0.1:8890/sparql")
def push(
    directory: Annotated[Path, typer.Argument(help="Folder of releases, or one release.", metavar="DIR")],
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
    pushing.push(directory, url, _console(), **options, bulk=bulk, dry_run=dry_run)


@app.command(epilog="Example: tuyun verify public --all")
def verify(
    directory: Annotated[Path, typer.Argument(help="Folder of releases, or one release.", metavar="DIR")],
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
    directory: Annotated[Path, typer.Argument(help="Folder of releases, or one release.", metavar="DIR")],
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


@app.command(epilog="Example: tuyun init my-archive && tuyun build my-archive")
def init(
    directory: Annotated[Path, typer.Argument(help="Folder to make; it must not exist or be empty.", metavar="DIR")],
) -> None:
    """Make a new archive that builds at once: a few records and a page, all examples to replace."""
    for path in archives.init(directory):
        typer.echo(f"made {path}")
    typer.echo(f"next: tuyun build {directory}")


@app.command()
def terms(
    check_only: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit with 1 if a file is out of date.")
    ] = False,
) -> None:
    """Regenerate what derives from the ontology and the cookbook (terms.py, docs/cookbook.md), in a checkout."""
    changed = write_terms(check_only)
    for path in changed:
        typer.echo(f"{'out of date' if check_only else 'written'}: {path}")
    if not changed:
        typer.echo("up to date")
    raise typer.Exit(EXIT_WITHHELD if changed and check_only else 0)


def _console() -> Console:
    return Console(stderr=True, highlight=False, soft_wrap=True)


def main() -> None:
    """Run the command line; no traceback reaches the user unless ``--debug`` asks for it."""
    try:
        app()
    except TuyunError as error:
        if _debug:
            raise
        typer.echo(f"tuyun: {error}", err=True)
        sys.exit(EXIT_SYSTEM if isinstance(error, SystemFailure) else EXIT_INPUT)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone: nothing to tell
        sys.exit(EXIT_SYSTEM)
    except KeyboardInterrupt:
        typer.echo("tuyun: interrupted; nothing was published", err=True)
        sys.exit(EXIT_SYSTEM)
    except OSError as error:
        if _debug:
            raise
        typer.echo(f"tuyun: {error.filename or 'system'}: {error.strerror or error}", err=True)
        sys.exit(EXIT_SYSTEM)
    except Exception as error:
        if _debug:
            raise
        typer.echo(
            f"tuyun: a fault of the program, not of yours: {type(error).__name__}: {error}; please report it with what "
            "`tuyun --debug` prints",
            err=True,
        )
        sys.exit(EXIT_SYSTEM)


__all__ = ["InputError", "app", "main"]
