"""Faults as commands of a workflow (GitHub Actions), which show each beside its line in a review."""

from collections.abc import Iterator
from pathlib import Path

from graph_builder.problems import Place, Severity
from graph_builder.rdf import local_name
from graph_builder.report import Report


def commands(report: Report, folder: Path) -> Iterator[str]:
    """Yield a command for each fault of a report.

    Args:
        report: what was found.
        folder: of the archive, as the review names its files.
    """
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
