"""The byline of an article: which paragraphs of the body are it, and whom they name.

Only what has the whole form of a byline counts. A person whom a sentence of the body names is none of its
contributors, whatever the sentence says of her.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph_builder.pages.affiliation import Finder
from graph_builder.pages.agents import Agency
from graph_builder.pages.bylineform import (
    LONGEST,
    LONGEST_LINE,
    LONGEST_NAME_FIRST,
    LONGEST_ROLE,
    BylineForm,
    Spot,
    ends_sentence,
)
from graph_builder.pages.names import Known, begins_with_name, holds_name
from graph_builder.pages.nominative import Case
from graph_builder.pages.paragraph import Paragraph
from graph_builder.pages.pieces import EDGE, begins_with_label, has_agent_word, is_label
from graph_builder.pages.statements import Stated, Statement, read_statements, readable
from graph_builder.records.bibliographic import RoleKind

_LONGEST_LABELLED: Final = 1500
_TOP, _END = 6, 4
_ROLE_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person of the byline.

    Attributes:
        name: the name as printed, with its place.
        role: the role in the page's words.
        role_kind: what the person did.
        affiliation: slugs of organizations.
        case: the case in which the name stands, if it is not the nominative.
    """

    name: Paragraph
    role: str | None
    role_kind: RoleKind
    affiliation: tuple[str, ...]
    case: Case | None


@dataclass(frozen=True, slots=True)
class Byline:
    """The byline of a page.

    Attributes:
        contributors: the people in the order of the page.
        paragraphs: the paragraphs of the body that are the byline.
    """

    contributors: tuple[Contributor, ...]
    paragraphs: tuple[Paragraph, ...]


def read_byline(body: Sequence[Paragraph], language: str, finder: Finder, is_known: Known) -> Byline:
    """Return the byline of a body.

    Args:
        body: paragraphs of the body.
        language: language of the page.
        finder: finds organizations.
        is_known: tells whether a name is that of a person of the authority files.
    """
    reader = _Reader(body, BylineForm(language, finder, is_known))
    people: list[Contributor] = []
    used: list[Paragraph] = []
    at, top = 0, 0
    while at < len(body):
        at = at if at < top + _TOP else max(at, len(body) - _END)
        taken, found = (0, []) if body[at].bullet else reader.read(at, top)
        people += found
        used += body[at : at + taken]
        # A list of names, each on its own line, may be as long as it likes.
        top = at + taken if taken and at < top + _TOP else top
        at += max(1, taken)
    return Byline(tuple(dict.fromkeys(people)), tuple(used))


@dataclass(frozen=True, slots=True)
class _Reader:
    body: Sequence[Paragraph]
    form: BylineForm

    def read(self, at: int, top: int) -> tuple[int, list[Contributor]]:
        """Return how many paragraphs from here on are a byline, and whom they name."""
        paragraph = self.body[at]
        if label := is_label(paragraph.text):
            return self._below_label(at, label)
        if len(paragraph.text) > _LONGEST_LABELLED:
            return 0, []
        text, lines = readable(paragraph.text), 1
        if not _is_candidate(text):
            return 0, []
        statements = self._statements(text)
        if not any(one.people for one in statements):
            return 0, []
        if joined := self._with_role_below(at, statements):
            text, lines = joined
            statements = self._statements(text)
        if not self.form.fits(Spot(at - top, len(self.body) - at - lines + 1), text, statements):
            return 0, []
        return lines, _contributors([one for statement in statements for one in statement.people], paragraph)

    def _below_label(self, at: int, label: Agency) -> tuple[int, list[Contributor]]:
        found: list[Contributor] = []
        following = at + 1
        while following < len(self.body) and len(self.body[following].text) <= LONGEST_NAME_FIRST:
            paragraph = self.body[following]
            statements = self._statements(paragraph.text, label)
            if not (statements and statements[0].people and not statements[0].lead):
                break
            found += _contributors([one for part in statements for one in part.people], paragraph)
            following += 1
        return (following - at, found) if found else (0, [])

    def _with_role_below(self, at: int, above: Sequence[Statement]) -> tuple[str, int] | None:
        """Return a line of names joined with the lines below it that are their role, and the number of lines."""
        names = self.body[at].text.rstrip()
        if len(names) > LONGEST_ROLE or len(above) != 1 or above[0].lead or above[0].tail:
            return None
        text, lines = names, 1
        for paragraph in self.body[at + 1 : at + 1 + _ROLE_LINES]:
            role = paragraph.text.strip()
            if not self._is_role_line(role, promised=text.endswith(",")):
                break
            text, lines = f"{text.rstrip(',')}, {role}", lines + 1
        return (text, lines) if lines > 1 else None

    def _is_role_line(self, role: str, promised: bool) -> bool:
        if len(role) > LONGEST_ROLE or (ends_sentence(role) and not promised):
            return False
        if not self.form.is_role_line(role, promised):
            return False
        return not any(one.people for one in self._statements(role))

    def _statements(self, text: str, label: Agency | None = None) -> list[Statement]:
        return read_statements(text, self.form.language, self.form.finder, self.form.is_known, label)


def _is_candidate(text: str) -> bool:
    """Tell at a glance whether a paragraph is worth taking apart; most of running text is not."""
    if begins_with_label(text):
        return len(text) <= _LONGEST_LABELLED
    if len(text) > LONGEST or not holds_name(text):
        return False
    is_line = not ends_sentence(text) and text.count(" ") < LONGEST_LINE
    return is_line or begins_with_name(text.lstrip(EDGE)) or has_agent_word(text)


def _contributors(people: Sequence[Stated], paragraph: Paragraph) -> list[Contributor]:
    found = []
    for one in people:
        kind = _kind(one.agency)
        if kind:
            place = Paragraph(one.name.text, paragraph.start + one.name.start, paragraph.line)
            found.append(Contributor(place, one.position.role, kind, one.position.organizations, one.case))
    return found


def _kind(agency: Agency) -> RoleKind | None:
    return None if agency == "other" else agency
