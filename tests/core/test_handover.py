from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.samples import errand, permit
from wizard.core.answers import Answers
from wizard.core.automaton import from_table, leaves, table
from wizard.core.compiler import compile_flows
from wizard.core.engine import Handover, follow, step
from wizard.core.model import Ask, Route, Sign

FLOWS = (errand.leading_in(), errand.ERRAND)
BOOK = errand.book(FLOWS)
MACHINES = compile_flows(BOOK.flows)
BORROWED = Answers({"fine": "none", "bike": "borrowed"})


def test_a_route_to_another_flow_hands_the_answers_over() -> None:
    walk = step(BOOK.flows["permit"], BORROWED)
    assert isinstance(walk.at, Handover)
    assert (walk.node, walk.finished, walk.asks) == ("errand", False, False)
    assert walk.carried == BORROWED


def test_what_an_option_says_already_is_carried_along() -> None:
    book = errand.book((errand.leading_in((("where", "street"),)), errand.ERRAND))
    flow, walk = follow(book.flows, "permit", BORROWED)
    assert (flow, walk.node) == ("errand", "doubts")
    assert dict(walk.used) == {"where": "street", "bike": "borrowed"}


def test_nothing_is_asked_twice_after_a_hand_over_with_scripts_off_too() -> None:
    state = MACHINES["permit"].states["bike"]
    assert leaves(state.next["borrowed"])
    slug = state.next["borrowed"].removeprefix("errand/")
    machine = MACHINES["errand"]
    assert machine.states[slug].node == "where"
    assert dict(machine.states[slug].known) == {"bike": "borrowed"}
    after = machine.states[slug].next["street"]
    assert machine.states[after].node == "doubts"
    assert "bike" not in {
        machine.states[after].node,
        *(s.node for s in map(machine.states.get, machine.states[after].next.values()) if s),
    }


def test_a_walk_goes_on_into_the_other_flow_and_back_no_further_than_once() -> None:
    way = {"where": "street", "bike": "own", "doubts": "many"}
    flow, walk = follow(BOOK.flows, "errand", way)
    assert (flow, walk.node, dict(walk.used)) == ("permit", "colour", {"fine": "none", "bike": "own"})


def test_the_table_that_travels_keeps_hand_overs_and_what_they_give() -> None:
    for flow, machine in MACHINES.items():
        again = from_table(BOOK.flows[flow], json.loads(json.dumps(table(machine))), BOOK.questions.values())
        assert {slug: state.next for slug, state in again.states.items()} == {
            slug: state.next for slug, state in machine.states.items()
        }
        assert {slug: state.gives for slug, state in again.states.items()} == {
            slug: state.gives for slug, state in machine.states.items()
        }
    gives = [state.gives for state in MACHINES["errand"].states.values() if state.gives]
    assert gives
    assert all(one == {"many": {"fine": "none"}} for one in gives)


def test_two_flows_that_hand_over_without_a_circle_are_sound() -> None:
    found = [
        str(finding)
        for report in errand.reports((permit.PERMIT, errand.ERRAND))
        for finding in report.findings
    ]
    assert found == []


def test_a_circle_of_hand_overs_is_found() -> None:
    found = [str(finding) for report in errand.reports(FLOWS) for finding in report.findings]
    assert any("is handed over in a circle" in says for says in found), found


def test_a_hand_over_to_a_flow_that_only_hands_on_is_found() -> None:
    detour = replace(errand.ERRAND, asks=(Ask("bike", (Route("permit", "at_once"),)),), start="bike")
    found = [
        str(finding)
        for report in errand.reports((errand.leading_in(), detour))
        for finding in report.findings
    ]
    assert any('only hands on to "permit"' in says for says in found), found


def test_a_circle_ends_in_the_safe_set_if_it_is_walked_all_the_same() -> None:
    flow, walk = follow(BOOK.flows, "permit", BORROWED.given("where", "street").given("doubts", "many"))
    assert (flow, walk.node) == ("permit", "safe_set")


@pytest.mark.parametrize(
    ("gives", "says"),
    [
        ((("wher", "street"),), 'gives an answer to "wher"'),
        ((("where", "stret"),), 'gives "stret" as an answer to where'),
    ],
)
def test_what_is_given_must_exist(gives: tuple[tuple[str, str], ...], says: str) -> None:
    book = errand.book((errand.leading_in(gives), errand.ERRAND))
    book.planned = frozenset()
    found = [str(finding) for finding in errand.shape_of(book, "permit")]
    assert any(says in one for one in found), found


def test_answers_are_given_to_other_flows_only() -> None:
    (fine, *rest) = permit.routes("bike")
    flow = permit.with_routes("bike", (replace(fine, gives=(("papers", "full"),)), *rest))
    found = [str(finding) for finding in permit.report(flow).findings]
    assert any("which is not another flow" in says for says in found), found


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"signs": ()}, "has no signs to tick"),
        ({"bands_from": (0, 1)}, "needs one rising number for each band"),
        ({"bands_from": (1, 2, 3)}, "needs one rising number for each band"),
        ({"bands_from": (0, 3, 1)}, "needs one rising number for each band"),
        ({"signs": (Sign("narrow"), Sign("dark"))}, 'never reaches its band "many"'),
        ({"asks": "wish"}, "has signs to tick and does not say so"),
    ],
)
def test_signs_choose_exactly_one_band_for_any_subset(changes: dict[str, object], says: str) -> None:
    question = replace(errand.SIGNS, **changes)  # type: ignore[arg-type]
    flow = replace(errand.ERRAND, questions=(errand.ERRAND.questions[0], question))
    found = [str(finding) for finding in errand.shape_of(errand.book((permit.PERMIT, flow)), "errand")]
    assert any(says in one for one in found), found


def test_signs_need_words_each() -> None:
    book = errand.book((permit.PERMIT, errand.ERRAND))
    tables = dict(book.tables)
    questions = {id_: dict(table) for id_, table in tables["case/words/questions"].items()}
    questions["doubts"]["signs"] = {"narrow": "It is narrow."}
    tables["case/words/questions"] = questions
    found = [str(f) for f in errand.words_of((permit.PERMIT, errand.ERRAND), tables)]
    assert any('has no words for "forbidden"' in says for says in found), found
