"""What tests of builds share: records of an archive that change, and what must hold of the releases made of it."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from graph_builder import lock
from graph_builder.cli.building import MEMO
from graph_builder.cli.verifying import faults
from graph_builder.manifest import ID


def article(slug: str, title: str = "Жол") -> dict[str, object]:
    """Return a Kyrgyz article as a record."""
    return {"kind": "article", "id": slug, "language": "ky", "title": title, "date": "2020-10"}


def say(archive: Path, articles: Iterable[Mapping[str, object]]) -> None:
    """Let one source of an archive say these articles and no others."""
    head = {"source": {"id": "said", "rank": "page", "name": {"en": "Said"}}}
    lines = [json.dumps(one, ensure_ascii=False) for one in (head, *articles)]
    (archive / "records" / "said.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def whole_release(out: Path) -> str:
    """Return the id of the current release, which is what it says it is."""
    release = (out / "current").resolve()
    assert list(faults(release)) == []
    return release.name


def temporary(out: Path) -> list[str]:
    """Return what lies in a folder of releases and belongs neither to them nor to the next build."""
    found = [path.name for path in out.iterdir() if path.name not in {"current", "releases", lock.FILE, MEMO}]
    return found + [path.name for path in (out / "releases").iterdir() if not ID.fullmatch(path.name)]
