"""The archive folder: what it never follows, never reads and never loses. Faults of content: tests/cases/sources."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph_builder.archive import Archive, PageFile
from graph_builder.configuration import Config
from graph_builder.errors import InputError
from graph_builder.identifiers import Iris
from graph_builder.memo import Memo
from graph_builder.problems import Problems
from graph_builder.sources.gather import read_sources
from graph_builder.sources.table import READERS

COMMON = Path(__file__).parent / "cases" / "sources" / "tuyun.toml"
RECORD = "kind: organization\nrecords:\n  - {id: dpi}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    for name in ("authorities", "records", "pages"):
        (folder / name).mkdir(parents=True)
    shutil.copy(COMMON, folder)
    (folder / "authorities" / "good.yaml").write_text(RECORD)
    return folder


def opened(folder: Path) -> tuple[Archive, list[str]]:
    problems = Problems()
    archive = Archive.open(folder, problems)
    assert len(read_sources(archive, problems).authorities) == 1
    return archive, [f"{problem.place} {problem.code}" for problem in problems]


def test_links_out_of_the_archive_are_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(RECORD.replace("dpi", "secret"))
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "page.txt").write_text("secret")
    (folder / "authorities" / "secret.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "records" / "passwd.csv").symlink_to("/etc/passwd")
    (folder / "records" / "nowhere.yaml").symlink_to("nowhere")
    (folder / "records" / "round.yaml").symlink_to("round.yaml")
    (folder / "pages" / "outside").symlink_to(tmp_path / "outside")
    (folder / "pages" / "again").symlink_to(folder / "pages")
    archive, problems = opened(folder)
    assert problems == [
        "authorities/secret.yaml link",
        "pages/again link",
        "pages/outside link",
        "records/nowhere.yaml dangling-link",
        "records/passwd.csv link",
        "records/round.yaml dangling-link",
    ]
    assert list(archive.pages) == []
    assert archive.records == ()


def test_a_limit_that_no_memory_holds_takes_none(folder: Path) -> None:
    settings = folder / "tuyun.toml"
    with settings.open("a") as stream:
        stream.write("\n[limits]\nrecord_bytes = 50000000000000\n")
    assert opened(folder)[1] == []


def test_a_whole_folder_that_is_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "records").rmdir()
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "a.yaml").write_text(RECORD)
    (folder / "records").symlink_to(tmp_path / "records")
    assert opened(folder)[1] == ["records link"]


@pytest.mark.parametrize("name", ["tuyun.toml", "identifiers.csv"])
def test_settings_and_register_are_not_read_through_a_link(folder: Path, tmp_path: Path, name: str) -> None:
    shutil.copy(COMMON, tmp_path / name)
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(tmp_path / name)
    with pytest.raises(InputError, match="leads out of the archive"):
        Archive.open(folder, Problems())


def test_what_is_no_file_is_passed_over(folder: Path) -> None:
    os.mkfifo(folder / "records" / "pipe.yaml")
    (folder / "records" / "folder.yaml").mkdir()
    os.close(os.open(os.fsencode(folder / "records") + b"/\xff.yaml", os.O_CREAT))
    (folder / "records" / ".hidden.yaml").write_text("[")
    (folder / "records" / ".git").mkdir()
    (folder / "records" / ".git" / "a.yaml").write_text("[")
    assert opened(folder)[1] == [r"records/\udcff.yaml file-name", "records/pipe.yaml not-a-file"]


UNREADABLE = """
import os, sys
from pathlib import Path
from graph_builder.archive import Archive
from graph_builder.problems import Problems
from graph_builder.sources.gather import read_sources
from graph_builder import vocabulary
os.setgroups([]); os.setgid(65534); os.setuid(65534)
problems = Problems()
archive = Archive.open(Path(sys.argv[1]), problems)
print(len(read_sources(archive, problems).authorities), [page.path for page in archive.pages])
for problem in problems:
    print(problem.place, problem.code)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="dropping privileges needs root; others: the test below")
