"""Every link of the finished site leads to a file that is there, and to a place that is on it."""

from __future__ import annotations

import posixpath
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from tests.conftest import FIGURE
from wizard.publish import site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ASKED: Final = ("href", "src")
TOLD: Final = ("1~", "from=")
"""Begin a fragment that holds answers, or names the flow that a reader comes from: it names no place on a page."""


class _Page(HTMLParser):
    """The places of a page, and where its links lead."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.places: set[str] = {"", "top"}
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag  # any tag may lead somewhere
        has = dict(attrs)
        self.places.update(value for name in ("id", "name") if (value := has.get(name)))
        links = (has.get(name) for name in ASKED)
        # An address that a search engine should use names the published site.
        self.links += [link for link in links if link is not None and has.get("rel") != "canonical"]


def _broken(folder: Path, pages: dict[str, _Page], path: str) -> Iterator[str]:
    for link in pages[path].links:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            if parts.scheme == "keel":
                yield f"{path}: {link} was not made relative"
            continue
        base = site.base_path()
        here = posixpath.join(base, posixpath.dirname(path))
        whole = posixpath.normpath(posixpath.join(here, unquote(parts.path))) + "/"
        to = posixpath.join(base, path) if not parts.path else whole
        if not to.startswith(base):
            yield f"{path}: {link} leads out of the site"
            continue
        name = to.removeprefix(base).rstrip("/")
        file = name if (folder / name).is_file() else posixpath.join(name, "index.html").lstrip("/")
        if not (folder / file).is_file():
            yield f"{path}: {link} leads to no file"
            continue
        places = pages[file].places if file in pages else {unquote(parts.fragment)}
        if not parts.fragment.startswith(TOLD) and unquote(parts.fragment) not in places:
            yield f"{path}: {link} leads to no place on its page"


def test_every_link_leads_to_a_file_and_a_place(
    site_folder: Path, record_property: Callable[[str, object], None]
) -> None:
    pages = {
        file.relative_to(site_folder).as_posix(): _Page(file.read_text(encoding="utf-8"))
        for file in sorted(site_folder.rglob("*.html"))
    }
    broken = [says for path in pages for says in _broken(site_folder, pages, path)]
    links = sum(len(page.links) for page in pages.values())
    record_property(FIGURE, f"links: {links:,} on {len(pages):,} pages, {len(broken)} broken")
    assert len(pages) > 400
    assert broken == []
