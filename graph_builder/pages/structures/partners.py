"""With whom a project works, where the form of the sentence alone does not tell it."""

import re
from collections.abc import Iterator
from typing import Final

from graph_builder.pages.structures.passages import Passage
from graph_builder.pages.structures.subjects import Sentence

_CALLED: Final = re.compile(
    r"(?:(?:^|долбоор[а-яөүң]*)\s*өнөктөш[а-яөүң]*\s*[:-]|(?:^|(?<=[.;:]))\s*партнер(?:ы|ами|ом)?(?:\s+проекта)?"
    r"(?:\s+(?:являются|является|выступают|выступает|стали|стал)|\s*[:-])"
    r"|(?:^|(?<=[.;:]))\s*partners?(?:\s+of\s+the\s+project)?(?:\s+(?:are|is)|\s*[:-]))\s+(?:the\s+)?"
)
_THROUGH: Final = re.compile(r"аркылуу\b")
_PARTNERS: Final = re.compile(r"\bөнөктөштөр")
_OPENING: Final = re.compile(r"(?:аны\s+менен\s+катар,\s+)?")


def called_partners(sentence: Passage) -> Iterator[str]:
    """Yield the slugs of those whom a component calls its partners: «өнөктөштөрүн – …», «партнёры проекта: …»."""
    for match in _CALLED.finditer(sentence.folded):
        yield from (mention.slug for mention in sentence.run_after(match.end()))


def partners_through(sentence: Sentence, before: Sentence | None) -> Iterator[str]:
    """Yield those through whom the project of the sentence before works: «… аркылуу».

    It says so only of those with whom a sentence begins, and only after one that speaks of the project's partners.
    """
    if before is None or before.project is None or sentence.project not in (None, before.project):
        return
    if not _PARTNERS.search(before.passage.folded):
        return
    passage = sentence.passage
    for match in _THROUGH.finditer(passage.folded):
        run = passage.run_before(match.start())
        opening = _OPENING.match(passage.folded)
        if run and opening and _begins(passage, run[0].start, opening.end()):
            yield from (one.slug for one in run)


def _begins(passage: Passage, start: int, opening: int) -> bool:
    """Tell whether nothing but the name of a country stands before a place: «КР Финансы министрлиги»."""
    places = [one for one in passage.mentions if one.kind == "region" and one.end <= start]
    before = passage.folded[opening:start].strip(' "')
    return not before or (len(places) == 1 and before == passage.folded[places[0].start : places[0].end])
