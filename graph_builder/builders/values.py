"""Small pieces that several builders share: many values of one property as triples."""

from collections.abc import Iterable, Iterator

from graph_builder.identifiers import Iris
from graph_builder.rdf import Term, Triple, tagged
from graph_builder.records import Aliases, Labels


def labels(subject: Term, predicate: Term, texts: Labels) -> Iterator[Triple]:
    """Yield one language-tagged literal a language."""
    for language, text in texts.items():
        yield subject, predicate, tagged(text, language)


def aliases(subject: Term, predicate: Term, texts: Aliases) -> Iterator[Triple]:
    """Yield language-tagged literals, several a language."""
    for language, forms in texts.items():
        for form in forms:
            yield subject, predicate, tagged(form, language)


def links(subject: Term, predicate: Term, iris: Iris, kind: str, slugs: Iterable[str]) -> Iterator[Triple]:
    """Yield one link to an entity a slug."""
    for slug in slugs:
        yield subject, predicate, iris.thing(kind, slug)


def kind_term(code: str, prefix: str = "kind") -> Term:
    """Return the individual of the ontology for a code of a record, e.g. ``ngo`` or (role) ``author``."""
    return f"<https://w3id.org/tuyun/ontology#{prefix}-{code}>"
