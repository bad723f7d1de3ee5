"""«For portals»: what another portal takes over and how, with a worked import, in one language."""

from collections.abc import Sequence
from typing import Final

from exports import published_contexts
from exports.catalogue.about import VIEW_FORMATS
from exports.formats import JSON_SCHEMA, JSONLD, PROFILES, Format, Profile
from exports.framing.collections import PAGE, page_path
from exports.framing.kinds import COLLECTIONS, FRAME, SCHEMA, classes
from exports.graph_index import GraphIndex
from exports.labels import Text
from exports.page_language import PageLanguage
from exports.page_views import Download, Link, downloads
from exports.portals.views import Kept, KindRow, LossRow, PortalsView, ProfileRow
from exports.profiles.files import formats_of
from exports.profiles.losses import Loss, losses
from exports.quality.reference import Reference
from graph_builder import terms
from graph_builder.identifiers import Iris
from graph_builder.rdf import Term, iri_text
from graph_builder.resources import example_text

PATH: Final = "{}/portals.html"
PROGRAM: Final = "import_articles.py"


class PortalsPage:
    """Compiles the page for one language."""

    def __init__(self, index: GraphIndex, iris: Iris, page: PageLanguage) -> None:
        self._index, self._iris, self._page, self._words = index, iris, page, page.words
        self._reference = Reference(page)

    def view(self) -> PortalsView:
        """Return the page."""
        example = self._example()
        path = self._iris.path(example)
        context = Download(JSONLD.label, JSONLD.media_type, published_contexts.path())
        own = (*PROFILES[0].formats, *formats_of(self._iris.kind(example)))
        return PortalsView(
            frame=self._page.frame(PATH, self._words["portals_title"]),
            thing=iri_text(example),
            called=self._page.label(example),
            documents=tuple(_suffixed(path, one) for one in own) if self._index.documents else (),
            context=published_contexts.address(self._iris.base),
            context_file=context,
            dumps=downloads("data/dataset", VIEW_FORMATS),
            collections=Download(COLLECTIONS, JSONLD.media_type, COLLECTIONS),
            kinds=tuple(
                self._kind(kind, class_) for kind, class_ in classes().items() if self._index.instances(class_)
            ),
            profiles=tuple(map(self._profile, PROFILES)),
            kinds_mean=self._words.fill("portals_kinds_mean", n=PAGE),
            command=f"python {PROGRAM} {self._iris.base} portal.sqlite",
            program=example_text(PROGRAM),
        )

    def _example(self) -> Term:
        articles = self._index.instances(terms.Article)
        documents = articles or self._index.documents
        return documents[0] if documents else self._iris.thing("article", "1")  # an archive that is empty still

    def _kind(self, kind: str, class_: Term) -> KindRow:
        members = self._index.instances(class_)
        files = (
            Download(self._words["portals_frame"], JSONLD.media_type, FRAME.format(kind)),
            Download(JSON_SCHEMA.label, JSON_SCHEMA.media_type, SCHEMA.format(kind)),
            Download(self._words["portals_collection"], JSONLD.media_type, page_path(kind, 1)),
        )
        return KindRow(
            name=Link(Text(self._page.kinds(kind)), f"{self._page.code}/{kind}/index.html"),
            count=self._words.number(len(members)),
            files=files,
            example=downloads(self._iris.path(members[0]), (JSONLD,))[0],
        )

    def _profile(self, profile: Profile) -> ProfileRow:
        found = losses(profile.name)
        kinds = ", ".join(map(self._page.kinds, profile.kinds)) or self._words["portals_every_kind"]
        return ProfileRow(
            label=profile.label,
            name=profile.name,
            iri=profile.iri,
            files=tuple((f".{one.suffix}", one.media_type) for one in profile.formats),
            kinds=kinds,
            title=self._words.fill("portals_losses", profile=profile.label) if found else "",
            losses=tuple(map(self._loss, found)),
        )

    def _loss(self, loss: Loss) -> LossRow:
        lost = dict(loss.partly)
        return LossRow(
            class_=self._reference.term(loss.class_),
            kept=tuple(
                Kept(self._reference.term(property_), name, self._lost(lost.get(property_, ())))
                for property_, name in loss.kept
            ),
            dropped=tuple(map(self._reference.term, loss.dropped)),
        )

    def _lost(self, datatypes: Sequence[Term]) -> str:
        names = ", ".join(self._page.label(one).text for one in datatypes)
        return self._words.fill("portals_without", types=names) if names else ""


def _suffixed(path: str, format_: Format) -> Download:
    return Download(f".{format_.suffix}", format_.media_type, f"{path}.{format_.suffix}")
