"""Two small datasets for the tests of exports: a plain one of every shape of data, and one of hard texts.

The people, organizations and figures are made up; only the vocabulary is real.
"""

from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from graph_builder import namespaces as ns
from graph_builder import terms
from graph_builder.builders import quotation
from graph_builder.dataset import Dataset
from graph_builder.dates import EDTF
from graph_builder.identifiers import Iris
from graph_builder.rdf import Quad, Term, Triple, boolean, integer, iri, plain, tagged, typed
from graph_builder.records import Quotation

IRIS: Final = Iris("https://data.example.kg/")
Facts: TypeAlias = Mapping[Term, Term | list[Term]]

_THING = IRIS.of
_MAGAZINE, _ISSUE = _THING("magazine/sample"), _THING("issue/108")
_ARTICLE, _PERSON = _THING("article/ky-1"), _THING("person/aida-ulanova")
_PROJECT, _PHASE = _THING("project/demo"), _THING("phase/demo-1")
_ORGANIZATION, _REGION = _THING("organization/demo-body"), _THING("region/KG-J")
_RUBRIC, _CAPTURE = _THING("rubric/news"), _THING("capture/0123456789ab")
_PAGE, _EDITOR = _THING("source/page-0123456789ab"), _THING("source/editor")
_DAY, _MONTH, _YEAR = ns.XSD_DATE[1:-1], ns.XSD_G_YEAR_MONTH[1:-1], ns.XSD_G_YEAR[1:-1]
_DECIMAL = ns.XSD_DECIMAL[1:-1]


def _entity(term: Term, class_: Term, label: str, facts: Facts) -> Iterator[Triple]:
    texts = [tagged(f"{label} {language}", language) for language in ("ky", "ru", "en")]
    slug = plain(term[1:-1].rpartition("/")[2])
    yield from _node(term, {ns.RDF_TYPE: class_, ns.RDFS_LABEL: texts, ns.DCTERMS_IDENTIFIER: slug})
    yield from _node(term, facts)


def _node(term: Term, facts: Facts) -> Iterator[Triple]:
    for property_, values in facts.items():
        for value in values if isinstance(values, list) else [values]:
            yield term, property_, value


