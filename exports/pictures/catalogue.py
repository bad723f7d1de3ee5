"""Which picture stands where: pages of their own, and the pages of entities."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from msgspec.structs import replace

from exports.graph_index import GraphIndex, Node
from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Link
from exports.pictures import maps, months, network, rubric_years, timeline
from exports.pictures.figures import Figure, PictureView
from exports.pictures.periods import ProjectPeriods, all_periods, periods_of
from exports.pictures.places import Places, places_of
from exports.pictures.rubrics import RubricYears, rubrics_of
from exports.pictures.run import Run, run_of
from exports.pictures.ties import Tie, ties_of
from graph_builder import terms
from graph_builder.rdf import Term

PATH: Final = "{{}}/{}.html"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A page of pictures: its name in addresses, the key of its title, what it shows and in what numbers."""

    name: str
    title: str
    figures: Callable[[PageLanguage], tuple[Figure, ...]]
    counts: Callable[[PageLanguage], tuple[str, ...]]


class Pictures:
    """All pictures of an archive; the models behind them are made once for all languages, when they are asked for."""

    def __init__(self, index: GraphIndex) -> None:
        self._index = index
        self._of_class: Mapping[Term, Callable[[Node, PageLanguage], Iterator[Figure]]] = {
            terms.Project: self._of_project,
            terms.Phase: self._of_phase,
            terms.Organization: self._of_organization,
            terms.Region: self._of_region,
            terms.Rubric: self._of_a_rubric,
        }

    @cached_property
    def _periods(self) -> tuple[ProjectPeriods, ...]:
        return all_periods(self._index)

    @cached_property
    def _undated(self) -> int:
        projects = sum(self._index.type_of(term) == terms.Project for term in self._index.documents)
        return projects - len(self._periods)

    @cached_property
    def _places(self) -> Places:
        return places_of(self._index)

    @cached_property
    def _run(self) -> Run:
        return run_of(self._index)

    @cached_property
    def _rubrics(self) -> tuple[RubricYears, ...]:
        return rubrics_of(self._index)

    @cached_property
    def _of_rubric(self) -> Mapping[Term, RubricYears]:
        return {one.rubric: one for one in self._rubrics}

    @cached_property
    def _ties(self) -> tuple[Tie, ...]:
        return ties_of(self._index)

    @cached_property
    def _entries(self) -> tuple[_Entry, ...]:
        return tuple(self._existing())

    def pages(self, page: PageLanguage) -> Iterator[tuple[str, PictureView]]:
        """Yield path and view of each page of pictures; what the archive does not have is left out."""
        for entry in self._entries:
            path = PATH.format(entry.name)
            title = page.words[entry.title]
            figures = tuple(replace(one, title="") if one.title == title else one for one in entry.figures(page))
            counts = ", ".join(entry.counts(page))
            yield path.format(page.code), PictureView(page.frame(path, title), title, counts, figures)

    def patterns(self) -> tuple[str, ...]:
        """Return the paths of these pages, with ``{}`` for the language."""
        return tuple(PATH.format(entry.name) for entry in self._entries)

    def ways(self, page: PageLanguage) -> tuple[Link, ...]:
        """Return links to these pages, with the numbers of what they show."""
        return tuple(
            Link(Text(page.words[entry.title]), pattern.format(page.code), ", ".join(entry.counts(page)))
            for entry, pattern in zip(self._entries, self.patterns(), strict=True)
        )

    def figures(self, node: Node, page: PageLanguage) -> tuple[Figure, ...]:
        """Return the pictures on the page of an entity."""
        of_class = self._of_class.get(node.type)
        return tuple(of_class(node, page)) if of_class else ()

    def _existing(self) -> Iterator[_Entry]:
        if self._periods:
            yield _Entry("timeline", "timeline_title", self._timeline, self._timeline_counts)
        if self._places.units:
            yield _Entry("map", "map_title", self._maps, self._map_counts)
        if self._run.numbers:
            yield _Entry("calendar", "calendar_title", self._calendar, self._calendar_counts)
        if self._rubrics:
            yield _Entry("rubrics-by-year", "rubrics_title", self._by_rubric, self._rubric_counts)
        if self._ties:
            yield _Entry("network", "network_title", self._network, self._network_counts)

    def _timeline(self, page: PageLanguage) -> tuple[Figure, ...]:
        return (timeline.timeline(self._periods, page, self._undated),)

    def _timeline_counts(self, page: PageLanguage) -> tuple[str, ...]:
        phases = sum(len(one.rows()) - 1 for one in self._periods)
        return page.words.plural("n_projects", len(self._periods)), page.words.plural("n_phases", phases)

    def _maps(self, page: PageLanguage) -> tuple[Figure, ...]:
        of_articles = maps.Counted("article", page.words["map_articles"], "n_articles", lambda tally: tally.articles)
        of_phases = maps.Counted("phase", page.words["map_phases"], "n_phases", lambda tally: tally.phases)
        return tuple(maps.counts_map(counted, self._places, page) for counted in (of_articles, of_phases))

    def _map_counts(self, page: PageLanguage) -> tuple[str, ...]:
        return (page.words.plural("n_units", len(self._places.units)),)

    def _calendar(self, page: PageLanguage) -> tuple[Figure, ...]:
        return (months.calendar(self._run, page),)

    def _calendar_counts(self, page: PageLanguage) -> tuple[str, ...]:
        return (
            page.words.plural("n_months", len(self._run.months)),
            page.words.plural("n_issues", len(self._run.numbers)),
        )

    def _by_rubric(self, page: PageLanguage) -> tuple[Figure, ...]:
        return (rubric_years.by_rubric(self._rubrics, page),)

    def _rubric_counts(self, page: PageLanguage) -> tuple[str, ...]:
        rubrics = sum(bool(one.rubric) for one in self._rubrics)
        articles = sum(one.total for one in self._rubrics)
        return page.words.plural("n_rubrics", rubrics), page.words.plural("n_articles", articles)

    def _network(self, page: PageLanguage) -> tuple[Figure, ...]:
        return (network.network(self._ties, page),)

    def _network_counts(self, page: PageLanguage) -> tuple[str, ...]:
        projects, organizations = {tie.project for tie in self._ties}, {tie.organization for tie in self._ties}
        return (
            page.words.plural("n_projects", len(projects)),
            page.words.plural("n_organizations", len(organizations)),
        )

    def _of_project(self, node: Node, page: PageLanguage) -> Iterator[Figure]:
        periods = periods_of(self._index, node.term)
        if any(phase.dated for phase in periods.phases):
            yield timeline.timeline((periods,), page)
        regions = [(one.term, self._index.node(one.term).properties.get(terms.region, ())) for one in periods.phases]
        located = [(phase, found) for phase, found in regions if self._places.drawn(found)]
        if located:
            yield maps.regions_by_phase(located, self._places, page)
        yield from self._of_organization(node, page)

    def _of_phase(self, node: Node, page: PageLanguage) -> Iterator[Figure]:
        regions = node.properties.get(terms.region, ())
        if self._places.drawn(regions):
            yield maps.regions_by_phase([(node.term, regions)], self._places, page)

    def _of_organization(self, node: Node, page: PageLanguage) -> Iterator[Figure]:
        found = network.neighbours(node.term, self._ties, page)
        if found:
            yield found

    def _of_region(self, node: Node, page: PageLanguage) -> Iterator[Figure]:
        if node.term in self._places.unit_of:
            yield maps.where(node.term, self._places, page)

    def _of_a_rubric(self, node: Node, page: PageLanguage) -> Iterator[Figure]:
        found = self._of_rubric.get(node.term)
        if found and len(found.articles) > 1:
            yield rubric_years.by_year(found, page)
