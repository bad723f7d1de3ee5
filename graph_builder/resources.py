"""Where the data files that come with Tuyun lie; no other module knows.

The folders ``ontology/``, ``shapes/`` and ``examples/`` beside the packages are mapped into them by the packaging.
"""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from graph_builder.errors import SystemFailure

_ONTOLOGY: Final = "graph_builder.ontology"
_SHAPES: Final = "graph_builder.shapes"
_ADVICE: Final = "graph_builder.shapes.advice"
_TEMPLATES: Final = "exports.templates"
_CONTEXTS: Final = "exports.contexts"
_EXAMPLES: Final = "exports.examples"
_COOKBOOK: Final = "exports.cookbook"
_RECIPES: Final = "exports.cookbook.recipes"
_EDITOR: Final = ("exports.editor.bundle", "exports.editor.scripts")


def ontology_files() -> list[tuple[str, str]]:
    """Return name and text of each Turtle file of the vocabulary, sorted by name.

    Raises:
        SystemFailure: if the installation lacks them.
    """
    return _texts(_ONTOLOGY, (".ttl",))


def shape_files() -> list[tuple[str, str]]:
    """Return name and text of each Turtle file of shapes to which the published view conforms, sorted by name.

    Raises:
        SystemFailure: if the installation lacks them.
    """
    return _texts(_SHAPES, (".ttl",))


def advice_files() -> list[tuple[str, str]]:
    """Return name and text of each Turtle file of shapes that only advise, sorted by name.

    Raises:
        SystemFailure: if the installation lacks them.
    """
    return _texts(_ADVICE, (".ttl",))


def template_files() -> list[tuple[str, str]]:
    """Return name and text of each page template, style sheet, script and drawing, sorted by name.

    Raises:
        SystemFailure: if the installation lacks them.
    """
    return _texts(_TEMPLATES, (".j2", ".css", ".js", ".svg"))


def template_file(name: str) -> bytes:
    """Return the content of a file beside the page templates.

    Raises:
        SystemFailure: if the installation lacks it.
    """
    try:
        return (files(_TEMPLATES) / name).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise SystemFailure(_incomplete(_TEMPLATES)) from error


def editor_files() -> list[tuple[str, str]]:
    """Return name and text of each script, style sheet and licence of the query editor, sorted by name.

    Raises:
        SystemFailure: if the installation lacks them.
    """
    return sorted(one for package in _EDITOR for one in _texts(package, (".js", ".css", ".txt")))


def context_files() -> list[tuple[str, str]]:
    """Return name and text of each JSON-LD context that was published, sorted by name.

    Raises:
        SystemFailure: if the installation lacks them.
    """
    return _texts(_CONTEXTS, (".jsonld",))


def recipe_files() -> list[tuple[str, str]]:
    """Return name and text of each query of the cookbook, sorted by name.

    Raises:
        SystemFailure: if the installation lacks them.
    """
    return _texts(_RECIPES, (".rq",))


def cookbook_text(name: str) -> str:
    """Return the text of a file that tells about the queries of the cookbook.

    Raises:
        SystemFailure: if the installation lacks it.
    """
    return dict(_texts(_COOKBOOK, (name,)))[name]


def example_text(name: str) -> str:
    """Return the text of a program of ``examples/``, which pages show.

    Raises:
        SystemFailure: if the installation lacks it.
    """
    found = dict(_texts(_EXAMPLES, (name,)))
    return found[name]


def _texts(package: str, suffixes: tuple[str, ...]) -> list[tuple[str, str]]:
    try:
        found = [item for item in files(package).iterdir() if item.name.endswith(suffixes)]
        texts = sorted((item.name, item.read_text(encoding="utf-8")) for item in found)
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise SystemFailure(_incomplete(package)) from error
    if not texts:
        raise SystemFailure(_incomplete(package))
    return texts


def _incomplete(package: str) -> str:
    return (
        f"the installation of Tuyun lacks the data files of {package}; install it again: "
        "`pip install -e .` in a copy of its repository"
    )


def starter_files() -> list[tuple[str, bytes]]:
    """Return relative path and content of each file of the archive that ``tuyun init`` writes, sorted by path."""
    return sorted(_tree(files("graph_builder.starter"), ""))


def _tree(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        if item.is_dir():
            if item.name != "__pycache__":
                yield from _tree(item, f"{prefix}{item.name}/")
        elif not item.name.endswith(".py"):
            yield f"{prefix}{item.name}", item.read_bytes()
