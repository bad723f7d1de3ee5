"""The editor and the form in every language, with all that they load; no other page loads any of it.

Data are scripts that hand themselves over, as those of the search are: a page that was opened from a folder may load
them too. What the library brings is copied as it is (``exports/editor/bundle``).
"""

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

import msgspec

from exports import rendering
from exports.editor import form, paths, vocabulary_terms
from exports.editor.views import BuilderView, EditorView, ReadyQuestion
from exports.formats import DATASET_FORMATS, GRAPH_FORMATS, RESULT_FORMATS
from exports.graph_index import GraphIndex
from exports.labels import Labels, Text
from exports.page_language import PageLanguage
from exports.page_views import Link
from exports.quality import paths as quality
from exports.scripts import script
from graph_builder.dataset import Dataset
from graph_builder.namespaces import PREFIXES
from graph_builder.resources import editor_files
from graph_builder.vocabulary import vocabulary

_EDITOR_SCRIPTS: Final = (
    "yasqe.min.js",
    "common.js",
    paths.TERMS,
    "names.js",
    "table.js",
    "timeline.js",
    "map.js",
    "asking.js",
    "programs.js",
    "completing.js",
    "checking.js",
    "questions.js",
    "editor.js",
)
_BUILDER_SCRIPTS: Final = ("common.js", paths.TERMS, paths.FORM, "sparql.js", "builder.js")
_STYLES: Final = ("yasqe.min.css", "editor.css")

_FIRST: Final = """SELECT ?phase ?project ?start ?end ?region WHERE {
  ?phase a tuyun:Phase ;
    tuyun:project ?project ;
    tuyun:startDay ?start .
  OPTIONAL { ?phase tuyun:endDay ?end }
  OPTIONAL { ?phase tuyun:region ?region }
}
ORDER BY ?start
LIMIT 200
"""
"""The query to begin with: its answer is a table, a timeline and a map."""


class Question(Protocol):
    """A question of the cookbook, as far as the editor knows it."""

    @property
    def id(self) -> str:
        """Its name in addresses."""

    @property
    def question(self) -> Mapping[str, str]:
        """The question by language."""


def plan(
    dataset: Dataset,
    index: GraphIndex,
    labels: Labels,
    pages: Sequence[PageLanguage],
    questions: Sequence[Question] = (),
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each page and file.

    Args:
        dataset: the archive.
        index: its graph.
        labels: what its things are called.
        pages: its languages, the archive's own first.
        questions: those that the release holds under ``queries/``.
    """
    for name, text in editor_files():
        yield paths.ASSETS.format(name), text.encode()
    yield _data(paths.TERMS, vocabulary_terms.data(dataset, labels))
    yield _data(paths.FORM, {"kinds": form.kinds(index, dataset.languages)})
    made: tuple[tuple[str, str, Callable[[PageLanguage], EditorView | BuilderView]], ...] = (
        (paths.EDITOR, paths.EDITOR_DEFAULT, lambda page: editor_page(dataset, page, questions)),
        (paths.BUILDER, paths.BUILDER_DEFAULT, lambda page: builder_page(dataset, page)),
    )
    for path, default, view in made:
        for page in pages:
            content = rendering.page(view(page), page.words)
            yield path.format(page.code), content
            if page is pages[0]:
                yield default, content


def editor_page(dataset: Dataset, page: PageLanguage, questions: Sequence[Question]) -> EditorView:
    """Return the editor in one language."""
    words, code = page.words, page.code
    endpoint = f"{dataset.iris.base}{paths.ENDPOINT}"
    settings = {
        **_settings(dataset, page, "ask_"),
        "endpoint": paths.ENDPOINT,
        "address": endpoint,
        "queries": paths.QUERIES if questions else "",
        "results": [_format(one) for one in RESULT_FORMATS],
        "graphs": [_format(one) for one in (*GRAPH_FORMATS, *DATASET_FORMATS)],
        "ontology": {"namespace": vocabulary().namespace, "page": quality.ONTOLOGY.format(code)},
    }
    query = _prologue("tuyun") + _FIRST
    return EditorView(
        frame=page.frame(paths.EDITOR, words["editor_title"], default=paths.EDITOR_DEFAULT),
        settings=script(settings),
        scripts=_assets(_EDITOR_SCRIPTS),
        styles=_assets(_STYLES),
        endpoint=endpoint,
        query=query,
        curl=_curl(endpoint, query),
        questions=tuple(_question(one, page) for one in questions),
        all_questions=paths.QUERIES_PAGE.format(code) if questions else "",
        builder=paths.BUILDER.format(code),
    )


def builder_page(dataset: Dataset, page: PageLanguage) -> BuilderView:
    """Return the form in one language."""
    words, code = page.words, page.code
    editor = paths.EDITOR.format(code)
    return BuilderView(
        frame=page.frame(
            paths.BUILDER,
            words["builder_title"],
            (Link(Text(words["editor_title"]), editor),),
            default=paths.BUILDER_DEFAULT,
        ),
        settings=script({**_settings(dataset, page, "compose_"), "editor": editor}),
        scripts=_assets(_BUILDER_SCRIPTS),
        styles=_assets(_STYLES[-1:]),
        editor=editor,
        explained=(
            Link(Text(words["ontology_title"]), quality.ONTOLOGY.format(code)),
            Link(Text(words["shapes_title"]), quality.SHAPES.format(code)),
        ),
    )


def _settings(dataset: Dataset, page: PageLanguage, prefix: str) -> dict[str, Any]:
    said = {key.removeprefix(prefix): text for key, text in page.words.items() if key.startswith(prefix)}
    return {"base": dataset.iris.base, "languages": list(dataset.languages), "words": said}


def _format(one: Any) -> dict[str, str]:
    return {"label": one.label, "type": one.media_type, "suffix": one.suffix}


def _question(one: Question, page: PageLanguage) -> ReadyQuestion:
    link = Link(page.said(one.question), paths.QUERY_PAGE.format(one.id, page.code))
    return ReadyQuestion(one.id, link, paths.QUERY_RESULT.format(one.id))


def _prologue(*names: str) -> str:
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in names)


def _curl(endpoint: str, query: str) -> str:
    return (
        f"curl --header 'Accept: text/csv' \\\n  --data-urlencode query={shlex.quote(query.rstrip())} \\\n  {endpoint}"
    )


def _data(name: str, value: Any) -> tuple[str, bytes]:
    encoded = msgspec.json.encode(value)
    return paths.ASSETS.format(name), b"tuyunData(" + msgspec.json.encode(name) + b"," + encoded + b");\n"


def _assets(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(paths.ASSETS.format, names))
