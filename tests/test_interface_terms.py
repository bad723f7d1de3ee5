"""One word for one thing: what docs/interface-terms.md rejects stands in no text, and texts are set as their language is."""

import re
from collections import Counter
from functools import cache
from typing import Final

from support import ROOT

TEXT: Final = re.compile(
    r'"(?P<turtle>(?:[^"\\]|\\.)+)"@(?P<tag>ky|ru|en)\b|\b"?(?P<key>ky|ru|en)"? ?[=:] "(?P<table>(?:[^"\\]|\\.)+)"'
)
PLACES: Final = (
    *(
        "ontology/*.ttl",
        "shapes/**/*.ttl",
        "exports/messages.toml",
        "exports/problem_texts.toml",
        "exports/cookbook/*.toml",
    ),
    *("exports/cookbook/recipes/*.rq", "graph_builder/naming.py", "graph_builder/page_names.py"),
    "graph_builder/reasons.py",
)
BADLY_SET: Final = re.compile(r" [-–] |\\\"|[“”ѳҥ]|  |^\s|\s$")
"""Hyphens and short dashes for a dash, quotation marks of other languages, letters that look like ө and ң, loose blanks."""


@cache
def texts() -> tuple[tuple[str, str], ...]:
    return tuple(
        (match["tag"] or match["key"], match["turtle"] or match["table"])
        for pattern in PLACES
        for path in sorted(ROOT.glob(pattern))
        for match in TEXT.finditer(path.read_text("utf-8"))
    )


def rejected() -> list[str]:
    lines = (ROOT / "docs" / "interface-terms.md").read_text("utf-8").splitlines()
    return [word for line in lines if line.startswith("| ") for word in re.findall(r"`([^`]+)`", line.split("|")[5])]


def test_texts_are_there_in_three_languages() -> None:
    counted = Counter(language for language, _ in texts())
    assert counted["ky"] == counted["ru"] == counted["en"] > 1_200


def test_one_word_for_one_thing() -> None:
    words = rejected()
    assert len(words) > 30
    assert [(word, text) for _, text in texts() for word in words if word in text.casefold()] == []


def test_texts_are_set_as_their_language_is() -> None:
    assert [text for language, text in texts() if language != "en" and BADLY_SET.search(text)] == []
