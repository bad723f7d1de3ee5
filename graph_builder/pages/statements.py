"""One paragraph of a byline taken apart: who, with which role, did what."""

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from graph_builder.pages.affiliation import Finder, Position, only_organizations, position_of
from graph_builder.pages.agents import Agency, without_object
from graph_builder.pages.contacts import blanked
from graph_builder.pages.interviews import without_interviewee
from graph_builder.pages.names import FoundName, Known, find_names, find_surname
from graph_builder.pages.nominative import Case, stands_in
from graph_builder.pages.pieces import (
    EDGE,
    POSTPOSED_WORDS,
    Piece,
    agency_of,
    begins_sentence,
    pieces_of,
)
from graph_builder.pages.posts import is_plural_post, names_post
from graph_builder.textforms import fold

_MASK: Final = "\x01"
_CONJUNCTION: Final = re.compile(
    r"^(?:и|жана|а также|ошондой эле|менен|да)(?=\s|$)\s*|\s*(?<!\S)(?:и|жана|а также|менен)$"
)
_BETWEEN_NAMES: Final = re.compile(r"[\s,]*(?:(?:и|жана|менен|а также|&)\s+)?\s*")
# «СЕМЕНЯК1, консультант»: the mark of a footnote, set close to the word.
_FOOTNOTE_SIGN: Final = re.compile(r"[\d¹²³⁴⁵⁶⁷⁸⁹⁰*](?<=[^\W\d_]{2}.)")
_FOOTNOTE: Final = re.compile(r"(?<=[^\W\d_]{2})(?:\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹⁰*]+)(?=[\s.,;:)]|$)")


class Stated(Struct, frozen=True):
    """One person of a byline.

    Attributes:
        name: the name with its place in the paragraph.
        agency: what the person did.
        position: role and affiliations.
        case: the case in which the name stands, if it is not the nominative.
    """

    name: FoundName
    agency: Agency
    position: Position
    case: Case | None


class Statement(Struct, frozen=True):
    """What stands between two semicolons, or from one agent word to the next.

    Attributes:
        text: its words.
        people: the people that it names.
        agent: whether a word in it says who did what.
        lead: what stands before the first name, without agent and object.
        tail: what stands after the last name.
    """

    text: str
    people: tuple[Stated, ...]
    agent: bool
    lead: str
    tail: str


def readable(text: str) -> str:
    """Return a paragraph of the same length without contact data, footnote marks, line ends and interviewees."""
    text = blanked(text).replace("\n", " ")
    return without_interviewee(_FOOTNOTE.sub(_blanks, text) if _FOOTNOTE_SIGN.search(text) else text)


def read_statements(
    text: str, language: str, finder: Finder, is_known: Known, carried: Agency | None = None
) -> list[Statement]:
    """Return the statements of a paragraph.

    Args:
        text: the paragraph.
        language: its language.
        finder: finds organizations.
        is_known: tells whether a name is that of a person of the authority files.
        carried: what a label on a line of its own above says.
    """
    text = readable(text)

    def taken(words: str) -> bool:
        return bool(finder.find(words, language))

    found = []
    for piece in pieces_of(text):
        carried = piece.agency or (carried if not begins_sentence(text, piece) else None)
        found.append(_statement(text, piece, carried, language, finder, _names_in(text, piece, is_known, taken)))
    return _with_shared_affiliation(found, language, finder)


def _names_in(text: str, piece: Piece, is_known: Known, taken: Known) -> list[FoundName]:
    """Return the names of a piece with their offsets in the whole text."""
    words = text[piece.words_end : piece.end]
    names = find_names(words, is_known, taken, piece.agency is not None)
    if not names:
        labelled = piece.agency is not None or POSTPOSED_WORDS.search(fold(words)) is not None
        surname = find_surname(words, taken, labelled)
        names = [surname] if surname else []
    return [FoundName(one.text, one.start + piece.words_end, one.end + piece.words_end, one.loud) for one in names]


