"""Asking as a reader does: in a real browser, below a path, under the portal's policy, at an endpoint that really answers."""

import csv
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import duckdb
import pyoxigraph as ox
import pytest
from asking_support import Endpoint, asked
from browser import Browser, browser
from serving import served
from site_sample import IMAGE, SCRIPT, sample, sample_report
from support import CASES, store_of
from test_editor import ready

from exports.editor.pages import plan as editor_plan
from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.messages import catalogue
from exports.page_language import PageLanguage
from exports.pages import plan_pages
from graph_builder.namespaces import PREFIXES

CASE = CASES / "editor"
CM = "document.querySelector('.CodeMirror').CodeMirror"
CELLS = (
    "[...document.querySelectorAll('#answer tbody tr')].map(row => [...row.cells].map(cell => cell.innerText.trim()))"
)
SAID = "document.querySelector('#said').innerText"
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
PROGRAMS = "Object.fromEntries([...document.querySelectorAll('#elsewhere details')].map(one => [one.innerText.split('\\n')[0], one.querySelector('code').textContent]))"
FALSE_PICTURE = '<img src="x" onerror="window.hacked=1;alert(1)">'


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    dataset = sample(articles=3)
    index = GraphIndex(dataset)
    labels = Labels(dataset, index)
    pages = [PageLanguage(dataset, index, labels, code) for code in dataset.languages]
    files = {
        **dict(plan_pages(dataset, sample_report())),
        **dict(editor_plan(dataset, index, labels, pages, ready())),
        "queries.json": (CASE / "queries.json").read_bytes(),
    }
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of(sample(articles=3).view)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def tab(shared: Browser) -> Iterator[Browser]:
    shared.open("about:blank")
    shared.size(1280, 900)
    for kept in (shared.dialogs, shared.requests, shared.complaints):
        kept.clear()
    yield shared
    assert shared.dialogs == []
    assert shared.value("window.hacked") is None
    assert [one for one in shared.complaints if "Content Security Policy" in one] == []


@pytest.fixture
def endpoint(release: Path, store: ox.Store) -> Iterator[tuple[str, type[Endpoint]]]:
    with asked(release, store) as found:
        yield found


def opened(tab: Browser, address: str) -> None:
    tab.open(address)
    tab.wait("document.querySelector('#query').dataset.ready")


def write(tab: Browser, query: str) -> None:
    tab.value(f"{CM}.setValue({json.dumps(query)})")


def run(tab: Browser, query: str) -> None:
    """Run a query and wait for its end."""
    write(tab, query)
    tab.value("document.querySelector('#run').click()")
    tab.wait("document.querySelector('#stop').disabled")


def word(key: str, language: str = "en") -> str:
    return catalogue()[key][language]


def at_home(tab: Browser, host: str) -> bool:
    return all(one.startswith((host, "about:", "blob:")) for one in tab.requests)


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_an_answer_is_a_table_in_which_things_have_names(
    tab: Browser, endpoint: tuple[str, type[Endpoint]], language: str
) -> None:
    host, _ = endpoint
    opened(tab, f"{host}sparql.{language}.html")
    run(
        tab,
        PROLOGUE
        + "SELECT ?o ?c ?n { ?o a ?c ; tuyun:homepage ?n VALUES ?o { <https://data.example.kg/organization/oto> } VALUES ?c { tuyun:Organization } }",
    )
    names = {"ky": "Өрүш коомдук фонду", "ru": "Общественный фонд «Оруш»", "en": "Orush Foundation"}
    classes = {"ky": "уюм", "ru": "организация", "en": "organization"}
    assert tab.value(CELLS) == [[names[language], classes[language], "https://orush.example.kg/index.php?page=ө"]]
    links = tab.value("[...document.querySelectorAll('#answer td a')].map(one => one.getAttribute('href'))")
    assert links[:2] == [f"organization/oto.{language}.html", f"ontology.{language}.html#Organization"]
    assert tab.value(SAID).startswith(word("ask_rows", language).partition(":")[0])
    assert tab.complaints == [] and at_home(tab, host)


