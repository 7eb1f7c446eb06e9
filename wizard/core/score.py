"""What published weights make of a list of contracts: always a range over the readings, never one number.

What is not published is worked out in every way we know. No facts, no words and no clock stand here; a month
is a whole number, so that months can be counted: twelve times the year, plus the month from 0.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Literal, TypeAlias, get_args

from wizard.core import clocks

Outcome: TypeAlias = Literal["good", "bad", "unsure", "open", "no_review", "left_out"]
"""How a contract ended. `open`: not ended, and paid; `left_out`: a client who was flagged or suspended."""
Band: TypeAlias = Literal["lower", "middle", "upper", "unpaid", "unknown"]
"""Earnings of a contract, by the bands of the ledger."""
Shape: TypeAlias = Literal["minus", "share"]
"""The two formulas: good minus bad, or good, divided by good and bad."""
Cap: TypeAlias = Literal["in_all", "extra"]
"""What the limit of weight by length holds down: the whole weight of a job, or what length adds."""
Side: TypeAlias = Literal["low", "high"]
"""How what the reader does not know is taken: against her, or for her."""
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
BANDS: tuple[Band, ...] = get_args(Band)
SHAPES: tuple[Shape, ...] = get_args(Shape)
CAPS: tuple[Cap, ...] = get_args(Cap)
SIDES: tuple[Side, ...] = get_args(Side)
_WHOLE = 100
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Job:
    """Contracts of one kind: how they ended, earnings, three-month periods with a payment, and how many."""

    outcome: Outcome
    band: Band
    quarters: int = 0
    end: int | None = None
    """The month it ended; None for one that is open, or was never counted."""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Rules:
    """The published numbers, as the ledger has them."""

    weights: Mapping[str, Decimal]
    """Weight of a job by its band: lower, middle and upper."""
    cap: int
    """The limit of weight by length, in jobs."""
    windows: tuple[int, ...]
    """Windows in months, the longest last."""
    minimum: int
    """How many jobs a score needs. We ask the same of each shorter window; no page says so."""
    aim: int
    """The percentage to be back at, below 100."""

    @property
    def longest(self) -> int:
        """The window that every page names."""
        return self.windows[-1]


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included: whole per cent, or a number of contracts."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Percent:
    """An exact percentage: `top` divided by `of`."""

    top: Decimal
    of: Decimal

    @property
    def floor(self) -> int:
        """The whole per cent at or below it: low ends are rounded down."""
        return int(self.top // self.of)

    @property
    def ceil(self) -> int:
        """The whole per cent at or above it: high ends are rounded up."""
        return self.floor + bool(self.top % self.of)


@dataclass(frozen=True, slots=True)
class Tally:
    """Weights of good and bad jobs in a window, and how many jobs they are."""

    good: Decimal
    bad: Decimal
    jobs: int

    def percent(self, shape: Shape) -> Percent | None:
        """Return the percentage by one formula, never below 0; None where nothing is weighed."""
        if not self.good + self.bad:
            return None
        top = self.good if shape == "share" else max(self.good - self.bad, Decimal(0))
        return Percent(_WHOLE * top, self.good + self.bad)


def taken(job: Job, side: Side) -> Literal["good", "bad", ""]:
    """Return as what a job counts, or nothing where it is left out.

    Without payment a good outcome is left out and a bad one can count. An open contract counts while it has a
    paid period. An outcome the reader is not sure of is bad on the low side and good on the high one.
    """
    outcome = job.outcome
    if outcome == "unsure":
        outcome = "bad" if side == "low" else "good"
    if outcome == "bad":
        return "" if job.band == "unpaid" and side == "high" else "bad"
    counts = outcome == "good" or (outcome == "open" and job.quarters > 0)
    return "good" if counts and job.band != "unpaid" else ""


def weight(job: Job, cap: Cap, side: Side, rules: Rules) -> Decimal:
    """Return the weight of one job of this kind, in jobs.

    An unpaid bad job weighs as one of the lower band: its weight is not published. An unknown band is lower
    where less weight lowers the score, upper where more weight does; on the high side the reverse.
    """
    band = job.band
    if band == "unknown":
        band = "upper" if (taken(job, side) == "good") == (side == "high") else "lower"
    base = rules.weights["lower" if band == "unpaid" else band]
    if cap == "extra":
        return base + min(job.quarters, rules.cap)
    return min(base + job.quarters, Decimal(rules.cap))


def counts_in(job: Job, month: int, window: int) -> bool:
    """Tell whether a job lies in the window of so many months, seen from a month.

    A job leaves a window the day after it is that old. Only its month is known, so we take the last day of
    that: a job that ended in March leaves a window of 6 months when October begins.
    """
    return job.end is None or month - job.end <= window


def tally(jobs: Iterable[Job], month: int, window: int, cap: Cap, side: Side, rules: Rules) -> Tally:
    """Return what counts in one window by one reading."""
    weights = {"good": Decimal(0), "bad": Decimal(0)}
    number = 0
    for job in jobs:
        kind = taken(job, side)
        if kind and counts_in(job, month, window):
            weights[kind] += weight(job, cap, side, rules) * job.count
            number += job.count
    return Tally(weights["good"], weights["bad"], number)


def percents(
    jobs: Iterable[Job], month: int, window: int, shape: Shape, cap: Cap, rules: Rules
) -> Iterator[Percent]:
    """Yield the percentages of one window by one reading: one, or two where the reader is not sure."""
    jobs = tuple(jobs)
    for side in SIDES:
        found = tally(jobs, month, window, cap, side, rules)
        percent = found.percent(shape)
        if percent and found.jobs >= rules.minimum:
            yield percent


def cell(jobs: Iterable[Job], month: int, window: int, shape: Shape, cap: Cap, rules: Rules) -> Range | None:
    """Return one window by one reading in whole per cent, or None where there is no score yet."""
    found = list(percents(jobs, month, window, shape, cap, rules))
    return Range(min(one.floor for one in found), max(one.ceil for one in found)) if found else None


def overall(jobs: Iterable[Job], month: int, rules: Rules) -> Range | None:
    """Return the range over every reading, or None where there is no score yet.

    The best of all windows is never below the longest alone. So the low end is that of the longest window,
    the high end that of any.
    """
    jobs = tuple(jobs)
    cells = {
        (window, shape, cap): cell(jobs, month, window, shape, cap, rules)
        for window, shape, cap in product(rules.windows, SHAPES, CAPS)
    }
    low = [found.low for (window, _, _), found in cells.items() if found and window == rules.longest]
    return Range(min(low), max(found.high for found in cells.values() if found)) if low else None


def span(ranges: Iterable[Range | None]) -> Range | None:
    """Return the range that holds all of them; one without a score adds nothing."""
    found = [one for one in ranges if one]
    return Range(min(one.low for one in found), max(one.high for one in found)) if found else None


def outlook(jobs: Iterable[Job], month: int, rules: Rules) -> Iterator[tuple[int, Range | None]]:
    """Yield each of the months that follow, as many as the longest window has, with its range.

    Nothing new happens, and open contracts stay as they are.
    """
    jobs = tuple(jobs)
    for later in range(month + 1, month + rules.longest + 1):
        yield later, overall(jobs, later, rules)


def needed(jobs: Iterable[Job], month: int, band: Band, shape: Shape, rules: Rules) -> Range:
    """Return how many more good short contracts of one band reach the aim in the longest window.

    Each is the least number, by the kinder and the harder of the other readings.
    """
    jobs = tuple(jobs)
    least = [
        _least(tally(jobs, month, rules.longest, cap, side, rules), rules.weights[band], shape, rules)
        for cap, side in product(CAPS, SIDES)
    ]
    return Range(min(least), max(least))


def times(shape: Shape, aim: int) -> Decimal:
    """Return how many times the bad weight the good weight must be to stand at the aim."""
    return Decimal(_for_bad(shape, aim)) / (_WHOLE - aim)


def _for_bad(shape: Shape, aim: int) -> int:
    return aim if shape == "share" else _WHOLE + aim


def _least(now: Tally, one: Decimal, shape: Shape, rules: Rules) -> int:
    # Both sides are multiplied by what is left to 100, so that nothing is rounded on the way.
    rest = _WHOLE - rules.aim
    short = max(_for_bad(shape, rules.aim) * now.bad - rest * now.good, Decimal(0))
    by_weight = int(short // (rest * one)) + bool(short % (rest * one))
    return max(by_weight, rules.minimum - now.jobs)


def month_of(day: date) -> int:
    """Return the month of a day."""
    return day.year * _YEAR + day.month - 1


def show_month(month: int) -> str:
    """Return ``Mar 2026``."""
    return clocks.short(date(month // _YEAR, month % _YEAR + 1, 1)).split(" ", 2)[2]
