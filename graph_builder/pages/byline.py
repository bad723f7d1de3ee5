"""The byline of an article: which paragraphs of the body are it, and whom they name.

Only what has the whole form of a byline counts. A person whom a sentence of the body names is none of its
contributors, whatever the sentence says of her.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph_builder.pages.affiliation import Finder
from graph_builder.pages.agents import (
    Agency,
    begins_with_other_object,
    begins_with_post,
    ends_with_post,
    names_post,
)
from graph_builder.pages.names import Known
from graph_builder.pages.paragraph import Paragraph
from graph_builder.pages.pieces import begins_with_label, is_label
from graph_builder.pages.statements import Stated, Statement, read_statements
from graph_builder.records.bibliographic import RoleKind
from graph_builder.textforms import fold

_LONGEST_LABELLED, _LONGEST, _LONGEST_NAME_FIRST, _LONGEST_ROLE = 1500, 700, 500, 250
_TOP_AGENT, _END_AGENT, _TOP_NAME, _END_NAME, _TOP_ROLE = 6, 4, 4, 2, 3
_AFTER_NAME: Final = re.compile(r"\s*(?:[,;–—(-]|$)")
_KY_VERB: Final = re.compile(r"(?:[дт][ыиуү]|[аеоөыиуү]т)$")
_RU_VERB: Final = re.compile(
    r"\b(?!отдел|раздел|журнал|филиал|портал|персонал|материал|капитал|потенциал|начал|специал|дел)"
    r"\w+(?:ал|ил|ел|ыл|ала|ила|ела|али|или|ели|[аяу]ет|ился|лась|лись|ются|ится)\b"
)
_SENTENCE_ENDS: Final = ".!?:…"


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person of the byline.

    Attributes:
        name: the name as printed, with its place.
        role: the role in the page's words.
        role_kind: what the person did.
        affiliation: slugs of organizations.
        oblique: whether the name may stand in another case than the nominative.
    """

    name: Paragraph
    role: str | None
    role_kind: RoleKind
    affiliation: tuple[str, ...]
    oblique: bool


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
    people: list[Contributor] = []
    used: list[Paragraph] = []
    near = {*range(_TOP_AGENT), *range(max(0, len(body) - _END_AGENT), len(body))}
    at = 0
    while at < len(body):
        taken, found = 0, list[Contributor]()
        if at in near and not body[at].bullet:
            reader = _Reader(body, language, finder, is_known)
            taken, found = reader.read(at)
        people += found
        used += body[at : at + taken]
        at += max(1, taken)
    return Byline(tuple(dict.fromkeys(people)), tuple(used))


