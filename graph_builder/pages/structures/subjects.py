"""Of which project each sentence of a body speaks: it names it, or says «the project» of one that is known."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec import Struct

from graph_builder.pages.structures.clauses import read_clause
from graph_builder.pages.structures.passages import Passage
from graph_builder.pages.structures.role_forms import is_plain

# «Аны … ишке ашырат», «Өнөктөшү – …», «Исполнитель – …»: said of what the sentence before named.
_GOES_ON: Final = re.compile(
    r"(?:(?:его|ее|он|она|аны|ал)\s|(?:анын\s+)?(?:өнөктөш|аткаруучу|ишке ашыруучу|каржылоочу|донор)\w*\s*[:-]"
    r"|(?:(?:его|ее)\s+)?(?:партнер|исполнител|донор)\w*\s*(?:[:-]|явля|выступа))"
)
_RU_PRONOUN: Final = re.compile(r"(?:(?P<feminine>ее|она)|его|он)\s")
_LONGEST: Final = 4000
"""Characters: what is longer is no sentence, but a text without full stops, of which nothing is concluded."""
_CLAUSE: Final = re.compile(r";|,\s+(?:а|ал эми)\s|\sал эми\s")


class Sentence(Struct, frozen=True):
    """A sentence, and the project of which it speaks.

    Attributes:
        passage: the sentence; its offset is that in its paragraph.
        project: slug of the project; none if it speaks of none or of several.
    """

    passage: Passage
    project: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """A body with the subject of each sentence.

    Attributes:
        passages: the paragraphs in order.
        language: language of the page.
        sentences: the sentences of each paragraph.
        main: slug of the one project that the page is about.
    """

    passages: tuple[Passage, ...]
    language: str
    sentences: tuple[tuple[Sentence, ...], ...]
    main: str | None

    def project_at(self, index: int, position: int) -> str | None:
        """Return the project of which the sentence at a position of a paragraph speaks, or one before it there."""
        before = [one for one in self.sentences[index] if one.passage.offset <= position]
        if self.names_several(index, position):
            return None
        return next((one.project for one in reversed(before) if one.project), None)

    def names_several(self, index: int, position: int) -> bool:
        """Tell whether the sentence at a position of a paragraph names several projects."""
        at = [one for one in self.sentences[index] if one.passage.offset <= position][-1]
        return at.project is None and bool(at.passage.slugs("project"))

    def project_before(self, index: int) -> str | None:
        """Return the project of which a paragraph speaks last."""
        return next((one.project for one in reversed(self.sentences[index]) if one.project), None)

    def project_of_list(self, index: int, is_item: Callable[[Passage], bool]) -> str | None:
        """Return the project of which the paragraph that introduces a list speaks."""
        while index and (self.passages[index].bullet or is_item(self.passages[index])):
            index -= 1
        return self.project_before(index)


def read_page(passages: Sequence[Passage], language: str, main: str | None) -> Page:
    """Return a body with its subjects.

    Args:
        passages: the paragraphs in order.
        language: language of the page.
        main: slug of the one project that the page is about.
    """
    return Page(tuple(passages), language, tuple(_subjects(passages, main)), main)


def _subjects(passages: Sequence[Passage], main: str | None) -> Iterator[tuple[Sentence, ...]]:
    """Yield the sentences of each paragraph.

    «The project» is the one that the paragraph named last; else the one of the page; else the last one named.
    """
    last: str | None = None
    for passage in passages:
        here: str | None = None
        row = list[Sentence]()
        for sentence in (clause for whole in passage.sentences() for clause in _clauses(whole)):
            named = sentence.slugs("project")
            if len(sentence.text) > _LONGEST:
                row.append(Sentence(sentence, None))
            elif named:
                here = last = named[0] if len(named) == 1 else None
                row.append(Sentence(sentence, here))
            elif sentence.speaks_of_project():
                row.append(Sentence(sentence, here or main or last))
            else:
                goes_on = row and _goes_on(row[-1].passage, sentence)
                row.append(Sentence(sentence, row[-1].project if goes_on else None))
        yield tuple(row)


def _goes_on(before: Passage, sentence: Passage) -> bool:
    """Tell whether a sentence goes on about the project of the one before: nothing else can be meant there."""
    if len(before.text) > _LONGEST or not _GOES_ON.match(sentence.folded):
        return False
    clause = read_clause(before)
    named = next((token.phrase for token in clause.tokens if token.phrase), None)
    pronoun = _RU_PRONOUN.match(sentence.folded)
    if named and named.gender and pronoun and (named.gender == "f") != bool(pronoun["feminine"]):
        return False
    return is_plain(clause.form)


def _clauses(sentence: Passage) -> Iterator[Passage]:
    """Yield the clauses of a sentence that names several projects, or the sentence."""
    if len(sentence.slugs("project")) < 2:
        yield sentence
        return
    start = 0
    for match in _CLAUSE.finditer(sentence.folded):
        yield sentence.cut(start, match.start())
        start = match.end()
    yield sentence.cut(start)
