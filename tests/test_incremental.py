"""A build after an edit: byte for byte a clean build, written by any number of processes, and only what changed is new."""

import hashlib
import io
import os
import random
import shutil
import signal
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest
from release_support import say
from rich.console import Console

from graph_builder import integrity
from graph_builder.cli.archives import init
from graph_builder.cli.building import Plan, build
from graph_builder.cli.pipeline import Means
from graph_builder.errors import InputError, SystemFailure
from graph_builder.hashing import Beginning, Hashed
from graph_builder.memo import Memo
from graph_builder.old_releases import last_whole
from graph_builder.release import publish
from graph_builder.untouched import Untouched
from graph_builder.workers import run_shares

_WORDS = ["бюджет", "кеңеш", "айыл", "жол", "суу", "мектеп", "шайлоо"]


def _article(dice: random.Random, number: int) -> dict[str, object]:
    return {
        "kind": "article",
        "id": f"ky-{number}",
        "language": "ky",
        "title": " ".join(dice.choices(_WORDS, k=5)).capitalize(),
        "date": f"20{dice.randint(12, 25)}-{dice.randint(1, 12):02}",
        "rubric": "news",
        "mentions": dice.choice([["region/KG"], []]),
        "contributions": [{"contributor": "example-author", "role_kind": dice.choice(["author", "editor"])}],
    }


def _change(dice: random.Random, articles: list[dict[str, object]]) -> None:
    place = dice.randrange(len(articles))
    articles[place] = _article(dice, int(str(articles[place]["id"])[3:]))


def _delete(dice: random.Random, articles: list[dict[str, object]]) -> None:
    del articles[dice.randrange(len(articles))]


def _add(dice: random.Random, articles: list[dict[str, object]]) -> None:
    articles.append(_article(dice, dice.randint(1000, 9999)))


def _write(archive: Path, articles: list[dict[str, object]], publisher: str) -> None:
    say(archive, articles)
    organizations = archive / "authorities" / "organizations.yaml"
    text = f"kind: organization\nrecords:\n  - {{id: my-publisher, type: ngo, name: {{en: {publisher}}}}}\n"
    organizations.write_text(text, encoding="utf-8")


def _build(archive: Path, out: Path, jobs: int, day: int) -> Path:
    build(archive, Plan(out, Means(jobs=jobs), released=f"2026-11-{day}"), Console(file=io.StringIO()))
    return (out / "current").resolve()


def _with_history_only(out: Path, bare: Path) -> Path:
    """Copy of a release what the next one must know of it, and nothing that could be linked instead of written."""
    release = (out / "current").resolve()
    for path in [release / "release.json", *release.glob("data/dataset.nt"), *release.glob("data/harvest.*")]:
        _copy(path, bare / "releases" / path.relative_to(release.parent))
    for path in (release / "changes").rglob("*"):
        if path.is_file():
            _copy(path, bare / "releases" / path.relative_to(release.parent))
    (bare / "current").symlink_to(Path("releases") / release.name)
    return bare


def _copy(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, to)


def _files(release: Path) -> dict[str, bytes]:
    return {str(path.relative_to(release)): path.read_bytes() for path in release.rglob("*") if path.is_file()}


