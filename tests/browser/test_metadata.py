"""What search engines and chats read: each page that may be found says what it is, and steps stay out."""

from __future__ import annotations

import json
import re
import struct
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest

from wizard.publish import card, site

LONGEST_TITLE: Final = 60
NAME: Final = " - Even Keel"
DESCRIPTION: Final = (50, 160)


class _Head(HTMLParser):
    """The metadata of a page by name, its title, canonical address and structured data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.canonical = ""
        self.texts: dict[str, str] = {}
        self._open = ""
        self.feed(text.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.meta[has.get("property") or has.get("name", "")] = has.get("content", "")
        elif tag == "link" and has.get("rel") == "canonical":
            self.canonical = has["href"]
        self._open = has.get("type", tag) if tag in {"title", "script"} else ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open] = self.texts.get(self._open, "") + data


@pytest.fixture(scope="module")
def found(site_folder: Path) -> dict[str, _Head]:
    """Address below the top -> head, for every page of the sitemap."""
    listed = re.findall(r"<loc>([^<]*)</loc>", (site_folder / "sitemap.xml").read_text(encoding="utf-8"))
    places = [address.removeprefix(site.site_url()) for address in listed]
    return {
        place: _Head((site_folder / place / "index.html").read_text(encoding="utf-8")) for place in places
    }


def test_titles_are_short_and_each_stands_once(found: dict[str, _Head]) -> None:
    titles = {place: head.texts["title"].strip().removesuffix(NAME) for place, head in found.items()}
    assert {place: title for place, title in titles.items() if not 0 < len(title) <= LONGEST_TITLE} == {}
    assert len(set(titles.values())) == len(titles)


def test_descriptions_say_enough_and_each_stands_once(found: dict[str, _Head]) -> None:
    said = {place: head.meta.get("description", "") for place, head in found.items()}
    least, most = DESCRIPTION
    assert {place: text for place, text in said.items() if not least <= len(text) <= most} == {}
    assert len(set(said.values())) == len(said)


def test_each_page_names_its_one_address_and_the_same_words_for_a_chat(found: dict[str, _Head]) -> None:
    for place, head in found.items():
        assert head.canonical == f"{site.site_url()}{place}", place
        assert head.meta["og:url"] == head.canonical
        assert head.meta["og:description"] == head.meta["description"], place
        assert head.meta["og:title"] == head.texts["title"].strip().removesuffix(NAME), place
        data = json.loads(head.texts["application/ld+json"])
        assert (data["url"], data["name"]) == (head.canonical, head.meta["og:title"])


def test_the_picture_for_a_chat_is_ours_and_has_its_size(found: dict[str, _Head], site_folder: Path) -> None:
    file = site_folder / card.CARD
    assert struct.unpack(">II", file.read_bytes()[16:24]) == card.SIZE
    assert {head.meta["og:image"] for head in found.values()} == {f"{site.site_url()}{card.CARD}"}


def test_steps_stay_out_and_pages_do_not(found: dict[str, _Head], site_folder: Path) -> None:
    pages = [file.parent.relative_to(site_folder).as_posix() for file in site_folder.rglob("index.html")]
    steps = [place for place in pages if re.fullmatch(r"wizard/[a-z-]+/(?!map$|all-results$)[^/]+", place)]
    assert len(steps) > 400
    for place in steps:
        assert _Head((site_folder / place / "index.html").read_text()).meta["robots"] == "noindex", place
        assert f"{place}/" not in found
    assert all("robots" not in head.meta for head in found.values())
    for place in (
        "",
        "guide/client-silent/",
        "wizard/ghosting/",
        "wizard/ghosting/all-results/",
        "checklist/",
    ):
        assert place in found
