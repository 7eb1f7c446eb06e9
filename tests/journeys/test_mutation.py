"""Damage the real flow in every small way and count what notices: the journeys or exploration, never the golden."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import FIGURE
from tests.samples import real, story
from wizard.core.book import spans_in
from wizard.core.errors import Findings
from wizard.core.facts import Ledger
from wizard.core.lint import Phrases
from wizard.core.words import Quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.core.book import Book
    from wizard.core.model import Ask, Flow, Outcome, Route

LEAST = 0.95
NO_PHRASES = Phrases()
"""These damages change no wording, so no lint of wording may catch one by luck."""
EVERY = 3
"""Every third fact is enough: each costs a reading of all words."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One damage, in words, and the book that has it."""

    says: str
    bind: Callable[[], Book]


def _caught(flow: str, mutant: Mutant) -> bool:
    """Return whether a journey or exploration notices; a crash is noticed too."""
    try:
        book = mutant.bind()
        journeys = real.journeys(flow)
        if any(True for journey in journeys for _ in story.of_shape(journey, book)):
            return True
        if real.found(flow, book, NO_PHRASES):
            return True
        return any(True for journey in journeys for _ in story.of_words(journey, book, real.automata()))
    except (Findings, LookupError):
        return True


def _routes(flow: str, question: str, routes: tuple[Route, ...]) -> Flow:
    shape = real.flow(flow)
    asks = tuple(replace(ask, routes=routes) if ask.question == question else ask for ask in shape.asks)
    return replace(shape, asks=asks)


def _reasons_fit(flow: Flow) -> Book:
    """Bind a flow with words for exactly its reasons, so that a missing reason alone catches nothing."""
    tables = real.words()
    key = f"flows/{flow.id}/words/flow"
    used = {route.because for ask in flow.asks for route in ask.routes}
    reasons = {name: text for name, text in tables[key]["reasons"].items() if name in used}
    return real.bind(real.exchanged(flow), tables=tables | {key: tables[key] | {"reasons": reasons}})


def _of_asks(make: Callable[[Ask], Iterator[tuple[str, tuple[Route, ...]]]], flow: str) -> Iterator[Mutant]:
    for ask in real.flow(flow).asks:
        for says, routes in make(ask):
            changed = _routes(flow, ask.question, routes)
            yield Mutant(f"{ask.question}: {says}", partial(_reasons_fit, changed))


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


def advised(flow: str) -> Iterator[Mutant]:
    """Recommend each act that a result forbids, first or last, with words that fit."""
    for outcome in real.flow(flow).outcomes:
        for act in outcome.do_not:
            left = tuple(other for other in outcome.do_not if other != act)
            last = replace(outcome, then=(*outcome.then, act), do_not=left)
            first = replace(outcome, do_now=act, do_not=left)
            for where, changed in (("last", last), ("first", first)):
                yield Mutant(f"{outcome.id} advises {act} {where}", partial(_with_words, flow, changed, act))


def _with_words(flow: str, changed: Outcome, act: str) -> Book:
    name = f"{flow}/{changed.id}"
    tables = real.words_copied()
    words: dict[str, Any] = tables[real.words_of(name)]
    text = words["do_not"].pop(act)
    if act in changed.then:
        words["then"][act] = text
    # A result that forbids nothing would be found at once: let it forbid what nobody advises.
    if not changed.do_not:
        changed = replace(changed, do_not=("accept_split",))
        words["do_not"] = {"accept_split": text}
    return real.bind(real.with_outcome(name, changed), tables=tables)


def _quoted(flow: str) -> frozenset[str]:
    """Return the key of every fact that the flow, its letters, the vocabulary or a clock stands on."""
    book = real.book()
    keys = {key for outcome in book.flows[flow].outcomes for key in book.cited(flow, outcome)}
    keys |= {span.key for span in spans_in(book.flow_words(flow)) if isinstance(span, Quote)}
    keys |= {span.key for span in spans_in(book.case) if isinstance(span, Quote)}
    keys |= {clock.fact for clock in book.vocabulary.clocks}
    return frozenset(keys | {day.after for day in book.vocabulary.days if day.after})


def deleted(flow: str) -> Iterator[Mutant]:
    for key in sorted(_quoted(flow))[::EVERY]:
        yield Mutant(f"the fact {key} is gone", partial(_without, key))


def _without(key: str) -> Book:
    book = _facts_book()
    book.ledger = Ledger({name: fact for name, fact in real.book().ledger.items() if name != key})
    return book


@cache
def _facts_book() -> Book:
    """Return a second real book, whose ledger is exchanged; its words are parsed once."""
    return real.bind()


KINDS: dict[str, Callable[[str], Iterator[Mutant]]] = {
    "drop a route": partial(_of_asks, dropped),
    "swap neighbouring targets": partial(_of_asks, swapped),
    "rename an option in a guard": partial(_of_asks, renamed),
    "drop a condition": partial(_of_asks, loosened),
    "recommend a forbidden act": advised,
    "delete a fact": deleted,
}
SAMPLE = 2
"""Mutants of a kind and flow in `make check`, which takes a minute; all of them in `make test-all`."""


def _score(flow: str, kind: str, mutants: list[Mutant], record: Callable[[str, object], None]) -> None:
    missed = [mutant.says for mutant in mutants if not _caught(flow, mutant)]
    score = 1 - len(missed) / len(mutants)
    record(
        FIGURE,
        f"mutation, {flow}, {kind}: {score:.1%} of {len(mutants)} caught; missed: {missed or 'none'}",
    )
    assert score >= LEAST, missed


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("flow", real.IDS)
def test_damage_is_caught(flow: str, kind: str, record_property: Callable[[str, object], None]) -> None:
    mutants = list(KINDS[kind](flow))
    # Spread over the flow, and the same in every run.
    sample = [mutants[len(mutants) * number // SAMPLE] for number in range(min(SAMPLE, len(mutants)))]
    _score(flow, kind, list(dict.fromkeys(sample)) or mutants, record_property)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("flow", real.IDS)
def test_all_damage_is_caught(flow: str, kind: str, record_property: Callable[[str, object], None]) -> None:
    _score(flow, kind, list(KINDS[kind](flow)), record_property)


@pytest.mark.parametrize("flow", real.IDS)
def test_the_real_flow_is_not_taken_for_damage(flow: str) -> None:
    assert not _caught(flow, Mutant("nothing", real.bind))
