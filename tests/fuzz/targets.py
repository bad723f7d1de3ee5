"""What reads strangers' bytes, each as a function of bytes that must never raise but what it promises to raise."""

import contextlib
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Final

import pages_support
import pyoxigraph as ox
from support import ROOT

from exports.formats import FORMATS, HTML, JSONLD
from fuzz import connection, questions, stored
from graph_builder.archive import ArchiveFile, Folder
from graph_builder.claims import lines
from graph_builder.configuration import read_configuration
from graph_builder.dates import PartialDate
from graph_builder.errors import InputError
from graph_builder.identifiers import Iris
from graph_builder.linking import Authority
from graph_builder.page_table import read_page_table
from graph_builder.problems import Problems
from graph_builder.register import Register
from graph_builder.sources.publishing import as_published
from graph_builder.sources.table import READERS
from graph_builder.withdrawals import read_withdrawals
from portal.choosing import best, within
from portal.harvesting import arguments
from portal.harvesting.faults import Fault
from portal.negotiation import encoded_iri
from portal.problems import Problem
from portal.reconciliation import queries
from portal.table import IN_PROFILES, variants

CORPUS: Final = Path(__file__).parent / "corpus"
SEEDS: Final = {
    **{f"records{suffix}": f"tests/cases/sources/*/*/*{suffix}" for suffix in (".csv", ".json", ".jsonl", ".yaml")},
    "page.txt": "archive/pages/*/*.txt",
    "page.html": "archive/pages/*/*.html",
    "tuyun.toml": "archive/tuyun.toml",
    "identifiers.csv": "archive/identifiers.csv",
    "pages.csv": "archive/pages/pages.csv",
    "claims": "tests/cases/sources/*/*/*.jsonl",
}
"""What a reader reads elsewhere in this checkout, to begin with; the corpus holds what stands nowhere else."""
_MOST: Final = 1_000


def inputs(target: str) -> list[Path]:
    """Return the files that a target begins with: its seeds and its corpus."""
    seeds = ROOT.glob(SEEDS[target]) if target in SEEDS else ()
    return sorted(path for path in (*seeds, *(CORPUS / target).glob("*")) if path.is_file())


@cache
def _kept_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="tuyun-fuzz-")  # removed when the program ends


def _folder() -> Path:
    return Path(_kept_folder().name)


def _records(suffix: str, data: bytes) -> None:
    location = _folder() / f"records{suffix}"
    location.write_bytes(data)
    problems = Problems()
    content = READERS[suffix](ArchiveFile(f"records/a{suffix}", location, Folder.RECORDS, 1_000_000), problems)
    found = list(content.entries) if content else []
    assert found or len(problems) or content, "nothing is read, and nothing said of it"
    for problem in problems:
        assert problem.message and problem.remedy and problem.place.file == f"records/a{suffix}"


def _claims(data: bytes) -> None:
    """Whatever records are read of a file: names are found by them, and what they claim is N-Quads."""
    location = _folder() / "claims.jsonl"
    location.write_bytes(data)
    problems = Problems()
    content = READERS[".jsonl"](ArchiveFile("records/a.jsonl", location, Folder.RECORDS, 1_000_000), problems)
    entries = [as_published(entry, "full", problems) for entry in content.entries] if content else []
    authority = Authority.build(entries, problems)
    spoken = lines((content.source,) if content else (), entries, Iris("https://data.example.org/"))
    text = b"".join(spoken).decode()
    for language in ("ky", "ru", "en"):
        authority.find(text[:2000], language)
    assert sum(1 for _ in ox.parse(text.encode(), format=ox.RdfFormat.N_QUADS)) == text.count("\n")


def _page(path: str, data: bytes) -> None:
    found, _ = pages_support.read(data, path=path)
    pages_support.summary(found)


def _settings(data: bytes) -> None:
    with contextlib.suppress(InputError):
        read_configuration(data)


def _register(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    try:
        register = Register.load(text, Problems())
    except InputError:
        return
    assert Register.load(register.dump(), Problems()).dump() == register.dump(), "what is written is read back"


def _page_table(data: bytes) -> None:
    read_page_table(data.decode("utf-8", "replace"), _folder(), {".txt"}, Problems())


def _withdrawals(data: bytes) -> None:
    read_withdrawals(data.decode("utf-8", "replace"), Problems())


def _date(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        PartialDate.parse(data.decode("utf-8", "replace"))


def _negotiation(data: bytes) -> None:
    accept, _, rest = data.partition(b"\n")
    languages, _, query = rest.partition(b"\n")
    offered = variants(("ky", "ru", "en"))
    try:
        left, named = within(query, offered, IN_PROFILES)
        chosen = best(left, accept.decode("latin-1"), languages.decode("latin-1"), named)
    except Problem:
        return
    assert chosen is None or chosen.format in {*FORMATS, HTML, JSONLD, *(one.format for one in IN_PROFILES)}
    assert encoded_iri(data.decode("utf-8", "replace")).isascii()


def _harvesting(data: bytes) -> None:
    lines = data.decode("utf-8", "replace").split("\n")
    given: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition("=")
        given.setdefault(name, []).append(value)
    try:
        _, found = arguments.checked(given)
        arguments.times(found, "2026-01-01T00:00:00Z")
    except Fault:
        pass


def _reconciliation(read: Callable[[str], object], data: bytes) -> None:
    with contextlib.suppress(queries.Faults):
        read(data.decode("utf-8", "surrogateescape"))


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {
    **{f"records{suffix}": partial(_records, suffix) for suffix in (".csv", ".json", ".jsonl", ".yaml")},
    "page.txt": partial(_page, "pages/a.txt"),
    "page.html": partial(_page, "pages/a.html"),
    "tuyun.toml": _settings,
    "identifiers.csv": _register,
    "pages.csv": _page_table,
    "withdrawn.csv": _withdrawals,
    "date": _date,
    "negotiation": _negotiation,
    "harvesting": _harvesting,
    "reconciliation": partial(_reconciliation, lambda text: queries.batch(text, _MOST)),
    "extension": partial(_reconciliation, lambda text: queries.extension(text, _MOST)),
    "claims": _claims,
    "connection": connection.connection,
    "query": questions.query,
    "store": questions.answer,
    "host": questions.host,
    "release": stored.release,
    "pack": stored.pack,
}
"""Each reader by the name of its folder in the corpus."""
