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
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from playwright.sync_api import Browser, Page

FOLDER: Final = ".evidence/look"
TALLEST: Final = 3_000
"""Pixels of a page that are shown; below them more of the same follows."""
ENGINE_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of page: a page of it, below the top of the site, and what is typed there first."""

    name: str
    place: str
    typed: Mapping[str, str] = field(default_factory=dict)
    """Field -> what is typed or chosen in it, in this order."""
    form: str = "form[data-tool]"
    awaits: str = "[data-report]"
    """What appears when the form was sent."""


KINDS: Final = (
    Kind("home", ""),
    Kind("situations", "wizard/"),
    Kind("question", "wizard/door/happening/"),
    Kind("plan", visit.plan(visit.STORY)),
    Kind("guide, a situation", "guide/client-silent/"),
    Kind("guide, an explanation", "guide/how-arbitration-works/"),
    Kind("facts", "reference/facts/milestones/"),
    Kind("all plans", "reference/plans/"),
    Kind("checklist", "checklist/"),
    Kind("search", "search/#q=arbitration"),
    Kind("tool", "tools/dates/"),
    Kind("dates", "tools/dates/", {"event": "submitted", "on": "2026-11-02"}),
    Kind(
        "score",
        "tools/score/",
        {"1.outcome": "bad", "1.band": "middle", "1.end": "2026-09-01", "1.count": "2"},
    ),
    Kind(
        "case file",
        "case-file/",
        {"nickname": "Logo, three sizes", "contract": "fixed"},
        'form[data-entry="opened"]',
        "[data-record] article > .due",
    ),
    Kind("without internet", "about/offline/"),
    Kind("licences", "about/licences/"),
    Kind("lost", "no-such-page/"),
)


@dataclass(frozen=True, slots=True)
class Dress:
    """One way in which a page is looked at."""

    name: str
    width: int = 360
    media: Mapping[str, str] = field(default_factory=dict)
    """What the device says of itself, as Playwright names it."""
    wear: str = ""
    """What is done to the page before its picture."""
    doff: str = ""
    """What undoes it."""


ROOT: Final = "document.documentElement"
DRESSES: Final = (
    Dress("phone"),
    Dress("phone, dark", media={"color_scheme": "dark"}),
    Dress(
        "320 px, text of twice the size",
        320,
        wear=f"{ROOT}.style.fontSize = '200%'",
        doff=f"{ROOT}.style.fontSize = ''",
    ),
    Dress("forced colours", media={"forced_colors": "active"}),
    Dress(
        "right to left",
        wear=f"{ROOT}.dir = document.body.dir = 'rtl'",
        doff=f"{ROOT}.dir = document.body.dir = 'ltr'",
    ),
    Dress("768 px", 768),
    Dress("1280 px", 1280),
    Dress("1280 px, dark", 1280, {"color_scheme": "dark"}),
)
POSTER: Final = ("home", "plan", "checklist")
POSTER_SIZE: Final[Any] = {"width": 1180, "height": 700}
POSTER_PAGE: Final = """<!doctype html><meta charset="utf-8"><style>
body {{ display: flex; gap: 25px; justify-content: center; margin: 30px 0; background: #dfe5e8 }}
img {{ width: 360px; height: 640px; object-fit: cover; object-position: top; border-radius: 12px }}
</style>{}"""
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
        rows = [_row(browser, folder, server.url, kind) for kind in KINDS]
        _poster(browser, folder)
        browser.close()
    sheet = folder / "index.html"
    sheet.write_text(SHEET.format(Markup("\n").join(rows)), encoding="utf-8")
    return sheet


def _row(browser: Browser, folder: Path, url: str, kind: Kind) -> Markup:
    context = browser.new_context(viewport=_size(DRESSES[0]), service_workers="block", locale="en-GB")
    page = context.new_page()
    page.goto(url + kind.place, wait_until="networkidle")
    if kind.typed:
        _type(page, kind)
    figures = [figure for dress in DRESSES for figure in _dressed(page, folder, kind, dress)]
    context.close()
    return Markup("<h2>{}</h2>\n<section>{}</section>").format(kind.name, Markup("").join(figures))


def _poster(browser: Browser, folder: Path) -> None:
    """Lay the first screens of three pages beside each other: the picture that the README shows."""
    page = browser.new_page(viewport=POSTER_SIZE)
    shown = (f'<img src="{(folder / _name(kind, DRESSES[0].name)).as_uri()}">' for kind in POSTER)
    # A page of no address may not show pictures of this machine.
    (folder / "poster.html").write_text(POSTER_PAGE.format("".join(shown)), encoding="utf-8")
    page.goto((folder / "poster.html").as_uri())
    page.screenshot(path=folder / "poster.png")
    page.close()


def _size(dress: Dress) -> Any:
    return {"width": dress.width, "height": 640 if dress.width < 600 else 800}  # noqa: PLR2004


def _type(page: Page, kind: Kind) -> None:
    form = page.locator(kind.form)
    for name, value in kind.typed.items():
        one = form.locator(f'[data-input="{name}"]')
        if one.evaluate("field => field.tagName") == "SELECT":
            one.select_option(value)
        else:
            one.fill(value)
    form.locator("[type=submit]").click()
    page.locator(kind.awaits).wait_for(timeout=ENGINE_MS)


def _dressed(page: Page, folder: Path, kind: Kind, dress: Dress) -> Iterator[Markup]:
    media: Any = {"color_scheme": "light", "forced_colors": "none", **dress.media}
    page.set_viewport_size(_size(dress))
    page.emulate_media(**media)
    page.evaluate(f"() => {{ {dress.wear}; window.scrollTo(0, 0) }}")
    name = _name(kind.name, dress.name)
    height = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
    clip: Any = {"x": 0, "y": 0, "width": dress.width, "height": height}
    page.screenshot(path=folder / name, full_page=True, clip=clip)
    page.evaluate(f"() => {{ {dress.doff} }}")
    yield _figure(name, dress.name)
    if dress == DRESSES[0]:
        yield from (_figure(printed, PAPER) for printed in _on_paper(page, folder, kind.name))


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
