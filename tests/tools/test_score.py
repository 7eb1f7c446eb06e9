from __future__ import annotations

import random
import re
from datetime import date
from typing import Final, get_args

import pytest

from wizard.core import score
from wizard.core.report import Chart, Report, Say, Table
from wizard.core.score import CAPS, SHAPES, Band, Job, Outcome, Range
from wizard.publish import states
from wizard.tools.model import Asked
from wizard.tools.score import PUBLISHED, TOOL, rules_of

DESK: Final = states.desk()
LEDGER: Final = DESK.says.book.ledger
RULES: Final = rules_of(Asked({}, (), date(2026, 1, 1), LEDGER, DESK.words(TOOL)))
TODAY: Final = date(2026, 11, 22)
NOW: Final = score.month_of(TODAY)
READERS: Final = 250
Row = tuple[str, str, str, str, str]
"""Outcome, band, day of the end, periods and count, as they are typed."""


def typed(*rows: Row, **more: str) -> dict[str, str]:
    names = ("outcome", "band", "end", "quarters", "count")
    fields = {
        f"{n}.{name}": text for n, row in enumerate(rows, 1) for name, text in zip(names, row, strict=True)
    }
    return fields | more


def report(*rows: Row, today: date = TODAY, **more: str) -> Report:
    worked = DESK.work(TOOL, typed(*rows, **more), today)
    assert worked.report, (worked.read.problems, worked.read.missing, worked.refused)
    return worked.report


def text(found: Report) -> str:
    """The report without its sources, as one line."""
    return " ".join(DESK.text(TOOL, found).partition("\nSOURCES")[0].split())


def said(found: Report, line: str, **parts: object) -> bool:
    return Say(TOOL_WORDS.say(line, **parts), "note") in found.blocks


TOOL_WORDS: Final = Asked({}, (), TODAY, LEDGER, DESK.words(TOOL))
EIGHT_GOOD: Final[Row] = ("good", "lower", "2026-03-10", "", "8")
ONE_BAD: Final[Row] = ("bad", "lower", "2026-10-03", "", "")


def test_a_score_that_fell_to_84_after_one_bad_review_of_nine_lies_in_the_range() -> None:
    found = report(EIGHT_GOOD, ONE_BAD)
    # 8 good and 1 bad: 7 / 9 and 8 / 9; the half year has only the bad one.
    assert (found.figures["now.low"], found.figures["now.high"]) == (77, 89)
    assert "these contracts give 77 to 89 percent. Upwork does not publish the exact formula" in text(found)
    assert "So 11 to 12 percent of the weight is bad." in text(found)
    assert (found.figures["back.lower.share.low"], found.figures["back.lower.minus.low"]) == (1, 11)
    assert said(found, "few")


def test_the_published_numbers_come_from_the_ledger() -> None:
    assert RULES.windows == (6, 12, 24)
    assert [str(RULES.weights[band]) for band in PUBLISHED] == ["1", "1.25", "1.5"]
    assert (RULES.cap, RULES.minimum, RULES.aim) == (8, 2, 90)


# --- many readers --------------------------------------------------------------------------------


