"""The time of a release: an input like any other, so that a build can be repeated to the byte.

It is what ``--released`` says; else ``SOURCE_DATE_EPOCH`` (https://reproducible-builds.org/specs/source-date-epoch/);
else now. A first release that nobody gives a time takes it from its sources (:mod:`exports.changes.history`).
"""

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from graph_builder.errors import InputError

_VARIABLE: Final = "SOURCE_DATE_EPOCH"
_SLACK: Final = timedelta(days=1)
_FORM: Final = "%Y-%m-%dT%H:%M:%SZ"


def clock(given: str | None, environment: Mapping[str, str] = os.environ) -> Callable[[str, str], str]:
    """Return what tells the time of a release (``YYYY-MM-DDThh:mm:ssZ``) when it is told that of the last.

    For a first release the last one's time is empty, and the second argument is the time that its sources give it.
    Times rise: a clock that stands behind the last release is taken to stand one second after it.

    Args:
        given: what ``--released`` says; None if it was not given.
        environment: the variables of the process.

    Raises:
        InputError: if ``given`` or the variable is no time; when asked, if ``given`` is not after the last release.
    """
    said = _parsed(given) if given is not None else None
    epoch = _epoch(environment[_VARIABLE]) if environment.get(_VARIABLE) else None

    def tell(last: str, sources: str) -> str:
        if said:
            if said.strftime(_FORM) <= last:
                message = f"--released {given}: the last release was made at {last}"
                raise InputError(f"{message}; give a later time, or leave the option out")
            return said.strftime(_FORM)
        now = epoch or datetime.now(UTC)
        if not (epoch or last):
            return min(now.strftime(_FORM), sources)  # a source that is dated ahead makes no release of tomorrow
        try:
            after = datetime.fromisoformat(last) + timedelta(seconds=1) if last else now
        except OverflowError:
            message = f"the last release was made at {last}, and no time comes after that: its clock was wrong"
            raise InputError(f"{message}; remove that release and run `tuyun rollback` first") from None
        return max(now, after).strftime(_FORM)

    return tell


def clock_warnings(made: str) -> Iterator[str]:
    """Tell when the clock of this machine stands far behind the time of a release, so that one of them is wrong.

    Args:
        made: the time of the release, ``YYYY-MM-DDThh:mm:ssZ``.
    """
    now = datetime.now(UTC)
    if made > (now + _SLACK).strftime(_FORM):
        message = (
            f"the clock of this machine says {now.strftime(_FORM)}, the time of the release is {made}, since times"
        )
        yield f"warning: {message} rise from release to release; set the clock, or see «Clocks» in docs/publishing.md"


def _parsed(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.year < 1000:
        remedy = "write 2026-11-25, or 2026-11-25T20:30:00Z"
        raise InputError(f"--released {text}: this is no date and no time; {remedy}")
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _epoch(text: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(text), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"{_VARIABLE}={text[:40]}: this is no number of seconds since 1970"
        raise InputError(f"{message}; set it to the output of `date +%s`, or unset it") from None
