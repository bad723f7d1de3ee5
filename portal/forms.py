"""Parameters of protocols that take them from the address and from a form alike."""

import asyncio
from typing import Final
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request

from portal.problems import Problem
from portal.settings import Settings

FORM: Final = "application/x-www-form-urlencoded"

_FIELDS: Final = 100


async def body(request: Request, most: int, long: str, settings: Settings) -> bytes:
    """Return the body of a request.

    Args:
        request: the request.
        most: how many bytes it may have.
        long: what is said of one that has more.
        settings: what the portal was told.

    Raises:
        Problem: 413, if it is longer; 408, if it does not arrive in time; 400, if the client goes away before its end.
    """
    found = bytearray()
    try:
        async with asyncio.timeout(settings.body_seconds):
            async for chunk in request.stream():
                found += chunk
                if len(found) > most:
                    raise Problem(413, long)
    except TimeoutError:
        said = f"the body did not arrive within {settings.body_seconds:g} seconds"
        raise Problem(408, said, headers={"Connection": "close"}) from None
    except ClientDisconnect:  # nobody reads the answer; without it, each would be a fault of the program in the log
        raise Problem(400, "the client went away") from None
    return bytes(found)


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
    long = f"the form is longer than {settings.body_bytes} bytes: ask for less at once"
    content = await body(request, settings.body_bytes, long, settings)
    try:
        form = parse_qs(content.decode(), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    except ValueError as error:
        raise Problem(400, f"no form in UTF-8: {error}") from None
    for name, values in form.items():
        given.setdefault(name, []).extend(values)
    return given
