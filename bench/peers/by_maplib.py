"""Flat CSV to N-Triples by maplib: ``python by_maplib.py TABLES OUTPUT``, in an environment of its own.

maplib writes no N-Quads: the graph is missing from its lines, which spares it a third of the bytes.
"""

import json
import resource
import sys
from importlib.metadata import version
from pathlib import Path

import polars as pl
from maplib import Model, RDFType, SolutionMappings

BASE = "https://data.example.org/"
TUYUN = "https://w3id.org/tuyun/ontology#"
TEXT = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
STRING = "http://www.w3.org/2001/XMLSchema#string"
DATE = "http://www.w3.org/2001/XMLSchema#date"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"

TEMPLATES = f"""
@prefix t: <{TUYUN}> .
@prefix ottr: <http://ns.ottr.xyz/0.4/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
<urn:source> [ ?s, ?rank, ?name ] :: {{
  ottr:Triple(?s, rdf:type, t:Source), ottr:Triple(?s, t:rank, ?rank), ottr:Triple(?s, t:name, ?name) }} .
<urn:article> [ ?s, ?language, ?title, ?abstract, ?date, ?rubric, ?url, ?about ] :: {{
  ottr:Triple(?s, rdf:type, t:Article), ottr:Triple(?s, t:language, ?language), ottr:Triple(?s, t:title, ?title),
  ottr:Triple(?s, t:abstract, ?abstract), ottr:Triple(?s, t:datePublished, ?date), ottr:Triple(?s, t:rubric, ?rubric),
  ottr:Triple(?s, t:sourceUrl, ?url), ottr:Triple(?s, t:about, ?about) }} .
<urn:mention> [ ?s, ?reference ] :: {{ ottr:Triple(?s, t:mentions, ?reference) }} .
<urn:contribution> [ ?s, ?article, ?position, ?contributor, ?name, ?role, ?affiliation ] :: {{
  ottr:Triple(?article, t:contribution, ?s), ottr:Triple(?s, rdf:type, t:Contribution),
  ottr:Triple(?s, t:article, ?article), ottr:Triple(?s, t:position, ?position),
  ottr:Triple(?s, t:contributor, ?contributor), ottr:Triple(?s, t:roleKind, t:role-author),
  ottr:Triple(?s, t:statedName, ?name), ottr:Triple(?s, t:role, ?role),
  ottr:Triple(?s, t:affiliation, ?affiliation) }} .
"""


def main() -> None:
    """Map the tables, write the triples, print what it took."""
    tables, output = Path(sys.argv[1]), sys.argv[2]
    model = Model()
    model.add_template(TEMPLATES)
    source = _read(tables, "source").with_columns(s=_iri("source/", "id"), name=_text("name", pl.lit("en")))
    _map(model, "urn:source", source, s="", rank=STRING, name=TEXT)
    articles = _read(tables, "articles").with_columns(
        s=_iri("article/", "id"),
        title=_text("title", pl.col("language")),
        abstract=_text("abstract", pl.col("language")),
        date=pl.col("date").str.to_date("%Y-%m-%d"),
        rubric=_iri("rubric/", "rubric"),
        url=pl.col("source_url"),
        about=_iri("", "about"),
    )
    kinds = {"language": STRING, "title": TEXT, "abstract": TEXT, "date": DATE, "rubric": "", "url": "", "about": ""}
    _map(model, "urn:article", articles, s="", **kinds)
    mentions = _read(tables, "mentions").with_columns(s=_iri("article/", "article"), reference=_iri("", "reference"))
    _map(model, "urn:mention", mentions, s="", reference="")
    contributions = _read(tables, "contributions").with_columns(
        s=pl.concat_str(pl.lit(f"{BASE}article/"), "article", pl.lit("#contribution-"), "position"),
        article=_iri("article/", "article"),
        position=pl.col("position").cast(pl.Int64),
        contributor=_iri("person/", "contributor"),
        name=pl.col("stated_name"),
        role=_text("role", pl.col("language")),
        affiliation=_iri("organization/", "affiliation"),
    )
    kinds = {"article": "", "position": INTEGER, "contributor": "", "name": STRING, "role": TEXT, "affiliation": ""}
    _map(model, "urn:contribution", contributions, s="", **kinds)
    model.write(output, format="ntriples")
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "version": version("maplib")}))


def _read(tables: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(tables / f"{name}.csv", infer_schema=False)


def _iri(kind: str, column: str) -> pl.Expr:
    return pl.concat_str(pl.lit(f"{BASE}{kind}"), column)


def _text(column: str, language: pl.Expr) -> pl.Expr:
    return pl.struct(pl.col(column).alias(f"<{TEXT}>"), language.alias("l"))


def _map(model: Model, template: str, frame: pl.DataFrame, **kinds: str) -> None:
    """Map the columns that the template names; of each the datatype is given, an empty text for an IRI."""
    types = {name: RDFType.Literal(kind) if kind else RDFType.IRI for name, kind in kinds.items()}
    model.map(template, SolutionMappings(frame.select(*kinds), types))


if __name__ == "__main__":
    main()
