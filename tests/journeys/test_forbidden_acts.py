"""Attempts to sneak a forbidden advice into the real flows as an act; each must be refused with a reason.

The rules n1 to n13 are listed in `.github/CONTRIBUTING.md`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.samples import real
from wizard.case import VOCABULARY
from wizard.core import advice, shape
from wizard.core import explore as exploration
from wizard.core.engine import step
from wizard.core.explore import explore_all
from wizard.core.model import Flow, Is, Route, Strip, Turn, Vocabulary
from wizard.flows import FLOWS

if TYPE_CHECKING:
    pass

# --- proven by structure: n1, n2, n3, n5, n6, n8, n12 ---------------------------------------------


def _refused(flows: tuple[Flow, ...] = FLOWS, vocabulary: Vocabulary = VOCABULARY) -> list[str]:
    """Return what is refused in the changed flows on any path, and what is wrong with their shape."""
    book = real.bind(flows, vocabulary)
    changed = [id_ for id_, atlas in book.flows.items() if atlas.flow is not real.flow(id_)]
    refused: list[str] = []
    for id_ in changed or real.IDS:
        atlas = book.flows[id_]
        walks = [step(atlas, path.answers) for path in real.automata()[id_].paths]
        refused += [f"{walk.node}: {says}" for walk in walks for says in advice.refused(atlas, walk)]
        refused += [f"{found.id}: {found.says}" for found in shape.findings(book, atlas)]
    return refused


def _with(name: str, **changes: Any) -> tuple[Flow, ...]:
    """Return the flows with one outcome changed; an act that it now advises is taken out of its do-not."""
    changed = replace(real.outcome(name), **changes)
    told = {changed.do_now, *changed.then, *(act for turn in changed.turns for act in turn.acts)}
    changed = replace(changed, do_not=tuple(act for act in changed.do_not if act not in told))
    return real.with_outcome(name, changed)


def _also(name: str, *more: str) -> tuple[Flow, ...]:
    """Return the flows with further steps in one outcome."""
    return _with(name, then=(*real.outcome(name).then, *more))


def _strip(act: str, question: str, option: str) -> Vocabulary:
    """Return the vocabulary with one more strip, which advises an act."""
    strip = Strip("sneaked", (Is(question, option),), acts=(act,))
    return replace(VOCABULARY, strips=(*VOCABULARY.strips, strip))


CLAIM = "which needs held_claim to be none"
COVERED = "which needs may_work to be yes"
SUMS = 'without "work_out_sums" before it'

STRUCTURE: dict[str, tuple[tuple[Flow, ...], Vocabulary, str]] = {
    "n1 end the contract first": (_with("ghosting/submit_today", do_now="end_contract"), VOCABULARY, CLAIM),
    "n1 end the contract as a further step": (
        _also("ghosting/wait_review", "end_contract"),
        VOCABULARY,
        CLAIM,
    ),
    "n1 ask the client to end it": (_also("ghosting/submit_kept", "ask_client_to_end"), VOCABULARY, CLAIM),
    "n1 end the contract as an option": (
        _with("ghosting/submit_part", do_not=("finish_work",), options=("submit_part", "end_contract")),
        VOCABULARY,
        CLAIM,
    ),
    "n1 end the contract where it goes wrong": (
        _with("ghosting/wait_review", turns=(Turn("changes", "scope_creep", acts=("end_contract",)),)),
        VOCABULARY,
        CLAIM,
    ),
    "n1 end the contract in a strip": (FLOWS, _strip("end_contract", "request_age", "running"), CLAIM),
    "n1 end the contract although where the money is is unknown": (
        _with("ghosting/look_first", do_now="end_contract"),
        VOCABULARY,
        CLAIM,
    ),
    "n1 approve a refund request for work that was done": (
        _with("disputes/refund_request_done", do_now="approve_refund_request"),
        VOCABULARY,
        CLAIM,
    ),
    "n1 let the held money go back": (
        _with("ghosting/dormancy_release", do_now="let_money_return"),
        VOCABULARY,
        CLAIM,
    ),
    "n2 wait while a refund request runs": (
        _with("disputes/refund_request_done", do_now="wait"),
        VOCABULARY,
        'leaves the clock "refund_request" unanswered',
    ),
    "n2 save proof before answering a refund request": (
        _with(
            "disputes/refund_request_part",
            do_now="save_proof",
            then=("dispute_refund_request", "work_out_sums"),
        ),
        VOCABULARY,
        'leaves the clock "refund_request" unanswered',
    ),
    "n2 answer a refund request without its last day": (
        _with("disputes/refund_request_done", by=None, over=None),
        VOCABULARY,
        'answers the clock "refund_request" without its last day',
    ),
    "n2 answer a refund request by the day of another clock": (
        _with("disputes/refund_request_done", by="review"),
        VOCABULARY,
        'answers the clock "refund_request" without its last day',
    ),
    "n2 write to the client while hours are disputed": (
        _with("disputes/hours_disputed", do_now="write_client"),
        VOCABULARY,
        'leaves the clock "hours_dispute" unanswered',
    ),
    "n2 answer an hours dispute without its last day": (
        _with("disputes/hours_disputed", by=None),
        VOCABULARY,
        'answers the clock "hours_dispute" without its last day',
    ),
    "n2 wait while the freelancer is asked about an inactive contract": (
        _with("ghosting/dormancy_release", do_now="wait"),
        VOCABULARY,
        'leaves the clock "dormancy_freelancer" unanswered',
    ),
    "n2 let the money go back without a last day": (
        _with("ghosting/dormancy_no_work", by=None),
        VOCABULARY,
        'answers the clock "dormancy_freelancer" without its last day',
    ),
    "n3 refund after the money was paid": (
        _also("ghosting/paid_not_closed", "work_out_sums", "refund"),
        VOCABULARY,
        "refund_settles",
    ),
    "n3 refund while the money is pending": (
        _also("ghosting/released_pending", "refund"),
        VOCABULARY,
        "refund_settles",
    ),
    "n3 refund hours": (_with("ghosting/ended_hourly", do_now="refund"), VOCABULARY, "refund_settles"),
    "n3 refund in a strip": (FLOWS, _strip("refund", "money", "paid"), "refund_settles"),
    "n5 take the money outside": (
        _also("ghosting/unfunded_work_done", "take_payment_outside"),
        VOCABULARY,
        'names the act "take_payment_outside", which is not in the closed list',
    ),
    "n5 send an invoice": (
        _with("ghosting/paused_by_upwork", do_now="send_invoice"),
        VOCABULARY,
        'names the act "send_invoice", which is not in the closed list',
    ),
    "n5 offer another channel in a strip": (
        FLOWS,
        _strip("move_to_chat", "contract_status", "paused"),
        'names the act "move_to_chat", which is not in the closed list',
    ),
    "n6 start work on a milestone without money": (
        _also("ghosting/unfunded_not_started", "start_work"),
        VOCABULARY,
        COVERED,
    ),
    "n6 finish work on a milestone without money": (
        _also("ghosting/unfunded_work_done", "finish_work"),
        VOCABULARY,
        COVERED,
    ),
    "n6 finish work on a milestone that is funded in part": (
        _also("ghosting/part_funded_work_done", "finish_work"),
        VOCABULARY,
        COVERED,
    ),
    "n6 track time on a paused contract": (
        _also("ghosting/paused_by_client", "track_time"),
        VOCABULARY,
        COVERED,
    ),
    "n6 go on working while Upwork pauses": (
        _with("ghosting/paused_by_upwork", do_now="finish_work"),
        VOCABULARY,
        COVERED,
    ),
    "n6 work although one's own account has a problem": (
        _also("ghosting/paused_my_account", "start_work"),
        VOCABULARY,
        COVERED,
    ),
    "n8 pay for arbitration without the sums": (
        _also("ghosting/review_over", "pay_arbitration"),
        VOCABULARY,
        SUMS,
    ),
    "n8 refuse a split without the sums": (
        _also("disputes/hours_disputed", "decline_split"),
        VOCABULARY,
        SUMS,
    ),
    "n8 accept a split before the sums": (
        _with("disputes/refund_request_done", then=("accept_split", "work_out_sums")),
        VOCABULARY,
        SUMS,
    ),
    "n8 pay for arbitration in a strip": (FLOWS, _strip("pay_arbitration", "money", "held"), SUMS),
    "n12 submit where no work was done": (
        _also("ghosting/before_work", "submit_work"),
        VOCABULARY,
        "which needs submittable to be yes",
    ),
    "n12 submit a part where no work was done": (
        _with("ghosting/before_work", do_now="submit_part"),
        VOCABULARY,
        "which needs submittable to be yes",
    ),
    "n12 submit empty files": (
        _with("ghosting/finish_then_submit", do_now="submit_empty"),
        VOCABULARY,
        'names the act "submit_empty", which is not in the closed list',
    ),
    "n12 call half the work finished": (
        _with("ghosting/submit_part", do_now="submit_work"),
        VOCABULARY,
        "which needs work to be finished or unknown; here it is part",
    ),
}


@pytest.mark.parametrize(("flows", "vocabulary", "says"), STRUCTURE.values(), ids=STRUCTURE.keys())
def test_structure_refuses_to(flows: tuple[Flow, ...], vocabulary: Vocabulary, says: str) -> None:
    refused = _refused(flows, vocabulary)
    assert any(says in line for line in refused), refused


def test_the_real_flow_is_not_refused() -> None:
    assert _refused() == []


# --- across flows ---------------------------------------------------------------------------------


def test_what_a_hand_over_says_is_not_forgotten_by_the_plan() -> None:
    """A reader who said "paused" at the door may not hear "go on working" from a branch that never asks."""
    ghosting = real.flow("ghosting")
    asks = tuple(
        replace(ask, routes=tuple(route for route in ask.routes if not _asks_status(ask.question, route)))
        for ask in ghosting.asks
    )
    book = real.bind(real.exchanged(replace(ghosting, asks=asks)))
    found = [str(finding) for report in explore_all(book, real.PHRASES) for finding in report.findings]
    assert any('advises "finish_work"' in says and "contract_status.paused" in says for says in found), found


def _asks_status(question: str, route: Route) -> bool:
    return (question, route.to) in {("dormancy_stage", "contract_status"), ("contract_status", "work")}


def test_a_door_that_hands_over_too_late_takes_too_many_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exploration, "MOST_SCREENS", 8)
    found = [str(finding) for report in explore_all(real.book(), real.PHRASES) for finding in report.findings]
    assert any("screens to a plan (at most 8)" in says for says in found), found
