"""A template and the one that it extends as one tree, and neighbouring pieces of text as one.

A page is then made by one function, whose pieces pass through no other: Jinja2 as it comes has a function a block,
which looks up all names anew and hands each piece up through the function of the template that is extended.
"""

from collections.abc import Callable, Mapping
from typing import Final

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

from exports.inlining import copied

_NAMED: Final = (nodes.Macro, nodes.FromImport)


def flattened(tree: nodes.Template, parse: Callable[[str], nodes.Template]) -> nodes.Template:
    """Return a template with its blocks in their places in the one that it extends, however far that goes.

    Args:
        tree: the template.
        parse: returns the tree of a template by its name.

    Raises:
        ValueError: if both give a name to different macros, or if a block sets a variable, which would reach beyond it.
    """
    found = _filled(tree, parse)
    for one in found.find_all((nodes.Assign, nodes.AssignBlock)):
        raise ValueError(f"line {one.lineno}: a variable is set, which would reach beyond its block")
    return _written_in(found, {})


def joined(tree: nodes.Template) -> nodes.Template:
    """Return a template in which pieces that follow one another are written at once."""
    _join(tree)
    return tree


def _filled(tree: nodes.Template, parse: Callable[[str], nodes.Template]) -> nodes.Template:
    extends = tree.find(nodes.Extends)
    if extends is None:
        return tree
    assert isinstance(extends.template, nodes.Const)
    base = _filled(copied(parse(extends.template.value)), parse)
    given = {block.name: block for block in tree.find_all(nodes.Block)}
    base = _written_in(base, given)
    own = [one for one in tree.body if isinstance(one, _NAMED)]
    known: dict[str, object] = {}
    for one in (*own, *base.body):
        for name, meaning in _names(one):
            if known.setdefault(name, meaning) != meaning:
                raise ValueError(f"line {one.lineno}: {name} is another macro in the template that is extended")
    base.body = [
        *own,
        *(one for one in base.body if isinstance(one, _NAMED)),
        *(one for one in base.body if not isinstance(one, _NAMED)),
    ]
    return base


def _names(node: nodes.Node) -> list[tuple[str, object]]:
    """Return the names of macros that a part of a template brings, each with what tells one macro from another."""
    if isinstance(node, nodes.Macro):
        return [(node.name, node)]
    if not isinstance(node, nodes.FromImport):
        return []
    pairs = [entry if isinstance(entry, tuple) else (entry, entry) for entry in node.names]
    return [(called, (node.template, name)) for name, called in pairs]


def _written_in(tree: nodes.Template, given: Mapping[str, nodes.Block]) -> nodes.Template:
    written: nodes.Template = _Blocks(given).visit(tree)
    return written


class _Blocks(NodeTransformer):
    """Gives blocks the content that a template has for them; with none given, writes each into its place."""

    def __init__(self, given: Mapping[str, nodes.Block]) -> None:
        self._given = given

    def visit_Block(self, node: nodes.Block) -> nodes.Node | list[nodes.Node]:  # noqa: N802 - Jinja's name for it
        if node.name in self._given:
            return self._given[node.name]
        self.generic_visit(node)
        return node if self._given else node.body


def _join(node: nodes.Node) -> None:
    for name, value in node.iter_fields():
        if isinstance(value, list) and any(isinstance(one, nodes.Output) for one in value):
            setattr(node, name, _pieces(value))
    for child in node.iter_child_nodes():
        _join(child)


def _pieces(body: list[nodes.Node]) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    for one in body:
        last = found[-1] if found else None
        if isinstance(one, nodes.Output) and isinstance(last, nodes.Output):
            found[-1] = nodes.Output([*last.nodes, *one.nodes], lineno=last.lineno)
        else:
            found.append(one)
    return found
