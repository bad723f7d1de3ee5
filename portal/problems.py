"""Answers that are no success: RFC 9457 problem documents for programs, a page in her language for a reader."""

from collections.abc import Mapping
from html import escape
from http import HTTPStatus
from typing import Final

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from exports.messages import LANGUAGES
from exports.wording import words_of
from portal.negotiation import best_language, quality

JSON: Final = "application/problem+json"
_PAGE: Final = (
    '<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
    '<link rel="stylesheet" href="{root}assets/tuyun.css">\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}'
    '<p><a href="{root}{language}/index.html">{home}</a></p>\n</main>\n</body>\n</html>\n'
)


class Problem(Exception):  # noqa: N818 - the name of the thing in RFC 9457
    """Why a request is not answered as asked; raised anywhere below a route, answered by the portal.

    Attributes:
        status: the HTTP status.
        detail: what was wrong with this request and what to do, in English, for the reader of a program's log.
        facts: further members of the problem document (RFC 9457, 3.2).
        headers: further headers of the answer.
        message: key of the words of the page (``exports/messages.toml``) instead of those of the status.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        facts: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.facts, self.headers = dict(facts or {}), dict(headers or {})


def answer(request: Request, problem: Problem) -> Response:
    """Return a problem in the form that the request prefers."""
    accept = request.headers.get("accept", "")
    headers = {"Cache-Control": "no-store", **problem.headers}
    if quality(accept, "text/html") > max(quality(accept, JSON), quality(accept, "application/json")):
        language = best_language(request.headers.get("accept-language", ""), LANGUAGES) or LANGUAGES[0]
        return Response(
            page(problem, language, request.scope.get("root_path", "") + "/"), problem.status, headers, "text/html"
        )
    return Response(document(problem), problem.status, headers, JSON)


def document(problem: Problem) -> bytes:
    """Return the problem document of RFC 9457."""
    title = HTTPStatus(problem.status).phrase
    members = {"type": "about:blank", "title": title, "status": problem.status, "detail": problem.detail}
    return msgspec.json.format(msgspec.json.encode({**members, **problem.facts}), indent=2) + b"\n"


def page(problem: Problem, language: str, root: str) -> bytes:
    """Return the page of a problem for a reader of a language; ``root`` leads to the site."""
    words = words_of(language)
    title = words.get(f"http_{problem.status}", words["http_other"])
    body = f"<p>{escape(problem.detail)}</p>\n"
    text = _PAGE.format(
        language=language, title=escape(title), body=body, root=escape(root), home=escape(words["home"])
    )
    return text.encode()


async def on_problem(request: Request, error: Exception) -> Response:
    """Answer a :class:`Problem`."""
    assert isinstance(error, Problem)
    return answer(request, error)


async def on_http_exception(request: Request, error: Exception) -> Response:
    """Answer what the framework raises (no route, wrong method)."""
    assert isinstance(error, HTTPException)
    return answer(request, Problem(error.status_code, error.detail, headers=error.headers))


async def on_failure(request: Request, error: Exception) -> Response:
    """Answer a fault of the program; what it was is for the log, not for the stranger."""
    return answer(request, Problem(500, "the portal failed on this request; its log says why"))
