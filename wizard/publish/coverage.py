"""What the guide promised to cover, and which page covers it: a table made from the heads of the pages.

The promise is data, `coverage.toml`; what a page covers it says itself.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from wizard.publish import guide, manuscript

if TYPE_CHECKING:
    from collections.abc import Mapping

COVERAGE: Final = "reference/coverage"
PARTS: Final[Mapping[str, str]] = {
    "s": "Parts of the guide this site grew from",
    "t": "Advice from a forum",
    "m": "Mistakes",
    "q": "Questions",
    "c": "Lines of the checklist",
    "g": "What people ask and did not find",
    "x": "What else belongs here",
}


@cache
def promised() -> Mapping[str, str]:
    """Return coverage id -> what it is about."""
    return {id_: words for part in _parts().values() for id_, words in part.items()}


def _parts() -> Mapping[str, Mapping[str, str]]:
    file = Path(__file__).with_suffix(".toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def covered(docs: Path = guide.DOCS) -> dict[str, list[tuple[str, str]]]:
    """Return coverage id -> the title and address of each place that covers it, for every promised id."""
    found: dict[str, list[tuple[str, str]]] = {id_: [] for id_ in promised()}
    for page in guide.pages(docs):
        for id_, anchor in page.covers.items():
            place = f"{page.address}#{anchor}" if anchor else page.address
            found.setdefault(id_, []).append((page.title, place))
    return found


def write(docs: Path) -> int:
    """Write the table below `docs` and return the number of pages."""
    manuscript.clear((docs / COVERAGE,))
    manuscript.put(docs / COVERAGE, _page(covered()))
    return 1


def _page(found: Mapping[str, list[tuple[str, str]]]) -> str:
    blocks: list[str] = []
    for part, ids in _parts().items():
        rows = (
            Markup("<strong>%s</strong><br>%s") % (words, _places(found[id_])) for id_, words in ids.items()
        )
        blocks += (manuscript.heading(2, PARTS[part], part), manuscript.listed(rows))
    return manuscript.page(
        "Where everything is answered",
        "Every topic, mistake, question and gap that this site promised to cover, and where.",
        ("Each line leads to the pages that answer it.", *blocks),
        searched=False,
    )


def _places(found: list[tuple[str, str]]) -> Markup:
    links = (Markup('<a href="%s%s">%s</a>') % (manuscript.TOP, place, title) for title, place in found)
    return Markup(" · ").join(links) or Markup("nobody yet")
