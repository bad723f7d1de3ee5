"""Reading of the shapes' Turtle: what a shape says by the name of a SHACL term, lists and paths unrolled."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from graph_builder.namespaces import PREFIXES, RDF_TYPE, RDFS_LABEL
from graph_builder.rdf import Term

ShapeNode: TypeAlias = NamedNode | BlankNode | Literal | Triple

_SH: Final = PREFIXES["sh"]
_FIRST: Final = f"<{PREFIXES['rdf']}first>"
_REST: Final = f"<{PREFIXES['rdf']}rest>"


class ShapeGraph:
    """The triples of the shapes by subject and predicate.

    Args:
        quads: as a parser yields them.
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._said: dict[Term, dict[Term, list[ShapeNode]]] = {}
        for quad in quads:
            said = self._said.setdefault(str(quad.subject), {})
            said.setdefault(str(quad.predicate), []).append(quad.object)

    def values(self, subject: Term, predicate: Term) -> list[ShapeNode]:
        """Return the values of any property, in the order of the file."""
        return self._said.get(subject, {}).get(predicate, [])

    def nodes(self, subject: Term, name: str) -> list[ShapeNode]:
        """Return the values of a SHACL property, given by its local name."""
        return self.values(subject, f"<{_SH}{name}>")

    def terms(self, subject: Term, name: str) -> tuple[Term, ...]:
        """Return the values of a SHACL property as terms, in the order of the file."""
        return tuple(map(str, self.nodes(subject, name)))

    def text(self, subject: Term, name: str) -> str:
        """Return the text of the only value of a SHACL property; empty where it has none."""
        match self.nodes(subject, name):
            case [Literal() | NamedNode() as node]:
                return node.value.removeprefix(_SH)
        return ""

    def texts(self, subject: Term, name: str) -> dict[str, str]:
        """Return the texts of a SHACL property by language."""
        return {node.language or "": node.value for node in self.nodes(subject, name) if isinstance(node, Literal)}

    def members(self, subject: Term, name: str) -> tuple[Term, ...]:
        """Return the members of the list that is the value of a SHACL property."""
        return tuple(str(node) for head in self.nodes(subject, name) for node in self._items(head))

    def path(self, subject: Term, name: str = "path") -> str:
        """Return the path that is the value of a SHACL property in SPARQL notation; a plain one is its IRI term.

        Raises:
            ValueError: if the subject has not exactly one path.
        """
        (node,) = self.nodes(subject, name)
        return self._path(node)

    def labels(self, subject: Term) -> dict[str, str]:
        """Return the ``rdfs:label`` of a subject by language."""
        labels = (label for label in self.values(subject, RDFS_LABEL) if isinstance(label, Literal))
        return {label.language or "": label.value for label in labels}

    def messages(self, subject: Term) -> dict[str, str]:
        """Return the ``sh:message`` of a shape by language."""
        return {one.language or "": one.value for one in self.nodes(subject, "message") if isinstance(one, Literal)}

    def instances(self, name: str) -> list[Term]:
        """Return the subjects of a SHACL class, sorted."""
        class_ = f"<{_SH}{name}>"
        return sorted(one for one in self._said if class_ in map(str, self.values(one, RDF_TYPE)))

    def _items(self, head: ShapeNode) -> Iterator[ShapeNode]:
        while first := self.values(str(head), _FIRST):
            yield first[0]
            head = self.values(str(head), _REST)[0]

    def _path(self, node: ShapeNode) -> str:
        if not isinstance(node, BlankNode):
            return str(node)
        if repeated := self.nodes(str(node), "zeroOrMorePath"):
            return f"{self._path(repeated[0])}*"
        return "/".join(self._path(item) for item in self._items(node))
