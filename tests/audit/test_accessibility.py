"""Every kind of page, held against the rules of axe-core: WCAG 2.0 to 2.2, levels A and AA, and its best practice."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from asking_support import asked
from browser import Browser, browser
from support import need_program

from audit.kinds import LANGUAGES, one_of_each

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
COLOURS = ("color-contrast", "link-in-text-block")
SCHEMES = {"light": RULES, "dark": COLOURS}
"""Colour schemes with the rules to run: in the dark only what depends on colours can come out otherwise."""

WIDTHS = (1280, 320)

KINDS = 66
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


def checked(tab: Browser, page: str, scheme: str = "light") -> list[str]:
    """Return what is wrong with the page that is open, in a colour scheme, at both widths."""
    tab.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    tab.value(AXE.read_text("utf-8"))
    wrong = []
    for width in WIDTHS:
        tab.size(width, 900)
        found = tab.awaited(CHECK % list(SCHEMES[scheme]))
        assert found["passed"] > (15 if scheme == "light" else 0), page
        wrong += [f"{page} {scheme} {width}: {said}" for said in found["said"]]
    return wrong


@pytest.fixture(autouse=True)
def _axe() -> None:
    need_program(str(AXE) if AXE.exists() else None, "axe-core")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_page_keeps_the_rules(release: Path, host: str, tab: Browser, language: str, scheme: str) -> None:
    pages = {kind: paths[language] for kind, paths in one_of_each(release).items()}
    assert len(pages) == KINDS, sorted(pages)
    wrong = []
    for path in pages.values():
        tab.open(host + path)
        wrong += checked(tab, path, scheme)
    assert wrong == []


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("words", ["муниципалитет", "йцфывъю"])
def test_a_search_keeps_the_rules(host: str, tab: Browser, words: str, scheme: str) -> None:
    tab.open(f"{host}ru/search.html?q={words}")
    tab.wait("document.querySelector('[role=status]').textContent")
    tab.wait("document.querySelector('#search.nothing, .found > li') !== null")
    tab.value("document.querySelector('#words').select()")
    tab.type("уч")
    tab.wait("document.querySelectorAll('#suggestions [role=option]').length")
    assert checked(tab, words, scheme) == []


@pytest.mark.parametrize(("language", "scheme"), [*((code, "light") for code in LANGUAGES), ("ru", "dark")])
def test_asking_keeps_the_rules(release: Path, tab: Browser, language: str, scheme: str) -> None:
    store = ox.Store()
    store.bulk_load(path=str(release / "data" / "dataset.nt"), format=ox.RdfFormat.N_TRIPLES)
    wrong = []
    with asked(release, store) as (address, _):
        tab.open(f"{address}sparql.{language}.html")
        tab.wait("document.querySelector('#query').dataset.ready")
        tab.value("document.querySelector('#run').click()")
        tab.wait("document.querySelectorAll('.by-kind button').length === 3")
        for place, drawn in enumerate(("tbody tr", ".bar", ".unit")):
            tab.value(f"document.querySelectorAll('.by-kind button')[{place}].click()")
            tab.wait(f"document.querySelector('.shown {drawn}') !== null")
            wrong += checked(tab, drawn, scheme)
        tab.value("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT * {\\n ?s a\\n} }')")
        tab.value("document.querySelector('#run').click()")
        tab.wait("document.querySelector('.wrong') !== null && document.querySelector('.unreadable') !== null")
        wrong += checked(tab, "refused", scheme)
        tab.value("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT * { ?s a ')")
        tab.value("document.querySelector('.CodeMirror').CodeMirror.execCommand('goDocEnd')")
        tab.value("document.querySelector('.CodeMirror').CodeMirror.focus()")
        tab.type("tu")
        tab.wait("document.querySelector('.CodeMirror-hints') !== null")
        wrong += checked(tab, "words", scheme)
        tab.open(f"{address}query-builder.{language}.html")
        tab.wait("document.querySelectorAll('#builder .field').length > 1")
        tab.value(
            "{ const add = [...document.querySelectorAll('#builder select')].at(-1);"
            " for (let one = 1; one < add.options.length; one++) { add.value = String(one - 1); add.onchange(); } }"
        )
        tab.value(
            "for (const one of document.querySelectorAll('#builder input')) { one.value = 'x'; one.oninput?.(); }"
        )
        wrong += checked(tab, "form", scheme)
    assert wrong == []


def test_faults_are_seen(tab: Browser, tmp_path: Path) -> None:
    page = tmp_path / "bad.html"
    page.write_text("<p style='color:#777;background:#888'>grey</p><img src=x><a href=x>1</a><a href=y>2</a>", "utf-8")
    tab.open(page)
    tab.value(AXE.read_text("utf-8"))
    rules = {said.partition(":")[0] for said in tab.awaited(CHECK % list(RULES))["said"]}
    assert rules >= {"color-contrast", "image-alt", "html-has-lang", "target-size", "landmark-one-main"}
