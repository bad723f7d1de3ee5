"""The JSON-LD kit: framing the dataset gives the published documents, the schemas describe them, pages hold them all."""

import copy
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from archive_support import documents_of, sample_files, sample_outcome
from jsonld_support import loader
from jsonschema import Draft202012Validator
from pyld import jsonld as pyld
from sample_graph import IRIS, plain_dataset

from exports import formats, published_contexts
from exports.datasets import plan
from exports.framing import collections
from exports.framing.collections import lines
from exports.framing.frames import frame
from exports.framing.json_schema import json_schema
from exports.framing.kinds import classes
from graph_builder.dataset import Dataset
from graph_builder.records import KINDS
from graph_builder.resources import context_files

BASE = "https://data.municipalitet.kg/"
ALL_KINDS = sorted([*KINDS, "source"])


@cache
def expanded_sample() -> Any:
    return pyld.expand(json.loads(sample_files()["data/dataset.jsonld"]), {"documentLoader": loader(BASE)})


@cache
def plain_files() -> dict[str, bytes]:
    planned = plan(plain_dataset())
    return {path: content if isinstance(content, bytes) else b"".join(content) for path, content in planned}


def unordered(value: Any) -> Any:
    """Return JSON with its arrays sorted: in these documents no array is an ordered list."""
    if isinstance(value, dict):
        return {key: unordered(one) for key, one in value.items()}
    if isinstance(value, list):
        return sorted(map(unordered, value), key=lambda one: json.dumps(one, sort_keys=True))
    return value


def framed(expanded: Any, kind: str, base: str) -> Iterator[tuple[str, Any]]:
    """Yield path and content of what PyLD makes of a dataset with the published frame."""
    found = pyld.frame(expanded, frame(kind, base), {"documentLoader": loader(base)})
    for one in found.get("@graph", [found] if "id" in found else []):
        yield one["id"].removeprefix(base), {**one, "@context": found["@context"]}


def test_the_kinds_are_those_of_the_records_and_sources() -> None:
    assert list(classes()) == ALL_KINDS


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_framing_the_sample_gives_its_documents(kind: str) -> None:
    published = documents_of(kind, "jsonld")
    found = dict(framed(expanded_sample(), kind, BASE))
    assert {f"{path}.jsonld" for path in found} == set(published)
    assert len(found) > 0
    for path, document in found.items():
        assert unordered(document) == unordered(json.loads(published[f"{path}.jsonld"])), path


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_framing_a_graph_of_every_shape_gives_its_documents(kind: str) -> None:
    files = plain_files()
    expanded = pyld.expand(json.loads(files["data/dataset.jsonld"]), {"documentLoader": loader(IRIS.base)})
    for path, document in framed(expanded, kind, IRIS.base):
        assert unordered(document) == unordered(json.loads(files[f"{path}.jsonld"])), path


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_published_frames_are_those_that_are_tested(kind: str) -> None:
    assert json.loads(sample_files()[f"frames/{kind}.jsonld"]) == frame(kind, BASE)


# --- schemas ----------------------------------------------------------------------------------------------------


def validator(kind: str) -> Draft202012Validator:
    schema = json.loads(sample_files()[f"frames/{kind}.schema.json"])
    assert schema == json_schema(kind, BASE)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_every_document_of_the_sample_is_valid(kind: str) -> None:
    judge = validator(kind)
    documents = documents_of(kind, "jsonld")
    assert documents
    faults = {path: [one.message for one in judge.iter_errors(json.loads(data))] for path, data in documents.items()}
    assert {path: found for path, found in faults.items() if found} == {}


