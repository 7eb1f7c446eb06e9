"""Each request of a first visit fails, in each way a server can fail: the walk goes on, and the next visit is whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, get_args

import pytest
from playwright.sync_api import Error, expect

from tests.browser.device import Device, patient
from tests.browser.reader import STORY, Reader, address, automaton, until
from wizard.publish import site
from wizard.publish.faults import Mode
from wizard.publish.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.conftest import OpenContext, Watch

DOOR: Final = "wizard/door/happening/"
WALK: Final = ("happening.notice", "notice.dormancy", "dormancy_stage.over")
"""From the door into another situation and to a plan: with the books in place, else by ordinary links."""
PLAN: Final = automaton().of({"notice": "dormancy", "dormancy_stage": "over"})
MODES: Final[tuple[Mode, ...]] = get_args(Mode)
SAMPLE: Final = 8
LATE: Final = 1.5
"""Seconds of a delay: longer than a page waits for its book."""
HASH: Final = re.compile(r"(?<=[/.])[0-9a-f]{10,}(?=[/.])")
OTHERS: Final = (
    (re.compile(r"^assets/flows/(?!door|ghosting).*"), "a book that the visit does not open"),
    (re.compile(r"^wizard/(?!door)[^/]+/$"), "the page of a situation"),
    (re.compile(r"^wizard/(?!door)[^/]+/.+"), "the first question of a situation"),
)
"""What is asked for once for each situation: one of them stands for all."""
QUIET: Final = "navigator.serviceWorker.getRegistration().then(found => !found?.installing)"
ACTIVE: Final = "navigator.serviceWorker.getRegistration().then(found => Boolean(found?.active))"
PAINTED: Final = "performance.getEntriesByType('paint').some(({ name }) => name === 'first-contentful-paint')"
READABLE: Final = re.compile(r"\w+ \w+")
SCRIPT: Final = re.compile(r"dynamically imported module|SyntaxError|Unexpected token|Invalid or unexpected")
"""What a browser says of a script that did not come or is none."""


@pytest.fixture(scope="module")
def hasty(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with a worker that waits a second where the real one waits half a minute."""
    return patient(site_folder, tmp_path_factory.mktemp("hasty") / "site", milliseconds=1000)


@pytest.fixture
def server(hasty: Path) -> Iterator[Server]:
    """A server of that site."""
    with Server(hasty, base=site.base_path()) as running:
        yield running


@pytest.fixture
def asked(open_context: OpenContext, server: Server) -> list[str]:
    """All that a first visit asks for; of what is asked for each situation, that of one."""
    device = Device(open_context(service_workers="allow").new_page(), server)
    device.visit(DOOR)
    _walk(device)
    device.page.goto(address(STORY))
    _reads(device)
    device.page.wait_for_load_state("networkidle")
    device.context.close()
    paths = {_kind(seen.path): seen.path for seen in sorted(server.seen, key=lambda seen: seen.path)}
    assert {DOOR, "", "sw.js", "release.json", "assets/page/*/start.js", "assets/pages/*/pages.json"} <= set(
        paths
    )
    return list(paths.values())


def _kind(path: str) -> str:
    """Return what stands for this request and those like it."""
    return next((name for pattern, name in OTHERS if pattern.match(path)), HASH.sub("*", path))


def _walk(device: Device) -> None:
    """Tap through to a plan, whichever way the page goes there: in place, or by ordinary links."""
    reader = Reader(device.page, device.server)
    for answer in WALK:
        link = reader.answer(answer)
        expect(link).to_be_visible()
        link.click()
    reader.at(PLAN)
    _reads(device)


def _reads(device: Device) -> None:
    """See that what a plan says first can be read."""
    for part in (".verdict", ".donot"):
        # A hidden part has no inner text.
        expect(device.page.locator(f"main#step {part}").first).to_have_text(READABLE, use_inner_text=True)


def _tries(device: Device) -> None:
    """Open a page that cannot be had; what is seen then is the browser's own."""
    try:
        device.page.goto(DOOR, wait_until="commit", timeout=2_500)
    except Error:
        return


