"""What every description of the dataset says alike: its IRIs, names, languages, publisher, period, files."""

from collections.abc import Iterator
from typing import Final

from exports import formats
from exports.formats import DATASET_FORMATS, GRAPH_FORMATS, Format
from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.messages import LANGUAGES, catalogue
from exports.prefixes import term
from graph_builder import namespaces as ns
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.dates import PartialDate
from graph_builder.rdf import Term, Triple, iri, literal_parts, tagged

VIEW_FORMATS: Final = (*GRAPH_FORMATS, formats.JSON_LINES)
"""The formats of the whole published view."""


class About:
    """Describes the dataset of a release.

    Attributes:
        base: the base IRI of the archive, its home page.
        view: IRI of the published view.
        claims: IRI of the view together with the claims, a graph a source.
        tables: IRI of both as tables.
        catalog: IRI of the catalogue that lists both.
        publication: who publishes it, under which licence, whom to ask.
        languages: of its labels.
    """

    def __init__(self, dataset: Dataset, index: GraphIndex, labels: Labels) -> None:
        self._dataset, self._index, self._labels = dataset, index, labels
        self.base = dataset.iris.base
        self.view, self.claims, self.tables, self.catalog = (
            iri(f"{self.base}#{name}") for name in ("dataset", "claims", "tables", "catalog")
        )
        self.publication = dataset.publication
        self.languages = dataset.languages

    def titles(self) -> Iterator[Term]:
        """Yield the name of the archive in each language, as literals."""
        return (tagged(text, language) for language, text in self._dataset.title)

    def words(self, *keys: str) -> Iterator[Term]:
        """Yield messages of the interface, joined, in each language of the archive that it speaks, as literals."""
        for language in self.languages:
            if language in LANGUAGES:
                yield tagged(" ".join(catalogue()[key][language] for key in keys), language)

    def publisher_names(self) -> dict[str, str]:
        """Return what the publisher is called, by language; empty if nobody is known to publish the data."""
        return dict(self._labels.every(self.publication.publisher)) if self.publication.publisher else {}

    def period(self) -> tuple[str, str] | None:
        """Return the first and the last day on which an article may have appeared; none if no date is known."""
        said = (
            self._index.node(article).first(terms.datePublished) for article in self._index.instances(terms.Article)
        )
        dates = [PartialDate.parse(literal_parts(date)[0]) for date in said if date]
        if not dates:
            return None
        return min(date.first for date in dates).isoformat(), max(date.last for date in dates).isoformat()

    def head(self, subject: Term, description: tuple[str, ...]) -> Iterator[Triple]:
        """Yield title, description, publisher, licence of something that is published.

        Args:
            subject: what is described.
            description: keys of the messages that describe it.
        """
        for title in self.titles():
            yield subject, ns.DCTERMS_TITLE, title
        for text in self.words(*description):
            yield subject, ns.DCTERMS_DESCRIPTION, text
        if self.publication.publisher:
            yield subject, term("dcterms:publisher"), self.publication.publisher
        if self.publication.license:
            yield subject, ns.DCTERMS_LICENSE, iri(self.publication.license)

    def publisher(self) -> Iterator[Triple]:
        """Yield the description of the publisher as an agent; nothing if nobody is known."""
        for language, name in sorted(self.publisher_names().items()):
            yield self.publication.publisher, ns.RDF_TYPE, term("foaf:Agent")
            yield self.publication.publisher, term("foaf:name"), tagged(name, language)

    def dumps(self) -> Iterator[tuple[Term, Format, str]]:
        """Yield every file of the whole dataset: which dataset it holds, its format, its address."""
        for subject, held in ((self.view, VIEW_FORMATS), (self.claims, DATASET_FORMATS)):
            for format_ in held:
                yield subject, format_, f"{self.base}data/dataset.{format_.suffix}"
