"""What IRIs look like: kind and slug to IRI, IRI to document path; builders are compiled to write the same form.

A thing is ``{base}{kind}/{slug}``; what depends on it is a fragment of it (DESIGN: IRIs and documents).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graph_builder.rdf import Term

DEVICE: Final = r"(?:[Cc][Oo][Nn]|[Pp][Rr][Nn]|[Aa][Uu][Xx]|[Nn][Uu][Ll]|(?:[Cc][Oo][Mm]|[Ll][Pp][Tt])[0-9])"
"""Names of devices, which no file on Windows may have, whatever its suffix."""
SLUG: Final = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_KEPT: Final = 4096
"""How many paths are kept: most are asked for again and again, of what many records name."""

_THING: Final = re.compile(r"([a-z]+)/([A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)")


@lru_cache(maxsize=_KEPT)
def _path(base: str, term: Term) -> str:
    path = term[len(base) + 1 : -1].partition("#")[0]
    if not term.startswith(f"<{base}") or not _THING.fullmatch(path):
        raise ValueError(f"no entity of {base}: {term}")
    return path


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints and reads the IRIs under one base.

    Attributes:
        base: absolute IRI that ends in ``/``.
    """

    base: str

    def thing(self, kind: str, slug: str) -> Term:
        """Return the IRI term of an entity; kind and slug are taken as already checked by the records."""
        return f"<{self.base}{kind}/{slug}>"

    def of(self, reference: str) -> Term:
        """Return the IRI term of a reference such as ``region/KG-J``."""
        return f"<{self.base}{reference}>"

    def part(self, thing: Term, name: str) -> Term:
        """Return the IRI term of a dependent, as a fragment of the thing that it belongs to."""
        return f"{thing[:-1]}#{name}>"

    def owns(self, term: Term) -> bool:
        """Tell whether a term is an entity (or a dependent) under this base."""
        return term.startswith(f"<{self.base}")

    def path(self, term: Term) -> str:
        """Return the document path of an entity or of a dependent's entity, e.g. ``issue/108``.

        Raises:
            ValueError: if the term is no entity under this base.
        """
        return _path(self.base, term)

    def kind(self, term: Term) -> str:
        """Return the kind of an entity, e.g. ``issue`` (errors as in :meth:`path`)."""
        return self.path(term).partition("/")[0]

    def slug(self, term: Term) -> str:
        """Return the slug of an entity, e.g. ``108`` (errors as in :meth:`path`)."""
        return self.path(term).partition("/")[2]
