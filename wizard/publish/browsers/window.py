"""What every driven browser can do. How a browser is told to do it is in the module of its name."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

WIDTH: Final = 360
HEIGHT: Final = 640
LOOK_SECONDS: Final = 0.1
"""Between two looks at a page; what is measured is marked by the page itself."""
BOUND: Final = """async (text) => {
  const [given, milliseconds] = JSON.parse(text);
  const late = new Promise((_, fail) => setTimeout(fail, milliseconds, new Error("it took too long")));
  return JSON.stringify((await Promise.race([(%s)(given), late])) ?? null);
}"""


class Absent(Exception):  # noqa: N818 - it is no error of the program that a machine has no such browser
    """The browser is not on this machine; the text says how to get it."""


class Silent(Exception):  # noqa: N818 - a browser may fall silent
    """The browser did not do what it was told, or not in time; the text says what it was."""


class Window(ABC):
    """The one window of a running browser, as wide and high as a small phone where the browser lets it."""

    version: str
    downloads: Path
    """Where files that a page saves come to lie."""

    @abstractmethod
    def open(self, url: str) -> None:
        """Go to an address and return when the page has loaded. Raises Silent."""

    @abstractmethod
    def close(self) -> None:
        """End the browser; what it keeps is in its profile folder then."""

    @abstractmethod
    def _call(self, function: str, text: str, seconds: float) -> str:
        """Call a JavaScript function that takes a text and promises one. Raises Silent."""

    @abstractmethod
    def look(self, function: str) -> Any:
        """Return what a function of no values returns at once; works with scripts off too. Raises Silent."""

    @abstractmethod
    def tap(self, selector: str) -> None:
        """Press the first element that a CSS selector finds, as a finger does. Raises Silent."""

    @abstractmethod
    def paste(self) -> None:
        """Press the keys that paste, where the focus is. Raises Silent."""

    def prepare(self, function: str) -> None:
        """Have a function of no values run on each page before the page's own scripts. Only Chromium can."""
        del function
        raise Silent(f"{self.version} runs nothing before a page does.")

    def ask(self, function: str, given: object = None, *, seconds: float = 60) -> Any:
        """Call a JavaScript function on the page with one value; return what it, or its promise, comes to.

        Values travel as JSON. Raises Silent when the function throws or takes longer.
        """
        return json.loads(self._call(BOUND % function, json.dumps([given, seconds * 1000]), seconds + 10))

    def until(self, function: str, given: object = None, *, seconds: float = 60, says: str) -> Any:
        """Ask again and again until the answer is true, and return it. Raises Silent with `says`."""
        end = time.monotonic() + seconds
        while not (answer := self.ask(function, given)):
            if time.monotonic() > end:
                raise Silent(f"{says} (waited {seconds:.0f} s)")
            time.sleep(LOOK_SECONDS)
        return answer

    def __enter__(self) -> Self:
        """Return the open window."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self.close()


def launch(*words: str, **options: Any) -> subprocess.Popen[str]:
    """Start a program that can be ended with all that it started itself."""
    return subprocess.Popen(words, start_new_session=True, text=True, stderr=subprocess.DEVNULL, **options)


def end(process: subprocess.Popen[str], seconds: float = 10) -> None:
    """Wait for a program that was told to go, then end it with all that it started."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    for word in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, word)
            process.wait(5)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
