"""Stores of other makers, each on a free port of loopback in a folder of its own, and surely ended."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil

from bench.portal.servers import Served

USER: Final = "tuyun"
PASSWORD: Final = "a-word-for-tests"
"""Of the user that may write to Virtuoso."""

_VIRTUOSO: Final = """[Database]
DatabaseFile = {place}/virtuoso.db
ErrorLogFile = {place}/virtuoso.log
LockFile = {place}/virtuoso.lck
TransactionFile = {place}/virtuoso.trx
xa_persistent_file = {place}/virtuoso.pxa
MaxCheckpointRemap = 2000

[TempDatabase]
DatabaseFile = {place}/temp.db
TransactionFile = {place}/temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = {place}
CheckpointInterval = 0
SchedulerInterval = 0

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {place}
ServerThreads = 10

[SPARQL]
ResultSetMaxRows = 10000000
MaxSortedTopRows = 10000000
"""


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def oxigraph_program() -> str | None:
    """Return the path of the server that the wheel `oxigraph` brings, or of one that is installed."""
    beside = Path(sys.executable).with_name("oxigraph")
    return str(beside) if beside.exists() else shutil.which("oxigraph")


def virtuoso_program() -> str | None:
    """Return the path of Virtuoso as Debian's package `virtuoso-opensource-7-bin` installs it."""
    return shutil.which("virtuoso-t")


@contextmanager
def oxigraph(place: Path, *options: str) -> Iterator[Served]:
    """Run `oxigraph serve` over a store in a folder; queries are answered at ``/query``.

    Args:
        place: the folder; what lies in its ``store`` already is served.
        options: further ones of its command line.
    """
    program = oxigraph_program()
    assert program
    place.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = [program, "serve", "--location", str(place / "store"), "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, f"http://127.0.0.1:{port}", "/query", place) as served:
        yield served


@contextmanager
def virtuoso(place: Path, buffers: int = 10_000) -> Iterator[Served]:
    """Run Virtuoso over an empty database; queries are answered at ``/sparql``, :data:`USER` may write.

    Args:
        place: an empty folder, which its bulk loader may read.
        buffers: how many pages of 8 KiB it keeps in memory.
    """
    program = virtuoso_program()
    assert program
    place.mkdir(parents=True, exist_ok=True)
    http, sql = free_port(), free_port()
    file = place / "virtuoso.ini"
    text = _VIRTUOSO.format(place=place, http=http, sql=sql, buffers=buffers, dirty=buffers * 3 // 4)
    file.write_text(text, encoding="utf-8")
    command = [program, "+configfile", str(file), "+foreground"]
    with _running(command, f"http://127.0.0.1:{http}", "/sparql", place) as served:
        isql(
            place,
            f"DB.DBA.USER_CREATE('{USER}', '{PASSWORD}')",
            f'GRANT SPARQL_UPDATE TO "{USER}"',
            f"DB.DBA.RDF_DEFAULT_USER_PERMS_SET('{USER}', 7)",
        )
        yield served


def isql(place: Path, *statements: str) -> str:
    """Run statements in the Virtuoso of a folder as its administrator; return what is printed."""
    text = (place / "virtuoso.ini").read_text(encoding="utf-8")
    port = text.partition("ServerPort = 127.0.0.1:")[2].partition("\n")[0]
    program = shutil.which("isql-vt") or shutil.which("isql")
    assert program
    said = f"127.0.0.1:{port}", "dba", "dba", f"exec={';'.join(statements)};"
    done = subprocess.run([program, *said], capture_output=True, text=True, check=False)
    if done.returncode or "*** Error" in done.stdout + done.stderr:
        raise RuntimeError(f"isql: {done.stdout}{done.stderr}")
    return done.stdout


@contextmanager
def _running(command: Sequence[str], address: str, path: str, place: Path) -> Iterator[Served]:
    with (place / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, cwd=place)
    try:
        _await(process, f"{address}{path}", place / "output.txt")
        yield Served(address, psutil.Process(process.pid))
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)


def _await(process: "subprocess.Popen[bytes]", url: str, output: Path) -> None:
    asked = f"{url}?{urllib.parse.urlencode({'query': 'ASK {}'})}"
    for _ in range(1200):
        try:
            urllib.request.urlopen(asked, timeout=5).close()
            return
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"the server stopped: {output.read_text(errors='replace')[-500:]}") from None
            time.sleep(0.05)
    raise RuntimeError(f"{url}: the server does not answer after a minute")
