"""A generated page as a test reads it: rendered like the site does, then taken apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import markdown

if TYPE_CHECKING:
    from pathlib import Path

EXTENSIONS = ("attr_list", "def_list", "md_in_html", "tables", "toc", "pymdownx.details")
HEADINGS = ("h1", "h2", "h3")
VOID = ("img", "br", "meta", "link", "hr")


@dataclass
class Line:
    """One item of a list: its own words and links, without those of the lists inside it."""

    attributes: dict[str, str]
    text: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Outline(HTMLParser):
    """What stands on a page: ids, headings, links as (address, words), list items, words, hidden from search."""

    ids: list[str] = field(default_factory=list)
    headings: list[tuple[str, str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    text: str = ""
    unsearched: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, dict[str, str]]] = []
        self._items: list[Line] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.ids += [has["id"]] if "id" in has else []
        if tag in HEADINGS:
            self.headings.append((tag, has.get("id", ""), ""))
        if tag == "a" and "href" in has:
            self.links.append((has["href"], ""))
            if self._items:
                self._items[-1].links.append((has["href"], ""))
        if tag == "li":
            self._items.append(Line(has))
            self.lines.append(self._items[-1])
        if tag not in VOID:
            self._open.append((tag, has))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        opened, _ = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        if tag == "li":
            self._items.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        if any("data-search-exclude" in has for _, has in self._open):
            self.unsearched += data
        if any(tag in HEADINGS for tag, _ in self._open):
            tag, id_, said = self.headings[-1]
            self.headings[-1] = (tag, id_, said + data)
        if self._items:
            self._items[-1].text += data
        if any(tag == "a" and "href" in has for tag, has in self._open):
            self.links[-1] = (self.links[-1][0], self.links[-1][1] + data)
            if self._items and self._items[-1].links:
                href, said = self._items[-1].links[-1]
                self._items[-1].links[-1] = (href, said + data)


def read(folder: Path) -> Outline:
    """Return the page of a folder; every tag in it must be closed where it was opened."""
    return parsed((folder / "index.md").read_text(encoding="utf-8"))


@cache
def parsed(text: str) -> Outline:
    """Return a page from its Markdown, the head taken off. Rendering is slow, so each page is read once."""
    assert text.startswith("---\n")
    outline = Outline()
    outline.feed(markdown.markdown(text.split("\n---\n", 1)[1], extensions=list[Any](EXTENSIONS)))
    outline.close()
    return outline