def _plain_view() -> Iterator[Triple]:
    names = [tagged("Муниципалитет", "ky"), tagged("Муниципалитет", "ru"), tagged("Municipality", "en")]
    languages = [plain("ky"), plain("ru")]
    yield from _entity(
        _MAGAZINE,
        terms.Magazine,
        "Журнал",
        {
            terms.name: names,
            terms.issn: plain("1694-7053"),
            terms.language: languages,
            terms.homepage: iri("https://example.kg/журнал?a=1&b='2'"),
        },
    )
    scheme = IRIS.part(_MAGAZINE, "rubrics")
    yield from _node(
        scheme,
        {
            ns.RDF_TYPE: [terms.RubricScheme, ns.SKOS_CONCEPT_SCHEME],
            ns.RDFS_LABEL: tagged("Rubrics", "en"),
            terms.name: tagged("Rubrics", "en"),
            terms.magazine: _MAGAZINE,
        },
    )
    yield from _entity(
        _RUBRIC,
        terms.Rubric,
        "Жаңылыктар",
        {
            ns.RDF_TYPE: ns.SKOS_CONCEPT,
            ns.SKOS_PREF_LABEL: tagged("Жаңылыктар", "ky"),
            ns.SKOS_ALT_LABEL: [tagged("ЖАӉЫЛЫКТАР", "ky"), tagged("жаңылык", "ky"), tagged("News", "en")],
            ns.SKOS_IN_SCHEME: scheme,
            terms.provisional: boolean(True),
        },
    )
    edition = IRIS.part(_ISSUE, "edition-ky")
    yield from _entity(
        _ISSUE,
        terms.Issue,
        "Чыгарылыш",
        {
            terms.magazine: _MAGAZINE,
            terms.number: integer(10),
            terms.wholeNumber: integer(108),
            terms.nominalMonth: typed("2020-10", _MONTH),
            terms.startDay: typed("2020-10-01", _DAY),
            terms.endDay: typed("2020-10-31", _DAY),
            terms.edition: edition,
            terms.datePublished: typed("2020-11-13", _DAY),
        },
    )
    yield from _node(
        edition,
        {
            ns.RDF_TYPE: terms.Edition,
            terms.language: plain("ky"),
            terms.datePublished: typed("2020-11-13", _DAY),
            terms.issue: _ISSUE,
        },
    )
    contributions = [IRIS.part(_ARTICLE, f"contribution-{position}") for position in (1, 2)]
    yield from _entity(
        _ARTICLE,
        terms.Article,
        "Макала",
        {
            terms.title: tagged("«Айыл» долбоору", "ky"),
            terms.abstract: tagged('Биринчи сап\nэкинчи сап "тырмакчада" \\ менен', "ky"),
            terms.language: plain("ky"),
            terms.datePublished: typed("2020-10-05", _DAY),
            terms.rubric: _RUBRIC,
            terms.contribution: contributions,
            terms.about: [_PROJECT, _REGION],
            terms.mentions: _ORGANIZATION,
            terms.sourceUrl: iri("https://example.kg/ky/1?x=%D0%B0&y=1"),
            terms.capture: _CAPTURE,
            terms.candidateIssue: _ISSUE,
        },
    )
    for position, contribution in enumerate(contributions, 1):
        yield from _node(
            contribution,
            {
                ns.RDF_TYPE: terms.Contribution,
                terms.article: _ARTICLE,
                terms.contributor: _PERSON,
                terms.role: tagged("Даярдаган", "ky"),
                terms.roleKind: terms.role_author,
                terms.affiliation: _ORGANIZATION,
                terms.position: integer(position),
                terms.statedName: plain("Аида УЛАНОВА"),
            },
        )
    yield from _entity(_PERSON, terms.Person, "Аида", {terms.name: tagged("Аида Уланова", "ky")})
    yield from _entity(
        _ORGANIZATION,
        terms.Organization,
        "Уюм",
        {
            terms.name: tagged("Уюм", "ky"),
            terms.abbreviation: [tagged("УЮМ", "ky"), tagged("ОРГ", "ru")],
            terms.kind: terms.kind_ngo,
        },
    )
    yield from _entity(
        _REGION,
        terms.Region,
        "Облус",
        {ns.RDF_TYPE: ns.SKOS_CONCEPT, terms.kind: terms.kind_region, ns.SKOS_NOTATION: plain("KG-J")},
    )
    yield from _entity(
        _PROJECT,
        terms.Project,
        "Долбоор",
        {
            terms.identifier: plain("7F-00001.01"),
            terms.start: typed("2011", _YEAR),
            terms.implementer: _ORGANIZATION,
            terms.funder: _ORGANIZATION,
            terms.phase: _PHASE,
        },
    )
    disagreement = IRIS.part(_PHASE, "disagreement-end")
    claims = [IRIS.part(_PHASE, f"disagreement-end-{number}") for number in (1, 2)]
    yield from _entity(
        _PHASE,
        terms.Phase,
        "Мезгил",
        {
            terms.project: _PROJECT,
            terms.ordinal: integer(1),
            terms.start: typed("2011-11", _MONTH),
            terms.end: typed("2015-03?", EDTF),
            terms.region: [_REGION],
            terms.budget: typed("1250000.50", _DECIMAL),
            terms.currency: plain("CHF"),
            terms.isFinal: boolean(False),
        },
    )
    yield from _node(
        disagreement,
        {
            ns.RDF_TYPE: terms.Disagreement,
            terms.subject: _PHASE,
            terms.property: terms.end,
            terms.claim: claims,
            terms.preferred: claims[0],
            terms.reason: [tagged("higher rank", "en"), tagged("жогорку даража", "ky")],
        },
    )
    values = (typed("2015-03?", EDTF), typed("2015-06", _MONTH))
    for claim, value, source in zip(claims, values, (_EDITOR, _PAGE), strict=True):
        yield from _node(
            claim,
            {
                ns.RDF_TYPE: terms.Claim,
                terms.disagreement: disagreement,
                terms.value: value,
                terms.source: source,
            },
        )
    yield from _entity(
        _CAPTURE,
        terms.Capture,
        "Көчүрмө",
        {terms.article: _ARTICLE, terms.shownIssue: _ISSUE, terms.sha256: plain("0" * 64)},
    )
    for source in (_PAGE, _EDITOR):
        yield from _entity(source, terms.Source, "Булак", {terms.rank: plain("page")})


HARD_TEXTS: Final = (
    "Кыргызча: ң ө ү, Ң Ө Ү",
    "кош \"тырмакча\", 'жалгыз', `артка`",
    "үчтүк \"\"\" жана '''",
    "сап\nсап\r\nсап\rсап",
    "\tтабуляция\t",
    "\\ артка \\n чыныгы эмес \\u0041 \\",
    "]]> <![CDATA[ x ]]> <!-- y --> &amp; &lt; <script>alert(1)</script> <?php ?>",
    "😀 𝄞 𐍈 👩‍👧‍👦",
    "עברית עם English ו־123 \u202eRTL\u202c",
    "NFD: и\u0306 е\u0308 o\u0301; NFC: й ё ó",
    "DEL \x7f NEL \x85 NBSP \xa0 ZWJ \u200d BOM \ufeff LS \u2028 PS \u2029",
    "\U0010fffd end of Unicode, \ufffd",
    " ",
    "",
    "  ички   боштук  ",
    "{{jinja}} {%x%} ${sh} $(x) %s %(x)s",
    "<https://example.org/not-an-iri> . # no comment",
    '"^^<http://www.w3.org/2001/XMLSchema#integer>',
    "@ky",
    "^^xsd:date",
    "а" * 100_000,
)
"""Texts that are legal in every format, and on which writers and readers have failed."""

