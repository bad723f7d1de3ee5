"""XML documents of records: elements in, bytes out, always the same."""

from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"


def root(name: str, namespaces: Mapping[str, str], schema: tuple[str, str], **attributes: str) -> Element:
    """Return the root of a document.

    Args:
        name: its name, with the prefix that it shall have.
        namespaces: by prefix, the default one under the empty prefix.
        schema: namespace and address of the schema that describes the document.
        attributes: of the element.
    """
    declared = {f"xmlns:{prefix}" if prefix else "xmlns": address for prefix, address in namespaces.items()}
    return Element(name, {**declared, "xmlns:xsi": _XSI, "xsi:schemaLocation": " ".join(schema), **attributes})


def add(parent: Element, name: str, text: str = "", attributes: Iterable[tuple[str, str]] = ()) -> Element:
    """Add an element to another and return it; attributes without a value are left out."""
    element = SubElement(parent, name, {key: value for key, value in attributes if value})
    element.text = text or None
    return element


def document(element: Element) -> bytes:
    """Return the file of a document."""
    indent(element)
    return f"{_DECLARATION}{tostring(element, encoding='unicode')}\n".encode()
