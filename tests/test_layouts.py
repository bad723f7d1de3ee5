"""The layout of each kind: what stands where and why, related articles, roles and names, and what hostile input does."""

import csv
import gzip
import io
import re
from functools import cache
from typing import Any, Final

import pytest
import yaml
from bibliography_support import HOSTILE
from selectolax.lexbor import LexborHTMLParser, LexborNode
from site_sample import IRIS, RIGHT_TO_LEFT, SCRIPT, dataset_of, sample, sample_report
from support import CASES

from exports import rendering
from exports.entity_views import EntityViews
from exports.facets.pages import FacetPages
from exports.facets.values import Facets
from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.layouts.arrangement import arrangement_of
from exports.layouts.roles import ROWS, Roles
from exports.layouts.similar import LOOKED_AT, SHOWN, SimilarArticles
from exports.page_language import PageLanguage
from exports.pages import plan_pages
from exports.pictures.catalogue import Pictures
from exports.related import groups_of
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.dates import PartialDate
from graph_builder.records import AnyRecord, Article, Capture, Contribution, Issue, Magazine, Phase
from graph_builder.report import Report
from graph_builder.schema import schema

SIMILAR: Final[list[dict[str, Any]]] = yaml.safe_load((CASES / "layouts" / "similar.yaml").read_text("utf-8"))
LANGUAGES: Final = ("ky", "ru", "en")
LONG: Final = "Ө" * 2_000
EMOJI: Final = "👩🏽‍🌾🇰🇬 бюджет"


@cache
def site() -> dict[str, bytes]:
    return dict(plan_pages(sample(), sample_report()))


def tree(path: str, pages: dict[str, bytes] | None = None) -> LexborHTMLParser:
    return LexborHTMLParser((pages or site())[path].decode())


def text_of(node: LexborNode | None) -> str:
    assert node is not None
    return " ".join(node.text(separator=" ").split())


def headings(page: LexborHTMLParser) -> list[str]:
    return [text_of(node) for node in page.css(".body h2")]


def pages_of(*records: AnyRecord, source: str = "page-0123456789ab") -> dict[str, bytes]:
    return dict(plan_pages(dataset_of({source: records}), Report((), (), (), ())))


def _article(entry: dict[str, Any]) -> Article:
    people = [Contribution(contributor=one, role_kind="author") for one in entry.get("author", ())]
    people += [Contribution(contributor=one, role_kind="editor") for one in entry.get("editor", ())]
    return Article(
        id=entry["id"],
        language="ky",
        title=entry.get("title", f"Макала {entry['id']}"),
        date=PartialDate.parse(entry["date"]) if "date" in entry else None,
        rubric=entry.get("rubric"),
        about=entry.get("about", []),
        mentions=entry.get("mentions", []),
        translation_of=entry.get("translation_of"),
        contributions=people,
    )


def _dataset(case: dict[str, Any]) -> Dataset:
    filler = case.get("filler", {"count": 0})
    entries = [
        *case["articles"],
        *({"id": f"filler-{number}", **filler, "date": "1990"} for number in range(filler["count"])),
    ]
    phases = [Phase(id=id_, project=project, ordinal=1) for id_, project in case.get("phases", {}).items()]
    return dataset_of({"authorities": [*phases, *map(_article, entries)]})


def test_the_cases_of_related_articles_are_all_there() -> None:
    assert len(SIMILAR) == 8


@pytest.mark.parametrize("case", SIMILAR, ids=lambda case: case["name"])
def test_related_articles_share_what_is_rare(case: dict[str, Any]) -> None:
    found = SimilarArticles(GraphIndex(dataset := _dataset(case)), dataset.iris).of(IRIS.thing("article", case["of"]))
    told = {IRIS.slug(one.article): [IRIS.path(common.term) for common in one.shared] for one in found}
    if case.get("others"):
        told = {id_: shared for id_, shared in told.items() if not id_.startswith("filler")}
    assert list(told.items()) == list(case["expected"].items())
    assert len(found) <= SHOWN


def test_the_work_for_one_article_does_not_grow_with_the_archive() -> None:
    for count in (1_000, 3_000):
        dataset = sample(count)
        similar = SimilarArticles(GraphIndex(dataset), dataset.iris)
        articles = [IRIS.thing("article", f"ru-{number}") for number in range(0, count, 97)]
        assert max(map(similar.compared, articles)) <= 2 * LOOKED_AT
    dataset = _dataset(
        {"articles": [{"id": f"a-{number}", "about": [f"project/{number % 5}"]} for number in range(2_000)]}
    )
    similar = SimilarArticles(GraphIndex(dataset), dataset.iris)
    article = IRIS.thing("article", "a-700")
    assert LOOKED_AT <= similar.compared(article) <= LOOKED_AT + 2
    assert len(similar.of(article)) == SHOWN


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("ky", "орток долбоор: Элдин үнү жана бийликтин жоопкерчилиги"),
        ("ru", "общий проект: Голос граждан и подотчётность власти"),
        ("en", "same project: Voice of citizens and accountability of authorities"),
    ],
)
def test_the_reason_is_said_in_the_language_of_the_page(language: str, reason: str) -> None:
    pages = dict(plan_pages(sample(3), sample_report()))
    (similar,) = tree(f"article/ru-1.{language}.html", pages).css("#similar")
    assert reason in text_of(similar.css_first(".why:has(span)"))


