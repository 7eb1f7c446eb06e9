"""What the search knows: the pages that may be found, section by section, read off the finished site.

How words are compared and results are ranked is for the page script; what readers call things stands in
thesaurus.toml.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

THESAURUS: Final = Path(__file__).with_name("thesaurus.toml")
FOLDER: Final = "assets/search"
SCRIPT: Final = "search.js"
COMMENT: Final = re.compile(r"^[ \t]*(?:/\*.*?\*/|//[^\n]*)[ \t]*\n", re.DOTALL | re.MULTILINE)
"""Lines of a script that are nothing but a comment."""
UNFOUND: Final = re.compile(
    r"wizard/[^/]+/.+/index\.html|wizard/door/index\.html|(?:guide|reference/plans)/index\.html|(?:404|even-keel)\.html"
)
"""States, maps and review books: a plan is for the answers that lead to it, so its first question is found.
The first question of all stands on the home page too. Lists repeat what the pages they lead to say."""
KINDS: Final = (
    (re.compile(r"guide/[^/]+/"), "guide"),
    (re.compile(r"|wizard/[^/]+/"), "plan"),
    (re.compile(r"reference/facts/[^/]+/"), "fact"),
    (re.compile(r"reference/.*"), "list"),
)
UNREAD: Final = frozenset(("script", "style", "svg", "button", "nav", "sup", "template", "label", "form"))
"""Elements whose text is not what the page says."""
ASIDE: Final = frozenset(("headerlink", "letter", "lines", "notused"))
"""Classes of what is not either: signs, and the words of messages, in which any page can be found."""
VOID: Final = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"))
INLINE: Final = frozenset(("a", "abbr", "b", "code", "em", "i", "mark", "small", "span", "strong", "time"))
SOURCES: Final = "sources"
"""The anchor of the list of sources, which repeats what other sections say."""


@dataclass(slots=True)
class Section:
    """What stands below one heading; the first of a page, below its title, has no anchor and no heading."""

    anchor: str = ""
    heading: str = ""
    text: str = ""


@dataclass
class Reading(HTMLParser):
    """One finished page as a reader reads it: its title, the words it is found by, and its sections."""

    text: str
    title: str = ""
    words: str = ""
    sections: list[Section] = field(default_factory=lambda: [Section()])

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, bool]] = []
        self._into: str = ""
        self.feed(self.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a section at a heading; remember what is not read."""
        has = {name: value or "" for name, value in attrs}
        if tag == "meta" and has.get("name") == "keywords":
            self.words = has.get("content", "")
        if tag not in INLINE:
            self._say(" ")
        if tag in VOID:
            return
        aside = not ASIDE.isdisjoint(has.get("class", "").split())
        self._open.append((tag, aside or tag in UNREAD or "data-search-exclude" in has or "hidden" in has))
        if tag == "h2" and self._read():
            self.sections.append(Section(anchor=has.get("id", "")))
        if tag in {"h1", "h2"}:
            self._into = tag

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and whatever in it was never closed."""
        if tag == self._into:
            self._into = ""
        elif tag not in INLINE:
            self._say(" ")
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Keep the text of the page's own part."""
        self._say(data)

    def _read(self) -> bool:
        """Tell whether we are in the part of the page that is its own and meant to be found."""
        inside = any(name == "article" for name, _ in self._open)
        return inside and not any(silent for _, silent in self._open)

    def _say(self, text: str) -> None:
        if not self._read():
            return
        if self._into == "h1":
            self.title += text
        elif self._into == "h2":
            self.sections[-1].heading += text
        else:
            self.sections[-1].text += text


def lay(site: Path, library: Path) -> None:
    """Put what the search needs beside its script: the index, the library without comments, its licence.

    Where the script lies in a hashed folder the site is sealed already, and has all of it.
    """
    folder = site / FOLDER
    if not (folder / SCRIPT).exists():
        return
    version = json.loads((library / "package.json").read_text(encoding="utf-8"))["version"]
    script = COMMENT.sub("", (library / "dist/es/index.js").read_text(encoding="utf-8"))
    head = f"/* MiniSearch {version}, without its comments. Licence: LICENCE-minisearch.txt */\n"
    licence = (library / "LICENSE.txt").read_text(encoding="utf-8")
    texts = {"index.json": index(site), "minisearch.js": head + script, "LICENCE-minisearch.txt": licence}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def index(site: Path) -> str:
    """Return what the page script searches, as JSON: kinds of words, pages, and sections in reading order.

    A page is [address, title, words, kind], a section [number of its page, anchor, heading, text].
    """
    known: dict[str, Any] = tomllib.loads(THESAURUS.read_text(encoding="utf-8"))
    pages: list[tuple[str, str, str, str]] = []
    sections: list[tuple[int, str, str, str]] = []
    for address, page in _found(site):
        words = ", ".join(filter(None, (page.words, known["words"].get(address, ""))))
        sections += (
            (len(pages), section.anchor, _line(section.heading), _line(section.text))
            for section in page.sections
            if section.anchor != SOURCES and (_line(section.text) or section.heading)
        )
        pages.append((address, _line(page.title), words, _kind(address)))
    content = {"stop": known["stop"].split(), "same": known["same"], "pages": pages, "sections": sections}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _found(site: Path) -> Iterator[tuple[str, Reading]]:
    """Yield address and reading of every page that may be found."""
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        if UNFOUND.fullmatch(path):
            continue
        page = Reading(file.read_text(encoding="utf-8"))
        if _line(page.title):
            yield path.removesuffix("index.html"), page


def _kind(address: str) -> str:
    return next((kind for place, kind in KINDS if place.fullmatch(address)), "page")


def _line(text: str) -> str:
    """Return a text as one line."""
    return " ".join(text.split())
