from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil, floor

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from wizard.core import score
from wizard.core.score import (
    BANDS,
    CAPS,
    OUTCOMES,
    SHAPES,
    SIDES,
    Band,
    Cap,
    Job,
    Outcome,
    Range,
    Rules,
    Shape,
    Side,
)

WEIGHTS = {"lower": Decimal(1), "middle": Decimal("1.25"), "upper": Decimal("1.5")}
RULES = Rules(WEIGHTS, cap=8, windows=(6, 12, 24), minimum=2, aim=90)
TODAY = date(2026, 11, 22)
NOW = score.month_of(TODAY)
EXACT = {band: Fraction(weight) for band, weight in WEIGHTS.items()}


def job(outcome: Outcome, band: Band = "lower", quarters: int = 0, ago: int = 1, count: int = 1) -> Job:
    return Job(outcome, band, quarters, None if outcome == "open" else NOW - ago, count)


GOOD, BAD = job("good"), job("bad")


def good(count: int, band: Band = "lower", quarters: int = 0, ago: int = 1) -> Job:
    return job("good", band, quarters, ago, count)


HAND: list[tuple[str, list[Job], int, Shape, Cap, tuple[int, int] | None]] = [
    # 10 good ones of weight 1 and a bad one of 1.5: 10 / 11.5 is 86.96; (10 - 1.5) / 11.5 is 73.91.
    ("ten good, share", [good(10), job("bad", "upper")], 24, "share", "in_all", (86, 87)),
    ("ten good, minus", [good(10), job("bad", "upper")], 24, "minus", "in_all", (73, 74)),
    # 20 / 21.5 is 93.02; 18.5 / 21.5 is 86.05.
    ("twenty good, share", [good(20), job("bad", "upper")], 24, "share", "in_all", (93, 94)),
    ("twenty good, minus", [good(20), job("bad", "upper")], 24, "minus", "in_all", (86, 87)),
    # 3 / 4.5 is 66.67; 1.5 / 4.5 is 33.33.
    ("three good, share", [good(3), job("bad", "upper")], 24, "share", "in_all", (66, 67)),
    ("three good, minus", [good(3), job("bad", "upper")], 24, "minus", "in_all", (33, 34)),
    # Nine times the bad weight is 90 by the share, nineteen times by the minus, whatever the weight is.
    ("nine times a lower one", [good(9), BAD], 24, "share", "in_all", (90, 90)),
    ("nine times a middle one", [good(9, "middle"), job("bad", "middle")], 24, "share", "in_all", (90, 90)),
    ("nine times an upper one", [good(9, "upper"), job("bad", "upper")], 24, "share", "in_all", (90, 90)),
    ("nine times, minus", [good(9), BAD], 24, "minus", "in_all", (80, 80)),
    ("nineteen times, minus", [good(19), BAD], 24, "minus", "in_all", (90, 90)),
    # 8 / 9 is 88.89; 7 / 9 is 77.78.
    ("eight and one, share", [good(8), BAD], 24, "share", "in_all", (88, 89)),
    ("eight and one, minus", [good(8), BAD], 24, "minus", "in_all", (77, 78)),
    ("two good", [good(2)], 24, "minus", "in_all", (100, 100)),
    ("one and one, share", [GOOD, BAD], 24, "share", "in_all", (50, 50)),
    ("one and one, minus", [GOOD, BAD], 24, "minus", "in_all", (0, 0)),
    ("one and two, share", [GOOD, job("bad", count=2)], 24, "share", "in_all", (33, 34)),
    ("never below nothing", [GOOD, job("bad", count=2)], 24, "minus", "in_all", (0, 0)),
    ("only bad ones", [job("bad", count=2)], 24, "share", "in_all", (0, 0)),
    ("one job is no score", [GOOD], 24, "share", "in_all", None),
    ("no job is no score", [], 24, "share", "in_all", None),
    # 1 and 7 periods are 8 in both readings; with 8 periods they are 8 in all, or 9: 8 / 9 and 9 / 10.
    ("seven periods", [job("good", quarters=7), BAD], 24, "share", "extra", (88, 89)),
    ("eight periods, in all", [job("good", quarters=8), BAD], 24, "share", "in_all", (88, 89)),
    ("eight periods, extra", [job("good", quarters=8), BAD], 24, "share", "extra", (90, 90)),
    ("twenty periods, extra", [job("good", quarters=20), BAD], 24, "share", "extra", (90, 90)),
    # An upper one with 8 periods is 8 in all, or 9.5: 7 / 9 is 77.78, 8.5 / 10.5 is 80.95.
    ("upper, in all", [job("good", "upper", 8), BAD], 24, "minus", "in_all", (77, 78)),
    ("upper, extra", [job("good", "upper", 8), BAD], 24, "minus", "extra", (80, 81)),
    # A bad one of 1.5 with two periods is 3.5: 10 / 13.5 is 74.07; 6.5 / 13.5 is 48.15.
    ("long bad one, share", [good(10), job("bad", "upper", 2)], 24, "share", "in_all", (74, 75)),
    ("long bad one, minus", [good(10), job("bad", "upper", 2)], 24, "minus", "in_all", (48, 49)),
    # It counts until it is as many months old as the window, and no longer: 2 / 3 is 66.67.
    ("six months old", [good(2), job("bad", ago=6)], 6, "share", "in_all", (66, 67)),
    ("seven months old", [good(2), job("bad", ago=7)], 6, "share", "in_all", (100, 100)),
    ("seven months old, longer", [good(2), job("bad", ago=7)], 12, "share", "in_all", (66, 67)),
    ("twelve months old", [good(2), job("bad", ago=12)], 12, "share", "in_all", (66, 67)),
    ("thirteen months old", [good(2), job("bad", ago=13)], 12, "share", "in_all", (100, 100)),
    ("two years old", [good(2), job("bad", ago=24)], 24, "share", "in_all", (66, 67)),
    ("older than two years", [good(2), job("bad", ago=25)], 24, "share", "in_all", (100, 100)),
    # What is left out, and what can count though nobody says how much.
    ("without a review", [good(2), job("no_review")], 24, "share", "in_all", (100, 100)),
    ("flagged client", [good(2), job("left_out")], 24, "share", "in_all", (100, 100)),
    ("good without payment", [GOOD, job("good", "unpaid")], 24, "share", "in_all", None),
    ("bad without payment", [good(9), job("bad", "unpaid")], 24, "share", "in_all", (90, 100)),
    ("not sure", [good(9), job("unsure")], 24, "minus", "in_all", (80, 100)),
    # A bad one between 1.5 and 1: 10 / 11.5 is 86.96, 10 / 11 is 90.91. A good one: 1 / 2 and 1.5 / 2.5.
    ("unknown bad", [good(10), job("bad", "unknown")], 24, "share", "in_all", (86, 91)),
    ("unknown good", [job("good", "unknown"), BAD], 24, "share", "in_all", (50, 60)),
    # Open with four paid periods weighs 5: 5 / 6 is 83.33. Without any it is left out.
    ("open and paid", [job("open", quarters=4), BAD], 6, "share", "in_all", (83, 84)),
    ("open, never paid", [job("open"), BAD], 24, "share", "in_all", None),
]


