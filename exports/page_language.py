"""What all pages of one language share: words, labels, addresses, order, descriptions of sources."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final
from urllib.parse import unquote, urlsplit

from babel import Locale

from exports.filing import Filing
from exports.graph_index import GraphIndex
from exports.labels import Labels, Text
from exports.page_views import Frame, LanguageLink, Link
from exports.quality.disputes import Disputes
from exports.views import SourceView
from exports.wording import date_text, literal_text, words_of
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.rdf import Term, document_of, iri_text, literal_parts
from graph_builder.schema import schema
from graph_builder.shape_values import PropertyShape
from graph_builder.vocabulary import vocabulary

_LONGEST_ADDRESS: Final = 60
_QUOTED: Final = 3
_KEPT: Final = 8192
"""How many links are kept as made: to what most pages name (rubrics, regions, people), whatever the archive's size."""

CARD: Final = "assets/card.png"
"""Path of the picture that other sites show beside a link (Open Graph)."""


def web_address(term: Term) -> str:
    """Return the address of an IRI that a page may link to: ``http`` and ``https`` only, otherwise empty."""
    address = iri_text(term)
    return address if address.startswith(("https://", "http://")) else ""


def address_label(address: str) -> str:
    """Return what to call an address: its host and path as people say them, shortened in the middle."""
    parts = urlsplit(address)
    name = f"{parts.netloc.removeprefix('www.')}{unquote(parts.path)}".rstrip("/")
    if parts.query:
        name += f"?{unquote(parts.query)}"
    if len(name) > _LONGEST_ADDRESS:
        name = f"{name[: _LONGEST_ADDRESS - 20]}…{name[-19:]}"
    return name


@dataclass(frozen=True, slots=True)
class PropertyHead:
    """A property of a class, as pages of one language head its values.

    Attributes:
        shape: its shape.
        name: its name in the vocabulary.
        label: its name for readers.
        comment: its explanation; empty for none.
    """

    shape: PropertyShape
    name: str
    label: Text
    comment: Text


