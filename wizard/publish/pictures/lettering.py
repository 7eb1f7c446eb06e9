"""Breaks words into lines for a drawing, by widths that no common system font is wider than.

An SVG breaks no lines, and which font a reader has is not known when it is drawn. So letters are counted as
wide as those of DejaVu Sans, the widest that browsers fall back to. What the words say is for the script.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias

from markupsafe import Markup

from wizard.publish.pictures.script import Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SIZES: Final = {"name": 15, "title": 17}
SIZE: Final = 14
"""Units of the drawing by kind of words, and of all others; keel.css sets the letters in the same sizes."""
WEIGHTY: Final = {"name", "title", "strong"}
"""The kinds of words that keel.css sets in bold."""
BOLD: Final = 1.14
WIDEST: Final = 1.05
WIDTHS: Final = {
    letter: width
    for letters, width in (
        ("ijlI .,'·", 0.33),
        ("frt-():;!/", 0.42),
        ("sz", 0.53),
        ("c?", 0.56),
        ("abdeghknopquvxyJ0123456789$", 0.64),
        ("ABEFKLPRSTVXYZ", 0.71),
        ("CDGHNOQU", 0.79),
        ("wM", 0.87),
    )
    for letter in letters
}
"""Parts of the font size; a letter that is not here counts as the widest."""
STEP: Final = 4
"""By how much the room is made smaller in search of even lines."""
BOUND: Final = "\N{NO-BREAK SPACE}"
LONGEST_BOUND: Final = 20
"""Characters of a quoted value that is not broken."""

Line: TypeAlias = tuple[Run, ...]


def width(runs: Sequence[Run], kind: str = "") -> float:
    """Return how much room words of a kind take at most in a drawing."""
    kinds = kind.split()
    bold = not WEIGHTY.isdisjoint(kinds)
    size = max(SIZES.get(one, SIZE) for one in (*kinds, ""))
    return sum(_width(run, bold=bold) for run in runs) * size


def _width(run: Run, *, bold: bool) -> float:
    plain = sum(WIDTHS.get(letter, WIDEST) for letter in run.text.replace(BOUND, " "))
    return plain * (BOLD if bold or run.strong else 1)


def lines(runs: Sequence[Run], room: float, kind: str = "") -> list[Line]:
    """Return words as lines of even length that fit into a room; a quoted value stays together.

    A new line in the words is a new line in the drawing.
    """
    return [line for part in _parts(runs) for line in _even(part, room, kind)]


def _parts(runs: Sequence[Run]) -> Iterator[list[Run]]:
    part: list[Run] = []
    for run in runs:
        first, *rest = run.text.split("\n")
        part.append(replace(run, text=first))
        for text in rest:
            yield part
            part = [replace(run, text=text)]
    yield part


def _even(runs: Sequence[Run], room: float, kind: str) -> list[Line]:
    found = _broken(runs, room, kind)
    even = room
    while even > room / 2 and len(narrower := _broken(runs, even - STEP, kind)) == len(found):
        if any(width(line, kind) > even for line in narrower):
            break
        found, even = narrower, even - STEP
    return found


def _broken(runs: Sequence[Run], room: float, kind: str) -> list[Line]:
    found: list[Line] = []
    line: Line = ()
    for word in _words(runs):
        longer = (*line, Run(" ", strong=line[-1].strong and word[0].strong), *word) if line else word
        if line and width(longer, kind) > room:
            found.append(line)
            longer = word
        line = longer
    return [_joined(line) for line in (*found, line) if line]


def _words(runs: Sequence[Run]) -> Iterator[Line]:
    """Yield the words between blanks; a word may change its weight inside, as before a full stop."""
    word: Line = ()
    for run in runs:
        bound = run.key and len(run.text) <= LONGEST_BOUND
        text = run.text.replace(" ", BOUND) if bound else run.text
        for number, part in enumerate(text.split(" ")):
            if number and word:
                yield word
                word = ()
            if part:
                word = (*word, Run(part, strong=run.strong))
    if word:
        yield word


def _joined(line: Line) -> Line:
    """Return a line with neighbours of one weight in one run."""
    weights = groupby(line, key=lambda run: run.strong)
    return tuple(
        Run("".join(run.text for run in same).replace(BOUND, " "), strong=strong) for strong, same in weights
    )


def markup(line: Line) -> Markup:
    """Return a line as it stands in an SVG text."""
    weight = Markup('<tspan class="strong">%s</tspan>')
    return Markup("").join(weight % run.text if run.strong else Markup("%s") % run.text for run in line)
