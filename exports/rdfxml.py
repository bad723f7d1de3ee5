"""RDF/XML, written directly against https://www.w3.org/TR/rdf-syntax-grammar/.

A general writer would leave a carriage return as it is (XML readers make a line feed of it) and would let through
control characters that break the file.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final

from exports import prefixes
from graph_builder.errors import InputError
from graph_builder.namespaces import PREFIXES, RDF_TYPE
from graph_builder.rdf import Term, Triple, iri_text, literal_parts

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CLOSING: Final = b"</rdf:RDF>\n"
_QUALIFIED: Final = re.compile(r"<(.*?[^\w.-])([^\W\d][\w.-]*)>", re.DOTALL)


def unwritable(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield the triples that no XML file can hold, whatever the escapes.

    These are texts with a control character (tab, line feed, carriage return are allowed) or one of U+FFFE and
    U+FFFF (https://www.w3.org/TR/xml/#charsets), and properties whose IRI does not end in an XML name.
    """
    writable: set[Term] = set()
    for triple in triples:
        _, property_, value = triple
        if property_ not in writable:
            if not _is_writable_property(property_):
                yield triple
                continue
            writable.add(property_)
        if value[0] == '"' and _ILLEGAL.search(_text(value)):
            yield triple


def rdfxml(triples: Sequence[Triple]) -> Iterator[bytes]:
    """Write RDF/XML.

    Args:
        triples: grouped by subject; subjects stay in the order given.

    Raises:
        InputError: if one of the triples cannot be written (see :func:`unwritable`); raised before the first byte.
    """
    yield opening(needed(triples))
    for subject, about in groupby(triples, key=itemgetter(0)):
        yield _description(subject, [(property_, value) for _, property_, value in about]).encode()
    yield CLOSING


def needed(triples: Sequence[Triple]) -> Set[str]:
    """Return the prefixes that the names of elements need.

    Raises:
        InputError: if one of the triples cannot be written (see :func:`unwritable`).
    """
    if bad := next(unwritable(triples), None):
        raise InputError(f"XML cannot hold {' '.join(bad)}: remove the control character from the text in the archive")
    properties, classes = set(), set()
    for _, property_, value in triples:
        properties.add(property_)
        if property_ == RDF_TYPE:
            classes.add(value)
    names = {prefixes.short(term) for term in properties | classes}
    return prefixes.used((names - {""}) | {"rdf:RDF"}).keys()


def opening(found: Collection[str]) -> bytes:
    """Open the document and declare prefixes."""
    declared = "".join(f'\n    xmlns:{prefix}="{PREFIXES[prefix]}"' for prefix in sorted({"rdf", *found}))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'.encode()


def body(triples: Iterable[Triple]) -> bytes:
    """Write what stands in the document."""
    described = groupby(triples, key=itemgetter(0))
    return "".join(_description(subject, [(p, o) for _, p, o in about]) for subject, about in described).encode()


def _description(subject: Term, statements: Sequence[tuple[Term, Term]]) -> str:
    # The first class with a short name becomes the name of the element, as readers of RDF/XML expect.
    types = (value for property_, value in statements if property_ == RDF_TYPE and prefixes.short(value))
    type_ = next(types, "")
    element = prefixes.short(type_) or "rdf:Description"
    body = "".join(
        [
            _property(property_, value)
            for property_, value in statements
            if not (property_ == RDF_TYPE and value == type_)
        ]
    )
    return f"  <{element} rdf:about={_attribute(iri_text(subject))}>\n{body}  </{element}>\n"


def _property(property_: Term, value: Term) -> str:
    name, opening = _element(property_)
    if value[0] == "<":
        return f"    <{opening} rdf:resource={_attribute(iri_text(value))}/>\n"
    text, language, datatype = literal_parts(value)
    if language:
        opening += f' xml:lang="{language}"'
    elif datatype:
        opening += f" rdf:datatype={_attribute(datatype)}"
    return f"    <{opening}>{_escaped(text)}</{name}>\n"


@lru_cache(maxsize=1024)
def _element(property_: Term) -> tuple[str, str]:
    """Return the name of a property's element, and how its tag begins."""
    if name := prefixes.short(property_):
        return name, name
    match = _QUALIFIED.fullmatch(property_)
    assert match is not None, "unwritable() lets no such property through"
    return f"p:{match[2]}", f"p:{match[2]} xmlns:p={_attribute(match[1])}"


def _escaped(text: str) -> str:
    # To look for each of a few letters is many times as fast as str.translate.
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace("\r", "&#13;") if "\r" in text else text


def _attribute(text: str) -> str:
    text = _escaped(text)
    return f'"{text}"' if '"' not in text else '"' + text.replace('"', "&quot;") + '"'


def _text(literal: Term) -> str:
    """Return a literal with its escapes resolved, at no cost where it has none."""
    return literal_parts(literal)[0] if "\\" in literal else literal


def _is_writable_property(property_: Term) -> bool:
    return bool(prefixes.short(property_) or _QUALIFIED.fullmatch(property_))
