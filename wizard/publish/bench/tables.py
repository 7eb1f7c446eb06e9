"""The tables of the bench: on the terminal, as JSON, and in plain words on the page about quality.

A table stands between two marks on the page; a run rewrites those it measured and leaves every other word.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from wizard.publish.bench.figures import Row, Table, said
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

NAMES: Final = {"chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKitGTK"}
UNITS: Final = {"ratio": "", "s": " s", "ms": " ms", "bytes": "", "count": ""}
WIDTH: Final = 58


def line(row: Row) -> str:
    """Return a row as a line for the terminal."""
    what = f"{row.what}, {NAMES.get(row.column, row.column)}" if row.column else row.what
    if not row.figures:
        return f"{what:<{WIDTH}} no figure: {row.why}"
    figures = [row.least, row.middle, row.most] if len(row.figures) > 1 else [row.middle]
    cells = "".join(f"{said(figure, row.unit):>13}" for figure in figures) + UNITS[row.unit]
    return f"{what:<{WIDTH}} {cells}  {_against(row)}".rstrip() + (f" [{row.note}]" if row.note else "")


def _against(row: Row) -> str:
    if not row.target:
        return ""
    judged = f"{row.target.judge}: " if row.target.judge != "median" else ""
    stretch = "" if row.target.stretch is None else f" ({said(row.target.stretch, row.unit)})"
    most = said(row.target.at_most, row.unit)
    return f"{judged}{said(row.judged, row.unit)} of at most {most}{stretch}: {row.verdict}"


def kept(found: Sequence[Table], day: date, machine: str, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known as JSON: these tables, and of `before` those that were not measured now."""
    tables = dict(before.get("tables", {}))
    for table in found:
        rows = [row.table() for row in table.rows]
        tables[table.name] = {"day": day.isoformat(), "machine": machine, "rows": rows}
    return {"tables": tables}


def read(file: Path) -> dict[str, Any]:
    """Return what an earlier run wrote, or nothing."""
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def text(known: Mapping[str, Any]) -> str:
    """Return what is known as a file: a line for each row, so that two runs can be compared."""
    blocks = []
    for name, table in known["tables"].items():
        rows = ",\n".join(f"    {json.dumps(row, ensure_ascii=False)}" for row in table["rows"])
        head = f'"day": {json.dumps(table["day"])}, "machine": {json.dumps(table["machine"])}'
        blocks.append(f'  {json.dumps(name)}: {{{head}, "rows": [\n{rows}\n  ]}}')
    return '{"tables": {\n' + ",\n".join(blocks) + "\n}}\n"


def page(markdown: str, found: Sequence[Table], day: date, machine: str) -> str:
    """Return the page with each of these tables between its marks.

    Raises PublishError when the page has no such marks.
    """
    for table in found:
        markdown = put(markdown, table.name, in_words(table, day, machine))
    return markdown


def put(markdown: str, name: str, words: str) -> str:
    """Return the page with these words between the marks of a table. Raises PublishError if it has none."""
    begin, end = f"<!-- bench: {name} -->", f"<!-- end: {name} -->"
    inside = re.search(rf"{re.escape(begin)}.*?{re.escape(end)}", markdown, re.DOTALL)
    if not inside:
        raise PublishError(f"docs/about/quality.md has no place for a table: {begin} … {end}")
    before, _, after = markdown.partition(inside[0])
    return f"{before}{begin}\n\n{words}\n\n{end}{after}"


def in_words(table: Table, day: date, machine: str) -> str:
    """Return a table in Markdown: a row for each thing, a column for each browser, size or visit."""
    columns = list(dict.fromkeys(row.column for row in table.rows))
    places = {(row.what, row.column): row for row in table.rows}
    targets = {row.what: row for row in table.rows if row.target}
    heads = ["What", *(NAMES.get(column, column) or "Figure" for column in columns)]
    heads += ["Target"] if targets else []
    lines = [
        f"{day.day} {day:%B %Y}, {machine}. {table.note}",
        "",
        _cells(heads),
        _cells(["---"] * len(heads)),
    ]
    for what in dict.fromkeys(row.what for row in table.rows):
        cells = [what, *(_cell(places.get((what, column))) for column in columns)]
        if targets:
            cells.append(_target(targets[what]) if what in targets else "")
        lines.append(_cells(cells))
    reasons = [
        f"- No figure for “{row.what}”{_where(row)}: {row.why}." for row in table.rows if not row.figures
    ]
    return "\n".join((*lines, *(["", *reasons] if reasons else [])))


def _where(row: Row) -> str:
    return f" ({NAMES.get(row.column, row.column)})" if row.column else ""


def _cell(row: Row | None) -> str:
    if row is None or not row.figures:
        return "-"
    figures = [row.least, row.middle, row.most] if len(row.figures) > 1 else [row.middle]
    numbers = " / ".join(said(figure, row.unit) for figure in figures) + UNITS[row.unit]
    judge = row.target.judge if row.target else "median"
    if judge == "95 of 100":
        numbers += f"; 95 of 100 within {said(row.judged, row.unit)}"
    numbers += f", {row.verdict}" if row.verdict else ""
    return f"{numbers} ({row.note})" if row.note else numbers


def _target(row: Row) -> str:
    target = row.target
    if target is None:
        return ""
    stretch = "" if target.stretch is None else f" (aim {said(target.stretch, row.unit)})"
    return f"{said(target.at_most, row.unit)}{UNITS[row.unit]}{stretch}"


def _cells(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
