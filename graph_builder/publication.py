"""Who publishes the archive, under which licence, whom to ask: what catalogues want to know of a dataset.

``tuyun.toml`` says it; nothing is invented. Only the publisher, whom DCAT-AP demands, is taken from the magazine where
the settings are silent. A remark asks the owner for what is missing.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph_builder import terms
from graph_builder.configuration import FILE, Config
from graph_builder.identifiers import Iris
from graph_builder.namespaces import RDF_TYPE
from graph_builder.problems import Place, Problems
from graph_builder.rdf import Term, Triple


@dataclass(frozen=True, slots=True)
class Publication:
    """What the owner of an archive says of its publication.

    Attributes:
        publisher: the organization that publishes the data; empty if nobody knows.
        license: IRI of the licence of the data; empty if none is stated.
        contact: where questions are answered, ``https:`` or ``mailto:``; empty if nowhere is stated.
    """

    publisher: Term = ""
    license: str = ""
    contact: str = ""


def publication(config: Config, view: Sequence[Triple], iris: Iris, problems: Problems) -> Publication:
    """Return what is known of the publication, and ask for what is not.

    Args:
        config: the settings.
        view: the published view, sorted, in which the publisher must be described.
        iris: of the archive.
        problems: takes an error for a publisher that is no organization of the archive, a remark for what is missing.
    """
    magazine = iris.thing("magazine", config.magazine)
    derived = max(
        (value for _, property_, value in _said_of(magazine, view) if property_ == terms.publisher), default=""
    )
    said = config.publication
    stated = iris.thing("organization", said.publisher) if said.publisher else ""
    if stated and (stated, RDF_TYPE, terms.Organization) not in _said_of(stated, view):
        message = f"the archive publishes no organization {said.publisher}"
        remedy = "add a record of it to authorities/, or name another organization"
        problems.error(Place(FILE, path="publication.publisher"), "dangling-reference", message, remedy)
        stated = ""
    silent = [name for name in ("publisher", "license", "contact") if not getattr(said, name)]
    if silent:
        taken = "; the publisher of the magazine stands in the catalogues" if "publisher" in silent and derived else ""
        message = f"catalogues of open data cannot say the {', '.join(silent)} of this archive{taken}"
        remedy = f"write {', '.join(silent)} below [publication]"
        problems.info(Place(FILE, path="publication"), "unstated-publication", message, remedy)
    return Publication(stated or derived, said.license or "", said.contact or "")


def _said_of(subject: Term, view: Sequence[Triple]) -> Iterator[Triple]:
    place = bisect_left(view, (subject,))
    while place < len(view) and view[place][0] == subject:
        yield view[place]
        place += 1
