"""A kept site without a network: every page that should open opens, and what is not kept says so."""

from __future__ import annotations

import json
import re
import struct
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from tests.browser.device import Device
from tests.browser.reader import FLOWS, STORY, Reader, address, automaton
from tests.conftest import FIGURE
from wizard.core.automaton import folder
from wizard.publish import offline, states

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import OpenContext, Watch
    from wizard.publish.server import Server

MOST: Final = 2 * 1024 * 1024
MOST_PICTURE: Final = 100_000
SAMPLE: Final = 20
ABLE: Final = """addEventListener("DOMContentLoaded", () => {
  dispatchEvent(new Event("beforeinstallprompt", { cancelable: true }));
})"""
"""The browser says that it can install long before the offline app is there."""
REGISTERED: Final = "navigator.serviceWorker.getRegistration().then(Boolean)"
SINGLE: Final = ("", "wizard/", "offline/", *(f"wizard/{folder(flow)}/" for flow in FLOWS))


@pytest.fixture
def device(open_context: OpenContext, server: Server) -> Device:
    """A device with service workers, on which the site was never open."""
    return Device(open_context(service_workers="allow").new_page(), server)


def test_after_one_visit_every_kind_of_page_opens_without_a_network(device: Device) -> None:
    device.visit().cut()
    titles = {
        "": "What is happening",
        "guide/client-silent/": "client",
        "guide/": "guide",
        "reference/facts/milestones/": "",
        "checklist/before-you-accept/": "",
        "about/offline/": "Without internet",
        "wizard/": "",
        **{f"wizard/{folder(flow)}/": states.book().flow_words(flow).title for flow in FLOWS},
    }
    for place, title in titles.items():
        answer = device.page.goto(place)
        assert answer
        assert answer.status == 200, place
        assert answer.from_service_worker
        expect(device.page.locator("h1").first).to_contain_text(re.compile(title or ".", re.IGNORECASE))
        assert device.run("[...document.styleSheets].every(sheet => sheet.cssRules.length)"), place


def test_every_state_of_every_flow_is_answered_from_its_bundle_as_the_build_wrote_it(
    device: Device, site_folder: Path
) -> None:
    device.visit().cut()
    places = [f"wizard/{folder(flow)}/{slug}/" for flow in FLOWS for slug in automaton(flow).states]
    assert len(places) > 400
    assert _unlike(device, places, site_folder) == []


def test_every_other_page_is_answered_as_the_build_wrote_it(device: Device, site_folder: Path) -> None:
    device.visit().cut()
    found = offline.read(site_folder)
    places = [*json.loads((site_folder / found["pack"]).read_bytes())["pages"], *SINGLE]
    assert len(places) > 120
    assert _unlike(device, places, site_folder) == []


def _unlike(device: Device, places: list[str], site: Path) -> list[str]:
    """Return the pages that the worker answers otherwise than the build wrote them; a sample of them is opened."""
    (worker,) = device.context.service_workers
    texts = worker.evaluate(
        "places => Promise.all(places.map(async place => (await page(place))?.text() ?? null))", places
    )
    wanted = {place: (site / place / "index.html").read_bytes() for place in places}
    different = [
        place
        for place, text in zip(places, texts, strict=True)
        if text is None or text.encode() != wanted[place]
    ]
    for place in places[:: len(places) // SAMPLE]:
        answer = device.page.goto(place, wait_until="commit")
        if answer is None or answer.status != HTTPStatus.OK or answer.body() != wanted[place]:
            different.append(f"{place} opened")
    return different


def test_a_walk_from_the_door_to_a_plan_goes_on_without_a_network(device: Device, watch: Watch) -> None:
    device.visit("")
    device.cut()
    reader = Reader(device.page, device.server)
    device.page.goto("")
    device.page.get_by_role("link", name="The client does not answer").click()
    device.page.locator("main a[href*='notice.none'], main a[data-answer='notice.none']").click()
    for question, option in list(STORY.items())[1:]:
        reader.answer(f"{question}.{option}").click()
    reader.at(automaton().of(STORY))
    device.page.reload()
    reader.at(automaton().of(STORY))
    assert watch.errors == []


def test_the_search_finds_without_a_network(device: Device) -> None:
    device.visit().cut()
    device.page.goto("search/?from=home#q=refund")
    expect(device.page.locator(".hits li").first).to_contain_text(re.compile("refund", re.IGNORECASE))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("guide/client-silent", "guide/client-silent/"),
        ("guide/client-silent?from=chat#do-now", "guide/client-silent/?from=chat#do-now"),
        ("guide/client-silent/index.html", "guide/client-silent/index.html"),
        ("wizard/ghosting/notice?x=1", "wizard/ghosting/notice/?x=1"),
        ("wizard/ghosting/work--notice.refund-request", "wizard/ghosting/work--notice.refund-request/"),
        ("?utm_source=chat", "?utm_source=chat"),
        ("wizard", "wizard/"),
    ],
)
def test_addresses_without_slash_and_with_a_query_open_without_a_network(
    device: Device, asked: str, shown: str
) -> None:
    device.visit().cut()
    answer = device.page.goto(asked)
    assert answer
    assert answer.status == 200
    assert device.page.url.startswith(device.server.url + shown.split("#", maxsplit=1)[0])
    assert device.page.url.endswith(shown.partition("#")[2])


