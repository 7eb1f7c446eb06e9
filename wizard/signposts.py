"""Where everything lies: the links from a state's page to answers, outcomes and other flows.

Relative addresses only, so that the site works below any path. No words and no HTML.
"""

from collections.abc import Callable
from dataclasses import dataclass

from wizard.core.answers import Answers, write
from wizard.core.automaton import Automaton, State, folder, leaves
from wizard.core.book import Book
from wizard.core.model import PAGES

ROOT = "../../../"
"""From a state's page to the top of the site: every state lies three folders deep."""
FLOWS = "../../"
"""From a state's page to the folder in which all flows lie."""


@dataclass(frozen=True, slots=True)
class Signposts:
    """Links as seen from a page of one flow, on which some answers are known."""

    book: Book
    automaton: Automaton
    here: Answers
    others: Callable[[str], Automaton] | None = None
    """The automata of the other flows; without them a link to another flow leads to its first page."""
    top: str = ""
    """For a page that belongs to no flow: the way from it to the top of the site."""

    def to(self, name: str) -> str:
        """Return the link to an outcome, to a flow, or to an outcome of another flow, by id."""
        own = self.book.flows[self.automaton.flow]
        if name.startswith(PAGES):
            return f"{self.top or ROOT}{name}/"
        flow, _, outcome = name.rpartition("/")
        if self.top:
            return self._elsewhere(flow or name, outcome if flow else "")
        if flow in ("", own.flow.id) and outcome in own.outcomes:
            way = self._way_to(self.automaton, outcome)
            return f"../{self.automaton.of(way)}/#{write(way)}"
        if name == own.flow.id:
            return "../"
        if (flow or name) in self.book.flows:
            return self._elsewhere(flow or name, outcome if flow else "")
        # A flow that is not published yet.
        return self.to(own.flow.safe_set) if own.flow.safe_set in own.outcomes else "../"

    def _elsewhere(self, flow: str, outcome: str) -> str:
        """Return the link to another flow, with the answers that stay true, or to an outcome of it."""
        place = f"{self.top}wizard/{folder(flow)}/" if self.top else f"{FLOWS}{folder(flow)}/"
        if self.others is None:
            return place
        machine = self.automaton if flow == self.automaton.flow else self.others(flow)
        if outcome:
            way = self._way_to(machine, outcome)
            return f"{place}{machine.of(way)}/#{write(way)}"
        lasting = (name for name, question in self.book.questions.items() if question.lasting)
        known = self.here.only(lasting).only(machine.asked)
        return f"{place}{machine.entry(known)}/#{write(known)}" if known else place

    def _way_to(self, machine: Automaton, outcome: str) -> Answers:
        """Return the answers for a link to an outcome: those that contradict what is known here least."""
        states = [state for state in machine.states.values() if state.node == outcome]

        def order(found: tuple[State, Answers]) -> tuple[int, int, int, int, str]:
            state, way = found
            against = sum(self.here.get(question, option) != option for question, option in way.items())
            agreed = sum(self.here.get(question) == option for question, option in way.items())
            return against, len(state.strips), -agreed, len(way), write(way)

        return min(((state, way) for state in states for way in state.ways), key=order)[1]

    def after(self, next_: str) -> str:
        """Return the link from a state to its next one."""
        return f"{FLOWS}{self.below(next_)}/" if leaves(next_) else f"../{next_}/"

    def below(self, next_: str) -> str:
        """Return a next state as an address below the folder of all flows."""
        flow, _, slug = next_.rpartition("/")
        return f"{folder(flow or self.automaton.flow)}/{slug}"

    def asked_at(self, answers: Answers, question: str) -> str:
        """Return the slug of the state that asks a question, on the way of these answers."""
        before = list(answers.items())[: list(answers).index(question)]
        return self.automaton.of(dict(before))


def first_way(state: State, option: str) -> Answers:
    """Return what is known after the first answer, what it gives to another flow included."""
    return Answers({state.node: option, **state.gives.get(option, {})})
