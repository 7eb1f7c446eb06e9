"""A toy flow for tests of the engine: may I ride this bike today?

Nothing here speaks of contracts, so that a change of content never breaks a test of the engine.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from wizard.core.book import Book
from wizard.core.explore import Report, explore
from wizard.core.lint import Phrase, Phrases
from wizard.core.model import (
    UNKNOWN,
    Act,
    Ask,
    Clock,
    Day,
    Derived,
    Duty,
    Flow,
    Input,
    Is,
    Outcome,
    Question,
    Route,
    Slot,
    Strip,
    Turn,
    Vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Tables = dict[str, dict[str, Any]]


def may_ride(said: Mapping[str, str]) -> str:
    return "yes" if said.get("papers") == "full" and said.get("bike") == "own" else "no"


QUESTIONS = (
    Question("fine", ("running", "over", "none", UNKNOWN)),
    Question("bike", ("own", "borrowed", UNKNOWN), was=("cycle",), option_was=(("mine", "own"),)),
    Question("colour", ("red", "blue", UNKNOWN)),
    Question("papers", ("full", "none", UNKNOWN)),
)

VOCABULARY = Vocabulary(
    questions=QUESTIONS,
    derived=(Derived("may_ride", ("yes", "no"), ("bike", "papers"), may_ride),),
    acts=(
        Act("wait"),
        Act("show_papers"),
        Act("ask_owner"),
        Act("ride", needs=(Is("may_ride", "yes"),)),
        Act("sell", needs=(Is("bike", "own"),), after=("show_papers",), card="sell"),
        Act("pay_fine", dated=True),
    ),
    duties=(Duty("pay", "fine", (Is("fine", "running", UNKNOWN),), ("pay_fine",)),),
    strips=(Strip("borrowed", (Is("bike", "borrowed"),), acts=("ask_owner",), do_not=("sell",)),),
    clocks=(
        Clock("fine", "permits.fine_days", "freelancer"),
        Clock("office", "permits.office_days", "client"),
        Clock("desk", "permits.desk_days", "client", counts="business"),
    ),
    inputs=(
        Input("fined_on", "date"),
        Input("asked_on", "date"),
        Input("fee", "money"),
        Input("nickname", "text", kept=False),
    ),
    slots=(Slot("fee", "fee"), Slot("nickname", "nickname")),
    days=(
        Day("today", "today"),
        Day("fine_end", "fined_on", clock="fine"),
        Day("office_end", "asked_on", clock="office"),
        Day("office_hold", "asked_on", clock="office", after="permits.hold_days"),
        Day("office_now", "asked_on", clock="office", or_today=True),
        Day("remind", "office_end", working=2),
        Day("answer_by", "today", days=1, working=3),
    ),
)

PERMIT = Flow(
    id="permit",
    start="fine",
    asks=(
        Ask(
            "fine",
            (
                Route("too_late", "fine_lapsed", (Is("fine", "over"),)),
                Route("bike", "no_fine", (Is("fine", "none"),)),
                Route("pay_now", "fine_runs"),
            ),
        ),
        Ask("bike", (Route("colour", "colour_is_asked"),)),
        Ask("colour", (Route("papers", "colour_is_nothing"),)),
        Ask(
            "papers",
            (
                Route("ride_on", "papers_suffice", (Is("may_ride", "yes"),)),
                Route("get_papers", "papers_first", (Is("papers", "none"),)),
                Route("safe_set", "look_first"),
            ),
        ),
    ),
    outcomes=(
        Outcome(
            "pay_now",
            urgency="today",
            do_now="pay_fine",
            do_not=("sell",),
            then=("wait",),
            turns=(Turn("late", "too_late"),),
            options=("pay_fine", "sell"),
            letters=("office_note",),
            by="fine",
            over="too_late",
        ),
        Outcome(
            "too_late",
            urgency="this_week",
            do_now="show_papers",
            do_not=("ride",),
            then=("wait",),
            turns=(Turn("fined_again", "pay_now"),),
            options=("wait",),
            letters=("office_note",),
        ),
        Outcome(
            "ride_on",
            urgency="no_rush",
            do_now="ride",
            do_not=("wait",),
            then=("show_papers", "sell"),
            turns=(Turn("stopped", "safe_set"),),
            options=("ride", "wait", "sell"),
            letters=("owner_note",),
        ),
        Outcome(
            "get_papers",
            urgency="this_week",
            do_now="wait",
            do_not=("ride",),
            then=("show_papers",),
            turns=(Turn("silent", "safe_set"), Turn("moved", "garage")),
            options=("wait", "ride"),
            letters=("owner_note", "office_note"),
            waits="office",
            over="safe_set",
        ),
        Outcome(
            "safe_set",
            urgency="today",
            do_now="show_papers",
            do_not=("ride",),
            then=("wait",),
            turns=(Turn("found", "permit"),),
            options=("show_papers", "ride"),
            letters=("owner_note",),
        ),
    ),
)

PLANNED = ("garage",)


def fact(statement: str, **more: object) -> dict[str, object]:
    """Return a well-formed table of one fact."""
    source = {"title": "Rules", "by": "City", "url": "https://city.example/rules", "kind": "official"}
    table = {"statement": statement, "short": statement[:40], "certainty": "is", "read": date(2026, 11, 21)}
    return table | {"page": "undated", "sources": [source]} | more


TOPICS: dict[str, dict[str, dict[str, object]]] = {
    "permits": {
        "fine_days": fact("A fine is paid in time.", value=7, unit="days"),
        "office_days": fact("The office answers in time.", value=14, unit="days"),
        "desk_days": fact("The desk answers on working days.", value=5, unit="days"),
        "hold_days": fact("The paper comes by post.", value=5, unit="days"),
        "shown": fact("Papers are shown to the office."),
    },
}

PHRASES = Phrases(
    advice=(Phrase("toy", r"\bfree ride\b", "nobody rides for nothing.", r"\bno free ride\b"),),
    letters=(Phrase("toy letter", r"\bor else\b", "no threats."),),
    tickets=(Phrase("toy ticket", r"\bliar\b", "facts only."),),
)

_LINE = "I write to you about the bike and would like to settle the open point with you this week if I can. "


def outcome_words(shape: Outcome) -> dict[str, Any]:
    """Return words that fit the shape of an outcome, every part of it and nothing else."""
    row = {"says": "this way", "costs": "an hour", "brings": "rest", "days": "{fact:permits.office_days}"}
    return {
        "title": f"Plan {shape.id.replace('_', ' ')}",
        "verdict": "**The {slot:fee} is yours.** Stay calm.",
        "kind": "This step is easy to miss.",
        "do_not": dict.fromkeys(shape.do_not, "**Leave this.** It costs too much."),
        "do_now": "**Do it today, {slot:nickname}.**",
        "where": "At the desk of the office.",
        "by_when": [
            "Today. {date:fine_end} {date:office_end} {date:office_hold} {date:remind} {date:answer_by}"
        ],
        "then": dict.fromkeys(shape.then, "Do this after it."),
        "keep": ["the receipt, with the date {date:today}"],
        "turns": {turn.id: f"Then go on: [this plan]({turn.to})." for turn in shape.turns},
        "options": {act: dict(row) for act in shape.options},
        "score": ["Nothing is counted. {date:office_now}"],
        "rule": "Papers come first.",
        "ruled_out": ["A lawyer: nothing is in dispute."],
        "next_time": "Ask for the papers first.",
        "cites": ["permits.shown"],
    }


def tables(flow: Flow = PERMIT, vocabulary: Vocabulary = VOCABULARY) -> Tables:
    """Return a words file for everything in the flow and the vocabulary, ready to be damaged by a test."""
    questions = (*vocabulary.questions, *flow.questions)
    tone = {"send": "Send it today.", "text": [_LINE * 3]}
    note = {
        "title": "Note",
        "when": "Send it now.",
        "when_not": "Not twice.",
        "lines": ["It asks for one thing."],
    }
    places = [
        *(f"slot:{slot.id}" for slot in vocabulary.slots),
        *(f"date:{day.id}" for day in vocabulary.days),
    ]
    words: Tables = {
        "case/words/questions": {
            question.id: {
                "ask": f"What about the {question.id}?",
                "short": question.id,
                "why": "It decides the next step.",
                "find_out": "Look at it.",
                "options": {option: {"says": option.title(), "short": option} for option in question.options},
            }
            for question in questions
        },
        "case/words/strips": {
            strip.id: {"title": strip.id, "says": "Ask **first**."} for strip in vocabulary.strips
        },
        "case/words/cards": {
            act.card: {"title": "Stop", "checks": ["Look twice."]} for act in vocabulary.acts if act.card
        },
        "case/words/acts": {act.id: act.id.replace("_", " ") for act in vocabulary.acts},
        "case/words/places": {
            name: {"static": "[a day]", "live": "**{part:last}**, {part:moment}, {part:safe}, {part:then}"}
            for name in places
        },
        "case/words/inputs": {field.id: {"label": field.id.title()} for field in vocabulary.inputs},
        "case/words/interface": {},
        f"flows/{flow.id}/words/flow": {
            "title": "Your bike",
            "says": "A few questions about a bike.",
            "does": ["asks"],
            "does_not": ["promise"],
            "reasons": {route.because: "So it is." for ask in flow.asks for route in ask.routes},
        },
        "messages/owner_note": note
        | {"kind": "to_client", "tones": {name: deepcopy(tone) for name in ("calm", "firm", "final")}},
        "messages/office_note": note
        | {"kind": "to_upwork", "tones": {"text": {"send": "Send it today.", "text": [_LINE * 5]}}},
    }
    for shape in flow.outcomes:
        words[f"flows/{flow.id}/words/{shape.id}"] = outcome_words(shape)
    return words


def book(
    flow: Flow = PERMIT,
    vocabulary: Vocabulary = VOCABULARY,
    words: Tables | None = None,
    topics: Mapping[str, Mapping[str, object]] = TOPICS,
) -> Book:
    """Return the toy bound as a whole; words fit the shapes unless a test brings its own."""
    return Book(vocabulary, (flow,), PLANNED, words or tables(flow, vocabulary), topics)


def report(flow: Flow = PERMIT, vocabulary: Vocabulary = VOCABULARY, words: Tables | None = None) -> Report:
    """Return what exploration sees in the toy."""
    return explore(book(flow, vocabulary, words), flow.id, PHRASES)


def with_outcome(id_: str, **changes: Any) -> Flow:
    """Return the flow with one outcome changed."""
    outcomes = tuple(replace(shape, **changes) if shape.id == id_ else shape for shape in PERMIT.outcomes)
    return replace(PERMIT, outcomes=outcomes)


def with_routes(question: str, routes: Sequence[Route]) -> Flow:
    """Return the flow with the routes of one question changed."""
    asks = tuple(
        replace(ask, routes=tuple(routes)) if ask.question == question else ask for ask in PERMIT.asks
    )
    return replace(PERMIT, asks=asks)


def routes(question: str) -> list[Route]:
    """Return the routes of one question of the flow."""
    return list(next(ask.routes for ask in PERMIT.asks if ask.question == question))


def chain(length: int, options: int = 2) -> tuple[Flow, Vocabulary]:
    """Return a flow that asks `length` questions one after another, and remembers every answer to the end."""
    names = [f"q{number}" for number in range(length)]
    choices = (*(f"o{number}" for number in range(options - 1)), UNKNOWN)
    questions = tuple(Question(name, choices) for name in names)
    asks = tuple(
        Ask(name, (Route(following, "on"),))
        for name, following in zip(names, [*names[1:], "safe_set"], strict=True)
    )
    strips = tuple(Strip(f"s{name}", (Is(name, "o0"),)) for name in names)
    vocabulary = replace(
        VOCABULARY, questions=questions, derived=(), duties=(), strips=strips, acts=(Act("wait"),)
    )
    end = Outcome(
        "safe_set",
        "today",
        "wait",
        ("wait",),
        ("wait",),
        (Turn("again", "safe_set"),),
        ("wait",),
        ("owner_note",),
    )
    return Flow("chain", names[0], asks, (end,)), vocabulary