def test_an_address_that_was_published_once_leads_on_without_a_network(
    device: Device, site_folder: Path
) -> None:
    pack = json.loads((site_folder / offline.read(site_folder)["pack"]).read_bytes())
    aliases = [place for place in pack["pages"] if place.startswith("wizard/ghosting/")]
    assert len(aliases) > 5
    device.visit().cut()
    for place in aliases[:5]:
        device.page.goto(f"{place}#1~notice.none")
        expect(device.page.locator("main#step")).to_have_attribute(
            "data-state", automaton().of({"notice": "none"})
        )


@pytest.mark.parametrize(
    "place",
    [
        "no-such-page/",
        "wizard/ghosting/map/",
        "wizard/ghosting/no-such-state/",
        "checklist/contract-fixed/contract-fixed-a4.pdf",
        "reference/plans/?sort=day",
    ],
)
def test_what_is_not_kept_is_answered_with_the_way_on(device: Device, place: str) -> None:
    device.visit().cut()
    answer = device.page.goto(place)
    assert answer
    assert answer.status == HTTPStatus.SERVICE_UNAVAILABLE
    assert device.page.url == device.server.url + place
    expect(device.page.locator("h1")).to_contain_text("not on your device")
    expect(device.page.locator("main").get_by_text("has moved")).to_have_count(0)
    device.page.get_by_role("link", name="All situations and their plans").click()
    expect(device.page).to_have_url(f"{device.server.url}wizard/")
    expect(device.page.locator("h1")).to_be_visible()


def test_an_unknown_state_with_answers_leads_on_without_a_network(device: Device) -> None:
    device.visit().cut()
    device.page.goto("wizard/ghosting/no-such-state/#1~notice.none")
    expect(device.page.locator("main#step")).to_have_attribute(
        "data-state", automaton().of({"notice": "none"})
    )
    assert device.page.url.endswith("#1~notice.none")


def test_a_reader_who_saves_data_keeps_little_until_she_asks(device: Device) -> None:
    device.context.add_init_script(
        "Object.defineProperty(Navigator.prototype, 'connection', {get: () => ({saveData: true})})"
    )
    device.visit("wizard/disputes/notice/", "core", "disputes", "door")
    device.page.wait_for_timeout(500)
    assert device.kept() == {"core", "disputes", "door"}
    assert not [seen for seen in device.server.seen if "pages.json" in seen.path]
    device.page.goto("about/offline/")
    device.page.get_by_role("button", name="Keep all pages").click()
    expect(device.page.get_by_text("opens without internet now")).to_be_visible()
    assert "guide" in device.kept()


def test_the_site_is_not_kept_while_a_reader_waits_for_the_engine(device: Device) -> None:
    reader = Reader(device.page, device.server)
    faults = device.server.faults
    faults.add("*.wasm", "delay", seconds=6)
    # What is asked for at once is answered by then; the rest would go on for seconds.
    faults.add("*", "delay", seconds=0.4)
    device.page.goto(address(STORY))
    device.wait(lambda: device.run(REGISTERED), "the worker")
    reader.button.click()
    device.page.wait_for_timeout(2000)
    asked = _beside_the_engine(device)
    device.page.wait_for_timeout(2000)
    assert _beside_the_engine(device) == asked
    faults.clear()
    reader.engine()
    device.wait(lambda: device.kept() >= {"core", "guide"}, "the site to be kept")
    assert _beside_the_engine(device) > asked


