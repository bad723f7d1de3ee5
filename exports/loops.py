"""Loops that ask only for ``loop.first``, ``loop.last`` or ``loop.index`` are given these as plain variables."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

T = TypeVar("T")
N = TypeVar("N", bound=nodes.Node)
NUMBERED: Final = "numbered"
COUNTED: Final = "counted"
"""What :func:`numbered` and a plain count are called in templates."""


def numbered(items: Iterable[T]) -> Iterator[tuple[int, bool, T]]:
    """Return the items with their numbers from 1, and whether each is the last."""
    found: Sequence[T] = items if isinstance(items, tuple | list) else list(items)
    last = len(found)
    return zip(range(1, last + 1), [False] * (last - 1) + [True], found, strict=False)


class Loops(NodeTransformer):
    """Gives such loops their plain variables."""

    def __init__(self) -> None:
        self._count = 0

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja calls it by the node's name
        """Replace what a loop asks of ``loop``, if it is nothing else."""
        self.generic_visit(node)  # the inner loops first: what is left belongs to this one
        asked = [one for one in _of_body(node, nodes.Getattr) if _is_loop(one.node)]
        names = [one for one in _of_body(node, nodes.Name) if one.name == "loop"]
        known = {"first", "last", "index"}
        if not names or len(asked) != len(names) or node.test or any(one.attr not in known for one in asked):
            return node
        self._count += 1
        number, last = f"loop_number_{self._count}", f"loop_last_{self._count}"
        node.body = [_Asked(number, last).visit(one) for one in node.body]
        asks_for_last = any(one.attr == "last" for one in asked)
        given = (number, last) if asks_for_last else (number,)
        node.target = nodes.Tuple(
            [*(nodes.Name(one, "store") for one in given), node.target], "store", lineno=node.lineno
        )
        maker = NUMBERED if asks_for_last else COUNTED
        node.iter = nodes.Call(nodes.Name(maker, "load"), [node.iter], [], None, None, lineno=node.lineno)
        return node


class _Asked(NodeTransformer):
    def __init__(self, number: str, last: str) -> None:
        self._number, self._last = nodes.Name(number, "load"), nodes.Name(last, "load")

    def visit_Getattr(self, node: nodes.Getattr) -> nodes.Node:  # noqa: N802
        if not _is_loop(node.node):
            return self.generic_visit(node)
        if node.attr == "first":
            return nodes.Compare(self._number, [nodes.Operand("eq", nodes.Const(1))])
        return self._last if node.attr == "last" else self._number


def _of_body(loop: nodes.For, kind: type[N]) -> Iterator[N]:
    for one in loop.body:
        if isinstance(one, kind):
            yield one
        yield from one.find_all(kind)


def _is_loop(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "loop"
