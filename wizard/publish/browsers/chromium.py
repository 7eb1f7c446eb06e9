"""Chromium, driven by Playwright, with a profile that a second start finds again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error, sync_playwright

from wizard.publish import machine
from wizard.publish.browsers.window import HEIGHT, WIDTH, Silent, Window

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Download

OPEN_SECONDS = 300
TAP_SECONDS = 10


class Chromium(Window):
    """A Chromium with one window."""

    def __init__(self, program: Path, profile: Path, *, scripts: bool = True) -> None:
        """Start the program with a profile folder; without `scripts` it runs none of a page."""
        self.downloads = profile / "downloads"
        self._playwright = sync_playwright().start()
        try:
            self._context = self._playwright.chromium.launch_persistent_context(
                profile,
                executable_path=program,
                args=list(machine.BROWSER_FLAGS),
                viewport={"width": WIDTH, "height": HEIGHT},
                java_script_enabled=scripts,
            )
        except Error as error:
            self._playwright.stop()
            raise Silent(f"Chromium did not start: {_first_line(error)}") from error
        browser = self._context.browser
        self.version = f"Chromium {browser.version}" if browser else "Chromium"
        self._page = self._context.pages[0]
        self._page.set_default_timeout(OPEN_SECONDS * 1000)
        self._page.on("download", self._take)

    def open(self, url: str) -> None:
        """Go to an address."""
        try:
            self._page.goto(url)
        except Error as error:
            raise Silent(f"Chromium did not open {url}: {_first_line(error)}") from error

    def prepare(self, function: str) -> None:
        """Have a function of no values run on each page before the page's own scripts."""
        self._page.add_init_script(f"({function})()")

    def look(self, function: str) -> Any:
        """Return what a function returns at once."""
        try:
            return self._page.evaluate(function)
        except Error as error:
            raise Silent(f"Chromium: {_first_line(error)}") from error

    def tap(self, selector: str) -> None:
        """Press the first element that a selector finds."""
        try:
            self._page.locator(selector).first.click(timeout=TAP_SECONDS * 1000)
        except Error as error:
            raise Silent(f"Chromium cannot press {selector}: {_first_line(error)}") from error

    def paste(self) -> None:
        """Press the keys that paste."""
        self._page.keyboard.press("Control+V")

    def _take(self, file: Download) -> None:
        file.save_as(self.downloads / file.suggested_filename)

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
