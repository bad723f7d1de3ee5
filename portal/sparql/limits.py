"""What is said of a query that was not answered to its end."""

from collections.abc import Callable, Mapping
from typing import Final

from portal.problems import Problem
from portal.settings import Settings
from portal.sparql.faults import explained
from portal.sparql.messages import Ended, Outcome

_FEWER: Final = "ask for less (LIMIT), or take the whole from data/dataset.nq"


def problem(ended: Ended, settings: Settings) -> Problem:
    """Return the answer to a query that did not end well."""
    status, said = _ANSWERS.get(ended.outcome, _ANSWERS[Outcome.CRASHED])
    facts: dict[str, object] = {"outcome": ended.outcome}
    if ended.line:
        facts |= {"line": ended.line, "column": ended.column}
    headers = {"Retry-After": str(ended.retry)} if ended.retry else {}
    return Problem(status, said(ended, settings), facts=facts, headers=headers)


_Said = Callable[[Ended, Settings], str]

_ANSWERS: Final[Mapping[str, tuple[int, _Said]]] = {
    Outcome.SYNTAX: (400, lambda ended, _: explained(ended.detail)),
    Outcome.FAILED: (400, lambda ended, _: f"the query cannot be answered: {ended.detail}"),
    Outcome.FORM: (406, lambda ended, _: ended.detail),
    Outcome.TIME: (
        503,
        lambda _, its: f"the query was ended after {its.sparql_seconds:g} seconds, the limit: {_NARROW}",
    ),
    Outcome.MEMORY: (
        503,
        lambda _, its: f"the query was ended: it took more than {its.sparql_memory_bytes} bytes of memory: {_NARROW}",
    ),
    Outcome.ROWS: (503, lambda _, its: f"the result has more than {its.sparql_rows} rows: {_FEWER}"),
    Outcome.BYTES: (503, lambda _, its: f"the result has more than {its.sparql_result_bytes} bytes: {_FEWER}"),
    Outcome.CLIENT: (
        429,
        lambda _, its: f"you have {its.sparql_per_client} queries running or waiting: let one end first",
    ),
    Outcome.QUEUE: (503, lambda _, its: f"{its.sparql_waiting} queries wait already: come again later"),
    Outcome.WAITED: (503, lambda _, its: f"no turn came within {its.sparql_wait_seconds:g} seconds: come again later"),
    Outcome.LOADING: (503, lambda *_: "the data is being loaded: come again in a moment"),
    Outcome.CRASHED: (500, lambda *_: "the process that ran the query failed; another has taken its place"),
    Outcome.GONE: (500, lambda *_: "nobody waited for the answer any more"),
}
"""The status and the text of each outcome."""

_NARROW: Final = "name more of what you look for, or add LIMIT"
