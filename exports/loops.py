"""Loops that ask only for ``loop.first``, ``loop.last`` or ``loop.index`` are given these as plain variables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from jinja2 import nodes

from exports.trees import LEAVES

T = TypeVar("T")
NUMBERED: Final = "numbered"
COUNTED: Final = "counted"
"""What :func:`numbered` and a plain count are called in templates."""

_KNOWN: Final = frozenset({"first", "last", "index"})


def numbered(items: Iterable[T]) -> Iterator[tuple[int, bool, T]]:
    """Return the items with their numbers from 1, and whether each is the last."""
    found: Sequence[T] = items if isinstance(items, tuple | list) else list(items)
    last = len(found)
    return zip(range(1, last + 1), [False] * (last - 1) + [True], found, strict=False)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A place where a loop is asked for something: what holds it, under which key, and what for, if that is known."""

    holder: Any
    key: Any
    what: str

    def answer(self, number: str, last: str) -> None:
        first = nodes.Compare(nodes.Name(number, "load"), [nodes.Operand("eq", nodes.Const(1))])
        answers = {"first": first, "last": nodes.Name(last, "load"), "index": nodes.Name(number, "load")}
        self.holder[self.key] = answers[self.what]


class Loops:
    """Gives such loops their plain variables."""

    def __init__(self) -> None:
        self._count = 0

    def visit(self, tree: nodes.Node) -> None:
        """Replace what the loops of a tree ask of ``loop``, where it is nothing else."""
        self._go(tree, [])

    def _go(self, node: nodes.Node, asked: list[_Asked]) -> None:
        fields = vars(node)
        for name in node.fields:
            value = fields.get(name)
            if type(value) is list:
                loop = node if name == "body" and isinstance(node, nodes.For) else None
                of: list[_Asked] = [] if loop else asked
                for number, one in enumerate(value):
                    if isinstance(one, nodes.Node):
                        self._part(one, value, number, of)
                if loop:
                    self._give(loop, of)
            elif isinstance(value, nodes.Node):
                self._part(value, fields, name, asked)

    def _part(self, part: nodes.Node, holder: Any, key: Any, asked: list[_Asked]) -> None:
        if isinstance(part, nodes.Getattr) and _is_loop(part.node):
            asked.append(_Asked(holder, key, part.attr))
        elif _is_loop(part):
            asked.append(_Asked(holder, key, ""))
        elif type(part) not in LEAVES:
            self._go(part, asked)

    def _give(self, node: nodes.For, asked: list[_Asked]) -> None:
        if not asked or node.test or any(one.what not in _KNOWN for one in asked):
            return
        self._count += 1
        number, last = f"loop_number_{self._count}", f"loop_last_{self._count}"
        for one in asked:
            one.answer(number, last)
        asks_for_last = any(one.what == "last" for one in asked)
        given = (number, last) if asks_for_last else (number,)
        node.target = nodes.Tuple(
            [*(nodes.Name(one, "store") for one in given), node.target], "store", lineno=node.lineno
        )
        maker = NUMBERED if asks_for_last else COUNTED
        node.iter = nodes.Call(nodes.Name(maker, "load"), [node.iter], [], None, None, lineno=node.lineno)


def _is_loop(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "loop"
