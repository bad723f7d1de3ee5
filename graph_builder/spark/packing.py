"""Many small files in one without a name: made on a cluster, waiting here until a release is written."""

import struct
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from exports.datasets import files_of
from exports.documents import Document
from exports.framing.collections import line
from graph_builder.line_file import LineFile
from graph_builder.release_files import Share

_HEAD: Final = struct.Struct("=IQ")
_SHARE: Final = 32 << 20
"""How many bytes of files one process writes before it takes the next share."""


class Written(NamedTuple):
    """The files of one document.

    Attributes:
        line: the document on one line.
        files: path and content of each file.
    """

    line: bytes
    files: tuple[tuple[str, bytes], ...]


def written(document: Document) -> Written:
    """Write one document in every format."""
    return Written(line(document), tuple(files_of(document)))


class Pack:
    """Files that wait.

    Args:
        folder: on whose disk.
    """

    def __init__(self, folder: Path) -> None:
        self._file = LineFile(folder)
        self._bounds = [0]

    def add(self, path: str, content: bytes) -> None:
        """Take a file (OSError if the disk is full)."""
        name = path.encode()
        self._file.write(_HEAD.pack(len(name), len(content)) + name + content)
        if self._file.size - self._bounds[-1] >= _SHARE:
            self._bounds.append(self._file.size)

    def shares(self) -> list[Share]:
        """Return all files in shares, which any process can take."""
        self._file.close_writing()
        ends = [*self._bounds[1:], self._file.size]
        return [partial(self._files, begin, end) for begin, end in zip(self._bounds, ends, strict=True)]

    def _files(self, begin: int, end: int) -> Iterator[tuple[str, bytes]]:
        while begin < end:
            name, content = _HEAD.unpack(self._file.read(begin, begin + _HEAD.size))
            begin += _HEAD.size
            data = self._file.read(begin, begin + name + content)
            begin += len(data)
            yield data[:name].decode(), data[name:]
