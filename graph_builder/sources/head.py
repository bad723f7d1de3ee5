"""The head of a file: which source speaks, and of which kind its records are."""

from pathlib import PurePosixPath
from typing import Final

import msgspec

from graph_builder.listing import ArchiveFile, Folder
from graph_builder.problems import Problems
from graph_builder.records import KINDS, Source
from graph_builder.records.checking import find_faults
from graph_builder.records.codec import dec_hook
from graph_builder.records.faults import Fault, nearest
from graph_builder.register import slugify
from graph_builder.sources.convert import Head, kind_fault
from graph_builder.sources.tree import Tree

_FIELDS: Final = ("source", "kind", "records")
_SOURCE_REMEDY: Final = (
    "begin the file with source: {id: a-slug-of-its-own, rank: partner}; the source's name, url and date may follow"
)


def read_head(tree: Tree, file: ArchiveFile, problems: Problems) -> Head | None:
    """Return the head, or nothing when nobody would stand behind the records.

    An authority file may leave out its source, which then is the file itself, of rank editor; a file of records
    must name the id and the rank of its source.

    Args:
        tree: the fields of the head, without the records.
        file: the file.
        problems: where all faults are gathered.
    """
    tree.report_writing(problems)
    head = tree.value if isinstance(tree.value, dict) else {}
    faults = [
        Fault((name,), "unknown-field", f"unknown field “{name}” in the head", nearest(name, _FIELDS))
        for name in head
        if name not in _FIELDS
    ]
    kind = head.get("kind", "")
    if kind != "" and (not isinstance(kind, str) or kind not in KINDS):
        faults.append(kind_fault(kind))
    tree.report(faults, problems)
    source = _source(tree, head, file, problems)
    doubtful = any(fault.path[:1] in {("source",), ("kind",)} for fault in tree.faults)
    if source is None or doubtful:
        return None
    return Head(source, str(kind), tree.place(("source", "corrects")) if source.corrects else None)


def _source(tree: Tree, head: dict[str, object], file: ArchiveFile, problems: Problems) -> Source | None:
    given = head.get("source", {} if file.folder is Folder.AUTHORITIES else None)
    if given is None:
        fault = Fault(("source",), "missing-field", "the head does not say whose records these are", _SOURCE_REMEDY)
        tree.report([fault], problems)
        return None
    value = given
    if isinstance(given, dict):
        defaults = _authority(file) if file.folder is Folder.AUTHORITIES else {}
        value = {"name": _name(file), **defaults, **given, "file": file.path}
    faults = find_faults(value, Source, tree.typed)
    if isinstance(given, dict) and "file" in given:
        faults.append(Fault(("file",), "unknown-field", "the file of a source is filled in by itself", "delete it"))
    if isinstance(given, dict) and "rank" not in given and file.folder is Folder.RECORDS:
        faults.append(
            Fault(("rank",), "missing-field", "rank is required", "add rank: partner, or editor, publisher, page")
        )
    tree.report([Fault(("source", *fault.path), fault.code, fault.message, fault.remedy) for fault in faults], problems)
    return None if faults else msgspec.convert(value, Source, strict=tree.typed, dec_hook=dec_hook)


def _name(file: ArchiveFile) -> dict[str, str]:
    """Return what a source is called whose head does not say it."""
    words = {"ky": "Архивдин файлы", "ru": "Файл архива", "en": "File of the archive"}
    return {language: f"{text}: {file.path}" for language, text in words.items()}


def _authority(file: ArchiveFile) -> dict[str, str]:
    stem = slugify(PurePosixPath(file.path).stem)
    return {"id": f"authorities-{stem}" if stem else "authorities", "rank": "editor"}
