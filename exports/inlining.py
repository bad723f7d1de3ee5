"""Macros written into the place where they are called, as a compiler does: a page calls hundreds of them.

What a template says does not change, only how often one function calls another. A macro that calls itself, directly or
through others, stays one. Names that a macro binds are made unique, so that none of the caller's is hidden.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Final, TypeVar

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

N = TypeVar("N", bound=nodes.Node)

WORDS: Final = "w"
FRAME: Final = "f"
CONTEXT: Final = frozenset({"v", FRAME, WORDS, "lists", "style"})
"""What a page gives to its template; no template may call anything else so."""

_UNKNOWN_TO_INLINING: Final = frozenset({"caller", "varargs", "kwargs"})


@dataclass(frozen=True)
class _Source:
    """A template with the macros that can be called in it, its own and imported ones, each with its source."""

    tree: nodes.Template
    macros: dict[str, "tuple[nodes.Macro, _Source]"]


class Inliner:
    """Prepares the trees of templates.

    Args:
        parse: returns the tree of a template by its name.
        reserved: names beside :data:`CONTEXT` that mean the same in every template.
    """

    def __init__(self, parse: Callable[[str], nodes.Template], reserved: frozenset[str] = frozenset()) -> None:
        self._parse, self._reserved = parse, CONTEXT | reserved
        self._numbers = count(1)
        self._sources: dict[str, _Source] = {}
        self._known: dict[tuple[nodes.Macro, bool], bool] = {}

    def prepare(self, tree: nodes.Template) -> nodes.Template:
        """Return the tree with its macros inlined, and without what is then used no more.

        Raises:
            ValueError: if the template gives another meaning to a reserved name.
        """
        for loop in tree.find_all(nodes.For):
            if hidden := self._reserved & _bound(nodes.Tuple([loop.target], "store")):
                raise ValueError(f"line {loop.lineno}: {', '.join(hidden)} means the same in every template")
        source = self._source(tree)
        prepared: nodes.Template = _Writer(source, self).visit(tree)
        _drop_unused(prepared)
        return prepared

    def body(self, macro: nodes.Macro, values: Mapping[str, nodes.Expr], source: _Source) -> list[nodes.Node]:
        """Return the body of a macro for one call."""
        number = next(self._numbers)
        renamed = {name: f"{name}_{number}" for name in _bound(macro)}
        given = {name: value for name, value in values.items() if _is_always_the_same(value)}
        body: list[nodes.Node] = [_Renamer(renamed, given).visit(copied(one)) for one in macro.body]
        named = [name for name in values if name not in given]
        writer = _Writer(source, self)
        if not named:  # without a scope of its own it can be joined with what stands around it
            return [one for each in body for one in writer.visit_list(each)]
        scope = nodes.With(
            [nodes.Name(renamed[name], "param") for name in named],
            [values[name] for name in named],
            body,
            lineno=macro.lineno,
        )
        return writer.visit_list(scope)

    def can_inline(self, macro: nodes.Macro, source: _Source, *, is_own: bool) -> bool:
        """Tell whether a macro can be written into a template; of another template, only if it then calls none."""
        key = macro, is_own
        if key not in self._known:
            uses = {name.name for name in macro.find_all(nodes.Name)}
            self._known[key] = not (_UNKNOWN_TO_INLINING & uses or _calls_itself(macro, source))
            if self._known[key] and not is_own:
                body = self.body(macro, {one.name: nodes.Const("") for one in macro.args}, source)
                self._known[key] = not any(name in source.macros for one in body for name in _called(one))
        return self._known[key]

    def parsed(self, name: str) -> nodes.Template:
        """Return the tree of another template as it is written."""
        return self._named(name).tree

    def _source(self, tree: nodes.Template) -> _Source:
        source = _Source(tree, {})
        for imported in tree.find_all(nodes.FromImport):
            assert isinstance(imported.template, nodes.Const)
            other = self._named(imported.template.value)
            for entry in imported.names:
                name, called = entry if isinstance(entry, tuple) else (entry, entry)
                source.macros[called] = other.macros[name]
        for macro in tree.find_all(nodes.Macro):
            source.macros[macro.name] = (copied(macro), source)
        return source

    def _named(self, name: str) -> _Source:
        if name not in self._sources:
            self._sources[name] = self._source(self._parse(name))
        return self._sources[name]


class _Writer(NodeTransformer):
    """Replaces the calls of macros that stand alone in ``{{ }}``."""

    def __init__(self, source: _Source, inliner: Inliner) -> None:
        self._source, self._inliner = source, inliner

    def visit_Output(self, node: nodes.Output) -> list[nodes.Node]:  # noqa: N802 - Jinja calls it by the node's name
        pieces: list[nodes.Node] = []
        plain: list[nodes.Expr] = []
        for child in node.nodes:
            written = self._inlined(child)
            if written is None:
                plain.append(child)
                continue
            if plain:
                pieces.append(nodes.Output(plain, lineno=node.lineno))
                plain = []
            pieces += written
        if plain:
            pieces.append(nodes.Output(plain, lineno=node.lineno))
        return pieces

    def _inlined(self, call: nodes.Expr) -> list[nodes.Node] | None:
        if not (isinstance(call, nodes.Call) and isinstance(call.node, nodes.Name)):
            return None
        if call.node.name not in self._source.macros:
            return None
        macro, source = self._source.macros[call.node.name]
        if not self._inliner.can_inline(macro, source, is_own=source is self._source):
            return None
        return self._inliner.body(macro, _arguments(macro, call), source)

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802
        """Write in what is text alone, such as a drawing."""
        name = node.template.value if isinstance(node.template, nodes.Const) else ""
        body = self._inliner.parsed(name).body if name else []
        is_text = all(
            isinstance(one, nodes.Output) and all(isinstance(part, nodes.TemplateData) for part in one.nodes)
            for one in body
        )
        return copied(body[0]) if is_text and len(body) == 1 else node


class _Renamer(NodeTransformer):
    def __init__(self, renamed: Mapping[str, str], given: Mapping[str, nodes.Expr]) -> None:
        self._renamed, self._given = renamed, given

    def visit_Name(self, node: nodes.Name) -> nodes.Node:  # noqa: N802
        if given := self._given.get(node.name):
            return copied(given)
        return nodes.Name(self._renamed.get(node.name, node.name), node.ctx, lineno=node.lineno)


def _arguments(macro: nodes.Macro, call: nodes.Call) -> dict[str, nodes.Expr]:
    names = [argument.name for argument in macro.args]
    defaults = dict(zip(reversed(names), reversed(macro.defaults), strict=False))
    return {
        **defaults,
        **dict(zip(names, call.args, strict=False)),
        **{keyword.key: keyword.value for keyword in call.kwargs},
    }


def _calls_itself(macro: nodes.Macro, source: _Source) -> bool:
    reached: set[str] = set()
    waiting = [(macro, source)]
    while waiting:
        caller, where = waiting.pop()
        for name in _called(caller) - reached:
            if name in where.macros:
                reached.add(name)
                waiting.append(where.macros[name])
    return macro.name in reached


def _called(node: nodes.Node) -> frozenset[str]:
    """Return the names that a tree still calls."""
    return frozenset(call.node.name for call in node.find_all(nodes.Call) if isinstance(call.node, nodes.Name))


def _drop_unused(tree: nodes.Template) -> None:
    macros = {macro.name: macro for macro in tree.body if isinstance(macro, nodes.Macro)}
    wanted = set().union(*(_called(one) for one in tree.body if not isinstance(one, nodes.Macro)))
    waiting = [name for name in wanted if name in macros]
    while waiting:
        more = _called(macros[waiting.pop()]) - wanted
        wanted |= more
        waiting += [name for name in more if name in macros]
    tree.body = [one for one in tree.body if not isinstance(one, nodes.Macro) or one.name in wanted]
    for imported in tree.find_all(nodes.FromImport):
        imported.names = [one for one in imported.names if (one[1] if isinstance(one, tuple) else one) in wanted]
    tree.body = [one for one in tree.body if not isinstance(one, nodes.FromImport) or one.names]


def _is_always_the_same(value: nodes.Expr) -> bool:
    """Tell whether a value can stand wherever its name is: a name, or a part of a view, all of which are frozen."""
    return isinstance(value, nodes.Name) or (isinstance(value, nodes.Getattr) and _is_always_the_same(value.node))


def _bound(node: nodes.Node) -> frozenset[str]:
    names = (name for name in node.find_all(nodes.Name) if name.ctx in {"store", "param"})
    return frozenset(name.name for name in names)


def copied(node: N) -> N:
    """Return a copy of a tree, which a transformer may change."""
    made = type(node)(*map(_copied_field, (value for _, value in node.iter_fields())))
    for name in node.attributes:
        setattr(made, name, getattr(node, name, None))
    return made


def _copied_field(value: object) -> object:
    if isinstance(value, list):
        return [_copied_field(one) for one in value]
    return copied(value) if isinstance(value, nodes.Node) else value
