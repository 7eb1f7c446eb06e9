"""The money board: from the status word on the screen to what it means and when the money can be withdrawn.

The status words are those of the question about money in `case`. Days come from the same roads as in `dates`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wizard.core import clocks, money, week
from wizard.core.form import Field, Form
from wizard.core.model import UNKNOWN
from wizard.core.report import Block, Figure, Report, Say, Table
from wizard.core.road import Phase, Stop, follow
from wizard.core.words import Moment, Spans
from wizard.tools.model import Asked, Tool
from wizard.tools.roads import BY_EVENT, cites, lengths

EVENTS: Mapping[str, str] = {
    "held": "submitted",
    "in_review": "submitted",
    "request": "refund_request",
    "pending": "released",
}
"""Status -> the event from which its days are counted. Under "held" it has not happened yet."""
DATED = ("in_review", "request", "pending")
"""Statuses that began on a day which the page shows."""
MOVES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "held": (
        ("you", "submit"),
        ("you", "end"),
        ("client", "release_early"),
        ("client", "ask_back"),
        ("both", "idle"),
    ),
    "in_review": (
        ("client", "silent"),
        ("client", "approve"),
        ("client", "changes"),
        ("client", "ask_back"),
        ("you", "end"),
    ),
    "part_held": (("client", "fund_rest"), ("you", "submit"), ("you", "end"), ("client", "ask_back")),
    "not_funded": (("client", "fund"), ("you", "propose"), ("you", "unpaid_work")),
    "request": (("you", "dispute"), ("you", "no_answer"), ("you", "approve_request")),
    "paused": (("upwork", "resume"), ("you", "work_on"), ("you", "submit_paused"), ("you", "write")),
    "pending": (("both", "wait"), ("client", "ask_after"), ("bank", "take_back")),
    "paid": (("client", "ask_after"), ("client", "next"), ("bank", "take_back")),
    UNKNOWN: (("you", "look"),),
}
"""What can still happen under each status: who can do what."""
SAID: Mapping[str, tuple[str, ...]] = {
    "held": (
        *("milestones.status_work_in_progress", "milestones.messages_not_submitted"),
        *("milestones.partial_rest_open", "refund_requests.when", "dormancy.nobody_acts"),
    ),
    "in_review": (
        *("milestones.status_in_review", "milestones.client_choices", "milestones.changes_button"),
        *("milestones.changes_reset", "milestones.partial_rest_ended", "refund_requests.when"),
    ),
    "part_held": ("milestones.only_deposited", "refund_requests.when", "ending.returns_held_money"),
    "not_funded": ("milestones.wait_for_funding", "milestones.inactive_no_work", "milestones.propose_change"),
    "request": ("refund_requests.when", "refund_requests.scope", "disputes.client_silent"),
    "paused": (
        *("paused.stop_work", "paused.no_reason", "paused.messages_work", "paused.billing_no_submit"),
        "conduct.outside_payment",
    ),
    "pending": ("refunds.freelancer_chooses", "chargebacks.proof", "chargebacks.bank_decides"),
    "paid": ("refunds.freelancer_chooses", "chargebacks.proof", "chargebacks.bank_decides"),
    UNKNOWN: (
        "milestones.status_work_in_progress",
        "milestones.status_in_review",
        "milestones.status_pending",
    ),
}
"""What is said under each status beside the lengths of its clocks: facts."""
FORM = Form(
    (
        Field("status", "choice", tuple(MOVES), needed=True),
        Field("began", "date", future=False, only=("status", DATED)),
        Field("sum", "money"),
        Field("fee", "number", least=0, most=100),
        Field("per_day", "money"),
    )
)


@dataclass(frozen=True, slots=True)
class _Board:
    asked: Asked
    status: str
    began: date | None
    stops: tuple[Stop, ...]
    """Empty where no clock runs and none can be started today."""

    withdraw: date | None
    """The day to count on for the money, if everybody else stays silent."""

    @property
    def first(self) -> Stop:
        """The clock that runs under this status."""
        return self.stops[0]

    @property
    def where(self) -> Phase | None:
        """Where the reader's day lies on the clock that runs, where its begin is known."""
        return self.first.phase(self.asked.today) if self.began else None


