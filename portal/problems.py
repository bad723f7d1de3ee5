"""Answers that are no success: RFC 9457 problem documents for programs, a page in her language for a reader.

Who asks for RDF is answered in RDF: in every format, what is wrong can be read.
"""

from collections.abc import Collection, Iterator, Mapping
from html import escape
from http import HTTPStatus
from typing import Final

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from exports.formats import GRAPH_FORMATS, HTML, format_of
from exports.messages import LANGUAGES, Words
from exports.wording import date_text, words_of
from exports.writers import GRAPH_WRITERS
from graph_builder.namespaces import RDFS_COMMENT
from graph_builder.rdf import Triple, iri, tagged
from portal.negotiation import best_language, encoded_iri, quality
from portal.releases import SCOPE_KEY
from portal.table import PAGE

JSON: Final = "application/problem+json"
_FORMS: Final = {JSON: None, HTML.media_type: HTML, **{one.media_type: one for one in GRAPH_FORMATS}}
WORDED: Final = (
    *("400", "403", "404", "405", "406", "410", "413", "414", "415", "422", "429", "431", "500", "503"),
    "other",
)
"""The statuses that pages have words of their own for, and all others; as in ``exports/messages.toml``."""

_PAGE: Final = (
    '<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
    '<link rel="stylesheet" href="{root}assets/tuyun.css">\n'
    '<link rel="icon" type="image/svg+xml" href="{root}assets/tuyun.svg">\n</head>\n<body>\n'
    '<header class="top">\n<a class="site" href="{root}{language}/index.html">'
    '<img class="knot" src="{root}assets/tuyun.svg" alt=""><span>{home}</span></a>\n'
    '<form class="find" role="search" action="{root}{language}/search.html" method="get"><input type="search" name="q" '
    'maxlength="200" aria-label="{search_words}"><button>{search_do}</button></form>\n</header>\n'
    '<main id="content">\n<div class="title">\n<h1>{title}</h1>\n{body}\n</div>\n</main>\n</body>\n</html>\n'
)


class Problem(Exception):  # noqa: N818 - the name of the thing in RFC 9457
    """Why a request is not answered as asked; raised anywhere below a route, answered by the portal.

    Attributes:
        status: the HTTP status.
        detail: what was wrong with this request and what to do, in English, for the reader of a program's log.
        facts: further members of the problem document (RFC 9457, 3.2).
        headers: further headers of the answer.
        names: what the thing is called that was asked for, by language.
        reasons: why it is so, by language.
        date: since when; empty if that is not known.
        triples: what the answer says in RDF; none for the detail alone.
        in_rdf: whether who asks for RDF is answered in RDF; not where members of the document are needed.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        facts: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        names: Mapping[str, str] | None = None,
        reasons: Mapping[str, str] | None = None,
        date: str = "",
        triples: tuple[Triple, ...] = (),
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.facts, self.headers = dict(facts or {}), dict(headers or {})
        self.names, self.reasons = dict(names or {}), dict(reasons or {})
        self.date, self.triples = date, triples
        self.in_rdf = True


def described(statuses: Mapping[int, str]) -> dict[str, object]:
    """Return what the OpenAPI says of problems, by status and what each means."""
    schema = {"type": "object", "required": ["type", "title", "status", "detail"]}
    content = {form: {"schema": schema} if form == JSON else {} for form in _FORMS}
    return {str(status): {"description": about, "content": content} for status, about in statuses.items()}


def answer(request: Request, problem: Problem) -> Response:
    """Return a problem in the format that the request asks for, by ``Accept`` or by the suffix of the address."""
    form = _form(request) if problem.in_rdf else _form(request, (JSON, HTML.media_type))
    headers = {"Cache-Control": "no-store", "Content-Type": form, **problem.headers}
    if form == JSON:
        return Response(document(problem), problem.status, headers)
    if form == HTML.media_type:
        accepted = request.headers.get("accept-language", "")
        language = best_language(accepted, _languages(request)) or _languages(request)[0]
        root = f"{request.scope.get('root_path', '')}/"
        headers |= {"Content-Type": HTML.content_type, "Content-Language": language, **PAGE}
        return Response(page(problem, words_of(language), root), problem.status, headers)
    format_ = next(one for one in GRAPH_FORMATS if one.media_type == form)
    triples = sorted(problem.triples) or [(_asked_for(request), RDFS_COMMENT, tagged(problem.detail, "en"))]
    headers["Content-Type"] = format_.content_type
    return Response(b"".join(GRAPH_WRITERS[format_](triples)), problem.status, headers)


def _form(request: Request, forms: Collection[str] = _FORMS) -> str:
    """Return the media type of the answer; of several that suit, that of the address's suffix, else JSON."""
    accept = request.headers.get("accept", "")
    weights = {form: quality(accept, form) for form in _FORMS}
    weights[JSON] = max(weights[JSON], quality(accept, "application/json"))
    suffix = format_of(request.scope["path"])
    by_suffix = suffix.media_type if suffix else ""
    return max(forms, key=lambda form: (weights[form], form == by_suffix, form == JSON))


