"""Completeness as tables, with the lists of what is missing; the full lists as CSV."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from exports.filing import ALL_KINDS
from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Download, Link
from exports.quality import paths
from exports.quality.completeness import ANY, Completeness, Finding, name_of
from exports.quality.reference import Reference
from exports.quality.views import (
    Cell,
    CompletenessRow,
    CompletenessTable,
    CompletenessView,
    MissingSection,
    MissingView,
)
from exports.wording import language_name
from graph_builder.identifiers import Iris
from graph_builder.rdf import Term, document_of, iri_text
from graph_builder.schema import schema
from graph_builder.vocabulary import vocabulary

SHOWN: Final = 100
"""How many entities that lack the same a page lists; the CSV file lists all."""


def missing_files(completeness: Completeness) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the full list of what the entities of each class lack."""
    for class_, findings in completeness.findings.items():
        lines = ["property,language,entity\r\n"]
        for finding in findings:
            name = vocabulary().terms[finding.wish.property].name
            lines += [f"{name},{finding.language},{iri_text(term)}\r\n" for term in finding.missing]
        yield paths.MISSING_CSV.format(_file(class_)), "".join(lines).encode()


def _file(class_: Term) -> str:
    return vocabulary().terms[class_].name


class CompletenessPage:
    """Compiles completeness for one language."""

    def __init__(self, completeness: Completeness, languages: Sequence[str], iris: Iris, page: PageLanguage) -> None:
        self._completeness, self._languages, self._iris = completeness, languages, iris
        self._page, self._words, self._reference = page, page.words, Reference(page)

    def view(self) -> CompletenessView:
        """Return the tables of all classes, in the order of the site's lists."""
        return CompletenessView(
            frame=self._page.frame(paths.COMPLETENESS, self._words["completeness_title"]),
            languages=tuple((one, language_name(one, self._page.code)) for one in self._languages),
            tables=tuple(self._table(class_) for class_ in sorted(self._completeness.instances, key=self._place)),
        )

    def missing(self) -> Iterator[tuple[str, MissingView]]:
        """Yield path and content of the list of what each class lacks, where it lacks something."""
        way = (Link(Text(self._words["completeness_title"]), paths.COMPLETENESS.format(self._page.code)),)
        for class_, findings in self._completeness.findings.items():
            pattern = paths.MISSING.format(_file(class_))
            title = self._words.fill("missing_title", kind=self._plural(class_))
            sections = tuple(self._section(class_, finding) for finding in findings if finding.missing)
            if sections:
                csv = paths.MISSING_CSV.format(_file(class_))
                download = Download(self._words["missing_csv"], "text/csv", csv)
                frame = self._page.frame(pattern, title, way)
                yield pattern.format(self._page.code), MissingView(frame, title, sections, (download,))

    def _place(self, class_: Term) -> tuple[bool, int, str]:
        """Put entities before what is described on their pages, each as the site's lists are ordered."""
        first = self._completeness.instances[class_][0]
        return document_of(first) != first, ALL_KINDS.index(self._iris.kind(first)), class_

    def _plural(self, class_: Term) -> str:
        first = self._completeness.instances[class_][0]
        if document_of(first) != first:
            return self._page.label(class_).text
        return self._page.kinds(self._iris.kind(first))

    def _table(self, class_: Term) -> CompletenessTable:
        instances = self._completeness.instances[class_]
        first = instances[0]
        is_listed = document_of(first) == first
        href = f"{self._page.code}/{self._iris.kind(first)}/index.html" if is_listed else ""
        return CompletenessTable(
            anchor=_file(class_),
            title=Link(Text(self._plural(class_)), href),
            count=self._words.number(len(instances)),
            rows=tuple(self._rows(class_, self._completeness.findings[class_])),
        )

    def _rows(self, class_: Term, findings: Iterable[Finding]) -> Iterator[CompletenessRow]:
        by_wish: dict[Term, dict[str, Finding]] = {}
        for finding in findings:
            by_wish.setdefault(finding.wish.property, {})[finding.language] = finding
        for property_, found in by_wish.items():
            yield CompletenessRow(
                property=self._name(class_, property_),
                wanted=found[ANY].wish.wanted,
                any=self._cell(class_, found[ANY]),
                languages=tuple(self._cell(class_, found[one]) if one in found else Cell() for one in self._languages),
            )

    def _cell(self, class_: Term, finding: Finding) -> Cell:
        total, lacking = len(self._completeness.instances[class_]), len(finding.missing)
        page = paths.MISSING.format(_file(class_)).format(self._page.code)
        return Cell(
            count=self._words.number(total - lacking),
            of=self._words.fill("have_of_all", have=total - lacking, all=total, missing=lacking),
            have=total - lacking,
            all=total,
            href=f"{page}#{name_of(finding)}" if lacking else "",
        )

    def _name(self, class_: Term, property_: Term) -> Text:
        return self._reference.named(property_, schema().find(class_, property_)).label

    def _section(self, class_: Term, finding: Finding) -> MissingSection:
        position, last = self._page.filing.position, len(self._page.filing.position)
        ordered = sorted(finding.missing, key=lambda term: (position.get(document_of(term), last), term))
        return MissingSection(
            anchor=name_of(finding),
            title=self._name(class_, finding.wish.property),
            language=language_name(finding.language, self._page.code) if finding.language else "",
            count=self._words.number(len(ordered)),
            entities=tuple(self._link(term) for term in ordered[:SHOWN]),
            cut=self._words.fill("first_shown", n=SHOWN) if len(ordered) > SHOWN else "",
        )

    def _link(self, term: Term) -> Link:
        document = document_of(term)
        return self._page.link(term, self._page.label(document).text if document != term else "")
