"""The case file in a browser: its story by keyboard, with and without internet, with and without its calculator."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import AXE, EVIDENCE
from tests.browser.device import Device
from tests.browser.filer import PLACE, Filer, at
from tests.browser.questions import differing
from tests.browser.reader import ENGINE_SECONDS, STORY, Reader, address, until
from tests.browser.test_access import CHECK as VIOLATIONS
from tests.browser.test_access import NARROW, SMALL, TAGS, WIDE
from tests.conftest import FIGURE
from tests.tools.cases import V1
from wizard.case import transfer

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator

    from tests.browser.conftest import AskEngine, OpenContext, Watch
    from wizard.publish.server import Server

STEPS: Final = 12
"""More questions than any flow asks."""
LEFT: Final = """Object.keys({ ...localStorage, ...sessionStorage })
  .filter(name => name.startsWith("even-keel.") && name !== "even-keel.touched")"""
LISTEN: Final = """() => {
  globalThis.heard = 0;
  new BroadcastChannel("even-keel.case-file").onmessage = () => globalThis.heard += 1;
}"""
DRAWN: Final = """article => {
  const copy = article.cloneNode(true);
  copy.querySelector("[data-answered]")?.remove();
  return copy.innerHTML;
}"""
BUDGET: Final = 36 * 1024
"""Bytes of the case file's own script on the line."""


@pytest.fixture
def filer(page: Any, server: Server) -> Filer:
    """Someone at a fresh device; nothing is kept on it."""
    return Filer(page, server)


def _enter(filer: Filer, target: Locator) -> None:
    filer.press_on(target)
    filer.page.keyboard.press("Enter")


def _to_a_plan(filer: Filer) -> None:
    """Answer what is asked, always with the first answer, until a plan is there."""
    for _ in range(STEPS):
        expect(filer.step).to_be_visible()
        if filer.step.get_attribute("data-kind") == "result":
            return
        before = filer.page.url
        _enter(filer, filer.page.locator("a[data-answer]").first)
        until(lambda before=before: filer.page.url != before, "no answer led on")  # type: ignore[misc]
    raise AssertionError("no plan was reached")


def _same(filer: Filer) -> str:
    """Return what Python drew, without what the page answered last."""
    return str(filer.record.locator("article").evaluate(DRAWN))


def _keep_a_plan(filer: Filer) -> str:
    """Keep the plan on the screen as a new contract, and return its title."""
    keep = filer.page.locator("[data-keep-plan]")
    expect(keep).to_be_visible()
    title = filer.page.locator("h1").inner_text()
    _enter(filer, keep)
    dialog = filer.page.locator("dialog")
    expect(dialog).to_contain_text(title)
    filer.press_on(dialog.locator("input[type=text]"))
    filer.page.keyboard.type("Logo")
    filer.page.keyboard.press("Enter")
    expect(filer.record.locator("h2")).to_be_focused()
    expect(filer.drawn().record).to_contain_text(title)
    return title


def _tick_and_log(filer: Filer) -> None:
    keys = filer.page.keyboard
    done = filer.record.locator('[data-tick="scope_written"][data-to="done"]')
    filer.press_on(done)
    keys.press("Space")
    expect(done).to_have_attribute("aria-pressed", "true")
    expect(filer.said).to_contain_text("Saved.")
    expect(done).to_be_focused()
    form = filer.record.locator('form[data-entry="log"]')
    filer.page.keyboard.press("Home")
    filer.press_on(form.locator("select"))
    keys.type("The client asked for ex")
    expect(form.locator("select")).to_have_value("scope_change")
    filer.press_on(form.locator('[data-input="says"]'))
    keys.type("They asked for a second colour.")
    filer.press_on(form.locator('[data-input="minutes"]'))
    keys.type("90")
    keys.press("Enter")
    expect(filer.record.locator("ol.log li")).to_contain_text("second colour")
    expect(filer.record.locator(".totals")).to_contain_text("1 h 30 min")
    expect(form.locator('[data-input="minutes"]')).to_have_value("")


