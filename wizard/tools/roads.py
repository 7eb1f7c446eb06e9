"""Which event leads to which clock: the roads of the dates tool and of the money board, as data.

Clocks that plans wait on are named in `case.clocks`. Every length is a fact of the ledger.
"""

from collections.abc import Mapping

from wizard.case.clocks import CLOCKS
from wizard.core import week
from wizard.core.facts import Ledger
from wizard.core.model import Clock, Owner
from wizard.core.road import Length, Road, Step

UNNAMED = (
    Clock("dormancy_first", "dormancy.notice_first_days", "nobody"),
    Clock("dormancy_second", "dormancy.notice_second_days", "nobody"),
    Clock("refund_support", "refunds.support_days", "client"),
    Clock("hours_decision", "hourly.decision_days", "nobody", counts="business"),
    Clock("pay", "hourly.pay_after_days", "nobody"),
)
"""Periods of the ledger on which no plan waits, so that they are no named clocks."""
WEEKLY: tuple[tuple[str, str, Owner], ...] = (
    ("week_end", "hourly.week_ends", "nobody"),
    ("cleanup", "hourly.cleanup_until", "freelancer"),
    ("review_opens", "hourly.invoice_at", "client"),
    ("hours_review", "hourly.review_closes", "client"),
)
"""Moments of the week after the one that was worked: id, fact, whose turn."""

_HOLD = Step("hold", "hold", after="review", given="silent")
_RELEASE = (
    Step("dormancy_release", "dormancy_release"),
    Step("hold", "hold", after="dormancy_release", given="silent"),
)
_ASKED = (
    Step("dormancy_freelancer", "dormancy_freelancer"),
    Step("dormancy_release", "dormancy_release", after="dormancy_freelancer", given="requested"),
    _RELEASE[1],
)
_CLIENT_ASKED = (
    Step("dormancy_client", "dormancy_client"),
    Step("dormancy_freelancer", "dormancy_freelancer", after="dormancy_client", given="silent"),
    *_ASKED[1:],
)
ROADS = (
    Road("submitted", (Step("review", "review"), _HOLD)),
    Road(
        "released",
        (
            Step("hold", "hold"),
            Step("mediation", "mediation"),
            Step("refund_window", "refund_window"),
            Step("refund_support", "refund_support"),
        ),
    ),
    Road(
        "refund_request",
        (
            Step("refund_request", "refund_request"),
            Step("client_answer", "client_answer", after="refund_request", given="disputed"),
            Step("hold", "hold", after="client_answer", given="silent"),
        ),
    ),
    Road(
        "dispute_filed",
        (Step("client_answer", "client_answer"), Step("hold", "hold", after="client_answer", given="silent")),
    ),
    Road("recommendation", (Step("recommendation", "recommendation"),)),
    Road("non_resolution", (Step("arbitration", "arbitration"),)),
    Road(
        "hours_dispute",
        (
            Step("hours_dispute", "hours_dispute"),
            Step("hours_decision", "hours_decision", after="hours_dispute", given="declined", mark=True),
        ),
    ),
    Road(
        "work_week",
        (
            *(Step(id_, id_, mark=id_ in ("week_end", "review_opens")) for id_, _, _ in WEEKLY),
            Step("pay", "pay", given="undisputed"),
        ),
        weekly=True,
    ),
    Road(
        "last_milestone",
        (
            Step("dormancy_first", "dormancy_first", mark=True),
            Step("dormancy_second", "dormancy_second", mark=True),
            Step("dormancy_inactive", "dormancy_inactive"),
            Step("dormancy_client", "dormancy_client", after="dormancy_inactive", given="inactive"),
            *_CLIENT_ASKED[1:],
        ),
    ),
    Road("client_asked", _CLIENT_ASKED),
    Road("freelancer_asked", _ASKED),
    Road("release_requested", _RELEASE),
    Road("contract_ended", (Step("feedback", "feedback"), Step("public_reply", "public_reply"))),
    Road("change_allowed", (Step("feedback_change", "feedback_change"),)),
    Road("review_reported", (Step("report_answer", "report_answer"),)),
)
BY_EVENT: Mapping[str, Road] = {road.event: road for road in ROADS}


SAID: Mapping[str, tuple[str, ...]] = {
    "review": ("milestones.submit_starts_clock", "milestones.review_end_hour", "ending.returns_held_money"),
    "hold": ("milestones.status_pending",),
    "refund_request": (
        *("refund_requests.silent", "refund_requests.see_path"),
        *("refund_requests.dispute_path", "disputes.feedback_required"),
    ),
    "client_answer": ("disputes.client_silent",),
    "recommendation": ("disputes.recommendation_not_binding",),
    "arbitration": ("arbitration.nobody_pays", "arbitration.one_pays", "arbitration.demand_days"),
    "hours_dispute": ("hourly.answer_silent", "hourly.dispute_pauses"),
    "cleanup": ("hourly.billed_only_refund",),
    "hours_review": ("hourly.review_silent", "hourly.enterprise_review_closes"),
    "pay": ("hourly.pay_day",),
    "mediation": ("refunds.mediation_no_force", "arbitration.ignoring_after_release"),
    "refund_window": ("refunds.freelancer_chooses",),
    "dormancy_inactive": ("dormancy.restart", "dormancy.only_fixed_with_money", "ending.returns_held_money"),
    "dormancy_freelancer": ("dormancy.nobody_acts",),
    "dormancy_release": ("dormancy.release_silent", "ending.returns_held_money"),
    "feedback": ("feedback.double_blind", "feedback.window_hour"),
    "public_reply": ("feedback.reply_once",),
    "report_answer": ("feedback.report_once",),
}
"""What words say about a clock beside its length: id -> facts."""


def cites(road: Road) -> tuple[str, ...]:
    """Return the facts that a road stands on: the length of each clock, and what is said about it."""
    facts = {clock.id: clock.fact for clock in (*CLOCKS, *UNNAMED)} | {id_: fact for id_, fact, _ in WEEKLY}
    keys = (key for step in road.steps for key in (facts[step.clock], *SAID.get(step.clock, ())))
    return tuple(dict.fromkeys(keys))


def lengths(ledger: Ledger) -> Mapping[str, Length]:
    """Return every clock of the roads by id, with its length as the ledger has it."""
    found = {
        clock.id: Length(clock.id, ledger.days(clock.fact), clock.owner, clock.counts)
        for clock in (*CLOCKS, *UNNAMED)
    }
    for id_, fact, owner in WEEKLY:
        days, at = week.after_closing(ledger[fact].quoted)
        found[id_] = Length(id_, days, owner, at=at)
    return found
