"""Keys alone: through every flow to a plan, through every tool to its report, and always seen where one is."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.reader import ENGINE_SECONDS, FLOWS, STORY, automaton
from tests.browser.typist import Typist
from tests.tools.samples import TODAY, typed
from wizard.core.automaton import folder, leaves
from wizard.publish import states
from wizard.tools import TOOLS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from wizard.core.automaton import Path as Way
    from wizard.core.form import Field
    from wizard.publish.server import Server
    from wizard.tools.model import Tool

DRAWN: Final = 8
"""Ways of each flow that are drawn in the long run."""
STEPS: Final = 12
"""More questions than any way asks."""
DAY: Final = TODAY.replace(day=11).isoformat()
OFFERED: Final = """() => Array.from(document.querySelectorAll("main a[data-answer]"),
  link => link.dataset.answer.split(":").at(-1))"""
DATES: Final = (
    """() => Array.from(document.querySelectorAll("main [data-slot^='date:']"), slot => slot.innerText)"""
)
WRITTEN: Final = re.compile(r"\d{1,2} [A-Z][a-z]{2,8}\b")
draws = pytest.mark.parametrize(
    "draw", [None, *(pytest.param(number, marks=pytest.mark.long) for number in range(DRAWN))]
)


@pytest.fixture
def typist(page: Page, server: Server) -> Typist:
    """A reader at a fresh page, without a mouse and without a finger."""
    page.clock.set_fixed_time(f"{TODAY.isoformat()}T12:00:00Z")
    return Typist(page, server)


def _longest(flow: str, site_folder: Path) -> tuple[bool, set[str]]:
    """Return the answers of the longest way to a plan of the flow itself, to one that asks for a day if any does."""

    def asks(way: Way) -> bool:
        file = site_folder / "wizard" / folder(flow) / way.state / "index.html"
        text = file.read_text(encoding="utf-8")
        return 'type="date"' in text and 'data-slot="date:' in text

    own = [path for path in automaton(flow).paths if not leaves(path.state)]
    best = max(own, key=lambda path: (asks(path), len(path.answers)))
    return asks(best), {f"{question}.{option}" for question, option in best.answers.items()}


def _answer(typist: Typist, name: str) -> None:
    """Give an answer: by its link, or by ticking as many signs as it takes."""
    link = typist.page.locator(f"main a[data-answer$='{name}']").first
    if link.is_visible():
        typist.enter(link)
        return
    wanted = int(link.get_attribute("data-from") or 0)
    total = 0
    for box in typist.page.locator("form[data-signs] input").all():
        if total >= wanted:
            break
        typist.reach(box)
        typist.key("Space")
        total += int(box.get_attribute("data-weight") or 0)
    typist.enter(typist.page.locator("form[data-signs] button"))


def _arrive(typist: Typist, before: str) -> str:
    """See that another step is there with the focus on its heading, and return its title."""
    expect(typist.page).not_to_have_title(before)
    expect(typist.page.locator("main#step h1")).to_be_focused()
    return typist.page.title()


def _back_and_forward(typist: Typist, before: str, now: str) -> None:
    """Go back and forward; the browser scrolls to where she was, so the heading may be above what is seen."""
    # No key of a debugger reaches the browser itself: Alt and the arrow do what this does.
    typist.page.go_back()
    assert _arrive(typist, now) == before
    typist.page.go_forward()
    assert _arrive(typist, before) == now


def _walk(typist: Typist, choose: Callable[[list[str]], str]) -> None:
    """Answer until a plan is there, and look round at each question."""
    before = ""
    for _ in range(STEPS):
        last, before = before, typist.page.title()
        _answer(typist, choose(typist.run(OFFERED)))
        now = _arrive(typist, before)
        assert typist.here() == -1
        # The start is a page of its own, to which the browser leads back as to any.
        if last:
            _back_and_forward(typist, before, now)
        if typist.step.get_attribute("data-kind") == "result":
            return
        typist.round()
    raise AssertionError("no plan was reached")


def _work_out(typist: Typist) -> None:
    """Start the engine by Enter, type a day, and find it in the plan."""
    typist.enter(typist.button)
    typist.engine()
    # What was pressed is gone; she stands where she can type.
    expect(typist.page.locator("form[data-live] [data-input]").first).to_be_focused()
    expect(typist.step).to_have_attribute("data-answered-by", "engine")
    before = typist.run(DATES)
    typist.write(typist.page.locator("form[data-live] input[type=date]").first, DAY)
    typist.page.wait_for_function(f"before => String(({DATES})()) !== String(before)", arg=before)
    changed = [now for now, then in zip(typist.run(DATES), before, strict=True) if now != then]
    assert any(WRITTEN.search(text) for text in changed), changed


@draws
@pytest.mark.parametrize("flow", FLOWS)
def test_every_flow_is_walked_by_keys_and_it_is_always_seen_where_one_is(
    typist: Typist, site_folder: Path, flow: str, draw: int | None
) -> None:
    asks, way = _longest(flow, site_folder)
    typist.page.goto(f"wizard/{folder(flow)}/")
    typist.settle()
    if draw is None:
        _walk(typist, lambda offered: next(answer for answer in offered if answer in way))
    else:
        _walk(typist, random.Random(f"{flow} {draw}").choice)  # noqa: S311 - a fixed draw of test cases
    if draw is None and asks:
        _work_out(typist)
    typist.round()


def test_most_flows_have_a_plan_that_asks_for_a_day(site_folder: Path) -> None:
    assert sum(_longest(flow, site_folder)[0] for flow in FLOWS) >= len(FLOWS) - 1


def _needed(tool: Tool) -> dict[str, str]:
    """Return what is typed into the fields that may not stay empty, of the first draw that gives a report."""

    def asked(field: Field) -> bool:
        return field.needed

    names = [field.id for field in filter(asked, tool.form.fields)]
    names += [f"1.{field.id}" for field in filter(asked, tool.form.row)]
    draws_ = ({name: typed(tool, seed).get(name, "") for name in names} for seed in range(99))
    desk = states.desk()
    return next(given for given in draws_ if all(given.values()) and desk.work(tool, given, TODAY).report)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.id)
def test_every_tool_is_filled_in_and_its_report_is_read_by_keys(typist: Typist, tool: Tool) -> None:
    typist.page.goto(f"tools/{tool.slug}/")
    expect(typist.page.locator("form[data-tool]")).to_be_visible()
    typist.settle()
    for name, value in _needed(tool).items():
        field = typist.page.locator(f'[data-input="{name}"]')
        # What was chosen above may have made it needless.
        if field.is_visible():
            typist.write(field, value)
    typist.enter(typist.page.locator("form[data-tool] [type=submit]"))
    report = typist.page.locator("[data-report]")
    expect(report).to_be_focused(timeout=ENGINE_SECONDS * 1000)
    assert typist.here() == -1
    typist.round()


def test_a_row_of_a_tool_comes_and_goes_by_keys(typist: Typist) -> None:
    tool = next(tool for tool in TOOLS if tool.form.row)
    typist.page.goto(f"tools/{tool.slug}/")
    rows = typist.page.locator("fieldset.row")
    expect(rows).to_have_count(1)
    typist.enter(typist.page.locator("[data-add-row]"))
    expect(rows).to_have_count(2)
    expect(rows.last.locator("[data-input]").first).to_be_focused()
    typist.enter(rows.last.locator("[data-drop-row]"))
    expect(rows).to_have_count(1)
    expect(typist.page.get_by_role("button", name="Put it back")).to_be_focused()
    typist.key("Enter")
    expect(rows).to_have_count(2)
    expect(rows.last.locator("[data-input]").first).to_be_focused()


@pytest.mark.parametrize(
    "place",
    ["", "wizard/ghosting/", "wizard/ghosting/notice/", "tools/dates/", "case-file/", "guide/client-silent/"],
)
def test_the_first_press_of_tab_offers_the_way_past_the_head_of_the_page(typist: Typist, place: str) -> None:
    typist.page.goto(place)
    typist.settle()
    typist.key("Tab")
    skip = typist.page.locator(":focus")
    expect(skip).to_contain_text("Skip to")
    typist.here()
    typist.key("Enter", "Tab")
    expect(typist.page.locator("main :focus")).to_have_count(1)
    typist.here()


def test_asked_where_to_keep_a_plan_escape_leaves_everything_as_it_was(typist: Typist) -> None:
    typist.open(STORY)
    typist.enter(typist.page.locator("[data-keep-plan]"))
    dialog = typist.page.locator("dialog[open]")
    expect(dialog).to_be_visible()
    typist.here()
    typist.key("Escape")
    expect(dialog).to_have_count(0)
    expect(typist.page.locator("main :is(h1, h2):focus")).to_have_count(1)
    typist.here()