@dataclass(frozen=True, slots=True)
class _Reader:
    body: Sequence[Paragraph]
    language: str
    finder: Finder
    is_known: Known

    def read(self, at: int) -> tuple[int, list[Contributor]]:
        """Return how many paragraphs from here on are a byline, and whom they name."""
        paragraph = self.body[at]
        if label := is_label(paragraph.text):
            return self._below_label(at, label)
        if len(paragraph.text) > _LONGEST_LABELLED:
            return 0, []
        joined = self._with_role_below(at)
        text = joined or paragraph.text
        statements = self._statements(text)
        people = [one for statement in statements for one in statement.people]
        if not people or not self._is_byline(at, text, statements, people):
            return 0, []
        return (2 if joined else 1), _contributors(people, paragraph)

    def _below_label(self, at: int, label: Agency) -> tuple[int, list[Contributor]]:
        found: list[Contributor] = []
        following = at + 1
        while following < len(self.body) and len(self.body[following].text) <= _LONGEST_NAME_FIRST:
            paragraph = self.body[following]
            statements = read_statements(paragraph.text, self.language, self.finder, self.is_known, label)
            if not (statements and statements[0].people and not statements[0].lead):
                break
            found += _contributors([one for part in statements for one in part.people], paragraph)
            following += 1
        return (following - at, found) if found else (0, [])

    def _with_role_below(self, at: int) -> str | None:
        """Return a line of names joined with the line below it, if that one is their role."""
        if at + 1 >= len(self.body) or len(self.body[at].text) > _LONGEST_ROLE:
            return None
        names, role = self.body[at].text.rstrip(), self.body[at + 1].text.strip()
        if len(role) > _LONGEST_ROLE or (role[-1:] in _SENTENCE_ENDS and not names.endswith(",")):
            return None
        above = self._statements(names)
        if len(above) != 1 or not above[0].people or above[0].lead or above[0].tail:
            return None
        below = self._statements(role)
        if any(one.people for one in below) or self._has_verb(role) or not self._is_position(role):
            return None
        return f"{names.rstrip(',')}, {role}"

    def _statements(self, text: str) -> list[Statement]:
        return read_statements(text, self.language, self.finder, self.is_known)

    def _is_byline(self, at: int, text: str, statements: list[Statement], people: list[Stated]) -> bool:
        if any(len(one.position.role or "") > _LONGEST_ROLE for one in people):
            return False
        if begins_with_label(text):
            return True
        if len(text) > _LONGEST or not all(map(self._fits, statements)):
            return False
        if any(one.agent for one in statements):
            return self._has_agent_form(statements)
        end = len(self.body) - at
        if self._has_name_first_form(text, statements):
            return at < _TOP_NAME or (end <= _END_NAME and all(one.name.loud for one in people))
        return at < _TOP_ROLE and self._has_role_first_form(text, statements)

    def _fits(self, statement: Statement) -> bool:
        """Tell whether a part that names nobody can stand in a byline at all."""
        return bool(statement.people) or not statement.text or self._is_position(statement.text)

    def _has_agent_form(self, statements: list[Statement]) -> bool:
        for statement in statements:
            if not statement.people:
                continue
            if statement.lead and not self._is_role_before(statement.lead):
                return False
            if statement.tail and not self._is_role_after(statement.tail):
                return False
        return True

    def _has_name_first_form(self, text: str, statements: list[Statement]) -> bool:
        first = statements[0]
        if not first.people or first.lead or len(text) > _LONGEST_NAME_FIRST or text.rstrip()[-1] in "!?:…":
            return False
        if any(one.people and one.lead for one in statements):
            return False
        last_of_first = first.people[0].name
        if not _AFTER_NAME.match(text, last_of_first.end) and len(first.people) == 1:
            return False
        return all(self._is_role_after(one.tail) for one in statements if one.tail) and (
            not text.rstrip().endswith(".") or self._is_position(statements[-1].text)
        )

    def _has_role_first_form(self, text: str, statements: list[Statement]) -> bool:
        (first, *more) = statements
        if more or text.rstrip()[-1] in _SENTENCE_ENDS or not first.lead or len(text.split()) > 30:
            return False
        loud = all(one.name.loud or self.is_known(one.name.text) for one in first.people)
        return loud and self._is_role_before(first.lead) and (not first.tail or self._is_position(first.tail))

    def _is_role_before(self, words: str) -> bool:
        if self._has_verb(words):
            return False
        if self.language == "ky":
            return not begins_with_other_object(words) and (ends_with_post(words) or self._is_only_place(words))
        return begins_with_post(words) or self._is_only_place(words)

    def _is_role_after(self, words: str) -> bool:
        return not self._has_verb(words) and (self._is_position(words) or len(words) <= 100)

    def _is_position(self, words: str) -> bool:
        return names_post(words) or any(one.kind == "organization" for one in self.finder.find(words, self.language))

    def _is_only_place(self, words: str) -> bool:
        mentions = self.finder.find(words, self.language)
        return bool(mentions) and sum(one.end - one.start for one in mentions) > len(words) * 0.7

    def _has_verb(self, words: str) -> bool:
        folded = fold(words).rstrip(" .")
        if self.language == "ru":
            return bool(_RU_VERB.search(folded))
        last = folded.rpartition(" ")[2]
        if not _KY_VERB.search(last) or names_post(last):
            return False
        mentions = self.finder.find(words, self.language)
        return not (mentions and mentions[-1].end >= len(folded) - 1)


def _contributors(people: Sequence[Stated], paragraph: Paragraph) -> list[Contributor]:
    found = []
    for one in people:
        kind = _kind(one.agency)
        if kind:
            place = Paragraph(one.name.text, paragraph.start + one.name.start, paragraph.line)
            found.append(Contributor(place, one.position.role, kind, one.position.organizations, one.oblique))
    return found


def _kind(agency: Agency) -> RoleKind | None:
    return None if agency == "other" else agency
