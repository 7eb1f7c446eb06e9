"""The line is cut in the middle: of a first visit, of the start of the engine, of a newer release. Then it is back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.device import Device, another, patient
from tests.browser.reader import STORY, Reader, address, automaton
from wizard.publish import offline, site
from wizard.publish.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.conftest import OpenContext, Watch

DOOR: Final = "wizard/door/happening/"
PLACE: Final = "guide/client-silent/"
SCRIPTS: Final = ("worker.js", "freight.js", "image.js")
CORE: Final = (*SCRIPTS, "pyodide.mjs", "pyodide.asm.js")
PHASES: Final = {
    # where a start is cut: the files that still came, and the one of which half came
    "after the worker": (SCRIPTS, ""),
    "after the scripts": (CORE, ""),
    "in the middle of the wasm": (CORE, "pyodide.asm.wasm"),
    "before the package": ((*CORE, "pyodide.asm.wasm", "*.json", "templating.*", "*.zip*"), ""),
    "in the middle of the package": ((*CORE, "pyodide.asm.wasm", "*.json", "*.zip*"), "*.crate.gz"),
}
IDLE: Final = "navigator.serviceWorker.getRegistration().then(found => !found?.installing)"
ACTIVE: Final = "navigator.serviceWorker.getRegistration().then(found => Boolean(found?.active))"
WAITS: Final = "navigator.serviceWorker.getRegistration().then(found => found?.waiting && !found.installing)"
LOOK: Final = (
    "() => void navigator.serviceWorker.getRegistration().then(found => found.update()).catch(() => {})"
)


@pytest.fixture(scope="module")
def releases(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A release whose worker is not patient, and a newer one."""
    room = tmp_path_factory.mktemp("releases")
    change = {
        f"{PLACE}index.html": ("</h1>", " (newer)</h1>"),
        "assets/page/folds.js": ("/**", "/* newer */\n/**"),
        "assets/css/guide.css": ("/*", "/* newer */ /*"),
    }
    return [
        patient(site_folder, room / "old", milliseconds=1000),
        patient(another(site_folder, room / "made", change), room / "new", milliseconds=1000),
    ]


@pytest.fixture
def server(releases: list[Path]) -> Iterator[Server]:
    """A server that has the first of them."""
    with Server(releases[0], base=site.base_path()) as running:
        yield running


@pytest.fixture
def device(open_context: OpenContext, server: Server) -> Device:
    """A device with service workers, on which the site was never open."""
    return Device(open_context(service_workers="allow").new_page(), server)


def _cut_after(server: Server, count: int) -> None:
    """Let so many more requests be answered and no other."""
    server.faults.add("*", "delay", times=count, seconds=0)
    server.faults.add("*", "refuse")


def _kept_whole(device: Device) -> None:
    device.wait(lambda: device.run(ACTIVE), "the worker")
    device.wait(lambda: device.kept() >= {"core", "guide"}, "the site to be kept")


@pytest.mark.parametrize("count", [1, 4, 12, 18, 22, 27, 31, 36, 42, 50])
def test_a_first_visit_that_is_cut_leaves_a_page_of_use_and_nothing_half(
    device: Device, server: Server, watch: Watch, count: int
) -> None:
    _cut_after(server, count)
    device.page.goto(DOOR)
    reader = Reader(device.page, server)
    expect(reader.answer("happening.stuck")).to_be_visible()
    device.wait(lambda: any(seen.fault == "refuse" for seen in server.seen), "the cut")
    device.wait(lambda: device.run(IDLE), "the worker to give up or to be there")
    if device.page.locator("html[data-engine]").count() and "door" in " ".join(
        reader.asked_for("assets/flows/door")
    ):
        reader.answer("happening.stuck").click()
        expect(reader.step).to_have_attribute("data-answered-by", "bundle")
        assert reader.fragment == "#1~happening.stuck"
    # A copy is there with all that its worker answers from, or not at all.
    if not device.run(ACTIVE):
        device.wait(lambda: [name for name in device.caches() if " site " in name] == [], "no half cache")
    else:
        assert "core" in device.kept()
    # A module that did not come is an error of the page.
    watch.errors[:] = [error for error in watch.errors if "dynamically imported module" not in error]
    server.faults.clear()
    device.page.goto(DOOR)
    expect(device.page.locator("html[data-engine]")).to_have_count(1)
    _kept_whole(device)
    server.stop()
    device.context.set_offline(True)
    device.page.goto(PLACE)
    expect(device.page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("phase", PHASES)
def test_a_start_of_the_engine_that_is_cut_leaves_the_plan_and_what_was_typed(
    reader: Reader, phase: str
) -> None:
    reader.open(STORY)
    written = reader.page.locator(".verdict").inner_text()
    came, half = PHASES[phase]
    if half:
        reader.server.faults.add(f"assets/engine/*/{half}", "truncate")
    for name in came:
        reader.server.faults.add(f"assets/engine/*/{name}", "delay", seconds=0)
    reader.server.faults.add("*", "refuse")
    reader.type("held_sum", "600")
    reader.engine("failed")
    expect(reader.line).to_contain_text("the rest of the plan stands")
    assert reader.page.locator(".verdict").inner_text() == written
    expect(reader.page.locator(".donot").first).to_be_visible()
    assert reader.page.url == reader.server.url + address(STORY)
    # The walk needs neither the engine nor a line.
    reader.change("delivery").click()
    reader.answer("delivery.in_messages").click()
    reader.at(automaton().of(STORY))
    reader.server.faults.clear()
    reader.page.reload()
    expect(reader.page.locator("[data-input=held_sum]")).to_have_value("600")
    reader.start_engine()
    expect(reader.slot("slot:held_sum")).to_have_text("600 USD")


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_a_newer_release_that_is_cut_on_its_way_leaves_the_old_one_whole(
    device: Device, server: Server, releases: list[Path], count: int
) -> None:
    device.visit(PLACE)
    device.page.keyboard.press("Shift")
    before = device.caches()
    server.seen.clear()
    device.publish(releases[1])
    _cut_after(server, count)
    device.run(LOOK)
    device.wait(lambda: any(seen.fault == "refuse" for seen in server.seen), "the cut")
    device.wait(lambda: device.run(IDLE), "the newer worker to give up")
    device.wait(lambda: device.caches() == before, "its half cache to go")
    device.page.reload()
    assert device.release() == offline.read(releases[0])["id"]
    expect(device.page.locator("h1")).not_to_contain_text("(newer)")
    expect(device.page.locator(".bar")).to_have_count(0)
    server.faults.clear()
    device.run(LOOK)
    device.page.get_by_role("button", name="Use it now").click()
    expect(device.page.locator("h1")).to_contain_text("(newer)")


def test_a_newer_release_that_has_come_can_be_taken_without_a_line(
    device: Device, releases: list[Path]
) -> None:
    device.visit(PLACE)
    device.page.keyboard.press("Shift")
    device.publish(releases[1])
    device.run(LOOK)
    device.wait(lambda: device.run(WAITS), "the newer worker to wait")
    device.cut()
    device.page.get_by_role("button", name="Use it now").click()
    expect(device.page.locator("h1")).to_contain_text("(newer)")
    device.page.goto("guide/")
    assert device.release() == offline.read(releases[1])["id"]
    expect(device.page.locator("h1")).to_be_visible()
