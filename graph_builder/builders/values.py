"""Small pieces that several builders share: many values of one property as triples."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from graph_builder import terms
from graph_builder.identifiers import Iris
from graph_builder.rdf import XSD, Term, Triple, integer, plain, tagged, typed
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


def count(subject: Term, predicate: Term, number: int | None) -> Iterator[Triple]:
    """Yield how many there are, if it is known."""
    if number is not None:
        yield subject, predicate, integer(number)


def money(subject: Term, budget: Decimal | None, currency: str | None) -> Iterator[Triple]:
    """Yield the sum that something costs, and in which money; a source may say only one of them."""
    if budget is not None:
        yield subject, terms.budget, typed(f"{budget:f}", f"{XSD}decimal")
    if currency:
        yield subject, terms.currency, plain(currency)


def kind_term(code: str, prefix: str = "kind") -> Term:
    """Return the individual of the ontology for a code of a record, e.g. ``ngo`` or (role) ``author``."""
    return f"<https://w3id.org/tuyun/ontology#{prefix}-{code}>"
