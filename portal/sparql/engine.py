"""What answers a question: the one interface between the protocol and whatever holds the data."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from portal.problems import Problem
from portal.releases import Release
from portal.sparql.answers import Form
from portal.sparql.grammar import Kind


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a query is asked of (SPARQL 1.1 Protocol, 2.1.4), as the request names it.

    Attributes:
        default: IRIs of the graphs whose merge is the default graph.
        named: IRIs of the named graphs.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether the request names a dataset; if not, the query or the engine does."""
        return bool(self.default or self.named)


@dataclass(frozen=True, slots=True)
class Question:
    """One query, checked and ready to be run.

    Attributes:
        text: the query as it was sent.
        kind: what it answers with.
        form: how the answer is written.
        dataset: what the request names; it takes the place of the query's own.
        own: what the query names by ``FROM`` and ``FROM NAMED``.
        base: IRI against which relative IRIs are resolved.
        prologue: declarations of well-known prefixes that the query uses without declaring them, in one line; an engine
            that does not know them puts it before the text.
        prefixes: those with which a graph is written, by prefix: the query's own.
        client: who asks, for the limits that hold for each.
        graphs: whether the query may look at other graphs than the default graph.
    """

    text: str
    kind: Kind
    form: Form
    dataset: Dataset = field(default_factory=Dataset)
    own: Dataset = field(default_factory=Dataset)
    base: str = ""
    prologue: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    client: str = ""
    graphs: bool = True


class Cut(Exception):  # noqa: N818 - what became of the answer
    """Why an answer that has begun cannot be ended; the connection must then be broken off, so that it is seen.

    Attributes:
        problem: what would have been answered, had it been known before.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem


async def _nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that has begun.

    Attributes:
        release: id of the release that is answered from; empty if the engine cannot tell.
        content: the bytes, in the form asked for; raises :class:`Cut` if it ends before its end.
        size: how many bytes it has; -1 if that is not known yet.
        close: gives up what is left of it; safe to be called at any time, any number of times.
    """

    release: str
    content: AsyncIterator[bytes]
    size: int = -1
    close: Callable[[], Awaitable[None]] = _nothing


class Engine(Protocol):
    """A place where questions are answered.

    Attributes:
        own: whether the data is held here: then the merge of all graphs has a name, and memory is bounded.
    """

    own: bool

    async def run(self, question: Question, release: Release) -> Answer:
        """Return the answer as soon as there is something of it.

        Args:
            question: the query and its form.
            release: the release with which the request began.

        Raises:
            Problem: if the query is wrong, a limit is reached, or the engine failed, before anything could be sent.
        """
        ...

    async def close(self) -> None:
        """Give up everything that it holds."""
        ...
