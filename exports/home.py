"""The first page of the archive: what it is, what it holds, what is new, ways in, data to take away."""

from typing import Final

from exports.catalogue.about import VIEW_FORMATS, About
from exports.catalogue.files import DESCRIPTIONS
from exports.catalogue.schema_dataset import dataset_script
from exports.changes.paths import PAGE as CHANGES
from exports.cookbook.paths import INDEX as QUERIES
from exports.editor import paths as editor
from exports.formats import DATASET_FORMATS, JSON, TABLE_FORMATS, Format
from exports.graph_index import GraphIndex
from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Download, HomeView, KindCount, Link, TableDownload, downloads
from exports.pictures.catalogue import Pictures
from exports.portals.page import PATH as PORTALS
from exports.quality import paths
from exports.tables.csvw import PATH_IN_FOLDER as CSVW
from exports.tables.datapackage import PATH_IN_FOLDER as DATAPACKAGE
from exports.tables.listing import all_tables
from exports.tables.names import FOLDER
from graph_builder.problems import Severity
from graph_builder.report import Report

NEWEST: Final = 10
"""How many articles the first page shows."""

_MAIN: Final = ("article", "issue", "project", "person", "organization", "region")


PATH: Final = "{}/index.html"
DEFAULT: Final = "index.html"


def home(
    path: str, index: GraphIndex, report: Report, page: PageLanguage, pictures: Pictures, about: About
) -> HomeView:
    """Return the first page in one language.

    Args:
        path: where it will stand: ``PATH`` or ``DEFAULT``.
        index: the graph.
        report: for how many things await an editor.
        page: the language.
        pictures: the pictures to which it leads.
        about: what is told of the dataset as a whole.
    """
    counts = {
        kind: KindCount(page.kinds(kind), page.words.number(len(filed)), f"{page.code}/{kind}/index.html")
        for kind, filed in page.filing.by_kind.items()
    }
    articles = page.filing.by_kind.get("article", ())
    errors = sum(problem.severity is Severity.ERROR for problem in report.problems)
    return HomeView(
        frame=page.frame(path, "", others=PATH, default=DEFAULT),
        title=Text(page.site.text, page.site.language),
        main=tuple(counts[kind] for kind in _MAIN if kind in counts),
        other=tuple(count for kind, count in counts.items() if kind not in _MAIN),
        newest=tuple(page.entry(filed.term) for filed in articles[:NEWEST]),
        pictures=pictures.ways(page),
        graph_downloads=downloads("data/dataset", VIEW_FORMATS),
        claim_downloads=downloads("data/dataset", DATASET_FORMATS),
        tables=tuple(
            TableDownload(
                page.said(table.titles), tuple(_file(f"{table.name}.{one.suffix}", one) for one in TABLE_FORMATS)
            )
            for table in all_tables()
        ),
        table_descriptions=tuple(_file(name, JSON) for name in (DATAPACKAGE, CSVW)),
        withheld=page.words.number(len(report.withheld)),
        warnings=page.words.number(len(report.warnings)),
        errors=page.words.number(errors),
        disagreements=Link(
            Text(page.words["disagreements_title"]),
            paths.DISAGREEMENTS.format(page.code),
            page.words.number(sum(page.disputes.counts.values())),
        ),
        descriptions=tuple(Download(path, one.media_type, path) for path, one in DESCRIPTIONS.items()),
        schema_org=dataset_script(about, page),
        about_data=tuple(
            Link(Text(page.words[key]), pattern.format(page.code))
            for key, pattern in (
                ("changes_title", CHANGES),
                ("completeness_title", paths.COMPLETENESS),
                ("ontology_title", paths.ONTOLOGY),
                ("shapes_title", paths.SHAPES),
                ("portals_title", PORTALS),
                ("queries_title", QUERIES),
                ("editor_title", editor.EDITOR),
                ("builder_title", editor.BUILDER),
            )
        ),
    )


def _file(name: str, format_: Format) -> Download:
    return Download(name, format_.media_type, f"{FOLDER}/{name}")