def test_a_reason_without_a_label_in_the_language_says_its_own() -> None:
    records: list[AnyRecord] = [
        _article({"id": one, "about": ["organization/naryn"], "title": SCRIPT}) for one in ("a", "b")
    ]
    pages = dict(plan_pages(_with(records), sample_report()))
    thing = tree("article/a.en.html", pages).css_first("#similar .why bdi[lang]")
    assert thing is not None
    assert (thing.text(), thing.attributes["lang"]) == ("Нарын ассоциациясы", "ky")
    assert text_of(tree("article/a.en.html", pages).css_first("#similar a")) == SCRIPT


def _with(records: list[AnyRecord]) -> Dataset:
    plain, more = sample(0), dataset_of({"page-0123456789ab": records})
    view = tuple(sorted({*plain.view, *more.view}))
    claims = tuple(sorted({*plain.claims, *more.claims}, key=lambda quad: (quad[3], *quad[:3])))
    return Dataset(plain.iris, plain.languages, plain.title, view, claims)


def _capture(article: str, issue: str | None) -> Capture:
    return Capture(
        id="abcdefabcdef",
        article=article,
        sha256="abcdefabcdef" + "0" * 52,
        file="pages/ky/2.txt",
        layout="full-header",
        language="ky",
        shown_issue=issue,
    )


ISSUES: Final[list[AnyRecord]] = [
    Magazine(id="m", name={"ky": "Журнал"}, language=["ky"]),
    *(Issue(id=str(whole), magazine="m", number=whole - 100, whole_number=whole) for whole in (101, 102, 105)),
]


@pytest.mark.parametrize(
    ("article", "said", "named"),
    [
        (Article(id="a", language="ky", title="А", issue="101"), "The source marked beside the value says", ["101"]),
        (
            Article(id="a", language="ky", title="А", candidate_issues=["101", "102"]),
            "By its date and the numbering rule of the magazine the following issues are possible.",
            ["101", "102"],
        ),
        (Article(id="a", language="ky", title="А"), "the numbering rule names no candidates", []),
    ],
)
@pytest.mark.parametrize("header", [None, "105"])
def test_an_article_says_what_is_known_of_its_issue_and_why(
    article: Article, said: str, named: list[str], header: str | None
) -> None:
    pages = pages_of(*ISSUES, article, _capture("a", header))
    (section,) = tree("article/a.en.html", pages).css("#issue")
    assert said in text_of(section)
    links = [re.sub(r"\D", "", node.attributes["href"] or "") for node in section.css("dd > a")]
    assert sorted(links) == sorted([*named, *([header] if header else [])])
    assert ("The header of a page shows the issue that was current" in text_of(section)) == bool(header)
    assert all(node.css("a.mark") for node in section.css("dd"))


def test_issues_lead_to_the_one_before_and_after_and_say_what_is_missing() -> None:
    pages = pages_of(*ISSUES)
    first, last = tree("issue/102.en.html", pages).css(".neighbours p")
    links = [link.attributes["href"] for one in (first, last) for link in one.css("a")]
    assert links == ["../issue/101.en.html", "../issue/105.en.html"]
    assert "2 unknown issues between" in text_of(last)
    assert "unknown" not in text_of(first)
    assert len(tree("issue/101.en.html", pages).css(".neighbours p")) == 1
    assert len(tree("phase/demo-2.ru.html").css(".neighbours p")) == 2
    assert "No source says of any article" in text_of(tree("issue/101.en.html", pages).css_first("#articles"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "words"),
    [("capture/0123456789ab", "10 (108) 13 Ноябрь 2020"), ("person/ayday-ulanova", "Айдай УЛАНОВА")],
)
def test_words_kept_from_a_page_are_in_its_language(path: str, words: str, language: str) -> None:
    shown = [node for node in tree(f"{path}.{language}.html").css("bdi") if text_of(node) == words]
    assert shown
    assert {node.attributes.get("lang") for node in shown} == {None if language == "ky" else "ky"}


