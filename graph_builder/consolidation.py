"""Consolidation: the claims about one entity become its published view; what disagrees is kept and named.

A pure function of the claims about one document (an entity and its dependents), so that it runs entity by entity,
in memory here and after a shuffle on many machines.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from graph_builder import terms
from graph_builder.dates import EDTF, PartialDate
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import XSD, Quad, Term, Triple, document_of, is_iri, literal_parts, local_name, tagged
from graph_builder.reasons import REASONS
from graph_builder.schema import Schema
from graph_builder.trust import Standing, Trust, coarseness

_DATE_TYPES = frozenset({EDTF, f"{XSD}date", f"{XSD}gYearMonth", f"{XSD}gYear"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value of a property with the sources that say it.

    Attributes:
        value: the value's term.
        sources: the sources, sorted.
        best: the strongest standing among them.
        date: the value as a date, if it is one.
    """

    value: Term
    sources: tuple[Term, ...]
    best: Standing
    date: PartialDate | None

    def agrees(self, other: "Candidate") -> bool:
        """Tell whether two values can both be true: equal, or a finer date within a coarser one."""
        if self.date and other.date:
            return self.date.allows(other.date) or other.date.allows(self.date)
        return self.value == other.value


class Consolidation:
    """Merges the claims about one document.

    Args:
        schema: which properties have a single value.
        trust: the standing of sources.
        iris: mints the IRIs of disagreements.
    """

    def __init__(self, schema: Schema, trust: Trust, iris: Iris) -> None:
        self._schema = schema
        self._trust = trust
        self._iris = iris

    def depends_on(self, sources: Iterable[Term]) -> bytes:
        """Return all that a merger of claims by some sources depends on beside the claims."""
        return self._trust.about(sources)

    def merge(self, quads: Iterable[Quad]) -> Iterator[Triple]:
        """Yield the view of the subjects of one document; a subject that no source gives a type is left out."""
        for subject, about in groupby(sorted(quads), key=itemgetter(0)):
            by_property = [(predicate, list(said)) for predicate, said in groupby(about, key=itemgetter(1))]
            types = next(
                (tuple(quad[2] for quad in said) for predicate, said in by_property if predicate == RDF_TYPE), ()
            )
            for predicate, said in by_property if types else ():
                if len(said) == 1:  # most are said once, and need no comparison
                    yield subject, predicate, said[0][2]
                else:
                    values: dict[Term, set[Term]] = {}
                    for _, _, value, graph in said:
                        values.setdefault(value, set()).add(graph)
                    yield from self._property(subject, types, predicate, values)

    def _property(
        self, subject: Term, types: tuple[Term, ...], predicate: Term, values: dict[Term, set[Term]]
    ) -> Iterator[Triple]:
        if len(values) > 1 and any(self._schema.single(type_, predicate) for type_ in types):
            yield from self._settle(subject, predicate, "", values)
        elif len(values) > 1 and any(self._schema.unique_lang(type_, predicate) for type_ in types):
            by_language: dict[str, dict[Term, set[Term]]] = defaultdict(dict)
            for value, sources in values.items():
                by_language[literal_parts(value)[1]][value] = sources
            for language in sorted(by_language):
                yield from self._settle(subject, predicate, language, by_language[language])
        else:
            for value in sorted(values):
                yield subject, predicate, value

    def _settle(self, subject: Term, predicate: Term, language: str, values: dict[Term, set[Term]]) -> Iterator[Triple]:
        candidates = [self._candidate(predicate, *item) for item in values.items()]
        strengths = {one.value: _strength(one, candidates) for one in candidates}
        ranked = sorted(candidates, key=lambda one: strengths[one.value])
        preferred = ranked[0]
        yield subject, predicate, preferred.value
        if all(preferred.agrees(other) for other in ranked[1:]):
            return
        rival = next(other for other in ranked[1:] if not preferred.agrees(other))
        document = document_of(subject)
        fragment = subject.partition("#")[2].rstrip(">")
        name = "-".join(filter(None, ("disagreement", fragment, local_name(predicate), language)))
        node = self._iris.part(document, name)
        yield node, RDF_TYPE, terms.Disagreement
        yield node, terms.subject, subject
        yield node, terms.property, predicate
        for code, text in REASONS[_decisive(strengths[preferred.value], strengths[rival.value])].items():
            yield node, terms.reason, tagged(text, code)
        for number, candidate in enumerate(sorted(ranked, key=lambda one: one.value), start=1):
            claim = self._iris.part(document, f"{name}-{number}")
            yield node, terms.claim, claim
            if candidate is preferred:
                yield node, terms.preferred, claim
            yield claim, RDF_TYPE, terms.Claim
            yield claim, terms.disagreement, node
            yield claim, terms.value, candidate.value
            for source in candidate.sources:
                yield claim, terms.source, source

    def _candidate(self, predicate: Term, value: Term, sources: set[Term]) -> Candidate:
        standings = [self._trust.standing(source, predicate) for source in sources]
        best = max(standings, key=lambda one: (one.rank, one.retrieved))
        return Candidate(value, tuple(sorted(sources)), best, _as_date(value))


def _as_date(value: Term) -> PartialDate | None:
    if is_iri(value):
        return None
    text, _, datatype = literal_parts(value)
    return PartialDate.parse(text) if datatype in _DATE_TYPES else None


_CRITERIA = ("rank", "recency", "agreement", "precision")


def _strength(one: Candidate, all_: Sequence[Candidate]) -> tuple[int, int, int, int, str]:
    """Return what sorts the values, the strongest first: by ``_CRITERIA``, then by the value.

    A source that gives a coarser or finer date which fits supports the value too.
    """
    support = {source for other in all_ if one.agrees(other) for source in other.sources}
    precision = coarseness(one.date) if one.date else 0
    return -one.best.rank, -one.best.retrieved.toordinal(), -len(support), precision, one.value


def _decisive(preferred: tuple[int, int, int, int, str], rival: tuple[int, int, int, int, str]) -> str:
    """Return which criterion put the preferred value before the strongest value that contradicts it."""
    for criterion, mine, theirs in zip(_CRITERIA, preferred, rival, strict=False):
        if mine != theirs:
            return criterion
    return "order"
