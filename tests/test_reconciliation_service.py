"""The reconciliation service over HTTP: a whole session of a client, every answer valid by the specification's schemas."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from portal_support import running
from referencing import Registry, Resource
from support import SHARED, need

from portal.reconciliation import queries

SUITE = SHARED / "suites" / "reconciliation-0.2"
BASE = "https://data.municipalitet.kg/"


@pytest.fixture(scope="module")
def service(sample_release: Path) -> Iterator[str]:
    with running(sample_release) as address:
        yield f"{address}/reconcile"


def ask(service: str, queries: object) -> Any:
    answer = httpx.post(service, data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def validator(name: str) -> jsonschema.Draft7Validator:
    schemas = [json.loads(path.read_text("utf-8")) for path in sorted((need(SUITE) / "schemas").glob("*.json"))]
    registry: Registry[Any] = Registry().with_resources(
        (one["$id"], Resource.from_contents(_draft7(one))) for one in schemas
    )
    schema = json.loads((SUITE / "schemas" / f"{name}.json").read_text("utf-8"))
    return jsonschema.Draft7Validator(_draft7(schema), registry=registry)


def _draft7(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema with the draft named by which the specification's own test runs it."""
    return schema | {"$schema": "http://json-schema.org/draft-07/schema#"}


def test_a_session_of_a_client(service: str) -> None:
    manifest = httpx.get(service).json()
    assert manifest["versions"] == ["0.1", "0.2"]
    assert manifest["view"]["url"] == f"{BASE}{{{{id}}}}"
    [type_] = [one for one in manifest["defaultTypes"] if one["id"] == "Person"]
    result = ask(service, {"q0": {"query": "Джаманкулова Нургуль", "type": type_["id"], "limit": 2}})["q0"]["result"]
    assert (result[0]["id"], result[0]["match"], result[0]["score"]) == ("person/nurgul-zhamankulova", True, 100)
    [proposed, *_] = httpx.get(
        manifest["extend"]["propose_properties"]["service_url"] + "/properties", params={"type": "Person"}
    ).json()["properties"]
    assert proposed["id"]
    extension = {"ids": [result[0]["id"]], "properties": [{"id": "familyName", "settings": {"limit": 1}}]}
    rows = httpx.get(service, params={"extend": json.dumps(extension)}).json()["rows"]
    assert rows == {"person/nurgul-zhamankulova": {"familyName": [{"str": "Жаманкулова"}]}}
    page = httpx.get(manifest["preview"]["url"].replace("{{id}}", result[0]["id"]))
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Нургүл Жаманкулова" in page.text
    assert "frame-ancestors *" in page.headers["content-security-policy"]


def test_answers_are_in_the_language_of_the_address(service: str) -> None:
    names = [
        ask(address, {"q": {"query": "KG-J", "limit": 1}})["q"]["result"][0]["name"]
        for address in (service, f"{service}/ky", f"{service}/ru", f"{service}/en")
    ]
    assert names == ["Жалал-Абад облусу", "Жалал-Абад облусу", "Джалал-Абадская область", "Jalal-Abad Region"]
    assert httpx.get(f"{service}/ru").json()["preview"]["url"].startswith(f"{service}/ru/preview")


def test_clients_of_the_version_before_are_understood(service: str) -> None:
    plain = httpx.get(service, params={"query": "ИПР"}).json()
    worded = httpx.post(service, data={"query": '{"query": "ИПР", "limit": 1, "type_strict": "any"}'}).json()
    assert plain["result"][0] == worded["result"][0]
    assert plain["result"][0]["id"] == "organization/dpi"


def test_suggestions(service: str) -> None:
    entities = httpx.get(f"{service}/ru/suggest/entity", params={"prefix": "институт пол"}).json()["result"]
    assert [one["id"] for one in entities] == ["organization/dpi"]
    types = httpx.get(f"{service}/ru/suggest/type", params={"prefix": "орг"}).json()["result"]
    assert [one["id"] for one in types] == ["Organization"]
    properties = httpx.get(f"{service}/en/suggest/property", params={"prefix": "datePub"}).json()["result"]
    assert [one["id"] for one in properties] == ["datePublished"]
    piece = httpx.get(f"{service}/ru/flyout", params={"id": "organization/dpi"}).json()
    assert "Институт политики развития" in piece["html"]


