"""Every hostile text through the page itself: fields, search, address and file; the page shows it as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from playwright.sync_api import expect

from tests.browser.filer import Filer, bundle, table
from tests.browser.reader import Reader
from tests.samples.hostile import TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Dialog

    from tests.browser.conftest import Watch

LONGEST: Final = 3_000
STRANGE: Final = """() => [
  typeof globalThis.__pwned,
  document.querySelectorAll("main script, main img, main iframe, main object, main embed, #pwned, [autofocus]").length,
  Array.from(document.querySelectorAll("*"), one => one.getAttributeNames()).flat()
    .filter(name => name.startsWith("on") || name.includes("pwned")).length,
  Array.from(document.querySelectorAll("a[href]"), one => one.protocol).filter(name => name === "javascript:").length,
]"""
NOTHING: Final = ["undefined", 0, 0, 0]
FILL: Final = """([fields, value]) => {
  for (const field of document.querySelectorAll(fields)) {
    if (field.localName === "select") continue;
    if (field.localName === "input") field.type = "text";
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}"""


def _texts() -> Iterator[tuple[str, str]]:
    for name, text in TEXTS.items():
        # Half a character cannot be typed: no key and no file has one. The engine's own tests send it.
        if name != "half":
            yield name, text[:LONGEST]


def _no_dialogs(reader: Reader) -> list[str]:
    seen: list[str] = []

    def close(dialog: Dialog) -> None:
        seen.append(dialog.message)
        dialog.dismiss()

    reader.page.on("dialog", close)
    return seen


def test_in_the_fields_of_a_plan(living: Reader) -> None:
    dialogs = _no_dialogs(living)
    living.type("milestone", "Logo")
    expect(living.slot("slot:milestone")).to_have_text("Logo")
    elements = living.run("document.querySelectorAll('main [data-slot] *').length")
    for name, text in _texts():
        living.run(FILL, ["main [data-input]", text])
        living.type("milestone", f"sent {len(name)}")
        expect(living.slot("slot:milestone")).to_have_text(f"sent {len(name)}")
        assert living.run(STRANGE) == NOTHING, name
        living.run(FILL, ["main [data-input='milestone']", text])
        living.engine()
        assert living.run(STRANGE) == NOTHING, name
    living.run(FILL, ["main [data-input]", ""])
    living.type("milestone", "Logo")
    expect(living.slot("slot:milestone")).to_have_text("Logo")
    assert living.run("document.querySelectorAll('main [data-slot] *').length") == elements
    assert dialogs == []


def test_in_the_search_and_its_address(reader: Reader) -> None:
    dialogs = _no_dialogs(reader)
    reader.page.goto("search/")
    field = reader.page.get_by_role("searchbox")
    for name, text in _texts():
        field.fill(text[:200])
        field.press("Enter")
        reader.run("value => { location.hash = value }", f"#q={quote(text[:200])}")
        reader.settle()
        assert reader.run(STRANGE) == NOTHING, name
    assert dialogs == []


def test_in_the_answers_of_an_address(reader: Reader) -> None:
    dialogs = _no_dialogs(reader)
    reader.page.goto("wizard/ghosting/notice/")
    for name, text in _texts():
        for answers in (text, f"1~notice.{text}", f"1~{text}.none", f"1~notice.{quote(text)}"):
            reader.run("value => { location.hash = value }", answers)
            assert reader.run(STRANGE) == NOTHING, name
        reader.settle()
        assert reader.run(STRANGE) == NOTHING, name
    assert dialogs == []


def test_in_a_case_file_that_is_brought_in(reader: Reader, watch: Watch) -> None:
    dialogs = _no_dialogs(reader)
    filer = Filer(reader.page, reader.server)
    entries = []
    for number, (name, text) in enumerate(_texts(), 10):
        shown = text.strip()[:70] or name
        # A line that no reader could see is refused, so each has a word before it.
        body = {"about": "note", "says": f"word {text[:900]}"}
        reason = {"topic": "job_post", "state": "not_relevant", "reason": f"w {shown}"}
        record = f"{number:012}"
        entries += [
            table(number % 60, "opened", {"nickname": f"w {shown}"}, record) | {"id": f"{number}a".zfill(12)},
            table(number % 60, "log", body, record) | {"id": f"{number}b".zfill(12)},
            table(number % 60, "tick", reason, record) | {"id": f"{number}c".zfill(12)},
        ]
    filer.come()
    filer.bring(bundle(*entries))
    filer.take()
    assert filer.run(STRANGE) == NOTHING
    links = filer.page.locator("[data-list] a")
    expect(links).to_have_count(len(TEXTS) - 1)
    for number in range(len(TEXTS) - 1):
        filer.page.goto("about:blank")
        filer.come(f"case-file/#record={number + 10:012}")
        expect(filer.record.locator("ol.log li").first).to_contain_text("word")
        assert filer.run(STRANGE) == NOTHING, number
    filer.page.goto("about:blank")
    filer.come()
    # The name of the file that goes out is ours; what was brought in is in it as it was.
    assert b"__pwned" in filer.export()
    assert dialogs == []
    assert watch.errors == []
