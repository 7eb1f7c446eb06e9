"""The walk: a flow and answers in, the present step and how it was reached out.

It never sees a day, a word or a file. Parked answers (of a branch not taken) are kept and never used.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from wizard.core.answers import Answers
from wizard.core.errors import Finding, Findings
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
class Handover:
    """The end of a walk in one flow: another flow goes on with the answers given so far."""

    flow: str
    gives: tuple[tuple[str, str], ...] = ()
    """Answers that the chosen option said already."""


@dataclass(frozen=True, slots=True)
class Walk:
    """Where the answers lead: the way taken and the step that stands open."""

    taken: tuple[Taken, ...]
    at: Ask | Outcome | Handover
    used: Answers
    parked: Answers
    strips: tuple[str, ...]

    @property
    def finished(self) -> bool:
        """Whether the walk ends in a result."""
        return isinstance(self.at, Outcome)

    @property
    def asks(self) -> bool:
        """Whether the walk stops at a question that is not answered yet."""
        return isinstance(self.at, Ask)

    @property
    def node(self) -> str:
        """Id of the open question, of the outcome, or of the flow that goes on."""
        match self.at:
            case Ask():
                return self.at.question
            case Outcome():
                return self.at.id
            case Handover():
                return self.at.flow

    @property
    def carried(self) -> Answers:
        """All answers as the next flow gets them, those that a hand-over gives included."""
        gives = dict(self.at.gives) if isinstance(self.at, Handover) else {}
        return Answers(dict(self.used) | dict(self.parked) | gives)


class Atlas:
    """A flow beside the vocabulary it speaks, indexed by id. Built once, read only."""

    __slots__ = ("asks", "derived", "flow", "others", "outcomes", "questions", "strips", "vocabulary")

    def __init__(self, flow: Flow, vocabulary: Vocabulary, others: Iterable[str] = ()) -> None:
        self.flow = flow
        self.others = frozenset(others) - {flow.id}
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

    def target(self, name: str, gives: tuple[tuple[str, str], ...] = ()) -> Ask | Outcome | Handover:
        """Return the step of that id; a flow not yet published is answered by the safe set.

        Raises Findings for a name that nobody knows, where the flow has no safe set.
        """
        if name in self.others:
            return Handover(name, gives)
        found = self.asks.get(name) or self.outcomes.get(name) or self.outcomes.get(self.flow.safe_set)
        if found is None:
            where = f"flows/{self.flow.id}/flow.py"
            raise Findings([Finding(where, name, "is led to, and does not exist.")])
        return found


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
                at = atlas.target(route.to, route.gives)
                break
        else:
            # Only an unfinished flow can come here; `explore` reports the missing last route.
            at = atlas.target(atlas.flow.safe_set)
    parked = {key: value for key, value in answers.items() if key not in used}
    strips = (
        tuple(strip.id for strip in atlas.strips if atlas.holds(strip.when, used))
        if isinstance(at, Outcome)
        else ()
    )
    return Walk(tuple(taken), at, Answers(used), Answers(parked), strips)


def follow(atlases: Mapping[str, Atlas], flow: str, answers: Mapping[str, str]) -> tuple[str, Walk]:
    """Return the flow in which the answers end, and the walk there: hand-overs are followed.

    A circle of hand-overs (exploration reports it) ends in the safe set of the flow where it closes.
    """
    seen = {(flow, Answers(answers))}
    walk = step(atlases[flow], answers)
    while isinstance(walk.at, Handover):
        flow, carried = walk.at.flow, walk.carried
        if (flow, carried) in seen:
            return flow, Walk((), atlases[flow].target(atlases[flow].flow.safe_set), Answers(), carried, ())
        seen.add((flow, carried))
        walk = step(atlases[flow], carried)
    return flow, walk


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
