"""What the bench finds: a row of figures for one thing in one column, judged against its target.

Nothing is measured or written here. A row without figures says why it has none, so that no other row is lost.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

Judge: TypeAlias = Literal["median", "95 of 100", "most"]
Unit: TypeAlias = Literal["ratio", "s", "ms", "bytes", "count"]
DECIMALS: Final[dict[str, int]] = {"ratio": 2, "s": 2, "ms": 1, "bytes": 0, "count": 0}
KEPT: Final = 5
"""Digits of a figure that are kept: more would only be noise."""


@dataclass(frozen=True, slots=True)
class Target:
    """The most a figure may be, the aim behind it, and which figure of a row is judged."""

    at_most: float
    stretch: float | None = None
    judge: Judge = "median"


@dataclass(frozen=True, slots=True)
class Row:
    """Figures for one thing, in one column of a table.

    `why` stands where there are none; `note` is what a reader must know of those there are.
    """

    what: str
    unit: Unit
    figures: tuple[float, ...] = ()
    column: str = ""
    target: Target | None = None
    why: str = ""
    note: str = ""

    @property
    def least(self) -> float:
        """The smallest figure."""
        return min(self.figures)

    @property
    def middle(self) -> float:
        """The median."""
        return statistics.median(self.figures)

    @property
    def most(self) -> float:
        """The largest figure."""
        return max(self.figures)

    @property
    def judged(self) -> float:
        """The figure that the target speaks of."""
        match self.target.judge if self.target else "median":
            case "most":
                return self.most
            case "95 of 100":
                return within(self.figures, 0.95)
        return self.middle

    @property
    def verdict(self) -> str:
        """Whether the target is met: in words, or nothing where there is no target or no figure."""
        if not self.target or not self.figures:
            return ""
        if self.target.stretch is not None and self.judged <= self.target.stretch:
            return "met, and the aim"
        return "met" if self.judged <= self.target.at_most else "not met"

    def table(self) -> dict[str, Any]:
        """Return the row as it is kept in JSON."""
        kept: dict[str, Any] = {"what": self.what, "unit": self.unit}
        if self.column:
            kept["column"] = self.column
        if self.figures:
            kept |= {name: rounded(getattr(self, name)) for name in ("least", "middle", "most")}
            kept["runs"] = len(self.figures)
        if self.target:
            kept |= {"at_most": self.target.at_most, "judge": self.target.judge}
            kept |= {"stretch": self.target.stretch} if self.target.stretch is not None else {}
            kept |= {"judged": rounded(self.judged), "verdict": self.verdict} if self.figures else {}
        return kept | {name: said for name in ("why", "note") if (said := getattr(self, name))}


@dataclass(slots=True)
class Table:
    """Rows that are measured together. `name` is what --only calls it, `note` says how to read it."""

    name: str
    title: str
    note: str
    rows: list[Row] = field(default_factory=list)


def within(figures: Sequence[float], share: float) -> float:
    """Return the least figure that at least that share of all figures does not exceed."""
    ordered = sorted(figures)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def rounded(figure: float) -> float:
    """Return a figure with no more digits than mean something."""
    if not figure:
        return 0
    digits = KEPT - 1 - math.floor(math.log10(abs(figure)))
    short = round(figure, max(digits, 0))
    return int(short) if short == int(short) else short


def said(figure: float, unit: Unit) -> str:
    """Return a figure as a reader sees it."""
    return f"{figure:,.{DECIMALS[unit]}f}"
