from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples import permit
from wizard.core.compiler import compile_flow
from wizard.core.engine import step
from wizard.core.errors import Refusal
from wizard.core.fill import LONGEST_TEXT, Filled, fill
from wizard.core.words import Link, Moment, Place, Plain, Strong, within
from wizard.render import Speaker

BOOK = permit.book()
MACHINE = compile_flow(BOOK.flows["permit"])
TODAY = date(2026, 11, 21)
HOSTILE = "<script>alert(1)</script><b>&amp;\"'"


def _fill(outcome: str = "get_papers", day: date = TODAY, **inputs: str) -> Filled:
    return fill(BOOK, "permit", outcome, inputs, day)


def _text(filled: Filled, name: str) -> str:
    return Speaker(BOOK, MACHINE, Path(), filled).text(filled.values[name])


def test_a_typed_day_fills_its_clock_with_the_last_day_the_moment_and_the_safe_day() -> None:
    filled = _fill(asked_on="2026-11-21")
    assert _text(filled, "date:office_end") == (
        "Sat 5 Dec 2026, Sun 6 Dec 2026, 00:00 UTC, Mon 7 Dec 2026, Mon 7 Dec 2026"
    )
    assert _text(_fill(fined_on="2026-11-02"), "date:fine_end").startswith("Mon 9 Nov 2026, Tue 10 Nov")
    assert ", Sun 8 Nov 2026," in _text(_fill(fined_on="2026-11-02"), "date:fine_end")


def test_a_hold_follows_the_safe_day_and_a_day_may_follow_a_clock() -> None:
    filled = _fill(asked_on="2026-11-21")
    assert _text(filled, "date:office_hold").endswith(", Mon 7 Dec 2026, Sat 12 Dec 2026")
    assert _text(filled, "date:remind").startswith("Tue 8 Dec 2026, ")


def test_days_that_rest_on_today_are_filled_without_any_input() -> None:
    filled = _fill()
    assert set(filled.values) == {"date:today", "date:answer_by", "date:office_now"}
    assert _text(filled, "date:answer_by").startswith("Wed 25 Nov 2026, ")
    assert _text(filled, "date:office_now").startswith("Sat 5 Dec 2026, ")
    assert _text(_fill(asked_on="2026-11-20"), "date:office_now").startswith("Fri 4 Dec 2026, ")


def test_sums_and_names_are_written_as_a_plan_writes_them() -> None:
    filled = _fill(fee="1200", nickname="  my   bike ")
    assert filled.values["slot:fee"] == (Plain("1,200 USD"),)
    assert filled.values["slot:nickname"] == (Plain("my bike"),)


def test_an_empty_field_fills_nothing_and_is_no_problem() -> None:
    assert _fill(fee="", nickname="  ", asked_on="\n") == _fill()


def test_an_unknown_field_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refusal, match=r'There is no field "fees"\. Did you mean "fee"\?'):
        _fill(fees="600")


def test_what_cannot_be_read_is_named_and_leaves_its_slots_alone() -> None:
    filled = _fill(asked_on="2026-02-30", fee="six", nickname="x" * 10_000)
    assert set(filled.problems) == {"asked_on", "fee", "nickname"}
    assert "date:office_end" not in filled.values
    assert "slot:fee" not in filled.values
    assert (
        filled.problems["nickname"]
        == f"This is too long for a message. Use at most {LONGEST_TEXT} characters."
    )
    assert _fill(fee="600", asked_on="x").values["slot:fee"] == (Plain("600 USD"),)


@pytest.mark.parametrize("length", [LONGEST_TEXT + 1, 10_000, 19_999, 1_000_000])
def test_a_text_that_is_too_long_is_refused_whole(length: int) -> None:
    filled = _fill(nickname="x" * length)
    assert "nickname" in filled.problems
    assert "slot:nickname" not in filled.values


def test_a_text_that_is_too_long_is_refused_however_late_its_letters_stand() -> None:
    assert "nickname" in _fill(nickname="x" + " " * 25_000 + "y" * 200).problems


