"""The table of RDF readers by other makers: what each reads, how it is called, where it comes from."""

import atexit
import logging
import shutil
import subprocess
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, TypeAlias

import msgspec
import pyoxigraph
import rdflib
from jsonld_support import loader, self_contained
from pyld import jsonld

from exports import contexts, formats, published_contexts
from exports.formats import Format
from graph_builder.rdf import Term, iri, plain, tagged, typed

HERE: Final = Path(__file__).parent
CONTEXTS: Final = Path(contexts.__file__).parent
JARS: Final = Path("/usr/share/java")
JENA: Final = (
    *("jena-arq", "jena-base", "jena-cmds", "jena-core", "jena-iri", "jena-shacl", "jena-shex", "jena-tdb"),
    *("jena-tdb2", "jena-dboe-base", "jena-dboe-index", "jena-dboe-storage", "jena-dboe-trans-data"),
    *("jena-dboe-transaction", "jena-rdfconnection", "commons-cli", "commons-codec", "commons-compress"),
    *("commons-csv", "commons-io", "commons-lang3", "dexx.collection", "gson", "guava", "httpclient", "httpcore"),
    *("httpclient-cache", "jackson-core", "jackson-databind", "jackson-annotations", "jsonld-java", "protobuf"),
    *("slf4j-api", "slf4j-nop", "thrift"),
)
"""The jars of Debian's package of Jena and of what it depends on."""

Read: TypeAlias = Callable[[Sequence[Path], Format], str]
"""Reads files of one format and returns their quads as N-Quads."""


@dataclass(frozen=True)
class Reader:
    """One reader.

    Attributes:
        name: of the program or library.
        formats: what it can be held against.
        read: calls it.
        lacks: says what is missing on this machine; empty if nothing is.
        install: how it is had.
    """

    name: str
    formats: tuple[Format, ...]
    read: Read
    lacks: Callable[[], str]
    install: str


def _run(command: Sequence[str | Path], fine: Sequence[int] = (0,)) -> str:
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    if done.returncode not in fine:
        raise AssertionError(f"{command[0]} refuses: {done.stderr.decode(errors='replace')[-2000:]}")
    return done.stdout.decode()


def _nothing() -> str:
    return ""


def _program(name: str) -> Callable[[], str]:
    return lambda: "" if shutil.which(name) else f"no program {name}"


def _npm(package: str) -> Callable[[], str]:
    def lacks() -> str:
        if not shutil.which("node"):
            return "no program node"
        return "" if (HERE / "node_modules" / package).is_dir() else f"no npm package {package}"

    return lacks


# --- Python -----------------------------------------------------------------------------------------------------


def _pyoxigraph(files: Sequence[Path], format_: Format) -> str:
    parser = pyoxigraph.RdfFormat.from_media_type(format_.media_type)
    read = (_data(file, format_) for file in files)
    return "".join(map(line, (quad for data in read for quad in pyoxigraph.parse(data, format=parser))))


def _data(file: Path, format_: Format) -> bytes:
    """Return a file, with its context in it if it is JSON-LD: two readers here take no loader of contexts."""
    return self_contained(file.read_bytes()) if format_.name == "jsonld" else file.read_bytes()


def line(quad: pyoxigraph.Quad) -> str:
    """Return a quad as a line of canonical N-Quads."""
    parts = [quad.subject, quad.predicate, quad.object, quad.graph_name]
    return " ".join(str(part) for part in parts if not isinstance(part, pyoxigraph.DefaultGraph)) + " .\n"


def _rdflib(files: Sequence[Path], format_: Format) -> str:
    names = {"jsonld": "json-ld", "ntriples": "nt", "rdfxml": "xml"}
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    # It logs every literal outside its datatype, and warns of its own calls.
    logging.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            dataset = rdflib.Dataset()
            unnamed = (None, dataset.default_graph.identifier)
            target = dataset if format_.holds_graphs else dataset.default_graph
            for file in files:
                target.parse(data=_data(file, format_), format=names.get(format_.name, format_.name))
            quads = [[_rdflib_term(part) for part in quad if part not in unnamed] for quad in dataset.quads()]
    finally:
        logging.disable(logging.NOTSET)
        rdflib.NORMALIZE_LITERALS = before
    return "".join(f"{' '.join(quad)} .\n" for quad in quads)


