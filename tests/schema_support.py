"""XML schemas of the shared suites, read without the network."""

from pathlib import Path
from typing import Any, Final

from lxml import etree
from support import SHARED

SCHEMAS: Final = SHARED / "suites" / "oai-pmh"


class _Local(etree.Resolver):
    """Stands for the schema of ``xml:lang``, which would come from the network."""

    def resolve(self, system_url: str, public_id: str, context: Any = None) -> Any:
        if not system_url.endswith("xml.xsd"):
            return None
        text = (
            '<xs:schema targetNamespace="http://www.w3.org/XML/1998/namespace" '
            'xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:attribute name="lang" type="xs:language"/></xs:schema>'
        )
        return self.resolve_string(text, context, base_url=system_url)


def schema(file: Path) -> etree.XMLSchema:
    """Return the schema in a file."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Local())
    return etree.XMLSchema(etree.parse(file, parser))
