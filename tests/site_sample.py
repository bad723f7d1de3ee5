"""An archive for the tests of pages: every kind, disagreements, several sources, hostile texts, a long list.

The magazine, people, organizations and figures are made up.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from graph_builder.claims import annotations, claims
from graph_builder.consolidation import Consolidation
from graph_builder.dataset import Dataset
from graph_builder.dates import PartialDate
from graph_builder.derivation import derive
from graph_builder.identifiers import Iris
from graph_builder.problems import Place, Problem, Severity
from graph_builder.rdf import Term, Triple, document_of, tagged
from graph_builder.records import (
    AnyRecord,
    Article,
    Capture,
    Component,
    Contribution,
    Edition,
    Entry,
    Event,
    Issue,
    LegalInstrument,
    Magazine,
    Organization,
    Person,
    Phase,
    Project,
    Quotation,
    Region,
    Rubric,
    Source,
    Website,
)
from graph_builder.report import Advised, Report, ShapeResult, Withheld
from graph_builder.schema import schema
from graph_builder.trust import Trust

IRIS: Final = Iris("https://data.example.kg/")
SCRIPT: Final = "<script>alert('title')</script>"
IMAGE: Final = '"><img src=x onerror=alert(1)>'
RIGHT_TO_LEFT: Final = "\u202eתנועה\u202e"
_RANKS: Final = ("editor", "publisher", "partner", "page", "derived")


def _day(text: str) -> PartialDate:
    return PartialDate.parse(text)


SOURCES: Final = (
    Source(
        id="authorities",
        name={"ky": "Редакциянын тизмеси", "ru": "Список редакции", "en": "List of the editors"},
        file="authorities/all.yaml",
    ),
    Source(
        id="partner-report",
        name={"en": "Partner, final report"},
        url="https://partner.example.org/reports/2022/final%20report.html",
        retrieved=_day("2022-08"),
        rank="partner",
        file="records/partner.yaml",
    ),
    Source(
        id="page-0123456789ab",
        name={"ky": "Журналдын барагы: «Элдин үнү»"},
        url="https://magazine.example.kg/ky/article/full/1.html",
        retrieved=_day("2020-11-20"),
        rank="page",
        file="pages/ky/1.txt",
    ),
    Source(
        id="derived-numbering",
        name={"ky": "Номерлөө эрежеси", "ru": "Правило нумерации", "en": "Numbering rule"},
        rank="derived",
        file="tuyun.toml",
    ),
)

_AUTHORITIES: Final[list[AnyRecord]] = [
    Magazine(
        id="sample",
        name={"ky": "Үлгү журналы", "ru": "Журнал «Пример»", "en": "The Sample magazine"},
        issn="2049-3630",
        registration="1785",
        publisher="oto",
        language=["ky", "ru"],
        homepage="https://www.magazine.example.kg/",
    ),
    Organization(
        id="oto",
        name={"ky": "Өрүш коомдук фонду", "ru": "Общественный фонд «Оруш»", "en": "Orush Foundation"},
        abbreviation={"ky": ["ӨКФ"], "ru": ["ОФО"]},
        type="foundation",
        homepage="https://orush.example.kg/index.php?page=ө",
    ),
    Organization(id="naryn", name={"ky": "Нарын ассоциациясы"}, type="association", part_of="oto"),
    Organization(id="oziok", name={"ky": "Озон бирикмеси"}, succeeded_by="naryn"),
    Organization(id="ngara", name={"ky": "Ңара уюму", "ru": "Организация «Нара»"}),
    Organization(id="ulan", name={"ky": "Улан уюму"}),
    Organization(id="ushkon", name={"ky": "«Үшкөн» уюму"}),
    Organization(id="foreign", name={"en": "Overseas aid agency"}, type="donor"),
    Organization(id="hostile", name={"ky": IMAGE, "en": RIGHT_TO_LEFT}),
    Person(
        id="ayday-ulanova",
        name={"ky": "Айдай Уланова", "ru": "Айдай Уланова", "en": "Aidai Ulanova"},
        family_name={"ky": "Уланова"},
        given_name={"ky": "Айдай"},
        aliases={"ru": ["УЛАНОВА А."]},
    ),
    Person(id="bakyt-asanov", name={"ky": "Бакыт Асанов"}, provisional=True),
    Region(
        id="KG", name={"ky": "Үлгү өлкөсү", "ru": "Страна-пример", "en": "Sample country"}, type="country", code="KG"
    ),
    Region(
        id="KG-J",
        name={"ky": "Жашыл облусу", "ru": "Зелёная область", "en": "Green Region"},
        type="region",
        code="KG-J",
        within="KG",
    ),
    Region(id="KG-ZH", name={"ky": "Жийде шаары", "ru": "город Жийде"}, type="city", within="KG"),
    Region(id="KG-J-oy", name={"ky": "Өй району"}, type="district", within="KG-J"),
    Project(
        id="demo",
        name={
            "ky": "Элдин үнү жана бийликтин жоопкерчилиги",
            "ru": "Голос граждан и подотчётность власти",
            "en": "Voice of citizens and accountability of authorities",
        },
        abbreviation={"ky": ["ЭҮБЖ"], "ru": ["ГГПВ"], "en": ["VCA"]},
        number="7F00000",
        goal={
            "ky": "Айыл тургундары бюджетти талкуулоого катышат, ал эми жергиликтүү бийлик алардын суроолоруна "
            "жооп берет.\n\nДолбоор үч фазадан турат: биринчисинде эки облус, экинчисинде үч облус, акыркысында "
            "бүт өлкө катышат.",
            "en": "Villagers take part in debating the budget, and local authorities answer their questions.",
        },
        start=_day("2011-11"),
        end=_day("2022-06"),
        homepage="https://demo.example.kg/",
        implementer=["oto"],
        funder=["foreign"],
        partner=["naryn", "ngara"],
    ),
    *(
        Phase(
            id=f"demo-{ordinal}",
            project="demo",
            ordinal=ordinal,
            start=_day(start),
            end=_day(end),
            region=list(regions),
            final=ordinal == 3 or None,
            budget=Decimal("3410000.50") if ordinal == 1 else None,
            currency="CHF" if ordinal == 1 else None,
            name={"ky": f"{ordinal}-фаза"},
        )
        for ordinal, start, end, regions in (
            (1, "2011-11", "2015-03", ("KG-J",)),
            (2, "2015-04", "2020-03", ("KG-J", "KG-J-oy")),
        )
    ),
    Phase(id="demo-3", project="demo", ordinal=3, start=_day("2020-09"), region=["KG"], final=True),
    Component(
        id="demo-1",
        project="demo",
        ordinal=1,
        name={"ky": "Катышуу", "ru": "Участие", "en": "Participation"},
        partner=["naryn"],
        supports=["ngara"],
    ),
    Event(id="school", name={"ky": "Лидерлик мектеби"}, date=_day("2021-21"), project="demo", organizer=["oto"]),
    LegalInstrument(id="code", name={"ky": "Үлгү кодекси"}, type="code", date=_day("1994~")),
    Rubric(id="news", magazine="sample", name={"ky": "Жаңылыктар", "ru": "Новости"}, aliases={"ky": ["жаӊылыктар"]}),
    Website(id="best", name={"ky": "Мыкты тажрыйба порталы"}, homepage="https://best.example.kg/"),
    Issue(
        id="108",
        magazine="sample",
        number=10,
        whole_number=108,
        editions=[Edition(language="ky", date=_day("2020-11-13")), Edition(language="ru", date=_day("2020-11-02"))],
    ),
    Issue(id="100-101", magazine="sample", number=2, last_number=3, whole_number=100, last_whole_number=101),
]

_PARTNER: Final[list[AnyRecord]] = [
    Phase(id="demo-3", project="demo", ordinal=3, start=_day("2020-09-15"), end=_day("2022-06")),
    Organization(id="oto", name={"en": "Orush Public Foundation", "ky": "Өрүш коомдук фонду"}),
]

_PAGE: Final[list[AnyRecord]] = [
    Phase(id="demo-3", project="demo", ordinal=3, start=_day("2020-09"), end=_day("2022-03"), final=True),
    Article(
        id="ky-1",
        language="ky",
        title="Элдин үнү угулат: үчүнчү фаза башталды",
        abstract="Долбоордун үчүнчү фазасы башталды. Бул кыскача баяндама үлгү үчүн өз сөзүбүз менен жазылган.",
        date=_day("2020-10-05"),
        rubric="news",
        contributions=[
            Contribution(
                contributor="ayday-ulanova",
                stated_name="Айдай УЛАНОВА",
                role={"ky": "Даярдаган: долбоордун адиси"},
                affiliation=["oto"],
            ),
            Contribution(contributor="bakyt-asanov", role={"ky": "Редактор"}, role_kind="editor", affiliation=["oto"]),
        ],
        about=["project/demo"],
        mentions=["organization/oto", "region/KG-J", "instrument/code", "website/best"],
        source_urls=["https://magazine.example.kg/ky/article/full/1.html"],
    ),
    Article(
        id="ky-hostile", language="ky", title=SCRIPT, abstract=f"{IMAGE}\n\n{RIGHT_TO_LEFT}", date=_day("2019-01-02")
    ),
    Capture(
        id="0123456789ab",
        article="ky-1",
        sha256="0123456789ab" + "0" * 52,
        file="pages/ky/1.txt",
        captured_from="https://magazine.example.kg/ky/article/full/1.html",
        retrieved=_day("2020-11-20"),
        layout="full-header",
        language="ky",
        shown_issue="108",
        shown_header="10 (108) 13 Ноябрь 2020",
    ),
]

_QUOTED: Final = tuple(
    Quotation(
        capture="0123456789ab",
        number=number,
        entity=entity,
        exact=words,
        prefix=SCRIPT,
        suffix="",
        start=number * 50,
        end=number * 50 + len(words),
    )
    for number, (entity, words) in enumerate(
        [
            ("organization/oto", "ӨКФтин"),
            ("organization/oto", "Өрүш\nкоомдук фонду"),
            ("organization/oto", "ӨКФтин"),
            ("region/KG-J", SCRIPT),
            ("organization/nobody", "Эч ким"),
        ],
        start=1,
    )
)

_DERIVED: Final[list[AnyRecord]] = [
    Article(id="ky-1", candidate_issues=["108", "107"]),
    Issue(id="107", magazine="sample", number=9, whole_number=107, nominal_month=_day("2020-09"), provisional=True),
    Issue(id="108", nominal_month=_day("2020-10")),
]


def _more_articles(count: int) -> Iterator[Article]:
    for number in range(count):
        year, month = 2012 + number % 8, 1 + number % 12
        yield Article(
            id=f"ru-{number}",
            language="ru",
            title=f"Заметка {number} о бюджете",
            date=_day(f"{year}-{month:02}"),
            rubric="news",
            about=["project/demo"],
            mentions=["organization/oto", "region/KG-J"],
            contributions=[Contribution(contributor="ayday-ulanova", role={"ru": "Подготовила"})],
        )


def sample(articles: int = 60) -> Dataset:
    """Return the dataset, with so many articles beside those of interest."""
    said: dict[str, list[AnyRecord]] = {
        "authorities": _AUTHORITIES,
        "partner-report": _PARTNER,
        "page-0123456789ab": [*_PAGE, *_more_articles(articles)],
        "derived-numbering": _DERIVED,
    }
    return dataset_of(said)


def dataset_of(said: Mapping[str, Sequence[AnyRecord]]) -> Dataset:
    """Return the dataset of what each source says."""
    entries = [Entry(record, source, Place("archive", 1)) for source, records in said.items() for record in records]
    quads = sorted(set(claims(SOURCES, entries, IRIS)))
    published = {quad[0] for quad in quads}
    quoted = annotations([("page-0123456789ab", _QUOTED)], published, IRIS)
    trust = Trust({IRIS.thing("source", source.id): source for source in SOURCES}, _RANKS, {})
    consolidation = Consolidation(schema(), trust, IRIS)
    view: list[Triple] = []
    for _, group in groupby(sorted(quads, key=lambda quad: document_of(quad[0])), lambda quad: document_of(quad[0])):
        view.extend(consolidation.merge(group))
    nodes: dict[Term, dict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, object_ in view:
        nodes[subject][predicate].append(object_)
    view.extend(derive(nodes, nodes))
    return Dataset(
        iris=IRIS,
        languages=("ky", "ru", "en"),
        title=(("ky", "Үлгү журналынын архиви"), ("ru", "Архив журнала «Пример»"), ("en", "The Sample archive")),
        view=tuple(sorted(set(view))),
        claims=tuple(sorted([*quads, *quoted], key=lambda quad: (quad[3], *quad[:3]))),
    )


def sample_report() -> Report:
    """Return a report with every kind of finding."""
    broken = ShapeResult(
        focus=IRIS.thing("organization", "broken"),
        path="<https://w3id.org/tuyun/ontology#name>",
        component="MinCountConstraintComponent",
        shape="<https://w3id.org/tuyun/shapes#Organization-name>",
        severity="Violation",
        value="",
        messages=(("en", "Give the name"), ("ky", "Аталышын жазыңыз"), ("ru", "Укажите название")),
    )
    warning = ShapeResult(
        focus=IRIS.thing("organization", "ulan"),
        path="<https://w3id.org/tuyun/ontology#kind>",
        component="MinCountConstraintComponent",
        shape="<https://w3id.org/tuyun/shapes#Organization-kind-wanted>",
        severity="Warning",
        value=tagged(SCRIPT, "ky"),
        messages=(("en", "Say what kind it is"), ("ky", "Түрүн жазыңыз"), ("ru", "Укажите вид")),
    )
    place = Place("authorities/all.yaml", 14, "records[3].name.ky")
    return Report(
        problems=tuple(
            Problem(place, f"code-{severity}", f"{severity} {SCRIPT}", "write it again", severity)
            for severity in Severity
        ),
        warnings=(Advised(warning, (Place("authorities/all.yaml", 21, "records[5]"),)),),
        withheld=(
            Withheld(IRIS.thing("organization", "broken"), (broken,), "", (place,)),
            Withheld(IRIS.thing("phase", "lost-1"), (), IRIS.thing("organization", "broken"), (place,)),
        ),
        focus_nodes=tuple((shape.shape, 3) for shape in schema().kinds.values()),
    )
