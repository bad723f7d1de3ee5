"""What a build does on disk does not show: small parts, little memory and two processes give the release of one."""

import io
import os
import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from rich.console import Console

from bench.archives import write_archive
from exports import datasets
from exports.formats import GRAPH_FORMATS
from graph_builder import cutting, parts, rdf
from graph_builder.blocks import Block, decode, documents
from graph_builder.cli import entries
from graph_builder.cli.building import Plan, build
from graph_builder.cli.pipeline import Means, Outcome, run
from graph_builder.cli.progress import Progress
from graph_builder.entry_store import EntryStore, Known, chunked
from graph_builder.errors import SystemFailure
from graph_builder.external_sort import Sorter
from graph_builder.line_file import LineFile
from graph_builder.memo import Memo
from graph_builder.parts import portions
from graph_builder.problems import Place
from graph_builder.rdf import Triple
from graph_builder.records import Article, Entry
from graph_builder.sources import chunks
from graph_builder.stored import Stored
from graph_builder.validation import Engine, validate


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated") / "archive"
    write_archive(folder, 400, people=30)
    return folder


def _run(archive: Path, means: Means) -> Outcome:
    return run(archive, Progress(Console(file=io.StringIO())), means)


@pytest.fixture(scope="module")
def cut(archive: Path) -> Outcome:
    """The same in small parts, with little memory, by two processes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts.Parts.shares, "__defaults__", (50_000,))
        patch.setattr(cutting, "LEAST", 5_000)
        patch.setattr(chunks, "SECTION", 20_000)
        patch.setattr(entries, "PORTION", 20_000)
        return _run(archive, Means(memory=100_000, jobs=2))


@pytest.fixture(scope="module")
def whole(archive: Path) -> Outcome:
    return _run(archive, Means())


def test_small_parts_little_memory_and_two_processes_give_the_same(cut: Outcome, whole: Outcome) -> None:
    assert list(cut.dataset.view) == list(whole.dataset.view)
    assert list(cut.dataset.claims) == list(whole.dataset.claims)
    assert (cut.report, cut.quarantined) == (whole.report, whole.quarantined)


def test_the_generated_archive_has_faults_that_are_withheld_and_the_rest_conforms(whole: Outcome) -> None:
    assert len(whole.report.withheld) >= 3
    assert len(whole.report.problems) >= 3
    view = list(whole.dataset.view)
    assert view == sorted(set(view))
    claims = list(whole.dataset.claims)
    assert claims == sorted(set(claims), key=lambda quad: (quad[3], *quad[:3]))
    assert validate(view).conforms


def test_a_sampled_part_of_it_conforms_for_the_reference_too(whole: Outcome) -> None:
    """Every thirtieth article, with all that it refers to."""
    view = list(whole.dataset.view)
    chosen = {subject for subject, _, _ in view if "/article/" not in subject or rdf.document_of(subject)[-3:] == "30>"}
    part = [triple for triple in view if triple[0] in chosen]
    assert validate(part) == validate(part, Engine.REFERENCE)


def test_without_pages_a_release_holds_dumps_report_and_vocabulary(archive: Path, tmp_path: Path) -> None:
    for jobs in (1, 2):
        build(archive, Plan(tmp_path / str(jobs), Means(jobs=jobs), pages=False, released="2026-11-26"), _quiet())
    release = tmp_path / "1" / "current"
    files = release.resolve()
    held = {path.relative_to(files).as_posix() for path in files.rglob("*") if path.is_file()}
    assert {"data/dataset.nt", "data/dataset.nq", "data/dataset.trig", "report/validation.json", "ontology.ttl"} <= held
    assert not any(name.startswith("article/") for name in held)
    assert release.readlink() == (tmp_path / "2" / "current").readlink(), "the id is the hash of the content"


def test_documents_can_be_had_without_pages(archive: Path, whole: Outcome, tmp_path: Path) -> None:
    build(archive, Plan(tmp_path, pages=False, documents=True, released="2026-11-26"), _quiet())
    release = tmp_path / "current"
    documents = dict(datasets.document_files(whole.dataset))
    assert len(documents) > 1000
    assert {path: (release / path).read_bytes() for path in documents} == documents
    lines = (release / "data" / "dataset.jsonl").read_bytes().splitlines()
    assert len(lines) == len(documents) / len(GRAPH_FORMATS)
    assert not list(release.rglob("*.html"))


def _quiet() -> Console:
    return Console(file=io.StringIO())


@pytest.mark.parametrize("budget", [1, 1000, 1 << 20])
def test_lines_come_back_sorted_whatever_memory_there_is(tmp_path: Path, budget: int) -> None:
    dice = random.Random(5)
    lines = ["".join(dice.choices("abңү\x00\x01-", k=dice.randrange(9))) for _ in range(500)]
    sorter = Sorter(tmp_path, budget)
    for line in lines:
        sorter.add(f"{line}\n".encode())
    assert [line.decode() for line in sorter] == sorted(f"{line}\n" for line in lines)
    assert list(tmp_path.iterdir()) == [], "a file without a name cannot stay behind"


def test_lines_are_read_by_any_piece(tmp_path: Path) -> None:
    file = LineFile(tmp_path)
    lines = [f"{'ы' * number}\n".encode() for number in range(40)]
    begins = [file.write(line) for line in lines]
    for chunk in (1, 7, 10_000):
        assert list(file.lines(begins[3], begins[30], chunk)) == lines[3:30]
    assert list(file.lines()) == lines
    assert list(file.lines(0, 0)) == []


def _triples() -> Iterator[Triple]:
    for number in range(700):
        yield f"<s:{number:04}>", "<p:p>", rdf.plain(f"a b {number}")


def test_stored_triples_are_a_sequence_like_any_other(tmp_path: Path) -> None:
    known = list(_triples())
    stored: Stored[Triple] = Stored.of((f"{' '.join(one)} .\n".encode() for one in known), 3, tmp_path)
    assert list(stored) == known
    assert len(stored) == len(known)
    assert [stored[place] for place in (0, 255, 256, 257, 699, -1)] == [
        known[place] for place in (0, 255, 256, 257, 699, -1)
    ]
    assert list(stored[250:600:3]) == known[250:600:3]
    assert list(stored[690:900]) == known[690:900]
    assert list(stored[5:2]) == []
    with pytest.raises(IndexError):
        stored[700]


def test_blocks_come_back_as_they_were(tmp_path: Path) -> None:
    triple = f"<s:a> <p:p> {rdf.plain('x y' + chr(1) + chr(0) + chr(10))}"
    block = Block("<s:a", "<g:g>", [triple, "<s:a#b> <p:p> <s:a>"])
    assert decode(block.encode()) == block
    assert [stem for stem, _ in documents([block.encode()] * 2)] == ["<s:a"]


def test_entries_come_back_as_they_were(tmp_path: Path) -> None:
    store = EntryStore(tmp_path)
    entries = [
        Entry(
            Article(id=f"ky-{number}", language="ky", title="А\t«б»\n"), "s", Place("f", number, "x"), frozenset("ab")
        )
        for number in range(3)
    ]
    for chunk in chunked(entries):
        store.add(chunk)
    assert (list(store), len(store)) == (entries, 3)
    store.leave_out({("s", "article", "ky-1"), ("other", "article", "ky-2")})
    assert (list(store), len(store)) == ([entries[0], entries[2]], 2)


def test_what_processes_read_of_a_store_is_written_once(tmp_path: Path) -> None:
    store = EntryStore(tmp_path)
    lines = [Entry(Article(id=f"ky-{n}", language="ky"), "a", Place("a.jsonl", n)) for n in range(1, 60)]
    for chunk in chunked(lines):
        store.add(chunk)
    (numbers,) = store.portions(1 << 20)
    if not (process := os.fork()):
        status = 1
        try:
            status = 0 if len(list(store.chunks(numbers))) == len(numbers) else 1
        finally:
            os._exit(status)
    assert os.waitpid(process, 0)[1] == 0
    more = [Entry(Article(id=f"ru-{n}", language="ru"), "b", Place("b.jsonl", n)) for n in range(1, 60)]
    for chunk in chunked(more):
        store.add(chunk)
    assert [entry.record.id for entry in store] == [entry.record.id for entry in (*lines, *more)]


@pytest.mark.parametrize(
    ("sizes", "groups"),
    [
        ([], []),
        ([1], [range(1)]),
        ([5, 1, 4, 3], [range(1), range(1, 3), range(3, 4)]),
        ([5, 5], [range(1), range(1, 2)]),
    ],
)
def test_what_lies_together_is_grouped_by_size(sizes: list[int], groups: list[range]) -> None:
    assert cutting.grouped(sizes, 5) == groups


@pytest.mark.parametrize("least", [0, 1, 40, 300, 5_000])
def test_a_graph_is_cut_where_looking_at_every_line_would_cut_it(least: int) -> None:
    dice = random.Random(least)
    stems = sorted(dice.choices(range(300), k=900))
    lines = [f"<s:{stem}\x00{'x' * dice.randrange(60)}\n".encode() for stem in stems]
    plain: list[list[bytes]] = [[]]
    for line in lines:
        before = plain[-1][-1].split(b"\x00")[0] if plain[-1] else b""
        moved = bool(plain[-1]) and line.split(b"\x00")[0] != before
        if moved and cutting.ends(before, sum(map(len, plain[-1])), least, 900):
            plain.append([])
        plain[-1].append(line)
    assert list(portions(lines, least, 900)) == plain
    assert len(plain) > 1


def test_lines_that_a_memo_knows_are_read_from_it(tmp_path: Path) -> None:
    entry = Entry(Article(id="ky-1", language="ky"), "a", Place("a.jsonl", 1), frozenset(), plain=True)
    (chunk,) = chunked([entry])
    known = Known.of(chunk.read())
    with closing(Memo(tmp_path / "memo")) as memo:
        memo.put(known.key(memo), chunk.read())
    with closing(Memo(tmp_path / "memo")) as memo:
        store = EntryStore(tmp_path, memo)
        store.add(chunk._replace(lines=None, known=known))
        assert (list(store), len(store)) == ([entry], 1)
        assert [(one.lines, one.read(), one.digest) for one in store.chunks()] == [(None, chunk.lines, chunk.digest)]
        store.leave_out({("a", "article", "ky-1")})
        assert (list(store), len(store)) == ([], 0)
    store = EntryStore(tmp_path, Memo())
    store.add(chunk._replace(lines=None, known=known))
    with pytest.raises(SystemFailure, match="build again"):
        list(store)
