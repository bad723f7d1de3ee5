"""The numbering rule holds for every issue that was seen, and flags the one header that is wrong."""

import pytest

from graph_builder.dates import PartialDate
from graph_builder.numbering import DERIVED_SOURCE, Derivation, Numbering, derive
from graph_builder.problems import Place
from graph_builder.records import AnyRecord, Article, Entry, Issue

RULE = Numbering(offset=24142, first_known=92)

# Headers that were seen on captured pages: whole number, number, year of the header's date.
SEEN = [
    (92, 6, 2019),
    (100, 2, 2020),
    (108, 10, 2020),
    (111, 1, 2021),
    (148, 2, 2024),
    (151, 5, 2024),
    (155, 9, 2024),
    (156, 10, 2024),
    (163, 5, 2025),
    (165, 7, 2025),
    (170, 12, 2025),
    (171, 1, 2026),
]


@pytest.mark.parametrize(("whole", "number", "year"), SEEN)
def test_rule_holds_for_every_issue_seen(whole: int, number: int, year: int) -> None:
    assert RULE.whole(year, number) == whole
    assert RULE.month(whole) == (year, number)
    assert RULE.fits(whole, number, year)


def test_a_december_number_may_be_dated_in_january() -> None:
    assert RULE.fits(170, 12, 2026)
    assert not RULE.fits(171, 1, 2027)


def test_a_wrong_year_does_not_fit() -> None:
    assert not RULE.fits(112, 2, 2015)


@pytest.mark.parametrize(
    ("date", "wholes"),
    [("2020-10-05", (107, 108)), ("2020-01-31", (98, 99)), ("2019-06-30", (92,)), ("2013-01-31", ()), ("2020", ())],
)
def test_candidates(date: str, wholes: tuple[int, ...]) -> None:
    assert RULE.candidates(PartialDate.parse(date), {}) == wholes


@pytest.mark.parametrize(
    ("date", "published", "wholes"),
    [
        ("2024-01-30", {148: "2024-01-31"}, (146, 147, 148)),  # the next issue is dated a day after
        ("2025-09-30", {165: "2025-09-08", 166: "2025-09-08"}, (167,)),  # an older issue did not carry it
        ("2020-10-05", {108: "2020-11-13"}, (107, 108)),
        ("2020-10-05", {107: "2020-09-20", 108: "2020-10-01"}, (109,)),
        ("2020-10-05", {109: "2021-02-01"}, (107, 108)),
        ("2020-10-05", {107: "2020-09-20", 108: "2020-10-01", 109: "2020-10-04"}, ()),
    ],
)
def test_dates_of_issues_open_and_close_candidates(
    date: str, published: dict[int, str], wholes: tuple[int, ...]
) -> None:
    known = {whole: PartialDate.parse(day) for whole, day in published.items()}
    assert RULE.candidates(PartialDate.parse(date), known) == wholes


def test_without_a_rule_nothing_is_derived_and_no_header_doubted() -> None:
    nothing = Numbering.of(None)
    article = Article(id="ky-1", language="ky", date=PartialDate.parse("2020-10-05"))
    entries = [Entry(record, "x", Place("x.yaml")) for record in (article, Issue(id="5", whole_number=5))]
    assert derive(entries, nothing, "m") == []


def _derived(*records: AnyRecord) -> dict[str, AnyRecord]:
    entries = [Entry(record, "catalogue", Place("records/x.yaml", 1)) for record in records]
    found = derive(entries, RULE, "municipalitet")
    assert {entry.source for entry in found} <= {DERIVED_SOURCE.id}
    return {entry.record.id: entry.record for entry in found}


def test_candidate_issues_are_made_when_nobody_described_them() -> None:
    article = Article(id="ky-1", language="ky", date=PartialDate.parse("2020-10-05"))
    derived = _derived(article, Issue(id="108", whole_number=108, number=10))
    assert derived["ky-1"] == Article(id="ky-1", candidate_issues=["107", "108"])
    assert derived["107"] == Issue(
        id="107",
        magazine="municipalitet",
        number=9,
        whole_number=107,
        nominal_month=PartialDate.parse("2020-09"),
        provisional=True,
    )
    assert derived["108"] == Issue(id="108", nominal_month=PartialDate.parse("2020-10"))


def test_a_double_issue_stands_for_both_of_its_numbers() -> None:
    article = Article(id="ky-1", date=PartialDate.parse("2020-03-15"))
    derived = _derived(article, Issue(id="100-101", whole_number=100, last_whole_number=101))
    assert derived["ky-1"] == Article(id="ky-1", candidate_issues=["100-101"])


def test_evidence_and_doubt_give_no_candidates() -> None:
    evident = Article(id="ky-1", date=PartialDate.parse("2020-03-15"), issue="100")
    doubtful = [Article(id="ky-2", date=PartialDate.parse(day)) for day in ("2020-03-15", "2021-03-15")]
    assert _derived(evident, *doubtful) == {}


def test_what_is_not_asked_for_is_not_made_and_the_rest_stays_the_same() -> None:
    derivation = Derivation(Numbering(offset=24_000, first_known=1), "akunov")
    for number in (1, 2, 3):
        derivation.note(Article(id=f"ky-{number}", date=PartialDate.parse("2020-10-05"), language="ky"))
    derivation.note_article("ky-3", "", "", placed=True)  # another source knows its issue
    whole = list(derivation.entries())
    assert [one.record.id for one in whole if isinstance(one.record, Article)] == ["ky-1", "ky-2"]
    rest = [one for one in whole if not isinstance(one.record, Article) or one.record.id == "ky-2"]
    assert [*derivation.issues(), *derivation.articles(["ky-2", "ky-3", "ky-4"])] == rest
