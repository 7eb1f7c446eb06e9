from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples.permit import QUESTIONS
from wizard.core.answers import LONGEST, Answers, check, read, write
from wizard.core.errors import Refusal

SETS = st.fixed_dictionaries(
    {}, optional={question.id: st.sampled_from(question.options) for question in QUESTIONS}
).flatmap(lambda given: st.permutations(sorted(given.items())))


@given(SETS)
def test_answers_come_back_from_their_address_text_in_the_same_order(pairs: list[tuple[str, str]]) -> None:
    answers = Answers(pairs)
    again = read(write(answers), QUESTIONS)
    assert again == answers
    assert list(again.items()) == pairs


def test_the_text_carries_its_version_and_ids_only() -> None:
    assert write(Answers({"bike": "own", "papers": "full"})) == "1~bike.own~papers.full"
    assert write(Answers()) == "1"


@given(st.text(st.characters(), max_size=60) | st.text("1~.abc_", max_size=30))
def test_any_text_is_read_or_refused_in_one_sentence(text: str) -> None:
    says = "Fine."
    try:
        read(text, QUESTIONS)
    except Refusal as refusal:
        says = refusal.says
    assert says.isprintable()
    assert says.endswith((".", "?"))


REFUSED = {
    "of an old version": ("0~bike.own", "of an older kind"),
    "of a future version": ("2~bike.own", "of a newer kind"),
    "of a version beyond counting": ("9" * 1_000, "of a newer kind"),
    "without a version": ("bike.own", 'It starts with "1~"'),
    "empty": ("", 'It starts with "1~"'),
    "too long": ("1~" + "a" * LONGEST, "too long"),
    "with an empty answer": ("1~", "is not an answer"),
    "without a dot": ("1~bike", "is not an answer"),
    "with two dots": ("1~bike.own.red", "is not an answer"),
    "with markup": ("1~<b>.own", "is not an answer"),
    "with capitals": ("1~Bike.own", "is not an answer"),
    "with a misspelt question": ("1~bikes.own", 'There is no question "bikes". Did you mean "bike"?'),
    "with an unknown question": ("1~zzz.own", 'There is no question "zzz".'),
    "with a misspelt option": ("1~bike.borowed", 'Did you mean "borrowed"?'),
    "with an unknown option": ("1~bike.zzz", "Choose one of: own, borrowed, unknown."),
    "answering twice": ("1~bike.own~bike.borrowed", '"bike" is answered twice'),
    "answering twice by a former id": ("1~cycle.own~bike.own", '"bike" is answered twice'),
    "answering twice, the former id last": ("1~bike.own~cycle.own", '"bike" is answered twice'),
}


@pytest.mark.parametrize(("text", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_an_address_text_is_refused_when_it_is(text: str, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(text, QUESTIONS)
    assert says in refused.value.says


def test_former_ids_become_the_present_ones() -> None:
    assert read("1~cycle.mine~papers.full", QUESTIONS) == {"bike": "own", "papers": "full"}
    assert check([("cycle", "borrowed")], QUESTIONS) == {"bike": "borrowed"}


def test_answers_never_change() -> None:
    first = Answers({"bike": "own", "papers": "full"})
    assert first.given("bike", "borrowed") == {"bike": "borrowed", "papers": "full"}
    assert first.without("bike") == {"papers": "full"}
    assert first.only(["papers", "zzz"]) == {"papers": "full"}
    assert first == {"bike": "own", "papers": "full"}


def test_a_changed_answer_keeps_its_place() -> None:
    assert list(Answers({"bike": "own", "papers": "full"}).given("bike", "borrowed")) == ["bike", "papers"]


def test_equal_answers_are_one_key_whatever_their_order() -> None:
    one, other = Answers({"bike": "own", "papers": "full"}), Answers({"papers": "full", "bike": "own"})
    assert {one: "here"}[other] == "here"
    assert repr(one) == "Answers('1~bike.own~papers.full')"
    assert one != "1~bike.own~papers.full"