def _visits(device: Device) -> None:
    """Go from the door to a plan, and open a plan by its address; waits for nothing that may never come."""
    device.page.goto(DOOR, wait_until="commit")
    _walk(device)
    device.page.goto("about:blank")
    device.page.goto(address(STORY), wait_until="commit")
    _reads(device)
    assert device.page.url == device.server.url + address(STORY)


def _is_whole(device: Device) -> None:
    """See that a visit is as any other: styled, scripted, walked by its book, and kept for days without a network."""
    reader = Reader(device.page, device.server)
    expect(device.page.locator("html[data-engine]")).to_have_count(1)
    assert device.run("[...document.styleSheets].every(sheet => sheet.cssRules.length)")
    device.wait(lambda: device.run(ACTIVE), "the worker")
    device.wait(lambda: device.kept() >= {"core", "guide"}, "the site to be kept")
    device.page.goto(DOOR)
    expect(device.page.locator("html[data-engine]")).to_have_count(1)
    reader.answer(WALK[0]).click()
    expect(reader.step).to_have_attribute("data-answered-by", "bundle")


def _survives(open_context: OpenContext, server: Server, watch: Watch, path: str, mode: Mode) -> str:
    """Visit the site while one request fails, and then again; returns what was wrong, empty if nothing was."""
    server.faults.clear()
    server.faults.add(path, mode, seconds=LATE)
    context = open_context(service_workers="allow")
    # Longer than a page waits for its style: until then nothing is painted, and nothing can be tapped.
    context.set_default_timeout(12_000)
    device = Device(context.new_page(), server)
    try:
        _tries(device) if path == DOOR else _visits(device)
        wrong = [error for error in watch.errors if not (path.endswith(".js") and SCRIPT.search(error))]
        # A copy that is being made gives up first: until then, the next visit would wait for the same one.
        device.wait(lambda: device.run(QUIET), "the worker to give up or to be there")
        server.faults.clear()
        # A browser may keep for ten minutes whatever came with a good status; later it asks anew, as here.
        context.new_cdp_session(device.page).send("Network.clearBrowserCache")
        device.page.goto(DOOR) if path == DOOR else device.page.reload()
        watch.errors.clear()
        _is_whole(device)
        wrong += watch.errors
    except (AssertionError, Error) as error:
        wrong = [str(error)]
    watch.errors.clear()
    context.close()
    return "; ".join(wrong)


@pytest.mark.parametrize(("place", "sheet"), [(DOOR, "keel.css"), ("guide/client-silent/", "guide.css")])
def test_a_style_that_never_comes_is_given_up_and_the_page_is_painted(
    open_context: OpenContext, server: Server, place: str, sheet: str
) -> None:
    server.faults.add(f"assets/css/*/{sheet}", "hang")
    context = open_context()
    page = context.new_page()
    page.goto(place, wait_until="commit")
    until(lambda: bool(page.evaluate(PAINTED)), "the page stays white", seconds=30)
    assert [seen for seen in server.seen if seen.fault == "hang"]
    expect(page.locator("h1").first).to_be_visible()
    page.locator("main a[href]:visible").first.click(no_wait_after=True)
    server.faults.clear()
    # While a page waits for it, the browser asks for the same file only once.
    page.close()
    page = context.new_page()
    page.goto(place)
    assert page.evaluate(
        "[...document.styleSheets].every(sheet => sheet.cssRules.length && sheet.media.mediaText !== 'print')"
    )


def test_a_first_visit_survives_whatever_fails_in_a_sample(
    open_context: OpenContext, server: Server, watch: Watch, asked: list[str]
) -> None:
    step = len(asked) / SAMPLE
    chosen = [(asked[int(number * step)], MODES[number % len(MODES)]) for number in range(SAMPLE)]
    found = {case: _survives(open_context, server, watch, *case) for case in chosen}
    assert {case: wrong for case, wrong in found.items() if wrong} == {}


@pytest.mark.long
@pytest.mark.parametrize("mode", MODES)
def test_whichever_request_of_a_first_visit_fails_the_walk_goes_on_and_the_next_visit_is_whole(
    open_context: OpenContext, server: Server, watch: Watch, asked: list[str], mode: Mode
) -> None:
    found = {path: _survives(open_context, server, watch, path, mode) for path in asked}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
