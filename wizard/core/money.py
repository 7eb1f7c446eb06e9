"""Sums in USD as a reader types them and as words print them."""

import re
from decimal import Decimal

from wizard.core.errors import Refusal, shortened

MOST = Decimal(10_000_000)
LONGEST = 40
"""Characters of a typed sum; a longer text is refused whole, never cut and then read."""
_SUM = re.compile(r"(?:USD|\$)?\s*(\d{1,3}(?:[, ]\d{3})+|\d+)(?:[.,](\d{1,2}))?\s*(?:USD|\$)?", re.IGNORECASE)
_FOREIGN = re.compile(r"[€£₦₴₹₱৳]|\b(?:EUR|GBP|NGN|UAH|INR|PKR|PHP|BDT)\b", re.IGNORECASE)


def parse(text: str, *, zero: bool = False) -> Decimal:
    """Return the sum of a text such as "600", "1,200.50" or "$80", or raise Refusal; `zero` lets it be 0."""
    stripped = text.strip()
    if _FOREIGN.search(stripped[:LONGEST]):
        raise Refusal("All sums here are in USD, as on Upwork. Write the sum in USD, for example 600.")
    match = _SUM.fullmatch(stripped) if len(stripped) <= LONGEST else None
    if match is None:
        raise Refusal(f'"{shortened(text)}" is not a sum we can read. Write digits only, for example 600.')
    amount = Decimal(re.sub(r"[, ]", "", match[1]) + "." + (match[2] or "0"))
    if not (0 < amount <= MOST or (zero and amount == 0)):
        raise Refusal("The sum must be more than 0 and less than 10 million USD.")
    return amount


def show(amount: Decimal) -> str:
    """Return ``600 USD`` or ``1,200.50 USD``."""
    return f"{amount:,.2f}".removesuffix(".00") + " USD"