def test_other_sites_may_ask(service: str) -> None:
    asked = httpx.options(service, headers={"Origin": "https://e.example", "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 204
    assert "POST" in asked.headers["access-control-allow-methods"]
    for answer in (httpx.get(service), httpx.get(service, params={"queries": "{"})):
        assert answer.headers["access-control-allow-origin"] == "*"


BAD = [
    ("?queries=[]", 400),
    ("?queries={", 400),
    ('?queries={"q":{"limit":1}}', 400),
    ("?extend={}", 400),
    ("?extend=[1]", 400),
    ("?nonsense=1", 400),
    ("/suggest/entity", 400),
    ("/suggest/entity?prefix=a&cursor=-1", 400),
    ("/suggest/entity?prefix=a&cursor=%D9%A3", 400),
    ("/properties?limit=1e9", 400),
    ("/preview", 400),
    ("/preview?id=../../etc/passwd", 404),
    ("/preview?id=person/x%00", 404),
    ("/flyout?id=%3Cscript%3E", 404),
    ("/de", 404),
    ("/de/preview?id=project/vap", 404),
]


@pytest.mark.parametrize(("address", "status"), BAD)
def test_what_is_asked_wrongly_is_told(service: str, address: str, status: int) -> None:
    answer = httpx.get(service + address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"]


def test_batches_too_large_are_refused(service: str) -> None:
    queries = {f"q{number}": {"query": "x"} for number in range(10_000)}
    answer = httpx.post(service, data={"queries": json.dumps(queries)})
    assert answer.status_code == 413
    assert "1000" in answer.json()["detail"]
    assert httpx.post(service, data={"queries": "x" * 2_000_000}).status_code == 413
    assert httpx.post(service, json={"queries": {}}).status_code == 415
    ids = json.dumps({"ids": ["a"] * 1001, "properties": []})
    assert httpx.post(service, data={"extend": ids}).status_code == 413


def test_script_in_what_is_asked_stays_text(service: str) -> None:
    answer = httpx.get(
        f"{service}/preview", params={"id": "<script>alert(1)</script>"}, headers={"Accept": "text/html"}
    )
    assert answer.status_code == 404
    assert "<script" not in answer.text


def test_the_specifications_examples_are_judged_rightly() -> None:
    """Query batches by our own reader, everything by the schemas as we run them."""
    examples = sorted((need(SUITE) / "examples").glob("*/*/*.json"))
    assert len(examples) >= 51
    wrong, judged = [], 0
    for path in examples:
        name, judgement = path.parts[-3:-1]
        verdicts = []
        if (SUITE / "schemas" / f"{name}.json").exists():
            verdicts.append(validator(name).is_valid(json.loads(path.read_text("utf-8"))))
        if name == "reconciliation-query-batch":
            verdicts.append(_is_batch(path.read_text("utf-8")))
        judged += len(verdicts)
        wrong += [f"{name}/{path.name}" for verdict in verdicts if verdict != (judgement == "valid")]
    assert judged >= 40
    assert wrong == []


def _is_batch(text: str) -> bool:
    try:
        return bool(queries.batch(text, 1000))
    except queries.Faults:
        return False


def test_every_answer_is_valid_by_the_schemas(service: str) -> None:
    batch = {"q0": {"query": "Ош"}, "q1": {"query": "ВАП", "type": ["Project"]}, "q2": {"query": "nobody at all"}}
    extension = {"ids": ["project/vap", "article/ky-1889", "x/y"], "properties": [{"id": key} for key in PROPERTIES]}
    answers = {
        "manifest": httpx.get(service),
        "reconciliation-result-batch": httpx.get(service, params={"queries": json.dumps(batch)}),
        "data-extension-response": httpx.get(service, params={"extend": json.dumps(extension)}),
        "data-extension-property-proposal": httpx.get(f"{service}/properties", params={"type": "Phase"}),
        "suggest-entities-response": httpx.get(f"{service}/suggest/entity", params={"prefix": "о"}),
        "suggest-types-response": httpx.get(f"{service}/suggest/type", params={"prefix": ""}),
        "suggest-properties-response": httpx.get(f"{service}/suggest/property", params={"prefix": ""}),
    }
    for name, answer in answers.items():
        assert answer.status_code == 200, name
        faults = [error.message for error in validator(name).iter_errors(answer.json())]
        assert faults == [], name
        assert not validator(name).is_valid([]), name


PROPERTIES = ("name", "start", "end", "phase", "funder", "homepage", "datePublished", "language", "title", "unknown")