@pytest.mark.parametrize("text", ["\x00\x00", "\u202e\u200b", "\ud800"])
def test_a_text_of_marks_alone_is_nothing_to_read(text: str) -> None:
    assert _fill(nickname=text).problems["nickname"].startswith("There is nothing to read here.")


def test_marks_that_turn_a_line_around_are_left_out() -> None:
    assert _fill(nickname="a\u202eb\x00c\ud800d").values["slot:nickname"] == (Plain("a b c d"),)


def test_markup_in_a_field_is_escaped_in_html_and_stays_text_in_plain_text() -> None:
    filled = _fill(nickname=HOSTILE)
    speaker = Speaker(BOOK, MACHINE, Path(), filled)
    shown = str(speaker.slot_html("slot:nickname"))
    assert shown == "&lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;&amp;amp;&#34;&#39;"
    assert _text(filled, "slot:nickname") == HOSTILE


def test_marks_of_our_own_grammar_in_a_field_stay_text() -> None:
    for text in ("{fact:permits.fine_days}", "**x**", "[x](safe_set)", "{{ 7 * 7 }}", "{part:last}"):
        assert _fill(nickname=text).values["slot:nickname"] == (Plain(text),)


def test_a_slot_without_a_value_keeps_its_text_for_readers_without_scripts() -> None:
    speaker = Speaker(BOOK, MACHINE, Path(), _fill())
    assert str(speaker.slot_html("date:office_end")) == '<span class="blank">[a day]</span>'


DEADLINE = [
    ("2026-11-14", None),
    ("2026-11-13", None),
    ("2026-11-12", "too_late"),
    ("2026-11-21", None),
    ("2016-01-01", "too_late"),
]


@pytest.mark.parametrize(("typed", "over"), DEADLINE)
def test_a_deadline_is_over_when_its_last_day_has_ended_everywhere(typed: str, over: str | None) -> None:
    assert _fill("pay_now", fined_on=typed).passed == over


WAITED = [("2026-11-06", None), ("2026-11-05", "safe_set"), ("2026-11-20", None)]


@pytest.mark.parametrize(("typed", "over"), WAITED)
def test_a_wait_is_over_on_its_safe_day(typed: str, over: str | None) -> None:
    assert _fill("get_papers", asked_on=typed).passed == over


def test_only_a_typed_day_of_the_clock_of_this_result_can_be_over() -> None:
    assert _fill("get_papers").passed is None
    assert _fill("get_papers", fined_on="2016-01-01").passed is None
    assert _fill("get_papers", asked_on="1999-01-01").passed is None
    assert _fill("ride_on", asked_on="2016-01-01").passed is None


INPUTS = st.dictionaries(
    st.sampled_from(sorted(BOOK.inputs)),
    st.text(st.characters(), max_size=100)
    | st.dates(date(1990, 1, 1), date(2120, 1, 1)).map(str)
    | st.sampled_from([HOSTILE, "600", "{slot:fee}", "x" * 10_000]),
)


@given(
    INPUTS,
    st.dates(date(2015, 5, 1), date(2100, 1, 1)),
    st.sampled_from(sorted(BOOK.flows["permit"].outcomes)),
)
def test_whatever_is_typed_fills_or_is_named_and_the_state_stays(
    inputs: dict[str, str], day: date, outcome: str
) -> None:
    walk = step(BOOK.flows["permit"], {"fine": "over"})
    filled = fill(BOOK, "permit", outcome, inputs, day)
    assert step(BOOK.flows["permit"], {"fine": "over"}) == walk
    assert set(filled.values) <= set(BOOK.places("permit", outcome))
    assert set(filled.problems) <= set(inputs)
    shape = BOOK.flows["permit"].outcomes[outcome]
    assert filled.passed in (None, shape.over)
    for spans in filled.values.values():
        assert all(isinstance(span, Plain | Strong | Link | Moment) for span in within(spans))
        assert not any(isinstance(span, Place) for span in within(spans))
