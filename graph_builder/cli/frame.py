"""What all commands have in common: the command line itself, exit statuses, where messages go."""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console

EXIT_WITHHELD: Final = 1
EXIT_INPUT: Final = 2
EXIT_SYSTEM: Final = 3

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

Directory = Annotated[Path, typer.Argument(help="Folder of releases, or one release.", metavar="DIR")]


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


def is_debugging() -> bool:
    """Tell whether a failure is to be shown with its traceback."""
    return _debug


def console() -> Console:
    """Return where a command says what it does: standard error."""
    return Console(stderr=True, highlight=False, soft_wrap=True)
