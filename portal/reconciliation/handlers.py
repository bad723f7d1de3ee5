"""What the service answers, part by part: manifest, queries, suggestions, preview, data extension."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from starlette.responses import HTMLResponse, JSONResponse, Response

from exports.names.index_file import PATH as INDEX
from graph_builder import terms
from graph_builder.rdf import local_name
from graph_builder.vocabulary import vocabulary
from portal.problems import Problem
from portal.reconciliation import queries
from portal.reconciliation.answers import Answers, JsonObject
from portal.reconciliation.facts import Documents
from portal.reconciliation.matching import Matcher, class_of
from portal.reconciliation.names import Entity, Names
from portal.reconciliation.preview import HEIGHT, WIDTH, flyout, preview
from portal.releases import Release
from portal.settings import Settings

VERSIONS: Final = ("0.1", "0.2")

_CANDIDATES: Final = 10
_MOST: Final = 100
_DEFAULT_TYPES: Final = (terms.Person, terms.Organization, terms.Project, terms.Region, terms.Article)
_LIMIT: Final = {
    "name": "limit",
    "type": "number",
    "default": 0,
    "label": "Limit",
    "help_text": "Greatest number of values of a row; 0 for all",
}


class Service:
    """What the service knows of one release. Each thread has its own connection to the index of names."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._documents = Documents(release.folder, release.base)
        self._local = threading.local()

    @property
    def names(self) -> Names:
        """The names of the release."""
        if not hasattr(self._local, "names"):
            self._local.names = Names(self._release.folder / INDEX)
        names: Names = self._local.names
        return names

    def answers(self, language: str) -> Answers:
        """Return what writes answers in a language."""
        return Answers(self.names, self._documents, self._release.base, language, self._release.languages)

    def candidates(self, answers: Answers, query: queries.Query) -> JsonObject:
        """Return the result of a query."""
        matcher = Matcher(self.names, self._documents, self._release.base)
        found = matcher.candidates(query, min(int(query.limit or _CANDIDATES), _MOST))
        return {"result": [answers.candidate(one) for one in found]}


@dataclass(frozen=True)
class Ask:
    """One request.

    Attributes:
        site: address of the portal, without a slash at its end.
        by_language: whether the address names a language.
        language: the language of the answer.
        given: the parameters.
        settings: the limits.
    """

    site: str
    by_language: bool
    language: str
    given: Mapping[str, Sequence[str]]
    settings: Settings

    def text(self, name: str) -> str:
        """Return the first value of a parameter.

        Raises:
            Problem: if it is missing.
        """
        if name not in self.given:
            raise Problem(400, f"the parameter `{name}` is missing")
        return self.given[name][0]

    def number(self, name: str, default: int) -> int:
        """Return a parameter that is a whole number (a problem if it is none)."""
        text = self.text(name) if name in self.given else str(default)
        if not text.isascii() or not text.isdigit() or len(text) > 9:
            raise Problem(400, f"`{name}` is a whole number, not {text[:40]!r}")
        return int(text)


Handler: TypeAlias = Callable[[Service, Ask], Response]


def service(known: Service, ask: Ask) -> Response:
    """Answer queries, an extension, or nothing at all: with the manifest."""
    answers = known.answers(ask.language)
    most = ask.settings.reconciliation_queries
    try:
        if "queries" in ask.given:
            batch = queries.batch(ask.text("queries"), most)
            return JSONResponse({key: known.candidates(answers, query) for key, query in batch.items()})
        if "query" in ask.given:
            return JSONResponse(known.candidates(answers, queries.single(ask.text("query"), most)))
        if "extend" in ask.given:
            asked = queries.extension(ask.text("extend"), ask.settings.reconciliation_entities)
            return JSONResponse(answers.extension(asked))
    except queries.Faults as faults:
        told = [{"pointer": place, "detail": text} for place, text in faults.told]
        raise Problem(faults.status, faults.told[0][1], facts={"errors": told}) from None
    if ask.given:
        raise Problem(400, "ask with `queries` or `extend`; without a parameter the manifest is given")
    return JSONResponse(_manifest(answers, ask))


def _manifest(answers: Answers, ask: Ask) -> JsonObject:
    root = f"{ask.site}/reconcile" + (f"/{ask.language}" if ask.by_language else "")
    suggest = {
        kind: {"service_url": root, "service_path": f"/suggest/{kind}"} for kind in ("entity", "type", "property")
    }
    suggest["entity"]["flyout_service_url"] = root
    suggest["entity"]["flyout_service_path"] = "/flyout?id=${id}"
    extend = {"propose_properties": {"service_url": root, "service_path": "/properties"}, "property_settings": [_LIMIT]}
    return {
        "versions": VERSIONS,
        "name": answers.archive_name(),
        "identifierSpace": answers.base,
        "schemaSpace": vocabulary().namespace,
        "defaultTypes": [answers.type_(local_name(class_)) for class_ in _DEFAULT_TYPES],
        "view": {"url": f"{answers.base}{{{{id}}}}"},
        "suggest": suggest,
        "preview": {"url": f"{root}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "extend": extend,
    }


def _suggest_entity(known: Service, ask: Ask) -> Response:
    answers = known.answers(ask.language)
    types = [class_of(one) for one in ask.given.get("type", ())]
    found = known.names.begin(ask.text("prefix"), types, _CANDIDATES, ask.number("cursor", 0))
    return JSONResponse({"result": [answers.suggestion(one) for one in found]})


def _suggest_type(known: Service, ask: Ask) -> Response:
    found = known.answers(ask.language).types(ask.text("prefix"))
    return JSONResponse({"result": found[ask.number("cursor", 0) :]})


def _suggest_property(known: Service, ask: Ask) -> Response:
    found = known.answers(ask.language).properties(ask.text("prefix"))
    return JSONResponse({"result": found[ask.number("cursor", 0) :]})


def _properties(known: Service, ask: Ask) -> Response:
    type_ = ask.text("type") if "type" in ask.given else ""
    return JSONResponse(known.answers(ask.language).proposal(type_, ask.number("limit", _MOST)))


def _preview(known: Service, ask: Ask) -> Response:
    page = preview(_entity(known, ask), known.answers(ask.language), f"{ask.site}/assets/tuyun.css")
    # It is made for the frame of another site.
    policy = f"default-src 'none'; style-src {ask.site}/assets/; frame-ancestors *"
    return HTMLResponse(page, headers={"Content-Security-Policy": policy})


def _flyout(known: Service, ask: Ask) -> Response:
    entity = _entity(known, ask)
    return JSONResponse({"id": entity.path, "html": flyout(entity, known.answers(ask.language))})


def _entity(known: Service, ask: Ask) -> Entity:
    entity = known.names.entity(ask.text("id"))
    if entity is None:
        raise Problem(404, f"no entity has the id {ask.text('id')[:100]!r}")
    return entity


PARTS: Final[Mapping[str, Handler]] = {
    "suggest/entity": _suggest_entity,
    "suggest/type": _suggest_type,
    "suggest/property": _suggest_property,
    "properties": _properties,
    "preview": _preview,
    "flyout": _flyout,
}
"""The parts of the service beside the address that takes queries, by their path below it."""
