from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core import stakes
from wizard.core.stakes import BANDS, USE, Band, Stakes, Where

SMALL = Stakes(
    where="held",
    held=Decimal(150),
    claim=Decimal(150),
    offer=Decimal(60),
    chance=BANDS["even"],
    rate=Decimal(10),
    fee=Decimal(300),
    hour=Decimal(8),
    hours={"accept": Decimal(0), "talk": Decimal(1), "dispute": Decimal(2), "arbitrate": Decimal(5)},
)
"""After the fee: 135 of the sum, 54 of the offer. Hours cost 8, 16 and, with arbitration, 56."""
LARGE = replace(
    SMALL,
    held=Decimal(4000),
    claim=Decimal(4000),
    offer=Decimal(1000),
    chance=BANDS["good"],
    hour=Decimal(20),
)
"""After the fee: 3,600 and 900. Hours cost 20, 40 and 140."""
NO_OFFER = replace(SMALL, offer=Decimal(0))
FREE = replace(NO_OFFER, hour=Decimal(0))
PAID = replace(LARGE, where="released")
HOURS = replace(LARGE, where="hourly", chance=BANDS["low"])
PART = replace(LARGE, claim=Decimal(2400), offer=Decimal(0))


def _way(case: Stakes, route: str) -> stakes.Way:
    return next(way for way in stakes.ways(case) if way.route == route)


# What it costs, the average from low to high, the worst and the best case.
@pytest.mark.parametrize(
    ("case", "route", "sums"),
    [
        (SMALL, "accept", "0 54 54 54 54"),
        # Half way is 94.50: 0.4 of it, or 0.6 of it and 0.4 of the offer; less 8.
        (SMALL, "talk", "8 29.80 70.30 -8 127"),
        (SMALL, "dispute", "16 38 65 -16 119"),
        (SMALL, "arbitrate", "356 -302 -275 -356 -221"),
        (LARGE, "accept", "0 900 900 900 900"),
        (LARGE, "talk", "20 1330 1960 -20 3580"),
        (LARGE, "dispute", "40 2120 2840 -40 3560"),
        (LARGE, "arbitrate", "440 1720 2440 -440 3160"),
        (NO_OFFER, "talk", "8 19 32.50 -8 127"),
        (NO_OFFER, "accept", "0 0 0 0 0"),
        (FREE, "dispute", "0 54 81 0 135"),
        (FREE, "arbitrate", "300 -246 -219 -300 -165"),
        # Paid money: a no keeps it, talks end half way or at the client's wish, arbitration risks it.
        (PAID, "accept", "0 900 900 900 900"),
        (PAID, "talk", "20 2230 2230 880 3580"),
        (PAID, "dispute", "40 3560 3560 unknown 3560"),
        (PAID, "arbitrate", "440 1720 2440 -440 3160"),
        (HOURS, "dispute", "40 320 1040 -40 3560"),
        (HOURS, "talk", "20 205 1285 -20 3580"),
        # Six of ten items done: 2,160 after the fee are asked for.
        (PART, "dispute", "40 1256 1688 -40 2120"),
        (PART, "arbitrate", "440 856 1288 -440 1720"),
        (replace(SMALL, chance=BANDS["unknown"]), "dispute", "16 -2.5 92 -16 119"),
    ],
)
def test_a_way_costs_and_brings_what_a_hand_computes(case: Stakes, route: str, sums: str) -> None:
    way = _way(case, route)
    costs, low, high, worst, best = sums.split()
    assert (way.costs, way.low, way.high, way.best) == tuple(map(Decimal, (costs, low, high, best)))
    assert way.worst == (None if worst == "unknown" else Decimal(worst))


@pytest.mark.parametrize(
    ("case", "route", "over", "under", "percent"),
    [
        (SMALL, "dispute", 70, 135, 52),
        (LARGE, "dispute", 940, 3600, 26),
        (LARGE, "arbitrate", 1340, 3600, 37),
        (NO_OFFER, "dispute", 16, 135, 12),
        (FREE, "dispute", 0, 135, 0),
        (PAID, "arbitrate", 1340, 3600, 37),
        (PART, "arbitrate", 440, 2160, 20),
        (replace(FREE, fee=Decimal(135)), "arbitrate", 135, 135, 100),
        (replace(FREE, fee=Decimal("134.99")), "arbitrate", Decimal("134.99"), 135, 99),
        (replace(FREE, fee=Decimal("0.01")), "arbitrate", Decimal("0.01"), 135, 1),
    ],
)
def test_the_break_even_chance_is_what_a_hand_computes(
    case: Stakes, route: str, over: Decimal | int, under: int, percent: int
) -> None:
    even = _way(case, route).even
    assert even
    assert (even.over, even.under) == (Decimal(over), Decimal(under))
    assert even.percent == percent


@pytest.mark.parametrize(
    "case",
    [
        SMALL,
        NO_OFFER,
        FREE,
        replace(LARGE, offer=Decimal(4000)),
        replace(LARGE, claim=Decimal(0), offer=Decimal(0)),
    ],
)
def test_no_chance_is_named_where_even_a_full_win_is_worth_less_than_a_yes(case: Stakes) -> None:
    assert _way(case, "arbitrate").even is None


