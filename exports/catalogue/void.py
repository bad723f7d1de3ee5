"""VoID: what the dataset holds, counted, for query editors, crawlers and the curious (https://www.w3.org/TR/void/)."""

import hashlib
from collections.abc import Iterator
from typing import Final

from exports import prefixes
from exports.catalogue.about import About
from exports.catalogue.partitions import Link, Partitions, partitions
from exports.prefixes import term
from exports.turtle import turtle
from graph_builder import namespaces as ns
from graph_builder.dataset import Dataset
from graph_builder.rdf import Term, Triple, integer, iri, plain
from graph_builder.vocabulary import vocabulary

PATH: Final = "void.ttl"
WELL_KNOWN: Final = ".well-known/void"
"""Where those look who know only the host (RFC 5785; https://www.w3.org/TR/void/#well-known)."""


def plan(dataset: Dataset, about: About) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the description under both its addresses."""
    content = b"".join(turtle(sorted(set(_triples(dataset, about)))))
    yield PATH, content
    yield WELL_KNOWN, content


def _triples(dataset: Dataset, about: About) -> Iterator[Triple]:
    found = partitions(dataset.view, dataset.iris)
    document, view = iri(about.base + PATH), about.view
    yield document, ns.RDF_TYPE, term("void:DatasetDescription")
    yield document, term("foaf:primaryTopic"), view
    for topic, held in ((view, "data_view"), (about.claims, "data_claims")):
        yield topic, ns.RDF_TYPE, term("void:Dataset")
        yield from about.head(topic, ("about_archive", held))
        yield topic, term("foaf:homepage"), iri(about.base)
        yield topic, term("void:uriSpace"), plain(about.base)
        yield topic, term("void:vocabulary"), iri(vocabulary().namespace)
    yield from about.publisher()
    yield about.claims, term("void:subset"), view
    yield about.claims, term("void:triples"), integer(len(dataset.view) + len(dataset.claims))
    for topic, format_, address in about.dumps():
        yield topic, term("void:dataDump"), iri(address)
        if format_.iri:
            yield topic, term("void:feature"), iri(format_.iri)
    yield from _counted(view, found)
    yield from _classes(view, found, about)
    yield from _properties(view, found, about)
    yield from _linksets(view, found, about)


def _counted(view: Term, found: Partitions) -> Iterator[Triple]:
    for name, number in (
        ("triples", found.triples),
        ("entities", found.entities),
        ("documents", found.entities),
        ("distinctSubjects", found.subjects),
        ("distinctObjects", found.objects),
        ("classes", len(found.classes)),
        ("properties", len(found.properties)),
    ):
        yield view, term(f"void:{name}"), integer(number)


def _classes(view: Term, found: Partitions, about: About) -> Iterator[Triple]:
    for class_, number in found.classes.items():
        part = _part(about, class_)
        yield view, term("void:classPartition"), part
        yield part, term("void:class"), class_
        yield part, term("void:entities"), integer(number)
    for (class_, property_), number in found.class_properties.items():
        part = _part(about, class_, property_)
        yield _part(about, class_), term("void:propertyPartition"), part
        yield part, term("void:property"), property_
        yield part, term("void:triples"), integer(number)


def _properties(view: Term, found: Partitions, about: About) -> Iterator[Triple]:
    for property_, number in found.properties.items():
        part = _part(about, property_)
        yield view, term("void:propertyPartition"), part
        yield part, term("void:property"), property_
        yield part, term("void:triples"), integer(number)
        yield part, term("void:distinctSubjects"), integer(found.property_subjects[property_])
        yield part, term("void:distinctObjects"), integer(found.property_objects[property_])


def _linksets(view: Term, found: Partitions, about: About) -> Iterator[Triple]:
    for link, number in found.links.items():
        yield from _linkset(view, link, _part(about, link[2]), _name(link[2]), number, about)
    for link, number in found.outside.items():
        name = f"web-{_digest(link[2])}"
        elsewhere = f"<{about.base}{PATH}#{name}>"
        yield elsewhere, ns.RDF_TYPE, term("void:Dataset")
        yield elsewhere, term("void:uriSpace"), plain(link[2])
        yield from _linkset(view, link, elsewhere, name, number, about)


def _linkset(view: Term, link: Link, target: Term, name: str, number: int, about: About) -> Iterator[Triple]:
    class_, property_, _ = link
    linkset = f"<{about.base}{PATH}#links-{_name(class_)}-{_name(property_)}-{name}>"
    yield view, term("void:subset"), linkset
    yield linkset, ns.RDF_TYPE, term("void:Linkset")
    yield linkset, term("void:subjectsTarget"), _part(about, class_)
    yield linkset, term("void:objectsTarget"), target
    yield linkset, term("void:linkPredicate"), property_
    yield linkset, term("void:triples"), integer(number)


def _part(about: About, *named: Term) -> Term:
    return f"<{about.base}{PATH}#part-{'-'.join(map(_name, named))}>"


def _name(named: Term) -> str:
    """Return a short name of a term that no other vocabulary's term has."""
    name = prefixes.short(named)
    return name.removeprefix("tuyun:").replace(":", ".") if name else _digest(named)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
