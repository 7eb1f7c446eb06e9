"""Drawn pictures in a real browser: words stay in their places, are large enough, dark enough, and on one sheet."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final, cast

import pypdfium2 as pdfium

from tests.browser.conftest import AXE
from wizard.publish import guide, pictures, quotes

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import OpenContext

SHOWN: Final = [
    (mark.says, page.address)
    for page in guide.pages()
    for mark in quotes.marks(page.body)
    if mark.name == "picture"
]
WIDEST_FONT: Final = "DejaVu Sans"
SMALLEST: Final = 12.5
ENOUGH: Final = 4.5
MISPLACED: Final = """() => {
  const picture = document.querySelector(".picture svg");
  const { width, height } = picture.viewBox.baseVal;
  const found = [];
  const texts = Array.from(picture.querySelectorAll("text"), text => ({ text, box: text.getBBox() }));
  const apart = (one, other) => one.x + one.width <= other.x + 1 || other.x + other.width <= one.x + 1
    || one.y + one.height <= other.y + 3 || other.y + other.height <= one.y + 3;
  const inside = (one, other) => one.x >= other.x + 3 && one.x + one.width <= other.x + other.width - 3
    && one.y >= other.y - 1 && one.y + one.height <= other.y + other.height + 1;
  for (const { text, box } of texts) {
    const says = text.textContent;
    if (box.x < -0.5 || box.y < -0.5 || box.x + box.width > width + 0.5 || box.y + box.height > height + 0.5)
      found.push(`${says}: outside`);
    const own = text.closest("g")?.querySelector("rect");
    if (own && !inside(box, own.getBBox())) found.push(`${says}: out of its box`);
    for (const shape of picture.querySelectorAll("rect, .line, .face"))
      if (!apart(box, shape.getBBox()) && !inside(box, shape.getBBox())) found.push(`${says}: across a line`);
    for (const other of texts)
      if (other.text !== text && !apart(box, other.box)) found.push(`${says}: over ${other.text.textContent}`);
  }
  const { left, right } = picture.closest("figure").getBoundingClientRect();
  if (left < 0 || right > document.documentElement.clientWidth) found.push(`it reaches from ${left} to ${right} px`);
  return found;
}"""
SIZES: Final = """() => Array.from(document.querySelectorAll(".picture text"),
  text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
COLOURS: Final = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return Array.from(canvas.getImageData(0, 0, 1, 1).data);
  };
  const behind = element => {
    if (!element) return [255, 255, 255];
    const found = rgb(getComputedStyle(element).backgroundColor);
    return found[3] ? found : behind(element.parentElement);
  };
  const picture = document.querySelector(".picture svg");
  const under = text => {
    const { x, y, width, height } = text.getBBox();
    const there = shape => {
      const box = shape.getBBox();
      return box.x <= x + width / 2 && x + width / 2 <= box.x + box.width
        && box.y <= y + height / 2 && y + height / 2 <= box.y + box.height;
    };
    const filled = Array.from(picture.querySelectorAll("rect"))
      .filter(shape => getComputedStyle(shape).fill !== "none" && there(shape));
    return filled.length ? rgb(getComputedStyle(filled.at(-1)).fill) : behind(picture);
  };
  return Array.from(picture.querySelectorAll("text"),
    text => [text.textContent, rgb(getComputedStyle(text).fill), under(text)]);
}"""
INKS: Final = """() => Array.from(new Set(Array.from(document.querySelectorAll(".picture :is(text, rect, path)"))
  .map(shape => getComputedStyle(shape)).flatMap(style => [style.fill, style.stroke])))"""


def _contrast(one: list[int], other: list[int]) -> float:
    """Return the contrast of two colours as WCAG defines it."""

    def light(colour: list[int]) -> float:
        parts = [part / 255 for part in colour[:3]]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05

    lower, higher = sorted((light(one), light(other)))
    return higher / lower


def test_every_picture_is_shown_on_a_page() -> None:
    assert {name for name, _ in SHOWN} == set(pictures.DRAWN)


def test_no_word_leaves_its_place_or_is_too_small_at_any_width_and_in_any_font(page: Page) -> None:
    found: dict[tuple[object, ...], object] = {}
    for name, address in SHOWN:
        page.goto(address)
        for font in ("", WIDEST_FONT):
            # As on a device that has none of our fonts.
            page.evaluate("font => document.documentElement.style.setProperty('--text', font)", font)
            for width in (320, 360, 1280):
                page.set_viewport_size({"width": width, "height": 640})
                found[name, font, width, "misplaced"] = page.evaluate(MISPLACED)
                found[name, font, width, "small"] = [size for size in page.evaluate(SIZES) if size < SMALLEST]
    assert {where: what for where, what in found.items() if what} == {}


def test_every_word_stands_out_from_what_is_behind_it(page: Page) -> None:
    faint: list[tuple[object, ...]] = []
    for name, address in SHOWN:
        page.goto(address)
        for look in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}):
            page.emulate_media(**cast("Any", look))
            drawn = cast("list[tuple[str, list[int], list[int]]]", page.evaluate(COLOURS))
            faint += [(name, look, says) for says, ink, paper in drawn if _contrast(ink, paper) < ENOUGH]
        page.emulate_media(color_scheme="null", forced_colors="null")
    assert faint == []


def test_axe_finds_nothing_in_a_picture_and_its_words(page: Page) -> None:
    for name, address in SHOWN:
        page.goto(address)
        page.locator(".picture summary").click()
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=cast("Any", scheme))
            found = page.evaluate("async () => (await axe.run('.picture')).violations.map(rule => rule.help)")
            assert found == [], (name, scheme)


def test_the_words_open_without_a_script_and_by_keyboard(open_context: OpenContext) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(SHOWN[0][1])
    summary = page.locator(".picture summary")
    box = summary.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    summary.press("Enter")
    assert page.locator(".picture li").first.is_visible()


def test_a_picture_prints_whole_on_one_page_in_one_ink(page: Page) -> None:
    for name, address in SHOWN:
        page.goto(address)
        lines = re.findall(r"<text[^>]*>(.*?)</text>", str(pictures.figure(name)))
        drawn = [unescape(re.sub(r"<[^>]*>", "", line)) for line in lines]
        for paper in ("A4", "Letter"):
            sheets = pdfium.PdfDocument(page.pdf(format=paper))
            texts = [" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in sheets]
            assert any(all(line in text for line in drawn) for text in texts), (name, paper)
            assert pictures.IN_WORDS not in " ".join(texts)
        page.emulate_media(media="print")
        inks = [ink for ink in cast("list[str]", page.evaluate(INKS)) if ink != "none"]
        assert [ink for ink in inks if len(set(re.findall(r"\d+", ink))) > 1] == [], name
        page.emulate_media(media="null")
