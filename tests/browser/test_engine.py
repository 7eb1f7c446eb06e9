"""The engine behind a plan: what it fills, what it refuses, when it comes, and how it is revived."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.reader import NOON, STORY, Reader, address, automaton, slugs, until
from wizard.core.automaton import leaves

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import CDPSession

    from tests.browser.conftest import Watch

WAITING: Final = {
    "notice": "none",
    "contract": "fixed",
    "contract_status": "active",
    "money": "in_review",
    "review_age": "within",
}
ZONES: Final = {
    # zone: the moments 2026-11-23T12:00Z, 2026-11-27T23:59Z, 2026-12-06T00:00Z and 2026-07-06T00:00Z there
    "Africa/Lagos": ("Mon 23 Nov, 13:00", "Sat 28 Nov, 00:59", "Sun 6 Dec, 01:00", "Mon 6 Jul, 01:00"),
    "Europe/Kiev": ("Mon 23 Nov, 14:00", "Sat 28 Nov, 01:59", "Sun 6 Dec, 02:00", "Mon 6 Jul, 03:00"),
    "Asia/Karachi": ("Mon 23 Nov, 17:00", "Sat 28 Nov, 04:59", "Sun 6 Dec, 05:00", "Mon 6 Jul, 05:00"),
    "Asia/Kolkata": ("Mon 23 Nov, 17:30", "Sat 28 Nov, 05:29", "Sun 6 Dec, 05:30", "Mon 6 Jul, 05:30"),
    "Asia/Dhaka": ("Mon 23 Nov, 18:00", "Sat 28 Nov, 05:59", "Sun 6 Dec, 06:00", "Mon 6 Jul, 06:00"),
    "Asia/Manila": ("Mon 23 Nov, 20:00", "Sat 28 Nov, 07:59", "Sun 6 Dec, 08:00", "Mon 6 Jul, 08:00"),
}
HOSTILE: Final = {
    "markup": "<img src=x onerror=hurt=1><script>hurt=1</script>",
    "an attribute": '" autofocus onfocus="hurt=1',
    "an entity": "&lt;b&gt;&amp;",
    "a template": "{{ 7*7 }}{% for x in y %}${hurt=1}",
    "words of our grammar": "**bold** {slot:held_sum} [text](submit_today)",
    "right to left": "\u05d4\u05d5\u05d3\u05e2\u05d4 \u0645\u0631\u062d\u0644\u0629",
    "emoji": "\U0001f9d1\U0001f3fd\u200d\U0001f4bb \U0001f1f3\U0001f1ec logo",
}


@pytest.fixture
def zone(living: Reader) -> Iterator[CDPSession]:
    """A line to the browser's clock setting."""
    session = living.page.context.new_cdp_session(living.page)
    yield session
    session.send("Emulation.setTimezoneOverride", {"timezoneId": ""})
    session.detach()


