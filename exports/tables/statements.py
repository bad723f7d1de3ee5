"""The tables that hold things of all classes: ``links``, all references of the view, ``claims``, what sources say."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from exports import prefixes
from exports.messages import catalogue
from exports.tables.columns import ADDRESS, BOOLEAN, REFERENCE, STRING, Table, made
from exports.tables.names import Ids, table_name
from exports.tables.rows import Row, datatype_of
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Term, Triple, iri_text, is_iri, literal_parts

_NEAR: Final = 16
"""How many statements of the view are looked at one by one before it is searched."""


@cache
def links_table() -> Table:
    """Return the table of references: an edge list of the graph."""
    return Table(
        "links",
        (
            made("subject_kind", STRING, required=True),
            made("subject", STRING, required=True),
            made("subject_iri", ADDRESS, required=True),
            made("property", STRING, required=True),
            made("property_iri", ADDRESS, required=True),
            made("object_kind", STRING),
            made("object", STRING),
            made("object_iri", ADDRESS, required=True),
        ),
        key=("subject_iri", "property_iri", "object_iri"),
        titles=catalogue()["tables_links"],
        comments=catalogue()["tables_links_mean"],
    )


@cache
def claims_table() -> Table:
    """Return the table of claims: one row a quad."""
    return Table(
        "claims",
        (
            made("subject_kind", STRING),
            made("subject", STRING),
            made("subject_iri", ADDRESS, required=True),
            made("property", STRING, required=True),
            made("property_iri", ADDRESS, required=True),
            made("value", STRING),
            made("language", STRING),
            made("datatype", ADDRESS),
            made("source", REFERENCE, target=table_name(terms.Source), required=True),
            made("rank", STRING, required=True),
            made("preferred", BOOLEAN, required=True),
        ),
        titles=catalogue()["tables_claims"],
        comments=catalogue()["tables_claims_mean"],
    )


def links(view: Iterable[Triple], ids: Ids) -> Iterator[Row]:
    """Yield a row for each reference: to things of the archive, to terms of the vocabulary, to the web."""
    for subject, property_, value in view:
        if is_iri(value) and property_ != RDF_TYPE and (kind := ids.table(subject)):
            object_kind = ids.table(value)
            yield {
                "subject_kind": kind,
                "subject": ids.id(subject),
                "subject_iri": iri_text(subject),
                "property": prefixes.short(property_) or iri_text(property_),
                "property_iri": iri_text(property_),
                "object_kind": object_kind or None,
                "object": ids.id(value) if object_kind else None,
                "object_iri": iri_text(value),
            }


def claims(dataset: Dataset, ids: Ids) -> Iterator[Row]:
    """Yield a row for each claim; it is preferred where the published view says the same."""
    ranks = {subject: value for subject, property_, value in dataset.view if property_ == terms.rank}
    for (subject, property_, value, source), preferred in zip(dataset.claims, _preferred(dataset), strict=True):
        yield {
            **_subject(subject, ids),
            "property": prefixes.short(property_) or iri_text(property_),
            "property_iri": iri_text(property_),
            **_value(value),
            "source": ids.id(source),
            "rank": literal_parts(ranks[source])[0],
            "preferred": "true" if preferred else "false",
        }


def _preferred(dataset: Dataset) -> Iterator[bool]:
    """Tell of each claim whether the view holds it: both are sorted, so that the next one is mostly near."""
    view, graph, place = dataset.view, "", 0
    for *said, source in dataset.claims:
        triple = tuple(said)
        if source != graph:
            graph, place = source, 0
        near = min(place + _NEAR, len(view))
        while place < near and view[place] < triple:
            place += 1
        if place == near:
            place = bisect_left(view, triple, near)
        yield place < len(view) and view[place] == triple


def _subject(subject: Term, ids: Ids) -> Row:
    kind = ids.table(subject)
    return {
        "subject_kind": kind or None,
        "subject": ids.id(subject) if kind else None,
        "subject_iri": iri_text(subject),
    }


def _value(value: Term) -> Row:
    if is_iri(value):
        return {"value": iri_text(value), "language": None, "datatype": None}
    text, language, datatype = literal_parts(value)
    return {"value": text, "language": language or None, "datatype": datatype_of(language, datatype)}
