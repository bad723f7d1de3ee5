"""``tuyun build`` and ``tuyun check``: a run, what is written of it, and what is said of it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final

from rich.console import Console

from exports import dumps, report_files
from exports.changes.history import Clock, History
from exports.changes.reasons import Reasons
from graph_builder import integrity, release
from graph_builder.archive import Folder
from graph_builder.cli.clock import clock, clock_warnings
from graph_builder.cli.counting import counted, entity_counts
from graph_builder.cli.pipeline import Means, Outcome, run
from graph_builder.cli.progress import Progress
from graph_builder.cli.release_content import carried_on, closing_shares, files, page_shares
from graph_builder.cli.workflow_commands import commands
from graph_builder.errors import InputError
from graph_builder.memo import Memo
from graph_builder.old_releases import Found, Last, last_whole, system_failures
from graph_builder.problems import Severity
from graph_builder.program import fingerprint
from graph_builder.stored import Stored
from graph_builder.untouched import Untouched

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
    out, tell, progress, untouched = plan.out, clock(plan.released), Progress(console), Untouched(plan.means.memo)
    outcome = _run(archive, plan, progress)
    stored = outcome.dataset
    assert isinstance(stored.view, Stored)
    if plan.pages:
        outcome = replace(outcome, dataset=outcome.dataset.in_memory())
    with progress.during("comparing"), system_failures(plan.means.place):
        found = last_whole(out, carried_on, untouched)
        last = found.last
        history = _history(outcome, last, lambda before, sources: tell(before and max(before, found.newest), sources))
    counts = entity_counts(stored.view, plan.means.memo)
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
        files(outcome, history, plan.pages, plan.documents),
        about,
        [
            *dumps.dataset_shares(stored, plan.means.memo, plan.means.before),
            *outcome.documents,
            *(page_shares(outcome, history) if plan.pages else ()),
        ],
        plan.means.jobs,
        lambda written: progress.over(written, "writing", 0),
        follows=found.current,
        keep=plan.keep or outcome.archive.config.keep_releases,
        closing=partial(closing_shares, history) if plan.pages else lambda _: (),
    )
    integrity.note_written(published.folder, carried_on, untouched)
    plan.means.memo.prune()
    lines = [*_damage(found), *clock_warnings(history.releases[-1].time), *report_files.text_lines(outcome.report)]
    _say(lines, console)
    entities = ", ".join(f"{number} {name}" for name, number in counts.items())
    progress.note(f"published {entities}")
    if last and history.has_news:
        progress.note(f"since the last release: {_changed(history)}")
    progress.note(f"release {published.id}, {published.files} files{'' if published.new else ', as before'}")
    if published.repaired:
        progress.note(f"it lay there already; {counted(published.repaired, 'damaged file')} of it made good")
    progress.note(_summary(outcome))
    progress.note(f"report {out / 'current' / 'report' / ('validation.html' if plan.pages else 'validation.json')}")
    progress.note(f"open {out / 'current' / ('index.html' if plan.pages else 'data')}")
    return outcome.kept_out


def _say(lines: list[str], console: Console) -> None:
    """Say many lines: laid out and coloured for people, as they are for whatever reads them elsewhere."""
    text = "\n".join(lines)
    if lines and console.is_terminal:
        console.print(text, markup=False)  # in one call: each lays its text out anew
    elif lines:
        console.out(text, highlight=False)


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
            text = "\n".join(commands(report, archive))
        case ReportFormat.TEXT:
            text = "\n".join([*report_files.text_lines(report), *report_files.warning_lines(report), _summary(outcome)])
    return text, outcome.kept_out


def _history(outcome: Outcome, last: Last | None, tell: Clock) -> History:
    withheld = (one.entity for one in outcome.report.withheld)
    reasons = Reasons(outcome.dataset.iris.base, outcome.archive.withdrawals, withheld)
    return History(outcome.dataset, last, reasons, tell)


def _damage(found: Found) -> Iterator[str]:
    if found.damaged and found.last:
        yield from (f"warning: {line}" for line in found.damaged)
        yield f"warning: what is new was therefore found by comparing with release {found.last.id}"


def _changed(history: History) -> str:
    counts = history.releases[-1].counts
    return ", ".join(f"{sum(kinds.values())} {action}" for action, kinds in counts.items())


def _summary(outcome: Outcome) -> str:
    report = outcome.report
    errors = sum(one.severity is Severity.ERROR for one in report.problems)
    remarks, withheld, warnings = len(report.problems) - errors, len(report.withheld), len(report.warnings)
    return (
        f"{counted(errors, 'error')} and {counted(remarks, 'remark')} in the input, "
        f"{counted(withheld, 'entity', 'entities')} withheld, {counted(warnings, 'warning')}; "
        f"{len(outcome.dataset.view)} triples conform"
    )
