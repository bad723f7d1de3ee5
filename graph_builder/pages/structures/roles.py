"""Who pays for, carries out and takes part in the page's project, as sentences say it in so many words.

An organization takes a role only where it stands right beside the words for it; whoever is merely mentioned has none.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from graph_builder.linking import Mention
from graph_builder.pages.structures.passages import Passage

_FUNDED_BEFORE: Final = re.compile(
    r"(?:тарабынан\s+)?(?:каржыла(?:ган|нган|йт|п|ны)|каржылоосу|(?:каржылык|финансылык)\s+колдоо)|финансирует(?!ся)|\bfunds\b"
)
_FUNDED_AFTER: Final = re.compile(
    r"(?:финансируем[а-я]+|финансируется|финансировал[а-я]+ся|профинансирован[а-я]*|при\s+финансовой\s+поддержке"
    r"|на\s+средства|за\s+сч[её]т\s+средств|донор[а-яөүң]*(?:\s+проекта)?\s*[:-]"
    r"|(?:funded|financed)\s+by(?:\s+the)?|with\s+(?:the\s+)?financial\s+support\s+(?:of|from)(?:\s+the)?)\s+"
)
_DONE_BEFORE: Final = re.compile(
    r"(?:тарабынан\s+)?ишке\s+ашыр|(?:реализует|осуществляет|выполняет|исполняет)(?!ся)|\bimplements\b"
)
_DONE_AFTER: Final = re.compile(
    r"(?:(?:реализу|осуществля|выполня|исполня)ем[а-я]+|(?:реализу|осуществля|выполня|исполня)етс?я?"
    r"|реализован[а-я]*|исполнител[а-я]+(?:\s+проекта)?\s*[:-]|implemented\s+by(?:\s+the)?)\s+"
)
_PARTNERS: Final = re.compile(
    r"(?:өнөктөш[а-яөүң]*(?:\s+болуп)?\s*[:-]?|партн[её]р(?:ы|ами|ом)?(?:\s+проекта)?"
    r"(?:\s+(?:являются|является|выступают|выступает))?\s*[:-]?|partners?(?:\s+of\s+the\s+project)?(?:\s+(?:are|is))?\s*[:-]?)\s+"
    r"(?:the\s+)?"
)
_TOGETHER_AFTER: Final = re.compile(
    r"(?:в\s+сотрудничестве|в\s+партн[её]рстве|совместно)\s+со?\s+|in\s+(?:cooperation|partnership|collaboration)\s+with\s+(?:the\s+)?"
)
_TOGETHER_BEFORE: Final = re.compile(r"менен\s+(?:кызматташтыкта|өнөктөштүктө|биргелешип|биргеликте)")
_THROUGH: Final = re.compile(r"аркылуу\b")
_PARTNER_WORD: Final = re.compile(r"\bөнөктөш|\bпартн[её]р|\bpartner")


def funders(sentence: Passage) -> Iterator[str]:
    """Yield the slugs of those who are said to pay."""
    yield from _beside(sentence, _FUNDED_BEFORE, _FUNDED_AFTER)


def implementers(sentence: Passage) -> Iterator[str]:
    """Yield the slugs of those who are said to carry it out."""
    yield from _beside(sentence, _DONE_BEFORE, _DONE_AFTER)


def called_partners(sentence: Passage) -> Iterator[str]:
    """Yield the slugs of those who are called partners: «өнөктөштөрү – …», «партнёры проекта: …»."""
    for match in _PARTNERS.finditer(sentence.folded):
        yield from _slugs(sentence.run_after(match.end()))


def joint_partners(sentences: Sequence[Passage]) -> Iterator[str]:
    """Yield those with whom the project works, by the sentences of one paragraph.

    «… менен кызматташтыкта» and «в сотрудничестве с …» say it themselves; «… аркылуу» (through) says it only after
    a sentence that speaks of the project's partners.
    """
    of_partners = False
    for sentence in sentences:
        if sentence.speaks_of_project():
            yield from _beside(sentence, _TOGETHER_BEFORE, _TOGETHER_AFTER)
        if of_partners:
            yield from _beside(sentence, _THROUGH, None)
        of_partners = sentence.speaks_of_project() and _PARTNER_WORD.search(sentence.folded) is not None


def _beside(sentence: Passage, before: re.Pattern[str], after: re.Pattern[str] | None) -> Iterator[str]:
    for match in before.finditer(sentence.folded):
        yield from _slugs(sentence.run_before(match.start()))
    for match in after.finditer(sentence.folded) if after else ():
        yield from _slugs(sentence.run_after(match.end()))


def _slugs(run: Sequence[Mention]) -> Iterator[str]:
    yield from dict.fromkeys(mention.slug for mention in run)
