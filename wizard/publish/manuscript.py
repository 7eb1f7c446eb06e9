"""A generated Markdown page: its head, its mark, and text made safe to stand in it.

What a page says is for the module that writes it. Links stand in blocks of HTML, as seen from the page's own
folder: so they mean the same in both site generators.
"""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Final

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MARK: Final = "<!-- Written by `python -m wizard.publish states`. Do not edit: change its source instead. -->"
TOP: Final = "keel:"
"""Begins an address that starts at the top of the site; the seal makes it relative to its page."""
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]#|])")


def page(title: str, description: str, blocks: Iterable[str], *, searched: bool = True) -> str:
    """Return a whole page; each block is Markdown or one block of HTML, and is set apart by an empty line."""
    head = ["---", f"title: {_quoted(title)}", f"description: {_quoted(description)}"]
    head += [] if searched else ["search:", "  exclude: true"]
    return "\n\n".join(("\n".join((*head, "---")), MARK, f"# {plain(title)}", *blocks)) + "\n"


def heading(level: int, text: str, anchor: str) -> str:
    """Return a heading with an anchor of its own."""
    return f"{'#' * level} {plain(text)} {{#{anchor}}}"


def plain(text: str) -> str:
    """Return text for a line of Markdown, in which no character means anything."""
    return _SPECIAL.sub(r"\\\1", str(escape(text)))


def listed(items: Iterable[str]) -> Markup:
    """Return a list in HTML; text is escaped, Markup stands as it is."""
    return Markup("<ul>\n%s\n</ul>") % Markup("\n").join(Markup("<li>%s</li>") % item for item in items)


def put(folder: Path, text: str) -> None:
    """Write the page of a folder: a page and its folder have one address in both site generators."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.md").write_text(text, encoding="utf-8")


def clear(folders: Iterable[Path]) -> None:
    """Remove folders of an earlier run."""
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def _quoted(text: str) -> str:
    """Return a text as YAML and JSON both write it."""
    return json.dumps(text, ensure_ascii=False)
