"""The templates as they are compiled: macros are inlined, attributes and words are read directly.

Jinja2 as it comes looks every name up in several ways and wraps every piece that it escapes. Views are frozen values
with known attributes and words are a mapping, so that neither is needed here.
"""

from collections.abc import Hashable, Iterable, Mapping, MutableMapping
from functools import cache, cached_property, lru_cache, partial
from typing import Any, Final

from jinja2 import DictLoader, Environment, StrictUndefined, Template, nodes
from jinja2.runtime import Context
from markupsafe import Markup
from markupsafe._speedups import _escape_inner
from msgspec import Struct

from exports.flattening import flattened, joined
from exports.inlining import Inliner, without_unused
from exports.loops import COUNTED, NUMBERED, Loops, numbered
from exports.template_code import AGAIN, GLOBALS, KEPT, Code
from exports.trees import copied
from exports.wording import words_of

_FRAGMENTS: Final = 16
"""How many fragments that are alike in all languages are kept."""

_SMALL: Final = 8192
"""How many small fragments are kept: links and marks of sources, which stand on many pages or often on one."""


class Place(Struct, frozen=True):
    """Where a page stands.

    Attributes:
        root: the way from it to the root of the release.
    """

    root: str


class Templates(Environment):
    """Templates that are given ``w``, the words of a language, and views.

    Args:
        files: name and text of each.
    """

    def __init__(self, files: Iterable[tuple[str, str]]) -> None:
        super().__init__(
            loader=DictLoader(dict(files)),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self.code_generator_class = Code
        self.template_class = _Template
        self.globals |= {
            NUMBERED: numbered,
            COUNTED: partial(enumerate, start=1),
            KEPT: lru_cache(maxsize=_FRAGMENTS)(self.kept),
            AGAIN: lru_cache(maxsize=_SMALL)(self.again),
        }
        self._raw = cache(self._read)
        self._inliner = Inliner(self._raw, GLOBALS)
        self._extended = cache(self._prepared)
        self._compiled = cache(self.get_template)

    def kept(self, name: str, view: Hashable, root: str) -> Markup:
        """Return what a template makes of a view that pages in all languages have alike.

        Templates call it as ``kept(name, view, f)``; it is compiled to ``kept(name, view, f.root)``. What it returned
        for the last :data:`_FRAGMENTS` of these is kept.

        Args:
            name: the template; it is given the view as ``v``, and as ``f`` what has a ``root``, nothing else.
            view: a frozen value.
            root: the way to the root from the page.
        """
        return Markup(self._compiled(name).render(v=view, f=Place(root)))  # noqa: S704 - rendered with escaping

    def again(self, name: str, view: Hashable, root: str, language: str) -> Markup:
        """Return what a template makes of a small view that stands on many pages, or often on one.

        Templates call it as ``again(name, view, f, w)``; it is compiled to ``again(name, view, f.root, w.language)``.
        What it returned for the last :data:`_SMALL` of these is kept.

        Args:
            name: the template; it is given the view as ``v``, words as ``w``, and as ``f`` what has a ``root``.
            view: a frozen value, best one that keeps its hash.
            root: the way to the root from the page.
            language: the language of its words.
        """
        text = self._compiled(name).render(v=view, f=Place(root), w=words_of(language))
        return Markup(text)  # noqa: S704 - rendered with escaping

    def _read(self, name: str) -> nodes.Template:
        assert self.loader is not None
        return super()._parse(self.loader.get_source(self, name)[0], name, None)

    def _prepared(self, name: str) -> nodes.Template:
        return self._inlined(copied(self._raw(name)))

    def _inlined(self, tree: nodes.Template) -> nodes.Template:
        prepared = self._inliner.prepare(tree)
        Loops().visit(prepared)
        return prepared

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = self._inlined(super()._parse(source, name, filename))
        return joined(without_unused(flattened(tree, self._extended)))


class _Template(Template):
    @classmethod
    def _from_namespace(
        cls, environment: Environment, namespace: MutableMapping[str, Any], globals: MutableMapping[str, Any]
    ) -> Template:
        namespace.update(
            environment.globals,
            escape=_escaped,
            escape_text=_escape_inner,
            concat=environment.concat,
            undefined=environment.undefined,
        )
        return super()._from_namespace(environment, namespace, globals)

    @cached_property
    def _always(self) -> Mapping[str, Any]:
        return dict(self.globals)

    def render(self, *args: Any, **kwargs: Any) -> str:
        """Return the text as Jinja2 does, which looks through all names of the environment anew each time."""
        given = {**self._always, **dict(*args, **kwargs)}
        context = Context(self.environment, given, self.name, self.blocks)
        try:
            return self.environment.concat(self.root_render_func(context))
        except Exception:
            self.environment.handle_exception()


def _escaped(value: object) -> str:
    """Escape a value for HTML unless it is markup, without wrapping it again: it is joined at once."""
    if type(value) is int:
        return str(value)
    return value if isinstance(value, Markup) else _escape_inner(str(value))
