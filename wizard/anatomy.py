"""What a result consists of, gathered for its templates: words, shape and ledger in the fixed order.

It chooses and groups; no HTML, no text of its own, and no routes.
"""

from typing import Any

from wizard.core import clocks
from wizard.core.answers import write
from wizard.core.automaton import State, merged
from wizard.core.book import Book
from wizard.core.engine import SHOWN_STRIPS, Walk
from wizard.core.facts import CERTAINTIES, Fact, Source
from wizard.core.model import Outcome
from wizard.core.sheets import CardWords
from wizard.core.words import Spans

WEEK = 7
LAST_WEEK = 28
SHORT_MONTH = 30
"""Days after which the table shows the end in the next month, for a month of 30 and of 31 days."""


def result(book: Book, flow: str, state: State, walk: Walk) -> dict[str, Any]:
    """Return the parts of a result by the names that its templates use."""
    shape = book.flows[flow].outcomes[state.node]
    words = book.outcome(flow, state.node)
    return {
        "shape": shape,
        "reminds": book.flows[flow].flow.on_contract and shape.reminds and shape.by is None,
        "way": write(state.shortest),
        "words": words,
        "strips": [book.case.strips[id_] for id_ in state.strips[:SHOWN_STRIPS]],
        "more_strips": [book.case.strips[id_].title for id_ in state.strips[SHOWN_STRIPS:]],
        "card": _card(book, shape.do_now),
        "steps": [(words.then[act], _card(book, act)) for act in shape.then],
        "letters": [(letter, book.letter(letter)) for letter in shape.letters],
        "to_client": any(book.letter(letter).kind == "to_client" for letter in shape.letters),
        "rows": _clock_rows(book, shape),
        "deadline": _deadline(book, flow, state.node, shape),
        "inputs": [(field, book.case.inputs[field.id]) for field in book.inputs_for(flow, state.node)],
        "fills": bool(book.places(flow, state.node)),
        "tools": _tools(book, flow, shape),
        "reasons": reasons(book, flow, walk),
        "sets": _sets(book, state),
        **sources([book.ledger[key] for key in book.cited(flow, state.node)]),
    }


def reasons(book: Book, flow: str, walk: Walk) -> list[tuple[str, Spans]]:
    """Return each answer of a walk with the reason of the route that it led along."""
    words = book.flow_words(flow).reasons
    return [(_said(book, taken.question, (taken.option,)), words[taken.because]) for taken in walk.taken]


def _tools(book: Book, flow: str, shape: Outcome) -> list[tuple[str, str]]:
    """Return the address and the name of each tool that helps with this result."""
    acts = {shape.do_now, *shape.then, *shape.options}
    return [
        (
            f"tools/{helps.tool.replace('_', '-')}/#from={flow}",
            book.tables[f"tools/words/{helps.tool}"]["title"],
        )
        for helps in book.vocabulary.tools
        if flow in helps.flows or acts & {*helps.acts} or (helps.clocks and (shape.by or shape.waits))
    ]


def _card(book: Book, name: str) -> CardWords | None:
    card = next(act.card for act in book.vocabulary.acts if act.id == name)
    return book.case.cards[card] if card else None


def _deadline(book: Book, flow: str, outcome: str, shape: Outcome) -> str | None:
    """Return the slot that says the end of the clock of a result, to be repeated beside its fields."""
    places = book.places(flow, outcome)
    days = (
        f"date:{day.id}"
        for day in book.vocabulary.days
        if day.clock and day.clock == (shape.by or shape.waits)
    )
    return next((name for name in days if name in places), None)


def _clock_rows(book: Book, shape: Outcome) -> list[tuple[str, str]]:
    clock = shape.by or shape.waits
    if clock is None:
        return []
    days = book.ledger.days(book.clocks[clock].fact)
    starts = range(1, LAST_WEEK, WEEK)
    return [(_ordinal(start), _ends(start + days)) for start in starts if start + days <= 2 * SHORT_MONTH]


def _ends(day: int) -> str:
    if day <= SHORT_MONTH:
        return _ordinal(day)
    # In a month of 31 days, day 31 is still the same month.
    longer = day - SHORT_MONTH - 1
    return f"{_ordinal(day - SHORT_MONTH)} (30), {_ordinal(longer or SHORT_MONTH + 1)} (31)"


def _ordinal(day: int) -> str:
    ending = "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")  # noqa: PLR2004
    return f"{day}{ending}"


def _said(book: Book, question: str, options: tuple[str, ...]) -> str:
    words = book.case.questions[question]
    return " / ".join(words.options[option].short for option in options)


def _sets(book: Book, state: State) -> list[str]:
    return [
        " · ".join(
            f"{book.case.questions[name].short}: {_said(book, name, options)}" for name, options in way
        )
        for way in merged(state.ways)
    ]


def sources(facts: list[Fact]) -> dict[str, Any]:
    """Group facts by the page they were read on, and name the certainty words that they use."""
    pages: dict[Source, list[Fact]] = {}
    for fact in facts:
        pages.setdefault(fact.sources[0], []).append(fact)
    used = {fact.certainty for fact in facts}
    return {
        "sources": list(pages.items()),
        # The oldest reading of all: a page may promise no more.
        "read_on": clocks.short(min(fact.read for fact in facts)),
        "certainties": [word for word in CERTAINTIES if word in used],
    }
