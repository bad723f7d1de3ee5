"""The people of a byline as contributions; who is not known becomes a provisional person."""

import re
from dataclasses import dataclass
from typing import Final

from graph_builder.linking import Authority, Mention
from graph_builder.pages.byline import Contributor
from graph_builder.pages.nominative import nominative
from graph_builder.problems import Place, Problems
from graph_builder.records import Contribution, Person
from graph_builder.records.base import Language
from graph_builder.register import Register, slugify
from graph_builder.textforms import key, tidy

_HYPHEN_OF_PRINT: Final = re.compile(r"-\s+")


@dataclass(frozen=True, slots=True)
class Provisional:
    """A person of whom only a byline is known, and the line where it stands."""

    person: Person
    line: int


@dataclass(frozen=True, slots=True)
class Contributors:
    """The people of a byline.

    Attributes:
        contributions: what each did, in the order of the page.
        provisional: those whom the authority files do not settle.
        mentions: where each is named.
    """

    contributions: tuple[Contribution, ...]
    provisional: tuple[Provisional, ...]
    mentions: tuple[Mention, ...]


def contributions(
    contributors: tuple[Contributor, ...],
    language: Language,
    authority: Authority,
    register: Register,
    file: str,
    problems: Problems,
) -> Contributors:
    """Return who contributed, each matched to a person of the authority files or made a provisional one.

    Args:
        contributors: the byline.
        language: language of the page.
        authority: the people that are known.
        register: mints the slugs of those who are not.
        file: path of the page.
        problems: takes a remark for each provisional person.
    """
    distinct: dict[tuple[str, str], Contribution] = {}
    provisional: dict[str, Provisional] = {}
    mentions: list[Mention] = []
    for one in contributors:
        stated = tidy(one.name.text)
        name = _HYPHEN_OF_PRINT.sub("", stated)
        found = authority.people(name, language, inflected=one.case is not None)
        if len(found) == 1:
            slug = found[0]
        else:
            person = _provisional(nominative(name, one.case), found, language, authority, register)
            provisional.setdefault(person.id, Provisional(person, one.name.line))
            _report(name, person.id, found, Place(file, one.name.line, "byline"), problems)
            slug = person.id
        end = one.name.start + len(one.name.text)
        mentions.append(Mention("person", slug, one.name.start, end, one.name.text))
        contribution = Contribution(
            contributor=slug,
            stated_name=stated,
            role={language: one.role} if one.role else {},
            role_kind=one.role_kind,
            affiliation=list(one.affiliation),
        )
        distinct.setdefault((slug, one.role_kind), contribution)
    return Contributors(tuple(distinct.values()), tuple(provisional.values()), tuple(mentions))


def _provisional(
    name: str, candidates: tuple[str, ...], language: Language, authority: Authority, register: Register
) -> Person:
    base = slugify(name) or "person"
    proposal, count = base, 1
    # Who is known has the address of her name; that of somebody else must not be taken for it.
    while authority.get("person", proposal):
        count += 1
        proposal = f"{base}-{count}"
    mark = "ambiguous" if candidates else "person"
    slug = register.slug("person", [f"{mark}:{key(name)}"], proposal)
    return Person(id=slug, name={language: name}, provisional=True)


def _report(stated: str, slug: str, candidates: tuple[str, ...], place: Place, problems: Problems) -> None:
    if candidates:
        message = f"“{stated}” may be {' or '.join(f'person/{one}' for one in candidates)}; person/{slug} stands for it"
        problems.warn(place, "ambiguous-person", message, "name the contributor in a record of the article")
        return
    problems.info(
        place,
        "unknown-person",
        f"“{stated}” is in no authority file; it is published as person/{slug}, provisionally",
        "add a record of the person to authorities, or the name as an alias of one who is there",
    )
