"""The recipes for programs: ``sh:SPARQLExecutable`` as editors of queries load them, and JSON for our own.

SHACL Advanced Features, 6 (https://www.w3.org/TR/shacl-af/#SPARQLExecutable); the question stands as ``rdfs:comment``
and the endpoint as ``schema:target``, as the examples of the SIB have it.
"""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from exports import formats, jsonld
from exports.cookbook import paths
from exports.cookbook.recipe import Recipe, recipes
from exports.framing.kinds import classes
from exports.prefixes import term
from exports.turtle import turtle
from graph_builder import namespaces as ns
from graph_builder.rdf import Term, Triple, iri, plain, tagged, typed

_PREFIXES: Final = f"{paths.DESCRIPTIONS}.ttl#prefixes"
_PREFIX: Final = f"{paths.DESCRIPTIONS}.ttl#prefix-{{}}"
_ANY_URI: Final = f"{ns.PREFIXES['xsd']}anyURI"


def plan(base: str) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each description of all recipes.

    Args:
        base: the base IRI of the archive.
    """
    triples = sorted(set(_triples(base)))
    yield f"{paths.DESCRIPTIONS}.{formats.TURTLE.suffix}", b"".join(turtle(triples))
    yield f"{paths.DESCRIPTIONS}.{formats.JSONLD.suffix}", b"".join(jsonld.graph(triples))
    listed: dict[str, Any] = {"queries": [_listed(recipe) for recipe in recipes()]}
    yield f"{paths.DESCRIPTIONS}.json", msgspec.json.format(msgspec.json.encode(listed), indent=2) + b"\n"


def _listed(recipe: Recipe) -> dict[str, Any]:
    return {
        "id": recipe.id,
        "question": dict(recipe.question),
        "tells": dict(recipe.tells),
        "query": recipe.query,
        "kinds": recipe.kinds,
        "columns": {column.name: dict(column.label) for column in recipe.columns},
    }


def _triples(base: str) -> Iterator[Triple]:
    prefixes = iri(base + _PREFIXES)
    for recipe in recipes():
        yield from _recipe(recipe, base)
        yield iri(base + paths.RECIPE.format(recipe.id)), term("sh:prefixes"), prefixes
    for prefix, namespace in ns.PREFIXES.items():
        node = iri(base + _PREFIX.format(prefix))
        yield prefixes, term("sh:declare"), node
        yield node, ns.RDF_TYPE, term("sh:PrefixDeclaration")
        yield node, term("sh:prefix"), plain(prefix)
        yield node, term("sh:namespace"), typed(namespace, _ANY_URI)


def _recipe(recipe: Recipe, base: str) -> Iterator[Triple]:
    node = iri(base + paths.RECIPE.format(recipe.id))
    yield node, ns.RDF_TYPE, term("sh:SPARQLExecutable")
    yield node, ns.RDF_TYPE, term(f"sh:SPARQL{recipe.form}Executable")
    yield node, term(f"sh:{recipe.form.lower()}"), plain(recipe.query)
    yield node, ns.DCTERMS_IDENTIFIER, plain(recipe.id)
    yield node, term("schema:target"), iri(base + paths.ENDPOINT)
    for language, text in recipe.question.items():
        yield node, ns.RDFS_COMMENT, tagged(text, language)
    for language, text in recipe.tells.items():
        yield node, ns.DCTERMS_DESCRIPTION, tagged(text, language)
    for kind in recipe.kinds:
        yield node, term("dcterms:subject"), _class(kind)


def _class(kind: str) -> Term:
    return classes()[kind]
