"""Which partition takes which lines: by range where the order counts, by checksum where it does not."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

_CHUNK = 1 << 18
"""How many bytes for one partition are gathered before they are handed on: a shuffle is slow with small things."""


@dataclass(frozen=True, slots=True)
class Ranges:
    """Partitions of lines: each holds what sorts from its bound up to the next.

    Attributes:
        bounds: the first line of each partition but the first, or a beginning of it; sorted.
    """

    bounds: tuple[bytes, ...]

    @classmethod
    def even(cls, sample: Iterable[bytes], count: int) -> "Ranges":
        """Return at most so many ranges, each with about as many lines of a sample."""
        keys = sorted(sample)
        bounds = {keys[len(keys) * number // count] for number in range(1, count)} if keys else set()
        return cls(tuple(sorted(bounds)))

    def __len__(self) -> int:
        """Return how many partitions there are."""
        return len(self.bounds) + 1

    def number(self, line: bytes) -> int:
        """Return the number of the partition that takes a line."""
        return bisect_right(self.bounds, line)

    def beginnings(self) -> frozenset[str]:
        """Return every proper beginning of a bound: what sorts behind some of a later partition if more follows."""
        texts = [bound.decode() for bound in self.bounds]
        return frozenset(text[:length] for text in texts for length in range(1, len(text)))


def bucket(key: str, count: int) -> int:
    """Return a partition for a key, the same in every process."""
    return crc32(key.encode()) % count


def gathered(lines: Iterable[tuple[int, bytes]], size: int = _CHUNK) -> Iterator[tuple[int, bytes]]:
    """Yield the same lines with many of one partition in one piece.

    Args:
        lines: the number of a partition and a line for it.
        size: how many bytes make a piece.
    """
    held: dict[int, list[bytes]] = {}
    lengths: dict[int, int] = {}
    for number, line in lines:
        held.setdefault(number, []).append(line)
        lengths[number] = lengths.get(number, 0) + len(line)
        if lengths[number] >= size:
            yield number, b"".join(held.pop(number))
            del lengths[number]
    for number, some in held.items():
        yield number, b"".join(some)
