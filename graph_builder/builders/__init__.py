"""One module a kind: a mapping from a record's fields to what they say, made into a pure function when it is needed.

``MAPPINGS`` is the table of contents. A builder needs its record and the base of the IRIs, nothing else, so that it
runs in any number of processes, one partition each.
"""

from functools import cache
from typing import Any, Final

from graph_builder.builders import (
    article,
    capture,
    component,
    event,
    instrument,
    issue,
    magazine,
    organization,
    person,
    phase,
    project,
    region,
    rubric,
    source,
    website,
)
from graph_builder.builders.compiling import Builder, as_bytes, compiled, encoded
from graph_builder.builders.mapping import Mapping

__all__ = ["MAPPINGS", "Builder", "as_bytes", "builder", "encoded"]

MAPPINGS: Final[dict[type[Any], Mapping]] = {
    module.MAPPING.record: module.MAPPING
    for module in (
        magazine,
        issue,
        article,
        capture,
        rubric,
        instrument,
        website,
        person,
        organization,
        project,
        phase,
        component,
        region,
        event,
        source,
    )
}


@cache
def builder(record: type[Any], base: str) -> Builder:
    """Return what makes triples of a class of records (or of sources), with IRIs under a base."""
    return compiled(MAPPINGS[record], base)
