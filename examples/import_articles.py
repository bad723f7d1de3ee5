"""Imports the articles of an archive into a table, with their authors.

    python import_articles.py ADDRESS TABLE

ADDRESS is the base address of an archive (https://…) or a folder that holds a release; TABLE is a file of SQLite.
Each run replaces the table in one step, so that what was withdrawn goes and a reader never sees half of it.
"""

import json
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

COLUMNS = "iri TEXT PRIMARY KEY, title TEXT, language TEXT, published TEXT, rubric TEXT, authors TEXT"


def documents(address: str) -> Iterator[dict[str, Any]]:
    """Yield the document of every entity; each line of the file is one."""
    if address.startswith(("https://", "http://")):
        with urlopen(f"{address.rstrip('/')}/data/dataset.jsonl") as lines:
            yield from map(json.loads, lines)
    else:
        with (Path(address) / "data" / "dataset.jsonl").open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def row(article: dict[str, Any]) -> tuple[str, ...]:
    """Return the row of an article: what it is called in its own language, and who wrote it."""
    language = article["language"][0]
    called = article.get("title", article["label"])
    authors = [
        in_language(part["contributor"]["label"], language)
        for part in article.get("contribution", ())
        if part["roleKind"] == "tuyun:role-author"
    ]
    return (
        article["id"],
        in_language(called, language),
        language,
        next((date["@value"] for date in article.get("datePublished", ())), ""),
        in_language(article["rubric"]["label"], language) if "rubric" in article else "",
        "; ".join(dict.fromkeys(authors)),
    )


def in_language(texts: dict[str, str], language: str) -> str:
    """Return a text in a language, or else in the first that there is."""
    return texts.get(language) or next(iter(texts.values()))


def main(address: str, table: str) -> None:
    """Fill the table and say how many articles it holds."""
    rows = [row(document) for document in documents(address) if document["type"] == "Article"]
    connection = sqlite3.connect(table)
    with connection:
        connection.execute("DROP TABLE IF EXISTS article")
        connection.execute(f"CREATE TABLE article ({COLUMNS})")
        connection.executemany("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.close()
    print(f"{len(rows)} articles in {table}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("give the address of an archive and the file of the table")
    main(sys.argv[1], sys.argv[2])
