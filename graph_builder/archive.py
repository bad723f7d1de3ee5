"""The archive folder: its settings, and its files in an order that does not depend on the file system."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from graph_builder import configuration
from graph_builder.configuration import Config, read_configuration
from graph_builder.dates import PartialDate
from graph_builder.decode import decode
from graph_builder.durable import sync_folder
from graph_builder.errors import InputError, SystemFailure
from graph_builder.listing import ArchiveFile, Folder, check, find
from graph_builder.page_table import PAGE_TABLE, PageRow, read_page_table
from graph_builder.problems import Place, Problem, Problems
from graph_builder.settings import CONFIGURATION_BYTES, TABLE_BYTES
from graph_builder.withdrawals import WITHDRAWN, Withdrawal, read_withdrawals

__all__ = ["Archive", "ArchiveFile", "Folder", "PageFile", "Pages"]

REGISTER: Final = "identifiers.csv"
_FRESH_REGISTER: Final = f".{REGISTER}.new"
_TABLES: Final = (configuration.FILE, PAGE_TABLE, WITHDRAWN)

_PAGE_SUFFIXES: Final = frozenset({".txt", ".html", ".htm"})
_RECORD_SUFFIXES: Final = frozenset({".csv", ".json", ".jsonl", ".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class PageFile:
    """A captured page.

    Attributes:
        path: relative to the archive, with ``/``.
        data: the bytes as captured.
        url: where it was captured; None when not known.
        retrieved: when it was captured; None when not known.
    """

    path: str
    data: bytes
    url: str | None
    retrieved: PartialDate | None


@dataclass(frozen=True)
class Pages:
    """The pages of an archive, each read when its turn comes, so that memory stays flat.

    Attributes:
        files: the files, sorted by path.
        rows: what ``pages.csv`` says, by path.
        problems: where a page that cannot be read any more is reported.
    """

    files: tuple[ArchiveFile, ...]
    rows: dict[str, PageRow]
    problems: Problems

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.files)

    def __iter__(self) -> Iterator[PageFile]:
        """Read one after the other; a page that cannot be read is reported and passed over."""
        for file in self.files:
            if (data := file.data(self.problems)) is not None:
                yield _page(file.path, data, self.rows.get(file.path))


@dataclass(frozen=True)
class Archive:
    """An archive folder that was found in order; what is out of order in it was reported.

    Attributes:
        folder: where it lies, resolved.
        config: its settings.
        pages: the captured pages, read one at a time.
        authorities: the authority files, sorted by path.
        records: the files of records, sorted by path.
        register_text: the register of minted slugs; empty when there is none yet.
        withdrawals: what an editor says of what is gone, by address (kind/slug).
    """

    folder: Path
    config: Config
    pages: Pages
    authorities: tuple[ArchiveFile, ...]
    records: tuple[ArchiveFile, ...]
    register_text: str
    withdrawals: dict[str, Withdrawal]

    @classmethod
    def open(cls, folder: Path, problems: Problems) -> "Archive":
        """Read the settings and find the files.

        Args:
            folder: the folder that holds ``tuyun.toml``.
            problems: where everything that is passed over is reported.

        Raises:
            InputError: if the settings or the register of slugs cannot be read: without the first nothing can be
                built, without the second published addresses would change.
        """
        if not folder.is_dir():
            said = "this is no folder" if folder.exists() else "no such folder"
            raise InputError(f"{folder}: {said}; name the folder that holds {configuration.FILE}")
        root = folder.resolve()
        settings = _required(root, configuration.FILE, CONFIGURATION_BYTES)
        if settings is None:
            remedy = "make it, or let tuyun init make a new archive to copy it from"
            raise InputError(f"{folder / configuration.FILE}: the archive has no settings; {remedy}")
        config = read_configuration(settings)
        pages = find(root, Folder.PAGES, _PAGE_SUFFIXES, config.limits.page_bytes, problems)
        return cls(
            root,
            config,
            Pages(tuple(pages), _page_rows(root, problems), problems),
            tuple(find(root, Folder.AUTHORITIES, _RECORD_SUFFIXES, config.limits.record_bytes, problems)),
            tuple(find(root, Folder.RECORDS, _RECORD_SUFFIXES, config.limits.record_bytes, problems)),
            _register_text(root),
            read_withdrawals(_table(root, WITHDRAWN, problems) or "", problems),
        )

    def page(self, path: Path) -> PageFile:
        """Return one page, in the archive (with what ``pages.csv`` says of it) or elsewhere.

        Raises:
            InputError: if it cannot be read or is too large.
        """
        location = path.resolve()
        inside = location.is_relative_to(self.folder)
        name = location.relative_to(self.folder).as_posix() if inside else path.name
        problems = Problems()
        data = ArchiveFile(name, location, Folder.PAGES, self.config.limits.page_bytes).data(problems)
        if data is None:
            raise InputError("\n".join(map(str, problems)))
        return _page(name, data, self.pages.rows.get(name) if inside else None)

    def write_register(self, text: str) -> None:
        """Replace the register of slugs in one step, if it changed.

        Raises:
            InputError: if the file is no longer what was read: somebody else has minted slugs.
            SystemFailure: if the system does not let us; the old register then stands.
        """
        fresh = self.folder / _FRESH_REGISTER
        try:
            if fresh.exists():
                fresh.unlink()  # a build was killed while it wrote it
            if text == self.register_text:
                return
            if _register_text(self.folder) != self.register_text:
                raise InputError(f"{self.folder / REGISTER}: it was changed while the archive was read; build again")
            try:
                with fresh.open("x", encoding="utf-8", newline="") as new:
                    new.write(text)
                    new.flush()
                    os.fsync(new.fileno())
                fresh.chmod(0o644)
                fresh.replace(self.folder / REGISTER)
                sync_folder(self.folder)
            except OSError:
                fresh.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise SystemFailure(
                f"{self.folder / REGISTER}: {error.strerror}; nothing was published: new addresses must be kept there, "
                "make the folder writable or make room"
            ) from error

    def input_hashes(self) -> Iterator[tuple[str, str]]:
        """Yield (path, SHA-256 in hexadecimal) of every file that a build reads but the register, which it writes."""
        problems = Problems()
        top = [check(self.folder, name, None, TABLE_BYTES, problems) for name in _TABLES]
        for file in (*filter(None, top), *self.pages.files, *self.authorities, *self.records):
            digest = sha256()
            for line in file.lines(problems):
                digest.update(line)
            yield file.path, digest.hexdigest()


def _page(path: str, data: bytes, row: PageRow | None) -> PageFile:
    return PageFile(path, data, row.url if row else None, row.retrieved if row else None)


def _required(root: Path, name: str, limit: int) -> bytes | None:
    """Return the bytes of a file at the top of the archive; nothing when there is none.

    Raises:
        InputError: if there is one that cannot be read.
    """
    if not os.path.lexists(root / name):
        return None
    problems = Problems()
    file = check(root, name, None, limit, problems)
    data = file.data(problems) if file else None
    if data is None:
        raise InputError("\n".join(map(str, problems)))
    return data


def _register_text(root: Path) -> str:
    data = _required(root, REGISTER, TABLE_BYTES)
    text = decode(data or b"", Place(REGISTER))
    if isinstance(text, Problem):
        raise InputError(str(text))
    return text


def _page_rows(root: Path, problems: Problems) -> dict[str, PageRow]:
    text = _table(root, PAGE_TABLE, problems, Folder.PAGES)
    return {} if text is None else read_page_table(text, root, _PAGE_SUFFIXES, problems)


def _table(root: Path, name: str, problems: Problems, folder: Folder | None = None) -> str | None:
    """Return the text of a table; nothing where there is none, or, with a problem, where it cannot be read."""
    if not os.path.lexists(root / name):
        return None
    file = check(root, name, folder, TABLE_BYTES, problems)
    return file.text(problems) if file else None