def test_the_first_query_is_table_timeline_and_map(tab: Browser, endpoint: tuple[str, type[Endpoint]]) -> None:
    opened(tab, f"{endpoint[0]}sparql.en.html")
    tab.value("document.querySelector('#run').click()")
    tab.wait("document.querySelectorAll('.by-kind button').length === 3")
    names = "[...document.querySelectorAll('.shown [role=img]')].map(one => one.getAttribute('aria-label'))"
    tab.value("document.querySelectorAll('.by-kind button')[1].click()")
    bars = tab.wait(f"{names}.length && {names}")
    assert len(bars) == 3 and bars[0].endswith(": 2011-11-01 – 2015-03-31")
    widths = tab.value("[...document.querySelectorAll('.shown .bar')].map(one => Number(one.getAttribute('width')))")
    assert widths[1] > widths[0] > widths[2] > 0, "five years, more than three, less than two"
    tab.value("document.querySelectorAll('.by-kind button')[2].click()")
    units = tab.wait(f"{names}.length === 9 && {names}")
    assert sum(one.endswith(": 3") for one in units) == 1 and sum(one.endswith(": 0") for one in units) == 8
    assert "1." in tab.value("document.querySelector('.shown').innerText"), (
        "the whole country is not on the map, and said"
    )
    assert tab.complaints == []


def test_a_map_of_codes_shows_the_numbers_of_the_rows(tab: Browser, endpoint: tuple[str, type[Endpoint]]) -> None:
    opened(tab, f"{endpoint[0]}sparql.en.html")
    run(tab, 'SELECT ?code ?n { VALUES (?code ?n) { ("KG-O" 41) ("KG-GO" 7) ("XX-Y" 3) } }')
    tab.value("document.querySelectorAll('.by-kind button')[1].click()")
    units = tab.wait(
        "document.querySelectorAll('.shown [role=img]').length && [...document.querySelectorAll('.shown [role=img]')].map(one => one.getAttribute('aria-label'))"
    )
    assert {one.rpartition(": ")[2] for one in units} == {"41", "7", "0"}
    run(tab, 'SELECT ?word { VALUES ?word { "KG" "any other" } }')
    assert tab.value("document.querySelectorAll('.by-kind button').length") == 0


def test_columns_sort_and_more_rows_follow(tab: Browser, endpoint: tuple[str, type[Endpoint]]) -> None:
    opened(tab, f"{endpoint[0]}sparql.ky.html")
    numbers = " ".join(str(number) for number in range(130, 0, -1))
    run(tab, f"SELECT ?n ?w {{ VALUES ?n {{ {numbers} }} BIND(IF(?n = 7, ?none, STR(?n)) AS ?w) }}")
    assert len(tab.value(CELLS)) == 100
    tab.value("document.querySelector('#answer .more-found').click()")
    tab.wait("document.querySelectorAll('#answer tbody tr').length === 130")
    assert tab.value("document.querySelector('#answer .more-found').hidden")
    first = "document.querySelector('#answer tbody td').innerText"
    tab.value("document.querySelector('#answer th button').click()")
    tab.wait(f"{first} === '1'")
    assert tab.value("document.querySelector('#answer th').getAttribute('aria-sort')") == "ascending"
    tab.value("document.querySelector('#answer th button').click()")
    tab.wait(f"{first} === '130'")
    tab.value("document.querySelectorAll('#answer th button')[1].click()")
    tab.wait(f"{first} === '1'")
    tab.value("document.querySelector('#answer .more-found').click()")
    tab.wait("document.querySelectorAll('#answer tbody tr').length === 130")
    assert tab.value(CELLS)[-1] == ["7", word("ask_unbound", "ky")], "what has no value is last"


@pytest.mark.parametrize(
    ("query", "suffixes"),
    [
        ("SELECT ?s ?o { ?s tuyun:phase ?o }", ["srj", "srx", "csv", "tsv"]),
        ("CONSTRUCT { ?s tuyun:phase ?o } WHERE { ?s tuyun:phase ?o }", ["ttl", "jsonld", "nt", "rdf", "nq", "trig"]),
    ],
)
def test_answers_are_taken_home_in_every_format(
    tab: Browser, endpoint: tuple[str, type[Endpoint]], tmp_path: Path, query: str, suffixes: list[str]
) -> None:
    tab.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    opened(tab, f"{endpoint[0]}sparql.ru.html")
    run(tab, PROLOGUE + query)
    tab.wait(f"document.querySelectorAll('.take button').length === {len(suffixes)}")
    for place, suffix in enumerate(suffixes):
        tab.value(f"document.querySelectorAll('.take button')[{place}].click()")
        for _ in range(200):
            if (tmp_path / f"query.{suffix}").exists():
                break
            time.sleep(0.05)
            tab.value("1")
        assert "demo-1" in (tmp_path / f"query.{suffix}").read_text("utf-8")
    assert tab.complaints == []


