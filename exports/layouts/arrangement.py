"""Which sections the page of each kind has, in which order, and what stands under its title."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graph_builder import terms
from graph_builder.namespaces import SKOS_ALT_LABEL, SKOS_IN_SCHEME, SKOS_PREF_LABEL
from graph_builder.rdf import Term

ANY: Final = "*"
"""Stands for every kind."""

TOLD: Final[Term] = ""
"""Stands for the property by which a source tells of an entity."""


@dataclass(frozen=True, slots=True)
class Block:
    """A section of a page.

    Attributes:
        key: its fragment in the page; empty for none.
        title: key of its heading in the messages; empty for the group of its properties in the shapes.
        notes: keys of sentences.
        properties: properties of the entity, in order.
        links: what links here, by kind and property.
        figures: keys of pictures; they have headings of their own.
        made: name of what a section of its own makes; empty for none.
        none: key of the sentence that stands where it has nothing else; empty if it is then left out.
        articles: whether the list of all articles by the facet of the entity belongs here.
        way: key of the page that shows the same in another way; empty for none.
        relation: key of the words for how what links here belongs to the entity, where the name of the property would
            read the wrong way round; empty for no words, none for the name of the property.
    """

    key: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()
    properties: tuple[Term, ...] = ()
    links: tuple[tuple[str, Term], ...] = ()
    figures: tuple[str, ...] = ()
    made: str = ""
    none: str = ""
    articles: bool = False
    way: str = ""
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The layout of a kind.

    Attributes:
        facts: properties that stand under the title.
        blocks: its sections.
        named: whether names of the properties stand before the values under the title.
    """

    facts: tuple[Term, ...]
    blocks: tuple[Block, ...]
    named: bool = True


_NAMES: Final = Block(
    properties=(
        terms.name,
        SKOS_PREF_LABEL,
        terms.familyName,
        terms.givenName,
        terms.abbreviation,
        SKOS_ALT_LABEL,
    )
)
_TIME: Final = Block(properties=(terms.start, terms.end))
_MONEY: Final = Block(properties=(terms.budget, terms.currency))
_ARTICLES: Final = Block(
    "articles",
    "kinds_article",
    links=(("article", terms.about), ("article", terms.mentions)),
    articles=True,
)
_YEARS: Final = Block(figures=("by-year",))

