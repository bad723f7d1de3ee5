"""Reads the contract: what is asked, and what must come back."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

import msgspec


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One request of the contract; ``contract.toml`` explains the fields."""

    promise: str
    path: str
    status: list[int]
    method: str = "GET"
    headers: dict[str, str] = {}
    leads_to: list[str] = []
    type: list[str] = []
    has: dict[str, str] = {}
    lacks: list[str] = []
    varies_not: list[str] = []
    body: str = ""
    empty: bool = False
    needs: str = ""
    repeat: list[str] = []


class _Contract(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    request: list[Request]


@cache
def contract() -> tuple[Request, ...]:
    """Return every request of the contract, with the repeated ones one by one."""
    text = resources.files("portal.doctor").joinpath("contract.toml").read_bytes()
    found = msgspec.toml.decode(text, type=_Contract).request
    return tuple(one for request in found for one in _repeated(request))


def _repeated(request: Request) -> Iterator[Request]:
    if not request.repeat:
        yield request
    for this in request.repeat:
        yield _replaced(request, {"this": this})


def filled(request: Request, names: Mapping[str, str]) -> Request:
    """Return a request with the names of a release in place of those in braces."""
    return _replaced(request, names)


def _replaced(request: Request, names: Mapping[str, str]) -> Request:
    def put(text: str, quote: bool = False) -> str:
        return re.sub(r"\{(\w+)\}", lambda one: _value(one, names, quote), text)

    return msgspec.structs.replace(
        request,
        path=put(request.path),
        method=put(request.method),
        headers={name: put(value) for name, value in request.headers.items()},
        leads_to=[put(one) for one in request.leads_to],
        type=[put(one) for one in request.type],
        has={name: put(value, quote=True) for name, value in request.has.items()},
    )


def _value(match: re.Match[str], names: Mapping[str, str], quote: bool) -> str:
    value = names.get(match[1])
    if value is None:
        return match[0]
    return re.escape(value) if quote and not match[1].startswith("link_") else value
