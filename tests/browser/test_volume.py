"""The whole site in one file: opened from the disk, without network and without scripts."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import AXE
from tests.browser.test_access import CHECK, NARROW, TAGS, WIDE
from tests.conftest import FIGURE
from wizard.core.automaton import folder
from wizard.publish import guide, offline, site, states, tree, volume

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


TIMES: Final = Counter(
    " ".join(states.speaker(flow).text(states.book().outcome(flow, outcome).verdict).split())
    for flow in states.book().flows
    for outcome in states.book().flows[flow].outcomes
)
"""Each verdict -> how many plans have it; one of last resort is the same in several flows, and a guide page may say it too."""
ALONE: Final = """parts => {
  const leaves = Array.from(document.querySelectorAll("main > *"));
  for (const leaf of leaves) if (!leaf.matches(parts)) leaf.remove();
}"""
"""Leaves only some parts on the page: with all of them a look at it takes minutes."""
PARTS: Final = (
    "#contents, #to-ghosting, #to-ghosting + details, #ghosting, #home",
    "#to-ghosting, #ghosting-money-q, #ghosting-submit-today, #ghosting-submit-today-2",
    "#guide, #client-silent, #how-a-dispute-runs, #how-arbitration-works",
    "#texts, #text-still_there, #text-work_submitted, #topics, #sheet-contract-fixed",
    "#reference, #clocks, #words, #facts-bonus, #tools, #about",
)
HERE: Final = "document.querySelector(':target').getBoundingClientRect().top"


class _Whole(HTMLParser):
    """The ids, links, headings and words of the file."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.headings: list[int] = []
        self.asked: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.ids.update([has["id"]] if "id" in has else [])
        if tag == "a":
            self.links.append(has["href"])
        elif asked := has.get("src", "") or has.get("href", ""):
            self.asked.append(asked)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))


@pytest.fixture(scope="module")
def file(site_folder: Path) -> Path:
    return site_folder / volume.NAME


