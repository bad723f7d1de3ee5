"""Linking: golden cases as data; what must hold for any text; sharing of names; the real page."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linking_support import authority, entries, load

from graph_builder.linking import Authority, Mention
from graph_builder.problems import Problems
from graph_builder.textforms import fold

ORGANIZATIONS = load("linking/organizations.yaml")
REGIONS = load("linking/regions.yaml")
PEOPLE = load("linking/people.yaml")
WORDS = [case["text"] for case in ORGANIZATIONS + REGIONS]


def shown(mentions: list[Mention]) -> list[str]:
    return [f"{mention.kind}/{mention.slug}: {mention.text}" for mention in mentions]


def test_all_cases_are_collected() -> None:
    assert (len(ORGANIZATIONS), len(REGIONS), len(PEOPLE)) == (81, 93, 31)


@pytest.mark.parametrize("case", ORGANIZATIONS + REGIONS, ids=lambda case: case["text"][:50])
def test_mentions(case: dict[str, Any]) -> None:
    assert shown(authority().find(case["text"], case["language"])) == case["mentions"]


@pytest.mark.parametrize("case", PEOPLE, ids=lambda case: case["stated"])
def test_people(case: dict[str, Any]) -> None:
    found = authority().people(case["stated"], "ru", inflected=case.get("inflected", True))
    assert list(found) == case["people"]


def test_a_shared_abbreviation_is_reported_with_both_owners() -> None:
    problems = Problems()
    Authority.build(entries(load("linking/authority.yaml")), problems)
    shared = [problem for problem in problems if problem.code == "shared-name"]
    assert {problem.place.line for problem in shared} == {13, 14}
    assert all("organization/one" in str(problem) and "organization/two" in str(problem) for problem in shared)


@pytest.mark.parametrize(
    ("text", "language", "slug"),
    [
        ("ЭҮЖӨБОЖ долбоорунун жаӊылыктары", "ky", "vap-news"),
        ("«Пилот : Кыргызстанда муниципалдык социалдык тапшырык».", "ky", "pilot-msz"),
        ("Муниципальный социальный заказ", "ru", "pilot-msz"),
        ("Муниципальный социальный заказ", "ky", None),
        ("Бир рубрика", "ky", None),
    ],
)
def test_rubrics(text: str, language: str, slug: str | None) -> None:
    assert authority().rubric(text, language) == slug


def test_a_record_is_got_by_kind_and_slug() -> None:
    assert authority().get("organization", "dpi") is not None
    assert authority().get("person", "dpi") is None


_PIECES = st.lists(
    st.sampled_from(WORDS)
    | st.text(max_size=12)
    | st.sampled_from(["\u200b", "\u00ad", "- ", "\n", "\n\n", "й", "«", "\x00"]),
    max_size=6,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(text=_PIECES, language=st.sampled_from(["ky", "ru", "en", "xx"]))
def test_any_text_yields_exact_slices_that_do_not_overlap(text: str, language: str) -> None:
    mentions = authority().find(text, language)
    last = 0
    for mention in mentions:
        assert last <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        assert authority().get(mention.kind, mention.slug) is not None
        last = mention.end


_SHUFFLED = st.lists(st.sampled_from(sorted({word for text in WORDS for word in text.split()})), max_size=14).map(
    " ".join
)


@settings(max_examples=400, deadline=None)
@given(text=_SHUFFLED, language=st.sampled_from(["ky", "ru"]))
def test_words_in_any_order_name_only_what_they_begin_like(text: str, language: str) -> None:
    for mention in authority().find(text, language):
        said = _words([mention.text])
        named = tuple(word[:3] for word in _words(_names(mention)))
        assert any(word.startswith(named) for word in said), mention


def _names(mention: Mention) -> list[str]:
    record: Any = authority().get(mention.kind, mention.slug)
    lists = [*record.aliases.values(), *getattr(record, "abbreviation", {}).values()]
    return [*record.name.values(), *(text for texts in lists for text in texts)]


def _words(texts: list[str]) -> set[str]:
    loose = str.maketrans("үөң", "уон")
    words = (word for text in texts for word in re.findall(r"[^\W_]+", fold(text).translate(loose)))
    return {word for word in words if len(word) > 1}


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40))
def test_any_stated_name_is_read(stated: str) -> None:
    for slug in authority().people(stated, "ru"):
        assert authority().get("person", slug) is not None


@pytest.mark.parametrize("mark", ["\u200b", "\u00ad", "\u200e", "\ufeff"])
def test_invisible_marks_inside_a_name_are_part_of_the_mention(mark: str) -> None:
    (mention,) = authority().find(f"Өнүктүрүү сая{mark}сат институту", "ky")
    assert (mention.slug, mark in mention.text) == ("dpi", True)


def test_decomposed_letters_are_read() -> None:
    (mention,) = authority().find("в Чуи\u0306скои\u0306 области", "ru")
    assert (mention.slug, mention.text) == ("KG-C", "Чуи\u0306скои\u0306 области")


def test_a_megabyte_of_one_line_is_read() -> None:
    text = "Чүй, Ош жана Нарын облустары ӨСИнин " * 14_000
    assert len(authority().find(text, "ky")) == 4 * 14_000
