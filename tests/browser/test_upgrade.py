"""The rehearsal of a release: a reader of the earlier one comes back to a fork under a name of its own.

Both releases are built for real, the earlier one from the history: the oldest that has a case file, or what
`UPGRADE_FROM` names. The later one is kept, retired and served as the deployment does it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, ROOT
from tests.browser.device import Device
from tests.browser.filer import Filer
from tests.browser.reader import STORY, Reader, address, automaton
from wizard.publish import corrections, earlier, machine, offline, releases, site, states
from wizard.publish.bodies import opened
from wizard.publish.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext

pytestmark = pytest.mark.long
BASE: Final = "/some-fork/"
FORK: Final = f"https://reader.example{BASE}"
"""The address that a fork is built for; nothing in the repository says it."""
OLDEST: Final = "docs/assets/case/store.js"
LOOK: Final = "navigator.serviceWorker.getRegistration().then(found => found.update())"
NEWER: Final = "A newer copy of this site is ready."
SAYS: Final = "Press Submit work first, and write to the client after it."
CORRECTION: Final = f"""
[[correction]]
id = "rehearsal"
day = {states.content_day()}
says = "{SAYS}"
outcomes = ["ghosting/submit_today"]
"""
OTHER: Final = STORY | {"delivery": "kept"}
"""Answers that lead to another plan, which the correction does not touch."""
WORDS: Final = {".html", ".js", ".json", ".webmanifest", ".xml", ".txt", ".css", ".svg"}


def _git(*words: str) -> str:
    done = subprocess.run(("git", *words), cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _built(tree: Path) -> Path:
    """Build the site of a tree for the fork, with the tools of this one."""
    for name in (".venv", "node_modules"):
        (tree / name).symlink_to(ROOT / name)
    command = (sys.executable, "-m", "wizard.publish", "site")
    more = {"SITE_URL": FORK, "PATH": f"{ROOT}/.venv/bin{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(command, cwd=tree, env=os.environ | more, check=True)
    return tree / "site"


@pytest.fixture(scope="module")
def earlier_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The earlier release, from the history; a clone without history has none."""
    added = _git("log", "--diff-filter=A", "--format=%H", "--", OLDEST).splitlines()
    revision = os.environ.get("UPGRADE_FROM") or (added[-1] if added else "")
    if not revision or revision == _git("rev-parse", "HEAD"):
        pytest.skip("This clone has no history to take an earlier release from: git fetch --unshallow")
    tree = tmp_path_factory.mktemp("earlier")
    packed = subprocess.run(
        ("git", "archive", revision), cwd=ROOT, capture_output=True, check=True, timeout=60
    ).stdout
    subprocess.run(("tar", "-x", "-C", str(tree)), input=packed, check=True)
    return _built(tree)


def _copied(tree: Path) -> Path:
    """Copy what this release is built from."""
    for name in site.INPUTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=_written)
        else:
            shutil.copyfile(ROOT / name, tree / name)
    return tree


@pytest.fixture(scope="module")
def later_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This release, built for the fork."""
    return _built(_copied(tmp_path_factory.mktemp("later")))


@pytest.fixture(scope="module")
def corrected_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This release with an entry about one plan in `corrections.toml`, written as its head says (decision 0014)."""
    tree = _copied(tmp_path_factory.mktemp("corrected"))
    file = tree / corrections.FILE.relative_to(ROOT)
    file.write_text(file.read_text(encoding="utf-8") + CORRECTION, encoding="utf-8")
    return _built(tree)


def _written(there: str, names: list[str]) -> list[str]:
    inside = Path(there).relative_to(ROOT).as_posix()
    return [name for name in names if site.generated(f"{inside}/{name}") or name == "__pycache__"]


@contextmanager
def _opened(chromium: Browser, profile: Path, server: Server) -> Iterator[BrowserContext]:
    """A browser with the profile that the reader had before."""
    size: Any = PHONE
    context = chromium.browser_type.launch_persistent_context(
        profile,
        executable_path=machine.find_chromium(),
        args=list(machine.BROWSER_FLAGS),
        base_url=server.url,
        viewport=size,
    )
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    assert errors == []


def _is(page: Page, release: str) -> None:
    expect(page.locator(f'meta[name="ek-release"][content^="{release}"]')).to_have_count(1, timeout=40_000)


