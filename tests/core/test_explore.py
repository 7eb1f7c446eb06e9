from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.samples import permit
from wizard.core.errors import Findings
from wizard.core.explore import explore
from wizard.core.model import UNKNOWN, Derived, Is, Outcome, Route, Strip

if TYPE_CHECKING:
    from wizard.core.model import Flow, Vocabulary

CASE = permit.VOCABULARY
ORPHAN = Outcome("orphan", "today", "wait", ("ride",), ("show_papers",), (), ("wait",), ("owner_note",))


def _found(flow: Flow = permit.PERMIT, vocabulary: Vocabulary = CASE) -> list[str]:
    return [f"{found.id}: {found.says}" for found in permit.report(flow, vocabulary).findings]


def test_a_sound_flow_has_no_findings() -> None:
    report = permit.report()
    assert report.findings == ()
    assert report.most_questions == 4
    assert dict(report.growth)["fine"] > dict(report.growth)["papers"]
    assert report.many_strips == ()


def test_one_sorted_line_is_written_for_every_path() -> None:
    report = permit.report()
    assert report.lines == sorted(report.lines)
    assert len(report.lines) == len(report.automaton.paths) == 30
    assert (
        report.lines[0] == "permit 1~fine.none~bike.borrowed~colour.blue~papers.full -> safe_set [borrowed]"
    )


FAULTS = {
    "an outcome that nothing leads to": (
        replace(permit.PERMIT, outcomes=(*permit.PERMIT.outcomes, ORPHAN)),
        "orphan: is never reached.",
    ),
    "a question that nothing leads to": (
        permit.with_routes("bike", [Route("papers", "colour_is_asked")]),
        "colour: is never reached.",
    ),
    "a route that an earlier one hides": (
        permit.with_routes(
            "papers",
            [
                Route("get_papers", "papers_first", (Is("papers", "none"),)),
                Route("ride_on", "so", (Is("papers", "none"), Is("bike", "own"))),
                *permit.routes("papers"),
            ],
        ),
        'papers: has a route to "ride_on" (so) that never fires.',
    ),
    "a target that does not exist": (
        permit.with_routes("bike", [Route("color", "colour_is_asked")]),
        'bike: leads to "color", which does not exist. Did you mean "colour"?',
    ),
    "a missing last route": (
        permit.with_routes("papers", permit.routes("papers")[:-1]),
        "papers: has no last route without a condition.",
    ),
    "an act that is not allowed on one path": (
        permit.with_outcome("safe_set", do_not=("sell",), then=("wait", "ride"), options=("show_papers",)),
        'safe_set: advises "ride", which needs may_ride to be yes; here it is no. (1~fine.none~bike.borrowed',
    ),
    "a duty that is not met": (
        permit.with_outcome("pay_now", do_now="wait", then=("pay_fine",)),
        'pay_now: leaves the clock "fine" unanswered: it must begin with pay_fine. (1~fine.running)',
    ),
    "a duty without a day": (
        permit.with_outcome("pay_now", by=None, over=None),
        'pay_now: answers the clock "fine" without its last day: set by="fine". (1~fine.running)',
    ),
    "a strip that contradicts the result": (
        permit.with_outcome("get_papers", then=("show_papers", "sell")),
        'get_papers: advises "sell", which the strip "borrowed" forbids. (1~fine.none~bike.borrowed',
    ),
    "a clock that does not exist": (
        permit.with_outcome("pay_now", by="fines"),
        'pay_now: names the clock "fines", which does not exist. Did you mean "fine"?',
    ),
}


@pytest.mark.parametrize(("flow", "says"), FAULTS.values(), ids=FAULTS.keys())
def test_a_flow_is_found_with(flow: Flow, says: str) -> None:
    found = _found(flow)
    assert any(line.startswith(says) for line in found), found


def test_an_option_that_was_renamed_is_found_wherever_it_is_asked_for() -> None:
    papers = replace(CASE.questions[-1], options=("complete", "none", UNKNOWN))
    flow = permit.with_routes(
        "papers", [Route("ride_on", "so", (Is("papers", "full"),)), *permit.routes("papers")]
    )
    found = _found(flow, replace(CASE, questions=(*CASE.questions[:-1], papers)))
    assert 'papers: asks whether papers is "full", which it never is.' in found
    assert 'papers: has a route to "ride_on" (papers_suffice) that never fires.' in found


def test_a_derived_answer_outside_its_results_is_found() -> None:
    derived = (Derived("may_ride", ("yes", "no"), ("papers",), lambda said: said.get("papers", "maybe")),)
    assert 'may_ride: answers "maybe", which is not among its results.' in _found(
        vocabulary=replace(CASE, derived=derived)
    )


def test_strips_that_contradict_each_other_are_found() -> None:
    other = Strip("other", (Is("papers", "full"),), acts=("sell",))
    found = _found(vocabulary=replace(CASE, strips=(*CASE.strips, other)))
    assert any('shows the strips "borrowed" and "other", which contradict' in line for line in found)


def test_paths_with_more_strips_than_stand_in_full_are_listed() -> None:
    strips = tuple(Strip(f"s{number}", (Is("fine", "over"),)) for number in range(4))
    report = permit.report(vocabulary=replace(CASE, strips=strips))
    assert report.many_strips == ("1~fine.over",)


def test_more_than_seven_questions_are_found() -> None:
    for length, found in ((7, False), (8, True)):
        flow, vocabulary = permit.chain(length)
        report = explore(permit.book(flow, replace(vocabulary, strips=())), "chain", permit.PHRASES)
        assert any("takes 8 questions: 1~q0." in finding.says for finding in report.findings) == found


def test_a_flow_that_grows_past_the_limits_is_found() -> None:
    flow, vocabulary = permit.chain(12)
    report = explore(permit.book(flow, vocabulary), "chain", permit.PHRASES)
    assert any("grows past 300 states or 5000 paths" in finding.says for finding in report.findings)
    assert report.growth


def test_words_are_read_too() -> None:
    words = permit.tables()
    words["flows/permit/words/pay_now"]["where"] = "Wait 14 days."
    found = [str(finding) for finding in permit.report(words=words).findings]
    assert len(found) == 1
    assert found[0].startswith(
        'flows/permit/words/en/pay_now.toml: pay_now: where has the naked number "14". Quote a fact'
    )


def test_a_flow_that_cannot_be_walked_stops_with_all_findings() -> None:
    flow = replace(permit.with_outcome("pay_now", by="fines"), start="fines")
    with pytest.raises(Findings) as found:
        explore(permit.book(flow), "permit", permit.PHRASES)
    assert {finding.id for finding in found.value.findings} == {"!fines", "pay_now"}


def test_findings_are_told_once_and_sorted() -> None:
    found = permit.report(permit.with_outcome("pay_now", by=None, over=None)).findings
    assert list(found) == sorted(set(found))
