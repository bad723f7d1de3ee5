"""``tuyun build`` and ``tuyun check``: a run, what is written of it, and what is said of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec
from rich.console import Console

from exports import datasets, dumps, harvest, report_files
from exports.changes import files as change_files
from exports.changes import finding, paths
from exports.changes.history import Clock, History
from exports.changes.reasons import Reasons
from graph_builder import release
from graph_builder.archive import Folder
from graph_builder.cli.clock import clock, clock_warnings
from graph_builder.cli.pipeline import Means, Outcome, run
from graph_builder.cli.progress import Progress
from graph_builder.codings import coded_files
from graph_builder.errors import InputError
from graph_builder.memo import Memo
from graph_builder.namespaces import RDF_TYPE
from graph_builder.old_releases import Found, Last, last_whole, system_failures
from graph_builder.problems import Place, Severity
from graph_builder.program import fingerprint
from graph_builder.rdf import Triple, local_name
from graph_builder.records.json_schema import schema_file
from graph_builder.release_files import Content, Share
from graph_builder.report import Report
from graph_builder.stored import Stored

_HISTORY: Final = frozenset(
    {paths.RELEASES, paths.ENTITIES, paths.TOMBSTONES, finding.DATASET, harvest.ABOUT, harvest.RECORDS}
)
_LOGS: Final = paths.LOG.partition("{")[0]
MEMO: Final = ".memo"
"""The folder, beside the releases, of what a build keeps of its work for the next one."""


class ReportFormat(StrEnum):
    """Forms of the report for the editor."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    GITHUB = "github"


@dataclass(frozen=True)
class Plan:
    """What a build is asked for beside the archive.

    Attributes:
        out: folder of the releases.
        means: how many processes work, with how much memory, and who validates.
        pages: whether entities get their pages and documents; without, a release holds dumps, reports, vocabulary.
        documents: without pages, whether entities get their documents all the same.
        released: the time of the release, as a date or a time; None for the usual clock.
        keep: how many releases stay; None for what the archive's settings say.
        clean: whether what the last build kept of its work is passed over.
    """

    out: Path
    means: Means = field(default_factory=Means)
    pages: bool = True
    documents: bool = False
    released: str | None = None
    keep: int | None = None
    clean: bool = False


def build(archive: Path, plan: Plan, console: Console) -> int:
    """Publish an archive's release and say what was done; return how much was kept out.

    Args:
        archive: the archive folder.
        plan: what is asked for.
        console: where to say it.

    Raises:
        InputError: if the archive or ``out`` cannot be used.
        SystemFailure: if the machine fails; the old release stands.
    """
    out = plan.out
    release.check(out)
    for folder in Folder:
        if out.resolve().is_relative_to((archive / folder).resolve()):
            message = f"{out} lies in {archive / folder}, which the next build reads"
            raise InputError(f"{message}: give a folder outside of it with --out")
    with closing(Memo(out / MEMO, fingerprint(), forget=plan.clean)) as memo:
        return _build(archive, replace(plan, means=replace(plan.means, memo=memo, before=out / "current")), console)


