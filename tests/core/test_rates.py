from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.matching import sentences
from wizard.core.rates import rates


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("We pay $3/hr.", [("3", "hour", "$3/hr")]),
        ("12 to 15 USD per hour", [("15", "hour", "15 USD per hour")]),
        ("$12 to $15 an hour", [("15", "hour", "$15 an hour")]),
        ("$2-4/h", [("4", "hour", "4/h")]),
        ("2.50 usd hourly", [("2.50", "hour", "2.50 usd hourly")]),
        ("2,50 $ per hour", [("2.50", "hour", "2,50 $ per hour")]),
        ("$1,200 per hour", [("1200", "hour", "$1,200 per hour")]),
        ("1 cent per word", [("0.01", "word", "1 cent per word")]),
        ("$5 per 500 words", [("0.01", "word", "$5 per 500 words")]),
        ("$0.5 per article, $10 video, 3 per page", [("0.5", "piece", "$0.5 per article")]),
        ("0.02 dollars a word", [("0.02", "word", "0.02 dollars a word")]),
        ("10 hours a week, $400, 500 words, 3 per hour", []),
        ("$", []),
        ("$0 per hour", []),
        ("$9999999999999 per hour", []),
        ("$\u0663 per hour", []),
    ],
)
def test_a_rate_is_read_as_people_write_it(text: str, named: list[tuple[str, str, str]]) -> None:
    found = list(rates(sentences(text)))
    assert [(one.amount, one.unit, text[one.start : one.end]) for one in found] == [
        (Decimal(amount), unit, place) for amount, unit, place in named
    ]


@given(st.text(st.sampled_from("$1,.0 /hr word per usd cent\n\u0661\u00b2"), max_size=60))
def test_any_text_has_rates_above_nothing_or_none(text: str) -> None:
    assert all(one.amount > 0 and one.start < one.end for one in rates(sentences(text)))
