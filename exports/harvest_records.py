"""What is told of the records of a release, as it stands in its files."""

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import urlsplit

import msgspec


class Written(Protocol):
    """The files of a release that are written already."""

    @property
    def hashes(self) -> Mapping[str, str]:
        """The hash of each file, by its path."""

    def read(self, path: str) -> bytes:
        """Return a file."""


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """A record, or what is left of it.

    Attributes:
        path: path of the entity under the base IRI.
        changed: when it changed last or went, ``YYYY-MM-DDThh:mm:ssZ``.
        sets: the sets that it belongs to, by ``setSpec``, sorted.
        deleted: whether it is gone.
        form: a hash of its forms.
    """

    path: str
    changed: str
    sets: tuple[str, ...] = ()
    deleted: bool = False
    form: str = ""


class About(msgspec.Struct, frozen=True):
    """The repository.

    Attributes:
        name: what it is called.
        base: what the IRIs of its items begin with.
        earliest: the earliest time that a record has.
        latest: the latest.
        sets: what each set is called, by ``setSpec``.
        mail: the mail address at which the archive answers questions; empty if none is stated.
    """

    name: str
    base: str
    earliest: str
    latest: str
    sets: dict[str, str]
    mail: str = ""

    @property
    def contact(self) -> str:
        """Where questions go: the archive's address, else that which RFC 2142 provides at the host of the base IRI."""
        return self.mail or f"postmaster@{self.host}"

    @property
    def host(self) -> str:
        """Host of the base IRI, by which identifiers are known as those of this repository."""
        return urlsplit(self.base).hostname or "localhost"

    def identifier(self, path: str) -> str:
        """Return the identifier of an item (https://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm)."""
        return f"oai:{self.host}:{path}"
