"""A second toy flow, to which the first hands over: may I park the bike here?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.samples import permit
from wizard.core import shape
from wizard.core.book import Book
from wizard.core.explore import Report, explore_all
from wizard.core.model import Ask, Flow, Is, Outcome, Question, Route, Sign, Turn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wizard.core.errors import Finding

SIGNS = Question(
    "doubts",
    ("none", "some", "many"),
    asks="signs",
    signs=(Sign("narrow"), Sign("dark"), Sign("forbidden", 3)),
    bands_from=(0, 1, 3),
)


def _end(id_: str) -> Outcome:
    return Outcome(
        id_,
        urgency="no_rush",
        do_now="wait",
        do_not=("ride",),
        then=("show_papers",),
        turns=(Turn("back", "permit"),),
        options=("wait",),
        letters=("owner_note",),
    )


ERRAND = Flow(
    id="errand",
    start="where",
    asks=(
        Ask("where", (Route("bike", "bike_next"),)),
        Ask("bike", (Route("doubts", "doubts_next"),)),
        Ask(
            "doubts",
            (
                Route("permit", "too_many", (Is("doubts", "many"),), gives=(("fine", "none"),)),
                Route("park", "park_it", (Is("bike", "own"),)),
                Route("safe_set", "not_sure"),
            ),
        ),
    ),
    outcomes=(_end("park"), _end("safe_set")),
    questions=(Question("where", ("street", "unknown")), SIGNS),
)
"""Where is asked first, then the bike that both flows ask about, then several signs at once."""


def leading_in(gives: tuple[tuple[str, str], ...] = ()) -> Flow:
    """Return the permit flow, in which borrowed bikes are handed over to the errand."""
    (bike,) = (ask for ask in permit.PERMIT.asks if ask.question == "bike")
    over = Route("errand", "errand_knows", (Is("bike", "borrowed"),), gives=gives)
    return permit.with_routes("bike", (over, *bike.routes))


def book(flows: Sequence[Flow]) -> Book:
    """Return a book of several toy flows."""
    words: dict[str, dict[str, Any]] = {}
    for flow in flows:
        words |= permit.tables(flow)
    questions: dict[str, Any] = {}
    for flow in flows:
        questions |= permit.tables(flow)["case/words/questions"]
    for question in (question for flow in flows for question in flow.questions):
        if question.signs:
            questions[question.id]["signs"] = {sign.id: f"It is {sign.id}." for sign in question.signs}
    words["case/words/questions"] = questions
    return Book(permit.VOCABULARY, flows, permit.PLANNED, words, permit.TOPICS)


def reports(flows: Sequence[Flow]) -> list[Report]:
    """Return what exploration sees in several flows."""
    return explore_all(book(flows), permit.PHRASES)


def shape_of(book: Book, flow: str) -> list[Finding]:
    """Return what can be seen in the shape of one flow."""
    return list(shape.findings(book, book.flows[flow]))


def words_of(flows: Sequence[Flow], tables: Mapping[str, Mapping[str, Any]]) -> list[Finding]:
    """Return everything found in the flows when these are their words."""
    book = Book(permit.VOCABULARY, flows, permit.PLANNED, tables, permit.TOPICS)
    return [finding for report in explore_all(book, permit.PHRASES) for finding in report.findings]