def _languages(request: Request) -> tuple[str, ...]:
    release = request.scope.get(SCOPE_KEY)
    return getattr(release, "languages", ()) or LANGUAGES


def _asked_for(request: Request) -> str:
    base = getattr(request.scope.get(SCOPE_KEY), "base", "")
    path = request.scope["path"].removeprefix(request.scope.get("root_path", "")).removeprefix("/")
    return iri(encoded_iri(base + path.replace("%", "%25")))


def document(problem: Problem) -> bytes:
    """Return the problem document of RFC 9457."""
    title = HTTPStatus(problem.status).phrase
    members = {"type": "about:blank", "title": title, "status": problem.status, "detail": problem.detail}
    return msgspec.json.format(msgspec.json.encode({**members, **problem.facts}), indent=2) + b"\n"


def page(problem: Problem, words: Words, root: str) -> bytes:
    """Return the page of a problem in the words of a language; ``root`` leads to the site."""
    title = words[f"http_{_worded(problem)}"]
    text = _PAGE.format(
        language=words.language,
        title=escape(title),
        body="\n".join(_lines(problem, words)),
        root=escape(root),
        home=escape(words["home"]),
        search_words=escape(words["search_words"]),
        search_do=escape(words["search_do"]),
    )
    return text.encode()


def _worded(problem: Problem) -> str:
    return str(problem.status) if str(problem.status) in WORDED else WORDED[-1]


def _lines(problem: Problem, words: Words) -> Iterator[str]:
    for texts in (problem.names, problem.reasons):
        code = words.language if words.language in texts else next(iter(texts), "")
        if code:
            yield f'<p class="lead" lang="{escape(code)}">{escape(texts[code])}</p>'
    if problem.date:
        said = date_text(problem.date[:10], words.language)
        yield f'<p><time datetime="{escape(problem.date)}">{escape(said)}</time></p>'
    if not problem.names:
        yield f'<p class="lead">{escape(words[f"http_{_worded(problem)}_what"])}</p>'
    choices = problem.facts.get("choices")
    if isinstance(choices, list):
        items = (
            f'<li><a href="{escape(one["href"])}">{escape(one.get("type", one.get("name", "")))}</a></li>'
            for one in choices
        )
        yield f"<ul>\n{''.join(items)}\n</ul>"


async def on_problem(request: Request, error: Exception) -> Response:
    """Answer a :class:`Problem`."""
    assert isinstance(error, Problem)
    return answer(request, error)


async def on_http_exception(request: Request, error: Exception) -> Response:
    """Answer what the framework raises (no route, wrong method)."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if "Allow" in headers:  # the portal answers OPTIONS itself; the routes name their methods in any order
        headers["Allow"] = ", ".join(sorted({*headers["Allow"].split(", "), "OPTIONS"}))
    return answer(request, Problem(error.status_code, error.detail, headers=headers))


async def on_gone(request: Request, error: Exception) -> Response:
    """Answer, for the log alone, a client that went away before it had sent all: that is no fault of the program."""
    return answer(request, Problem(400, "the client went away"))


async def on_failure(request: Request, error: Exception) -> Response:
    """Answer a fault of the program; what it was is for the log, not for the stranger."""
    return answer(request, Problem(500, "the portal failed on this request; its log says why"))
