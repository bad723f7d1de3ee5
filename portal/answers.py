"""Answers whose every byte is known before the first is sent, and how ASGI sends them."""

import mmap
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from starlette.types import Send

Headers = list[tuple[bytes, bytes]]
_NO_VALUE: Final = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


class Part(NamedTuple):
    """A part of a file: its first byte and the one after its last."""

    file: Path
    first: int
    end: int


@dataclass
class Answer:
    """Status, headers, and a body in memory or a part of a file.

    Attributes:
        status: of HTTP.
        headers: as ASGI sends them.
        body: of the answer; its length may be another than the header says if HEAD was asked.
    """

    status: int
    headers: Headers
    body: bytes | Part = b""

    @cached_property
    def lines(self) -> bytes:
        """The headers as HTTP/1.1 writes them.

        Raises:
            ValueError: if a header holds a character that would end it.
        """
        for name, value in self.headers:
            if _NO_VALUE.search(value):
                raise ValueError(f"header {name.decode()} holds a control character")
        return b"".join([b"%b: %b\r\n" % line for line in self.headers])

    @property
    def size(self) -> int:
        """How many bytes its body has."""
        return len(self.body) if isinstance(self.body, bytes) else self.body.end - self.body.first


def encoded(headers: Mapping[str, str]) -> Headers:
    """Return headers as ASGI sends them; all values are ASCII."""
    return [(name.lower().encode("ascii"), value.encode("ascii")) for name, value in headers.items()]


async def send_whole(answer: Answer, send: Send, chunk: int) -> None:
    """Send an answer, a file in chunks of some bytes."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    if isinstance(answer.body, bytes):
        await send({"type": "http.response.body", "body": answer.body})
    else:
        await _from_disk(answer.body, send, chunk)


async def _from_disk(part: Part, send: Send, chunk: int) -> None:
    """Send a part of a file as slices of a map of it: the only copy is the one into the socket."""
    with part.file.open("rb") as stream:
        view = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    # Neither map nor view is closed here: the network may still hold a slice; they go when the last one goes.
    for at in range(part.first, part.end, chunk):
        upto = min(at + chunk, part.end)
        await send({"type": "http.response.body", "body": view[at:upto], "more_body": upto < part.end})
