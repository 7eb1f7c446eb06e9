"""A reader at her case file: what she opens, keeps, ticks and hands on, and what her browser has of it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from playwright.sync_api import Locator, expect

from tests.browser.reader import ENGINE_SECONDS, Reader
from wizard.case import journal
from wizard.publish import states

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from wizard.case.journal import Entry

PLACE: Final = "case-file/"
TABS: Final = 250
READ: Final = """async () => {
  const all = await indexedDB.databases();
  if (!all.some(({ name }) => name === "even-keel.case-file")) return null;
  const database = await new Promise((resolve, reject) => {
    const opening = indexedDB.open("even-keel.case-file");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const found = {};
  for (const name of ["entries", "views", "meta", "aside"]) {
    found[name] = await new Promise((resolve, reject) => {
      const asking = database.transaction(name).objectStore(name).getAll();
      asking.onsuccess = () => resolve(asking.result);
      asking.onerror = () => reject(asking.error);
    });
  }
  database.close();
  return found;
}"""


@dataclass
class Filer(Reader):
    """A reader at the page of the case file."""

    def come(self, place: str = PLACE) -> Filer:
        """Open the page and wait until its script is there."""
        self.page.goto(place)
        expect(self.page.locator("[data-case]")).to_be_visible()
        return self

    @property
    def said(self) -> Locator:
        """What is shown of what was saved or refused, beside what was pressed or at the top."""
        return self.page.locator("[data-answered]")

    @property
    def heard(self) -> Locator:
        """What is read aloud of it."""
        return self.page.locator("[data-case-said]")

    @property
    def record(self) -> Locator:
        return self.page.locator("[data-record]")

    @property
    def arriving(self) -> Locator:
        """Where a file that is brought in is told of."""
        return self.page.locator("[data-import-view]")

    def add(self, nickname: str = "Logo for the bakery", contract: str = "fixed") -> str:
        """Add a contract, and return the id of its record."""
        form = self.page.locator('form[data-entry="opened"]')
        form.locator('[data-input="nickname"]').fill(nickname)
        form.locator('[data-input="contract"]').select_option(contract)
        form.locator("[type=submit]").click()
        expect(self.record).to_be_visible()
        return self.fragment.removeprefix("#record=")

    def drawn(self) -> Filer:
        """Wait until Python has drawn the record on the screen."""
        expect(self.record.locator("article > .due")).to_be_visible(timeout=ENGINE_SECONDS * 1000)
        return self

    def tick(self, topic: str, to: str = "done") -> Locator:
        """Press one of the three buttons of a topic."""
        button = self.record.locator(f'[data-tick="{topic}"][data-to="{to}"]')
        button.click()
        return button

    def log(self, about: str, **typed: str) -> None:
        """Write one line into the log."""
        form = self.record.locator('form[data-entry="log"]')
        form.locator('[data-input="about"]').select_option(about)
        for name, value in typed.items():
            form.locator(f'[data-input="{name}"]').fill(value)
        form.locator("[type=submit]").click()

    def value(self, name: str, text: str) -> None:
        """Type a date or a sum of the record and save it."""
        form = self.record.locator(f'form[data-value="{name}"]')
        if not form.is_visible():
            self.record.locator('details[data-part="values"] > summary').click()
        form.locator('[data-input="text"]').fill(text)
        form.locator("[type=submit]").click()

    def device(self) -> dict[str, list[dict[str, Any]]]:
        """Return what the database of the browser has; nothing if there is none."""
        found = cast("dict[str, list[dict[str, Any]]] | None", self.page.evaluate(READ))
        return found or {"entries": [], "views": [], "meta": [], "aside": []}

    def entries(self) -> tuple[Entry, ...]:
        """Return the entries of the device, each read and found good by Python."""
        questions = states.book().questions.values()
        return journal.in_order(journal.read(table, questions) for table in self.device()["entries"])

    def kinds(self) -> list[str]:
        """Return the kinds of the entries in their order."""
        return [entry.kind for entry in self.entries()]

    def export(self, button: str = "[data-export]") -> bytes:
        """Save everything as a file, and return its bytes."""
        with self.page.expect_download() as coming:
            self.page.locator(button).click()
        name = r"even-keel-\d{4}-\d\d-\d\d(-locked|-[0-9a-z]{4})?\.json"
        assert re.fullmatch(name, coming.value.suggested_filename)
        return Path(coming.value.path()).read_bytes()

    def bring(self, content: bytes, name: str = "file.json") -> None:
        """Choose a file to bring in."""
        file: Any = {"name": name, "mimeType": "application/json", "buffer": content}
        self.page.locator("[data-import]").set_input_files(file)

    def take(self) -> None:
        """Wait until a file was compared, and take it over."""
        self.arriving.locator("[data-merge]").click(timeout=ENGINE_SECONDS * 1000)
        expect(self.said).to_contain_text("taken over")

    def erase(self) -> None:
        """Erase everything in two taps."""
        self.page.locator("[data-erase]").click()
        self.page.locator("[data-erase-now]").click()
        expect(self.said).to_contain_text("erased")

    def press_on(self, target: Locator) -> None:
        """Press Tab until a control has the focus; a record has more of them than a step."""
        for _ in range(TABS):
            if target.evaluate("place => place === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never comes to {target}")


def at(page: Page, reader: Reader) -> Filer:
    """Return someone at another tab of the same browser."""
    return Filer(page, reader.server)


def bundle(*entries: Any, **parts: Any) -> bytes:
    """Return a file for import; its parts can be replaced."""
    file = {
        "format": "even-keel-case-file",
        "version": 1,
        "made": "2026-11-22",
        "release": "test",
        "entries": [*entries],
    }
    return json.dumps(file | parts).encode()


def table(number: int, kind: str, body: dict[str, str], record: str = "r" * 12) -> dict[str, Any]:
    """Return an entry as a file has it."""
    return {
        "id": f"{number:012}",
        "record": record,
        "at": f"2026-11-20T10:00:{number:02}.000Z",
        "kind": kind,
        "body": body,
    }


OPENED: Final = table(1, "opened", {"nickname": "Three banners", "contract": "fixed"})