def _rdflib_term(node: object) -> Term:
    if not isinstance(node, rdflib.Literal):
        return iri(str(node))
    if node.language:
        return tagged(str(node), node.language)
    return typed(str(node), str(node.datatype)) if node.datatype else plain(str(node))


def _pyld(files: Sequence[Path], _: Format) -> str:
    options = {"format": "application/n-quads", "documentLoader": _load}
    return "".join(jsonld.to_rdf(msgspec.json.decode(file.read_bytes()), options) for file in files)


def _load(url: str, options: Mapping[str, object]) -> object:
    """Load the context of any archive, since only its host differs, and nothing else."""
    return loader(url.removesuffix(published_contexts.path()))(url, options)


# --- programs ---------------------------------------------------------------------------------------------------


def _rapper(files: Sequence[Path], format_: Format) -> str:
    return "".join(_run(["rapper", "-q", "-i", format_.name, "-o", "nquads", file]) for file in files)


def _serdi(files: Sequence[Path], format_: Format) -> str:
    return "".join(_run(["serdi", "-i", format_.name, "-o", "nquads", file]) for file in files)


def _riot(files: Sequence[Path], format_: Format) -> str:
    jars = [jena_patch(), *(JARS / f"{name}.jar" for name in JENA)]
    java = ["java", "-XX:TieredStopAtLevel=1", "-cp", ":".join(map(str, jars))]
    # 1 says that it warned: of U+FFFD, of letters beyond the BMP in an IRI. What it read, the hash shows.
    return _run([*java, "riotcmd.riot", f"--syntax={format_.name}", "--output=nquads", *files], fine=(0, 1))


def _riot_lacks() -> str:
    missing = [name for name in JENA if not (JARS / f"{name}.jar").exists()]
    return _program("java")() or (f"no {JARS}/{missing[0]}.jar" if missing else "")


@cache
def jena_patch() -> Path:
    """Lay the resources of Jena's own Xerces where its code looks for them: Debian's packaging moved only the code."""
    patch = Path(mkdtemp(prefix="jena-"))
    atexit.register(shutil.rmtree, patch)
    moved = "org/apache/jena/ext/"
    with zipfile.ZipFile(JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(f"{moved}xerces/") and name.endswith(".properties"):
                target = patch / name.removeprefix(moved)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(jar.read(name))
    return patch


def _node(parser: str) -> Read:
    context = CONTEXTS / Path(published_contexts.path()).name
    return lambda files, format_: _run(["node", HERE / "read.mjs", parser, format_.media_type, context, *files])


def _reader(name: str, holds: str, read: Read, lacks: Callable[[], str], install: str) -> Reader:
    return Reader(name, tuple(formats.BY_NAME[part] for part in holds.split()), read, lacks, install)


_TURTLES: Final = "turtle ntriples nquads trig"
_ALL: Final = "turtle ntriples nquads trig jsonld rdfxml"
_PIP: Final = "pip install -e '.[dev]'"
_NPM: Final = "npm ci --prefix tests/interop"

READERS: Final = (
    _reader("pyoxigraph", _ALL, _pyoxigraph, _nothing, _PIP),
    _reader("rdflib", _ALL, _rdflib, _nothing, _PIP),
    _reader("rapper", f"{_TURTLES} rdfxml", _rapper, _program("rapper"), "apt-get install raptor2-utils"),
    _reader("serdi", _TURTLES, _serdi, _program("serdi"), "apt-get install serdi"),
    # JSON-LD 1.1 would need an implementation of Jakarta JSON, which Debian 12 does not have.
    _reader(
        "riot", f"{_TURTLES} rdfxml", _riot, _riot_lacks, "apt-get install libapache-jena-java default-jre-headless"
    ),
    _reader("n3", _TURTLES, _node("n3"), _npm("n3"), _NPM),
    _reader("jsonld.js", "jsonld", _node("jsonld"), _npm("jsonld"), _NPM),
    _reader("pyld", "jsonld", _pyld, _nothing, _PIP),
    _reader(
        "jsonld-streaming-parser", "jsonld", _node("jsonld-streaming-parser"), _npm("jsonld-streaming-parser"), _NPM
    ),
    _reader(
        "rdfxml-streaming-parser", "rdfxml", _node("rdfxml-streaming-parser"), _npm("rdfxml-streaming-parser"), _NPM
    ),
)


def pairs() -> Iterator[tuple[Reader, Format]]:
    """Yield every reader with every format that it reads."""
    return ((reader, format_) for reader in READERS for format_ in reader.formats)
