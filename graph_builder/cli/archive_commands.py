"""The commands about an archive: build, check, read; a new one; what derives from the ontology."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from graph_builder.cli import archives, building
from graph_builder.cli.building import Plan
from graph_builder.cli.derived import write_terms
from graph_builder.cli.frame import EXIT_WITHHELD, app, console
from graph_builder.cli.pipeline import Means
from graph_builder.errors import InputError
from graph_builder.validation import Engine
from graph_builder.workers import usable_processors


class BuildEngine(StrEnum):
    """Who builds."""

    LOCAL = "local"
    SPARK = "spark"


Archive = Annotated[Path, typer.Argument(help="Folder of the archive: the one that holds tuyun.toml.")]


@app.command(epilog="Example: tuyun init my-archive && tuyun build my-archive")
def init(
    directory: Annotated[Path, typer.Argument(help="Folder to make; it must not exist or be empty.", metavar="DIR")],
) -> None:
    """Make a new archive that builds at once: a few records and a page, all examples to replace."""
    for path in archives.init(directory):
        typer.echo(f"made {path}")
    typer.echo(f"next: tuyun build {directory}")


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
    with_documents: Annotated[
        bool, typer.Option("--documents", help="With --no-pages: the documents of entities (RDF, JSON Lines) anyway.")
    ] = False,
    memory: Annotated[
        int, typer.Option(min=16, metavar="MIB", help="Memory for sorting; what is more goes to disk ($TMPDIR).")
    ] = 128,
    engine: Annotated[
        BuildEngine,
        typer.Option(help="local: this machine; spark: a cluster (tuyun[spark], Java 17; with --no-pages only)."),
    ] = BuildEngine.LOCAL,
    master: Annotated[
        str | None,
        typer.Option(
            help="With --engine spark: its address, as spark://host:7077; all its machines see ARCHIVE and this "
            "Python under the same paths. Else local[*], this machine alone.",
            metavar="URL",
        ),
    ] = None,
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
    clean: Annotated[
        bool,
        typer.Option(
            "--clean",
            help="Do all work anew: take nothing from what the last build kept in DIR/.memo (the same release).",
        ),
    ] = False,
) -> None:
    """Read, link, build, validate and publish an archive.

    Faulty records and pages are kept out and listed; all the rest is published. The new release is compared with the
    one before, and swapped in at once when it is complete; until then the old one stands.
    """
    if master and engine is BuildEngine.LOCAL:
        raise InputError("--master is the address of a cluster: add --engine spark")
    cluster = (master or "local[*]") if engine is BuildEngine.SPARK else ""
    means = Means(memory=memory << 20, jobs=jobs, engine=shacl, master=cluster)
    plan = Plan(out, means, with_pages, with_documents, released, keep, clean)
    kept_out = building.build(archive, plan, console())
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
    text, kept_out = building.check(archive, format, console())
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
    from graph_builder.cli import reading  # a build of an archive without pages reads none

    typer.echo(reading.read(pages, archive, console()), nl=False)


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
