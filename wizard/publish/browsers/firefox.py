"""Firefox, driven through WebDriver BiDi, the standard it speaks itself: JSON over one web socket.

See https://w3c.github.io/webdriver-bidi/. Only the commands that a window needs are here.
"""

from __future__ import annotations

import json
import subprocess
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Any, Final

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from wizard.publish.browsers.window import HEIGHT, LOOK_SECONDS, WIDTH, Silent, Window, end, launch

if TYPE_CHECKING:
    from pathlib import Path

START_SECONDS: Final = 60
OPEN_SECONDS: Final = 300
TAP_SECONDS: Final = 10
DOOR: Final = "WebDriverBiDiServer.json"
"""The file of the profile in which Firefox says where it listens."""
CONTROL: Final = "\ue009"
"""The key as WebDriver calls it."""
MIDDLE: Final = """() => {
  const place = document.querySelector(%s);
  place?.scrollIntoView({ block: "center", behavior: "instant" });
  const { left = 0, top = 0, width = 0, height = 0 } = place?.getBoundingClientRect() ?? {};
  const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
  return place?.contains(document.elementFromPoint(x, y)) ? [x, y] : null;
}"""
"""The middle of an element, if nothing lies above it there."""
PREFERENCES: Final[dict[str, object]] = {
    # Nothing but the page under measure may use the line or the processor.
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.cache.disk.smart_size.enabled": True,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "browser.sessionstore.resume_from_crash": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.tabs.warnOnClose": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.blocklist.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#dummy",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
    "toolkit.startup.max_resumed_crashes": -1,
}


class Firefox(Window):
    """A Firefox with one window."""

    def __init__(self, program: Path, profile: Path, *, scripts: bool = True) -> None:
        """Start the program with a profile folder; without `scripts` it runs none of a page."""
        self.downloads = profile / "downloads"
        own = {
            "javascript.enabled": scripts,
            "browser.download.folderList": 2,
            "browser.download.dir": str(self.downloads),
        }
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});"
            for name, value in (PREFERENCES | own).items()
        ]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        door = profile / DOOR
        door.unlink(missing_ok=True)
        self._last = 0
        self._stack = ExitStack()
        self._process = launch(
            *(str(program), "--headless", "--no-remote", "--profile", str(profile)),
            *("--remote-debugging-port", "0", "about:blank"),
            stdout=subprocess.DEVNULL,
        )
        self._stack.callback(end, self._process)
        try:
            line = connect(f"{_address(door)}/session", max_size=None, proxy=None)
            self._socket = self._stack.enter_context(line)
            about = self._tell("session.new", {"capabilities": {}})["capabilities"]
            self.version = f"Firefox {about['browserVersion']}"
            tree = self._tell("browsingContext.getTree", {})
            self._page = tree["contexts"][0]["context"]
            size = {"width": WIDTH, "height": HEIGHT}
            self._tell("browsingContext.setViewport", {"context": self._page, "viewport": size})
        except BaseException as error:
            self._stack.close()
            if isinstance(error, OSError | WebSocketException | Silent):
                raise Silent(f"Firefox did not start: {error}") from error
            raise

    def open(self, url: str) -> None:
        """Go to an address."""
        where = {"context": self._page, "url": url, "wait": "complete"}
        self._tell("browsingContext.navigate", where, seconds=OPEN_SECONDS)

    def look(self, function: str) -> Any:
        """Return what a function returns at once."""
        call = {
            "functionDeclaration": f"() => JSON.stringify(({function})() ?? null)",
            "arguments": [],
            "target": {"context": self._page},
            # Without scripts no promise is ever kept.
            "awaitPromise": False,
        }
        reply = self._tell("script.callFunction", call)
        if reply["type"] != "success":
            raise Silent(f"Firefox: {reply['exceptionDetails']['text']}")
        return json.loads(reply["result"]["value"])

    def tap(self, selector: str) -> None:
        """Press the first element that a selector finds."""
        latest = time.monotonic() + TAP_SECONDS
        place, before = None, None
        # What is still moving would be missed.
        while not place or place != before:
            if time.monotonic() > latest:
                raise Silent(f"Firefox cannot press {selector}: it is not there, covered or moving")
            time.sleep(LOOK_SECONDS)
            place, before = self.look(MIDDLE % json.dumps(selector)), place
        moves = [
            {"type": "pointerMove", "x": place[0], "y": place[1]},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "finger", "actions": moves})

    def paste(self) -> None:
        """Press the keys that paste."""
        keys = [("keyDown", CONTROL), ("keyDown", "v"), ("keyUp", "v"), ("keyUp", CONTROL)]
        actions = [{"type": kind, "value": key} for kind, key in keys]
        self._act({"type": "key", "id": "keys", "actions": actions})

    def _act(self, source: dict[str, Any]) -> None:
        self._tell("input.performActions", {"context": self._page, "actions": [source]})

    def _call(self, function: str, text: str, seconds: float) -> str:
        call = {
            "functionDeclaration": function,
            "arguments": [{"type": "string", "value": text}],
            "target": {"context": self._page},
            "awaitPromise": True,
        }
        reply = self._tell("script.callFunction", call, seconds=seconds)
        if reply["type"] != "success":
            raise Silent(f"Firefox: {reply['exceptionDetails']['text']}")
        return str(reply["result"]["value"])

    def close(self) -> None:
        """End the browser."""
        with self._stack, suppress(Silent):
            self._tell("browser.close", {}, seconds=10)

    def _tell(self, method: str, given: dict[str, Any], *, seconds: float = 30) -> Any:
        """Send a command and return its result; what the browser says unasked is passed over."""
        self._last += 1
        try:
            self._socket.send(json.dumps({"id": self._last, "method": method, "params": given}))
            latest = time.monotonic() + seconds
            while True:
                message = json.loads(self._socket.recv(timeout=max(0, latest - time.monotonic())))
                if message.get("id") == self._last:
                    break
        except TimeoutError as error:
            raise Silent(f"Firefox did not answer {method} in {seconds:.0f} s") from error
        except (OSError, WebSocketException) as error:
            raise Silent(f"Firefox is gone: {error}") from error
        if message["type"] == "error":
            raise Silent(f"Firefox: {message['message']}")
        return message["result"]


def _address(door: Path) -> str:
    """Wait until Firefox has said where it listens."""
    latest = time.monotonic() + START_SECONDS
    while time.monotonic() < latest:
        try:
            where = json.loads(door.read_text(encoding="utf-8"))
            return f"ws://{where['ws_host']}:{where['ws_port']}"
        except (OSError, ValueError):
            time.sleep(LOOK_SECONDS)
    raise Silent(f"it did not say within {START_SECONDS} s where it listens")
