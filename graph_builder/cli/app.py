"""The whole command line: all commands, and what becomes of their failures."""

import sys

import typer

from graph_builder.cli import archive_commands, release_commands  # noqa: F401 - each adds its commands
from graph_builder.cli.frame import EXIT_INPUT, EXIT_SYSTEM, app, is_debugging
from graph_builder.errors import SystemFailure, TuyunError

__all__ = ["app", "main"]


def main() -> None:
    """Run the command line; no traceback reaches the user unless ``--debug`` asks for it."""
    try:
        app()
    except TuyunError as error:
        if is_debugging():
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
        if is_debugging():
            raise
        typer.echo(f"tuyun: {error.filename or 'system'}: {error.strerror or error}", err=True)
        sys.exit(EXIT_SYSTEM)
    except Exception as error:
        if is_debugging():
            raise
        typer.echo(
            f"tuyun: a fault of the program, not of yours: {type(error).__name__}: {error}; please report it with what "
            "`tuyun --debug` prints",
            err=True,
        )
        sys.exit(EXIT_SYSTEM)
