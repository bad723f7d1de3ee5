"""THE format table: names, media types and suffixes of everything that is published.

Files, ``<link rel=alternate>``, content negotiation, dataset descriptions and the choices of commands all ask it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, eq=False)  # told apart as what it is, not by all that it says
class Format:
    """One way to write a graph or a page.

    Attributes:
        name: short stable name, as commands and addresses use it.
        label: the name that people know.
        media_type: without parameters, e.g. ``text/turtle``.
        suffix: of files, without the dot.
        is_rdf: whether it carries a graph that machines read (a page does not).
        holds_graphs: whether it can tell named graphs from the default graph.
        iri: the format's IRI at the W3C, as dataset descriptions state it; empty where there is none.
    """

    name: str
    label: str
    media_type: str
    suffix: str
    is_rdf: bool = True
    holds_graphs: bool = False
    iri: str = ""

    @property
    def content_type(self) -> str:
        """The value of an HTTP ``Content-Type`` header."""
        if self.media_type.startswith("text/"):
            return f"{self.media_type}; charset=utf-8"
        return self.media_type


_W3C: Final = "http://www.w3.org/ns/formats/"

TURTLE: Final = Format("turtle", "Turtle", "text/turtle", "ttl", iri=f"{_W3C}Turtle")
JSONLD: Final = Format("jsonld", "JSON-LD", "application/ld+json", "jsonld", iri=f"{_W3C}JSON-LD")
NTRIPLES: Final = Format("ntriples", "N-Triples", "application/n-triples", "nt", iri=f"{_W3C}N-Triples")
RDFXML: Final = Format("rdfxml", "RDF/XML", "application/rdf+xml", "rdf", iri=f"{_W3C}RDF_XML")
NQUADS: Final = Format("nquads", "N-Quads", "application/n-quads", "nq", holds_graphs=True, iri=f"{_W3C}N-Quads")
TRIG: Final = Format("trig", "TriG", "application/trig", "trig", holds_graphs=True, iri=f"{_W3C}TriG")
HTML: Final = Format("html", "HTML", "text/html", "html", is_rdf=False)

FORMATS: Final = (HTML, TURTLE, JSONLD, NTRIPLES, RDFXML, NQUADS, TRIG)
"""The formats that an address without a suffix negotiates, the one to prefer first."""

GRAPH_FORMATS: Final = tuple(entry for entry in FORMATS if entry.is_rdf and not entry.holds_graphs)
"""The formats of one graph: an entity's document, the published view, the ontology."""

DATASET_FORMATS: Final = tuple(entry for entry in FORMATS if entry.holds_graphs)
"""The formats that hold the published view together with the claims."""

GOST: Final = Format("gost", "GOST R 7.0.5", "text/plain", "gost.txt", is_rdf=False)
APA: Final = Format("apa", "APA 7", "text/plain", "apa.txt", is_rdf=False)
BIBTEX: Final = Format("bibtex", "BibTeX", "application/x-bibtex", "bib", is_rdf=False)
RIS: Final = Format("ris", "RIS", "application/x-research-info-systems", "ris", is_rdf=False)
CSL_JSON: Final = Format("csl", "CSL-JSON", "application/vnd.citationstyles.csl+json", "csl.json", is_rdf=False)
MARCXML: Final = Format("marcxml", "MARCXML", "application/marcxml+xml", "marc.xml", is_rdf=False)
MODS: Final = Format("mods", "MODS", "application/mods+xml", "mods.xml", is_rdf=False)
DUBLIN_CORE: Final = Format("dc", "Dublin Core", "application/xml", "dc.xml", is_rdf=False)
JSON_LINES: Final = Format("jsonl", "JSON Lines", "application/jsonl", "jsonl", is_rdf=False)
JSON_SCHEMA: Final = Format("json-schema", "JSON Schema", "application/schema+json", "schema.json", is_rdf=False)
LINKSET: Final = Format("linkset", "Linkset", "application/linkset+json", "linkset.json", is_rdf=False)
CSV: Final = Format("csv", "CSV", "text/csv", "csv", is_rdf=False)
PARQUET: Final = Format("parquet", "Parquet", "application/vnd.apache.parquet", "parquet", is_rdf=False)
SPARQL: Final = Format("sparql", "SPARQL", "application/sparql-query", "rq", is_rdf=False)

ATOM: Final = Format("atom", "Atom", "application/atom+xml", "atom", is_rdf=False)
ACTIVITY_STREAMS: Final = Format(
    "activity", "Activity Streams 2.0", "application/activity+json", "as.json", is_rdf=False
)

REFERENCE_FORMATS: Final = (GOST, APA, BIBTEX, RIS, CSL_JSON)
"""The formats of a reference to an article: for people, and for the programs in which they keep references."""

CATALOGUE_FORMATS: Final = (MARCXML, MODS, DUBLIN_CORE)
"""The formats of a catalogue record: of an article and of the magazine; Dublin Core of everything."""

SCHEMA_ORG: Final = Format("schema-org", "schema.org JSON-LD", "application/ld+json", "schema.jsonld")
EDM: Final = Format("edm", "Europeana EDM", "application/rdf+xml", "edm.rdf")

