"""What the case file answers to a press: where it stands, where the focus is, and what is read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import pytest
from playwright.sync_api import expect

from tests.browser.filer import Filer

if TYPE_CHECKING:
    from playwright.sync_api import Locator

    from wizard.publish.server import Server

LOW: Final = {"width": 320, "height": 480}
NEAR: Final = 3
"""Presses of Tab from what was pressed to the button that undoes it, at most."""
LETTERS: Final = 32
"""Pixels of a letter where a reader has set her browser to letters twice as large."""
HEARD: Final = """() => {
  globalThis.heard = [];
  const aloud = document.querySelector("[data-case-said]");
  new MutationObserver(() => globalThis.heard.push(aloud.textContent))
    .observe(aloud, { childList: true, characterData: true, subtree: true });
}"""


@pytest.fixture
def filer(page: Any, server: Server) -> Filer:
    """Someone at a fresh device; nothing is kept on it."""
    return Filer(page, server)


def _low(filer: Filer) -> Filer:
    """Make the screen as low as that of an old phone, with letters twice as large."""
    filer.page.set_viewport_size(cast("Any", LOW))
    session = filer.page.context.new_cdp_session(filer.page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": LETTERS, "fixed": LETTERS}})
    return filer


def _answered(filer: Filer, says: str, focus: Locator) -> None:
    """The answer is on the screen, the focus is on what was pressed, and Tab leads from there soon to its button."""
    expect(filer.said).to_contain_text(says)
    expect(filer.said).to_be_in_viewport(ratio=0.9)
    expect(focus).to_be_focused()
    button = filer.said.get_by_role("button")
    # The other two buttons of a topic stand between.
    for _ in range(NEAR):
        filer.page.keyboard.press("Tab")
        if button.evaluate("place => place === document.activeElement"):
            break
    expect(button).to_be_focused()
    expect(filer.said).to_be_in_viewport(ratio=0.9)


def test_what_was_saved_is_told_beside_what_was_pressed_on_a_low_screen_with_large_letters(
    filer: Filer,
) -> None:
    _low(filer.come())
    filer.add()
    _answered(filer, "Saved.", filer.record.locator("h2"))
    filer.drawn()
    for number in range(2):
        filer.log("note", says=f"Line {number}")
        expect(filer.record.locator("ol.log li")).to_have_count(number + 1)
        _answered(filer, "Saved.", filer.record.locator('form[data-entry="log"] [type=submit]'))
    for sum_ in ("600", "700"):
        filer.value("held_sum", sum_)
        _answered(filer, "Saved.", filer.record.locator('form[data-value="held_sum"] [type=submit]'))
    for to in ("done", "not_relevant"):
        done = filer.tick("scope_written", to)
        expect(filer.record.locator('[data-topic="scope_written"] .since')).to_be_visible()
        _answered(filer, "Saved.", done)
    assert filer.run("document.documentElement.scrollWidth") <= LOW["width"]


def test_the_answer_stays_with_what_was_pressed_when_python_draws_anew(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    topic = filer.record.locator('[data-topic="scope_written"]')
    filer.tick("scope_written")
    expect(topic.locator(".since")).to_be_visible()
    expect(topic.locator("[data-answered]")).to_contain_text("Saved.")
    filer.said.get_by_role("button", name="Undo").click()
    expect(topic.locator("[data-answered]")).to_contain_text("Undone.")
    expect(filer.said.get_by_role("button", name="Put it back")).to_be_focused()
    expect(topic).to_have_attribute("data-state", "open")
    expect(filer.said.get_by_role("button", name="Put it back")).to_be_focused()
    filer.page.keyboard.press("Enter")
    expect(topic).to_have_attribute("data-state", "done")
    expect(topic.locator("[data-answered]")).to_contain_text("Saved.")


def test_a_line_that_is_taken_back_leaves_its_answer_at_the_end_of_the_lines(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    filer.log("note", says="First")
    filer.log("note", says="Second")
    lines = filer.record.locator("ol.log li")
    expect(lines).to_have_count(2)
    for left in (1, 0):
        lines.first.locator("[data-undo]").click()
        expect(lines).to_have_count(left)
        expect(filer.record.locator('[data-part="log"] [data-answered]')).to_contain_text("Undone.")
        expect(filer.said.get_by_role("button", name="Put it back")).to_be_focused()


def test_the_same_sentence_is_read_aloud_each_time_with_the_button_that_comes_next(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    expect(filer.heard).to_have_text("Saved. The button \u201cUndo\u201d follows.")
    filer.run(HEARD)
    for sum_ in ("600", "700"):
        filer.value("held_sum", sum_)
        expect(filer.record.locator("#in-value-held_sum")).to_have_value(sum_)
        filer.page.wait_for_timeout(500)
    assert filer.run("globalThis.heard") == ["", "Saved. The button \u201cUndo\u201d follows."] * 2


def test_an_older_value_is_set_right_in_three_taps(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    filer.value("held_sum", "600")
    filer.tick("scope_written")
    filer.log("note", says="Something else since.")
    expect(filer.record.locator("ol.log li")).to_have_count(1)
    # To type anew and save; to press another button; to unfold and press.
    filer.value("held_sum", "")
    expect(filer.record.locator("#in-value-held_sum")).to_have_value("")
    filer.tick("scope_written", "open")
    expect(filer.record.locator('[data-topic="scope_written"] .since')).to_have_count(0)
    filer.record.locator("details.settings > summary").click()
    hourly = filer.record.get_by_role("group", name="Kind of contract").get_by_role("button", name="Hourly")
    hourly.click()
    expect(hourly).to_have_attribute("aria-pressed", "true")
    expect(hourly).to_be_focused()
    expect(filer.record.locator("[data-state]").first).to_contain_text("Hourly.")
    expect(filer.record.locator('form[data-value="disputed_on"]')).to_be_visible()
    assert filer.kinds() == ["opened", "value", "tick", "log", "value", "tick", "known"]


def test_a_running_time_opens_the_dates_tool_with_its_event(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    filer.value("submitted_on", filer.run("new Date(Date.now() - 2 * 864e5).toISOString().slice(0, 10)"))
    started = filer.record.locator("#in-value-submitted_on").input_value()
    filer.record.locator(".due a", has_text="to the hour").click()
    form = filer.page.locator('form[data-tool="dates"]')
    expect(form.locator('[data-input="event"]')).to_have_value("submitted")
    expect(form.locator('[data-input="on"]')).to_have_value(started)
    expect(form.locator('[data-input="at"]')).to_have_value("")
    assert "#" not in filer.page.url


def test_what_is_told_without_a_press_stands_at_the_top(filer: Filer) -> None:
    filer.come("case-file/#record=000000000000")
    expect(filer.page.locator("[data-case-line] [data-answered]")).to_contain_text("no such contract")
    expect(filer.heard).to_contain_text("no such contract")


def test_the_question_before_erasing_can_be_left_by_a_key(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.page.locator("[data-back] a").click()
    erase, asked = filer.page.locator("[data-erase]"), filer.page.get_by_role("alertdialog")
    erase.click()
    expect(asked).to_have_accessible_name("Erase everything?")
    expect(asked).to_have_accessible_description(filer.page.locator("#erase-tells").inner_text())
    keep = asked.get_by_role("button", name="Keep it")
    expect(keep).to_be_focused()
    filer.page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    expect(erase).to_be_focused()
    erase.click()
    erase.click()
    expect(asked).to_have_count(1)
    expect(keep).to_be_focused()
    keep.click()
    expect(asked).to_have_count(0)
    expect(erase).to_be_focused()
    assert filer.kinds() == ["opened"]


def test_a_file_that_is_made_is_told_beside_its_button(filer: Filer) -> None:
    _low(filer.come())
    filer.add()
    filer.page.locator("[data-back] a").click()
    filer.export()
    expect(filer.said).to_contain_text("The file is made")
    expect(filer.said).to_be_in_viewport()
    assert filer.page.locator("[data-backup]").evaluate(
        "(place, said) => place.contains(said)", filer.said.element_handle()
    )
