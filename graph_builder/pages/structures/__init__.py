"""Structures of a page's body: phases, components, events, and what is said of a project as a whole."""

from collections.abc import Iterable, Sequence

from graph_builder.linking import Authority, Mention
from graph_builder.pages.paragraph import Paragraph
from graph_builder.pages.structures.components import read_components
from graph_builder.pages.structures.events import read_events
from graph_builder.pages.structures.passages import read_passages
from graph_builder.pages.structures.phases import read_phases
from graph_builder.pages.structures.projects import read_projects
from graph_builder.pages.structures.subjects import read_page
from graph_builder.records import AnyRecord

__all__ = ["read_structures"]


def read_structures(
    paragraphs: Sequence[Paragraph],
    mentions: Sequence[Mention],
    language: str,
    authority: Authority,
    project: str | None,
) -> list[AnyRecord]:
    """Return the records that a body states, each with nothing but what it says.

    Args:
        paragraphs: the body.
        mentions: what the page names, in order; offsets count as those of the paragraphs do.
        language: language of the page.
        authority: the entities that can be named.
        project: slug of the one project that the page is about: «the project» without a name.
    """
    page = read_page(read_passages(paragraphs, mentions), language, project)
    records: list[AnyRecord] = [*read_projects(page, authority)]
    records += _first_of_each(read_phases(page, authority))
    records += _first_of_each(read_components(page))
    records += read_events(page)
    return records


def _first_of_each(records: Iterable[AnyRecord]) -> list[AnyRecord]:
    """Return the records, the first where a page states one twice."""
    first: dict[str, AnyRecord] = {}
    for record in records:
        first.setdefault(record.id, record)
    return list(first.values())