PROFILE_FORMATS: Final = (SCHEMA_ORG, EDM)
"""The formats of an entity's document in another vocabulary than the archive's own."""

KIT_FORMATS: Final = (JSON_LINES, JSON_SCHEMA, LINKSET)
"""What importers find beside the documents: all documents in one file, how they are built, what leads to what."""

TABLE_FORMATS: Final = (PARQUET, CSV)
"""The formats of the tables of the whole archive."""

RESULTS_JSON: Final = Format(
    "json", "SPARQL JSON", "application/sparql-results+json", "srj", is_rdf=False, iri=f"{_W3C}SPARQL_Results_JSON"
)
RESULTS_XML: Final = Format(
    "xml", "SPARQL XML", "application/sparql-results+xml", "srx", is_rdf=False, iri=f"{_W3C}SPARQL_Results_XML"
)
RESULTS_CSV: Final = Format("csv", "CSV", "text/csv", "csv", is_rdf=False, iri=f"{_W3C}SPARQL_Results_CSV")
RESULTS_TSV: Final = Format(
    "tsv", "TSV", "text/tab-separated-values", "tsv", is_rdf=False, iri=f"{_W3C}SPARQL_Results_TSV"
)

RESULT_FORMATS: Final = (RESULTS_JSON, RESULTS_XML, RESULTS_CSV, RESULTS_TSV)
"""The formats of a table that answers a query, the one to prefer first; only a server of queries writes them."""

PUBLISHED: Final = (
    *FORMATS,
    *REFERENCE_FORMATS,
    *CATALOGUE_FORMATS,
    *PROFILE_FORMATS,
    *KIT_FORMATS,
    *TABLE_FORMATS,
    SPARQL,
    ATOM,
    ACTIVITY_STREAMS,
)
"""Every format of data that a release holds."""

JSON: Final = Format("json", "JSON", "application/json", "json", is_rdf=False)

_WEB: Final = (
    JSON,
    Format("xml", "XML", "application/xml", "xml", is_rdf=False),
    Format("text", "Text", "text/plain", "txt", is_rdf=False),
    Format("checksums", "Checksums", "text/plain", "rdfc10-sha256", is_rdf=False),
    Format("sums", "Checksums of files", "text/plain", "sha256", is_rdf=False),
    Format("css", "CSS", "text/css", "css", is_rdf=False),
    Format("script", "JavaScript", "text/javascript", "js", is_rdf=False),
    Format("svg", "SVG", "image/svg+xml", "svg", is_rdf=False),
    Format("gzip", "gzip", "application/gzip", "gz", is_rdf=False),
    Format("brotli", "Brotli", "application/octet-stream", "br", is_rdf=False),
)
"""What else lies in a release, for programs and for pages: needed only by who serves it."""


def index(formats: Iterable[Format], attribute: str) -> Mapping[str, Format]:
    """Return formats by one of their attributes.

    Raises:
        ValueError: if two formats share a value, naming both.
    """
    found: dict[str, Format] = {}
    for entry in formats:
        value = getattr(entry, attribute)
        if other := found.get(value):
            raise ValueError(f"{other.label} and {entry.label} share the {attribute} {value!r}")
        found[value] = entry
    return MappingProxyType(found)


BY_NAME: Final = index(PUBLISHED, "name")
BY_SUFFIX: Final = index(PUBLISHED, "suffix")
BY_MEDIA_TYPE: Final = index(FORMATS, "media_type")
SERVED: Final = index((*PUBLISHED, *_WEB), "suffix")
"""Every format of a file in a release, by suffix."""


def format_of(path: str) -> Format | None:
    """Return the format of a file: the one with the longest suffix that its name has; none if no format has it."""
    _, *parts = path.rpartition("/")[2].split(".")
    return next((SERVED[name] for start in range(len(parts)) if (name := ".".join(parts[start:])) in SERVED), None)


@dataclass(frozen=True, slots=True)
class Profile:
    """A vocabulary in which documents of entities are written (https://www.w3.org/TR/dx-prof-conneg/).

    Attributes:
        name: short stable name, as a query ``?profile=`` has it.
        label: the name that people know.
        iri: what the parameter ``profile`` of a media type and links name it by.
        formats: the files that it has, the one to prefer first.
        kinds: the kinds of entities that it can describe, as in paths; empty for every kind.
    """

    name: str
    label: str
    iri: str
    formats: tuple[Format, ...]
    kinds: tuple[str, ...] = ()

    def describes(self, kind: str) -> bool:
        """Tell whether entities of a kind have documents in this profile."""
        return not self.kinds or kind in self.kinds


PROFILES: Final = (
    Profile("native", "Tuyun", "https://w3id.org/tuyun/ontology", (JSONLD, TURTLE, NTRIPLES, RDFXML)),
    Profile("schema.org", "schema.org", "https://schema.org/", (SCHEMA_ORG,)),
    Profile("edm", "Europeana Data Model", "http://www.europeana.eu/schemas/edm/", (EDM,), ("article",)),
)
"""THE table of profiles, the archive's own first: it alone drops nothing."""

PROFILE_BY_NAME: Final = MappingProxyType({profile.name: profile for profile in PROFILES})
PROFILE_BY_IRI: Final = MappingProxyType({profile.iri: profile for profile in PROFILES})
