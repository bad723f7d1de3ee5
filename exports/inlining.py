"""Macros written into the place where they are called, as a compiler does: a page calls hundreds of them.

What a template says does not change, only how often one function calls another. A macro that calls itself, directly or
through others, stays one. Names that a macro binds are made unique, so that none of the caller's is hidden.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Final, TypeAlias

from jinja2 import nodes

from exports.trees import bodies, copied, statements, walked

WORDS: Final = "w"
FRAME: Final = "f"
CONTEXT: Final = frozenset({"v", FRAME, WORDS, "lists", "style"})
"""What a page gives to its template; no template may call anything else so."""

_UNKNOWN_TO_INLINING: Final = frozenset({"caller", "varargs", "kwargs"})


@dataclass(frozen=True, eq=False)
class _Source:
    """A template with the macros that can be called in it, its own and others, each with the template that has it."""

    tree: nodes.Template
    macros: "dict[str, _Known]"


_Known: TypeAlias = tuple[nodes.Macro, _Source]


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
        self._bodies: dict[nodes.Macro, tuple[list[nodes.Node], frozenset[str]]] = {}

    def prepare(self, tree: nodes.Template) -> nodes.Template:
        """Inline the macros that a template calls, of those that it extends too, and return it.

        Raises:
            ValueError: if the template gives another meaning to a reserved name, or to a macro that it has from the
                template that it extends.
        """
        for loop in statements(tree):
            if isinstance(loop, nodes.For) and (hidden := self._reserved & _bound([loop.target])):
                raise ValueError(f"line {loop.lineno}: {', '.join(hidden)} means the same in every template")
        writer = _Writer(self._source(tree), self)
        body = [one for one in tree.body if not isinstance(one, nodes.Macro)]
        macros = {one.name: one for one in tree.body if isinstance(one, nodes.Macro)}
        body = writer.written(body)
        made: dict[str, nodes.Macro] = {}
        waiting = [called for one in body for called in _called(one)] if macros else []
        while waiting:
            name = waiting.pop()
            if name in macros and name not in made:
                made[name] = copied(macros[name])
                writer.write_below(made[name])
                waiting += _called(made[name])
        tree.body = [*(made[name] for name in macros if name in made), *body]
        return tree

    def body(self, macro: nodes.Macro, values: Mapping[str, nodes.Expr], source: _Source) -> list[nodes.Node]:
        """Return the body of a macro for one call."""
        whole, bound = self._body(macro, source)
        number = next(self._numbers)
        renamed = {name: f"{name}_{number}" for name in bound}
        given = {name: value for name, value in values.items() if _is_always_the_same(value)}
        body = [copied(one, given, renamed) for one in whole]
        named = [name for name in values if name not in given]
        if not named:  # without a scope of its own it can be joined with what stands around it
            return body
        targets: list[nodes.Expr] = [nodes.Name(renamed[name], "param") for name in named]
        return [nodes.With(targets, [values[name] for name in named], body, lineno=macro.lineno)]

    def can_inline(self, macro: nodes.Macro, source: _Source, *, is_own: bool) -> bool:
        """Tell whether a macro can be written into a template; of another template, only if it then calls none."""
        key = macro, is_own
        if key not in self._known:
            uses = {one.name for one in walked(macro) if isinstance(one, nodes.Name)}
            self._known[key] = not (_UNKNOWN_TO_INLINING & uses or _calls_itself(macro, source))
            if self._known[key] and not is_own:
                body, _ = self._body(macro, source)
                self._known[key] = not any(name in source.macros for one in body for name in _called(one))
        return self._known[key]

    def parsed(self, name: str) -> nodes.Template:
        """Return the tree of another template as it is written."""
        return self._named(name).tree

    def _body(self, macro: nodes.Macro, source: _Source) -> tuple[list[nodes.Node], frozenset[str]]:
        """Return the body of a macro with those inlined that it calls, and the names that are bound in it."""
        if macro not in self._bodies:
            body = _Writer(source, self).written([copied(one) for one in macro.body])
            self._bodies[macro] = body, _bound([*macro.args, *body])
        return self._bodies[macro]

    def _source(self, tree: nodes.Template) -> _Source:
        source = _Source(tree, {})
        parts = list(statements(tree))
        for imported in parts:
            if isinstance(imported, nodes.FromImport):
                other = self._named(_constant(imported.template))
                for entry in imported.names:
                    name, called = entry if isinstance(entry, tuple) else (entry, entry)
                    source.macros[called] = other.macros[name]
        for macro in parts:
            if isinstance(macro, nodes.Macro):
                source.macros[macro.name] = (macro, source)
        for extends in parts:
            if isinstance(extends, nodes.Extends):
                _extend(source, self._named(_constant(extends.template)))
        return source

    def _named(self, name: str) -> _Source:
        if name not in self._sources:
            self._sources[name] = self._source(self._parse(name))
        return self._sources[name]


class _Writer:
    """Replaces the calls of macros that stand alone in ``{{ }}``."""

    def __init__(self, source: _Source, inliner: Inliner) -> None:
        self._source, self._inliner = source, inliner

    def written(self, body: Iterable[nodes.Node]) -> list[nodes.Node]:
        """Return statements with the bodies of macros instead of their calls."""
        found: list[nodes.Node] = []
        for one in body:
            if isinstance(one, nodes.Output):
                found += self._pieces(one)
            elif isinstance(one, nodes.Include):
                found.append(self._included(one))
            else:
                self.write_below(one)
                found.append(one)
        return found

    def write_below(self, node: nodes.Node) -> None:
        """Replace them in the statements that a node holds."""
        for name, body in bodies(node):
            setattr(node, name, self.written(body))

    def _pieces(self, node: nodes.Output) -> list[nodes.Node]:
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

    def _included(self, node: nodes.Include) -> nodes.Node:
        """Write in what is text alone, such as a drawing."""
        name = node.template.value if isinstance(node.template, nodes.Const) else ""
        body = self._inliner.parsed(name).body if name else []
        is_text = all(
            isinstance(one, nodes.Output) and all(isinstance(part, nodes.TemplateData) for part in one.nodes)
            for one in body
        )
        return copied(body[0]) if is_text and len(body) == 1 else node


def without_unused(tree: nodes.Template) -> nodes.Template:
    """Return a template without the macros that it does not call, made or imported."""
    macros = {macro.name: macro for macro in tree.body if isinstance(macro, nodes.Macro)}
    wanted: set[str] = set()
    waiting = [called for one in tree.body if not isinstance(one, nodes.Macro) for called in _called(one)]
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += _called(macros[name]) if name in macros else ()
    tree.body = [one for one in tree.body if not isinstance(one, nodes.Macro) or one.name in wanted]
    for imported in tree.body:
        if isinstance(imported, nodes.FromImport):
            imported.names = [one for one in imported.names if (one[1] if isinstance(one, tuple) else one) in wanted]
    tree.body = [one for one in tree.body if not isinstance(one, nodes.FromImport) or one.names]
    return tree


def _extend(source: _Source, other: _Source) -> None:
    for name, (macro, where) in other.macros.items():
        own, mine = source.macros.setdefault(name, (macro, where))
        is_alike = own == macro and (mine is where or (mine is source and where is other))
        if not is_alike:
            raise ValueError(f"line {own.lineno}: {name} is another macro in the template that is extended")


def _constant(name: nodes.Expr) -> str:
    assert isinstance(name, nodes.Const)
    return str(name.value)


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
    calls = (one.node for one in walked(node) if isinstance(one, nodes.Call))
    return frozenset(one.name for one in calls if isinstance(one, nodes.Name))


def _is_always_the_same(value: nodes.Expr) -> bool:
    """Tell whether a value can stand wherever its name is: a name, or a part of a view, all of which are frozen."""
    return isinstance(value, nodes.Name) or (isinstance(value, nodes.Getattr) and _is_always_the_same(value.node))


def _bound(trees: Iterable[nodes.Node]) -> frozenset[str]:
    names = (one for tree in trees for one in walked(tree) if isinstance(one, nodes.Name))
    return frozenset(one.name for one in names if one.ctx in {"store", "param"})
