"""The shapes as readable documentation: what a record of each kind must and may say, and what is wished for."""

from collections.abc import Sequence
from itertools import groupby

from exports.formats import TURTLE
from exports.page_language import PageLanguage
from exports.page_views import Download, Link
from exports.quality import paths, patterns
from exports.quality.reference import Reference
from exports.quality.reference_views import FormView, KindShape, RuleGroup, RuleView, ShapesView, SharedRule
from exports.quality.sharing import fragment, shared
from graph_builder.rdf import iri_text, local_name
from graph_builder.schema import schema
from graph_builder.shape_values import Form, NodeShape, PropertyShape


class ShapesPage:
    """Compiles the shapes for one language."""

    def __init__(self, page: PageLanguage) -> None:
        self._page, self._words = page, page.words
        self._reference = Reference(page)

    def view(self) -> ShapesView:
        """Return the page."""
        return ShapesView(
            frame=self._page.frame(paths.SHAPES, self._words["shapes_title"], default=paths.SHAPES_DEFAULT),
            kinds=tuple(map(self._kind, schema().kinds.values())),
            shared=tuple(
                SharedRule(self._reference.rule(shape, local_name(shape.shape)), tuple(map(self._link, kinds)))
                for shape, kinds in shared().values()
            ),
            forms=tuple(map(self._form, schema().forms)),
            downloads=tuple(
                Download(f"{name}.{TURTLE.suffix}", TURTLE.media_type, f"{name}.{TURTLE.suffix}")
                for name in ("shapes", "advice")
            ),
        )

    def _kind(self, kind: NodeShape) -> KindShape:
        by_group = {group.term: group for group in schema().groups}
        ordered = sorted(kind.properties, key=lambda shape: by_group[shape.group].order)
        return KindShape(
            anchor=local_name(kind.shape),
            kind=self._reference.term(kind.target_class),
            iri=iri_text(kind.shape),
            pattern=kind.pattern,
            pattern_words=patterns.in_words(kind.pattern, self._words),
            message=self._page.said(kind.messages),
            groups=tuple(
                RuleGroup(self._page.said(by_group[group].labels), self._rules(kind, list(shapes)))
                for group, shapes in groupby(ordered, key=lambda shape: shape.group)
            ),
            checks=self._rules(kind, [shape for shape in kind.advice if shape.severity == "Violation"]),
            advice=self._rules(kind, [shape for shape in kind.advice if shape.severity != "Violation"]),
        )

    def _rules(self, kind: NodeShape, shapes: Sequence[PropertyShape]) -> tuple[RuleView, ...]:
        return tuple(self._reference.rule(shape, fragment(kind, shape)) for shape in shapes)

    def _link(self, kind: NodeShape) -> Link:
        label = self._page.label(kind.target_class)
        return Link(label, f"{paths.SHAPES.format(self._page.code)}#{local_name(kind.shape)}")

    def _form(self, form: Form) -> FormView:
        return FormView(
            anchor=local_name(form.shape),
            datatype=self._reference.term(form.datatype),
            pattern=form.pattern,
            pattern_words=patterns.in_words(form.pattern, self._words),
            message=self._page.said(form.messages),
        )
