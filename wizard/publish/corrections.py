"""Corrected advice: which entries of `corrections.toml` a release names, and which plans each touches.

Entries are checked and turned into what pages compare. How they are shown is for the page script.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from wizard.case.phrases import PHRASES
from wizard.core import lint
from wizard.core.automaton import Automaton
from wizard.core.book import Book, spans_in
from wizard.core.errors import Finding, did_you_mean
from wizard.core.model import Outcome
from wizard.core.words import Plain, Quote, parse
from wizard.publish import states
from wizard.publish.errors import PublishError
from wizard.publish.releases import CORRECTIONS

SHOWN_DAYS: Final = 180
"""Days for which a release names a correction; by then a copy has said for a while that it is old."""
FILE: Final = Path(__file__).with_suffix(".toml")
LONGEST: Final = 240
SENTENCES: Final = 2
_KEYS: Final = ("id", "day", "says", "facts", "outcomes")


@dataclass(frozen=True, slots=True)
class Correction:
    """One change of advice, as a page reads it."""

    id: str
    day: str
    """Year-month-day."""
    says: str
    touches: tuple[str, ...]
    """``flow/outcome`` of each plan, its former ids included."""


def lay(site: Path) -> None:
    """Write the corrections that this release names beside the page script, before its folder is hashed.

    Where the script lies in a hashed folder the site is sealed already, and has them. Raises PublishError
    with everything that is wrong in `corrections.toml`.
    """
    folder = site / "assets" / "offline"
    if (folder / "news.js").exists():
        text = json.dumps([asdict(one) for one in named()], ensure_ascii=False, separators=(",", ":"))
        (folder / CORRECTIONS).write_text(text, encoding="utf-8")


def named() -> list[Correction]:
    """Return the corrections of the last days before the newest reading of a fact, newest first."""
    tables = tomllib.loads(FILE.read_text(encoding="utf-8"))
    today = date.fromisoformat(states.content_day())
    found = findings(tables, states.book(), today)
    if found:
        raise PublishError("\n".join(map(str, found)))
    return read(tables, states.book(), today)


def read(tables: Mapping[str, Any], book: Book, today: date) -> list[Correction]:
    """Return checked entries as corrections: those not older than SHOWN_DAYS on `today`, newest first."""
    recent = [
        entry for entry in tables.get("correction", ()) if entry["day"] >= today - timedelta(days=SHOWN_DAYS)
    ]
    recent.sort(key=lambda entry: (entry["day"], entry["id"]), reverse=True)
    says = states.speaker(states.FIRST_FLOW)
    return [
        Correction(
            entry["id"],
            entry["day"].isoformat(),
            says.text(parse(entry["says"])),
            touched(book, entry.get("facts", ()), entry.get("outcomes", ())),
        )
        for entry in recent
    ]


def findings(tables: Mapping[str, Any], book: Book, today: date) -> list[Finding]:
    """Return everything that is wrong in the entries, in order; `today` is the newest day a fact was read."""
    entries = tables.get("correction", ())
    extra = [Finding(FILE.name, name, "is no entry. Write [[correction]].") for name in tables]
    wrong = [finding for finding in extra if finding.id != "correction"]
    known: set[str] = set()
    for number, entry in enumerate(entries, 1):
        id_ = str(entry.get("id") or f"number {number}")
        problems = [*_of_form(entry, id_ in known), *_of_day(entry.get("day"), today)]
        problems += [*_of_words(entry.get("says"), book), *_of_places(entry, book)]
        wrong += [Finding(FILE.name, id_, says) for says in problems]
        known.add(id_)
    return wrong


def _of_form(entry: Mapping[str, Any], again: bool) -> Iterator[str]:  # noqa: FBT001
    for name in (name for name in entry if name not in _KEYS):
        yield f'has an unknown key "{name}".{did_you_mean(name, _KEYS)}'
    if not re.fullmatch(r"[a-z0-9_]+", str(entry.get("id", ""))):
        yield 'needs "id" as a name of small letters, digits and "_".'
    if again:
        yield "is the id of two corrections."


def _of_day(day: object, today: date) -> Iterator[str]:
    # TOML has days and moments; a moment is a day too for Python.
    if type(day) is not date:
        yield 'needs "day" as a day, for example 2026-11-21.'
    elif day > today:
        yield f"is of {day}, after the newest day on which a fact was read ({today}): read its facts again."


def _of_words(says: object, book: Book) -> Iterator[str]:
    if not isinstance(says, str) or not says.strip():
        yield 'needs "says": what changed, and what to do.'
        return
    try:
        spans = parse(says)
    except ValueError as error:
        yield f"says something unreadable: {error}."
        return
    if any(not isinstance(span, Plain | Quote) for span in spans):
        yield "may say plain words and quoted facts only."
        return
    unknown = [span.key for span in spans if isinstance(span, Quote) and span.key not in book.ledger]
    if unknown:
        yield f'quotes the unknown fact "{unknown[0]}".{did_you_mean(unknown[0], book.ledger)}'
        return
    text = lint.plain(spans, {})
    if len(text) > LONGEST:
        yield f"says {len(text)} characters, at most {LONGEST}."
    if len(lint.sentences(text)) > SENTENCES:
        yield f"says {len(lint.sentences(text))} sentences, at most {SENTENCES}."
    yield from lint.digits(spans)
    yield from lint.forbidden(text, PHRASES.advice)


def _of_places(entry: Mapping[str, Any], book: Book) -> Iterator[str]:
    outcomes = [f"{flow}/{outcome}" for flow, atlas in book.flows.items() for outcome in atlas.outcomes]
    ways = (("facts", "fact", book.ledger), ("outcomes", "outcome", outcomes))
    for name, what, known in ways:
        ids = entry.get(name, [])
        if not isinstance(ids, list):
            yield f'needs "{name}" as a list.'
            return
        for id_ in ids:
            if id_ not in known:
                yield f'names the unknown {what} "{id_}".{did_you_mean(str(id_), known)}'
                return
    if not touched(book, entry.get("facts", ()), entry.get("outcomes", ())):
        yield "touches no plan: name a fact that a plan shows, or an outcome."


def touched(book: Book, facts: Iterable[str], outcomes: Iterable[str]) -> tuple[str, ...]:
    """Return ``flow/outcome`` of every plan that shows one of the facts or is named, former ids included."""
    wanted = frozenset(facts)
    chosen = set(outcomes)
    found: list[str] = []
    for flow, atlas in book.flows.items():
        machine = states.automaton(flow)
        for id_, shape in atlas.outcomes.items():
            if f"{flow}/{id_}" in chosen or wanted & _shown(book, machine, shape):
                found += [f"{flow}/{name}" for name in (id_, *shape.was)]
    return tuple(sorted(found))


def _shown(book: Book, machine: Automaton, shape: Outcome) -> frozenset[str]:
    """Return the facts that a plan shows: its own, and those of its cards, places and strips."""
    case = book.case
    acts = {act.id: act.card for act in book.vocabulary.acts}
    cards = [case.cards[card] for act in (shape.do_now, *shape.then) if (card := acts[act])]
    places = [case.places[name] for name in book.places(machine.flow, shape.id) if name in case.places]
    strips = {id_ for state in machine.states.values() if state.node == shape.id for id_ in state.strips}
    spoken = (cards, places, [case.strips[id_] for id_ in sorted(strips)])
    quoted = {span.key for words in spoken for span in spans_in(words) if isinstance(span, Quote)}
    return frozenset((*book.cited(machine.flow, shape.id), *quoted))
