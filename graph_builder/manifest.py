"""What a release says of its own content: ``release.json``, and ``files.sha256`` for ``sha256sum --check``.

The id is the beginning of the SHA-256 over the lines ``<SHA-256>  <path>`` of all files, sorted by path: a hash of
hashes, so that whoever knows the id can tell whether any file of the release is another. ``files.sha256`` holds these
lines and one for ``release.json`` before them; the two files guard each other.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from graph_builder.decode import NOT_JSON
from graph_builder.errors import SystemFailure

MANIFEST: Final = "release.json"
SUMS: Final = "files.sha256"
ID_LENGTH: Final = 16
ID: Final = re.compile(f"[0-9a-f]{{{ID_LENGTH}}}")


class Head(msgspec.Struct, frozen=True):
    """What one release must know of another (``release.json`` says more).

    Attributes:
        previous: id of the release with which it was compared; empty for a first one.
        changed: when the newest change that it tells of was published, ``YYYY-MM-DDThh:mm:ssZ``; empty if unknown.
        base: IRI with which those of all its things begin; empty if unknown.
    """

    previous: str = ""
    changed: str = ""
    base: str = ""


class Manifest(Head, frozen=True, kw_only=True):
    """``release.json``.

    Attributes:
        id: of the release.
        files: SHA-256 of each file but ``release.json`` and ``files.sha256``, by its path, sorted.
    """

    id: str
    files: dict[str, str]


def content_id(hashes: Mapping[str, str]) -> str:
    """Return the id of a release that holds files of these hashes, sorted by path."""
    return hashlib.sha256(_lines(hashes)).hexdigest()[:ID_LENGTH]


def written(hashes: Mapping[str, str], about: Mapping[str, object]) -> tuple[str, dict[str, bytes]]:
    """Return the id of a release and the files that say what it holds, by their names.

    Args:
        hashes: SHA-256 of each of its files by path, sorted.
        about: what ``release.json`` says beside the id and the files.
    """
    id_ = content_id(hashes)
    text = msgspec.json.format(msgspec.json.encode({"id": id_, **about, "files": hashes}), indent=2)
    return id_, {MANIFEST: text, SUMS: sums(text, hashes)}


def sums(manifest: bytes, hashes: Mapping[str, str]) -> bytes:
    """Return ``files.sha256``, given the text of ``release.json`` and the hashes of the other files."""
    return _lines({MANIFEST: hashlib.sha256(manifest).hexdigest()}) + _lines(hashes)


def head(folder: Path) -> Head | None:
    """Return what a release says of its place among others; nothing if it cannot be read."""
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Head)
    except (OSError, *NOT_JSON):
        return None


def read(folder: Path) -> Manifest:
    """Return what a release says that it holds.

    Raises:
        SystemFailure: if ``release.json`` cannot be read, says what cannot be, or ``files.sha256`` says something else;
            one without that file is an older one.
    """
    text = _content(folder / MANIFEST)
    try:
        found = msgspec.json.decode(text, type=Manifest)
    except NOT_JSON as error:
        raise SystemFailure(f"{folder / MANIFEST}: {error}") from error
    if content_id(found.files) != found.id:
        raise SystemFailure(f"{folder / MANIFEST}: the hashes of the files do not make the id {found.id}")
    if (folder / SUMS).exists() and _content(folder / SUMS) != sums(text, found.files):
        raise SystemFailure(f"{folder}: {MANIFEST} and {SUMS} do not agree")
    return found


def _lines(hashes: Mapping[str, str]) -> bytes:
    return "".join([f"{hash_}  {path}\n" for path, hash_ in hashes.items()]).encode()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SystemFailure(f"{path}: {error.strerror}") from error
