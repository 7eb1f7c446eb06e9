"""What is at stake in a quarrel about money: the ways to go on, and what each costs, brings and risks in USD.

Arithmetic only: chances, hours and fees come in as numbers. Where they are from, and every word, stands
elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeAlias

Where: TypeAlias = Literal["held", "released", "hourly"]
Route: TypeAlias = Literal["accept", "talk", "dispute", "arbitrate"]
_NOTHING = Decimal(0)
_CENT = Decimal("0.01")
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Band:
    """A chance as a range: shares from 0 to 1, `low` not above `high`."""

    low: Decimal
    high: Decimal


BANDS: Mapping[str, Band] = {
    "low": Band(Decimal("0.1"), Decimal("0.3")),
    "even": Band(Decimal("0.4"), Decimal("0.6")),
    "good": Band(Decimal("0.6"), Decimal("0.8")),
    "unknown": Band(Decimal("0.1"), Decimal("0.8")),
}
"""Ours: no page says how often a freelancer wins. Who does not know gets everything from low to good."""

USE: Mapping[str, Decimal] = {
    "all": Decimal(1),
    "some": Decimal("0.75"),
    "none": Decimal("0.5"),
    "unknown": Decimal("0.75"),
}
"""Ours: the share of the done part to ask for, by how much of it the client can use without the rest."""


@dataclass(frozen=True, slots=True)
class Stakes:
    """One quarrel: sums in USD before the service fee, hours still to come. Spent hours change nothing."""

    where: Where
    held: Decimal
    """The whole sum that the quarrel is about."""
    claim: Decimal
    """What the reader asks for: the whole sum, or the part that is done."""
    offer: Decimal
    """What a yes leaves her; 0 where nothing is offered."""
    chance: Band
    rate: Decimal
    """The service fee in per cent."""
    fee: Decimal
    """Her share of the arbitration fee."""
    hour: Decimal
    """What an hour of hers is worth; 0 where she gave no value."""
    hours: Mapping[Route, Decimal]

    def after_fee(self, amount: Decimal) -> Decimal:
        """Return what is left of a sum after the service fee, exactly."""
        return amount * (100 - self.rate) * _CENT

    def time(self, *routes: Route) -> Decimal:
        """Return what the hours of some routes are worth."""
        return sum((self.hours[route] for route in routes), _NOTHING) * self.hour


@dataclass(frozen=True, slots=True)
class Even:
    """The chance at which a way is worth as much as a yes: `over` / `under`, from 0 to 1, kept exact."""

    over: Decimal
    under: Decimal

    @property
    def percent(self) -> int:
        """The chance in whole per cent; 1 and 99 stand for what is nearly nothing and nearly sure."""
        exact = 100 * self.over / self.under
        if exact in (0, 100):
            return int(exact)
        return min(99, max(1, int(exact.to_integral_value(ROUND_HALF_UP))))

    def place(self, band: Band) -> Literal["above", "below", "inside"]:
        """Tell where a band of chances lies, seen from this one."""
        if self.over < band.low * self.under:
            return "above"
        return "below" if self.over > band.high * self.under else "inside"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to go on. `low` to `high` is what it is worth on average, after its costs."""

    route: Route
    hours: Decimal
    costs: Decimal
    """The hours at their value, and the fee."""
    low: Decimal
    high: Decimal
    best: Decimal
    worst: Decimal | None
    """None where no page that could be read says how bad it can end."""
    even: Even | None = None
    """None where no chance makes it as good as a yes, or where no chance is needed."""


@dataclass(frozen=True, slots=True)
class Payers:
    """What held money leaves the reader, by who pays for arbitration."""

    nobody: Decimal
    only_me: Decimal
    """If her fee then comes back."""
    only_me_lost: Decimal
    """If it does not."""
    only_client: Decimal
    both_lost: Decimal
    both_won: Decimal


@dataclass(frozen=True, slots=True)
class Fair:
    """A part to offer, and the least that is still better than a dispute; before the service fee."""

    asks: Decimal
    floor: Decimal


