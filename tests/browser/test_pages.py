from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from wizard.publish.server import Server

DOCS = Path(__file__).resolve().parents[2] / "docs"
GENERATED = {"wizard", "reference"}


def _addresses() -> list[str]:
    pages = [page.relative_to(DOCS).with_suffix("").as_posix() for page in sorted(DOCS.rglob("*.md"))]
    own = [page for page in pages if page.count("/") < 2 or page.split("/")[0] not in GENERATED]
    looked_up = [
        "reference/facts/",
        "reference/facts/milestones/",
        "reference/clocks/",
        "reference/not-sure/",
    ]
    looked_up += ["reference/plans/", "wizard/ghosting/map/", "wizard/disputes/all-results/"]
    return [
        "" if page == "index" else page.removesuffix("index").rstrip("/") + "/" for page in own
    ] + looked_up


@pytest.mark.parametrize("address", _addresses())
def test_a_hand_written_page_is_accessible_and_keeps_its_policy(
    page: Page, axe: Callable[[Page], list[str]], address: str
) -> None:
    page.goto(address)
    expect(page.locator("h1")).to_have_count(1)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert axe(page) == [], scheme


def test_the_home_page_says_the_rule_and_leads_to_a_situation(page: Page) -> None:
    page.goto("")
    expect(
        page.get_by_text("Did you get a notice from Upwork? Choose it first: it may have a last day.")
    ).to_be_visible()
    expect(page.get_by_role("row", name="refund request 7 calendar days")).to_be_attached()
    page.get_by_role("link", name="the client does not answer", exact=True).click()
    expect(page).to_have_url("wizard/ghosting/")


def test_the_home_page_is_the_first_question_of_the_front_door(page: Page, server: Server) -> None:
    page.goto("")
    page.get_by_role("link", name="Before I accept a job").click()
    expect(page.locator("main#step")).to_have_attribute("data-flow", "screening")
    assert "happening.before" in page.url
    asked = [seen.path for seen in server.seen if "before" in seen.path]
    assert asked == []


def test_an_address_that_is_not_there_leads_home(page: Page, server: Server) -> None:
    answer = page.goto("guide/no-such-page/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", name="This page was not found")).to_be_visible()
    page.get_by_role("link", name="Home: what is happening right now?").click()
    expect(page).to_have_url(server.url)


def test_the_footer_says_who_did_not_make_it_and_from_which_day_it_is(page: Page) -> None:
    page.goto("about/")
    footer = page.get_by_role("contentinfo")
    expect(footer).to_contain_text("Independent. Not made or checked by Upwork. Not legal advice.")
    expect(footer).to_contain_text(re.compile(r"Content of \d{1,2} \w{3} \d{4}\."))
