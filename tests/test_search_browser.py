"""Search as a reader meets it: in a real browser, below a path, under a strict policy, without a server, without a script."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, browser
from serving import served
from site_sample import SCRIPT, sample, sample_report
from support import ROOT
from test_search import FORMS, LANGUAGES, _keys

from exports.pages import plan_pages
from exports.search.stems import rules, words
from graph_builder.linking.transliteration import skeleton
from graph_builder.rdf import is_iri, literal_parts

STATUS = "document.querySelector('[role=status]').textContent"
FOUND = "[...document.querySelectorAll('.found > li > a')].map(one => one.getAttribute('href'))"
ERRORS = "performance.getEntriesByType('resource').filter(one => one.responseStatus >= 400).length"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    for path, content in plan_pages(sample(), sample_report()):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def host(release: Path) -> Iterator[str]:
    with served(release) as address:
        yield address


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Browser]:
    with browser(tmp_path / "profile") as opened:
        yield opened


def ask(tab: Browser, host: str, text: str, language: str = "ky") -> list[str]:
    """Type a query into the search page and return what was found."""
    tab.open(f"{host}{language}/search.html")
    tab.value("document.querySelector('#words').focus()")
    tab.type(text)
    tab.press("Enter")
    tab.wait(STATUS)
    tab.wait(f"!!document.querySelector('#search.nothing') || {FOUND}.length")
    found = tab.value(FOUND)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("айылдарында", "project/demo"),
        ("айыл тургундарынын", "project/demo"),
        ("Өрүшкө", "organization/oto"),
        ("орушко", "organization/oto"),
        ("ңара", "organization/ngara"),
        ("Нара", "organization/ngara"),
        ("зелёными областями", "region/KG-J"),
        ("зеленая", "region/KG-J"),
        ("Зелёная фаза", "article/ky-1"),
        ("Ulanova", "person/ayday-ulanova"),
        ("Уланованын фазасы", "article/ky-1"),
        ("108", "issue/108"),
        ("ВИЛЛАГЕРС villager", "project/demo"),
        ("жоопкерчил", "project/demo"),
    ],
)
def test_what_is_typed_finds_the_page(tab: Browser, host: str, typed: str, page: str) -> None:
    assert f"../{page}.ky.html" in ask(tab, host, typed)
    assert [address for address in tab.requests if not address.startswith(host)] == []
    assert tab.value(ERRORS) == 0


def test_a_header_leads_to_the_search(tab: Browser, host: str) -> None:
    tab.open(f"{host}project/demo.ru.html")
    tab.value("document.querySelector('header .find input').focus()")
    tab.type("участия")
    tab.press("Enter")
    tab.wait(f"document.querySelector('#search') && {FOUND}.length")
    assert tab.value("location.pathname").endswith("/ru/search.html")
    assert tab.value(FOUND)[0] == "../component/demo-1.ru.html"
    assert "component" not in tab.value("document.querySelector('.found .note').textContent")


def test_nothing_found_helps(tab: Browser, host: str) -> None:
    assert ask(tab, host, "йцфывъю", "ru") == []
    assert tab.value(STATUS).startswith("По запросу «йцфывъю» ничего не найдено.")
    assert tab.value("document.querySelectorAll('.otherwise .hints li').length") == 4
    assert tab.value("document.querySelectorAll('.otherwise .ways a').length") > 15


def test_what_is_typed_stays_text(tab: Browser, host: str) -> None:
    ask(tab, host, SCRIPT)
    ask(tab, host, '"><img src=x onerror=alert(1)> constructor __proto__ toString')
    ask(tab, host, "ё" * 190)
    tab.open(f"{host}ky/search.html?q=%3Cimg%20src=x%20onerror=alert(1)%3E%20title")
    tab.wait(STATUS)
    assert tab.dialogs == []
    assert tab.value("document.querySelectorAll('#search img, #search script').length") == 0


def test_names_are_suggested_and_chosen_by_keyboard(tab: Browser, host: str) -> None:
    tab.open(f"{host}ru/search.html")
    tab.value("document.querySelector('#words').focus()")
    tab.type("уча")
    tab.wait("document.querySelectorAll('#suggestions [role=option]').length")
    assert tab.value("document.querySelector('#words').getAttribute('aria-expanded')") == "true"
    assert "Участие" in tab.value("document.querySelector('#suggestions').textContent")
    assert "компонент" in tab.value("document.querySelector('#suggestions').textContent")
    tab.press("Escape")
    assert tab.value("document.querySelector('#suggestions').hidden")
    tab.type("с")
    tab.wait("document.querySelectorAll('#suggestions [role=option]').length")
    tab.press("ArrowDown")
    chosen = tab.value("document.querySelector('#words').getAttribute('aria-activedescendant')")
    assert tab.value(f"document.getElementById('{chosen}').getAttribute('aria-selected')") == "true"
    tab.press("Enter")
    tab.wait("location.pathname.endsWith('/component/demo-1.ru.html')")


def test_many_results_are_shown_in_parts_and_by_kind(tab: Browser, host: str) -> None:
    found = ask(tab, host, "заметка", "ru")
    assert len(found) == 20
    assert tab.value(STATUS) == "Найдено: 60"
    tab.value("document.querySelector('.more-found').click()")
    tab.wait(f"{FOUND}.length === 40")
    assert tab.value("document.activeElement.closest('li') === document.querySelectorAll('.found > li')[20]")
    ask(tab, host, "оруш", "ru")
    buttons = "[...document.querySelectorAll('.by-kind button')]"
    tab.wait(f"{buttons}.length > 2")
    tab.value(f"{buttons}.find(one => one.textContent.startsWith('Организации')).click()")
    tab.wait(f"{FOUND}.every(one => one.includes('/organization/'))")


def test_without_a_script_lists_and_facets_remain(tab: Browser, host: str) -> None:
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    tab.open(f"{host}ky/search.html?q=x")
    tab.call("Emulation.setScriptExecutionDisabled", value=False)
    shown = tab.value("document.body.innerText")
    assert "JavaScript" in shown
    links = tab.value("[...document.querySelectorAll('.otherwise a')].map(one => one.getAttribute('href'))")
    assert {"../ky/article/index.html", "../ky/article/by/year.html"} <= set(links)


def test_a_folder_without_a_server_is_searched_too(tab: Browser, release: Path) -> None:
    tab.open(f"{(release / 'ky' / 'search.html').as_uri()}?q=айылдарында")
    tab.wait(f"{FOUND}.includes('../project/demo.ky.html')")


def test_a_missing_index_is_told(tab: Browser, release: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ky"
    folder.mkdir()
    (folder / "search.html").write_bytes((release / "ky" / "search.html").read_bytes())
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "search.js").write_bytes((release / "assets" / "search.js").read_bytes())
    tab.open(f"{(folder / 'search.html').as_uri()}?q=айыл")
    tab.wait(STATUS)
    assert "жүктөлгөн жок" in tab.value(STATUS)


def test_the_browser_cuts_words_as_the_build_does(tab: Browser) -> None:
    """The part of the script that treats words, run on every form of the test data and every word of the sample."""
    texts = [group for language in LANGUAGES for group in FORMS[language]]
    texts += [text for _, _, value in sample().view if not is_iri(value) for text, _, _ in [literal_parts(value)]]
    script = (ROOT / "exports" / "templates" / "search.js").read_text("utf-8")
    part = script.split("// Words\n")[1].split("// Finding\n")[0]
    plain = {"rules": rules(), "shards": [], "kinds": []}
    expression = f"""(async () => {{
        let index;
        const load = async () => ({json.dumps(plain)});
        {part}
        await start();
        return {json.dumps(texts)}.map(text => wordsOf(text).map(word => [word, [...stems(word)], skeleton(word)]));
    }})()"""
    tab.open("about:blank")
    answer = tab.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
    expected = [[(word, _keys(word), skeleton(word)) for word in words(text)] for text in texts]
    assert sum(map(len, expected)) > 1500
    assert [[(word, set(cut), latin) for word, cut, latin in one] for one in answer["result"]["value"]] == expected