def _escalate(filer: Filer, nickname: str = "Logo") -> None:
    """Go through the wizard with what is known, and keep the new plan in the same record."""
    _enter(filer, filer.record.locator('[data-changed="escalated"]'))
    _to_a_plan(filer)
    worse = filer.page.locator("h1").inner_text()
    _enter(filer, filer.page.locator("[data-keep-plan]"))
    expect(filer.page.locator("dialog label:has(:checked)")).to_contain_text(nickname)
    _enter(filer, filer.page.locator("dialog [type=submit]"))
    expect(filer.drawn().record.locator("[data-plan]")).to_have_text(worse)


def _export(filer: Filer) -> bytes:
    filer.press_on(filer.page.locator("[data-export]"))
    with filer.page.expect_download() as coming:
        filer.page.keyboard.press("Enter")
    expect(filer.page.locator("[data-last-export]")).to_contain_text("nothing is new since")
    return coming.value.path().read_bytes()


def _erase(filer: Filer) -> None:
    _enter(filer, filer.page.locator("[data-erase]"))
    expect(filer.page.locator("[data-erasing] button").first).to_be_focused()
    _enter(filer, filer.page.locator("[data-erase-now]"))
    expect(filer.said).to_contain_text("erased")
    expect(filer.page.locator("[data-erase]")).to_be_focused()


def test_a_story_from_a_plan_to_a_file_and_back_by_keyboard_alone(filer: Filer) -> None:
    filer.page.goto(address(STORY))
    title = _keep_a_plan(filer)
    assert filer.kinds() == ["opened", "plan"]
    _tick_and_log(filer)
    _escalate(filer)
    expect(filer.record.locator('details[data-part="earlier"]')).to_contain_text(title)
    assert filer.kinds() == ["opened", "plan", "tick", "log", "plan"]

    before, entries = _same(filer), filer.entries()
    content = _export(filer)
    head = json.loads(content)
    made = date.fromisoformat(head["made"])
    assert content.decode() == transfer.export(entries, made, head["release"])
    _erase(filer)
    assert filer.entries() == ()
    assert filer.run(LEFT) == []

    filer.press_on(filer.page.locator("[data-import]"))
    with filer.page.expect_file_chooser() as asked:
        filer.page.keyboard.press("Space")
    file: Any = {"name": "file.json", "mimeType": "application/json", "buffer": content}
    asked.value.set_files(file)
    merge = filer.arriving.locator("[data-merge]")
    expect(merge).to_be_visible(timeout=ENGINE_SECONDS * 1000)
    _enter(filer, merge)
    expect(filer.said).to_contain_text("taken over")
    expect(filer.page.locator("[data-import]")).to_be_focused()
    assert filer.entries() == entries
    _enter(filer, filer.page.locator("[data-list] a").first)
    filer.drawn()
    assert _same(filer) == before


def test_the_same_without_internet(open_context: OpenContext, server: Server) -> None:
    device = Device(open_context(service_workers="allow").new_page(), server)
    filer = Filer(device.page, server)
    device.visit(address(STORY), "core", "guide")
    filer.come()
    filer.add("Before the line was cut")
    filer.drawn()
    device.wait(lambda: "engine" in device.kept(), "the engine to be kept")
    device.cut()
    filer.page.goto(address(STORY))
    filer.page.locator("[data-keep-plan]").click()
    filer.page.locator("dialog input[type=radio]").first.check()
    filer.page.locator("dialog input[type=text]").fill("Kept without internet")
    filer.page.locator("dialog [type=submit]").click()
    filer.drawn()
    filer.tick("silent_client")
    filer.log("notice", says="A notice came.")
    expect(filer.record.locator("ol.log li")).to_contain_text("A notice came.")
    _escalate(filer, "Kept without internet")
    before, entries = _same(filer), filer.entries()
    content = filer.export()
    filer.erase()
    filer.bring(content)
    filer.take()
    assert filer.entries() == entries
    filer.page.get_by_role("link", name="Kept without internet").first.click()
    filer.drawn()
    assert _same(filer) == before
    filer.page.reload()
    filer.drawn()


