"""A real browser for tests: Chromium, driven through its DevTools pipe, with nothing else installed.

https://chromedevtools.github.io/devtools-protocol/
"""

import base64
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from support import need_program

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--disable-smooth-scrolling",
    "--remote-debugging-pipe",
)


class Browser:
    """One tab.

    Attributes:
        dialogs: texts of the alerts that pages opened.
        requests: addresses that pages asked for.
        complaints: what the browser said against pages: errors of scripts, of loading and of the security policy.
    """

    def __init__(self, program: str, profile: Path) -> None:
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        # Chromium reads commands from descriptor 3 and answers on 4.
        self._process = subprocess.Popen(
            [
                "bash",
                "-c",
                f'exec "$@" 3<&{to_browser} 4>&{from_browser}',
                "browser",
                program,
                *_FLAGS,
                f"--user-data-dir={profile}",
                "about:blank",
            ],
            pass_fds=(to_browser, from_browser),
            stderr=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._number = 0
        self._session = ""
        self.dialogs: list[str] = []
        self.requests: list[str] = []
        self.complaints: list[str] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._out)
        os.close(self._in)
        self._process.terminate()
        self._process.wait(20)

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result; events on the way are remembered."""
        number = self._send(method, **params)
        while True:
            answer = self._next()
            if answer.get("id") == number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def size(self, width: int, height: int) -> None:
        """Give the window a size."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def open(self, page: Path | str) -> None:
        """Open a file or an address and wait until it is loaded."""
        loader = self.call("Page.navigate", url=page if isinstance(page, str) else page.as_uri())
        assert "errorText" not in loader, loader
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def value(self, expression: str) -> Any:
        """Return what a script finds in the page."""
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def awaited(self, expression: str) -> Any:
        """Return what a promise in the page brings; fails where it is refused."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait(self, expression: str, seconds: float = 20) -> Any:
        """Return what a script finds in the page as soon as it is true."""
        end = time.monotonic() + seconds
        while not (found := self._value_if_still_there(expression)):
            assert time.monotonic() < end, expression
            time.sleep(0.05)
        return found

    def _value_if_still_there(self, expression: str) -> Any:
        """Return what a script finds; nothing if the page is left for another one at this moment."""
        try:
            return self.value(expression)
        except AssertionError as error:
            if "navigated" not in str(error):
                raise
            return None

    def type(self, text: str) -> None:
        """Type a text where the cursor is."""
        self.call("Input.insertText", text=text)

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press and release a key, by its name in the DOM."""
        text = {"text": {"Enter": "\r", " ": " "}[key]} if key in {"Enter", " "} else {}
        code = {"Enter": 13, "Escape": 27, " ": 32, "ArrowDown": 40, "ArrowUp": 38, "Tab": 9}[key]
        held = {"modifiers": 8 * shift}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=key, windowsVirtualKeyCode=code, **text, **held)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code, **held)

    def picture(self) -> bytes:
        """Return the page as it looks, as PNG."""
        return base64.b64decode(self.call("Page.captureScreenshot")["data"])

    def _send(self, method: str, **params: Any) -> int:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        return self._number

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            chunk = os.read(self._in, 1 << 16)
            assert chunk, "the browser ended"
            self._buffer += chunk
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        if message.get("method") == "Page.javascriptDialogOpening":
            self.dialogs.append(message["params"]["message"])
            self._send("Page.handleJavaScriptDialog", accept=True)
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        if complaint := _complaint(message):
            self.complaints.append(complaint)
        return message


def _complaint(message: dict[str, Any]) -> str:
    """Return what an event says against a page; nothing if it says nothing."""
    match message.get("method"), message.get("params"):
        case "Log.entryAdded", {"entry": {"level": "error" | "warning", "text": text, **rest}}:
            return f"{text} {rest.get('url', '')}"
        case "Runtime.exceptionThrown", {"exceptionDetails": details}:
            return json.dumps(details)
        case "Runtime.consoleAPICalled", {"type": "error" | "warning" | "assert", "args": args}:
            return json.dumps(args)
    return ""


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """Open a browser with an empty profile; skips the test where there is none, unless CI is set."""
    program = need_program(shutil.which("chromium") or shutil.which("chromium-browser"), "chromium")
    with Browser(program, profile) as opened:
        yield opened
