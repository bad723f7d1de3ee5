"""How the documents of an entity hang together, for machines: Signposting level 2 as a link set (RFC 9264).

The set stands beside the documents, so that it works on any static host; a portal writes its ``Link`` headers from it
(https://signposting.org/FAIR/).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, TypeAlias

import msgspec

from exports.documents import Document
from exports.formats import CATALOGUE_FORMATS, GRAPH_FORMATS, HTML, REFERENCE_FORMATS, Format
from graph_builder import namespaces as ns
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.rdf import Term, iri_text
from graph_builder.vocabulary import vocabulary

Link: TypeAlias = Mapping[str, str]
Context: TypeAlias = "dict[str, str | list[Link]]"

_SCHEMA: Final = ns.PREFIXES["schema"]
_ABOUT_PAGE: Final = f"{_SCHEMA}AboutPage"
_ITEMS: Final = frozenset({terms.sourceUrl, terms.capturedFrom, terms.homepage})
_COLLECTIONS: Final = frozenset({terms.issue, terms.magazine})
_DESCRIBED_BY: Final[Mapping[Term, tuple[Format, ...]]] = {
    terms.Article: (*GRAPH_FORMATS, *REFERENCE_FORMATS, *CATALOGUE_FORMATS),
    terms.Magazine: (*GRAPH_FORMATS, *CATALOGUE_FORMATS),
}


class Linksets:
    """Writes the link sets of a dataset's entities.

    Attributes:
        base: IRI under which the documents lie.
        languages: the languages of their pages.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.base, self.languages = dataset.iris.base, dataset.languages

    def write(self, document: Document) -> bytes:
        """Return the link set of an entity's documents."""
        return msgspec.json.format(msgspec.json.encode({"linkset": list(self._contexts(document))}), indent=2) + b"\n"

    def _contexts(self, document: Document) -> Iterator[Context]:
        thing, at = iri_text(document.entity), self.base + document.path
        type_ = next((value for _, value in _values(document, {ns.RDF_TYPE}) if value in vocabulary().terms), "")
        formats = _DESCRIBED_BY.get(type_, GRAPH_FORMATS)
        pages = [f"{at}.{HTML.suffix}", *(f"{at}.{code}.{HTML.suffix}" for code in self.languages)]
        relations: Mapping[str, list[Link]] = {
            "cite-as": [{"href": thing}],
            "type": [{"href": _ABOUT_PAGE}, *({"href": one} for one in _schema_types(type_))],
            "author": [{"href": iri_text(person)} for person in _authors(document)],
            "item": [{"href": iri_text(value)} for _, value in _values(document, _ITEMS)],
            "collection": [{"href": iri_text(value)} for _, value in _values(document, _COLLECTIONS)],
            "describedby": [{"href": f"{at}.{one.suffix}", "type": one.media_type} for one in formats],
        }
        for page in pages:
            yield {"anchor": page, **{relation: links for relation, links in relations.items() if links}}
        for format_ in formats:
            yield {
                "anchor": f"{at}.{format_.suffix}",
                "describes": [{"href": pages[0], "type": HTML.media_type}],
                "cite-as": [{"href": thing}],
            }


def _values(document: Document, properties: Iterable[Term]) -> Iterator[tuple[Term, Term]]:
    """Yield property and IRI value of the entity itself, each value once."""
    wanted, seen = frozenset(properties), set()
    for subject, property_, value in document.own:
        if subject == document.entity and property_ in wanted and value.startswith("<") and value not in seen:
            seen.add(value)
            yield property_, value


def _authors(document: Document) -> Iterator[Term]:
    """Yield the people who wrote an article; who edited or compiled it is no author."""
    about: dict[Term, dict[Term, Term]] = {}
    for subject, property_, value in document.own:
        about.setdefault(subject, {})[property_] = value
    written = (one for one in about.values() if one.get(terms.roleKind, terms.role_author) == terms.role_author)
    yield from dict.fromkeys(one[terms.contributor] for one in written if terms.contributor in one)


def _schema_types(type_: Term) -> Iterator[str]:
    known = vocabulary().terms.get(type_)
    return (iri_text(one) for one in (known.parents if known else ()) if one.startswith(f"<{_SCHEMA}"))
