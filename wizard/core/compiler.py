"""The automaton of a flow: every state a reader can be in, with its address, made by walking every path.

Two ways of answering that can no longer make a difference share one state. This is what is prerendered,
drawn, linked and tested. Exploration lists what is wrong; this only builds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from wizard.core.answers import Answers, read, write
from wizard.core.engine import Atlas, Walk, step
from wizard.core.errors import Finding, Findings

AnswerSet: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Answers put together: ((question, options), ...)."""
MOST_STATES = 300
MOST_PATHS = 5_000
"""Limits of one flow. Past them the compiler stops and exploration says which questions cause the growth."""


@dataclass(frozen=True, slots=True)
class Path:
    """One complete way through a flow: the answers in order, and the result it ends in."""

    answers: Answers
    walk: Walk
    state: str
    """Slug of the result's state."""


@dataclass(slots=True)
class State:
    """One page: a question or a result, and what is known whichever way it was reached."""

    slug: str
    node: str
    kind: str
    """ "question" or "result"."""
    strips: tuple[str, ...]
    ways: list[Answers]
    """Every set of answers that leads here, in the order found."""
    next: dict[str, str] = field(default_factory=dict)
    """Option -> slug of the next state; empty for a result."""

    @property
    def known(self) -> Answers:
        """The answers that are the same on every way here."""
        first, *others = self.ways
        return Answers({q: o for q, o in first.items() if all(way.get(q) == o for way in others)})

    @property
    def shortest(self) -> Answers:
        """The fewest answers that lead here: the way that links without a history take."""
        return min(self.ways, key=lambda way: (len(way), list(way.items())))


@dataclass(frozen=True, slots=True)
class Automaton:
    """All states and paths of one flow, in the order a reader meets them."""

    flow: str
    start: str
    states: Mapping[str, State]
    paths: tuple[Path, ...]
    complete: bool
    """False where a limit stopped the walk."""

    def of(self, answers: Mapping[str, str]) -> str:
        """Return the slug of the state these answers lead to; unknown questions are passed over."""
        slug = self.start
        while self.states[slug].kind == "question" and self.states[slug].node in answers:
            slug = self.states[slug].next[answers[self.states[slug].node]]
        return slug

    def canonical(self, outcome: str) -> State:
        """Return the state of an outcome that fewest answers lead to."""
        states = [state for state in self.states.values() if state.node == outcome]
        return min(states, key=lambda state: (len(state.strips), len(state.shortest), state.slug))


def table(automaton: Automaton) -> dict[str, object]:
    """Return the automaton as plain values for JSON: enough to find and link states, without all ways."""
    states = {
        slug: [state.node, state.kind, list(state.strips), state.next, write(state.shortest)]
        for slug, state in automaton.states.items()
    }
    return {"start": automaton.start, "states": states}


def from_table(atlas: Atlas, written: Mapping[str, Any]) -> Automaton:
    """Return the automaton that `table` wrote; every state knows its shortest way only."""
    states = {
        slug: State(slug, node, kind, tuple(strips), [read(way, atlas.questions.values())], next_)
        for slug, (node, kind, strips, next_, way) in written["states"].items()
    }
    return Automaton(atlas.flow.id, written["start"], states, (), complete=True)


def compile_flow(atlas: Atlas, entries: Iterable[Answers] = ()) -> Automaton:
    """Return the smallest automaton of a flow; `entries` are answers handed over by other flows."""
    builder = _Builder(atlas)
    start = builder.state(Answers())
    for entry in entries:
        builder.state(entry)
    slugs = builder.slugs()
    twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if twice:
        where = f"flows/{atlas.flow.id}/flow.py"
        raise Findings([Finding(where, slug, "is the address of two states.") for slug in twice])
    states = {slugs[number]: builder.named(number, slugs) for number in builder.order(start)}
    paths = tuple(Path(answers, walk, slugs[number]) for number, answers, walk in builder.paths)
    return Automaton(atlas.flow.id, slugs[start], states, paths, complete=not builder.stopped)


class _Builder:
    """Numbers states bottom-up: equal node, strips and followers mean equal number."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.numbers: dict[tuple[object, ...], int] = {}
        self.found: list[State] = []
        self.paths: list[tuple[int, Answers, Walk]] = []
        self.stopped = False

    def state(self, answers: Answers) -> int:
        walk = step(self.atlas, answers)
        follow: dict[str, int] = {}
        if not walk.finished and not self.stopped:
            for option in self.atlas.questions[walk.node].options:
                follow[option] = self.state(answers.given(walk.node, option))
        key = (walk.node, walk.strips, tuple(follow.items()))
        number = self.numbers.setdefault(key, len(self.numbers))
        if number == len(self.found):
            kind = "result" if walk.finished else "question"
            next_ = {option: str(n) for option, n in follow.items()}
            self.found.append(State("", walk.node, kind, walk.strips, [], next_))
        self.found[number].ways.append(answers)
        if walk.finished:
            self.paths.append((number, walk.used, walk))
            self.stopped |= len(self.paths) >= MOST_PATHS or len(self.found) >= MOST_STATES
        return number

    def slugs(self) -> list[str]:
        """Name each state by its node and what is known there; where that is not unique, by its first way."""
        short = [
            _slug(state.node, state.known if self._several(state) else Answers()) for state in self.found
        ]
        return [
            name if short.count(name) == 1 else _slug(state.node, state.shortest)
            for name, state in zip(short, self.found, strict=True)
        ]

    def _several(self, state: State) -> bool:
        return sum(other.node == state.node for other in self.found) > 1

    def named(self, number: int, slugs: list[str]) -> State:
        state = self.found[number]
        next_ = {option: slugs[int(n)] for option, n in state.next.items()}
        return State(slugs[number], state.node, state.kind, state.strips, state.ways, next_)

    def order(self, start: int) -> list[int]:
        """Breadth first from the start, then whatever only hand-overs reach."""
        queue = [start, *range(len(self.found))]
        seen: dict[int, None] = {}
        while queue:
            number = queue.pop(0)
            if number not in seen:
                seen[number] = None
                queue[:0] = [int(n) for n in self.found[number].next.values()]
        return list(seen)


def _slug(node: str, known: Mapping[str, str]) -> str:
    pairs = "".join(f"--{question}.{option}" for question, option in known.items() if question != node)
    return f"{node}{pairs}".replace("_", "-")


def merged(ways: Iterable[Answers]) -> list[AnswerSet]:
    """Return sets of answers put together where they differ in one question: ((question, options), ...)."""
    sets: list[AnswerSet] = [tuple((q, (o,)) for q, o in way.items()) for way in ways]
    joined = True
    while joined:
        joined = False
        for place, one in enumerate(sets):
            for other in sets[place + 1 :]:
                both = _join(one, other)
                if both is not None:
                    sets[place] = both
                    sets.remove(other)
                    joined = True
                    break
            if joined:
                break
    return sets


def _join(one: AnswerSet, other: AnswerSet) -> AnswerSet | None:
    if [q for q, _ in one] != [q for q, _ in other]:
        return None
    differ = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differ) != 1:
        return None
    place = differ[0]
    question, options = one[place]
    return (*one[:place], (question, (*options, *other[place][1])), *one[place + 1 :])
