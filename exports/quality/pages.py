"""All pages about the data, with the files that they offer."""

from collections.abc import Iterator, Sequence

from exports import rendering
from exports.graph_index import GraphIndex
from exports.page_language import PageLanguage
from exports.quality import paths
from exports.quality.completeness import Completeness
from exports.quality.completeness_page import CompletenessPage, missing_files
from exports.quality.disagreements_page import DisagreementsPage
from exports.quality.ontology_page import OntologyPage
from exports.quality.shapes_page import ShapesPage
from graph_builder.dataset import Dataset


def plan(dataset: Dataset, index: GraphIndex, pages: Sequence[PageLanguage]) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each; a page without a language in its name is in the archive's first language."""
    completeness = Completeness(index, dataset.languages)
    yield from missing_files(completeness)
    for page in pages:
        yield from _explained(dataset, index, page, is_first=page is pages[0])
        for path, disagreements in DisagreementsPage(index, dataset.iris, page).views():
            yield path, rendering.page(disagreements, page.words)
        compiled = CompletenessPage(completeness, dataset.languages, dataset.iris, page)
        yield paths.COMPLETENESS.format(page.code), rendering.page(compiled.view(), page.words)
        for path, missing in compiled.missing():
            yield path, rendering.page(missing, page.words)


def _explained(
    dataset: Dataset, index: GraphIndex, page: PageLanguage, *, is_first: bool
) -> Iterator[tuple[str, bytes]]:
    ontology = rendering.page(OntologyPage(index, dataset.iris, page).view(), page.words)
    shapes = rendering.page(ShapesPage(page).view(), page.words)
    yield paths.ONTOLOGY.format(page.code), ontology
    yield paths.SHAPES.format(page.code), shapes
    if is_first:
        yield paths.ONTOLOGY_DEFAULT, ontology
        yield paths.SHAPES_DEFAULT, shapes
