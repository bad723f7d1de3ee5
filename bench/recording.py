"""What a benchmark measured, as a table and a picture in docs/benchmarks.md; and whether two files hold one graph."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

_DOCUMENT: Final = Path("docs/benchmarks.md")
_WIDTH, _LINE, _LEFT = 760, 22, 300


class Row(NamedTuple):
    """One way at one size.

    Attributes:
        articles: the size.
        way: what was run, with its version.
        seconds: processor seconds.
        wall: seconds by the clock.
        peak: MiB of the largest process.
        ratio: its processor seconds as a multiple of Tuyun's with one process.
    """

    articles: int
    way: str
    seconds: float
    wall: float
    peak: float
    ratio: float


def record(name: str, title: str, rows: Sequence[Row]) -> None:
    """Put a table between the markers of a benchmark in docs/benchmarks.md, and its picture beside it.

    Args:
        name: of the benchmark, as it stands in the markers.
        title: what the picture shows.
        rows: what was measured.

    Raises:
        ValueError: if the document has no such markers.
    """
    begin, end = f"<!-- measured: {name} -->", f"<!-- end: {name} -->"
    text = _DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{_DOCUMENT} holds no {begin} … {end}: put both where the table shall stand")
    picture = _DOCUMENT.parent / "images" / f"bench-{name}.svg"
    picture.write_text(_drawn(title, rows), encoding="utf-8")
    day = datetime.now(UTC).date().isoformat()
    made = f"{begin}\n{_table(rows)}\nMeasured on {day}.\n\n![{title}](images/{picture.name})\n{end}"
    _DOCUMENT.write_text(before + made + after, encoding="utf-8")


def _table(rows: Sequence[Row]) -> str:
    lines = ["| articles | | processor | clock | peak | ratio |", "|---:|---|---:|---:|---:|---:|"]
    for row in rows:
        figures = f"{row.seconds:.2f} s | {row.wall:.2f} s | {row.peak:.0f} MiB | {row.ratio:.1f}"
        lines.append(f"| {row.articles:,} | {row.way} | {figures} |")
    return "\n".join(lines) + "\n"


def _drawn(title: str, rows: Sequence[Row]) -> str:
    """Draw a bar for each row; the table beside it says the same."""
    height = _LINE * (len(rows) + 2)
    most = max(row.ratio for row in rows)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" role="img" '
        'font-family="sans-serif" font-size="13">',
        f'<title>{escape(title)}</title><rect width="100%" height="100%" fill="#fff"/>',
        f'<text x="8" y="{_LINE * 0.8}" font-weight="bold">{escape(title)}</text>',
    ]
    for number, row in enumerate(rows, start=1):
        y, length = _LINE * (number + 0.3), (_WIDTH - _LEFT - 60) * row.ratio / most
        colour = "#1a5276" if row.way.startswith(("tuyun", "reading")) else "#b9770e"
        parts.append(
            f'<text x="{_LEFT - 8}" y="{y + 14}" text-anchor="end">{row.articles:,} {escape(row.way)}</text>'
            f'<rect x="{_LEFT}" y="{y + 2}" width="{max(length, 1):.1f}" height="{_LINE - 6}" fill="{colour}"/>'
            f'<text x="{_LEFT + length + 6:.1f}" y="{y + 14}">{row.ratio:.1f}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def content_hash(path: Path, graph: bytes = b"") -> tuple[int, str]:
    """Return the number of lines and a hash that does not depend on their order.

    Args:
        path: N-Quads.
        graph: what is put before the end of each line, for a writer that knows no graphs.
    """
    count, total = 0, 0
    with path.open("rb") as stream:
        while lines := list(islice(stream, 100_000)):
            for line in filter(None, map(bytes.strip, lines)):
                count += 1
                whole = line.removesuffix(b".").rstrip() + graph + b" .\n"
                total ^= int.from_bytes(hashlib.blake2b(whole, digest_size=16).digest())
    return count, f"{total:032x}"
