"""A host that is asked over HTTP, and what it answers."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from graph_builder.errors import InputError

_SECONDS: Final = 20
MOST: Final = 200_000_000
"""How many bytes of an answer are read."""
UNANSWERED: Final = (OSError, http.client.HTTPException, ValueError)
"""What :meth:`Host.ask` raises."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        status: the HTTP status.
        headers: values by name in small letters; several of one name are joined.
        body: the content as it was sent.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class Host:
    """A host that is asked; addresses are sent exactly as they are written.

    Attributes:
        prefix: path below which the release lies, without ``/`` at its end.
    """

    def __init__(self, url: str) -> None:
        """Take the address of the release's root.

        Raises:
            InputError: if it is no http or https address.
        """
        parts = urlsplit(url if "://" in url else f"http://{url}")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError(f"{url}: give an address such as https://data.example.org/")
        self._secure, self._host = parts.scheme == "https", parts.hostname
        try:
            self._port = parts.port
        except ValueError as error:
            raise InputError(f"{url}: {error}") from None
        self.prefix = parts.path.rstrip("/")

    def connection(self) -> http.client.HTTPConnection:
        """Return a connection to the host, not yet opened."""
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        return kind(self._host, self._port, timeout=_SECONDS)

    def ask(self, method: str, path: str, headers: Mapping[str, str]) -> Answer:
        """Return the answer to one request.

        Raises:
            OSError: if the host cannot be reached.
            http.client.HTTPException: if what it answers is no HTTP.
            ValueError: if the path or a header cannot be sent.
        """
        connection = self.connection()
        try:
            connection.putrequest(method, self.prefix + path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            response = connection.getresponse()
            found: dict[str, str] = {}
            for name, value in response.getheaders():
                known = found.get(name.lower())
                found[name.lower()] = f"{known}, {value}" if known else value
            return Answer(response.status, found, response.read(MOST))
        finally:
            connection.close()
