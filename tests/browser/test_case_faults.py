"""What can go wrong with what is kept: no store, no room, a store that is lost or broken, bad files, a killed page."""

from __future__ import annotations

import contextlib
import json
import random
import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import Error, expect

from tests.browser.filer import OPENED, PLACE, Filer, at, bundle, table
from tests.browser.reader import ENGINE_SECONDS, until
from tests.conftest import FIGURE
from wizard.case.record import standing
from wizard.publish import machine

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser

    from tests.browser.conftest import OpenContext, Watch
    from wizard.publish.server import Server

KILLS: Final = 8
BATCH: Final = 400
DELAYS: Final = (0, 30, 100, 300, 1_000, 2_000)
KILLED: Final = {
    "add": "store.add(entries, [])",
    "replace": "store.replace(entries, new Set(old.map(({ id }) => id)))",
    "erase": "store.erase()",
}
"""What a page does when it is killed: a save, an import that is taken over, an end of all."""
_STORE: Final = """
  const folder = new URL(document.querySelector("meta[name=ek-case]").content, location.href);
  const { Store } = await import(new URL("store.js", folder));
  const store = new Store(() => {});
  const batch = (name, count) => Array.from({ length: count }, (_, index) => ({
    id: `${name}.${index}`, record: "rrrrrrrrrrrr", at: "2026-11-22T10:00:00.000Z",
    kind: "log", body: { about: "note", says: "x".repeat(300) },
  }));
"""
NAMED: Final = (
    f"""async () => {{ {_STORE} return (await store.all()).entries.map(({{ id }}) => id).sort() }}"""
)
FIRST: Final = f"""async () => {{ {_STORE}
  if (!(await store.all()).entries.length) await store.add(batch("first", 20), []);
  return (await store.all()).entries.map(({{ id }}) => id);
}}"""
KILL: Final = f"""async ([number, count, delay]) => {{ {_STORE}
  const old = (await store.all()).entries;
  const entries = batch(number, count);
  void ACT;
  await new Promise(done => setTimeout(done, delay));
}}"""
LOST: Final = re.compile("has removed the records|store of this browser")
DENIED: Final = {
    "absent": "Object.defineProperty(globalThis, 'indexedDB', { value: undefined })",
    "refused": "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }",
    "failing": "IDBFactory.prototype.open = () => { throw new DOMException('no', 'UnknownError') }",
}


@pytest.fixture
def filer(page: Any, server: Server) -> Filer:
    """Someone at a fresh device; nothing is kept on it."""
    return Filer(page, server)


@pytest.fixture
def alone(filer: Filer) -> Filer:
    """Someone whose calculator never comes: what is tested does not need it."""
    filer.server.faults.add("assets/engine/*", "missing")
    return filer


def _add(filer: Filer, nickname: str) -> None:
    form = filer.page.locator('form[data-entry="opened"]')
    form.locator('[data-input="nickname"]').fill(nickname)
    form.locator("[type=submit]").click()


@pytest.mark.parametrize("fault", DENIED)
def test_a_browser_that_keeps_nothing_says_so_and_what_was_typed_stays(alone: Filer, fault: str) -> None:
    alone.page.add_init_script(DENIED[fault])
    alone.come()
    expect(alone.said).to_contain_text("store" if fault == "failing" else "does not let this page keep")
    _add(alone, "Logo")
    form = alone.page.locator('form[data-entry="opened"]')
    expect(form).to_contain_text("It is not saved")
    expect(form.locator('[data-input="nickname"]')).to_have_value("Logo")


def test_a_full_device_says_so_and_saves_when_there_is_room(alone: Filer) -> None:
    session = alone.page.context.new_cdp_session(alone.page)
    origin = "/".join(alone.server.url.split("/", 3)[:3])
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    alone.come()
    _add(alone, "First")
    form = alone.page.locator('form[data-entry="opened"]')
    expect(form).to_contain_text("no room left")
    expect(form.locator('[data-input="nickname"]')).to_have_value("First")
    assert alone.device()["entries"] == []
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    form.locator("[type=submit]").click()
    expect(alone.record).to_be_visible()
    assert [entry.body["nickname"] for entry in alone.entries()] == ["First"]


