"""Makes the tables of Markdown pages readable where a row has no room: a cell knows the name of its column.

A Python-Markdown extension, which MkDocs and Zensical load. What a narrow screen makes of it is for keel.css.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from markdown import Markdown

ROLES: Final = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
"""Said aloud, because a browser forgets what a table is once its cells stand below each other."""
UNNAMED: Final = ("by", "headerlink")
"""Classes of what is no part of the name of a column."""


class _Tables(Treeprocessor):
    """Names the cells of every table, and tells links of the same words apart."""

    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            names = [_words(cell) for cell in table.iter("th")]
            for part in table.iter():
                if part.tag in ROLES:
                    part.set("role", ROLES[part.tag])
                elif part.tag == "th":
                    part.set("role", "columnheader")
            for row in table.iter("tr"):
                for name, cell in zip(names, row.findall("td"), strict=False):
                    if name:
                        cell.set("data-label", name)
            _tell_apart(table)


def _tell_apart(table: Element) -> None:
    """Name a link after the first of its row as well, where its words stand in other rows too."""
    rows = [[link for link in row.iter("a") if link.get("aria-label") is None] for row in table.iter("tr")]
    seen = Counter(_words(link) for links in rows for link in links)
    for links in rows:
        for link in links[1:]:
            words = _words(link)
            if seen[words] > 1:
                link.set("aria-label", f"{words}: {_words(links[0])}")


def _words(element: Element) -> str:
    """Return what an element says, without the numbers of sources."""
    if element.get("class") in UNNAMED:
        return ""
    inner = (f"{_words(child)}{child.tail or ''}" for child in element)
    return " ".join(f"{element.text or ''}{''.join(inner)}".split())


class Tables(Extension):
    """The extension as Python-Markdown wants it."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Look at the tables when what stands in their lines is there."""
        md.treeprocessors.register(_Tables(md), "tables_named", 15)


def makeExtension(**_settings: object) -> Tables:
    """Return the extension; it has no settings."""
    return Tables()
