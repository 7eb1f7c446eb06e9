"""What a plan says above its verdict: changed advice, an old copy, a clock that cannot be right; and silence otherwise."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.device import Device, another
from tests.browser.reader import FLOW, STORY, Reader, address
from wizard.publish import states
from wizard.publish.bodies import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenContext
    from wizard.publish.faults import Mode
    from wizard.publish.server import Server

DAY: Final = date.fromisoformat(states.content_day())
"""The day of the release under test."""
PLAN: Final = f"{FLOW}/submit_today"
KEPT: Final = {**STORY, "delivery": "kept"}
"""Answers that lead to another plan, which no correction here touches."""
SAYS: Final = "Press <b>Submit</b> today."
WALK: Final = "([at]) => localStorage.setItem('even-keel.walk', JSON.stringify({ghosting: {state: 'start', answers: '', at}}))"

LATE: Final = """
const register = ServiceWorkerContainer.prototype.register;
ServiceWorkerContainer.prototype.register = async function (...given) {
  await new Promise(done => setTimeout(done, 20_000));
  return register.apply(this, given);
};
"""
"""The page lets the engine go first, so on a slow phone its worker may come much later than the news."""


def correction(days: int, **other: object) -> dict[str, Any]:
    """Return a correction dated so many days after the release."""
    day = (DAY + timedelta(days=days)).isoformat()
    return {"id": "submit", "day": day, "says": SAYS, "touches": [PLAN, "door/threat_written"]} | other


@pytest.fixture
def publish(reader: Reader, tmp_path: Path) -> Callable[..., None]:
    """Let the server name another newest release; with `own` its pages have been built with corrections too."""

    def put(*corrections: object, own: object = None, **other: object) -> None:
        old = reader.server.shelf.folder
        folder = tmp_path / f"site{len(list(tmp_path.iterdir()))}"
        shutil.copytree(old, folder, copy_function=os.link)
        said = {
            "id": "f" * 12,
            "day": (DAY + timedelta(days=9)).isoformat(),
            "corrections": corrections,
        } | other
        files: dict[Path, object] = {folder / "release.json": said}
        if own is not None:
            (laid,) = folder.glob("assets/offline/*/corrections.json")
            files[laid] = own
        for file, content in files.items():
            file.unlink()
            file.write_text(json.dumps(content), encoding="utf-8")
        reader.server.shelf = opened(folder)

    return put


def today(page: Page, day: date) -> None:
    """Let the clock of the device stand at noon of a day."""
    page.clock.set_fixed_time(f"{day.isoformat()}T12:00:00Z")


def news(reader: Reader, kind: str = "*") -> Locator:
    return reader.page.locator(f"[data-news] > {'p' if kind == '*' else f'.{kind}'}")


def asked(reader: Reader) -> int:
    return len(reader.asked_for("release.json"))


def open_plan(reader: Reader, answers: dict[str, str] = STORY) -> None:
    """Open a plan and wait until the page has asked for news."""
    with reader.page.expect_response("**/release.json"):
        reader.open(answers)
    reader.settle()


def spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def test_a_plan_of_the_newest_release_says_nothing_and_asks_once(reader: Reader) -> None:
    today(reader.page, DAY + timedelta(days=90))
    open_plan(reader)
    expect(reader.step).to_have_attribute("data-kind", "result")
    expect(news(reader)).to_have_count(0)
    reader.go(KEPT)
    reader.go(STORY)
    assert asked(reader) == 1


def test_a_page_of_the_guide_asks_for_no_news(reader: Reader) -> None:
    reader.page.goto("guide/client-silent/")
    reader.settle()
    reader.page.wait_for_timeout(500)
    assert asked(reader) == 0


@pytest.mark.parametrize("old", ["newest", "newer", "alone"])
def test_a_copy_of_more_than_90_days_says_so_above_every_verdict(
    reader: Reader, publish: Callable[..., None], old: str
) -> None:
    today(reader.page, DAY + timedelta(days=91))
    if old == "newer":
        publish()
    if old == "alone":
        reader.server.faults.add("release.json", "refuse")
        reader.open(STORY)
    else:
        open_plan(reader)
    wanted = {
        "newest": f"We last read Upwork\u2019s rules on {spoken(DAY)}.",
        "newer": f"This copy is from {spoken(DAY)}, and there is a newer one.",
        "alone": f"This copy is from {spoken(DAY)}. Upwork\u2019s rules may have changed since. Connect to the internet",
    }
    expect(news(reader)).to_have_count(1)
    expect(news(reader, "old")).to_contain_text(wanted[old])
    expect(news(reader, "old").locator("button")).to_have_count(int(old == "newer"))
    for answers in (KEPT, STORY):
        reader.go(answers)
        expect(news(reader)).to_have_count(1)
        expect(reader.page.locator("[data-news] ~ .verdict")).to_be_visible()
    reader.go({"notice": "none"})
    expect(news(reader)).to_have_count(0)


@pytest.mark.parametrize(
    ("days", "kinds"),
    [
        (-2, ["clock"]),
        (-1, []),
        (-3000, ["clock"]),
        (1095, ["old"]),
        (1096, ["clock", "old"]),
        (9000, ["clock", "old"]),
    ],
)
def test_a_clock_that_is_wrong_by_years_is_named_with_both_days(
    reader: Reader, days: int, kinds: list[str]
) -> None:
    there = DAY + timedelta(days=days)
    today(reader.page, there)
    open_plan(reader)
    expect(news(reader)).to_have_count(len(kinds))
    for kind in kinds:
        expect(news(reader, kind)).to_contain_text(spoken(DAY))
    if "clock" in kinds:
        expect(news(reader, "clock")).to_contain_text(
            f"The date on your device may be wrong: it is {spoken(there)} there"
        )


def test_changed_advice_is_said_at_once_above_the_plan_it_touches_and_above_no_other(
    reader: Reader, publish: Callable[..., None]
) -> None:
    publish(correction(5), correction(3, id="other", touches=["disputes/ruling"]))
    open_plan(reader)
    day = DAY + timedelta(days=5)
    expect(news(reader)).to_have_count(1)
    expect(news(reader, "changed")).to_contain_text(f"This advice changed on {spoken(day)}. {SAYS}")
    expect(news(reader, "changed")).to_have_attribute("role", "alert")
    expect(reader.page.locator("[data-news] b")).to_have_count(0)
    expect(reader.page.locator("[data-news] ~ .verdict")).to_be_visible()
    reader.go(KEPT)
    expect(news(reader)).to_have_count(0)
    reader.go(STORY)
    expect(news(reader, "changed")).to_have_count(1)


def test_a_correction_dated_before_the_release_that_the_page_was_not_built_with_is_said_too(
    reader: Reader, publish: Callable[..., None]
) -> None:
    publish(correction(-1), day=DAY.isoformat())
    open_plan(reader)
    expect(news(reader, "changed")).to_have_count(1)


def test_a_correction_that_the_page_was_built_with_is_no_news(
    reader: Reader, publish: Callable[..., None]
) -> None:
    publish(correction(-1), own=[correction(-1)])
    open_plan(reader)
    expect(news(reader)).to_have_count(0)


def test_a_server_that_went_back_to_an_earlier_release_knows_no_news(
    reader: Reader, publish: Callable[..., None]
) -> None:
    publish(correction(-40), day=(DAY - timedelta(days=30)).isoformat())
    open_plan(reader)
    expect(news(reader)).to_have_count(0)


def test_a_page_that_does_not_know_its_own_corrections_goes_by_the_day(
    reader: Reader, publish: Callable[..., None]
) -> None:
    reader.server.faults.add("assets/offline/*/corrections.json", "garbage")
    publish(correction(1), correction(0, id="older"))
    open_plan(reader)
    expect(news(reader, "changed")).to_have_count(1)
    expect(news(reader, "changed")).to_contain_text(spoken(DAY + timedelta(days=1)))


@pytest.mark.parametrize(("at", "told"), [(-9, True), (-3, True), (-2, False)])
def test_a_reader_who_comes_back_is_told_what_changed_since(
    reader: Reader, publish: Callable[..., None], at: int, *, told: bool
) -> None:
    publish(own=[correction(-3)])
    last = DAY + timedelta(days=at)
    reader.page.goto("")
    reader.run(WALK, [last.isoformat()])
    open_plan(reader)
    expect(news(reader, "since")).to_have_count(int(told))
    if told:
        changed = DAY - timedelta(days=3)
        wanted = f"This advice changed on {spoken(changed)}; you were last here on {spoken(last)}. {SAYS}"
        expect(news(reader, "since")).to_have_text(wanted)
        reader.type("held_sum", "600")
        reader.go(KEPT)
        reader.go(STORY)
        expect(news(reader, "since")).to_have_count(1)


@pytest.mark.parametrize(
    "kept", ["null", "[]", "{", '{"ghosting": 1}', '{"ghosting": {"at": {}}}', '{"ghosting": null}']
)
def test_a_garbled_walk_is_no_walk(reader: Reader, publish: Callable[..., None], kept: str) -> None:
    publish(own=[correction(-3)])
    reader.page.goto("")
    reader.run("kept => localStorage.setItem('even-keel.walk', kept)", kept)
    open_plan(reader)
    expect(news(reader)).to_have_count(0)


def test_the_button_brings_the_new_page_with_the_same_answers(
    reader: Reader, publish: Callable[..., None]
) -> None:
    publish(correction(5))
    open_plan(reader)
    fragment = reader.fragment
    assert fragment
    publish(correction(5), own=[correction(5)])
    folder = reader.server.shelf.folder
    (laid,) = (folder / "assets/offline").iterdir()
    laid.rename(laid.with_name("f" * 16))
    page = folder / address({}, reader.step.get_attribute("data-state") or "") / "index.html"
    text = page.read_text(encoding="utf-8").replace(laid.name, "f" * 16)
    page.unlink()
    page.write_text(text.replace('<p class="verdict">', '<p class="verdict">Corrected. '), encoding="utf-8")
    with reader.page.expect_navigation():
        reader.page.get_by_role("button", name="Use the new copy").click()
    reader.settle()
    assert reader.fragment == fragment
    expect(reader.page.locator(".verdict")).to_contain_text("Corrected. ")
    expect(news(reader)).to_have_count(0)


@pytest.mark.parametrize("late", [False, True], ids=["", "pressed before the page has its worker"])
def test_on_a_device_that_keeps_the_site_the_button_brings_the_new_release_whole(
    open_context: OpenContext, server: Server, tmp_path: Path, *, late: bool
) -> None:
    device = Device(open_context(service_workers="allow").new_page(), server)
    today(device.page, DAY + timedelta(days=9))
    device.visit(address(STORY))
    if late:
        device.page.add_init_script(LATE)
    told = json.dumps([correction(5)])
    newer = another(
        server.shelf.folder, tmp_path / "newer", {"assets/offline/corrections.json": ("[]", told)}
    )
    id_ = device.publish(newer)
    device.page.reload()
    reader = Reader(device.page, server)
    fragment = reader.fragment
    expect(news(reader, "changed")).to_have_count(1)
    device.page.get_by_role("button", name="Use the new copy").click()
    device.wait(lambda: device.release() == id_, "the page of the new release")
    assert reader.fragment == fragment
    device.cut()
    device.page.reload()
    expect(reader.step).to_have_attribute("data-kind", "result")
    expect(news(reader)).to_have_count(0)


def test_without_a_line_the_button_stays_on_the_page_and_says_so(
    reader: Reader, publish: Callable[..., None]
) -> None:
    publish(correction(5))
    open_plan(reader)
    reader.server.faults.add("*", "refuse")
    button = reader.page.get_by_role("button", name="Use the new copy")
    for _ in range(2):
        button.click()
        expect(news(reader, "changed")).to_contain_text("could not be reached")
        expect(button).to_be_enabled()
    expect(news(reader, "changed").locator("[role=status]")).to_have_count(1)


@pytest.mark.parametrize("mode", ["missing", "garbage", "truncate", "refuse", "rate_limit"])
def test_news_that_cannot_be_had_is_no_news(reader: Reader, mode: Mode) -> None:
    reader.server.faults.add("release.json", mode)
    reader.server.faults.add("assets/offline/*/corrections.json", mode)
    # Where a connection is reset, Chromium itself tries again, which no page can see or stop.
    asks: list[str] = []
    reader.page.on("request", lambda request: asks.append(request.url))
    reader.open(STORY)
    reader.settle()
    assert sum(url.endswith("/release.json") for url in asks) == 1
    expect(news(reader)).to_have_count(0)


@pytest.mark.parametrize(
    "said",
    [
        {"id": 1},
        {"day": "soon"},
        {"corrections": {"0": correction(5)}},
        {"corrections": None},
        {"corrections": [None, 7, "x", [], {"id": "a"}]},
        {"corrections": [correction(5, says=["x"])]},
        {"corrections": [correction(5, says="x" * 601)]},
        {"corrections": [correction(5, day="2026-99-99")]},
        {"corrections": [correction(5, touches=PLAN)]},
        {"corrections": [correction(5, touches=[{}, None])]},
        {"corrections": [correction(5, says="x")] * 2500},
    ],
)
def test_news_of_the_wrong_kind_or_far_too_much_of_it_is_no_news(
    reader: Reader, publish: Callable[..., None], said: dict[str, object]
) -> None:
    publish(**said)
    open_plan(reader)
    expect(news(reader)).to_have_count(0)


def test_a_page_that_stays_open_asks_again_after_an_hour_when_it_is_looked_at(
    reader: Reader, publish: Callable[..., None]
) -> None:
    reader.page.clock.install(time=f"{DAY.isoformat()}T12:00:00Z")
    open_plan(reader)
    publish(correction(5))
    look = "document.dispatchEvent(new Event('visibilitychange'))"
    reader.run(look)
    reader.page.wait_for_timeout(300)
    assert asked(reader) == 1
    reader.page.clock.fast_forward(3_700_000)
    reader.run(look)
    expect(news(reader, "changed")).to_have_count(1)
    assert asked(reader) == 2


def test_the_notices_are_printed_above_the_verdict_without_their_button(
    reader: Reader, publish: Callable[..., None]
) -> None:
    today(reader.page, DAY + timedelta(days=100))
    publish(correction(5))
    open_plan(reader)
    reader.page.emulate_media(media="print")
    expect(news(reader)).to_have_count(2)
    for kind in ("changed", "old"):
        expect(news(reader, kind)).to_be_visible()
    expect(reader.page.locator("[data-news] button")).to_have_count(1)
    expect(reader.page.locator("[data-news] button")).to_be_hidden()
    above = "() => document.querySelector('[data-news]').getBoundingClientRect().bottom <= document.querySelector('.verdict').getBoundingClientRect().top"
    assert reader.run(above)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_plan_with_every_notice_is_accessible(
    open_context: OpenContext,
    reader: Reader,
    publish: Callable[..., None],
    axe: Callable[[Page], list[str]],
    scheme: str,
) -> None:
    shown = Reader(open_context(color_scheme=scheme).new_page(), reader.server)
    today(shown.page, DAY + timedelta(days=2000))
    publish(correction(5), own=[correction(-3, id="own")])
    shown.page.goto("")
    shown.run(WALK, [(DAY - timedelta(days=9)).isoformat()])
    open_plan(shown)
    expect(news(shown)).to_have_count(4)
    assert axe(shown.page) == []
    box = shown.page.get_by_role("button", name="Use the new copy").first.bounding_box()
    assert box
    assert box["height"] >= 44
    assert not shown.run("document.documentElement.scrollWidth > innerWidth")
