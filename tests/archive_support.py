"""The sample archive, read and validated once a test run, without publishing it."""

from functools import cache
from pathlib import PurePosixPath

from rich.console import Console
from support import ARCHIVE

from exports.datasets import plan
from graph_builder.cli.pipeline import Outcome, run
from graph_builder.cli.progress import Progress


@cache
def sample_outcome() -> Outcome:
    """Return what a run over the sample archive yields."""
    return run(ARCHIVE, Progress(Console(quiet=True)))


@cache
def sample_files() -> dict[str, bytes]:
    """Return the data files of the sample's release by path."""
    planned = plan(sample_outcome().dataset)
    return {path: content if isinstance(content, bytes) else b"".join(content) for path, content in planned}


def documents_of(kind: str, suffix: str) -> dict[str, bytes]:
    """Return the documents of a kind in one format, by path."""
    found = sample_files().items()
    return {path: data for path, data in found if path.startswith(f"{kind}/") and _suffix(path) == suffix}


def _suffix(path: str) -> str:
    return PurePosixPath(path).name.partition(".")[2]
