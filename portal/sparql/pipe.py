"""The end of a pipe into which a worker writes an answer: it counts, and writes no more than is allowed."""

import os
import re
from typing import Final

from exports.formats import RDFXML, RESULTS_CSV, RESULTS_JSON, RESULTS_TSV, RESULTS_XML
from portal.settings import Settings
from portal.sparql.messages import Outcome

_BLOCK: Final = 1 << 16
_JSON_ROW: Final = re.compile(rb'(?:\[|\},)\{"[^"]*":\{"type":"')
"""Where a row of a JSON result begins; no text in one can look like it, since a quotation mark in a text is escaped."""
_XML_ROW: Final = re.compile(rb"<result>")
_LONGEST: Final = 300
"""Bytes at the end of a block in which a row may begin that the next block goes on with."""
_NO_XML: Final = re.compile(
    rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f])|0*(?:[0-8]|1[1245-9]|2\d|3[01]));",
    re.I,
)
"""What no XML 1.0 document holds (2.2), though an RDF literal may."""


class Full(Exception):  # noqa: N818 - no fault, a limit
    """Why an answer is not written to its end.

    Attributes:
        outcome: which limit it reached (:class:`~portal.sparql.messages.Outcome`).
        detail: more about it.
    """

    def __init__(self, outcome: str, detail: str = "") -> None:
        super().__init__(outcome)
        self.outcome, self.detail = outcome, detail


class Pipe:
    """A file to which pyoxigraph writes."""

    def __init__(self, descriptor: int, form: str, settings: Settings) -> None:
        """Write to a pipe.

        Args:
            descriptor: of the pipe.
            form: name of the format that is written.
            settings: the limits.
        """
        self._descriptor, self._form = descriptor, form
        self._rows_left = settings.sparql_rows or -1
        self._bytes_left = settings.sparql_result_bytes
        self._block = bytearray()
        self._rest = b""
        self._in_text = False
        if form in {RESULTS_CSV.name, RESULTS_TSV.name} and self._rows_left > 0:
            self._rows_left += 1  # the head of a table is no row of it

    def write(self, data: bytes) -> int:
        """Take some bytes of the answer.

        Raises:
            Full: if it has more rows or bytes than are allowed, or cannot be written in this format.
            BrokenPipeError: if nobody reads it any more.
        """
        self._block += data
        if len(self._block) >= _BLOCK:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Do nothing: whole blocks are sent, and :meth:`finish` sends the last."""

    def finish(self) -> None:
        """Send what is left (errors as in :meth:`write`)."""
        self._send()

    def count(self, rows: int = 1) -> None:
        """Count rows.

        Raises:
            Full: if there are more than are allowed.
        """
        if self._rows_left >= 0:
            self._rows_left -= rows
            if self._rows_left < 0:
                raise Full(Outcome.ROWS)

    def _send(self) -> None:
        block = bytes(self._block)
        self._block.clear()
        self._bytes_left -= len(block)
        if self._bytes_left < 0:
            raise Full(Outcome.BYTES)
        if self._form in {RESULTS_XML.name, RDFXML.name} and _NO_XML.search(block):
            raise Full(
                Outcome.FORM, "XML cannot write a control character that the answer holds: ask for another format"
            )
        self._count_rows(block)
        left = memoryview(block)
        while left:
            left = left[os.write(self._descriptor, left) :]

    def _count_rows(self, block: bytes) -> None:
        if self._form == RESULTS_TSV.name:
            self.count(block.count(b"\n"))
        elif self._form == RESULTS_CSV.name:
            parts = block.split(b'"')
            self.count(sum(part.count(b"\n") for part in parts[self._in_text :: 2]))
            self._in_text ^= len(parts) % 2 == 0
        elif self._form in {RESULTS_JSON.name, RESULTS_XML.name}:
            text = self._rest + block
            rows, end = 0, max(0, len(text) - _LONGEST)
            for row in (_JSON_ROW if self._form == RESULTS_JSON.name else _XML_ROW).finditer(text):
                rows, end = rows + 1, max(end, row.end())
            self._rest = text[end:]
            self.count(rows)
