"""In which form a query is answered: tables and graphs, by ``Accept`` as RFC 9110 reads it, or by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from exports.formats import (
    FORMATS,
    JSONLD,
    NTRIPLES,
    RDFXML,
    RESULT_FORMATS,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_XML,
    Format,
)
from portal.negotiation import media_ranges, quality
from portal.problems import Problem
from portal.sparql.grammar import Kind

GRAPHS: Final = tuple(one for one in FORMATS if one.is_rdf)
"""The formats of a graph that answers a query, the one to prefer first."""

_ALIASES: Final[Mapping[Format, tuple[str, ...]]] = {
    RESULTS_JSON: ("application/json",),
    RESULTS_XML: ("application/xml", "text/xml"),
    RESULTS_CSV: ("application/csv",),
    JSONLD: ("application/json",),
    RDFXML: ("application/xml", "text/xml"),
    NTRIPLES: ("text/plain",),
}
"""Wider media types by which programs ask for a format; who names one is answered with it, and no wildcard does."""


@dataclass(frozen=True, slots=True)
class Form:
    """How an answer is written.

    Attributes:
        format: its format.
        media_type: what the answer calls it: the format's own name or a wider one that was asked for.
    """

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


def formats_of(kind: Kind) -> tuple[Format, ...]:
    """Return the formats in which a kind of query can be answered, the one to prefer first."""
    return GRAPHS if kind.is_graph else RESULT_FORMATS


def choose(kind: Kind, accept: str, name: str = "", address: str = "") -> Form:
    """Return the form in which a query is answered.

    Args:
        kind: what the query answers with.
        accept: the header ``Accept``; empty accepts everything.
        name: the parameter ``format``: name, suffix or media type of a format; it goes before the header.
        address: query of the address, if the question stands in it: to it the choices of a refusal lead.

    Raises:
        Problem: 400, if there is no format of this name; 406, if none suits.
    """
    offered = formats_of(kind)
    if name:
        for one in offered:
            if name.lower() in {one.name, one.suffix, one.media_type}:
                return Form(one, one.media_type)
        raise _unsuited(400, f"`format` {name[:60]!r} is none of those in which {kind} is answered", offered, address)
    named = {f"{one.type}/{one.subtype}" for one in media_ranges(accept)}
    best, chosen = 0.0, None
    for one in offered:
        for media_type in (one.media_type, *(wide for wide in _ALIASES.get(one, ()) if wide in named)):
            weight = quality(accept, media_type)
            if weight > best:
                best, chosen = weight, Form(one, media_type)
    if chosen is None:
        raise _unsuited(406, f"{kind} is answered in none of the formats that `Accept` names", offered, address)
    return chosen


def _unsuited(status: int, detail: str, offered: tuple[Format, ...], address: str) -> Problem:
    given = "&".join(one for one in address.split("&") if not one.startswith("format="))
    choices = [
        {"name": one.name, "type": one.media_type} | ({"href": f"?{given}&format={one.name}"} if given else {})
        for one in offered
    ]
    return Problem(status, detail, facts={"choices" if given else "formats": choices}, headers={"Vary": "Accept"})