def _beside_the_engine(device: Device) -> int:
    return sum("/engine/" not in one.path for one in device.server.seen)


def test_dates_are_filled_in_without_a_network_once_the_engine_was_used(device: Device) -> None:
    reader = Reader(device.page, device.server)
    device.visit(address(STORY))
    reader.start_engine()
    device.wait(lambda: "engine" in device.kept(), "the engine to be kept")
    device.cut()
    device.page.reload()
    reader.type("sent_on", "2026-11-12")
    reader.engine()
    expect(reader.slot("date:sent")).to_have_text("12 November")


def test_what_is_kept_is_small_on_the_line(
    site_folder: Path, record_property: Callable[[str, object], None]
) -> None:
    found = offline.read(site_folder)
    paths = {*found["groups"]["core"], *found["groups"]["guide"]}
    whole = sum(found["files"][path][1] for path in paths)
    record_property(
        FIGURE,
        f"sizes: kept for offline {whole:,} bytes, of it all pages in one piece "
        f"{found['files'][found['pack']][1]:,}; the engine {sum(found['files'][path][1] for path in found['groups']['engine']):,}",
    )
    assert 0 < whole <= MOST


def test_the_page_about_it_says_what_is_kept_and_removes_it(device: Device) -> None:
    device.visit("about/offline/")
    device.page.reload()
    group = device.page.locator("[data-group=guide]")
    expect(group).to_have_attribute("data-kept", "true")
    expect(group).to_contain_text("MB")
    device.run("caches.open('other-project')")
    device.run("caches.open('even-keel /even-keel-two/ site 0')")
    device.page.get_by_role("button", name="Remove everything").click()
    expect(device.page.get_by_text("Everything is removed")).to_be_visible()
    assert device.caches() == ["other-project", "even-keel /even-keel-two/ site 0"]
    device.page.goto("guide/")
    device.page.wait_for_timeout(1500)
    assert device.run("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    assert device.caches() == ["other-project", "even-keel /even-keel-two/ site 0"]
    device.page.goto("about/offline/")
    device.page.get_by_role("button", name="Keep all pages").click()
    expect(device.page.locator("[data-group=guide]")).to_have_attribute("data-kept", "true")


def test_a_browser_without_service_workers_shows_every_page_and_says_so(
    open_context: OpenContext, watch: Watch
) -> None:
    context = open_context(service_workers="allow")
    context.add_init_script("delete Navigator.prototype.serviceWorker")
    page = context.new_page()
    page.goto("about/offline/")
    expect(page.get_by_text("This browser cannot keep the site")).to_be_visible()
    assert [
        text
        for text in watch.console
        if text.startswith("error") and "news.js" not in text and "404" not in text
    ] == []


def test_it_is_named_pictured_and_found_by_a_phone(device: Device, site_folder: Path) -> None:
    device.page.goto("wizard/ghosting/notice/")
    client = device.context.new_cdp_session(device.page)
    found = client.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert manifest["id"] == device.server.base
    here = urljoin(found["url"], manifest["start_url"])
    assert here == urljoin(found["url"], manifest["scope"]) == device.server.url
    for picture in (*manifest["icons"], *manifest["screenshots"]):
        file = site_folder / picture["src"]
        if file.suffix == ".png":
            width, height = struct.unpack(">II", file.read_bytes()[16:24])
            assert picture["sizes"] == f"{width}x{height}"
        assert file.stat().st_size < MOST_PICTURE
    for shortcut in manifest["shortcuts"]:
        assert (site_folder / shortcut["url"] / "index.html").exists()
    assert {"any", "maskable"} <= {icon["purpose"] for icon in manifest["icons"]}


def test_installing_is_offered_once_and_only_below_a_plan_that_was_of_use(device: Device) -> None:
    device.page.goto(address(STORY), wait_until="networkidle")
    able = """() => {
      const event = new Event("beforeinstallprompt", { cancelable: true });
      event.prompt = async () => { globalThis.asked = true; };
      return dispatchEvent(event);
    }"""
    assert device.run(able) is False
    offer = device.page.locator(".install")
    expect(offer).to_have_count(0)
    device.page.locator("[data-share]").first.click()
    expect(offer).to_be_visible()
    offer.get_by_role("button", name="Install").click()
    assert device.run("asked") is True
    offer.get_by_role("button", name="No, thanks").click()
    expect(offer).to_have_count(0)
    device.page.reload(wait_until="networkidle")
    device.run(able)
    device.page.locator("[data-share]").first.click()
    expect(offer).to_have_count(0)


@pytest.mark.parametrize("own", [True, False])
def test_a_plan_after_one_of_her_own_was_of_use_and_the_app_does_not_remember_which(
    device: Device, *, own: bool
) -> None:
    device.context.add_init_script(ABLE)
    if own:
        reader = Reader(device.page, device.server)
        device.page.goto("wizard/ghosting/notice/")
        for question, option in STORY.items():
            reader.answer(f"{question}.{option}").click()
        reader.at(automaton().of(STORY))
    else:
        device.page.goto(address(STORY))
    device.visit(address(STORY))
    device.page.reload()
    device.wait(lambda: device.kept() >= {"guide"}, "the app to be there")
    expect(device.page.locator(".install")).to_have_count(int(own))
    shelf = json.loads(device.run("localStorage.getItem('even-keel.offline')") or "{}")
    assert shelf == ({"plan": True, "asked": True} if own else {})


def test_a_newer_release_can_come_although_the_walk_is_broken(device: Device, watch: Watch) -> None:
    device.server.faults.add("assets/page/*/journey.js", "missing")
    device.page.goto("wizard/ghosting/notice/")
    registered = "navigator.serviceWorker.getRegistration().then(found => Boolean(found))"
    device.wait(lambda: device.run(registered), "the worker to be registered")
    assert watch.errors != []
    watch.errors.clear()


@pytest.mark.parametrize("saves", [True, False])
@pytest.mark.parametrize("reduced", [True, False])
@pytest.mark.parametrize("shelf", ['{"image": "abc"}', '{"used": true}', "[]", "{"])
def test_the_app_and_the_engine_agree_on_few_bytes_and_on_the_image(
    device: Device, shelf: str, *, saves: bool, reduced: bool
) -> None:
    device.page.goto("release.json")
    found = device.run(
        """async ([offline, page, shelf, saveData, matches]) => {
          Object.defineProperty(navigator, "connection", { value: { saveData } });
          globalThis.matchMedia = () => ({ matches });
          localStorage.setItem("even-keel.engine", shelf);
          const { frugal, imageKept } = await import(offline + "wishes.js");
          const { savesData } = await import(page + "engine.js");
          const { keptImage } = await import(page + "memory.js");
          return [[frugal(), imageKept()], [savesData(navigator), Boolean(keptImage())]];
        }""",
        [*_folders(device), shelf, saves, reduced],
    )
    assert found == [[saves or reduced, "abc" in shelf]] * 2


def _folders(device: Device) -> list[str]:
    """Return the addresses of the modules of the app and of the page."""
    top = device.server.shelf.folder
    found = (next((top / "assets" / name).iterdir()) for name in ("offline", "page"))
    return [f"{device.server.url}{folder.relative_to(top).as_posix()}/" for folder in found]


def test_all_is_removed_for_another_open_tab_too(device: Device) -> None:
    device.visit("guide/client-silent/")
    other = device.context.new_page()
    other.goto("guide/")
    device.page.goto("about/offline/")
    device.page.get_by_role("button", name="Remove everything").click()
    expect(device.page.get_by_text("Everything is removed")).to_be_visible()
    # A browser ends a worker that has nothing to do; the next one knows nothing of the removal.
    (worker,) = device.context.service_workers
    worker.evaluate("() => { removed = false; mended = 0; }")
    assert other.evaluate("fetch(document.querySelector('link[rel=stylesheet]').href).then(({ ok }) => ok)")
    other.wait_for_timeout(2000)
    assert other.evaluate("navigator.serviceWorker.controller !== null")
    assert device.caches() == []