def broken(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a document spoilt in one place each: a value missing, too many, of another form, an unknown property."""
    for key in ("@context", "id", "type", "label", "dcterms:identifier"):
        without = copy.deepcopy(document)
        del without[key]
        yield f"no {key}", without
    for key, value in (
        ("id", "https://data.municipalitet.kg/elsewhere/x y"),
        ("type", "Unknown"),
        ("label", {"ky": ""}),
        ("label", {"xx": "a language that the archive does not have"}),
        ("label", "a text where texts by language are expected"),
        ("label", {}),
        ("dcterms:identifier", "two words"),
        ("dcterms:identifier", ["one", "two"]),
        ("unknownProperty", 1),
    ):
        yield f"{key}: {value}", {**copy.deepcopy(document), key: value}


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_spoilt_documents_are_not_valid(kind: str) -> None:
    judge = validator(kind)
    document = json.loads(next(iter(documents_of(kind, "jsonld").values())))
    cases = list(broken(document))
    assert len(cases) == 14
    assert [name for name, one in cases if judge.is_valid(one)] == []


@pytest.mark.parametrize(
    ("path", "steps", "value"),
    [
        ("issue/108", ["number"], 0),
        ("issue/108", ["number"], "10"),
        ("issue/108", ["nominalMonth"], "October 2020"),
        ("issue/108", ["magazine"], "https://data.municipalitet.kg/magazine/municipalitet"),
        ("issue/108", ["magazine", "id"], "https://data.municipalitet.kg/issue/109"),
        ("issue/108", ["datePublished"], [{"type": "xsd:date", "@value": "13.11.2020"}]),
        ("issue/108", ["datePublished"], [{"type": "xsd:date", "@value": f"2020-11-1{n}"} for n in range(4)]),
        ("issue/108", ["edition", 0, "language"], []),
        ("issue/108", ["edition", 0, "language"], ["kyrgyz"]),
        ("magazine/municipalitet", ["issn"], "16947053"),
        ("organization/dpi", ["homepage"], "www.example.org"),
        ("organization/dpi", ["kind"], "tuyun:kind-city"),
        ("project/vap", ["phase"], []),
        ("project/vap", ["budget"], "a lot"),
    ],
)
def test_patterns_and_limits_of_the_shapes_are_in_the_schemas(path: str, steps: list[Any], value: Any) -> None:
    document = json.loads(sample_files()[f"{path}.jsonld"])
    inner = document
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = value
    assert not validator(path.partition("/")[0]).is_valid(document)


# --- collections and lines --------------------------------------------------------------------------------------


def test_collections_hold_every_document_once_and_lead_from_page_to_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collections, "PAGE", 7)
    dataset = sample_outcome().dataset
    made = dict(collections.plan(dataset))
    members: dict[str, Any] = {}
    index = json.loads(made.pop("collections/index.jsonld"))
    for one in index["hydra:member"]:
        address = one["hydra:view"]
        before, count = "", 0
        while address:
            page = json.loads(made.pop(address.removeprefix(BASE)))
            view = page["hydra:view"]
            assert (page["id"], view["id"], view.get("hydra:previous", "")) == (one["id"], address, before)
            assert page["hydra:totalItems"] == one["hydra:totalItems"]
            assert 0 < len(page["hydra:member"]) <= 7
            count += len(page["hydra:member"])
            members |= {member["id"]: {**member, "@context": page["@context"][0]} for member in page["hydra:member"]}
            before, address = address, view.get("hydra:next", "")
            last = view["hydra:last"]
        assert (count, last) == (one["hydra:totalItems"], before)
    assert made == {}
    assert set(members) == set(by_iri(dataset))
    assert members == by_iri(dataset)


def by_iri(dataset: Dataset) -> dict[str, Any]:
    return {one["id"]: one for one in map(json.loads, lines(dataset))}


def test_a_page_of_a_collection_is_json_ld_of_the_same_graph() -> None:
    files = plain_files()
    options = {"format": "application/n-quads", "documentLoader": loader(IRIS.base)}
    page = pyld.to_rdf(json.loads(files["collections/phase.jsonld"]), options).splitlines()
    document = pyld.to_rdf(json.loads(files["phase/demo-1.jsonld"]), options).splitlines()
    assert set(document) < set(page)
    added = set(page) - set(document)
    assert all("http://www.w3.org/ns/hydra/core#" in line for line in added)
    assert any("core#member> <https://data.example.kg/phase/demo-1>" in line for line in added)


def test_each_line_is_the_document() -> None:
    files = sample_files()
    written = files["data/dataset.jsonl"].splitlines()
    assert len(written) == sum(len(documents_of(kind, "jsonld")) for kind in ALL_KINDS)
    for line in written:
        document = json.loads(line)
        assert document == json.loads(files[f"{document['id'].removeprefix(BASE)}.jsonld"])


# --- the context ------------------------------------------------------------------------------------------------


def test_a_context_is_named_by_the_hash_of_its_bytes() -> None:
    for name, text in context_files():
        assert name == f"{hashlib.sha256(text.encode()).hexdigest()[:12]}.jsonld", "a published context was changed"


def test_the_context_of_today_is_kept_and_every_kept_one_is_published() -> None:
    files = sample_files()
    assert published_contexts.path() in {f"context/{name}" for name, _ in context_files()}, "run `tuyun terms`"
    assert files["context.jsonld"] == files[published_contexts.path()] == published_contexts.context_file()
    for name, text in context_files():
        assert files[f"context/{name}"] == text.encode()


def test_the_kit_has_formats() -> None:
    for path in ("data/dataset.jsonl", "frames/article.schema.json", "frames/article.jsonld"):
        assert path.partition(".")[2] in formats.BY_SUFFIX
