"""A page's body for reading structures: passages with their sentences and with what they name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from graph_builder.linking import Authority, Mention
from graph_builder.pages.paragraph import Paragraph
from graph_builder.textforms import fold

LIST_JOINT: Final = re.compile(
    r"\s*[,;]\s*(?:(?:жана|ошондой эле|и|а также|and|as well as)\s+)?"
    r"|\s+(?:жана|менен|ошондой эле|и|а также|and|as well as)\s+(?:the\s+)?"
)
_SENTENCE_BREAK: Final = re.compile(r"(?<=[.!?…])[\"»”)]*\s+(?=[\"«“(]*[A-ZА-ЯЁӨҮҢ\d])")
_ABBREVIATED: Final = re.compile(r"(?:\b(?:г|гг|ж|жж|обл|им|см|т|ст|с|ул|пр)|\b[A-ZА-ЯЁӨҮҢ])\.[\"»”)]*$")
_PROJECT_WORD: Final = re.compile(r"\b(?:долбоор|проект(?!ирован)|project)")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text with the mentions in it; offsets are those of the stretch.

    Attributes:
        text: the text.
        folded: its search form, of the same length.
        mentions: what it names, in the order of the text.
        bullet: whether it is an item of a list.
    """

    text: str
    folded: str
    mentions: tuple[Mention, ...]
    bullet: bool = False

    def cut(self, start: int, end: int | None = None) -> "Passage":
        """Return a part as a passage of its own."""
        end = len(self.text) if end is None else end
        inside = tuple(
            Mention(mention.kind, mention.slug, mention.start - start, mention.end - start, mention.text)
            for mention in self.mentions
            if start <= mention.start and mention.end <= end
        )
        return Passage(self.text[start:end], self.folded[start:end], inside, self.bullet)

    def sentences(self) -> Iterator["Passage"]:
        """Yield the sentences."""
        start = 0
        for match in _SENTENCE_BREAK.finditer(self.text):
            if not _ABBREVIATED.search(self.text[start : match.start()]):
                yield self.cut(start, match.start())
                start = match.end()
        yield self.cut(start)

    def slugs(self, kind: str) -> tuple[str, ...]:
        """Return the slugs of one kind that are mentioned, each once, in order."""
        return tuple(dict.fromkeys(mention.slug for mention in self.mentions if mention.kind == kind))

    def speaks_of_project(self) -> bool:
        """Tell whether the common noun for a project occurs."""
        return _PROJECT_WORD.search(self.folded) is not None

    def run_after(self, position: int, kind: str = "organization") -> list[Mention]:
        """Return the mentions of one kind that are listed from a position on, with nothing else between them."""
        run = list[Mention]()
        for mention in self.mentions:
            if mention.start < position:
                continue
            gap = self.folded[position : mention.start]
            if mention.kind != kind or not (LIST_JOINT.fullmatch(gap) if run else not gap.strip(' "')):
                break
            run.append(mention)
            position = mention.end
        return run

    def run_before(self, position: int, kind: str = "organization") -> list[Mention]:
        """Return the mentions of one kind that are listed up to a position, with nothing else between them."""
        run = list[Mention]()
        for mention in reversed(self.mentions):
            if mention.end > position:
                continue
            gap = self.folded[mention.end : position]
            if mention.kind != kind or not (LIST_JOINT.fullmatch(gap) if run else not gap.strip(' "')):
                break
            run.insert(0, mention)
            position = mention.start
        return run


@dataclass(frozen=True, slots=True)
class Page:
    """The passages of a body, its language and the one project that it is about.

    Attributes:
        passages: the body in order.
        language: language of the page.
        project: slug of the project.
    """

    passages: tuple[Passage, ...]
    language: str
    project: str

    def is_about_project(self, index: int) -> bool:
        """Tell whether a passage speaks of the page's project: it, or the paragraph that introduces its list."""
        passage = self.passages[index]
        context = [passage]
        while index and passage.bullet and self.passages[index].bullet:
            index -= 1
        if self.passages[index] is not passage:
            context.append(self.passages[index])
        projects = {slug for each in context for slug in each.slugs("project")}
        if projects - {self.project}:
            return False
        return bool(projects) or any(each.speaks_of_project() for each in context)


def read_passages(paragraphs: Sequence[Paragraph], language: str, authority: Authority) -> tuple[Passage, ...]:
    """Return the paragraphs with their mentions, found in one search over all of them."""
    body = "\n\n".join(paragraph.text for paragraph in paragraphs)
    whole = Passage(body, fold(body), tuple(authority.find(body, language)))
    passages, start = list[Passage](), 0
    for paragraph in paragraphs:
        part = whole.cut(start, start + len(paragraph.text))
        passages.append(Passage(part.text, part.folded, part.mentions, paragraph.bullet))
        start += len(paragraph.text) + 2
    return tuple(passages)
