"""Every kind of page, held against the rules of axe-core: WCAG 2.0 to 2.2, levels A and AA, and its best practice."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, browser
from support import need_program

from audit.kinds import LANGUAGES, one_of_each

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
LOOKS = (("light", 1280, RULES), ("light", 320, RULES), ("dark", 1280, COLOURS), ("dark", 320, COLOURS))
"""Colour schemes and widths with the rules to run: in the dark only what depends on colours can come out otherwise."""

KINDS = 58
"""How many kinds of pages the sample has; a new kind raises it, so that none is left out unnoticed."""

# What is folded away is looked at too. Style sheets are not fetched again: the policy forbids scripts to fetch.
CHECK = """(async () => {
    document.querySelectorAll('details').forEach(one => { one.open = true; });
    const found = await axe.run(document, {runOnly: %s, preload: false, resultTypes: ['violations'], selectors: false});
    const said = found.violations.flatMap(rule => rule.nodes.map(
        node => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary.slice(0, 300)}`));
    return {said, passed: found.passes.length};
})()"""


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Browser]:
    with browser(tmp_path / "profile") as opened:
        yield opened


def checked(tab: Browser, page: str) -> list[str]:
    """Return what is wrong with the page that is open, in both colour schemes and at both widths."""
    tab.value(AXE.read_text("utf-8"))
    wrong = []
    for scheme, width, rules in LOOKS:
        tab.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        tab.size(width, 900)
        found = tab.awaited(CHECK % list(rules))
        assert found["passed"] > (15 if rules is RULES else 0), page
        wrong += [f"{page} {scheme} {width}: {said}" for said in found["said"]]
    return wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_keeps_the_rules(release: Path, host: str, tab: Browser, language: str) -> None:
    need_program(str(AXE) if AXE.exists() else None, "axe-core")
    pages = {kind: paths[language] for kind, paths in one_of_each(release).items()}
    assert len(pages) == KINDS, sorted(pages)
    wrong = []
    for path in pages.values():
        tab.open(host + path)
        wrong += checked(tab, path)
    assert wrong == []
