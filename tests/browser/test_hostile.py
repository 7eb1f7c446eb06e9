"""Every hostile text through the page itself: fields, search, address and file; the page shows it as text.

So does what leaves the page: a letter, a plan, a report and a record as text, as a file and on paper.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import expect

from tests.browser.filer import Filer, bundle, table
from tests.browser.reader import NOON, Reader, until
from tests.browser.test_tools import fill, good, work
from tests.samples.hostile import TEXTS, in_html, in_text, named
from wizard.core.form import LONGEST as LONGEST_TEXT
from wizard.tools import TOOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Dialog

    from tests.browser.conftest import Watch
    from wizard.tools.model import Tool

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
SHARE: Final = "navigator.share = async ({ text }) => { globalThis.shared = text }"
ANSWERED: Final = """() => !document.activeElement.matches("[type=submit]")
  || document.querySelector("[data-refused]").textContent !== "" """
"""The answer of a tool takes the focus to the report or to a wrong field, or says why there is none."""
MOVED: Final = """() => document.querySelector("[data-slot='slot:milestone']").textContent !== "Logo"
  || document.querySelector("[data-problem='milestone']").textContent !== "" """
SAFE: Final = "We look for a writer of ten product texts. "
"""A text that a tool can read, before one that it may not understand."""


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


def _quiet(watch: Watch) -> None:
    assert watch.errors == []
    assert [said for said in watch.console if said.startswith(("error", "warning"))] == []


def _shared(reader: Reader) -> str:
    """Press the button that hands on what is shown, and return the text."""
    reader.run("() => { globalThis.shared = null }")
    reader.page.locator("[data-share]:visible").first.click()
    until(lambda: reader.run("globalThis.shared") is not None, "nothing was shared")
    return str(reader.run("globalThis.shared"))


def _asked(reader: Reader, name: str) -> None:
    """Press the button of a tool, wait for its answer, and see that nothing in it is more than text."""
    button = reader.page.locator("form[data-tool] [type=submit]")
    button.focus()
    button.press("Enter")
    reader.page.wait_for_function(ANSWERED)
    assert reader.run(STRANGE) == NOTHING, name
    assert in_html(reader.page.locator("[data-bench]").inner_html()) == [], name


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.id)
def test_in_the_fields_of_a_tool_and_in_its_report(reader: Reader, watch: Watch, tool: Tool) -> None:
    dialogs = _no_dialogs(reader)
    reader.page.add_init_script(SHARE)
    reader.page.clock.set_fixed_time(NOON)
    reader.page.goto(f"tools/{tool.slug}/")
    fill(reader, good(tool))
    work(reader)
    reader.settle()
    requests, report = len(watch.requests), reader.page.locator("[data-report]")
    for name, text in _texts():
        reader.run(FILL, ["form[data-tool] [data-input]", text])
        _asked(reader, name)
    free = [field for field in tool.form.fields if field.kind in {"text", "long"}]
    reader.page.locator("[data-clear]").click()
    fill(reader, good(tool))
    shown = 0
    for name, text in _texts() if free else ():
        for field in free:
            typed = text[: LONGEST_TEXT["text"]] if field.kind == "text" else SAFE + text
            reader.run(FILL, [f"[data-input='{field.id}']", typed])
        _asked(reader, name)
        if report.is_visible():
            shown += 1
            assert in_text(_shared(reader)) == [], name
    assert shown >= bool(free) * len(TEXTS) / 2
    # The engine itself may still fetch what makes its next start faster.
    assert [url for url in watch.requests[requests:] if "/assets/engine/" not in url] == []
    assert dialogs == []
    _quiet(watch)


def test_in_a_letter_that_is_copied_and_a_plan_that_is_sent_on(living: Reader) -> None:
    dialogs = _no_dialogs(living)
    living.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    living.run(f"() => {{ {SHARE} }}")
    copied = living.page.locator("[data-copied]").first
    for name, text in _texts():
        living.type("milestone", "Logo")
        expect(living.slot("slot:milestone")).to_have_text("Logo")
        living.run(FILL, ["main [data-input='milestone']", text])
        living.page.wait_for_function(MOVED)
        living.run("place => place.textContent = ''", copied.element_handle())
        living.page.locator("[data-copy]:visible").first.click()
        expect(copied).not_to_be_empty()
        kinds = "navigator.clipboard.read().then(items => items.flatMap(item => item.types))"
        assert living.run(kinds) == ["text/plain"], name
        for given in (str(living.run("navigator.clipboard.readText()")), _shared(living)):
            assert in_text(given) == [], name
            if name == "script":
                assert text in given
        assert living.run(STRANGE) == NOTHING, name
    assert dialogs == []


def _record(number: int, nickname: str, lines: list[str], day: date) -> list[dict[str, object]]:
    """Return the entries of a contract with a clock that runs, and a line of the log for each text."""
    id_ = f"{number:012}"
    bodies: list[tuple[str, dict[str, str]]] = [
        ("opened", {"nickname": nickname, "contract": "fixed"}),
        ("value", {"field": "submitted_on", "text": (day - timedelta(days=2)).isoformat()}),
        *(("log", {"about": "note", "says": says}) for says in lines),
    ]
    return [
        table(place, kind, body, id_) | {"id": f"{number:04}{place:08}"}
        for place, (kind, body) in enumerate(bodies)
    ]


def _brought(filer: Filer, *records: list[dict[str, object]]) -> None:
    filer.come()
    filer.bring(bundle(*(entry for entries in records for entry in entries)))
    filer.take()


def _opened(filer: Filer, number: int) -> None:
    filer.run("id => { location.hash = `record=${id}` }", f"{number:012}")
    expect(filer.record).to_have_attribute("data-record", f"{number:012}")
    filer.drawn()


def _press(filer: Filer, button: str) -> None:
    """Press a button of a record, and again where the page asks whether a name is meant to go out."""
    filer.record.locator(button).first.click()
    if "Press again" in filer.said.inner_text():
        filer.record.locator(button).first.click()


def _tags(filer: Filer) -> Counter[str]:
    script = "Array.from(document.querySelectorAll('[data-record] *'), one => one.localName)"
    return Counter(filer.run(script))


def test_in_a_record_on_paper_and_as_text(reader: Reader, watch: Watch) -> None:
    filer = Filer(reader.page, reader.server)
    dialogs = _no_dialogs(filer)
    filer.page.add_init_script(f"{SHARE}; window.print = () => {{ globalThis.printed = true }}")
    filer.page.clock.set_fixed_time(NOON)
    day = date.fromisoformat(NOON[:10])
    texts = [f"w {text[:900]}" for _, text in _texts()]
    plain = [f"word {number}" for number in range(len(texts))]
    _brought(filer, _record(1, "plain", plain, day), _record(2, TEXTS["handler"], texts, day))
    _opened(filer, 1)
    tags = _tags(filer)
    _opened(filer, 2)
    expect(filer.record.locator("ol.log li")).to_have_count(len(texts))
    assert _tags(filer) == tags
    assert in_html(filer.record.inner_html()) == []
    _press(filer, "[data-print]")
    assert filer.run("globalThis.printed")
    pages = pdfium.PdfDocument(filer.page.pdf(format="A4"))
    paper = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
    for name in ("script", "handler", "close", "link"):
        assert TEXTS[name] in paper, name
    assert in_text(_shared(filer)) == []
    assert filer.run(STRANGE) == NOTHING
    assert dialogs == []
    _quiet(watch)


def test_in_the_calendar_of_a_record(reader: Reader, watch: Watch) -> None:
    filer = Filer(reader.page, reader.server)
    filer.page.clock.set_fixed_time(NOON)
    day = date.fromisoformat(NOON[:10])
    nicknames = [f"w {text.strip()[:70]}".strip() for _, text in _texts()]
    _brought(filer, *(_record(number, name, [], day) for number, name in enumerate(nicknames)))
    for number, nickname in enumerate(nicknames):
        _opened(filer, number)
        with filer.page.expect_download() as coming:
            _press(filer, "[data-file]")
        content = coming.value.path().read_bytes()
        assert named(coming.value.suggested_filename), nickname
        assert max(map(len, content.split(b"\r\n"))) <= 75, nickname
        text = content.decode().replace("\r\n ", "").replace("\r\n", "\n")
        assert in_text(text) == [], nickname
        words = Counter(re.match("[A-Z-]+", line)[0] for line in text.splitlines())  # type: ignore[index]
        assert (words["BEGIN"], words["UID"], words["ATTACH"]) == (4, 1, 0), nickname
        assert "DESCRIPTION:w " in text, nickname
    _quiet(watch)
