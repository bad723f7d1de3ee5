"""The queries that are measured: ten that researchers ask often, and the eight kinds that tell engines apart.

In ``sql/`` stand those in which an engine of columns is ahead, put in SQL over the tables of a release: the same rows.
"""

from pathlib import Path
from typing import Final

_PREFIXES: Final = (
    "BASE <https://data.example.org/> PREFIX tuyun: <https://w3id.org/tuyun/ontology#> "
    "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
)

_TYPICAL: Final = {
    "title": "SELECT ?t WHERE { <article/ky-101> tuyun:title ?t }",
    "exists": "ASK { <article/ky-101> tuyun:mentions ?region }",
    "articles": "SELECT (COUNT(?a) AS ?n) WHERE { ?a a tuyun:Article }",
    "of person": "SELECT ?a ?t WHERE { ?c tuyun:contributor <person/person-7> . ?a tuyun:contribution ?c ; "
    "tuyun:title ?t }",
    "of project": "CONSTRUCT { ?a tuyun:title ?t } WHERE { { SELECT ?a ?t WHERE { ?a tuyun:about "
    "<project/project-7> ; tuyun:title ?t } ORDER BY ?a LIMIT 100 } }",
    "a month": 'SELECT ?a WHERE { ?a tuyun:datePublished ?d FILTER(?d >= "2020-05-01"^^xsd:date && '
    '?d < "2020-06-01"^^xsd:date) }',
    "by year": "SELECT ?y (COUNT(?a) AS ?n) WHERE { ?a tuyun:datePublished ?d BIND(YEAR(?d) AS ?y) } GROUP BY ?y",
    "by project": "SELECT ?p (COUNT(?a) AS ?n) WHERE { ?a tuyun:about ?p } GROUP BY ?p",
    "bodies": "SELECT ?o (COUNT(?c) AS ?n) WHERE { ?c tuyun:affiliation ?o } GROUP BY ?o ORDER BY DESC(?n) ?o LIMIT 20",
    "rubric, year": "SELECT ?r ?y (COUNT(?a) AS ?n) WHERE { ?a tuyun:rubric ?r ; tuyun:datePublished ?d "
    "BIND(YEAR(?d) AS ?y) } GROUP BY ?r ?y",
}

_ENGINES: Final = {
    "describe": "DESCRIBE <article/ky-101>",
    "list": "SELECT ?a ?t ?d WHERE { ?a tuyun:rubric <rubric/rubric-3> ; tuyun:title ?t ; tuyun:datePublished ?d } "
    "ORDER BY DESC(?d) ?a LIMIT 50",
    "facets": "SELECT ?r (COUNT(?a) AS ?n) WHERE { ?a tuyun:rubric ?r } GROUP BY ?r",
    "contains": 'SELECT (COUNT(?a) AS ?n) WHERE { ?a tuyun:title ?t FILTER(CONTAINS(?t, "бюджет кеңеш")) }',
    "path": "SELECT (COUNT(?a) AS ?n) WHERE { ?a tuyun:mentions ?r . ?r tuyun:within+ <region/KG> }",
    "together": "SELECT ?x ?y (COUNT(?a) AS ?n) WHERE { ?a tuyun:mentions ?x , ?y FILTER(STR(?x) < STR(?y)) } "
    "GROUP BY ?x ?y",
    "optional": "SELECT (COUNT(?a) AS ?n) WHERE { ?a a tuyun:Article OPTIONAL { ?a tuyun:contribution ?c . "
    "?c tuyun:affiliation <organization/organization-1> } FILTER(!BOUND(?c)) }",
    "concat": "SELECT ?p (STRLEN(GROUP_CONCAT(STR(?a); SEPARATOR=' ')) AS ?n) WHERE { ?a tuyun:about ?p ; "
    'tuyun:datePublished ?d FILTER(?d >= "2025-06-01"^^xsd:date) } GROUP BY ?p',
}

QUERIES: Final = {name: _PREFIXES + text for name, text in (_TYPICAL | _ENGINES).items()}
ANALYTIC: Final = ("facets", "contains", "path", "together", "optional", "concat")
"""Those in which a query in memory must be at least twice as fast as the bare server."""

LARGE: Final = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 500000"

SQL: Final = {
    name: file.read_text(encoding="utf-8")
    for name in QUERIES
    if (file := Path(__file__).parent / "sql" / f"{name.replace(',', '').replace(' ', '-')}.sql").exists()
}
"""By the name of the query, what asks the same of the tables."""
