"""Chromium driven through its debugging pipe, with nothing but the standard library."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

KEYS = {
    "Enter": 13,
    "Escape": 27,
    "Tab": 9,
    "ArrowLeft": 37,
    "ArrowUp": 38,
    "ArrowRight": 39,
    "ArrowDown": 40,
}
SHIFT = 8


class Browser:
    """A browser with one page; what it complains of and whom it asks is kept."""

    def __init__(self, program: str, place: Path) -> None:
        self._place = place
        read_by_it, write = _pipe()
        read, written_by_it = _pipe()
        command = [
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            f"--user-data-dir={place}/profile",
            "--remote-debugging-pipe",
        ]
        # It listens on file 3 and speaks on file 4.
        taken = "import os, sys; [os.dup2(int(was), n) for n, was in enumerate(sys.argv[1:3], 3)]; "
        taken += "os.execv(sys.argv[3], sys.argv[3:])"
        self._process = subprocess.Popen(
            [sys.executable, "-c", taken, str(read_by_it), str(written_by_it), *command],
            pass_fds=(read_by_it, written_by_it),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read_by_it)
        os.close(written_by_it)
        self._to, self._from, self._rest = write, read, b""
        self._count, self._session = 0, ""
        self._events: list[dict[str, Any]] = []
        page = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for part in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{part}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """What the browser answers; RuntimeError where it refuses."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self._events.append(answer)

    def open(self, page: bytes) -> None:
        """Show `page` from a file; what was noted of the page before is forgotten."""
        file = self._place / "report.html"
        file.write_bytes(page)
        self._events.clear()
        self.call("Page.navigate", url=file.as_uri())
        while not any(event["method"] == "Page.loadEventFired" for event in self._events):
            self._events.append(self._next())

    def js(self, code: str) -> Any:
        """The value of an expression in the page, waited for."""
        given = {"expression": code, "returnByValue": True, "awaitPromise": True}
        answer = self.call("Runtime.evaluate", **given)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{code[:80]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def look(self, **features: str) -> None:
        """Which colours, motion and contrast the reader prefers."""
        asked = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.call("Emulation.setEmulatedMedia", features=asked)

    def size(self, width: int, height: int) -> None:
        """The window, in pixels."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def press(self, key: str, *, shift: bool = False) -> None:
        """Press a key as a person does."""
        given: dict[str, Any] = {
            "key": key,
            "modifiers": SHIFT if shift else 0,
            "windowsVirtualKeyCode": KEYS.get(key, ord(key[0].upper())),
        }
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        self.call("Input.dispatchKeyEvent", type="keyDown", **given, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **given)

    def write(self, text: str) -> None:
        """Type into what has the focus."""
        self.call("Input.insertText", text=text)

    def middle(self, selector: str) -> tuple[float, float]:
        """Where the middle of an element is in the window, after it was scrolled there."""
        x, y = self.js(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            "e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
            "return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        return x, y

    def drag(self, selector: str, right: float, down: float) -> None:
        """Take an element by the mouse and put it elsewhere; a click where it is not moved."""
        x, y = self.middle(selector)
        held = {"button": "left", "buttons": 1, "clickCount": 1}
        self.call("Input.dispatchMouseEvent", type="mousePressed", x=x, y=y, **held)
        if right or down:
            for part in (0.5, 1):
                spot = {"x": x + right * part, "y": y + down * part}
                self.call("Input.dispatchMouseEvent", type="mouseMoved", **spot, **held)
        self.call("Input.dispatchMouseEvent", type="mouseReleased", x=x + right, y=y + down, **held)

    def click(self, selector: str) -> None:
        """Click on an element."""
        self.drag(selector, 0, 0)

    @property
    def asked(self) -> list[str]:
        """What was asked for since the page was opened, the page itself left out."""
        sent = [
            e["params"]["request"]["url"] for e in self._events if e["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in sent if not url.endswith("/report.html")]

    @property
    def complaints(self) -> list[str]:
        """Errors and what a policy forbade since the page was opened."""
        bad = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
        return [json.dumps(e["params"]) for e in self._events if e["method"] in bad]

    def close(self) -> None:
        """End it."""
        self._session = ""
        try:
            self.call("Browser.close")
            self._process.wait(20)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait()
        finally:
            os.close(self._to)
            os.close(self._from)

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            more = os.read(self._from, 1 << 20)
            if not more:
                raise OSError("the browser has gone")
            self._rest += more
        message, _end, self._rest = self._rest.partition(b"\0")
        return json.loads(message)


def _pipe() -> tuple[int, int]:
    """A pipe whose ends have numbers that nothing else is given."""
    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return high[0], high[1]
