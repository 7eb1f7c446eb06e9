"""The worked example in its three lives: a page without scripts, a page with its engine, and the terminal."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import pytest
from playwright.sync_api import expect

from tests.browser.reader import NOON, STORY, Reader, address, automaton

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import OpenContext

ROOT: Final = Path(__file__).resolve().parents[2]
TYPED: Final = {"held_sum": "600", "sent_on": "2026-11-12"}
DATE: Final = re.compile(r"\b\d{1,2} (?:Nov|Dec)\w*(?: 2026)?")
SECTIONS: Final = """() => {
  const main = document.querySelector("main").cloneNode(true);
  for (const details of main.querySelectorAll("details")) details.open = true;
  const out = "form, button, [role=status], [data-passed], [data-why], [data-otherwise], [data-trail]";
  for (const place of main.querySelectorAll(out)) place.remove();
  for (const slot of main.querySelectorAll("[data-slot]")) slot.textContent = `{${slot.dataset.slot}}`;
  return Array.from(main.children, part => part.textContent.replace(/\\s+/g, " ").trim()).filter(Boolean);
}"""
"""Each part of a plan as text, with the name of a slot in the place of what stands in it."""
READ: Final = """() => {
  const main = document.querySelector("main").cloneNode(true);
  for (const place of main.querySelectorAll("form, button, [role=status]")) place.remove();
  // Blocks do not part words of their own.
  for (const block of main.querySelectorAll("p, li, td, th, h1, h2, h3, div, summary, section")) block.append(" ");
  return main.textContent.replace(/\\s+/g, " ");
}"""


def _terminal(*more: str) -> str:
    pairs = [f"{name}={value}" for name, value in (STORY | TYPED).items()]
    command = (sys.executable, "-m", "wizard", "advise", "ghosting", *pairs, "--on", "2026-11-21", *more)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def static(open_context: OpenContext) -> Page:
    """The plan with scripts off."""
    page = open_context(java_script_enabled=False).new_page()
    page.goto(address(STORY))
    return page


@pytest.fixture
def live(living: Reader) -> Reader:
    """The plan with the engine, in Lagos, with what the story types."""
    session = living.page.context.new_cdp_session(living.page)
    session.send("Emulation.setTimezoneOverride", {"timezoneId": "Africa/Lagos"})
    for field, value in TYPED.items():
        living.type(field, value)
    expect(living.slot("slot:held_sum")).to_have_text("600 USD")
    expect(living.slot("date:sent")).to_have_text("12 November")
    session.send("Emulation.setTimezoneOverride", {"timezoneId": ""})
    session.detach()
    return living


def _pieces(line: str) -> list[str]:
    """Return the sentences of a line of the terminal, without what only a terminal needs."""
    line = re.sub(r"^\s*(?:[-!]|\d+\.)\s+", "", line).strip()
    row = re.fullmatch(r"(.+): Costs (.+); Brings (.+); Days: (.+)", line)
    if row:
        return list(row.groups())
    source = re.fullmatch(r"(.+) \(read on (.+?)\) https://\S+", line)
    if source:
        return list(source.groups())
    line = line.replace("Sun 6 Dec 2026, 01:00 Africa/Lagos", "Sun 6 Dec, 01:00 your time")
    return re.split(r"(?<=[.:?!]) ", line) if line else []


def test_the_three_lives_decide_the_same(static: Page, live: Reader) -> None:
    there = json.loads(_terminal("--json"))
    assert there["state"] == automaton().of(STORY)
    assert there["answers"] == live.fragment.removeprefix("#")
    assert static.locator("main").get_attribute("data-state") == there["state"]
    assert live.step.get_attribute("data-state") == there["state"]


def test_the_page_with_its_engine_says_the_sentences_of_the_page_without_scripts(
    static: Page, live: Reader
) -> None:
    written = static.evaluate(SECTIONS)
    assert len(written) > 15
    assert live.run(SECTIONS) == written


def test_without_scripts_each_slot_says_the_rule_or_leaves_a_blank(static: Page) -> None:
    for slot in static.locator("[data-slot]").all():
        name, text = slot.get_attribute("data-slot"), slot.text_content() or ""
        assert text, name
        assert not DATE.search(text), f"{name} has a date that nobody worked out: {text}"
    expect(static.locator("table.clock")).to_contain_text("15th")


def test_the_terminal_says_the_sentences_of_the_page_with_its_engine(live: Reader) -> None:
    read = cast("str", live.run(READ)).lower()
    missing = [
        piece
        for line in _terminal("--zone", "Africa/Lagos").splitlines()
        for piece in _pieces(line)
        if " ".join(piece.lower().split()).rstrip(":") not in read
    ]
    # The foot of a page stands below its plan.
    assert [piece for piece in missing if piece not in live.page.locator("footer").inner_text()] == []


def test_live_page_and_terminal_name_the_same_dates(live: Reader) -> None:
    terminal = _terminal("--zone", "Africa/Lagos").replace("Sun 6 Dec 2026, 01:00", "Sun 6 Dec, 01:00")
    here = DATE.findall(cast("str", live.run(READ)))
    assert set(here) == set(DATE.findall(terminal))
    assert {
        "5 Dec 2026",
        "7 Dec 2026",
        "6 Dec",
        "12 Dec 2026",
        "27 November",
        "28 Nov 2026",
        "2 December",
    } <= set(here)


def test_the_text_to_take_along_is_the_plan_of_the_terminal(live: Reader) -> None:
    live.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    live.run("() => { navigator.share = undefined }")
    live.page.locator("[data-share]").click()
    expect(live.page.locator("[data-shared]")).to_contain_text("Copied")
    # Copied text leaves the page and its time zone, so it names the hour in UTC.
    assert live.run("navigator.clipboard.readText()") == _terminal()


def test_the_day_of_the_story_is_the_day_of_the_page(live: Reader) -> None:
    assert live.run("new Date().toISOString().slice(0, 10)") == NOON[:10]
