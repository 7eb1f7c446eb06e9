"""Exploration: every path of every flow walked, and everything wrong listed in plain sentences.

It gathers what `shape`, `acts` and `reading` see, and writes one sorted line per path for reviewers.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from wizard.core import acts, reading, shape
from wizard.core.answers import write
from wizard.core.book import Book
from wizard.core.compiler import MOST_PATHS, MOST_STATES, Automaton, compile_flow
from wizard.core.engine import SHOWN_STRIPS, Atlas
from wizard.core.errors import Finding, Findings
from wizard.core.reading import Phrases

MOST_QUESTIONS = 7


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
            f"{self.flow} {write(path.answers)} -> {path.walk.node}"
            + (f" [{', '.join(path.walk.strips)}]" if path.walk.strips else "")
            for path in self.automaton.paths
        )


def explore(book: Book, flow: str, phrases: Phrases) -> Report:
    """Return everything found in one flow: its automaton, findings and figures.

    Raises Findings where the flow cannot be walked at all.
    """
    atlas = book.flows[flow]
    found = list(shape.findings(book, atlas))
    if any(finding.id.startswith("!") for finding in found):
        raise Findings(found)
    automaton = compile_flow(atlas)
    found += _limits(atlas, automaton)
    found += _reach(atlas, automaton)
    found += _advice(atlas, automaton)
    found += reading.findings(book, atlas, phrases)
    growth = Counter(question for state in automaton.states.values() for question in state.known)
    return Report(
        flow,
        automaton,
        tuple(sorted(set(found))),
        max(len(path.walk.taken) for path in automaton.paths),
        tuple(growth.most_common(5)),
        tuple(write(path.answers) for path in automaton.paths if len(path.walk.strips) > SHOWN_STRIPS),
    )


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


def _advice(atlas: Atlas, automaton: Automaton) -> Iterator[Finding]:
    where = f"flows/{atlas.flow.id}/flow.py"
    for path in automaton.paths:
        for says in acts.refused(atlas, path.walk):
            yield Finding(where, path.walk.node, f"{says} ({write(path.answers)})")
        for derived in atlas.derived.values():
            result = atlas.value(derived.id, path.walk.used)
            if result not in derived.results:
                yield Finding("derived", derived.id, f'answers "{result}", which is not among its results.')
