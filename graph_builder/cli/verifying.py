"""``tuyun verify`` and ``tuyun rollback``: is a release what it was, and back to one that is kept."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from exports import canonical
from exports.dumps import CANONICAL_HASHES
from exports.formats import NQUADS, NTRIPLES
from graph_builder import integrity, manifest
from graph_builder import rollback as rolling
from graph_builder.errors import InputError, SystemFailure
from graph_builder.integrity import Fault
from graph_builder.manifest import MANIFEST
from graph_builder.old_releases import known
from graph_builder.release import current

_DATASETS: Final = {
    f"dataset.{NTRIPLES.suffix}": ox.RdfFormat.N_TRIPLES,
    f"dataset.{NQUADS.suffix}": ox.RdfFormat.N_QUADS,
}
"""What the canonical hashes are made from again: the published view, and the view with the claims."""


def verify(directory: Path, everything: bool, say: Callable[[str], None]) -> int:
    """Compare releases with what they say of themselves, say what is another, and return how many are damaged.

    Args:
        directory: folder of releases, or one release.
        everything: whether all releases that are kept are looked at, not only the current one.
        say: prints a line.

    Raises:
        InputError: if no release is there.
    """
    damaged = 0
    for folder in _folders(directory, everything):
        found = list(faults(folder))
        damaged += bool(found)
        for fault in found:
            say(f"{folder}: {fault}")
        if found:
            say(f"release {folder.name}: {len(found)} {'fault' if len(found) == 1 else 'faults'}")
        else:
            said = manifest.read(folder)
            say(f"release {said.id}: {len(said.files)} files and the dataset are as they were published")
    return damaged


def rollback(directory: Path, wanted: str | None, damaged: bool, say: Callable[[str], None]) -> None:
    """Lead ``current`` to another release and say so (errors of :func:`graph_builder.rollback.rollback`)."""
    done = rolling.rollback(directory, wanted, damaged=damaged)
    time = f" of {done.changed}" if done.changed else ""
    if done.before == done.now:
        say(f"release {done.now}{time} is the current one already; nothing was changed")
        return
    say(f"current is now release {done.now}{time}; it was {done.before}, which is kept")
    say(f"the next build goes on from the newest release; back to it: tuyun rollback {directory} {done.before}")


def kept(directory: Path) -> Iterator[str]:
    """Yield a line for each release that is kept, the newest first.

    Raises:
        InputError: if there is none.
    """
    found = rolling.kept(directory)
    if not found:
        raise InputError(f"{directory}: no releases there; name the folder that --out was given")
    for id_, changed, is_current in found:
        yield f"{id_}  {changed or 'time unknown'}{'  current' if is_current else ''}"


def faults(folder: Path) -> Iterator[Fault]:
    """Yield what is not as it was published: files, then the datasets by their canonical hashes."""
    seen = set()
    for fault in integrity.faults(folder):
        seen.add(fault.path)
        yield fault
    sums = folder / CANONICAL_HASHES
    if seen & {MANIFEST, CANONICAL_HASHES} or not sums.is_file():
        return  # told already; or a folder of files without a dataset
    lines = sums.read_text(encoding="utf-8").splitlines()
    said = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for name, form in _DATASETS.items():
        path = f"{CANONICAL_HASHES.rpartition('/')[0]}/{name}"
        if path not in seen and (reason := _other(folder / path, form, said.get(name, ""))):
            yield Fault("changed", path, reason)


def _other(path: Path, form: ox.RdfFormat, digest: str) -> str:
    """Return how a dataset differs from its canonical hash; empty if it does not."""
    try:
        made = canonical.hash_of(ox.parse(path=str(path), format=form))
    except (SyntaxError, ValueError, OSError) as error:
        return str(error)
    return "" if made == digest else f"RDFC-1.0 makes it {made}, the release says {digest or 'nothing'}"


def _folders(directory: Path, everything: bool) -> list[Path]:
    if everything:
        found = [directory / "releases" / id_ for id_ in known(directory / "releases")]
        if not found:
            raise InputError(f"{directory}: no releases there; name the folder that --out was given")
        return found
    link = directory / "current"
    if link.is_symlink() and not link.exists():
        raise SystemFailure(f"{link} leads to {link.readlink()}, which is not there; see `tuyun rollback --help`")
    return [link.resolve()] if link.is_symlink() else [current(directory)]
