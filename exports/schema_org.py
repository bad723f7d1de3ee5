"""Each entity as schema.org JSON-LD: in the page that shows it, and as a document of its own in every language.

The ontology says which schema.org class and property a term specializes; the tables here hold what it cannot say:
where schema.org has another property for a class, and what it calls kinds of organizations. The context stands in
the document, so that a reader needs nothing from the network (https://schema.org/docs/data-and-datasets.html).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Final

from markupsafe import Markup
from msgspec import Raw, Struct

from exports.bibliography.item import Item, Role
from exports.graph_index import GraphIndex, Node
from exports.page_language import PageLanguage, web_address
from exports.scripts import OPEN_ADDRESS, OpenScript, OpenVoice, ScriptWords, script
from exports.voices import PageVoice, Value, Voice
from graph_builder import namespaces as ns
from graph_builder import terms
from graph_builder.rdf import Term, iri, iri_text, is_iri, literal_parts
from graph_builder.vocabulary import vocabulary

_SCHEMA: Final = ns.PREFIXES["schema"]
_ADDRESS: Final = {"@type": "@id"}
_CONTEXT: Final = {"@vocab": _SCHEMA, "mainEntityOfPage": _ADDRESS, "url": _ADDRESS}

# schema.org: a part of a project is a project whose parent organization is the whole.
_TYPES: Final[Mapping[Term, str]] = {
    terms.Phase: "Project",
    terms.Component: "Project",
    terms.kind_city: "City",
    terms.kind_country: "Country",
    terms.kind_government: "GovernmentOrganization",
    terms.kind_ministry: "GovernmentOrganization",
    terms.kind_ngo: "NGO",
    terms.kind_parliament: "GovernmentOrganization",
    terms.kind_state_body: "GovernmentOrganization",
}
_PROPERTIES: Final[Mapping[tuple[Term, Term], str]] = {
    (terms.Capture, terms.article): "mainEntity",
    (terms.Capture, terms.capturedFrom): "url",
    (terms.Component, terms.partner): "member",
    (terms.Component, terms.project): "parentOrganization",
    (terms.Event, terms.date): "startDate",
    (terms.Event, terms.project): "about",
    (terms.LegalInstrument, terms.date): "legislationDate",
    (terms.LegalInstrument, terms.kind): "legislationType",
    (terms.Phase, terms.end): "dissolutionDate",
    (terms.Phase, terms.project): "parentOrganization",
    (terms.Phase, terms.region): "areaServed",
    (terms.Phase, terms.start): "foundingDate",
    (terms.Project, terms.component): "subOrganization",
    (terms.Project, terms.end): "dissolutionDate",
    (terms.Project, terms.implementer): "member",
    (terms.Project, terms.partner): "member",
    (terms.Project, terms.phase): "subOrganization",
    (terms.Project, terms.start): "foundingDate",
    (terms.Rubric, ns.SKOS_IN_SCHEME): "inDefinedTermSet",
}
# A full text would double the page that shows it already; what schema.org has only for other classes.
_LEFT_OUT: Final = frozenset(
    {terms.currency, terms.edition, terms.name, terms.ordinal, terms.sha256, terms.text, ns.RDFS_LABEL}
)
NAMES: Final = (terms.name, terms.abbreviation, ns.SKOS_PREF_LABEL, ns.SKOS_ALT_LABEL)
"""What stands in ``alternateName``, where it is not the label already."""

_CREATORS: Final[Mapping[Role, str]] = {
    "author": "author",
    "editor": "editor",
    "compiler": "contributor",
    "reviewer": "contributor",
}
_ISO_DATES: Final = frozenset(iri_text(one) for one in (ns.XSD_DATE, ns.XSD_G_YEAR, ns.XSD_G_YEAR_MONTH))
_KEPT: Final = 8192
_FEW: Final = 4


class _Stated(Struct, frozen=True):
    """What is stated of an entity: another entity, a term of the vocabulary, a text in languages, or a value."""

    entity: Term = ""
    concept: Term = ""
    texts: Mapping[str, str] = MappingProxyType({})
    value: str | int = ""


class SchemaOrg:
    """Describes entities in the terms of schema.org."""

    def __init__(self, index: GraphIndex) -> None:
        self._index = index
        self._head = lru_cache(maxsize=_KEPT)(self._described_in_short)
        # The same for the page in every language.
        self._stated = lru_cache(maxsize=_FEW)(self._read)
        self._open = lru_cache(maxsize=_FEW)(self._left_open)
        self._open_voice, self._words, self._voice = OpenVoice(), cache(ScriptWords), cache(PageVoice)

    def script(self, node: Node, item: Item | None, page: PageLanguage, address: str) -> Markup:
        """Return the text of a ``<script type="application/ld+json">``, which no text in it can end.

        Args:
            node: the entity.
            item: its bibliographic value, if it is an article.
            page: the language.
            address: of the page.
        """
        if known := self._open(node.term, item):
            return known.filled(self._words(page), address)
        return script(self.document(node, item, self._voice(page), address))

    def _left_open(self, term: Term, item: Item | None) -> OpenScript | None:
        """Return the description with what languages say otherwise left open; none if it may have another form."""
        node = self._index.node(term)
        if any(name in node.properties for name in NAMES):
            return None  # a name that is the label is not repeated
        found = OpenScript(self.document(node, item, self._open_voice, OPEN_ADDRESS))
        return found if found.is_sure else None

    def document(self, node: Node, item: Item | None, voice: Voice, address: str | Raw) -> dict[str, Any]:
        """Return the description of an entity; arguments as of :meth:`script`, ``voice`` for the language."""
        found = self._described(node, item, voice)
        entity = {key: _one_or_all(values) for key, values in found.items() if values}
        return {"@context": _CONTEXT, "mainEntityOfPage": address, **self._head(node.term, voice), **entity}

    def _described_in_short(self, term: Term, voice: Voice) -> dict[str, Any]:
        name = _one_or_all(voice.label(term))
        return {"@id": iri_text(term), "@type": self.type_name(self._index.node(term)), "name": name}

    def type_name(self, node: Node) -> str:
        """Return what schema.org calls the class of an entity."""
        kinds = (_TYPES.get(kind, "") for kind in node.properties.get(terms.kind, ()))
        return next(filter(None, kinds), "") or _TYPES.get(node.type, "") or _aligned(node.type) or "Thing"

    def _described(self, node: Node, item: Item | None, voice: Voice) -> dict[str, list[Value]]:
        found: dict[str, list[Value]] = {}
        for name, stated in self._stated(node.term):
            values: list[Value] = []
            for each in stated:
                if each.entity:  # most are, and need no sequence of their own
                    values.append(self._head(each.entity, voice))
                else:
                    values += self._values(each, voice)
            known = found.get(name)
            if known is None:
                found[name] = values
            else:
                known += [one for one in values if one not in known]
        found["alternateName"] = list(_other_names(node, voice))
        if node.type == terms.Issue:
            found["issueNumber"] = [_issue_number(node)] if node.first(terms.number) else []
        if item is not None:
            self._add_article(found, item, voice)
        return found

    def _read(self, term: Term) -> Sequence[tuple[str, Sequence[_Stated]]]:
        """Return what is stated of an entity, language aside: by the name that schema.org has for each property."""
        node = self._index.node(term)
        named = ((property_name(node.type, property_), values) for property_, values in node.properties.items())
        return [(name, list(self._stated_values(values))) for name, values in named if name]

    def _stated_values(self, values: Sequence[Term]) -> Iterator[_Stated]:
        texts: dict[str, str] = {}
        for value in values:
            if is_iri(value):
                yield self._linked(value)
                continue
            text, language, datatype = literal_parts(value)
            if language:
                texts.setdefault(language, text)
            elif datatype == iri_text(ns.XSD_INTEGER):
                yield _Stated(value=int(text))
            elif not datatype or datatype in _ISO_DATES:
                yield _Stated(value=text)
        if texts:
            yield _Stated(texts=texts)

    def _linked(self, value: Term) -> _Stated:
        if self._index.type_of(value):
            return _Stated(entity=value)
        if value in vocabulary().terms:
            return _Stated(concept=value)
        return _Stated(value=web_address(value) or iri_text(value))

    def _values(self, stated: _Stated, voice: Voice) -> Sequence[Value]:
        if stated.texts:
            return voice.said(stated.texts)
        return voice.label(stated.concept) if stated.concept else (stated.value,)

    def _add_article(self, found: dict[str, list[Value]], item: Item, voice: Voice) -> None:
        for creator in item.creators:
            found.setdefault(_CREATORS[creator.role], []).append(self._head(iri(creator.name.iri), voice))
        if item.serial:
            issn = {"issn": item.serial.issn} if item.serial.issn else {}
            found.setdefault("isPartOf", []).append({**self._head(iri(item.serial.iri), voice), **issn})
        if item.rubric:
            found["articleSection"] = list(voice.label(iri(item.rubric.iri)))


@cache
def property_name(class_: Term, property_: Term) -> str:
    """Return what schema.org calls a property of a class; empty if it has nothing for it, or another part says it."""
    if property_ in _LEFT_OUT:
        return ""
    return _PROPERTIES.get((class_, property_)) or _aligned(property_)


def _one_or_all(values: Sequence[Value]) -> Value | Sequence[Value]:
    return values[0] if len(values) == 1 else values


@cache
def _aligned(term: Term) -> str:
    """Return the name that schema.org has for a term of the ontology; empty if the ontology says none."""
    known = vocabulary().terms.get(term)
    parents = known.parents if known else ()
    return next((one[len(_SCHEMA) + 1 : -1] for one in parents if one.startswith(f"<{_SCHEMA}")), "")


def _other_names(node: Node, voice: Voice) -> Iterable[Value]:
    label = [one["@value"] if isinstance(one, Mapping) else one for one in voice.label(node.term)]
    found: dict[tuple[str, str], None] = {}
    for property_ in NAMES:
        for value in node.properties.get(property_, ()):
            text, language, _ = literal_parts(value)
            if text not in label:
                found[language, text] = None
    return [{"@language": language, "@value": text} if language else text for language, text in sorted(found)]


def _issue_number(node: Node) -> str:
    numbers = (node.first(terms.number), node.first(terms.lastNumber))
    return "–".join(literal_parts(number)[0] for number in numbers if number)