def _build(archive: Path, plan: Plan, console: Console) -> int:
    out, tell, progress = plan.out, clock(plan.released), Progress(console)
    outcome = _run(archive, plan, progress)
    stored = outcome.dataset
    assert isinstance(stored.view, Stored)
    if plan.pages:
        outcome = replace(outcome, dataset=outcome.dataset.in_memory())
    with progress.during("comparing"), system_failures(plan.means.place):
        found = last_whole(out, _carried_on)
        last = found.last
        history = _history(outcome, last, lambda before, sources: tell(before and max(before, found.newest), sources))
    counts = _counts(stored.view, plan.means.memo)
    about = {
        "tool": f"tuyun {version('tuyun')}",
        "base": outcome.dataset.iris.base,
        "input": outcome.input_hash,
        "triples": len(outcome.dataset.view),
        "claims": len(outcome.dataset.claims),
        "entities": counts,
        "withheld": len(outcome.report.withheld),
        "warnings": len(outcome.report.warnings),
        "problems": len(outcome.report.problems),
        "license": outcome.dataset.publication.license,
        "changed": history.releases[-1].time,
        "previous": last.id if last else "",
    }
    outcome.archive.write_register(outcome.register.dump())  # first: an address once published must be in it
    published = release.publish(
        out,
        _files(outcome, history, plan),
        about,
        [
            *dumps.dataset_shares(stored, plan.means.memo, plan.means.before),
            *outcome.documents,
            *(_pages(outcome, history) if plan.pages else ()),
        ],
        plan.means.jobs,
        lambda written: progress.over(written, "writing", 0),
        follows=found.current,
        keep=plan.keep or outcome.archive.config.keep_releases,
        closing=partial(_closing, history) if plan.pages else lambda _: (),
    )
    plan.means.memo.prune()
    lines = [*_damage(found), *clock_warnings(history.releases[-1].time), *report_files.text_lines(outcome.report)]
    if lines:
        console.print("\n".join(lines), markup=False)  # in one call: each lays its text out anew
    entities = ", ".join(f"{number} {name}" for name, number in counts.items())
    progress.note(f"published {entities}")
    if last and history.has_news:
        progress.note(f"since the last release: {_changed(history)}")
    progress.note(f"release {published.id}, {published.files} files{'' if published.new else ', as before'}")
    if published.repaired:
        progress.note(f"it lay there already; {_counted(published.repaired, 'damaged file')} of it made good")
    progress.note(_summary(outcome))
    progress.note(f"report {out / 'current' / 'report' / ('validation.html' if plan.pages else 'validation.json')}")
    progress.note(f"open {out / 'current' / ('index.html' if plan.pages else 'data')}")
    return outcome.kept_out


def _run(archive: Path, plan: Plan, progress: Progress) -> Outcome:
    if not plan.means.master:
        return run(archive, progress, plan.means)
    if plan.pages:
        raise InputError("--engine spark makes no pages: add --no-pages, and --documents for the documents of entities")
    from graph_builder.cli import spark_pipeline  # here, since a build on one machine does without

    return spark_pipeline.run(archive, progress, plan.means, plan.documents)


def check(archive: Path, form: ReportFormat, console: Console) -> tuple[str, int]:
    """Return the report of a run that publishes nothing, and how much would be kept out."""
    outcome = run(archive, Progress(console))
    report = outcome.report
    match form:
        case ReportFormat.JSON:
            text = report_files.json_bytes(report).decode()
        case ReportFormat.HTML:
            from exports import pages

            text = pages.report_page(outcome.dataset, report).decode()
        case ReportFormat.GITHUB:
            text = "\n".join(_annotations(report, archive))
        case ReportFormat.TEXT:
            text = "\n".join([*report_files.text_lines(report), *report_files.warning_lines(report), _summary(outcome)])
    return text, outcome.kept_out


def _history(outcome: Outcome, last: Last | None, tell: Clock) -> History:
    withheld = (one.entity for one in outcome.report.withheld)
    reasons = Reasons(outcome.dataset.iris.base, outcome.archive.withdrawals, withheld)
    return History(outcome.dataset, last, reasons, tell)


def _carried_on(path: str) -> bool:
    """Tell whether the next release is made from a file of this one."""
    return path in _HISTORY or path.startswith(_LOGS)


def _damage(found: Found) -> Iterator[str]:
    if found.damaged and found.last:
        yield from (f"warning: {line}" for line in found.damaged)
        yield f"warning: what is new was therefore found by comparing with release {found.last.id}"


def _changed(history: History) -> str:
    counts = history.releases[-1].counts
    return ", ".join(f"{sum(kinds.values())} {action}" for action, kinds in counts.items())


