"""The pages about the data say neither more nor less than the data, the ontology and the shapes."""

import re
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from pyoxigraph import RdfFormat, parse
from selectolax.lexbor import LexborHTMLParser, LexborNode
from site_sample import IMAGE, IRIS, SCRIPT, sample, sample_report
from support import select, store_of

from exports.pages import plan_pages
from exports.quality import patterns
from exports.quality.completeness import wishes
from exports.quality.diagram import relations
from exports.quality.disputes import A_PAGE
from exports.quality.layering import layered
from exports.quality.reference import anchor
from exports.wording import words_of
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.namespaces import PREFIXES, RDF_TYPE, RDFS_LABEL
from graph_builder.rdf import Term, Triple, local_name, tagged
from graph_builder.report import Report
from graph_builder.resources import advice_files, shape_files
from graph_builder.schema import schema
from graph_builder.shape_graph import ShapeGraph
from graph_builder.shape_values import PropertyShape
from graph_builder.vocabulary import VocabularyTerm, vocabulary

LANGUAGES = ("ky", "ru", "en")
TERMS = list(vocabulary().terms.values())
SHAPES = {shape.shape: shape for kind in schema().kinds.values() for shape in (*kind.properties, *kind.advice)}
QUADS = [quad for _, text in (*shape_files(), *advice_files()) for quad in parse(text, format=RdfFormat.TURTLE)]
GRAPH = ShapeGraph(QUADS)
EMPTY = Report((), (), (), ())


@cache
def site() -> dict[str, bytes]:
    return dict(plan_pages(sample(), sample_report()))


@cache
def tree(path: str) -> LexborHTMLParser:
    return LexborHTMLParser(site()[path].decode())


def one(root: LexborHTMLParser | LexborNode, selector: str) -> LexborNode:
    found = root.css(selector)
    assert len(found) == 1, (selector, len(found))
    return found[0]


def text_of(node: LexborNode) -> str:
    return " ".join(node.text(separator=" ").split())


def by_id(root: LexborHTMLParser, name: str) -> LexborNode:
    return one(root, f'[id="{name}"]')


def changed(*triples: Triple) -> Dataset:
    plain = sample()
    return Dataset(plain.iris, plain.languages, plain.title, tuple(sorted({*plain.view, *triples})), plain.claims)


# The vocabulary


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", TERMS, ids=lambda entry: anchor(entry))
def test_every_term_is_explained_at_its_own_fragment(entry: VocabularyTerm, language: str) -> None:
    shown = text_of(by_id(tree(f"ontology.{language}.html"), anchor(entry)))
    assert shown.startswith(entry.labels[language])
    assert entry.comments[language] in shown
    if entry.term.startswith(f"<{vocabulary().namespace}"):
        assert entry.term == f"<{vocabulary().namespace}{anchor(entry)}>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_term_is_left_out_and_none_added(language: str) -> None:
    page = tree(f"ontology.{language}.html")
    kinds = Counter(entry.kind for entry in vocabulary().own())
    assert len(page.css("#classes .entry")) == kinds["class"]
    assert len(page.css("#properties .entry")) == kinds["object"] + kinds["datatype"] + kinds["annotation"]
    assert len(page.css("#closed-lists .entry, #closed-lists .entry dl > div")) == kinds["individual"]
    assert len(page.css("#other-terms dl > div")) == len(list(vocabulary().foreign()))
    assert site()["ontology.html"] == site()["ontology.ky.html"]


def test_a_class_says_its_place_its_use_and_an_example() -> None:
    article = by_id(tree("ontology.en.html"), "Article")
    links = {text_of(node): node.attributes["href"] for node in article.css("dl a")}
    assert links["schema:Article"] == "https://schema.org/Article"
    assert links["entity"] == "ontology.en.html#Entity"
    assert links["issue"] == "ontology.en.html#Issue"  # with which it shares nothing
    count = len(select(store_of(sample().view), "SELECT ?a WHERE { ?a a tuyun:Article }"))
    assert links[str(count)] == "en/article/index.html"
    rows = [text_of(node) for node in article.css(".uses tbody tr")]
    assert len(rows) == len(schema().kinds[terms.Article].properties)
    assert "language tuyun:language required , exactly one text xsd:string" in rows
    assert "https://data.example.kg/article/ky-1" in text_of(one(article, "pre"))
    assert not by_id(tree("ontology.en.html"), "Kind").css("pre")


def test_a_property_says_its_domain_range_inverse_and_users() -> None:
    page = tree("ontology.en.html")
    end = by_id(page, "end")
    assert {text_of(node) for node in end.css(".uses tbody tr td:first-child a")} == {"project", "project phase"}
    assert "inverse property" in text_of(by_id(page, "disagreement")).lower()
    assert "contribution tuyun:contribution" in text_of(by_id(page, "contribution"))


