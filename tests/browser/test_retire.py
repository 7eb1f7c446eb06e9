"""The kill switch: a device that keeps the site gets the ending worker, and is as if the site had never been kept."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.device import Device
from tests.browser.reader import STORY, Reader, address
from wizard.publish import releases
from wizard.publish.bodies import opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import OpenContext
    from wizard.publish.server import Server

FOREIGN: Final = ("other-project", "even-keel /even-keel-two/ site 0123456789ab", "even-keel")
"""Caches of the same origin that are not this site's."""
WALK: Final = "localStorage.getItem('even-keel.walk')"


@pytest.fixture
def device(open_context: OpenContext, server: Server) -> Device:
    """A device that keeps the site, beside caches of others, with a walk."""
    kept = Device(open_context(service_workers="allow").new_page(), server)
    reader = Reader(kept.page, server)
    kept.visit(address(STORY))
    reader.type("held_sum", "600")
    for name in FOREIGN:
        kept.run("name => caches.open(name).then(cache => cache.put('x', new Response('theirs')))", name)
    assert any(name.startswith("even-keel /even-keel/ ") for name in kept.caches())
    assert kept.run(WALK)
    return kept


@pytest.fixture
def retired(device: Device, tmp_path: Path) -> Path:
    """The site as it is online when the app is ended."""
    folder = tmp_path / "retired"
    shutil.copytree(device.server.shelf.folder, folder, copy_function=os.link)
    (folder / "sw.js").unlink()
    releases.retire(folder)
    device.server.shelf = opened(folder)
    return folder


def _ended(device: Device) -> None:
    device.wait(lambda: sorted(device.caches()) == sorted(FOREIGN), "our caches to go, and no others")


def test_an_open_page_stays_as_it_is_and_the_next_one_comes_from_the_network(
    device: Device, retired: Path
) -> None:
    assert retired.exists()
    loads: list[str] = []
    device.page.on("load", lambda page: loads.append(page.url))
    walk = device.run(WALK)
    device.run(
        "window.mine = true; navigator.serviceWorker.ready.then(registration => registration.update())"
    )
    _ended(device)
    device.page.wait_for_timeout(1000)
    assert loads == []
    assert device.run("window.mine") is True
    expect(device.page.locator("[data-input=held_sum]")).to_have_value("600")
    expect(device.page.locator("main#step")).to_have_attribute("data-kind", "result")
    expect(device.page.locator(".bar")).to_have_count(0)
    answer = device.page.goto("guide/client-silent/")
    assert answer
    assert (answer.status, answer.from_service_worker) == (200, False)
    device.page.goto("")
    assert device.run(WALK) == walk
    expect(device.page.locator("[data-resume=ghosting] a")).to_be_visible()


def test_a_reader_who_comes_back_is_served_once_more_and_then_from_the_network(
    device: Device, retired: Path
) -> None:
    assert retired.exists()
    device.page.goto("guide/client-silent/")
    _ended(device)
    for place in ("", "wizard/ghosting/"):
        answer = device.page.goto(place)
        assert answer
        assert (answer.status, answer.from_service_worker) == (200, False)
    device.page.wait_for_timeout(1000)
    assert sorted(device.caches()) == sorted(FOREIGN)


def test_the_app_comes_back_when_its_own_worker_is_online_again(
    device: Device, retired: Path, site_folder: Path
) -> None:
    assert retired.exists()
    device.page.goto("guide/client-silent/")
    _ended(device)
    device.server.shelf = opened(site_folder)
    device.visit("")
    answer = device.page.goto("guide/client-silent/")
    assert answer
    assert answer.from_service_worker