def test_other_programs_send_the_same_query(tab: Browser, endpoint: tuple[str, type[Endpoint]], tmp_path: Path) -> None:
    opened(tab, f"{endpoint[0]}sparql.en.html")
    query = PROLOGUE + 'SELECT ?s ?w { ?s tuyun:phase ?o BIND("a \'quoted\' \\"\\"\\" word \\\\ $HOME" AS ?w) } # \''
    run(tab, query)
    programs = tab.value(PROGRAMS)
    assert list(programs) == ["curl", "Python (SPARQLWrapper)", "R", "DuckDB"]
    by_curl = subprocess.run(["bash", "-c", programs["curl"]], capture_output=True, encoding="utf-8", check=True).stdout
    rows = list(csv.reader(io.StringIO(by_curl)))
    assert rows[0] == ["s", "w"] and len(rows) == 4 and rows[1][1] == 'a \'quoted\' """ word \\ $HOME'
    by_python = subprocess.run(
        [sys.executable, "-c", programs["Python (SPARQLWrapper)"]], capture_output=True, encoding="utf-8", check=True
    )
    assert by_python.stdout.count("'s': 'https://data.example.kg/project/demo'") == 3
    piped, _, duck = programs["DuckDB"].partition("|\n  duckdb -c ")
    assert piped.strip() == programs["curl"].strip()
    file = tmp_path / "rows.csv"
    file.write_text(by_curl, encoding="utf-8")
    statement = duck.strip().strip('"')
    assert "'/dev/stdin'" in statement
    found = duckdb.sql(statement.replace("/dev/stdin", str(file)))
    assert found is not None and len(found.fetchall()) == 3
    assert f'r"({query})"' in programs["R"] or f'r"-({query})-"' in programs["R"]


DUCKDB: Final = """#!{python}
import sys

import duckdb

assert sys.argv[1] == "-c"
print(duckdb.execute(sys.argv[2]).fetchall())
"""
"""The program of DuckDB, as far as the page calls it; the packages bring its library alone."""

OTHERS: Final = (
    (
        "SELECT ?o { <https://data.example.kg/project/demo> tuyun:phase ?o } LIMIT 1",
        "o\n",
        "{'o': 'https:",
        "('https://",
    ),
    ("# CONSTRUCT\nASK { ?s tuyun:phase ?o }", "true", "True", "[(True,)]"),
    (
        'CONSTRUCT { ?s rdfs:comment """a \\t "b" \'c\' $HOME\n ."""@en } { ?s tuyun:phase ?o }',
        "rdf-schema#comment> ",
        "rdf-schema#comment> ",
        r"""'"a \\t \\"b\\" \'c\' $HOME\\n ."@en')""",
    ),
    (
        "DESCRIBE <https://data.example.kg/project/demo>",
        "project/demo> ",
        "project/demo> ",
        "('<https://data.example.kg/",
    ),
)


@pytest.mark.parametrize(
    ("query", "by_curl", "by_python", "by_duckdb"), OTHERS, ids=["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
)
def test_other_programs_take_what_each_form_of_query_brings(
    tab: Browser,
    endpoint: tuple[str, type[Endpoint]],
    tmp_path: Path,
    query: str,
    by_curl: str,
    by_python: str,
    by_duckdb: str,
) -> None:
    opened(tab, f"{endpoint[0]}sparql.en.html")
    write(tab, PROLOGUE + query)
    programs = tab.value(PROGRAMS)
    (tmp_path / "duckdb").write_text(DUCKDB.replace("{python}", sys.executable), encoding="utf-8")
    (tmp_path / "duckdb").chmod(0o755)
    surroundings = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}

    def said(*command: str) -> str:
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=surroundings).stdout

    assert by_curl in said("bash", "-c", programs["curl"])
    assert by_python in said(sys.executable, "-c", programs["Python (SPARQLWrapper)"])
    assert by_duckdb in said("bash", "-c", programs["DuckDB"])
    media_type = "text/csv" if query.startswith(("SELECT", "#")) else "text/turtle"
    assert f'accept("{media_type}")' in programs["R"]
    assert ("read.csv" in programs["R"]) == query.startswith("SELECT")