def test_files_that_may_not_be_read_as_another_user(folder: Path) -> None:
    for name in ("authorities/closed.yaml", "pages/closed.txt"):
        (folder / name).write_text(RECORD)
        (folder / name).chmod(0)
    (folder / "pages" / "open.txt").write_text("page")
    (folder / "records" / "closed").mkdir(mode=0)
    for parent in [folder, *folder.parents][:-2]:
        parent.chmod(0o755)
    run = subprocess.run(
        [sys.executable, "-c", UNREADABLE, str(folder)], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.splitlines() == [
        "1 ['pages/open.txt']",
        "authorities/closed.yaml unreadable",
        "pages/closed.txt unreadable",
        "records/closed unreadable",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything; the test above drops its privileges")
def test_files_that_may_not_be_read(folder: Path) -> None:
    (folder / "pages" / "closed.txt").write_text("page")
    (folder / "pages" / "closed.txt").chmod(0)
    assert opened(folder)[1] == ["pages/closed.txt unreadable"]


def test_a_page_that_vanishes_or_becomes_a_link_is_reported(folder: Path) -> None:
    for name in ("1", "2", "3"):
        (folder / "pages" / f"{name}.txt").write_text(name)
    problems = Problems()
    archive = Archive.open(folder, problems)
    (folder / "pages" / "1.txt").unlink()
    (folder / "pages" / "2.txt").unlink()
    (folder / "pages" / "2.txt").symlink_to("/etc/passwd")
    assert list(archive.pages) == [PageFile("pages/3.txt", b"3", None, None)]
    assert [problem.place.file for problem in problems] == ["pages/1.txt", "pages/2.txt"]


def test_a_page_of_50_mb_is_not_read(folder: Path) -> None:
    with (folder / "pages" / "huge.txt").open("wb") as page:
        page.truncate(50_000_000)
    archive, problems = opened(folder)
    assert problems == ["pages/huge.txt page-too-large"]
    assert len(archive.pages) == 0


def test_the_order_does_not_depend_on_the_file_system(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("b/1", "a-b/1", "a/2", "a/1", "c", "B"):
        path = folder / "pages" / f"{name}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(name)
    expected = [f"pages/{name}.txt" for name in ("B", "a-b/1", "a/1", "a/2", "b/1", "c")]
    assert [page.path for page in opened(folder)[0].pages] == expected
    scandir = os.scandir

    class Backwards:
        def __init__(self, path: str) -> None:
            with scandir(path) as entries:
                self._entries = iter(sorted(entries, key=lambda entry: entry.name, reverse=True))

        def __iter__(self) -> "Backwards":
            return self

        def __next__(self) -> "os.DirEntry[str]":
            return next(self._entries)

        def __enter__(self) -> "Backwards":
            return self

        def __exit__(self, *_: object) -> None: ...

        def close(self) -> None: ...

    monkeypatch.setattr(os, "scandir", Backwards)
    assert [page.path for page in opened(folder)[0].pages] == expected


def test_one_page_can_be_read_with_what_is_known_of_it(folder: Path, tmp_path: Path) -> None:
    (folder / "pages" / "pages.csv").write_text("file,url,retrieved\n1.txt,http://a.example/1,2020-11\n")
    (folder / "pages" / "1.txt").write_text("inside")
    (tmp_path / "2.txt").write_text("outside")
    archive, _ = opened(folder)
    page = archive.page(folder / "pages" / "1.txt")
    assert (page.path, page.data, page.url) == ("pages/1.txt", b"inside", "http://a.example/1")
    assert page.retrieved is not None and page.retrieved.text == "2020-11"
    assert archive.page(tmp_path / "2.txt") == PageFile("2.txt", b"outside", None, None)
    with pytest.raises(InputError, match="cannot be read"):
        archive.page(tmp_path / "3.txt")


def test_the_register_is_replaced_in_one_step(folder: Path) -> None:
    archive, _ = opened(folder)
    assert archive.register_text == ""
    archive.write_register("kind,key,slug\n")
    again = opened(folder)[0]
    assert again.register_text == "kind,key,slug\n"
    assert sorted(path.name for path in folder.iterdir()) == [
        "authorities", "identifiers.csv", "pages", "records", "tuyun.toml"
    ]  # fmt: skip


def test_a_register_that_cannot_be_read_stops_the_run(folder: Path) -> None:
    (folder / "identifiers.csv").write_bytes(b"kind,key,slug\nperson,\xff,x\n")
    with pytest.raises(InputError, match=r"identifiers\.csv"):
        Archive.open(folder, Problems())


def test_the_input_hash_sees_every_file_that_is_read(folder: Path) -> None:
    (folder / "pages" / "pages.csv").write_text("file,url,retrieved\n")
    (folder / "pages" / "1.txt").write_text("1")
    (folder / "records" / "README.md").write_text("notes")
    before = dict(opened(folder)[0].input_hashes())
    assert sorted(before) == ["authorities/good.yaml", "pages/1.txt", "pages/pages.csv", "tuyun.toml"]
    (folder / "pages" / "1.txt").write_text("2")
    after = dict(opened(folder)[0].input_hashes())
    assert {path for path in before if before[path] != after[path]} == {"pages/1.txt"}


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        Archive.open(tmp_path / "none", Problems())


def test_ranks_of_single_properties(folder: Path) -> None:
    override = '\n[[ranks.override]]\nsource = "vap-kg"\nproperty = "end"\nrank = "editor"\n'
    (folder / "tuyun.toml").write_text(COMMON.read_text() + override)
    config: Config = opened(folder)[0].config
    assert config.rank_overrides(Iris(config.base)) == {
        ("<https://data.example.org/source/vap-kg>", "<https://w3id.org/tuyun/ontology#end>"): "editor"
    }
    assert config.ranks.order == ["editor", "publisher", "partner", "page", "derived"]


_FEW_OPEN = """
import resource, sys
from pathlib import Path
from graph_builder.archive import Archive
from graph_builder.problems import Problems
from graph_builder.sources.gather import read_sources

resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))
problems = Problems()
for jobs in (1, 2):
    print(len(read_sources(Archive.open(Path(sys.argv[1]), problems), problems, jobs=jobs).records))
print(*problems, sep="\\n")
"""


def test_more_files_of_records_than_a_process_may_have_open(folder: Path) -> None:
    for number in range(70):
        head = f'{{"source": {{"id": "s-{number}", "rank": "page", "name": {{"en": "S"}}}}, "kind": "person"}}'
        (folder / "records" / f"{number}.jsonl").write_text(f'{head}\n{{"id": "p-{number}"}}\n')
    done = subprocess.run(
        [sys.executable, "-c", _FEW_OPEN, str(folder)], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.split() == ["70", "70"]


def test_a_file_that_goes_while_the_archive_is_read_costs_only_itself(folder: Path) -> None:
    path = folder / "records" / "a.jsonl"
    path.write_text('{"source": {"id": "a", "rank": "page", "name": {"en": "A"}}, "kind": "person"}\n{"id": "p"}\n')
    problems = Problems()
    (file,) = Archive.open(folder, problems).records
    read = READERS[".jsonl"](file, problems)
    assert read and read.shares
    path.unlink()
    assert read.shares(Memo()) == []
    assert [problem.code for problem in problems] == ["unreadable"]
