from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wizard.core.errors import Finding, Findings, did_you_mean, shortened


def test_findings_are_raised_together_and_sorted() -> None:
    late, early = Finding("b", "x", "is wrong."), Finding("a", "y", "is wrong too.")
    found = Findings([late, early])
    assert found.findings == (early, late)
    assert str(found) == "a: y: is wrong too.\nb: x: is wrong."


def test_a_near_id_is_offered_and_a_far_one_is_not() -> None:
    assert did_you_mean("contrat", ["contract", "money"]) == ' Did you mean "contract"?'
    assert did_you_mean("zzzz", ["contract", "money"]) == ""


@given(st.text(st.characters(), max_size=200))
def test_foreign_text_is_printable_and_short_when_it_is_repeated(text: str) -> None:
    said = shortened(text)
    assert said.isprintable()
    assert len(said) <= 43
    said.encode()


def test_marks_that_turn_the_line_around_are_not_repeated() -> None:
    assert shortened("a\u202eb\x00c\ud800d\n") == "a?b?c?d?"
