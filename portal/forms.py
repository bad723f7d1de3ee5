"""Parameters of protocols that take them from the address and from a form alike."""

from typing import Final
from urllib.parse import parse_qs

from starlette.requests import Request

from portal.problems import Problem
from portal.settings import Settings

FORM: Final = "application/x-www-form-urlencoded"

_FIELDS: Final = 100


async def parameters(request: Request, settings: Settings) -> dict[str, list[str]]:
    """Return the parameters of a request, each with its values in their order.

    Raises:
        Problem: if the body is no form, no UTF-8 or too long.
    """
    given = {name: request.query_params.getlist(name) for name in request.query_params}
    if request.method != "POST":
        return given
    kind = request.headers.get("content-type", FORM).partition(";")[0].strip().lower()
    if kind != FORM:
        raise Problem(415, f"send a form as {FORM}, not {kind}")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > settings.body_bytes:
            raise Problem(413, f"the form is longer than {settings.body_bytes} bytes: ask for less at once")
    try:
        form = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    except ValueError as error:
        raise Problem(400, f"no form in UTF-8: {error}") from None
    for name, values in form.items():
        given.setdefault(name, []).extend(values)
    return given
