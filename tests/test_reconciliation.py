"""Which entity a name means: names as they stand in people's tables, certain and uncertain; faults of batches."""

import csv
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import CASES

from exports.names.index_file import PATH
from exports.names.keys import grams, words
from portal.reconciliation import queries
from portal.reconciliation.facts import Documents, properties
from portal.reconciliation.matching import Candidate, Matcher
from portal.reconciliation.names import Names

FOLDER = CASES / "reconciliation"
BASE = "https://data.municipalitet.kg/"


def table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


@pytest.fixture(scope="module")
def names(sample_release: Path) -> Names:
    return Names(sample_release / PATH)


@pytest.fixture(scope="module")
def matcher(sample_release: Path, names: Names) -> Matcher:
    return Matcher(names, Documents(sample_release, BASE), BASE)


def asked(matcher: Matcher, **query: object) -> list[Candidate]:
    [one] = queries.batch(json.dumps({"q": query}), 1).values()
    return matcher.candidates(one, 3)


def test_names_in_every_form_are_found(matcher: Matcher) -> None:
    rows = table("names.tsv")
    assert len(rows) == 217
    missed, lies = [], []
    for row in rows:
        found = asked(matcher, query=row["query"], type=row["type"] or None)
        if not found or found[0].entity.path != row["expected"]:
            missed.append(row["query"])
            lies += [row["query"] for one in found if one.match]
    assert lies == []
    assert len(missed) / len(rows) <= 0.02, missed
    assert {row["kind"] for row in rows} >= {"letters", "case", "script", "error", "hyphen", "abbreviation", "initial"}


def test_what_leaves_a_doubt_is_never_a_match(matcher: Matcher) -> None:
    rows = table("uncertain.tsv")
    assert len(rows) == 21
    matched = [
        row["query"]
        for row in rows
        for one in asked(matcher, query=row["query"], type=row["type"] or None)
        if one.match
    ]
    assert matched == []


def test_most_certain_names_match(matcher: Matcher) -> None:
    rows = [row for row in table("names.tsv") if row["kind"] in {"same", "order", "capitals", "code"}]
    matches = [one for row in rows for one in asked(matcher, query=row["query"], type=row["type"]) if one.match]
    assert len(rows) == 62
    assert len(matches) == 60  # М. Молдобеков and С. Майрамбеков: the archive itself has only an initial


def test_roman_numerals_are_not_letters(matcher: Matcher) -> None:
    assert asked(matcher, query="VAP: Phase II")[0].entity.path == "phase/vap-2"
    assert asked(matcher, query="VAP: Phase III")[0].entity.path == "phase/vap-3"


def test_conditions_decide_between_names(matcher: Matcher) -> None:
    [first, *_] = asked(matcher, query="Ош", type="Region", properties=[{"pid": "kind", "v": "область"}])
    assert first.entity.path == "region/KG-O"
    [first, *_] = asked(matcher, query="Нарын", properties=[{"pid": "within", "v": {"id": "region/KG-N"}}])
    assert first.entity.path == "region/KG-N-naryn"
    [first, *_] = asked(matcher, properties=[{"pid": "code", "v": "KG-J"}])
    assert (first.entity.path, first.score) == ("region/KG-J", 100.0)


def test_a_condition_that_fails_prevents_a_match(matcher: Matcher) -> None:
    [first, *_] = asked(matcher, query="Сузакский район", properties=[{"pid": "within", "v": "region/KG-O"}])
    assert (first.entity.path, first.match) == ("region/KG-J-suzak", False)


def test_types_are_given_in_any_form(matcher: Matcher) -> None:
    for type_ in ("Organization", "tuyun:Organization", "https://w3id.org/tuyun/ontology#Organization"):
        [first, *_] = asked(matcher, query="ИПР", type=type_)
        assert (first.entity.path, first.match) == ("organization/dpi", True)
    assert asked(matcher, query="ИПР", type="Ship") == []
    [first, *_] = asked(matcher, query="ИПР", type="Ship", type_strict="should")
    assert first.entity.path == "organization/dpi"


def test_an_iri_is_a_name_too(matcher: Matcher) -> None:
    [first, *_] = asked(matcher, query=f"{BASE}organization/dpi")
    assert (first.entity.path, first.match) == ("organization/dpi", True)


