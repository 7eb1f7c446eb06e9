"""Says tools: the form of each, and the report that it gives, as HTML and as plain text of 72 columns.

What is worked out stands in `tools`. Here stand templates, and the places of things in the two drawings.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from markupsafe import Markup

from wizard.anatomy import sources
from wizard.core import clocks
from wizard.core.column import COLUMNS, fold
from wizard.core.errors import Refusal, did_you_mean, shortened
from wizard.core.form import Read, read
from wizard.core.report import Chart, Column, Draft, File, Marked, Report, Road, Table
from wizard.core.words import Quote, Spans, within
from wizard.render import Speaker, environment
from wizard.tools import TOOLS
from wizard.tools.model import Asked, Tool, ToolWords, words_of

TOP = "../../"
"""From the page of a tool to the top of the site."""
WIDE = 320
"""Units across a drawing: the narrowest screen, so that its letters are never smaller than meant."""
EDGE = 14
APART = 26
"""Units between the middles of two marks on a road, so that a finger or an eye can tell them apart."""
TALL = 120


@dataclass(frozen=True, slots=True)
class Worked:
    """What came of one request: what was read, and the report where nothing is missing or wrong."""

    read: Read
    report: Report | None
    refused: str = ""
    """What is wrong with several fields together."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Says the tools with the voice of a speaker that belongs to no flow."""

    says: Speaker
    _words: dict[str, ToolWords] = field(default_factory=dict, compare=False)
    """The words of each tool, read once."""

    @property
    def tools(self) -> Mapping[str, Tool]:
        """Every tool by its id."""
        return {tool.id: tool for tool in TOOLS}

    def tool(self, name: str) -> Tool:
        """Return the tool of an id or of a name in addresses. Raises Refusal, with the nearest name."""
        found = self.tools.get(name.replace("-", "_"))
        if found is None:
            raise Refusal(f'There is no tool "{shortened(name)}".{did_you_mean(name, self.tools)}')
        return found

    def words(self, tool: Tool) -> ToolWords:
        """Return the words of a tool."""
        if tool.id not in self._words:
            self._words[tool.id] = words_of(tool.id, self.says.book.tables)
        return self._words[tool.id]

    def work(self, tool: Tool, typed: Mapping[str, str], today: date) -> Worked:
        """Return the report for what was typed, or what keeps it from being made."""
        found = read(tool.form, typed, today)
        if found.problems or found.missing:
            return Worked(found, None)
        asked = Asked(found.values, found.rows, today, self.says.book.ledger, self.words(tool))
        try:
            return Worked(found, tool.work(asked))
        except Refusal as refusal:
            return Worked(found, None, refusal.says)

    def reply(
        self, name: str, typed: Mapping[str, str], today: date, *, text: bool = False
    ) -> dict[str, Any]:
        """Return what a page shows for what was typed: the report, or what is missing or wrong by field.

        `text` asks for the report as plain text instead.
        """
        tool = self.tool(name)
        worked = self.work(tool, typed, today)
        said = {"tool": tool.id, "problems": dict(worked.read.problems), "missing": list(worked.read.missing)}
        if worked.report is None:
            return said | {"refused": worked.refused}
        if text:
            return said | {"text": self.text(tool, worked.report)}
        return said | {
            "html": str(self.html(tool, worked.report)),
            "files": files(worked.report),
        }

    # --- HTML ----------------------------------------------------------------------------------

    def form(self, tool: Tool) -> Markup:
        """Return the form of a tool, hidden until a script is there to answer it."""
        return self._html("tool.html.j2", tool=tool, words=self.words(tool))

    def html(self, tool: Tool, report: Report) -> Markup:
        """Return a report as HTML."""
        return self._html("report.html.j2", **self._view(tool, report), signs=_signs(report))

    def _html(self, template: str, **view: object) -> Markup:
        known = {"h": self.says.html, "ui": self.says.ui, "root": self.says.top}
        page = environment(self.says.layout).get_template(template).render(known | view)
        return Markup(page.strip())  # noqa: S704 - made by our own template

    # --- text ----------------------------------------------------------------------------------

    def text(self, tool: Tool, report: Report) -> str:
        """Return a report as plain text, for a terminal, a chat or a note."""
        known = {"t": self.says.text, "say": self.says.ui_text, "fold": fold, "grid": self._grid}
        view = self._view(tool, report) | known
        said = environment(self.says.layout).get_template("report.txt.j2").render(view)
        return "\n".join(line.rstrip() for line in said.strip().splitlines()) + "\n"

    def index(self) -> str:
        """Return a line for each tool: its name and what it does."""
        lines = [f"{tool.slug:<14} {self.says.text(self.words(tool).says)}" for tool in TOOLS]
        return "\n".join((*lines, ""))

    def fields(self, tool: Tool) -> str:
        """Return a line for each field of a tool: its name, its label and what it takes."""
        words = self.words(tool)
        rows = [("", field) for field in tool.form.fields] + [("1.", field) for field in tool.form.row]
        return "".join(
            f"  {before}{field.id}={'|'.join(field.options) or field.kind}: {words.fields[field.id].label}\n"
            for before, field in rows
        )

    def _grid(self, table: Table) -> str:
        """Return a table as text: columns where they fit, else one line for each cell."""
        cells = [[self.says.text(cell) for cell in row] for row in (table.head, *table.rows)]
        wide = [max(len(row[number]) for row in cells) for number in range(len(table.head))]
        if sum(wide) + 2 * (len(wide) - 1) <= COLUMNS:
            return "\n".join(
                "  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip()
                for row in cells
            )
        head, *rows = cells
        lines: list[str] = []
        for first, *rest in rows:
            lines.append(fold(first, "- ", "  "))
            lines += [
                fold(f"{name}: {cell}", "    ", "      ")
                for name, cell in zip(head[1:], rest, strict=True)
                if cell
            ]
        return "\n".join(lines)

    # --- both ----------------------------------------------------------------------------------

    def _view(self, tool: Tool, report: Report) -> dict[str, Any]:
        words = self.words(tool)
        ledger = self.says.book.ledger
        quoted = (span.key for span in _spans(report) if isinstance(span, Quote))
        keys = dict.fromkeys((*quoted, *(report.cites or words.cites)))
        return {
            "tool": tool,
            "words": words,
            "blocks": [(type(block).__name__.lower(), block, _drawn(block)) for block in report.blocks],
            "short": clocks.short,
            **sources([ledger[key] for key in keys]),
        }


