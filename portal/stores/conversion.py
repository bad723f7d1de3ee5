"""The answer of a store, read whole and written anew: what is cut or broken is found, what a store lacks is made up.

Tables come as SPARQL JSON, graphs as N-Triples; each is parsed as it comes and written in the form asked for.
"""

import io
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final, cast

import pyoxigraph as ox

from exports.formats import NTRIPLES, RDFXML, RESULTS_CSV, RESULTS_JSON, RESULTS_TSV
from portal.settings import Settings
from portal.sparql.engine import Question
from portal.sparql.grammar import Kind
from portal.sparql.messages import Ended, Outcome
from portal.sparql.pipe import Full, Pipe

BROKEN: Final = "broken"
"""The outcome of an answer that cannot be read to its end."""

_NO_NAME: Final = re.compile(r"(?:^|[^\w.·-])[0-9.·-]*$")
_VIRTUAL_ASK: Final = "__ASK_RETVAL"
_BUFFER: Final = 1 << 16
_TRUTHS: Final = {True: b'{"head":{},"boolean":true}', False: b'{"head":{},"boolean":false}'}


def accepted(kind: Kind) -> str:
    """Return the media type in which the store is asked to answer."""
    return NTRIPLES.media_type if kind.is_graph else RESULTS_JSON.media_type


@dataclass(slots=True)
class Conversion:
    """The conversion of one answer, in a thread of its own.

    Attributes:
        question: what was asked.
        settings: the limits.
        most: rows after which the store cuts an answer, as it said; 0 if it did not.
    """

    question: Question
    settings: Settings
    most: int = 0

    def run(self, source: int, target: int) -> Ended:
        """Read from a pipe and write to another; both are closed at the end."""
        form = self.question.form.format
        pipe = _Counting(target, form.name, self.settings)
        try:
            with os.fdopen(source, "rb", buffering=_BUFFER) as stream:
                if self.question.kind.is_graph:
                    self._graph(stream, pipe)
                else:
                    self._table(stream, pipe)
            pipe.finish()
        except Full as full:
            return Ended(full.outcome, full.detail)
        except BrokenPipeError:
            return Ended(Outcome.GONE)
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            return Ended(BROKEN, str(error))
        finally:
            os.close(target)
        if self.most and pipe.rows >= self.most:
            return Ended(Outcome.ROWS, "the store behind this endpoint cut the result")
        return Ended(Outcome.DONE)

    def _table(self, stream: IO[bytes], pipe: "_Counting") -> None:
        results = ox.parse_query_results(stream, format=ox.QueryResultsFormat.JSON)
        if isinstance(results, ox.QuerySolutions) and self.question.kind is Kind.ASK:
            if [one.value for one in results.variables] != [_VIRTUAL_ASK]:
                raise ValueError("a table answers a question of yes or no")
            truth = any(_true(row) for row in results)
            results = ox.parse_query_results(io.BytesIO(_TRUTHS[truth]), format=ox.QueryResultsFormat.JSON)
        form = self.question.form.format
        if isinstance(results, ox.QueryBoolean) and form in {RESULTS_CSV, RESULTS_TSV}:
            pipe.write(b"true" if results else b"false")
            return
        written = ox.QueryResultsFormat.from_media_type(form.media_type)
        assert written
        results.serialize(cast("IO[bytes]", pipe), format=written)

    def _graph(self, stream: IO[bytes], pipe: "_Counting") -> None:
        form = self.question.form.format
        written = ox.RdfFormat.from_media_type(form.media_type)
        triples = self._counted(ox.parse(stream, format=ox.RdfFormat.N_TRIPLES), pipe)
        ox.serialize(triples, cast("IO[bytes]", pipe), format=written, prefixes=dict(self.question.prefixes))

    def _counted(self, quads: Iterator[ox.Quad], pipe: "_Counting") -> Iterator[ox.Triple]:
        named = self.question.form.format is RDFXML
        for quad in quads:
            pipe.count()
            if named and _NO_NAME.search(quad.predicate.value):
                raise Full(Outcome.FORM, f"RDF/XML cannot write the property {quad.predicate}: ask for another format")
            yield quad.triple


class _Counting(Pipe):
    """A pipe that knows how many rows went into it."""

    rows = 0

    def count(self, rows: int = 1) -> None:
        self.rows += rows
        super().count(rows)


def _true(row: ox.QuerySolution) -> bool:
    """Tell whether a row of Virtuoso, which answers ASK with a table, says yes."""
    value = row[_VIRTUAL_ASK]
    return isinstance(value, ox.Literal) and value.value in {"1", "true"}
