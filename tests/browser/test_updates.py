"""A newer release comes: it is taken unseen, told or refused, but no page is ever made of two releases."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.device import Device, another
from tests.browser.reader import STORY, Reader, address, automaton
from wizard.publish import offline, site
from wizard.publish.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenContext

PLACE: Final = "guide/client-silent/"
FILE: Final = f"{PLACE}index.html"
OLD: Final = "client"
SCRIPT: Final = "assets/page/folds.js"


@pytest.fixture(scope="module")
def releases(site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three releases, one after another: a page, a script and a style sheet differ."""
    room = tmp_path_factory.mktemp("releases")
    made = {"a": room / "a"}
    shutil.copytree(site_folder, made["a"], ignore=shutil.ignore_patterns("*.pdf"))
    for name, old in (("b", "a"), ("c", "a")):
        made[name] = another(
            made[old],
            room / name,
            {
                FILE: ("</h1>", f" (release {name})</h1>"),
                SCRIPT: ("/**", f"/* release {name} */\n/**"),
                "assets/css/guide.css": ("/*", f"/* release {name} */ /*"),
            },
        )
    return made


@pytest.fixture
def server(releases: dict[str, Path]) -> Iterator[Server]:
    """A server that has the first release."""
    with Server(releases["a"], base=site.base_path()) as running:
        yield running


@pytest.fixture
def device(open_context: OpenContext, server: Server) -> Device:
    """A device that keeps the first release."""
    device = Device(open_context(service_workers="allow").new_page(), server)
    return device.visit(PLACE)


def _look(page: Page) -> None:
    """Make the browser look for a newer worker now, as it does by itself at the next visit."""
    page.evaluate("navigator.serviceWorker.getRegistration().then(found => found.update())")


def _waits(device: Device) -> None:
    waiting = (
        "navigator.serviceWorker.getRegistration().then(found => found.waiting !== null && !found.installing)"
    )
    device.wait(lambda: device.run(waiting), "the newer worker to wait")


def _touch(device: Device) -> None:
    device.page.wait_for_load_state("load")
    device.page.keyboard.press("Shift")


def _whole(device: Device, folder: Path) -> None:
    """See that the page, its style and its scripts are all of one release."""
    assert device.release() == offline.read(folder)["id"]
    named = device.run(
        "() => [...document.querySelectorAll('link[rel=stylesheet][href], script[src]')].map(it => it.href ?? it.src)"
    )
    for url in [*named, *device.run("() => performance.getEntriesByType('resource').map(it => it.name)")]:
        path = str(url).removeprefix(device.server.url).partition("?")[0]
        if re.match(r"assets/(css|page)/", path):
            assert (folder / path).exists(), path


def test_before_the_first_touch_a_newer_copy_is_used_without_a_word(
    device: Device, releases: dict[str, Path]
) -> None:
    device.publish(releases["b"])
    device.page.goto(PLACE)
    expect(device.page.locator("h1")).to_contain_text("release b")
    expect(device.page.locator(".bar")).to_have_count(0)
    device.wait(lambda: device.kept() >= {"core", "guide"}, "all to be kept")
    _whole(device, releases["b"])
    device.cut()
    device.page.reload()
    expect(device.page.locator("h1")).to_contain_text("release b")


def test_a_reader_who_begins_while_the_newer_copy_takes_over_is_told_and_not_interrupted(
    device: Device, releases: dict[str, Path], tmp_path: Path
) -> None:
    slow = tmp_path / "slow"
    shutil.copytree(releases["b"], slow)
    worker = (slow / offline.WORKER).read_text(encoding="utf-8")
    over = "await worker.skipWaiting()"
    assert worker.count(over) == 1
    late = worker.replace(over, f"await new Promise((resolve) => setTimeout(resolve, 3000)); {over}")
    (slow / offline.WORKER).write_text(late, encoding="utf-8")
    id_ = device.publish(slow)
    device.page.goto(PLACE)
    device.wait(lambda: device.run("sessionStorage.getItem('even-keel.reloaded')"), "the copy to be used")
    _touch(device)
    expect(device.page.locator(".bar")).to_contain_text("This page is older than the copy on your device.")
    assert device.ask("status")["id"] == id_
    device.page.wait_for_timeout(5000)
    _whole(device, releases["a"])
    device.page.get_by_role("button", name="Reload").click()
    expect(device.page.locator("h1")).to_contain_text("release b")


def test_a_tab_is_reloaded_unasked_only_once(device: Device, releases: dict[str, Path]) -> None:
    device.publish(releases["b"])
    device.page.goto(PLACE)
    expect(device.page.locator("h1")).to_contain_text("release b")
    device.wait(lambda: device.kept() >= {"core", "guide"}, "all to be kept")
    device.publish(releases["c"])
    device.page.goto(PLACE)
    expect(device.page.locator(".bar")).to_contain_text("A newer copy")
    _whole(device, releases["b"])


