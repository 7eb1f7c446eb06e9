"""What is typed into tools in tests: drawn by a fixed seed from the kinds of their fields, good and bad."""

from __future__ import annotations

import random
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from wizard.core.form import Field
    from wizard.tools.model import Tool

TODAY: Final = date(2026, 11, 22)
SENTENCES: Final = tuple(
    sentence
    for sentences in tomllib.loads((Path(__file__).parents[1] / "jobpost/sentences.toml").read_text("utf-8"))
    .get("says", {})
    .values()
    for sentence in sentences[:2]
)
"""Two sentences of job posts for each sign."""
LINES: Final = (
    "Changes as needed, some banners, and anything about the menu",
    "Everything for the shop, like the other site, small fixes",
    "A modern and fast page, as soon as possible, a penalty of 10 USD a day",
    "Bonus for a five-star review; colours to be decided; logo",
    "Logo in three sizes",
    "Unlimited revisions until we are satisfied, etc.",
    "We need someone to start now. Do a free test first, then message me on Telegram.",
    "Ten product texts of 200 words, delivered by 12 December 2026.",
    "\u0644\u0648\u06af\u0648 <b>&amp;</b> \U0001f9d1\u200d\U0001f4bb",
)
BAD: Final = {
    "date": ("2026-02-31", "0001-01-01", "yesterday", "9999-12-31"),
    "time": ("24:00", "noon"),
    "money": ("-5", "NaN", "9" * 50, "<b>1</b>"),
    "number": ("-1", "inf", "1e9", "\u0661"),
    "choice": ("nonsense", "<script>"),
    "text": ("x" * 81, "\u200d"),
    "long": ("\u200d",),
}
"""What no field of the kind takes."""


def typed(tool: Tool, seed: int) -> dict[str, str]:
    """Return what a reader may type into a tool; one in six readers types something that cannot be read."""
    draw = random.Random(f"{tool.id} {seed}")  # noqa: S311 - a fixed draw of test cases
    given = {
        field.id: _good(field, draw) for field in tool.form.fields if field.needed or draw.random() < 0.7
    }
    rows = draw.randint(1, min(6, tool.form.most_rows)) if tool.form.row else 0
    for row in range(1, rows + 1):
        given |= {
            f"{row}.{field.id}": _good(field, draw)
            for field in tool.form.row
            if field.needed or draw.random() < 0.8
        }
    if draw.random() < 1 / 6:
        field = draw.choice(tool.form.fields)
        given[field.id] = draw.choice(BAD[field.kind])
    return given


def _good(field: Field, draw: random.Random) -> str:
    if field.kind == "choice":
        return draw.choice(field.options)
    if field.kind == "date":
        future = field.future and draw.random() < 1 / 2
        # What decides is near: half of all days lie within the lengths of the short clocks.
        days = draw.randint(1, 60) if future else -draw.randint(0, draw.choice((16, 400)))
        return (TODAY + timedelta(days=days)).isoformat()
    if field.kind == "time":
        return f"{draw.randint(0, 23)}:{draw.randint(0, 59):02}"
    if field.kind == "money":
        return draw.choice(("0.01", "12", "80.50", "600", "1,200", "45000", "10000000"))
    if field.kind == "number":
        least, most = field.least or 0, 200 if field.most is None else field.most
        return str(draw.choice((least, most, draw.randint(least, most))))
    if field.kind == "long":
        return "\n".join(draw.sample((*LINES, *SENTENCES), draw.randint(1, 6)))
    return draw.choice((*LINES, f"{draw.randint(2024, 2026)}-{draw.randint(1, 12):02}"))[:80]