@pytest.mark.parametrize(("where", "routes"), [("held", 4), ("released", 4), ("hourly", 3)])
def test_hours_have_no_arbitration(where: Where, routes: int) -> None:
    found = [way.route for way in stakes.ways(replace(LARGE, where=where))]
    assert found == ["accept", "talk", "dispute", "arbitrate"][:routes]


@pytest.mark.parametrize(
    ("band", "place"), [(("0.1", "0.3"), "below"), (("0.4", "0.6"), "inside"), (("0.6", "0.8"), "above")]
)
def test_a_band_lies_above_below_or_around_the_break_even(band: tuple[str, str], place: str) -> None:
    assert stakes.Even(Decimal(1), Decimal(2)).place(Band(Decimal(band[0]), Decimal(band[1]))) == place


def test_who_pays_decides_about_held_money() -> None:
    ends = stakes.payers(SMALL)
    assert (ends.nobody, ends.only_client) == (Decimal(-16), Decimal(-16))
    assert (ends.only_me, ends.only_me_lost) == (Decimal(119), Decimal(-181))
    assert (ends.both_lost, ends.both_won) == (Decimal(-356), Decimal(-221))


def test_who_pays_alone_gets_all_that_is_held_and_not_only_the_part_asked_for() -> None:
    assert stakes.payers(PART).only_me == Decimal(3560)


@pytest.mark.parametrize(
    ("use", "asks", "floor"),
    [
        ("all", "2400", "1395.56"),
        ("some", "1800", "1395.56"),
        ("none", "1200", "1200"),
        ("unknown", "1800", "1395.56"),
    ],
)
def test_a_fair_part_is_what_is_done_less_what_cannot_be_used(use: str, asks: str, floor: str) -> None:
    # The low end of a dispute is 1,256 after the fee of 10 per cent: 1,395.56 before it, and never over the ask.
    assert stakes.fair(PART, use) == stakes.Fair(Decimal(asks), Decimal(floor))


@pytest.mark.parametrize(
    ("agreed", "done", "of", "part"),
    [
        ("900", "2", "3", "600"),
        ("100", "1", "3", "33.33"),
        ("0.01", "50", "100", "0.01"),
        ("5", "0", "9", "0"),
    ],
)
def test_a_part_is_counted_in_cents(agreed: str, done: str, of: str, part: str) -> None:
    assert stakes.part(Decimal(agreed), Decimal(done), Decimal(of)) == Decimal(part)


def test_a_sum_is_shown_in_days_of_the_readers_own_work() -> None:
    assert stakes.days(Decimal("337.50"), Decimal(8), Decimal(8)) == Decimal("5.3")


def _money(least: str, most: str = "10000000") -> st.SearchStrategy[Decimal]:
    return st.decimals(least, most, places=2)


@st.composite
def _cases(draw: st.DrawFn) -> Stakes:
    held = draw(_money("0.01"))
    hours = {route: draw(st.decimals(0, 1000, places=4)) for route in ("talk", "dispute", "arbitrate")}
    return Stakes(
        draw(st.sampled_from(["held", "released", "hourly"])),
        held,
        stakes.part(held, Decimal(draw(st.integers(0, 7))), Decimal(7)),
        draw(_money("0", str(held))),
        draw(st.sampled_from(sorted(BANDS.values(), key=str))),
        draw(st.decimals(0, 50, places=4)),
        draw(_money("0.01")),
        draw(_money("0")),
        {"accept": Decimal(0), **hours},  # type: ignore[dict-item]
    )


@given(_cases())
def test_an_average_lies_between_the_worst_and_the_best_case(case: Stakes) -> None:
    for way in stakes.ways(case):
        assert way.low <= way.high <= way.best
        assert way.worst is None or way.worst <= way.low


@given(_cases())
def test_at_the_break_even_chance_a_way_is_worth_exactly_what_a_yes_brings(case: Stakes) -> None:
    accept, claim = Fraction(case.after_fee(case.offer)), Fraction(case.after_fee(case.claim))
    for way in stakes.ways(case):
        if way.even:
            chance = Fraction(way.even.over) / Fraction(way.even.under)
            assert 0 <= chance <= 1
            assert 0 <= way.even.percent <= 100
            assert chance * claim - Fraction(way.costs) == accept
        elif way.route == "arbitrate":
            assert claim == 0 or claim - Fraction(way.costs) < accept


@given(_cases(), _money("0.01", "5000"))
def test_a_higher_fee_never_makes_arbitration_better(case: Stakes, more: Decimal) -> None:
    if case.where == "hourly":
        return
    before, after = _way(case, "arbitrate"), _way(replace(case, fee=case.fee + more), "arbitrate")
    assert (after.low, after.high, after.worst, after.best) < (
        before.low,
        before.high,
        before.worst,
        before.best,
    )
    assert after.even is None or (before.even is not None and after.even.over > before.even.over)


@given(_cases(), st.sampled_from(sorted(USE)))
def test_a_fair_part_never_passes_the_agreed_sum_and_its_floor_never_the_part(case: Stakes, use: str) -> None:
    fair = stakes.fair(case, use)
    assert 0 <= fair.floor <= fair.asks <= case.claim <= case.held


@given(_money("0.01"), st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_part_of_a_sum_is_never_more_than_the_sum(agreed: Decimal, done: int, of: int) -> None:
    assert 0 <= stakes.part(agreed, Decimal(min(done, of)), Decimal(of)) <= agreed
