"""Writes the review book of each flow: every result on one page, with the answers that lead there.

An expert reads, prints or searches a flow here without walking it. The whole result stands on its own page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from wizard.core.automaton import folder, merged
from wizard.publish import manuscript, maps, states
from wizard.publish.legend import Legend, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from wizard.core.automaton import State
    from wizard.core.model import Outcome

NAME: Final = "all-results"
PLANS: Final = "reference/plans"
ALWAYS: Final = "for all answers"
ABOUT: Final = (
    "Every plan that can come out of these questions, in short, with the answers that lead to it. A place "
    "for a date or a sum of yours stands here with the words for an empty field."
)
ABOUT_PLANS: Final = (
    "Each situation has a map of its questions, and one page with all its results. So you can check it "
    "without walking through it."
)


def write(docs: Path) -> int:
    """Write the review book of every flow and the list of them; return the number of pages."""
    manuscript.clear((*(docs / "wizard").glob(f"*/{NAME}"), docs / PLANS))
    for flow in states.book().flows:
        manuscript.put(docs / "wizard" / folder(flow) / NAME, page(flow))
    manuscript.put(docs / PLANS, plans())
    return len(states.book().flows) + 1


def page(flow: str) -> str:
    """Return the Markdown of a flow's review book."""
    name = Legend(flow).name
    return manuscript.page(
        f"All results: {name}",
        f"Every plan that can come out, with the answers that lead to it: {name}.",
        (
            ABOUT,
            *(block for outcome in reached(flow) for block in _result(flow, outcome)),
        ),
    )


def reached(flow: str) -> dict[str, list[State]]:
    """Return outcome -> its states, in the order of the flow; an outcome that nothing leads to has none."""
    found: dict[str, list[State]] = {outcome: [] for outcome in states.book().flows[flow].outcomes}
    for state in states.automaton(flow).states.values():
        if state.kind == "result":
            found[state.node].append(state)
    return {outcome: there for outcome, there in found.items() if there}


def _result(flow: str, outcome: str) -> Iterator[str]:
    speaker, shape = states.speaker(flow), states.book().flows[flow].outcomes[outcome]
    words = states.book().outcome(flow, outcome)
    yield manuscript.heading(2, words.title, outcome)
    yield Markup("<p>%s</p>") % speaker.html(words.verdict)
    yield Markup("<p><strong>%s</strong></p>") % speaker.ui("do_not")
    yield manuscript.listed(speaker.html(words.do_not[act]) for act in shape.do_not)
    yield Markup("<p><strong>%s</strong> (%s): %s</p>") % (
        speaker.ui("do_now"),
        speaker.ui(shape.urgency),
        speaker.html(words.do_now),
    )
    rows = [*_acts(shape), ("Letters", "; ".join(states.book().letter(name).title for name in shape.letters))]
    yield Markup('<div class="review" data-search-exclude>\n%s\n%s</div>') % (
        Markup("\n").join(Markup("<p><strong>%s:</strong> %s</p>") % row for row in rows if row[1]),
        _shown_when(reached(flow)[outcome]),
    )


def _acts(shape: Outcome) -> Iterator[tuple[str, str]]:
    """Yield the acts that a result names by their words, those that are not in its short form too."""
    acts = states.book().case.acts

    def named(names: Iterable[str]) -> str:
        return "; ".join(acts[name] for name in names)

    yield "Acts, in order", named((shape.do_now, *shape.then))
    yield "Acts it forbids", named(shape.do_not)
    yield "Acts it compares", named(shape.options)


def _shown_when(there: list[State]) -> Markup:
    """Return, for each page of a result, its warnings and the answers that lead to it."""
    strips = states.book().case.strips
    pieces = []
    for state in there:
        warned = "; ".join(strips[name].title for name in state.strips)
        pieces.append(
            Markup('<p><strong>Shown when</strong> (<a href="../%s/">the whole plan</a>%s):</p>\n%s')
            % (
                state.slug,
                f", with the warning: {warned}" if warned else "",
                manuscript.listed(told(way) or ALWAYS for way in merged(state.ways)),
            )
        )
    return Markup("\n").join(pieces)


def plans() -> str:
    """Return the list of all flows with their first page, map and review book."""
    rows = []
    for flow in states.book().flows:
        there = f"../../wizard/{folder(flow)}/"
        results = len(reached(flow))
        rows.append(
            Markup('<a href="%s">%s</a>: <a href="%s">map</a>, <a href="%s">all %s results</a>')
            % (there, Legend(flow).name, f"{there}{maps.NAME}/", f"{there}{NAME}/", results)
        )
    return manuscript.page(
        "All plans",
        "Each situation with its map and the list of all its results, for review.",
        (
            ABOUT_PLANS,
            manuscript.listed(rows),
        ),
    )
