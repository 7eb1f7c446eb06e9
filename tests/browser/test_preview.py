from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.author import FACT, PAGE, QUAY, TEXT, Author
from tests.browser.conftest import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

SLOW = 120_000
LONG_TEXT = TEXT.replace(
    "## Sources", "".join(f"## Part {n}\n\nLine {n}.\n\n" for n in range(60)) + "## Sources"
)


@pytest.fixture
def desk(chromium: Browser, author: Author) -> Iterator[Page]:
    """An author's browser on a desk: no request may leave the machine, no policy may be broken."""
    context = chromium.new_context(base_url=author.url, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(SLOW)
    seen = Watch(author.url.removesuffix(author.base) + "/")
    seen.context(context)
    yield context.new_page()
    context.close()
    assert seen.foreign == []
    assert [error for error in seen.errors if "Content Security Policy" in error] == []


def panel(page: Page) -> Locator:
    """What stands beside the page."""
    return page.get_by_role("complementary", name="Preview")


def state(page: Page, word: str) -> None:
    """Wait until the panel is in a state and everything has been read."""
    expect(panel(page)).to_have_attribute("data-state", word, timeout=SLOW)
    expect(panel(page)).to_have_attribute("data-checked", "yes", timeout=SLOW)


def test_an_open_page_shows_what_is_saved_and_keeps_its_place(desk: Page, author: Author) -> None:
    author.save(QUAY, LONG_TEXT)
    desk.goto(PAGE)
    state(desk, "findings")
    part = desk.get_by_text("Line 40.", exact=True)
    part.evaluate(
        "line => scrollTo({ top: line.getBoundingClientRect().top + scrollY - 200, behavior: 'instant' })"
    )
    author.save(
        QUAY,
        LONG_TEXT.replace("A place", "Above all\n\nthis is\n\na quiet place").replace("Line 41.", "Bollard."),
    )
    expect(desk.get_by_text("Bollard.")).to_be_visible(timeout=SLOW)
    expect(desk.get_by_text("quiet place")).to_have_count(1)
    state(desk, "findings")
    assert abs(part.evaluate("line => line.getBoundingClientRect().top") - 200) < 20


def test_findings_stand_beside_the_page_and_go_when_they_are_mended(desk: Page, author: Author) -> None:
    desk.goto(PAGE)
    author.change(QUAY, "A place", "Wait 14 days at a place")
    expect(panel(desk)).to_contain_text('the number "14" stands naked', timeout=SLOW)
    expect(panel(desk)).to_contain_text(f"{QUAY}:")
    author.change(QUAY, "A place", "A place")
    expect(panel(desk)).not_to_contain_text("stands naked", timeout=SLOW)


def test_an_error_stands_beside_the_last_good_page_until_it_is_mended(desk: Page, author: Author) -> None:
    desk.goto(PAGE)
    expect(desk.get_by_text("A place to stand.")).to_be_visible()
    author.change(QUAY, f"{{fact:{FACT}}}", "{fact:milestones.reveiw_days}")
    state(desk, "broken")
    expect(panel(desk)).to_contain_text('Did you mean "milestones.review_days"?')
    expect(desk.get_by_text("A place to stand.")).to_be_visible()
    author.change(QUAY, "A place", "A mended place")
    expect(desk.get_by_text("A mended place")).to_be_visible(timeout=SLOW)
    state(desk, "findings")


def test_a_step_shows_a_saved_question_where_the_author_has_walked_to(desk: Page, author: Author) -> None:
    desk.goto("wizard/ghosting/notice/")
    expect(desk.locator("main#step")).to_be_visible()
    desk.get_by_role("link", name="None: I looked").click()
    expect(desk).not_to_have_url("wizard/ghosting/notice/")
    walked = desk.url
    author.change("wizard/case/words/en/questions.toml", 'ask = "', 'ask = "Quay ')
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Quay", timeout=SLOW)
    assert desk.url == walked


def test_a_new_style_is_seen_without_a_reload_by_hand(desk: Page, author: Author) -> None:
    desk.goto("about/")
    style = "docs/assets/css/keel.css"
    author.save(
        style,
        (author.root / style).read_text(encoding="utf-8") + "\nh1 { letter-spacing: 7px !important; }\n",
    )
    expect(desk.get_by_role("heading", level=1)).to_have_css("letter-spacing", "7px", timeout=SLOW)


def test_nothing_of_the_preview_is_published(site_folder: Path) -> None:
    texts = [file for file in site_folder.rglob("*") if file.suffix in (".html", ".js", ".css")]
    assert [file for file in texts if b"ek-preview" in file.read_bytes() or "preview" in file.name] == []
