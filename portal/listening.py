"""Where a portal of several processes listens: each with a socket of its own.

With one socket for all, the process that wakes first takes every connection that waits, and the others idle.
"""

import platform
import socket
from typing import Final, Self

OWN_SOCKETS: Final = platform.system() == "Linux"
"""Whether the system spreads connections over sockets that listen at one address (``SO_REUSEPORT`` of Linux)."""


class OwnSocket(socket.socket):
    """A bound socket that holds an address without listening; a process that it is handed to gets one of its own."""

    @classmethod
    def bound(cls, host: str, port: int, shared: bool = True) -> Self:
        """Return a socket at an address that others of its kind may be bound to as well, if it is shared.

        Raises:
            OSError: if the address is taken, or is none of this machine.
        """
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        own = cls(family, kind, protocol)
        try:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if shared:
                own.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            own.bind(address)
        except OSError:
            own.close()
            raise
        return own

    def __reduce__(self) -> tuple[object, tuple[str, int]]:
        """Be made anew in the process that unpickles it."""
        host, port = self.getsockname()[:2]
        return type(self).bound, (host, port)


def hold(host: str, port: int) -> OwnSocket:
    """Return a socket that holds an address for the processes of this portal.

    Raises:
        OSError: if the address is taken, also by a server that shares its address with others, or is none of this
            machine.
    """
    with OwnSocket.bound(host, port, shared=False) as free:
        port = free.getsockname()[1]
    return OwnSocket.bound(host, port)
