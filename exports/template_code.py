"""The Python that Jinja2 writes of a template, where it can be written more directly than Jinja2 does by itself."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame

from exports.inlining import CONTEXT, FRAME, WORDS
from exports.loops import COUNTED, NUMBERED
from exports.trees import walked

KEPT: Final = "kept"
AGAIN: Final = "again"
"""Names of the functions by which templates ask for a fragment."""

_KEY_OF: Final = {FRAME: "root", WORDS: "language"}
"""What of the frame and the words tells one fragment from another: it alone is handed over."""

_FRAGMENTS_OF: Final = frozenset({KEPT, AGAIN})
GLOBALS: Final = _FRAGMENTS_OF | {NUMBERED, COUNTED}
"""Names of all functions that templates are given."""

_FUNCTIONS: Final = (nodes.Filter, nodes.Test)

_ROOT: Final = "way_to_root"
"""What the way to the root is called in compiled templates, escaped once a block: all links begin with it."""


class Code(CodeGenerator):
    """Writes names, attributes, calls and loops of templates without asking what is known of them beforehand."""

    _apart: Mapping[str, str] = MappingProxyType({})
    _piece: nodes.Node | None = None
    _whole: nodes.Template
    _has_plain_loops = False

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write the macros beside the page if it only ever calls them plainly.

        They are then made once, not anew for each page, which leaves a circle of references each time.
        """
        own = {one.name: one for one in node.body if isinstance(one, nodes.Macro)}
        parts = walked(node)
        for one in parts:
            one.environment = self.environment
        if not any(isinstance(one, nodes.FromImport) for one in node.body) and _is_called_plainly(parts, own):
            self._apart = {name: f"macro_{name}" for name in own}
            node.body = [one for one in node.body if not isinstance(one, nodes.Macro)]
        self._has_plain_loops = not any(_is_named(one, "loop") for one in parts)
        self._whole = node
        super().visit_Template(nodes.Template([]), frame)  # it would search in it for blocks, which stand in place
        for name in self._apart:
            self._write_apart(own[name])

    def _write_apart(self, macro: nodes.Macro) -> None:
        given = [nodes.Name(name, "param") for name in sorted(CONTEXT)]
        whole = nodes.Macro(macro.name, [*macro.args, *given], [], macro.body, lineno=macro.lineno)
        frame = Frame(nodes.EvalContext(self.environment, self.name)).inner()
        frame.symbols.analyze_node(whole)
        names = [frame.symbols.ref(one.name) for one in whole.args]
        self.pull_dependencies(macro.body)
        self.writeline(f"def {self._apart[macro.name]}({', '.join(names)}, {_ROOT}):", macro, 1)
        self.indent()
        self.buffer(frame)
        self.enter_frame(frame)
        self.blockvisit(macro.body, frame)
        self.return_buffer_contents(frame, force_unescaped=True)
        self.leave_frame(frame, with_python_scope=True)
        self.outdent()

    def enter_frame(self, frame: Frame) -> None:
        """Look up what every page gives once, not once in each macro that was written into it."""
        if frame.parent is None:
            frame.symbols.analyze_node(self._whole)
        for name, (_, asked) in list(frame.symbols.loads.items()):
            if asked in GLOBALS or asked in self._apart:
                del frame.symbols.loads[name]
        if frame.parent is None:
            for name in sorted(CONTEXT):
                frame.symbols.load(name)
        super().enter_frame(frame)
        if frame.parent is None:
            page = frame.symbols.ref(FRAME)
            self.writeline(f"{_ROOT} = missing if {page} is missing else escape_text({page}.root)")

    def pull_dependencies(self, nodes: Iterable[nodes.Node]) -> None:
        """Name the filters and tests that statements use."""
        super().pull_dependencies(one for each in nodes for one in walked(each) if isinstance(one, _FUNCTIONS))

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """Yield a page as one text: each of the hundreds of pieces would pass through every generator above it."""
        if frame.buffer or not frame.toplevel:
            super().blockvisit(nodes, frame)
            return
        self.pull_dependencies(self._whole.body)
        self.buffer(frame)
        super().blockvisit(self._whole.body, frame)
        self.writeline(f"yield concat({frame.buffer})")
        frame.buffer = None

    def visit_For(self, node: nodes.For, frame: Frame) -> None:  # noqa: N802
        """Write a loop as Jinja2 does, which searches each anew for what asks of it."""
        if node.recursive or node.test or node.else_ or not self._has_plain_loops:
            super().visit_For(node, frame)
            return
        inner = frame.inner()
        inner.loop_frame = True
        inner.symbols.analyze_node(node, for_branch="body")
        self.writeline("for ", node)
        self.visit(node.target, inner)
        self.write(" in ")
        self.visit(node.iter, frame)
        self.write(":")
        self.indent()
        self.enter_frame(inner)
        self.writeline("_loop_vars = {}")
        self.blockvisit(node.body, inner)
        self.outdent()
        self.leave_frame(inner)

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802 - Jinja calls it by the node's name
        """Write what is always there without asking whether it is."""
        if node.ctx == "load" and node.name in GLOBALS:
            self.write(node.name)
        elif node.ctx == "load" and node.name in CONTEXT:
            self.write(frame.symbols.ref(node.name))
        else:
            super().visit_Name(node, frame)

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Any) -> str:
        """Return text as it stands; Jinja2 would escape what is not escaped."""
        return (
            node.data if isinstance(node, nodes.TemplateData) else super()._output_child_to_const(node, frame, finalize)
        )

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        """Escape a piece unless it is known to be markup; a text, as nearly all are, with no call between."""
        self._piece = node if self._is_markup(node) else None
        if self._piece is None:
            self.write("(escape_text(piece) if type(piece := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if not self._is_markup(node):
            self.write(") is str else escape(piece))")

    def _is_markup(self, node: nodes.Expr) -> bool:
        if isinstance(node, nodes.Getattr):
            return _is_named(node.node, WORDS) or (_is_named(node.node, FRAME) and node.attr == "root")
        return (
            isinstance(node, nodes.Call)
            and isinstance(node.node, nodes.Name)
            and (node.node.name in _FRAGMENTS_OF or node.node.name in self._apart)
        )

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Write ``x.name`` as itself, and ``w.name`` as a key of the words."""
        if node is self._piece and _is_named(node.node, FRAME):
            self.write(_ROOT)
            return
        self.visit(node.node, frame)
        if _is_named(node.node, WORDS):
            self.write(f".escaped[{node.attr!r}]" if node is self._piece else f"[{node.attr!r}]")
        else:
            self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802
        """Call what has a name without asking whether it wants the context: macros do not."""
        name = node.node.name if isinstance(node.node, nodes.Name) else ""
        if not name or node.kwargs or node.dyn_args or node.dyn_kwargs or forward_caller:
            super().visit_Call(node, frame, forward_caller)
            return
        apart, is_piece = self._apart.get(name), node is self._piece
        if apart:
            self.write(f"{apart}(" if is_piece else f"Markup({apart}(")
        else:
            self.visit(node.node, frame)
            self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            key = _KEY_OF.get(argument.name) if name in _FRAGMENTS_OF and isinstance(argument, nodes.Name) else None
            self.write(f".{key}, " if key else ", ")
        if apart:
            self.write(", ".join((*map(frame.symbols.ref, sorted(CONTEXT)), _ROOT)))
            self.write("" if is_piece else ")")
        self.write(")")


def _is_called_plainly(parts: Iterable[nodes.Node], macros: Mapping[str, nodes.Macro]) -> bool:
    """Tell whether macros are nothing but called, each with all its arguments by their places."""
    named = [one for one in parts if _is_one_of(one, macros)]
    calls = [one for one in parts if isinstance(one, nodes.Call) and _is_one_of(one.node, macros)]
    return len(named) == len(calls) and all(_is_plain(one, macros[one.node.name]) for one in calls)  # type: ignore[attr-defined]


def _is_one_of(node: nodes.Node, macros: Mapping[str, nodes.Macro]) -> bool:
    return isinstance(node, nodes.Name) and node.name in macros


def _is_plain(call: nodes.Call, macro: nodes.Macro) -> bool:
    return len(call.args) == len(macro.args) and not (call.kwargs or call.dyn_args or call.dyn_kwargs)


def _is_named(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name
