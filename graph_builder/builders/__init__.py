"""One module a kind: pure functions from a record to triples.

``BUILDERS`` is the table of contents. A builder needs its record and the base of the IRIs, nothing else, so that
it runs in any number of processes, one partition each.
"""

from collections.abc import Callable, Iterator
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
from graph_builder.identifiers import Iris
from graph_builder.rdf import Triple
from graph_builder.records import (
    Article,
    Capture,
    Component,
    Event,
    Issue,
    LegalInstrument,
    Magazine,
    Organization,
    Person,
    Phase,
    Project,
    Region,
    Rubric,
    Source,
    Website,
)

Builder = Callable[[Any, Iris], Iterator[Triple]]

BUILDERS: Final[dict[type[Any], Builder]] = {
    Magazine: magazine.build,
    Issue: issue.build,
    Article: article.build,
    Capture: capture.build,
    Rubric: rubric.build,
    LegalInstrument: instrument.build,
    Website: website.build,
    Person: person.build,
    Organization: organization.build,
    Project: project.build,
    Phase: phase.build,
    Component: component.build,
    Region: region.build,
    Event: event.build,
    Source: source.build,
}
