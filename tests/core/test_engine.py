from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.samples import permit
from wizard.core.answers import Answers
from wizard.core.engine import Atlas, otherwise, step
from wizard.core.model import UNKNOWN, Ask, Derived, Is, Outcome, Route

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

ATLAS = Atlas(permit.PERMIT, permit.VOCABULARY)
OPTIONS = {question.id: question.options for question in permit.QUESTIONS}
SETS = st.fixed_dictionaries({}, optional={name: st.sampled_from(ids) for name, ids in OPTIONS.items()})


@given(SETS)
def test_every_set_of_answers_leads_to_one_step_and_stays_unchanged(answers: dict[str, str]) -> None:
    before = dict(answers)
    walk = step(ATLAS, answers)
    assert walk == step(ATLAS, Answers(answers))
    assert answers == before
    assert isinstance(walk.at, Ask | Outcome)
    if isinstance(walk.at, Ask):
        assert walk.at.question not in answers
    assert dict(walk.used) | dict(walk.parked) == answers
    assert not set(walk.used) & set(walk.parked)


@given(SETS)
def test_a_parked_answer_changes_nothing(answers: dict[str, str]) -> None:
    walk, bare = step(ATLAS, answers), step(ATLAS, step(ATLAS, answers).used)
    assert (bare.taken, bare.at, bare.used, bare.strips) == (walk.taken, walk.at, walk.used, walk.strips)
    assert not bare.parked


@given(SETS, st.randoms())
def test_the_order_in_which_answers_stand_changes_nothing(answers: dict[str, str], random: Random) -> None:
    names = list(answers)
    random.shuffle(names)
    assert step(ATLAS, {name: answers[name] for name in names}) == step(ATLAS, answers)


def test_a_parked_answer_fires_no_strip() -> None:
    walk = step(ATLAS, {"fine": "over", "bike": "borrowed"})
    assert (walk.node, walk.strips, dict(walk.parked)) == ("too_late", (), {"bike": "borrowed"})


def test_later_answers_are_kept_where_an_earlier_one_changes() -> None:
    first = Answers({"fine": "none", "bike": "own", "colour": "red", "papers": "full"})
    assert step(ATLAS, first).node == "ride_on"
    changed = step(ATLAS, first.given("bike", "borrowed"))
    assert (changed.node, changed.strips) == ("safe_set", ("borrowed",))
    away = first.given("fine", "running")
    assert step(ATLAS, away).node == "pay_now"
    assert step(ATLAS, away.given("fine", "none")) == step(ATLAS, first)


def test_the_way_is_told_with_its_reasons() -> None:
    walk = step(ATLAS, {"fine": "none", "bike": "own"})
    assert [(t.question, t.option, t.because, t.rule) for t in walk.taken] == [
        ("fine", "none", "no_fine", 1),
        ("bike", "own", "colour_is_asked", 0),
    ]
    assert (walk.finished, walk.node, walk.strips) == (False, "colour", ())


def test_a_derived_answer_sees_only_what_it_says_it_reads() -> None:
    seen: list[dict[str, str]] = []

    def rule(said: Mapping[str, str]) -> str:
        seen.append(dict(said))
        return "yes"

    vocabulary = replace(permit.VOCABULARY, derived=(Derived("may_ride", ("yes",), ("papers", "zzz"), rule),))
    atlas = Atlas(permit.PERMIT, vocabulary)
    step(atlas, {"fine": "none", "bike": "own", "colour": "red", "papers": "full"})
    assert seen
    assert all(said == {"papers": "full"} for said in seen)


def test_an_open_question_holds_no_condition() -> None:
    assert not ATLAS.holds((Is("papers", "full"),), {})
    assert ATLAS.holds((), {})


def test_a_flow_that_is_not_published_leads_to_the_safe_set() -> None:
    flow = permit.with_routes("bike", [Route("garage", "colour_is_asked")])
    walk = step(Atlas(flow, permit.VOCABULARY), {"fine": "none", "bike": "own"})
    assert (walk.finished, walk.node) == (True, "safe_set")


def test_a_question_without_a_last_route_leads_to_the_safe_set() -> None:
    flow = permit.with_routes("bike", [Route("colour", "colour_is_asked", (Is("bike", "own"),))])
    assert step(Atlas(flow, permit.VOCABULARY), {"fine": "none", "bike": UNKNOWN}).node == "safe_set"


@given(SETS)
def test_if_you_had_said_is_one_change_that_leads_elsewhere(answers: dict[str, str]) -> None:
    walk = step(ATLAS, answers)
    other = otherwise(ATLAS, walk)
    if other is None:
        return
    question, option, outcome = other
    assert option not in (UNKNOWN, walk.used[question])
    assert step(ATLAS, dict(walk.used) | dict(walk.parked) | {question: option}).node == outcome
    assert outcome not in (walk.node, "safe_set")


def test_if_you_had_said_begins_with_the_last_question() -> None:
    walk = step(ATLAS, {"fine": "none", "bike": "own", "colour": "red", "papers": "none"})
    assert otherwise(ATLAS, walk) == ("papers", "full", "ride_on")
    assert otherwise(ATLAS, step(ATLAS, {"fine": "running"})) == ("fine", "over", "too_late")
