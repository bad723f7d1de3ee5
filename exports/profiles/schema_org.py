"""The schema.org profile: the description of :mod:`exports.schema_org` in every language, a document of its own."""

from collections.abc import Mapping
from typing import Final

import msgspec

from exports.bibliography.item import Item
from exports.graph_index import GraphIndex, Node
from exports.labels import Labels
from exports.schema_org import NAMES, SchemaOrg, property_name
from exports.voices import EveryVoice
from graph_builder import namespaces as ns
from graph_builder import terms
from graph_builder.rdf import Term, iri_text

DATATYPES: Final = frozenset(
    {ns.RDF_LANG_STRING, ns.XSD_STRING, ns.XSD_INTEGER, ns.XSD_DATE, ns.XSD_G_YEAR, ns.XSD_G_YEAR_MONTH}
)
"""The datatypes whose values it takes over: schema.org has no words for a date in doubt."""

_CREATORS: Final = "author, editor, contributor"
_ELSEWHERE: Final[Mapping[tuple[Term, Term], str]] = {
    (terms.Article, terms.contribution): _CREATORS,
    (terms.Article, terms.rubric): "articleSection",
    (terms.Contribution, terms.contributor): _CREATORS,
    (terms.Contribution, terms.roleKind): _CREATORS,
    (terms.Issue, terms.lastNumber): "issueNumber",
    (terms.Issue, terms.number): "issueNumber",
    (terms.Organization, terms.kind): "@type",
    (terms.Region, terms.kind): "@type",
}
"""What is said otherwise than as a property of the same thing."""


def target(class_: Term, property_: Term) -> str:
    """Return where a property of a class goes; empty if it is dropped."""
    if found := _ELSEWHERE.get((class_, property_)):
        return found
    if class_ in _DEPENDENTS:
        return ""
    if property_ == ns.RDFS_LABEL:
        return "name"
    return "alternateName" if property_ in NAMES else property_name(class_, property_)


_DEPENDENTS: Final = frozenset({terms.Claim, terms.Contribution, terms.Disagreement, terms.Edition, terms.RubricScheme})


class SchemaOrgProfile:
    """Writes documents in the terms of schema.org."""

    def __init__(self, index: GraphIndex, labels: Labels) -> None:
        self._descriptions, self._voice = SchemaOrg(index), EveryVoice(labels)

    def write(self, node: Node, item: Item | None) -> bytes:
        """Return the document of an entity; ``item`` is its bibliographic value, if it is an article."""
        document = self._descriptions.document(node, item, self._voice, f"{iri_text(node.term)}.html")
        return msgspec.json.format(msgspec.json.encode(document, order="deterministic"), indent=2) + b"\n"
