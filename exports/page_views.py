"""What every page has around its content, and what lists, the first page and the report show.

Finished, frozen values that a template only loops over. Every ``href`` is relative to the root of the release; a
template puts the way to the root before it.
"""

from functools import lru_cache

from markupsafe import Markup
from msgspec import Struct, field

from exports.formats import Format
from exports.labels import Text


class Link(Struct, frozen=True, cache_hash=True):
    """A link to a page of the release, or a label alone where ``href`` is empty.

    Attributes:
        label: what is called so.
        href: where it leads, from the root of the release.
        note: a few words beside it (a date, a role); empty for none.
    """

    label: Text
    href: str = ""
    note: str = ""


class Download(Struct, frozen=True, cache_hash=True):
    """A file that holds the data of a page."""

    label: str
    media_type: str
    href: str


class TableDownload(Struct, frozen=True):
    """A table of the whole archive, with its files."""

    label: Text
    files: tuple[Download, ...]


@lru_cache(maxsize=64)
def downloads(stem: str, formats: tuple[Format, ...]) -> tuple[Download, ...]:
    """Return the files of one thing in several formats; the last ones are kept for the page in the other languages."""
    return tuple([Download(one.label, one.media_type, f"{stem}.{one.suffix}") for one in formats])


class LanguageLink(Struct, frozen=True):
    """The same page in a language, called by its own name."""

    code: str
    name: str
    href: str
    current: bool


class Frame(Struct, frozen=True):
    """What every page has around its content.

    Attributes:
        language: of the page.
        root: the way from the page to the root of the release: ``""``, ``"../"`` …
        title: the text of ``<title>``.
        site: name of the archive.
        home: the home page in this language.
        lists: the lists of the kinds that exist, for the navigation.
        report: the validation report in this language.
        search: the search page in this language.
        breadcrumb: the way from home to the page, the page itself not included.
        languages: the page in every language.
        canonical: absolute address of the page.
        alternates: absolute addresses by language tag, with ``x-default``.
        card: absolute address of the picture that other sites show beside a link to the page.
    """

    language: str
    root: str
    title: str
    site: Text
    home: str
    lists: tuple[Link, ...]
    report: str
    search: str
    breadcrumb: tuple[Link, ...]
    languages: tuple[LanguageLink, ...]
    canonical: str
    alternates: tuple[tuple[str, str], ...]
    card: str


class Pager(Struct, frozen=True):
    """Where a page stands in a list that is cut.

    Attributes:
        near: its pages, by what they begin and end with; of many, the first, the last and those around this one, with
            a link to nowhere where some are left out.
        every: all its pages, where some are left out there.
        here: the page.
        previous: the page before; empty if there is none.
        next: the page after; empty if there is none.
    """

    near: tuple[Link, ...]
    every: tuple[Link, ...]
    here: str
    previous: str = ""
    next: str = ""


class Section(Struct, frozen=True):
    """A heading of a list (a letter, a year, a project) with its entries."""

    anchor: str
    heading: Text
    entries: tuple[Link, ...]


class FacetGroup(Struct, frozen=True):
    """The values by which a list can be narrowed further, each with how many entries remain.

    Attributes:
        name: what the facet is called.
        values: those shown at once, with the count as note.
        rest: those shown on demand.
        all: the list of all values; none if all are here.
    """

    name: str
    values: tuple[Link, ...]
    rest: tuple[Link, ...] = ()
    all: Link | None = None


class Narrowing(Struct, frozen=True):
    """How a list was narrowed and can be further; ``chosen`` lead to the list without that condition."""

    chosen: tuple[Link, ...]
    groups: tuple[FacetGroup, ...]
    note: str


class ListView(Struct, frozen=True):
    """A list of entities: one kind, or the continuation of what links to an entity.

    Attributes:
        title: heading of the page.
        about: the entity whose links continue here; empty label for a list of a kind.
        count: how many entries the whole list has.
        arrangement: how it is sorted, in words.
        contents: headings of the whole list with the page on which each stands.
        sections: what stands on this page.
        pager: none if one page holds the list.
        downloads: the list as a table.
        narrowing: the facets of the list; none if it has none.
        also: other pages that show the same in another way.
        queries: questions about entities of the kind, with their queries.
    """

    frame: Frame
    title: Text
    about: Link | None
    count: str
    arrangement: str
    contents: tuple[Link, ...]
    sections: tuple[Section, ...]
    pager: Pager | None = None
    downloads: tuple[Download, ...] = ()
    narrowing: Narrowing | None = None
    also: tuple[Link, ...] = ()
    queries: tuple[Link, ...] = ()


class KindCount(Struct, frozen=True):
    """A way into the archive: a kind, how many of it there are, and its list."""

    name: str
    count: str
    href: str


class HomeView(Struct, frozen=True):
    """The first page of the archive in one language.

    ``descriptions`` are the files that describe the dataset for catalogues, ``schema_org`` says the same as JSON-LD
    that is safe to stand in a script element.
    """

    frame: Frame
    title: Text
    main: tuple[KindCount, ...]
    other: tuple[KindCount, ...]
    newest: tuple[Link, ...]
    pictures: tuple[Link, ...]
    graph_downloads: tuple[Download, ...]
    claim_downloads: tuple[Download, ...]
    tables: tuple[TableDownload, ...]
    table_descriptions: tuple[Download, ...]
    withheld: str
    warnings: str
    errors: str
    disagreements: Link
    about_data: tuple[Link, ...]
    descriptions: tuple[Download, ...]
    schema_org: Markup


class Finding(Struct, frozen=True):
    """One thing to look at.

    Attributes:
        subject: the entity or file, with its page if it has one.
        places: files with lines, as ``file:line: field``.
        detail: what is wrong here in particular; empty if the heading says it all.
        remedy: what to do about it here, where that differs within the group; empty if the heading says it.
    """

    subject: Link
    places: tuple[str, ...] = ()
    detail: Text = field(default_factory=lambda: Text(""))
    remedy: Text = field(default_factory=lambda: Text(""))


class FindingGroup(Struct, frozen=True):
    """Findings that are mended in the same way; ``hidden`` says how many more the data file lists."""

    anchor: str
    remedy: Text
    code: str
    count: str
    findings: tuple[Finding, ...]
    hidden: str = ""


class ReportSection(Struct, frozen=True):
    """A part of the validation report: what is withheld, warnings, problems by severity."""

    anchor: str
    title: str
    explanation: str
    count: str
    groups: tuple[FindingGroup, ...]


class Checked(Struct, frozen=True):
    """How many things a shape looked at."""

    label: Text
    count: str


class ReportView(Struct, frozen=True):
    """The validation report in one language."""

    frame: Frame
    sections: tuple[ReportSection, ...]
    checked: tuple[Checked, ...]
    downloads: tuple[Download, ...]
