"""Content codings of HTTP (RFC 9110, 8.4.1) in which large files also lie in a release; the same bytes on every run."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Protocol

import brotli

_GZIP: Final = 16 + zlib.MAX_WBITS  # a gzip member without name and time


class Coding(Protocol):
    """Takes a content in chunks."""

    def process(self, data: bytes, /) -> bytes:
        """Return what can be written already."""
        ...

    def finish(self) -> bytes:
        """Return the rest."""
        ...


class Gzip:
    """The gzip coding."""

    def __init__(self) -> None:
        self._zip = zlib.compressobj(6, zlib.DEFLATED, _GZIP)

    def process(self, data: bytes, /) -> bytes:
        """Return what can be written already."""
        return self._zip.compress(data)

    def finish(self) -> bytes:
        """Return the rest."""
        return self._zip.flush()


class Brotli:
    """The br coding; quality 5 is as fast as gzip and smaller."""

    def __init__(self) -> None:
        self._packer = brotli.Compressor(quality=5)

    def process(self, data: bytes, /) -> bytes:
        """Return what can be written already."""
        packed: bytes = self._packer.process(data)
        return packed

    def finish(self) -> bytes:
        """Return the rest."""
        rest: bytes = self._packer.finish()
        return rest


CODINGS: Final[Mapping[str, Callable[[], Coding]]] = {"br": Brotli, "gz": Gzip}
"""The codings by the suffix of their files, the one to prefer first."""


def coded_files(
    paths: Iterable[str], chunks: Callable[[str], Iterator[bytes]]
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield path and content of files in each coding.

    Args:
        paths: the files.
        chunks: reads one piece by piece.
    """
    for path in paths:
        for suffix, coding in CODINGS.items():
            yield f"{path}.{suffix}", _coded(chunks(path), coding())


def _coded(chunks: Iterable[bytes], coding: Coding) -> Iterator[bytes]:
    yield from map(coding.process, chunks)
    yield coding.finish()
