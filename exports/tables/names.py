"""What tables are called and what identifies a thing in them."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from exports.framing.kinds import classes
from graph_builder import terms
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE
from graph_builder.rdf import Term, Triple, iri_text, local_name
from graph_builder.schema import schema

FOLDER: Final = "data/tables"

# «claims» is the table of all claims; a thing of this class is one value of a disagreement.
_OTHERWISE: Final[Mapping[Term, str]] = {terms.Claim: "disagreement_value"}


@cache
def table_name(class_: Term) -> str:
    """Return the name of the table of a class: its kind as in addresses; of dependents, the name of the class."""
    kinds = {class_: kind for kind, class_ in classes().items()}
    snake = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", local_name(class_)).lower()
    return kinds.get(class_) or _OTHERWISE.get(class_, snake)


class Ids:
    """Tells in which table a thing is a row, and by which id.

    The id is what follows the kind in the address (``ky-1889``, ``ky-1889#contribution-1``); for things that may stand
    in documents of any kind, the whole path (``phase/vap-3#disagreement-end``).

    Args:
        view: the published view.
        iris: the base of its IRIs.
    """

    def __init__(self, view: Iterable[Triple], iris: Iris) -> None:
        self._start = len(iris.base)
        self._tables: dict[Term, str] = {}
        names = {class_: table_name(class_) for class_ in schema().kinds}
        self._whole = {names[class_] for class_, node in schema().kinds.items() if node.pattern.startswith("/[")}
        for subject, property_, value in view:
            if property_ == RDF_TYPE and value in names and iris.owns(subject):
                self._tables[subject] = names[value]

    def table(self, thing: Term) -> str:
        """Return the name of the table in which a thing is a row; empty for none."""
        return self._tables.get(thing, "")

    def id(self, thing: Term) -> str:
        """Return the id of a thing that is a row of a table."""
        path = self.path(thing)
        return path if self._tables[thing] in self._whole else path.partition("/")[2]

    def path(self, thing: Term) -> str:
        """Return the path of a thing of the archive, such as ``project/vap``."""
        return iri_text(thing)[self._start :]
