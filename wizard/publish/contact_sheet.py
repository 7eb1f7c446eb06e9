"""Takes pictures of every kind of page in every dress and lays them side by side, for people to look at.

Nothing is judged here. The sheet and its pictures stand below `.evidence/look/`, which is never published.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pypdfium2
from markupsafe import Markup
from playwright.sync_api import sync_playwright

from wizard.publish import machine, paper_picture, site
from wizard.publish.bench import visit
from wizard.publish.errors import PublishError
from wizard.publish.server import Server

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, Page

FOLDER: Final = ".evidence/look"
TALLEST: Final = 1_800
"""Pixels of a page that are shown; below them more of the same follows."""
PAGES: Final[Mapping[str, str]] = {
    "home": "",
    "situations": "wizard/",
    "question": "wizard/door/happening/",
    "plan": visit.plan(visit.STORY),
    "guide, a situation": "guide/client-silent/",
    "guide, an explanation": "guide/how-arbitration-works/",
    "facts": "reference/facts/milestones/",
    "all plans": "reference/plans/",
    "checklist": "checklist/",
    "search": "search/#q=arbitration",
    "tool": "tools/dates/",
    "case file": "case-file/",
    "without internet": "about/offline/",
    "licences": "about/licences/",
    "lost": "no-such-page/",
}
"""Kind of page -> one of it, below the top of the site."""


@dataclass(frozen=True, slots=True)
class Dress:
    """One way in which a page is looked at."""

    name: str
    width: int = 360
    media: Mapping[str, str] = field(default_factory=dict)
    """What the device says of itself, as Playwright names it."""
    script: str = ""
    """What is done to the page before its picture."""


DRESSES: Final = (
    Dress("phone"),
    Dress("phone, dark", media={"color_scheme": "dark"}),
    Dress("320 px, text of twice the size", 320, script="document.documentElement.style.fontSize = '200%'"),
    Dress("forced colours", media={"forced_colors": "active"}),
    Dress("right to left", script="document.documentElement.dir = 'rtl'"),
    Dress("768 px", 768),
    Dress("1280 px", 1280),
    Dress("1280 px, dark", 1280, {"color_scheme": "dark"}),
)
PAPER: Final = "paper"
SHEET: Final = Markup("""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Contact sheet</title>
<style>body {{ font: 1rem/1.4 sans-serif; margin: 1rem }} figure {{ margin: 0 }}
img {{ height: 40rem; border: 1px solid #888 }}
section {{ display: flex; gap: 1rem; overflow-x: auto; align-items: start }}</style>
{}
""")


def write(root: Path) -> Path:
    """Take all pictures of the built site and return the sheet. Raises PublishError where that cannot be."""
    found = machine.find_chromium()
    if found is None:
        raise PublishError(
            "Pictures are taken by Chromium, which this machine does not have: `make chromium`."
        )
    if not (root / "site/index.html").exists():
        raise PublishError("There is no site/: build it first with `make site`.")
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with Server(root / "site", base=site.base_path()) as server, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(found), args=list(machine.BROWSER_FLAGS))
        rows = [_row(browser, folder, server.url, *page) for page in PAGES.items()]
        browser.close()
    sheet = folder / "index.html"
    sheet.write_text(SHEET.format(Markup("\n").join(rows)), encoding="utf-8")
    return sheet


def _row(browser: Browser, folder: Path, url: str, kind: str, place: str) -> Markup:
    figures = []
    for dress in DRESSES:
        options: Any = dict(dress.media)
        size: Any = {"width": dress.width, "height": 640 if dress.width < 600 else 800}  # noqa: PLR2004
        context = browser.new_context(viewport=size, service_workers="block", locale="en-GB", **options)
        page = context.new_page()
        page.goto(url + place, wait_until="networkidle")
        if dress.script:
            page.evaluate(dress.script)
        name = _name(kind, dress.name)
        height = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
        page.screenshot(
            path=folder / name, full_page=True, clip={"x": 0, "y": 0, "width": dress.width, "height": height}
        )
        figures.append(_figure(name, dress.name))
        if dress == DRESSES[0]:
            figures += [_figure(printed, PAPER) for printed in _on_paper(page, folder, kind)]
        context.close()
    return Markup("<h2>{}</h2>\n<section>{}</section>").format(kind, Markup("").join(figures))


def _on_paper(page: Page, folder: Path, kind: str) -> list[str]:
    """Print the page on A4 and return the names of the pictures of its first two sheets."""
    names = []
    for number, sheet in enumerate(pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=False))):
        if number > 1:
            break
        names.append(_name(kind, f"{PAPER} {number + 1}"))
        (folder / names[-1]).write_bytes(paper_picture.grey(sheet))
    return names


def _name(kind: str, dress: str) -> str:
    return "-".join(f"{kind} {dress}".replace(",", "").split()) + ".png"


def _figure(name: str, dress: str) -> Markup:
    return Markup('<figure><img src="{}" alt="" loading="lazy"><figcaption>{}</figcaption></figure>').format(
        name, dress
    )