@pytest.mark.parametrize(
    ("path", "first"),
    [
        (
            "article/ky-1.en.html",
            ["Content", "Issue of the magazine", "What the article is about", "People and organizations"],
        ),
        ("project/demo.en.html", ["Content", "Projects in time", "Structure", "Where the work was done"]),
        ("person/ayday-ulanova.en.html", ["Name", "How articles write the name", "Roles through time", "Articles"]),
        ("organization/oto.en.html", ["Names", "How articles name it", "Parents, parts and successors"]),
        ("region/KG-J.en.html", ["Place in the hierarchy", "Place on the map", "Projects and phases that worked here"]),
        ("rubric/news.en.html", ["Spellings", "Articles by year", "Articles"]),
        ("capture/0123456789ab.en.html", ["What the page shows", "Structure"]),
        ("source/partner-report.en.html", ["Sources and evidence", "Where it disagrees with others"]),
        ("issue/108.en.html", ["Time", "Structure", "Articles that this issue carried"]),
    ],
)
def test_each_kind_has_its_own_order(path: str, first: list[str]) -> None:
    assert headings(tree(path))[: len(first)] == first


def test_layouts_name_what_the_shapes_have_and_nothing_twice() -> None:
    seen = 0
    for class_, shape in schema().kinds.items():
        blocks = arrangement_of(class_).blocks
        named = [path for block in blocks for path in block.properties]
        assert len(named) == len(set(named)), class_
        assert [key for block in blocks if (key := block.key)] == list(dict.fromkeys(b.key for b in blocks if b.key))
        seen += bool({one.path for one in shape.properties} & set(named))
    assert seen >= 12


def test_no_property_is_lost_or_shown_twice() -> None:
    shown = {"issue": "possible issue", "topics": "Projects"}
    page = tree("article/ky-1.en.html")
    terms_ = [text_of(node) for node in page.css(".group > dl > div > dt")]
    assert len(terms_) == len(set(terms_))
    for key, label in shown.items():
        assert label.lower() in text_of(page.css_first(f"#{key}")).lower()


def test_the_head_of_an_article_says_who_when_where_with_sources() -> None:
    head = tree("article/ky-1.ru.html").css_first(".title")
    assert head is not None
    said = re.sub(r"Источник \d+ ?", "", text_of(head))
    assert "Айдай Уланова автор" in said
    assert "Бакыт Асанов ky редактор" in said
    assert "5 октября 2020" in said
    assert "Новости" in said
    assert "кыргызский" in said
    values = head.css(".byline li, .head li")
    assert len(values) == 5
    assert all(one.css("a.mark") for one in values)
    assert head.css(".named > sup a.mark")


def test_roles_and_forms_of_a_person_go_through_time_with_sources() -> None:
    page = tree("person/ayday-ulanova.ru.html")
    (forms,) = page.css("#forms tbody tr")
    assert "Айдай УЛАНОВА" in text_of(forms.css_first("th"))
    rows = page.css("#roles tbody tr")
    assert len(rows) == 2
    assert [text_of(row.css("td")[-1]) for row in rows] == ["60", "1"]
    assert "январь 2012" in text_of(rows[0].css("td")[-3])
    for cell in [cell for row in rows for cell in row.css("th, td")[:-1] if text_of(cell)]:
        assert cell.css("a.mark"), cell.html


def test_an_organization_says_how_articles_name_it_and_who_took_part() -> None:
    page = tree("organization/oto.en.html")
    rows = page.css("#names-through-time tbody tr")
    assert [re.sub(r" ky Source.*", "", text_of(row.css_first("th"))) for row in rows] == [
        "ӨКФтин",
        "Өрүш коомдук фонду",
    ]
    assert all(row.css("th a.mark") for row in rows)
    people = [text_of(row.css_first("th a")) for row in page.css("#people tbody tr")]
    assert sorted(people) == ["Aidai Ulanova", "Бакыт Асанов"]


def test_a_table_of_roles_stays_short() -> None:
    articles = [
        Article(
            id=f"a-{number}",
            language="ky",
            title="А",
            contributions=[Contribution(contributor="x", stated_name=f"Х {number}", role={"ky": f"Роль {number}"})],
        )
        for number in range(ROWS + 5)
    ]
    index = GraphIndex(dataset_of({"authorities": articles}))
    rows = Roles(index).roles(IRIS.thing("person", "x"))
    assert (len(rows.shown), rows.left_out) == (ROWS, 5)


def test_entities_lead_to_the_list_of_all_their_articles() -> None:
    for path, kind in (
        ("project/demo", "project"),
        ("organization/oto", "organization"),
        ("region/KG", "region"),
        ("rubric/news", "rubric"),
    ):
        link = tree(f"{path}.ru.html").css_first("#articles > .more a")
        assert link is not None, path
        assert (link.attributes["href"] or "").startswith(f"../ru/article/by/{kind}-")
    assert not tree("organization/ulan.ru.html").css("#articles > .more a")


