"""What the nodes and edges of a flow's graph say, in the flow's own words, and where they lead.

No picture and no page: the words are the same in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.core.automaton import folder
from wizard.publish import states
from wizard.signposts import FLOWS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.core.automaton import AnswerSet
    from wizard.core.model import Urgency
    from wizard.publish.graph import Case, Edge, Node

OTHERWISE = "in all other cases"
GOES_ON = "another plan goes on"


def said(question: str, options: Sequence[str]) -> str:
    """Return answers to one question by their short names: "held / only a part is held"."""
    words = states.book().case.questions[question]
    return " / ".join(words.options[option].short for option in options)


def told(answers: AnswerSet) -> str:
    """Return answers to several questions: "Kind of contract: hourly · Unpaid hours: tracked"."""
    words = states.book().case.questions
    return " · ".join(f"{words[name].short}: {said(name, options)}" for name, options in answers)


@dataclass(frozen=True, slots=True)
class Legend:
    """The words of one flow's graph."""

    flow: str

    @property
    def name(self) -> str:
        """The flow's own title."""
        return states.book().flow_words(self.flow).title

    def title(self, node: Node) -> str:
        """Return the question, the title of the result, or the name of the other flow."""
        book = states.book()
        match node.kind:
            case "question":
                return book.case.questions[node.id].ask
            case "result":
                return book.outcome(self.flow, node.id).title
            case "flow":
                return book.flow_words(node.id).title

    def common(self, node: Node) -> bool:
        """Return whether ways from everywhere end in a node: another flow, or the plan for whatever else."""
        return node.kind == "flow" or node.id == states.book().flows[self.flow].flow.safe_set

    def urgency(self, node: Node) -> Urgency:
        """Return how soon a result asks for an act."""
        return states.book().flows[self.flow].outcomes[node.id].urgency

    def note(self, node: Node) -> str:
        """Return the small line of a node: the urgency of a result, or that another plan goes on."""
        if node.kind == "result":
            return states.speaker(self.flow).ui_text(self.urgency(node))
        return GOES_ON if node.kind == "flow" else ""

    def address(self, node: Node) -> str:
        """Return the link to the page of a node, from a page that lies as deep as the flow's states."""
        if node.kind == "flow":
            return f"{FLOWS}{folder(node.id)}/"
        return f"../{states.automaton(self.flow).canonical(node.id).slug}/"

    def answers(self, edge: Edge, case: Case) -> str:
        """Return the answers of one case of an edge."""
        return said(edge.question, case.options)

    def after(self, case: Case) -> str:
        """Return the earlier answers that a case depends on, or nothing where it depends on none."""
        if case.otherwise:
            return OTHERWISE
        return f"after {told(case.after)}" if case.after else ""

    def because(self, edge: Edge) -> str:
        """Return the reason of an edge."""
        return states.speaker(self.flow).text(states.book().flow_words(self.flow).reasons[edge.because])
