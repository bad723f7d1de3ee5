"""The gate: what violates a shape is withheld with its reasons; what passes conforms.

References to a withheld entity are withheld with it. That may break another entity (a required reference is
gone), so what refers to it is validated again, until nothing is withheld any more. What no withheld entity can reach
stays as it was found, in whatever part of the graph it stands.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph_builder.blocks import decode, split, stem_of
from graph_builder.cutting import ends
from graph_builder.errors import SystemFailure
from graph_builder.namespaces import RDF_TYPE
from graph_builder.neighbourhood import seen_beyond
from graph_builder.parts import Parts
from graph_builder.rdf import Term, Triple, document_of
from graph_builder.report import ShapeResult
from graph_builder.schema import schema

Validate = Callable[[list[Triple]], Iterable[ShapeResult]]
"""Validates some nodes; what the shapes see of others it knows itself, but for what was withheld."""

_AT_LEAST = 10_000
_AT_ONCE = 50_000
"""How many triples are validated again at once."""


@dataclass
class Gate:
    """Holds back what violates a shape.

    Args:
        view: the whole view, in parts.
        focus_nodes: how many nodes each node shape looked at.

    Attributes:
        reasons: what was withheld, and why.
        fell_with: of what fell with another, the entity that it cannot do without.
        advised: results that keep nothing out, by the document of their focus node.
        changed: the triples that are left of documents that lost any, by stem.
        triples: how many triples are left.
    """

    view: Parts
    focus_nodes: Counter[Term]
    triples: int
    reasons: dict[Term, list[ShapeResult]] = field(default_factory=lambda: defaultdict(list))
    fell_with: dict[Term, Term] = field(default_factory=dict)
    advised: dict[str, list[ShapeResult]] = field(default_factory=lambda: defaultdict(list))
    changed: dict[str, list[str]] = field(default_factory=dict)
    _cut: dict[Term, set[Term]] = field(default_factory=lambda: defaultdict(set))

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

    def withholds(self, term: Term) -> bool:
        """Tell whether a term is a withheld entity or a dependent of one."""
        return _within(term, self.reasons)

    def left(self, stem: str, triples: list[str]) -> list[str]:
        """Return what is left of a document of the view."""
        return self.changed.get(stem, triples)

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
                if _within(subject, faulty):
                    self._count_out(property_, value)
                elif _within(value, faulty):
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
                    _within(value, new) and property_ in seen_beyond() for _, property_, value in map(split, triples)
                ):
                    moved.add(f"{stem}>")
        return touched

    def _count_out(self, property_: Term, value: Term) -> None:
        self.triples -= 1
        if property_ == RDF_TYPE and (kind := schema().kinds.get(value)):
            self.focus_nodes[kind.shape] -= 1

    def _documents_with(self, nodes: set[Term]) -> Iterator[tuple[str, list[str]]]:
        """Yield what is left of the documents in which some nodes stand, or that refer to them."""
        encoded = {stem_of(node).encode() for node in nodes}
        standing = defaultdict(set)
        for one in encoded:
            standing[self.view.of_stem(one.decode())].add(one)
        for number in range(len(self.view)):
            named = [target.encode() for target in self.view.targets(number) if _within(target, nodes)]
            own = standing.get(number, ())
            for line in self.view.lines(number) if named or own else ():
                if line[: line.index(b"\x00")] in own or any(target in line for target in named):
                    stem, _, triples = decode(line)
                    yield stem, self.left(stem, triples)

    def _in_portions(self, stems: list[str]) -> Iterator[list[Triple]]:
        portion: list[Triple] = []
        for stem, triples in self._of_stems(stems):
            portion += map(split, self.left(stem, triples))
            if ends(stem.encode(), len(portion), _AT_LEAST, _AT_ONCE):
                yield portion
                portion = []
        if portion:
            yield portion

    def _of_stems(self, stems: list[str]) -> Iterator[tuple[str, list[str]]]:
        wanted: Mapping[int, set[bytes]] = defaultdict(set)
        for stem in stems:
            wanted[self.view.of_stem(stem)].add(stem.encode())
        for number in sorted(wanted):
            for line in self.view.lines(number):
                if line[: line.index(b"\x00")] in wanted[number]:
                    stem, _, triples = decode(line)
                    yield stem, triples


def _within(term: Term, entities: Mapping[Term, object] | set[Term]) -> bool:
    """Tell whether a term is one of the entities or a dependent of one."""
    return term in entities or document_of(term) in entities