def test_links_fill_the_editor_and_run_nothing(tab: Browser, endpoint: tuple[str, type[Endpoint]]) -> None:
    host, found = endpoint
    hostile = f"SELECT * {{ ?s ?p '{FALSE_PICTURE}' }} # </script><script>alert(1)</script>"
    for address in (f"sparql.html?query={quote(hostile)}", f"sparql.ru.html#query={quote(hostile)}"):
        opened(tab, host + address)
        assert tab.value(f"{CM}.getValue()") == hostile
    opened(tab, f"{host}sparql.en.html?recipe=funders")
    assert "COUNT(DISTINCT ?phase)" in tab.value(f"{CM}.getValue()")
    assert "Who funded phases?" in tab.value(SAID)
    opened(tab, f"{host}sparql.en.html?recipe={quote(FALSE_PICTURE)}")
    assert FALSE_PICTURE in tab.value(SAID)
    opened(tab, f"{host}sparql.en.html?recipe=__proto__")
    assert "__proto__" in tab.value(SAID)
    assert found.asked == []
    run(tab, "ASK { ?s ?p ?o }")
    assert tab.value("location.hash") == "#query=ASK+%7B+%3Fs+%3Fp+%3Fo+%7D", "what was run can be sent on"
    assert tab.value("location.search") == ""


def test_ready_questions_are_loaded_and_keep_their_stored_answers(
    tab: Browser, endpoint: tuple[str, type[Endpoint]]
) -> None:
    opened(tab, f"{endpoint[0]}sparql.ru.html")
    links = "[...document.querySelectorAll('#questions li')].map(one => [...one.querySelectorAll('a')].map(each => each.getAttribute('href')))"
    assert tab.value(links)[1] == ["?recipe=funders", "queries/funders.ru.html", "queries/funders.csv"]
    for place, text in ((0, "tuyun:startDay"), (2, "</script><script>alert(4)</script>")):
        tab.value(f"document.querySelectorAll('#questions li')[{place}].querySelector('a').click()")
        assert text in tab.value(f"{CM}.getValue()")
    assert tab.value("location.search") == "?recipe=hostile"
    assert "</script><script>alert(2)</script>" in tab.value(SAID)
    tab.value("history.back()")
    tab.wait(f"{CM}.getValue().includes('tuyun:startDay')")


@pytest.mark.parametrize(
    "content", ["", "<script>alert(1)</script>", "[]", '{"queries": [{"id": 1}, null]}', '{"queries": 3}']
)
def test_questions_that_cannot_be_read_remain_links(
    tab: Browser, release: Path, store: ox.Store, tmp_path: Path, content: str
) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "assets").symlink_to(release / "assets")
    (folder / "sparql.en.html").write_bytes((release / "sparql.en.html").read_bytes())
    if content:
        (folder / "queries.json").write_text(content, encoding="utf-8")
    with asked(folder, store) as (host, _):
        opened(tab, f"{host}sparql.en.html")
        run(tab, "ASK { ?s ?p ?o }")
        assert tab.value(SAID) == word("ask_yes")
        href = tab.value("document.querySelector('#questions a').getAttribute('href')")
        assert href == "queries/phases.en.html"


def test_where_nothing_answers_the_page_says_so(tab: Browser, release: Path) -> None:
    with served(release) as host:
        opened(tab, f"{host}sparql.ky.html")
        run(tab, "ASK { ?s ?p ?o }")
        assert tab.value(SAID) == word("ask_no_endpoint", "ky")
    tab.complaints.clear()
    opened(tab, (release / "sparql.ru.html").as_uri())
    assert tab.value(SAID) == word("ask_no_endpoint", "ru")
    run(tab, "ASK { ?s ?p ?o }")
    assert tab.value(SAID) == word("ask_no_endpoint", "ru")
    assert tab.value("document.querySelector('#questions a').getAttribute('href')") == "queries/phases.ru.html"
    assert tab.complaints == []


