"""The index as files that a reader's browser fetches singly: words by their first letters, entities by number.

Each file is a script that hands its data over: unlike a fetch, a script may also be loaded by a page that was
opened from a folder without a server. What is equal is written equally, so equal archives give equal bytes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

import msgspec

from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.page_language import PageLanguage
from exports.search.index import LATIN, Index, Postings, build
from exports.search.stems import rules
from exports.wording import date_text, language_name
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.rdf import Term, literal_parts

FOLDER: Final = "assets/search"
ENTITIES: Final = 32
"""How many entities a file describes."""

SHARD_BYTES: Final = 48_000
"""How large a file of words may be before it is cut by one letter more."""

_LETTERS: Final = (2, 3)
"""How many first letters of a stem choose its file: the stem and its forms agree in no more of them."""

_EXCERPT: Final = 300
_EXCERPTS: Final = (terms.abstract, terms.goal)
_BELOW: Final = {terms.Region: terms.within, terms.Phase: terms.project, terms.Component: terms.project}
_LESSER: Final = {"capture": 0.2, "source": 0.2}
"""How much less than others a kind is worth that repeats what others are called."""


def plan(
    dataset: Dataset, index: GraphIndex, labels: Labels, pages: Sequence[PageLanguage]
) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of each file of the index."""
    by_kind = {kind: [one.term for one in filed] for kind, filed in pages[0].filing.by_kind.items()}
    documents = [term for found in by_kind.values() for term in found]
    shards = dict(_shards(build(documents, dataset, index, labels)))
    for letters, content in shards.items():
        yield _file(f"words/{_hex(letters)}", content)
    for page in pages:
        for start in range(0, len(documents), ENTITIES):
            described = [_entity(term, index, page) for term in documents[start : start + ENTITIES]]
            yield _file(f"{page.code}/{start // ENTITIES}", _json(described))
    ends = accumulate(map(len, by_kind.values()))
    kinds = [
        {
            "from": end - len(found),
            "to": end,
            "worth": _LESSER.get(kind, 1),
            "names": _names(found[0], kind, index, pages),
        }
        for end, (kind, found) in zip(ends, by_kind.items(), strict=True)
    ]
    yield _file(
        "index",
        _json({"entities": ENTITIES, "kinds": kinds, "latin": LATIN, "rules": rules(), "shards": sorted(shards)}),
    )


def _file(name: str, content: bytes) -> tuple[str, bytes]:
    return f"{FOLDER}/{name}.js", b"tuyunSearch(" + _json(name) + b"," + content + b");\n"


def _json(value: Any) -> bytes:
    return msgspec.json.encode(value)


def _hex(letters: str) -> str:
    """Return a name for letters that every file system and server takes."""
    return "-".join(f"{ord(letter):04x}" for letter in letters)


def _names(one: Term, kind: str, index: GraphIndex, pages: Sequence[PageLanguage]) -> Mapping[str, list[str]]:
    """Return what one entity of a kind, and many of them, are called in each language."""
    class_ = index.type_of(one)
    return {page.code: [page.label(class_).text, page.kinds(kind)] for page in pages}


def _shards(index: Index) -> Iterator[tuple[str, bytes]]:
    groups = ((stem, _json(stem) + b":" + _json(_group(index.groups[stem]))) for stem in sorted(index.groups))
    yield from _cut(list(groups), 0)


def _group(forms: Mapping[str, Postings]) -> dict[str, list[list[int]]]:
    """Return the forms of a stem with their entities, each as its distance from the one before."""
    return {
        form: [[after - before for before, after in pairwise([0, *numbers])] for numbers in forms[form]]
        for form in sorted(forms)
    }


def _cut(groups: Sequence[tuple[str, bytes]], level: int) -> Iterator[tuple[str, bytes]]:
    """Yield letters and content of each shard; what is too large is cut again where more letters may choose."""
    by_letters: dict[str, list[tuple[str, bytes]]] = {}
    for stem, content in groups:
        by_letters.setdefault(stem[: _LETTERS[level]], []).append((stem, content))
    for letters, found in by_letters.items():
        content = b"{" + b",".join(one for _, one in found) + b"}"
        if len(content) <= SHARD_BYTES or level + 1 == len(_LETTERS):
            yield letters, content
        else:
            yield from _cut(found, level + 1)


def _entity(term: Term, index: GraphIndex, page: PageLanguage) -> list[str]:
    """Return address, label with its language, remark, and excerpt with its language."""
    label = page.label(term)
    excerpt, language = _excerpt(term, index, page)
    return [page.href(term), label.text, label.language, ", ".join(_remarks(term, index, page)), excerpt, language]


def _remarks(term: Term, index: GraphIndex, page: PageLanguage) -> Iterable[str]:
    node = index.node(term)
    above = _BELOW.get(node.type)
    if above and (owner := node.first(above)):
        yield page.label(owner).text
    if node.type == terms.Article:
        if language := node.first(terms.language):
            yield language_name(literal_parts(language)[0], page.code)
        if date := node.first(terms.datePublished):
            yield date_text(literal_parts(date)[0], page.code)


def _excerpt(term: Term, index: GraphIndex, page: PageLanguage) -> tuple[str, str]:
    for property_ in _EXCERPTS:
        texts = {
            language: text for text, language, _ in map(literal_parts, index.node(term).properties.get(property_, ()))
        }
        if texts:
            said = page.said(texts)
            text = " ".join(said.text.split())
            return (text if len(text) <= _EXCERPT else f"{text[:_EXCERPT].rsplit(' ', 1)[0]}…"), said.language
    return "", ""