def test_the_diagram_and_its_table_say_the_same() -> None:
    page = tree("ontology.ru.html")
    assert len(page.css("#diagram details tbody tr")) == len(relations())
    assert len(page.css("path.arrow")) == sum(source != target for source, target in relations())
    boxes = {node.attributes["href"] for node in page.css("svg.diagram a")}
    assert boxes == {f"#{local_name(class_)}" for both in relations() for class_ in both}
    assert not page.css("svg [style]")


def test_boxes_do_not_overlap() -> None:
    classes = sorted({class_ for both in relations() for class_ in both})
    places = layered(classes, relations()).places
    for layer in range(1 + max(layer for _, layer in places.values())):
        across = sorted(place for place, at in places.values() if at == layer)
        assert all(after - before > 0.95 for before, after in pairwise(across))


def test_a_graph_with_a_cycle_is_laid_out() -> None:
    layout = layered("abc", {("a", "b"), ("b", "c"), ("c", "a"), ("a", "a")})
    assert sorted(layer for _, layer in layout.places.values()) == [0, 1, 2]
    assert ("a", "a") not in layout.routes
    assert layout.routes["c", "a"][0] == layout.places["c"]


# The shapes


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", SHAPES.values(), ids=lambda shape: local_name(shape.shape))
def test_every_property_shape_is_explained_at_its_own_fragment(shape: PropertyShape, language: str) -> None:
    rule = by_id(tree(f"shapes.{language}.html"), local_name(shape.shape))
    said = text_of(rule)
    assert shape.messages[language] in said
    for path in re.findall("<[^>]+>", shape.path):
        assert (shape.names or vocabulary().terms[path].labels)[language] in said
    for class_ in shape.classes:
        assert vocabulary().terms[class_].labels[language] in said
    if shape.min_count and shape.path.count("<") == 1:
        assert words_of(language)["required"] in said
    if shape.pattern:
        assert text_of(one(rule, ".regex")) == shape.pattern
        assert patterns.in_words(shape.pattern, words_of(language)) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_stands_with_all_its_rules_in_order(language: str) -> None:
    page = tree(f"shapes.{language}.html")
    assert len(schema().kinds) == 20
    for kind in schema().kinds.values():
        section = by_id(page, local_name(kind.shape))
        assert len(section.css(".rule")) == len(kind.properties) + len(kind.advice)
        assert len(section.css(".advice .rule")) == sum(one.severity == "Warning" for one in kind.advice)
        assert kind.messages[language] in text_of(section)
    assert {form.shape for form in schema().forms} == {
        shape for shape in GRAPH.instances("NodeShape") if not GRAPH.nodes(shape, "targetClass")
    }
    assert all(page.css(f"#{local_name(form.shape)}") for form in schema().forms)


def test_no_constraint_of_the_shapes_is_passed_over() -> None:
    said = {
        "path", "name", "group", "order", "message", "severity", "minCount", "maxCount", "uniqueLang", "datatype", "or",
        "nodeKind", "class", "in", "languageIn", "pattern",
    }  # fmt: skip
    for name in ("minLength", "maxLength", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "lessThan",
                 "lessThanOrEquals", "equals", "disjoint", "hasValue", "not", "and", "xone", "node", "flags"):  # fmt: skip
        stated = {shape for shape in SHAPES if GRAPH.nodes(shape, name)}
        assert stated == {term for term, shape in SHAPES.items() if name in shape.limits}, name
        said.add(name)
    used = {
        quad.predicate.value.removeprefix(PREFIXES["sh"])
        for quad in QUADS
        if str(quad.subject) in SHAPES and quad.predicate.value.startswith(PREFIXES["sh"])
    }
    assert used - said == set()


def test_every_pattern_has_words_and_every_example_matches() -> None:
    stated = {shape.pattern for shape in SHAPES.values()} | {form.pattern for form in schema().forms}
    stated |= {kind.pattern for kind in schema().kinds.values()}
    for pattern in stated - {""}:
        assert patterns.in_words(pattern, words_of("ky")), pattern
        if pattern.startswith("/"):
            assert re.search(pattern, f"https://example.org{patterns.example(pattern)}"), pattern
    assert patterns.in_words("^unknown$", words_of("ky")) == ""


