"""The plan on paper: two pages at most, without controls, looked at as pictures in .evidence/print/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EVIDENCE
from tests.browser.reader import Reader, automaton, every, some
from tests.conftest import FIGURE
from wizard.publish import paper_picture

if TYPE_CHECKING:
    from collections.abc import Callable

PAPERS: Final = ("A4", "Letter")
CONTROLS: Final = (
    "Copy",
    "Print this plan",
    "Send me this plan",
    "Work out my dates",
    "Change",
    "Your dates and sums",
)


def _printed(reader: Reader, paper: str) -> pdfium.PdfDocument:
    return pdfium.PdfDocument(reader.page.pdf(format=paper, prefer_css_page_size=False))


@pytest.mark.parametrize("paper", PAPERS)
def test_the_printed_example_is_two_pages_without_controls(living: Reader, paper: str) -> None:
    living.type("held_sum", "600")
    living.type("sent_on", "2026-11-12")
    expect(living.slot("date:sent")).to_have_text("12 November")
    pages = _printed(living, paper)
    folder = EVIDENCE / "print"
    folder.mkdir(parents=True, exist_ok=True)
    texts = []
    for number, page in enumerate(pages, 1):
        (folder / f"example-{paper}-{number}.png").write_bytes(paper_picture.grey(page))
        texts.append(" ".join(page.get_textpage().get_text_bounded().split()))
    whole = "\n".join(texts)
    assert [word for word in CONTROLS if word in whole] == []
    assert "The 600 USD is still held" in texts[0]
    assert "Do not end the contract" in texts[0]
    assert "Sat 5 Dec 2026" in texts[0]
    assert "Hi [name]" in texts[0]
    assert "If it does not work" in texts[0]
    assert "Independent. Not made or checked by Upwork." in whole
    assert len(pages) <= 2


def test_the_first_printed_page_of_the_licences_is_not_left_empty(reader: Reader) -> None:
    reader.page.goto("about/licences/")
    first = _printed(reader, "A4")[0].get_textpage().get_text_bounded()
    assert "Mozilla Public License" in first
    assert len(first) > 1000


def test_a_printed_page_has_no_links_back_from_its_sources(reader: Reader) -> None:
    reader.page.goto("guide/client-silent/")
    assert reader.page.locator(".sources .up").count() > 0
    text = "".join(page.get_textpage().get_text_bounded() for page in _printed(reader, "A4"))
    assert "Sources" in text
    assert "\u2191" not in text


@some(6)
@pytest.mark.parametrize("paper", [pytest.param("A4", marks=pytest.mark.long), "Letter"])
def test_no_printed_result_needs_more_than_two_pages(
    living: Reader, record_property: Callable[[str, object], None], paper: str, share: int
) -> None:
    longer, chosen = [], every("result")[::share]
    for flow, slug in chosen:
        living.go(automaton(flow).states[slug].shortest, slug, flow)
        if len(_printed(living, paper)) > 2:
            longer.append((flow, slug))
    record_property(FIGURE, f"print: {len(longer)} of {len(chosen)} results need more than two {paper} pages")
    assert longer == []
