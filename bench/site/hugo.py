"""The same pages by Hugo: a site with one content file an article and the names of everything else as data."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from babel.dates import format_skeleton

from bench.generate import articles, authorities
from bench.site.dataset import LANGUAGES, SOURCE, TITLE, dataset
from exports import formats
from exports.cookbook.recipe import of_kind
from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.layouts.similar import REASONS, WEIGHTS, Similar, SimilarArticles
from exports.messages import Words
from exports.page_language import PageLanguage
from exports.profiles.files import formats_of as profile_formats
from exports.wording import language_name
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.dates import PartialDate
from graph_builder.identifiers import Iris
from graph_builder.vocabulary import vocabulary

_TEMPLATES: Final = Path(__file__).parent / "hugo"
_KINDS: Final = ("magazine", "article", "rubric", "person", "organization", "project", "region", "source")


def version() -> str:
    """Return the version that the program says, in one word."""
    if not shutil.which("hugo"):
        raise SystemExit("hugo is missing: apt-get install hugo")
    said = subprocess.run(["hugo", "version"], capture_output=True, check=True, text=True).stdout
    return said.split()[1].partition("+")[0]


def write_site(folder: Path, count: int) -> None:
    """Write a Hugo site of so many articles: its templates, the records as content, everything else as data.

    Which articles are related, and why, is told to Hugo: it has no such measure, and need not look for them.
    """
    shutil.copytree(_TEMPLATES, folder)
    shutil.copy(Path(__file__).parents[2] / "exports/templates/tuyun.svg", folder / "layouts/partials/knot.svg")
    for name, data in _data().items():
        path = folder / "data" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    content = folder / "content" / "article"
    content.mkdir(parents=True)
    related = _related(count)
    for record in articles(count):
        record["source"] = "generated"
        record["similar"] = related[record["id"]]
        del record["kind"]
        (content / f"{record['id']}.md").write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")


def build(folder: Path, target: Path, processors: int | None) -> tuple[float, float, int]:
    """Run Hugo with so many processors (all if none) and return wall seconds, processor seconds and peak in MiB."""
    environment = dict(os.environ, HUGO_NUMWORKERMULTIPLIER=str(processors)) if processors else dict(os.environ)
    if processors:
        environment["GOMAXPROCS"] = str(processors)
    command = ["hugo", "--quiet", "--source", str(folder), "--destination", str(target)]
    started = time.perf_counter()
    with subprocess.Popen(command, env=environment) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"hugo ended with {process.returncode}")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def _data() -> Mapping[str, Any]:
    names = {f"{one['kind']}/{one['id']}": one["name"] for one in authorities()}
    return {
        "names": names,
        "kinds": _KINDS,
        "sources": {SOURCE["id"]: SOURCE},
        "languages": [{"code": code, "name": language_name(code, code)} for code in LANGUAGES],
        "formats": {
            "data": [
                _format(one)
                for one in (*formats.GRAPH_FORMATS, *profile_formats("article"), *formats.CATALOGUE_FORMATS)
            ],
            "references": [_format(one) for one in formats.REFERENCE_FORMATS],
        },
        **{f"words/{code}": _words(code) for code in LANGUAGES},
        **{f"properties/{code}": _properties(code) for code in LANGUAGES},
    }


def _related(count: int) -> Mapping[str, list[Mapping[str, Any]]]:
    """Return the related articles of each as Tuyun finds them, with all that a page shows of them."""
    data = dataset(count)
    similar = SimilarArticles(GraphIndex(data), data.iris)
    records = {record["id"]: record for record in articles(count)}
    return {
        id_: [_told(one, records, data.iris) for one in similar.of(data.iris.thing("article", id_))] for id_ in records
    }


def _told(similar: Similar, records: Mapping[str, Mapping[str, Any]], iris: Iris) -> Mapping[str, Any]:
    shared: dict[str, list[str]] = {}
    for common in similar.shared:
        shared.setdefault(common.kind, []).append(iris.path(common.term))
    other = records[iris.slug(similar.article)]
    return {
        **{key: other[key] for key in ("id", "language", "title", "date")},
        "shared": [{"kind": kind, "things": things} for kind, things in shared.items()],
    }


def _format(one: formats.Format) -> Mapping[str, str]:
    return {"name": one.name, "label": one.label, "media_type": one.media_type, "suffix": one.suffix}


def _words(code: str) -> Mapping[str, Any]:
    months = [
        format_skeleton("MMMMd", PartialDate.parse(f"2025-{month:02}-01").first, locale=code).lstrip("1-. ")
        for month in range(1, 13)
    ]
    known = vocabulary().terms
    return {
        **Words(code),
        "site": TITLE[code],
        "number_of_queries": Words(code).number(len(of_kind("article"))),
        "months": months,
        "article": known[terms.Article].labels[code],
        "role_author": known[terms.role_author].labels[code],
        **{f"language_{one}": language_name(one, code) for one in LANGUAGES},
        **{
            f"shared_{kind}_{number}": Words(code).plural(f"shared_{kind}", number)
            for kind in WEIGHTS
            for number in range(1, REASONS + 1)
        },
    }


def _properties(code: str) -> Mapping[str, Any]:
    """Return label, explanation and group of each property, as the shapes and the vocabulary have them."""
    empty = Dataset(Iris("https://data.example.org/"), LANGUAGES, (), (), ())
    index = GraphIndex(empty)
    page = PageLanguage(empty, index, Labels(empty, index), code)
    return {
        head.name: {"label": head.label.text, "comment": head.comment.text, "group": page.groups[head.shape.group].text}
        for class_ in (terms.Article, terms.Contribution)
        for head in page.properties(class_)
    }