def reader(seed: int) -> tuple[dict[str, str], list[Job], Job]:
    """What a reader types, and the same as contracts, made beside it and not from it."""
    draw = random.Random(f"score {seed}")  # noqa: S311 - a fixed draw of test cases
    rows: list[Row] = []
    jobs: list[Job] = []
    for _ in range(draw.randint(0, 9)):
        outcome, band = draw.choice(get_args(Outcome)), draw.choice(get_args(Band))
        quarters, count = draw.choice((0, 0, 0, 1, 4, 9)), draw.randint(1, 4)
        if band == "unpaid":
            quarters = 0
        ago = draw.randint(0, 28)
        month = NOW - ago
        day = date(month // 12, month % 12 + 1, 1 if ago == 0 else draw.randint(1, 28))
        rows.append((outcome, band, day.isoformat(), str(quarters or ""), "" if count == 1 else str(count)))
        jobs.append(Job(outcome, band, quarters, None if outcome == "open" else month, count))
    next_band, quarters = draw.choice(PUBLISHED), draw.choice((0, 0, 3, 12))
    more = {"next_band": next_band, "next_quarters": str(quarters)}
    return typed(*rows, **more), jobs, Job("good", next_band, quarters, NOW)


def both(found: Report, name: str) -> Range | None:
    low, high = found.figures[f"{name}.low"], found.figures[f"{name}.high"]
    assert (low is None) == (high is None)
    return Range(int(low), int(high)) if low is not None and high is not None else None


@pytest.mark.parametrize("seed", range(READERS))
def test_the_figures_of_a_reader_are_those_of_the_core(seed: int) -> None:
    given, jobs, planned = reader(seed)
    worked = DESK.work(TOOL, given, TODAY)
    assert worked.report
    found = worked.report
    now = score.overall(jobs, NOW, RULES)
    good = score.overall([*jobs, planned], NOW, RULES)
    bad = score.overall([*jobs, Job("bad", planned.band, planned.quarters, NOW)], NOW, RULES)
    assert both(found, "now") == both(found, "more.now") == both(found, "more.no_review") == now
    assert (both(found, "more.good"), both(found, "more.bad")) == (good, bad)
    assert both(found, "more.refund") == score.span((now, good, bad))
    for band in PUBLISHED:
        for shape in SHAPES:
            assert both(found, f"back.{band}.{shape}") == score.needed(jobs, NOW, band, shape, RULES)
    if now:
        for months in RULES.windows:
            for shape in SHAPES:
                for cap in CAPS:
                    cell = score.cell(jobs, NOW, months, shape, cap, RULES)
                    assert both(found, f"window.{months}.{cap}.{shape}") == cell
        for month, later in score.outlook(jobs, NOW, RULES):
            assert both(found, f"month.{score.show_month(month)}") == later


@pytest.mark.parametrize("seed", range(0, READERS, 5))
def test_every_number_that_is_shown_is_a_figure_or_a_fact(seed: int) -> None:
    given, _, planned = reader(seed)
    worked = DESK.work(TOOL, given, TODAY)
    assert worked.report
    shown = text(worked.report)
    known = {str(value) for value in worked.report.figures.values()} | {str(planned.quarters)}
    known |= {number for value in known for number in re.findall(r"[\d.]*\d", value)}
    known |= {
        number
        for key in LEDGER
        if key.startswith("score.")
        for number in re.findall(r"[\d,.]*\d", LEDGER[key].quoted)
    }
    known |= {str(year) for year in range(2024, 2029)}
    assert set(re.findall(r"\d[\d.,]*\d|\d", shown)) <= known


@pytest.mark.parametrize("seed", range(0, READERS, 5))
def test_the_answer_is_never_one_number(seed: int) -> None:
    worked = DESK.work(TOOL, reader(seed)[0], TODAY)
    assert worked.report
    lead = worked.report.blocks[0]
    assert isinstance(lead, Say)
    assert lead.tone == "lead"
    answer = DESK.says.text(lead.spans)
    assert re.search(r"\d+ to \d+ percent|no score yet|no contract in your list", answer)
    assert not re.search(r"(?<! to )\b\d+ percent", answer)
    assert "Upwork does not publish the exact formula" in answer
    assert "View insights" in text(worked.report)


# --- what is said --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        ((), "There is no contract in your list yet"),
        ((("good", "lower", "2026-09-01", "", ""),), "A first score needs 2 jobs that count, from 2 clients"),
        ((("no_review", "", "", "", "5"),), "These contracts give no score yet"),
        ((("good", "lower", "2026-09-01", "", "2"),), "give the same: 100 to 100 percent"),
    ],
)
def test_a_list_without_a_range_is_answered_too(rows: tuple[Row, ...], answer: str) -> None:
    assert answer in text(report(*rows))


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ((("good", "lower", "2026-09-01", "", "30"), ONE_BAD), "stands at 90 percent or above"),
        ((("good", "lower", "2026-09-01", "", "10"), ONE_BAD), "lies inside this range"),
        ((EIGHT_GOOD, ONE_BAD), "No reading that we know reaches 90 percent today"),
    ],
)
def test_ninety_is_above_inside_or_below_the_range(rows: tuple[Row, ...], line: str) -> None:
    assert line in text(report(*rows))


@pytest.mark.parametrize(
    ("row", "note"),
    [
        (("unsure", "lower", "2026-09-01", "", ""), "note_unsure"),
        (("good", "unknown", "2026-09-01", "", ""), "note_unknown"),
        (("bad", "unpaid", "2026-09-01", "", ""), "note_unpaid"),
        (("no_review", "", "", "4", ""), "note_long"),
        (("open", "upper", "", "", ""), "note_open"),
    ],
)
def test_what_is_not_sure_about_a_contract_is_said(row: Row, note: str) -> None:
    assert said(report(EIGHT_GOOD, row), note)
    assert not said(report(EIGHT_GOOD, ONE_BAD), note)