def refusals() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CASE / "refusals.json").read_text("utf-8"))
    return found


def test_refusals_are_said_in_words(tab: Browser, endpoint: tuple[str, type[Endpoint]]) -> None:
    host, found = endpoint
    cases = refusals()
    assert len(cases) == 23
    opened(tab, f"{host}sparql.ru.html")
    for number, case in enumerate(cases):
        query = f"SELECT * {{\n  ?s ?p {number}\n}}"
        body = case["body"] if isinstance(case["body"], str) else json.dumps(case["body"])
        headers = {"Content-Type": case["type"], **({"Retry-After": case["retry"]} if "retry" in case else {})}
        found.said[query] = (case["status"], headers, body.encode())
        run(tab, query)
        said = tab.value("[...document.querySelectorAll('#said p')].map(one => one.textContent)")
        values = {"status": str(case["status"]), "seconds": "7"}
        words = " ".join(word(key, "ru").format(**values) for key in case["said"])
        assert said[0] == words, case
        assert (tab.value("document.querySelector('#said .detail')?.textContent") or "") == case["detail"], case
        marked = tab.value(
            "[...document.querySelectorAll('.CodeMirror-code > div')].findIndex(one => one.querySelector('.wrong')) + 1"
        )
        assert marked == case["line"], case
        assert tab.value("document.querySelector('#answer').hidden")
    run(tab, "DELETE WHERE { ?s ?p ?o }")
    assert tab.value(SAID) == word("ask_update", "ru")
    assert "DELETE WHERE { ?s ?p ?o }" not in found.asked


PAYLOADS = [
    FALSE_PICTURE,
    SCRIPT,
    IMAGE,
    "javascript:window.hacked=1",
    "<svg/onload=window.hacked=1>",
    "${alert(1)}",
    "{{1}}",
    "' onmouseover='alert(1)",
]


def hostile_result() -> dict[str, Any]:
    """Return an answer with payloads wherever an endpoint could put one."""
    kinds: list[Callable[[str], dict[str, Any]]] = [
        lambda text: {"type": "literal", "value": text},
        lambda text: {"type": "uri", "value": text},
        lambda text: {"type": "uri", "value": f"https://data.example.kg/{text}"},
        lambda text: {"type": "uri", "value": f"https://data.example.kg/organization/oto#{text}"},
        lambda text: {"type": "bnode", "value": text},
        lambda text: {"type": "literal", "value": text, "datatype": text},
        lambda text: {"type": "literal", "value": text, "xml:lang": text},
        lambda text: {"type": text, "value": text},
        lambda text: {"type": "literal", "value": {"toString": text}},
    ]
    variables = [f"v{place}{text}" for place, text in enumerate(PAYLOADS)] + ["__proto__"]
    rows = [{name: kind(text) for name, text in zip(variables, [*PAYLOADS, "x"], strict=True)} for kind in kinds]
    return {"head": {"vars": variables}, "results": {"bindings": rows}}


