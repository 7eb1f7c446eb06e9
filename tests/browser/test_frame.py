"""The frame around the pages of the guide: menu, places on the page, folds and tables, without the theme's script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

import pytest
from playwright.sync_api import expect

from tests.browser.reader import TABS, Reader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenContext

PLACE: Final = "reference/clocks/"
WIDE: Final = {"width": 1280, "height": 800}
RUNS: Final = re.compile(r"<script(?![^>]*\b(?:src=|type=\"application/))[^>]*>", re.IGNORECASE)
THEIRS: Final = re.compile(r"javascripts/|__config|__md_|workers/|lunr|sourceMappingURL=bundle")


def test_no_page_has_a_script_of_the_theme_or_one_inside_it(site_folder: Path) -> None:
    pages = sorted(site_folder.rglob("*.html"))
    texts = {page.relative_to(site_folder).as_posix(): page.read_text(encoding="utf-8") for page in pages}
    assert len(texts) > 400
    assert [path for path, text in texts.items() if THEIRS.search(text) or RUNS.search(text)] == []
    ours = {"sw.js", *(f"assets/{name}" for name in ("page", "engine", "offline", "search", "tools", "case"))}
    scripts = {"/".join(file.relative_to(site_folder).parts[:2]) for file in site_folder.rglob("*.js")}
    assert scripts == ours
    assert not (site_folder / "assets/javascripts").exists()
    assert list(site_folder.rglob("*.map")) == []


@pytest.fixture(params=[True, False], ids=["scripts on", "scripts off"])
def phone(open_context: OpenContext, request: pytest.FixtureRequest) -> Page:
    """A phone at a page of the reference, with scripts on and off."""
    page = open_context(java_script_enabled=request.param).new_page()
    page.goto(PLACE)
    return page


def _menu(page: Page) -> Any:
    return page.get_by_role("navigation", name="Navigation")


def test_the_menu_opens_and_closes_by_tap(phone: Page) -> None:
    expect(_menu(phone)).to_be_hidden()
    phone.get_by_role("button", name="Menu").click()
    here = _menu(phone).get_by_role("link", name="Clocks")
    expect(here).to_be_visible()
    expect(here).to_have_attribute("aria-current", "page")
    phone.get_by_role("button", name="Close").click()
    expect(_menu(phone)).to_be_hidden()
    phone.get_by_role("button", name="Menu").click()
    phone.mouse.click(350, 400)
    expect(_menu(phone)).to_be_hidden()


def test_the_menu_works_by_keyboard_and_escape_closes_it(phone: Page, request: pytest.FixtureRequest) -> None:
    scripts = request.node.callspec.params["phone"]
    button = phone.get_by_role("button", name="Menu")
    for _ in range(TABS):
        phone.keyboard.press("Tab")
        if phone.locator("button:focus[popovertarget]").count():
            break
    expect(button).to_be_focused()
    if not scripts:
        return
    phone.keyboard.press("Enter")
    expect(_menu(phone)).to_be_visible()
    if not scripts:
        phone.keyboard.press("Tab")
    expect(phone.get_by_role("button", name="Close")).to_be_focused()
    phone.keyboard.press("Tab")
    expect(_menu(phone).get_by_role("link").first).to_be_focused()
    phone.keyboard.press("Escape")
    expect(_menu(phone)).to_be_hidden()
    expect(button).to_be_focused()
    phone.keyboard.press("Enter")
    expect(_menu(phone)).to_be_visible()
    _menu(phone).get_by_role("link").last.focus()
    phone.keyboard.press("Tab")
    expect(_menu(phone)).to_be_hidden()


def test_tab_never_comes_into_the_closed_menu(phone: Page) -> None:
    for _ in range(TABS):
        phone.keyboard.press("Tab")
        assert phone.locator(".contents :focus").count() == 0


def test_the_open_menu_is_accessible(page: Page, axe: Callable[[Page], list[str]]) -> None:
    page.goto("guide/client-silent/")
    page.get_by_role("button", name="Menu").click()
    expect(_menu(page)).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=cast("Any", scheme))
        assert axe(page) == [], scheme


@pytest.mark.parametrize("scripts", [True, False])
def test_a_wide_screen_shows_menu_and_places_beside_the_text(
    open_context: OpenContext, *, scripts: bool
) -> None:
    page = open_context(java_script_enabled=scripts, viewport=WIDE).new_page()
    page.goto("guide/client-silent/")
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(_menu(page).locator("[aria-current]")).to_be_in_viewport()
    places = page.get_by_role("navigation", name="On this page")
    places.get_by_role("link", name="Message to send").click()
    heading = page.get_by_role("heading", name="Message to send")
    expect(heading).to_be_in_viewport()
    box = heading.bounding_box()
    header = page.locator(".md-header").bounding_box()
    assert box is not None
    assert header is not None
    # The head of the page stays above what it scrolls to.
    assert box["y"] >= header["height"]


def test_the_article_comes_before_the_places_on_it(open_context: OpenContext) -> None:
    page = open_context(viewport=WIDE).new_page()
    page.goto("guide/client-silent/")
    order = page.locator("article, .places").evaluate_all("all => all.map(one => one.localName)")
    assert order == ["article", "nav"]
    article, places = (page.locator(name).bounding_box() for name in ("article", ".places"))
    assert article is not None
    assert places is not None
    assert places["x"] >= article["x"] + article["width"]


def test_a_source_leads_back_to_where_it_was_quoted(page: Page) -> None:
    page.goto("guide/client-silent/")
    page.get_by_role("link", name="Source 2", exact=True).first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Back to the text, source 2", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Source 2", exact=True).first).to_be_focused()
    expect(page.get_by_role("link", name="Source 2", exact=True).first).to_be_in_viewport()


def test_an_address_opens_what_is_folded_around_its_place(page: Page) -> None:
    page.goto("guide/client-silent/")
    page.evaluate(
        """() => {
          const fold = () => document.createElement("details");
          const [deep, inner, outer] = [document.createElement("p"), fold(), fold()];
          Object.assign(deep, { id: "deep", textContent: "Found" });
          inner.append(deep);
          outer.append(inner);
          document.querySelector("article").append(outer);
        }"""
    )
    page.evaluate("location.hash = '#deep'")
    expect(page.locator("#deep")).to_be_in_viewport()
    page.evaluate("location.hash = '#%E0%A4%A'")
    expect(page.locator("#deep")).to_be_visible()


def test_paper_shows_what_is_folded(page: Page) -> None:
    page.goto("guide/client-silent/")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("article details:not([open])").count() == 0


@pytest.mark.parametrize(
    "place", ["", "guide/client-silent/", "guide/how-arbitration-works/", "reference/clocks/", "search/"]
)
def test_a_narrow_screen_never_scrolls_sideways(
    page: Page, axe: Callable[[Page], list[str]], place: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(place)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe(page) == []


def test_a_table_that_is_too_wide_scrolls_in_itself(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto("guide/client-silent/")
    table = page.locator("article table").first
    table.locator("td").first.evaluate("cell => { cell.textContent = 'w'.repeat(200) }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert table.evaluate("table => table.scrollWidth > table.clientWidth")


def test_a_browser_that_knows_no_popover_shows_the_menu_behind_the_text(reader: Reader) -> None:
    """What stands under `@supports not selector(:popover-open)`, tried by the rules it holds."""
    reader.page.goto(PLACE)
    rules = reader.run(
        """() => Array.from(document.styleSheets).flatMap(sheet => Array.from(sheet.cssRules))
             .flatMap(rule => rule instanceof CSSMediaRule ? Array.from(rule.cssRules) : [])
             .filter(rule => rule instanceof CSSSupportsRule)
             .map(rule => [rule.conditionText, Array.from(rule.cssRules, inner => inner.cssText).join(" ")])"""
    )
    without = [text for condition, text in rules if condition.startswith("not")]
    assert len(without) == 1
    assert "order: 9" in without[0]
