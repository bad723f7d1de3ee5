"""What a page says of a project as a whole: homepage, goal, funders, implementers and partners."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from graph_builder.linking import Authority
from graph_builder.pages.structures.partners import partners_through
from graph_builder.pages.structures.passages import Passage
from graph_builder.pages.structures.role_words import FUNDER, IMPLEMENTER, PARTNER
from graph_builder.pages.structures.roles import roles
from graph_builder.pages.structures.subjects import Page, Sentence
from graph_builder.records import Project
from graph_builder.records.base import URL, Labels
from graph_builder.textforms import tidy

_SITE: Final = re.compile(
    r"долбоор[а-яөүң]*\s+(?:расмий\s+)?(?:веб-?\s?)?сайт|(?:сайт|страниц)[а-я]*\s+(?:проекта|программы)"
    r"|долбоор[а-яөүң]*\s+(?:баракча|барагы)[а-яөүң]*"
    r"|долбоор\s+(?:тууралуу|жөнүндө)(?:\s+[а-яөүң]+){0,6}\s*[:-]"
    r"|(?:подробн[а-я]+|информаци[а-я]+|материалы)\s+о\s+проекте(?:\s+[а-я]+){0,2}\s*[:-]|(?:сайт|баракча|барак)[а-яөүң]*\s*[:-]"
    r"|project(?:'s)?\s+(?:web\s?)?site|website\s+of\s+the\s+project"
)
_ADDRESS: Final = re.compile(
    r"(?P<scheme>https?://)?(?P<host>(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6})(?P<path>/[^\s<>\"«»“”()]*)?"
)
_LANGUAGE_ROOT: Final = re.compile(r"/(?:ky|kg|ru|en)?/?")
_NEAR: Final = 80
_GOAL: Final = re.compile(
    r"(?P<ky>\bдолбоордун\s+(?:жалпы\s+|негизги\s+|башкы\s+)?максаты)"
    r"|\bцель(?:ю)?\s+(?:данного\s+)?проекта(?:\s+является|\s+состоит\s+в\s+том)?\s*(?:[:-]\s*)?"
    r"|\b(?:goal|objective|aim)\s+of\s+the\s+project\s+is\s+(?:to\s+)?"
)
_COLON: Final = re.compile(r"[^:()]*(?:\([^()]*\)[^:()]*)*(?::|\s-)\s+")


def read_projects(page: Page, authority: Authority) -> Iterator[Project]:
    """Yield a record of each project of which the page states anything as a whole."""
    found: dict[str, _Stated] = defaultdict(_Stated)
    for passage, row in zip(page.passages, page.sentences, strict=True):
        before: Sentence | None = None
        for sentence in row:
            if not passage.bullet:  # an item of a list tells the partners of its component
                through = list(partners_through(sentence, before))
                if before and before.project and through:
                    found[before.project].partner += through
            before = sentence
            if sentence.project is None:
                continue
            stated, text = found[sentence.project], sentence.passage
            stated.homepage = stated.homepage or _homepage(text, authority)
            stated.goal = stated.goal or _goal(text, page.language)
            said = roles(text)
            stated.funder += said[FUNDER]
            stated.implementer += said[IMPLEMENTER]
            stated.partner += [] if passage.bullet else said[PARTNER]
    for project in found:
        record = found[project].record(project)
        if record.homepage or record.goal or record.funder or record.implementer or record.partner:
            yield record


@dataclass(slots=True)
class _Stated:
    """What sentences state of a project, one after the other."""

    homepage: str | None = None
    goal: Labels = field(default_factory=dict)
    funder: list[str] = field(default_factory=list)
    implementer: list[str] = field(default_factory=list)
    partner: list[str] = field(default_factory=list)

    def record(self, project: str) -> Project:
        return Project(
            id=project,
            homepage=self.homepage,
            goal=self.goal,
            funder=list(dict.fromkeys(self.funder)),
            implementer=list(dict.fromkeys(self.implementer)),
            partner=list(dict.fromkeys(self.partner)),
        )


def _homepage(sentence: Passage, authority: Authority) -> str | None:
    """Return the root of the project's site; ``/ky`` is only that site's Kyrgyz version."""
    for site in _SITE.finditer(sentence.folded):
        address = _ADDRESS.search(sentence.folded, site.end(), site.end() + _NEAR + 200)
        if address and address.start() - site.end() <= _NEAR:
            path = (address["path"] or "/").rstrip(".,;:")
            root = "/" if _LANGUAGE_ROOT.fullmatch(path) else path
            if root == "/" and authority.site_of(address["host"]) not in (None, "project"):
                continue  # the site of somebody else, who tells more
            found = f"{address['scheme'] or 'http://'}{address['host']}{root}"
            return found if re.search(URL, found) else None
    return None


def _goal(sentence: Passage, language: str) -> Labels:
    match = _GOAL.search(sentence.folded)
    if match is None:
        return {}
    start = match.end()
    if match["ky"]:  # the goal stands after a colon or dash outside brackets
        colon = _COLON.match(sentence.folded, start)
        if colon is None:
            return {}
        start = colon.end()
    goal = tidy(sentence.text[start:]).rstrip(".")
    if len(goal) < 20 or language not in ("ky", "ru", "en"):
        return {}
    return {language: goal}  # type: ignore[dict-item]
