"""The hand-written pages: where they lie, and what their heads say about them.

What a page may and may not say is for the proof-reader; how its marks read is for the quotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml
from markdown import markdown
from markupsafe import Markup

from wizard.publish.errors import PublishError
from wizard.publish.manuscript import MARK, TOP

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
GROUPS: Final = ("before", "while", "stuck", "afterwards", "how")
KINDS: Final = ("situation", "explanation", "tutorial", "reference")
_HEAD: Final = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Page:
    """One Markdown page: its path below docs/, and its whole text."""

    path: str
    text: str

    @cached_property
    def head(self) -> dict[str, Any]:
        """The table at the top of the page.

        Raises PublishError where it cannot be read.
        """
        found = _HEAD.match(self.text)
        try:
            head = yaml.safe_load(found[1]) if found else {}
        except yaml.YAMLError as error:
            raise PublishError(f"docs/{self.path}: the head cannot be read: {error}") from error
        if not isinstance(head or {}, dict):
            raise PublishError(f"docs/{self.path}: the head is no table of names and values.")
        return dict(head or {})

    @property
    def body(self) -> str:
        """The text below the head."""
        return _HEAD.sub("", self.text)

    @property
    def title(self) -> str:
        """The title as the head says it."""
        return str(self.head.get("title", ""))

    @property
    def address(self) -> str:
        """The address below the top of the site."""
        path = self.path.removesuffix(".md").removesuffix("index")
        return f"{path.rstrip('/')}/".lstrip("/")

    @property
    def covers(self) -> dict[str, str]:
        """Coverage id -> the anchor that covers it, empty for the whole page.

        Raises PublishError where it is no list.
        """
        listed = self.head.get("covers") or []
        if not isinstance(listed, list):
            raise PublishError(f'docs/{self.path}: "covers" is no list: write [{listed}].')
        return {id_: anchor for id_, _, anchor in (str(entry).partition("#") for entry in listed)}


def pages(docs: Path = DOCS) -> Iterator[Page]:
    """Yield every hand-written page below `docs`, by path."""
    for file in sorted(docs.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        if MARK not in text:
            yield Page(file.relative_to(docs).as_posix(), text)


def group(name: str, docs: Path = DOCS) -> list[Page]:
    """Return the pages of the guide in one group, in the order of the menu."""
    found = [
        page for page in pages(docs) if page.head.get("group") == name and page.path.startswith("guide/")
    ]
    order = {path: number for number, path in enumerate(menu(docs))}
    return sorted(found, key=lambda page: order.get(page.path, len(order)))


def menu(docs: Path = DOCS) -> list[str]:
    """Return the paths of the pages in the order of mkdocs.yml."""
    text = (docs.parent / "mkdocs.yml").read_text(encoding="utf-8")
    return re.findall(r"[\w./-]+\.md", text)


@cache
def extensions() -> dict[str, dict[str, Any]]:
    """Return the extensions of Markdown that mkdocs.yml loads, each with its settings."""
    loaded = yaml.load((DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8"), _Settings)  # noqa: S506
    named = (entry if isinstance(entry, dict) else {entry: {}} for entry in loaded["markdown_extensions"])
    return {name: settings for entry in named for name, settings in entry.items()}


class _Settings(yaml.SafeLoader):
    """Reads mkdocs.yml; what the environment says is nothing here."""


_Settings.add_multi_constructor("!", lambda *_: None)


def listed(says: str) -> Markup:
    """Return the list of the pages of a group, each with what it answers; after "titles" the titles alone.

    Raises PublishError for a group that no page belongs to.
    """
    name, _, form = says.partition(" ")
    found = group(name)
    if not found or form not in ("", "titles"):
        raise PublishError(f'No page of the guide belongs to "{says}". Use one of: {", ".join(GROUPS)}.')
    items = (
        Markup('<li><a href="%s">%s</a>%s</li>')
        % (f"{TOP}{page.address}", page.title, "" if form else _about(page))
        for page in found
    )
    kind = "pages titles" if form else "pages"
    return Markup('<ul class="%s">\n%s\n</ul>') % (kind, Markup("\n").join(items))


def changelog(_says: str = "") -> Markup:
    """Return what changed on this site, newest first, as CHANGELOG.md says it below its title."""
    text = (DOCS.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    entries = text[text.index("\n## ") :].replace("\n## ", "\n### ")
    return Markup(markdown(entries))  # noqa: S704 - our own file


def _about(page: Page) -> Markup:
    return Markup(" <span>%s</span>") % str(page.head.get("description", ""))
