"""What all rules say, whatever the host: which addresses negotiate, by which patterns, with which headers."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from typing import Final, TypeAlias

from exports.changes.log import Tombstone
from exports.formats import FORMATS, HTML, SERVED, Format
from exports.wording import words_of
from portal.releases import Release
from portal.table import LINKED, Link, Variant, document_links, thing_links

SEGMENT: Final = "[A-Za-z0-9_-]+"
CAPTURED: Final = "@1"
"""Stands for what a pattern captured first; each host has its own way to write it."""

LEVELS: Final = "A987654321"
"""Weights as one sign, the greatest first: ``A`` is 1, ``9`` is 0.9 and more. Less than 0.1 counts as 0.1."""

PATHS: Final[Mapping[str, str]] = {
    "thing": r"^/([^.]*)",
    "name": r"([^/.]+)(?:\.[^/]*)?$",
    "suffix": r"/[^/.]+(\.[^/]+)$",
}
"""Patterns that capture the parts of a path."""

METHODS: Final = "GET, HEAD, OPTIONS"


_Documents: TypeAlias = tuple[tuple[Variant, ...], tuple[str, ...]]
"""What tells groups apart: what bare IRIs lead to, and to which other suffixes documents link."""


@dataclass(frozen=True, slots=True)
class Group:
    """Things that have the same documents.

    Attributes:
        name: short name, for variables.
        pattern: regular expression of the paths of the things.
        offered: what their bare IRIs lead to.
        others: suffixes, with the dot, of all their documents.
    """

    name: str
    pattern: str
    offered: tuple[Variant, ...]
    others: tuple[str, ...]


def groups(release: Release) -> tuple[Group, ...]:
    """Return the groups of all things; those of a kind are named by a pattern where they are all alike."""
    alike: dict[str, set[_Documents]] = {}
    for thing in release.things:
        alike.setdefault(_kind(thing), set()).add(_documents(release, thing))
    patterns: dict[_Documents, set[str]] = {}
    suffixes: dict[_Documents, set[str]] = {}
    for thing in release.things:
        kind, documents = _kind(thing), _documents(release, thing)
        of_kind = kind and len(alike[kind]) == 1
        patterns.setdefault(documents, set()).add(f"{kind}/{SEGMENT}" if of_kind else thing)
        suffixes.setdefault(documents, set()).update(release.suffixes(thing))
    return tuple(
        Group(f"g{number}", f"^(?:{'|'.join(sorted(found))})$", documents[0], tuple(sorted(suffixes[documents])))
        for number, (documents, found) in enumerate(sorted(patterns.items(), key=lambda one: sorted(one[1])))
    )


def _kind(thing: str) -> str:
    """Return the kind of an entity; empty for documents about the whole, which stand each for itself."""
    kind, _, slug = thing.partition("/")
    return kind if slug and "/" not in slug and kind not in {"data", "report", "changes"} else ""


def _documents(release: Release, thing: str) -> _Documents:
    return release.offered(thing), tuple(one for one in sorted(release.suffixes(thing)) if one in LINKED)


def probe(group: Group) -> str:
    """Return the suffix of the document that every thing of a group has: by it a host sees whether a thing is there."""
    return next(one.suffix for one in group.offered if one.format.is_rdf)


def weight_patterns(media_type: str) -> Iterator[tuple[str, str]]:
    """Yield patterns of ``Accept`` and the sign of the weight of a media type; the first that matches counts.

    They are written for RE2, so that every server knows them, and to be read without regard to case.
    """
    kind = media_type.partition("/")[0]
    yield r"^[^/]*$", "A"  # nothing that could be read is no wish
    for name in (media_type, f"{kind}/*", "*/*"):
        yield from _weights(re.escape(name))
    yield "", "0"


def language_patterns(code: str) -> Iterator[tuple[str, str]]:
    """Yield patterns of ``Accept-Language`` and the sign of the weight of a language (RFC 4647, lookup)."""
    yield from _weights(rf"{code}(?:-[A-Za-z0-9-]+)?")
    yield "", "0"


def _weights(name: str) -> Iterator[tuple[str, str]]:
    member = rf"(?:^|,)[ \t]*{name}[ \t]*"
    yield rf"{member}(?:;[^,]*)?;[ \t]*q=0\.([1-9])", CAPTURED
    yield rf"{member}(?:;[^,]*)?;[ \t]*q=0\.0+[1-9]", "1"
    yield rf"{member}(?:;[^,]*)?;[ \t]*q=0(?:\.0*)?[ \t]*(?:[,;]|$)", "0"
    yield rf"{member}(?:[,;]|$)", "A"


def suffix_patterns(group: Group) -> Iterator[tuple[str, str]]:
    """Yield patterns of the signs of all formats, in the order of the format table, and the suffix they lead to."""
    places = {one: place for place, one in enumerate(FORMATS)}
    for level in LEVELS:
        for one in dict.fromkeys(variant.format for variant in group.offered):
            yield f"^{group.name}:.{{{places[one]}}}{level}", f".{one.suffix}"


def first_language_pattern(code: str) -> str:
    """Return the pattern of an ``Accept-Language`` that begins with a language, with nothing said of its weight."""
    return rf"^[ \t]*{code}(?:-[A-Za-z0-9-]+)?[ \t]*(?:,|$)"


def links(release: Release, every: Sequence[Group]) -> Iterator[tuple[str, str]]:
    """Yield ``group:suffix`` and the ``Link`` header of such documents, ``{thing}`` and ``{name}`` left open.

    What is a thing's own, its authors for instance, stands only in its link set and in the headers of the portal.
    """
    license_ = [f'<{release.license}>; rel="license"'] if release.license else []
    for group in every:
        of_thing = thing_links(group.offered)
        yield f"{group.name}:", _joined(of_thing, release.base, [])
        for suffix in group.others:
            found = document_links(suffix, group.offered, group.others, release.languages)
            yield f"{group.name}:{suffix}", _joined(found, release.base, license_)


def _joined(found: Sequence[Link], base: str, more: Sequence[str]) -> str:
    return ", ".join([*(link.text("{name}", f"{base}{{thing}}") for link in found), *more])


def stone_text(stone: Tombstone, thing: str) -> str:
    """Return the problem document of what was withdrawn, in ASCII."""
    members = {
        "type": "about:blank",
        "title": "Gone",
        "status": 410,
        "instance": thing,
        "name": stone.name,
        "reason": stone.reason,
        "date": stone.date,
    }
    return json.dumps(members)


def problem_text(status: int, detail: str) -> str:
    """Return a problem document for any address."""
    members = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return json.dumps(members)


def problem_page(status: int, languages: Sequence[str]) -> str:
    """Return a page for any address, in all languages of the archive, without a line feed."""
    parts = []
    for code in languages:
        words = words_of(code)
        what = words[f"http_{status}_what"] if status != 406 else ""
        parts.append(f'<section lang="{code}"><h1>{escape(words[f"http_{status}"])}</h1><p>{escape(what)}</p>')
        parts.append(f'<p><a href="/{code}/index.html">{escape(words["home"])}</a></p></section>')
    return (
        f'<!DOCTYPE html><html lang="{languages[0]}"><head><meta charset="utf-8">'
        f'<title>{HTTPStatus(status).phrase}</title><link rel="stylesheet" href="/assets/tuyun.css">'
        f"</head><body><main>{''.join(parts)}</main></body></html>"
    )


PROBLEMS: Final[Mapping[int, str]] = {
    404: "nothing of this name is in the release",
    405: "data can only be read here",
    406: "nothing of what is accepted is there; ask for one of the choices in the Link header, or for an address with "
    "a suffix",
    410: "it was withdrawn",
}
"""What is said of a request that is not answered as asked, by status."""


def moved(release: Release, iri: str) -> str:
    """Return the address of what a thing was merged into: on the same host where it is below the same base."""
    return iri if not iri.startswith(release.base) else f"/{iri.removeprefix(release.base)}"


def types() -> Mapping[str, Format]:
    """Return the formats of files by suffix, the longest first, so that the first that fits is the right one."""
    return dict(sorted(SERVED.items(), key=lambda one: (-one[0].count("."), one[0])))


def html_suffix(code: str) -> str:
    """Return the suffix of a page in a language."""
    return f".{code}.{HTML.suffix}"
