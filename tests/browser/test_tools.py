"""Tools on their pages: the same figures as here, by keyboard, on a phone, without scripts, without an engine."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, cast

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import AXE, EVIDENCE
from tests.browser.questions import differing
from tests.browser.reader import ENGINE_SECONDS, STORY, Reader, until
from tests.browser.test_access import CHECK as VIOLATIONS
from tests.browser.test_access import NARROW, SMALL, TAGS, WIDE
from tests.conftest import FIGURE
from tests.tools.samples import TODAY, typed
from wizard.publish import states
from wizard.tools import TOOLS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import AskEngine, OpenContext
    from wizard.tools.model import Tool

SETS: Final = 220
NOON: Final = f"{TODAY.isoformat()}T12:00:00Z"
GOOD: Final[dict[str, dict[str, str]]] = {}
"""Tool -> what is typed for a report that has everything; the first seed that gives one."""

every_tool = pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.id)


def good(tool: Tool) -> dict[str, str]:
    desk = states.desk()
    if tool.id not in GOOD:
        GOOD[tool.id] = next(
            given
            for given in (typed(tool, seed) for seed in range(99))
            if desk.work(tool, given, TODAY).report
        )
    return GOOD[tool.id]


def _named(id_: str) -> Tool:
    return next(tool for tool in TOOLS if tool.id == id_)


def _open(reader: Reader, tool: Tool) -> None:
    reader.page.clock.set_fixed_time(NOON)
    reader.page.goto(f"tools/{tool.slug}/")
    expect(reader.page.locator("form[data-tool]")).to_be_visible()


@every_tool
def test_the_first_field_stands_on_the_first_screen_below_a_heading(reader: Reader, tool: Tool) -> None:
    reader.page.set_viewport_size({"width": 360, "height": 640})
    _open(reader, tool)
    field = reader.page.locator("form[data-tool] [data-input]").first
    expect(field).to_be_in_viewport(ratio=0.99)
    form = reader.page.get_by_role("form", name="Work it out here")
    expect(form.locator(":scope > :first-child")).to_have_role("heading")


def test_a_long_choice_is_read_whole_on_a_narrow_screen(reader: Reader) -> None:
    reader.page.set_viewport_size({"width": 320, "height": 640})
    _open(reader, _named("score"))
    choice = reader.page.locator("form[data-tool] select").first
    lines = choice.evaluate("field => field.offsetHeight")
    choice.evaluate("field => { field.options[0].text = 'a choice of many words '.repeat(5) }")
    assert choice.evaluate("field => field.offsetHeight") > lines * 1.5
    assert reader.run("() => document.documentElement.scrollWidth") <= 320


def fill(reader: Reader, given: dict[str, str]) -> None:
    expect(reader.page.locator("form[data-tool]")).to_be_visible()
    rows = max((int(name.partition(".")[0]) for name in given if "." in name), default=0)
    while reader.page.locator("fieldset.row").count() < rows:
        reader.page.locator("[data-add-row]").click()
    # What another field brings out comes after it.
    for name, value in given.items():
        field = reader.page.locator(f'[data-input="{name}"]')
        if field.is_visible() and field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
    for name, value in given.items():
        field = reader.page.locator(f'[data-input="{name}"]')
        if field.is_visible() and field.evaluate("field => field.tagName") != "SELECT":
            field.fill(value)


def work(reader: Reader) -> None:
    reader.page.locator("form[data-tool] [type=submit]").click()
    expect(reader.page.locator("[data-report]")).to_be_visible(timeout=ENGINE_SECONDS * 1000)


@every_tool
def test_the_worker_gives_the_same_report_as_python_here(
    ask_tools: AskEngine, tool: Tool, record_property: Callable[[str, object], None]
) -> None:
    requests = [
        json.dumps({"ask": ask, "tool": tool.id, "inputs": typed(tool, seed), "day": TODAY.isoformat()})
        for ask, count in (("tool", SETS), ("tool_text", 40))
        for seed in range(count)
    ]
    answers = ask_tools(requests)
    assert differing(requests, answers) == []
    reports = sum("html" in json.loads(answer) for answer in answers)
    record_property(FIGURE, f"tools: {tool.id}, {reports} reports of {SETS} are the same in the worker")
    assert reports >= SETS / 4


@every_tool
def test_an_engine_from_the_image_gives_the_same_report(ask_image: AskEngine, tool: Tool) -> None:
    asks = [{"ask": ask, "tool": tool.id, "day": TODAY.isoformat()} for ask in ("tool", "tool_text")]
    requests = [json.dumps(ask | {"inputs": typed(tool, seed)}) for ask in asks for seed in range(20)]
    assert differing(requests, ask_image(requests)) == []


@every_tool
def test_a_tool_is_filled_in_and_answered_on_a_phone_and_passes_axe(reader: Reader, tool: Tool) -> None:
    _open(reader, tool)
    fill(reader, good(tool))
    work(reader)
    report = reader.page.locator("[data-report]")
    expect(report.locator(".lead").first).to_be_visible()
    expect(report).to_be_focused()
    EVIDENCE.mkdir(exist_ok=True)
    reader.page.screenshot(path=EVIDENCE / f"tool-{tool.slug}-360.png", full_page=True)
    reader.run(AXE.read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        reader.page.emulate_media(color_scheme=cast("Any", scheme))
        assert reader.run(VIOLATIONS, TAGS) == [], scheme
    reader.page.screenshot(path=EVIDENCE / f"tool-{tool.slug}-dark.png", full_page=True)
    reader.page.emulate_media(color_scheme="light")
    reader.page.set_viewport_size(cast("Any", NARROW))
    assert reader.run(WIDE) == []
    assert reader.run(SMALL) == []


@every_tool
def test_without_scripts_a_tool_is_its_part_for_paper(open_context: OpenContext, tool: Tool) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"tools/{tool.slug}/")
    expect(page.locator("form[data-tool]")).to_be_hidden()
    expect(page.locator("#on-paper")).to_be_visible()


@every_tool
def test_a_tool_whose_engine_does_not_come_says_so_and_keeps_what_was_typed(
    reader: Reader, tool: Tool
) -> None:
    reader.server.faults.add("assets/engine/*", "missing")
    _open(reader, tool)
    fill(reader, good(tool))
    reader.page.locator("form[data-tool] [type=submit]").click()
    reader.engine("failed")
    expect(reader.line).to_contain_text("the part below for paper works without it")
    expect(reader.page.locator("#on-paper")).to_be_visible()
    before = reader.run("Array.from(document.querySelectorAll('[data-input]'), field => field.value).join()")
    reader.server.faults.clear()
    reader.page.locator("form[data-tool] [type=submit]").click()
    expect(reader.page.locator("[data-report]")).to_be_visible(timeout=ENGINE_SECONDS * 1000)
    assert (
        reader.run("Array.from(document.querySelectorAll('[data-input]'), field => field.value).join()")
        == before
    )


VALUES: Final = "Array.from(document.querySelectorAll('[data-input]'), field => field.value).join()"
KEPT: Final = "Array.from(document.querySelectorAll('[data-input]:not([data-never-kept])'), field => field.value).join()"
STORED: Final = "localStorage.getItem('even-keel.tools')"


@every_tool
def test_what_is_typed_is_there_after_a_reload_and_emptied_by_one_button(reader: Reader, tool: Tool) -> None:
    _open(reader, tool)
    fill(reader, good(tool))
    before = reader.run(KEPT)
    reader.page.reload()
    expect(reader.page.locator("form[data-tool]")).to_be_visible()
    assert reader.run(KEPT) == before
    for field in reader.page.locator("[data-never-kept]").all():
        expect(field).to_have_value("")
    # Nothing needs to be worked out before it can be erased.
    reader.page.get_by_role("button", name="Empty all fields").click()
    assert reader.run(STORED) is None
    assert reader.asked_for("assets/engine/") == []
    reader.page.get_by_role("button", name="Put it back").click()
    assert reader.run(KEPT) == before
    until(lambda: reader.run(STORED) is not None, "what was put back is not kept")


def test_a_report_goes_with_the_values_that_it_was_made_for(reader: Reader) -> None:
    tool = _named("dates")
    _open(reader, tool)
    fill(reader, {"event": "submitted", "on": "2026-11-12"})
    work(reader)
    reader.page.get_by_role("button", name="Empty all fields").click()
    expect(reader.page.locator("[data-report]")).to_be_hidden()
    reader.page.wait_for_timeout(1_000)
    expect(reader.page.locator("[data-report]")).to_be_hidden()
    expect(reader.page.locator("[aria-invalid]")).to_have_count(0)


def test_what_is_typed_while_the_engine_comes_is_what_is_answered(reader: Reader) -> None:
    tool = _named("dates")
    reader.server.faults.add("assets/engine/*/pyodide.asm.wasm", "delay", seconds=3)
    _open(reader, tool)
    fill(reader, {"event": "submitted", "on": "2026-11-12"})
    reader.page.locator("form[data-tool] [type=submit]").click()
    reader.engine("loading")
    reader.type("on", "2026-11-13")
    reader.page.locator('[data-input="on"]').focus()
    expect(reader.page.locator("[data-report]")).to_be_visible(timeout=ENGINE_SECONDS * 1000)
    expect(reader.page.locator("[data-report]")).to_contain_text("27 Nov 2026")
    expect(reader.page.locator('[data-input="on"]')).to_be_focused()


def test_a_row_that_was_removed_can_be_put_back_below_a_report(reader: Reader) -> None:
    tool = next(tool for tool in TOOLS if tool.form.row)
    _open(reader, tool)
    fill(reader, good(tool))
    work(reader)
    rows = reader.page.locator("fieldset.row").count()
    before = reader.run(VALUES)
    reader.page.locator("[data-drop-row]").last.click()
    expect(reader.page.locator("fieldset.row")).to_have_count(rows - 1)
    reader.page.wait_for_timeout(1_500)
    reader.page.get_by_role("button", name="Put it back").click()
    expect(reader.page.locator("fieldset.row")).to_have_count(rows)
    assert reader.run(VALUES) == before


def test_a_tool_whose_script_does_not_come_says_so(reader: Reader) -> None:
    reader.server.faults.add("assets/tools/*", "missing")
    reader.page.goto("tools/dates/")
    expect(reader.page.locator("[data-not-here]")).to_contain_text("This tool did not load")
    expect(reader.page.locator("#on-paper")).to_be_visible()
    reader.server.faults.clear()
    reader.page.reload()
    expect(reader.page.locator("form[data-tool]")).to_be_visible()


def test_a_report_is_made_anew_on_the_next_day(reader: Reader) -> None:
    tool = _named("dates")
    _open(reader, tool)
    fill(reader, {"event": "refund_request", "on": "2026-11-17"})
    work(reader)
    lead = reader.page.locator("[data-report] .lead").first
    before = lead.inner_text()
    reader.page.clock.set_fixed_time("2026-11-24T12:00:00Z")
    reader.run("document.dispatchEvent(new Event('visibilitychange'))")
    expect(lead).not_to_have_text(before)


def test_a_date_that_cannot_be_is_named_beside_its_field(reader: Reader) -> None:
    tool = _named("dates")
    _open(reader, tool)
    fill(reader, {"event": "submitted"})
    reader.page.locator("form[data-tool] [type=submit]").click()
    problem = reader.page.locator('[data-problem="on"]')
    expect(problem).to_have_text("Please fill this in.", timeout=ENGINE_SECONDS * 1000)
    expect(reader.page.locator('[data-input="on"]')).to_be_focused()
    reader.type("on", "2026-11-12")
    work(reader)
    expect(problem).to_have_text("")


def test_the_days_can_be_saved_for_a_calendar(reader: Reader) -> None:
    tool = _named("dates")
    _open(reader, tool)
    fill(reader, {"event": "submitted", "on": "2026-11-12"})
    work(reader)
    with reader.page.expect_download() as coming:
        reader.page.locator("[data-file]").click()
    text = coming.value.path().read_bytes().decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert coming.value.suggested_filename.endswith(".ics")
    expect(reader.page.locator("time[data-local]").first).to_contain_text("your time")


def test_a_paste_of_a_megabyte_is_refused_in_a_sentence(reader: Reader) -> None:
    tool = _named("job_post")
    _open(reader, tool)
    reader.type("post", "Please write ten texts. " * 45_000)
    reader.page.locator("form[data-tool] [type=submit]").click()
    expect(reader.page.locator('[data-problem="post"]')).to_contain_text(
        "too long", timeout=ENGINE_SECONDS * 1000
    )


def test_a_pasted_post_is_kept_nowhere_and_sent_nowhere(reader: Reader) -> None:
    tool = _named("job_post")
    words = "zebra7 needs a free test first"
    _open(reader, tool)
    reader.type("post", f"We are looking for a writer. {words}. Please send your best offer to us today.")
    work(reader)
    stored = reader.run("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "zebra7" not in stored
    assert not [seen for seen in reader.server.seen if "zebra" in seen.path]


def test_a_day_typed_on_a_plan_is_in_the_dates_tool_and_gives_way_to_what_was_there(reader: Reader) -> None:
    reader.open(STORY)
    reader.start_engine()
    field = reader.step.locator('[data-input="submitted_on"]')
    field.fill("2026-11-16")
    field.press("Enter")
    reader.step.locator(".helps a", has_text="My dates").click()
    form = reader.page.locator('form[data-tool="dates"]')
    expect(form.locator('[data-input="event"]')).to_have_value("submitted")
    expect(form.locator('[data-input="on"]')).to_have_value("2026-11-16")
    expect(form.locator("[data-taken]")).to_have_text("Filled in with your day.")
    assert "#" not in reader.page.url
    form.locator('[data-input="on"]').fill("2026-11-02")
    reader.page.go_back()
    reader.step.locator(".helps a", has_text="My dates").click()
    expect(form.locator('[data-input="on"]')).to_have_value("2026-11-16")
    form.get_by_role("button", name="Put it back").click()
    expect(form.locator('[data-input="on"]')).to_have_value("2026-11-02")


def test_a_report_is_shared_as_text(reader: Reader) -> None:
    tool = _named("dates")
    _open(reader, tool)
    fill(reader, {"event": "submitted", "on": "2026-11-12"})
    work(reader)
    reader.run(
        "() => { navigator.share = given => { globalThis.shared = given.text; return Promise.resolve() } }"
    )
    reader.page.get_by_role("button", name="Send me this").click()
    until(lambda: bool(reader.run("globalThis.shared")), "nothing was shared")
    assert re.search(r"26 Nov 2026", reader.run("globalThis.shared"))
