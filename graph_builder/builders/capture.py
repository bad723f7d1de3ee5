"""Capture record as a mapping."""

from typing import Final

from graph_builder import terms
from graph_builder.builders.mapping import ADDRESS, CODE, DATE, Mapping, Says, link
from graph_builder.records import Capture

MAPPING: Final = Mapping(
    Capture,
    (terms.Capture,),
    (
        Says(terms.sha256, "sha256"),
        Says(terms.article, "article", link("article"), inverse=terms.capture),
        Says(terms.capturedFrom, "captured_from", ADDRESS),
        Says(terms.retrieved, "retrieved", DATE),
        Says(terms.shownIssue, "shown_issue", link("issue")),
        Says(terms.file, "file"),
        Says(terms.layout, "layout", CODE),
        Says(terms.language, "language", CODE),
        Says(terms.shownHeader, "shown_header"),
        Says(terms.shownTitle, "shown_title"),
        Says(terms.shownRubric, "shown_rubric"),
    ),
)
"""What a capture says, and the article's link to it."""
