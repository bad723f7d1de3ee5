"""Events of the authority files that a page dates: «2021-жылдын жаз мезгилинде … Лидерлик мектебин өткөрүүнү …»."""

from collections.abc import Iterator, Sequence

from graph_builder.pages.structures.dates_in_text import single_date
from graph_builder.pages.structures.passages import Passage
from graph_builder.records import Event


def read_events(passages: Sequence[Passage], project: str | None) -> Iterator[Event]:
    """Yield the events named in a sentence with one date; of the project if the sentence speaks of it."""
    seen = set[str]()
    for passage in passages:
        for sentence in passage.sentences():
            events = set(sentence.slugs("event")) - seen
            date = single_date(sentence.folded) if len(events) == 1 else None
            if date is None:
                continue
            slug = events.pop()
            seen.add(slug)
            others = set(sentence.slugs("project")) - {project}
            of_project = sentence.speaks_of_project() and not others
            yield Event(id=slug, date=date, project=project if of_project else None)