def test_what_was_left_out_is_counted_with_its_reason() -> None:
    found = report(
        EIGHT_GOOD,
        ("no_review", "", "", "", "3"),
        ("left_out", "", "", "", ""),
        ("good", "unpaid", "2026-09-01", "", ""),
        ("open", "lower", "", "", ""),
        ("bad", "upper", "2024-10-31", "", "2"),
    )
    counted = {name: value for name, value in found.figures.items() if name.startswith("left_out")}
    assert counted == {
        "left_out": 8,
        "left_out.no_review": 3,
        "left_out.left_out": 1,
        "left_out.unpaid": 1,
        "left_out.open": 1,
        "left_out.old": 2,
    }
    assert "Left out from your list: 8. - without a review: 3 - client flagged or suspended: 1" in text(found)


def test_both_readings_of_the_limit_stand_in_the_table_only_where_they_differ() -> None:
    def windows(found: Report) -> list[str]:
        table = next(block for block in found.blocks if isinstance(block, Table))
        return [DESK.says.text(row[0]) for row in table.rows]

    assert windows(report(EIGHT_GOOD, ONE_BAD)) == ["6 months", "12 months", "24 months"]
    long = windows(report(("open", "lower", "", "9", ""), ONE_BAD))
    assert long[:2] == ["6 months, limit for all weight", "6 months, limit for extra weight"]
    assert len(long) == 6


def test_a_bad_review_leaves_each_window_after_its_month() -> None:
    found = report(EIGHT_GOOD, ("bad", "lower", "2026-03-31", "", ""))
    leaves = {name: value for name, value in found.figures.items() if name.startswith("leaves")}
    assert leaves == {
        "leaves.Mar 2026.6": None,
        "leaves.Mar 2026.12": "Mar 2027",
        "leaves.Mar 2026.24": "Mar 2028",
    }
    assert found.figures["month.Mar 2028.low"] == 77
    assert found.figures["month.Apr 2028.low"] is None


def test_a_bad_review_is_listed_until_the_end_of_its_last_month_and_no_longer() -> None:
    found = report(EIGHT_GOOD, ("bad", "lower", "2026-05-01", "", ""), ("bad", "lower", "2024-10-31", "", ""))
    leaves = {name: value for name, value in found.figures.items() if name.startswith("leaves")}
    assert leaves["leaves.May 2026.6"] == "Nov 2026"
    assert not any("Oct 2024" in name for name in leaves)


def test_the_chart_shows_the_next_two_years_with_the_aim() -> None:
    found = report(EIGHT_GOOD, ("bad", "lower", "2025-02-01", "", ""))
    chart = next(block for block in found.blocks if isinstance(block, Chart))
    assert (len(chart.columns), chart.columns[0].label, chart.columns[-1].label, chart.aim) == (
        *(24, "Dec 2026", "Nov 2028", 90),
    )
    ends = {column.label: (column.low, column.high) for column in chart.columns}
    assert (ends["Feb 2027"], ends["Mar 2027"], ends["Apr 2028"]) == ((77, 100), (100, 100), (None, None))
    # From the columns that have a range; after the last of them too few contracts count.
    shown = [column for column in chart.columns if column.low is not None]
    first, last = (f"{one.label}: {one.low} to {one.high} percent." for one in (shown[0], shown[-1]))
    assert shown[0].label == "Dec 2026"
    assert f"The first range is in {first} The last is in {last}" in text(found)


def test_a_short_window_that_gets_its_first_figure_is_explained() -> None:
    # A long good contract stands alone in the half year; one more, even a bad one, gives that window a figure.
    rows: tuple[Row, ...] = (
        ("good", "lower", "2026-10-01", "7", ""),
        ("bad", "upper", "2025-02-01", "", "6"),
    )
    found = report(*rows)
    assert both(found, "more.bad").high > both(found, "now").high  # type: ignore[union-attr]
    assert said(found, "more_up")
    assert not said(report(EIGHT_GOOD, ONE_BAD), "more_up")


def test_a_contract_with_paid_periods_and_no_payment_is_refused_by_its_month() -> None:
    worked = DESK.work(TOOL, typed(EIGHT_GOOD, ("bad", "unpaid", "2026-03-10", "2", "")), TODAY)
    assert worked.refused == (
        "The contract that ended in Mar 2026 has paid periods but no payment. Change one of the two."
    )
    worked = DESK.work(TOOL, typed(("open", "unpaid", "", "2", "")), TODAY)
    assert worked.refused.startswith("An open contract has paid periods")


def test_a_day_to_come_is_refused_beside_its_field() -> None:
    worked = DESK.work(TOOL, typed(("good", "lower", "2027-01-01", "", "")), TODAY)
    assert list(worked.read.problems) == ["1.end"]


def test_a_contract_without_a_review_needs_neither_earnings_nor_day() -> None:
    assert DESK.work(TOOL, {"1.outcome": "no_review"}, TODAY).report
    assert DESK.work(TOOL, {"1.outcome": "good"}, TODAY).read.missing == ("1.band", "1.end")