@pytest.mark.parametrize("seed", range(3))
def test_after_random_edits_it_equals_a_clean_build_and_only_what_changed_is_new(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    archive, out = tmp_path / "archive", tmp_path / "out"
    init(archive)
    articles = [_article(dice, number) for number in range(100, 106)]
    _write(archive, articles, "Publisher")
    before = _build(archive, out, jobs=2, day=10)
    old = _files(before)
    for _ in range(dice.randint(1, 3)):
        dice.choice([_change, _change, _delete, _add])(dice, articles)
    _write(archive, articles, dice.choice(["Publisher", "Publishing house"]))
    bare = _with_history_only(out, tmp_path / "clean")
    after, clean = _build(archive, out, jobs=2, day=11), _build(archive, bare, jobs=1, day=11)
    new = _files(after)
    assert new == _files(clean)
    assert after != before
    assert _files(before) == old
    same = {path for path in new if old.get(path) == new[path]} - {"release.json"}
    linked = {path for path in new.keys() & old.keys() if (before / path).samefile(after / path)}
    assert linked == same
    assert len(old) // 2 > len(new) - len(same) > 0


def test_a_damaged_file_of_the_release_before_is_not_carried_on(tmp_path: Path) -> None:
    text = b"as it should be"
    before = publish(tmp_path, [("a.html", text), ("b.html", b"old"), ("c.nt", [b"1", b"2"])], {}).folder
    (before / "a.html").write_bytes(b"as it should bo")
    (before / "c.nt").write_bytes(b"13")
    after = publish(tmp_path, [("a.html", text), ("b.html", b"new"), ("c.nt", [b"1", b"2"])], {}).folder
    assert _files(after).items() >= {"a.html": text, "b.html": b"new", "c.nt": b"12"}.items()
    assert (before / "b.html").read_bytes() == b"old"


def test_where_nothing_can_be_linked_everything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    publish(tmp_path, [("a.html", b"a"), ("b.html", b"old"), ("c.nt", [b"c"])], {})
    after = publish(tmp_path, [("a.html", b"a"), ("b.html", b"new"), ("c.nt", [b"c"])], {})
    assert _files(after.folder).items() >= {"a.html": b"a", "b.html": b"new", "c.nt": b"c"}.items()


def test_a_beginning_is_hashed_with_the_whole(tmp_path: Path) -> None:
    head, rest = [b"a" * 70_000, b"b"], [b"c" * 9_000]

    def share() -> Iterator[tuple[str, Iterable[bytes]]]:
        beginning = Beginning("data/beginning", lambda: head)

        def chunks() -> Iterator[bytes]:
            yield from head
            beginning.digest = whole.digest.hexdigest()
            yield from rest

        whole = Hashed(chunks(), beginning)
        yield "data/whole", whole
        assert beginning.is_written
        yield beginning.path, beginning

    found = publish(tmp_path, [], {}, [share]).folder
    assert _files(found).items() >= {"data/whole": b"".join(head + rest), "data/beginning": b"".join(head)}.items()
    assert list(integrity.faults(found)) == []


def test_what_was_read_and_hashed_already_is_not_hashed_again(tmp_path: Path) -> None:
    publish(tmp_path, [("a", b"1"), ("b", b"2")], {})
    last = last_whole(tmp_path, lambda path: path == "a", Untouched(Memo())).last
    assert last is not None
    assert [last.chunks(path).digest for path in ("a", "b")] == [hashlib.sha256(b"1").hexdigest(), ""]
    shares = [lambda: [("c", last.chunks("a")), ("d", last.chunks("b"))]]
    after = publish(tmp_path, [], {}, shares).folder
    assert list(integrity.faults(after)) == []


def _share(number: int) -> Callable[[], Iterator[tuple[str, bytes]]]:
    return lambda: iter([(f"{number}.html", str(number).encode())])


def test_shares_give_the_same_release_in_any_number_of_processes(tmp_path: Path) -> None:
    shares = [_share(number) for number in range(50)]
    releases = [publish(tmp_path / str(jobs), [("a", b"a")], {}, shares, jobs) for jobs in (1, 2, 3, 60)]
    assert len({release.id for release in releases}) == 1
    assert releases[0].files == 53
    for release in releases:
        assert len(_files(release.folder)) == 53


@pytest.mark.parametrize("jobs", [1, 2])
def test_however_many_shares_there_are_each_is_called_once(tmp_path: Path, jobs: int) -> None:
    done = list(run_shares([partial(iter, [number]) for number in range(20_001)], jobs, tmp_path))
    assert (done if jobs == 1 else sorted(done)) == list(range(20_001))


@pytest.mark.parametrize("jobs", [1, 2, 4])
def test_what_fails_in_any_process_is_told_and_nothing_is_published(tmp_path: Path, jobs: int) -> None:
    def failing() -> Iterator[tuple[str, bytes]]:
        raise InputError("this text cannot be written")
        yield "a", b""

    with pytest.raises(InputError, match="cannot be written"):
        publish(tmp_path, [], {}, [*map(_share, range(20)), failing], jobs)
    assert [path.name for path in (tmp_path / "releases").iterdir()] == []


def test_a_process_that_is_killed_ends_the_build(tmp_path: Path) -> None:
    parent = os.getpid()

    def killed() -> Iterator[str]:
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        yield "by the parent"

    with pytest.raises(SystemFailure, match="--jobs 1"):
        for _ in range(200):  # until another process gets the share
            list(run_shares([killed] * 50, 2, tmp_path))
