"""Every kind of page under the policy that the site recommends: nothing is refused, nothing complains, all is at home."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, browser
from serving import POLICY, served
from support import ROOT

from audit.kinds import LANGUAGES, one_of_each


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Browser]:
    with browser(tmp_path / "profile") as opened:
        yield opened


def test_every_kind_of_page_loads_without_a_complaint(release: Path, host: str, tab: Browser) -> None:
    kinds = one_of_each(release)
    for paths in kinds.values():
        for language in LANGUAGES:
            tab.open(host + paths[language])
            assert tab.value("getComputedStyle(document.body).maxWidth") != "none", "the style sheet was applied"
    for query in ("муниципалитет", "йцфывъю"):
        tab.open(f"{host}ky/search.html?q={query}")
        tab.wait("document.querySelector('[role=status]').textContent")
    assert tab.complaints == []
    tab.open(f"{host}article/nowhere/at/all.ky.html")
    assert tab.value("document.querySelectorAll('main form').length") == len(LANGUAGES)
    assert tab.value("getComputedStyle(document.body).maxWidth") != "none", "its links hold at any depth"
    assert {address for address in tab.requests if not address.startswith(host)} == set()
    assert len(tab.requests) > len(kinds) * len(LANGUAGES)


def test_the_policy_is_the_documented_one() -> None:
    assert f"Content-Security-Policy: {POLICY}" in (ROOT / "docs" / "publishing.md").read_text("utf-8")


def test_the_browser_says_what_the_policy_refuses(tab: Browser, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "<title>x</title><p style='color:red'>x</p><script>alert(1)</script><img src='https://elsewhere.example/x.png'>",
        encoding="utf-8",
    )
    with served(tmp_path) as host:
        tab.open(f"{host}page.html")
        tab.value("1")
    said = "\n".join(tab.complaints)
    assert all(f"{one}-src 'self'" in said for one in ("style", "script", "img"))
    assert tab.dialogs == []
