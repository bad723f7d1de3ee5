"""The gate: what violates a shape is withheld with its reasons; what passes conforms.

References to a withheld entity are withheld with it. That may break another entity (a required reference is
gone), so what refers to it is validated again, until nothing is withheld any more. What no withheld entity can reach
stays as it was found, in whatever part of the graph it stands.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field
from typing import Protocol

from graph_builder.blocks import split, stem_of
from graph_builder.cutting import ends
from graph_builder.errors import SystemFailure
from graph_builder.namespaces import RDF_TYPE
from graph_builder.neighbourhood import seen_beyond
from graph_builder.rdf import Term, Triple, within
from graph_builder.report import ShapeResult
from graph_builder.schema import schema

Validate = Callable[[list[Triple]], Iterable[ShapeResult]]
"""Validates some nodes; what the shapes see of others it knows itself, but for what was withheld."""

_AT_LEAST = 10_000
_AT_ONCE = 50_000
"""How many triples are validated again at once."""


class View(Protocol):
    """The whole view, wherever it lies."""

    def documents(self, stems: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """Yield some documents, each with its triples, in order."""

    def documents_with(self, nodes: Set[Term]) -> Iterator[tuple[str, list[str]]]:
        """Yield the documents in which some nodes or dependents of them stand, or that refer to them, in order."""


@dataclass
class Verdict:
    """What is withheld, and what is left of what lost something.

    Attributes:
        reasons: what was withheld, and why.
        changed: the triples that are left of documents that lost any, by stem.
    """

    reasons: dict[Term, list[ShapeResult]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[str, list[str]] = field(default_factory=dict)

    def bare(self) -> "Verdict":
        """Return the same without what the reasons say: enough to tell what is withheld, and light to send."""
        return Verdict({entity: [] for entity in self.reasons}, self.changed)

    def withholds(self, term: Term) -> bool:
        """Tell whether a term is a withheld entity or a dependent of one."""
        return within(term, self.reasons)

    def left(self, stem: str, triples: list[str]) -> list[str]:
        """Return what is left of a document of the view."""
        return self.changed.get(stem, triples)


class Gate(Verdict):
    """Holds back what violates a shape.

    Args:
        view: the whole view.
        focus_nodes: how many nodes each node shape looked at.
        triples: how many triples the view has.

    Attributes:
        focus_nodes: the same, without what is withheld.
        triples: how many triples are left.
        fell_with: of what fell with another, the entity that it cannot do without.
        advised: results that keep nothing out, by the document of their focus node.
    """

    def __init__(self, view: View, focus_nodes: Counter[Term], triples: int) -> None:
        super().__init__()
        self._view, self.focus_nodes, self.triples = view, focus_nodes, triples
        self.fell_with: dict[Term, Term] = {}
        self.advised: dict[str, list[ShapeResult]] = defaultdict(list)
        self._cut: dict[Term, set[Term]] = defaultdict(set)

    def pass_all(self, results: Iterable[ShapeResult], validate: Validate) -> None:
        """Withhold until the rest conforms.

        Args:
            results: what the shapes found in the view.
            validate: looks again at what lost a reference.

        Raises:
            SystemFailure: if withholding cannot make the graph conform (a fault in the shapes).
        """
        faulty = self._judged(results)
        while faulty:
            left = self.triples
            touched = self._withhold(faulty)
            if self.triples == left:
                raise SystemFailure(f"the shapes blame nodes that no triple describes: {sorted(faulty)}")
            for stem in touched:
                self.advised.pop(stem, None)
            faulty = set()
            for some in self._in_portions(sorted(touched)):
                faulty |= self._judged(validate(some))

    def warnings(self) -> list[ShapeResult]:
        """Return the results that keep nothing out, sorted."""
        return sorted(one for results in self.advised.values() for one in results if not self.withholds(one.focus))

    def _judged(self, results: Iterable[ShapeResult]) -> set[Term]:
        faulty = set()
        for result in results:
            if result.severity != "Violation":
                self.advised[stem_of(result.focus)].append(result)
                continue
            faulty.add(result.focus)
            self.reasons[result.focus].append(result)
            if lost := self._cut.get(result.focus):
                self.fell_with.setdefault(result.focus, min(lost))
        return faulty

    def _withhold(self, faulty: set[Term]) -> set[str]:
        """Take away the faulty nodes and what refers to them; return the documents that must be looked at again."""
        touched: set[str] = set()
        moved: set[Term] = set()
        for stem, triples in self._documents_with(faulty):
            kept = []
            for triple in triples:
                subject, property_, value = split(triple)
                if within(subject, faulty):
                    self._count_out(property_, value)
                elif within(value, faulty):
                    self._cut[subject].add(value)
                    self._count_out(property_, value)
                    touched.add(stem)
                    if property_ in seen_beyond():
                        moved.add(f"{stem}>")
                else:
                    kept.append(triple)
            self.changed[stem] = kept
        seen: set[Term] = set()
        while moved - seen:  # whoever looks through what was moved may see another thing now
            new, seen = moved - seen, moved | seen
            for stem, triples in self._documents_with(new):
                touched.add(stem)
                if any(
                    within(value, new) and property_ in seen_beyond() for _, property_, value in map(split, triples)
                ):
                    moved.add(f"{stem}>")
        return touched

    def _count_out(self, property_: Term, value: Term) -> None:
        self.triples -= 1
        if property_ == RDF_TYPE and (kind := schema().kinds.get(value)):
            self.focus_nodes[kind.shape] -= 1

    def _documents_with(self, nodes: set[Term]) -> Iterator[tuple[str, list[str]]]:
        """Yield what is left of the documents in which some nodes stand, or that refer to them."""
        return ((stem, self.left(stem, triples)) for stem, triples in self._view.documents_with(nodes))

    def _in_portions(self, stems: list[str]) -> Iterator[list[Triple]]:
        portion: list[Triple] = []
        for stem, triples in self._view.documents(stems):
            portion += map(split, self.left(stem, triples))
            if ends(stem.encode(), len(portion), _AT_LEAST, _AT_ONCE):
                yield portion
                portion = []
        if portion:
            yield portion
