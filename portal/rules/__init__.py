"""The negotiation table written down for other servers, so that a static host keeps the promises of the portal."""

from collections.abc import Callable, Mapping
from typing import Final

from portal.releases import Release
from portal.rules import apache, caddy, files, nginx

HOSTS: Final[Mapping[str, Callable[[Release, str, str], Mapping[str, str]]]] = {
    "nginx": nginx.write,
    "caddy": caddy.write,
    "apache": apache.write,
    "netlify": files.write,
    "w3id": apache.write_w3id,
}
"""What writes the rules of a kind of host: from a release, the folder to serve and the address to listen on, it gives
the content of each file by name."""
