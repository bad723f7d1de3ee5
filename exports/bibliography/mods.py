"""MODS 3.8 records (https://www.loc.gov/standards/mods/userguide/)."""

from typing import Final
from xml.etree.ElementTree import Element

from exports.bibliography import xml_text
from exports.bibliography.codes import PUBLISHER, RELATORS, language_code
from exports.bibliography.item import Creator, Item, Serial, Subject
from graph_builder.dates import PartialDate

_NAMESPACE: Final = "http://www.loc.gov/mods/v3"
_SCHEMA: Final = "http://www.loc.gov/standards/mods/v3/mods-3-8.xsd"
_NAME_TYPES: Final = {
    "person": "personal",
    "organization": "corporate",
    "project": "corporate",
    "event": "conference",
}
_LOCAL: Final = ("authority", "local")


def write(work: Item | Serial) -> bytes:
    """Return the record."""
    record = xml_text.root("mods", {"": _NAMESPACE}, (_NAMESPACE, _SCHEMA), version="3.8")
    if isinstance(work, Item):
        _item(record, work)
    else:
        _serial(record, work)
    return xml_text.document(record)


def _item(record: Element, item: Item) -> None:
    _title(record, item.title, item.language)
    for creator in item.creators:
        _creator(record, creator)
    xml_text.add(record, "typeOfResource", "text")
    xml_text.add(record, "genre", "article", [("authority", "marcgt")])
    if item.date:
        _issued(xml_text.add(record, "originInfo"), item.date)
    _languages(record, (item.language,))
    if item.abstract:
        xml_text.add(record, "abstract", item.abstract, [("xml:lang", item.language)])
    for subject in item.about:
        _subject(record, subject)
    if item.rubric:
        _subject(record, item.rubric)
    if item.serial:
        _host(record, item, item.serial)
    _addresses(record, item.iri, item.urls, item.page)
    _record_info(record, f"article/{item.slug}", item.described_in)


def _serial(record: Element, serial: Serial) -> None:
    _title(record, serial.title, serial.language)
    for code, title in serial.parallel:
        _title(record, title, code, "translated")
    if serial.publisher:
        name = xml_text.add(record, "name", attributes=[("type", "corporate"), ("valueURI", serial.publisher_iri)])
        xml_text.add(name, "namePart", serial.publisher)
        _role(name, PUBLISHER)
    xml_text.add(record, "typeOfResource", "text")
    xml_text.add(record, "genre", "periodical", [("authority", "marcgt")])
    _origin(record, serial)
    _languages(record, serial.languages)
    if serial.issn:
        xml_text.add(record, "identifier", serial.issn, [("type", "issn")])
    _addresses(record, serial.iri, (serial.url,) if serial.url else (), serial.page)
    _record_info(record, f"magazine/{serial.slug}", serial.language)


def _title(parent: Element, title: str, language: str, type_: str = "") -> None:
    info = xml_text.add(parent, "titleInfo", attributes=[("type", type_), ("xml:lang", language)])
    xml_text.add(info, "title", title)


def _creator(record: Element, creator: Creator) -> None:
    name = xml_text.add(record, "name", attributes=[("type", "personal"), ("valueURI", creator.name.iri)])
    if creator.name.family:
        xml_text.add(name, "namePart", creator.name.family, [("type", "family")])
        xml_text.add(name, "namePart", creator.name.given, [("type", "given")])
    else:
        xml_text.add(name, "namePart", creator.name.text)
    role = _role(name, RELATORS[creator.role])
    xml_text.add(role, "roleTerm", creator.role_label, [("type", "text")])
    for organization in creator.affiliations:
        xml_text.add(name, "affiliation", organization)


def _role(name: Element, code: str) -> Element:
    role = xml_text.add(name, "role")
    xml_text.add(role, "roleTerm", code, [("type", "code"), ("authority", "marcrelator")])
    return role


def _issued(origin: Element, date: PartialDate) -> None:
    qualifier = {"?": "questionable", "~": "approximate", "%": "questionable"}.get(date.text[-1], "")
    xml_text.add(origin, "dateIssued", date.text, [("encoding", "edtf"), ("qualifier", qualifier)])


def _origin(parent: Element, serial: Serial) -> None:
    origin = xml_text.add(parent, "originInfo")
    if serial.publisher:
        xml_text.add(origin, "publisher", serial.publisher)
    xml_text.add(origin, "issuance", "serial")


def _languages(record: Element, languages: tuple[str, ...]) -> None:
    for one in filter(None, languages):
        _language_term(xml_text.add(record, "language"), one)


def _language_term(parent: Element, language: str) -> None:
    attributes = [("type", "code"), ("authority", "iso639-2b")]
    xml_text.add(parent, "languageTerm", language_code(language), attributes)


def _subject(record: Element, subject: Subject) -> None:
    entry = xml_text.add(record, "subject", attributes=[_LOCAL])
    uri = ("valueURI", subject.iri)
    if name_type := _NAME_TYPES.get(subject.kind):
        name = xml_text.add(entry, "name", attributes=[("type", name_type), uri])
        xml_text.add(name, "namePart", subject.label)
    elif subject.kind == "instrument":
        xml_text.add(xml_text.add(entry, "titleInfo", attributes=[uri]), "title", subject.label)
    else:
        xml_text.add(entry, "geographic" if subject.kind == "region" else "topic", subject.label, [uri])


def _host(record: Element, item: Item, serial: Serial) -> None:
    host = xml_text.add(record, "relatedItem", attributes=[("type", "host")])
    _title(host, serial.title, serial.language)
    _origin(host, serial)
    if serial.issn:
        xml_text.add(host, "identifier", serial.issn, [("type", "issn")])
    xml_text.add(host, "identifier", serial.iri, [("type", "uri")])
    if item.numbering and item.numbering.text:
        part = xml_text.add(host, "part")
        detail = xml_text.add(part, "detail", attributes=[("type", "issue")])
        xml_text.add(detail, "number", item.numbering.text)
        if item.numbering.year:
            xml_text.add(part, "date", str(item.numbering.year), [("encoding", "w3cdtf")])


def _addresses(record: Element, iri: str, urls: tuple[str, ...], page: str) -> None:
    xml_text.add(record, "identifier", iri, [("type", "uri")])
    location = xml_text.add(record, "location")
    for url in urls:
        xml_text.add(location, "url", url, [("access", "object in context")])
    xml_text.add(location, "url", page, [("note", "record")])


def _record_info(record: Element, identifier: str, language: str) -> None:
    info = xml_text.add(record, "recordInfo")
    xml_text.add(info, "recordIdentifier", identifier)
    _language_term(xml_text.add(info, "languageOfCataloging"), language)
