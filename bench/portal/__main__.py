"""``python -m bench.portal``: documents a second, unchanged answers, dumps, memory; needs nginx and wrk (Debian).

Other work on the machine and wrk itself disturb answers by the clock, so every figure is also given by the second of
processor time that the server took: the ratios that must be reached are taken from these.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

import msgspec
from rich.console import Console

from bench.portal.servers import Served, describing, nginx, portal
from graph_builder import release
from graph_builder.cli.building import Plan, build
from graph_builder.cli.pipeline import Means

_SECONDS: Final = 6
_CONNECTIONS: Final = 64
"""Of each server. Two processes get about the same of so many; of 16 one process gets five or fewer every fifth time,
and one of two processes of nginx was seen to take all 16."""
_PAGE: Final = ".ky.html"
_DUMP_BYTES: Final = 200_000_000
_SCRIPT: Final = """local paths = {{ {paths} }}
local ready, at = {{}}, 0
init = function(args)
  for i, path in ipairs(paths) do ready[i] = wrk.format("GET", path, {{ {headers} }}) end
end
request = function() at = at % #ready + 1; return ready[at] end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load.

    Attributes:
        answers: a second by the clock.
        by_processor: answers a second of the server's processor time.
        bytes_by_processor: bytes a second of the server's processor time.
        bytes_by_clock: bytes a second by the clock.
        p99: milliseconds within which 99 of 100 answers came.
        count: of answers.
        errors: answers that were no success, and broken connections.
    """

    answers: float
    by_processor: float
    bytes_by_processor: float
    bytes_by_clock: float
    p99: float
    count: int
    errors: int


def load(
    served: Served, paths: Iterable[str], place: Path, headers: Mapping[str, str] | None = None, seconds: int = _SECONDS
) -> Load:
    """Ask a server for paths in turn, over many connections, for some seconds."""
    script = place / "paths.lua"
    listed = ", ".join(f'"{path}"' for path in paths)
    said = ", ".join(f'["{name}"] = {value!r}' for name, value in (headers or {}).items())
    script.write_text(_SCRIPT.format(paths=listed, headers=said), encoding="utf-8")
    options = ["-t1", f"-c{_CONNECTIONS}", f"-d{seconds}", "--timeout", "60", "--latency", "-s", str(script)]
    command = ["wrk", *options, served.address]
    before = served.seconds()
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    took = served.seconds() - before
    count = int(_found(r"(\d+) requests in", text))
    clock = float(_found(r"requests in ([\d.]+)s", text))
    read = _bytes(_found(r"s, ([\d.]+[KMGT]?B) read", text))
    p99 = _found(r"99%\s+([\d.]+[um]?s)", text)
    errors = sum(
        int(one) for one in re.findall(r"(?:Non-2xx or 3xx responses: |connect |read |write |timeout )(\d+)", text)
    )
    return Load(count / clock, count / took, read / took, read / clock, _milliseconds(p99), count, errors)


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    return match[1] if match else "0"


def _bytes(text: str) -> float:
    units = {"B": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12}
    number, unit = re.fullmatch(r"([\d.]+)([KMGT]?B)", text).groups()  # type: ignore[union-attr]
    return float(number) * (units[unit] if unit == "B" else units[unit] * (1.024 ** ("KMGT".index(unit[0]) + 1)))


def _milliseconds(text: str) -> float:
    units = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    number, unit = re.fullmatch(r"([\d.]+)([um]?s)", text).groups()  # type: ignore[union-attr]
    return float(number) * units[unit]


def prepared(place: Path) -> tuple[Path, list[str]]:
    """Publish the sample archive with a dump of 200 MB; return the folder and the paths of entity documents."""
    made = place / "made"
    build(Path("archive"), Plan(made, Means(jobs=2)), Console(quiet=True))
    current = made / "current"
    files = msgspec.json.decode((current / "release.json").read_bytes())
    contents = {path: (current / path).read_bytes() for path in files["files"]}
    line = b'<https://data.example.org/a> <https://data.example.org/b> "%09d" .\n'
    whole = b"".join(line % number for number in range(100_000))
    contents["data/large.nq"] = whole * (_DUMP_BYTES // len(whole))
    release.publish(place / "public", contents.items(), {"base": files["base"]})
    entities = {path.removesuffix(_PAGE) for path in contents if path.count("/") == 1 and path.endswith(_PAGE)}
    paths = [f"{thing}{suffix}" for thing in sorted(entities) for suffix in (".ttl", ".jsonld", _PAGE)]
    return place / "public", [f"/{path}" for path in paths if path in contents][:500]


def _say(name: str, one: Load) -> None:
    print(
        f"{name:44} {one.answers:9,.0f}/s {one.by_processor:9,.0f} per processor second  p99 {one.p99:7.1f} ms"
        f"  errors {one.errors}"
    )


def main() -> None:
    """Measure all and print it."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        place.chmod(0o755)
        folder, paths = prepared(place)
        by_nginx: dict[int, Load] = {}
        for workers in (1, 2):
            with nginx(folder / "current", place / "nginx", 18_080, workers) as served:
                load(served, paths, place, seconds=1)
                by_nginx[workers] = load(served, paths, place)
                _say(f"nginx, {workers} process(es), documents", by_nginx[workers])
                if workers == 1:
                    dump_nginx = load(served, ["/data/large.nq"], place)
        documents: dict[int, Load] = {}
        for workers in (1, 2):
            with portal(folder, place / "portal", 18_081, workers) as served:
                load(served, paths, place, seconds=2)
                documents[workers] = load(served, paths, place)
                _say(f"portal, {workers} process(es), documents", documents[workers])
                if workers == 1:
                    unchanged = load(served, paths, place, {"If-None-Match": "*"})
                    _say("portal, unchanged (304)", unchanged)
                    _say("portal, bare IRIs (303)", load(served, [path.partition(".")[0] for path in paths], place))
                    _memory(served, paths, place)  # before the dump: pages of a mapped file count as memory
                    dump = load(served, ["/data/large.nq"], place)
        with describing(folder / "current" / "data" / "dataset.nt", 18_082) as served:
            base = msgspec.json.decode((folder / "current" / "release.json").read_bytes())["base"]
            things = dict.fromkeys(path[1:].partition(".")[0] for path in paths)
            queries = [f"/?query={quote(f'DESCRIBE <{base}{thing}>')}" for thing in things]
            described = load(served, queries, place, {"Accept": "text/turtle"})
            _say("rdflib-endpoint, DESCRIBE", described)
    for title, one in (("portal", dump), ("nginx", dump_nginx)):
        print(f"dump, {title}: {one.bytes_by_clock / 1e6:,.0f} MB/s, {one.bytes_by_processor / 1e6:,.0f} by processor")
    one, two, reference = documents[1], documents[2], by_nginx[1]
    print(
        f"documents, one process, of nginx: {one.answers / reference.answers:.2f} by the clock (wanted 0.20), "
        f"{one.by_processor / reference.by_processor:.2f} by processor"
    )
    print(f"documents, two processes, of nginx: {two.answers / reference.answers:.2f} (wanted 0.40)")
    print(f"unchanged against sent: {unchanged.by_processor / one.by_processor:.2f} (wanted more than 1)")
    print(f"documents against DESCRIBE: {one.by_processor / described.by_processor:.0f} × (wanted 20)")


def _memory(served: Served, paths: list[str], place: Path) -> None:
    """Print the memory before and after 100,000 requests."""
    before, count = served.memory(), 0
    while count < 100_000:
        count += load(served, paths, place).count
    print(f"memory: {before / 2**20:.0f} MiB, after {count:,} more answers {served.memory() / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
