"""How two finished sites are alike: what a reader finds in the one and not in the other, page by page.

Only files are read here; who wrote them, and what follows from a difference, is for who asks.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from wizard.publish.concordance import INLINE, VOID
from wizard.publish.pages import HASHED
from wizard.publish.releases import STAMP

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

SEALED: Final = re.compile(rf"/{HASHED.pattern}/")
"""The part of an address that names the content of its folder."""
SITEMAP: Final = "sitemap.xml"
INDEX: Final = "assets/search/index.json"
OTHER: Final = re.compile(
    r"sitemap\.xml(?:\.gz)?|releases?\.json|sw\.js|assets/pages/.*|assets/search/index\.json|assets/stylesheets/.*"
)
"""Files that name or sum up all others, and the theme's own style: their bytes differ when anything does."""
STATES: Final = "states, byte for byte"
FILES: Final = "other files"
ADDRESSES: Final = "addresses of the sitemap"
SECTIONS: Final = "sections of the search"
UNREAD: Final = frozenset(("script", "style", "svg", "template"))
SIGN: Final = re.compile(r"aria-.*|role|alt|lang|open|hidden|tabindex|popover.*|data-(?!md-).*|type|name|for")
"""Attributes that tell a screen reader, a browser or our own script what something is."""
HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
OWN_HEAD: Final = frozenset(("generator", "ek-release"))
"""What a head says about the program that wrote it, and about the site as a whole."""


@dataclass(slots=True)
class Row:
    """One thing that was compared: how much of it each site has, and what only one of them has."""

    name: str
    before: int = 0
    after: int = 0
    gone: list[str] = field(default_factory=list)
    """What only the first site has, each with its page."""
    new: list[str] = field(default_factory=list)
    """What only the second site has."""

    def add(self, page: str, before: Counter[str], after: Counter[str]) -> None:
        """Add what one page, or one list, has of this."""
        self.before += before.total()
        self.after += after.total()
        self.gone += (f"{page} {thing}".strip() for thing in (before - after).elements())
        self.new += (f"{page} {thing}".strip() for thing in (after - before).elements())


class Reading(HTMLParser):
    """What a reader, a link from elsewhere and a search engine find on one page."""

    def __init__(self, text: str, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.folder = posixpath.dirname(path)
        self.title: Counter[str] = Counter()
        self.head: Counter[str] = Counter()
        self.headings: Counter[str] = Counter()
        self.places: Counter[str] = Counter()
        self.links: Counter[str] = Counter()
        self.signs: Counter[str] = Counter()
        self.text: Counter[str] = Counter()
        self._open: list[tuple[str, bool]] = []
        self._said: list[str] = []
        self._block = "p"
        self.feed(text)
        self.close()
        self._end("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag itself says; a block ends what was said before it."""
        has = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self._meta(has)
        elif tag == "link":
            link = f"{has.get('rel', '')} {self._address(has.get('href', ''))}"
            self.head[link] += not OTHER.search(link)
        elif "href" in has or "src" in has:
            self.links[self._address(has.get("href") or has.get("src", ""))] = 1
        if place := has.get("id"):
            self.places[place] += 1
        signs = (f"{name}={self._plain(has[name])}" for name in has if SIGN.fullmatch(name))
        self.signs.update(f"<{tag} {sign}>" for sign in signs)
        if tag not in INLINE:
            self._end(f"{tag}#{has['id']}" if tag in HEADINGS and "id" in has else tag)
        if tag not in VOID:
            self._open.append((tag, tag in UNREAD or "headerlink" in has.get("class", "").split()))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and whatever in it was never closed."""
        if tag not in INLINE:
            self._end("")
        names = [name for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        """Keep a text that is read."""
        if not any(silent for _, silent in self._open):
            self._said.append(data)

    def _end(self, block: str) -> None:
        said = " ".join("".join(self._said).split())
        if said:
            kind = self._block.partition("#")[0]
            where = self.title if kind == "title" else self.headings if kind in HEADINGS else self.text
            where[f"{self._block} {said}" if kind in HEADINGS else said] += 1
        self._said, self._block = [], block

    def _meta(self, has: Mapping[str, str]) -> None:
        name = has.get("name") or has.get("property") or has.get("http-equiv") or "charset"
        if name not in OWN_HEAD:
            value = has.get("content") or has.get("charset", "")
            self.head[f"{name} {self._plain(value)}"] += 1

    @staticmethod
    def _plain(value: str) -> str:
        """Return a value as it is on whichever page, with no hash of a folder."""
        return SEALED.sub("/", value.removeprefix("./"))

    def _address(self, link: str) -> str:
        """Return a link as seen from the top of the site, with no hash of a folder."""
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            return SEALED.sub("/", link)
        path = posixpath.normpath(posixpath.join(self.folder, parts.path))
        path = path.removesuffix("/index.html")
        return SEALED.sub("/", parts._replace(path=path).geturl())


PARTS: Final[Mapping[str, Callable[[Reading], Counter[str]]]] = {
    "titles": lambda page: page.title,
    "lines of the head": lambda page: page.head,
    "headings": lambda page: page.headings,
    "places a link can name": lambda page: page.places,
    "links": lambda page: page.links,
    "signs for scripts and screen readers": lambda page: page.signs,
    "pieces of text": lambda page: page.text,
}


def compare(old: Path, new: Path, written: Callable[[str], bool]) -> list[Row]:
    """Return one row for each thing that was compared in two sealed folders.

    `written` tells of a path whether its page was written before and is only copied by a generator: such a
    page must be the same byte for byte. A page that one side lacks is in the first row alone.
    """
    before, after = _files(old), _files(new)
    rows = {name: Row(name) for name in ("pages", STATES, *PARTS, FILES, ADDRESSES, SECTIONS)}
    for path in sorted({*before, *after}):
        own = (Counter([path] if path in files else []) for files in (before, after))
        rows["pages" if path.endswith(".html") else FILES].add("", *own)
        if path in before and path in after:
            _compare_file(path, before[path], after[path], rows, written=written(path))
    for name, path, read in ((ADDRESSES, SITEMAP, _addresses), (SECTIONS, INDEX, _sections)):
        both = (read(files[path].read_text("utf-8")) if path in files else [] for files in (before, after))
        rows[name].add(path, *map(Counter, both))
    return list(rows.values())


def _compare_file(path: str, old: Path, new: Path, rows: Mapping[str, Row], *, written: bool) -> None:
    one, other = (STAMP.sub("", file.read_bytes().decode("latin-1")) for file in (old, new))
    if written:
        rows[STATES].add(
            path, Counter(["as it was"]), Counter(["as it was" if one == other else "otherwise"])
        )
    elif path.endswith(".html"):
        pages = [Reading(file.read_text("utf-8"), path) for file in (old, new)]
        for name, part in PARTS.items():
            rows[name].add(path, *map(part, pages))
    elif one != other and not OTHER.fullmatch(path):
        rows[FILES].add(path, Counter(["as it was"]), Counter(["otherwise"]))


def _files(folder: Path) -> dict[str, Path]:
    """Return the files of a site by their path without hashes."""
    found = (file for file in folder.rglob("*") if file.is_file())
    return {SEALED.sub("/", file.relative_to(folder).as_posix()): file for file in found}


def _addresses(sitemap: str) -> list[str]:
    return re.findall(r"<loc>\s*(.*?)\s*</loc>", sitemap)


def _sections(index: str) -> list[str]:
    """Return every section of the search by its page and heading, with its words."""
    known = json.loads(index)
    return [" ".join(map(str, (*known["pages"][page][:2], *rest))) for page, *rest in known["sections"]]
