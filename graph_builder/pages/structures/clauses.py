"""The form of a sentence as a string with one character for each thing that counts in saying who does what.

- ``P N A G D C X``: the project, by its case (see ``Phrase``);
- ``O``: organizations, listed one after the other;
- ``V T v n M L b z g y``: the words for a role (see ``role_words``); ``s``: what a project does in time;
- ``R h H i k m &``: relative pronouns, personal ones in the nominative and not, «initiative», «is», «together»,
  conjunctions;
- ``!``: «former», «future»; ``, : - ; ( )``: marks; ``p`` and ``w``: prepositions and all other words.

Dates, adverbs, determiners, places and what brackets only add leave no trace: nothing depends on them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from graph_builder.linking import Mention
from graph_builder.pages.structures.passages import LIST_JOINT, Passage
from graph_builder.pages.structures.phrases import Phrase, phrases
from graph_builder.pages.structures.role_words import APPOSITION, FILLER, WORDS

_WORD: Final = re.compile("|".join(rf"(?P<w{index}>{pattern})(?!\w)" for index, (_, _, pattern) in enumerate(WORDS)))
_MARKS: Final = re.compile(r"[,:;()-]")
_ANY: Final = re.compile(r"\w+|\S")
_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
_LOCAL: Final = re.compile(r"(?:[дт][аеоө])(?:гы)?$")


@dataclass(frozen=True, slots=True)
class Token:
    """One thing of a sentence.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        role: the role that the words say, if any.
        phrase: the place where the project is named.
        bodies: the organizations.
        last_joint: what joins the last of them to the one before.
    """

    start: int
    end: int
    role: str | None = None
    phrase: Phrase | None = None
    bodies: tuple[Mention, ...] = ()
    last_joint: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence in symbols.

    Attributes:
        folded: the sentence in search form.
        form: the symbols.
        tokens: what each stands for.
    """

    folded: str
    form: str
    tokens: tuple[Token, ...]


def read_clause(sentence: Passage) -> Clause:
    """Return a sentence in symbols."""
    form, tokens = list[str](), list[Token]()
    for symbol, token in _tokens(sentence, _without_brackets(sentence.folded)):
        at = max((at for at, one in enumerate(tokens) if one.bodies), default=None) if token.bodies else None
        if at is not None and _joins(sentence.folded, tokens[at], token):
            joint, bodies = sentence.folded[tokens[at].end : token.start], (*tokens[at].bodies, *token.bodies)
            del form[at + 1 :], tokens[at + 1 :]
            tokens[at] = Token(tokens[at].start, token.end, bodies=bodies, last_joint=joint)
        else:
            form.append(symbol)
            tokens.append(token)
    return Clause(sentence.folded, "".join(form), tuple(tokens))


def _tokens(sentence: Passage, folded: str) -> Iterator[tuple[str, Token]]:
    named = {phrase.start: phrase for phrase in phrases(sentence)}
    bodies = {one.start: one for one in sentence.mentions if one.kind == "organization"}
    places = {one.start: one for one in sentence.mentions if one.kind == "region"}
    at = 0
    while at < len(folded):
        if folded[at].isspace() or folded[at] in '".':
            at += 1
        elif phrase := named.get(at):
            yield phrase.case, Token(at, phrase.end, phrase=phrase)
            at = phrase.end
        elif body := bodies.get(at):
            yield "O", Token(at, body.end, bodies=(body,))
            at = _after_apposition(folded, body.end)
        elif (place := places.get(at)) and not _is_beside(folded, place, bodies):
            yield from () if _is_where(folded, place) else [("w", Token(at, place.end))]
            at = place.end
        elif place:
            at = place.end
        elif match := FILLER.match(folded, at):
            at = match.end()
        elif match := _WORD.match(folded, at):
            symbol, role, _ = WORDS[int(str(match.lastgroup)[1:])]
            if symbol != "p" or not _leads_to_place(folded, match.end(), places):
                yield symbol, Token(at, match.end(), role)
            at = match.end()
        else:
            match = _MARKS.match(folded, at) or _ANY.match(folded, at)
            end = match.end() if match else at + 1
            yield folded[at] if _MARKS.match(folded, at) else "w", Token(at, end)
            at = end


def _without_brackets(folded: str) -> str:
    """Return the text with blanks for what stands in brackets, unless it says a role itself."""

    def blank(match: re.Match[str]) -> str:
        said = next((word for word in _WORD.finditer(match[1]) if WORDS[int(str(word.lastgroup)[1:])][1]), None)
        return match[0] if said else " " * len(match[0])

    return _BRACKETS.sub(blank, folded) if "(" in folded else folded


def _joins(folded: str, last: Token, token: Token) -> bool:
    gap = _BRACKETS.sub("", folded[last.end : token.start]).replace('"', "")
    return LIST_JOINT.fullmatch(APPOSITION.sub("", gap.lstrip()) if APPOSITION.match(gap.lstrip()) else gap) is not None


def _after_apposition(folded: str, end: int) -> int:
    match = re.compile(r"\s*\"?\s*").match(folded, end)
    named = APPOSITION.match(folded, match.end() if match else end)
    return named.end() if named else end


def _is_beside(folded: str, place: Mention, bodies: dict[int, Mention]) -> bool:
    """Tell whether a place belongs to the name of the body beside it: «КР Финансы министрлиги»."""
    after = place.end + len(folded[place.end :]) - len(folded[place.end :].lstrip(' "'))
    before = len(folded[: place.start].rstrip(' "'))
    return after in bodies or any(one.end == before for one in bodies.values())


def _is_where(folded: str, place: Mention) -> bool:
    """Tell whether a place is where something happens, and not whose something is."""
    before = re.search(r"(?<!\w)(?:в|во|на|по|из|in|across|и|жана|,)\s*$", folded[: place.start])
    return before is not None or _LOCAL.search(folded[place.start : place.end]) is not None


def _leads_to_place(folded: str, end: int, places: dict[int, Mention]) -> bool:
    return end + len(folded[end:]) - len(folded[end:].lstrip()) in places
