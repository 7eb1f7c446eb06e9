"""The real flow and its book, to be copied and damaged; nothing of it is written back."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

from tests.samples import story
from wizard import shelf
from wizard.case import VOCABULARY
from wizard.case.phrases import IN_ADVICE, IN_LETTERS, IN_TICKETS
from wizard.core.book import Book
from wizard.core.explore import Report, explore
from wizard.core.model import Flow, Vocabulary
from wizard.core.reading import Phrases
from wizard.flows import PLANNED
from wizard.flows.ghosting.flow import GHOSTING

if TYPE_CHECKING:
    from collections.abc import Mapping

FLOW = "ghosting"
PHRASES = Phrases(IN_ADVICE, IN_LETTERS, IN_TICKETS)


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
    flow: Flow = GHOSTING,
    vocabulary: Vocabulary = VOCABULARY,
    tables: Mapping[str, Mapping[str, Any]] | None = None,
) -> Book:
    """Return the real book, or one with a part exchanged."""
    return Book(vocabulary, (flow,), PLANNED, tables or words(), facts())


@cache
def book() -> Book:
    """Return the real book, bound once."""
    return bind()


def report(
    flow: Flow = GHOSTING,
    vocabulary: Vocabulary = VOCABULARY,
    tables: Mapping[str, Mapping[str, Any]] | None = None,
) -> Report:
    """Return what exploration sees in the real flow with a part exchanged."""
    return explore(bind(flow, vocabulary, tables), FLOW, PHRASES)


@cache
def journeys() -> tuple[story.Journey, ...]:
    """Return the journeys of the flow."""
    return tuple(story.read(story.JOURNEYS / f"{FLOW}.toml"))
