"""Simple Dublin Core in the wrapper of OAI-PMH (https://www.openarchives.org/OAI/openarchivesprotocol.html#dublincore)."""

from collections.abc import Iterator
from typing import Final

from exports.bibliography import xml_text
from exports.bibliography.item import Item, Serial, Thing

_NAMESPACE: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_TERMS: Final = "http://purl.org/dc/elements/1.1/"
_SCHEMA: Final = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"


def write(work: Item | Serial | Thing) -> bytes:
    """Return the record of an article, the magazine or anything else."""
    record = xml_text.root("oai_dc:dc", {"oai_dc": _NAMESPACE, "dc": _TERMS}, (_NAMESPACE, _SCHEMA))
    for name, text, language in _elements(work):
        if text:
            xml_text.add(record, f"dc:{name}", text, [("xml:lang", language)])
    return xml_text.document(record)


def _elements(work: Item | Serial | Thing) -> Iterator[tuple[str, str, str]]:
    match work:
        case Item():
            return _item(work)
        case Serial():
            return _serial(work)
        case Thing():
            return _thing(work)


def _thing(thing: Thing) -> Iterator[tuple[str, str, str]]:
    for language, title in thing.titles:
        yield "title", title, language
    for language, text in thing.descriptions:
        yield "description", text, language
    for date in thing.dates:
        yield "date", date, ""
    yield "type", thing.type, "en"
    yield "identifier", thing.iri, ""
    for iri in thing.relations:
        yield "relation", iri, ""


def _item(item: Item) -> Iterator[tuple[str, str, str]]:
    yield "title", item.title, item.language
    for creator in item.by_role("author"):
        yield "creator", creator.name.inverted, ""
    for creator in item.by_role("editor", "compiler", "reviewer"):
        yield "contributor", creator.name.inverted, ""
    for subject in item.about:
        yield "coverage" if subject.kind == "region" else "subject", subject.label, ""
    if item.rubric:
        yield "subject", item.rubric.label, ""
    yield "description", item.abstract, item.language
    yield "publisher", item.serial.publisher if item.serial else "", ""
    yield "date", item.date.text if item.date else "", ""
    yield "type", "Text", ""
    yield "identifier", item.iri, ""
    for url in item.urls:
        yield "identifier", url, ""
    yield "source", _source(item), item.serial.language if item.serial else ""
    yield "language", item.language, ""
    yield "relation", item.serial.iri if item.serial else "", ""


def _source(item: Item) -> str:
    if item.serial is None:
        return ""
    issn = f"ISSN {item.serial.issn}" if item.serial.issn else ""
    number = f"№ {item.numbering.text}" if item.numbering and item.numbering.text else ""
    return ", ".join(filter(None, (item.serial.title, number, issn)))


def _serial(serial: Serial) -> Iterator[tuple[str, str, str]]:
    yield "title", serial.title, serial.language
    for code, title in serial.parallel:
        yield "title", title, code
    yield "publisher", serial.publisher, ""
    yield "type", "Text", ""
    yield "identifier", serial.iri, ""
    yield "identifier", f"ISSN {serial.issn}" if serial.issn else "", ""
    yield "identifier", serial.url, ""
    for language in serial.languages:
        yield "language", language, ""
