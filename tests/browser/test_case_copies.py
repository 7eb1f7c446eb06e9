"""What leaves a case file and comes back: a sheet, a text to share, files, locked or not, and what is held back."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EVIDENCE
from tests.browser.filer import OPENED, Filer, bundle, table
from tests.browser.reader import until

if TYPE_CHECKING:
    from wizard.publish.server import Server

PRESSED: Final = (
    "Save",
    "Undo",
    "Write a line",
    "Another day",
    "More dates",
    "All contracts",
    "Why",
    "It changed",
)


@pytest.fixture
def filer(page: Any, server: Server) -> Filer:
    """Someone at a fresh device; nothing is kept on it."""
    return Filer(page, server)


def test_what_others_may_see_is_held_back_once_where_it_seems_to_name_somebody(filer: Filer) -> None:
    filer.page.add_init_script("globalThis.printed = 0; globalThis.print = () => { globalThis.printed += 1 }")
    filer.come()
    filer.add()
    filer.drawn()
    filer.record.locator("[data-print]").click()
    assert filer.run("globalThis.printed") == 1
    filer.log("approval", says="yes, from ann@example.com")
    expect(filer.record.locator("ol.log li")).to_have_count(1)
    filer.record.locator("[data-print]").click()
    expect(filer.said).to_contain_text("Press again to go on")
    assert filer.run("globalThis.printed") == 1
    filer.record.locator("[data-print]").click()
    assert filer.run("globalThis.printed") == 2


def test_what_is_shared_leaves_out_the_notes_for_oneself(filer: Filer) -> None:
    filer.page.add_init_script("navigator.share = async ({ text }) => { globalThis.shared = text }")
    filer.come()
    filer.add()
    filer.drawn()
    filer.log("note", says="I am so tired of this.")
    filer.log("approval", says="They like the sketch.")
    expect(filer.record.locator("ol.log li")).to_have_count(2)
    filer.record.locator("[data-share]").click()
    until(lambda: bool(filer.run("globalThis.shared ?? ''")), "nothing was shared")
    shared = filer.run("globalThis.shared")
    assert "They like the sketch." in shared
    assert "tired" not in shared


def test_one_contract_is_saved_as_a_file_of_its_own(filer: Filer) -> None:
    filer.come()
    filer.add("First")
    filer.page.locator("[data-back] a").click()
    record = filer.add("Second")
    filer.drawn()
    file = json.loads(filer.export("[data-export-record]"))
    assert [(one["record"], one["body"]["nickname"]) for one in file["entries"]] == [(record, "Second")]
    expect(filer.page.locator("[data-last-export]")).to_contain_text("Not saved to a file yet")


def test_a_file_that_was_taken_over_is_undone_with_one_press(filer: Filer) -> None:
    filer.come()
    filer.bring(bundle(OPENED, table(2, "log", {"about": "note", "says": "there"})))
    filer.take()
    expect(filer.page.locator("[data-list] li")).to_have_count(1)
    filer.said.get_by_role("button", name="Undo").click()
    expect(filer.page.locator("[data-list] li")).to_have_count(0)
    filer.said.get_by_role("button", name="Put it back").click()
    expect(filer.page.locator("[data-list] li")).to_have_count(1)
    assert filer.kinds() == ["opened", "log", "undone", "undone", "undone", "undone"]


def test_a_locked_file_opens_with_its_passphrase_alone(filer: Filer) -> None:
    filer.come()
    filer.add("zebra7")
    phrase = filer.page.locator("[data-passphrase]")
    phrase.fill("short")
    filer.page.locator("[data-show-phrase]").check()
    expect(phrase).to_have_attribute("type", "text")
    filer.page.locator("[data-show-phrase]").uncheck()
    expect(phrase).to_have_attribute("type", "password")
    filer.page.locator("[data-export-locked]").click()
    expect(filer.said).to_contain_text("at least 8")
    phrase.fill("three words together")
    content = filer.export("[data-export-locked]")
    expect(phrase).to_have_value("")
    assert b"zebra7" not in content
    file = json.loads(content)
    assert (file["format"], file["version"], file["rounds"]) == ("even-keel-locked", 1, 600_000)
    entries = filer.entries()
    filer.erase()
    filer.bring(content)
    field = filer.arriving.locator("input[type=password]")
    field.fill("other words together")
    field.press("Enter")
    expect(filer.arriving).to_contain_text("passphrase is not right")
    field.fill("three words together")
    field.press("Enter")
    filer.take()
    assert filer.entries() == entries


def test_a_record_is_printed_on_one_page(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    filer.value("submitted_on", filer.run("new Date(Date.now() - 2 * 864e5).toISOString().slice(0, 10)"))
    expect(filer.record.locator(".due li")).to_have_count(1)
    filer.tick("scope_written")
    filer.log("scope_change", says="A second colour.", minutes="45")
    expect(filer.record.locator("ol.log li")).to_have_count(1)
    content = filer.page.pdf(format="A4", prefer_css_page_size=False)
    EVIDENCE.mkdir(exist_ok=True)
    (EVIDENCE / "case-record.pdf").write_bytes(content)
    pages = pdfium.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    assert "Logo for the bakery" in text
    assert "A second colour." in text
    assert re.search(r"\w{3} \d{1,2} \w{3} 20\d\d", text.split("Checklist")[0])
    assert "Erase everything" not in text
    assert [word for word in PRESSED if word in text] == []
    assert len(pages) == 1


def test_what_is_erased_while_python_draws_does_not_come_back(filer: Filer) -> None:
    filer.come()
    filer.add()
    filer.drawn()
    # The views of this line are asked for and have not come when all is erased.
    filer.log("note", says="soon gone")
    filer.erase()
    filer.page.locator('[data-new], form[data-entry="opened"]').first.wait_for()
    filer.add("The next one")
    filer.drawn()
    until(lambda: len(filer.device()["views"]) > 0, "no view was kept")
    kept = filer.device()
    assert "soon gone" not in json.dumps(kept)
    assert "Logo for the bakery" not in json.dumps(kept)
    assert [entry.body.get("nickname") for entry in filer.entries()] == ["The next one"]


def test_a_second_file_that_is_chosen_while_the_first_is_compared_takes_its_place(filer: Filer) -> None:
    filer.come()
    filer.bring(bundle(OPENED), "first.json")
    second = table(7, "opened", {"nickname": "The second file", "contract": "hourly"}, "s" * 12)
    filer.bring(bundle(second), "second.json")
    filer.take()
    assert [entry.body["nickname"] for entry in filer.entries()] == ["The second file"]
    assert filer.device()["aside"] == []
