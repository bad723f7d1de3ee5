"""What changed between the last release and the one that is made, found by one pass over both."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import chain
from typing import Final

from exports.changes import log
from exports.changes.comparing import Difference, compare
from exports.changes.last import LastRelease
from exports.changes.log import Action, Change, Texts, Tombstone
from exports.changes.reasons import Reasons
from exports.changes.skipping import differences
from graph_builder.errors import SystemFailure
from graph_builder.namespaces import RDF_TYPE, RDFS_LABEL
from graph_builder.rdf import Term, Triple, iri_text, literal_parts
from graph_builder.stored import Stored
from graph_builder.vocabulary import vocabulary

DATASET: Final = "data/dataset.nt"
QUADS: Final = "data/dataset.nq"
"""Begins with the same lines, behind which the claims stand; both as they lie on disk meanwhile."""

_AT_ONCE: Final = 32
"""How many statements of a document are asked for at once."""


def is_told_of(view: Sequence[Triple], entity: Term) -> bool:
    """Tell whether a sorted view says anything of an entity itself."""
    place = bisect_left(view, (entity,))
    return place < len(view) and view[place][0] == entity


def document(view: Sequence[Triple], entity: Term) -> Iterator[Triple]:
    """Yield what a sorted view says of an entity, then of its dependents."""
    for begin in (entity, f"{entity[:-1]}#"):
        place = bisect_left(view, (begin,))
        while some := view[place : place + _AT_ONCE]:
            told = [triple for triple in some if triple[0].startswith(begin)]
            yield from told
            if len(told) < len(some):
                break
            place += _AT_ONCE


class Finding:
    """Finds the changes.

    Args:
        view: the published view of the release that is made, sorted.
        last: the last release; none if everything is new.
        reasons: why entities are gone.
        tombstones: what was gone by the last release.
    """

    def __init__(
        self,
        view: Sequence[Triple],
        last: LastRelease | None,
        reasons: Reasons,
        tombstones: Mapping[str, Tombstone],
    ) -> None:
        self._view, self._last, self._reasons, self._tombstones = view, last, reasons, tombstones

    def __iter__(self) -> Iterator[Change]:
        """Yield the changes, sorted by entity.

        Raises:
            SystemFailure: if the files of the last release cannot be read.
        """
        differing = map(self._change, self._differences())
        try:
            yield from merge(differing, self._later_merged(), key=lambda change: f"<{change.iri}>")
        except ValueError as error:
            raise SystemFailure(f"{DATASET} of the last release is damaged: {error}") from error

    def _differences(self) -> Iterator[Difference]:
        if not self._last or not isinstance(self._view, Stored):
            yield from compare(_triples(self._last), self._view)
            return
        with self._last.mapped(DATASET) as old:
            yield from differences(old, self._view, self._last.folder / QUADS)

    def _later_merged(self) -> Iterator[Change]:
        """Yield what was gone before, and of which an editor says only now what stands in its place."""
        for iri, stone in sorted(self._tombstones.items(), key=lambda entry: f"<{entry[0]}>"):
            into = self._into(iri)
            if into and into != stone.replaced_by and not is_told_of(self._view, f"<{iri}>"):
                reason = self._reasons.of(iri, merged=True)
                yield Change(iri=iri, action="merged", type=stone.type, name=stone.name, into=into, reason=reason)

    def _into(self, iri: str) -> str:
        into = self._reasons.into(iri)
        return into if into and is_told_of(self._view, f"<{into}>") else ""

    def _change(self, found: Difference) -> Change:
        iri = iri_text(found.entity)
        name, type_ = _name_and_type(found.now or found.was)
        before, after = log.statements(found.before), log.statements(found.after)
        if found.exists:
            action: Action = "changed" if found.existed else "created"
            return Change(iri=iri, action=action, type=type_, name=name, before=before, after=after)
        into = self._into(iri)
        reason = self._reasons.of(iri, merged=bool(into))
        action = "merged" if into else "withdrawn"
        return Change(iri=iri, action=action, type=type_, name=name, before=before, into=into, reason=reason)


def _triples(last: LastRelease | None) -> Iterator[Triple]:
    lines = last.lines(DATASET) if last else iter(())
    return (log.triple_of(line.decode()) for line in lines)


def _name_and_type(about: Iterable[Triple]) -> tuple[Texts, str]:
    name: Texts = {}
    classes: list[Term] = []
    for _, property_, value in about:
        if property_ == RDFS_LABEL:
            text, language, _ = literal_parts(value)
            name.setdefault(language, text)
        elif property_ == RDF_TYPE:
            classes.append(value)
    own = f"<{vocabulary().namespace}"
    best = next(chain((one for one in classes if one.startswith(own)), classes), "")
    return dict(sorted(name.items())), iri_text(best) if best else ""
