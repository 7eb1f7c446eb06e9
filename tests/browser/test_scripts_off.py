"""Without scripts: a crawl by links alone, from the home page to everything that a reader can reach."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.reader import STORY, address, every
from wizard.publish import volume
from wizard.publish.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.browser.conftest import OpenContext

ANATOMY: Final = (
    ("verdict",),
    ("kind",),
    ("donot",),
    ("strip", "more"),
    ("now",),
    ("bywhen",),
    ("tools",),
    ("letters",),
    ("then",),
    ("keep",),
    ("sides",),
    ("turns",),
    ("costs",),
    ("why",),
    ("ruled",),
    ("next",),
    ("sources",),
    ("given",),
)
"""Parts of a result in their order."""
FILES: Final = (".json", ".pdf", ".txt", volume.NAME)
"""Ends of addresses that a browser stores or shows as they are."""
NOT_EVERYWHERE: Final = {"strip", "more", "sides"}
LOOK: Final = """() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const main = document.querySelector("main#step");
  const shown = place => place.checkVisibility() && place.innerText.trim() !== "";
  const all = selector => Array.from(main?.querySelectorAll(selector) ?? []);
  return {
    links: Array.from(document.links, link => link.href),
    broken: Array.from(document.querySelectorAll("a[href^='#']"), link => link.getAttribute("href"))
      .filter(href => href.length > 1 && !document.getElementById(href.slice(1))),
    state: main ? `${main.dataset.flow} ${main.dataset.state}` : "",
    kind: main?.dataset.kind ?? "",
    headings: document.querySelectorAll("h1").length,
    parts: main ? Array.from(main.children, part => part.className.split(" ")[0]) : [],
    empty: all("section, .verdict, .kind, .next, h1, h2, td, th, li, [data-slot]")
      // Where no answer is the same on every way to a page, its list of answers is left out.
      // The last day beside the fields is only for those who can use the fields.
      .filter(place => !shown(place) && !place.closest(".given:has(.trail:empty), form[data-live]"))
      .map(place => place.outerHTML.slice(0, 200)),
    letters: all("[data-letter-text]").map(letter => letter.checkVisibility() ? letter.innerText : ""),
    controls: all("button, input, form, [data-passed], [data-otherwise]")
      .filter(control => control.checkVisibility()).map(control => control.outerHTML.slice(0, 200)),
  };
}"""


@dataclass
class Crawl:
    """What was found: what each page showed by its address, and who links to an address."""

    server: Server
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    linked_from: dict[str, str] = field(default_factory=dict)

    @property
    def results(self) -> dict[str, dict[str, Any]]:
        return {url: seen for url, seen in self.pages.items() if seen["kind"] == "result"}

    def walk(self, page: Page) -> None:
        """Follow every link that stays on the site."""
        waiting = [self.server.url]
        while waiting:
            url = waiting.pop()
            if url in self.status:
                continue
            if url.endswith(FILES):
                self.status[url] = page.request.get(url).status
                continue
            answer = page.goto(url)
            self.status[url] = answer.status if answer else 0
            self.pages[url] = cast("dict[str, Any]", page.evaluate(LOOK))
            for link in (urldefrag(link).url for link in self.pages[url]["links"]):
                if link.startswith(self.server.url) and link not in self.status:
                    self.linked_from.setdefault(link, url)
                    waiting.append(link)


@pytest.fixture(scope="module")
def crawl(chromium: Browser, still: Server) -> Iterator[Crawl]:
    found = Crawl(still)
    context = chromium.new_context(java_script_enabled=False)
    found.walk(context.new_page())
    yield found
    context.close()


def test_without_scripts_every_state_is_reached_from_the_home_page(crawl: Crawl) -> None:
    assert {seen["state"] for seen in crawl.pages.values()} - {""} == {" ".join(place) for place in every()}


def test_without_scripts_every_internal_link_leads_somewhere(crawl: Crawl) -> None:
    lost = {url: crawl.linked_from.get(url) for url, status in crawl.status.items() if status != 200}
    assert lost == {}
    assert {url: seen["broken"] for url, seen in crawl.pages.items() if seen["broken"]} == {}


def test_without_scripts_no_link_leaves_the_site_by_accident(crawl: Crawl) -> None:
    foreign = {
        link
        for seen in crawl.pages.values()
        for link in seen["links"]
        if not link.startswith(crawl.server.url)
    }
    assert {link for link in foreign if not link.startswith("https://")} == set()


def test_without_scripts_every_result_shows_its_whole_anatomy_in_order(crawl: Crawl) -> None:
    assert {seen["state"] for seen in crawl.results.values()} == {
        " ".join(place) for place in every("result")
    }
    order = [name for group in ANATOMY for name in group]
    for url, seen in crawl.results.items():
        parts = [name for name in seen["parts"] if name in order]
        assert parts == sorted(parts, key=order.index), url
        assert set(order) - set(parts) - NOT_EVERYWHERE == set(), url


def test_without_scripts_no_slot_or_line_is_empty(crawl: Crawl) -> None:
    assert {url: seen["empty"] for url, seen in crawl.pages.items() if seen["empty"]} == {}


def test_without_scripts_every_letter_can_be_read(crawl: Crawl) -> None:
    letters = {url: seen["letters"] for url, seen in crawl.results.items()}
    assert sum(map(len, letters.values())) > 40
    short = {url: [text for text in texts if len(text.split()) < 20] for url, texts in letters.items()}
    assert {url: texts for url, texts in short.items() if texts} == {}


def test_without_scripts_nothing_is_shown_that_needs_them(crawl: Crawl) -> None:
    assert {url: seen["controls"] for url, seen in crawl.results.items() if seen["controls"]} == {}


def test_without_scripts_every_page_has_one_heading_of_the_first_order(crawl: Crawl) -> None:
    pages = {url: seen for url, seen in crawl.pages.items() if not url.endswith(".svg")}
    assert {url: seen["headings"] for url, seen in pages.items() if seen["headings"] != 1} == {}


def test_without_scripts_a_letter_opens_by_a_tap(open_context: OpenContext) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(address(STORY))
    calm, firm = page.locator("[data-letter-text]").all()
    assert calm.is_visible()
    assert not firm.is_visible()
    page.locator("details.letter summary").nth(1).click()
    assert firm.is_visible()