def test_a_newer_worker_that_says_nothing_is_not_used_unasked(
    device: Device, releases: dict[str, Path], tmp_path: Path
) -> None:
    mute = tmp_path / "mute"
    shutil.copytree(releases["b"], mute)
    worker = (mute / offline.WORKER).read_text(encoding="utf-8")
    says = 'if (data.do !== "status") return;'
    assert worker.count(says) == 1
    (mute / offline.WORKER).write_text(worker.replace(says, "return;"), encoding="utf-8")
    device.publish(mute)
    device.page.clock.install()
    device.page.goto(PLACE)
    _waits(device)
    device.page.wait_for_timeout(500)
    device.page.clock.fast_forward(31_000)
    expect(device.page.locator(".bar")).to_contain_text("A newer copy")
    _whole(device, releases["a"])


def test_the_release_used_last_stays_although_the_clock_was_years_ahead(
    device: Device, releases: dict[str, Path]
) -> None:
    _touch(device)
    for name in ("b", "c", "a"):
        device.publish(releases[name])
        _look(device.page)
        _waits(device)
        if name == "b":
            for worker in device.context.service_workers:
                worker.evaluate("() => { Date.now = () => 2_250_000_000_000; }")
        device.page.get_by_role("button", name="Use it now").click()
        wanted = str(offline.read(releases[name])["id"])
        device.wait(lambda: device.release() == wanted, f"release {name}")  # noqa: B023
        device.wait(lambda: device.kept() >= {"core", "guide"}, "all to be kept")
    sites = {name.rsplit(" ", 1)[1] for name in device.caches() if " site " in name}
    assert sites == {str(offline.read(releases[name])["id"]) for name in ("c", "a")}


def test_after_a_touch_the_reader_is_told_and_chooses(device: Device, releases: dict[str, Path]) -> None:
    _touch(device)
    device.publish(releases["b"])
    _look(device.page)
    bar = device.page.locator(".bar")
    expect(bar).to_contain_text("A newer copy of this site is ready.")
    expect(bar).to_have_attribute("role", "status")
    expect(device.page.locator("h1")).not_to_contain_text("release b")
    for button in bar.get_by_role("button").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 44
    bar.get_by_role("button", name="Later").click()
    expect(bar).to_be_hidden()
    device.page.reload()
    expect(bar).to_contain_text("A newer copy")
    _whole(device, releases["a"])
    reader = Reader(device.page, device.server)
    reader.press_to(bar.get_by_role("button", name="Use it now"))
    device.page.keyboard.press("Enter")
    expect(device.page.locator("h1")).to_contain_text("release b")
    _whole(device, releases["b"])


def test_a_walk_and_what_was_typed_outlive_the_change(device: Device, releases: dict[str, Path]) -> None:
    reader = Reader(device.page, device.server)
    device.page.goto(address(STORY))
    reader.type("held_sum", "600")
    device.publish(releases["b"])
    _look(device.page)
    device.page.get_by_role("button", name="Use it now").click()
    device.wait(lambda: device.release() == offline.read(releases["b"])["id"], "the newer page")
    reader.at(automaton().of(STORY))
    expect(device.page.locator('[data-input="held_sum"]')).to_have_value("600")


def test_a_link_with_answers_is_not_reloaded_under_the_reader(
    device: Device, releases: dict[str, Path]
) -> None:
    device.publish(releases["b"])
    device.page.goto(address(STORY))
    _waits(device)
    expect(device.page.locator(".bar")).to_contain_text("A newer copy")
    assert device.release() == offline.read(releases["a"])["id"]


def test_another_tab_that_took_the_newer_copy_is_told_here(device: Device, releases: dict[str, Path]) -> None:
    _touch(device)
    other = device.context.new_page()
    other.goto("wizard/ghosting/notice/")
    other.keyboard.press("Shift")
    device.publish(releases["b"])
    _look(device.page)
    device.page.get_by_role("button", name="Use it now").click()
    expect(device.page.locator("h1")).to_contain_text("release b")
    bar = other.locator(".bar")
    expect(bar).to_contain_text("This page is older than the copy on your device.")
    # Its own files are still there, although the server has none of them any more.
    device.cut()
    own = "fetch(document.querySelector('script[src]').src, { cache: 'no-store' }).then(({ ok }) => ok, () => false)"
    assert other.evaluate(own) is True
    other.locator("main a[data-answer]").first.click()
    expect(other.locator("main#step")).to_have_attribute("data-answered-by", "bundle")
    bar.get_by_role("button", name="Reload").click()
    wanted = str(offline.read(releases["b"])["id"])
    expect(other.locator('meta[name="ek-release"]')).to_have_attribute("content", re.compile(wanted))


