"""The validation report as a page for the person who must mend: grouped by what to do, with file and line."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Checked, Download, Finding, FindingGroup, Link, ReportSection, ReportView
from exports.problem_texts import in_language, kind_of
from graph_builder.identifiers import Iris
from graph_builder.problems import Problem, Severity
from graph_builder.rdf import Term, iri_text, is_iri, literal_parts
from graph_builder.report import Advised, Report, ShapeResult, Withheld
from graph_builder.schema import schema

SHOWN: Final = 100
"""How many findings of one group a page shows; the data files beside it hold all."""

PATH: Final = "report/validation.{}.html"
DEFAULT: Final = "report/validation.html"
_TOLD_IN: Final = "en"  # what reads the input tells its problems in English

Item = TypeVar("Item")


class ReportPage:
    """Compiles the report for one language."""

    def __init__(self, iris: Iris, page: PageLanguage) -> None:
        self._base, self._page, self._words = iris.base, page, page.words

    def view(self, report: Report) -> ReportView:
        """Return the report; sections without a finding stand there too and say so."""
        title = self._words["report_title"]
        by_severity: dict[Severity, list[Problem]] = {severity: [] for severity in Severity}
        for problem in report.problems:
            by_severity[problem.severity].append(problem)
        sections = [
            self._section("withheld", len(report.withheld), self._withheld(report.withheld)),
            self._section("warnings", len(report.warnings), self._warnings(report.warnings)),
        ]
        for severity, problems in by_severity.items():
            sections.append(self._section(f"problems_{severity}", len(problems), self._problems(problems)))
        return ReportView(
            frame=self._page.frame(PATH, title, default=DEFAULT),
            sections=tuple(sections),
            checked=self._checked(report),
            downloads=(
                Download("JSON", "application/json", "report/validation.json"),
                Download("Turtle", "text/turtle", "report/validation.ttl"),
            ),
        )

    def _section(self, key: str, count: int, groups: tuple[FindingGroup, ...]) -> ReportSection:
        return ReportSection(
            anchor=key.replace("_", "-"),
            title=self._words[f"report_{key}"],
            explanation=self._words[f"report_{key}_means"],
            count=self._words.number(count),
            groups=groups,
        )

    def _withheld(self, withheld: Sequence[Withheld]) -> tuple[FindingGroup, ...]:
        """Return what is withheld under each of its causes: whoever mends one cause sees all that it holds back."""

        def key(cause: tuple[Withheld, ShapeResult | None]) -> tuple[str, str]:
            _, reason = cause
            return "", self._message(reason).text if reason else self._words["report_falls_with"]

        def finding(cause: tuple[Withheld, ShapeResult | None]) -> Finding:
            one, reason = cause
            if reason:
                detail = self._detail(reason)
            else:
                detail = self._link(one.because_of).label if one.because_of else Text("")
            return Finding(self._link(one.entity), tuple(map(str, one.places)), detail)

        causes = ((one, reason) for one in withheld for reason in one.reasons or (None,))
        return self._groups("withheld", causes, key, finding)

    def _warnings(self, warnings: Sequence[Advised]) -> tuple[FindingGroup, ...]:
        return self._groups(
            "warning",
            warnings,
            lambda one: ("", self._message(one.result).text),
            lambda one: Finding(self._link(one.result.focus), tuple(map(str, one.places)), self._detail(one.result)),
        )

    def _problems(self, problems: Sequence[Problem]) -> tuple[FindingGroup, ...]:
        """Return problems of one kind with one kind of remedy together, whatever names and numbers these hold."""

        def key(problem: Problem) -> tuple[str, str]:
            return problem.code, kind_of(problem.remedy, _TOLD_IN)

        remedies: dict[tuple[str, str], set[str]] = {}
        for problem in problems:
            remedies.setdefault(key(problem), set()).add(problem.remedy)

        def finding(problem: Problem) -> Finding:
            differs = len(remedies[key(problem)]) > 1
            return Finding(
                Link(Text(str(problem.place))),
                detail=self._told(problem.message),
                remedy=self._told(problem.remedy) if differs else Text(""),
            )

        def heading(same: tuple[str, str]) -> Text:
            one = min(remedies[same])
            return self._heading(self._told(one) if len(remedies[same]) == 1 else self._kind(one))

        return self._groups(f"problem-{problems[0].severity}" if problems else "", problems, key, finding, heading)

    def _told(self, text: str) -> Text:
        """Return a text of a problem in the page's language; in English, marked, where it is not known in it."""
        if self._page.code == _TOLD_IN:
            return Text(text)
        told = in_language(text, self._page.code)
        return Text(text, _TOLD_IN) if told is None else Text(told)

    def _kind(self, text: str) -> Text:
        """Return what texts like this one say in the page's language, with … for what differs."""
        known = self._page.code == _TOLD_IN or in_language(text, self._page.code) is not None
        return Text(kind_of(text, self._page.code), "" if known else _TOLD_IN)

    def _heading(self, told: Text) -> Text:
        """Return a remedy with a capital letter, unless it begins with a name that is not translated."""
        if self._page.code != _TOLD_IN and not told.language and told.text[:1].isascii():
            return told
        return Text(told.text[:1].upper() + told.text[1:], told.language)

    def _groups(
        self,
        prefix: str,
        items: Iterable[Item],
        key: Callable[[Item], tuple[str, str]],
        finding: Callable[[Item], Finding],
        heading: Callable[[tuple[str, str]], Text] = lambda key: Text(key[1]),
    ) -> tuple[FindingGroup, ...]:
        grouped: dict[tuple[str, str], list[Item]] = {}
        for item in items:
            grouped.setdefault(key(item), []).append(item)
        ordered = sorted(grouped.items(), key=lambda entry: (-len(entry[1]), entry[0]))
        return tuple(
            FindingGroup(
                anchor=f"{prefix}-{number}",
                remedy=heading(same),
                code=same[0],
                count=self._words.number(len(members)),
                findings=tuple(map(finding, members[:SHOWN])),
                hidden=self._words.number(len(members) - SHOWN) if len(members) > SHOWN else "",
            )
            for number, (same, members) in enumerate(ordered, start=1)
        )

    def _message(self, result: ShapeResult) -> Text:
        if result.messages:
            return self._page.said(dict(result.messages))
        return Text(result.component)

    def _detail(self, result: ShapeResult) -> Text:
        name = self._page.label(result.path).text if result.path.startswith("<") else ""
        value = ""
        if result.value:
            value = self._page.label(result.value).text if is_iri(result.value) else literal_parts(result.value)[0]
        return Text(": ".join(filter(None, (name, value))))

    def _link(self, term: Term) -> Link:
        """Return a link to an entity; what is withheld has no page and is called as records refer to it."""
        if self._page.href(term):
            return self._page.link(term)
        return Link(Text(iri_text(term).removeprefix(self._base)))

    def _checked(self, report: Report) -> tuple[Checked, ...]:
        classes = {shape.shape: class_ for class_, shape in schema().kinds.items()}
        rows = []
        for shape, count in report.focus_nodes:
            label = self._page.label(classes[shape]) if shape in classes else Text(iri_text(shape).rpartition("#")[2])
            rows.append(Checked(label, self._words.number(count)))
        return tuple(sorted(rows, key=lambda row: row.label.text))