def _evict(filer: Filer) -> None:
    session = filer.page.context.new_cdp_session(filer.page)
    origin = "/".join(filer.server.url.split("/", 3)[:3])
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "indexeddb"})


def test_what_the_browser_removes_below_an_open_page_goes_back_with_the_next_save(alone: Filer) -> None:
    alone.come()
    _add(alone, "First")
    expect(alone.record).to_be_visible()
    _evict(alone)
    alone.page.locator("[data-back] a").click()
    _add(alone, "Second")
    expect(alone.record).to_be_visible()
    assert [entry.body["nickname"] for entry in alone.entries()] == ["First", "Second"]


def test_what_the_browser_has_removed_between_two_visits_is_told_once(alone: Filer) -> None:
    alone.come()
    _add(alone, "First")
    expect(alone.record).to_be_visible()
    alone.page.goto("about/")
    _evict(alone)
    alone.come()
    expect(alone.said).to_contain_text("has removed the records")
    alone.page.reload()
    expect(alone.page.locator("[data-case]")).to_be_visible()
    expect(alone.said).not_to_contain_text("removed")


def test_a_damaged_store_says_so_and_the_page_lives(
    chromium: Browser, server: Server, watch: Watch, tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    options: Any = {
        "executable_path": str(machine.find_chromium()),
        "args": list(machine.BROWSER_FLAGS),
        "base_url": server.url,
        "service_workers": "block",
    }
    server.faults.add("assets/engine/*", "missing")
    first = chromium.browser_type.launch_persistent_context(folder, **options)
    filer = Filer(first.new_page(), server).come()
    _add(filer, "First")
    expect(filer.record).to_be_visible()
    first.close()
    stores = [file for file in folder.rglob("*.leveldb/*") if file.is_file()]
    assert stores
    for file in stores:
        if "indexeddb" in str(file):
            file.write_bytes(random.Random(6).randbytes(max(64, file.stat().st_size)))  # noqa: S311
    second = chromium.browser_type.launch_persistent_context(folder, **options)
    watch.context(second)
    filer = Filer(second.new_page(), server).come()
    expect(filer.said).to_contain_text(LOST)
    _add(filer, "After")
    expect(filer.page.locator("[data-case]")).to_contain_text("After")
    second.close()


@pytest.mark.parametrize("act", KILLED)
def test_a_page_that_is_killed_in_the_middle_leaves_the_old_or_the_new(
    act: str,
    open_context: OpenContext,
    server: Server,
    watch: Watch,
    record_property: Callable[[str, object], None],
) -> None:
    server.faults.add("assets/engine/*", "missing")
    context = open_context()
    page = Filer(context.new_page(), server).come().page
    whole, cut, chance = 0, 0, random.Random(9)  # noqa: S311
    for number in range(KILLS):
        before = page.evaluate(FIRST)
        page.evaluate(KILL.replace("ACT", KILLED[act]), [number, BATCH, chance.choice(DELAYS)])
        with contextlib.suppress(Error):
            page.goto("chrome://crash", timeout=5_000)
        page.close()
        page = Filer(context.new_page(), server).come().page
        now = page.evaluate(NAMED)
        after = [] if act == "erase" else [f"{number}.{name}" for name in range(BATCH)]
        whole_now = sorted(before + after if act == "add" else after)
        assert now in (sorted(before), whole_now), f"{len(now)} of {BATCH}"
        whole, cut = whole + (now == whole_now), cut + (now != whole_now)
    # To empty a store takes no time in which a page could be killed.
    assert cut or act == "erase"
    assert whole
    watch.errors.clear()
    record_property(FIGURE, f"case file, {act}: killed {KILLS} times: {whole} whole, {cut} not at all")


def test_a_browser_without_a_channel_between_tabs_keeps_all_the_same(alone: Filer) -> None:
    alone.page.add_init_script(
        "globalThis.BroadcastChannel = class { constructor() { throw new DOMException() } }"
    )
    alone.come()
    _add(alone, "First")
    expect(alone.record).to_be_visible()
    assert [entry.body["nickname"] for entry in alone.entries()] == ["First"]


def test_a_tab_with_a_newer_site_does_not_wait_for_one_with_this_site(alone: Filer) -> None:
    alone.come()
    _add(alone, "First")
    expect(alone.record).to_be_visible()
    other = alone.page.context.new_page()
    other.goto("about/")
    newer = "() => new Promise(done => { const open = indexedDB.open('even-keel.case-file', 99);"
    assert (
        other.evaluate(
            newer + " open.onsuccess = () => { open.result.close(); done(open.result.version) } })"
        )
        == 99
    )
    alone.page.reload()
    expect(alone.said).to_contain_text("newer version of this site")


DEEP: Final = (
    b'{"format": "even-keel-case-file", "version": 1, "made": "2026-11-22", "release": "x", "entries": '
    + b"[" * 40
    + b"]" * 40
    + b"}"
)
REFUSED: Final[dict[str, tuple[bytes, str]]] = {
    "empty": (b" \n", "empty"),
    "truncated": (bundle(OPENED)[:-40], "damaged"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a text file"),
    "prose": (b"Dear diary, today the client wrote.", "not a case file"),
    "list": (b"[1, 2, 3]", "not a case file"),
    "number": (b"7", "not a case file"),
    "other": (bundle(OPENED, format="another-site"), "not a case file"),
    "newer": (bundle(OPENED, version=2), "newer version"),
    "no version": (bundle(OPENED, version="1"), "version"),
    "large": (bundle(table(1, "opened", {"nickname": "x" * 5_000_001})), "too large"),
    "no list": (bundle(entries={}), "damaged"),
}


@pytest.mark.parametrize("file", REFUSED)
def test_a_bad_file_is_refused_without_the_calculator_and_changes_nothing(alone: Filer, file: str) -> None:
    content, says = REFUSED[file]
    alone.come()
    _add(alone, "Mine")
    expect(alone.record).to_be_visible()
    before = alone.device()["entries"]
    alone.bring(content)
    expect(alone.arriving).to_contain_text(says)
    expect(alone.arriving).to_contain_text("Nothing was changed")
    assert alone.device()["entries"] == before
    assert alone.device()["aside"] == []


def test_a_file_of_fifty_megabytes_is_not_even_read(alone: Filer, tmp_path: Path) -> None:
    alone.come()
    large = tmp_path / "large.json"
    large.write_bytes(b"[" * 50_000_000)
    alone.page.locator("[data-import]").set_input_files(large)
    expect(alone.arriving).to_contain_text("too large")


def test_a_file_waits_until_the_calculator_is_there(filer: Filer) -> None:
    filer.server.faults.add("assets/engine/*", "missing")
    filer.come()
    filer.bring(bundle(OPENED))
    expect(filer.arriving).to_contain_text("set aside")
    filer.engine("failed")
    assert filer.entries() == ()
    filer.server.faults.clear()
    filer.page.reload()
    expect(filer.arriving).to_contain_text("set aside")
    filer.arriving.locator("[data-start-engine]").click()
    filer.take()
    assert filer.kinds() == ["opened"]
    assert filer.device()["aside"] == []


WRONG: Final[dict[str, tuple[bytes, str]]] = {
    "kind": (bundle(OPENED, table(2, "bribe", {})), "Entry 2"),
    "twice": (bundle(OPENED, table(1, "opened", {"nickname": "Another"})), "says something else"),
    "field": (bundle(OPENED, table(2, "log", {"about": "notice", "on": "2026-02-31"})), "Entry 2 (log)"),
    "deep": (DEEP, "deeply"),
    "answers": (bundle(OPENED, table(2, "known", {"answers": "<script>"})), "Entry 2 (known)"),
}


@pytest.mark.parametrize("file", WRONG)
def test_a_file_that_python_refuses_is_put_away_with_a_sentence_that_names_the_place(
    filer: Filer, file: str
) -> None:
    content, says = WRONG[file]
    filer.come()
    filer.bring(content)
    expect(filer.arriving).to_contain_text(says, timeout=ENGINE_SECONDS * 1000)
    assert filer.entries() == ()
    assert filer.device()["aside"] == []


def test_hostile_texts_are_shown_as_text(filer: Filer, watch: Watch) -> None:
    evil = '<img src=x onerror="globalThis.bad=1"><b>{{7*7}}</b>\u202e'
    lines = [table(number, "log", {"about": "note", "says": evil}) for number in range(2, 5)]
    filer.come()
    filer.bring(bundle(table(1, "opened", {"nickname": evil[:60]}), *lines))
    filer.take()
    filer.page.locator("[data-list] a").first.click()
    filer.drawn()
    expect(filer.record.locator("ol.log li").first).to_contain_text("<img src=x")
    filer.page.reload()
    expect(filer.record.locator("ol.log li").first).to_contain_text("{{7*7}}")
    assert filer.run("globalThis.bad") is None
    assert filer.record.locator("img, b").count() == 0
    assert watch.errors == []


@pytest.mark.parametrize(
    ("choice", "lines"), [("mine", ["here"]), ("theirs", ["there"]), ("both", ["here", "there"])]
)
def test_where_both_sides_have_more_the_reader_chooses(filer: Filer, choice: str, lines: list[str]) -> None:
    filer.come()
    filer.bring(bundle(OPENED))
    filer.take()
    filer.page.locator("[data-list] a").first.click()
    filer.drawn()
    filer.log("note", says="here")
    expect(filer.record.locator("ol.log li")).to_have_count(1)
    filer.bring(bundle(OPENED, table(3, "log", {"about": "note", "says": "there"})))
    box = filer.arriving.locator(f'input[value="{choice}"]')
    expect(box).to_be_visible(timeout=ENGINE_SECONDS * 1000)
    assert len(filer.entries()) == 2
    box.check()
    filer.take()
    says = {entry.body["says"] for entry in standing(filer.entries()) if entry.kind == "log"}
    assert says == set(lines)
    assert "here" in {entry.body.get("says") for entry in filer.entries()}


def test_a_file_that_is_left_changes_nothing(filer: Filer) -> None:
    filer.come()
    filer.bring(bundle(OPENED))
    filer.arriving.locator("[data-merge]").wait_for(timeout=ENGINE_SECONDS * 1000)
    filer.arriving.locator("[data-leave]").click()
    expect(filer.said).to_contain_text("Nothing was changed")
    assert filer.entries() == ()


def test_what_another_tab_adds_while_a_file_is_compared_is_not_lost(filer: Filer) -> None:
    filer.come()
    filer.bring(bundle(OPENED))
    filer.arriving.locator("[data-merge]").wait_for(timeout=ENGINE_SECONDS * 1000)
    other = at(filer.page.context.new_page(), filer).come()
    _add(other, "Meanwhile")
    expect(other.record).to_be_visible()
    until(lambda: len(filer.device()["entries"]) == 1, "the other tab saved nothing")
    filer.take()
    assert {entry.body["nickname"] for entry in filer.entries()} == {"Meanwhile", "Three banners"}


@pytest.mark.parametrize(
    "hash_",
    [
        "keep=",
        "keep=%FF",
        "keep=ghosting/x/nonsense",
        "keep=../evil/1~a.b",
        "record=zz",
        "record=" + "a" * 12,
    ],
)
def test_a_link_that_cannot_be_read_is_said_in_a_sentence(alone: Filer, hash_: str) -> None:
    alone.come(f"{PLACE}#{hash_}")
    if hash_ == "record=zz":
        expect(alone.page.locator("[data-new]")).to_be_visible()
    else:
        expect(alone.said).to_contain_text("cannot be read" if "keep" in hash_ else "no such contract")
    expect(alone.page.locator("dialog")).to_have_count(0)
    assert json.loads(json.dumps(alone.device()["entries"])) == []
