"""The release that is served: which it is now, and what it holds. A request is answered from the one it began with."""

import logging
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

import msgspec
from starlette.types import Scope

from exports.changes.log import Tombstone
from exports.changes.paths import TOMBSTONES
from exports.messages import LANGUAGES
from graph_builder import release as published
from graph_builder.decode import NOT_JSON
from graph_builder.errors import SystemFailure
from graph_builder.identifiers import Iris
from graph_builder.integrity import refuse_incomplete
from graph_builder.manifest import MANIFEST, SUMS
from portal.table import IN_PROFILES, Variant, split, variants

T = TypeVar("T")

_log: Final = logging.getLogger("tuyun.portal")
_PAUSE: Final = 2.0
"""How many seconds a release that cannot be served is left alone before it is looked at again."""
OWN: Final = (MANIFEST, SUMS)
"""Files in which a release tells of the others."""
SCOPE_KEY: Final = "tuyun.release"
_INDEX: Final = "index.html"


class Manifest(msgspec.Struct, frozen=True):
    """``release.json``, as far as a portal needs it (the rest is served as it stands)."""

    id: str
    base: str
    files: dict[str, str]
    license: str = ""


class Release:
    """One release: immutable, so it may be shared by all requests.

    Attributes:
        id: its id, the hash of its content.
        folder: where it lies, links followed.
        base: IRI under which its things lie, with ``/`` at its end.
        iris: mints and reads the IRIs under the base.
        license: IRI of the licence of the whole release; empty if ``release.json`` names none.
        digests: SHA-256 of each file, by its path; pages of what is gone are not among them.
        languages: of the pages, the archive's own first.
        variants: what a bare IRI may lead to.
        tombstones: what was withdrawn or merged, by the path of the thing (``person/a-b``).
    """

    def __init__(self, folder: Path) -> None:
        """Read a release.

        What tells of the files is checked against its hash, and that they are there; each document is checked when it
        is first read (:mod:`portal.documents`). ``tuyun verify`` reads them all.

        Raises:
            SystemFailure: if ``release.json`` or the tombstones cannot be read or are not as they were published, or a
                file is missing.
        """
        self.folder = folder
        refuse_incomplete(folder)
        manifest = _read(folder / MANIFEST, Manifest)
        self.id, self.base, self.license, self.iris = manifest.id, manifest.base, manifest.license, Iris(manifest.base)
        graves = _read(folder / TOMBSTONES, dict[str, Tombstone]) if TOMBSTONES in manifest.files else {}
        self.tombstones = {iri.removeprefix(self.base): grave for iri, grave in graves.items()}
        # The pages that tell readers of a static host of what is gone are not for a server that can say 410.
        self.digests: Mapping[str, str] = {
            path: digest for path, digest in manifest.files.items() if split(path)[0] not in self.tombstones
        } | dict.fromkeys(OWN, manifest.id)
        self.languages = self._languages()
        self.variants = variants(self.languages)

    def _languages(self) -> tuple[str, ...]:
        """Return the languages that have a home page; first the one in which pages for any reader are written."""
        found = [code for code in LANGUAGES if f"{code}/{_INDEX}" in self.digests]
        things = (split(path) for path in self.digests)
        plain = (thing for thing, suffix in things if suffix == ".html")
        own = next(filter(None, (self._twin(thing, found) for thing in plain)), "")
        return tuple(sorted(found, key=lambda code: code != own))

    def _twin(self, thing: str, codes: Sequence[str]) -> str:
        """Return the language of a thing's page for any reader: that of the page that is the same."""
        page = self.digests.get(f"{thing}.html")
        return next((code for code in codes if page and self.digests.get(f"{thing}.{code}.html") == page), "")

    def language_of(self, path: str) -> str:
        """Return the language of a page; empty if it is not known."""
        thing, suffix = split(path)
        named = (code for code in self.languages if suffix.endswith(f".{code}.html") or path.startswith(f"{code}/"))
        return next(named, "") or (self._twin(thing, self.languages) if suffix == ".html" else "")

    @cached_property
    def _suffixes(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for path in self.digests:
            thing, suffix = split(path)
            found.setdefault(thing, []).append(suffix)
        return {thing: tuple(suffixes) for thing, suffixes in found.items()}

    def suffixes(self, thing: str) -> tuple[str, ...]:
        """Return the suffixes, with the dot, of all documents of a thing; empty if there is none of this name."""
        return self._suffixes.get(thing, ())

    @property
    def things(self) -> Iterator[str]:
        """The paths of all things: what has data in a format that a bare IRI leads to."""
        return (thing for thing in self._suffixes if self.offered(thing))

    def offered(self, thing: str) -> tuple[Variant, ...]:
        """Return the documents to which a bare IRI may lead; none if it is no thing: a thing has data."""
        found = tuple(one for one in self.variants if thing + one.suffix in self.digests)
        return found if any(one.format.is_rdf for one in found) else ()

    def in_profiles(self, thing: str) -> tuple[Variant, ...]:
        """Return the documents of a thing in other vocabularies."""
        return tuple(one for one in IN_PROFILES if thing + one.suffix in self.digests)

    @cached_property
    def about(self) -> Mapping[str, object]:
        """All that ``release.json`` says: counts, tool version, hash of the input."""
        return _read(self.folder / MANIFEST, dict[str, object])

    def holds(self, path: str) -> bool:
        """Tell whether there is a file; only these are ever opened, so no path leads out of the release."""
        return path in self.digests

    def file(self, path: str) -> Path:
        """Return where a file lies.

        Raises:
            KeyError: if the release does not hold it.
        """
        if path not in self.digests:
            raise KeyError(path)
        return self.folder / path

    def read(self, path: str) -> bytes:
        """Return the content of a file (errors as in :meth:`file`)."""
        return self.file(path).read_bytes()


class Releases:
    """The releases of a folder: knows which is current, and sees when another is swapped in."""

    def __init__(self, folder: Path) -> None:
        """Open the current release of a folder, or the folder itself if it is a release.

        Raises:
            InputError: if neither is there.
            SystemFailure: if it cannot be read.
        """
        self._link = folder / "current"
        self._address = str(self._link)
        self._lock = threading.Lock()
        self._refused, self._again = ("", ""), 0.0
        self._target = self._look()
        self._current = Release(published.current(folder))

    @property
    def current(self) -> Release:
        """The release that is current now; one system call where nothing was swapped."""
        target = self._look()
        if target != self._target:
            self._swap(target)
        elif self._refused[0]:
            self._refused = ("", "")  # led back to the one that is served
        return self._current

    @property
    def refused(self) -> tuple[str, str]:
        """The id of the release that was swapped in and cannot be served, and why; both empty if there is none."""
        return self._refused

    def of(self, scope: Scope) -> Release:
        """Return the release with which a request began: every part of its answer comes from this one."""
        release = scope.get(SCOPE_KEY)
        if not isinstance(release, Release):
            release = scope[SCOPE_KEY] = self.current
        return release

    def kept(self, id_: str) -> Path | None:
        """Return the folder of a release that is kept; nothing if it is not."""
        folder = self._link.parent / "releases" / id_
        return folder if (folder / MANIFEST).is_file() else None

    def ids(self) -> list[str]:
        """Return the ids of all releases that are kept, the newest first."""
        found = [file.parent for file in (self._link.parent / "releases").glob(f"[0-9a-f]*/{MANIFEST}")]
        return [one.name for one in sorted(found, key=lambda one: (-one.stat().st_mtime, one.name))]

    def _look(self) -> str:
        try:
            return os.readlink(self._address)  # noqa: PTH115 - asked on every request, and a Path takes ten times as long
        except OSError:  # the folder is one release, without a link; or it is being moved: what was opened stands
            return getattr(self, "_target", "")

    def _swap(self, target: str) -> None:
        with self._lock:
            name = Path(target).name
            if target == self._target or (name == self._refused[0] and time.monotonic() < self._again):
                return
            try:
                self._current = Release(self._link.parent / target)
            except SystemFailure as error:
                # Half there, or damaged: the release before goes on being served, and a later request looks again.
                self._again = time.monotonic() + _PAUSE
                if self._refused != (name, str(error)):
                    self._refused = (name, str(error))
                    _log.error("release %s is not served, %s is: %s", name, self._current.id, error)
                return
            self._target, self._refused = target, ("", "")


def _read(path: Path, form: type[T]) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=form)
    except OSError as error:
        raise SystemFailure(f"{path}: {error.strerror}") from error
    except NOT_JSON as error:
        raise SystemFailure(f"{path}: {error}; build the release again") from error