def _force(reader: Reader, field: str, value: str) -> None:
    """Put a value into a field that the field itself would not let through."""
    reader.page.locator(f'[data-input="{field}"]').evaluate(
        """(field, value) => {
          field.type = "text";
          field.value = value;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        value,
    )


def test_typed_dates_sums_and_names_fill_every_place_that_speaks_of_them(living: Reader) -> None:
    living.type("held_sum", "600")
    living.type("milestone", "Logo, second draft")
    living.type("sent_on", "2026-11-12")
    for slot, text in {
        "slot:held_sum": "600 USD",
        "slot:milestone": "Logo, second draft",
        "date:sent": "12 November",
        "date:submit_day": "Saturday 21 November",
        "date:submit_safe": "Mon 7 Dec 2026",
        "date:reply_by": "Friday 27 November",
        "date:firm_from": "Sat 28 Nov 2026",
        "date:firm_by": "Wednesday 2 December",
    }.items():
        for place in living.page.locator(f'[data-slot="{slot}"]').all():
            expect(place).to_have_text(text)
    expect(living.slot("date:submit_end")).to_contain_text("They end on Sat 5 Dec 2026")
    expect(living.slot("date:submit_withdraw")).to_contain_text("Sat 12 Dec 2026")
    expect(living.step).to_have_attribute("data-answered-by", "engine")
    expect(living.line).to_have_text("Filled in, wherever this plan has a place for it.")
    living.type("submitted_on", "2026-11-16")
    expect(living.slot("date:submit_end")).to_contain_text("They end on Mon 30 Nov 2026")
    living.type("sent_on", "")
    expect(living.slot("date:sent")).to_have_text("[date you sent them]")


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_typed_is_text_and_never_markup(living: Reader, kind: str) -> None:
    elements = living.run("document.querySelector('main').querySelectorAll('*').length")
    living.type("milestone", HOSTILE[kind])
    expect(living.slot("slot:milestone")).to_have_text(" ".join(HOSTILE[kind].split()))
    assert living.page.locator('[data-slot="slot:milestone"] *').count() == 0
    living.type("milestone", "")
    expect(living.slot("slot:milestone")).to_have_text("the milestone")
    assert living.run("document.querySelector('main').querySelectorAll('*').length") == elements
    assert living.run("typeof hurt") == "undefined"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("milestone", "x" * 10_000, "too long"),
        ("milestone", "\u200b\u202e\u2066", "nothing to read"),
        ("held_sum", "<b>600</b>", r"\w"),
        ("held_sum", "9" * 10_000, r"\w"),
        ("held_sum", "-600", r"\w"),
        ("sent_on", "2026-02-31", "not a day we can read"),
        ("sent_on", "12/11/2026", "not a day we can read"),
        ("sent_on", "0001-01-01", "cannot be right"),
        ("sent_on", "2026-11-23", "still to come"),
        ("sent_on", "x" * 10_000, "not a day we can read"),
        ("sent_on", "<script>hurt=1</script>", "not a day we can read"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_read_is_told_at_its_field_and_the_rest_is_filled(
    living: Reader, field: str, value: str, says: str
) -> None:
    other = "held_sum" if field != "held_sum" else "sent_on"
    living.type(other, {"held_sum": "600", "sent_on": "2026-11-12"}[other])
    _force(living, field, value)
    problem = living.page.locator(f'[data-problem="{field}"]')
    expect(problem).to_have_text(re.compile(says))
    assert len(problem.inner_text()) < 300
    assert problem.locator("*").count() == 0
    expect(living.page.locator(f'[data-input="{field}"]')).to_have_attribute("aria-invalid", "true")
    expect(living.slot({"held_sum": "slot:held_sum", "sent_on": "date:sent"}[other])).to_have_text(
        {"held_sum": "600 USD", "sent_on": "12 November"}[other]
    )
    assert living.run("typeof hurt") == "undefined"
    _force(living, field, "")
    expect(problem).to_have_text("")
    expect(living.page.locator(f'[data-input="{field}"]')).not_to_have_attribute("aria-invalid", "true")


def test_a_field_that_is_being_typed_in_is_never_replaced(living: Reader) -> None:
    field = living.page.locator("[data-input=milestone]")
    field.evaluate("field => { globalThis.mine = field }")
    field.click()
    for letter in "Logo and name":
        living.page.keyboard.type(letter)
        living.page.wait_for_timeout(60)
    living.page.keyboard.press("ArrowLeft")
    expect(living.slot("slot:milestone")).to_have_text("Logo and name")
    assert living.run("document.activeElement === globalThis.mine && globalThis.mine.isConnected")
    expect(field).to_have_value("Logo and name")
    assert living.run("globalThis.mine.selectionStart") == len("Logo and name") - 1


def test_what_is_typed_in_quick_succession_ends_with_the_last_word(living: Reader) -> None:
    for number in range(30):
        living.type("milestone", f"draft {number}")
    expect(living.slot("slot:milestone")).to_have_text("draft 29")


def test_the_way_to_a_plan_never_asks_for_the_engine_and_a_typed_value_does(reader: Reader) -> None:
    reader.open({}, "notice")
    for question, option in STORY.items():
        reader.answer(f"{question}.{option}").click()
    reader.at(automaton().of(STORY))
    reader.settle()
    assert reader.asked_for("assets/engine/") == []
    expect(reader.page.locator("html")).to_have_attribute("data-engine", "off")
    expect(reader.step).to_have_attribute("data-answered-by", "bundle")
    reader.server.faults.add("assets/engine/*", "missing")
    reader.type("held_sum", "600")
    until(lambda: bool(reader.asked_for("assets/engine/")), "the engine was not asked for")


def test_the_line_says_how_far_the_engine_is_and_the_button_can_stop_it(reader: Reader) -> None:
    reader.open(STORY)
    reader.server.faults.add("assets/engine/*/package.crate.gz", "delay", seconds=4)
    expect(reader.line).to_have_text("")
    reader.type("held_sum", "600")
    reader.engine("loading")
    expect(reader.line).to_contain_text("Getting the calculator.")
    expect(reader.line).to_contain_text(re.compile(r"\d\.\d of \d\.\d MB"))
    expect(reader.button).to_have_text("Working")
    expect(reader.button).to_be_disabled()
    reader.page.locator("[data-stop-engine]").click()
    reader.engine("off")
    expect(reader.button).to_have_text("Work out my dates")
    expect(reader.line).to_contain_text("still here")
    reader.server.faults.clear()
    reader.start_engine()
    expect(reader.line).to_have_text("Filled in, wherever this plan has a place for it.")
    expect(reader.slot("slot:held_sum")).to_have_text("600 USD")
    expect(reader.button).to_be_hidden()
    expect(reader.page.locator("[data-stop-engine]")).to_be_hidden()
    marks = reader.run("performance.getEntriesByType('mark').map(mark => mark.name)")
    assert {"engine-requested", "engine-ready"} <= set(marks)


@pytest.mark.parametrize("place", ZONES)
def test_a_moment_stands_in_the_time_of_the_reader(living: Reader, zone: CDPSession, place: str) -> None:
    zone.send("Emulation.setTimezoneOverride", {"timezoneId": place})
    opens, closes, winter, summer = ZONES[place]
    local = """async moments => {
      const start = document.querySelector("script[type=module]").src;
      const { local } = await import(new URL("localtime.js", start));
      return moments.map(moment => local(new Date(moment)));
    }"""
    moments = ["2026-11-23T12:00Z", "2026-11-27T23:59Z", "2026-12-06T00:00Z", "2026-07-06T00:00Z"]
    assert living.run(local, moments) == [opens, closes, winter, summer]
    for day, stamp, shown in (
        ("2026-11-21", "2026-12-06T00:00Z", winter),
        ("2026-06-21", "2026-07-06T00:00Z", summer),
    ):
        living.type("submitted_on", day)
        time = living.page.locator(f'[data-slot="date:submit_end"] time[datetime="{stamp}"]').first
        expect(time).to_have_text(f"{shown} your time")
        expect(time).to_have_attribute("title", re.compile("00:00 UTC"))


def test_trail_reasons_and_the_other_way_are_those_of_the_reader(living: Reader) -> None:
    trail = living.page.locator("[data-trail] li")
    expect(trail).to_have_count(len(STORY))
    expect(living.page.locator("[data-why] li")).to_have_count(len(STORY))
    expect(living.page.locator("[data-why]")).to_contain_text("sent in Messages")
    expect(living.page.locator("[data-otherwise]")).to_contain_text("If you had said")
    living.page.locator("[data-otherwise] a").click()
    living.at(automaton().of(STORY | {"delivery": "kept"}))
    living.page.go_back()
    living.at(automaton().of(STORY))


def test_the_trail_of_the_engine_changes_an_answer_that_the_page_itself_cannot_know(living: Reader) -> None:
    living.go(WAITING)
    living.change("money").click()
    living.at("money")
    living.answer("money.pending").click()
    living.at("released-pending")


def test_a_page_without_answers_shows_none_as_the_readers_own(living: Reader) -> None:
    living.go({}, "hourly-tracked")
    expect(living.step).to_have_attribute("data-answered-by", "engine")
    expect(living.page.locator("[data-why]")).to_be_hidden()
    expect(living.page.locator("[data-otherwise]")).to_be_hidden()


def test_a_day_that_has_passed_is_noted_with_the_plan_for_it(living: Reader) -> None:
    living.go(WAITING)
    note = living.page.locator("[data-passed]")
    living.type("submitted_on", "2026-11-12")
    expect(living.slot("date:review_safe")).to_have_text("Sat 28 Nov 2026")
    expect(note).to_be_hidden()
    living.type("submitted_on", "2026-10-12")
    expect(note).to_be_visible()
    expect(note).to_contain_text("this time is over")
    note.get_by_role("link").click()
    living.at(automaton().of(WAITING | {"review_age": "over"}))


def test_every_result_is_filled_without_a_mismatch(living: Reader) -> None:
    paths = {path.state: path for path in automaton().paths if not leaves(path.state)}
    for path in paths.values():
        living.go(path.answers)
        expect(living.step).to_have_attribute("data-answered-by", "engine")
        expect(living.step).not_to_have_attribute("data-mismatch", "")
        assert living.page.locator("[data-trail] li").count() == len(path.answers), path.state
    assert set(paths) == set(slugs("result"))


def test_the_whole_plan_can_be_taken_along_as_text(living: Reader) -> None:
    living.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    living.run("() => { navigator.share = undefined }")
    living.type("held_sum", "600")
    expect(living.slot("slot:held_sum")).to_have_text("600 USD")
    living.page.locator("[data-share]").click()
    expect(living.page.locator("[data-shared]")).to_contain_text("Copied")
    text = str(living.run("navigator.clipboard.readText()"))
    assert "The 600 USD is still held." in text
    assert "DO NOT" in text
    living.page.locator("[data-copy]").first.click()
    expect(living.page.locator("[data-copied]").first).to_contain_text("Fill in before you send it: [name]")
    assert str(living.run("navigator.clipboard.readText()")).startswith("Hi [name], I have now submitted")


def test_an_engine_that_crashes_is_started_again_and_answers_what_was_asked(
    reader: Reader, watch: Watch
) -> None:
    reader.open(STORY)
    reader.start_engine()
    asked = len(reader.asked_for("worker.js"))
    (worker,) = reader.page.workers
    # Busy for a while, so that the next question is on its way when it dies.
    worker.evaluate(
        """setTimeout(() => {
          for (const end = Date.now() + 1500; Date.now() < end;);
          throw new Error("killed by the test");
        })"""
    )
    reader.type("held_sum", "600")
    reader.engine("loading")
    reader.engine()
    expect(reader.slot("slot:held_sum")).to_have_text("600 USD")
    assert len(reader.page.workers) == 1
    assert len(reader.asked_for("worker.js")) >= asked
    watch.errors[:] = [error for error in watch.errors if "killed by the test" not in error]


def test_an_engine_that_falls_silent_twice_is_given_up_and_can_be_tried_again(reader: Reader) -> None:
    reader.page.clock.install(time=NOON)
    reader.open(STORY)
    reader.start_engine()
    expect(reader.step).to_have_attribute("data-answered-by", "engine")
    deaf = "() => { addEventListener('message', event => event.stopImmediatePropagation(), true); close() }"
    reader.page.workers[0].evaluate(deaf)
    reader.type("held_sum", "600")
    reader.page.clock.run_for(300)
    # It is deaf from its first moment the second time.
    reader.run("() => { globalThis.Worker = class extends Worker { postMessage() {} } }")
    reader.page.clock.run_for(16_000)
    reader.engine("loading")
    reader.engine("ready")
    reader.page.clock.run_for(46_000)
    reader.engine("failed")
    expect(reader.line).to_contain_text("does not answer")
    expect(reader.line).to_contain_text("the rest of the plan stands")
    expect(reader.button).to_have_text("Try again")
    reader.run("() => { globalThis.Worker = Object.getPrototypeOf(Worker) }")
    reader.start_engine()
    expect(reader.slot("slot:held_sum")).to_have_text("600 USD")


def test_a_reply_for_another_state_fills_nothing(living: Reader) -> None:
    kept = living.run("document.querySelector('[data-slot=\"slot:held_sum\"]').textContent")
    living.run("() => { document.querySelector('main').dataset.state = 'elsewhere' }")
    living.type("held_sum", "600")
    expect(living.step).to_have_attribute("data-mismatch", "")
    expect(living.line).to_contain_text("Reload the page")
    assert living.slot("slot:held_sum").inner_text() == kept
    living.run("slug => { document.querySelector('main').dataset.state = slug }", automaton().of(STORY))


def test_without_the_book_the_dates_of_a_page_are_worked_out_by_the_way_that_it_names(reader: Reader) -> None:
    reader.page.clock.set_fixed_time(NOON)
    reader.server.faults.add("assets/flows/*", "missing")
    reader.open({}, automaton().of(WAITING))
    reader.type("submitted_on", "2026-11-12")
    reader.engine()
    expect(reader.slot("date:review_safe")).to_have_text("Sat 28 Nov 2026")
    expect(reader.page.locator("[data-otherwise]")).to_be_hidden()
    reader.open(STORY, automaton().of(WAITING))
    reader.type("submitted_on", "2026-11-13")
    reader.engine()
    expect(reader.slot("date:review_safe")).to_have_text("Sun 29 Nov 2026")
    expect(reader.step).not_to_have_attribute("data-mismatch", "")


def test_a_return_with_typed_values_keeps_them_and_waits_for_the_reader(reader: Reader) -> None:
    reader.open(STORY)
    reader.server.faults.add("assets/engine/*", "missing")
    reader.type("milestone", "Logo")
    reader.engine("failed")
    reader.page.reload()
    expect(reader.page.locator("[data-input=milestone]")).to_have_value("Logo")
    expect(reader.line).to_contain_text("still here")
    kept: dict[str, Any] = json.loads(reader.run("localStorage['even-keel.inputs']"))
    assert kept == {"ghosting": {"milestone": "Logo"}}
    assert reader.page.url == reader.server.url + address(STORY)
