"""Makes the automaton of each flow: every state a reader can be in, with its address, by walking every path.

Two ways of answering that can no longer make a difference share one state; answers that one flow hands over
to another are further starts there. Exploration lists what is wrong; this only builds.
"""

from collections.abc import Mapping

from wizard.core.answers import Answers
from wizard.core.automaton import OVER, Automaton, Path, State
from wizard.core.engine import Atlas, Handover, Walk, step
from wizard.core.errors import Finding, Findings

MOST_STATES = 300
MOST_PATHS = 5_000
"""Limits of one flow. Past them the compiler stops and exploration says which questions cause the growth."""


def compile_flow(atlas: Atlas) -> Automaton:
    """Return the smallest automaton of one flow alone: where it hands over, only the other flow is named."""
    return compile_flows({atlas.flow.id: atlas})[atlas.flow.id]


def compile_flows(atlases: Mapping[str, Atlas]) -> dict[str, Automaton]:
    """Return the smallest automaton of each flow, with the states that hand-overs need in other flows."""
    asked = {flow: frozenset(atlas.asks) for flow, atlas in atlases.items()}
    builders = {flow: _Builder(atlas, asked) for flow, atlas in atlases.items()}
    starts = {flow: builder.state(Answers()) for flow, builder in builders.items()}
    waiting = [over for builder in builders.values() for over in builder.take_overs()]
    while waiting:
        flow, carried = waiting.pop(0)
        if flow in builders and builders[flow].enter(carried):
            waiting += builders[flow].take_overs()
    slugs = {flow: builder.slugs() for flow, builder in builders.items()}
    _unique(slugs, builders)
    return {flow: builder.automaton(starts[flow], slugs, builders) for flow, builder in builders.items()}


def _unique(slugs: Mapping[str, list[str]], builders: Mapping[str, "_Builder"]) -> None:
    twice = []
    for flow, names in slugs.items():
        pages = [name for name, state in zip(names, builders[flow].found, strict=True) if state.kind != OVER]
        twice += [
            Finding(f"flows/{flow}/flow.py", slug, "is the address of two states.")
            for slug in sorted({slug for slug in pages if pages.count(slug) > 1})
        ]
    if twice:
        raise Findings(twice)


class _Builder:
    """Numbers states bottom-up: equal node, strips and followers mean equal number."""

    def __init__(self, atlas: Atlas, asked: Mapping[str, frozenset[str]]) -> None:
        self.atlas = atlas
        self.asked = asked
        self.numbers: dict[tuple[object, ...], int] = {}
        self.found: list[State] = []
        self.carried: dict[int, Answers] = {}
        """Number of a hand-over -> the answers that the next flow asks for, as it gets them."""
        self.paths: dict[tuple[str, Answers], tuple[int, Walk]] = {}
        self.entered: dict[frozenset[tuple[str, str]], int] = {}
        self.further = {ask.question: _further(atlas, ask.question) for ask in atlas.flow.asks}
        """Question -> itself and those that may follow it: what is known of others says nothing there."""
        self.ways: set[tuple[int, Answers]] = set()
        self.reached: dict[Answers, int] = {}
        self.stopped = False
        self._overs: list[tuple[str, Answers]] = []

    def enter(self, carried: Answers) -> bool:
        """Add the states for answers that another flow hands over; False if they are there already."""
        known = frozenset(carried.items())
        if known in self.entered:
            return False
        self.entered[known] = self.state(carried)
        return True

    def take_overs(self) -> list[tuple[str, Answers]]:
        """Return the (flow, answers) handed over since the last call."""
        overs, self._overs = self._overs, []
        return overs

    def state(self, answers: Answers) -> int:
        """Return the number of the state that these answers lead to; it and all behind it are added."""
        number = self.reached.get(answers)
        if number is None:
            number = self.reached[answers] = self._reach(answers)
        return number

    def _reach(self, answers: Answers) -> int:
        walk = step(self.atlas, answers)
        follow: dict[str, int] = {}
        if walk.asks and not self.stopped:
            for option in self.atlas.questions[walk.node].options:
                follow[option] = self.state(answers.given(walk.node, option))
        key: tuple[object, ...] = (walk.node, walk.strips, tuple(follow.items()))
        carried = Answers()
        if isinstance(walk.at, Handover):
            carried = walk.carried.only(self.asked.get(walk.node, ()))
            key = (walk.node, walk.at.gives, frozenset(carried.items()))
        number = self.numbers.setdefault(key, len(self.numbers))
        if number == len(self.found):
            self._add(number, walk, follow, carried)
        way = walk.used if walk.finished else answers.only({*walk.used, *self.further.get(walk.node, ())})
        if (number, way) not in self.ways:
            self.ways.add((number, way))
            self.found[number].ways.append(way)
        if not walk.asks:
            self.paths.setdefault((walk.node, walk.used), (number, walk))
            self.stopped |= len(self.paths) >= MOST_PATHS or len(self.found) >= MOST_STATES
        return number

    def _add(self, number: int, walk: Walk, follow: Mapping[str, int], carried: Answers) -> None:
        kind = "result" if walk.finished else "question" if walk.asks else OVER
        next_ = {option: str(n) for option, n in follow.items()}
        self.found.append(State("", walk.node, kind, walk.strips, [], next_))
        if isinstance(walk.at, Handover):
            self.found[number].gives[""] = Answers(walk.at.gives)
            self.carried[number] = carried
            self._overs.append((walk.node, carried))

    def automaton(
        self, start: int, slugs: Mapping[str, list[str]], builders: Mapping[str, "_Builder"]
    ) -> Automaton:
        flow = self.atlas.flow.id
        own = slugs[flow]
        goes_to = {
            number: f"{self.found[number].node}/{_entry(self.found[number].node, carried, slugs, builders)}"
            for number, carried in self.carried.items()
        }
        names = [goes_to.get(number, name) for number, name in enumerate(own)]
        pages = [number for number in self.order(start) if number not in goes_to]
        states = {own[number]: self._named(number, names) for number in pages}
        paths = tuple(Path(walk.used, walk, names[number]) for number, walk in self.paths.values())
        entries = {known: names[number] for known, number in self.entered.items()}
        return Automaton(flow, own[start], states, paths, not self.stopped, entries, self.asked[flow])

    def _named(self, number: int, names: list[str]) -> State:
        state = self.found[number]
        next_ = {option: names[int(n)] for option, n in state.next.items()}
        gives = {
            option: self.found[int(n)].gives[""] for option, n in state.next.items() if int(n) in self.carried
        }
        return State(names[number], state.node, state.kind, state.strips, state.ways, next_, gives)

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

    def order(self, start: int) -> list[int]:
        """Depth first from the start, then whatever only hand-overs reach."""
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


def _further(atlas: Atlas, question: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [question]
    while waiting:
        name = waiting.pop()
        if name in atlas.asks and name not in found:
            found.add(name)
            waiting += [route.to for route in atlas.asks[name].routes]
    return frozenset(found)


def _entry(
    flow: str, carried: Answers, slugs: Mapping[str, list[str]], builders: Mapping[str, _Builder]
) -> str:
    if flow not in builders:
        return ""
    return slugs[flow][builders[flow].entered[frozenset(carried.items())]]