@pytest.mark.parametrize(
    ("jobs", "window", "shape", "cap", "expected"), [row[1:] for row in HAND], ids=[row[0] for row in HAND]
)
def test_the_hand_computed_table_holds(
    jobs: list[Job], window: int, shape: Shape, cap: Cap, expected: tuple[int, int] | None
) -> None:
    found = score.cell(jobs, NOW, window, shape, cap, RULES)
    assert found == (Range(*expected) if expected else None)


def test_the_best_window_raises_the_high_end_and_never_the_low_one() -> None:
    # The short window has only the two good ones; in the longest, 2 / 3 is good and (2 - 1) / 3 is left.
    assert score.overall([good(2), job("bad", ago=7)], NOW, RULES) == Range(33, 100)


@pytest.mark.parametrize(
    ("jobs", "band", "shape", "expected"),
    [
        # One bad of 1 needs 9 good weight by the share and 19 by the minus; 8 are there.
        ([good(8), BAD], "lower", "share", (1, 1)),
        ([good(8), BAD], "lower", "minus", (11, 11)),
        ([good(8), BAD], "middle", "minus", (9, 9)),  # 11 / 1.25 is 8.8
        ([good(8), BAD], "upper", "minus", (8, 8)),  # 11 / 1.5 is 7.33
        ([good(9), BAD], "lower", "share", (0, 0)),
        # A bad one of 1.5 needs 13.5 and 28.5.
        ([good(10), job("bad", "upper")], "lower", "share", (4, 4)),
        ([good(10), job("bad", "upper")], "lower", "minus", (19, 19)),
        # A good one of 8 or 9 beside a bad one.
        ([job("good", quarters=8), BAD], "lower", "share", (0, 1)),
        # Nothing yet: two contracts make a score.
        ([], "upper", "minus", (2, 2)),
        ([GOOD], "lower", "share", (1, 1)),
    ],
)
def test_the_number_of_clean_contracts_is_that_of_the_hand(
    jobs: list[Job], band: Band, shape: Shape, expected: tuple[int, int]
) -> None:
    assert score.needed(jobs, NOW, band, shape, RULES) == Range(*expected)


