"""Whether a paragraph that names people has the whole form of a byline; running text never has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph_builder.pages.affiliation import Finder
from graph_builder.pages.agents import begins_with_other_object, is_commission, without_object
from graph_builder.pages.names import Known
from graph_builder.pages.pieces import EDGE, POSTPOSED_WORDS, begins_with_label
from graph_builder.pages.posts import begins_with_post, ends_with_post, names_person, names_post
from graph_builder.pages.predicates import has_verb
from graph_builder.pages.statements import Stated, Statement
from graph_builder.textforms import fold

LONGEST: Final = 700
LONGEST_NAME_FIRST: Final = 500
LONGEST_ROLE: Final = 250
LONGEST_LINE: Final = 30
_SENTENCE_END: Final = re.compile(r"(?<!\W\w\.)(?<=[.!?:…])\s*$")
_TOP_NAME, _END_NAME, _TOP_ROLE = 4, 2, 3
_LONGEST_TAIL: Final = 100
_AFTER_NAME: Final = re.compile(r"[\s\d¹²³*]*(?:[,;.–—(-]|$)")
_COMPANY: Final = re.compile(r"\W*(?:вместе|совместно) с\b", re.IGNORECASE)
# «Фото автора», «фото из архива»: names nobody more.
_NOBODY_ELSE: Final = re.compile(r"автор(?:а|ов)|(?:из )?(?:\w+ )?архив\w*(?: \w+)?|из открытых источников")
_SPEECH: Final = re.compile(r":\s*[«“\"–—-]|:\s+\S+\s+\S+")
# «Наш собеседник – Ольга Ким», «Участники: …»: what stands apart before a name is no role of its bearer.
_SET_APART: Final = re.compile(r"(?::|\s[–—-])\s*$")

# «(1950–2015)»: the page is about a life.
_LIVED: Final = re.compile(r"\(\s*\d{4}\s*[–—-]\s*\d{4}\s*\)")
# «Сыну Айбеку АСАНОВУ»: to whom, not by whom.
_DATIVE: Final = re.compile(r"[А-ЯЁа-яё]+[уюУЮ](?:\s+[А-ЯЁа-яё]+[уюУЮ])+")
_IS: Final = re.compile(r"\s+[–—-]\s")


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence or a heading does; the full stop of an initial ends none."""
    return _SENTENCE_END.search(text) is not None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a paragraph stands.

    Attributes:
        below_top: paragraphs between the head, or the byline before it, and this one.
        above_end: paragraphs from this one to the end, itself included.
    """

    below_top: int
    above_end: int


@dataclass(frozen=True, slots=True)
class BylineForm:
    """The forms that a byline can have in a language.

    Attributes:
        language: language of the page.
        finder: finds organizations.
        is_known: tells whether a name is that of a person of the authority files.
    """

    language: str
    finder: Finder
    is_known: Known

    def fits(self, spot: Spot, text: str, statements: Sequence[Statement]) -> bool:
        """Tell whether a paragraph is a byline."""
        people = [one for statement in statements for one in statement.people]
        if not people or any(len(one.position.role or "") > LONGEST_ROLE for one in people):
            return False
        if begins_with_label(text):
            return not any(_SPEECH.search(one.tail) for one in statements)
        if len(text) > LONGEST or _LIVED.search(text) or not all(map(self._can_stand, statements)):
            return False
        if self.language == "ru" and any(_DATIVE.fullmatch(one.name.text) for one in people):
            return False
        if any(one.agent for one in statements):
            return not _COMPANY.match(text) and all(self._has_agent_form(text, one) for one in statements)
        if self._has_name_first_form(text, statements):
            return spot.below_top < _TOP_NAME or (spot.above_end <= _END_NAME and self._is_signature(text, people))
        return spot.below_top < _TOP_ROLE and self._has_role_first_form(text, statements)

    def is_position(self, words: str) -> bool:
        """Tell whether words name a post or an organization."""
        return names_post(words) or any(one.kind == "organization" for one in self.finder.find(words, self.language))

    def is_role_line(self, words: str, promised: bool) -> bool:
        """Tell whether a line can be the role of the person named on the line above it, ended by a comma or not."""
        if has_verb(words, self.language):
            return False
        if promised and len(words) <= _LONGEST_TAIL and not ends_sentence(words):
            return True
        return names_person(words, self.language) or self.is_position(words)

    def _can_stand(self, statement: Statement) -> bool:
        """Tell whether a part that names nobody can stand in a byline at all."""
        if statement.people or not statement.text:
            return True
        if statement.agent and _NOBODY_ELSE.fullmatch(statement.text.lower()):
            return True
        return self.is_position(statement.text) or not without_object(statement.text).strip(EDGE)

    def _has_agent_form(self, text: str, statement: Statement) -> bool:
        if not statement.people:
            return True
        if statement.lead and not self._is_role_before(statement.lead):
            return False
        return not statement.tail or (self._stands_apart(text, statement) and self._is_role_after(statement.tail))

    def _stands_apart(self, text: str, statement: Statement) -> bool:
        """Tell whether what stands after a name is about its bearer alone, and not the sentence going on.

        «Айбек Асанов и письмо в район» goes on, and so does «Айнура Балакунова, юрист, семинар алып барган».
        """
        end = statement.people[-1].name.end
        if self.language == "ru":
            return _AFTER_NAME.match(text, end) is not None or is_commission(statement.tail)
        agent = POSTPOSED_WORDS.search(fold(text), end)
        between = text[end : agent.start()].strip(EDGE) if agent else ""
        return not between or self.is_position(between.rpartition(",")[2])

    def _has_name_first_form(self, text: str, statements: Sequence[Statement]) -> bool:
        first = statements[0]
        if not first.people or first.lead or len(text) > LONGEST_NAME_FIRST or text.rstrip()[-1] in "!?:…":
            return False
        if any(one.people and one.lead for one in statements) or _SPEECH.search(text) or without_object(text) != text:
            return False
        if not _AFTER_NAME.match(text, first.people[0].name.end) and len(first.people) == 1:
            return False
        # «Айбек АСАНОВ – победитель конкурса» is a heading: a dash leads to a post, a comma to whatever he is.
        if _IS.match(text, first.people[-1].name.end) and not self.is_position(first.tail):
            return False
        return all(self._is_role_after(one.tail) for one in statements if one.tail) and (
            not ends_sentence(text) or self.is_position(statements[-1].text.rpartition(",")[2])
        )

    def _is_signature(self, text: str, people: Sequence[Stated]) -> bool:
        """Tell whether a last line is signed: its names show as such, or a post is said and no sentence ended."""
        return all(one.name.loud for one in people) or (
            not ends_sentence(text) and all(one.position.role or one.position.organizations for one in people)
        )

    def _has_role_first_form(self, text: str, statements: Sequence[Statement]) -> bool:
        (first, *more) = statements
        if more or ends_sentence(text) or not first.lead or len(text.split()) > LONGEST_LINE:
            return False
        if _SET_APART.search(text[: first.people[0].name.start]) or without_object(text) != text:
            return False
        loud = all(one.name.loud or self.is_known(one.name.text) for one in first.people)
        return (
            loud
            and self._is_role_before(first.lead)
            and (not first.tail or (self._stands_apart(text, first) and self.is_position(first.tail)))
        )

    def _is_role_before(self, words: str) -> bool:
        if has_verb(words, self.language):
            return False
        if self.language == "ky":
            return not begins_with_other_object(words) and (ends_with_post(words) or self._is_only_place(words))
        return begins_with_post(words) or self._is_only_place(words)

    def _is_role_after(self, words: str) -> bool:
        return not has_verb(words, self.language) and (self.is_position(words) or len(words) <= _LONGEST_TAIL)

    def _is_only_place(self, words: str) -> bool:
        mentions = self.finder.find(words, self.language)
        return bool(mentions) and sum(one.end - one.start for one in mentions) > len(words) * 0.7