def _files(outcome: Outcome, history: History, plan: Plan) -> Iterator[tuple[str, Content]]:
    """Every file of a release but the dumps and the pages, room by room."""
    dataset, report = outcome.dataset, outcome.report
    yield from datasets.vocabulary_files()
    yield "records.schema.json", schema_file()
    yield from report_files.plan(report, outcome.quarantined, dataset.iris)
    yield from change_files.plan(history)
    if plan.documents and not plan.pages and not outcome.documents:
        yield from datasets.document_files(dataset)
        yield datasets.together(dataset)
    if plan.pages:
        from exports.names import index_file
        from exports.tables import files as table_files

        yield from datasets.document_files(dataset)
        yield from datasets.framing_files(dataset)
        yield from index_file.plan(dataset)
        yield from table_files.plan(dataset)


def _pages(outcome: Outcome, history: History) -> Sequence[Share]:
    from exports import pages  # here, since pages take long to load and a build may do without

    return pages.share_pages(outcome.dataset, outcome.report, history)


def _closing(history: History, written: release.Written) -> list[Share]:
    """What is made of the files that are written already: records for harvesters, dumps as they are sent."""
    dumps = [path for path in written.hashes if path.startswith("data/dataset.") and not path.endswith("sha256")]
    return [
        partial(harvest.plan, history, written),
        *(partial(coded_files, [path], written.chunks) for path in dumps),
    ]


def _counts(view: Stored[Triple], memo: Memo) -> dict[str, int]:
    """Return how many entities of each class there are."""
    counts: Counter[str] = Counter()
    for piece in view.parts:
        key = memo.key("counting", piece.digest)
        known = memo.get(key)
        if known is None:
            memo.put(key, known := msgspec.json.encode(_counts_of(piece.read())))
        counts.update(msgspec.json.decode(known, type=dict[str, int]))
    return dict(sorted(counts.items()))


def _counts_of(lines: bytes) -> Counter[str]:
    """Return how many entities of each class some N-Triples describe; dependents are not counted."""
    marker = f" {RDF_TYPE} <https://w3id.org/tuyun/".encode()
    counts: Counter[str] = Counter()
    for before, after in pairwise(lines.split(marker)):
        if b"#" not in before[before.rfind(b"\n") + 1 :]:
            counts[local_name(f"<{after[: after.index(b'>') + 1].decode()}")] += 1
    return counts


def _summary(outcome: Outcome) -> str:
    report = outcome.report
    errors = sum(one.severity is Severity.ERROR for one in report.problems)
    remarks, withheld, warnings = len(report.problems) - errors, len(report.withheld), len(report.warnings)
    return (
        f"{_counted(errors, 'error')} and {_counted(remarks, 'remark')} in the input, "
        f"{_counted(withheld, 'entity', 'entities')} withheld, {_counted(warnings, 'warning')}; "
        f"{len(outcome.dataset.view)} triples conform"
    )


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _annotations(report: Report, folder: Path) -> Iterator[str]:
    """Yield workflow commands that show each fault beside its line in a review."""
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
    for problem in report.problems:
        text = f"{problem.message}: {problem.remedy}"
        yield _annotation(level[problem.severity], folder, problem.place, problem.code, text)
    for withheld in report.withheld:
        for place in withheld.places:
            for reason in withheld.reasons:
                text = dict(reason.messages).get("en", reason.component)
                yield _annotation("error", folder, place, local_name(reason.shape), text)
    for advised in report.warnings:
        for place in advised.places:
            text = dict(advised.result.messages).get("en", advised.result.component)
            yield _annotation("warning", folder, place, local_name(advised.result.shape), text)


def _annotation(level: str, folder: Path, place: Place, title: str, text: str) -> str:
    line = f",line={place.line}" if place.line else ""
    return f"::{level} file={(folder / place.file).as_posix()}{line},title={title}::{_one_line(text)}"


def _one_line(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
