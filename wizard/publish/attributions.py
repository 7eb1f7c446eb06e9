"""Writes the page of licences: whose work runs in a reader's browser, which version, and under which terms.

Versions come from what is installed and texts from the packages themselves; two texts that no package brings
are in `licences/`.
"""

from __future__ import annotations

import importlib.metadata
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape

from wizard.publish import manuscript

PAGE: Final = "about/licences"
TEXTS: Final = Path(__file__).parent / "licences"
NODE: Final = Path(__file__).resolve().parents[2] / "node_modules"
ABOUT: Final = (
    "What we wrote ourselves: the code may be used under the MIT licence, the words under CC BY 4.0. "
    "The site also stands on the work of others. What runs in your browser is listed here, with its terms."
)
ICONS: Final = ".icons/material/LICENSE"
MADE_WITH: Final = (
    "The pages are made with Python, MkDocs, Markdown and Graphviz (through viz-js), and tested with pytest, "
    "Hypothesis, Playwright and axe-core. None of these is in a page."
)


@dataclass(frozen=True, slots=True)
class Work:
    """One work of others that goes to the browser."""

    name: str
    package: str
    """Its Python package, or ``node:`` and its npm package; empty if another work here brings it."""
    terms: str
    """As SPDX names them."""
    does: str
    text: str
    """Where its licence stands: a file of `licences/`, or the end of a path in its package."""

    @property
    def brought_by(self) -> str:
        """The package that has its licence."""
        return self.package or "mkdocs-material"


WORKS: Final = (
    Work("Pyodide", "node:pyodide", "MPL-2.0", "runs Python in the browser", "pyodide.txt"),
    Work("Python", "", "PSF-2.0", "the language and its library, inside Pyodide", "python.txt"),
    Work("Jinja", "jinja2", "BSD-3-Clause", "puts values into pages", "licenses/LICENSE.txt"),
    Work(
        "MarkupSafe",
        "markupsafe",
        "BSD-3-Clause",
        "keeps typed text from being markup",
        "licenses/LICENSE.txt",
    ),
    Work("MiniSearch", "node:minisearch", "MIT", "the search", "LICENSE.txt"),
    Work("idb", "node:idb", "ISC", "keeps the case file in the database of the browser", "LICENSE"),
    Work(
        "Material for MkDocs",
        "mkdocs-material",
        "MIT",
        "the style of the pages",
        "dist-info/licenses/LICENSE",
    ),
    Work("Material Design Icons", "", "Apache-2.0", "the icons, as Material for MkDocs brings them", ICONS),
)


def write(docs: Path) -> int:
    """Write the page below `docs` and return the number of pages."""
    manuscript.clear([docs / PAGE])
    manuscript.put(docs / PAGE, page())
    return 1


def page() -> str:
    """Return the page."""
    blocks = [ABOUT]
    for work in WORKS:
        blocks += (
            manuscript.heading(2, work.name, work.name.lower().replace(" ", "-")),
            manuscript.plain(f"{version(work)}: {work.does}. Terms: {work.terms}."),
            Markup("<details><summary>%s: the whole text</summary><pre>%s</pre></details>")
            % (work.terms, _in_one_block(text(work))),
        )
    return manuscript.page(
        "Licences",
        "Whose work runs in your browser when you use this site, and under which terms.",
        (*blocks, "## What makes the pages", MADE_WITH),
        searched=False,
    )


def version(work: Work) -> str:
    """Return the version that is installed here."""
    if not work.package:
        return "The version inside the work that brings it"
    if work.package.startswith("node:"):
        package = NODE / work.package.removeprefix("node:") / "package.json"
        return f"Version {json.loads(package.read_text(encoding='utf-8'))['version']}"
    return f"Version {importlib.metadata.version(work.package)}"


def text(work: Work) -> str:
    """Return the licence as its package brings it. Raises LookupError where a package has none any more."""
    if (TEXTS / work.text).exists():
        return (TEXTS / work.text).read_text(encoding="utf-8")
    if work.package.startswith("node:"):
        return (NODE / work.package.removeprefix("node:") / work.text).read_text(encoding="utf-8")
    for file in importlib.metadata.files(work.brought_by) or ():
        if str(file).endswith(work.text):
            return file.read_text(encoding="utf-8")
    raise LookupError(f"{work.brought_by} brings no {work.text}")


def _in_one_block(licence: str) -> Markup:
    # An empty line would end the block of HTML in Markdown.
    return Markup("\n").join(
        escape(line) if line.strip() else Markup("&#8203;") for line in licence.splitlines()
    )
