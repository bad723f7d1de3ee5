"""Runs builds for the tests that kill them: each in a process of its own, forked from one that has loaded the program.

A line ``begin`` on standard input, with a file for what is said, a step to end at (see ``build_steps``) and arguments,
begins a build and is answered with its process; a line ``wait`` with a process is answered with the exit status (negative:
the signal). Loading takes longer than building a small archive, and forking what is
loaded puts most kills where they hurt: while files are written, not while modules are read. The forked process runs the
whole command, in a process group of its own.
"""

import io
import os
import sys
import tempfile
from pathlib import Path

from build_steps import Steps
from rich.console import Console

from graph_builder.cli import main
from graph_builder.cli.archives import init
from graph_builder.cli.building import Plan, build
from graph_builder.cli.pipeline import Means
from graph_builder.validation import Engine


def _run(told: str, step: str, arguments: list[str]) -> None:
    os.setpgid(0, 0)
    stage, number, whom = step.split()
    steps = Steps(Path(f"{told}.steps"), stage, int(number), whom == "all")
    steps.watch()
    log = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(log, stream)
    sys.argv = ["tuyun", *arguments]
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        steps.tell()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def serve() -> None:
    with tempfile.TemporaryDirectory() as folder:  # once in this process, so that all is loaded
        init(Path(folder) / "archive")
        quiet = Console(file=io.StringIO())
        means = Means(engine=Engine.REFERENCE)  # the threads of the other are not there in who is forked
        build(Path(folder) / "archive", Plan(Path(folder) / "public", means), quiet)
    _say("ready")
    for line in sys.stdin:
        what, first, *arguments = line.rstrip("\n").split("\t")
        if what == "wait":
            _, status = os.waitpid(int(first), 0)
            _say(str(os.waitstatus_to_exitcode(status)))
            continue
        process = os.fork()
        if not process:
            _run(first, arguments[0], arguments[1:])
        _say(str(process))


if __name__ == "__main__":
    serve()
