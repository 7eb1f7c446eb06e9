"""Exploration: every path of every flow walked, and everything wrong listed in plain sentences.

It gathers what `shape`, `advice` and `reading` see, and writes one sorted line per path for reviewers.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from wizard.core import advice, reading, shape
from wizard.core.answers import Answers, write
from wizard.core.automaton import Automaton, Path, leaves
from wizard.core.book import Book
from wizard.core.compiler import MOST_PATHS, MOST_STATES, compile_flow, compile_flows
from wizard.core.engine import SHOWN_STRIPS, Atlas, Handover, step
from wizard.core.errors import Finding, Findings
from wizard.core.lint import Phrases

MOST_QUESTIONS = 7
MOST_SCREENS = 9
"""From the front door to a plan, hand-overs included."""
FRONT_DOOR = "door"


@dataclass(frozen=True, slots=True)
class Report:
    """What exploration saw in one flow."""

    flow: str
    automaton: Automaton
    findings: tuple[Finding, ...]
    most_questions: int
    growth: tuple[tuple[str, int], ...]
    """Questions by the number of states that differ in them, largest first."""
    many_strips: tuple[str, ...]
    """Paths on which more strips fire than are shown in full."""

    @property
    def lines(self) -> list[str]:
        """One sorted line per path: answers -> outcome, strips."""
        return sorted(
            f"{self.flow} {write(path.answers)} -> {path.state if leaves(path.state) else path.walk.node}"
            + (f" [{', '.join(path.walk.strips)}]" if path.walk.strips else "")
            for path in self.automaton.paths
        )


def explore(
    book: Book,
    flow: str,
    phrases: Phrases,
    automaton: Automaton | None = None,
    already: set[str] | None = None,
) -> Report:
    """Return everything found in one flow: its automaton, findings and figures.

    Raises Findings where the flow cannot be walked at all.
    """
    atlas = book.flows[flow]
    found = list(shape.findings(book, atlas))
    if any(finding.id.startswith("!") for finding in found):
        raise Findings(found)
    automaton = automaton or compile_flow(atlas)
    found += _limits(atlas, automaton)
    found += _reach(atlas, automaton)
    found += _advice(atlas, automaton)
    found += _detours(book, atlas, automaton)
    found += reading.findings(book, atlas, phrases, already)
    growth = Counter(question for state in automaton.states.values() for question in state.known)
    return Report(
        flow,
        automaton,
        tuple(sorted(set(found))),
        max(len(path.walk.taken) for path in automaton.paths),
        tuple(growth.most_common(5)),
        tuple(write(path.answers) for path in automaton.paths if len(path.walk.strips) > SHOWN_STRIPS),
    )


def explore_all(book: Book, phrases: Phrases) -> list[Report]:
    """Return everything found in all flows, and what can only be seen across them."""
    for atlas in book.flows.values():
        broken = [finding for finding in shape.findings(book, atlas) if finding.id.startswith("!")]
        if broken:
            raise Findings(broken)
    automata = compile_flows(book.flows)
    across = (*_across(book, automata), *_carried(book, automata))
    already: set[str] = set()
    reports = [explore(book, flow, phrases, automata[flow], already) for flow in book.flows]
    return [
        replace(
            report,
            findings=tuple(
                sorted({*report.findings, *(f for f in across if f.where == _where(report.flow))})
            ),
        )
        for report in reports
    ]


def _where(flow: str) -> str:
    return f"flows/{flow}/flow.py"


def _across(book: Book, automata: Mapping[str, Automaton]) -> Iterator[Finding]:
    """Yield each circle of hand-overs, and the way from the front door that takes too many screens."""
    ways = {
        flow: [(dict(path.answers), path) for path in automaton.paths] for flow, automaton in automata.items()
    }
    for flow in book.flows:
        most, circle = _screens(ways, flow, {}, ())
        if circle:
            yield Finding(_where(flow), flow, f"is handed over in a circle: {' to '.join(circle)}.")
        elif flow == FRONT_DOOR and most > MOST_SCREENS:
            yield Finding(_where(flow), flow, f"takes {most} screens to a plan (at most {MOST_SCREENS}).")


def _carried(book: Book, automata: Mapping[str, Automaton]) -> Iterator[Finding]:
    """Yield each plan that would be refused if it knew what a hand-over says and nothing here asks."""
    for flow, automaton in automata.items():
        for path in automaton.paths:
            if not isinstance(path.walk.at, Handover) or not path.walk.at.gives:
                continue
            said = dict(path.walk.at.gives)
            for plan in automata[path.walk.node].paths:
                way = plan.walk.used
                unasked = {name: option for name, option in said.items() if name not in way}
                if unasked and not any(way.get(name, option) != option for name, option in said.items()):
                    whole = replace(plan.walk, used=Answers(dict(way) | unasked))
                    for says in advice.refused(book.flows[path.walk.node], whole):
                        yield Finding(_where(flow), plan.walk.node, f"{says} ({write(whole.used)})")


def _screens(
    ways: Mapping[str, list[tuple[dict[str, str], Path]]],
    flow: str,
    carried: dict[str, str],
    came: tuple[tuple[str, dict[str, str]], ...],
) -> tuple[int, tuple[str, ...]]:
    """Return the most questions still to be asked from here to a plan, and a circle if there is one."""
    if (flow, carried) in came:
        return 0, (*(name for name, _ in came), flow)
    most = 0
    for answers, path in ways[flow]:
        known = answers.keys() & carried.keys()
        if any(answers[question] != carried[question] for question in known):
            continue
        asked = len(answers) - len(known)
        if leaves(path.state):
            further = carried | dict(path.walk.carried)
            more, circle = _screens(ways, path.walk.node, further, (*came, (flow, carried)))
            if circle:
                return most, circle
            asked += more
        most = max(most, asked)
    return most, ()


def _limits(atlas: Atlas, automaton: Automaton) -> Iterator[Finding]:
    where = f"flows/{atlas.flow.id}/flow.py"
    if not automaton.complete:
        yield Finding(where, atlas.flow.id, f"grows past {MOST_STATES} states or {MOST_PATHS} paths.")
    for path in automaton.paths:
        if len(path.walk.taken) > MOST_QUESTIONS:
            yield Finding(
                where, path.walk.node, f"takes {len(path.walk.taken)} questions: {write(path.answers)}."
            )


def _reach(atlas: Atlas, automaton: Automaton) -> Iterator[Finding]:
    where = f"flows/{atlas.flow.id}/flow.py"
    fired = {(taken.question, taken.rule) for path in automaton.paths for taken in path.walk.taken}
    for ask in atlas.flow.asks:
        for number, route in enumerate(ask.routes):
            if (ask.question, number) not in fired:
                yield Finding(
                    where, ask.question, f'has a route to "{route.to}" ({route.because}) that never fires.'
                )
    reached = {state.node for state in automaton.states.values()}
    for node in (*atlas.asks, *atlas.outcomes):
        if node not in reached:
            yield Finding(where, node, "is never reached.")


def _detours(book: Book, atlas: Atlas, automaton: Automaton) -> Iterator[Finding]:
    """Yield each hand-over to a flow that hands on at once: the route should name the last one."""
    for path in automaton.paths:
        if isinstance(path.walk.at, Handover):
            after = step(book.flows[path.walk.node], path.walk.carried)
            if isinstance(after.at, Handover):
                on = write(path.answers)
                says = f'is handed over to although it only hands on to "{after.node}" ({on}).'
                yield Finding(_where(atlas.flow.id), path.walk.node, says)


def _advice(atlas: Atlas, automaton: Automaton) -> Iterator[Finding]:
    where = f"flows/{atlas.flow.id}/flow.py"
    for path in automaton.paths:
        for says in advice.refused(atlas, path.walk):
            yield Finding(where, path.walk.node, f"{says} ({write(path.answers)})")
        for derived in atlas.derived.values():
            result = atlas.value(derived.id, path.walk.used)
            if result not in derived.results:
                yield Finding("derived", derived.id, f'answers "{result}", which is not among its results.')
