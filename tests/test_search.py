"""Search: forms of a word find one another, the index holds what the archive publishes, in files of bounded size."""

import json
import re
import tomllib
from functools import cache
from itertools import permutations

import pytest
from site_sample import IRIS, sample
from support import CASES

from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.page_language import PageLanguage
from exports.search.files import ENTITIES, FOLDER, SHARD_BYTES, plan
from exports.search.index import LATIN
from exports.search.stems import rules, stem, stemmers, words
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.rdf import tagged

FORMS = tomllib.loads((CASES / "search" / "forms.toml").read_text("utf-8"))
LANGUAGES = ("ky", "ru", "en")


def finds(typed: str, written: str, language: str) -> bool:
    """Tell whether a word typed by a reader, whose language is not known, finds a word of a text."""
    return all(
        keys & {one, stem(one, language)} for keys, one in zip(map(_keys, words(typed)), words(written), strict=True)
    )


def _keys(word: str) -> set[str]:
    return {word, *(stem(word, language) for language in stemmers())}


def test_forms_of_a_word_find_one_another() -> None:
    missed = {tuple(pair.split()) for pair in FORMS["missed"]}
    pairs = [
        (typed, written, language)
        for language in LANGUAGES
        for group in FORMS[language]
        for typed, written in permutations(group.split(), 2)
    ]
    failed = {(typed, written) for typed, written, language in pairs if not finds(typed, written, language)}
    assert len(pairs) > 1500
    assert failed == missed
    assert len(failed) / len(pairs) < 0.01


@pytest.mark.parametrize("pair", FORMS["apart"])
def test_words_that_only_look_alike_stay_apart(pair: str) -> None:
    one, other = pair.split()
    for language in LANGUAGES:
        assert not finds(one, other, language)
        assert not finds(other, one, language)


def test_kyrgyz_stems_are_stable_and_never_too_short() -> None:
    for word in (one for group in FORMS["ky"] for one in words(group)):
        cut = stem(word, "ky")
        assert stem(cut, "ky") == cut, word
        assert len(cut) >= 2


@cache
def files(articles: int = 60) -> dict[str, object]:
    return planned(sample(articles))


def planned(dataset: Dataset) -> dict[str, object]:
    index = GraphIndex(dataset)
    labels = Labels(dataset, index)
    pages = [PageLanguage(dataset, index, labels, code) for code in dataset.languages]
    found = {}
    for path, content in plan(dataset, index, labels, pages):
        match = re.fullmatch(r"tuyunSearch\((\"[^\"]+\"),(.*)\);\n", content.decode())
        assert match, path
        assert path == f"{FOLDER}/{json.loads(match[1])}.js"
        found[json.loads(match[1])] = json.loads(match[2])
    return found


def holders(word: str, found: dict[str, object]) -> set[str]:
    """Return the pages that have exactly this word."""
    numbers = set()
    for name, groups in found.items():
        if name.startswith("words/"):
            assert isinstance(groups, dict)
            for forms in groups.values():
                for distances in forms.get(word, ()):
                    numbers |= {sum(distances[: place + 1]) for place in range(len(distances))}
    return {_entity(number, found)[0] for number in numbers}


def _entity(number: int, found: dict[str, object]) -> list[str]:
    described = found[f"ky/{number // ENTITIES}"]
    assert isinstance(described, list)
    entity = described[number % ENTITIES]
    assert isinstance(entity, list)
    return entity


def test_an_entity_is_found_by_its_names_texts_and_what_it_is_about() -> None:
    found = files()
    assert "organization/oto.ky.html" in holders("оруш", found)
    assert "article/ky-1.ky.html" in holders("угулат", found)
    assert "article/ky-1.ky.html" in holders("баяндама", found)
    assert "article/ky-1.ky.html" in holders("зеленая", found)
    assert "article/ky-1.ky.html" in holders("уланова", found)
    assert "issue/108.ky.html" in holders("108", found)
    assert holders(f"{LATIN}aydayulanova", found) == set()
    assert "person/ayday-ulanova.ky.html" in holders(f"{LATIN}ulanova", found)


def test_what_the_archive_does_not_publish_is_not_found() -> None:
    full = sample()
    view = tuple(one for one in full.view if one[1] != terms.abstract)
    kept = Dataset(full.iris, full.languages, full.title, view, full.claims)
    assert holders("баяндама", planned(kept)) == set()
    text = (IRIS.thing("article", "ky-1"), terms.text, tagged("Толук тексттеги сейрек сөз: чымыркануу", "ky"))
    more = Dataset(full.iris, full.languages, full.title, tuple(sorted({*full.view, text})), full.claims)
    assert holders("чымыркануу", planned(more)) == {"article/ky-1.ky.html"}


def test_files_stay_small_in_a_large_archive() -> None:
    found = files(3000)
    sizes = {name: len(json.dumps(content, ensure_ascii=False).encode()) for name, content in found.items()}
    large = {name for name, size in sizes.items() if size > 2 * SHARD_BYTES}
    assert not large
    descriptions = [content for name, content in found.items() if name.startswith("ru/")]
    assert max(len(content) for content in descriptions if isinstance(content, list)) == ENTITIES


def test_equal_archives_give_equal_files() -> None:
    assert planned(sample()) == files()


def test_the_rules_say_how_letters_are_typed() -> None:
    letters = rules()["letters"]
    assert {letters[letter] for letter in "өѳ"} == {"о"}
    assert (letters["ё"], letters["ң"], letters["ӊ"], letters["ү"]) == ("е", "н", "н", "у")
