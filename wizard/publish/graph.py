"""A flow as a graph of its questions and results: what the map draws and lists, read off the walked paths.

One edge for each route that any path takes. No words and no picture: those are for the map.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeAlias

from wizard.core.engine import Handover
from wizard.publish import states

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wizard.core.automaton import AnswerSet, Automaton
    from wizard.core.engine import Taken, Walk

Kind: TypeAlias = Literal["question", "result", "flow"]
Visit: TypeAlias = tuple[tuple[tuple[str, str], ...], str, int]
"""One way through a question: the answers before it, the answer to it, and the route taken."""


@dataclass(frozen=True, slots=True)
class Node:
    """A question, a result, or another flow that goes on."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Case:
    """Answers that take a route, and the earlier answers without which they take another one."""

    options: tuple[str, ...]
    after: AnswerSet = ()
    otherwise: bool = False
    """Whether these answers take this route wherever none of the other routes' earlier answers fit."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A route that is taken: from a question, by these answers, for this reason, to that node."""

    question: str
    rule: int
    cases: tuple[Case, ...]
    because: str
    to: Node

    @property
    def id(self) -> str:
        """``work.3``: the question and the place of the route among its routes."""
        return f"{self.question}.{self.rule}"

    @property
    def start(self) -> Node:
        """The question that is left."""
        return Node("question", self.question)

    @property
    def options(self) -> tuple[str, ...]:
        """All answers that take this route on some path."""
        return tuple(option for case in self.cases for option in case.options)


@dataclass(frozen=True, slots=True)
class Graph:
    """All nodes and edges of a flow, each in the order in which a reader meets them."""

    flow: str
    start: Node
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def leaving(self, question: str) -> list[Edge]:
        """Return the edges of one question, in the order of its routes."""
        return [edge for edge in self.edges if edge.question == question]


def graph(flow: str) -> Graph:
    """Return the graph of a flow."""
    return drawn_from(states.automaton(flow), _options(flow))


def _options(flow: str) -> dict[str, tuple[str, ...]]:
    atlas = states.book().flows[flow]
    return {question: atlas.questions[question].options for question in atlas.asks}


def drawn_from(automaton: Automaton, options: Mapping[str, Sequence[str]]) -> Graph:
    """Return the graph of a walked flow; `options` are the answers of each question, in their order."""
    visits: dict[str, dict[Visit, None]] = {}
    found: dict[tuple[str, int], tuple[str, Node]] = {}
    for path in automaton.paths:
        before: tuple[tuple[str, str], ...] = ()
        for taken, to in _steps(path.walk):
            visits.setdefault(taken.question, {})[before, taken.option, taken.rule] = None
            found[taken.question, taken.rule] = (taken.because, to)
            before = (*before, (taken.question, taken.option))
    start = Node("question", automaton.states[automaton.start].node)
    order = _order(start, found)
    edges = tuple(
        Edge(node.id, rule, _cases(list(visits[node.id]), rule, options[node.id]), *found[node.id, rule])
        for node in order
        for question, rule in sorted(found)
        if node == Node("question", question)
    )
    return Graph(automaton.flow, start, tuple(order), edges)


def _steps(walk: Walk) -> Iterator[tuple[Taken, Node]]:
    """Yield each answered question of a walk with the node that follows it."""
    last: Kind = "flow" if isinstance(walk.at, Handover) else "result"
    following = [*(Node("question", taken.question) for taken in walk.taken[1:]), Node(last, walk.node)]
    yield from zip(walk.taken, following, strict=True)


def _order(start: Node, found: Mapping[tuple[str, int], tuple[str, Node]]) -> list[Node]:
    """Depth first, routes in their order."""
    seen: dict[Node, None] = {}
    queue = [start]
    while queue:
        node = queue.pop(0)
        if node not in seen:
            seen[node] = None
            routes = sorted(key for key in found if Node("question", key[0]) == node)
            queue[:0] = [found[key][1] for key in routes]
    return list(seen)


def _cases(visits: list[Visit], rule: int, options: Sequence[str]) -> tuple[Case, ...]:
    """Return the answers that take a route, those with equal earlier answers together."""
    cases: dict[tuple[AnswerSet, bool], list[str]] = {}
    for option in options:
        own = [dict(before) for before, said, taken in visits if said == option and taken == rule]
        others = [dict(before) for before, said, taken in visits if said == option and taken != rule]
        if own:
            after = _apart(own, others)
            cases.setdefault((after, bool(others and not after)), []).append(option)
    return tuple(Case(tuple(said), *when) for when, said in cases.items())


def _apart(own: list[dict[str, str]], others: list[dict[str, str]]) -> AnswerSet:
    """Return the fewest earlier answers that tell the ways in `own` from all `others`, the latest first.

    Nothing where there are no others, and where no set of answers alone tells them apart.
    """
    if not others:
        return ()
    asked = [name for name in reversed(list(own[0])) if all(name in way for way in own)]
    said = {name: tuple(dict.fromkeys(way[name] for way in own)) for name in asked}
    for number in range(1, len(asked) + 1):
        for names in combinations(asked, number):
            if not any(all(way.get(name) in said[name] for name in names) for way in others):
                return tuple((name, said[name]) for name in names)
    return ()
