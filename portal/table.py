"""THE negotiation table: what answers a bare IRI, and what every answer says in its headers.

The portal serves by it, and :mod:`portal.rules` writes it down for other servers. Addresses in it are relative to the
address that was asked for, so that they hold under any host and below any path.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from exports.formats import CATALOGUE_FORMATS, FORMATS, HTML, JSONLD, LINKSET, PROFILE_FORMATS, Format, format_of
from exports.formats import PROFILES as VOCABULARIES

RELEASE_HEADER: Final = "Tuyun-Release"
PROFILES: Final = {"jsonld": "http://www.w3.org/ns/json-ld#compacted"}
"""Profile of the documents in a format (RFC 6906), by its name."""

COMMON: Final[Mapping[str, str]] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, Location, ETag, Last-Modified, Content-Range, Retry-After, "
    + RELEASE_HEADER,
    "X-Content-Type-Options": "nosniff",
}
"""Headers of every answer; all that is served is public and read without credentials."""

PAGE: Final[Mapping[str, str]] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
"""Headers of every page beside the common ones."""

BARE: Final[Mapping[str, str]] = {"Vary": "Accept, Accept-Language", "Cache-Control": "no-cache"}
"""Headers of every answer under a bare IRI beside the common ones: the only addresses that negotiate."""

DOCUMENT_CACHE: Final = "no-cache"
"""``Cache-Control`` of documents: kept, but asked for again, so that a new release is seen at once."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One document of a thing.

    Attributes:
        suffix: what its address has behind that of the thing, e.g. ``.ttl`` or ``.ky.html``.
        format: its format.
        language: of the page; empty for data, and for the page that is for readers of any language.
        profile: IRI of the vocabulary that it is written in; empty for the archive's own, and for pages.
    """

    suffix: str
    format: Format
    language: str = ""
    profile: str = ""


def variants(languages: Sequence[str]) -> tuple[Variant, ...]:
    """Return what a bare IRI may lead to, what to prefer first, with pages in these languages."""
    return tuple(_variants(languages))


def _variants(languages: Sequence[str]) -> Iterator[Variant]:
    for one in FORMATS:
        yield Variant(f".{one.suffix}", one)
        if one is HTML:
            yield from (Variant(f".{code}.{one.suffix}", one, code) for code in languages)


IN_PROFILES: Final = tuple(
    Variant(f".{one.suffix}", one, profile=profile.iri)
    for profile in VOCABULARIES
    for one in profile.formats
    if one in PROFILE_FORMATS
)
"""Documents in other vocabularies: a bare IRI leads to them where the profile is named (``Accept``, ``?profile=``)."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a ``Link`` header (RFC 8288).

    Attributes:
        target: an address; ``{name}`` in it stands for the last segment of the thing's path, ``{thing}`` for its IRI.
        relation: its relation type.
        type: media type of the target; empty if it is not said.
        language: of the target; empty if it is not said.
        profile: of the target (https://www.w3.org/TR/dx-prof-conneg/); empty if it is not said.
    """

    target: str
    relation: str
    type: str = ""
    language: str = ""
    profile: str = ""

    def text(self, name: str, thing: str) -> str:
        """Return the link as the header has it."""
        parts = [f"<{self.target.format(name=name, thing=thing)}>", f'rel="{self.relation}"']
        parts += [f'type="{self.type}"'] if self.type else []
        parts += [f'hreflang="{self.language}"'] if self.language else []
        parts += [f'profile="{self.profile}"'] if self.profile else []
        return "; ".join(parts)


def thing_links(offered: Sequence[Variant]) -> tuple[Link, ...]:
    """Return the links of the answer to a bare IRI: its documents."""
    return tuple(Link(f"{{name}}{one.suffix}", "alternate", one.format.media_type, one.language) for one in offered)


def document_links(
    suffix: str, offered: Sequence[Variant], others: Sequence[str], languages: Sequence[str]
) -> tuple[Link, ...]:
    """Return the links of one document of a thing that hold for every thing; what is its own stands in its link set.

    Args:
        suffix: of the document, with the dot.
        offered: the documents to which the bare IRI of the thing leads.
        others: suffixes, with the dot, of its further documents: references, catalogue records.
        languages: of the pages, the archive's own first.
    """
    canonical = f".{languages[0]}.html" if suffix == ".html" and languages else suffix
    links = [Link("{thing}", "cite-as"), Link(f"{{thing}}{canonical}", "canonical")]
    links += [one for one in thing_links(offered) if one.target != f"{{name}}{suffix}"]
    data = [one for one in offered if one.format.is_rdf and not one.format.holds_graphs]
    if suffix.endswith(".html"):
        links += [Link(f"{{name}}{one.suffix}", "describedby", one.format.media_type) for one in data]
        links += [Link(f"{{name}}{other}", "alternate", _media_type(other)) for other in others if other in _RECORDS]
        links += [
            Link(f"{{name}}{one.suffix}", "alternate", one.format.media_type, profile=one.profile)
            for one in IN_PROFILES
            if one.suffix in others
        ]
    elif any(one.format is HTML for one in offered):
        links.append(Link("{name}.html", "describes", HTML.media_type))
    if f".{LINKSET.suffix}" in others:
        links.append(Link(f"{{name}}.{LINKSET.suffix}", "linkset", LINKSET.media_type))
    if suffix == f".{JSONLD.suffix}":
        links.append(Link(PROFILES["jsonld"], "profile"))
    return tuple(links)


_RECORDS: Final = frozenset(f".{one.suffix}" for one in CATALOGUE_FORMATS)
LINKED: Final = _RECORDS | {f".{LINKSET.suffix}"} | {one.suffix for one in IN_PROFILES}
"""Suffixes of documents to which others link where they are there."""


def _media_type(suffix: str) -> str:
    found = format_of(f"x{suffix}")
    return found.media_type if found else ""


def split(path: str) -> tuple[str, str]:
    """Return the thing's path and the suffix of a document's path, with the dot: ``person/a``, ``.ky.html``.

    The suffix begins at the first dot of the name: slugs have none.
    """
    folder, slash, name = path.rpartition("/")
    stem, dot, suffix = name.partition(".")
    return f"{folder}{slash}{stem}", f"{dot}{suffix}"
