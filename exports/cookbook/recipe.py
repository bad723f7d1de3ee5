"""The recipes as they lie in ``recipes/``: the question, what it tells and its limits, the query, its columns.

A recipe is a ``.rq`` file whose first lines begin with ``#+`` and are TOML, the rest is SPARQL 1.1 with its prefixes.
What a column holds stands in ``columns.toml``, once for all recipes; the order of all in ``themes.toml``.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

import pyoxigraph

from exports.messages import LANGUAGES
from graph_builder.namespaces import PREFIXES
from graph_builder.rdf import Term
from graph_builder.resources import cookbook_text, recipe_files
from graph_builder.vocabulary import vocabulary

_HEAD: Final = "#+ "
_GRAPH: Final = ("subject", "predicate", "object")
_ANSWER: Final = ("answer",)
_THEMES: Final = "themes.toml"
_COLUMNS: Final = "columns.toml"


class Form(StrEnum):
    """What a query answers with: a table, a graph, yes or no."""

    SELECT = "Select"
    CONSTRUCT = "Construct"
    ASK = "Ask"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a result.

    Attributes:
        name: the variable, without its sign.
        label: what heads it, by language.
        means: what stands in it, by language.
        like: the property whose codes its values are, such as a rank; empty if they are no codes.
    """

    name: str
    label: Mapping[str, str]
    means: Mapping[str, str]
    like: Term = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A question with its query.

    Attributes:
        id: its name in addresses.
        question: the question, by language.
        tells: what the answer tells and where its limits are, by language.
        query: SPARQL 1.1, complete with its prefixes.
        kinds: the kinds of entities that it concerns, as in addresses, the first one most.
        form: what it answers with.
        columns: the columns of its result, in order; of a graph subject, predicate and object.
    """

    id: str
    question: Mapping[str, str]
    tells: Mapping[str, str]
    query: str
    kinds: tuple[str, ...]
    form: Form
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """The query as a file: the question in each language stands above it as a comment."""
        questions = "".join(f"# {text}\n" for text in self.question.values())
        return f"{questions}\n{self.query}"


@dataclass(frozen=True, slots=True)
class Theme:
    """Recipes that belong together.

    Attributes:
        key: its name, also in addresses.
        title: what it is called, by language.
        recipes: in the order in which they are shown.
    """

    key: str
    title: Mapping[str, str]
    recipes: tuple[Recipe, ...]


@cache
def recipes() -> tuple[Recipe, ...]:
    """Return all recipes in the order in which they are shown.

    Raises:
        SystemFailure: if the installation lacks them.
        ValueError: if a file is not written as the module says, naming it.
    """
    return tuple(recipe for theme in themes() for recipe in theme.recipes)


@cache
def themes() -> tuple[Theme, ...]:
    """Return all recipes by theme (errors as in :func:`recipes`)."""
    found = {name.removesuffix(".rq"): text for name, text in recipe_files()}
    listed = tomllib.loads(cookbook_text(_THEMES))
    names = [id_ for theme in listed.values() for id_ in theme["recipes"]]
    if sorted(names) != sorted(found):
        raise ValueError(f"{_THEMES} and recipes/ differ: {sorted(set(names) ^ set(found)) or 'a recipe stands twice'}")
    return tuple(
        Theme(key, _texts(theme["title"], key), tuple(read(id_, found[id_]) for id_ in theme["recipes"]))
        for key, theme in listed.items()
    )


@cache
def of_kind(kind: str) -> tuple[Recipe, ...]:
    """Return the recipes that concern a kind of entities, those first that concern it most."""
    found = [recipe for recipe in recipes() if kind in recipe.kinds]
    return tuple(sorted(found, key=lambda recipe: recipe.kinds.index(kind)))


def read(id_: str, text: str) -> Recipe:
    """Read a recipe.

    Args:
        id_: its name.
        text: its file.

    Raises:
        ValueError: if it is not written as the module says, naming it.
    """
    lines = text.splitlines(keepends=True)
    head = [line.removeprefix(_HEAD) for line in lines if line.startswith(_HEAD)]
    query = "".join(lines[len(head) :]).strip() + "\n"
    try:
        said = tomllib.loads("".join(head))
        form, names = _form(query)
        return Recipe(
            id_,
            _texts(said["question"], id_),
            _texts(said["tells"], id_),
            query,
            tuple(said["kinds"]),
            form,
            tuple(_columns()[name] for name in names),
        )
    except (tomllib.TOMLDecodeError, KeyError, SyntaxError) as error:
        raise ValueError(f"{id_}.rq: {error}") from error


def _texts(said: Mapping[str, str], where: str) -> Mapping[str, str]:
    if tuple(said) != LANGUAGES:
        raise ValueError(f"{where}: wants a text in each of {', '.join(LANGUAGES)}, in this order")
    return said


def _form(query: str) -> tuple[Form, Sequence[str]]:
    """Return the form of a query and the names of its columns."""
    found = pyoxigraph.Store().query(query)
    if isinstance(found, pyoxigraph.QuerySolutions):
        return Form.SELECT, [variable.value for variable in found.variables]
    return (Form.ASK, _ANSWER) if isinstance(found, pyoxigraph.QueryBoolean) else (Form.CONSTRUCT, _GRAPH)


@cache
def _columns() -> Mapping[str, Column]:
    return {name: _column(name, said) for name, said in tomllib.loads(cookbook_text(_COLUMNS)).items()}


def _column(name: str, said: Mapping[str, Any]) -> Column:
    if "term" in said:
        term = f"<{PREFIXES['tuyun']}{said['term']}>"
        known = vocabulary().terms[term]
        return Column(name, _ordered(known.labels), _ordered(known.comments), term)
    like = f"<{PREFIXES['tuyun']}{said['like']}>" if "like" in said else ""
    return Column(name, _texts(said["label"], name), _texts(said["means"], name), like)


def _ordered(texts: Mapping[str, str]) -> Mapping[str, str]:
    return {language: texts[language] for language in LANGUAGES}
