"""Components of the page's project: numbered lines of work with a name, their partners and whom they support."""

import re
from collections.abc import Iterator
from typing import Final

from graph_builder.linking import Mention
from graph_builder.pages.structures.ordinals import ROMAN, WORDS, ordinal
from graph_builder.pages.structures.partners import called_partners
from graph_builder.pages.structures.passages import Passage
from graph_builder.pages.structures.subjects import Page
from graph_builder.records import Component
from graph_builder.records.base import Labels
from graph_builder.textforms import tidy

_NOUN: Final = "(?:багыт|компонент|направлени|component)[а-яөүң]*"
_HEAD: Final = re.compile(
    rf"\s*(?:(?P<before>\d{{1,2}}|{ROMAN}|{WORDS})(?:-?(?:й|е|ое|ый))?[\s-]*{_NOUN}"
    rf"|{_NOUN}\s*№?\s*(?P<after>\d{{1,2}}|{ROMAN})(?!\w))\s*[:.-]\s*"
)
_OPEN: Final = '“«„"'
_CLOSE: Final = '”»“"'
_CLAUSE: Final = re.compile(r"[^.;:\n]{10,220}(?=[.;:\n]|$)")
_HELPS: Final = re.compile(r"(?:колдоо|көмөк|жардам)\s+(?:көрсөт|бер)")
_PROJECT_SUBJECT: Final = re.compile(r"\bдолбоор\s+")
_OBLIQUE: Final = re.compile(r".*(?:[ндт][ыиуү]н|[гкн][аеоө])")
_HELPS_AFTER: Final = re.compile(
    r"(?:оказывает|окажет|оказывал|оказать)\s+(?:[а-я]+\s+){0,2}(?:поддержк[а-я]|содействи[а-я]|помощь)\s+"
    r"|поддерживает\s+|поддержит\s+|\bsupports\s+(?:the\s+)?|provides\s+support\s+to\s+(?:the\s+)?"
)


def read_components(page: Page) -> Iterator[Component]:
    """Yield the components that a page lists, with what the same list item says of them."""
    for index, passage in enumerate(page.passages):
        head = _HEAD.match(passage.folded)
        if head is None:
            continue
        project = page.project_at(index, 0) or page.project_of_list(index, _is_item) or page.project_before(index)
        if project is None:
            continue
        number = ordinal(head["before"] or head["after"])
        name, end = _name(passage.text, head.end())
        if number is None or not name:
            continue
        body = passage.cut(end)
        partners, supported = list[str](), list[str]()
        for sentence in body.sentences():
            partners += called_partners(sentence)
            supported += _supported(sentence)
        labels: Labels = {page.language: name} if page.language in ("ky", "ru", "en") else {}  # type: ignore[dict-item]
        yield Component(
            id=f"{project}-{number}",
            project=project,
            ordinal=number,
            name=labels,
            partner=list(dict.fromkeys(partners)),
            supports=list(dict.fromkeys(supported)),
        )


def _is_item(passage: Passage) -> bool:
    return _HEAD.match(passage.folded) is not None


def _name(text: str, start: int) -> tuple[str, int]:
    """Return the name after a head and the offset after it: what is in quotes, or else the clause."""
    if start < len(text) and text[start] in _OPEN:
        depth = 0
        for position in range(start, len(text)):
            character = text[position]
            if character in _OPEN and not (character in _CLOSE and depth and not text[position - 1].isspace()):
                depth += 1
            elif character in _CLOSE:
                depth -= 1
            if not depth:
                return tidy(text[start + 1 : position]), position + 1
        return "", start
    match = _CLAUSE.match(text, start)
    if match is None or not match[0][0].isupper():
        return "", start
    return tidy(match[0]), match.end()


def _supported(sentence: Passage) -> Iterator[str]:
    """Yield the bodies that the project is said to support: «Долбоор X-нын … аракеттерине колдоо көрсөтөт»."""
    if _HELPS.search(sentence.folded):
        for match in _PROJECT_SUBJECT.finditer(sentence.folded):
            run = sentence.run_after(match.end())
            if run and _is_oblique(run[-1]):
                yield from (mention.slug for mention in run)
    for match in _HELPS_AFTER.finditer(sentence.folded):
        yield from (mention.slug for mention in sentence.run_after(match.end()))


def _is_oblique(mention: Mention) -> bool:
    return _OBLIQUE.fullmatch(mention.text) is not None