def test_at_ninety_the_good_weight_is_nine_or_nineteen_times_the_bad() -> None:
    assert [score.times(shape, 90) for shape in ("share", "minus")] == [9, 19]
    assert [score.times(shape, 75) for shape in ("share", "minus")] == [3, 7]


# --- properties ----------------------------------------------------------------------------------

KINDS = st.builds(
    Job,
    st.sampled_from(OUTCOMES),
    st.sampled_from(BANDS),
    st.integers(0, 20),
    st.integers(NOW - 30, NOW),
    st.integers(1, 6),
)
LISTS = st.lists(KINDS, max_size=12)
PUBLISHED: tuple[Band, ...] = ("lower", "middle", "upper")
PAID: tuple[Band, ...] = ("lower", "middle", "upper", "unknown")
READINGS = st.tuples(
    st.sampled_from(RULES.windows), st.sampled_from(SHAPES), st.sampled_from(CAPS), st.sampled_from(SIDES)
)


def exact(jobs: list[Job], month: int, window: int, shape: Shape, cap: Cap, side: Side) -> Fraction | None:
    """The same from the published sentences, written another way and with fractions."""
    total, sign, number = Fraction(0), Fraction(0), 0
    for one in jobs:
        mood = {
            "good": 1,
            "open": 1 if one.quarters else 0,
            "bad": -1,
            "unsure": -1 if side == "low" else 1,
        }.get(one.outcome, 0)
        if one.band == "unpaid" and (mood > 0 or side == "high"):
            mood = 0
        if not mood or (one.end is not None and one.end not in range(month - window, month + 1)):
            continue
        options = (
            [EXACT[one.band]]
            if one.band in EXACT
            else [Fraction(1)]
            if one.band == "unpaid"
            else list(EXACT.values())
        )
        base = max(options) if (mood > 0) == (side == "high") else min(options)
        each = min(base + one.quarters, Fraction(8)) if cap == "in_all" else base + min(one.quarters, 8)
        total += each * one.count
        sign += mood * each * one.count
        number += one.count
    if number < 2:
        return None
    return 100 * (max(sign, Fraction(0)) / total if shape == "minus" else (total + sign) / 2 / total)


def every(jobs: list[Job], month: int, shape: Shape) -> list[Fraction | None]:
    return [exact(jobs, month, 24, shape, cap, side) for cap, side in product(CAPS, SIDES)]


@given(LISTS, st.integers(0, 26))
def test_the_range_is_from_the_lowest_to_the_highest_reading(jobs: list[Job], later: int) -> None:
    month = NOW + later
    found: list[Fraction] = []
    for shape, cap, side in product(SHAPES, CAPS, SIDES):
        long = exact(jobs, month, 24, shape, cap, side)
        if long is not None:
            windows = [exact(jobs, month, window, shape, cap, side) for window in (6, 12, 24)]
            found += [long, max(one for one in windows if one is not None)]
    expected = Range(floor(min(found)), ceil(max(found))) if found else None
    assert score.overall(jobs, month, RULES) == expected


@given(LISTS, KINDS, READINGS)
@settings(max_examples=300)
def test_one_more_good_contract_never_lowers_and_one_more_bad_never_raises(
    jobs: list[Job], more: Job, reading: tuple[int, Shape, Cap, Side]
) -> None:
    window, shape, cap, side = reading
    assume(more.band in PAID)

    def percent(*extra: Job) -> Fraction | None:
        found = score.tally([*jobs, *extra], NOW, window, cap, side, RULES)
        one = found.percent(shape) if found.jobs >= RULES.minimum else None
        return Fraction(one.top) / Fraction(one.of) if one else None

    before = percent()
    better, worse = percent(replace(more, outcome="good")), percent(replace(more, outcome="bad"))
    assert before == exact(jobs, NOW, window, shape, cap, side)
    if before is not None:
        assert worse is not None
        assert better is not None
        assert worse <= before <= better


@given(LISTS, KINDS)
def test_one_more_good_contract_lowers_no_end_of_the_range(jobs: list[Job], more: Job) -> None:
    assume(more.band in PAID)
    before, after = (
        score.overall(jobs, NOW, RULES),
        score.overall([*jobs, replace(more, outcome="good")], NOW, RULES),
    )
    if before and all(exact(jobs, NOW, 24, "share", "in_all", side) is not None for side in SIDES):
        assert after
        assert before.low <= after.low
        assert before.high <= after.high


