"""The graphs of a release as they lie in its N-Quads: one after another, each sent without being held in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph_builder.errors import SystemFailure

FILE: Final = "data/dataset.nq"
_CHUNK: Final = 1 << 18


@dataclass(frozen=True, slots=True)
class Part:
    """One graph of the dataset.

    Attributes:
        graph: its IRI; empty for the published view.
        triples: how many it holds.
        start: where it begins in the file.
        end: where it ends.
    """

    graph: str
    triples: int
    start: int
    end: int

    @property
    def _tail(self) -> int:
        """How many bytes of each line name the graph."""
        return len(self.graph.encode()) + 3 if self.graph else 0

    @property
    def size(self) -> int:
        """How many bytes it takes as N-Triples."""
        return self.end - self.start - self.triples * self._tail


def parts(file: Path) -> list[Part]:
    """Return the graphs of a file of N-Quads as a release holds it: canonical, grouped by graph, no blank nodes.

    Raises:
        SystemFailure: if the file is not so, or cannot be read.
    """
    found: list[Part] = []
    with file.open("rb") as stream:
        tail, graph, triples, start, at = b"", "", 0, 0, 0
        for line in stream:
            if not (tail and line.endswith(tail)):
                named = _graph(line)
                if triples and named != graph:
                    found.append(Part(graph, triples, start, at))
                    triples, start = 0, at
                graph, tail = named, f" <{named}> .\n".encode() if named else b""
            triples += 1
            at += len(line)
        if triples:
            found.append(Part(graph, triples, start, at))
    if len({part.graph for part in found}) < len(found) or not found:
        raise SystemFailure(f"{file}: is not as a build writes it; build the archive again")
    return found


def _graph(line: bytes) -> str:
    """Return the IRI of a line's graph; empty for the default graph."""
    if b'"' in line:
        tail = line.rpartition(b'"')[2]  # language or datatype, graph, stop
        words = tail.split()[0 if tail.startswith(b" ") else 1 :]
    else:
        words = line.split()[3:]
    return words[0][1:-1].decode() if len(words) > 1 else ""


def ntriples(file: Path, part: Part) -> Iterator[bytes]:
    """Yield a graph as N-Triples, in pieces (OSError, if the file cannot be read)."""
    cut = len(part.graph.encode()) + len(" <> .\n") if part.graph else len(" .\n")
    with file.open("rb") as stream:
        stream.seek(part.start)
        left = part.triples
        while left:
            lines = [line[:-cut] for line in stream.readlines(_CHUNK)[:left]]
            left -= len(lines)
            yield b" .\n".join(lines) + b" .\n"


def chunks(file: Path) -> Iterator[bytes]:
    """Yield a file as it stands, in pieces (errors as in :func:`ntriples`)."""
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