def _statement(
    text: str, piece: Piece, carried: Agency | None, language: str, finder: Finder, names: Sequence[FoundName]
) -> Statement:
    posts = list(POSTPOSED_WORDS.finditer(fold(text), piece.words_end, piece.end))
    masked = _masked(text, posts)
    groups = _groups(masked, names)
    agent = bool(posts or piece.agency)
    whole = _clean(masked[piece.words_end : piece.end])
    if not groups:
        return Statement(whole, (), agent, whole, "")
    lead = _clean(without_object(masked[piece.words_end : groups[0][0].start].strip(EDGE)))
    leads = bool(posts) and not text[piece.words_end : posts[0].start()].strip(EDGE)
    edges = [*(group[0].start for group in groups[1:]), piece.end]
    people: list[Stated] = []
    before = lead
    for group, edge in zip(groups, edges, strict=True):
        words, following = _shared_out(masked[group[-1].end : edge], bool(lead), edge == piece.end, language, finder)
        places = _positions(group, before, words, language, finder)
        agency = _agency(posts, group, edge, leads) or carried or "author"
        people += [Stated(one, agency, place, _case(one, piece)) for one, place in zip(group, places, strict=True)]
        before = following
    return Statement(whole, tuple(people), agent, lead, _clean(masked[groups[-1][-1].end : piece.end]))


def _masked(text: str, words: Sequence[re.Match[str]]) -> str:
    if not words:
        return text
    shown = list(text)
    for match in words:
        shown[match.start() : match.end()] = _MASK * (match.end() - match.start())
    return "".join(shown)


def _agency(posts: Sequence[re.Match[str]], group: Sequence[FoundName], edge: int, leads: bool) -> Agency | None:
    """Return what the agent word of a group of names says: the next after it, or the last before it if one leads."""
    if leads:
        own = next((match for match in reversed(posts) if match.end() <= group[0].start), None)
    else:
        own = next((match for match in posts if group[-1].end <= match.start() < edge), None)
    return agency_of(own) if own else None


def _case(name: FoundName, piece: Piece) -> Case | None:
    return piece.case if piece.case and stands_in(name.text, piece.case) else None


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _groups(masked: str, names: Sequence[FoundName]) -> list[list[FoundName]]:
    groups: list[list[FoundName]] = []
    for name in names:
        if groups and _BETWEEN_NAMES.fullmatch(masked[groups[-1][-1].end : name.start]):
            groups[-1].append(name)
        else:
            groups.append([name])
    return groups


def _shared_out(after: str, leading: bool, last: bool, language: str, finder: Finder) -> tuple[str, str]:
    """Part the words between two names: what belongs to the one before, and to the one after."""
    words = _clean(after)
    if not leading or last:
        return words, ""
    first, _, rest = words.partition(",")
    if only_organizations(first, language, finder):
        return first, _clean(rest)
    return "", words


def _positions(group: Sequence[FoundName], before: str, after: str, language: str, finder: Finder) -> list[Position]:
    """Return the position of each of a group; one post in the singular is that of the nearest name only."""
    position = position_of(", ".join(filter(None, (before, after))), language, finder)
    role = position.role
    if len(group) == 1 or role is None or is_plural_post(role) or not names_post(role):
        return [position] * len(group)
    nearest = group[0] if before else group[-1]
    return [position if name is nearest else Position(None, ()) for name in group]


def _clean(words: str) -> str:
    words = words.strip(EDGE) + ("." if re.search(r"[^\W\d_]\.\s*$", words) and _abbreviated(words) else "")
    while (shorter := _CONJUNCTION.sub("", words).strip(" ,;:–—-\u00a0\x01")) != words:
        words = shorter
    return words


def _abbreviated(words: str) -> bool:
    return bool(re.search(r"(?:^|[\s.])[^\W\d_]{1,2}\.\s*$", words))


def _with_shared_affiliation(found: list[Statement], language: str, finder: Finder) -> list[Statement]:
    """Give an organization that stands alone after the last semicolon to those who have none."""
    if len(found) < 2 or found[-1].people or found[-1].agent:
        return found
    organizations = only_organizations(found[-1].text, language, finder)
    if not organizations:
        return found
    shared = []
    for statement in found[:-1]:
        people = tuple(
            one
            if one.position.organizations
            else Stated(one.name, one.agency, Position(one.position.role, organizations), one.case)
            for one in statement.people
        )
        shared.append(Statement(statement.text, people, statement.agent, statement.lead, statement.tail))
    return shared
