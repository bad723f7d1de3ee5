"""Templates as they are compiled say what Jinja2 would say: everything escaped once, nothing twice."""

import gc
from collections.abc import Mapping

import pytest
from jinja2 import DictLoader, Environment
from markupsafe import Markup

from exports.messages import Words
from exports.templating import Place, Templates

DANGEROUS = """<b title='x'>"Ø" & more</b>"""


def _words() -> Words:
    words = Words("en")
    words["dangerous"] = DANGEROUS
    return words


def _rendered(files: Mapping[str, str], view: object, root: str = "../") -> str:
    given = {"v": view, "f": Place(root), "w": _words(), "lists": Markup("<nav></nav>"), "style": ""}
    return Templates(files.items()).get_template("page").render(given)


@pytest.mark.parametrize(
    "text",
    [
        "{{ w.dangerous }} {{ w.dangerous or v }} {{ w.dangerous | upper }}",
        "{{ v }} {{ v | length }} {{ 7 * 6 }} {{ lists }} {{ style }}",
        "{% macro cell(x, root) %}<td>{{ root }}{{ x }}{% if x %} {{ w.dangerous }}{% endif %}</td>{% endmacro %}"
        "{{ cell(v, f.root) }}{% for one in v %}{{ cell(one, f.root) }}{{ loop.index }}{{ loop.last }}{% endfor %}",
        "{% for a in v %}{{ loop.first }}{% for b in v if b != 'x' %}{{ loop.first }}{{ loop.index }}{{ b }}{% endfor %}"
        "{{ loop.last }}{{ a }}{% endfor %}",
        "{% for a in v %}{% for b in v[:loop.index] %}{{ loop.index }}{{ b }}{% endfor %}{{ loop.index }}{% endfor %}",
        "{% for a in v %}{{ loop.first }}{% for b in v %}{{ loop.length }}{{ loop.first }}{% endfor %}{% endfor %}",
        "{% macro tree(x) %}<i>{{ x[0] }}{% if x[1:] %}{{ tree(x[1:]) }}{% endif %}</i>{% endmacro %}{{ tree(v) }}",
        "{% macro shown(x, y='&') %}{{ x }}{{ y }}{% endmacro %}{{ shown(v) }}{{ shown(v, y=lists) }}{{ shown(v, 1) }}",
    ],
)
def test_a_page_is_what_jinja_makes_of_it(text: str) -> None:
    plain = Environment(loader=DictLoader({"page": text}), autoescape=True)
    given = {"v": DANGEROUS, "f": Place("../<&"), "w": _words(), "lists": Markup("<nav></nav>"), "style": ""}
    assert _rendered({"page": text}, DANGEROUS, "../<&") == plain.get_template("page").render(given)


def test_a_kept_fragment_is_made_for_each_view_and_each_depth() -> None:
    files = {"page": '{{ kept("part", v, f) }} {{ kept("part", "b", f) }}', "part": "<p>{{ f.root }}{{ v }}</p>"}
    assert _rendered(files, "a&") == "<p>../a&amp;</p> <p>../b</p>"
    templates = Templates(files.items())
    said = [templates.get_template("page").render(v=view, f=Place(root)) for view, root in (("a", ""), ("a", "../"))]
    assert said == ["<p>a</p> <p>b</p>", "<p>../a</p> <p>../b</p>"]


BASE = """{% from "macros" import bold %}<title>{{ v }}</title>
{% block head %}<i>{% block inner %}{{ bold(v) }}{% endblock %}</i>{% endblock %}
{% block main %}{% endblock %}
"""
MACROS = "{% macro bold(x) %}<b>{{ x }}</b>{% endmacro %}"


@pytest.mark.parametrize(
    "text",
    [
        "{% block main %}{{ w.dangerous }}{% endblock %} said outside of every block",
        "{% block inner %}{{ v }}{% endblock %}",
        '{% from "macros" import bold %}{% block head %}{{ bold(v) }}{% endblock %}',
        "{% macro tree(x) %}<i>{{ x[0] }}{{ f.root }}{% if x[1:] %}{{ tree(x[1:]) }}{% endif %}</i>{% endmacro %}"
        "{% block main %}{{ tree(v) }}{{ tree(v) | length }}{% endblock %}",
    ],
)
def test_a_page_that_extends_another_is_what_jinja_makes_of_it(text: str) -> None:
    files = {"page": '{% extends "base" %}' + text, "base": BASE, "macros": MACROS}
    plain = Environment(loader=DictLoader(files), autoescape=True, trim_blocks=True, keep_trailing_newline=True)
    given = {"v": DANGEROUS, "f": Place("../<&"), "w": _words(), "lists": Markup("<nav></nav>"), "style": ""}
    assert _rendered(files, DANGEROUS, "../<&") == plain.get_template("page").render(given)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{% for kept in v %}{{ kept }}{% endfor %}", "kept means the same in every template"),
        ("{% for w in v %}{{ w }}{% endfor %}", "w means the same in every template"),
        ("{% block main %}{% set x = 1 %}{{ x }}{% endblock %}", "a variable is set"),
        (
            "{% macro bold(x) %}{{ x }}{% endmacro %}{% block main %}{{ bold(v) }}{% endblock %}",
            "bold is another macro",
        ),
    ],
)
def test_what_would_mean_something_else_in_one_tree_is_refused(text: str, told: str) -> None:
    files = {"page": '{% extends "base" %}' + text, "base": BASE, "macros": MACROS}
    if "block" not in text:
        files["page"] = text
    with pytest.raises(ValueError, match=told):
        _rendered(files, "ab")


def test_a_small_fragment_is_made_for_each_language_and_each_depth() -> None:
    files = {"page": '{{ again("part", v, f, w) }}', "part": "<p>{{ f.root }}{{ v }} {{ w.source }}</p>"}
    templates = Templates(files.items())

    def said(root: str, language: str) -> str:
        return templates.get_template("page").render(v="a&", f=Place(root), w=Words(language))

    expected = [
        f"<p>{root}a&amp; {Words(code)['source']}</p>" for root, code in (("", "en"), ("../", "en"), ("", "ru"))
    ]
    assert [said("", "en"), said("../", "en"), said("", "ru")] == expected
    assert len(set(expected)) == 3


def test_pages_leave_no_circle_of_references() -> None:
    """What a page is made of is freed at once: nothing must wait for a search for circles."""
    text = "{% macro tree(x) %}{{ x[0] }}{% if x[1:] %}{{ tree(x[1:]) }}{% endif %}{% endmacro %}{{ tree(v) }}"
    templates = Templates({"page": text}.items())
    given = {"v": "abc", "f": Place(""), "w": _words(), "lists": Markup(""), "style": ""}
    templates.get_template("page").render(given)
    gc.collect()
    gc.disable()
    try:
        for _ in range(10):
            templates.get_template("page").render(given)
        assert gc.collect() == 0
    finally:
        gc.enable()
