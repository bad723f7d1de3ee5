"""What a build on a cluster divides comes together again, and what it lacks is told before anything is done."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_builder.archive import ArchiveFile
from graph_builder.blocks import Block
from graph_builder.gate import Verdict
from graph_builder.published import by_entity, by_subject, in_order, left, triples_of
from graph_builder.spark import names
from graph_builder.spark.ranges import Ranges, gathered
from graph_builder.spark.session import reason
from graph_builder.spark.splits import count_lines, lines_of, splits
from graph_builder.spark.writing import _carried, _ordered
from graph_builder.viewing import ViewedPart

_SLUGS = st.from_regex(r"[a1]{1,3}(-[a1]{1,2}){0,2}", fullmatch=True)


@given(text=st.binary(max_size=60).map(lambda data: data.replace(b"0", b"\n")), size=st.integers(1, 20))
def test_every_line_of_a_file_is_in_one_split(tmp_path_factory: pytest.TempPathFactory, text: bytes, size: int) -> None:
    path = tmp_path_factory.getbasetemp() / "split"
    path.write_bytes(text)
    cut = splits(ArchiveFile("split", path, None, 1000), size)
    with path.open("rb") as whole:
        lines = list(whole)
    assert [line for one in cut for line in lines_of(one)] == lines
    assert sum(map(count_lines, cut)) == len(lines)


@given(
    slugs=st.sets(_SLUGS, min_size=1, max_size=12),
    sample=st.lists(_SLUGS, max_size=8),
    parts=st.integers(1, 5),
    told=st.sampled_from([by_subject, by_entity]),
)
@settings(deadline=None)
def test_partitions_in_their_order_are_the_whole_in_its_order(
    slugs: set[str], sample: list[str], parts: int, told: object
) -> None:
    """Documents sort by stem, terms do not: <…/a> stands behind <…/a-1>, which may be in another partition."""
    assert callable(told)
    lines = [
        Block(stem, "", _triples(stem)).encode() for stem in sorted(f"<https://e.example/x/{slug}" for slug in slugs)
    ]
    ranges = Ranges.even((f"<https://e.example/x/{slug}".encode() for slug in sample), parts)
    homes: list[list[ViewedPart]] = [[] for _ in range(len(ranges))]
    for line in lines:
        homes[ranges.number(line)].append(ViewedPart(line, frozenset(), (), (), 0))
    verdict, beginnings = (SimpleNamespace(value=one) for one in (Verdict(), ranges.beginnings()))
    carried = SimpleNamespace(value=sorted(one for home in homes for one in _carried(home, verdict, beginnings)))
    found = [
        one
        for number, home in enumerate(homes)
        for one in _ordered(number, home, told, verdict=verdict, carried=carried, ranges=ranges)
    ]
    assert [term for term, _ in found] == sorted(term for term, _ in found)
    whole = in_order(left(lines, Verdict()), told)
    assert [one for _, body in found for one in triples_of(body)] == [
        one for _, body in whole for one in triples_of(body)
    ]


def _triples(stem: str) -> list[str]:
    return sorted(f"{subject} <urn:p> <urn:o>" for subject in (f"{stem}>", f"{stem}#1>", f"{stem}#part-1>"))


@given(keys=st.lists(st.binary(max_size=3)), sample=st.lists(st.binary(max_size=3)), count=st.integers(1, 6))
def test_ranges_keep_the_order_of_lines(keys: list[bytes], sample: list[bytes], count: int) -> None:
    ranges = Ranges.even(sample, count)
    assert len(ranges) <= count
    numbers = [ranges.number(key) for key in sorted(keys)]
    assert numbers == sorted(numbers)
    assert all(0 <= number < len(ranges) for number in numbers)


@given(lines=st.lists(st.tuples(st.integers(0, 3), st.sampled_from([b"a\n", b"bc\n", b"\n"]))), size=st.integers(1, 9))
def test_gathered_lines_are_all_there_in_their_order(lines: list[tuple[int, bytes]], size: int) -> None:
    found = list(gathered(lines, size))
    for number in range(4):
        assert b"".join(piece for at, piece in found if at == number) == b"".join(
            line for at, line in lines if at == number
        )


def test_names_tell_who_is_described_twice_and_who_is_not_at_all() -> None:
    rows = [
        *(names.Row("person", "a", "/one") for _ in range(2)),
        names.Row("person", "b", "/one"),
        names.Row("person", "b", "/other"),
        names.Row("person", "B", "authority"),
        names.Row("person", "C", "page"),
        names.Row("person", "c", "/one"),
        *(names.Row("person", slug, "named") for slug in "abcd"),
    ]
    assert set(names.doubtful([(0, rows)])) == {
        names.Twin(("one", "person", "a")),
        names.Spelling(("person", "b")),
    }
    refused = frozenset({("one", "person", "a")})
    found = set(names.unknown([(0, rows)], refused))
    assert {one for one in found if isinstance(one, names.Nobody)} == {
        names.Nobody(("person", "a")),
        names.Nobody(("person", "d")),
    }


@pytest.mark.parametrize(
    ("told", "wanted"),
    [
        (
            "An error occurred while calling o1.collect.\n: org.apache.spark.SparkException: Job aborted due to stage "
            "failure: Task 0 failed: org.apache.spark.api.python.PythonException: Traceback (most recent call last):\n"
            '  File "x.py", line 1, in f\nOSError: [Errno 28] No space left on device\n\n\tat org.apache.spark.A.b(A)\n'
            "Driver stacktrace:\n\tat org.apache.spark.C.d(C)\nCaused by: java.io.IOException: other",
            "[Errno 28] No space left on device",
        ),
        (
            "x\n: org.apache.spark.SparkException: Job 3 cancelled because SparkContext was shut down\n\tat a.b(c)",
            "Job 3 cancelled because SparkContext was shut down",
        ),
        ("", "it ended without a word"),
    ],
)
def test_a_failure_of_spark_is_told_in_one_line(told: str, wanted: str) -> None:
    assert reason(told) == wanted


def _tuyun(folder: Path, options: Iterable[str]) -> subprocess.CompletedProcess[str]:
    """Run the command line as if Spark was not installed."""
    code = "import sys; sys.modules['pyspark'] = None; from graph_builder.cli import main; main()"
    call = [sys.executable, "-c", code, "build", "archive", "--out", str(folder / "public"), *options]
    return subprocess.run(call, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--engine", "spark", "--no-pages"], "pip install 'tuyun[spark]'"),
        (["--engine", "spark"], "add --no-pages"),
        (["--master", "spark://host:7077"], "add --engine spark"),
    ],
)
def test_what_a_build_on_a_cluster_lacks_is_told_in_one_line(tmp_path: Path, options: list[str], told: str) -> None:
    answer = _tuyun(tmp_path, options)
    assert answer.returncode == 2
    (line,) = answer.stderr.splitlines()
    assert told in line
    assert not (tmp_path / "public").exists()
