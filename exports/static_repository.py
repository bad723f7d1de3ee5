"""The records as one file for hosts without a program: an OAI-PMH Static Repository.

A gateway (an intermediary of OAI-PMH) harvests it on behalf of the host. As its specification wants, it names days, and
neither sets nor what is gone. https://www.openarchives.org/OAI/2.0/guidelines-static-repository.htm
"""

from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from exports.harvest_records import About, Record, Written
from exports.metadata_formats import METADATA_FORMATS, MetadataFormat, without_declaration
from graph_builder.identifiers import Iris

_OPEN: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<Repository xmlns="http://www.openarchives.org/OAI/2.0/static-repository"'
    ' xmlns:oai="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/static-repository'
    ' http://www.openarchives.org/OAI/2.0/static-repository.xsd">\n'
)


def static_repository(about: About, records: Sequence[Record], iris: Iris, written: Written) -> Iterator[bytes]:
    """Yield the file.

    Args:
        about: what the repository is called.
        records: all records, in the order in which they changed.
        iris: the base of the IRIs, at which the file is published.
        written: the release whose files are the records' forms.
    """
    yield _OPEN.encode()
    yield from _identify(about, iris)
    yield from _formats()
    there = [record for record in records if not record.deleted]
    for form in METADATA_FORMATS:
        yield f'<ListRecords metadataPrefix="{form.prefix}">\n'.encode()
        for record in there:
            yield from _record(record, form, about, written)
        yield b"</ListRecords>\n"
    yield b"</Repository>\n"


def _identify(about: About, iris: Iris) -> Iterator[bytes]:
    yield (
        f"<Identify>\n<oai:repositoryName>{escape(about.name)}</oai:repositoryName>\n"
        f"<oai:baseURL>{escape(iris.base)}data/oai.xml</oai:baseURL>\n<oai:protocolVersion>2.0</oai:protocolVersion>\n"
        f"<oai:adminEmail>{escape(about.contact)}</oai:adminEmail>\n"
        f"<oai:earliestDatestamp>{about.earliest[:10]}</oai:earliestDatestamp>\n"
        "<oai:deletedRecord>no</oai:deletedRecord>\n<oai:granularity>YYYY-MM-DD</oai:granularity>\n</Identify>\n"
    ).encode()


def _formats() -> Iterator[bytes]:
    yield b"<ListMetadataFormats>\n"
    for form in METADATA_FORMATS:
        yield (
            f"<oai:metadataFormat>\n<oai:metadataPrefix>{form.prefix}</oai:metadataPrefix>\n"
            f"<oai:schema>{form.schema}</oai:schema>\n"
            f"<oai:metadataNamespace>{form.namespace}</oai:metadataNamespace>\n</oai:metadataFormat>\n"
        ).encode()
    yield b"</ListMetadataFormats>\n"


def _record(record: Record, form: MetadataFormat, about: About, written: Written) -> Iterator[bytes]:
    path = f"{record.path}.{form.format.suffix}"
    if not form.fits(record.path) or path not in written.hashes:
        return
    yield (
        f"<oai:record>\n<oai:header>\n<oai:identifier>{about.identifier(record.path)}</oai:identifier>\n"
        f"<oai:datestamp>{record.changed[:10]}</oai:datestamp>\n</oai:header>\n<oai:metadata>\n"
    ).encode()
    yield without_declaration(written.read(path))
    yield b"\n</oai:metadata>\n</oai:record>\n"
