"""The addresses of JSON-LD contexts: one a content, so that what stands at an address never changes.

A document names the context by which it was written. Importers keep both, so every context that was ever published
stays in ``exports/contexts/`` and in every later release (docs/decisions/2026-11-25-contexts-by-hash.md).
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from typing import Final

import msgspec

from exports.context import context
from graph_builder.resources import context_files

CURRENT: Final = "context.jsonld"
"""Path of the newest context, for people: it changes with the vocabulary, and no document names it."""

_PATH: Final = "context/{}.jsonld"
_DIGITS: Final = 12


@cache
def context_file() -> bytes:
    """Return the context, as the ontology and the shapes are now."""
    return msgspec.json.format(msgspec.json.encode({"@context": context().whole()}), indent=2) + b"\n"


def version_of(content: bytes) -> str:
    """Return the version of a context: the first 12 hexadecimal digits of the SHA-256 of its bytes."""
    return hashlib.sha256(content).hexdigest()[:_DIGITS]


def path() -> str:
    """Return where the context of today lies in a release, for ever."""
    return _PATH.format(version_of(context_file()))


def address(base: str) -> str:
    """Return the absolute IRI by which documents under a base name the context."""
    return base + path()


def plan() -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the context under its two addresses, and of every earlier one."""
    yield CURRENT, context_file()
    contents = [context_file(), *(text.encode() for _, text in context_files())]
    for version, content in sorted({version_of(content): content for content in contents}.items()):
        yield _PATH.format(version), content
