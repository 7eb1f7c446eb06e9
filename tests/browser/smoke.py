"""What a reader can do from the front door to a file in her hand: one list of steps for every browser engine.

A step does one thing with real taps and looks at what came of it. What a browser cannot be driven to do here is
said with its reason, and is never taken for passed.
"""

from __future__ import annotations

import json
import time
from datetime import date
from typing import TYPE_CHECKING, Final

from tests.browser.filer import PLACE, READ
from tests.browser.reader import STORY, automaton
from tests.tools.samples import typed
from wizard.case import journal, transfer
from wizard.core.automaton import folder
from wizard.publish import browsers, site, states
from wizard.publish.bench import visit
from wizard.publish.browsers.window import Silent
from wizard.publish.server import Server
from wizard.tools import TOOLS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from wizard.publish.browsers.window import Window
    from wizard.tools.model import Tool

TODAY: Final = date(2026, 11, 22)
WAY: Final = (*visit.AT_THE_DOOR, *(f"{question}.{option}" for question, option in STORY.items()))
SHOWN: Final = "() => { const { flow, state } = document.querySelector('main#step')?.dataset ?? {}; return `${flow}/${state}`; }"
UNDRESSED: Final = """() => Array.from(document.querySelectorAll("main button, main form, main input"))
  .filter((control) => control.checkVisibility()).length + document.querySelectorAll("[data-slot]:empty").length"""
