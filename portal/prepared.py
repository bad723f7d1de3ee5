"""Documents made ready to be sent: headers written once, small bodies in memory, conditions and ranges answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import Final

from portal.answers import Answer, Headers, Part, encoded

_OF_BODY: Final = frozenset({b"content-type", b"content-length", b"content-encoding", b"content-language"})


@dataclass(slots=True)
class Prepared:
    """One document, or one answer without a body, that needs nothing but to be sent.

    Attributes:
        size: in bytes.
        modified: seconds since 1970.
        etag: strong, in its quotes.
        whole: the answer that has all of it.
        bare: the same to a request by HEAD.
        unchanged: the answer that the reader has it already.
        codings: the same document in content codings, the one to prefer first.
    """

    size: int
    modified: int
    etag: bytes
    whole: Answer
    bare: Answer
    unchanged: Answer
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
    kept = status.st_size <= keep
    whole = Answer(200, lines, file.read_bytes() if kept else Part(file, 0, status.st_size))
    unchanged = Answer(304, _without(lines, _OF_BODY))
    return Prepared(whole.size, modified, tag.encode(), whole, Answer(200, lines), unchanged)


def answer(found: Prepared, method: str, headers: Headers) -> Answer:
    """Return what answers a request of a document: all of it, the part asked for, or that it is unchanged."""
    if_none_match = if_modified = range_ = if_range = b""
    for name, value in headers:
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
            return found.unchanged
    elif if_modified and _not_newer(found.modified, if_modified):
        return found.unchanged
    if method == "HEAD":
        return found.bare
    if range_ and (not if_range or _same(found, if_range)):
        part = _range(range_, found.size)
        if part is None:
            return _unsatisfiable(found)
        if part:
            return _partial(found, *part)
    return found.whole


def _without(headers: Headers, names: frozenset[bytes]) -> Headers:
    return [line for line in headers if line[0] not in names]


def _unsatisfiable(found: Prepared) -> Answer:
    own = [(b"content-range", f"bytes */{found.size}".encode()), (b"content-length", b"0")]
    return Answer(416, [*_without(found.whole.headers, _OF_BODY), *own])


def _partial(found: Prepared, first: int, last: int) -> Answer:
    own = [
        (b"content-range", f"bytes {first}-{last}/{found.size}".encode()),
        (b"content-length", str(last - first + 1).encode()),
    ]
    body, headers = found.whole.body, _without(found.whole.headers, frozenset({b"content-length"}))
    part = body[first : last + 1] if isinstance(body, bytes) else Part(body.file, first, last + 1)
    return Answer(206, [*headers, *own], part)


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