def test_without_the_files_of_the_calculator_reading_ticking_noting_exporting_and_erasing_go_on(
    filer: Filer,
) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    filer.log("approval", says="They said yes to the first sketch.")
    expect(filer.record.locator("ol.log li")).to_contain_text("first sketch")
    # The browser has them in its own store: only a cut between the page and that store takes them away.
    filer.page.context.route("**/assets/engine/**", lambda route: route.abort())
    filer.page.reload()
    expect(filer.record.locator("ol.log li")).to_contain_text("first sketch")
    done = filer.tick("scope_written")
    expect(done).to_have_attribute("aria-pressed", "true")
    filer.engine("failed")
    expect(filer.line).to_contain_text("Your records are still here")
    filer.log("scope_change", says="A second colour.", minutes="45")
    newer = filer.record.locator("[data-newer]")
    expect(newer).to_contain_text("A second colour.")
    filer.page.reload()
    expect(filer.record.locator('[data-tick="scope_written"][data-to="done"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(newer).to_contain_text("A second colour.")
    newer.locator("[data-undo]").click()
    expect(newer).to_have_count(0)
    filer.record.locator("ol.log [data-undo]").click()
    expect(filer.record.locator("ol.log li")).to_have_attribute("data-undone", "")
    assert filer.kinds() == ["opened", "log", "tick", "log", "undone", "undone"]
    assert len(json.loads(filer.export())["entries"]) == 6
    filer.erase()
    assert filer.entries() == ()


def test_what_was_saved_can_be_undone_and_brought_back(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    filer.log("note", says="Only for me.")
    lines = filer.record.locator("ol.log li")
    expect(lines).to_have_count(1)
    filer.said.get_by_role("button", name="Undo").click()
    expect(lines).to_have_count(0)
    filer.said.get_by_role("button", name="Put it back").click()
    expect(lines).to_have_count(1)
    assert filer.kinds() == ["opened", "log", "undone", "undone"]


def test_what_is_typed_stays_when_python_draws_anew(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    says = filer.record.locator('form[data-entry="log"] [data-input="says"]')
    says.press_sequentially("half a sen")
    other = at(filer.page.context.new_page(), filer).come(f"{PLACE}{filer.fragment}")
    other.tick("scope_written")
    expect(other.said).to_contain_text("Saved.")
    expect(filer.said).to_contain_text("Another tab")
    says.press_sequentially("tence")
    expect(says).to_have_value("half a sentence")
    filer.record.locator('form[data-entry="log"] [type=submit]').focus()
    expect(filer.record.locator('[data-tick="scope_written"][data-to="done"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(says).to_have_value("half a sentence")


def test_two_tabs_add_to_one_record_and_erasing_in_one_empties_the_other(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    other = at(filer.page.context.new_page(), filer).come(f"{PLACE}{filer.fragment}").drawn()
    for number in range(3):
        filer.log("note", says=f"from the first {number}")
        other.log("note", says=f"from the second {number}")
    for one in (filer, other):
        expect(one.record.locator("ol.log li")).to_have_count(6, timeout=ENGINE_SECONDS * 1000)
    assert len(filer.entries()) == 7
    # Each tab draws for itself; then there is nothing more to tell.
    filer.page.wait_for_timeout(1_500)
    filer.run(LISTEN)
    filer.page.wait_for_timeout(1_500)
    assert filer.run("globalThis.heard") == 0
    expect(filer.page.locator("p[data-kept]")).not_to_be_empty()
    other.erase()
    expect(filer.said).to_contain_text("erased in another tab")
    expect(filer.record).to_be_hidden()
    assert filer.entries() == ()


def test_no_request_and_no_other_memory_has_what_is_typed(filer: Filer, watch: Watch) -> None:
    filer.come()
    filer.add("zebra7")
    filer.drawn()
    filer.log("note", says="zebra8 and more")
    filer.value("held_sum", "600")
    expect(filer.record).to_contain_text("zebra8")
    filer.bring(filer.export())
    assert not [url for url in watch.requests if "zebra" in url and not url.startswith("blob:")]
    assert not [seen for seen in filer.server.seen if "zebra" in seen.path]
    assert "zebra" not in filer.run("JSON.stringify([{...localStorage}, {...sessionStorage}])")


def test_a_day_typed_on_a_plan_goes_along_and_its_clock_is_seen_today(filer: Filer) -> None:
    filer.page.goto(address(STORY))
    filer.type("sent_on", "2026-11-12")
    filer.page.locator("[data-keep-plan]").click()
    filer.page.locator("dialog input[type=text]").fill("Logo")
    filer.page.locator("dialog [type=submit]").click()
    filer.drawn()
    assert [entry.body["field"] for entry in filer.entries() if entry.kind == "value"] == ["sent_on"]
    filer.value("submitted_on", filer.run("new Date(Date.now() - 2 * 864e5).toISOString().slice(0, 10)"))
    expect(filer.record.locator(".due li")).to_have_count(1)
    with filer.page.expect_download() as coming:
        filer.record.locator("[data-file]").click()
    assert coming.value.path().read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    filer.page.go_back()
    filer.come()
    expect(filer.page.locator("[data-today] .due li")).to_contain_text("Logo")
    expect(filer.page.locator("[data-today] time[data-local]").first).to_contain_text("your time")


def test_a_date_or_a_sum_that_cannot_be_is_refused_beside_its_field_and_stays(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    filer.value("held_sum", "a lot")
    problem = filer.record.locator('form[data-value="held_sum"] .problem').first
    expect(problem).to_contain_text("number")
    expect(filer.record.locator("#in-value-held_sum")).to_have_value("a lot")
    filer.value("held_sum", "0")
    expect(problem).to_contain_text("number")
    # What only Python knows is said by Python, in the form.
    filer.value("submitted_on", "2031-01-01")
    expect(filer.record.locator('form[data-value="submitted_on"] [data-refused]')).not_to_be_empty()
    assert filer.kinds() == ["opened"]


def test_a_name_that_looks_like_an_address_gets_a_gentle_word(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    filer.record.locator('form[data-entry="log"] [data-input="says"]').fill("write to ann@example.com")
    filer.record.locator('form[data-entry="log"] select').select_option("note")
    filer.record.locator('form[data-entry="log"] [data-input="on"]').focus()
    expect(filer.record.locator('form[data-entry="log"] [data-warn="says"]')).to_contain_text("e-mail")
    filer.record.locator('form[data-entry="log"] [type=submit]').click()
    expect(filer.record.locator("ol.log li")).to_contain_text("ann@example.com")


def test_a_contract_that_python_never_saw_has_its_forms(filer: Filer) -> None:
    filer.server.faults.add("assets/engine/*", "missing")
    filer.come()
    filer.add()
    filer.engine("failed")
    done = filer.tick("scope_written")
    expect(done).to_have_attribute("aria-pressed", "true")
    says = filer.record.locator('form[data-entry="log"] [data-input="says"]')
    says.fill("https://example.com/files")
    says.press("Tab")
    expect(filer.record.locator('form[data-entry="log"] [data-warn="says"]')).to_contain_text("a link")
    filer.log("check_in", says="Asked how it goes.")
    expect(filer.record.locator("[data-newer]")).to_contain_text("Asked how it goes.")
    filer.value("submitted_on", "2026-11-02")
    expect(filer.record.locator("[data-newer]")).to_contain_text("2026-11-02")
    filer.page.reload()
    expect(filer.record.locator("h2")).to_have_text("Logo for the bakery")
    expect(done).to_have_attribute("aria-pressed", "true")
    expect(filer.record.locator("[data-newer]")).to_contain_text("Asked how it goes.")
    expect(filer.record.locator("[data-newer]")).to_contain_text("2026-11-02")
    assert filer.kinds() == ["opened", "tick", "log", "value"]
    filer.record.locator("details.settings > summary").click()
    expect(filer.record.locator('form[data-entry="named"] input')).to_have_value("Logo for the bakery")
    filer.server.faults.clear()
    filer.page.reload()
    filer.record.locator("[data-start-engine]").click()
    filer.drawn()
    expect(filer.record.locator("ol.log li")).to_contain_text("Asked how it goes.")


def test_it_passes_axe_and_fits_a_narrow_screen(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    filer.tick("scope_written")
    filer.tick("job_post", "not_relevant")
    filer.log("scope_change", says="A second colour.", minutes="45", sum="30")
    expect(filer.record.locator(".totals")).to_be_visible()
    EVIDENCE.mkdir(exist_ok=True)
    filer.run(AXE.read_text(encoding="utf-8"))
    faults: list[str] = []

    def look(name: str) -> None:
        for scheme in ("light", "dark"):
            filer.page.emulate_media(color_scheme=cast("Any", scheme))
            faults.extend(f"{name} {scheme}: {fault}" for fault in filer.run(VIOLATIONS, TAGS))
            filer.page.screenshot(path=EVIDENCE / f"case-{name}-{scheme}.png", full_page=True)
        faults.extend(f"{name}: {fault}" for fault in [*filer.run(WIDE), *filer.run(SMALL)])

    filer.page.set_viewport_size(cast("Any", NARROW))
    look("record")
    filer.page.locator("[data-back] a").click()
    expect(filer.page.locator("[data-today]")).to_be_visible()
    filer.page.locator("[data-erase]").click()
    look("all")
    filer.run("() => { location.hash = '#keep=ghosting/some.state/1~contract.fixed/A%20plan' }")
    expect(filer.page.locator("dialog")).to_be_visible()
    look("keep")
    assert faults == []


def test_without_scripts_the_page_is_its_part_for_paper(open_context: OpenContext) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(PLACE)
    expect(page.locator("[data-case]")).to_be_hidden()
    expect(page.locator("#on-paper")).to_be_visible()


def test_its_script_is_small_and_other_pages_do_not_fetch_it(
    filer: Filer, record_property: Callable[[str, object], None]
) -> None:
    filer.come()
    own = [seen.sent for seen in filer.server.seen if "assets/case/" in seen.path]
    record_property(FIGURE, f"sizes: case file {sum(own):,} bytes of script in {len(own)} files")
    assert 0 < sum(own) <= BUDGET
    asked = len(filer.server.seen)
    filer.page.goto(address(STORY))
    filer.settle()
    assert not [seen for seen in filer.server.seen[asked:] if "assets/case/" in seen.path]


def test_a_plan_that_nobody_answered_offers_no_keeping(reader: Reader) -> None:
    reader.page.goto(address(STORY).split("#")[0])
    reader.settle()
    expect(reader.page.locator("[data-keep-plan]")).to_be_hidden()


def test_an_engine_from_the_image_draws_and_compares_the_same(ask_image: AskEngine) -> None:
    entries = json.dumps(json.loads(V1)["entries"])
    day = "2026-11-22"
    requests = [
        json.dumps({"ask": "case", "entries": entries, "day": day}),
        json.dumps({"ask": "entry", "entry": json.dumps(json.loads(V1)["entries"][0]), "day": day}),
        json.dumps({"ask": "import", "entries": "[]", "file": V1}),
        json.dumps({"ask": "merge", "entries": "[]", "file": V1, "choices": {}}),
    ]
    answers = ask_image(requests)
    assert differing(requests, answers) == []
    assert all(json.loads(answer)["ok"] for answer in answers)
