"""Queries of strangers, and what other hosts answer: a store behind the endpoint, a host that the doctor looks at."""

import contextlib
import fcntl
import http.client
import io
import os
from dataclasses import replace
from itertools import cycle, product
from typing import Final

from exports.formats import RESULT_FORMATS
from graph_builder.decode import NOT_JSON
from graph_builder.errors import InputError
from portal.doctor import replay
from portal.doctor.host import Host
from portal.problems import Problem
from portal.settings import Settings
from portal.sparql import query_text
from portal.sparql.answers import GRAPHS, Form
from portal.sparql.engine import Dataset, Question
from portal.sparql.faults import fault
from portal.sparql.grammar import Kind, tokens
from portal.sparql.messages import Outcome
from portal.sparql.readings import service
from portal.sparql.tallies import rewritten
from portal.stores.asking import asked
from portal.stores.conversion import BROKEN, Conversion
from portal.stores.pushing import recorded
from portal.stores.store import rows

BASE: Final = "https://data.example.org/"
_TABLE: Final = Form(RESULT_FORMATS[0], RESULT_FORMATS[0].media_type)
_TALLIES: Final = {"<http://purl.org/dc/terms/type>": {"<http://example.org/a>": 1}}
_WAYS: Final = tuple(
    (kind, Form(one, one.media_type))
    for kind, formats in ((Kind.SELECT, RESULT_FORMATS), (Kind.ASK, RESULT_FORMATS), (Kind.CONSTRUCT, GRAPHS))
    for one in formats
)
_ENDS: Final = {Outcome.DONE, Outcome.FORM, Outcome.ROWS, Outcome.BYTES, BROKEN}
_URL: Final = "http://127.0.0.1/"
_PIPE: Final = 1 << 20
_LONGEST: Final = 1 << 16
_CUT: Final = b"\n--\n"
"""What stands between two answers of a host."""
_SAID: Final = "error at {}:{}: expected one of {}"


def query(data: bytes) -> None:
    """Read the text of a query, and put it as another store is asked; nothing of that asks a third one."""
    place, _, rest = data.partition(b"\n")
    text = rest.decode("utf-8", "replace")
    fault(text, _SAID.format(*(place + b"\x00\x00")[:2], place.decode("utf-8", "replace")))
    with contextlib.suppress(ValueError):  # the worker that runs it tells so
        rewritten(text, BASE, _TALLIES)
    try:
        read = query_text.read(text, BASE)
    except Problem:
        return
    own = Dataset(read.default, read.named)
    question = Question(text, read.kind, _TABLE, Dataset(), own, BASE, read.prologue, read.prefixes, "", read.graphs)
    chosen = replace(question, dataset=Dataset((f"{BASE}source/a",), (f"{BASE}source/b",)))
    for one, default in product((question, chosen), ("", f"{BASE}dataset")):
        try:
            sent = asked(one, default, BASE)
        except Problem:
            continue
        assert service(sent.text, list(tokens(sent.text))) is None, "it asks another host"
        assert query_text.read(sent.text).kind is read.kind, "it is another query"


def answer(data: bytes) -> None:
    """Read what a store answers, in every form in which we pass it on."""
    with contextlib.suppress(*NOT_JSON):
        recorded(rows(data))
    for kind, form in _WAYS:
        question = Question("", kind, form)
        assert _converted(data, question) in _ENDS


def _converted(data: bytes, question: Question) -> str:
    source, fed = os.pipe()
    read, target = os.pipe()
    fcntl.fcntl(read, fcntl.F_SETPIPE_SZ, _PIPE)  # so that all finds room in it, and no thread has to take it out
    with os.fdopen(fed, "wb") as stream:
        stream.write(data[:_LONGEST])
    try:
        return Conversion(question, replace(Settings(), sparql_result_bytes=_PIPE // 2)).run(source, target).outcome
    finally:
        os.close(read)


class _Line(io.BytesIO):
    """A connection on which what is answered lies ready, whatever is asked."""

    def makefile(self, *_: object) -> "_Line":
        return self

    def sendall(self, data: object) -> None:
        pass


class _Host(Host):
    """Answers with what it was given, one piece after the other."""

    def __init__(self, data: bytes) -> None:
        super().__init__(_URL)
        self._answers = cycle(data.split(_CUT))

    def connection(self) -> http.client.HTTPConnection:
        found = http.client.HTTPConnection("127.0.0.1")
        found.sock = _Line(next(self._answers))  # as much of a socket as is used
        return found


def host(data: bytes) -> None:
    """Hold what a host answers against the contract."""
    with contextlib.suppress(InputError):
        for outcome in replay.outcomes(_Host(data), _URL):
            assert all(outcome.broken), "a promise is broken, and nothing said of how"
