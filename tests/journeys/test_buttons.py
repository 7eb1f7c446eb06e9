"""A plan offers to work something out only where it has a place for what would come of it."""

from __future__ import annotations

from wizard.bundles import main
from wizard.publish import states

BUTTON = "data-start-engine"


def test_a_plan_without_a_place_for_a_day_or_a_sum_does_not_offer_to_work_one_out() -> None:
    without = []
    for flow, machine in states.automata().items():
        for state in (state for state in machine.states.values() if state.kind == "result"):
            _, html = main(states.speaker(flow), state)
            fills = bool(states.book().places(flow, state.node))
            assert (BUTTON in html) is fills, state.slug
            without += [] if fills else [state.node]
    assert "outside_during" in without