_ARTICLE: Final = Arrangement(
    (terms.datePublished, terms.rubric, terms.language),
    (
        Block(properties=(terms.abstract, terms.text)),
        Block("issue", "article_issue", made="issue"),
        Block("topics", made="topics"),
        Block(properties=(terms.contribution,)),
        Block(
            "other-language",
            "other_language",
            properties=(terms.translationOf,),
            links=(("article", terms.translationOf),),
        ),
        Block(properties=(terms.sourceUrl, terms.capture)),
        Block("similar", "similar", ("similar_means",), made="similar"),
    ),
    named=False,
)
_ISSUE: Final = Arrangement(
    (terms.nominalMonth,),
    (
        Block(properties=(terms.datePublished,)),
        Block(
            properties=(
                terms.edition,
                terms.number,
                terms.lastNumber,
                terms.wholeNumber,
                terms.lastWholeNumber,
                terms.magazine,
            )
        ),
        Block("articles", "issue_articles", links=(("article", terms.issue),), none="issue_articles_none"),
        Block("candidates", "issue_candidates", ("issue_candidates_mean",), links=(("article", terms.candidateIssue),)),
        Block("captures", "issue_captures", ("issue_shown_only",), links=(("capture", terms.shownIssue),)),
    ),
)
_PROJECT: Final = Arrangement(
    (terms.start, terms.end),
    (
        Block(properties=(terms.goal,)),
        Block(figures=("timeline",)),
        _TIME,
        Block(properties=(terms.phase, terms.component)),
        Block(figures=("regions-by-phase",)),
        Block(properties=(terms.region, terms.municipalityCount)),
        Block("organizations", "project_organizations", properties=(terms.implementer, terms.funder, terms.partner)),
        Block(figures=("network",)),
        _YEARS,
        _ARTICLES,
        Block("events", "kinds_event", links=(("event", terms.project),), relation="all_of_them"),
        _NAMES,
        _MONEY,
    ),
)
_PHASE: Final = Arrangement(
    (terms.start, terms.end),
    (
        _TIME,
        Block(properties=(terms.project, terms.ordinal, terms.isFinal)),
        Block(figures=("regions-by-phase",)),
        Block(properties=(terms.region, terms.municipalityCount)),
        Block("organizations", "project_organizations", properties=(terms.implementer, terms.funder, terms.partner)),
        _MONEY,
        _ARTICLES,
        _NAMES,
    ),
)
_ORGANIZATION: Final = Arrangement(
    (terms.kind, terms.homepage),
    (
        _NAMES,
        Block("names-through-time", "names_through_time", ("names_through_time_mean",), made="names"),
        Block(
            "structure",
            "organization_structure",
            properties=(terms.partOf, terms.succeededBy),
            links=(("organization", terms.succeededBy), ("organization", terms.partOf)),
        ),
        Block(figures=("network",)),
        Block("people", "organization_people", made="people"),
        _YEARS,
        Block(
            "articles",
            "kinds_article",
            links=(("article", terms.about), ("article", terms.mentions), ("article", terms.affiliation)),
            articles=True,
        ),
    ),
)
_PERSON: Final = Arrangement(
    (),
    (
        _NAMES,
        Block("forms", "person_forms", ("person_forms_mean",), made="forms"),
        Block("roles", "person_roles", made="roles"),
        Block(
            "articles",
            "kinds_article",
            links=(("article", terms.contributor), ("article", terms.about), ("article", terms.mentions)),
        ),
    ),
)
_REGION: Final = Arrangement(
    (terms.kind, terms.code),
    (
        Block(
            "place",
            "region_place",
            properties=(terms.within, terms.aiylAimakCount),
            links=(("region", terms.within),),
            way="regions_tree",
            relation="region_inside",
        ),
        Block(figures=("map",)),
        Block("work", "region_work", links=(("project", terms.region), ("phase", terms.region))),
        _YEARS,
        _ARTICLES,
        _NAMES,
    ),
)
_RUBRIC: Final = Arrangement(
    (),
    (
        Block("spellings", "rubric_spellings", properties=(SKOS_PREF_LABEL, SKOS_ALT_LABEL)),
        _YEARS,
        Block("articles", "kinds_article", links=(("article", terms.rubric),), articles=True, relation="all_of_them"),
    ),
)
_CAPTURE: Final = Arrangement(
    (terms.retrieved, terms.language, terms.layout),
    (
        Block(
            "shows",
            "capture_shows",
            properties=(terms.shownTitle, terms.shownRubric, terms.shownHeader, terms.shownIssue),
        ),
        Block(properties=(terms.article,)),
    ),
)
_SOURCE: Final = Arrangement(
    (terms.rank, terms.retrieved),
    (
        Block(properties=(terms.url, terms.file, terms.corrects)),
        Block("disputes", "source_disputes", links=((ANY, terms.source),), relation=""),
        Block("told", "told_by_source", links=((ANY, TOLD),)),
    ),
)
_COMPONENT: Final = Arrangement(
    (),
    (
        Block(properties=(terms.goal,)),
        Block(properties=(terms.partner, terms.supports)),
        Block(properties=(terms.project, terms.ordinal)),
        _ARTICLES,
    ),
)
_MAGAZINE: Final = Arrangement(
    (terms.issn, terms.language),
    (
        Block(properties=(terms.publisher,)),
        Block("issues", "kinds_issue", links=(("issue", terms.magazine),), relation="all_of_them"),
        Block("rubric-list", "kinds_rubric", links=(("rubric", SKOS_IN_SCHEME),), relation="all_of_them"),
    ),
)
_EVENT: Final = Arrangement(
    (terms.date,),
    (Block(properties=(terms.project,)), Block(properties=(terms.organizer,)), _MONEY, _ARTICLES, _NAMES),
)
_OTHER: Final = Arrangement((terms.kind, terms.date, terms.homepage), (_ARTICLES, _NAMES))

_ARRANGEMENTS: Final[Mapping[Term, Arrangement]] = {
    terms.Article: _ARTICLE,
    terms.Capture: _CAPTURE,
    terms.Component: _COMPONENT,
    terms.Event: _EVENT,
    terms.Issue: _ISSUE,
    terms.Magazine: _MAGAZINE,
    terms.Organization: _ORGANIZATION,
    terms.Person: _PERSON,
    terms.Phase: _PHASE,
    terms.Project: _PROJECT,
    terms.Region: _REGION,
    terms.Rubric: _RUBRIC,
    terms.Source: _SOURCE,
}


def arrangement_of(class_: Term) -> Arrangement:
    """Return the layout of the kind that a class is."""
    return _ARRANGEMENTS.get(class_, _OTHER)
