"""A device whose clock is wrong by years: a plan stands, what can be worked out is, and nothing breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.reader import STORY, Reader

if TYPE_CHECKING:
    from tests.browser.conftest import Watch


def _stands(reader: Reader, watch: Watch) -> None:
    expect(reader.page.locator(".verdict").first).to_be_visible()
    expect(reader.page.locator(".donot").first).to_be_visible()
    assert [text for text in watch.console if text.startswith("error")] == []


def test_a_clock_that_is_years_ahead_still_fills_in_a_plan(reader: Reader, watch: Watch) -> None:
    reader.page.clock.set_fixed_time("2041-11-21T12:00:00Z")
    reader.open(STORY)
    reader.type("held_sum", "600")
    reader.engine()
    expect(reader.slot("slot:held_sum")).to_have_text("600 USD")
    for day in ("2041-11-12", "2026-11-12"):
        reader.type("sent_on", day)
        expect(reader.slot("date:sent")).to_have_text("12 November")
    _stands(reader, watch)


def test_a_clock_from_before_upwork_fills_in_what_was_typed(reader: Reader, watch: Watch) -> None:
    reader.page.clock.set_fixed_time("1999-11-21T12:00:00Z")
    reader.open(STORY)
    reader.type("held_sum", "600")
    reader.type("sent_on", "2026-11-12")
    reader.engine()
    expect(reader.slot("slot:held_sum")).to_have_text("600 USD")
    expect(reader.slot("date:sent")).to_have_text("12 November")
    _stands(reader, watch)
