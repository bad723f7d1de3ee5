"""The words after or before a name, parted into the role and the organizations that the person belongs to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from graph_builder.linking import Mention
from graph_builder.pages.agents import is_commission
from graph_builder.textforms import tidy

_OPENING, _CLOSING = "«“„([", "»”)]"
_EDGE: Final = " ,;:–—-\u00a0\x01"
_JOINT: Final = re.compile(r"(?:\W|\b(?:и|жана|менен|оо|оюл|оф|мп|кр)\b)*", re.IGNORECASE)
_BRACKET: Final = re.compile(r"\s*\(([^()]*)\)\s*$")
# «Программы EGED1»: the digit is the mark of a footnote, set close to the word.
_FOOTNOTE: Final = re.compile(r"(?<=[^\W\d_])\d(?=[\s.,;]*$)")
_ENDED: Final = re.compile(r"(?<=[^\W\d_]{3})\.$|(?<=[»”)\"])\.$")


class Finder(Protocol):
    """What finds the entities of the authority files in a text."""

    def find(self, text: str, language: str) -> list[Mention]:
        """Return the mentions in a text, sorted by position."""
        ...


@dataclass(frozen=True, slots=True)
class Position:
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
            if not is_commission(part):
                found = finder.find(part, language)
                organizations += [one.slug for one in found if one.kind == "organization"]
    role = _FOOTNOTE.sub("", tidy(", ".join(parts).replace("\x01", " "))).strip(_EDGE)
    return Position(_ENDED.sub("", role) or None, tuple(dict.fromkeys(organizations)))


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
