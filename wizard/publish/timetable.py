"""Writes the page of the named clocks: how long, whose turn it is, what silence does, and where each is used.

A clock is what `case` says it is; what happens on silence is a fact. Facts have pages of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from wizard.core.automaton import folder
from wizard.publish import manuscript, states

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wizard.core.facts import Fact
    from wizard.core.model import Clock, Owner

NAMES: Final[Mapping[str, str]] = {
    "review": "The client's review of submitted work",
    "hold": "The security hold",
    "refund_request": "Your answer to a refund request",
    "client_answer": "The client's answer to a dispute",
    "arbitration": "The decision about arbitration",
    "hours_dispute": "Your answer to an hours dispute",
    "dormancy_inactive": "Until a contract counts as dormant",
    "dormancy_client": "Dormant contract: the client's turn",
    "dormancy_freelancer": "Dormant contract: your turn",
    "dormancy_release": "The client's answer to a request for release",
    "feedback": "The time for feedback",
    "public_reply": "The time for a public reply",
    "recommendation": "The answer to a recommendation",
    "mediation": "The client may ask for mediation about released money",
    "refund_window": "The client may ask for released money back",
    "feedback_change": "The change of a review",
    "report_answer": "The answer to a reported review",
}
SILENT: Final[Mapping[str, tuple[str, ...]]] = {
    "review": ("milestones.review_days",),
    "refund_request": ("refund_requests.silent",),
    "client_answer": ("disputes.client_silent",),
    "arbitration": ("arbitration.one_pays", "arbitration.nobody_pays"),
    "hours_dispute": ("hourly.answer_silent",),
    "dormancy_inactive": ("dormancy.client_days",),
    "dormancy_client": ("dormancy.freelancer_days",),
    "dormancy_freelancer": ("dormancy.nobody_acts",),
    "dormancy_release": ("dormancy.release_silent",),
    "feedback": ("score.no_feedback",),
    "mediation": ("refunds.released_is_approved",),
    "refund_window": ("refunds.freelancer_chooses",),
    "hold": ("milestones.security_hold_days",),
    "public_reply": ("feedback.reply_days",),
    "feedback_change": ("feedback.change_days",),
}
"""Facts that say what happens when a clock ends and nobody acted."""
TURN: Final[Mapping[Owner, str]] = {
    "freelancer": "you, the freelancer",
    "client": "the client",
    "both": "both sides",
    "nobody": "nobody: it runs by itself",
}
COUNTS: Final = {"calendar": "every day counts", "business": "only working days count"}
ABOUT: Final = (
    "Each of these periods starts on one day and ends on another. Upwork counts days in UTC. A plan shows "
    "your last day, and the day before it as the day to act. For a period that you wait for it shows the end "
    "and the day to count on, one day later. Your own last days stand first."
)
NOT_KNOWN: Final = "we have no fact about it"


def name(clock: Clock) -> str:
    """Return a clock's name in words."""
    return NAMES.get(clock.id, clock.id.replace("_", " ").capitalize())


def page(link: Callable[[Fact], Markup]) -> str:
    """Return the Markdown of the page; `link` makes the link to a fact."""
    return manuscript.page(
        "Clocks",
        "The periods of Upwork that have a name here: how long each is, and who must act.",
        (
            ABOUT,
            *(
                block
                for id_, used in sorted(uses().items(), key=lambda pair: _turn(pair[0]))
                for block in _clock(states.book().clocks[id_], used, link)
            ),
        ),
    )


def _turn(clock: str) -> int:
    """Return the place of a clock in the list: those that the reader must meet first."""
    return ("freelancer", "both", "client", "nobody").index(states.book().clocks[clock].owner)


def _clock(clock: Clock, used: list[Markup], link: Callable[[Fact], Markup]) -> Iterator[str]:
    ledger = states.book().ledger
    fact = ledger[clock.fact]
    silent = [ledger[key] for key in SILENT.get(clock.id, ())]
    says = Markup(" ").join(Markup("%s (%s)") % (one.statement, link(one)) for one in silent)
    rows = [
        (
            "Length",
            Markup("<strong>%s</strong>, %s. %s") % (fact.quoted, COUNTS[clock.counts], fact.statement),
        ),
        ("Who must act", TURN[clock.owner]),
        ("If nobody acts", says or NOT_KNOWN),
        ("How sure", Markup("%s. %s") % (fact.certainty, link(fact))),
        ("Used in", manuscript.listed(used) if used else "no plan yet"),
    ]
    yield manuscript.heading(2, name(clock), clock.id)
    yield manuscript.listed(Markup("<strong>%s:</strong> %s") % row for row in rows)


def uses() -> dict[str, list[Markup]]:
    """Return clock -> links to the results that it dates, or that show a day counted with it."""
    book = states.book()
    of_day = {f"date:{day.id}": day.clock for day in book.days.values() if day.clock}
    found: dict[str, list[Markup]] = {clock: [] for clock in book.clocks}
    for flow, atlas in book.flows.items():
        reached = {state.node for state in states.automaton(flow).states.values()}
        for outcome, shape in ((id_, shape) for id_, shape in atlas.outcomes.items() if id_ in reached):
            shown = [of_day[place] for place in book.places(flow, outcome) if place in of_day]
            for clock in dict.fromkeys((*filter(None, (shape.by, shape.waits)), *shown)):
                slug = states.automaton(flow).canonical(outcome).slug
                found[clock].append(
                    Markup('<a href="../../wizard/%s/%s/">%s</a>')
                    % (folder(flow), slug, book.outcome(flow, outcome).title)
                )
    return found
