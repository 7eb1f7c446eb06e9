"""Chromium, driven by Playwright, with a profile that a second start finds again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Error, sync_playwright

from wizard.publish import machine
from wizard.publish.browsers.window import HEIGHT, WIDTH, Silent, Window

if TYPE_CHECKING:
    from pathlib import Path

OPEN_SECONDS = 300


class Chromium(Window):
    """A Chromium with one window."""

    def __init__(self, program: Path, profile: Path) -> None:
        """Start the program with a profile folder."""
        self._playwright = sync_playwright().start()
        try:
            self._context = self._playwright.chromium.launch_persistent_context(
                profile,
                executable_path=program,
                args=list(machine.BROWSER_FLAGS),
                viewport={"width": WIDTH, "height": HEIGHT},
            )
        except Error as error:
            self._playwright.stop()
            raise Silent(f"Chromium did not start: {_first_line(error)}") from error
        browser = self._context.browser
        self.version = f"Chromium {browser.version}" if browser else "Chromium"
        self._page = self._context.pages[0]
        self._page.set_default_timeout(OPEN_SECONDS * 1000)

    def open(self, url: str) -> None:
        """Go to an address."""
        try:
            self._page.goto(url)
        except Error as error:
            raise Silent(f"Chromium did not open {url}: {_first_line(error)}") from error

    def prepare(self, function: str) -> None:
        """Have a function of no values run on each page before the page's own scripts."""
        self._page.add_init_script(f"({function})()")

    def _call(self, function: str, text: str, seconds: float) -> str:
        del seconds  # The function itself is bound.
        try:
            return str(self._page.evaluate(function, text))
        except Error as error:
            raise Silent(f"Chromium: {_first_line(error)}") from error

    def close(self) -> None:
        """End the browser."""
        try:
            self._context.close()
        except Error:
            # A browser that has died is closed.
            pass
        finally:
            self._playwright.stop()


def _first_line(error: Error) -> str:
    return error.message.partition("\n")[0]
