"""WebKitGTK, driven through WebDriver: JSON over HTTP to the driver that comes with it.

See https://www.w3.org/TR/webdriver2/. The window is the small program in `frame.py`, because the browser that
comes with the driver forgets everything at its end when it is driven. The screen is Xvfb's.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from wizard.publish import machine
from wizard.publish.browsers.window import LOOK_SECONDS, Silent, Window, end, launch

START_SECONDS: Final = 60
OPEN_SECONDS: Final = 300
FAREWELL_SECONDS: Final = 1
FRAME: Final = Path(__file__).with_name("frame.py")
CONTROL: Final = "\ue009"
"""The key as WebDriver calls it."""
CALL: Final = """const done = arguments[1];
(%s)(arguments[0]).then((text) => done(["", text]), (error) => done([String(error), ""]));"""


class WebKit(Window):
    """A WebKitGTK with one window."""

    def __init__(self, program: Path, profile: Path, *, scripts: bool = True) -> None:
        """Start the driver `program`, which starts a window with a profile folder.

        Without `scripts` a page has none: its parser drops them, while the driver's own still run.
        """
        self.downloads = profile / "downloads"
        self._processes: list[subprocess.Popen[str]] = []
        self._session = ""
        self._port = _free_port()
        screen = launch(
            *("Xvfb", "-displayfd", "1", "-screen", "0", "800x900x24", "-nolisten", "tcp"),
            stdout=subprocess.PIPE,
        )
        self._processes.append(screen)
        number = screen.stdout.readline().strip() if screen.stdout else ""
        # Of a graphics card that a machine for tests has not.
        more = {"DISPLAY": f":{number}", "LIBGL_ALWAYS_SOFTWARE": "1", "GDK_BACKEND": "x11"}
        self._processes.append(
            launch(str(program), "-p", str(self._port), env=os.environ | more, stdout=subprocess.DEVNULL)
        )
        frame = {
            "binary": str(machine.SYSTEM_PYTHON),
            "args": ["-I", str(FRAME), str(profile), *([] if scripts else ["no-scripts"])],
        }
        try:
            self._await_driver()
            wanted = {"webkitgtk:browserOptions": frame}
            begun = self._tell("POST", "/session", {"capabilities": {"alwaysMatch": wanted}}, START_SECONDS)
            self._session = f"/session/{begun['sessionId']}"
            self.version = f"WebKitGTK {begun['capabilities']['browserVersion']}"
            limits = {"script": 3_600_000, "pageLoad": OPEN_SECONDS * 1000}
            self._tell("POST", f"{self._session}/timeouts", limits)
        except BaseException as error:
            self.close()
            if isinstance(error, OSError | Silent):
                raise Silent(f"WebKitGTK did not start: {error}") from error
            raise

    def open(self, url: str) -> None:
        """Go to an address."""
        self._tell("POST", f"{self._session}/url", {"url": url}, OPEN_SECONDS)

    def look(self, function: str) -> Any:
        """Return what a function returns at once."""
        call = {"script": f"return ({function})();", "args": []}
        return self._tell("POST", f"{self._session}/execute/sync", call)

    def tap(self, selector: str) -> None:
        """Press the first element that a selector finds."""
        # The driver alone does not scroll far enough for what it presses.
        self.look(
            f'() => document.querySelector({json.dumps(selector)})?.scrollIntoView({{ block: "center" }})'
        )
        wanted = {"using": "css selector", "value": selector}
        (id_,) = self._tell("POST", f"{self._session}/element", wanted).values()
        self._tell("POST", f"{self._session}/element/{id_}/click", {})

    def paste(self) -> None:
        """Press the keys that paste."""
        keys = [("keyDown", CONTROL), ("keyDown", "v"), ("keyUp", "v"), ("keyUp", CONTROL)]
        actions = [{"type": kind, "value": key} for kind, key in keys]
        source = {"type": "key", "id": "keys", "actions": actions}
        self._tell("POST", f"{self._session}/actions", {"actions": [source]})

    def _call(self, function: str, text: str, seconds: float) -> str:
        call = {"script": CALL % function, "args": [text]}
        error, reply = self._tell("POST", f"{self._session}/execute/async", call, seconds)
        if error:
            raise Silent(f"WebKitGTK: {error}")
        return str(reply)

    def close(self) -> None:
        """End the browser."""
        if self._session:
            # Closing the last window ends the program, and with it the session.
            with suppress(Silent):
                self._tell("DELETE", f"{self._session}/window", seconds=10)
            # The program writes down what it keeps, and nobody here is told when it has.
            time.sleep(FAREWELL_SECONDS)
        for process in reversed(self._processes):
            end(process, 0)
            if process.stdout:
                process.stdout.close()

    def _await_driver(self) -> None:
        latest = time.monotonic() + START_SECONDS
        while time.monotonic() < latest:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", self._port), 1).close()
                return
            time.sleep(LOOK_SECONDS)
        raise Silent(f"its driver did not listen within {START_SECONDS} s")

    def _tell(self, method: str, path: str, given: object = None, seconds: float = 30) -> Any:
        """Send a command and return its value."""
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=seconds)
        try:
            body = None if given is None else json.dumps(given).encode()
            line.request(method, path, body, {"Content-Type": "application/json"})
            value = json.loads(line.getresponse().read())["value"]
        except TimeoutError as error:
            raise Silent(f"WebKitGTK did not answer {path} in {seconds:.0f} s") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Silent(f"WebKitGTK is gone: {error}") from error
        finally:
            line.close()
        if isinstance(value, dict) and "error" in value:
            raise Silent(f"WebKitGTK: {value['error']}: {value['message']}")
        return value


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
