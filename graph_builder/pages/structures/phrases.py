"""How a sentence names its project: where, and whether as the one that something is done to or said of."""

import re
from typing import Final

from msgspec import Struct

from graph_builder.pages.structures.passages import Passage

_ADJACENT: Final = re.compile(r'[\s"()]*(?:(?:[a-z/]+\s+)?по\s+\"?)?')
_DIRECT_NOUN: Final = re.compile(r"долбоор(?:у|ун|ду|ум)?|проект(?:ы|ти)?|projects?")
_WITHIN_AFTER: Final = re.compile(r'["\s)]*(?:алкаг|чегин|боюнча|ичин|тууралуу|жөнүндө|үчүн|менен)')
_WITHIN_BEFORE: Final = re.compile(
    r"(?:рамках|по|для|от|о|об|к|ко|из|на|с|со|при|через|в|во|участник[а-я]*|within|under|of|for)(?:\s+the)?\s+\"?$"
)
_OBLIQUE_NAME: Final = re.compile(r"(?:н[ыиуү]н|[дт][аеоө]|[гк][аеоө]|[дт][аеоө]н)$")


class Phrase(Struct, frozen=True):
    """A place where a sentence names its project: noun, name and abbreviation as far as they stand together.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        direct: whether something may be said of the project itself here, not of what happens within it.
    """

    start: int
    end: int
    direct: bool


def phrases(sentence: Passage) -> list[Phrase]:
    """Return where a sentence names a project, in order."""
    nouns = dict(sentence.project_nouns())
    names = {one.start: one.end for one in sentence.mentions if one.kind == "project"}
    spans = sorted({*nouns.items(), *names.items()})
    found = list[Phrase]()
    for start, end in spans:
        direct = _is_direct(sentence.folded, start, end, start in nouns)
        last = found[-1] if found else None
        if last and (start < last.end or _ADJACENT.fullmatch(sentence.folded, last.end, start)):
            # The noun after a name in quotes, or before it, tells the case of both.
            named_before = (
                last.direct if start in names else (direct if last.start in names else last.direct and direct)
            )
            found[-1] = Phrase(last.start, max(end, last.end), named_before)
        else:
            found.append(Phrase(start, end, direct))
    return found


def _is_direct(folded: str, start: int, end: int, noun: bool) -> bool:
    if _WITHIN_AFTER.match(folded, end) or _WITHIN_BEFORE.search(folded[max(0, start - 24) : start]):
        return False
    if noun:
        return _DIRECT_NOUN.fullmatch(folded, start, end) is not None
    return not _OBLIQUE_NAME.search(folded[start:end])
