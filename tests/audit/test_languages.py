"""No page speaks to its reader in another language: whatever is not in the language of the page says so."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from audit.kinds import one_of_each
from exports.messages import catalogue

FOREIGN = {"en": re.compile(r"[а-яё]{2,}", re.IGNORECASE), "ru": re.compile(r"[өүң]", re.IGNORECASE)}
"""What a text in a language cannot hold. Kyrgyz has the letters of Russian too, so that it is not told apart so simply."""


DATA = "bdi, code, .note, .hints, .chosen"
"""Where texts of the archive and examples stand, which may have no language of their own: names, quotations, RDF."""

SAME = {"quote", "style_gost", "cite_editor", "ontology_title", "class", "value_text", "facet_rubric"} | {
    *("portals_profile", "portals_frame", "portals_collection", "portals_class", "portals_context"),
    *("ask_table", "ask_map", "ask_text"),
}
"""Words that Kyrgyz and Russian share. A new one is looked at before it is let in."""


def language_of(node: LexborNode | None) -> str:
    while node is not None and not (node.attributes or {}).get("lang"):
        node = node.parent
    return (node.attributes["lang"] or "") if node is not None else ""


def inside(node: LexborNode | None, known: set[int]) -> bool:
    while node is not None and node.mem_id not in known:
        node = node.parent
    return node is not None


def test_every_message_is_in_its_language() -> None:
    found = catalogue()
    assert len(found) > 290
    assert {key for key, texts in found.items() if texts["ky"] == texts["ru"]} == SAME
    assert {key for key, texts in found.items() if texts["en"] in (texts["ky"], texts["ru"])} == set()
    examples = {"search_hint_letters", "search_hint_forms"}
    for language, foreign in FOREIGN.items():
        assert {key for key, texts in found.items() if foreign.search(texts[language])} <= examples


@pytest.mark.parametrize("language", FOREIGN)
def test_foreign_text_says_its_language(release: Path, language: str) -> None:
    wrong, count = [], 0
    for kind, paths in one_of_each(release).items():
        page = LexborHTMLParser((release / paths[language]).read_text("utf-8"))
        data = {node.mem_id for node in page.css(DATA)}
        for node in page.root.traverse(include_text=True) if page.root else ():
            if node.tag != "-text" or node.parent is None or node.parent.tag in {"script", "title"}:
                continue
            count += 1
            text = node.text_content or ""
            if FOREIGN[language].search(text) and language_of(node.parent) == language and not inside(node, data):
                wrong.append(f"{kind}: {text.strip()[:80]}")
    assert count > 10_000
    assert wrong == []