def work(asked: Asked) -> Report:
    """Return the report: what the word means, what can still happen, and the day of the money."""
    status, began = str(asked.values["status"]), asked.values.get("began")
    if not isinstance(began, date | None):
        raise TypeError("the form reads a day")
    stops, withdraw = _days(asked, status, began or asked.today)
    board = _Board(asked, status, began, stops, withdraw)
    roads = cites(BY_EVENT[EVENTS[status]]) if status in EVENTS else ()
    return Report(tuple(_blocks(board)), _figures(board), (*SAID[status], *roads))


def _days(asked: Asked, status: str, began: date) -> tuple[tuple[Stop, ...], date | None]:
    """Return the stops from the begin of a status, and the safe day of the money."""
    if status not in EVENTS:
        return (), None
    known = lengths(asked.ledger)
    stops = follow(BY_EVENT[EVENTS[status]], known, began)
    # A request is answered today: the sooner, the earlier the money.
    paid = follow(BY_EVENT["dispute_filed"], known, asked.today) if status == "request" else stops
    return stops, next(stop.safe for stop in paid if stop.id == "hold")


def _blocks(board: _Board) -> Iterator[Block]:
    asked, status = board.asked, board.status
    yield Say(_lead(board), "lead")
    if board.where == "over":
        yield Say(asked.say(f"over_{status}"), "warning")
    yield Say(asked.say(f"means_{status}"))
    if board.where != "over":
        yield Say(asked.say(f"withdraw_{status}", day=clocks.short(board.withdraw or asked.today)))
    days = _of_work(asked)
    if days is not None:
        yield Say(
            asked.say("of_work" if "fee" in asked.values else "of_work_before_fee", **_worth(asked, days))
        )
    yield Say(asked.say(f"plan_{status}"))
    rows = tuple(
        (asked.say(f"who_{who}"), asked.say(f"do_{move}"), asked.say(f"then_{move}"))
        for who, move in MOVES[status]
    )
    yield Table(asked.say("table"), tuple(asked.say(f"head_{head}") for head in ("who", "do", "then")), rows)
    if board.began:
        yield Say(asked.say("counted", moment=Moment(board.first.instant)), "note")
    elif board.stops:
        yield Say(asked.say("counted_today", day=clocks.short(asked.today)), "note")


def _lead(board: _Board) -> Spans:
    asked, status = board.asked, board.status
    if not board.stops:
        return asked.say(f"lead_{status}", money=_money(asked))
    line = f"lead_{status}_{board.where}" if board.where else f"lead_{status}"
    return asked.say(
        line,
        money=_money(asked),
        last=clocks.short(board.first.last),
        safe=clocks.short(board.first.safe),
        day=clocks.short(board.withdraw or asked.today),
    )


def _money(asked: Asked) -> Spans:
    amount = asked.values.get("sum")
    return (
        asked.say("the_sum", sum=money.show(amount))
        if isinstance(amount, Decimal)
        else asked.say("the_money")
    )


def _of_work(asked: Asked) -> Decimal | None:
    amount, per_day = asked.values.get("sum"), asked.values.get("per_day")
    fee = asked.values.get("fee", Decimal(0))
    if isinstance(amount, Decimal) and isinstance(per_day, Decimal) and isinstance(fee, Decimal):
        return week.of_work(amount, fee, per_day)
    return None


def _worth(asked: Asked, days: Decimal) -> dict[str, object]:
    line = "less_than_one" if days < 1 else "day" if days == 1 else "days"
    return {"money": _money(asked), "days": asked.say(line, number=f"{days}".removesuffix(".0"))}


def _figures(board: _Board) -> dict[str, Figure]:
    days = _of_work(board.asked)
    missed = board.status == "request" and board.where == "over"
    return {
        "status": board.status,
        "phase": board.where,
        "last": board.first.last.isoformat() if board.began else None,
        "safe": board.first.safe.isoformat() if board.began else None,
        "withdraw": board.withdraw.isoformat() if board.withdraw and not missed else None,
        "days_of_work": None if days is None else str(days),
    }


TOOL = Tool("money_board", FORM, work)