def test_every_list_by_facet_is_a_table_too() -> None:
    lists = [path for path in site() if re.fullmatch(r"ru/article/by/\w+-[^.]+\.html", path)]
    read = 0
    for path in lists:
        (link,) = tree(path).css(".facts .files a")
        table = path.removesuffix(".html") + ".csv"
        assert (link.attributes["href"] or "").endswith(table.rpartition("/")[2])
        rows = list(csv.reader(io.StringIO(site()[table].decode("utf-8-sig"), newline=""), strict=True))
        assert len(rows) - 1 == int(re.sub(r"\D", "", text_of(tree(path).css_first("h1 .count, .title .count"))))
        read += 1
    assert read >= 20


@pytest.mark.parametrize("title", [SCRIPT, LONG, RIGHT_TO_LEFT, EMOJI, *HOSTILE])
def test_hostile_titles_stay_texts_in_every_new_part(title: str) -> None:
    records: list[AnyRecord] = [
        *ISSUES,
        Article(
            id="a",
            language="ky",
            title=title,
            issue="101",
            about=["organization/o"],
            contributions=[Contribution(contributor="x", stated_name=title, role={"ky": title})],
        ),
        Article(
            id="b", language="ky", title="Б", candidate_issues=["102"], about=["organization/o"], translation_of="c"
        ),
        Article(id="c", language="ru", title="В", about=["organization/o"]),
    ]
    pages = pages_of(*records)
    plain = " ".join(title.split())
    for path in ("article/a.ky.html", "article/b.ru.html", "article/c.en.html", "issue/101.ky.html"):
        page = tree(path, pages)
        assert not page.css("script:not([type='application/ld+json']), img, [onload], [onerror]")
        assert page.css("main")
    similar = tree("article/b.ru.html", pages).css("#similar li > a")
    assert [" ".join(one.text().split()) for one in similar] == [_printable(plain)]


def _printable(text: str) -> str:
    """Return a text as HTML holds it: parsers leave NUL out (HTML, 13.2.6.4.7)."""
    return " ".join(text.replace("\x00", "").split())


def test_an_article_with_nothing_but_a_title_has_a_page() -> None:
    pages = pages_of(Article(id="a", language="ky", title="А"))
    page = tree("article/a.ru.html", pages)
    assert text_of(page.css_first("h1")) == "А"
    assert not page.css("#similar, #topics, #other-language")
    assert "Ни один источник не говорит" in text_of(page.css_first("#issue"))


@pytest.mark.parametrize("left_out", [(terms.claim,), (terms.claim, terms.preferred), (terms.value,), (terms.reason,)])
def test_a_disagreement_that_lacks_something_shows_what_it_has(left_out: tuple[str, ...]) -> None:
    plain = sample(0)
    dispute = f"{IRIS.thing('phase', 'demo-3')[:-1]}#"
    view = tuple(triple for triple in plain.view if not (triple[0].startswith(dispute) and triple[1] in left_out))
    assert len(view) < len(plain.view)
    dataset = Dataset(plain.iris, plain.languages, plain.title, view, plain.claims)
    page = tree("phase/demo-3.en.html", dict(plan_pages(dataset, sample_report())))
    shown = page.css("#disagreement-end")
    assert len(shown) == 1
    assert "The sources disagree" in text_of(shown[0])


def test_an_entity_with_very_many_articles_has_a_light_page() -> None:
    dataset = sample(5_000)
    index = GraphIndex(dataset)
    labels = Labels(dataset, index)
    page = PageLanguage(dataset, index, labels, "ru")
    facets = Facets(index, IRIS)
    lists = {"ru": FacetPages(facets, IRIS, index, page)}
    views = EntityViews(index, labels, IRIS, Pictures(index), facets, lists)
    for kind, slug in (("project", "demo"), ("organization", "oto"), ("person", "ayday-ulanova"), ("rubric", "news")):
        node = index.node(IRIS.thing(kind, slug))
        html = rendering.page(views.view(node, groups_of(index, IRIS, node), None, page), page.words)
        assert len(gzip.compress(html, 6)) < 30_000
        assert "5\xa0000" in html.decode() or "5\xa0001" in html.decode()


def test_the_pages_of_all_kinds_are_there_in_every_language() -> None:
    kinds = {path.partition("/")[0] for path in site() if path.endswith(".ky.html") and "/" in path}
    assert len(kinds) >= 14
    for language in LANGUAGES:
        assert {
            path.partition("/")[0] for path in site() if path.endswith(f".{language}.html") and "/" in path
        } == kinds
