"""How well the reader reads: ``python -m bench.reading.measure`` compares it with the gold set, field by field.

Prints precision, recall and F1, the speed and the peak of memory, then every miss and every wrong value. Exit status 1
when the reader is worse than it must be, 2 when the gold set itself is out of order.
"""

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from copy import copy
from pathlib import Path
from typing import Final

from bench.reading.facts import FIELDS
from bench.reading.found import found, inventions
from bench.reading.gold import GoldPage, expected, pages
from bench.reading.score import Score, add_page
from graph_builder.archive import Archive, PageFile
from graph_builder.linking import Authority
from graph_builder.numbering import Numbering
from graph_builder.pages.assembly import PageRecords, read_page
from graph_builder.problems import Problems, Severity
from graph_builder.records import AnyRecord, Entry
from graph_builder.register import Register
from graph_builder.sources.gather import read_sources

SAMPLE: Final = Path(__file__).parents[2] / "archive"
AUTHORITIES: Final = Path(__file__).parent / "authorities"
_LEAST_SECONDS: Final = 2.0
_KINDS: Final = {"projects": "project", "organizations": "organization", "regions": "region"}


class Reader:
    """The real reader, with the authority files of the sample archive and of the gold set."""

    def __init__(self, folder: Path) -> None:
        (folder / "authorities").mkdir()
        shutil.copy(SAMPLE / "tuyun.toml", folder)
        for prefix, source in (("sample", SAMPLE / "authorities"), ("gold", AUTHORITIES)):
            for file in source.glob("*.yaml"):
                shutil.copy(file, folder / "authorities" / f"{prefix}-{file.name}")
        problems = Problems()
        archive = Archive.open(folder, problems)
        records = read_sources(archive, problems)
        self._entries = records.authorities
        self.authority = Authority.build(self._entries, problems)
        self.size = len(self._entries)
        self.faults = [str(problem) for problem in problems if problem.severity is Severity.ERROR]
        self._config = archive.config
        self._numbering = Numbering.of(archive.config.numbering)

    def with_more(self, entries: Sequence[Entry[AnyRecord]]) -> "Reader":
        """Return a reader that knows further entities."""
        more = copy(self)
        more._entries = [*self._entries, *entries]
        more.authority = Authority.build(more._entries, Problems())
        more.size = len(more._entries)
        return more

    def read(self, page: GoldPage) -> PageRecords | None:
        """Return the records of a page; each page is read as if it were the first."""
        file = PageFile(f"pages/{page.name}", page.data, page.gold.url, None)
        return read_page(file, self.authority, Register(), self._numbering, self._config, Problems())

    def unknown(self, page: GoldPage) -> Iterator[str]:
        """Yield the slugs of a description that no authority file holds."""
        gold = page.gold
        named = {(kind, slug) for name, kind in _KINDS.items() for slug in getattr(gold, name)}
        named |= {("instrument", slug) for slug in gold.instruments}
        named |= {("person", one.person) for one in gold.contributors if one.person}
        named |= {("organization", slug) for one in gold.contributors for slug in one.affiliation}
        named |= {("region", slug) for phase in gold.phases for slug in phase.regions}
        named |= {("rubric", gold.rubric)} if isinstance(gold.rubric, str) else set()
        for part in (*gold.funders, *gold.implementers, *gold.partners):
            named |= {("project", part.project), ("organization", part.organization)}
        yield from sorted(f"{kind}/{slug}" for kind, slug in named if self.authority.get(kind, slug) is None)


def main() -> int:
    """Measure and print; return the exit status."""
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(Path(folder))
    try:
        gold = list(pages())
    except ValueError as error:
        print(f"the gold set is out of order: {error}")
        return 2
    faults = reader.faults + [f"{page.name}: no {slug}" for page in gold for slug in reader.unknown(page)]
    if faults:
        print("the gold set is out of order:", *faults, sep="\n  ")
        return 2
    scores = {name: Score() for name in FIELDS}
    invented: list[tuple[str, str]] = []
    for page in gold:
        read = reader.read(page)
        add_page(scores, page.name, expected(page.gold), found(read, reader.authority))
        people = {one.person for one in page.gold.contributors if one.person}
        told = inventions(read, page.gold.date, people, reader.authority)
        invented += [(page.name, one) for one in told]
    languages = {code: sum(page.gold.language == code for page in gold) for code in ("ky", "ru")}
    print(f"{len(gold)} pages ({languages['ky']} ky, {languages['ru']} ru), {reader.size} authority records\n")
    _print_table(scores)
    print(f"\ninvented issues, translations, dates, person merges: {len(invented)}")
    print(_pace(reader, gold))
    _print_faults(scores, invented)
    return int(bool(invented) or any(score.missed_threshold(name) for name, score in scores.items()))


def _print_table(scores: dict[str, Score]) -> None:
    print(f"{'field':<14} {'gold':>5} {'read':>5} {'right':>5}  {'precision':>9} {'recall':>7} {'F1':>7}")
    for name, score in scores.items():
        mark = "  too low" if score.missed_threshold(name) else ""
        row = f"{name:<14} {score.gold:>5} {score.read:>5} {score.right:>5}"
        print(f"{row}  {score.precision:>9.4f} {score.recall:>7.4f} {score.f1:>7.4f}{mark}")


def _pace(reader: Reader, gold: Sequence[GoldPage]) -> str:
    """Read all pages over and over; return the speed and the peak of memory as text."""
    characters = sum(len(page.data.decode("utf-8-sig")) for page in gold) / len(gold)
    count, started = 0, time.perf_counter()
    while (seconds := time.perf_counter() - started) < _LEAST_SECONDS:
        for page in gold:
            reader.read(page)
        count += len(gold)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{count / seconds:.0f} pages a second ({characters:.0f} characters each), peak memory {peak:.0f} MiB"


def _print_faults(scores: dict[str, Score], invented: Sequence[tuple[str, str]]) -> None:
    lines = [(page, f"INVENTED  {what}") for page, what in invented]
    for name, score in scores.items():
        lines += [(page, f"missed    {name}: {fact}") for page, fact in score.misses]
        lines += [(page, f"wrong     {name}: {fact}") for page, fact in score.wrong]
    shown = ""
    for page, line in sorted(lines, key=lambda pair: pair[0]):
        if page != shown:
            print(f"\n{page}")
            shown = page
        print(f"  {line}")


if __name__ == "__main__":
    sys.exit(main())
