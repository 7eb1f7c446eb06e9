"""Everyone: axe on every kind of page and on all states, small screens, and targets that a thumb can hit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import pytest

from tests.browser.conftest import AXE
from tests.browser.reader import FLOW, FLOWS, Reader, automaton, every, slugs, some
from tests.conftest import FIGURE
from wizard.core.automaton import folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

NARROW: Final = {"width": 320, "height": 640}
OTHERS: Final = (
    *("", "wizard/", "about/", "guide/", "reference/", "no-such-page/"),
    *(f"wizard/{folder(flow)}/" for flow in FLOWS),
)
TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHECK: Final = """async only => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const { violations } = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
  return violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.target} ${node.html}`));
}"""
WIDE: Final = """() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const over = place => place.getBoundingClientRect().right > root.clientWidth + 1;
  const all = Array.from(document.body.querySelectorAll("*")).filter(over);
  return [`${root.scrollWidth} px`, ...all.slice(-3).map(place => place.outerHTML.slice(0, 120))];
}"""
SMALL: Final = """() => Array.from(document.querySelectorAll("main :is(.answers a, button, input, summary)"))
  .filter(target => target.checkVisibility())
  // A box is ticked by its label too.
  .map(target => target.closest("label") ?? target)
  .map(target => [target.getBoundingClientRect(), target])
  .filter(([{ width, height }]) => width < 43.9 || height < 43.9)
  .map(([{ width, height }, target]) => `${width} x ${height}: ${target.outerHTML.slice(0, 120)}`)"""


def _on_every_state(
    reader: Reader, chosen: list[tuple[str, str]], look: Callable[[], list[str]]
) -> dict[tuple[str, str], list[str]]:
    """Put each state into the one loaded page and return what was found there."""
    found: dict[tuple[str, str], list[str]] = {}
    for flow, slug in chosen:
        # With answers, so that the trail and the reasons of the engine are looked at too. A page for answers that
        # another flow hands over is shown without: with scripts on, the first question skips what is known.
        known = automaton(flow).states[slug].shortest
        reader.go(known if automaton(flow).of(known) == slug else {}, slug, flow)
        faults = look()
        if faults:
            found[flow, slug] = faults
    return found


@some(4)
@pytest.mark.parametrize("kind", ["question", "result"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_state(living: Reader, scheme: str, kind: str, share: int) -> None:
    living.page.emulate_media(color_scheme=cast("Any", scheme))
    living.run(AXE.read_text(encoding="utf-8"))
    # Only colours differ between light and dark.
    only = TAGS if scheme == "light" else {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
    try:
        found = _on_every_state(
            living, every(kind)[::share], lambda: cast("list[str]", living.run(CHECK, only))
        )
    finally:
        living.page.emulate_media(color_scheme="null")
    assert found == {}


@pytest.mark.parametrize("address", [f"wizard/{FLOW}/", f"wizard/{FLOW}/notice/", "no-such-page/"])
def test_axe_finds_nothing_on_a_start_a_loaded_question_and_the_lost_page(
    page: Page, axe: Callable[[Page], list[str]], address: str
) -> None:
    page.goto(address)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=cast("Any", scheme))
        assert axe(page) == [], scheme


def test_no_state_scrolls_sideways_on_a_narrow_screen_and_every_target_is_large(
    living: Reader, record_property: Callable[[str, object], None]
) -> None:
    size = living.page.viewport_size
    living.page.set_viewport_size(cast("Any", NARROW))
    try:
        found = _on_every_state(living, every(), lambda: [*living.run(WIDE), *living.run(SMALL)])
    finally:
        living.page.set_viewport_size(cast("Any", size))
    record_property(
        FIGURE, f"320 px: {len(found)} of {len(every())} states are too wide or have small targets"
    )
    assert found == {}


@pytest.mark.parametrize("address", OTHERS)
def test_no_other_page_scrolls_sideways_on_a_narrow_screen(page: Page, address: str) -> None:
    page.set_viewport_size(cast("Any", NARROW))
    page.goto(address)
    assert page.evaluate(WIDE) == []
    assert page.evaluate(SMALL) == []


STACKED: Final = """() => Array.from(document.querySelectorAll("main table[role]")).flatMap(table => {
  const cells = Array.from(table.querySelectorAll("tbody :is(th, td)")).filter(cell => cell.textContent);
  const lefts = new Set(cells.map(cell => Math.round(cell.getBoundingClientRect().left)));
  const unnamed = cells.filter(cell => cell.matches("td") && !/: "$/.test(getComputedStyle(cell, "::before").content));
  const wide = table.scrollWidth > table.clientWidth || lefts.size > 1;
  return [wide ? `${table.outerHTML.slice(0, 80)} ${[...lefts]}` : "", ...unnamed.map(cell => cell.outerHTML)];
}).filter(Boolean)"""


@pytest.mark.parametrize(
    "address", ["guide/answer-a-dispute/", "guide/upwork-support/", "tools/dates/", "wizard/"]
)
def test_a_narrow_screen_reads_a_table_as_lists_with_every_cell_named(page: Page, address: str) -> None:
    page.set_viewport_size(cast("Any", NARROW))
    page.goto(address)
    assert page.locator("main table[role]").count() > 0
    assert page.evaluate(STACKED) == []


def test_the_costs_of_a_plan_are_lists_on_a_narrow_screen(reader: Reader) -> None:
    reader.page.set_viewport_size(cast("Any", NARROW))
    reader.open({}, slugs("result")[0])
    assert reader.page.locator(".costs table[role]").count() == 1
    assert reader.run(STACKED) == []


def test_a_plan_can_be_kept_before_its_message_and_its_reasons(living: Reader) -> None:
    living.go(automaton().states[slugs("result")[0]].shortest, slugs("result")[0])
    before = living.run(
        """() => {
          const keep = document.querySelector("[data-keep-plan]");
          const controls = Array.from(document.querySelectorAll("a[href], button, input, select, summary"));
          const follows = name => keep.compareDocumentPosition(document.querySelector(name)) & 4;
          const late = [".then", ".why", ".sources"].filter(name => !follows(name));
          return [keep.hidden, late, controls.filter(one => one.checkVisibility()).indexOf(keep)];
        }"""
    )
    hidden, late, tabs = before
    assert (hidden, late) == (False, [])
    assert 0 < tabs <= 16
