"""With whom a project works, as sentences say it in so many words."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from graph_builder.pages.structures.passages import Passage
from graph_builder.pages.structures.subjects import Sentence

_CALLED: Final = re.compile(
    r"(?:өнөктөш[а-яөүң]*(?:\s+болуп)?\s*[:-]?|партнер(?:ы|ами|ом)?(?:\s+проекта)?"
    r"(?:\s+(?:являются|является|выступают|выступает|стали|стал))?\s*[:-]?"
    r"|partners?(?:\s+of\s+the\s+project)?(?:\s+(?:are|is))?\s*[:-]?)\s+(?:the\s+)?"
)
_CALLED_BEFORE: Final = re.compile(
    r"(?:(?:болсо|да|дагы)\s+)?(?:долбоор[а-яөүң]*\s+)?өнөктөш(?:төрү|тери|ү)(?:\s+(?:болуп|катары))?(?!\w)(?!\s*[:-])"
    r"|-\s*партнер(?:ы)?\s+проекта|(?:явля[а-я]+|выступа[а-я]+|стал[аи]?)\s+партнер(?:ом|ами)\s+проекта"
)
_TOGETHER_AFTER: Final = re.compile(
    r"(?:в\s+(?:тесном\s+)?(?:сотрудничестве|партнерстве)|совместно|вместе)\s+со?\s+"
    r"|in\s+(?:cooperation|partnership|collaboration)\s+with\s+(?:the\s+)?"
)
_TOGETHER_BEFORE: Final = re.compile(
    r"менен\s+(?:тыгыз\s+)?(?:кызматташтыкта|өнөктөштүктө|биргелешип|биргеликте)"
    r"(?!\s+(?:(?:ишке|жүзөгө)\s+ашыр|аткар))"
)
_THROUGH: Final = re.compile(r"аркылуу\b")
_PARTNER_WORD: Final = re.compile(r"\bөнөктөш|\bпартнер|\bpartner")


def called_partners(sentence: Passage) -> Iterator[str]:
    """Yield the slugs of those who are called partners: «өнөктөштөрү – …», «партнёры проекта: …»."""
    for match in _CALLED.finditer(sentence.folded):
        yield from (mention.slug for mention in sentence.run_after(match.end()))
    for match in _CALLED_BEFORE.finditer(sentence.folded):
        yield from (mention.slug for mention in sentence.run_before(match.start()))


def joint_partners(sentences: Sequence[Sentence]) -> Iterator[tuple[str, str]]:
    """Yield projects and those with whom they work, by the sentences of one paragraph.

    «… менен кызматташтыкта» and «в сотрудничестве с …» say it themselves; «… аркылуу» (through) says it only after
    a sentence that speaks of the project's partners.
    """
    of_partners: str | None = None
    if not any(sentence.project for sentence in sentences):
        return
    for sentence in sentences:
        passage = sentence.passage
        if sentence.project:
            for match in _TOGETHER_BEFORE.finditer(passage.folded):
                yield from ((sentence.project, one.slug) for one in passage.run_before(match.start()))
            for match in _TOGETHER_AFTER.finditer(passage.folded):
                yield from ((sentence.project, one.slug) for one in passage.run_after(match.end()))
        if of_partners and sentence.project in (None, of_partners):
            for match in _THROUGH.finditer(passage.folded):
                yield from ((of_partners, one.slug) for one in passage.run_before(match.start()))
        of_partners = sentence.project if _PARTNER_WORD.search(passage.folded) else None
