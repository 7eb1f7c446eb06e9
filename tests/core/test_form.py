"""What a reader types into a tool is read into values, or refused by name in one sentence."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wizard.core.errors import Refusal
from wizard.core.form import LONGEST, Field, Form, read, value

TODAY = date(2026, 11, 22)
FORM = Form(
    (
        Field("kind", "choice", ("fixed", "hourly"), needed=True),
        Field("on", "date", future=False),
        Field("at", "time"),
        Field("sum", "money"),
        Field("share", "number", least=0, most=100, default="50"),
        Field("rounds", "number", least=0, whole=True),
        Field("name", "text"),
        Field("post", "long", kept=False),
        Field("limit", "number", only=("kind", ("hourly",))),
    ),
    row=(Field("band", "choice", ("low", "high"), needed=True), Field("count", "number", least=1, most=9)),
    most_rows=3,
)
FIELDS = {field.id: field for field in FORM.fields}


@pytest.mark.parametrize(
    ("name", "typed", "wanted"),
    [
        ("on", "2026-11-12", date(2026, 11, 12)),
        ("on", " 2026-11-23 ", date(2026, 11, 23)),
        ("at", "9:05", time(9, 5)),
        ("sum", "1,200.50", Decimal("1200.50")),
        ("share", "12,5 %", Decimal("12.5")),
        ("share", "40%", Decimal(40)),
        ("rounds", "1,000", Decimal(1000)),
        ("share", "0,125", Decimal("0.125")),
        ("rounds", "1,200,000", Decimal(1_200_000)),
        ("rounds", "2.0", Decimal("2.0")),
        ("kind", "fixed", "fixed"),
        ("name", "  a\tb  ", "a b"),
        ("name", "\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
        ("post", "one\r\n two\rthree", "one\ntwo\nthree"),
    ],
)
def test_a_text_becomes_a_value(name: str, typed: str, wanted: object) -> None:
    assert value(FIELDS[name], typed, TODAY) == wanted


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("on", "2026-02-31", "is not a day we can read"),
        ("on", "0001-01-01", "cannot be right"),
        ("on", "2026-11-24", "is still to come"),
        ("at", "24:00", "is not a time we can read"),
        ("at", "noon", "is not a time we can read"),
        ("sum", "-5", "is not a sum we can read"),
        ("sum", "NaN", "is not a sum we can read"),
        ("share", "101", "Write a number from 0 to 100."),
        ("share", "-1", "Write a number from 0 to 100."),
        ("share", "inf", "is not a number we can read"),
        ("share", "1e3", "is not a number we can read"),
        ("share", "\u0661\u0662", "is not a number we can read"),
        ("rounds", "1.5", "has a fraction"),
        ("rounds", "-1", "not below 0"),
        ("kind", "fixd", 'Did you mean "fixed"?'),
        ("name", "x" * 81, "too long: 81 characters"),
        ("name", "\u200d", "nothing to read here"),
        ("post", "x" * (LONGEST["long"] + 1), "too long"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(name: str, typed: str, says: str) -> None:
    with pytest.raises(Refusal, match=says.replace("?", r"\?").replace(".", r"\.")):
        value(FIELDS[name], typed, TODAY)


def test_each_problem_is_told_by_the_name_of_its_field_and_the_rest_is_read() -> None:
    found = read(
        FORM, {"kind": "fixed", "sum": "much", "share": "20", "2.band": "low", "2.count": "0"}, TODAY
    )
    assert set(found.problems) == {"sum", "2.count"}
    assert found.values == {"kind": "fixed", "share": Decimal(20)}
    assert found.rows == ({"band": "low"},)


def test_a_needed_field_that_is_empty_is_missing_and_no_problem() -> None:
    found = read(FORM, {"kind": " ", "1.count": "2"}, TODAY)
    assert (found.missing, found.problems) == (("kind", "1.band"), {})


def test_an_empty_field_counts_as_its_default() -> None:
    assert read(FORM, {"kind": "fixed"}, TODAY).values["share"] == Decimal(50)


def test_a_field_that_is_not_asked_is_never_read() -> None:
    assert read(FORM, {"kind": "fixed", "limit": "nonsense"}, TODAY).problems == {}
    assert set(read(FORM, {"kind": "hourly", "limit": "nonsense"}, TODAY).problems) == {"limit"}


def test_an_empty_row_is_left_out() -> None:
    assert read(FORM, {"kind": "fixed", "1.band": "", "3.band": "high"}, TODAY).rows == ({"band": "high"},)


@pytest.mark.parametrize(
    "name", ["colour", "4.band", "0.band", "01.band", "1.colour", "1.", ".band", "1.1.band", ""]
)
def test_a_name_that_no_field_has_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match="There is no field"):
        read(FORM, {name: "x"}, TODAY)


@given(st.dictionaries(st.sampled_from([*FIELDS, "1.band", "2.count"]), st.text(max_size=60)))
@example({"sum": "9" * 39, "share": "9" * 40, "on": "9999-12-31", "name": "\u202e<b>", "rounds": "1_0"})
def test_whatever_is_typed_is_read_or_refused_by_name(typed: dict[str, str]) -> None:
    found = read(FORM, typed, TODAY)
    assert set(found.problems) <= set(typed)
    assert all(says.endswith((".", "?")) for says in found.problems.values())
    assert not set(found.problems) & set(found.values)
