"""Trees of templates, walked and copied: Jinja2's own ways ask each node for each field by its name, time and again."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, TypeVar

from jinja2 import nodes

N = TypeVar("N", bound=nodes.Node)
LEAVES: Final = frozenset({nodes.Name, nodes.Const, nodes.TemplateData})
"""What most nodes are: they hold no others."""

_NO_NODES: Final[Mapping[str, nodes.Expr]] = MappingProxyType({})
_NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})


def walked(tree: nodes.Node) -> list[nodes.Node]:
    """Return a node and all below it, in the order in which they stand."""
    found: list[nodes.Node] = []
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        found.append(node)
        if type(node) in LEAVES:
            continue
        below: list[nodes.Node] = []
        for name in node.fields:
            value = getattr(node, name, None)
            if type(value) is list:
                if value and isinstance(value[0], nodes.Node):
                    below += value
            elif isinstance(value, nodes.Node):
                below.append(value)
        below.reverse()
        waiting += below
    return found


def bodies(node: nodes.Node) -> list[tuple[str, list[nodes.Node]]]:
    """Return the lists of statements that a node holds, each with the name of its field."""
    if isinstance(node, nodes.Output):
        return []
    fields = ((name, getattr(node, name, None)) for name in node.fields)
    return [
        (name, value) for name, value in fields if type(value) is list and value and isinstance(value[0], nodes.Stmt)
    ]


def statements(tree: nodes.Node) -> Iterator[nodes.Node]:
    """Yield all statements below a node, in the order in which they stand."""
    for _, body in bodies(tree):
        for one in body:
            yield one
            yield from statements(one)


def copied(node: N, values: Mapping[str, nodes.Expr] = _NO_NODES, renamed: Mapping[str, str] = _NO_NAMES) -> N:
    """Return a copy of a tree, which may then be changed.

    Args:
        node: the root of the tree.
        values: what stands in the copy instead of a name.
        renamed: names that are others in the copy.
    """
    if isinstance(node, nodes.Name):
        if node.name in values:
            return copied(values[node.name])  # type: ignore[return-value]
        if node.name in renamed:
            return nodes.Name(renamed[node.name], node.ctx, lineno=node.lineno)  # type: ignore[return-value]
    made: N = object.__new__(type(node))
    fields = vars(made)
    fields.update(vars(node))
    if type(node) in LEAVES:
        return made
    for name in node.fields:
        value = fields.get(name)
        if type(value) is list:
            fields[name] = [copied(one, values, renamed) if isinstance(one, nodes.Node) else one for one in value]
        elif isinstance(value, nodes.Node):
            fields[name] = copied(value, values, renamed)
    return made
