"""The walk: a flow and answers in, the present step and how it was reached out.

It never sees a day, a word or a file. Parked answers (of a branch not taken) are kept and never used.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from wizard.core.answers import Answers
from wizard.core.model import UNKNOWN, Ask, Derived, Flow, Is, Outcome, Question, Strip, Vocabulary

SHOWN_STRIPS = 3
"""Strips that stand in full above a result; further ones become one line of links."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One answered question on the way, with the reason of the route it led along."""

    question: str
    option: str
    because: str
    rule: int
    """Place of the route among its question's routes, from 0."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Where the answers lead: the way taken and the step that stands open."""

    taken: tuple[Taken, ...]
    at: Ask | Outcome
    used: Answers
    parked: Answers
    strips: tuple[str, ...]

    @property
    def finished(self) -> bool:
        """Whether the walk ends in a result."""
        return isinstance(self.at, Outcome)

    @property
    def node(self) -> str:
        """Id of the open question or of the outcome."""
        return self.at.question if isinstance(self.at, Ask) else self.at.id


class Atlas:
    """A flow beside the vocabulary it speaks, indexed by id. Built once, read only."""

    __slots__ = ("asks", "derived", "flow", "outcomes", "questions", "strips", "vocabulary")

    def __init__(self, flow: Flow, vocabulary: Vocabulary) -> None:
        self.flow = flow
        self.vocabulary = vocabulary
        self.questions: dict[str, Question] = {q.id: q for q in (*vocabulary.questions, *flow.questions)}
        self.derived: dict[str, Derived] = {d.id: d for d in (*vocabulary.derived, *flow.derived)}
        self.asks: dict[str, Ask] = {ask.question: ask for ask in flow.asks}
        self.outcomes: dict[str, Outcome] = {outcome.id: outcome for outcome in flow.outcomes}
        self.strips: tuple[Strip, ...] = vocabulary.strips

    def value(self, name: str, used: Mapping[str, str]) -> str | None:
        """Return the answer to a question, or a derived answer; None where the question is open."""
        derived = self.derived.get(name)
        if derived is None:
            return used.get(name)
        seen = {question: used[question] for question in derived.reads if question in used}
        return derived.rule(seen)

    def holds(self, when: tuple[Is, ...], used: Mapping[str, str]) -> bool:
        """Return whether every condition holds on the answers used so far."""
        return all(self.value(condition.name, used) in condition.one_of for condition in when)

    def target(self, name: str) -> Ask | Outcome:
        """Return the step of that id; a flow not yet published is answered by the safe set."""
        return self.asks.get(name) or self.outcomes.get(name) or self.outcomes[self.flow.safe_set]


def step(atlas: Atlas, answers: Mapping[str, str]) -> Walk:
    """Return how far the answers lead. Expects known ids (`answers.check` refuses others)."""
    at = atlas.target(atlas.flow.start)
    taken: list[Taken] = []
    used: dict[str, str] = {}
    while isinstance(at, Ask) and at.question in answers:
        option = answers[at.question]
        used[at.question] = option
        for number, route in enumerate(at.routes):
            if atlas.holds(route.when, used):
                taken.append(Taken(at.question, option, route.because, number))
                at = atlas.target(route.to)
                break
        else:
            # Only an unfinished flow can come here; `explore` reports the missing last route.
            at = atlas.outcomes[atlas.flow.safe_set]
    parked = {key: value for key, value in answers.items() if key not in used}
    strips = (
        tuple(strip.id for strip in atlas.strips if atlas.holds(strip.when, used))
        if isinstance(at, Outcome)
        else ()
    )
    return Walk(tuple(taken), at, Answers(used), Answers(parked), strips)


def otherwise(atlas: Atlas, walk: Walk) -> tuple[str, str, str] | None:
    """Return the nearest different result: (question, other option, outcome).

    "If you had said ...": one answer changed, the last question first, all others kept where they
    still apply. None when no single change leads to another finished result.
    """
    answers = dict(walk.used) | dict(walk.parked)
    for taken in reversed(walk.taken):
        for option in atlas.questions[taken.question].options:
            if option in {taken.option, UNKNOWN}:
                continue
            other = step(atlas, answers | {taken.question: option})
            if other.finished and other.node not in (walk.node, atlas.flow.safe_set):
                return taken.question, option, other.node
    return None
