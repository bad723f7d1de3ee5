"""What the processes say to each other: one MessagePack document a message, over sequenced-packet sockets.

A message is never cut in two on such a socket, so a process that is killed in the middle of its work leaves no half
of one.
"""

import os
import socket
from typing import Final, TypeAlias

import msgspec

BIGGEST: Final = 1_000_000
"""Bytes of a message, at most."""


class Job(msgspec.Struct, frozen=True):
    """A question for a worker; with it goes the pipe into which the answer is written.

    Attributes:
        text: the query.
        format: name of the format of the answer (:mod:`exports.formats`).
        graph: whether it answers with a graph.
        base: IRI against which relative IRIs are resolved.
        default: IRIs of the graphs that make the default graph; none for that of the query or the store.
        named: IRIs of the named graphs, likewise.
        prefixes: of the answer, where its format has such.
        client: who asks.
        release: id of the release with which the request began.
        everything: whether it needs more than the published view.
    """

    text: str
    format: str
    graph: bool
    base: str
    default: tuple[str, ...] | None
    named: tuple[str, ...] | None
    prefixes: dict[str, str]
    client: str
    release: str
    everything: bool = True


class Begun(msgspec.Struct, frozen=True, tag="begun"):
    """The keeper has given a job to a worker.

    Attributes:
        release: id of the release that it answers from.
    """

    release: str


class Ended(msgspec.Struct, frozen=True, tag="ended"):
    """What became of a job.

    Attributes:
        outcome: how it ended.
        detail: what the engine said, or how many there were of what was too many.
        line: of a syntax error, from 1; 0 if it is not known.
        column: of a syntax error, from 1; 0 if it is not known.
        retry: after how many seconds it may be tried again; 0 if that is no use.
        last: whether the worker takes no further job.
    """

    outcome: str
    detail: str = ""
    line: int = 0
    column: int = 0
    retry: int = 0
    last: bool = False


class Outcome:
    """How a job may end."""

    DONE: Final = "done"
    SYNTAX: Final = "syntax"
    FAILED: Final = "failed"
    FORM: Final = "form"
    ROWS: Final = "rows"
    BYTES: Final = "bytes"
    TIME: Final = "time"
    MEMORY: Final = "memory"
    CRASHED: Final = "crashed"
    CLIENT: Final = "client"
    QUEUE: Final = "queue"
    WAITED: Final = "waited"
    GONE: Final = "gone"
    LOADING: Final = "loading"


class Fork(msgspec.Struct, frozen=True, tag="fork"):
    """The keeper asks the holder for a worker; with it goes the worker's end of their socket."""


class Kill(msgspec.Struct, frozen=True, tag="kill"):
    """The keeper asks the holder to end a worker.

    Attributes:
        pid: of the worker.
    """

    pid: int


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """The holder has its data.

    Attributes:
        everything: whether it has all; if not, the published view.
    """

    everything: bool


class Forked(msgspec.Struct, frozen=True, tag="forked"):
    """The holder has a worker, in the order in which they were asked for.

    Attributes:
        pid: of the worker.
    """

    pid: int


class Exited(msgspec.Struct, frozen=True, tag="exited"):
    """A worker has ended.

    Attributes:
        pid: of the worker.
        signal: that ended it; 0 if none did.
    """

    pid: int
    signal: int


ToHolder: TypeAlias = Fork | Kill
ToKeeper: TypeAlias = Ready | Forked | Exited
FromKeeper: TypeAlias = Begun | Ended


def pair() -> tuple[socket.socket, socket.socket]:
    """Return two connected sockets for messages."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(to: socket.socket, message: msgspec.Struct, *descriptors: int) -> None:
    """Send a message and, with it, open files.

    Raises:
        OSError: if the other side is gone, or reads nothing any more.
    """
    content = msgspec.msgpack.encode(message)
    if descriptors:
        socket.send_fds(to, [content], list(descriptors))
    else:
        to.send(content)


def receive(source: socket.socket) -> tuple[bytes, list[int]]:
    """Return a message, to be decoded, with the files that came with it; empty if the other side is gone.

    Raises:
        OSError: if nothing can be received.
    """
    content, found, _, _ = socket.recv_fds(source, BIGGEST, 4)
    for one in found:
        os.set_inheritable(one, False)
    return content, found
