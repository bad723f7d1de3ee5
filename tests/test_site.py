"""The pages of an archive: every link leads somewhere, every page stands by itself, nothing hostile lives."""

import itertools
import posixpath
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args
from urllib.parse import unquote, urlsplit

import pytest
from babel.dates import format_date
from selectolax.lexbor import LexborHTMLParser, LexborNode
from site_sample import IMAGE, IRIS, RIGHT_TO_LEFT, SCRIPT, sample, sample_report
from support import ROOT

from exports import lists, messages
from exports.changes import files as change_files
from exports.changes.history import History
from exports.collation import headings, proper_part, sort_keys
from exports.datasets import plan as data_files
from exports.facets.values import FACETS
from exports.filing import ALL_KINDS, arrangement
from exports.formats import ATOM, DUBLIN_CORE, GOST, GRAPH_FORMATS, SCHEMA_ORG
from exports.graph_index import GraphIndex
from exports.labels import Labels, choose
from exports.layouts.similar import WEIGHTS
from exports.pages import plan_pages
from exports.pictures.periods import Certainty
from exports.pictures.run import STATES
from exports.related import FIRST
from exports.report_files import LISTED, warning_lines
from exports.tables.columns import class_tables
from exports.tables.listing import table_files
from exports.tables.names import FOLDER
from exports.tables.statements import claims_table, links_table
from exports.wording import agree, date_text, literal_text
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.dates import PartialDate
from graph_builder.namespaces import RDF_TYPE
from graph_builder.problems import Severity
from graph_builder.rdf import iri, typed
from graph_builder.records.base import Rank
from graph_builder.records.bibliographic import Layout
from graph_builder.report import Report
from graph_builder.schema import schema
from portal.problems import WORDED

LANGUAGES = ("ky", "ru", "en")
DATA_BLOCK = '[type$="json"]'
VOID = {"meta", "link", "br", "hr", "img", "input", "path", "wbr"}


@cache
def site() -> dict[str, bytes]:
    planned = list(plan_pages(sample(), sample_report()))
    assert len({path for path, _ in planned}) == len(planned)
    return dict(planned)


@cache
def tree(path: str) -> LexborHTMLParser:
    return LexborHTMLParser(site()[path].decode())


