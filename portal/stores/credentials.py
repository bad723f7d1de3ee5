"""Who we are at a store: from the environment only, so that neither addresses nor logs ever hold it."""

from collections.abc import Generator, Mapping
from typing import Final

import httpx

from graph_builder.errors import InputError

USER: Final = "TUYUN_STORE_USER"
PASSWORD: Final = "TUYUN_STORE_PASSWORD"  # noqa: S105 - the name of a variable


class Credentials(httpx.Auth):
    """Answers the scheme that a store asks for, Digest or Basic (RFC 7616, RFC 7617); nothing is sent unasked.

    Attributes:
        user: the name; empty if the environment has none.
    """

    def __init__(self, user: str, password: str) -> None:
        self.user, self._password = user, password
        self._chosen: httpx.Auth | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Credentials":
        """Return those of an environment.

        Raises:
            InputError: if it has a password without a name, or a name without a password.
        """
        user, password = environment.get(USER, ""), environment.get(PASSWORD, "")
        if bool(user) != bool(password):
            raise InputError(f"the environment has one of {USER} and {PASSWORD}: set both or neither")
        return cls(user, password)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send a request; where the store wants to know who asks, send it again and say it."""
        if self._chosen is None:
            response = yield request
            if response.status_code != 401 or not self.user:
                return
            wanted = response.headers.get("www-authenticate", "").lower()
            scheme = httpx.DigestAuth if "digest" in wanted else httpx.BasicAuth
            self._chosen = scheme(self.user, self._password)
        yield from self._chosen.auth_flow(request)
