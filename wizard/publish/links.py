"""Links from a page of the guide into the wizard, with what the page already knows.

Their addresses begin at the top of the site; the seal makes them relative to the page they stand on.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from wizard.core import answers
from wizard.core.answers import Answers, write
from wizard.core.automaton import folder, leaves
from wizard.core.errors import Refusal, did_you_mean
from wizard.publish import states
from wizard.publish.errors import PublishError
from wizard.publish.manuscript import TOP
from wizard.signposts import Signposts


@dataclass(frozen=True, slots=True)
class Way:
    """A link: where it leads, and its words."""

    href: str
    words: str


def plan(says: str) -> Way:
    """Return the link to a result, from "flow/outcome|words", by the way with the fewest answers.

    Raises PublishError where there is no such plan, or no words.
    """
    place, _, words = says.replace("|", " ", 1).partition(" ")
    flow, _, outcome = place.partition("/")
    _known(flow)
    outcomes = states.book().flows[flow].outcomes
    if outcome not in outcomes:
        raise PublishError(f'"{flow}" has no plan "{outcome}".{did_you_mean(outcome, outcomes)}')
    if not words.strip():
        raise PublishError(f'The link to "{place}" has no words: write {{plan:{place}|words}}.')
    posts = Signposts(states.book(), states.automaton(flow), Answers(), states.automaton)
    return Way(f"{TOP}wizard/{folder(flow)}/{posts.to(outcome).removeprefix('../')}", words.strip())


def start(says: str) -> Markup:
    """Return the button into a flow, from "flow question.option …|words".

    Raises PublishError where the flow, an answer or their order is not known, or words are missing.
    """
    known, _, words = says.partition("|")
    flow, *pairs = known.split() or [""]
    _known(flow)
    if not words.strip():
        raise PublishError(f'The start of "{flow}" has no words: write {{start:{known}|words}}.')
    place = _after(flow, _answers(pairs)) if pairs else f"{folder(flow)}/"
    href = f"{TOP}wizard/{place}"
    return Markup('<p class="go"><a href="%s">%s</a></p>') % (href, words.strip())


def _known(flow: str) -> None:
    if flow not in states.book().flows:
        raise PublishError(f'No flow is called "{flow}".{did_you_mean(flow, states.book().flows)}')


def _answers(pairs: list[str]) -> Answers:
    try:
        return answers.read("~".join((answers.VERSION, *pairs)), states.book().questions.values())
    except Refusal as error:
        raise PublishError(str(error)) from error


def _after(flow: str, known: Answers) -> str:
    """Return the address, below all flows, of the step after these answers, which are a flow's first ones.

    The last of them may lead into another flow.
    """
    machine = states.automaton(flow)
    posts = Signposts(states.book(), machine, known)
    next_, said = machine.start, known
    for question, option in known.items():
        if leaves(next_):
            raise PublishError(f'The answer "{question}.{option}" comes behind the end of {flow}.')
        state = machine.states[next_]
        if state.node != question:
            asks = "is already at a plan" if state.kind != "question" else f'asks "{state.node}" then'
            raise PublishError(f'The answer "{question}.{option}" does not come next: {flow} {asks}.')
        if option not in state.next:
            raise PublishError(f'The question "{question}" of {flow} does not offer "{option}" there.')
        next_ = state.next[option]
        said = Answers({**said, **state.gives.get(option, {})})
    return f"{posts.below(next_)}/#{write(said)}"