SLOT: Final = "([name, part]) => document.querySelector(`[data-slot='${name}']`)?.textContent.includes(part)"
SAYS: Final = "([place, part]) => document.querySelector(place)?.textContent.includes(part)"
READY: Final = "() => document.documentElement.dataset.engine === 'ready'"
PASTE_HERE: Final = """() => {
  document.querySelector("#pasted")?.remove();
  const field = document.createElement("textarea");
  field.id = "pasted";
  document.querySelector("main").append(field);
  field.focus();
  return true;
}"""
PASTED: Final = "() => document.querySelector('#pasted').value"
LETTER: Final = "() => document.querySelector('[data-letter] [data-letter-text]').innerText"
FILL: Final = """async (given) => {
  const most = Math.max(0, ...Object.keys(given).map((name) => Number(/^(\\d+)\\./.exec(name)?.[1] ?? 0)));
  while (document.querySelectorAll("fieldset.row").length < most) document.querySelector("[data-add-row]").click();
  for (const [name, value] of Object.entries(given)) {
    const field = document.querySelector(`[data-input="${name}"]`);
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""
REPORT: Final = "() => !document.querySelector('[data-report]').hidden && document.querySelector('[data-report]').innerText"


class NotChecked(Exception):  # noqa: N818 - it is no error that a browser cannot be driven to do a thing
    """The step cannot be driven here; the text says why."""


class Visit:
    """One reader with one browser: first without scripts, then with them, at last without a server."""

    def __init__(self, engine: str, room: Path, site_folder: Path) -> None:
        """Start a server, and a browser with scripts off."""
        self._engine = engine
        self._room = room
        self.server = Server(site_folder, base=site.base_path())
        self.window: Window = browsers.start(engine, room / "off", scripts=False)

    def start(self) -> None:
        """Close the browser, and open the one with scripts on: the same profile at each start."""
        self.window.close()
        self.window = browsers.start(self._engine, self._room / "on")

    def end(self) -> None:
        """Close the browser and the server."""
        self.window.close()
        self.server.stop()

    def open(self, place: str) -> None:
        """Open a page anew, although only its fragment may be another."""
        self.window.open("about:blank")
        self.window.open(self.server.url + place)

    def look_until(self, function: str, wanted: object, says: str, seconds: float = 20) -> None:
        """Wait without scripts of the page until a function returns a value."""
        end = time.monotonic() + seconds
        while (seen := self.window.look(function)) != wanted:
            assert time.monotonic() < end, f"{says}: {seen!r} instead of {wanted!r}"
            time.sleep(0.1)

    def walk(self) -> None:
        """Tap the answers of the worked example, from the front door into another flow."""
        self.open(f"wizard/door/{states.automaton('door').start}/")
        for answer in WAY:
            there = f"() => !!document.querySelector('a[data-answer=\"{answer}\"]')"
            self.look_until(there, wanted=True, says=answer)
            self.window.tap(f'a[data-answer="{answer}"]')
        self.look_until(SHOWN, f"ghosting/{automaton().of(STORY)}", "the walk did not end at its plan")

    def plan(self) -> None:
        """Open the plan of the worked example and wait for its fields."""
        self.open(visit.plan(STORY))
        self.window.until(visit.LIVE, says="the fields did not appear")

    def says(self, place: str, part: str, seconds: float = 20) -> None:
        """Wait until a place of the page has a text in it."""
        self.window.until(SAYS, [place, part], seconds=seconds, says=f"{place} did not say {part!r}")

    def paste(self) -> str:
        """Return what the keys that paste bring."""
        self.window.ask(PASTE_HERE)
        self.window.tap("#pasted")
        self.window.paste()
        self.window.until(PASTED, seconds=5, says="nothing was pasted")
        return str(self.window.ask(PASTED))

    def entries(self) -> tuple[journal.Entry, ...]:
        """Return the entries of the case file on the device, each found good by Python here."""
        found = self.window.ask(READ)
        questions = states.book().questions.values()
        return journal.in_order(journal.read(table, questions) for table in found["entries"])


def _links_alone(reader: Visit) -> None:
    reader.walk()


def _dressed_for_none(reader: Visit) -> None:
    assert reader.window.look(UNDRESSED) == 0
    assert "Submit" in reader.window.look("() => document.querySelector('main h1').innerText")
    reader.open(f"tools/{TOOLS[0].slug}/")
    assert reader.window.look(UNDRESSED) == 0


def _live(reader: Visit) -> None:
    reader.start()
    reader.walk()
    assert reader.window.ask("() => location.hash").startswith("#1~")


def _engine(reader: Visit) -> None:
    reader.plan()
    reader.window.ask(visit.TYPE, ["held_sum", "600"])
    reader.window.until(READY, seconds=visit.ENGINE_SECONDS, says="the engine did not start")
    reader.window.until(SLOT, ["slot:held_sum", "600 USD"], says="the sum is not in its place")


def _dates(reader: Visit) -> None:
    reader.window.ask(visit.TYPE, ["submitted_on", "2026-11-16"])
    reader.window.until(SLOT, ["date:submit_end", "30 Nov 2026"], says="the last day was not worked out")


def _copy_letter(reader: Visit) -> None:
    wanted = reader.window.ask(LETTER)
    reader.window.tap("[data-letter] [data-copy]")
    reader.says("[data-letter] [data-copied]", "opied")
    assert reader.paste().strip() == wanted.strip()


def _copy_plan(reader: Visit) -> None:
    reader.window.ask("() => { navigator.share = undefined; }")
    reader.window.tap("[data-share]")
    reader.says("[data-shared]", "Copied")
    text = reader.paste()
    assert "600 USD" in text
    assert "30 Nov 2026" in text


def _image(reader: Visit) -> None:
    if visit.way(reader.window) != "image" and not visit.await_image(reader.window):
        raise NotChecked("the line was too slow for the page to fetch it")
    reader.plan()
    reader.window.until(READY, seconds=visit.ENGINE_SECONDS, says="the engine did not start again")
    assert visit.way(reader.window) == "image"


def _search(reader: Visit) -> None:
    reader.open("search/")
    field = "() => !!document.querySelector('#search-field')"
    reader.window.until(field, says="the search has no field")
    typing = """() => {
      const field = document.querySelector("#search-field");
      field.value = "client does not answer";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }"""
    reader.window.ask(typing)
    reader.window.until("() => document.querySelectorAll('.hits a').length > 2", says="nothing was found")


def _tools(reader: Visit) -> None:
    for tool in TOOLS:
        _report(reader, tool)


def _report(reader: Visit, tool: Tool) -> None:
    tries = (typed(tool, seed) for seed in range(99))
    given = next(given for given in tries if states.desk().work(tool, given, TODAY).report)
    reader.open(f"tools/{tool.slug}/")
    form = "() => !document.querySelector('form[data-tool]')?.hidden"
    reader.window.until(form, says=f"{tool.id} has no form")
    reader.window.ask(FILL, given)
    reader.window.tap("form[data-tool] [type=submit]")
    reader.window.until(REPORT, seconds=visit.ENGINE_SECONDS, says=f"{tool.id} gave no report")


def _save(reader: Visit) -> None:
    reader.plan()
    reader.window.tap("[data-keep-plan]")
    reader.window.until("() => !!document.querySelector('dialog[open]')", says="nobody asked for a contract")
    reader.window.ask("() => { document.querySelector('dialog input[type=text]').value = 'Logo'; }")
    reader.window.tap("dialog [type=submit]")
    _drawn(reader)
    reader.says("[data-record]", "Logo")


def _note(reader: Visit) -> None:
    reader.window.tap('[data-tick="scope_written"][data-to="done"]')
    reader.says("[data-answered]", "Saved.")
    log = """() => {
      const form = document.querySelector('[data-record] form[data-entry="log"]');
      form.querySelector('[data-input="about"]').value = "scope_change";
      form.querySelector('[data-input="says"]').value = "A second colour.";
    }"""
    reader.window.ask(log)
    reader.window.tap('[data-record] form[data-entry="log"] [type=submit]')
    reader.says("[data-record] ol.log", "A second colour.")
    kinds = [entry.kind for entry in reader.entries()]
    assert kinds[:2] == ["opened", "plan"]
    assert kinds[-2:] == ["tick", "log"]


def _export(reader: Visit) -> None:
    place = reader.window.downloads
    reader.window.tap("[data-export]")
    reader.says("[data-last-export]", "nothing is new since")
    end = time.monotonic() + 20
    while not (found := sorted(place.glob("even-keel-*.json"))) or not found[0].stat().st_size:
        assert time.monotonic() < end, "no file was saved"
        # A driver hears of a download only while it is spoken to.
        reader.window.ask("() => true")
        time.sleep(0.2)
    head = json.loads(found[0].read_text(encoding="utf-8"))
    made = date.fromisoformat(head["made"])
    assert found[0].read_text(encoding="utf-8") == transfer.export(reader.entries(), made, head["release"])


def _kept(reader: Visit) -> None:
    reader.plan()
    visit.await_kept(reader.window, "core", "guide", "engine")
    reader.server.stop()
    reader.plan()
    reader.window.until(READY, seconds=visit.ENGINE_SECONDS, says="the engine did not start by itself")
    reader.window.until(SLOT, ["slot:held_sum", "600 USD"], says="the sum is not in its place")


def _offline_pages(reader: Visit) -> None:
    for place, title in (
        ("guide/client-silent/", "client"),
        (f"wizard/{folder('disputes')}/", "ispute"),
        ("reference/plans/", "not on your device"),
    ):
        reader.open(place)
        assert title in reader.window.ask("() => document.title + document.querySelector('h1').innerText"), (
            place
        )


def _offline_tool(reader: Visit) -> None:
    _report(reader, TOOLS[0])


def _offline_case(reader: Visit) -> None:
    before = reader.entries()
    reader.start()
    reader.open(PLACE)
    reader.says("[data-list]", "Logo")
    reader.window.tap("[data-list] a")
    _drawn(reader)
    reader.says("[data-record] ol.log", "A second colour.")
    reader.window.tap('[data-tick="silent_client"][data-to="done"]')
    reader.says("[data-answered]", "Saved.")
    assert len(reader.entries()) == len(before) + 1


def _drawn(reader: Visit) -> None:
    there = "() => !!document.querySelector('[data-record] article > .due')"
    reader.window.until(there, seconds=visit.ENGINE_SECONDS, says="the record was not drawn")


STEPS: Final[tuple[tuple[str, Callable[[Visit], None]], ...]] = (
    ("scripts off: from the front door to a plan by links", _links_alone),
    ("scripts off: no dead control, no empty place", _dressed_for_none),
    ("live: the same walk in place", _live),
    ("the engine starts and fills in a sum", _engine),
    ("a typed day gives the last day", _dates),
    ("a message is copied and pasted", _copy_letter),
    ("the whole plan is copied and pasted", _copy_plan),
    ("a later start comes from the image", _image),
    ("the search finds pages", _search),
    ("each tool gives a report", _tools),
    ("a plan is saved to the case file", _save),
    ("case file: a tick and a line of the log", _note),
    ("case file: saved as a file, the same as Python here writes", _export),
    ("no server: the plan, its engine and its sum after a reload", _kept),
    ("no server: guide and wizard; what is not kept says so", _offline_pages),
    ("no server: a tool gives a report", _offline_tool),
    ("no server, browser started anew: the case file, and one tick more", _offline_case),
)


def run(reader: Visit, tell: Callable[[str], None]) -> list[str]:
    """Take all steps, tell of each how it went, and return those that failed."""
    failed = []
    for name, step in STEPS:
        begun = time.monotonic()
        try:
            step(reader)
        except NotChecked as reason:
            word = f"not checked: {reason}"
        except (AssertionError, Silent, ValueError, LookupError) as error:
            word = f"FAILED: {str(error).partition(chr(10))[0]}"
            failed.append(f"{name}: {error}")
        else:
            word = f"passed, {time.monotonic() - begun:.0f} s"
        tell(f"{name}: {word}")
    return failed
