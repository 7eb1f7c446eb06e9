"""The automaton of a flow as values: its states with their addresses, the paths, and where each answer leads.

It is what is prerendered, drawn, linked and tested. Making one is for the compiler.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from wizard.core.answers import Answers, read, write
from wizard.core.engine import Atlas, Walk
from wizard.core.model import Question

AnswerSet: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""Answers put together: ((question, options), ...)."""
OVER = "handover"
"""The kind of a state that is no page: another flow goes on there."""


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
    """Option -> slug of the next state, or ``flow/slug`` where another flow goes on; empty for a result."""
    gives: dict[str, Answers] = field(default_factory=dict)
    """Option -> the answers that it says already to the flow that goes on."""

    @property
    def known(self) -> Answers:
        """The answers that are the same on every way here."""
        first, *others = self.ways
        return Answers({q: o for q, o in first.items() if all(way.get(q) == o for way in others)})

    @property
    def shortest(self) -> Answers:
        """The fewest answers that lead here: the way that links without a history take."""
        return min(self.ways, key=lambda way: (len(way), list(way.items())))


def leaves(next_: str) -> bool:
    """Return whether the next state lies in another flow."""
    return "/" in next_


def folder(flow: str) -> str:
    """Return the folder of a flow: ids are written with underscores, addresses with hyphens."""
    return flow.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Automaton:
    """All states and paths of one flow, in the order a reader meets them."""

    flow: str
    start: str
    states: Mapping[str, State]
    paths: tuple[Path, ...]
    complete: bool
    """False where a limit stopped the walk."""
    entries: Mapping[frozenset[tuple[str, str]], str] = field(default_factory=dict)
    """Answers handed over by other flows -> slug."""
    asked: frozenset[str] = frozenset()
    """Every question that the flow asks."""

    def of(self, answers: Mapping[str, str]) -> str:
        """Return the slug of the state these answers lead to; unknown questions are passed over.

        Where they lead into another flow, the question at which they do.
        """
        slug = self.start
        while self.states[slug].kind == "question" and self.states[slug].node in answers:
            next_ = self.states[slug].next[answers[self.states[slug].node]]
            if leaves(next_):
                break
            slug = next_
        return slug

    def entry(self, answers: Mapping[str, str]) -> str:
        """Return the slug of the state for answers that another flow hands over.

        A question between them that is still open is asked on a page that knows the later ones already.
        """
        known = frozenset((name, option) for name, option in answers.items() if name in self.asked)
        return self.entries.get(known) or self.of(answers)

    def canonical(self, outcome: str) -> State:
        """Return the state of an outcome that fewest answers lead to."""
        states = [state for state in self.states.values() if state.node == outcome]
        return min(states, key=lambda state: (len(state.strips), len(state.shortest), state.slug))


def table(automaton: Automaton) -> dict[str, object]:
    """Return the automaton as plain values for JSON: enough to find and link states, without all ways."""
    states = {
        slug: [
            state.node,
            state.kind,
            list(state.strips),
            state.next,
            write(state.shortest),
            {option: write(gives) for option, gives in state.gives.items()},
        ]
        for slug, state in automaton.states.items()
    }
    return {"start": automaton.start, "states": states}


def from_table(atlas: Atlas, written: Mapping[str, Any], questions: Iterable[Question]) -> Automaton:
    """Return the automaton that `table` wrote; every state knows its shortest way only.

    `questions` are those of all flows: what is handed over may be asked elsewhere only.
    """
    known = tuple(questions)
    states = {
        slug: State(
            slug,
            node,
            kind,
            tuple(strips),
            [read(way, known)],
            next_,
            {option: read(text, known) for option, text in gives.items()},
        )
        for slug, (node, kind, strips, next_, way, gives) in written["states"].items()
    }
    asked = frozenset(atlas.asks)
    return Automaton(atlas.flow.id, written["start"], states, (), complete=True, asked=asked)


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
