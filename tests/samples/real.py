"""The real flows and their book, to be copied and damaged; nothing of it is written back."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.samples import story
from wizard import shelf
from wizard.case import VOCABULARY, phrases
from wizard.core.book import Book
from wizard.core.compiler import compile_flows
from wizard.core.explore import explore
from wizard.core.model import Flow, Outcome
from wizard.flows import FLOWS, PLANNED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.core.automaton import Automaton
    from wizard.core.errors import Finding
    from wizard.core.lint import Phrases
    from wizard.core.model import Vocabulary

PHRASES = phrases.PHRASES
IDS = tuple(flow.id for flow in FLOWS)


@cache
def words() -> dict[str, dict[str, Any]]:
    """Return the real words, parsed once; copy before you damage them."""
    return {key: dict(table) for key, table in shelf.words().items()}


def words_copied() -> dict[str, dict[str, Any]]:
    """Return a copy of the real words that may be damaged."""
    return deepcopy(words())


@cache
def facts() -> Mapping[str, Mapping[str, Any]]:
    """Return the real ledger, parsed once."""
    return shelf.facts()


def bind(
    flows: tuple[Flow, ...] = FLOWS,
    vocabulary: Vocabulary = VOCABULARY,
    tables: Mapping[str, Mapping[str, Any]] | None = None,
) -> Book:
    """Return the real book, or one with a part exchanged."""
    return Book(vocabulary, flows, PLANNED, tables or words(), facts())


@cache
def book() -> Book:
    """Return the real book, bound once."""
    return bind()


@cache
def automata() -> dict[str, Automaton]:
    """Return the real automata, compiled once."""
    return compile_flows(book().flows)


def flow(id_: str) -> Flow:
    """Return one of the real flows."""
    return book().flows[id_].flow


def exchanged(one: Flow) -> tuple[Flow, ...]:
    """Return all flows with one of them exchanged."""
    return tuple(one if other.id == one.id else other for other in FLOWS)


def outcome(name: str) -> Outcome:
    """Return the outcome that is called ``flow/outcome``."""
    id_, _, named = name.partition("/")
    return book().flows[id_].outcomes[named]


def with_outcome(name: str, changed: Outcome) -> tuple[Flow, ...]:
    """Return all flows with the outcome ``flow/outcome`` exchanged."""
    id_, _, named = name.partition("/")
    outcomes = tuple(changed if one.id == named else one for one in flow(id_).outcomes)
    return exchanged(replace(flow(id_), outcomes=outcomes))


def words_of(name: str) -> str:
    """Return the key of the words of the outcome ``flow/outcome``."""
    id_, _, named = name.partition("/")
    shared = f"case/words/{named}"
    return shared if shared in words() else f"flows/{id_}/words/{named}"


def found(id_: str, book: Book, phrases: Phrases = PHRASES) -> tuple[Finding, ...]:
    """Return what exploration sees in one flow of a book; only that flow's automaton is compiled anew."""
    automaton = automata()[id_] if book.flows[id_].flow is flow(id_) else None
    return explore(book, id_, phrases, automaton).findings


@cache
def journeys(id_: str) -> tuple[story.Journey, ...]:
    """Return the journeys of a flow, and the situations that start in it."""
    told = [journey for journey in situations() if journey.flow == id_]
    return (*story.read(story.JOURNEYS / f"{id_}.toml"), *told)


@cache
def situations() -> tuple[story.Journey, ...]:
    """Return every situation that the product serves."""
    return tuple(story.read(story.JOURNEYS / "situations.toml"))
