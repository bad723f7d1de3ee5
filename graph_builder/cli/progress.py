"""Progress of a run: a live line on a terminal, plain lines elsewhere."""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console

T = TypeVar("T")


class Progress:
    """Says which stage runs, how far it is, and what it found.

    Args:
        console: where to write; standard error, so that results on standard output stay clean.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._started = time.monotonic()

    def note(self, text: str) -> None:
        """Write one line that stays, with the seconds since the start."""
        self._console.print(f"[dim]{time.monotonic() - self._started:6.1f}s[/dim]  {text}")

    def over(self, items: Iterable[T], what: str, total: int) -> Iterator[T]:
        """Yield the items; on a terminal show how many of them are done, the rate and the time left."""
        if not self._console.is_terminal:
            yield from items
            return
        with self._console.status(what) as status:
            begun = time.monotonic()
            for number, item in enumerate(items, start=1):
                if number % 20 == 0:
                    rate = number / max(time.monotonic() - begun, 1e-6)
                    left = max(total - number, 0) / rate
                    status.update(f"{what}: {number} of {total}, {rate:.0f}/s, {left:.0f} s left")
                yield item

    def during(self, what: str) -> "_Status":
        """Show a stage that cannot be counted while a ``with`` block runs."""
        return _Status(self._console, what)


class _Status:
    def __init__(self, console: Console, what: str) -> None:
        self._status = console.status(what) if console.is_terminal else None

    def __enter__(self) -> None:
        if self._status:
            self._status.start()

    def __exit__(self, *_: object) -> None:
        if self._status:
            self._status.stop()