def test_scores_fall_from_the_same_name_to_a_guess(matcher: Matcher) -> None:
    scores = [
        asked(matcher, query=query, type="Person")[0].score
        for query in ("Нургуль Жаманкулова", "Нургуль Жаманкуловой", "Нургуль Жаманкулва", "Жаманкулова")
    ]
    assert scores[0] == 100.0
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_beginnings_are_suggested(names: Names) -> None:
    assert [one.path for one in names.begin("жам", ["Person"], 5)] == [
        "person/zhamala-umankulova",
        "person/nurgul-zhamankulova",
    ]
    assert [one.path for one in names.begin("институт пол", [], 5)] == ["organization/dpi"]
    assert [one.path for one in names.begin("nurgul j", [], 5)] == ["person/nurgul-zhamankulova"]
    first, second = names.begin("а", [], 3), names.begin("а", [], 3, 3)
    assert len({one.path for one in (*first, *second)}) == 6
    assert names.begin("???", [], 5) == []


@given(st.text(max_size=40))
def test_any_text_has_words_and_pieces(text: str) -> None:
    for word in words(text):
        assert word.key
        assert all(len(piece) <= 3 for piece in grams(word.key))


def test_the_index_is_whole_and_cannot_be_written(sample_release: Path) -> None:
    store = sqlite3.connect(f"{(sample_release / PATH).as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            store.execute("DELETE FROM entity")
    finally:
        store.close()


BATCHES = [
    ("[]", 400, ["", "Expected `object`"]),
    ("{", 400, ["", "not JSON"]),
    ("\ud800", 400, ["", "not JSON"]),
    ('{"q": {"limit": 1}}', 400, ["/q", "give `query`"]),
    ('{"q": {"properties": []}}', 400, ["/q", "give `query`"]),
    ('{"q": {"query": 3}}', 400, ["/q", "Expected `str | null`"]),
    ('{"q": {"query": "x", "limit": 0}}', 400, ["/q", ">= 1"]),
    ('{"q": {"query": "x", "props": []}}', 400, ["/q", "unknown field `props`"]),
    ('{"a/b~c": {"query": "x", "type_strict": "none"}}', 400, ["/a~1b~0c", "Invalid enum value"]),
    ('{"q": {"query": "x", "properties": [{"pid": "kind"}]}}', 400, ["/q", "missing required field `v`"]),
    (json.dumps({f"q{number}": {"query": "x"} for number in range(11)}), 413, ["", "11 queries in one batch"]),
    (json.dumps({"q": {"properties": [{"pid": "x", "v": ["x"] * 11}]}}), 413, ["", "11 names are asked for"]),
    (json.dumps({"q": {"query": "x", "properties": [{"pid": "x", "v": ["x"] * 101}]}}), 413, ["", "101 values"]),
    ('{"q": ' + "[" * 100_000, 400, ["", "not JSON"]),
]


@pytest.mark.parametrize(("text", "status", "told"), BATCHES)
def test_faults_of_a_batch_are_named_with_their_place(text: str, status: int, told: list[str]) -> None:
    with pytest.raises(queries.Faults) as raised:
        queries.batch(text, 10)
    assert raised.value.status == status
    place, said = raised.value.told[0]
    assert place == told[0]
    assert told[1] in said


def test_all_faults_of_a_batch_are_gathered() -> None:
    batch = json.dumps({f"q{number}": {"limit": 1} for number in range(30)})
    with pytest.raises(queries.Faults) as raised:
        queries.batch(batch, 100)
    assert len(raised.value.told) == 21
    assert raised.value.told[-1][1] == "and 10 more"


def test_a_batch_may_hold_as_many_values_as_queries() -> None:
    values = [{"pid": "x", "v": ["x"] * 10}]
    assert queries.batch(json.dumps({"q": {"properties": values}}), 10)["q"].values == 10
    named = {str(number): {"query": "x", "properties": values} for number in range(10)}
    assert len(queries.batch(json.dumps(named), 10)) == 10
    with pytest.raises(queries.Faults):
        queries.single(json.dumps({"properties": values}), 9)


def test_an_extension_may_ask_of_all_properties_and_no_more() -> None:
    assert len(properties()) <= 200
    wanted = [{"id": f"p{number}"} for number in range(201)]
    assert len(queries.extension(json.dumps({"ids": ["a"], "properties": wanted[1:]}), 1).properties) == 200
    with pytest.raises(queries.Faults) as raised:
        queries.extension(json.dumps({"ids": ["a"], "properties": wanted}), 1)
    assert (raised.value.status, raised.value.told[0][0]) == (413, "/properties")


def test_a_single_query_may_be_plain_text() -> None:
    assert queries.single("ИПР", 1) == queries.Query(query="ИПР")
    assert queries.single('{"query": "ИПР", "limit": 2}', 1).limit == 2
