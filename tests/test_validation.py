"""The validator: what it leaves untouched, what it never does, what it says when it cannot work."""

import logging
import socket
from typing import NoReturn

import pytest
import rdflib

from graph_builder import terms
from graph_builder.errors import SystemFailure
from graph_builder.namespaces import DCTERMS_IDENTIFIER, RDF_TYPE, RDFS_LABEL
from graph_builder.rdf import XSD, Term, Triple, plain, tagged, typed
from graph_builder.shacl_reference import constraints
from graph_builder.validation import Engine, validate

ENGINES = pytest.mark.parametrize("engine", list(Engine))

PERSON = "<https://e.example/person/one>"
PERSON_SHAPE = "<https://w3id.org/tuyun/shapes#Person>"


def person(*more: tuple[Term, Term]) -> list[Triple]:
    said = [
        (RDF_TYPE, terms.Person),
        (RDFS_LABEL, tagged("Бир", "ky")),
        (DCTERMS_IDENTIFIER, plain("one")),
        (terms.name, tagged("Бир", "ky")),
        *more,
    ]
    return [(PERSON, predicate, value) for predicate, value in said]


@ENGINES
def test_a_conforming_graph_has_no_results_and_its_nodes_are_counted(engine: Engine) -> None:
    outcome = validate(person(), engine)
    assert outcome.conforms
    assert outcome.results == ()
    assert dict(outcome.focus_nodes)[PERSON_SHAPE] == 1
    assert sum(count for _, count in outcome.focus_nodes) == 1


@ENGINES
def test_an_empty_graph_conforms(engine: Engine) -> None:
    outcome = validate([], engine)
    assert outcome.conforms
    assert {count for _, count in outcome.focus_nodes} == {0}


@ENGINES
def test_a_result_carries_value_and_messages_in_three_languages(engine: Engine) -> None:
    (result,) = validate(person((terms.provisional, plain("maybe"))), engine).results
    assert (result.focus, result.path, result.value) == (PERSON, terms.provisional, plain("maybe"))
    assert [language for language, _ in result.messages] == ["en", "ky", "ru"]


@ENGINES
def test_a_warning_does_not_keep_a_graph_from_conforming(engine: Engine) -> None:
    organization = "<https://e.example/organization/one>"
    triples = [(organization, predicate, value) for _, predicate, value in person()]
    triples[0] = (organization, RDF_TYPE, terms.Organization)
    outcome = validate(triples, engine)
    assert outcome.conforms
    assert [result.severity for result in outcome.results] == ["Warning"]


@ENGINES
def test_literals_come_back_as_they_were_written(engine: Engine) -> None:
    odd = typed("01", f"{XSD}boolean")
    (result,) = validate(person((terms.provisional, odd)), engine).results
    assert result.value == odd


@pytest.mark.parametrize("switch", [True, False])
def test_the_global_switch_of_rdflib_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch, switch: bool) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", switch)
    validate(person())
    assert rdflib.NORMALIZE_LITERALS is switch


def test_the_same_graph_gives_the_same_outcome_every_time() -> None:
    triples = person((terms.provisional, plain("maybe")), (terms.familyName, plain("x")))
    first = validate(triples)
    assert validate(reversed(triples)) == first == validate(triples, Engine.REFERENCE)
    assert list(first.results) == sorted(first.results)


@ENGINES
def test_a_subclass_is_accepted_where_its_superclass_is_asked_for(engine: Engine) -> None:
    article = "<https://e.example/article/one>"
    outcome = validate([*person(), (article, RDF_TYPE, terms.Article), (article, terms.about, PERSON)], engine)
    assert not [result for result in outcome.results if result.path == terms.about]


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("the validator opened a connection")

    monkeypatch.setattr(socket, "socket", refuse)
    imports = "<http://www.w3.org/2002/07/owl#imports>"
    imported = [*person(), ("<https://e.example/>", imports, "<https://e.example/other>")]
    assert all(validate(imported, engine).conforms for engine in Engine)


def test_a_day_that_does_not_exist_is_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="rdflib.term"):
        outcome = validate(person((terms.startDay, typed("2020-02-30", f"{XSD}date"))), Engine.REFERENCE)
    assert not outcome.conforms
    assert caplog.records == []


def test_what_cannot_be_compared_is_a_failure_with_a_name() -> None:
    event = "<https://e.example/event/one>"
    days = [(event, terms.startDay, "_:b"), (event, terms.endDay, typed("2020-03-01", f"{XSD}date"))]
    with pytest.raises(SystemFailure, match="cannot be compared"):
        validate([(event, RDF_TYPE, terms.Event), *days], Engine.REFERENCE)


def test_constraints_are_those_that_reports_can_name() -> None:
    found = constraints()
    assert list(found) == sorted(set(found))
    components = {constraint.component for constraint in found}
    assert "PropertyConstraintComponent" not in components
    assert all(component.endswith("ConstraintComponent") for component in components)