class PageLanguage:
    """One language of the site.

    Attributes:
        code: the language.
        words: its messages.
        filing: all entities in its order.
        disputes: where the index of disagreements shows each.
        groups: the groups of properties in their order, with their names.
        is_quoted: tells whether any source names an entity with words that are recorded.
        label: returns the label of an entity or of a term of the vocabulary.
        heading: returns a message as a text.
        bare_link: makes the link to an entity with no note.
        stated: names properties of a class, in the order of the shapes, as what a source says of something.
        entry: makes the link to an entity as lists have it: with the date of an article and whether it is provisional.
    """

    def __init__(self, dataset: Dataset, index: GraphIndex, labels: Labels, code: str) -> None:
        self._dataset, self._index, self._labels = dataset, index, labels
        self.code = code
        self.label: Callable[[Term], Text] = lru_cache(maxsize=_KEPT)(lambda term: labels.of(term, code))
        self.words = words_of(code)
        self.filing = Filing(dataset, index, labels, code)
        self.disputes = Disputes(index, dataset.iris, self.label, code)
        self.site = labels.in_words(dict(dataset.title), code) if dataset.title else Text("Tuyun")
        self._base = f"<{dataset.iris.base}"
        self._sources: dict[Term, SourceView] = {}
        self.heading: Callable[[str], Text] = cache(lambda key: Text(self.words[key]))
        self.bare_link = lru_cache(maxsize=_KEPT)(lambda term: Link(self.label(term), self.href(term)))
        self.is_quoted = index.is_quoted
        self.entry = lru_cache(maxsize=_KEPT)(self._entry)
        self.stated = lru_cache(maxsize=_KEPT)(self._stated)
        self._heads: dict[Term, tuple[PropertyHead, ...]] = {}
        self._names_of: dict[tuple[Term, Term], Text] = {}
        self._titles: dict[tuple[Term, tuple[Term, ...]], Text] = {}
        self.groups: Mapping[Term, Text] = {group.term: self.said(group.labels) for group in schema().groups}
        self._lists = tuple(Link(Text(self.kinds(kind)), f"{code}/{kind}/index.html") for kind in self.filing.by_kind)
        self._names: Mapping[str, str] = {
            one: Locale(words_of(one).language).languages.get(one, one) for one in dataset.languages
        }

    def said(self, texts: Mapping[str, str]) -> Text:
        """Return one of several texts by language, for a reader of this language."""
        return self._labels.in_words(texts, self.code)

    def kind(self, term: Term) -> str:
        """Return the kind of an entity of the archive, as in its address."""
        return self._dataset.iris.kind(term)

    def kinds(self, kind: str) -> str:
        """Return the plural name of a kind."""
        return self.words[f"kinds_{kind}"]

    def href(self, term: Term) -> str:
        """Return the page of an entity, with the fragment of a dependent; empty if it has no page."""
        document = document_of(term)
        if not (document.startswith(self._base) and self._index.type_of(document)):
            return ""
        href = f"{document[len(self._base) : -1]}.{self.code}.html"
        return href if document == term else f"{href}#{term[len(document) : -1]}"

    def link(self, term: Term, note: str = "") -> Link:
        """Return a link to an entity; a term of the vocabulary has a label alone."""
        return Link(self.label(term), self.href(term), note) if note else self.bare_link(term)

    def _entry(self, term: Term) -> Link:
        date, is_provisional = self._index.noted(term)
        notes = [date_text(literal_parts(date)[0], self.code)] if date else []
        if is_provisional:
            notes.append(self.words["provisional_mark"])
        return self.link(term, ", ".join(notes))

    def properties(self, class_: Term) -> tuple[PropertyHead, ...]:
        """Return the properties of a class in the order of the shapes."""
        if class_ not in self._heads:
            shape = schema().kinds.get(class_)
            self._heads[class_] = tuple(self._head(class_, one) for one in (shape.properties if shape else ()))
        return self._heads[class_]

    def _stated(self, class_: Term, paths: tuple[Term, ...]) -> str:
        heads = (one for one in self.properties(class_) if one.shape.path in paths)
        return ", ".join(one.label.text for one in heads)

    def property_label(self, class_: Term, path: Term) -> Text:
        """Return the name of a property, as the shape of a class has it or else the vocabulary."""
        key = class_, path
        if key not in self._names_of:
            shape = schema().find(class_, path)
            self._names_of[key] = self.said((shape.names if shape else {}) or vocabulary().terms[path].labels)
        return self._names_of[key]

    def group_label(self, class_: Term, paths: tuple[Term, ...]) -> Text:
        """Return the name of the group in which the shape of a class has some properties; empty if it has none."""
        key = class_, paths
        if key not in self._titles:
            shape = schema().kinds.get(class_)
            group = next((one.group for one in shape.properties if one.path in paths), "") if shape else ""
            self._titles[key] = self.groups.get(group, Text(""))
        return self._titles[key]

    def _head(self, class_: Term, shape: PropertyShape) -> PropertyHead:
        known, path = vocabulary().terms[shape.path], shape.path
        return PropertyHead(
            shape,
            known.name,
            label=self.property_label(class_, path),
            comment=self.said(known.comments) if known.comments else Text(""),
        )

    def source(self, term: Term) -> SourceView:
        """Return the description of a source, without a number on a page."""
        if term not in self._sources:
            node = self._index.node(term)
            rank, retrieved, url = (node.first(one) for one in (terms.rank, terms.retrieved, terms.url))
            address = web_address(url) if url else ""
            name, shown = self.label(term), address_label(address) if address else ""
            if shown in name.text:
                address = shown = ""  # the name says it, and links to the page of the source
            self._sources[term] = SourceView(
                number=0,
                name=name,
                href=self.href(term),
                rank=literal_text(rank, terms.rank, self.code).text if rank else "",
                retrieved=date_text(literal_parts(retrieved)[0], self.code) if retrieved else "",
                external=address,
                external_label=shown,
            )
        return self._sources[term]

    def quoted(self, source: Term, entity: Term) -> str:
        """Return, as a remark, with which words a source names an entity; empty if none are recorded."""
        found = self._index.quoted(source, entity)
        if not found:
            return ""
        words = list(map(self._quote, found))
        more = "…" if len(words) > _QUOTED else ""
        return self.words.fill("named_there", words=", ".join(words[:_QUOTED]) + more)

    def _quote(self, words: str) -> str:
        return self.words.fill("quote", words=" ".join(words.split()))

    def frame(
        self,
        path: str,
        title: str,
        breadcrumb: tuple[Link, ...] = (),
        others: str = "",
        default: str = "",
    ) -> Frame:
        """Return the frame of a page.

        Args:
            path: path of the page from the root, with ``{}`` for the language where it has one.
            title: the page's own part of ``<title>``; empty on the home page.
            breadcrumb: the way to the page below home.
            others: path, with ``{}``, to which a reader changes the language where it is not the same page:
                the second page of a list breaks elsewhere in another language.
            default: path of the page for readers of any language, where there is one.
        """
        base, languages = self._dataset.iris.base, self._dataset.languages
        others = others or path
        each = [(one, others.format(one)) for one in languages]
        alternates: list[tuple[str, str]] = []
        if path in {others, default}:
            alternates = [(one, base + href) for one, href in each]
            alternates += [("x-default", base + default)] if default else []
        home = f"{self.code}/index.html"
        return Frame(
            language=self.code,
            root="../" * path.count("/"),
            title=f"{title} — {self.site.text}" if title else self.site.text,
            site=self.site,
            home=home,
            lists=self._lists,
            report=f"report/validation.{self.code}.html",
            search=f"{self.code}/search.html",
            breadcrumb=(Link(Text(self.words["home"]), home), *breadcrumb) if title else (),
            languages=tuple([LanguageLink(one, self._names[one], href, one == self.code) for one, href in each]),
            canonical=base + (others if path == default else path).format(self.code),
            alternates=tuple(alternates),
            card=base + CARD,
        )