def _lines(filer: Filer) -> list[str]:
    return filer.record.locator("ol.log li").all_inner_texts()


def _lived(chromium: Browser, profile: Path, server: Server) -> None:
    """Let a reader use the earlier release: a plan with a sum, a case file, a walk that is not at its end."""
    with _opened(chromium, profile, server) as context:
        page = context.pages[0]
        reader, filer, device = Reader(page, server), Filer(page, server), Device(page, server)
        page.goto("wizard/ghosting/notice/")
        for question, option in STORY.items():
            reader.answer(f"{question}.{option}").click()
        reader.type("held_sum", "600")
        reader.engine()
        device.wait(lambda: device.kept() >= {"core", "guide", "engine"}, "the site to be kept")
        page.locator("[data-keep-plan]").click()
        page.locator("dialog input[type=text]").fill("Logo")
        page.locator("dialog [type=submit]").click()
        filer.drawn()
        filer.tick("scope_written")
        filer.log("scope_change", says="A second colour.", minutes="45")
        expect(filer.record.locator("ol.log li")).to_contain_text("second colour")
        page.goto("wizard/door/happening/")
        reader.answer("happening.stuck").click()
        expect(reader.answer("stuck_how.silent")).to_be_visible()


def _published(later: Path, room: Path, server: Server) -> Path:
    """Put the later release online as the deployment does: what the earlier one has online stays."""
    old = json.loads((server.shelf.folder / releases.LIST).read_text(encoding="utf-8"))[0]
    shutil.copytree(later, room)
    kept = earlier.keep(room, server.url, pause=0.1)
    assert kept.says == []
    assert [one.id for one in kept.releases] == [old["id"]]
    assert [path for path in old["files"] if not (room / path).is_file()] == []
    server.shelf = opened(room.resolve())
    return room


def test_no_file_of_a_fork_names_another_address(later_site: Path) -> None:
    own = urlsplit(site.DEFAULT_URL)
    found = [
        f"{file.relative_to(later_site)}: {name}"
        for file in sorted(later_site.rglob("*"))
        if file.suffix in WORDS
        for name in (own.netloc, f'"{own.path}', f"={own.path}", f"({own.path}")
        if name in file.read_text(encoding="utf-8")
    ]
    assert found == []
    assert f"<loc>{FORK}</loc>" in (later_site / "sitemap.xml").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{FORK}">' in (later_site / "index.html").read_text(encoding="utf-8")
    assert json.loads((later_site / offline.MANIFEST).read_text(encoding="utf-8"))["id"] == BASE


def test_a_returning_reader_is_offered_the_later_release_and_loses_nothing(
    chromium: Browser, earlier_site: Path, later_site: Path, tmp_path: Path
) -> None:
    first, second = (str(offline.read(folder)["id"]) for folder in (earlier_site, later_site))
    assert first != second
    profile = tmp_path / "profile"
    with Server(earlier_site, base=BASE) as server:
        _lived(chromium, profile, server)
        with _opened(chromium, profile, server) as context:
            page, other = context.pages[0], context.new_page()
            page.goto(address(STORY))
            Reader(page, server).engine()
            page.keyboard.press("Shift")
            filer = Filer(other, server).come()
            other.locator("[data-list] a").first.click()
            filer.drawn()
            _published(later_site, tmp_path / "online", server)
            page.evaluate(LOOK)
            for tab in (page, other):
                expect(tab.locator(".bar")).to_contain_text(NEWER, timeout=60_000)
                _is(tab, first)
            # Whoever does not want it yet goes on with what is on the screen.
            Reader(page, server).type("held_sum", "700")
            expect(Reader(page, server).slot("slot:held_sum")).to_have_text("700 USD")
            page.get_by_role("button", name="Use it now").click()
            _is(page, second)
            expect(page.locator('[data-input="held_sum"]')).to_have_value("700")
            # The engine is a newer one too; it is on this device, so it starts by itself.
            Reader(page, server).engine()
            expect(Reader(page, server).slot("slot:held_sum")).to_have_text("700 USD")
            expect(other.locator(".bar")).to_contain_text("This page is older than the copy on your device.")
            filer.log("approval", says="Written by the earlier page.")
            expect(filer.record.locator("ol.log li")).to_have_count(2)
            other.get_by_role("button", name="Reload").click()
            _is(other, second)
            filer.drawn()
            assert len(_lines(filer)) == 2
            device = Device(page, server)
            device.wait(lambda: device.kept() >= {"core", "guide", "engine"}, "the later site to be kept")
        _comes_back(chromium, profile, server, second)
        server.stop()
        _comes_back(chromium, profile, server, second)