@given(LISTS.flatmap(lambda jobs: st.tuples(st.just(jobs), st.permutations(jobs))))
def test_the_order_of_the_list_changes_nothing(lists: tuple[list[Job], list[Job]]) -> None:
    one, other = lists
    assert score.overall(one, NOW, RULES) == score.overall(other, NOW, RULES)
    assert score.overall(one, NOW + 9, RULES) == score.overall(other, NOW + 9, RULES)


@given(LISTS)
def test_every_range_lies_between_nothing_and_a_hundred(jobs: list[Job]) -> None:
    ranges = [score.overall(jobs, NOW, RULES), *(found for _, found in score.outlook(jobs, NOW, RULES))]
    assert all(0 <= found.low <= found.high <= 100 for found in ranges if found)


@given(LISTS, KINDS, st.integers(0, 12))
def test_what_is_left_out_changes_nothing(jobs: list[Job], more: Job, at: int) -> None:
    for extra in (
        replace(more, outcome="no_review"),
        replace(more, outcome="left_out"),
        replace(more, outcome="good", band="unpaid"),
        replace(more, outcome="open", quarters=0, end=None),
        replace(more, end=NOW - 25),
    ):
        longer = [*jobs[:at], extra, *jobs[at:]]
        assert score.overall(longer, NOW, RULES) == score.overall(jobs, NOW, RULES)
        assert score.overall(longer, NOW + 9, RULES) == score.overall(jobs, NOW + 9, RULES)
        for band, shape in product(PUBLISHED, SHAPES):
            assert score.needed(longer, NOW, band, shape, RULES) == score.needed(
                jobs, NOW, band, shape, RULES
            )


@given(LISTS)
def test_rows_of_many_are_the_same_as_many_rows(jobs: list[Job]) -> None:
    single = [replace(one, count=1) for one in jobs for _ in range(one.count)]
    assert score.overall(single, NOW, RULES) == score.overall(jobs, NOW, RULES)
    assert score.needed(single, NOW, "lower", "minus", RULES) == score.needed(
        jobs, NOW, "lower", "minus", RULES
    )


@given(
    st.lists(KINDS.filter(lambda one: one.quarters <= 6)),
    st.sampled_from(RULES.windows),
    st.sampled_from(SHAPES),
)
def test_both_readings_of_the_limit_agree_on_short_contracts(
    jobs: list[Job], window: int, shape: Shape
) -> None:
    one, other = (score.cell(jobs, NOW, window, shape, cap, RULES) for cap in CAPS)
    assert one == other


@given(LISTS, st.sampled_from(PUBLISHED), st.sampled_from(SHAPES))
@settings(max_examples=300)
def test_the_number_of_clean_contracts_is_the_least_that_reaches_the_aim(
    jobs: list[Job], band: Band, shape: Shape
) -> None:
    found = score.needed(jobs, NOW, band, shape, RULES)

    def reach(number: int) -> list[bool]:
        percents = every([*jobs, *([good(number, band, ago=0)] if number else [])], NOW, shape)
        return [percent is not None and percent >= 90 for percent in percents]

    assert any(reach(found.low))
    assert found.low == 0 or not any(reach(found.low - 1))
    assert all(reach(found.high))
    assert found.high == 0 or not all(reach(found.high - 1))


@given(LISTS, st.data())
def test_what_the_reader_finds_out_later_lies_inside_the_range(jobs: list[Job], data: st.DataObject) -> None:
    known = [
        replace(
            one,
            outcome=data.draw(st.sampled_from(("good", "bad"))) if one.outcome == "unsure" else one.outcome,
            band=data.draw(st.sampled_from(PUBLISHED)) if one.band == "unknown" else one.band,
        )
        for one in jobs
    ]
    before, after = score.overall(jobs, NOW, RULES), score.overall(known, NOW, RULES)
    if after:
        assert before
        assert before.low <= after.low <= after.high <= before.high


@given(LISTS)
def test_the_outlook_has_the_next_two_years_month_by_month(jobs: list[Job]) -> None:
    months = list(score.outlook(jobs, NOW, RULES))
    assert [month for month, _ in months] == list(range(NOW + 1, NOW + 25))
    assert all(found == score.overall(jobs, month, RULES) for month, found in months)


# --- months --------------------------------------------------------------------------------------


def test_months_are_counted_and_shown() -> None:
    december = score.month_of(date(2026, 12, 31))
    assert december + 1 == score.month_of(date(2027, 1, 1))
    assert [score.show_month(december + more) for more in (-11, 0, 1, 13)] == [
        *("Jan 2026", "Dec 2026", "Jan 2027", "Jan 2028"),
    ]


def test_a_month_that_has_begun_in_utc_alone_counts_too() -> None:
    assert score.overall([job("good", ago=-1, count=2)], NOW, RULES) == Range(100, 100)
