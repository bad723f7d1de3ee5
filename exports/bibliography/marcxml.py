"""MARC 21 bibliographic records in MARCXML (https://www.loc.gov/marc/bibliographic/, /standards/marcxml/).

An article is a component part (leader/07 ``a``) that points to its host in 773; the magazine is a serial. Positions
of 008 that the archive knows nothing of hold the fill character. Names and subjects carry their IRI in ``$1``, since
it names the thing itself and not a heading for it; a rubric is a concept and carries it in ``$0``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias
from xml.etree.ElementTree import Element

from exports.bibliography import dates, xml_text
from exports.bibliography.codes import PUBLISHER, RELATORS, language_code
from exports.bibliography.item import Creator, Item, Serial, Subject
from exports.wording import language_name
from graph_builder.dates import PartialDate

_NAMESPACE: Final = "http://www.loc.gov/MARC21/slim"
_SCHEMA: Final = "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd"
# New, text, UTF-8, abbreviated level, without ISBD punctuation.
_LEADER: Final = "00000na{level} a22000003c 4500"
_ENTERED: Final = "000000"
_NO_PLACE: Final = "xx "
_UNSPECIFIED: Final = (("unspecified", "z"), ("unspecified", "zu"))

Field: TypeAlias = tuple[str, str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class _Heading:
    """Where a subject of a kind stands: tag and first indicator in 6XX, second indicator in 653."""

    tag: str
    first: str
    uncontrolled: str


_HEADINGS: Final = {
    "person": _Heading("600", "0", "1"),
    "organization": _Heading("610", "2", "2"),
    "project": _Heading("610", "2", "2"),
    "event": _Heading("611", "2", "3"),
    "instrument": _Heading("630", "0", "0"),
    "region": _Heading("651", " ", "5"),
}
_TOPIC: Final = _Heading("650", " ", "0")


def write(work: Item | Serial) -> bytes:
    """Return the record."""
    record = xml_text.root("record", {"": _NAMESPACE}, (_NAMESPACE, _SCHEMA), type="Bibliographic")
    if isinstance(work, Item):
        _fill(record, "a", f"article/{work.slug}", _article_008(work), _item_fields(work))
    else:
        _fill(record, "s", f"magazine/{work.slug}", _serial_008(work), _serial_fields(work))
    return xml_text.document(record)


def _fill(record: Element, level: str, control_number: str, general: str, fields: Iterator[Field]) -> None:
    xml_text.add(record, "leader", _LEADER.format(level=level))
    xml_text.add(record, "controlfield", control_number, [("tag", "001")])
    xml_text.add(record, "controlfield", general, [("tag", "008")])
    for tag, indicators, subfields in fields:
        known = [(code, value) for code, value in subfields if value]
        if known:
            attributes = [("tag", tag), ("ind1", indicators[0]), ("ind2", indicators[1])]
            field = xml_text.add(record, "datafield", attributes=attributes)
            for code, value in known:
                xml_text.add(field, "subfield", value, [("code", code)])


def _item_fields(item: Item) -> Iterator[Field]:
    serial = item.serial
    yield "024", "7 ", (("a", item.iri), ("2", "uri"))
    yield from _common(item.described_in, (item.language,))
    entries = item.by_role("author")
    if entries:
        yield _person("100", entries[0])
    yield "245", f"{1 if entries else 0}0", (("a", item.title),)
    publisher = serial.publisher if serial else ""
    yield "264", " 1", (("b", publisher), ("c", item.date.text if item.date else ""))
    yield from _carrier(online=bool(item.urls))
    yield "520", "3 ", (("a", item.abstract),)
    yield "546", "  ", (("a", _spoken((item.language,), item.described_in)),)
    yield from _subjects(item)
    for creator in (*entries[1:], *item.by_role("editor", "compiler", "reviewer")):
        yield _person("700", creator)
    if serial:
        yield "773", "0 ", _host(item, serial)
    for url in item.urls:
        yield "856", "40", (("u", url),)
    yield "856", "42", (("u", item.page),)


def _serial_fields(serial: Serial) -> Iterator[Field]:
    yield "022", "  ", (("a", serial.issn),)
    yield "024", "7 ", (("a", serial.iri), ("2", "uri"))
    yield from _common(serial.language, serial.languages)
    yield "245", "00", (("a", serial.title),)
    for _, title in serial.parallel:
        yield "246", "31", (("a", title),)
    yield "264", " 1", (("b", serial.publisher),)
    yield from _carrier(online=bool(serial.url))
    yield "546", "  ", (("a", _spoken(serial.languages, serial.language)),)
    if serial.publisher:
        yield "710", "2 ", (("a", serial.publisher), ("4", PUBLISHER), ("1", serial.publisher_iri))
    yield "856", "40", (("u", serial.url),)
    yield "856", "42", (("u", serial.page),)


def _common(described_in: str, languages: tuple[str, ...]) -> Iterator[Field]:
    yield "040", "  ", (("b", language_code(described_in)), ("e", "rda"))
    yield "041", "0 ", tuple(("a", language_code(one)) for one in languages if one)


def _carrier(online: bool) -> Iterator[Field]:
    yield "336", "  ", (("a", "text"), ("b", "txt"), ("2", "rdacontent"))
    media, carrier = (("computer", "c"), ("online resource", "cr")) if online else _UNSPECIFIED
    yield "337", "  ", (("a", media[0]), ("b", media[1]), ("2", "rdamedia"))
    yield "338", "  ", (("a", carrier[0]), ("b", carrier[1]), ("2", "rdacarrier"))


def _person(tag: str, creator: Creator) -> Field:
    name = creator.name
    return (
        tag,
        f"{1 if name.family else 0} ",
        (
            ("a", name.inverted),
            ("e", creator.role_label),
            ("u", "; ".join(creator.affiliations)),
            ("4", RELATORS[creator.role]),
            ("1", name.iri),
        ),
    )


def _subjects(item: Item) -> Iterator[Field]:
    fields: list[Field] = []
    for subject in item.about:
        heading = _HEADINGS.get(subject.kind, _TOPIC)
        fields.append((heading.tag, f"{heading.first}7", (("a", subject.label), ("2", "local"), ("1", subject.iri))))
    if item.rubric:
        fields.append(("650", " 7", (("a", item.rubric.label), ("2", "local"), ("0", item.rubric.iri))))
    yield from sorted(fields, key=lambda field: field[0])
    for subject in item.mentions:
        yield _mention(subject)


def _mention(subject: Subject) -> Field:
    # What is only mentioned is no subject of the work: an index term of secondary weight, without a place for an IRI.
    heading = _HEADINGS.get(subject.kind, _TOPIC)
    return "653", f"2{heading.uncontrolled}", (("a", subject.label),)


def _host(item: Item, serial: Serial) -> tuple[tuple[str, str], ...]:
    designation = ""
    if item.numbering and item.numbering.text:
        designation = ", ".join(filter(None, (str(item.year or ""), f"№ {item.numbering.text}")))
    return (
        ("7", "nnas"),
        ("t", serial.title),
        ("d", serial.publisher),
        ("g", designation),
        ("o", serial.iri),
        ("x", serial.issn),
    )


def _spoken(languages: tuple[str, ...], language: str) -> str:
    return ", ".join(language_name(one, language) for one in languages if one)


def _dated(date: PartialDate | None) -> str:
    """Return 008/06-14: kind of date and date, with its month and day where they are known."""
    if date is None:
        return "nuuuuuuuu"
    year, *rest = dates.parts(date)
    if date.uncertain:
        return f"q{year:04}{year:04}"
    if rest:
        return f"e{year:04}{''.join(f'{part:02}' for part in rest):4}"
    return f"s{year:04}    "


def _article_008(item: Item) -> str:
    """Return 008 of a book, which is what component parts use."""
    form = "o" if item.urls else "|"
    return f"{_ENTERED}{_dated(item.date)}{_NO_PLACE}|||||{form}|||||||| ||{language_code(item.language)} d"


def _serial_008(serial: Serial) -> str:
    """Return 008 of a continuing resource: a periodical of unknown status and years."""
    language = language_code(serial.languages[0]) if serial.languages else language_code("")
    return f"{_ENTERED}uuuuuuuuu{_NO_PLACE}|| p||||||||   ||{language} d"
