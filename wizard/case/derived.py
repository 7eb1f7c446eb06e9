"""Conclusions that several flows, acts and strips share: pure rules with closed results.

Each docstring states the rule so that an expert can confirm or deny it.
A question that was not asked reads as missing.
"""

from collections.abc import Mapping

from wizard.core.model import Derived


def held_claim(said: Mapping[str, str]) -> str:
    """Whether money is held that the reader has a claim to.

    "none" on hourly contracts, where nothing is held; where nothing is funded, or all is paid out; and where
    no work was done. "some" where work was done on held money. "unclear" in every other case: it counts as
    some.
    Rests on: ending.returns_held_money
    """
    if said.get("contract") == "hourly":
        return "none"
    if said.get("money") in ("not_funded", "paid", "pending") or said.get("work") == "none":
        return "none"
    if said.get("dormancy_stage") == "over" or said.get("request_age") == "over":
        return "none"
    if said.get("work") in ("finished", "part") or said.get("money") == "in_review":
        return "some"
    return "unclear"


def clock_of_mine(said: Mapping[str, str]) -> str:
    """Which clock runs that the reader must answer, or the money is gone.

    An age or stage she does not know counts as running.
    Rests on: refund_requests.answer_days, hourly.answer_days, dormancy.freelancer_days,
    disputes.recommendation_answer_days, arbitration.accept_days
    """
    if said.get("notice") == "refund_request" and said.get("request_age") != "over":
        return "refund_request"
    if said.get("notice") == "hours_dispute" and said.get("hours_age") != "over":
        return "hours_dispute"
    if said.get("dormancy_stage") in ("i_am_asked", "unknown"):
        return "dormancy_release"
    if said.get("dispute_stage") == "recommendation":
        return "recommendation"
    if said.get("dispute_stage") == "non_resolution":
        return "arbitration"
    return "none"


def may_work(said: Mapping[str, str]) -> str:
    """Whether further work is covered: an active contract, and on fixed price the full sum held.

    A first or second notice of inactivity says that money is held, but not that the contract is active.
    Rests on: milestones.only_deposited, paused.stop_work
    """
    if said.get("contract_status") != "active":
        return "no"
    if said.get("dormancy_stage") == "warned":
        return "yes"
    return "yes" if said.get("contract") == "hourly" or said.get("money") == "held" else "no"


def submittable(said: Mapping[str, str]) -> str:
    """Whether there is real work to submit on held money: finished, or a part that is named as a part.

    Never empty files: no work means nothing to submit.
    Rests on: milestones.submit_starts_clock
    """
    held = said.get("money") in ("held", "part_held") or said.get("dormancy_stage") == "warned"
    return "yes" if held and said.get("work") in ("finished", "part", "unknown") else "no"


def money_at(said: Mapping[str, str]) -> str:
    """Where the money of the current milestone is, whatever question told it.

    A refund request and a notice of inactivity both say that money is held.
    """
    if said.get("notice") == "refund_request":
        return "requested_back"
    if said.get("notice") == "dormancy":
        return "held" if said.get("dormancy_stage") == "warned" else "asked"
    return {"held": "held", "part_held": "part_held", "not_funded": "not_funded"}.get(
        said.get("money", ""), "elsewhere"
    )


def refund_settles(said: Mapping[str, str]) -> str:
    """Whether a refund would settle named work that was not done or done wrong.

    A wish to clean a review or a score never does, nor does pressure.
    Rests on: conduct.feedback_trade
    """
    return "yes" if said.get("refund_for") == "not_done" else "no"


def paused_aside(said: Mapping[str, str]) -> str:
    """Whether the contract is paused while the plan is about something else.

    Where it is asked who paused it, the plan itself is about the pause.
    Rests on: paused.stop_work
    """
    return "yes" if said.get("contract_status") == "paused" and "who_paused" not in said else "no"


DERIVED = (
    Derived(
        "held_claim",
        ("none", "some", "unclear"),
        ("contract", "money", "work", "dormancy_stage", "request_age"),
        held_claim,
    ),
    Derived(
        "clock_of_mine",
        ("refund_request", "hours_dispute", "dormancy_release", "recommendation", "arbitration", "none"),
        ("notice", "request_age", "hours_age", "dormancy_stage", "dispute_stage"),
        clock_of_mine,
    ),
    Derived("may_work", ("yes", "no"), ("contract", "contract_status", "money", "dormancy_stage"), may_work),
    Derived("submittable", ("yes", "no"), ("money", "work", "dormancy_stage"), submittable),
    Derived(
        "money_at",
        ("requested_back", "asked", "held", "part_held", "not_funded", "elsewhere"),
        ("notice", "dormancy_stage", "money"),
        money_at,
    ),
    Derived("refund_settles", ("yes", "no"), ("refund_for",), refund_settles),
    Derived("paused_aside", ("yes", "no"), ("contract_status", "who_paused"), paused_aside),
)
