"""The steps of a build that change a folder, told by Python's audit hooks, so that one can be the last of its process.

Steps are counted by the stage that they belong to: builds are never the same to the step, since helpers share the work,
but they all go through the same stages.
"""

import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from graph_builder import durable
from graph_builder.old_releases import ID_LENGTH

STAGES: Final = ("register", "lock", "writing", "closing", "syncing", "naming", "swapping", "pruning", "memo")
"""What a build goes through, in the order in which it comes to each for the first time."""

_EVENTS: Final = frozenset(
    [
        "open",
        "os.mkdir",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.symlink",
        "os.link",
        "os.chmod",
        "os.truncate",
        "shutil.rmtree",
        "tempfile.mkdtemp",
        "tempfile.mkstemp",
        "fcntl.flock",
        "tuyun.sync",
    ]
)
_STAGING: Final = re.compile(r"/releases/\.new-(?![0-9a-f]{16}(?:/|$))")
_NAMED: Final = re.compile(rf"/releases/[0-9a-f]{{{ID_LENGTH}}}$")
_DOOMED: Final = re.compile(rf"/releases/\.new-[0-9a-f]{{{ID_LENGTH}}}(?:/|$)")


class Steps:
    """Counts the steps of this process, and ends it at one of them.

    Args:
        told: file that is told how many steps of which stage there were, and where the process was ended.
        stage: of the step at which it is ended; empty for never.
        number: which step of that stage, from 1.
        everyone: whether all processes of the build are ended with it.
    """

    def __init__(self, told: Path, stage: str, number: int, everyone: bool) -> None:
        self._told, self._last, self._everyone = told, (stage, number), everyone
        self._process, self._stage = os.getpid(), ""
        self._counts: Counter[str] = Counter()

    def watch(self) -> None:
        """Begin."""
        os.fsync = _audited(os.fsync)
        syncfs = durable._syncfs()
        if syncfs is not None:
            durable._syncfs = lambda: _audited(syncfs)
        sys.addaudithook(self._step)

    def _step(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _EVENTS or os.getpid() != self._process:
            return
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            return
        stage = self._stage_of(event, [os.fsdecode(one) for one in arguments[:2] if isinstance(one, str | bytes)])
        if not stage:
            return
        self._stage = stage
        self._counts[stage] += 1
        if (stage, self._counts[stage]) == self._last:
            self._told.write_text(f"{stage} {event} {arguments[:2]}", encoding="utf-8")
            if self._everyone:
                os.killpg(0, signal.SIGKILL)
            os.kill(self._process, signal.SIGKILL)

    def _stage_of(self, event: str, paths: list[str]) -> str:
        if event == "tuyun.sync":
            return "syncing"
        if not paths or "/" not in paths[0]:
            return self._stage  # below an open folder, as rmtree goes
        first, second = paths[0], paths[-1]
        if event == "os.rename" and _STAGING.search(first) and _NAMED.search(second):
            return "naming"
        if _DOOMED.search(first) or _DOOMED.search(second):
            return "pruning"
        if "/.current-" in first:
            return "swapping"
        if "/.memo/" in first:
            return "memo"
        if first.endswith("/.lock"):
            return "lock"
        if "identifiers.csv" in first:
            return "register"
        if _STAGING.search(first):
            closing = first.endswith(("/release.json", "/files.sha256")) or "/data/harvest." in first
            return "closing" if closing else "writing"
        return ""

    def tell(self) -> None:
        """Say how many steps there were, by stage, since the process was not ended."""
        text = "\n".join(f"{stage} {count}" for stage, count in sorted(self._counts.items()))
        self._told.write_text(f"counted\n{text}\n", encoding="utf-8")


def counted(told: Path) -> dict[str, int]:
    """Return how many steps there were of each stage; nothing if the process did not live to say so."""
    head, *lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else [""]
    return {stage: int(count) for stage, count in map(str.split, lines)} if head == "counted" else {}


def _audited(call: Callable[..., Any]) -> Callable[..., Any]:
    """Return a call that is a step before it is made, and another one after."""

    def made(*arguments: Any) -> Any:
        sys.audit("tuyun.sync", "before")
        result = call(*arguments)
        sys.audit("tuyun.sync", "after")
        return result

    return made
