"""Back to a release that is kept: the link ``current`` is led to it, nothing is made and nothing removed."""

from dataclasses import dataclass
from pathlib import Path

from graph_builder.errors import InputError
from graph_builder.lock import locked
from graph_builder.manifest import Head
from graph_builder.old_releases import age, known, system_failures
from graph_builder.swapping import refuse_damaged, swap, sweep


@dataclass(frozen=True, slots=True)
class Rollback:
    """What was done.

    Attributes:
        before: id of the release that was current.
        now: id of the one that is.
        changed: when the newest change that it tells of was published; empty if unknown.
    """

    before: str
    now: str
    changed: str


def rollback(out: Path, wanted: str | None = None, *, damaged: bool = False) -> Rollback:
    """Make another release that is kept the current one.

    Args:
        out: the folder of the releases.
        wanted: its id, or the beginning of it; None for the one with which the current release was compared when it was
            made.
        damaged: whether it may be one whose files are not as they were published.

    Raises:
        InputError: if there is no such release, or another process builds there.
        SystemFailure: if it is damaged, or the link cannot be replaced; the link is as it was.
    """
    link = out / "current"
    if not link.is_symlink():
        raise InputError(f"{out}: no release there; run `tuyun build ARCHIVE --out {out}` first")
    with system_failures(out), locked(out) as lock:
        sweep(out, lock)
        before, heads = link.readlink().name, known(out / "releases")
        now = _chosen(heads, before, wanted, out)
        if now != before:
            if not damaged:
                refuse_damaged(out / "releases" / now)
            swap(link, Path("releases") / now)
    return Rollback(before, now, (heads[now] or Head()).changed)


def kept(out: Path) -> list[tuple[str, str, bool]]:
    """Return the releases that are kept, the newest first: id, time of the newest change, whether it is current."""
    link, heads = out / "current", known(out / "releases")
    current = link.readlink().name if link.is_symlink() else ""
    ordered = sorted(heads, key=lambda one: ((heads[one] or Head()).changed, age(out, one)), reverse=True)
    return [(id_, (heads[id_] or Head()).changed, id_ == current) for id_ in ordered]


def _chosen(heads: dict[str, Head | None], current: str, wanted: str | None, out: Path) -> str:
    told = f"`tuyun rollback {out} --list` names those that are kept"
    if wanted is None:
        previous = (heads.get(current) or Head()).previous
        if previous not in heads:
            reason = f"the one before {current} is not kept" if previous else f"none before {current} is known"
            raise InputError(f"{out}: {reason}; give the id of another: {told}")
        return previous
    found = [id_ for id_ in heads if wanted and id_.startswith(wanted)]
    if len(found) != 1:
        raise InputError(f"{out}: {'more than one' if found else 'no'} release is called {wanted[:40]!r}; {told}")
    return found[0]
