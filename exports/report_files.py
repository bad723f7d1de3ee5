"""The report of a run as text lines, JSON, and a SHACL validation report in Turtle; the quarantine beside it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from exports.turtle import turtle
from graph_builder.identifiers import Iris
from graph_builder.namespaces import PREFIXES, RDF_TYPE
from graph_builder.problems import Place, Problem
from graph_builder.rdf import Quad, Term, Triple, boolean, document_of, iri, is_iri, literal_parts, local_name, tagged
from graph_builder.report import Advised, Report, ShapeResult, Withheld

_SH: Final = PREFIXES["sh"]
LISTED: Final = 50
"""How many warnings of one cause the text lists; the data files hold all."""


def plan(report: Report, quarantined: Iterable[Quad], iris: Iris) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the report's data files and of each withheld entity's claims."""
    yield "report/validation.json", json_bytes(report)
    yield "report/validation.ttl", b"".join(turtle(sorted(_results(report, iris))))
    by_entity: dict[str, list[Quad]] = defaultdict(list)
    for quad in quarantined:
        by_entity[iris.path(document_of(quad[0]))].append(quad)
    for path, quads in sorted(by_entity.items()):
        text = "".join(f"{' '.join(quad)} .\n" for quad in sorted(quads))
        yield f"report/quarantine/{path.replace('/', '-')}.nq", text.encode()


def json_bytes(report: Report) -> bytes:
    """Return the report as JSON: problems, withheld entities with reasons, warnings, focus nodes by shape."""
    content = {
        "problems": [_problem(problem) for problem in report.problems],
        "withheld": [_withheld(withheld) for withheld in report.withheld],
        "warnings": [_result(one.result) | {"places": _places(one.places)} for one in report.warnings],
        "focusNodes": {local_name(shape): count for shape, count in report.focus_nodes},
    }
    return msgspec.json.format(msgspec.json.encode(content), indent=2) + b"\n"


def text_lines(report: Report, language: str = "en") -> list[str]:
    """Return the lines that an editor reads: problems, and what was withheld and why."""
    lines = [str(problem) for problem in report.problems]
    for withheld in report.withheld:
        lines.append(f"{_where(withheld.places)}: withheld: {_bare(withheld.entity)}")
        if withheld.because_of:
            lines.append(f"    it refers to {_bare(withheld.because_of)}, which is withheld")
        for reason in withheld.reasons:
            lines.append(f"    {_cause(reason, language)}{_now(reason)}")
    return lines


def warning_lines(report: Report, language: str = "en") -> list[str]:
    """Return the warnings by cause, the most frequent first, each with its entity and places."""
    by_cause: dict[str, list[Advised]] = defaultdict(list)
    for one in report.warnings:
        by_cause[_cause(one.result, language)].append(one)
    lines = []
    for cause, found in sorted(by_cause.items(), key=lambda entry: (-len(entry[1]), entry[0])):
        lines.append(f"warning: {cause} [{len(found)}]")
        listed = sorted(found, key=lambda one: (one.places, one.result))[:LISTED]
        lines += [f"    {_where(one.places)}: {_bare(one.result.focus)}{_now(one.result)}" for one in listed]
        if len(found) > LISTED:
            lines.append(f"    and {len(found) - LISTED} more: --format json lists all")
    return lines


def _where(places: Iterable[Place]) -> str:
    return ", ".join(map(str, places)) or "derived"


def _cause(result: ShapeResult, language: str) -> str:
    message = dict(result.messages).get(language, result.component)
    return f"{local_name(result.path) if is_iri(result.path) else result.path}: {message}"


def _now(result: ShapeResult) -> str:
    return f" (now: {_plain(result.value)})" if result.value else ""


def _plain(term: str) -> str:
    return term[1:-1] if is_iri(term) else literal_parts(term)[0]


def _bare(term: str) -> str:
    return term[1:-1] if is_iri(term) else term


def _place(place: Place) -> dict[str, object]:
    return {"file": place.file, "line": place.line, "path": place.path}


def _places(places: Iterable[Place]) -> list[dict[str, object]]:
    return [_place(place) for place in places]


def _problem(problem: Problem) -> dict[str, object]:
    return {
        **_place(problem.place),
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "remedy": problem.remedy,
    }


def _withheld(withheld: Withheld) -> dict[str, object]:
    return {
        "entity": _bare(withheld.entity),
        "becauseOf": _bare(withheld.because_of) or None,
        "places": _places(withheld.places),
        "reasons": [_result(reason) for reason in withheld.reasons],
    }


def _result(result: ShapeResult) -> dict[str, object]:
    return {
        "focusNode": _bare(result.focus),
        "path": _bare(result.path),
        "value": result.value,
        "component": result.component,
        "shape": _bare(result.shape),
        "severity": result.severity,
        "message": dict(result.messages),
    }


def _sh(name: str) -> Term:
    return f"<{_SH}{name}>"


def _results(report: Report, iris: Iris) -> Iterator[Triple]:
    """Yield the SHACL validation reports of what was found, before anything was withheld (SHACL §3.6).

    One tells what violates a shape, the other what was advised: what is published conforms to the first.
    """
    violations = {reason for withheld in report.withheld for reason in withheld.reasons}
    for name, results in (("validation", violations), ("advice", {one.result for one in report.warnings})):
        node = iri(f"{iris.base}report/{name}")
        yield node, RDF_TYPE, _sh("ValidationReport")
        yield node, _sh("conforms"), boolean(not results)
        for number, result in enumerate(sorted(results), start=1):
            part = iris.part(node, f"result-{number}")
            yield node, _sh("result"), part
            yield from _one_result(part, result)


def _one_result(part: Term, result: ShapeResult) -> Iterator[Triple]:
    yield part, RDF_TYPE, _sh("ValidationResult")
    yield part, _sh("focusNode"), result.focus
    yield part, _sh("sourceConstraintComponent"), _sh(result.component)
    yield part, _sh("sourceShape"), result.shape
    yield part, _sh("resultSeverity"), _sh(result.severity)
    if result.value:
        yield part, _sh("value"), result.value
    if is_iri(result.path):
        yield part, _sh("resultPath"), result.path
    for language, text in result.messages:
        yield part, _sh("resultMessage"), tagged(text, language)
