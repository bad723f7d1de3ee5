"""From the graph to bibliographic values: only what the published view says, nothing filled in."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, get_args

from msgspec.structs import replace

from exports.bibliography.item import Creator, Item, Name, Numbering, Role, Serial, Subject, Thing
from exports.graph_index import GraphIndex, Node
from exports.labels import Labels
from graph_builder import terms
from graph_builder.dates import PartialDate
from graph_builder.identifiers import Iris
from graph_builder.namespaces import SKOS_IN_SCHEME
from graph_builder.rdf import Term, document_of, iri_text, is_iri, literal_parts, local_name

# What XML 1.0 cannot hold (section 2.2), and line breaks of any kind are gone already.
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Unicode Bidirectional Algorithm, 2.1 to 2.5: embeddings and overrides, isolates.
_CLOSED_BY: Final = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}
_OPENING: Final = re.compile(f"[{''.join(_CLOSED_BY)}]")
_RELATIONS: Final = frozenset({terms.homepage, terms.url, terms.sourceUrl, terms.capturedFrom})
_DESCRIPTIONS: Final = frozenset({terms.goal, terms.abstract})
_DATES: Final = frozenset(
    {terms.datePublished, terms.nominalMonth, terms.start, terms.end, terms.date, terms.retrieved}
)
_KEPT: Final = 8192
_FEW: Final = 64
_ROLES: Final = {local_name(f"<{role}>"): role for role in get_args(Role)}


def line(text: str) -> str:
    """Return a text as one line that every format can hold: blanks joined, control characters replaced.

    A change of direction that the text leaves open is closed, or it would turn the rest of a reference around.
    """
    joined = " ".join(text.split())
    if joined.isprintable():  # most are: then none of the signs below is in it
        return joined
    joined = _UNPRINTABLE.sub("\ufffd", joined)
    if not _OPENING.search(joined):
        return joined
    opened: list[str] = []
    for sign in joined:
        if closing := _CLOSED_BY.get(sign):
            opened.append(closing)
        elif opened and sign == opened[-1]:
            opened.pop()
    return joined + "".join(reversed(opened))


class Bibliography:
    """Reads articles and magazines of a dataset.

    Attributes:
        serial: reads a magazine, described in a language.
    """

    def __init__(self, index: GraphIndex, labels: Labels, iris: Iris, languages: Sequence[str]) -> None:
        """Take the graph; ``languages`` are those of the archive, its own first."""
        self._index, self._labels, self._iris, self._languages = index, labels, iris, languages
        # What many articles name is read once in each language.
        self._label = lru_cache(maxsize=_KEPT)(self._labelled)
        self._name = lru_cache(maxsize=_KEPT)(self._named)
        self._subject = lru_cache(maxsize=_KEPT)(self._named_subject)
        self.serial = lru_cache(maxsize=_FEW)(self._serial)
        magazines = [term for term in index.documents if index.type_of(term) == terms.Magazine]
        self._only_magazine = magazines[0] if len(magazines) == 1 else ""

    def work(self, node: Node) -> Item | Serial | None:
        """Return the bibliographic value of an entity; none if it is neither an article nor a magazine."""
        if node.type == terms.Article:
            return self.item(node)
        return self.serial(node.term, self._languages[0]) if node.type == terms.Magazine else None

    def thing(self, node: Node) -> Thing:
        """Return what simple Dublin Core can say of any entity."""
        iri = iri_text(node.term)
        values = [(property_, value) for property_, found in node.properties.items() for value in found]
        linked = (iri_text(value) for property_, value in values if is_iri(value) and property_ in _RELATIONS)
        known = self._index.type_of
        owned = (iri_text(value) for _, value in values if self._iris.owns(value) and "#" not in value and known(value))
        texts = [literal_parts(value) for property_, value in values if property_ in _DESCRIPTIONS]
        label = self._labels.of(node.type, "en").text if node.type else ""
        titles = self._labels.every(node.term) or {"": self._labels.of(node.term, "en").text}
        return Thing(
            iri=iri,
            type=line(label),
            titles=tuple((language, line(text)) for language, text in sorted(titles.items())),
            descriptions=tuple((language, line(text)) for text, language, _ in texts),
            dates=tuple(sorted({_text(value) for property_, value in values if property_ in _DATES})),
            relations=tuple(dict.fromkeys([*owned, *linked])),
        )

    def item(self, node: Node) -> Item:
        """Return an article."""
        language = _text(node.first(terms.language))
        spoken = language or self._languages[0]
        date, rubric, issue = (node.first(one) for one in (terms.datePublished, terms.rubric, terms.issue))
        magazine = self._magazine(issue, rubric)
        return Item(
            slug=self._iris.slug(node.term),
            iri=iri_text(node.term),
            page=self._page(node.term),
            language=language,
            described_in=spoken,
            title=_text(node.first(terms.title)) or f"[{self._label(node.term, spoken)}]",
            creators=self._creators(node, spoken),
            date=PartialDate.parse(_text(date)) if date else None,
            serial=self.serial(magazine, spoken) if magazine else None,
            numbering=self._numbering(self._index.node(issue)) if issue else None,
            rubric=self._subject(rubric, spoken) if rubric else None,
            about=self._subjects(node, terms.about, spoken),
            mentions=self._subjects(node, terms.mentions, spoken),
            abstract=_text(node.first(terms.abstract)),
            urls=tuple(iri_text(value) for value in node.properties.get(terms.sourceUrl, ()) if is_iri(value)),
        )

    def _serial(self, term: Term, language: str) -> Serial:
        node = self._index.node(term)
        title, publisher, homepage = (
            self._label(term, language),
            node.first(terms.publisher),
            node.first(terms.homepage),
        )
        names = {code: line(text) for code, text in self._labels.every(term).items()}
        return Serial(
            slug=self._iris.slug(term),
            iri=iri_text(term),
            page=self._page(term),
            language=language,
            title=title,
            parallel=tuple((code, text) for code, text in sorted(names.items()) if text != title),
            languages=tuple(_text(value) for value in node.properties.get(terms.language, ())),
            issn=_text(node.first(terms.issn)),
            publisher=self._label(publisher, language) if publisher else "",
            publisher_iri=iri_text(publisher) if publisher else "",
            url=iri_text(homepage) if homepage else "",
        )

    def _page(self, term: Term) -> str:
        return f"{self._iris.base}{self._iris.path(term)}.html"

    def _labelled(self, term: Term, language: str) -> str:
        return line(self._labels.of(term, language).text)

    def _magazine(self, issue: Term, rubric: Term) -> Term:
        """Return the magazine that carried an article: said by its issue or its rubric, or the only one there is."""
        if issue and (said := self._index.node(issue).first(terms.magazine)):
            return said
        scheme = self._index.node(rubric).first(SKOS_IN_SCHEME) if rubric else ""
        said = document_of(scheme) if scheme else ""
        return said if self._index.type_of(said) == terms.Magazine else self._only_magazine

    def _creators(self, node: Node, language: str) -> tuple[Creator, ...]:
        parts = [self._index.node(part) for part in node.properties.get(terms.contribution, ())]
        parts.sort(key=lambda part: int(_text(part.first(terms.position)) or "0"))
        # Who is named twice in one role (in the head and below the text) is one author of the reference.
        found: dict[tuple[str, Role], Creator] = {}
        for creator in (self._creator(part, language) for part in parts if part.first(terms.contributor)):
            known = found.setdefault((creator.name.iri, creator.role), creator)
            affiliations = tuple(dict.fromkeys((*known.affiliations, *creator.affiliations)))
            found[creator.name.iri, creator.role] = replace(known, affiliations=affiliations)
        return tuple(found.values())

    def _creator(self, part: Node, language: str) -> Creator:
        role = part.first(terms.roleKind) or terms.role_author
        return Creator(
            name=self._name(part.first(terms.contributor), language),
            role=_ROLES[local_name(role).removeprefix("role-")],
            role_label=self._label(role, language),
            affiliations=tuple(self._label(one, language) for one in part.properties.get(terms.affiliation, ())),
        )

    def _named(self, person: Term, language: str) -> Name:
        said = self._labels.of(person, language)
        node = self._index.node(person)
        family, given = (
            _in_language(node, one, said.language or language) for one in (terms.familyName, terms.givenName)
        )
        known = (family, given) if family and given else ("", "")
        return Name(line(said.text), *known, iri=iri_text(person))

    def _numbering(self, issue: Node) -> Numbering:
        month = issue.first(terms.nominalMonth)
        return Numbering(
            number=_span(issue, terms.number, terms.lastNumber),
            whole=_span(issue, terms.wholeNumber, terms.lastWholeNumber),
            year=PartialDate.parse(_text(month)).first.year if month else None,
            iri=iri_text(issue.term),
        )

    def _subjects(self, node: Node, property_: Term, language: str) -> tuple[Subject, ...]:
        return tuple(self._subject(term, language) for term in node.properties.get(property_, ()))

    def _named_subject(self, term: Term, language: str) -> Subject:
        return Subject(self._iris.kind(term), self._label(term, language), iri_text(term))


def _text(literal: Term) -> str:
    return line(literal_parts(literal)[0]) if literal else ""


def _in_language(node: Node, property_: Term, language: str) -> str:
    for value in node.properties.get(property_, ()):
        text, tag, _ = literal_parts(value)
        if tag == language:
            return line(text)
    return ""


def _span(node: Node, first: Term, last: Term) -> str:
    return "–".join(filter(None, (_text(node.first(first)), _text(node.first(last)))))