def part(agreed: Decimal, done: Decimal, of: Decimal) -> Decimal:
    """Return the share of an agreed sum for what is done, in cents, from 0 to the agreed sum."""
    return min(agreed, (agreed * done / of).quantize(_CENT, ROUND_HALF_UP))


def ways(stakes: Stakes) -> tuple[Way, ...]:
    """Return every way that exists where the money is, a yes first. Hours have no arbitration."""
    accept = stakes.after_fee(stakes.offer)
    yes = Way("accept", _NOTHING, _NOTHING, accept, accept, accept, accept)
    if stakes.where == "hourly":
        return yes, _talk(stakes), _dispute(stakes)
    return yes, _talk(stakes), _dispute(stakes), _arbitrate(stakes)


def _talk(stakes: Stakes) -> Way:
    """Talks end half way, we count. If they fail, a claim gets nothing or the old offer; paid money stays."""
    costs = stakes.time("talk")
    offer, claim = stakes.after_fee(stakes.offer), stakes.after_fee(stakes.claim)
    half = max(offer, (offer + claim) * _HALF)
    if stakes.where == "released":
        low, high, worst = half, half, min(offer, claim)
    else:
        low = half * stakes.chance.low
        high = offer + (half - offer) * stakes.chance.high
        worst = _NOTHING
    best = max(offer, claim) - costs
    return Way("talk", stakes.hours["talk"], costs, low - costs, high - costs, best, worst - costs)


def _dispute(stakes: Stakes) -> Way:
    """A dispute brings all of the claim or nothing: the offer counts as gone, and no fee is paid.

    For money already paid it is mediation: nobody can force a refund, so no chance is needed.
    """
    costs = stakes.time("dispute")
    if stakes.where == "released":
        kept = stakes.after_fee(stakes.claim) - costs
        return Way("dispute", stakes.hours["dispute"], costs, kept, kept, kept, None)
    return _risked(stakes, "dispute", stakes.hours["dispute"], costs)


def _arbitrate(stakes: Stakes) -> Way:
    """Arbitration comes after a dispute: it costs the hours of both. Both sides pay, so the fee is gone."""
    hours = stakes.hours["dispute"] + stakes.hours["arbitrate"]
    return _risked(stakes, "arbitrate", hours, stakes.time("dispute", "arbitrate") + stakes.fee)


def _risked(stakes: Stakes, route: Route, hours: Decimal, costs: Decimal) -> Way:
    claim = stakes.after_fee(stakes.claim)
    even = break_even(stakes.after_fee(stakes.offer), costs, claim)
    low, high = claim * stakes.chance.low - costs, claim * stakes.chance.high - costs
    return Way(route, hours, costs, low, high, claim - costs, -costs, even)


def break_even(accept: Decimal, costs: Decimal, claim: Decimal) -> Even | None:
    """Return the chance p with p x claim - costs = accept, or None where even a full win is worth less."""
    return Even(accept + costs, claim) if claim > 0 and accept + costs <= claim else None


def payers(stakes: Stakes) -> Payers:
    """Return the four ends of arbitration about held money: who pays decides who gets all of it."""
    filed = stakes.time("dispute")
    alone = stakes.after_fee(stakes.held) - filed
    both = _arbitrate(stakes)
    return Payers(-filed, alone, alone - stakes.fee, -filed, -both.costs, both.best)


def fair(stakes: Stakes, use: str) -> Fair:
    """Return the part to offer and its floor: what a dispute is worth at the low end of the chance."""
    asks = (stakes.claim * USE[use]).quantize(_CENT, ROUND_HALF_UP)
    left = max(_NOTHING, _dispute(stakes).low)
    floor = (left * 100 / (100 - stakes.rate)).quantize(_CENT, ROUND_HALF_UP)
    return Fair(asks, min(asks, floor))


def days(amount: Decimal, hour: Decimal, in_a_day: Decimal) -> Decimal:
    """Return a sum in days of the reader's own work, to a tenth."""
    return (amount / (hour * in_a_day)).quantize(Decimal("0.1"), ROUND_HALF_UP)