def one(root: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = root.css(selector)
    assert len(found) == 1, (selector, len(found))
    return found[0]


def text_of(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def html_paths() -> list[str]:
    return [path for path in site() if path.endswith(".html")]


class Balance(HTMLParser):
    """Refuses end tags that close nothing and elements that are never closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def test_every_entity_has_a_page_in_every_language() -> None:
    for term in GraphIndex(sample()).documents:
        path = IRIS.path(term)
        pages = [site()[f"{path}.{language}.html"] for language in LANGUAGES]
        assert len(set(pages)) == 3
        assert site()[f"{path}.html"] == pages[0]


def test_every_kind_has_a_list_in_every_language() -> None:
    for kind in ALL_KINDS:
        for language in LANGUAGES:
            assert f"{language}/{kind}/index.html" in site()


def test_every_link_leads_to_a_planned_file_and_fragment() -> None:
    files = set(site()) | {"report/validation.json", "report/validation.ttl"}
    files |= {path for path, _ in data_files(sample())}
    files |= {f"{FOLDER}/{name}" for name, _ in table_files()}
    files |= {path for path, _ in change_files.plan(History(sample()))}
    ids = {path: {node.attributes["id"] for node in tree(path).css("[id]")} for path in html_paths()}
    broken = set()
    for path in html_paths():
        for node in tree(path).css("[href], [src]"):
            address = node.attributes.get("href") or node.attributes.get("src") or ""
            parts = urlsplit(address.removeprefix("/") if path == "404.html" else address)
            if parts.scheme:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), parts.path)) if parts.path else path
            if target not in files or (parts.fragment and unquote(parts.fragment) not in ids.get(target, set())):
                broken.add((path, address))
    assert not broken


def test_every_page_is_well_formed_and_complete() -> None:
    for path in html_paths():
        balance = Balance()
        balance.feed(site()[path].decode())
        assert balance.open == []
        page = tree(path)
        language = one(page, "html").attributes["lang"]
        assert language in LANGUAGES
        assert f".{language}.html" in path or path.startswith(f"{language}/") or language == "ky"
        assert text_of(one(page, "h1"))
        assert text_of(one(page, "head > title"))
        for landmark in ("header.top", "main#content", "footer.foot", "a.skip", "nav.languages", "nav.lists"):
            one(page, landmark)
        counted = Counter(node.attributes["id"] for node in page.css("[id]"))
        assert counted.most_common(1)[0][1] == 1, path
        levels = [int(node.tag[1]) for node in page.css("h1, h2, h3") if node.tag]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), path


def test_links_carry_labels_and_never_addresses() -> None:
    for path in html_paths():
        for node in tree(path).css("a"):
            label = text_of(node)
            assert label, (path, node.html)
            assert not re.match(r"<?(https?|javascript|urn):", label), (path, label)


def _search(path: str) -> str:
    """Return the search page as a page of its language names it."""
    language = one(tree(path), "html").attributes["lang"]
    return "search.html" if path.endswith("/search.html") else f"{'../' * path.count('/')}{language}/search.html"


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs() -> None:
    for path in html_paths():
        page = tree(path)
        assert not page.css("iframe, object, embed, img, style, base, [style], [src]:not(script)")
        # A block of data is no script: its type keeps a browser from running it.
        scripts = [(node.attributes["src"], node.text()) for node in page.css(f"script:not({DATA_BLOCK})")]
        if re.fullmatch(r"(sparql|query-builder)(\.\w\w)?\.html", path):
            assert all((src or "").startswith("assets/editor/") and not text for src, text in scripts) and scripts
        else:
            assert scripts == ([("../assets/search.js", "")] if path.endswith("/search.html") else [])
        for node in page.css("form"):
            actions = {f"/{one}/search.html" for one in LANGUAGES} if path == "404.html" else {_search(path)}
            assert node.attributes["method"] == "get" and node.attributes["action"] in actions
        for node in page.css("*"):
            assert not [name for name in node.attributes if name.startswith("on")]
        assert not [node for node in page.css(f"script{DATA_BLOCK}") if set(node.attributes) != {"type"}]
        for node in page.css("link"):
            if node.attributes["rel"] in {"stylesheet", "icon"}:
                assert not urlsplit(node.attributes["href"] or "").scheme
        for node in page.css("a"):
            assert urlsplit(node.attributes["href"] or "").scheme in {"", "http", "https"}
    style = site()["assets/tuyun.css"].decode()
    assert "url(" not in style
    assert "@import" not in style
    assert len(style.encode()) < 25_000
    assert b"<script" not in site()["assets/tuyun.svg"]


def test_hostile_texts_are_text() -> None:
    assert text_of(one(tree("article/ky-hostile.ky.html"), "h1")) == SCRIPT
    page = tree("organization/hostile.ky.html")
    assert text_of(one(page, "h1")) == IMAGE
    isolated = [node.text() for node in page.css("bdi")]
    assert RIGHT_TO_LEFT in isolated


def test_addresses_of_other_schemes_are_not_links() -> None:
    plain = sample()
    website = IRIS.thing("website", "best")
    hostile = (website, terms.homepage, iri("javascript:alert(1)"))
    view = tuple(sorted({*plain.view, hostile}))
    changed = Dataset(plain.iris, plain.languages, plain.title, view, plain.claims)
    page = dict(plan_pages(changed, sample_report()))["website/best.en.html"].decode()
    assert 'href="javascript' not in page
    assert "javascript:alert(1)" in page


def test_every_value_leads_to_its_source() -> None:
    for path in html_paths():
        page = tree(path)
        for mark in page.css("a.mark"):
            assert page.css_first(mark.attributes["href"] or "") is not None
        for value in page.css(".group dd"):
            assert value.css("a.mark"), (path, text_of(value))


def test_a_derived_value_names_its_rule() -> None:
    page = tree("article/ky-1.en.html")
    assert "Numbering rule derived by rule" in [
        " ".join(re.findall(r"\w+", text_of(node))) for node in page.css(".sources li")
    ]


def test_values_that_disagree_stand_side_by_side() -> None:
    dispute = one(tree("phase/demo-3.en.html"), "#disagreement-end")
    rows = [text_of(row) for row in dispute.css("tbody tr")]
    assert [re.sub(r"Source \d+ ?", "", row).strip() for row in rows] == [
        "June 2022 preferred",
        "March 2022 not preferred",
    ]
    assert text_of(one(dispute, ".why")) == "The source of this value has the higher rank."
    assert "Also stated: September 15, 2020" in text_of(one(tree("phase/demo-3.en.html"), "dd.also"))


def test_a_coarser_date_among_those_that_disagree_does_not_contradict() -> None:
    month, day, later = (PartialDate.parse(text).term for text in ("2022-03", "2022-03-15", "2022-06"))
    assert agree(month, day)
    assert not agree(later, day)
    assert not agree('"2022"', day)
    assert not agree("<https://example.org/a>", day)


def test_a_name_that_sources_spell_differently_shows_both() -> None:
    page = text_of(one(tree("organization/oto.ru.html"), "#disagreement-name-en"))
    assert "Orush Foundation" in page
    assert "Orush Public Foundation" in page


def test_labels_fall_back_and_say_their_language() -> None:
    heading = one(tree("organization/naryn.en.html"), "h1 bdi")
    assert (heading.text(), heading.attributes["lang"]) == ("Нарын ассоциациясы", "ky")
    assert choose({"en": "a", "de": "b"}, "ky", ("ky", "ru", "en")).text == "a"
    assert choose({"de": "b", "": "c"}, "ky", ("ky", "ru", "en")).language == "de"
    assert choose({"": "c"}, "ky", ("ky",)).text == "c"


def test_what_has_no_label_is_called_by_its_class() -> None:
    thing = IRIS.thing("event", "x-1")
    bare = Dataset(IRIS, LANGUAGES, (), ((thing, RDF_TYPE, terms.Event),), ())
    labels = Labels(bare, GraphIndex(bare))
    assert labels.of(thing, "en").text == "event x-1"
    pages = dict(plan_pages(bare, Report((), (), (), ())))
    assert b"event x-1" in pages["event/x-1.en.html"]


def test_names_of_people_are_called_as_names_of_people() -> None:
    group = tree("person/ayday-ulanova.ru.html").css(".group")[0]
    assert [text_of(node) for node in group.css("h2, dt")] == [
        "Имя",
        "полное имя",
        "фамилия",
        "имя",
        "другие формы имени",
    ]


def test_russian_has_one_word_for_each_kind_in_pages_and_messages() -> None:
    texts = [path.read_text("utf-8") for folder in ("shapes", "ontology") for path in (ROOT / folder).rglob("*.ttl")]
    texts.append((ROOT / "exports" / "messages.toml").read_text("utf-8"))
    other = re.compile(r"\bрегион(?!альн)|\bсобыти|киргиз", re.IGNORECASE)
    assert [match[0] for text in texts for match in other.finditer(text)] == []
    pages = b"".join(content for path, content in site().items() if not path.endswith(".png"))
    assert "киргиз" not in pages.decode()


def test_dependents_stand_in_place() -> None:
    page = tree("article/ky-1.ru.html")
    first = one(page, "#contribution-1")
    assert text_of(first).startswith("Айдай Уланова")
    assert "Общественный фонд «Оруш»" in text_of(first)
    one(tree("issue/108.en.html"), "#edition-ky")
    one(tree("magazine/sample.en.html"), "#rubrics")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ky", "Ал жерде мындай аталган: «ӨКФтин», «Өрүш коомдук фонду»"),
        ("ru", "Там названо: «ӨКФтин», «Өрүш коомдук фонду»"),
        ("en", "Named there: “ӨКФтин”, “Өрүш коомдук фонду”"),
    ],
)
def test_the_mark_of_a_source_gives_the_words_that_name_an_entity_there(language: str, words: str) -> None:
    page = tree(f"article/ky-1.{language}.html")
    marks = page.css("dd:has(> a[href*='organization/oto.']) > sup a.mark")
    titles = [mark.attributes["title"] or "" for mark in marks]
    assert titles
    assert all(title.endswith(f". {words}") for title in titles)
    assert SCRIPT not in site()[f"article/ky-1.{language}.html"].decode()


def test_what_links_here_is_cut_and_continued() -> None:
    page = tree("project/demo.en.html")
    group = one(page, "#article-about")
    assert len(group.css("li")) == FIRST
    assert f"The first {FIRST} are shown." in text_of(group)
    rest = tree("project/demo.article-about-1.en.html")
    assert len(rest.css(".letter li")) == 61
    assert "project/demo.article-mentions-1.en.html" not in site()
    assert "author" in text_of(one(tree("person/ayday-ulanova.en.html"), "#article-contributor"))


def test_each_entity_that_links_here_stands_once_with_what_it_says() -> None:
    group = one(tree("organization/oto.en.html"), "#article-affiliation")
    assert text_of(one(group, "h3 .count")) == "1"
    assert text_of(one(group, "li .note")) == "October 5, 2020; Aidai Ulanova (author); Бакыт Асанов (editor)"
    assert one(group, "li a").attributes["href"] == "../article/ky-1.en.html"
    assert text_of(one(group, "li a")) == "Элдин үнү угулат: үчүнчү фаза башталды"
    row = one(tree("person/bakyt-asanov.en.html"), "#article-contributor li")
    assert text_of(one(row, "a")) == "Элдин үнү угулат: үчүнчү фаза башталды"
    assert one(row, "a").attributes["href"] == "../article/ky-1.en.html#contribution-2"
    assert text_of(one(row, ".note")) == "October 5, 2020; editor"
    within = tree("region/KG-J.en.html").css(".related section[id^=region-]")
    assert [section.attributes["id"] for section in within] == ["region-within"]
    # The name of the property would say of the whole that it lies in its parts.
    assert text_of(one(within[0], "h3")) == "Regions 1 within it"


def test_a_source_says_what_it_speaks_of_and_where_it_disagrees() -> None:
    page = tree("source/partner-report.en.html")
    assert [text_of(node) for node in page.css("#phase-told li")] == ["VCA: phase 3 start, end, project, ordinal"]
    assert "end" in text_of(one(page, "#phase-source"))
    assert text_of(one(page, "#phase-source h3")) == "Phases of projects 1"


def test_what_a_source_states_of_most_stands_once() -> None:
    usual = "of most: title, language, contribution, date of publication, rubric, about, mentions"
    page = tree("source/page-0123456789ab.en.html")
    assert text_of(one(page, "#article-told .relation")) == usual
    notes = [text_of(node) for node in page.css("#article-told .note")]
    assert any(note.endswith("also: abstract; not stated: contribution, rubric, about, mentions") for note in notes)
    assert not any("title" in note for note in notes)
    continued = tree("source/page-0123456789ab.article-told-1.en.html")
    assert text_of(one(continued, "h2")) == usual
    assert text_of(one(tree("source/authorities.en.html"), "#person-told .relation")) == "of each: full name"


@pytest.mark.parametrize(
    ("page", "group"),
    [("magazine/sample", "issue-magazine"), ("rubric/news", "article-rubric"), ("project/demo", "event-project")],
)
def test_a_section_is_not_headed_by_the_thing_that_it_belongs_to(page: str, group: str) -> None:
    """The issues of a magazine stood under “magazine”, the articles of a rubric under “rubric”."""
    assert text_of(one(tree(f"{page}.ru.html"), f"#{group} h3")).partition(" ")[0] == "Все"


def test_lists_are_sorted_as_the_language_sorts() -> None:
    names = [text_of(node) for node in tree("ky/organization/index.html").css(".letter li a")]
    assert names[:6] == [
        "Нарын ассоциациясы",
        "Ңара уюму",
        "Озон бирикмеси",
        "Өрүш коомдук фонду",
        "Улан уюму",
        "«Үшкөн» уюму",
    ]
    letters = [text_of(node) for node in tree("ky/organization/index.html").css(".letter h2")]
    assert letters[:6] == ["Н", "Ң", "О", "Ө", "У", "Ү"]
    years = [text_of(node) for node in tree("en/article/index.html").css(".letter h2")]
    assert years == sorted(years, reverse=True)
    phases = tree("en/phase/index.html")
    assert text_of(one(phases, ".letter h2")) == "Voice of citizens and accountability of authorities"


def test_people_and_places_are_filed_under_what_is_looked_for() -> None:
    def listed(path: str) -> list[tuple[str, list[str]]]:
        sections = tree(path).css(".letter")
        return [(text_of(one(part, "h2")), [text_of(link) for link in part.css("li a")]) for part in sections]

    assert listed("ky/person/index.html") == [("Б", ["Бакыт Асанов"]), ("У", ["Айдай Уланова"])]
    assert listed("en/person/index.html")[0] == ("A", ["Aidai Ulanova"])  # no family name is known in English
    assert listed("ru/region/index.html")[:2] == [("Ж", ["город Жийде"]), ("З", ["Зелёная область"])]
    assert proper_part("айылный аймак «Хан-Тенири»") == "«Хан-Тенири»"
    assert proper_part("без имени") == "без имени"


@pytest.mark.parametrize(("language", "mark"), [("ky", "убактылуу"), ("ru", "предварительно"), ("en", "provisional")])
def test_lists_mark_what_no_editor_has_confirmed(language: str, mark: str) -> None:
    notes = [text_of(node) for node in tree(f"{language}/issue/index.html").css(".letter li .note")]
    assert notes == [mark]
    assert text_of(one(tree(f"issue/107.{language}.html"), ".tagline")).endswith(".")
    assert mark in text_of(one(tree(f"{language}/person/index.html"), ".note"))
    assert not tree(f"issue/108.{language}.html").css(".tagline")


def test_letters_that_a_language_does_not_tell_apart_share_a_heading() -> None:
    found = headings(["ёлка", "елка", "йод", "ң", "2020", "«»", "Ысык"], "ru")
    assert [found[text] for text in ("ёлка", "елка", "йод", "2020", "«»")] == ["Е", "Е", "Й", "0–9", "#"]
    keys = sort_keys(["өрүк", "оң", "үкү", "унаа", "ңара", "нан"], "ky")
    assert sorted(keys, key=keys.__getitem__) == ["нан", "ңара", "оң", "өрүк", "унаа", "үкү"]
    assert not sort_keys([], "ky")


def test_a_long_list_is_cut_into_pages() -> None:
    pages = dict(plan_pages(sample(1100), sample_report()))
    first, second = (LexborHTMLParser(pages[f"ru/article/{name}.html"].decode()) for name in ("index", "page-2"))
    assert len(first.css(".letter li")) == len(second.css(".letter li")) == 500
    assert "ru/article/page-3.html" in pages
    assert "ru/article/page-4.html" not in pages
    assert not second.css("link[hreflang]")
    titles = [text_of(one(page, "title")) for page in (first, second)]
    assert titles == [f"Статьи{which} — {text_of(one(first, 'header .site'))}" for which in ("", " (2)")]
    current = second.css_first(".pager [aria-current]")
    assert current is not None
    assert text_of(current).startswith("2: ")
    assert "project/demo.article-about-3.ru.html" in pages


def test_of_many_pages_the_nearest_are_offered_and_all_can_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "CONTINUED", 5)
    pages = dict(plan_pages(sample(100), sample_report()))
    paths = [f"ru/article/{name}.html" for name in ("index", *(f"page-{number}" for number in range(2, 22)))]
    for number, near in ((1, "1 2 3 … 21"), (3, "1 2 3 4 5 … 21"), (10, "1 … 8 9 10 11 12 … 21"), (21, "1 … 19 20 21")):
        pager = LexborHTMLParser(pages[paths[number - 1]].decode()).css_first(".pager")
        assert pager is not None
        shown = [text_of(item).partition(":")[0] for item in pager.css("nav > ol li")]
        assert shown == near.split()
        assert [text_of(link).partition(":")[0] for link in pager.css("[aria-current]")] == [str(number)] * 2
        assert len(pager.css("details li a")) == 21


def test_home_counts_lead_to_what_they_count() -> None:
    for language in LANGUAGES:
        page = tree(f"{language}/index.html")
        for node in page.css(".tiles a, section > .ways li"):
            link = node if node.tag == "a" else one(node, "a")
            path, _, fragment = (link.attributes["href"] or "").partition("#")
            target = tree(posixpath.normpath(posixpath.join(language, path)))
            shown = one(target, f"#{fragment} > h2 .count" if fragment else "h1 .count")
            assert text_of(shown) in text_of(node).split()


def test_the_report_says_where_and_what_to_do() -> None:
    page = text_of(one(tree("report/validation.ky.html"), "main"))
    for said in (
        "Аталышын жазыңыз",
        "organization/broken",
        "authorities/all.yaml:14: records[3].name.ky",
        "Write it",
        "all.yaml:21: records[5]",
    ):
        assert said in page
    assert site()["report/validation.html"] == site()["report/validation.ky.html"]


def test_formats_and_languages_are_announced() -> None:
    page = tree("phase/demo-3.en.html")
    types = {node.attributes["type"] for node in page.css("link[rel=alternate][type]")}
    assert types == {entry.media_type for entry in (*GRAPH_FORMATS, SCHEMA_ORG, DUBLIN_CORE, ATOM)}
    tags = {node.attributes["hreflang"]: node.attributes["href"] for node in page.css("link[hreflang]")}
    assert tags == {
        **{code: f"{IRIS.base}phase/demo-3.{code}.html" for code in LANGUAGES},
        "x-default": f"{IRIS.base}phase/demo-3.html",
    }
    assert one(page, "link[rel=canonical]").attributes["href"] == tags["en"]
    assert one(tree("index.html"), "link[rel=canonical]").attributes["href"] == f"{IRIS.base}ky/index.html"


@pytest.mark.parametrize(
    ("text", "ky", "ru", "en"),
    [
        ("2020-10-05", "2020-ж., 5-октябрь", "5 октября 2020 г.", "October 5, 2020"),
        ("2020-10", "2020-ж., октябрь", "октябрь 2020 г.", "October 2020"),
        ("2020", "2020", "2020", "2020"),
        ("2021-21", "2021-жылдын жазы", "весна 2021 года", "spring 2021"),
        ("1994~", "1994 (болжол менен)", "1994 (приблизительно)", "1994 (approximate)"),
    ],
)
def test_dates_are_written_as_the_language_writes_them(text: str, ky: str, ru: str, en: str) -> None:
    said = [date_text(text, language).replace("\u202f", " ").replace("\xa0", " ") for language in LANGUAGES]
    assert said == [ky, ru, en]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_the_year_is_written_as_cldr_has_it(language: str) -> None:
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(366)]
    assert [date_text(str(day), language) for day in days] == [format_date(day, "long", language) for day in days]


def test_numbers_and_codes_are_written_in_words() -> None:
    budget = typed("3410000.50", "http://www.w3.org/2001/XMLSchema#decimal")
    assert literal_text(budget, terms.budget, "en").text == "3,410,000.5"
    assert literal_text('"CHF"', terms.currency, "en").text == "Swiss Franc (CHF)"
    assert literal_text('"ky"', terms.language, "ky").text == "кыргызча"
    assert literal_text('"ky"', terms.language, "ru").text == "кыргызский"
    assert literal_text('"KGS"', terms.currency, "ru").text == "кыргызский сом (KGS)"
    assert literal_text('"KGS"', terms.currency, "en").text == "Kyrgyzstani som (KGS)"
    assert literal_text('"xx-unknown"', terms.language, "ky").text == "xx-unknown"


def test_messages_are_complete_and_used() -> None:
    catalogue = messages.catalogue()
    for key, entry in catalogue.items():
        assert set(entry) == set(LANGUAGES), key
        assert all(text.strip() for text in entry.values()), key
        fields = {frozenset(re.findall(r"\{(\w+)\}", text)) for text in entry.values()}
        assert len(fields) == 1, key
    sources = [path.read_text("utf-8") for room in ("exports", "portal") for path in (ROOT / room).rglob("*.py")]
    templates = [path.read_text("utf-8") for path in (ROOT / "exports" / "templates").glob("*.j2")]
    used = {key for key in catalogue if key.startswith(("ask_", "compose_"))}  # held together in test_editor
    used |= {key for text in templates for key in re.findall(r"\bw\.(\w+)", text)}
    used |= {key for text in sources for key in re.findall(r"""["'](\w+)["']""", text) if key in catalogue}
    used |= {f"kinds_{kind}" for kind in ALL_KINDS} | {f"season_{code}" for code in range(21, 25)}
    used |= {f"facet_{facet}" for facet in FACETS} | {f"shared_{kind}" for kind in WEIGHTS}
    used |= {f"rank_{rank}" for rank in get_args(Rank)}
    used |= {f"layout_{layout.replace('-', '_')}" for layout in get_args(Layout)}
    used |= {arrangement(kind) for kind in ALL_KINDS}
    used |= {f"calendar_{state}" for state in STATES} | {f"timeline_{one}" for one in get_args(Certainty)}
    for name in ("withheld", "warnings", *(f"problems_{severity}" for severity in Severity)):
        used |= {f"report_{name}", f"report_{name}_means"}
    used |= {f"style_{GOST.name}"}
    made = {column.name for table in (links_table(), claims_table()) for column in table.columns}
    used |= {f"tables_{column}" for column in made | {"id", "iri", "first", "last"}}
    used |= {f"tables_of_{table.name}" for table in class_tables() if "#" in schema().kinds[table.class_].pattern}
    used |= {f"http_{status}{what}" for status in WORDED for what in ("", "_what")}
    assert used == set(catalogue)


def test_pages_are_the_same_for_the_same_dataset() -> None:
    assert dict(plan_pages(sample(), sample_report())) == site()


def test_templates_decide_nothing() -> None:
    for path in Path(ROOT / "exports" / "templates").glob("*.j2"):
        assert not re.search(r"\|\s*(safe|sort|replace|truncate|map)\b|\{%-?\s*set\b", path.read_text("utf-8")), path


def test_a_long_list_of_warnings_is_cut_at_a_stated_number() -> None:
    found = sample_report()
    lines = warning_lines(replace(found, warnings=found.warnings * (LISTED + 3)))
    assert len(lines) == 1 + LISTED + 1
    assert lines[0].endswith(f"[{LISTED + 3}]")
    assert lines[-1] == "    and 3 more: --format json lists all"
