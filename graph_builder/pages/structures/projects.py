"""What a page says of its project as a whole: homepage, goal, funders, implementers and partners."""

import re
from collections.abc import Iterator
from typing import Final

from graph_builder.pages.structures.passages import Page, Passage
from graph_builder.pages.structures.roles import called_partners, funders, implementers, joint_partners
from graph_builder.records import Project
from graph_builder.records.base import URL, Labels
from graph_builder.textforms import tidy

_SITE: Final = re.compile(
    r"долбоор[а-яөүң]*\s+(?:расмий\s+)?(?:веб-?\s?)?сайт|сайт[а-я]*\s+(?:проекта|программы)"
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


def read_project(page: Page) -> Iterator[Project]:
    """Yield one record of the project if the page states anything about it as a whole."""
    homepage: str | None = None
    goal: Labels = {}
    roles: dict[str, list[str]] = {"funder": [], "implementer": [], "partner": []}
    for index, passage in enumerate(page.passages):
        sentences = list(passage.sentences())
        in_component_list = passage.bullet
        for sentence in sentences:
            if not _of_project(sentence, page):
                continue
            homepage = homepage or _homepage(sentence)
            goal = goal or _goal(sentence, page.language)
            roles["funder"] += funders(sentence)
            roles["implementer"] += implementers(sentence)
            if not in_component_list:
                roles["partner"] += called_partners(sentence)
        if not in_component_list and page.is_about_project(index):
            roles["partner"] += joint_partners(sentences)
    stated = {name: list(dict.fromkeys(slugs)) for name, slugs in roles.items()}
    if homepage or goal or any(stated.values()):
        yield Project(
            id=page.project,
            homepage=homepage,
            goal=goal,
            funder=stated["funder"],
            implementer=stated["implementer"],
            partner=stated["partner"],
        )


def _of_project(sentence: Passage, page: Page) -> bool:
    """Tell whether a sentence is about the page's project and no other."""
    projects = set(sentence.slugs("project"))
    return not projects - {page.project} and (bool(projects) or sentence.speaks_of_project())


def _homepage(sentence: Passage) -> str | None:
    """Return the root of the project's site; ``/ky`` is only that site's Kyrgyz version."""
    for site in _SITE.finditer(sentence.folded):
        address = _ADDRESS.search(sentence.folded, site.end(), site.end() + _NEAR + 200)
        if address and address.start() - site.end() <= _NEAR:
            path = (address["path"] or "/").rstrip(".,;:")
            root = "/" if _LANGUAGE_ROOT.fullmatch(path) else path
            found = f"{address['scheme'] or 'http://'}{address['host']}{root}"
            return found if URL.search(found) else None
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
