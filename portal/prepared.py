"""Documents made ready to be sent: headers written once, small bodies in memory, conditions and ranges answered."""

import mmap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import Final

from starlette.types import Scope, Send

Headers = list[tuple[bytes, bytes]]
_EMPTY: Final[Mapping[str, object]] = {"type": "http.response.body", "body": b""}
_OF_BODY: Final = frozenset({b"content-type", b"content-length", b"content-encoding", b"content-language"})


def start(status: int, headers: Headers) -> dict[str, object]:
    """Return the message that begins an answer."""
    return {"type": "http.response.start", "status": status, "headers": headers}


def encoded(headers: Mapping[str, str]) -> Headers:
    """Return headers as ASGI sends them; all values are ASCII."""
    return [(name.lower().encode("ascii"), value.encode("ascii")) for name, value in headers.items()]


@dataclass(slots=True)
class Prepared:
    """One document, or one answer without a body, that needs nothing but to be sent.

    Attributes:
        file: where it lies.
        size: in bytes.
        modified: seconds since 1970.
        etag: strong, in its quotes.
        body: its content; none if it is sent from the disk.
        headers: of the whole answer.
        whole: the message that begins the whole answer.
        unchanged: the message of the answer that the reader has it already.
        codings: the same document in content codings, the one to prefer first.
    """

    file: Path
    size: int
    modified: int
    etag: bytes
    body: bytes | None
    headers: Headers
    whole: dict[str, object]
    unchanged: dict[str, object]
    codings: Sequence[tuple[bytes, "Prepared"]] = ()


def prepare(file: Path, etag: str, headers: Mapping[str, str], keep: int) -> Prepared:
    """Make a document ready.

    Args:
        file: where it lies.
        etag: an opaque tag of its content.
        headers: of the answer beside those that follow from the file.
        keep: up to which size its content is kept in memory.

    Raises:
        OSError: if the file cannot be read.
    """
    status = file.stat()
    tag, modified = f'"{etag}"', int(status.st_mtime)
    lines = encoded(
        {
            **headers,
            "Content-Length": str(status.st_size),
            "ETag": tag,
            "Last-Modified": formatdate(modified, usegmt=True),
            "Accept-Ranges": "bytes",
        }
    )
    bare = [line for line in lines if line[0] not in _OF_BODY]
    body = file.read_bytes() if status.st_size <= keep else None
    size = len(body) if body is not None else status.st_size
    return Prepared(file, size, modified, tag.encode(), body, lines, start(200, lines), start(304, bare))


async def answer(found: Prepared, scope: Scope, send: Send, chunk: int) -> tuple[int, int]:
    """Send a document, the part asked for, or that it is unchanged; return status and bytes of the body."""
    if_none_match = if_modified = range_ = if_range = b""
    for name, value in scope["headers"]:
        if name == b"if-none-match":
            if_none_match += b"," + value if if_none_match else value
        elif name == b"accept-encoding":
            if found.codings:
                found = _coded(found, value)
        elif name == b"if-modified-since":
            if_modified = value
        elif name == b"range":
            range_ = value
        elif name == b"if-range":
            if_range = value
    if if_none_match:
        if _names(if_none_match, found.etag):
            return await _bodiless(found.unchanged, send, 304)
    elif if_modified and _not_newer(found.modified, if_modified):
        return await _bodiless(found.unchanged, send, 304)
    if scope["method"] == "HEAD":
        return await _bodiless(found.whole, send, 200)
    if range_ and (not if_range or _same(found, if_range)):
        part = _range(range_, found.size)
        if part is None:
            return await _unsatisfiable(found, send)
        if part:
            return await _partial(found, part, send, chunk)
    await send(found.whole)
    if found.body is not None:
        await send({"type": "http.response.body", "body": found.body})
    else:
        await _from_disk(found.file, 0, found.size, send, chunk)
    return 200, found.size


