"""Article record, with its contributions, as a mapping."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import (
    ADDRESS,
    CODE,
    DATE,
    REFERENCE,
    Mapping,
    Parts,
    Says,
    individual,
    link,
    text_in,
)
from graph_builder.records import Article

MAPPING: Final = Mapping(
    Article,
    (terms.Article,),
    (
        Says(terms.language, "language", CODE),
        Says(terms.title, "title", text_in("language")),
        Says(terms.abstract, "abstract", text_in("language")),
        Says(terms.text, "text", text_in("language")),
        Says(terms.datePublished, "date", DATE),
        Says(terms.rubric, "rubric", link("rubric")),
        Says(terms.issue, "issue", link("issue")),
        Says(terms.translationOf, "translation_of", link("article")),
        Says(terms.sourceUrl, "source_urls", ADDRESS),
        Says(terms.about, "about", REFERENCE),
        Says(terms.mentions, "mentions", REFERENCE),
        Says(terms.candidateIssue, "candidate_issues", link("issue")),
    ),
    (
        Parts(
            "contributions",
            terms.contribution,
            "contribution-{position}",
            (terms.Contribution,),
            terms.article,
            (
                Says(terms.contributor, "contributor", link("person")),
                Says(terms.roleKind, "role_kind", individual("role")),
                Says(terms.role, "role"),
                Says(terms.affiliation, "affiliation", link("organization")),
                Says(terms.statedName, "stated_name"),
            ),
            position=terms.position,
        ),
    ),
)
"""What an article says; its texts carry its language."""
