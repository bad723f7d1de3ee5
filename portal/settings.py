"""What a portal is told, and its limits: each stands here once, and error texts and the OpenAPI name it from here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """How a portal runs.

    Attributes:
        prefix: path below which it answers, as a proxy hands it on: empty, or ``/archives/x`` without ``/`` at its end.
        trusted: hosts whose ``X-Forwarded-*`` headers are believed; ``*`` believes all.
        access_log: file of the access log; empty for none, ``-`` for standard output.
        address_bytes: longest address (path and query) that is looked at; longer ones are answered with 414.
        header_bytes: longest ``Accept`` or ``Accept-Language`` that is read; longer ones are answered with 431.
        body_bytes: greatest body of a request; greater ones are answered with 413.
        kept_bytes: how much of the documents is kept in memory, for each release and process.
        kept_document_bytes: greatest document that is kept in memory; greater ones are sent from the disk.
        kept_choices: how many answers of bare IRIs are kept in memory, for each release and process.
        chunk_bytes: how much of a file is handed to the network at once.
        contact: mail address of the one who runs the portal, as harvesters want it; empty for ``postmaster`` at the
            host of the base IRI, the address that RFC 2142 provides.
        harvest_records: how many records one part of a list of OAI-PMH holds.
        reconciliation_queries: how many queries one batch of the reconciliation service may hold.
        reconciliation_entities: of how many entities one data extension query may ask.
    """

    prefix: str = ""
    trusted: tuple[str, ...] = ("127.0.0.1", "::1")
    access_log: str = ""
    address_bytes: int = 4_096
    header_bytes: int = 4_096
    body_bytes: int = 1_000_000
    kept_bytes: int = 64_000_000
    kept_document_bytes: int = 256_000
    kept_choices: int = 10_000
    chunk_bytes: int = 1_000_000
    contact: str = ""
    harvest_records: int = 100
    reconciliation_queries: int = 1_000
    reconciliation_entities: int = 1_000
