"""The value that passes the gate: the published view, which conforms, and the claims behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from graph_builder.identifiers import Iris
from graph_builder.publication import Publication
from graph_builder.rdf import Quad, Triple


@dataclass(frozen=True)
class Dataset:
    """One release's graph. Only ``gate`` makes it, so who holds one knows that it conforms.

    Attributes:
        iris: the base of its IRIs.
        languages: the languages of labels and pages, the archive's own first.
        title: the name of the archive, by language.
        view: the default graph, sorted.
        claims: one named graph per source, sorted by (graph, subject, predicate, object).
        publication: who publishes it, under which licence, whom to ask.
    """

    iris: Iris
    languages: tuple[str, ...]
    title: tuple[tuple[str, str], ...]
    view: Sequence[Triple]
    claims: Sequence[Quad]
    publication: Publication = field(default_factory=Publication)

    def in_memory(self) -> "Dataset":
        """Return the same with all of it in memory, for those who ask for it here and there: pages."""
        return replace(self, view=tuple(self.view), claims=tuple(self.claims))
