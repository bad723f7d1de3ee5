"""The register of minted slugs: an address, once given, stays, whatever becomes of the title."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from graph_builder.errors import InputError
from graph_builder.identifiers import DEVICE, SLUG
from graph_builder.problems import Place, Problems
from graph_builder.settings import SLUG_CHARACTERS
from graph_builder.textforms import composed

_FILE: Final = "identifiers.csv"
_HEADER: Final = "kind,key,slug"
_KIND: Final = re.compile("[a-z]+")
_DEVICE: Final = re.compile(DEVICE)
_REMEDY: Final = "mend the row, or delete it if it is not wanted; never change a slug that was published"

# Kyrgyz and Russian letters as names are commonly written in Latin letters.
_LATIN: Final = str.maketrans(
    dict(zip("абвгдеёзийклмнңӊоөѳпрстуүфыэ", "abvgdeeziyklmnnnoooprstuufye", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
    | dict.fromkeys("ъь'’ʼ`", "")
)
_BETWEEN: Final = re.compile("[^a-z0-9]+")


def slugify(text: str, limit: int = SLUG_CHARACTERS) -> str:
    """Return a text in Latin letters, digits and hyphens, cut after a whole word; empty if nothing remains.

    >>> slugify("Нургүл Жаманкулова")
    'nurgul-zhamankulova'
    """
    latin = composed(text).lower().translate(_LATIN)
    plain = "".join(letter for letter in unicodedata.normalize("NFD", latin) if not unicodedata.combining(letter))
    slug = _BETWEEN.sub("-", plain).strip("-")
    if len(slug) <= limit:
        return slug
    return slug[: limit + 1].rpartition("-")[0] or slug[:limit]


class Register:
    """Slugs by the keys under which a thing is known, such as its address or its title with its date.

    Rows that cannot be read are kept as they are and written back: nothing is lost when the register is saved.

    Args:
        problems: where faults are gathered.
    """

    def __init__(self, problems: Problems | None = None) -> None:
        self._problems = problems
        self._slugs: dict[tuple[str, str], str] = {}
        self._taken: set[tuple[str, str]] = set()
        self._unread: list[str] = []

    @classmethod
    def load(cls, text: str, problems: Problems | None = None) -> "Register":
        """Read the text of ``identifiers.csv``.

        Args:
            text: the text; empty for a new register.
            problems: where faults are gathered.

        Raises:
            InputError: if the table does not begin with its header: it would be read as empty, and all addresses
                minted anew; and for the first fault, if there is nowhere to gather it.
        """
        register = cls(problems)
        origin: dict[tuple[str, str], int] = {}
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if lines[0] != _HEADER and text.strip():
            raise InputError(
                f"{_FILE}:1: the first row must be {_HEADER}, it is {lines[0][:80]}: save the file with commas and in "
                "UTF-8, or take it from version control; without it published addresses would change"
            )
        for number, line in enumerate(lines, 1):
            if line.strip() and line != _HEADER:
                register._read(line, number, origin)
        return register

    def _read(self, line: str, number: int, origin: dict[tuple[str, str], int]) -> None:
        try:
            kind, key, slug = next(csv.reader([line], strict=True))
        except (csv.Error, ValueError):
            kind = key = slug = ""
        if not (_KIND.fullmatch(kind) and key and SLUG.fullmatch(slug)):
            self._unread.append(line)
            self._report(number, "register-row", f"this row is not {_HEADER}", _REMEDY)
            return
        known = self._slugs.setdefault((kind, key), slug)
        self._taken.add((kind, slug.lower()))
        if known != slug:
            self._unread.append(line)
            message = f"{kind} {key} has the slug {known} on line {origin[kind, key]} and {slug} here"
            self._report(number, "register-conflict", message, "keep the row with the slug that was published")
        origin.setdefault((kind, key), number)

    def slug(self, kind: str, keys: Sequence[str], proposal: str) -> str:
        """Return the slug of the thing that is known under any of the keys; mint it if there is none.

        The first key that is known decides. What is minted is the proposal, with -2, -3 … when another thing of
        the kind has it, in whatever letters; so the caller goes through its things in a fixed order.

        Args:
            kind: kind of the entity.
            keys: names under which it is known, the surest first.
            proposal: the slug wanted; made fit when it is none.
        """
        tidy = [" ".join(key.split()) for key in keys]
        known = {key: self._slugs[kind, key] for key in tidy if (kind, key) in self._slugs}
        slug = next(iter(known.values()), None) or self._free(kind, proposal)
        for key, other in known.items():
            if other != slug:
                message = f"{kind} {next(iter(known))} has the slug {slug}, but is also {key}, which has {other}"
                self._report(
                    0, "register-disagreement", message, "decide which slug it keeps, and delete the other row"
                )
        for key in tidy:
            self._slugs.setdefault((kind, key), slug)
        self._taken.add((kind, slug.lower()))
        return slug

    def _free(self, kind: str, proposal: str) -> str:
        fit = SLUG.fullmatch(proposal) and len(proposal) <= SLUG_CHARACTERS
        base = proposal if fit else slugify(proposal, SLUG_CHARACTERS - 6) or kind
        slug, count = base, 1
        while (kind, slug.lower()) in self._taken or _DEVICE.fullmatch(slug):
            count += 1
            slug = f"{base}-{count}"
        return slug

    def dump(self) -> str:
        """Return the text of the register, sorted by kind and key; rows that could not be read stand last."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(_HEADER.split(","))
        writer.writerows((kind, key, slug) for (kind, key), slug in sorted(self._slugs.items()))
        text.writelines(f"{line}\n" for line in self._unread)
        return text.getvalue()

    def _report(self, line: int, code: str, message: str, remedy: str) -> None:
        if self._problems is None:
            raise InputError(f"{_FILE}:{line}: {message}; {remedy}")
        self._problems.error(Place(_FILE, line), code, message, remedy)
