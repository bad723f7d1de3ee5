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
        body_seconds: how long the body of a request may take to arrive; then it is answered with 408.
        kept_bytes: how much of the documents is kept in memory, for each release and process.
        kept_document_bytes: greatest document that is kept in memory; greater ones are sent from the disk.
        kept_choices: how many answers of bare IRIs are kept in memory, for each release and process.
        chunk_bytes: how much of a file is handed to the network at once.
        contact: mail address of the one who runs the portal, as harvesters want it; empty for ``postmaster`` at the
            host of the base IRI, the address that RFC 2142 provides.
        harvest_records: how many records one part of a list of OAI-PMH holds.
        reconciliation_queries: how many queries one batch of the reconciliation service may hold; of values that are
            searched for, as many.
        reconciliation_entities: of how many entities one data extension query may ask.
        sparql_query_bytes: longest query, in UTF-8; longer ones are answered with 413.
        sparql_address_bytes: longest address of a query by GET, percent-encoded; longer ones are answered with 414.
        sparql_graphs: how many graphs a request may name.
        sparql_seconds: how long a query may run, until its last byte is taken; then it is ended.
        sparql_rows: how many rows or triples a result may have; 0 for any number.
        sparql_result_bytes: how long a result may be.
        sparql_buffer_bytes: how much of a result is kept back before its status is sent: what goes wrong in that time
            is answered as a problem; what goes wrong later breaks the connection off.
        sparql_memory_bytes: how much memory a query may take beside the data itself.
        sparql_running: how many queries run at the same time, over all processes of a portal; 0 for one a processor.
        sparql_running_per_client: how many queries of one client run at the same time; 0 for all but one, so that no
            client alone can keep the others waiting.
        sparql_waiting: how many queries may wait for their turn; more are answered with 503.
        sparql_wait_seconds: how long a query may wait for its turn; then it is answered with 503.
        sparql_per_client: how many queries one client may have running and waiting; more are answered with 429.
        sparql_memory_quads: up to how many quads a release is queried in memory; greater ones from the disk.
        sparql_at_once_quads: up to how many quads a release is loaded whole before its first answer; of greater ones
            the published view is answered from while the rest is loaded.
        sparql_cache: folder of the stores on the disk; empty for ``tuyun/stores`` in the user's cache folder.
        sparql_socket: where the keeper of the queries listens, if one runs already; empty to start one when needed.
    """

    prefix: str = ""
    trusted: tuple[str, ...] = ("127.0.0.1", "::1")
    access_log: str = ""
    address_bytes: int = 4_096
    header_bytes: int = 4_096
    body_bytes: int = 1_000_000
    body_seconds: float = 30.0
    kept_bytes: int = 64_000_000
    kept_document_bytes: int = 256_000
    kept_choices: int = 10_000
    chunk_bytes: int = 1_000_000
    contact: str = ""
    harvest_records: int = 100
    reconciliation_queries: int = 1_000
    reconciliation_entities: int = 1_000
    sparql_query_bytes: int = 100_000
    sparql_address_bytes: int = 32_000
    sparql_graphs: int = 100
    sparql_seconds: float = 30.0
    sparql_rows: int = 1_000_000
    sparql_result_bytes: int = 500_000_000
    sparql_buffer_bytes: int = 256_000
    sparql_memory_bytes: int = 1_000_000_000
    sparql_running: int = 0
    sparql_running_per_client: int = 0
    sparql_waiting: int = 100
    sparql_wait_seconds: float = 20.0
    sparql_per_client: int = 8
    sparql_memory_quads: int = 2_000_000
    sparql_at_once_quads: int = 100_000
    sparql_cache: str = ""
    sparql_socket: str = ""