def test_a_release_that_was_skipped_is_no_loss(device: Device, releases: dict[str, Path]) -> None:
    _touch(device)
    device.publish(releases["b"])
    _look(device.page)
    _waits(device)
    device.publish(releases["c"])
    _look(device.page)
    wanted = str(offline.read(releases["c"])["id"])
    device.wait(lambda: device.ask("status", waiting=True).get("id") == wanted, "the newest to wait")
    device.page.get_by_role("button", name="Use it now").click()
    expect(device.page.locator("h1")).to_contain_text("release c")
    _whole(device, releases["c"])
    sites = [name.rsplit(" ", 1)[1] for name in device.caches() if " site " in name]
    assert sorted(sites) == sorted([wanted, str(offline.read(releases["a"])["id"])])


def test_a_release_that_was_taken_back_is_taken_back_here_too(
    device: Device, releases: dict[str, Path]
) -> None:
    device.publish(releases["b"])
    device.page.goto(PLACE)
    expect(device.page.locator("h1")).to_contain_text("release b")
    device.wait(lambda: device.kept() >= {"core", "guide"}, "all to be kept")
    _touch(device)
    device.publish(releases["a"])
    _look(device.page)
    device.page.get_by_role("button", name="Use it now").click()
    expect(device.page.locator("h1")).not_to_contain_text("release b")
    _whole(device, releases["a"])
    device.page.wait_for_timeout(1000)
    expect(device.page.locator(".bar")).to_have_count(0)


@pytest.mark.parametrize(
    "missing", ["assets/css/*/guide.css", "assets/pages/*", "wizard/", "assets/page/*/folds.js"]
)
def test_a_newer_release_with_a_file_missing_leaves_the_old_one_whole(
    device: Device, server: Server, releases: dict[str, Path], missing: str
) -> None:
    _touch(device)
    before = device.caches()
    device.publish(releases["b"])
    server.faults.add(missing, "missing")
    _look(device.page)
    device.wait(lambda: [seen for seen in server.seen if seen.fault], "the missing file to be asked for")
    idle = "navigator.serviceWorker.getRegistration().then(found => !found.installing && !found.waiting)"
    device.wait(lambda: device.run(idle), "the newer worker to give up")
    device.wait(lambda: device.caches() == before, "its half cache to go")
    expect(device.page.locator(".bar")).to_have_count(0)
    device.page.reload()
    _whole(device, releases["a"])
    server.faults.clear()
    _look(device.page)
    device.page.get_by_role("button", name="Use it now").click()
    expect(device.page.locator("h1")).to_contain_text("release b")


def test_without_a_network_the_old_copy_goes_on(device: Device, releases: dict[str, Path]) -> None:
    device.publish(releases["b"])
    device.cut()
    device.page.reload()
    _whole(device, releases["a"])
    expect(device.page.locator(".bar")).to_have_count(0)


def test_a_newer_copy_brings_only_what_changed_and_keeps_the_engine(
    device: Device, server: Server, releases: dict[str, Path]
) -> None:
    assert device.ask("keep", "engine")["done"]
    _touch(device)
    asked = len(server.seen)
    device.publish(releases["b"])
    _look(device.page)
    _waits(device)
    paths = [seen.path for seen in server.seen[asked:] if seen.status == 200]
    assert not [
        path for path in paths if path.startswith(("assets/engine/", "assets/flows/", "assets/search/"))
    ]
    device.page.get_by_role("button", name="Use it now").click()
    expect(device.page.locator("h1")).to_contain_text("release b")
    assert device.kept() >= {"core", "guide", "engine"}


def test_a_newer_engine_that_came_with_the_newer_copy_starts_by_itself_without_a_server(
    device: Device, releases: dict[str, Path], tmp_path: Path
) -> None:
    reader = Reader(device.page, device.server)
    # Of a line that the browser says nothing good of, only what is on the device costs nothing.
    device.context.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { saveData: false, effectiveType: '3g' } })"
    )
    device.page.goto(address(STORY))
    reader.type("held_sum", "600")
    reader.engine()
    device.wait(lambda: "engine" in device.kept(), "the engine to be kept")
    newer = another(releases["a"], tmp_path / "newer", {}, engine_too=True)
    wanted = device.publish(newer)
    _look(device.page)
    device.page.get_by_role("button", name="Use it now").click()
    device.wait(lambda: device.release() == wanted, "the newer page")
    device.wait(lambda: "engine" in device.kept(), "the newer engine to be kept")
    device.cut()
    device.page.reload()
    reader.engine()
    expect(reader.slot("slot:held_sum")).to_have_text("600 USD")
