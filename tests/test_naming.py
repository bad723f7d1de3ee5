"""Labels made from values: only in languages in which every part exists; double issues stand for two months."""

from collections import defaultdict

import pytest
from support import triples_of

from graph_builder.derivation import derive
from graph_builder.namespaces import RDFS_LABEL
from graph_builder.rdf import Term, literal_parts

BASE = "https://data.example.org/"


def derived(text: str, thing: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the labels of a thing by language, and what else follows for it by the name of the property."""
    nodes: dict[Term, dict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in triples_of(text, BASE):
        nodes[subject][predicate].append(value)
    labels, others = {}, {}
    for subject, predicate, value in derive(nodes, nodes):
        said, language, _ = literal_parts(value)
        if subject == f"<{BASE}{thing}>" and predicate == RDFS_LABEL:
            labels[language] = said
        elif subject == f"<{BASE}{thing}>":
            others[predicate.rpartition("#")[2].rstrip(">")] = said
    return labels, others


PROJECT = '<project/p> a tuyun:Project ; tuyun:abbreviation "ЭҮБ"@ky , "ГГП"@ru , "VCA"@en .'


@pytest.mark.parametrize(
    ("project", "phase", "expected"),
    [
        (PROJECT, 'tuyun:ordinal 0 ; tuyun:name "Inception phase"@en',
         {"ky": "ЭҮБ: 0-фаза", "ru": "ГГП: фаза 0", "en": "VCA: Inception phase"}),
        ('<project/p> tuyun:name "Голос"@ru .', 'tuyun:ordinal 2 ; tuyun:name "II фаза"@ky', {"ru": "Голос: фаза 2"}),
        ('<project/p> tuyun:name "Голос"@ru .', 'tuyun:name "II фаза"@ky', {"ky": "II фаза"}),
        ("", "tuyun:ordinal 2", {"en": "p-2"}),
    ],
)  # fmt: skip
def test_a_phase_is_named_only_in_languages_that_its_parts_have(
    project: str, phase: str, expected: dict[str, str]
) -> None:
    assert (
        derived(f"{project} <phase/p-2> a tuyun:Phase ; tuyun:project <project/p> ; {phase} .", "phase/p-2")[0]
        == expected
    )


def test_a_capture_is_named_in_the_language_of_its_page() -> None:
    text = '<capture/0123456789ab> a tuyun:Capture ; tuyun:shownTitle "Суу" ; tuyun:language "ky" .'
    assert derived(text, "capture/0123456789ab")[0] == {"ky": "Көчүрмө 012345: Суу"}
    text = (
        '<capture/0123456789ab> a tuyun:Capture ; tuyun:article <article/ru-1> . <article/ru-1> tuyun:title "Вода"@ru .'
    )
    assert derived(text, "capture/0123456789ab")[0] == {"ru": "Снимок 012345: Вода"}
    assert derived("<capture/0123456789ab> a tuyun:Capture .", "capture/0123456789ab")[0] == {"en": "0123456789ab"}


@pytest.mark.parametrize(
    ("number", "month", "labels", "days"),
    [
        ("2", "2020-02", {"ky": "февраль – март, 2020-ж.", "ru": "февраль – март 2020 г.", "en": "February – March 2020"},
         ("2020-02-01", "2020-03-31")),
        ("12", "2020-12", {"ky": "декабрь, 2020-ж. – январь, 2021-ж.", "ru": "декабрь 2020 г. – январь 2021 г.",
         "en": "December 2020 – January 2021"}, ("2020-12-01", "2021-01-31")),
        ("1", "2020-03", {"ky": "2020-ж., март", "ru": "март 2020 г.", "en": "March 2020"}, ("2020-03-01", "2020-03-31")),
    ],
)  # fmt: skip
def test_a_double_issue_stands_for_two_months_where_numbers_are_months(
    number: str, month: str, labels: dict[str, str], days: tuple[str, str]
) -> None:
    text = (
        f"<issue/100-101> a tuyun:Issue ; tuyun:number {number} ; tuyun:lastNumber 99 ; tuyun:wholeNumber 100 ; "
        f'tuyun:lastWholeNumber 101 ; tuyun:nominalMonth "{month}"^^xsd:gYearMonth .'
    )
    found, others = derived(text, "issue/100-101")
    said = {language: " ".join(label.split(", ", 1)[1].split()) for language, label in found.items()}
    assert said == labels
    assert (others["startDay"], others["endDay"]) == days


def test_a_double_issue_without_a_month_has_no_days() -> None:
    labels, others = derived(
        "<issue/100-101> a tuyun:Issue ; tuyun:wholeNumber 100 ; tuyun:lastWholeNumber 101 .", "issue/100-101"
    )
    assert set(labels.values()) == {"№ (100-101)"}
    assert "endDay" not in others


def test_a_claim_whose_value_nobody_describes_is_named_by_its_code() -> None:
    claimed = "<article/ky-1#claim-1> a tuyun:Claim ; tuyun:property tuyun:contributor ."
    assert derived(claimed, "article/ky-1#claim-1")[0] == {"en": "ky-1#claim-1"}
