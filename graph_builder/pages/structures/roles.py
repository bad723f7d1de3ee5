"""Who pays for a project and who carries it out, as sentences say it in so many words.

An organization takes a role only where it stands right beside the words for it, and only where these words are said
of the project: not of a book, a school or a roof, and not of what is done within the project.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph_builder.pages.structures.passages import Passage
from graph_builder.pages.structures.phrases import Phrase, phrases
from graph_builder.pages.structures.role_words import FUNDS, IMPLEMENTS, Words

_KY_ADVERB: Final = re.compile(
    r"(?<!\w)(?:(?:менен )?(?:бирге|биргеликте|чогуу)|биргелешип|толугу менен|толук|негизинен|азыр"
    r"|бул|ушул|аталган|аны)\s*$"
)
_KY_TOGETHER: Final = re.compile(r"\s*менен\s")
_KY_PRONOUN: Final = re.compile(r"(?<!\w)(?:аны|ал)(?!\w)")
_KY_PARTICIPLE: Final = re.compile(r"(?:ган|кан)$")
_KY_MODIFIES: Final = re.compile(r"\s*(?:,|жана\b|менен\b|(?:(?:бул|ушул|аталган)\s+)?долбоор|демилге|программа|\")")
_RU_OBJECT: Final = re.compile(r"(?:\bего|\bее|[,;]|\bи|\bа)\s*$")
_RU_OPENING: Final = re.compile(r"(?:его|ее)\s")
_RU_PRONOUN: Final = re.compile(r"\s+(?:его|ее|этот|данный)(?=\s)")
_JOINED: Final = re.compile(
    r"(?:(?:ем|анн|енн)(?:ый|ого|ому|ым|ом|ая|ой|ую)\s.*(?:\bи|,)|(?:funded|financed|implemented)\s+by\b.*\band)\s+$"
)
_BLANK: Final = re.compile(r'[\s",()]*')
_RELATIVE: Final = re.compile(r",\s+котор(?:ый|ого|ую|ое|ые)\b")
_NEAR: Final = 90


def funders(sentence: Passage) -> Iterator[str]:
    """Yield the slugs of those who are said to pay."""
    yield from _bodies(sentence, FUNDS)


def implementers(sentence: Passage) -> Iterator[str]:
    """Yield the slugs of those who are said to carry it out."""
    yield from _bodies(sentence, IMPLEMENTS)


def payers(clause: Passage) -> Iterator[str]:
    """Yield the slugs of those who pay for what a clause is about, such as a phase: «…, финансируемая …»."""
    for words in (FUNDS.participle, FUNDS.after, FUNDS.near):
        for match in words.finditer(clause.folded):
            yield from (one.slug for one in clause.run_after(match.end()))
    for match in FUNDS.by.finditer(clause.folded):
        yield from (one.slug for one in clause.run_before(match.start()))


def _bodies(sentence: Passage, words: Words) -> Iterator[str]:
    said = _Said(sentence, phrases(sentence))
    folded = sentence.folded
    for match in words.before.finditer(folded):
        if said.of_object(match):
            yield from said.before(match.start())
    for match in words.by.finditer(folded):
        if said.is_direct():
            yield from said.before(match.start())
    for match in words.after.finditer(folded):
        if said.of_subject(match):
            yield from said.after(match.end())
    for match in words.near.finditer(folded):
        if said.of_subject(match, _NEAR):
            yield from said.after(match.end())
    for match in words.participle.finditer(folded):
        if said.stands_before(match.start()) or _is_joined(match):
            yield from said.after(match.end())
    for match in words.either.finditer(folded):
        yield from said.of_verb(match)
    for match in words.label.finditer(folded):
        yield from said.after(match.end())


def _is_joined(match: re.Match[str]) -> bool:
    """Tell whether another participle stands before: «финансируемый … и выполняемый …»."""
    return _JOINED.search(match.string, 0, match.start()) is not None


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence and where it names its project: what is said of the project, and of whom."""

    sentence: Passage
    phrases: list[Phrase]

    def before(self, position: int) -> Iterator[str]:
        """Yield the bodies listed before a position; the project and adverbs may stand between."""
        edge = self._left_edge(position)
        beside = _KY_TOGETHER.match(self.sentence.folded, edge) is not None
        yield from dict.fromkeys(one.slug for one in self.sentence.run_before(edge, beside=beside))

    def after(self, position: int) -> Iterator[str]:
        """Yield the bodies listed after a position."""
        yield from dict.fromkeys(one.slug for one in self.sentence.run_after(position))

    def is_direct(self) -> bool:
        """Tell whether the sentence speaks of the project itself anywhere."""
        return any(phrase.direct for phrase in self.phrases)

    def of_object(self, match: re.Match[str]) -> bool:
        """Tell whether a Kyrgyz verb has the project as its object: «долбоорду … каржылайт», «каржылаган долбоор»."""
        following = match.string[match.end() :]
        if not _KY_PARTICIPLE.search(match[0]) or not following.strip(" ."):
            return self.is_direct() or _KY_PRONOUN.search(match.string) is not None
        if _KY_MODIFIES.match(following) or self._is_named_at(match.end()):
            return bool(self.phrases)
        # «… долбоору – X каржылаган узак демилге»
        return any(one.direct and match.string[one.end :].lstrip(' ")').startswith("-") for one in self.phrases)

    def of_subject(self, match: re.Match[str], reach: int | None = None) -> bool:
        """Tell whether words are said of the project, the last thing named before them, or else the next one after."""
        earlier = [phrase for phrase in self.phrases if phrase.end <= match.start()]
        if earlier:
            return earlier[-1].direct and (reach is None or match.start() - earlier[-1].end <= reach)
        return any(phrase.direct for phrase in self.phrases)

    def stands_before(self, position: int, *, direct: bool = False) -> bool:
        """Tell whether the project is named right before a position, in whatever case or only directly."""
        named = (one for one in self.phrases if one.direct or not direct)
        return any(_BLANK.fullmatch(self.sentence.folded, one.end, position) for one in named)

    def of_verb(self, match: re.Match[str]) -> Iterator[str]:
        """Yield the subjects of a Russian verb whose object is the project; they may stand on either side."""
        start, end = match.span()
        pronoun = _RU_PRONOUN.match(match.string, end)
        edge = pronoun.end() if pronoun else end
        named_after = next((one for one in self.phrases if _BLANK.fullmatch(match.string, edge, one.start)), None)
        edge = named_after.end if named_after else edge
        earlier = [one for one in self.phrases if one.end <= start]
        is_object = bool(pronoun or named_after or self.stands_before(start, direct=True))
        is_object |= bool(earlier and _RELATIVE.search(match.string, earlier[-1].end, start))
        is_object |= _RU_OPENING.match(match.string) is not None
        if is_object or (any(one.direct for one in earlier) and _RU_OBJECT.search(match.string, 0, start)):
            found = list(self.after(edge))
            if found:
                yield from found
                return
        run = self.sentence.run_before(start)
        if run and (pronoun or named_after or self.stands_before(run[0].start, direct=True)):
            yield from dict.fromkeys(one.slug for one in run)

    def _left_edge(self, position: int) -> int:
        while True:
            head = self.sentence.folded[:position].rstrip(' "')
            if adverb := _KY_ADVERB.search(head):
                position = adverb.start()
            elif phrase := next((one for one in self.phrases if one.end == len(head)), None):
                position = phrase.start
            else:
                return position

    def _is_named_at(self, position: int) -> bool:
        """Tell whether an organization or the project is named right after a position."""
        starts = [*(one.start for one in self.sentence.mentions if one.kind in ("organization", "project"))]
        return any(_BLANK.fullmatch(self.sentence.folded, position, start) for start in starts)
