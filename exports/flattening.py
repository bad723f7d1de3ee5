"""A template and the one that it extends as one tree, and neighbouring pieces of text as one.

A page is then made by one function, whose pieces pass through no other: Jinja2 as it comes has a function a block,
which looks up all names anew and hands each piece up through the function of the template that is extended.
"""

from collections.abc import Callable, Mapping
from typing import Final

from jinja2 import nodes

from exports.trees import bodies, copied, statements

_NAMED: Final = (nodes.Macro, nodes.FromImport)


def flattened(tree: nodes.Template, prepared: Callable[[str], nodes.Template]) -> nodes.Template:
    """Return a template with its blocks in their places in the one that it extends, however far that goes.

    Args:
        tree: the template.
        prepared: returns the tree of a template by its name, prepared as ``tree`` is.

    Raises:
        ValueError: if a block sets a variable, which would reach beyond it.
    """
    found = _filled(tree, prepared)
    found.body = _in_place(found.body, {})
    for one in statements(found):
        if isinstance(one, nodes.Assign | nodes.AssignBlock):
            raise ValueError(f"line {one.lineno}: a variable is set, which would reach beyond its block")
    return found


def joined(tree: nodes.Template) -> nodes.Template:
    """Return a template in which pieces that follow one another are written at once."""
    _join(tree)
    return tree


def _filled(tree: nodes.Template, prepared: Callable[[str], nodes.Template]) -> nodes.Template:
    parts = list(statements(tree))
    extends = next((one for one in parts if isinstance(one, nodes.Extends)), None)
    if extends is None:
        return tree
    assert isinstance(extends.template, nodes.Const)
    base = _filled(copied(prepared(extends.template.value)), prepared)
    body = _in_place(base.body, {one.name: one for one in parts if isinstance(one, nodes.Block)})
    named = [one for one in (*tree.body, *body) if isinstance(one, _NAMED)]
    base.body = [*named, *(one for one in body if not isinstance(one, _NAMED))]
    return base


def _in_place(body: list[nodes.Node], given: Mapping[str, nodes.Block]) -> list[nodes.Node]:
    """Return statements whose blocks have the content that a template has for them; with none given, it in place."""
    found: list[nodes.Node] = []
    for one in body:
        if isinstance(one, nodes.Block) and one.name in given:
            found.append(given[one.name])
            continue
        for name, below in bodies(one):
            setattr(one, name, _in_place(below, given))
        if isinstance(one, nodes.Block) and not given:
            found += one.body
        else:
            found.append(one)
    return found


def _join(node: nodes.Node) -> None:
    for name, body in bodies(node):
        for one in body:
            _join(one)
        setattr(node, name, _pieces(body))


def _pieces(body: list[nodes.Node]) -> list[nodes.Node]:
    found: list[nodes.Node] = []
    for one in body:
        last = found[-1] if found else None
        if isinstance(one, nodes.Output) and isinstance(last, nodes.Output):
            found[-1] = nodes.Output([*last.nodes, *one.nodes], lineno=last.lineno)
        else:
            found.append(one)
    return found
