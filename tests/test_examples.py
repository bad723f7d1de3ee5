"""The commands that the README and the help texts show work when they are typed as they stand."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from support import ROOT

from graph_builder.cli.app import app

README = (ROOT / "README.md").read_text(encoding="utf-8")
BIN = Path(sys.executable).parent


def of_the_readme() -> list[str]:
    lines = re.findall(r"^    (\S.*)$", README, re.MULTILINE)
    return [re.sub(r"\s+#.*", "", line) for line in lines]


def of_the_help() -> list[str]:
    epilogs = [app.info.epilog, *(command.epilog for command in app.registered_commands)]
    said = [text.partition(": ")[2] for text in epilogs if isinstance(text, str)]
    return [step for text in said for step in re.split(r", then ", text) if not step.startswith("open ")]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What the commands need of a checkout in which `make` has run."""
    shutil.copytree(ROOT / "archive", tmp_path / "archive")
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "bin").symlink_to(BIN)
    return tmp_path


def run(command: str, folder: Path) -> None:
    environment = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}", "NO_COLOR": "1"}
    done = subprocess.run(
        command,
        shell=True,
        executable="/bin/bash",
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (command, done.stderr)


@contextmanager
def served(command: str, folder: Path) -> Iterator[None]:
    """Run a command that goes on until it is ended."""
    environment = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"}
    server = subprocess.Popen(f"exec {command}", shell=True, cwd=folder, env=environment, stderr=subprocess.PIPE)
    try:
        for _ in range(600):
            assert server.poll() is None, server.stderr.read() if server.stderr else ""
            try:
                httpx.get("http://127.0.0.1:8000/health")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.communicate(timeout=30)
    assert server.returncode in (0, -signal.SIGTERM)


def test_the_readme_shows_commands_that_work(copy: Path) -> None:
    commands = of_the_readme()
    assert commands[:2] == ["make", "make test"]
    assert len(commands) > 7
    assert all(command.startswith(".venv/bin/tuyun ") for command in commands[2:])
    for command in sorted(commands[2:], key=lambda command: " query " in command):
        run(command, copy)
    for path in re.findall(r"`(public/\S+?\.html)`|open (public/\S+)", README):
        assert (copy / "".join(path)).exists()


def test_the_help_shows_commands_that_work(copy: Path) -> None:
    commands = list(dict.fromkeys(of_the_help()))
    names = {command.partition("tuyun ")[2].split()[0] for command in commands}
    assert names >= {
        "build",
        "check",
        "read",
        "query",
        "init",
        "serve",
        "push",
        "verify",
        "rollback",
        "doctor",
        "rules",
    }
    serving = [command for command in commands if command.startswith("tuyun serve ")]
    asking = [command for command in commands if command.startswith("tuyun doctor ")]
    pushing = [command for command in commands if " tuyun push " in command]  # test_push.py has the stores for it
    assert len(pushing) == 1
    for command in (one for one in commands if one not in (*serving, *asking, *pushing)):
        if command.startswith("tuyun init"):
            shutil.rmtree(copy / "my-archive", ignore_errors=True)
        run(command, copy)
    for command in serving:
        with served(command, copy):
            for one in asking:
                run(one, copy)
    run("tuyun check archive", copy)  # with the records of a page kept as the help says
