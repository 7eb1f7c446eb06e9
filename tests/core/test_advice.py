from __future__ import annotations

from dataclasses import replace

from tests.samples import permit
from wizard.core import advice
from wizard.core.engine import Atlas, step
from wizard.core.model import Flow, Is, Strip, Turn, Vocabulary

RIDE = {"fine": "none", "bike": "own", "colour": "red", "papers": "full"}
BORROWED = RIDE | {"bike": "borrowed"}
FINED = {"fine": "running"}


def _refused(
    answers: dict[str, str], flow: Flow = permit.PERMIT, vocabulary: Vocabulary = permit.VOCABULARY
) -> list[str]:
    atlas = Atlas(flow, vocabulary)
    return list(advice.refused(atlas, step(atlas, answers)))


def test_a_sound_plan_is_not_refused() -> None:
    for answers in (RIDE, BORROWED, FINED, {"fine": "over"}, {"fine": "none"}):
        assert _refused(answers) == []


def test_what_is_advised_is_the_first_act_the_steps_the_open_options_and_the_turns() -> None:
    shape = replace(
        permit.PERMIT.outcomes[0],
        then=("wait",),
        options=("sell", "show_papers"),
        turns=(Turn("t", "x", ("ask_owner",)),),
    )
    assert advice.advised(shape) == ("pay_fine", "wait", "show_papers", "ask_owner")


def test_an_act_that_is_not_in_the_list_is_named_with_the_nearest() -> None:
    shape = replace(permit.PERMIT.outcomes[0], do_now="pay_fines", do_not=("steal",))
    known = {act.id: act for act in permit.VOCABULARY.acts}
    said = list(advice.unknown(shape, known))
    assert 'names the act "pay_fines", which is not in the closed list. Did you mean "pay_fine"?' in said
    assert any('"steal"' in line for line in said)


def test_an_act_needs_its_conditions_wherever_the_plan_names_it() -> None:
    wanted = 'advises "ride", which needs may_ride to be yes; here it is no.'
    for changes in (
        {"do_now": "ride", "do_not": ("wait",)},
        {"then": ("wait", "ride"), "do_not": ("sell",)},
        {"options": ("show_papers", "ride"), "do_not": ("sell",)},
        {"turns": (Turn("found", "permit", ("ride",)),), "do_not": ("sell",)},
    ):
        assert wanted in _refused(BORROWED, permit.with_outcome("safe_set", **changes))


def test_an_act_that_must_come_later_is_refused_when_it_comes_first() -> None:
    flow = permit.with_outcome("ride_on", then=("sell", "show_papers"))
    assert _refused(RIDE, flow) == ['advises "sell" without "show_papers" before it.']
    flow = permit.with_outcome("ride_on", do_now="sell", then=("show_papers", "ride"))
    assert 'advises "sell" without "show_papers" before it.' in _refused(RIDE, flow)


def test_an_act_is_not_advised_and_forbidden_at_once() -> None:
    flow = permit.with_outcome("ride_on", do_not=("sell",))
    assert 'advises "sell" and forbids it at once.' in _refused(RIDE, flow)


def test_a_strip_does_not_advise_what_the_result_forbids() -> None:
    flow = permit.with_outcome("safe_set", do_not=("ask_owner",))
    assert 'advises "ask_owner" and forbids it at once.' in _refused(BORROWED, flow)


def test_a_result_does_not_advise_what_a_strip_forbids() -> None:
    flow = permit.with_outcome("get_papers", then=("show_papers", "sell"))
    said = _refused(RIDE | {"bike": "borrowed", "papers": "none"}, flow)
    assert 'advises "sell", which the strip "borrowed" forbids.' in said


def test_two_strips_do_not_contradict_each_other() -> None:
    other = Strip("other", (Is("papers", "full"),), acts=("sell",))
    vocabulary = replace(permit.VOCABULARY, strips=(*permit.VOCABULARY.strips, other))
    said = _refused(BORROWED, vocabulary=vocabulary)
    assert 'shows the strips "borrowed" and "other", which contradict on "sell".' in said


def test_a_strip_advises_only_what_is_allowed() -> None:
    other = Strip("other", (Is("papers", "none"),), acts=("sell",))
    vocabulary = replace(permit.VOCABULARY, strips=(other,))
    said = _refused(RIDE | {"bike": "unknown", "papers": "none"}, vocabulary=vocabulary)
    assert 'advises "sell", which needs bike to be own; here it is unknown.' in said


def test_a_running_clock_is_answered_first() -> None:
    flow = permit.with_outcome("pay_now", do_now="wait", then=("pay_fine",))
    assert _refused(FINED, flow) == ['leaves the clock "fine" unanswered: it must begin with pay_fine.']


def test_the_answer_to_a_clock_carries_its_last_day() -> None:
    says = 'answers the clock "fine" without its last day: set by="fine".'
    assert says in _refused(FINED, permit.with_outcome("pay_now", by=None))
    assert _refused(FINED, permit.with_outcome("pay_now", by="office")) == [says]


def test_a_dated_act_has_a_date_even_where_no_duty_asks_for_it() -> None:
    vocabulary = replace(permit.VOCABULARY, duties=())
    said = _refused(FINED, permit.with_outcome("pay_now", by=None), vocabulary)
    assert said == ['advises "pay_fine" without a last day: set by= to its clock.']


def test_an_open_question_is_no_plan() -> None:
    assert _refused({}) == []
