"""Answers as XML: each verb yields the pieces of its element; the envelope is the same around all."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from exports.harvest_records import Record
from portal.harvesting import tokens
from portal.harvesting.arguments import TOKEN, times
from portal.harvesting.faults import WITHOUT_ARGUMENTS, Fault
from portal.harvesting.repository import Repository, Selection, form_of
from portal.harvesting.tokens import Token
from portal.settings import Settings

_OPEN: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n'
)
_IDENTIFIER: Final = (
    '<description>\n<oai-identifier xmlns="http://www.openarchives.org/OAI/2.0/oai-identifier"'
    ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai-identifier'
    ' http://www.openarchives.org/OAI/2.0/oai-identifier.xsd">\n'
    "<scheme>oai</scheme>\n<repositoryIdentifier>{host}</repositoryIdentifier>\n<delimiter>:</delimiter>\n"
    "<sampleIdentifier>{sample}</sampleIdentifier>\n</oai-identifier>\n</description>\n"
)


def envelope(now: str, address: str, arguments: Mapping[str, str], content: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a whole answer.

    Args:
        now: the time of the answer, ``YYYY-MM-DDThh:mm:ssZ``.
        address: the address of the repository.
        arguments: what was asked, the verb among it; nothing if it was not understood.
        content: what stands after the request.
    """
    asked = "".join(f" {name}={quoteattr(text)}" for name, text in arguments.items())
    yield f"{_OPEN}<responseDate>{now}</responseDate>\n<request{asked}>{escape(address)}</request>\n".encode()
    yield from content
    yield b"</OAI-PMH>\n"


def error(fault: Fault) -> bytes:
    """Return the element of an error."""
    return f"<error code={quoteattr(fault.code)}>{escape(fault.text)}</error>\n".encode()


def repeated(fault: Fault, arguments: Mapping[str, str]) -> Mapping[str, str]:
    """Return the arguments that an answer with an error repeats."""
    return {} if fault.code in WITHOUT_ARGUMENTS else arguments