HARD_LITERALS: Final = (
    typed("01", ns.XSD_INTEGER[1:-1]),
    typed("+1", ns.XSD_INTEGER[1:-1]),
    typed("-0", ns.XSD_INTEGER[1:-1]),
    typed("123456789012345678901234567890", ns.XSD_INTEGER[1:-1]),
    typed("not a number", ns.XSD_INTEGER[1:-1]),
    typed("1.0", _DECIMAL),
    typed("1.", _DECIMAL),
    typed(".5", _DECIMAL),
    typed("-0.50", _DECIMAL),
    typed("1", _DECIMAL),
    typed("1", ns.XSD_BOOLEAN[1:-1]),
    typed("true", ns.XSD_BOOLEAN[1:-1]),
    typed("1.0E3", f"{ns.PREFIXES['xsd']}double"),
    typed("2020-10-05Z", _DAY),
    typed("2020-10", _MONTH),
    typed("2020", _YEAR),
    typed("-0044", _YEAR),
    typed("2021-21", EDTF),
    typed("2015-03~", EDTF),
    typed("x", "https://example.org/datatype/ü"),
    tagged("Latin", "ky-latn"),
    tagged("zh", "zh-hant-tw"),
)
"""Literals whose written form must survive though their value could be written otherwise."""

HARD_IRIS: Final = (
    "https://example.org/%D0%BC%D1%83?q=%20&a=b;c#%C3%BC",
    "https://example.org/муниципалитет/ңөү",
    "https://example.org/a'b(c)*d!e,f;g:h@i$j~k",
    "https://example.org/a.b.",
    "https://w3id.org/tuyun/ontology#with.dot",
    "https://w3id.org/tuyun/ontology#end.",
    "https://w3id.org/tuyun/ontology#a,b;c(d)",
    "https://w3id.org/tuyun/ontology#a%20b",
    "https://w3id.org/tuyun/ontology#ү",
    "https://w3id.org/tuyun/ontology#-dash",
    "https://w3id.org/tuyun/ontology#",
    "https://w3id.org/tuyun/ontology#a/b",
    "http://www.w3.org/2004/02/skos/core#Ысым",
    "urn:uuid:00000000-0000-4000-8000-000000000000",
    "mailto:nobody@example.org",
    "https://xn--e1afmkfd.example/ß𝄞",
)


def _hard_view() -> Iterator[Triple]:
    texts = [tagged(text, "ky") for text in HARD_TEXTS]
    links = [iri(text) for text in HARD_IRIS]
    strings = [plain(text) for text in HARD_TEXTS]
    entity = _THING("organization/hard")
    yield from _entity(
        entity,
        terms.Organization,
        "Кыйын",
        {
            ns.SKOS_ALT_LABEL: texts,
            terms.name: [tagged("эки", "ky"), tagged("бир", "ky")],
            terms.homepage: links,
            terms.partOf: plain("a text where a link is expected"),
            terms.startDay: [plain("a string where a date is expected"), typed("2020", _YEAR)],
            terms.statedName: [*strings, tagged("a tag where none is expected", "en"), *HARD_LITERALS],
            terms.wholeNumber: list(HARD_LITERALS),
            terms.provisional: list(HARD_LITERALS),
            terms.budget: list(HARD_LITERALS),
            terms.abbreviation: [plain("no language where one is expected"), entity],
        },
    )
    # Properties and classes that the vocabulary does not know.
    yield entity, iri("https://example.org/ns/unknown"), plain("x")
    yield entity, iri("https://example.org/ns/тийешелүү"), tagged("x", "ky")
    yield entity, iri("http://purl.org/dc/terms/title"), plain("y")
    yield entity, ns.RDF_TYPE, iri("https://example.org/ns/Unknown")
    for number, literal in enumerate([*strings, *HARD_LITERALS, *links]):
        claim = IRIS.part(entity, f"claim-{number}")
        yield from _node(claim, {ns.RDF_TYPE: terms.Claim, terms.value: literal})
    yield from _node(IRIS.part(_THING("article/none"), "alone"), {terms.value: plain("no entity above it")})


def _dataset(view: Iterator[Triple]) -> Dataset:
    triples = sorted(set(view))
    claims: list[Quad] = [(*triple, _EDITOR) for triple in triples]
    claims += [(*triple, _PAGE) for triple in triples[::3]]
    for number, text in enumerate(HARD_TEXTS, start=1):
        quoted = Quotation(IRIS.slug(_CAPTURE), number, "organization/demo-body", text, text, "", 0, len(text))
        claims += [(*triple, _PAGE) for triple in quotation.build(quoted, IRIS)]
    return Dataset(
        iris=IRIS,
        languages=("ky", "ru", "en"),
        title=(("ky", "Үлгү"), ("ru", "Образец"), ("en", "Sample")),
        view=tuple(triples),
        claims=tuple(sorted(claims, key=lambda quad: (quad[3], *quad[:3]))),
    )


def plain_dataset() -> Dataset:
    """Return a dataset with every kind of value, link and dependent."""
    return _dataset(_plain_view())


def hard_dataset() -> Dataset:
    """Return a dataset of texts, literals and IRIs that are legal and hard."""
    return _dataset(_hard_view())
