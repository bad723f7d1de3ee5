"""Events of the authority files that a page dates: «2021-жылдын жаз мезгилинде … Лидерлик мектебин өткөрүүнү …»."""

from collections.abc import Iterator

from graph_builder.pages.structures.dates_in_text import single_date
from graph_builder.pages.structures.subjects import Page
from graph_builder.records import Event


def read_events(page: Page) -> Iterator[Event]:
    """Yield the events named in a sentence with one date; of the project of which the sentence speaks."""
    seen = set[str]()
    for sentence in (one for row in page.sentences for one in row):
        events = set(sentence.passage.slugs("event")) - seen
        date = single_date(sentence.passage.folded) if len(events) == 1 else None
        if date is None:
            continue
        slug = events.pop()
        seen.add(slug)
        yield Event(id=slug, date=date, project=sentence.project)
