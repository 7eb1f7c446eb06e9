"""Damage the real flow in every small way and count what notices: the journeys or exploration, never the golden."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import FIGURE
from tests.samples import ghosting, story
from wizard.core.book import spans_in
from wizard.core.errors import Findings
from wizard.core.explore import explore
from wizard.core.facts import Ledger
from wizard.core.reading import Phrases
from wizard.core.words import Quote
from wizard.flows.ghosting.flow import GHOSTING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.core.book import Book
    from wizard.core.model import Ask, Flow, Outcome, Route

LEAST = 0.95
NO_PHRASES = Phrases((), (), ())
"""These damages change no wording, so no lint of wording may catch one by luck."""
EVERY = 3
"""Every third fact is enough: each costs a reading of all words."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One damage, in words, and the book that has it."""

    says: str
    bind: Callable[[], Book]


def _caught(mutant: Mutant) -> bool:
    """Return whether a journey or exploration notices; a crash is noticed too."""
    try:
        book = mutant.bind()
        if any(True for journey in ghosting.journeys() for _ in story.of_shape(journey, book, ghosting.FLOW)):
            return True
        if explore(book, ghosting.FLOW, NO_PHRASES).findings:
            return True
        machine = ghosting.report().automaton
        return any(
            True
            for journey in ghosting.journeys()
            for _ in story.of_words(journey, book, ghosting.FLOW, machine)
        )
    except (Findings, LookupError):
        return True


def _routes(question: str, routes: tuple[Route, ...]) -> Flow:
    asks = tuple(replace(ask, routes=routes) if ask.question == question else ask for ask in GHOSTING.asks)
    return replace(GHOSTING, asks=asks)


def _reasons_fit(flow: Flow) -> Book:
    """Bind a flow with words for exactly its reasons, so that a missing reason alone catches nothing."""
    tables = ghosting.words()
    key = f"flows/{ghosting.FLOW}/words/flow"
    used = {route.because for ask in flow.asks for route in ask.routes}
    reasons = {name: text for name, text in tables[key]["reasons"].items() if name in used}
    return ghosting.bind(flow, tables=tables | {key: tables[key] | {"reasons": reasons}})


def _of_asks(make: Callable[[Ask], Iterator[tuple[str, tuple[Route, ...]]]]) -> Iterator[Mutant]:
    for ask in GHOSTING.asks:
        for says, routes in make(ask):
            flow = _routes(ask.question, routes)
            yield Mutant(f"{ask.question}: {says}", lambda flow=flow: _reasons_fit(flow))  # type: ignore[misc]


def dropped(ask: Ask) -> Iterator[tuple[str, tuple[Route, ...]]]:
    for number, route in enumerate(ask.routes):
        yield f"route {number} to {route.to} is gone", (*ask.routes[:number], *ask.routes[number + 1 :])


def swapped(ask: Ask) -> Iterator[tuple[str, tuple[Route, ...]]]:
    for number, (one, other) in enumerate(zip(ask.routes, ask.routes[1:], strict=False)):
        if one.to != other.to:
            pair = (replace(one, to=other.to), replace(other, to=one.to))
            yield (
                f"{one.to} and {other.to} are swapped",
                (*ask.routes[:number], *pair, *ask.routes[number + 2 :]),
            )


def renamed(ask: Ask) -> Iterator[tuple[str, tuple[Route, ...]]]:
    for number, route in enumerate(ask.routes):
        for place, condition in enumerate(route.when):
            wrong = type(condition)(condition.name, *(f"{value}_now" for value in condition.one_of))
            when = (*route.when[:place], wrong, *route.when[place + 1 :])
            routes = (*ask.routes[:number], replace(route, when=when), *ask.routes[number + 1 :])
            yield f"{condition.name} of route {number} asks for {wrong.one_of}", routes