def test_payloads_in_answers_are_text(tab: Browser, endpoint: tuple[str, type[Endpoint]]) -> None:
    host, found = endpoint
    opened(tab, f"{host}sparql.ky.html")
    answer = hostile_result()
    query = "SELECT * { ?hostile ?answer ?here }"
    found.said[query] = (200, {"Content-Type": "application/sparql-results+json"}, json.dumps(answer).encode())
    run(tab, query)
    assert len(tab.value(CELLS)) == 9 and FALSE_PICTURE in tab.value(CELLS)[0]
    assert tab.value("document.querySelectorAll('#answer th').length") == 9
    hrefs = tab.value("[...document.querySelectorAll('#answer a')].map(one => one.protocol)")
    assert set(hrefs) <= {"http:", "https:"}
    assert (
        tab.value(
            "document.querySelectorAll('main img, main svg[onload], main script, main [onerror], main [onmouseover]').length"
        )
        == 0
    )
    tab.value("for (const one of document.querySelectorAll('#answer th button')) one.click()")
    turtle = f'<a:b> <a:c> "{SCRIPT}" .'
    found.said["CONSTRUCT WHERE { ?s ?p 1 }"] = (
        200,
        {"Content-Type": "text/html"},
        (SCRIPT + turtle + FALSE_PICTURE).encode(),
    )
    run(tab, "CONSTRUCT WHERE { ?s ?p 1 }")
    assert FALSE_PICTURE in tab.value("document.querySelector('.shown pre').textContent")
    run(
        tab,
        f"SELECT * {{ VALUES (?start ?end ?name) {{ ('2011'^^<http://www.w3.org/2001/XMLSchema#gYear> '2012'^^<http://www.w3.org/2001/XMLSchema#gYear> {json.dumps(FALSE_PICTURE)}) }} }}",
    )
    tab.value("document.querySelectorAll('.by-kind button')[1].click()")
    tab.wait("document.querySelectorAll('.shown .bar').length")
    assert FALSE_PICTURE in tab.value("document.querySelector('.shown [role=img]').getAttribute('aria-label')")
    assert [one for one in tab.complaints if "Failed to load" not in one] == [] and at_home(tab, host)


def test_payloads_in_the_data_are_text(tab: Browser, endpoint: tuple[str, type[Endpoint]]) -> None:
    opened(tab, f"{endpoint[0]}sparql.ky.html")
    run(tab, PROLOGUE + "SELECT ?s ?l { ?s rdfs:label ?l FILTER(CONTAINS(?l, '<')) }")
    cells = tab.value(CELLS)
    assert len(cells) >= 2 and {SCRIPT, IMAGE} <= {name for name, _ in cells}
    assert tab.value("document.querySelectorAll('main img, main script').length") == 0
    assert tab.complaints == []


def test_words_are_suggested_where_they_fit(tab: Browser, endpoint: tuple[str, type[Endpoint]]) -> None:
    opened(tab, f"{endpoint[0]}sparql.ru.html")
    cases = json.loads((CASE / "completions.json").read_text("utf-8"))
    assert len(cases) == 12
    for case in cases:
        write(tab, case["before"])
        tab.value(f"{CM}.focus(); {CM}.setCursor({CM}.lineCount(), 0); {CM}.execCommand('goDocEnd')")
        tab.type(case["typed"])
        first = "document.querySelector('.CodeMirror-hints li')?.innerText"
        if case["first"]:
            tab.wait(f"({first} ?? '').split(/\\s/)[0] === {json.dumps(case['first'])}")
            assert tab.value("document.querySelector('.CodeMirror-hints').getAttribute('aria-label')") == word(
                "ask_suggestions", "ru"
            )
            tab.press("Enter")
            tab.wait(f"{CM}.getValue().endsWith({json.dumps(case['first'])})")
            if case["first"].startswith("tuyun:"):
                tab.wait(f"{CM}.getValue().startsWith('PREFIX tuyun: <https://w3id.org/tuyun/ontology#>')")
        else:
            time.sleep(0.2)
            assert tab.value(first) is None, case
    assert endpoint[1].asked == [], "no query is asked for words"


def test_the_keyboard_runs_and_leaves_the_editor(tab: Browser, endpoint: tuple[str, type[Endpoint]]) -> None:
    opened(tab, f"{endpoint[0]}sparql.en.html")
    write(tab, "ASK { ?s ?p ?o }")
    tab.value(f"{CM}.focus()")
    tab.press("Tab")
    assert tab.value("document.activeElement.id") == "run"
    tab.press("Tab", shift=True)
    assert tab.value("!!document.activeElement.closest('.CodeMirror')")
    tab.call("Input.dispatchKeyEvent", type="keyDown", key="Enter", windowsVirtualKeyCode=13, modifiers=2)
    tab.wait(f"{SAID} === {json.dumps(word('ask_yes'))}")


def test_a_query_can_be_stopped(tab: Browser, endpoint: tuple[str, type[Endpoint]]) -> None:
    opened(tab, f"{endpoint[0]}sparql.en.html")
    write(tab, "ASK { ?s ?p ?o }")
    tab.value("document.querySelector('#run').click(); document.querySelector('#stop').click()")
    tab.wait(f"{SAID} === {json.dumps(word('ask_stopped'))}")
    assert tab.value("document.querySelector('#run').disabled") is False


