"""Generated articles as flat CSV, which is what the peers read; that it is made is not counted in their time."""

import csv
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from bench.generate import articles

_COLUMNS: Final = {
    "source": ("id", "rank", "name"),
    "articles": ("id", "language", "title", "abstract", "date", "rubric", "source_url", "about"),
    "mentions": ("article", "reference"),
    "contributions": (*("article", "language", "position", "contributor", "stated_name", "role", "affiliation"),),
}


def write_csv(folder: Path, count: int) -> None:
    """Write the tables of so many articles: the source, articles, what they mention, contributions."""
    folder.mkdir()
    with ExitStack() as stack:
        tables = {}
        for name, columns in _COLUMNS.items():
            stream = stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            tables[name] = csv.writer(stream, lineterminator="\n")
            tables[name].writerow(columns)
        tables["source"].writerow(("generated", "page", "Generated"))
        for one in articles(count):
            slug, language = one["id"], one["language"]
            (url,), (about,) = one["source_urls"], one["about"]
            texts = (one["title"], one["abstract"], one["date"], one["rubric"])
            tables["articles"].writerow((slug, language, *texts, url, about))
            tables["mentions"].writerows((slug, reference) for reference in one["mentions"])
            for position, contribution in enumerate(one["contributions"], start=1):
                (role,), (affiliation,) = contribution["role"].values(), contribution["affiliation"]
                who = (contribution["contributor"], contribution["stated_name"])
                tables["contributions"].writerow((slug, language, position, *who, role, affiliation))