def loosened(ask: Ask) -> Iterator[tuple[str, tuple[Route, ...]]]:
    for number, route in enumerate(ask.routes):
        for place, condition in enumerate(route.when):
            when = (*route.when[:place], *route.when[place + 1 :])
            routes = (*ask.routes[:number], replace(route, when=when), *ask.routes[number + 1 :])
            yield f"route {number} no longer asks for {condition.name}", routes


def advised() -> Iterator[Mutant]:
    """Recommend each act that a result forbids, first or last, with words that fit."""
    for outcome in GHOSTING.outcomes:
        for act in outcome.do_not:
            left = tuple(other for other in outcome.do_not if other != act)
            last = replace(outcome, then=(*outcome.then, act), do_not=left)
            first = replace(outcome, do_now=act, do_not=left)
            for where, changed in (("last", last), ("first", first)):
                yield Mutant(
                    f"{outcome.id} advises {act} {where}",
                    lambda changed=changed, act=act: _with_words(changed, act),  # type: ignore[misc]
                )


def _with_words(changed: Outcome, act: str) -> Book:
    outcomes = tuple(changed if outcome.id == changed.id else outcome for outcome in GHOSTING.outcomes)
    tables = ghosting.words_copied()
    words: dict[str, Any] = tables[f"flows/{ghosting.FLOW}/words/{changed.id}"]
    text = words["do_not"].pop(act)
    words["do_not"] = words["do_not"] or {"none": text}
    if act in changed.then:
        words["then"][act] = text
    # A result that forbids nothing would be found at once: let it forbid what nobody advises.
    if not changed.do_not:
        changed = replace(changed, do_not=("accept_split",))
        outcomes = tuple(changed if outcome.id == changed.id else outcome for outcome in GHOSTING.outcomes)
        words["do_not"] = {"accept_split": text}
    return ghosting.bind(replace(GHOSTING, outcomes=outcomes), tables=tables)


@cache
def _quoted() -> frozenset[str]:
    """Return the key of every fact that the flow, its letters, the vocabulary or a clock stands on."""
    book = ghosting.book()
    keys = {
        key for outcome in book.flows[ghosting.FLOW].outcomes for key in book.cited(ghosting.FLOW, outcome)
    }
    keys |= {span.key for span in spans_in(book.case) if isinstance(span, Quote)}
    keys |= {span.key for span in spans_in(book.flow_words(ghosting.FLOW)) if isinstance(span, Quote)}
    keys |= {clock.fact for clock in book.vocabulary.clocks}
    return frozenset(keys | {day.after for day in book.vocabulary.days if day.after})


def deleted() -> Iterator[Mutant]:
    for key in sorted(_quoted())[::EVERY]:
        yield Mutant(f"the fact {key} is gone", lambda key=key: _without(key))  # type: ignore[misc]


def _without(key: str) -> Book:
    book = _facts_book()
    book.ledger = Ledger({name: fact for name, fact in ghosting.book().ledger.items() if name != key})
    return book


@cache
def _facts_book() -> Book:
    """Return a second real book, whose ledger is exchanged; its words are parsed once."""
    return ghosting.bind()


KINDS: dict[str, Callable[[], Iterator[Mutant]]] = {
    "drop a route": lambda: _of_asks(dropped),
    "swap neighbouring targets": lambda: _of_asks(swapped),
    "rename an option in a guard": lambda: _of_asks(renamed),
    "drop a condition": lambda: _of_asks(loosened),
    "recommend a forbidden act": advised,
    "delete a fact": deleted,
}


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_caught(kind: str, record_property: Callable[[str, object], None]) -> None:
    mutants = list(KINDS[kind]())
    missed = [mutant.says for mutant in mutants if not _caught(mutant)]
    score = 1 - len(missed) / len(mutants)
    record_property(
        FIGURE, f"mutation, {kind}: {score:.1%} of {len(mutants)} caught; missed: {missed or 'none'}"
    )
    assert len(mutants) >= 20
    assert score >= LEAST, missed


def test_the_real_flow_is_not_taken_for_damage() -> None:
    assert not _caught(Mutant("nothing", ghosting.bind))