FILL = """((kind, rows) => {
  const field = (place, text) => [...place.querySelectorAll('.field')].find(one => one.querySelector('label').textContent === text).querySelector('input, select');
  const change = (one, value) => { one.value = value; (one.onchange ?? one.oninput)?.call(one); };
  const form = document.querySelector('#builder'), kinds = tuyun.data['form.js'].kinds;
  change(form.querySelector('select'), kind);
  for (const row of rows) {
    const own = kinds.find(one => one.name === kind).properties;
    const others = kinds.flatMap(other => other.properties.filter(one => one.classes?.includes(kind)).map(one => ({of: other.name, path: one.path})));
    const place = row.inverse ? own.length + others.findIndex(one => one.of === row.inverse && one.path === row.property) : own.findIndex(one => one.path === row.property);
    const adding = [...form.querySelectorAll('.field')].filter(one => one.querySelector('label').textContent === tuyun.say('add')).at(-1);
    change(adding.querySelector('select'), String(place));
    const item = [...form.querySelectorAll(':scope > div > div > .rows > li')].at(-1);
    for (const [key, label] of [['words', tuyun.say('contains')], ['words', tuyun.say('named')], ['language', tuyun.say('language')], ['from', tuyun.say('from')], ['to', tuyun.say('to')]])
      if (key in row) try { change(field(item, label), row[key]); } catch {}
    if ('term' in row) { const one = field(item, tuyun.say('value')); change(one, typeof row.term === 'number' ? one.options[row.term].value : row.term); }
    if (row.optional) { const box = item.querySelectorAll('input[type=checkbox]'); const last = box[box.length - 1]; last.checked = true; last.onchange(); }
  }
  return document.querySelector('#written code').textContent;
})(%s, %s)"""


def test_the_form_writes_queries_that_find_what_was_asked(
    tab: Browser, endpoint: tuple[str, type[Endpoint]], store: ox.Store
) -> None:
    host, _ = endpoint
    cases = json.loads((CASE / "forms.json").read_text("utf-8"))
    assert len(cases) == 9
    for case in cases:
        tab.open(f"{host}query-builder.en.html")
        tab.wait("!document.querySelector('#builder').hidden")
        query = tab.value(FILL % (json.dumps(case["kind"]), json.dumps(case["rows"])))
        subject = {str(row[0]) for row in store.query(query)}  # type: ignore[union-attr]
        if case["query"]:
            expected = {str(row[0]) for row in store.query(PROLOGUE + case["query"])}  # type: ignore[union-attr]
            assert subject == expected and len(subject) == case["rows_found"], (case["name"], query)
    opens = tab.value("document.querySelector('#open').getAttribute('href')")
    assert opens.startswith("sparql.en.html#query=")
    opened(tab, host + opens)
    assert tab.value(f"{CM}.getValue()") == query
    assert tab.complaints == [] and at_home(tab, host)


def test_a_condition_can_be_set_on_a_linked_thing_and_taken_away(
    tab: Browser, endpoint: tuple[str, type[Endpoint]], store: ox.Store
) -> None:
    tab.open(f"{endpoint[0]}query-builder.ru.html")
    tab.wait("!document.querySelector('#builder').hidden")
    nested = tab.value(FILL % (json.dumps("tuyun:Phase"), json.dumps([{"property": "tuyun:project"}])))
    assert "?project a tuyun:Project" not in nested
    add = "[...document.querySelectorAll('#builder .inner .field select')].at(-1)"
    tab.value(f"(() => {{ const one = {add}; one.value = '1'; one.onchange(); }})()")
    query = tab.value("document.querySelector('#written code').textContent")
    assert "?project tuyun:" in query or "?project rdfs:" in query
    assert len(list(store.query(query))) >= 3  # type: ignore[arg-type]
    tab.value("document.querySelector('#builder fieldset > button').click()")
    assert "tuyun:project" not in tab.value("document.querySelector('#written code').textContent")
    assert tab.value("document.activeElement.tagName") == "SELECT", "the focus goes on to what remains"
