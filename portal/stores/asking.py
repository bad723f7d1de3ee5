"""A query as it is sent to a store of another maker: only what the standard has, so that it reaches nothing else.

The portal's own engine is told to ask no other host; a store cannot be told. So a query is taken apart into the
terminals of the grammar and put together again: without comments and without escapes that a store might read as
something else than we did. What is no SPARQL (``define`` and the functions ``bif:`` of Virtuoso, ``java:`` of Jena) is
refused, and so are graphs of others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from portal.problems import Problem
from portal.settings import Settings
from portal.sparql.data import UNION, VIEW
from portal.sparql.engine import Question
from portal.sparql.grammar import SIGNS, Kind, Token, place_of, prologue, tokens
from portal.sparql.limits import problem
from portal.sparql.messages import Ended, Outcome

_ESCAPED: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ECHARS: Final = {"\\": "\\\\", '"': '\\"', "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_BEYOND: Final = ("bif:", "sql:", "java:")
_GRAPH: Final = "?tuyun_graph_"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is sent.

    Attributes:
        text: the query.
        form: the further parameters of the protocol, by name, in order.
        before: how many characters stand before the first of the query as it was asked.
    """

    text: str
    form: tuple[tuple[str, str], ...]
    before: int


def asked(question: Question, default_graph: str, base: str) -> Asked:
    """Return what is sent to a store for a question.

    Args:
        question: what was asked.
        default_graph: IRI of the graph that stands for the default graph; empty if the store has one of its own.
        base: IRI under which the graphs of the archive lie.

    Raises:
        Problem: if it is no query of the standard, or asks for graphs that are not the archive's.
    """
    found = list(tokens(question.text))
    _check(question.text, found)
    form = _dataset(question, default_graph, base)
    replaced: dict[int, str] = {}
    if default_graph and not (question.dataset or question.own):
        form, replaced = _virtual(found, form)
    before = f"BASE <{question.base}> {question.prologue}" if question.base else question.prologue
    text = "".join(_again(question.text, found, replaced))
    return Asked(before + text, form, len(before))


def _check(text: str, found: list[Token]) -> None:
    """Refuse what is no SPARQL, and what only some stores understand."""
    declared, _, at = prologue(found, "")
    if at >= len(found) or found[at].kind != "word" or found[at].text.upper() not in Kind.__members__:
        raise _wrong(text, found[at] if at < len(found) else None, "it begins with none of " + ", ".join(Kind))
    prefixes = {prefix: _plain(iri) for prefix, iri in declared.items()}
    for token in found:
        if token.kind == "sign" and token.text not in SIGNS:
            raise _wrong(text, token, f"{token.text} stands where it cannot")
        whole = ""
        if token.kind == "iri":
            whole = _plain(token.text[1:-1])
            if _NOT_IN_IRI.search(whole):
                raise _wrong(text, token, "an IRI holds a character that no IRI may hold")
        elif token.kind == "name":
            prefix, _, local = token.text.partition(":")
            whole = prefixes.get(prefix, f"{prefix}:") + local
        if whole.lower().startswith(_BEYOND):
            line, column = place_of(text, token.start)
            facts = {"line": line, "column": column}
            raise Problem(403, f"{whole[:60]} is no SPARQL 1.1 and not offered", facts=facts)


def _wrong(text: str, token: Token | None, said: str) -> Problem:
    return problem(Ended(Outcome.SYNTAX, said, *place_of(text, token.start if token else len(text))), Settings())


def _plain(text: str) -> str:
    """Return a text without escapes of code points."""
    return _ESCAPED.sub(lambda match: _code(match) or match[0], text)


def _code(match: re.Match[str]) -> str:
    digits = match[1] or match[2]
    if not digits:
        return ""
    number = int(digits, 16)
    if number > 0x10FFFF or 0xD800 <= number < 0xE000:
        raise Problem(400, f"the query is not SPARQL 1.1: {match[0]} is no character")
    return chr(number)


def _again(text: str, found: list[Token], replaced: dict[int, str]) -> Iterator[str]:
    """Yield a query anew: blanks, without comments, and terminals, without escapes of code points."""
    end = 0
    for at, token in enumerate(found):
        yield re.sub(r"\S", " ", text[end : token.start])
        if at in replaced:
            yield replaced[at]
        elif token.kind == "text":
            yield _ESCAPED.sub(lambda match: _quoted(match), token.text)
        elif token.kind == "iri":
            yield _plain(token.text)
        else:
            yield token.text
        end = token.start + len(token.text)


def _quoted(match: re.Match[str]) -> str:
    letter = _code(match)
    return _ECHARS.get(letter, letter) if letter else match[0]


def _dataset(question: Question, default_graph: str, base: str) -> tuple[tuple[str, str], ...]:
    """Return how the dataset is named to a store: what the request says, else what the query says, else all."""
    chosen = question.dataset or question.own
    for iri in (*chosen.default, *chosen.named):
        if iri not in {UNION, VIEW, default_graph} and not iri.startswith(base):
            raise Problem(403, f"{iri[:100]} is no graph of this archive: only those under {base} are read")
    if not chosen:
        return (("default-graph-uri", default_graph),) if default_graph else ()
    if {UNION, VIEW} & {*chosen.default, *chosen.named}:
        # Oxigraph counts a triple of the union once for each graph; Virtuoso has no name for it.
        raise Problem(501, "the store behind this endpoint gives no name to its default graph and to the merge of all")
    if not question.dataset:
        return ()  # it stands in the query itself
    return (
        *(("default-graph-uri", iri) for iri in chosen.default),
        *(("named-graph-uri", iri) for iri in chosen.named),
    )


def _virtual(
    found: list[Token], form: tuple[tuple[str, str], ...]
) -> tuple[tuple[tuple[str, str], ...], dict[int, str]]:
    """Return the dataset, and what is put in place of some terminals, where a named graph plays the default graph.

    With such a dataset Virtuoso finds nothing in ``GRAPH <iri>`` unless the graph is named, too; if it is, ``GRAPH ?g``
    finds nothing else.
    """
    fixed: dict[int, str] = {}
    free = False
    for at, token in enumerate(found[:-1]):
        if token.kind == "word" and token.text.upper() == "GRAPH":
            if found[at + 1].kind in {"iri", "name"}:
                fixed[at + 1] = found[at + 1].text
            else:
                free = True
    if fixed and not free and all(text.startswith("<") for text in fixed.values()):
        return (*form, *(("named-graph-uri", _plain(text[1:-1])) for text in dict.fromkeys(fixed.values()))), {}
    replaced: dict[int, str] = {}
    for number, (at, text) in enumerate(fixed.items()):
        replaced[at - 1] = f"VALUES {_GRAPH}{number} {{ {_plain(text)} }} GRAPH"
        replaced[at] = f"{_GRAPH}{number}"
    return form, replaced
