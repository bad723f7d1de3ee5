"""The bibliographic values that every writer of this package takes: one article, one magazine."""

from typing import Literal, TypeAlias

from msgspec import Struct

from graph_builder.dates import PartialDate

Role: TypeAlias = Literal["author", "editor", "compiler", "reviewer"]


class Name(Struct, frozen=True):
    """The name of a person in one language.

    Attributes:
        text: the name as it is said, given name first.
        family: family name; empty unless the given name is known too, since nobody may guess where a name divides.
        given: given names; empty unless the family name is known too.
        iri: the person.
    """

    text: str
    family: str = ""
    given: str = ""
    iri: str = ""

    @property
    def inverted(self) -> str:
        """The name as catalogues file it, family name first where it is known."""
        return f"{self.family}, {self.given}" if self.family else self.text

    @property
    def initials(self) -> str:
        """The initials of the given names, ``А.-М. Б.``; empty if they are unknown."""
        return " ".join("-".join(f"{part[0]}." for part in word.split("-") if part) for word in self.given.split())


class Creator(Struct, frozen=True):
    """Who had a part in an article.

    Attributes:
        name: the person.
        role: what the part was.
        role_label: the same in the words of the article's language.
        affiliations: organizations for which the person did it.
    """

    name: Name
    role: Role
    role_label: str
    affiliations: tuple[str, ...] = ()


class Subject(Struct, frozen=True):
    """What an article is about or mentions, or the rubric in which it stands.

    Attributes:
        kind: kind of the entity, as in its path.
        label: what it is called, in the article's language where possible.
        iri: the entity.
    """

    kind: str
    label: str
    iri: str


class Numbering(Struct, frozen=True):
    """The issue that carried an article; an article has one only where evidence says so.

    Attributes:
        number: number within the year, ``10`` or ``7–8``; empty if unknown.
        whole: number counted from the first issue, ``108`` or ``165–166``; empty if unknown.
        year: year of the month for which it counts; none if unknown.
        iri: the issue.
    """

    number: str
    whole: str
    year: int | None
    iri: str

    @property
    def text(self) -> str:
        """Both numbers as the magazine prints them: ``10 (108)``."""
        if self.number and self.whole:
            return f"{self.number} ({self.whole})"
        return self.number or self.whole


class Serial(Struct, frozen=True):
    """The magazine.

    Attributes:
        slug: last part of its IRI.
        iri: its permanent address.
        page: address of its page.
        language: the language in which it is described here.
        title: its name in that language.
        parallel: its names in other languages, by language.
        languages: the languages in which it appears.
        issn: its ISSN with hyphen; empty if unknown.
        publisher: name of the publisher; empty if unknown.
        publisher_iri: the publisher; empty if unknown.
        url: its own web site; empty if unknown.
    """

    slug: str
    iri: str
    page: str
    language: str
    title: str
    parallel: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]
    issn: str
    publisher: str
    publisher_iri: str
    url: str


class Item(Struct, frozen=True, cache_hash=True):
    """An article.

    Attributes:
        slug: last part of its IRI.
        iri: its permanent address.
        page: address of its page.
        language: its language; empty if unknown.
        described_in: the language in which it is described here: its own, or the archive's first one.
        title: its title; in square brackets, as cataloguers do, what it is called if no source says a title.
        creators: who had a part in it, in the order of the article.
        date: when it was published, with its precision; none if unknown.
        serial: the magazine, named in the article's language; none if unknown.
        numbering: the issue; none unless evidence says which.
        rubric: where it stands in the magazine; none if unknown.
        about: what it is about.
        mentions: what it mentions beside.
        abstract: its abstract; empty if none is published.
        urls: where the magazine itself has put it.
    """

    slug: str
    iri: str
    page: str
    language: str
    described_in: str
    title: str
    creators: tuple[Creator, ...]
    date: PartialDate | None
    serial: Serial | None
    numbering: Numbering | None
    rubric: Subject | None
    about: tuple[Subject, ...]
    mentions: tuple[Subject, ...]
    abstract: str
    urls: tuple[str, ...]

    def by_role(self, *roles: Role) -> tuple[Creator, ...]:
        """Return those who had one of the roles."""
        return tuple(creator for creator in self.creators if creator.role in roles)

    @property
    def year(self) -> int | None:
        """The year of the issue where it is known, otherwise that of the date."""
        if self.numbering and self.numbering.year:
            return self.numbering.year
        return self.date.first.year if self.date else None

    @property
    def keywords(self) -> tuple[str, ...]:
        """What it is about and its rubric, each text once."""
        subjects = (*self.about, *((self.rubric,) if self.rubric else ()))
        return tuple(dict.fromkeys(subject.label for subject in subjects))


class Thing(Struct, frozen=True):
    """Any other entity: what simple Dublin Core can say of it.

    Attributes:
        iri: the entity.
        type: what it is, in English.
        titles: language and label, in the order of the languages.
        descriptions: language and text.
        dates: dates of any precision, as they are written.
        relations: IRIs of the entities to which it refers, and of its pages elsewhere.
    """

    iri: str
    type: str
    titles: tuple[tuple[str, str], ...]
    descriptions: tuple[tuple[str, str], ...] = ()
    dates: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