class Answers:
    """Answers from one release."""

    def __init__(self, repository: Repository, settings: Settings, address: str) -> None:
        self._repository, self._settings, self._address = repository, settings, address
        self._about = repository.about

    def answer(self, verb: str, arguments: Mapping[str, str]) -> Iterator[bytes]:
        """Yield the pieces of a verb's element.

        Raises:
            Fault: if the request is not taken; before anything is yielded.
        """
        match verb:
            case "Identify":
                content = self._identify()
            case "ListMetadataFormats":
                content = self._metadata_formats(arguments)
            case "ListSets":
                content = self._sets(arguments)
            case "GetRecord":
                content = self._record(arguments)
            case _:
                content = self._list(verb, arguments)
        yield from self._element(verb, content)

    def _element(self, verb: str, content: Iterator[bytes]) -> Iterator[bytes]:
        first = next(content)  # a fault is raised here, before the element is begun
        yield f"<{verb}>\n".encode()
        yield first
        yield from content
        yield f"</{verb}>\n".encode()

    def _identify(self) -> Iterator[bytes]:
        about = self._about
        contact = self._settings.contact or about.contact
        sample = self._repository.records[-1].path if self._repository.records else "article/1"
        yield (
            f"<repositoryName>{escape(about.name)}</repositoryName>\n<baseURL>{escape(self._address)}</baseURL>\n"
            f"<protocolVersion>2.0</protocolVersion>\n<adminEmail>{escape(contact)}</adminEmail>\n"
            f"<earliestDatestamp>{about.earliest}</earliestDatestamp>\n<deletedRecord>persistent</deletedRecord>\n"
            "<granularity>YYYY-MM-DDThh:mm:ssZ</granularity>\n"
            f"{_IDENTIFIER.format(host=escape(about.host), sample=self._about.identifier(sample))}"
        ).encode()

    def _metadata_formats(self, arguments: Mapping[str, str]) -> Iterator[bytes]:
        record = self._find(arguments["identifier"]) if "identifier" in arguments else None
        for form in self._repository.forms(record):
            yield (
                f"<metadataFormat>\n<metadataPrefix>{form.prefix}</metadataPrefix>\n<schema>{form.schema}</schema>\n"
                f"<metadataNamespace>{form.namespace}</metadataNamespace>\n</metadataFormat>\n"
            ).encode()

    def _sets(self, arguments: Mapping[str, str]) -> Iterator[bytes]:
        if TOKEN in arguments:
            raise Fault("badResumptionToken", "the list of sets comes whole; there is no token for it")
        if not self._repository.about.sets:
            raise Fault("noSetHierarchy", "there are no sets")
        for spec, name in self._repository.about.sets.items():
            yield f"<set>\n<setSpec>{escape(spec)}</setSpec>\n<setName>{escape(name)}</setName>\n</set>\n".encode()

    def _record(self, arguments: Mapping[str, str]) -> Iterator[bytes]:
        form = form_of(arguments["metadataPrefix"])
        record = self._find(arguments["identifier"])
        metadata = self._repository.metadata(record, form)
        if not form.fits(record.path) or (metadata is None and not record.deleted):
            raise Fault("cannotDisseminateFormat", f"{arguments['identifier']} has no record in the form {form.prefix}")
        yield from self._whole(record, metadata)

    def _list(self, verb: str, arguments: Mapping[str, str]) -> Iterator[bytes]:
        repository, size = self._repository, self._settings.harvest_records
        if TOKEN in arguments:
            token = tokens.parse(arguments[TOKEN], verb)
            after: tuple[str, str] | None = (token.changed, token.path)
        else:
            since, until = times(arguments, repository.about.latest)
            token = Token(verb, arguments["metadataPrefix"], arguments.get("set", ""), since, until, until, "", 0)
            after = None
        wanted = Selection(form_of(token.prefix), token.set, token.since, token.until)
        found, more = repository.select(wanted, after, size)
        if not found and after is None:
            raise Fault("noRecordsMatch", "no record is in this set, of this time and in this form")
        if not found:
            raise Fault("badResumptionToken", "nothing follows any more; begin the list again")
        for record in found:
            if verb == "ListIdentifiers":
                yield self._header(record)
            else:
                yield from self._whole(record, repository.metadata(record, wanted.form))
        if more or after is not None:
            yield self._resumption(token, found[-1], len(found), more, repository.count(wanted))

    def _resumption(self, token: Token, last: Record, number: int, more: bool, size: int) -> bytes:
        onward = replace(token, changed=last.changed, path=last.path, sent=token.sent + number)
        text = onward.text() if more else ""
        return f'<{TOKEN} completeListSize="{max(size, onward.sent)}" cursor="{token.sent}">{text}</{TOKEN}>\n'.encode()

    def _whole(self, record: Record, metadata: bytes | None) -> Iterator[bytes]:
        yield b"<record>\n" + self._header(record)
        if metadata is not None:
            yield b"<metadata>\n" + metadata + b"\n</metadata>\n"
        yield b"</record>\n"

    def _header(self, record: Record) -> bytes:
        sets = "".join(f"<setSpec>{escape(spec)}</setSpec>\n" for spec in record.sets)
        status = ' status="deleted"' if record.deleted else ""
        return (
            f"<header{status}>\n<identifier>{self._about.identifier(record.path)}</identifier>\n"
            f"<datestamp>{record.changed}</datestamp>\n{sets}</header>\n"
        ).encode()

    def _find(self, identifier: str) -> Record:
        """Return the record with an identifier, which may be the IRI of the entity, too."""
        for beginning in (self._about.identifier(""), self._about.base):
            path = identifier.removeprefix(beginning)
            record = self._repository.find(path) if path != identifier else None
            if record is not None:
                return record
        raise Fault("idDoesNotExist", f"there is no item {identifier[:200]!r}")
