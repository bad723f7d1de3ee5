"""The process that holds the data of one release and forks workers, which share it; it runs no query itself."""

import argparse
import gc
import logging
import os
import selectors
import signal
import socket
from pathlib import Path
from typing import Final

import msgspec

from graph_builder.decode import NOT_JSON
from portal.settings import Settings
from portal.sparql import messages
from portal.sparql.messages import Exited, Fork, Forked, Kill, Ready, ToHolder
from portal.sparql.stores import Source, source
from portal.sparql.worker import work

_NOTHING: Final = 0


class Holder:
    """Serves one keeper: forks, kills and reports."""

    def __init__(self, source: Source, keeper: socket.socket, settings: Settings) -> None:
        self._source, self._keeper, self._settings = source, keeper, settings
        self._children: set[int] = set()
        self._wake, self._woken = socket.socketpair()
        for one in (self._wake, self._woken):
            one.setblocking(False)

    def run(self) -> None:
        """Serve until the keeper is gone; then end all workers."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake.fileno())
        with selectors.DefaultSelector() as selector:
            selector.register(self._keeper, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            messages.send(self._keeper, Ready(self._source.everything))
            serving = True
            while serving:
                ready = {key.fileobj for key, _ in selector.select()}
                if self._woken in ready:
                    self._woken.recv(4096)
                    self._report()
                if self._keeper in ready:
                    serving = self._obey(selector)
        signal.set_wakeup_fd(-1)
        for child in self._children:
            os.kill(child, signal.SIGKILL)
        for child in self._children:  # what they had open is open no more
            os.waitpid(child, 0)

    def _obey(self, selector: selectors.BaseSelector) -> bool:
        content, descriptors = messages.receive(self._keeper)
        if not content:
            return False
        asked = msgspec.msgpack.decode(content, type=ToHolder)
        if isinstance(asked, Kill):
            if asked.pid in self._children:  # what was reported gone may be another process by now
                os.kill(asked.pid, signal.SIGKILL)
            return True
        assert isinstance(asked, Fork)
        pid = os.fork()
        if pid == _NOTHING:
            self._work(descriptors[0], selector)
        os.close(descriptors[0])
        self._children.add(pid)
        messages.send(self._keeper, Forked(pid))
        return True

    def _work(self, descriptor: int, selector: selectors.BaseSelector) -> None:
        """Be a worker; never return."""
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            selector.close()
            for one in (self._keeper, self._wake, self._woken):
                one.close()
            work(self._source.open(), socket.socket(fileno=descriptor), self._settings)
            status = 0
        except (OSError, RuntimeError):
            logging.getLogger(__name__).exception("a worker cannot run queries")
        finally:
            os._exit(status)

    def _report(self) -> None:
        for child in list(self._children):
            pid, status = os.waitpid(child, os.WNOHANG)
            if pid:
                self._children.remove(child)
                ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
                messages.send(self._keeper, Exited(child, ended_by))


def main() -> None:
    """Run as a process of its own, started by the keeper."""
    parser = argparse.ArgumentParser()
    for name, kind in (("--keeper", int), ("--folder", Path), ("--release", str), ("--settings", str)):
        parser.add_argument(name, type=kind, required=True)
    parser.add_argument("--everything", action="store_true")
    given = parser.parse_args()
    keeper = socket.socket(fileno=given.keeper)
    settings = msgspec.json.decode(given.settings, type=Settings)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the keeper says when to end
    try:
        data = source(given.folder, given.release, settings, given.everything)
    except (OSError, SyntaxError, *NOT_JSON) as error:
        raise SystemExit(f"queries: {given.folder}: {error}; build the archive again") from None
    gc.freeze()  # what is loaded stays, and is shared as long as nobody writes to it
    try:
        Holder(data, keeper, settings).run()
    finally:
        data.close()


if __name__ == "__main__":
    main()
