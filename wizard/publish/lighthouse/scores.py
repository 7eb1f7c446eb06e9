"""What Lighthouse says of a page: read from its reports, held against what is aimed at, and told in a table.

Nothing is run or written here. Scores are of 100, the first paint is in seconds.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from wizard.publish.errors import PublishError

CATEGORIES: Final = {
    "performance": "Performance",
    "accessibility": "Accessibility",
    "best-practices": "Best practices",
    "seo": "SEO",
}
"""What Lighthouse judges -> the head of its column."""
PAINT: Final = "first paint"
SHIFT: Final = "layout shift"
MACHINE: Final = "machine"
"""How quick Lighthouse finds the machine, by its own measure: below 1,000 it says that scores are too low."""
MOST: Final = 100


@dataclass(frozen=True, slots=True)
class Aim:
    """The least scores of a kind of page, and its longest first paint in seconds; None is no aim."""

    performance: int | None = None
    seo: int | None = MOST
    paint: float | None = None

    def least(self, category: str) -> int | None:
        """Return the least score in a category: access and best practices are never given up."""
        return {"performance": self.performance, "seo": self.seo}.get(category, MOST)


FIRST: Final = Aim(100, paint=1.0)
READ: Final = Aim(97)
STEP: Final = Aim(seo=None)
"""Steps stay out of search engines on purpose, which Lighthouse takes for a fault."""


def figures(report: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures of one report by name. Raises PublishError where Lighthouse could not judge."""
    error = report.get("runtimeError") or {}
    if error.get("code", "NO_ERROR") != "NO_ERROR":
        raise PublishError(f"Lighthouse could not load the page: {error.get('message', error['code'])}")
    found: dict[str, float] = {}
    for name in CATEGORIES:
        score = report["categories"][name]["score"]
        if score is None:
            raise PublishError(f"Lighthouse gave no score for {name}.")
        found[name] = round(score * MOST)
    audits = report["audits"]
    found[PAINT] = round(audits["first-contentful-paint"]["numericValue"] / 1000, 2)
    found[SHIFT] = round(audits["cumulative-layout-shift"]["numericValue"], 3)
    found[MACHINE] = round(report["environment"]["benchmarkIndex"])
    return found


def row(kind: str, day: str, runs: Sequence[Mapping[str, float]]) -> dict[str, Any]:
    """Return the runs of a page as they are kept in JSON: a list of figures for each name."""
    return {"what": kind, "day": day} | {name: [run[name] for run in runs] for name in runs[0]}


def missed(kept: Mapping[str, Any], aim: Aim) -> list[str]:
    """Return a sentence for each figure of a page whose middle does not reach its aim."""
    says = []
    for name, head in CATEGORIES.items():
        least, middle = aim.least(name), statistics.median(kept[name])
        if least is not None and middle < least:
            says.append(f"{kept['what']}: {head} {middle:.0f} of at least {least}")
    paint = statistics.median(kept[PAINT])
    if aim.paint is not None and paint > aim.paint:
        says.append(f"{kept['what']}: first paint {paint:.2f} s of at most {aim.paint:.1f} s")
    return says


def in_words(rows: Sequence[Mapping[str, Any]], aims: Mapping[str, Aim], machine: str) -> str:
    """Return the rows in Markdown, in the order of the aims, with the days and the state of the machine."""
    order = list(aims)
    shown = sorted((one for one in rows if one["what"] in aims), key=lambda one: order.index(one["what"]))
    days = sorted({one["day"] for one in shown})
    speeds = [speed for one in shown for speed in one[MACHINE]]
    counts = sorted({len(one[MACHINE]) for one in shown})
    head = (
        f"{' to '.join(dict.fromkeys((days[0], days[-1])))}, {machine}. The middle of "
        f"{' or '.join(map(str, counts))} runs, with all of them in brackets where they differ. "
        f"Lighthouse saw the machine at speed {min(speeds):,} to {max(speeds):,}; below 1,000 scores are low."
    )
    heads = ["Page", *CATEGORIES.values(), "First paint", "Aim"]
    lines = [_cells(heads), _cells(["---"] * len(heads)), *(_line(one, aims[one["what"]]) for one in shown)]
    return "\n".join((head, "", *lines))


def _line(kept: Mapping[str, Any], aim: Aim) -> str:
    cells = [_cell(kept[name], aim.least(name), "") for name in CATEGORIES]
    paint = _cell(kept[PAINT], None, " s")
    if aim.paint is not None and statistics.median(kept[PAINT]) > aim.paint:
        paint += ", not met"
    return _cells([kept["what"], *cells, paint, _aim(aim)])


def _cell(all_: Sequence[float], least: int | None, unit: str) -> str:
    middle = statistics.median(all_)
    decimals = 2 if unit else 0
    said = f"{middle:.{decimals}f}{unit}"
    if len(set(all_)) > 1:
        said += f" ({', '.join(f'{one:.{decimals}f}' for one in all_)})"
    return f"{said}, not met" if least is not None and middle < least else said


def _aim(aim: Aim) -> str:
    least = " / ".join("-" if score is None else str(score) for score in map(aim.least, CATEGORIES))
    return least if aim.paint is None else f"{least}, {aim.paint:.1f} s"


def _cells(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
