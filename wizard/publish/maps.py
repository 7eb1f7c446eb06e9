"""Writes the map of each flow: the picture, the same as a nested list, and all its questions on one page.

The graph says what is on it, the drawing how it looks. Here it becomes a page below `docs/wizard/<flow>/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from wizard.core.automaton import folder
from wizard.publish import drawing, manuscript, states
from wizard.publish.graph import Node, graph
from wizard.publish.legend import Legend

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.core.sheets import QuestionWords
    from wizard.publish.graph import Edge, Graph

NAME: Final = "map"
KEPT: Final = ".cache/maps"
ABOUT: Final = "Every question of this plan, every answer to it, and where each answer leads."
PICTURE: Final = Markup(
    '<p><a href="%s">Open the picture alone</a>. In it, each box is a link.</p>\n\n'
    '<details class="map"><summary>Show the picture here, small</summary>'
    '<a href="%s"><img src="%s" width="%s" height="%s" alt="%s" loading="lazy"></a></details>'
)
"""Closed, so that nobody pays for a picture that most readers of the list do not need."""


def write(docs: Path) -> int:
    """Write the map of every flow below `docs` and return the number of pages."""
    manuscript.clear((docs / "wizard").glob(f"*/{NAME}"))
    graphs = [graph(flow) for flow in states.book().flows]
    for drawn, svg in zip(graphs, drawing.pictures(graphs, docs.parent / KEPT), strict=True):
        place = docs / "wizard" / folder(drawn.flow) / NAME
        manuscript.put(place, page(drawn, svg))
        (place / picture(drawn)).write_text(svg, encoding="utf-8")
    return len(graphs)


def picture(drawn: Graph) -> str:
    """Return the file name of a flow's picture: one that still tells what it is after it was saved."""
    return f"{folder(drawn.flow)}.svg"


def page(drawn: Graph, svg: str) -> str:
    """Return the Markdown of a map."""
    legend = Legend(drawn.flow)
    # The fragment is where a reader starts: a browser that opens the picture alone scrolls there.
    alone = f"{picture(drawn)}#{drawing.mark(drawn.start)}"
    width, height = drawing.size(svg)
    return manuscript.page(
        drawing.title(drawn),
        f"Every question of this plan, every answer, and where it leads: {legend.name}.",
        (
            ABOUT,
            PICTURE % (alone, alone, picture(drawn), width, height, drawing.described(drawn)),
            manuscript.heading(2, "The same as a list", "list"),
            drawing.described(drawn, listed=True),
            Markup('<ul class="tree"><li>%s</li></ul>') % _question(drawn, legend, drawn.start, set()),
            manuscript.heading(2, "All questions", "questions"),
            *_questions(drawn, legend),
        ),
        searched=False,
    )


def _question(drawn: Graph, legend: Legend, node: Node, shown: set[Node]) -> Markup:
    """Return a question with its answers, and in each what comes next; what stands already is a link."""
    shown.add(node)
    lines = Markup("\n").join(_answer(drawn, legend, edge, shown) for edge in drawn.leaving(node.id))
    return Markup('<a id="list.%s" href="%s">%s</a><ul>\n%s\n</ul>') % (
        node.id,
        legend.address(node),
        legend.title(node),
        lines,
    )


def _answer(drawn: Graph, legend: Legend, edge: Edge, shown: set[Node]) -> Markup:
    said = Markup("; ").join(
        Markup("<strong>%s</strong>%s")
        % (legend.answers(edge, case), f" ({legend.after(case)})" if legend.after(case) else "")
        for case in edge.cases
    )
    line = Markup('<li data-edge="%s">%s: %s ') % (edge.id, said, legend.because(edge))
    to, title = edge.to, legend.title(edge.to)
    if to.kind != "question":
        word = "Result" if to.kind == "result" else "Another plan"
        note = f" ({legend.note(to)})" if to.kind == "result" else ""
        return line + Markup('%s: <a href="%s">%s</a>%s</li>') % (word, legend.address(to), title, note)
    if to in shown:
        return line + Markup('Next, listed before: <a href="#list.%s">%s</a></li>') % (to.id, title)
    return line + Markup("Next: %s</li>") % _question(drawn, legend, to, shown)


def _questions(drawn: Graph, legend: Legend) -> Iterator[str]:
    """Yield every question in the order of the flow, with all that its page says."""
    book, speaker = states.book(), states.speaker(drawn.flow)
    atlas = book.flows[drawn.flow]
    for question in atlas.asks:
        node = Node("question", question)
        if node not in drawn.nodes:
            continue
        words = book.case.questions[question]
        yield manuscript.heading(3, words.ask, question)
        yield _hints(drawn.flow, words)
        yield manuscript.listed(
            Markup("<strong>%s</strong>%s")
            % (
                speaker.html(words.options[option].says),
                Markup(". %s") % speaker.html(words.options[option].hint)
                if words.options[option].hint
                else "",
            )
            for option in atlas.questions[question].options
        )
        yield Markup('<p><a href="%s">The page of this question</a> · <code>%s</code></p>') % (
            legend.address(node),
            question,
        )


def _hints(flow: str, words: QuestionWords) -> Markup:
    speaker = states.speaker(flow)
    lines = [
        speaker.html(words.hint),
        Markup("%s: %s") % (speaker.ui("why_asked"), speaker.html(words.why)),
        Markup("%s: %s") % (speaker.ui("find_out"), speaker.html(words.find_out)) if words.find_out else "",
        *(speaker.html(sign) for sign in words.signs.values()),
    ]
    return Markup("\n").join(Markup("<p>%s</p>") % line for line in lines if line)
