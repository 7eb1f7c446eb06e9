from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core import money
from wizard.core.errors import Refusal


@pytest.mark.parametrize(
    ("text", "sum_", "shown"),
    [
        ("600", "600", "600 USD"),
        (" $80 ", "80", "80 USD"),
        ("80$", "80", "80 USD"),
        ("usd 80", "80", "80 USD"),
        ("1,200.50", "1200.50", "1,200.50 USD"),
        ("1 200", "1200", "1,200 USD"),
        ("0.01", "0.01", "0.01 USD"),
        ("10000000", "10000000", "10,000,000 USD"),
        ("12.5", "12.5", "12.50 USD"),
        ("12,50", "12.5", "12.50 USD"),
        ("1,2", "1.2", "1.20 USD"),
    ],
)
def test_a_sum_is_read_as_people_type_it(text: str, sum_: str, shown: str) -> None:
    assert money.parse(text) == Decimal(sum_)
    assert money.show(money.parse(text)) == shown


@pytest.mark.parametrize(
    "text",
    ["", "six hundred", "-5", "12.345", "1.200,50", "600 <b>", "1e3", "NaN", "\ud800", "x" * 10_000],
)
def test_what_is_no_sum_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refusal, match="for example 600"):
        money.parse(text)


@pytest.mark.parametrize("text", ["0", "0.00", "10000000.01", "9" * 39])
def test_a_sum_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="more than 0"):
        money.parse(text)


@pytest.mark.parametrize("text", ["600" + " " * 60 + "EUR", "0" * 38 + "600"])
def test_a_sum_is_never_cut_and_then_read(text: str) -> None:
    with pytest.raises(Refusal):
        money.parse(text)


@given(st.decimals("0.01", "10000000", places=2))
def test_a_sum_that_is_shown_is_read_again(amount: Decimal) -> None:
    assert money.parse(money.show(amount)) == amount


@given(st.text(st.characters(), max_size=60))
def test_any_text_is_a_sum_or_refused_in_one_sentence(text: str) -> None:
    try:
        says = money.show(money.parse(text))
    except Refusal as refusal:
        says = refusal.says
    assert says.isprintable()


@pytest.mark.parametrize("text", ["€ 50", "5000 NGN", "₱2,000"])
def test_a_sum_in_another_currency_is_refused_by_name(text: str) -> None:
    with pytest.raises(Refusal, match="All sums here are in USD"):
        money.parse(text)


def test_nothing_is_a_sum_only_where_it_may_be() -> None:
    assert money.parse("0", zero=True) == 0
    assert money.parse("0.00 USD", zero=True) == 0
    with pytest.raises(Refusal, match="more than 0"):
        money.parse("0")
