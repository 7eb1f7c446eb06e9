from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import permit
from wizard.core import compiler
from wizard.core.answers import Answers, write
from wizard.core.automaton import Automaton, from_table, merged, table
from wizard.core.compiler import compile_flow
from wizard.core.engine import Atlas, step
from wizard.core.model import UNKNOWN, Act, Ask, Flow, Is, Outcome, Question, Route, Strip, Vocabulary

ATLAS = Atlas(permit.PERMIT, permit.VOCABULARY)
MACHINE = compile_flow(ATLAS)


@st.composite
def flows(draw: st.DrawFn) -> Atlas:
    """Draw a small flow without loops, with guards on any earlier answer and strips that remember some."""
    names = [f"q{number}" for number in range(draw(st.integers(1, 4)))]
    options = ("a", "b", UNKNOWN)
    questions = tuple(Question(name, options) for name in names)
    ends = ("end", "safe_set")
    asks = []
    for number, name in enumerate(names):
        targets = st.sampled_from([*names[number + 1 :], *ends])
        guards = st.builds(Is, st.sampled_from(names[: number + 1]), st.sampled_from(options))
        routes = draw(st.lists(st.builds(Route, targets, st.just("so"), st.tuples(guards)), max_size=2))
        asks.append(Ask(name, (*routes, Route(draw(targets), "so"))))
    strips = draw(st.lists(st.sampled_from(names), unique=True, max_size=2))
    vocabulary = Vocabulary(
        questions=questions,
        derived=(),
        acts=(Act("wait"),),
        duties=(),
        strips=tuple(Strip(f"s{name}", (Is(name, "a"),)) for name in strips),
        clocks=(),
        inputs=(),
        slots=(),
        days=(),
    )
    outcomes = tuple(Outcome(end, "today", "wait", (), (), (), ()) for end in ends)
    return Atlas(Flow("toy", names[0], tuple(asks), outcomes), vocabulary)


def _agree(atlas: Atlas, machine: Automaton, answers: dict[str, str]) -> None:
    walk, state = step(atlas, answers), machine.states[machine.of(answers)]
    assert (state.node, state.kind) == (walk.node, "result" if walk.finished else "question")
    if walk.finished:
        assert state.strips == walk.strips


ANSWERS = st.dictionaries(st.sampled_from([f"q{n}" for n in range(5)]), st.sampled_from(["a", "b", UNKNOWN]))


@settings(max_examples=50)
@given(flows(), st.lists(ANSWERS, max_size=8))
def test_the_automaton_says_what_step_says_on_every_path_of_any_flow(
    atlas: Atlas, sets: list[dict[str, str]]
) -> None:
    machine = compile_flow(atlas)
    assert machine.complete
    for path in machine.paths:
        _agree(atlas, machine, dict(path.answers))
        assert machine.of(path.answers) == path.state
        assert path.walk == step(atlas, path.answers)
    for answers in sets:
        _agree(atlas, machine, answers)


@settings(max_examples=50)
@given(flows())
def test_slugs_are_unique_and_equal_states_are_one(atlas: Atlas) -> None:
    machine = compile_flow(atlas)
    assert all(state.slug == slug for slug, state in machine.states.items())
    assert all(
        following in machine.states for state in machine.states.values() for following in state.next.values()
    )
    futures = [(state.node, state.strips, tuple(state.next.items())) for state in machine.states.values()]
    assert len(futures) == len(set(futures))
    assert next(iter(machine.states)) == machine.start
    ways = [write(way) for state in machine.states.values() for way in state.ways]
    assert len(ways) == len(set(ways))


def test_an_answer_that_makes_no_difference_makes_no_state() -> None:
    papers = [state for state in MACHINE.states.values() if state.node == "papers"]
    assert len(papers) == 3
    assert [len(state.ways) for state in papers] == [3, 3, 3]
    assert "colour" not in papers[0].known
    following = {
        MACHINE.states["colour--fine.none--bike.own"].next[option] for option in ("red", "blue", UNKNOWN)
    }
    assert following == {"papers--fine.none--bike.own"}


def test_a_slug_is_made_of_ids_with_hyphens() -> None:
    assert MACHINE.start == "fine"
    assert "ride-on" in MACHINE.states
    assert all(set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.") for slug in MACHINE.states)


def test_states_that_know_the_same_answers_have_slugs_of_their_own() -> None:
    names, options = ("q0", "q1", "q2"), ("a", UNKNOWN)
    same = tuple(Route("end", "so", (Is("q0", option), Is("q1", option))) for option in options)
    asks = (
        Ask("q0", (Route("q1", "so"),)),
        Ask("q1", (Route("q2", "so"),)),
        Ask("q2", (*same, Route("safe_set", "so"))),
    )
    outcomes = tuple(Outcome(end, "today", "wait", (), (), (), ()) for end in ("end", "safe_set"))
    questions = tuple(Question(name, options) for name in names)
    vocabulary = replace(permit.VOCABULARY, questions=questions, derived=(), duties=(), strips=())
    atlas = Atlas(Flow("toy", "q0", asks, outcomes), vocabulary)
    machine = compile_flow(atlas)
    third = [state for state in machine.states.values() if state.node == "q2"]
    assert [dict(state.known) for state in third] == [{}, {}]
    assert len({state.slug for state in third}) == 2
    for path in machine.paths:
        _agree(atlas, machine, dict(path.answers))


def test_the_table_that_travels_is_the_automaton_again() -> None:
    again = from_table(ATLAS, json.loads(json.dumps(table(MACHINE))), ATLAS.questions.values())
    assert (again.flow, again.start, list(again.states)) == (
        MACHINE.flow,
        MACHINE.start,
        list(MACHINE.states),
    )
    for path in MACHINE.paths:
        assert again.of(path.answers) == path.state
    for slug, state in MACHINE.states.items():
        other = again.states[slug]
        assert (other.node, other.kind, other.strips, other.next) == (
            state.node,
            state.kind,
            state.strips,
            state.next,
        )
        assert other.shortest == state.shortest
    assert table(again) == table(MACHINE)


def test_links_without_a_history_take_the_shortest_way_without_strips() -> None:
    state = MACHINE.canonical("safe_set")
    assert state.strips == ()
    assert MACHINE.of(state.shortest) == state.slug
    assert write(MACHINE.canonical("pay_now").shortest) == "1~fine.running"


def test_a_flow_that_grows_past_the_limits_stops() -> None:
    flow, vocabulary = permit.chain(14)
    machine = compile_flow(Atlas(flow, vocabulary))
    assert not machine.complete
    assert len(machine.states) <= compiler.MOST_STATES + 14 * 2
    assert len(machine.paths) <= compiler.MOST_PATHS + 14


def test_a_flow_of_too_many_paths_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "MOST_PATHS", 10)
    machine = compile_flow(ATLAS)
    assert not machine.complete
    assert 10 <= len(machine.paths) < 20


def test_ways_that_differ_in_one_question_are_told_as_one() -> None:
    ways = [Answers({"a": x, "b": y}) for x in ("1", "2") for y in ("3", "4")]
    assert merged(ways) == [(("a", ("1", "2")), ("b", ("3", "4")))]
    assert merged([ways[0], ways[3]]) == [(("a", ("1",)), ("b", ("3",))), (("a", ("2",)), ("b", ("4",)))]
    assert merged([Answers({"a": "1"}), Answers({"b": "1"})]) == [(("a", ("1",)),), (("b", ("1",)),)]
