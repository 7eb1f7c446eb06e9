"""Sheets for paper: what stands on each, as HTML and as plain text of 72 columns, from the same words.

Pages around a sheet, files and PDFs are for `publish`; a terminal prints the text.
"""

import re
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from wizard.checklist.topics import CONTRACTS, Sheet
from wizard.checklist.words import ARTICLES, Checklist, article
from wizard.core import clocks
from wizard.core.column import COLUMNS, fold
from wizard.core.errors import Refusal, did_you_mean, shortened
from wizard.render import Speaker, environment


@dataclass(frozen=True, slots=True)
class Paper:
    """Says the sheets of a checklist."""

    checklist: Checklist
    says: Speaker

    def sheet(self, name: str) -> Sheet:
        """Return the sheet of a name as a reader types it: its id, its slug, or the kind of contract.

        Raises Refusal, with the nearest name, where there is no such sheet.
        """
        id_ = name.replace("-", "_")
        id_ = f"contract_{id_}" if id_ in CONTRACTS else id_
        if id_ not in self.checklist.shapes:
            names = (*CONTRACTS, *(sheet.slug for sheet in self.checklist.shapes.values()))
            near = did_you_mean(name, names)
            raise Refusal(
                f'There is no sheet "{shortened(name)}".{near or " Use one of: " + ", ".join(names) + "."}'
            )
        return self.checklist.shapes[id_]

    def index(self) -> str:
        """Return a line for each sheet: its name and what it is for."""
        sheets = self.checklist.sheets
        lines = [
            f"{sheet.slug:<19} {sheets[sheet.id].title}. {self.says.text(sheets[sheet.id].does)}"
            for sheet in self.checklist.shapes.values()
        ]
        return "\n".join((*lines, ""))

    def html(self, sheet: Sheet, **around: object) -> Markup:
        """Return the whole page of a sheet; `around` is what the page needs beside the words."""
        page = self._put("sheet.html.j2", sheet, h=self.says.html, ui=self.says.ui, **around)
        return Markup(f"{page}\n")  # noqa: S704 - made by our own template

    def text(self, sheet: Sheet) -> str:
        """Return a sheet as plain text, with boxes as [ ] and no line longer than COLUMNS."""
        said = self._put(
            "sheet.txt.j2", sheet, t=self.says.text, say=self.says.ui_text, fold=fold, rule=_rule
        )
        return re.sub(r"\n{3,}", "\n\n", said).strip() + "\n"

    def _put(self, template: str, sheet: Sheet, **more: object) -> str:
        return environment(self.says.layout).get_template(template).render(self._view(sheet) | more)

    def _view(self, sheet: Sheet) -> dict[str, Any]:
        ledger = self.says.book.ledger
        words = self.checklist.sheets[sheet.id]
        pages = [(label, article(ledger[key])) for key, label in words.pages.items()]
        return {
            "sheet": sheet,
            "words": words,
            "frame": self.checklist.frame,
            "groups": self.checklist.boxes(sheet.id),
            "articles": ARTICLES,
            "pages": pages,
            "day": clocks.short(max(fact.read for fact in ledger.values())),
        }


def _rule(label: str, before: str = "") -> str:
    """Return a label with a line to write on that ends at the last column."""
    said = f"{before}{label}: "
    return said + "_" * max(COLUMNS - len(said), 12)
