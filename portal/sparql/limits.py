"""The limits by name, and what is said of a query that was not answered to its end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from exports.messages import LANGUAGES
from exports.wording import words_of
from portal.problems import Problem
from portal.settings import Settings
from portal.sparql.messages import Ended, Outcome


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that the description of the service states.

    Attributes:
        name: of the setting, without ``sparql_``.
        message: key of its name in the languages of the pages.
        unit: code of its unit (UN/CEFACT), as schema.org wants it: seconds, bytes, or just a number.
    """

    name: str
    message: str
    unit: str

    def value(self, settings: Settings) -> int | float:
        """Return how much it is; 0 if there is no such limit."""
        found: int | float = getattr(settings, f"sparql_{self.name}")
        return int(found) if found == int(found) else found


LIMITS: Final = (
    Limit("seconds", "endpoint_limit_seconds", "SEC"),
    Limit("query_bytes", "endpoint_limit_query_bytes", "AD"),
    Limit("rows", "endpoint_limit_rows", "C62"),
    Limit("result_bytes", "endpoint_limit_result_bytes", "AD"),
    Limit("memory_bytes", "endpoint_limit_memory_bytes", "AD"),
    Limit("graphs", "endpoint_limit_graphs", "C62"),
    Limit("per_client", "endpoint_limit_per_client", "C62"),
    Limit("waiting", "endpoint_limit_waiting", "C62"),
    Limit("wait_seconds", "endpoint_limit_wait_seconds", "SEC"),
)
"""Every limit that a query may reach."""

_Values: TypeAlias = Callable[[Settings], int | float]

_MEGA: Final = 1_000_000
_NARROW: Final = "name more of what you look for, or add LIMIT"
_LESS: Final = "ask for less (LIMIT, OFFSET), or take the whole from data/dataset.nq"
_LATER: Final = "come again later"

_STATED: Final[Mapping[str, tuple[int, str, _Values, str]]] = {
    Outcome.TIME: (503, "endpoint_time", lambda its: its.sparql_seconds, _NARROW),
    Outcome.MEMORY: (503, "endpoint_memory", lambda its: its.sparql_memory_bytes / _MEGA, _NARROW),
    Outcome.ROWS: (422, "endpoint_rows", lambda its: its.sparql_rows, _LESS),
    Outcome.BYTES: (422, "endpoint_bytes", lambda its: its.sparql_result_bytes / _MEGA, _LESS),
    Outcome.CLIENT: (429, "endpoint_client", lambda its: its.sparql_per_client, "let one of them end first"),
    Outcome.QUEUE: (503, "endpoint_queue", lambda its: its.sparql_waiting, _LATER),
    Outcome.WAITED: (503, "endpoint_waited", lambda its: its.sparql_wait_seconds, _LATER),
    Outcome.LOADING: (503, "endpoint_loading", lambda _: 0, "come again in a moment"),
    Outcome.CRASHED: (500, "endpoint_crashed", lambda _: 0, _NARROW),
}
"""By outcome: the status, the message, the number in it, and what to do, for the log of a program."""


def problem(ended: Ended, settings: Settings) -> Problem:
    """Return the answer to a query that did not end well."""
    facts: dict[str, object] = {"outcome": ended.outcome}
    if ended.outcome == Outcome.SYNTAX:
        if ended.line:
            facts |= {"line": ended.line, "column": ended.column}
        place: dict[str, str | int] = {"line": str(ended.line), "column": str(ended.column)}
        reasons = told("endpoint_syntax", place) if ended.line else {}
        return Problem(400, f"the query is not SPARQL 1.1: {ended.detail}", facts=facts, reasons=reasons)
    if ended.outcome == Outcome.FORM:
        return Problem(406, ended.detail, facts=facts)
    if ended.outcome == Outcome.FAILED:
        return Problem(400, f"the query cannot be answered: {ended.detail}", facts=facts)
    status, message, value, remedy = _STATED.get(ended.outcome, _STATED[Outcome.CRASHED])
    reasons = told(message, {"n": _number(value(settings))})
    headers = {"Retry-After": str(ended.retry)} if ended.retry else {}
    return Problem(status, f"{reasons['en']} {remedy.capitalize()}.", facts=facts, headers=headers, reasons=reasons)


def refusal(message: str, place: tuple[int, int] | None = None) -> Problem:
    """Return the answer 403 to what is never done.

    Args:
        message: key of the message that says so.
        place: line and column at which it is asked for, if it is in a query.
    """
    reasons = told(message, {})
    facts: dict[str, object] = {"line": place[0], "column": place[1]} if place else {}
    return Problem(403, reasons["en"], facts=facts, reasons=reasons)


def told(message: str, values: Mapping[str, str | int]) -> dict[str, str]:
    """Return a message in each language, its placeholders filled in."""
    return {language: words_of(language).fill(message, **values) for language in LANGUAGES}


def _number(value: int | float) -> str | int:
    return int(value) if value == int(value) else f"{value:g}"
