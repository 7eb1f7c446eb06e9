"""Rates that a text names: sums for an hour, a word or a piece. It judges none of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from wizard.core.matching import Sentence, Word

_CURRENCY = frozenset(("$", "usd", "dollar", "dollars", "bucks"))
_CENTS = frozenset(("cent", "cents"))
_PER = frozenset(("per", "a", "an", "each", "every", "for"))
_HOURS = frozenset(("hour", "hr", "hrs", "h", "hourly"))
_WORDS = frozenset(("word", "words"))
_PIECES = frozenset(("article", "page", "post", "video", "clip", "design", "logo", "script", "email"))
"""Pieces of some work; an image, a row or a tag can be a matter of seconds."""
_BACK = 3
"""Words before a number in which its currency may stand: "$2 to 4"."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A sum in USD for one hour, word or piece, and where it stands in the text."""

    amount: Decimal
    unit: Literal["hour", "word", "piece"]
    start: int
    end: int


def rates(read: Sequence[Sentence]) -> Iterator[Rate]:
    """Yield the rates of a text: "$3/hr", "12 to 15 USD per hour", "1 cent a word", "$5 per 500 words"."""
    for sentence in read:
        for at, word in enumerate(sentence):
            if word.says[0].isdigit():
                rate = _rate(sentence, at)
                if rate:
                    yield rate


def _rate(sentence: Sentence, at: int) -> Rate | None:
    amount = _number(sentence[at])
    place = at + 1
    money = _named_before(sentence, at)
    if _says(sentence, place) in _CURRENCY | _CENTS:
        money = True
        if _says(sentence, place) in _CENTS and amount is not None:
            amount /= 100
        place += 1
    if not money or not amount:
        return None
    each = _says(sentence, place) in _PER
    if each:
        place += 1
    start = sentence[at - 1].start if at and sentence[at - 1].says in _CURRENCY else sentence[at].start
    if _says(sentence, place) in _HOURS:
        return Rate(amount, "hour", start, sentence[place].end)
    if each and _says(sentence, place) in _PIECES:
        return Rate(amount, "piece", start, sentence[place].end)
    many = _number(sentence[place]) if _says(sentence, place)[:1].isdigit() else None
    if many:
        place += 1
    if _says(sentence, place) in _WORDS:
        return Rate(amount / (many or 1), "word", start, sentence[place].end)
    return None


def _named_before(sentence: Sentence, at: int) -> bool:
    for place in range(at - 1, max(-1, at - 1 - _BACK), -1):
        word = sentence[place]
        if sentence[place + 1].pause:
            return False
        if word.says in _CURRENCY:
            return True
        if not (word.says[0].isdigit() or word.says in ("to", "or")):
            return False
    return False


def _says(sentence: Sentence, at: int) -> str:
    return sentence[at].says if at < len(sentence) and not sentence[at].pause else ""


def _number(word: Word) -> Decimal | None:
    """Return the number of a word: "1,200", "2.50", and "2,50" as many write it; None where it is none."""
    head, comma, tail = word.says.partition(",")
    plain = f"{head}.{tail}" if comma and len(tail) != 3 else head + tail  # noqa: PLR2004 - thousands
    try:
        return Decimal(plain) if len(plain) <= 9 and plain.isascii() else None  # noqa: PLR2004 - no sum is longer
    except InvalidOperation:
        return None
