"""What goes wrong while a site is being kept, and after: each file, a full disk, lost entries, strangers' workers."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import Error, expect

from tests.browser.device import Device, patient
from tests.browser.reader import STORY, Reader, address, automaton, some, until
from wizard.publish import offline, site
from wizard.publish.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.browser.conftest import OpenContext
    from wizard.publish.faults import Mode

OURS: Final = "even-keel /even-keel/ "
STRANGERS: Final = ("other-project", "even-keel /even-keel-two/ site x")
LOSE: Final = """([names, urls]) => Promise.all(names.map(async name => {
  const cache = await caches.open(name);
  await Promise.all(urls.map(url => cache.delete(url)));
}))"""


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
def device(open_context: OpenContext, server: Server) -> Device:
    """A device with service workers, on which the site was never open."""
    return Device(open_context(service_workers="allow").new_page(), server)


def _asked(path: str) -> str:
    """Return how a server sees the address of a file."""
    return path.removesuffix("index.html")


def _not_yet(device: Device) -> None:
    """See that the worker gave up, left nothing behind, and that the page is of use all the same."""
    gone = "navigator.serviceWorker.getRegistration().then(found => !found || (!found.installing && !found.active))"
    device.page.wait_for_timeout(200)
    device.wait(lambda: device.run(gone), "the worker to give up")
    device.wait(lambda: [name for name in device.caches() if name.startswith(OURS)] == [], "no half cache")


@pytest.mark.parametrize("mode", ["missing", "garbage", "truncate", "rate_limit", "refuse", "hang"])
def test_a_copy_that_cannot_be_whole_is_not_kept_and_the_next_visit_is_whole(
    device: Device, server: Server, mode: Mode
) -> None:
    # Nothing but the worker itself asks for this file here.
    server.faults.add("assets/css/*/sheet.css", mode)
    device.page.goto("wizard/ghosting/notice/")
    device.wait(
        lambda: [seen for seen in server.seen if "sheet.css" in seen.path], "the worker to come so far"
    )
    _not_yet(device)
    expect(device.page.locator("main#step a[data-answer]").first).to_be_visible()
    server.faults.clear()
    device.visit("wizard/ghosting/notice/")
    device.cut()
    device.page.goto("guide/")
    expect(device.page.locator("h1")).to_be_visible()


@some(4)
def test_each_file_of_the_first_copy_can_fail_and_then_nothing_is_kept(
    open_context: OpenContext, server: Server, hasty: Path, share: int
) -> None:
    for path in offline.read(hasty)["groups"]["core"][::share]:
        server.faults.clear()
        server.faults.add(_asked(path), "garbage")
        context = open_context(service_workers="allow")
        page = context.new_page()
        # A page that asks for nothing itself, so that the browser's own store is empty.
        page.goto("release.json")
        left = page.evaluate(
            """async () => {
              const found = await navigator.serviceWorker.register("sw.js", { updateViaCache: "none" });
              while (found.installing) await new Promise(resolve => setTimeout(resolve, 10));
              return [Boolean(found.waiting ?? found.active), await caches.keys()];
            }"""
        )
        assert left == [False, []], path
        context.close()


@some(4)
def test_each_entry_that_is_lost_is_fetched_again(
    device: Device, server: Server, hasty: Path, share: int
) -> None:
    device.visit("wizard/ghosting/notice/")
    found = offline.read(hasty)
    paths = [path for group in ("core", "guide") for path in found["groups"][group]]
    name = f"{OURS}site {found['id']}"
    for path in [*dict.fromkeys(paths)][::share]:
        (worker,) = device.context.service_workers
        device.run(LOSE, [[name], [f"{server.url}{_asked(path)}"]])
        worker.evaluate("() => { mended = 0; packs.clear(); }")
        device.page.goto("wizard/ghosting/notice/", wait_until="load")
        expect(device.page.locator("main#step")).to_be_visible()
        device.wait(lambda: device.kept() >= {"core", "guide"}, f"{path} to come back")


def test_a_stranger_that_deletes_all_caches_takes_nothing_for_long(device: Device) -> None:
    device.visit("wizard/ghosting/notice/")
    device.run("caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))")
    device.visit("wizard/ghosting/notice/")
    device.cut()
    device.page.goto("guide/client-silent/")
    expect(device.page.locator("h1")).to_be_visible()


def test_caches_of_others_are_never_touched(device: Device) -> None:
    device.page.goto("about/privacy/")
    for name in STRANGERS:
        device.run("name => caches.open(name).then(cache => cache.put('/x', new Response('theirs')))", name)
    device.visit("")
    device.ask("forget")
    assert sorted(device.caches()) == sorted(STRANGERS)
    theirs = "names => Promise.all(names.map(name => caches.open(name).then(cache => cache.match('/x')).then(it => it.text())))"
    assert device.run(theirs, list(STRANGERS)) == ["theirs", "theirs"]


def test_a_full_device_keeps_what_it_has_and_says_what_is_wrong(device: Device) -> None:
    device.visit("about/offline/")
    client = device.context.new_cdp_session(device.page)
    origin = device.server.url.removesuffix(device.server.base)
    used = device.run("navigator.storage.estimate().then(({usage}) => usage)")
    client.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": used + 100_000})
    device.page.get_by_role("button", name="Keep dates and sums").click()
    expect(device.page.get_by_text("no room left")).to_be_visible()
    assert device.kept() >= {"core", "guide"}
    client.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    # The browser counts its room anew in its own time: she who is told "no room" once more tries once more.
    keep = device.page.get_by_role("button", name="Keep dates and sums")
    group = device.page.locator("[data-group=engine]")

    def kept() -> bool:
        with suppress(Error):
            # The list is drawn anew when something was kept: then the button may go while it is pressed.
            keep.click(timeout=1_000)
        return group.get_attribute("data-kept") == "true"

    until(kept, "there is room, and nothing is kept", seconds=60)


def test_a_full_device_is_not_asked_for_room_again_in_the_same_tab(device: Device) -> None:
    device.visit("about/offline/")
    client = device.context.new_cdp_session(device.page)
    origin = device.server.url.removesuffix(device.server.base)
    used = device.run("navigator.storage.estimate().then(({usage}) => usage)")
    client.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": used + 100_000})
    device.run("localStorage.setItem('even-keel.offline', JSON.stringify({ engine: true }))")
    device.context.add_init_script(
        """globalThis.asked = [];
        const post = ServiceWorker.prototype.postMessage;
        ServiceWorker.prototype.postMessage = function (what, ...more) {
          if (what.do === "keep") asked.push(what.group);
          return post.call(this, what, ...more);
        };
        document.addEventListener("ek-kept", () => { globalThis.tried = true; });"""
    )
    for wanted in (["engine"], []):
        device.page.reload()
        device.wait(lambda: device.run("globalThis.tried"), "what is missing to be tried")
        assert device.run("asked") == wanted
    assert device.kept() >= {"core", "guide"}


def test_no_room_at_all_leaves_the_site_as_it_is_online(device: Device) -> None:
    client = device.context.new_cdp_session(device.page)
    origin = device.server.url.removesuffix(device.server.base)
    client.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1000})
    device.page.goto("wizard/ghosting/notice/")
    device.wait(
        lambda: [seen for seen in device.server.seen if "sheet.css" in seen.path], "the worker to come so far"
    )
    _not_yet(device)
    reader = Reader(device.page, device.server)
    for question, option in STORY.items():
        reader.answer(f"{question}.{option}").click()
    reader.at(automaton().of(STORY))


def test_a_broken_engine_file_on_the_device_is_fetched_again(device: Device, hasty: Path) -> None:
    device.visit(address(STORY))
    assert device.ask("keep", "engine")["done"]
    script = next(path for path in offline.read(hasty)["groups"]["engine"] if path.endswith("worker.js"))
    name = f"{OURS}engine {script.split('/')[2]}"
    break_it = "([name, url]) => caches.open(name).then(cache => cache.put(url, new Response('broken')))"
    device.run(break_it, [name, device.server.url + script])
    reader = Reader(device.page, device.server)
    reader.button.click()
    reader.engine("failed")
    reader.button.click()
    reader.engine()
    mended = "([name, url]) => caches.match(url, { cacheName: name }).then(it => it.text()).then(it => it !== 'broken')"
    device.wait(lambda: device.run(mended, [name, device.server.url + script]), "the file to be mended")


def test_a_network_that_stalls_does_not_hold_up_what_is_kept(device: Device, server: Server) -> None:
    device.visit("")
    server.faults.add("*", "hang")
    answer = device.page.goto("guide/client-silent/", timeout=3000)
    assert answer
    assert answer.from_service_worker


def test_pages_that_did_not_all_come_are_said_to_be_missing_and_come_on_request(
    device: Device, server: Server
) -> None:
    server.faults.add("assets/pages/*", "truncate")
    device.visit("about/offline/", "core")
    group = device.page.locator("[data-group=guide]")
    button = device.page.get_by_role("button", name="Keep all pages")
    button.click()
    expect(device.page.get_by_text("could not be fetched")).to_be_visible()
    expect(group).to_have_attribute("data-kept", "false")
    server.faults.clear()
    button.click()
    expect(group).to_have_attribute("data-kept", "true")


def test_a_pack_that_cannot_be_read_any_more_is_fetched_again(device: Device, hasty: Path) -> None:
    device.visit("")
    found = offline.read(hasty)
    spoil = "([name, url]) => caches.open(name).then(cache => cache.put(url, new Response('broken')))"
    device.run(spoil, [f"{OURS}site {found['id']}", device.server.url + found["pack"]])
    (worker,) = device.context.service_workers
    worker.evaluate("() => { mended = 0; packs.clear(); }")
    device.page.goto("guide/client-silent/")
    expect(device.page.locator("h1")).to_contain_text("client")
    device.wait(lambda: "guide" in device.kept(), "the pack to come back")
    device.cut()
    device.page.reload()
    expect(device.page.locator("h1")).to_contain_text("client")
