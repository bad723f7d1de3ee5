"""Which files a release holds: what they are made of, and those of the release before that the next is made from."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from exports import datasets, harvest, report_files
from exports.changes import files as change_files
from exports.changes import finding, paths
from exports.changes.history import History
from graph_builder.cli.pipeline import Outcome
from graph_builder.codings import coded_files
from graph_builder.records.json_schema import schema_file
from graph_builder.release import Written
from graph_builder.release_files import Content, Share

_HISTORY: Final = frozenset(
    {paths.RELEASES, paths.ENTITIES, paths.TOMBSTONES, finding.DATASET, harvest.ABOUT, harvest.RECORDS}
)
_KEPT: Final = tuple(path.partition("{")[0] for path in (paths.LOG, paths.ACTIVITY_PAGE, paths.STREAM_PAGE))


def carried_on(path: str) -> bool:
    """Tell whether the next release is made from a file of this one."""
    return path in _HISTORY or path.startswith(_KEPT)


def files(outcome: Outcome, history: History, pages: bool, documents: bool) -> Iterator[tuple[str, Content]]:
    """Yield path and content of every file of a release but the dumps and the pages, room by room.

    Args:
        outcome: what is published.
        history: the releases before, and what changed since.
        pages: whether entities get pages.
        documents: without pages, whether entities get their documents all the same.
    """
    dataset, report = outcome.dataset, outcome.report
    yield from datasets.vocabulary_files()
    yield "records.schema.json", schema_file()
    yield from report_files.plan(report, outcome.quarantined, dataset.iris)
    yield from change_files.plan(history)
    if documents and not pages and not outcome.documents:
        yield from datasets.document_files(dataset)
        yield datasets.together(dataset)
    if pages:
        from exports.names import index_file
        from exports.tables import files as table_files

        yield from datasets.document_files(dataset)
        yield from datasets.framing_files(dataset)
        yield from index_file.plan(dataset)
        yield from table_files.plan(dataset)


def page_shares(outcome: Outcome, history: History) -> Sequence[Share]:
    """Return the work of making the pages of a release."""
    from exports import pages  # here, since pages take long to load and a build may do without

    return pages.share_pages(outcome.dataset, outcome.report, history)


def closing_shares(history: History, written: Written) -> list[Share]:
    """Return the work on the files that are written already: records for harvesters, dumps as they are sent."""
    dumps = [path for path in written.hashes if path.startswith("data/dataset.") and not path.endswith("sha256")]
    return [
        partial(harvest.plan, history, written),
        *(partial(coded_files, [path], written.chunks) for path in dumps),
    ]
