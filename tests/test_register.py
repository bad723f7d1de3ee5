"""The register of minted slugs, and slugs from names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_builder.errors import InputError
from graph_builder.identifiers import SLUG
from graph_builder.problems import Problems
from graph_builder.register import Register, slugify

TEXT = "kind,key,slug\narticle,url:ky/1889,ky-1889\nperson,person:нургүл жаманкулова,nurgul-zhamankulova\n"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Нургүл Жаманкулова", "nurgul-zhamankulova"),
        ("САБИНА ГРАДВАЛЬ", "sabina-gradval"),
        ("ЭҮЖӨБОЖ долбоорунун жаӊылыктары", "euzhobozh-dolboorunun-zhanylyktary"),
        ("Ысык-Кѳл, щука — объект юг ёлка й", "ysyk-kol-shchuka-obekt-yug-elka-y"),
        ("Чүй: Цех № 7; Хан", "chuy-tsekh-7-khan"),
        ("Aiyl Ökmötü’s", "aiyl-okmotus"),
        ("й й".replace("й", "и\u0306"), "y-y"),
        ("«…»", ""),
    ],
)
def test_slugs_in_latin_letters(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_long_slug_is_cut_after_a_whole_word() -> None:
    assert slugify("бир эки үч", 7) == "bir-eki"
    assert slugify("бир эки үч", 9) == "bir-eki"
    assert slugify("жергиликтүү", 5) == "zherg"


@given(st.text())
def test_every_slug_is_a_slug(text: str) -> None:
    slug = slugify(text, 60)
    assert slug == "" or (SLUG.fullmatch(slug) and len(slug) <= 60)


def test_what_is_known_keeps_its_slug() -> None:
    problems = Problems()
    register = Register.load(TEXT, problems)
    assert register.slug("article", ["title:ky|x", "url:ky/1889"], "ky-other") == "ky-1889"
    assert register.slug("article", ["title:ky|x"], "ky-another") == "ky-1889"
    assert register.slug("issue", ["url:ky/1889"], "108") == "108"
    assert len(problems) == 0


def test_another_thing_never_takes_a_slug() -> None:
    register = Register.load(TEXT)
    found = [register.slug("article", [f"url:{number}"], "ky-1889") for number in range(3)]
    assert found == ["ky-1889-2", "ky-1889-3", "ky-1889-4"]


def test_proposals_are_made_fit() -> None:
    register = Register()
    assert register.slug("person", ["a"], "Асан Үсөнов") == "asan-usonov"
    assert register.slug("person", ["b"], "…") == "person"
    assert register.slug("person", ["c"], "…") == "person-2"
    assert register.slug("region", ["d"], "KG-J") == "KG-J"
    assert len(register.slug("article", ["e"], "x" * 500)) <= 120


def test_the_text_is_sorted_and_read_back() -> None:
    register = Register.load(TEXT)
    register.slug("article", ['title:ky|2020-10-05|бир, "эки"\n үч'], "ky-2020-10-05-bir")
    text = register.dump()
    assert text == (
        "kind,key,slug\n"
        'article,"title:ky|2020-10-05|бир, ""эки"" үч",ky-2020-10-05-bir\n'
        "article,url:ky/1889,ky-1889\n"
        "person,person:нургүл жаманкулова,nurgul-zhamankulova\n"
    )
    assert Register.load(text).dump() == text
    assert Register.load(text.replace("\n", "\r\n")).dump() == text
    assert Register.load("").dump() == "kind,key,slug\n"


def test_rows_that_cannot_be_read_are_told_and_kept() -> None:
    bad = ["<<<<<<< HEAD", "article,url:x,../x", "article,url:y", 'article,"url:z,z', "article,url:ky/1889,ky-9"]
    problems = Problems()
    register = Register.load(TEXT + "\n".join(bad) + "\n" + TEXT.splitlines()[1] + "\n", problems)
    assert [(problem.place.line, problem.code) for problem in problems] == [
        (4, "register-row"),
        (5, "register-row"),
        (6, "register-row"),
        (7, "register-row"),
        (8, "register-conflict"),
    ]
    assert register.dump() == TEXT + "\n".join(bad) + "\n"
    with pytest.raises(InputError, match=r"identifiers\.csv:4"):
        Register.load(TEXT + "<<<<<<< HEAD\n")


def test_keys_of_one_thing_that_disagree_are_told() -> None:
    problems = Problems()
    register = Register.load("kind,key,slug\narticle,a,x\narticle,b,y\n", problems)
    assert register.slug("article", ["a", "b"], "z") == "x"
    assert [problem.code for problem in problems] == ["register-disagreement"]
    assert register.dump() == "kind,key,slug\narticle,a,x\narticle,b,y\n"
