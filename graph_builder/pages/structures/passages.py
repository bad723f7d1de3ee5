"""A page's body for reading structures: passages with their sentences and with what they name."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final

from msgspec import Struct

from graph_builder.linking import Mention
from graph_builder.pages.paragraph import Paragraph
from graph_builder.textforms import fold

LIST_JOINT: Final = re.compile(
    r"(?:\s*[,;]\s*(?:(?:жана|ошондой эле|и|а также|and|as well as)\s+)?"
    r"|\s+(?:жана|менен|ошондой эле|и|а также|and|as well as)\s+(?:the\s+)?)(?:(?:до|с)\s+\d{4}\s+года\s+)?"
)
# «Хельветас уюму жана …»: a common noun that belongs to the name before it.
_APPOSITION: Final = re.compile(r"^\s+(?:уюм|фонд|бирикме|компания)(?:у|ы|су|сы)?(?=[\s,;])")
_SENTENCE_BREAK: Final = re.compile(r"[.!?…][\"»”)]*\s+(?=[\"«“(]*[A-ZА-ЯЁӨҮҢ\d])")
_ABBREVIATED: Final = re.compile(r"(?:\b(?:г|гг|ж|жж|обл|им|см|т|ст|с|ул|пр)|\b[A-ZА-ЯЁӨҮҢ])\.$")
_LONGEST_ABBREVIATION: Final = 5
_START: Final = attrgetter("start")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
# «Мыйзам долбоору», «проект бюджета» are drafts, no projects.
_DRAFT: Final = (
    "мыйзам|бюджет|токтом|чечим|жобо|кодекс|устав|келишим|буйрук|жарлык|стратегия|программа|план|конституция"
    "|регламент|резолюция|меморандум|макулдашуу|нуска"
)
_PROJECT_STEMS: Final = ("долбоор", "проект", "project")
_PROJECT_WORD: Final = re.compile(
    rf"(?:(?P<draft>\b(?:{_DRAFT})[а-яөүң]*)\s+)?(?P<ky>\bдолбоор\w*)|(?P<en>\bproject\w*)"
    r"|(?P<ru>\bпроект(?!ирован)\w*)"
    r"(?P<of>\s+(?:(?:нов|перв|местн|районн|городск|республиканск|государственн|муниципальн)[а-я]+\s+)?"
    r"(?:закон|бюджет|постановлени|решени|указ|кодекс|устав|договор|положени|нпа\b|нормативн|план|стратеги|программ"
    r"|конституци|регламент|резолюци|меморандум|соглашени|инструкци))?"
)


class Passage(Struct, frozen=True):
    """A stretch of text with the mentions in it; offsets are those of the stretch.

    Attributes:
        text: the text.
        folded: its search form, of the same length.
        mentions: what it names, in the order of the text.
        bullet: whether it is an item of a list.
        offset: offset of the stretch in its paragraph.
    """

    text: str
    folded: str
    mentions: tuple[Mention, ...]
    bullet: bool = False
    offset: int = 0

    def cut(self, start: int, end: int | None = None) -> "Passage":
        """Return a part as a passage of its own."""
        end = len(self.text) if end is None else end
        first = bisect_left(self.mentions, start, key=_START)
        last = bisect_left(self.mentions, end, first, key=_START)
        inside = tuple(mention.moved(-start) for mention in self.mentions[first:last] if mention.end <= end)
        return Passage(self.text[start:end], self.folded[start:end], inside, self.bullet, self.offset + start)

    def sentences(self) -> Iterator["Passage"]:
        """Yield the sentences."""
        start = 0
        for match in _SENTENCE_BREAK.finditer(self.text):
            end = match.start() + 1
            if not _ABBREVIATED.search(self.text, max(start, end - _LONGEST_ABBREVIATION), end):
                yield self.cut(start, end)
                start = match.end()
        yield self.cut(start)

    def slugs(self, kind: str) -> tuple[str, ...]:
        """Return the slugs of one kind that are mentioned, each once, in order."""
        return tuple(dict.fromkeys([mention.slug for mention in self.mentions if mention.kind == kind]))

    def project_nouns(self) -> list[tuple[int, int]]:
        """Return where the common noun for a project stands; the draft of a law or budget is none."""
        if not any(stem in self.folded for stem in _PROJECT_STEMS):  # spares most sentences the pattern
            return []
        found = _PROJECT_WORD.finditer(self.folded)
        return [match.span(match.lastgroup or 0) for match in found if not (match["draft"] or match["of"])]

    def speaks_of_project(self) -> bool:
        """Tell whether the common noun for a project occurs."""
        return bool(self.project_nouns())

    def run_after(self, position: int, kind: str = "organization") -> list[Mention]:
        """Return the mentions of one kind that are listed from a position on, with nothing else between them."""
        run = list[Mention]()
        for mention in self._listed():
            if mention.start < position:
                continue
            gap = self._gap(position, mention.start)
            if mention.kind != kind or not (LIST_JOINT.fullmatch(gap) if run else not gap.strip(' "')):
                break
            run.append(mention)
            position = mention.end
        return run

    def run_before(self, position: int, kind: str = "organization", *, beside: bool = False) -> list[Mention]:
        """Return the mentions of one kind that are listed up to a position, with nothing else between them.

        Args:
            position: where the list ends.
            kind: kind of the entities.
            beside: whether a mention may stand beside another without a joint: «X Y менен бирге».
        """
        run = list[Mention]()
        for mention in reversed(self._listed()):
            if mention.end > position:
                continue
            gap = self._gap(mention.end, position)
            joined = LIST_JOINT.fullmatch(gap) or (beside and gap.isspace())
            if mention.kind != kind or not (joined if run else not gap.strip(' "')):
                break
            run.insert(0, mention)
            position = mention.start
        return run

    def _listed(self) -> list[Mention]:
        """Return the mentions but those that brackets add to the one before: «… агенттиги (USAID)»."""
        added = list[tuple[int, int]]()
        for match in _BRACKETS.finditer(self.folded):
            before = len(self.folded[: match.start()].rstrip(' "'))
            if any(mention.end == before for mention in self.mentions):
                added.append(match.span())
        return [one for one in self.mentions if not any(start <= one.start < end for start, end in added)]

    def _gap(self, start: int, end: int) -> str:
        """Return what stands between two places, without what brackets add."""
        gap = _APPOSITION.sub("", self.folded[start:end])
        return _BRACKETS.sub("", gap).replace('"', "") if "(" in gap else gap.replace('"', "")


def read_passages(paragraphs: Sequence[Paragraph], mentions: Sequence[Mention]) -> tuple[Passage, ...]:
    """Return the paragraphs with what they name.

    Args:
        paragraphs: paragraphs of a body, in order.
        mentions: what the page names, in order; offsets count as those of the paragraphs do.
    """
    passages, at = list[Passage](), 0
    for paragraph in paragraphs:
        start, end = paragraph.start, paragraph.start + len(paragraph.text)
        while at < len(mentions) and mentions[at].start < start:
            at += 1
        inside = list[Mention]()
        while at < len(mentions) and mentions[at].end <= end:
            inside.append(mentions[at])
            at += 1
        moved = tuple(one.moved(-start) for one in inside)
        passages.append(Passage(paragraph.text, fold(paragraph.text), moved, paragraph.bullet))
    return tuple(passages)
