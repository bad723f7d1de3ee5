"""The files about changes that programs read: the log, the Activity Streams, the event stream."""

from collections.abc import Iterable, Iterator

from exports.changes import activity, ldes
from exports.changes.history import History


def plan(history: History) -> Iterator[tuple[str, bytes | Iterable[bytes]]]:
    """Yield path and content of each; content that is not bytes is made while it is written and can be read once."""
    yield from history.files()
    yield from activity.plan(history)
    yield from ldes.plan(history)
