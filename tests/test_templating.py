"""Templates as they are compiled say what Jinja2 would say: everything escaped once, nothing twice."""

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
