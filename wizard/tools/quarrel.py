"""A quarrel about money as it was typed: what is at stake, its ways, and its sums in words.

Used by the tool `worth_it`, which says what follows. The arithmetic stands in `core.stakes`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import cast

from wizard.core import money, stakes
from wizard.core.errors import Refusal
from wizard.core.form import Value
from wizard.core.stakes import BANDS, Stakes, Way, Where
from wizard.core.words import Spans
from wizard.tools.model import Asked, plain

_ROUND_FROM = 100
"""USD from which averages are shown without cents: they come from guesses."""


@dataclass(frozen=True, slots=True)
class Quarrel:
    """One calculation: what was asked, what is at stake, and the ways with their figures."""

    asked: Asked
    stakes: Stakes
    ways: Mapping[str, Way]

    def say(self, line: str, **parts: object) -> Spans:
        """Return a line in the words for where the money is, if it has its own there."""
        own = f"{self.stakes.where}_{line}"
        return self.asked.say(own if own in self.asked.words.lines else line, **parts)

    def sum(self, amount: Decimal) -> Spans:
        """Return a sum in words, also one below nothing."""
        amount = amount.quantize(Decimal("0.01"))
        shown = money.show(abs(amount))
        return self.asked.say("minus", sum=shown) if amount < 0 else plain(shown)

    def average(self, way: Way) -> tuple[Decimal, Decimal]:
        """Return both ends of an average as they are shown: a guess on a larger sum has no cents."""
        if way.low == way.high or self.stakes.claim < _ROUND_FROM:
            return way.low, way.high
        return way.low.quantize(Decimal(1), ROUND_HALF_UP), way.high.quantize(Decimal(1), ROUND_HALF_UP)

    def range(self, low: Decimal, high: Decimal) -> Spans:
        """Return a range of sums in words, or one sum where both ends are alike."""
        return (
            self.sum(low) if low == high else self.asked.say("range", low=self.sum(low), high=self.sum(high))
        )

    def days(self, amount: Decimal) -> str:
        """Return a sum in days of the reader's own work."""
        days = stakes.days(amount, self.stakes.hour, number(self.asked.values, "day_hours"))
        return f"{days:,f}".removesuffix(".0")

    def told_days(self, amount: Decimal) -> Spans:
        """Return the same with its word: 1 day, 2.5 days."""
        days = self.days(amount)
        return self.say("day" if days == "1" else "days", number=days)


def quarrel(asked: Asked) -> Quarrel:
    """Return what is at stake by what was typed. Raises Refusal where two fields contradict each other."""
    values = asked.values
    where = cast("Where", "held" if values["money"] == "unknown" else values["money"])
    held = number(values, "sum")
    offer = number(values, "offer")
    if offer > held:
        raise Refusal("A yes cannot leave you more than the sum you quarrel about. Check both sums.")
    claim = held
    if "done" in values:
        done, of = number(values, "done"), number(values, "of")
        if done > of:
            raise Refusal("More is done than there is in all. Check both numbers of the work that is done.")
        claim = stakes.part(held, done, of)
    at_stake = Stakes(
        where,
        held,
        claim,
        offer,
        BANDS[str(values["chance"])],
        number(values, "service_fee") if "service_fee" in values else _highest_rate(asked),
        number(values, "fee") if "fee" in values else asked.decimal("arbitration.fee"),
        number(values, "value"),
        {
            "accept": Decimal(0),
            "talk": number(values, "hours_talk"),
            "dispute": number(values, "hours_dispute"),
            "arbitrate": number(values, "hours_arbitration"),
        },
    )
    return Quarrel(asked, at_stake, {way.route: way for way in stakes.ways(at_stake)})


def number(values: Mapping[str, Value], name: str) -> Decimal:
    """Return a typed number or sum; 0 for a field that is empty or not asked."""
    value = values.get(name, Decimal(0))
    if not isinstance(value, Decimal):
        raise TypeError(f"{name} is not a number")
    return value


def _highest_rate(asked: Asked) -> Decimal:
    """Return the upper end of the reported range: whoever counts with it is not disappointed."""
    return Decimal(str(asked.ledger["fees.service_fee"].value).rpartition(" ")[2])
