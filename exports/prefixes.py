"""Short names of vocabulary terms, as Turtle, JSON-LD and RDF/XML write them (``tuyun:startDay``)."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final

from graph_builder.namespaces import PREFIXES, RDF_TYPE
from graph_builder.rdf import Term, Triple

_BY_NAMESPACE: Final = {namespace: prefix for prefix, namespace in PREFIXES.items()}
_STARTS: Final = tuple(f"<{namespace}" for namespace in _BY_NAMESPACE)
_TERM: Final = re.compile(r"<(.*[/#])([A-Za-z_][A-Za-z0-9_-]*)>", re.DOTALL)
"""Namespace and local name; only local names that every syntax takes without escapes."""


def short(term: Term) -> str:
    """Return the short name of a vocabulary term; an empty text where it has no safe one.

    >>> short("<http://www.w3.org/2004/02/skos/core#altLabel>")
    'skos:altLabel'
    """
    # Only vocabulary terms, which are few, are kept in the cache.
    return _short(term) if term.startswith(_STARTS) else ""


def term(name: str) -> Term:
    """Return the vocabulary term of a short name.

    >>> term("skos:altLabel")
    '<http://www.w3.org/2004/02/skos/core#altLabel>'

    Raises:
        KeyError: if the prefix is not known.
    """
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def name(term: Term) -> str:
    """Return the short name of an IRI term, or the term itself where it has no safe short name."""
    return short(term) or term


def of(triples: Iterable[Triple], datatype: Callable[[Term], Term]) -> dict[str, str]:
    """Return prefix and namespace of those prefixes that a file of these triples needs, sorted.

    That something has a class needs none: each format has a word of its own for it.

    Args:
        triples: what is written.
        datatype: returns the datatype that has to be written out for a literal that has one, or an empty text.
    """
    properties: set[Term] = set()
    others: set[Term] = set()
    before = ""
    for subject, property_, value in triples:
        if subject != before:
            before = subject
            others.add(subject if subject.startswith(_STARTS) else "")
        properties.add(property_)
        if value[-1] == ">":
            if value[0] != "<":
                others.add(datatype(value))
            elif value.startswith(_STARTS):
                others.add(value)
    return used({short(term) for term in properties - {RDF_TYPE} | others} - {""})


def used(names: Iterable[str]) -> dict[str, str]:
    """Return prefix and namespace of those prefixes that stand in short names, sorted."""
    wanted = {text.partition(":")[0] for text in names}
    return {prefix: PREFIXES[prefix] for prefix in sorted(wanted)}


def datatype_of(literal: Term) -> Term:
    """Return the datatype that stands in a literal, as a term; an empty text where none does."""
    return literal[literal.rindex("^^<") + 2 :] if literal.endswith(">") else ""


@cache
def _short(term: Term) -> str:
    match = _TERM.fullmatch(term)
    prefix = _BY_NAMESPACE.get(match[1]) if match else None
    return f"{prefix}:{match[2]}" if match and prefix else ""
