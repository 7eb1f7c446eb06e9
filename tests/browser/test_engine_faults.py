"""Each file of the engine fails in turn: the plan stays, the line says what is missing, one retry heals it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.reader import NOON, STORY, Reader, until

if TYPE_CHECKING:
    from tests.browser.conftest import Watch
    from wizard.publish.faults import Mode

FILES: Final = {
    "worker.js": "worker.js",
    "freight.js": "worker.js",
    "pyodide.mjs": "pyodide.mjs",
    "pyodide.asm.js": "pyodide.asm.js",
    "pyodide.asm.wasm": "pyodide.asm.wasm",
    "templating.crate.gz": "templating.crate.gz",
    "package.crate.gz": "package.crate.gz",
    "words.json": "words.json",
    "facts.json": "facts.json",
    "states.json": "states.json",
}
"""What every way to start needs, and the name that the reader is told: a module stands for its worker."""
FEW: Final = ("worker.js", "pyodide.asm.wasm", "package.crate.gz", "words.json")
"""One of each sort: a module, the runtime, our code, our words; the others are long."""
LATE: Final = (
    "worker.js",
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "package.crate.gz",
    "words.json",
)
STANDS: Final = "the rest of the plan stands"
PLAN: Final = """() => Array.from(document.querySelectorAll("main > :not(.bywhen), .bywhen [data-slot], [data-letter-text]"),
  part => part.textContent)"""
"""All that a reader can read, but for the line and the button of the engine."""


def _fail(reader: Reader, file: str, mode: Mode) -> None:
    reader.server.faults.clear()
    reader.server.faults.add(f"assets/engine/*/{file}", mode)


def _is_told(reader: Reader, file: str, written: list[str], *, again: bool) -> None:
    """See that the plan stands as it was written and that the line names what is missing."""
    reader.engine("failed")
    expect(reader.line).to_contain_text(FILES[file])
    expect(reader.line).to_contain_text(STANDS)
    if again:
        expect(reader.button).to_have_text("Try again")
    else:
        expect(reader.button).to_be_hidden()
        expect(reader.line).to_contain_text("Reload the page")
    assert reader.run(PLAN) == written
    expect(reader.page.locator("[data-letter-text]").first).to_be_visible()
    expect(reader.page.locator("[data-input=held_sum]")).to_have_value("600")


def _heals(reader: Reader) -> None:
    reader.server.faults.clear()
    reader.start_engine()
    expect(reader.slot("slot:held_sum")).to_have_text("600 USD")


@pytest.mark.parametrize(
    "file", [pytest.param(file, marks=() if file in FEW else pytest.mark.long) for file in FILES]
)
def test_when_a_file_of_the_engine_fails_the_plan_stands_and_a_retry_heals_it(
    reader: Reader, watch: Watch, file: str
) -> None:
    reader.open(STORY)
    written = reader.run(PLAN)
    _fail(reader, file, "missing")
    reader.type("held_sum", "600")
    _is_told(reader, file, written, again=True)
    _fail(reader, file, "truncate")
    reader.button.click()
    _is_told(reader, file, written, again=False)
    _fail(reader, file, "garbage")
    reader.page.reload()
    reader.button.click()
    _is_told(reader, file, written, again=True)
    _heals(reader)
    # A worker that cannot be loaded at all is an error of the page as well.
    watch.errors[:] = [error for error in watch.errors if not error.startswith("uncaught: ")]


@pytest.mark.parametrize("file", LATE)
def test_when_a_file_of_the_engine_never_comes_the_page_does_not_wait_for_ever(
    reader: Reader, file: str
) -> None:
    reader.page.clock.install(time=NOON)
    reader.open(STORY)
    written = reader.run(PLAN)
    _fail(reader, file, "hang")
    reader.type("held_sum", "600")
    reader.page.clock.run_for(300)
    until(lambda: any(seen.fault for seen in reader.server.seen), "the file was never asked for", 60)
    # All the others come first, so that it is this one which is waited for.
    before = ""
    while before != (before := f"{reader.line.inner_text()}{sum(seen.sent for seen in reader.server.seen)}"):
        time.sleep(2)
    reader.engine("loading")
    reader.page.clock.run_for(21_000)
    _is_told(reader, file, written, again=True)
    if file == "pyodide.asm.wasm":
        _heals(reader)


@pytest.mark.parametrize("mode", ["refuse", "rate_limit", "wrong_type"])
def test_every_other_way_to_fail_is_told_too(reader: Reader, mode: Mode) -> None:
    reader.open(STORY)
    written = reader.run(PLAN)
    _fail(reader, "pyodide.mjs", mode)
    reader.type("held_sum", "600")
    _is_told(reader, "pyodide.mjs", written, again=True)