def _comes_back(chromium: Browser, profile: Path, server: Server, release: str) -> None:
    """Come back to walk, plan and case file, in a browser that was started anew."""
    with _opened(chromium, profile, server) as context:
        page = context.pages[0]
        page.goto("")
        _is(page, release)
        expect(page.locator("[data-resume]:not([hidden])")).not_to_have_count(0)
        expect(page.locator(".bar")).to_have_count(0)
        page.goto(address(STORY))
        Reader(page, server).engine()
        expect(Reader(page, server).slot("slot:held_sum")).to_have_text("700 USD")
        filer = Filer(page, server).come()
        page.get_by_role("link", name="Logo").first.click()
        filer.drawn()
        assert len(_lines(filer)) == 2


def test_a_returning_reader_is_told_which_plan_was_corrected_and_a_press_brings_it(
    chromium: Browser, earlier_site: Path, corrected_site: Path, tmp_path: Path
) -> None:
    first, second = (str(offline.read(folder)["id"]) for folder in (earlier_site, corrected_site))
    profile = tmp_path / "profile"
    with Server(earlier_site, base=BASE) as server:
        _lived(chromium, profile, server)
        with _opened(chromium, profile, server) as context:
            page = context.pages[0]
            reader, changed = Reader(page, server), page.locator("[data-news] > .changed")
            page.goto(address(STORY))
            # What she has begun in this tab is not exchanged unasked.
            page.keyboard.press("Shift")
            expect(changed).to_have_count(0)
            _published(corrected_site, tmp_path / "online", server)
            page.reload()
            _is(page, first)
            expect(changed).to_contain_text("This advice changed on", timeout=60_000)
            expect(changed).to_contain_text(SAYS)
            reader.go(OTHER)
            expect(changed).to_have_count(0)
            reader.go(STORY)
            # The script of the earlier release took the old copy again where the new one was not here yet.
            expect(page.locator(".bar")).to_contain_text(NEWER, timeout=60_000)
            changed.get_by_role("button", name="Use the new copy").click()
            _is(page, second)
            reader.at(automaton().of(STORY))
            expect(page.locator('[data-input="held_sum"]')).to_have_value("600")
            expect(changed).to_have_count(0)
            device = Device(page, server)
            device.wait(lambda: device.kept() >= {"core", "guide"}, "the corrected site to be kept")
        server.stop()
        with _opened(chromium, profile, server) as context:
            page = context.pages[0]
            page.goto(address(STORY))
            _is(page, second)
            Reader(page, server).at(automaton().of(STORY))
            expect(page.locator("[data-news] > .changed")).to_have_count(0)


def test_the_kill_switch_ends_the_app_of_the_earlier_release_and_nothing_she_wrote(
    chromium: Browser, earlier_site: Path, later_site: Path, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    with Server(earlier_site, base=BASE) as server:
        _lived(chromium, profile, server)
        releases.retire(_published(later_site, tmp_path / "online", server))
        server.shelf = opened((tmp_path / "online").resolve())
        with _opened(chromium, profile, server) as context:
            page = context.pages[0]
            page.goto(address(STORY))
            _is(page, str(offline.read(earlier_site)["id"]))
            device = Device(page, server)
            device.wait(lambda: not device.caches(), "all that was kept to go")
            answer = page.goto("case-file/")
            assert answer
            assert (answer.status, answer.from_service_worker) == (200, False)
            later = json.loads((later_site / releases.NEWEST).read_text(encoding="utf-8"))["id"]
            _is(page, later)
            filer = Filer(page, server)
            page.get_by_role("link", name="Logo").first.click()
            filer.drawn()
            assert len(_lines(filer)) == 1
            page.goto(address(STORY))
            expect(page.locator('[data-input="held_sum"]')).to_have_value("600")
            page.goto("")
            expect(page.locator("[data-resume]:not([hidden])")).not_to_have_count(0)
