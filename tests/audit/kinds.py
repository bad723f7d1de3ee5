"""Which kind of page a page is, read from its path alone, and one page of each kind to look at."""

import re
from pathlib import Path

LANGUAGES = ("ky", "ru", "en")
_LANGUAGE = "|".join(LANGUAGES)
_ENTITY = re.compile(rf"(?P<kind>[a-z]+)/(?P<slug>[^/.]+)(?P<part>(?:\.[^/.]+)?)\.(?P<language>{_LANGUAGE})\.html")
_OTHER = re.compile(rf"(?P<language>{_LANGUAGE})/(?P<rest>.+)\.html|(?P<stem>[^.]+)\.(?P<code>{_LANGUAGE})\.html")


def kind_of(path: str) -> tuple[str, str]:
    """Return the kind of a page and its language; a page without a language in its path is of no kind of its own.

    Kinds are called by what pages of one kind share: ``article``, ``source, continued``, ``article list``,
    ``articles by region``, ``report/validation``.
    """
    if (found := _ENTITY.fullmatch(path)) and found["kind"] == "queries":
        return "question", found["language"]
    if found and found["kind"] != "report":
        return f"{found['kind']}, continued" if found["part"] else found["kind"], found["language"]
    if not (found := _OTHER.fullmatch(path)):
        return "", ""
    rest = found["rest"] or found["stem"]
    rest = re.sub(r"^([a-z]+)/index$", r"\1 list", rest)
    rest = re.sub(r"^([a-z]+)/page-\d+$", r"\1 list, continued", rest)
    rest = re.sub(r"^article/by/[a-z]+-.*_.*", "articles by two conditions", rest)
    rest = re.sub(r"^article/by/([a-z]+)-.*", r"articles by \1", rest)
    rest = re.sub(r"^article/by/([a-z]+)$", r"articles by each \1", rest)
    rest = re.sub(r"^completeness/.*", "what is missing", rest)
    return rest, found["language"] or found["code"]


def one_of_each(release: Path) -> dict[str, dict[str, str]]:
    """Return the path of a page of each kind in each language: the largest, since it holds most kinds of parts."""
    chosen: dict[str, dict[str, str]] = {}
    sizes: dict[tuple[str, str], tuple[int, str]] = {}
    for file in release.rglob("*.html"):
        path = file.relative_to(release).as_posix()
        kind = kind_of(path)
        if kind[0]:
            sizes[kind] = max(sizes.get(kind, (0, "")), (file.stat().st_size, path))
    for (name, language), (_, path) in sorted(sizes.items()):
        chosen.setdefault(name, {})[language] = path
    if (release / "404.html").exists():
        chosen["missing"] = dict.fromkeys(LANGUAGES, "404.html")
    return chosen
