"""Bytes on the line, as the server sends them: first views, scripts, books and guide pages."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.reader import FLOWS, STORY, Reader, address, slugs, until
from tests.conftest import FIGURE
from wizard.core.automaton import folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KIB: Final = 1024
FIRST_VIEW: Final = 60 * KIB
SCRIPT: Final = 30 * KIB
BOOK: Final = 60 * KIB
AFTERWARDS: Final = "assets/offline/"
"""What is asked for only when a page is loaded and idle."""
LATER: Final = 16 * KIB
NEVER_KEPT: Final = "release.json"
"""Which release is the newest must be asked of the server each time."""
GUIDE_PAGE: Final = 100 * KIB
SEARCH: Final = 200 * KIB
LOOKED_UP: Final = (
    *("reference/facts/", "reference/facts/milestones/", "reference/clocks/", "reference/not-sure/"),
    *("reference/plans/", "wizard/ghosting/map/", "wizard/disputes/all-results/"),
)


def _sent(reader: Reader, *, ends: tuple[str, ...]) -> int:
    return sum(
        seen.sent
        for seen in reader.server.seen
        if seen.path.endswith(ends) and not seen.path.startswith(AFTERWARDS)
    )


@pytest.mark.parametrize("kind", ["question", "result"])
@pytest.mark.parametrize("flow", FLOWS)
def test_the_first_view_of_a_wizard_page_is_small(
    reader: Reader, site_folder: Path, record_property: Callable[[str, object], None], flow: str, kind: str
) -> None:
    sizes = {
        slug: len(gzip.compress((site_folder / f"wizard/{folder(flow)}/{slug}/index.html").read_bytes()))
        for slug in slugs(kind, flow)
    }
    largest = max(sizes, key=lambda slug: sizes[slug])
    reader.open({}, largest, flow)
    script = _sent(reader, ends=(".js",))
    whole = script + _sent(reader, ends=("/", ".html", ".css"))
    book = _sent(reader, ends=(".json",))
    # It is asked for when the page has nothing else to do, which on a busy machine may be late.
    until(lambda: bool(reader.asked_for(AFTERWARDS)), "nothing is asked for afterwards")
    reader.settle()
    after = sum(seen.sent for seen in reader.server.seen if seen.path.startswith(AFTERWARDS))
    record_property(
        FIGURE,
        f"sizes: {flow}, {kind} {largest}: first view {whole:,} bytes, of it script {script:,}, book {book:,}, "
        f"afterwards {after:,}",
    )
    assert 0 < after <= LATER
    assert reader.asked_for("assets/engine/") == []
    assert 0 < script <= SCRIPT
    assert whole <= FIRST_VIEW
    assert 0 < book <= BOOK


@pytest.mark.parametrize(
    "place",
    [
        "",
        "guide/",
        "guide/client-silent/",
        "guide/how-arbitration-works/",
        "guide/eight-mistakes/",
        "about/privacy/",
        "wizard/",
        "reference/",
        *LOOKED_UP,
        *(f"wizard/{folder(flow)}/" for flow in FLOWS),
    ],
)
def test_a_guide_page_is_small(
    reader: Reader, record_property: Callable[[str, object], None], place: str
) -> None:
    reader.page.goto(place, wait_until="networkidle")
    whole = sum(seen.sent for seen in reader.server.seen)
    record_property(FIGURE, f"sizes: page /{place}: {whole:,} bytes")
    assert 0 < whole <= GUIDE_PAGE


def test_the_search_is_small(reader: Reader, record_property: Callable[[str, object], None]) -> None:
    reader.page.goto("search/", wait_until="networkidle")
    parts = {
        seen.path.rsplit("/", 1)[1]: seen.sent for seen in reader.server.seen if "assets/search/" in seen.path
    }
    sizes = ", ".join(f"{name} {sent:,}" for name, sent in parts.items())
    record_property(FIGURE, f"sizes: search {sum(parts.values()):,} bytes: {sizes}")
    assert 0 < sum(parts.values()) <= SEARCH


def test_a_second_page_brings_only_itself(reader: Reader) -> None:
    reader.open({}, "notice")
    asked = len(reader.server.seen)
    reader.page.goto(address(STORY))
    reader.settle()
    new = [seen.path for seen in reader.server.seen[asked:] if seen.status == 200]
    assert [path for path in new if not path.endswith("/") and path != NEVER_KEPT] == []