def files(report: Report) -> list[dict[str, str]]:
    """Return the files that a report gives away: name, media type and content."""
    return [
        {"name": block.name, "media": block.media, "content": block.content}
        for block in report.blocks
        if isinstance(block, File)
    ]


def _spans(report: Report) -> Iterator[object]:
    for block in report.blocks:
        for spans in _texts(block):
            yield from within(spans)


def _texts(block: object) -> Iterator[Spans]:
    if isinstance(block, Table):
        yield from (cell for row in block.rows for cell in row)
    elif isinstance(block, Road):
        yield from (stop.says for stop in block.stops)
    elif isinstance(block, Draft):
        yield from block.text
    else:
        for name in ("spans", "caption"):
            if spans := getattr(block, name, None):
                yield spans
        yield from getattr(block, "items", ())


def _signs(report: Report) -> dict[str, int]:
    """Return each sign that is marked in the reader's own text with its number, in order of first use."""
    found: dict[str, int] = {}
    for block in report.blocks:
        for piece in block.pieces if isinstance(block, Marked) else ():
            for note in piece.notes:
                found.setdefault(note, len(found) + 1)
    return found


def _drawn(block: object) -> Any:
    if isinstance(block, Road):
        return _road(block)
    return _chart(block) if isinstance(block, Chart) else None


def _road(road: Road) -> dict[str, Any]:
    """Return where each stop lies on a line as wide as a narrow screen: to scale, but never on another."""
    days = [stop.day for stop in road.stops] + ([road.today] if road.today else [])
    first, last = min(days), max(days)
    length = max((last - first).days, 1)

    def at(day: date) -> float:
        return EDGE + (WIDE - 2 * EDGE) * (day - first).days / length

    marks: list[dict[str, Any]] = []
    rows: list[float] = []
    for number, stop in enumerate(road.stops, 1):
        x = at(stop.day)
        row = next((n for n, end in enumerate(rows) if x - end >= APART), len(rows))
        rows[row:] = [x, *rows[row + 1 :]]
        marks.append({"number": number, "x": round(x, 1), "row": row, "whose": stop.whose})
    return {"marks": marks, "rows": len(rows), "today": round(at(road.today), 1) if road.today else None}


def _chart(chart: Chart) -> list[dict[str, Any]]:
    """Return the bars of a chart: where each stands, how high it begins and how tall it is."""
    wide = (WIDE - 2 * EDGE) / max(len(chart.columns), 1)
    return [_bar(column, EDGE + number * wide, wide) for number, column in enumerate(chart.columns)]


def _bar(column: Column, x: float, wide: float) -> dict[str, Any]:
    if column.low is None or column.high is None:
        return {"x": round(x, 1), "wide": round(wide - 1, 1), "column": column, "y": None}
    # A range of nothing would not be seen.
    tall = max(TALL * (column.high - column.low) / 100, 2)
    y = min(TALL * (100 - column.high) / 100, TALL - tall)
    return {
        "x": round(x, 1),
        "wide": round(wide - 1, 1),
        "column": column,
        "y": round(y, 1),
        "tall": round(tall, 1),
    }
