"""The checklist and its sheets: on paper one page in one ink, on the screen readable by everyone, as files equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EVIDENCE
from tests.browser.test_access import NARROW, SMALL, WIDE
from tests.browser.test_print import PAPERS
from tests.conftest import FIGURE
from wizard.checklist.topics import SHEETS, TOPICS
from wizard.publish import guide, paper_picture, printing, sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenContext
    from wizard.publish.server import Server

KIB: Final = 1024
SLUGS: Final = [sheet.slug for sheet in SHEETS]
ADDRESSES: Final = ["checklist/", *(f"checklist/{slug}/" for slug in SLUGS)]
CONTROLS: Final = ("Print this sheet", "PDF for", "plain text", "Checklist for each contract", "Skip to")
DOTS: Final = 150 / 25.4
"""Dots for each millimetre of a picture of a page."""
BARE: Final = 10
"""Millimetres at the edge of the paper that many printers cannot reach."""
TINTED: Final = 0.05
"""The most of a page that may be neither black nor white: the soft edges of letters and lines."""
SMALLEST: Final = 9.5
LETTERS: Final = """() => Array.from(document.querySelectorAll("main *, footer *"))
  .filter(place => place.checkVisibility() && Array.from(place.childNodes).some(
    child => child.nodeType === Node.TEXT_NODE && child.textContent.trim()))
  .map(place => parseFloat(getComputedStyle(place).fontSize) * 0.75)"""
SIZES: Final = """() => {
  const millimetres = text => parseFloat(text) * 25.4 / 96;
  const box = getComputedStyle(document.querySelector(".boxes li"), "::before");
  const lines = Array.from(document.querySelectorAll(".fields li, .write"), line => getComputedStyle(line));
  return {
    box: [millimetres(box.width), millimetres(box.height)],
    lines: lines.map(line => millimetres(line.paddingBottom)),
    notes: Array.from(document.querySelectorAll(".notes li"), line => millimetres(getComputedStyle(line).height)),
  };
}"""


def _words(document: pdfium.PdfDocument) -> list[str]:
    # A hyphen at the end of a line is read as a mark of its own.
    whole = " ".join(page.get_textpage().get_text_bounded() for page in document).replace("\x02", "-")
    return whole.split()


def _colours(page: pdfium.PdfPage) -> tuple[bytes, int, int, int]:
    picture = page.render(scale=DOTS * 25.4 / 72)
    return bytes(picture.buffer), picture.width, picture.height, picture.stride


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_sheet_prints_as_one_page_in_one_ink_with_bare_edges(page: Page, slug: str, paper: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"checklist/{slug}/")
    document = pdfium.PdfDocument(page.pdf(format=paper, prefer_css_page_size=False))
    folder = EVIDENCE / "print"
    folder.mkdir(parents=True, exist_ok=True)
    for number, one in enumerate(document, 1):
        (folder / f"{slug}-{paper}-{number}.png").write_bytes(paper_picture.grey(one))
    assert len(document) == 1
    said = " ".join(_words(document))
    assert [word for word in CONTROLS if word in said] == []
    assert "Independent. Not made or checked by Upwork. Not legal advice. Content of" in said
    assert "support.upwork.com/hc/en-us/articles/" in said

    dots, width, height, stride = _colours(document[0])
    rows = [dots[row * stride : row * stride + width * 3] for row in range(height)]
    edge = round(BARE * DOTS)
    white = bytes([255]) * width * 3
    assert all(row == white for row in (*rows[:edge], *rows[-edge:]))
    assert all(row[: edge * 3] + row[-edge * 3 :] == white[: edge * 6] for row in rows)
    whole = b"".join(rows)
    assert whole[::3] == whole[1::3] == whole[2::3], "There is colour."
    between = sum(whole[::3].count(value) for value in range(48, 208))
    assert between / (width * height) < TINTED
    assert min(whole) < 48


@pytest.mark.parametrize("slug", SLUGS)
def test_boxes_lines_and_letters_are_large_enough_for_a_pen_and_tired_eyes(page: Page, slug: str) -> None:
    page.goto(f"checklist/{slug}/")
    page.emulate_media(media="print")
    sizes = page.evaluate(SIZES)
    assert sizes["box"] == pytest.approx([5, 5], abs=0.1)
    assert min((*sizes["lines"], *sizes["notes"])) >= 7.95
    assert min(page.evaluate(LETTERS)) >= SMALLEST - 0.01
    letters = page.locator(".says").first.evaluate("place => parseFloat(getComputedStyle(place).fontSize)")
    assert 11 <= letters * 0.75 <= 12


@pytest.mark.parametrize("slug", SLUGS)
def test_the_files_of_a_sheet_can_be_had_and_say_what_the_page_says(
    page: Page, slug: str, record_property: Callable[[str, object], None]
) -> None:
    page.goto(f"checklist/{slug}/")
    said = _words(pdfium.PdfDocument(page.pdf(format="A4", prefer_css_page_size=False)))
    files = {link.inner_text(): link.get_attribute("href") or "" for link in page.locator(".tools a").all()}
    assert list(files) == ["PDF for A4", "PDF for Letter", "plain text"]
    for label, size in (("PDF for A4", (595, 842)), ("PDF for Letter", (612, 792))):
        answer = page.request.get(f"checklist/{slug}/{files[label]}")
        assert answer.status == 200
        assert answer.headers["content-type"] == "application/pdf"
        document = pdfium.PdfDocument(answer.body())
        assert len(document) == 1
        assert document[0].get_size() == pytest.approx(size, abs=0.5)
        assert sorted(_words(document)) == sorted(said)
        record_property(FIGURE, f"sizes: {slug}, {label}: {len(answer.body()):,} bytes")
    answer = page.request.get(f"checklist/{slug}/{files['plain text']}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    boxes = page.locator(".says").all_inner_texts()
    text = " ".join(answer.text().split())
    assert answer.text().count("[ ] ") == len(boxes)
    assert [box for box in boxes if box not in text] == []


def test_a_sheet_printed_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    pages = {"sheet": sheets.copy(SHEETS[0], "a4", guide.DOCS)}
    first, second = (printing.printed(pages, tmp_path / name, "2026-11-21") for name in ("one", "two"))
    assert first == second != {}


def test_a_sheet_prints_at_a_press_of_its_button(page: Page) -> None:
    page.add_init_script("window.print = () => { window.printed = (window.printed ?? 0) + 1; }")
    page.goto("checklist/trouble-today/")
    page.get_by_role("button", name="Print this sheet").click()
    page.wait_for_function("window.printed === 1")


@pytest.mark.parametrize("slug", SLUGS)
def test_without_scripts_a_sheet_is_whole_and_shows_no_button(open_context: OpenContext, slug: str) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"checklist/{slug}/")
    expect(page.locator("h1")).to_have_count(1)
    expect(page.get_by_role("button")).to_have_count(0)
    boxes = [said for _, group in sheets.checklist().boxes(slug.replace("-", "_")) for _, said in group]
    assert len(page.locator(".says").all_inner_texts()) == len(boxes)
    expect(page.locator(".tools a")).to_have_count(3)
    page.get_by_role("link", name="Checklist for each contract").click()
    expect(page).to_have_url("checklist/")


def test_without_scripts_every_topic_is_read_for_both_kinds_of_contract(open_context: OpenContext) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto("checklist/")
    says = sheets.paper().says
    for topic in TOPICS:
        expect(page.locator(f"h3#{topic.id}")).to_have_count(1)
        block = page.locator(f'[data-topic="{topic.id}"]')
        block.locator("summary").click()
        shown = " ".join(block.inner_text().split())
        for reading in sheets.checklist().topics[topic.id].reads.values():
            assert says.text(reading.line) in shown
            assert says.text(reading.why) in shown
            assert all(says.text(line) in shown for line in reading.keep)
    page.get_by_role("link", name="Contract sheet: hourly").click()
    expect(page.locator("main")).to_have_attribute("data-sheet", "contract-hourly")


def test_a_topic_leads_to_its_fact_and_to_a_plan(page: Page) -> None:
    page.goto("checklist/#work_submitted")
    block = page.locator('[data-topic="work_submitted"]')
    block.get_by_role("link", name="submit today").click()
    expect(page.locator("main#step")).to_have_attribute("data-kind", "result")
    page.goto("checklist/")
    block.locator("summary").click()
    block.locator("details a").first.click()
    expect(page.locator("h2[id='milestones.review_days']")).to_be_visible()


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing_and_nothing_is_too_wide_or_too_small(
    page: Page, axe: Callable[[Page], list[str]], address: str
) -> None:
    page.goto(address)
    page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=cast("Any", scheme))
        assert axe(page) == [], scheme
    page.set_viewport_size(cast("Any", NARROW))
    assert page.evaluate(WIDE) == []
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_checklist_and_a_sheet_can_be_looked_at(page: Page, scheme: str) -> None:
    folder = EVIDENCE / "checklist"
    folder.mkdir(parents=True, exist_ok=True)
    page.emulate_media(color_scheme=cast("Any", scheme))
    for address in ADDRESSES:
        page.goto(address)
        page.screenshot(path=folder / f"{address.strip('/').replace('/', '-')}-{scheme}.png", full_page=True)
    assert len(list(folder.glob(f"*-{scheme}.png"))) == len(ADDRESSES)


@pytest.mark.parametrize(
    ("address", "most"), [("checklist/", 100 * KIB), ("checklist/contract-fixed/", 60 * KIB)]
)
def test_the_checklist_is_light(
    page: Page, server: Server, record_property: Callable[[str, object], None], address: str, most: int
) -> None:
    page.goto(address, wait_until="networkidle")
    whole = sum(seen.sent for seen in server.seen if "search/search_index" not in seen.path)
    record_property(FIGURE, f"sizes: page /{address}: {whole:,} bytes")
    assert 0 < whole <= most
