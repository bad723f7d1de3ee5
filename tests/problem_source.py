"""What the code can say in a problem: every message and remedy, its values left open, found in the syntax tree.

A text is followed from the call that reports it: through local names, parameters of functions of the same module,
what functions return, conditions and tables. What cannot be followed is a value, written as :data:`VALUE`.
"""

import ast
import importlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from types import FunctionType, ModuleType
from typing import Any, Final

from support import ROOT

VALUE: Final = "\0"
"""Stands in a text where the code puts in a value."""

_REPORTING: Final = {"error", "warn", "info"}
_MADE: Final = {"Problem": "graph_builder.problems", "Fault": "graph_builder.records.faults"}
_FORWARDED: Final = {"message", "remedy"}
_DEEPEST: Final = 12


@dataclass(frozen=True, order=True)
class Said:
    """A text and the line that reports it."""

    text: str
    where: str


def said_in_problems(passed_over: Iterable[str] = ()) -> list[Said]:
    """Return the texts of all modules but those named, each with the line that reports it."""
    found = set()
    for path in sorted((ROOT / "graph_builder").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name not in {*passed_over, "graph_builder/problems.py"}:
            found |= set(_Module(name, path.read_text("utf-8")).said())
    return sorted(found)


@dataclass(frozen=True)
class _Module:
    name: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def live(self) -> ModuleType:
        return importlib.import_module(self.name.removesuffix(".py").replace("/", "."))

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        return {node.name: node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)}

    @cached_property
    def owners(self) -> dict[int, ast.FunctionDef]:
        """Return the innermost function of each node."""
        return {id(inner): node for node in self.functions.values() for inner in ast.walk(node)}

    def said(self) -> Iterator[Said]:
        for call in self._calls():
            if self._reports(call):
                for argument in call.args[2:4]:
                    if isinstance(argument, ast.Attribute) and argument.attr in _FORWARDED:
                        continue  # told where the fault was made
                    for text in self.values(argument, self.owners.get(id(call)), 0):
                        yield Said(text, f"{self.name}:{call.lineno}")

    def _calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def _reports(self, call: ast.Call) -> bool:
        name = _name(call.func)
        if isinstance(call.func, ast.Attribute):
            assert not {word.arg for word in call.keywords} & _FORWARDED, f"{self.name}:{call.lineno}: give it by place"
            return name in _REPORTING and len(call.args) == 4
        if name not in _MADE or getattr(self.live, name).__module__ != _MADE[name]:
            return False
        assert len(call.args) >= 4, f"{self.name}:{call.lineno}: give message and remedy by place"
        return True

    def values(self, node: ast.expr, owner: ast.FunctionDef | None, depth: int) -> set[Any]:
        """Return what an expression may be: texts, and tuples of texts."""
        if depth > _DEEPEST:
            return {VALUE}
        inner = depth + 1
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.Constant(value=None):
                return set()
            case ast.JoinedStr(values=parts):
                return self._joined(parts, owner, inner)
            case ast.FormattedValue(value=value, format_spec=None, conversion=-1):
                return self.values(value, owner, inner)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._joined([left, right], owner, inner)
            case ast.IfExp(body=body, orelse=other):
                return self.values(body, owner, inner) | self.values(other, owner, inner)
            case ast.BoolOp(values=choices):
                return set().union(*(self.values(choice, owner, inner) for choice in choices))
            case ast.NamedExpr(value=value) | ast.Starred(value=value):
                return self.values(value, owner, inner)
            case ast.Subscript(value=value, slice=ast.Slice()):
                return self.values(value, owner, inner)
            case ast.Subscript(value=ast.Name(id=name)):
                return self._entries(name, owner, inner)
            case ast.Tuple(elts=parts):
                return self._tuples(parts, owner, inner)
            case ast.Name(id=name):
                return self._named(name, owner, inner)
            case ast.Call():
                return self._called(node, owner, inner)
        return {VALUE}

    def _joined(self, parts: Iterable[ast.expr], owner: ast.FunctionDef | None, depth: int) -> set[Any]:
        return {"".join(choice) for choice in product(*(_texts(self.values(part, owner, depth)) for part in parts))}

    def _tuples(self, parts: list[ast.expr], owner: ast.FunctionDef | None, depth: int) -> set[Any]:
        found = set()
        for choice in product(*(self.values(part, owner, depth) or {VALUE} for part in parts)):
            flat: list[Any] = []
            for part, value in zip(parts, choice, strict=True):
                flat += value if isinstance(part, ast.Starred) and isinstance(value, tuple) else [value]
            found.add(tuple(flat))
        return found

    def _named(self, name: str, owner: ast.FunctionDef | None, depth: int) -> set[Any]:
        found: set[Any] = set()
        bound = False
        for target, value, each in _bindings(owner) if owner else ():
            for path in _paths(target, name):
                bound = True
                whole = self._elements(value, owner, depth) if each else self.values(value, owner, depth)
                found |= {_at(one, path) for one in whole}
        for node in ast.walk(owner) if owner else ():
            if isinstance(node, ast.AugAssign) and _name(node.target) == name:
                found |= {a + b for a, b in product(found, _texts(self.values(node.value, owner, depth)))}
        if bound:
            return found
        if owner and name in (names := [one.arg for one in owner.args.args if one.arg not in {"self", "cls"}]):
            return self._argument(owner, names.index(name), name, depth)
        return _plain(getattr(self.live, name, VALUE))

    def _argument(self, owner: ast.FunctionDef, index: int, name: str, depth: int) -> set[Any]:
        """Return what the calls of the same module pass to a parameter."""
        found: set[Any] = set()
        defaults = owner.args.defaults
        from_end = len(owner.args.args) - [one.arg for one in owner.args.args].index(name)
        if from_end <= len(defaults):
            found |= self.values(defaults[-from_end], None, depth)
        for call in self._calls():
            if _name(call.func) != owner.name:
                continue
            given = [word.value for word in call.keywords if word.arg == name] or call.args[index : index + 1]
            for value in given:
                found |= self.values(value, self.owners.get(id(call)), depth)
        return found or {VALUE}

    def _elements(self, node: ast.expr, owner: ast.FunctionDef | None, depth: int) -> set[Any]:
        """Return what a loop over an expression goes through."""
        match node:
            case ast.List(elts=parts):
                return set().union(*(self.values(part, owner, depth) for part in parts))
            case ast.ListComp(elt=part) | ast.GeneratorExp(elt=part):
                return self.values(part, owner, depth)
            case ast.Call(func=ast.Name(id="filter"), args=[_, inner]):
                return self._elements(inner, owner, depth)
            case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id=name), *_]):
                return self._returned(name, depth)
            case ast.Name(id=name):
                return self._of_list(name, owner, depth)
        return {VALUE}

    def _of_list(self, name: str, owner: ast.FunctionDef | None, depth: int) -> set[Any]:
        known = getattr(self.live, name, None)
        if isinstance(known, tuple):
            return {part for whole in _plain(known) for part in whole}
        found: set[Any] = set()
        for node in ast.walk(owner) if owner else ():
            match node:
                case ast.Assign(targets=[ast.Name(id=other)], value=value) if other == name:
                    found |= self._elements(value, owner, depth)
                case ast.AnnAssign(target=ast.Name(id=other), value=ast.expr() as value) if other == name:
                    found |= self._elements(value, owner, depth)
                case ast.AugAssign(target=ast.Name(id=other), value=value) if other == name:
                    found |= self._elements(value, owner, depth)
                case ast.Call(func=ast.Attribute(value=ast.Name(id=other), attr="append"), args=[value]):
                    found |= self.values(value, owner, depth) if other == name else set()
        return found or {VALUE}

    def _entries(self, name: str, owner: ast.FunctionDef | None, depth: int) -> set[Any]:
        """Return what a local table of texts holds."""
        tables = [value for target, value, _ in _bindings(owner) if _name(target) == name] if owner else []
        parts = [part for table in tables if isinstance(table, ast.Dict) for part in table.values]
        return set().union(*(self.values(part, owner, depth) for part in parts)) or {VALUE}

    def _called(self, call: ast.Call, owner: ast.FunctionDef | None, depth: int) -> set[Any]:
        match call.func:
            case ast.Name(id="next"):
                return self._elements(call.args[0], owner, depth)
            case ast.Attribute(value=whole, attr="format"):
                forms = _texts(self.values(whole, owner, depth))
                given = product(*(_texts(self.values(one, owner, depth)) for one in call.args))
                return {form.format(*values) for form, values in product(forms, list(given))}
            case ast.Attribute(value=whole, attr="removeprefix"):
                (start,) = (self.values(one, owner, depth) for one in call.args)
                return {form.removeprefix(one) for form in _texts(self.values(whole, owner, depth)) for one in start}
            case ast.Attribute(value=ast.Name(id=name), attr="get") if isinstance(
                table := getattr(self.live, name, None), dict
            ):
                return {part for value in table.values() for part in _plain(value)}
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="self"), attr=name):
                return self._returned(name, depth)
        return {VALUE}

    def _returned(self, name: str, depth: int) -> set[Any]:
        module, function = self, self.functions.get(name)
        known = getattr(self.live, name, None)
        if function is None and isinstance(known, FunctionType) and known.__module__.startswith("graph_builder."):
            path = known.__module__.replace(".", "/") + ".py"
            module = _Module(path, (ROOT / path).read_text("utf-8"))
            function = module.functions[name]
        if function is None:
            return {VALUE}
        given = [node.value for node in ast.walk(function) if isinstance(node, ast.Return) and node.value]
        return set().union(*(module.values(value, function, depth) for value in given)) - {""}


def _bindings(function: ast.FunctionDef) -> Iterator[tuple[ast.expr, ast.expr, bool]]:
    """Yield (target, value, whether the value is gone through) of each place where names get their values."""
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[target], value=value) | ast.NamedExpr(target=target, value=value):
                yield target, value, False
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                yield target, value, False
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                yield target, value, True


def _paths(target: ast.expr, name: str) -> Iterator[tuple[int | slice, ...]]:
    """Yield where in a target a name stands, as indexes into its value."""
    if _name(target) == name:
        yield ()
    for index, part in enumerate(target.elts if isinstance(target, ast.Tuple) else ()):
        if isinstance(part, ast.Starred):
            yield from ((slice(index, None), *rest) for rest in _paths(part.value, name))
        else:
            yield from ((index, *rest) for rest in _paths(part, name))


def _at(value: Any, path: tuple[int | slice, ...]) -> Any:
    for index in path:
        value = value[index] if isinstance(value, tuple) else VALUE
    return value


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _texts(values: set[Any]) -> set[str]:
    return {value if isinstance(value, str) else VALUE for value in values} or {VALUE}


def _plain(value: Any) -> set[Any]:
    return {value} if isinstance(value, str | tuple) else {VALUE}