async def _bodiless(message: dict[str, object], send: Send, status: int) -> tuple[int, int]:
    await send(message)
    await send(dict(_EMPTY))
    return status, 0


async def _unsatisfiable(found: Prepared, send: Send) -> tuple[int, int]:
    kept = [line for line in found.headers if line[0] not in _OF_BODY]
    await send(start(416, [*kept, (b"content-range", f"bytes */{found.size}".encode()), (b"content-length", b"0")]))
    await send(dict(_EMPTY))
    return 416, 0


async def _partial(found: Prepared, part: tuple[int, int], send: Send, chunk: int) -> tuple[int, int]:
    first, last = part
    kept = [line for line in found.headers if line[0] != b"content-length"]
    kept.append((b"content-range", f"bytes {first}-{last}/{found.size}".encode()))
    kept.append((b"content-length", str(last - first + 1).encode()))
    await send(start(206, kept))
    if found.body is not None:
        await send({"type": "http.response.body", "body": found.body[first : last + 1]})
    else:
        await _from_disk(found.file, first, last + 1, send, chunk)
    return 206, last - first + 1


async def _from_disk(file: Path, first: int, end: int, send: Send, chunk: int) -> None:
    """Send a part of a file as slices of a map of it: the only copy is the one into the socket."""
    with file.open("rb") as stream:
        view = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    # Neither map nor view is closed here: the network may still hold a slice; they go when the last one goes.
    for at in range(first, end, chunk):
        upto = min(at + chunk, end)
        await send({"type": "http.response.body", "body": view[at:upto], "more_body": upto < end})


def _coded(found: Prepared, accepted: bytes) -> Prepared:
    """Return the document in the coding that is preferred among those accepted (RFC 9110, 12.5.3)."""
    weights: dict[bytes, float] = {}
    for member in accepted.lower().split(b","):
        name, _, parameter = member.partition(b";")
        key, _, value = parameter.partition(b"=")
        try:
            weights[name.strip()] = float(value) if key.strip() == b"q" else 1.0
        except ValueError:
            continue
    best, chosen = 0.0, found
    for coding, packed in found.codings:
        weight = weights.get(coding, weights.get(b"*", 0.0))
        if weight > best:
            best, chosen = weight, packed
    return chosen if best >= weights.get(b"identity", 0.0) else found


def _names(header: bytes, etag: bytes) -> bool:
    """Tell whether an ``If-None-Match`` names a tag (weak comparison: a ``W/`` before it does not count)."""
    if header == etag or header.strip() == b"*":
        return True
    return etag in (one.strip().removeprefix(b"W/") for one in header.split(b","))


def _not_newer(modified: int, header: bytes) -> bool:
    try:
        return modified <= parsedate_to_datetime(header.decode("latin-1")).timestamp()
    except (ValueError, TypeError, OverflowError):
        return False  # an invalid date is passed over (RFC 9110, 13.1.3)


def _same(found: Prepared, header: bytes) -> bool:
    """Tell whether an ``If-Range`` holds: the same strong tag, or exactly the date that was sent."""
    return header.strip() in {found.etag, formatdate(found.modified, usegmt=True).encode()}


def _range(header: bytes, size: int) -> tuple[int, int] | tuple[()] | None:
    """Return first and last byte of a range; empty if all is to be sent, none if there is no such part.

    Several ranges at once, other units and malformed ranges are answered with the whole (RFC 9110, 14.2).
    """
    unit, _, spec = header.strip().partition(b"=")
    first, dash, last = spec.strip().partition(b"-")
    if unit.strip().lower() != b"bytes" or not dash or not all(not one or one.isdigit() for one in (first, last)):
        return ()
    if len(first) > 18 or len(last) > 18 or not (first or last):
        return ()
    if not first:
        return (max(size - int(last), 0), size - 1) if int(last) and size else None
    begin, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < begin:
        return ()
    return (begin, end) if begin < size else None