@pytest.fixture(scope="module")
def whole(file: Path) -> _Whole:
    return _Whole(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def words(file: Path) -> str:
    return tree.read(file.read_text(encoding="utf-8")).text


@pytest.fixture
def opened(chromium: Browser, file: Path) -> Iterator[Callable[..., tuple[Page, list[str]]]]:
    """Open the file from the disk on a phone without network; returns the page and what it asked for."""
    contexts = []

    def opened(part: str = "", **options: Any) -> tuple[Page, list[str]]:
        chosen: dict[str, Any] = {"viewport": NARROW, "java_script_enabled": False, "offline": True}
        context = chromium.new_context(**(chosen | options))
        contexts.append(context)
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        page.goto(f"{file.as_uri()}{part}")
        return page, asked

    yield opened
    for context in contexts:
        context.close()


def test_the_file_is_small_enough_for_a_chat(
    file: Path, site_folder: Path, record_property: Callable[[str, object], None]
) -> None:
    size = file.stat().st_size
    record_property(FIGURE, f"one file: {size:,} bytes of at most {volume.LARGEST:,}")
    assert size <= volume.LARGEST
    said = f"({size / 1e6:.1f} MB)"
    assert said in (site_folder / volume.OFFERED).read_text(encoding="utf-8")


def test_the_file_is_kept_by_no_device_and_listed_for_no_search_engine(site_folder: Path, file: Path) -> None:
    assert volume.NAME not in (site_folder / offline.WORKER).read_text(encoding="utf-8")
    assert volume.NAME not in (site_folder / "sitemap.xml").read_text(encoding="utf-8")
    (pack,) = (site_folder / offline.PACKS).rglob("pages.json")
    assert f'"{volume.NAME}"' not in pack.read_text(encoding="utf-8")
    assert '<meta name="robots" content="noindex">' in file.read_text(encoding="utf-8")


def test_every_link_inside_leads_to_one_place(
    whole: _Whole, record_property: Callable[[str, object], None]
) -> None:
    inside = [link.removeprefix("#") for link in whole.links if link.startswith("#")]
    record_property(FIGURE, f"one file: {len(inside):,} links inside, {len(whole.ids):,} places")
    assert len(inside) > 8_000
    assert [link for link in inside if link not in whole.ids] == []
    assert [id_ for id_, times in whole.ids.items() if times > 1] == []


def test_links_out_of_the_file_are_whole_and_what_the_file_has_is_not_among_them(whole: _Whole) -> None:
    out = {link for link in whole.links if not link.startswith("#")}
    assert {link for link in out if not link.startswith(("https://", site.site_url()))} == set()
    ours = {link.removeprefix(site.site_url()) for link in out if link.startswith(site.site_url())}
    left = re.compile(
        r"case-file/|tools/[\w-]+/|about/(offline|quality|licences)/|checklist/[\w-]+/[\w-]+\.(pdf|txt)"
    )
    assert [link for link in ours if not left.fullmatch(link)] == []
    assert whole.asked == ["data:,"]


def test_the_headings_are_in_order(whole: _Whole) -> None:
    assert whole.headings[0] == 1
    assert whole.headings.count(1) == 1
    pairs = zip(whole.headings, whole.headings[1:], strict=False)
    assert [pair for pair in pairs if pair[1] > pair[0] + 1] == []


@pytest.mark.parametrize("flow", list(states.book().flows))
def test_every_question_and_every_plan_is_in_it_once(whole: _Whole, words: str, flow: str) -> None:
    book, says = states.book(), states.speaker(flow)
    reached = {state.node for state in states.automaton(flow).states.values() if state.kind == "result"}
    assert reached
    for outcome in reached:
        said = book.outcome(flow, outcome)
        assert whole.ids[f"{folder(flow)}-{folder(outcome)}"] == 1
        parts = [said.verdict, said.do_now, *said.by_when, said.rule, *said.ruled_out, said.next_time]
        parts += [*said.do_not.values(), *said.then.values(), *said.keep, *said.score]
        assert [part for part in map(says.text, parts) if " ".join(part.split()) not in words] == [], outcome
        assert words.count(verdict := " ".join(says.text(said.verdict).split())) <= TIMES[verdict] + 1, (
            outcome
        )
    for state in states.automaton(flow).states.values():
        assert " ".join(says.title(state).split()) in words
        if state.kind == "question":
            assert whole.ids[f"{folder(flow)}-{folder(state.node)}-q"] == 1


def test_every_message_is_in_it_in_every_tone(whole: _Whole, words: str) -> None:
    says = states.speaker(states.FIRST_FLOW)
    for name in states.book().letters:
        letter = states.book().letter(name)
        assert whole.ids[f"text-{name}"] == 1
        lines = [line for tone in letter.tones.values() for line in tone.text]
        assert [line for line in map(says.text, lines) if " ".join(line.split()) not in words] == [], name


def test_every_page_of_the_guide_the_checklist_and_every_fact_is_in_it(whole: _Whole, words: str) -> None:
    for page in guide.pages():
        if page.path.startswith("guide/") and page.path != "guide/index.md":
            assert page.title in words
            assert whole.ids[page.address.split("/")[1]] == 1, page.path
    sheets = {id_ for id_ in whole.ids if id_.startswith("sheet-")}
    assert len(sheets) == 5
    for key, fact in states.book().ledger.items():
        assert " ".join(fact.statement.split()) in words, key
        assert {source.url for source in fact.sources} <= {*whole.links}, key


def test_the_file_asks_nobody_for_anything(opened: Callable[..., tuple[Page, list[str]]], file: Path) -> None:
    for part in ("", "#ghosting-submit-today", "#how-a-dispute-runs"):
        page, asked = opened(part)
        expect(page.locator("h1")).to_have_text("Even Keel in one file")
        assert [url.partition("#")[0] for url in asked] == [file.as_uri()]


def test_a_reader_walks_by_links_alone_from_the_contents_to_a_plan(
    opened: Callable[..., tuple[Page, list[str]]],
) -> None:
    page, asked = opened()
    page.locator("[id='contents'] .go a").click()
    for part, words in (
        ("home", "My money is stuck"),
        ("door-stuck-how-q", "does not answer"),
    ):
        page.locator(f"[id='{part}'] .answers a").filter(has_text=words).first.click()
    seen = []
    for _ in range(9):
        here = page.url.partition("#")[2]
        seen.append(here)
        leaf = page.locator(f"[id='{here}']")
        assert page.evaluate(HERE) < NARROW["height"] / 2
        if leaf.locator(".verdict").count():
            break
        leaf.locator(".answers a, .go a").first.click()
    assert leaf.locator(".verdict").count() == 1, seen
    expect(leaf.locator(".now")).to_be_visible()
    assert len(asked) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("parts", PARTS)
def test_no_part_has_a_fault_that_axe_finds_or_is_wider_than_a_small_phone(
    chromium: Browser, file: Path, scheme: Literal["light", "dark"], parts: str
) -> None:
    context = chromium.new_context(color_scheme=scheme, viewport=cast("Any", NARROW))
    page = context.new_page()
    page.goto(file.as_uri())
    page.evaluate(ALONE, f"h1, {parts}")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    faults = cast("list[str]", page.evaluate(CHECK, TAGS))
    # The one heading of the first order stands in the contents.
    assert [
        fault for fault in faults if not fault.startswith(("page-has-heading-one", "heading-order"))
    ] == []
    assert page.evaluate(WIDE) == []
    context.close()
