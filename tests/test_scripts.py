"""JSON-LD in script elements: with places left open and filled in, it is what the whole document is."""

from types import SimpleNamespace
from typing import Any

import pytest

from exports.labels import Text
from exports.scripts import OPEN_ADDRESS, OpenScript, OpenVoice, ScriptWords, script
from exports.voices import PageVoice, Voice

LABELS = {"<https://e.example/a>": '</script>\0"&', "<https://e.example/b>": "Ош\u2028"}
TEXTS = {"ky": "<!--", "ru": "\\ я"}
PAGE: Any = SimpleNamespace(label=lambda term: Text(LABELS[term]), said=lambda texts: Text(texts["ru"]))


def _document(voice: Voice, address: Any) -> dict[str, Any]:
    a, b = LABELS
    about = [{"@id": one, "name": voice.label(one)[0]} for one in (a, b)]
    return {"url": address, "name": voice.label(a)[0], "about": about, "text": voice.said(TEXTS)[0], "is": "<\0{}"}


def test_what_is_left_open_and_filled_in_is_the_whole_document() -> None:
    found = OpenScript(_document(OpenVoice(), OPEN_ADDRESS))
    assert found.is_sure
    whole = script(_document(PageVoice(PAGE), "https://e.example/<a>"))
    assert found.filled(ScriptWords(PAGE), "https://e.example/<a>") == whole
    assert not set("<>&\u2028") & set(whole)


@pytest.mark.parametrize(("values", "is_sure"), [([OPEN_ADDRESS, "a"], False), (["b", "a"], True), ([], True)])
def test_words_beside_other_values_are_not_left_open(values: list[Any], *, is_sure: bool) -> None:
    assert OpenScript({"name": values}).is_sure is is_sure
