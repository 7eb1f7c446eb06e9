"""Journeys: what a story in a TOML file means, and what a flow does against it.

Used by the journeys themselves and by the mutations that must break one of them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from wizard.core.answers import check
from wizard.core.automaton import Automaton
from wizard.core.engine import Walk, follow
from wizard.core.fill import fill
from wizard.core.model import Outcome
from wizard.render import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wizard.core.book import Book

JOURNEYS = Path(__file__).parents[1] / "journeys"


@dataclass(frozen=True, slots=True)
class Journey:
    """One story: the answers of a reader on a day, and what the plan must do then."""

    name: str
    """A sentence that an expert can dispute."""
    on: date
    answers: dict[str, str]
    ends: str
    """The outcome, as ``flow/outcome`` where another flow goes on."""
    flow: str = ""
    """Where the walk starts; the flow of the file unless it says so."""
    id: str = ""
    """Of a situation that the product promises to serve: its name there."""
    inputs: dict[str, str] = field(default_factory=dict)
    zone: str = "UTC"
    strips: list[str] | None = None
    """Exactly these strips, in this order."""
    tells: list[str] = field(default_factory=list)
    """Acts of the plan in their order; the first is the one to do now."""
    never: list[str] = field(default_factory=list)
    """Acts that the plan and its strips may not advise."""
    offers: list[str] = field(default_factory=list)
    """Letters."""
    shows: dict[str, list[str]] = field(default_factory=dict)
    """Slot -> texts that stand in it, in this order."""
    over: str | None = None
    """The outcome for a clock that has ended by the typed day; empty where none has."""


def read(file: Path) -> list[Journey]:
    """Return the journeys of one file, or raise ValueError for a key or a shape that is unknown."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    kind = "situation" if file.stem == "situations" else "journey"
    if set(tables) != {kind}:
        raise ValueError(f"{file.name} holds [[{kind}]] tables only, not {sorted(set(tables) - {kind})}")
    return [_journey({"flow": file.stem} | table) for table in tables[kind]]


def _journey(table: Mapping[str, Any]) -> Journey:
    known = {field.name for field in fields(Journey)}
    wrong = sorted(set(table) - known)
    if wrong:
        raise ValueError(f'the journey "{table.get("name")}" has unknown keys: {", ".join(wrong)}')
    return Journey(**table)


def walk_of(journey: Journey, book: Book) -> tuple[str, Walk]:
    """Return the flow and walk where the answers of a journey end; answers that do not exist are refused."""
    return follow(book.flows, journey.flow, check(journey.answers.items(), book.questions.values()))


def end_of(journey: Journey) -> tuple[str, str]:
    """Return the flow and the outcome in which a journey should end."""
    flow, _, outcome = journey.ends.rpartition("/")
    return flow or journey.flow, outcome


def of_shape(journey: Journey, book: Book) -> Iterator[str]:
    """Yield what the plan does against the story, as far as it can be seen without words."""
    flow, walk = walk_of(journey, book)
    if not isinstance(walk.at, Outcome) or (flow, walk.node) != end_of(journey):
        yield f"ends in {flow}/{walk.node}, not in {journey.ends}"
        return
    parked = [name for name in walk.parked if name not in walk.used and flow == journey.flow]
    if parked:
        yield f"is not asked {', '.join(parked)}"
    if journey.strips is not None and list(walk.strips) != journey.strips:
        yield f"shows the strips {list(walk.strips)}, not {journey.strips}"
    # A row of the comparison may show what a bad way costs; it is no advice.
    turns = [act for turn in walk.at.turns for act in turn.acts]
    advised = tuple(dict.fromkeys((walk.at.do_now, *walk.at.then, *turns)))
    if journey.tells and walk.at.do_now != journey.tells[0]:
        yield f"begins with {walk.at.do_now}, not with {journey.tells[0]}"
    if [act for act in advised if act in journey.tells] != journey.tells:
        yield f"advises {list(advised)}, not {journey.tells} in this order"
    strips = [act for strip in book.vocabulary.strips if strip.id in walk.strips for act in strip.acts]
    yield from (f"advises {act}" for act in journey.never if act in (*advised, *strips))
    yield from (f"does not offer {letter}" for letter in journey.offers if letter not in walk.at.letters)


def of_words(journey: Journey, book: Book, machines: Mapping[str, Automaton]) -> Iterator[str]:
    """Yield what stands in the slots against the story."""
    flow, outcome = end_of(journey)
    filled = fill(book, flow, outcome, journey.inputs, journey.on)
    yield from (f"does not read {name}: {says}" for name, says in filled.problems.items())
    if journey.over is not None and (filled.passed or "") != journey.over:
        yield f'goes over to "{filled.passed or ""}", not to "{journey.over}"'
    zone = ZoneInfo(journey.zone) if journey.zone != "UTC" else UTC
    named = None if zone is UTC else zone
    speaker = Speaker(book, machines[flow], Path(), filled, zone=named, others=machines.__getitem__)
    for name, texts in journey.shows.items():
        if name not in filled.values:
            yield f"shows nothing in {name}"
            continue
        shown = speaker.text(filled.values[name])
        places = [shown.find(text) for text in texts]
        if -1 in places or places != sorted(places):
            yield f'shows "{shown}" in {name}, not {texts}'
