"""The plan on paper: two pages at most, without controls, looked at as pictures in .evidence/print/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pypdfium2 as pdfium
import pytest

from tests.browser.conftest import EVIDENCE
from tests.browser.reader import Reader, automaton, slugs
from tests.conftest import FIGURE

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
SCALE: Final = 1.5


def _printed(reader: Reader, paper: str) -> pdfium.PdfDocument:
    return pdfium.PdfDocument(reader.page.pdf(format=paper, prefer_css_page_size=False))


@pytest.mark.parametrize("paper", PAPERS)
def test_the_printed_example_is_two_pages_without_controls(living: Reader, paper: str) -> None:
    living.type("held_sum", "600")
    living.type("sent_on", "2026-11-12")
    living.page.wait_for_timeout(600)
    pages = _printed(living, paper)
    folder = EVIDENCE / "print"
    folder.mkdir(parents=True, exist_ok=True)
    texts = []
    for number, page in enumerate(pages, 1):
        page.render(scale=SCALE).to_pil().save(folder / f"example-{paper}-{number}.png")
        texts.append(page.get_textpage().get_text_bounded())
    whole = "\n".join(texts)
    assert [word for word in CONTROLS if word in whole] == []
    assert "The 600 USD is still held" in texts[0]
    assert "Do not end the contract" in texts[0]
    assert "Sat 5 Dec 2026" in texts[0]
    assert "Hi [name]" in texts[0]
    assert "If it does not work" in texts[0]
    assert "Independent. Not made or checked by Upwork." in whole
    assert len(pages) <= 2


def test_every_result_is_counted_in_printed_pages(
    living: Reader, record_property: Callable[[str, object], None]
) -> None:
    long: dict[str, list[str]] = {paper: [] for paper in PAPERS}
    for slug in slugs("result"):
        living.go(automaton().states[slug].shortest, slug)
        for paper in PAPERS:
            if len(_printed(living, paper)) > 2:
                long[paper].append(slug)
    for paper, found in long.items():
        record_property(
            FIGURE,
            f"print: {len(found)} of {len(slugs('result'))} results need more than two pages of {paper}",
        )
    assert long == {paper: [] for paper in PAPERS}
