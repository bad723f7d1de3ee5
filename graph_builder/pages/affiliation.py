"""The words after or before a name, parted into the role and the organizations that the person belongs to."""

import re
from collections.abc import Iterator
from typing import Final, Protocol

from msgspec import Struct

from graph_builder.linking import Mention
from graph_builder.pages.agents import is_commission
from graph_builder.pages.posts import names_post
from graph_builder.textforms import fold, tidy

_OPENING, _CLOSING = "«“„([", "»”)]"
_EDGE: Final = " ,;:–—-\u00a0\x01"
_JOINT: Final = re.compile(r"(?:\W|\b(?:и|жана|менен|оо|оюл|оф|мп|кр)\b)*", re.IGNORECASE)
_BRACKET: Final = re.compile(r"\s*\(([^()]*)\)\s*$")
# Whom these words stand beside does not employ the person: a project's giver, a school attended, a former master.
_NO_EMPLOYER: Final = re.compile(
    r"(?:бывш|экс-|мурдагы|мурунку|победител|призер|лауреат|стипендиат|выпускни|участни[кц]|слушател|"
    r"жеңүүчү|катышуучу|бүтүрүүчү|угуучу)"
)
_OF_PROJECT_BEFORE: Final = re.compile(r"(?:проект|программ)\w*\s+[\"«“]?$")
_OF_PROJECT_AFTER: Final = re.compile(r"(?:н[ыиуү]н|д[ыиуү]н|т[ыиуү]н)?[\"»”]?\s+(?:долбоору|программасы)")
_IN_BRACKETS: Final = re.compile(r"\s*\(([^()]*)\)\s*")
_ABBREVIATION: Final = re.compile(r"[A-ZА-ЯЁӨҮҢ]{2,}")
_LEGAL_FORM: Final = re.compile(
    r"(?:оо|оф|осоо|зао|оао|мп|юл|ассоциация|союз|фонд|центр|институт|университет|академия|"
    r"(?:благотворительн|общественн)\w+ (?:фонд|объединение|организация))\s.*|"
    r".*\s(?:фонду|борбору|институту|университети|академиясы|жчк|жчксы|кб|кбсы|кф|кфсу|бирикмеси|уюму|ассоциациясы)"
)
_ENDED: Final = re.compile(r"(?<=[^\W\d_]{3})\.$|(?<=[»”)\"])\.$")


class Finder(Protocol):
    """What finds the entities of the authority files in a text."""

    def find(self, text: str, language: str) -> list[Mention]:
        """Return the mentions in a text, sorted by position."""
        ...


class Position(Struct, frozen=True):
    """What a person is, and where.

    Attributes:
        role: the post in the page's words; nothing if only an organization is named.
        organizations: slugs in the order in which they are named.
    """

    role: str | None
    organizations: tuple[str, ...]


def position_of(words: str, language: str, finder: Finder) -> Position:
    """Return role and affiliations of the words beside a name.

    A part between commas that only names organizations is the affiliation and not the role; an organization
    named within the role is an affiliation as well, unless it ordered the work.
    """
    if whole := _IN_BRACKETS.fullmatch(words):
        words = whole[1]
    parts: list[str] = []
    organizations: list[str] = []
    for part in _parts(words):
        bracket = _BRACKET.search(part)
        if bracket and bracket.start() and (inside := only_organizations(bracket[1], language, finder)):
            organizations += inside
            part = part[: bracket.start()]
        if alone := only_organizations(part, language, finder):
            organizations += alone
        elif shown := part.strip(_EDGE):
            parts.append(shown)
            organizations += _employers(part, language, finder)
    role = tidy(", ".join(_without_strangers(parts)).replace("\x01", " ")).strip(_EDGE)
    return Position(_ENDED.sub("", role) or None, tuple(dict.fromkeys(organizations)))


def _employers(part: str, language: str, finder: Finder) -> list[str]:
    """Return the organizations within a role to which the person belongs."""
    folded = fold(part)
    if is_commission(part) or _NO_EMPLOYER.search(folded):
        return []
    return [
        one.slug
        for one in finder.find(part, language)
        if one.kind == "organization"
        and not _OF_PROJECT_BEFORE.search(folded, 0, one.start)
        and not _OF_PROJECT_AFTER.match(folded, one.end)
    ]


def _without_strangers(parts: list[str]) -> list[str]:
    """Leave out of a role the organizations, set apart, that no authority file holds."""
    posts = [part for part in parts if names_post(part)]
    strangers = [
        part
        for part in parts
        if part not in posts and (_LEGAL_FORM.fullmatch(fold(part)) or _ABBREVIATION.fullmatch(part))
    ]
    return [part for part in parts if part not in strangers] if len(strangers) < len(parts) else parts


def only_organizations(text: str, language: str, finder: Finder) -> tuple[str, ...]:
    """Return the organizations that a text names, if it holds nothing else."""
    mentions = finder.find(text, language)
    if not mentions or any(mention.kind != "organization" for mention in mentions):
        return ()
    rest, position = [], 0
    for mention in mentions:
        rest.append(text[position : mention.start])
        position = mention.end
    rest.append(text[position:])
    return tuple(one.slug for one in mentions) if all(map(_JOINT.fullmatch, rest)) else ()


def _parts(text: str) -> Iterator[str]:
    """Cut at commas outside brackets and quotes."""
    depth = begin = 0
    for at, character in enumerate(text):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif character == "," and not depth:
            yield text[begin:at]
            begin = at + 1
    yield text[begin:]