# Disagreements


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_lists_exactly_the_disagreements(language: str) -> None:
    page = tree(f"{language}/disagreements.html")
    found = select(store_of(sample().view), "SELECT ?d WHERE { ?d a tuyun:Disagreement }")
    links = [node.attributes["href"] or "" for node in page.css(".dispute h3 a")]
    assert len(links) == len(found) > 1
    assert sorted(links) == sorted(
        f"../{term.removeprefix(IRIS.base).replace('#', f'.{language}.html#')}" for (term,) in found
    )
    assert text_of(one(page, "h1 .count")) == str(len(found))
    claims = select(store_of(sample().view), "SELECT ?c WHERE { ?c a tuyun:Claim }")
    assert len(page.css(".dispute tbody tr")) == len(claims)
    assert len(page.css(".dispute tr.best")) == len(found)


def test_values_stand_side_by_side_with_sources_ranks_and_reason() -> None:
    dispute = by_id(tree("en/disagreements.html"), "phase-demo-3-disagreement-end")
    assert [text_of(row) for row in dispute.css("tbody tr")] == [
        "June 2022 preferred Partner, final report partner, August 2022",
        "March 2022 not preferred Журналдын барагы: «Элдин үнү» ky page as read, November 20, 2020",
    ]
    assert text_of(one(dispute, ".why")) == "The source of this value has the higher rank."
    back = one(tree("phase/demo-3.en.html"), "#disagreement-end .more a")
    assert back.attributes["href"] == "../en/disagreements.html#phase-demo-3-disagreement-end"


def test_an_archive_without_disagreement_says_so() -> None:
    bare = Dataset(IRIS, LANGUAGES, (), ((IRIS.thing("event", "x-1"), RDF_TYPE, terms.Event),), ())
    pages = dict(plan_pages(bare, EMPTY))
    for language in LANGUAGES:
        page = LexborHTMLParser(pages[f"{language}/disagreements.html"].decode())
        assert text_of(one(page, "h1 .count")) == "0"
        assert text_of(one(page, ".none")) == words_of(language)["disagreements_none"]
        assert not page.css(".dispute, .letters")


def _disagreement(number: int) -> list[Triple]:
    event = IRIS.thing("event", f"e-{number}")
    node = IRIS.part(event, "disagreement-name-ky")
    found = [
        (event, RDF_TYPE, terms.Event),
        (event, RDFS_LABEL, tagged(f"{SCRIPT} {number:03}", "ky")),
        (event, terms.name, tagged(IMAGE, "ky")),
        (node, RDF_TYPE, terms.Disagreement),
        (node, terms.subject, event),
        (node, terms.property, terms.name),
        (node, terms.preferred, IRIS.part(event, "disagreement-name-ky-1")),
    ]
    for place, value in enumerate((IMAGE, SCRIPT), start=1):
        claim = IRIS.part(event, f"disagreement-name-ky-{place}")
        found += [(node, terms.claim, claim), (claim, RDF_TYPE, terms.Claim), (claim, terms.disagreement, node)]
        found += [(claim, terms.value, tagged(value, "ky")), (claim, terms.source, IRIS.thing("source", "authorities"))]
    return found


def test_a_long_index_is_cut_and_hostile_values_are_text() -> None:
    count = A_PAGE + 20
    pages = dict(plan_pages(changed(*(one for number in range(count) for one in _disagreement(number))), EMPTY))
    first, second = (
        LexborHTMLParser(pages[f"ru/{name}.html"].decode()) for name in ("disagreements", "disagreements-2")
    )
    assert "ru/disagreements-3.html" not in pages
    assert len(first.css(".dispute")) == A_PAGE
    others = len(select(store_of(sample().view), "SELECT ?d WHERE { ?d a tuyun:Disagreement }"))
    assert len(second.css(".dispute")) == count + others - A_PAGE
    assert not first.css("script, img")
    shown = second if second.css("#event") else first
    assert SCRIPT in text_of(shown.css("#event .dispute")[0])
    for number in (0, count - 1):
        box = LexborHTMLParser(pages[f"event/e-{number}.ru.html"].decode()).css_first(".dispute .more a")
        assert box is not None
        path, _, fragment = (box.attributes["href"] or "").removeprefix("../").partition("#")
        assert f'id="{fragment}"' in pages[path].decode()


# Completeness


def _counted(class_: Term, property_: Term, language: str) -> int:
    asked = f'FILTER(lang(?v) = "{language}")' if language else ""
    query = f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s a {class_} ; {property_} ?v {asked} }}"
    ((number,),) = select(store_of(sample().view), query)
    return int(number)


