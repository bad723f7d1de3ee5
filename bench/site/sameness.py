"""Whether two makers made the same pages: the same words and links in the same order, the same JSON-LD."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

_COMPARED: Final = 200
# How addresses say the language differs: article/ru-1.ky.html there, ky/article/ru-1.html here.
_UP: Final = re.compile(r"^(?:\.\./)+|^https://data\.example\.org/")
_ADDRESS: Final = re.compile(r"(?:(ky|ru|en)/(?!\w+/index|index|search))?(.*?)(?:\.(ky|ru|en))?(\.html)(#.*)?")


class _Read(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[str] = []
        self.data: Any = None
        self._in_data = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._in_data = found.get("type") == "application/ld+json" and tag == "script"
        self.links += [_address(value) for name, value in attrs if name == "href" and value]
        # An address in a tag is a link's; the others are words.
        self.words += [value for name in ("content", "title", "datetime", "lang") if (value := found.get(name) or "")]

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data, self._in_data = json.loads(data), False
        else:
            self.words += data.split()


def told(ours: Path, theirs: Path) -> str:
    """Return in words of how many pages, of those compared, words, links and JSON-LD are the same."""
    alike = {"words": 0, "links": 0, "JSON-LD": 0}
    pages = sorted((ours / "article").iterdir())
    chosen = pages[:: max(1, len(pages) // _COMPARED)]
    for page in chosen:
        slug, language, _ = page.name.split(".")
        one = _Read(page.read_text("utf-8"))
        other = _Read((theirs / language / "article" / f"{slug}.html").read_text("utf-8"))
        alike["words"] += [*map(_plain, one.words)] == [*map(_plain, other.words)]
        alike["links"] += one.links == other.links
        alike["JSON-LD"] += _without_address(one.data) == _without_address(other.data)
    return f"the same of {len(chosen)} pages: " + ", ".join(f"{name} {number}" for name, number in alike.items())


def _plain(word: str) -> str:
    return _address(" ".join(word.split()))


def _address(text: str) -> str:
    path = _UP.sub("", text)
    found = _ADDRESS.fullmatch(path)
    return f"{found[2]}.{found[1] or found[3] or ''}{found[4]}{found[5] or ''}" if found else path


def _without_address(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "mainEntityOfPage"}