def test_completeness_equals_what_a_query_counts() -> None:
    page = tree("en/completeness.html")
    compared = 0
    for class_, asked in wishes().items():
        table = by_id(page, local_name(class_))
        rows = table.css("tbody tr")
        assert len(rows) == len(asked)
        for wish, row in zip(asked, rows, strict=True):
            cells = [text_of(cell) for cell in row.css("td")]
            for cell, language in zip(cells, ("", *LANGUAGES), strict=True):
                if language and not wish.by_language:
                    assert cell == ""
                else:
                    assert cell == str(_counted(class_, wish.property, language)), (class_, wish, language)
                    compared += 1
    assert compared > 100


def test_what_is_asked_comes_from_the_shapes() -> None:
    article = {local_name(wish.property): wish for wish in wishes()[terms.Article]}
    assert set(article) == {"label", "title", "abstract", "text", "datePublished", "issue", "translationOf", "rubric"}
    assert article["title"].by_language
    assert [name for name, wish in article.items() if wish.wanted] == ["title", "datePublished", "rubric"]
    assert "homepage" in {local_name(wish.property) for wish in wishes()[terms.Project]}
    assert "code" in {local_name(wish.property) for wish in wishes()[terms.Region]}
    assert terms.Claim not in wishes()


def test_numbers_lead_to_what_is_missing() -> None:
    page = tree("ru/completeness/Region.html")
    assert [text_of(node) for node in by_id(page, "name-ru").css("li a")] == ["Өй району"]
    assert [text_of(node) for node in by_id(page, "code").css("li a")] == ["город Жийде", "Өй району"]
    assert one(page, "h1").text() == "Территории: чего не хватает"
    lines = site()["report/missing/Region.csv"].decode().splitlines()
    assert lines[:4] == [
        "property,language,entity",
        "label,ru,https://data.example.kg/region/KG-J-oy",
        "label,en,https://data.example.kg/region/KG-J-oy",
        "label,en,https://data.example.kg/region/KG-ZH",
    ]


def test_the_files_list_exactly_what_a_query_does_not_find() -> None:
    compared = 0
    for class_, asked in wishes().items():
        listed = site().get(f"report/missing/{local_name(class_)}.csv", b"property,language,entity\n").decode()
        rows = Counter(tuple(line.split(",")) for line in listed.splitlines()[1:])
        expected: Counter[tuple[str, ...]] = Counter()
        for wish in asked:
            name = vocabulary().terms[wish.property].name
            for language in LANGUAGES if wish.by_language else ("",):
                expected.update((name, language, term) for term in _without(class_, wish.property, language))
        # Where a text lacks in every language its absence as such is listed beside.
        by_language = {vocabulary().terms[wish.property].name for wish in asked if wish.by_language}
        found = Counter({row: n for row, n in rows.items() if row[1] or row[0] not in by_language})
        assert found == expected, class_
        compared += len(expected)
    assert compared > 50


def _without(class_: Term, property_: Term, language: str) -> list[str]:
    asked = f'FILTER(lang(?v) = "{language}")' if language else ""
    query = f"SELECT ?s WHERE {{ ?s a {class_} FILTER NOT EXISTS {{ ?s {property_} ?v {asked} }} }}"
    return [term for (term,) in select(store_of(sample().view), query)]


def test_a_long_list_of_what_is_missing_is_cut_at_a_stated_number() -> None:
    pages = dict(plan_pages(sample(150), sample_report()))
    section = by_id(LexborHTMLParser(pages["en/completeness/Article.html"].decode()), "title-en")
    articles = len(select(store_of(sample(150).view), "SELECT ?a WHERE { ?a a tuyun:Article }"))
    assert len(section.css("li")) == 100
    assert text_of(one(section, ".more")) == "The first 100 are shown."
    assert text_of(one(section, "h2 .count")) == str(articles)
    lines = pages["report/missing/Article.csv"].decode().splitlines()
    assert sum(line.startswith("title,en,") for line in lines) == articles


# What is withheld


def test_what_has_two_causes_stands_under_both() -> None:
    report = sample_report()
    (withheld, *others) = report.withheld
    (reason,) = withheld.reasons
    second = type(reason)(**{**reason.__dict__, "messages": (("ky", "Дарегин жазыңыз"),), "path": terms.homepage})
    both = type(withheld)(withheld.entity, (reason, second), "", withheld.places)
    plan = dict(plan_pages(sample(), Report(report.problems, report.warnings, (both, *others), report.focus_nodes)))
    section = one(LexborHTMLParser(plan["report/validation.ky.html"].decode()), "#withheld")
    groups = {text_of(node.css("h3")[0]): text_of(node.css("li")[0]) for node in section.css("section")}
    for cause in ("Аталышын жазыңыз 1", "Дарегин жазыңыз 1"):
        assert "organization/broken" in groups[cause]
        assert "authorities/all.yaml:14" in groups[cause]
