"""A sheet to draw on: boxes with words, lines, arrows. It counts in units; the CSS makes them pixels.

Colours and weights are classes of keel.css, for the page's policy forbids style attributes. What is drawn
where is for each picture.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup

from wizard.publish.errors import PublishError
from wizard.publish.pictures import lettering
from wizard.publish.pictures.script import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wizard.publish.pictures.lettering import Line
    from wizard.publish.pictures.script import Label, Runs

WIDE: Final = 320
"""Units across: on a phone of 360 px about as many pixels."""
EDGE: Final = 1
"""Room for half a line at the rim."""
FULL: Final = WIDE - 2 * EDGE
LEADING: Final = 18
BASE: Final = 13
"""From the top of a line to the foot of its letters."""
PAD: Final = 10
INSET: Final = 8
"""From the rim of a box to its words: at the sides, and above and below."""
UNDER: Final = 4
"""Room below a name beside which something stands."""
GAP: Final = 24
"""Of an arrow without words."""
PILL: Final = 20
ROUND: Final = 6
"""Of corners, at most."""
ICON: Final = 19
"""Room of the small clock before a time."""
HEAD: Final = (4.5, 5.5)
"""Half the width of the head of an arrow, and its height."""


class Place(NamedTuple):
    """Where a box stands, how wide it is, and how high at least."""

    x: float
    y: float
    width: float
    least: float = 0


class Sheet:
    """Collects shapes; fields are drawn first, behind all else."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.bottom: float = 0
        self._fields: list[Markup] = []
        self._shapes: list[Markup] = []
        self.top = self.words(EDGE, 4, (Run(title),), FULL, "title") + PAD
        """Where the drawing begins, below its title."""

    def svg(self, name: str) -> Markup:
        """Return the whole drawing; the words of a picture are searched in its list, not here."""
        inner = Markup("\n").join((*self._fields, *self._shapes))
        return Markup(
            '<svg viewBox="0 0 %d %s" role="img" aria-labelledby="picture-%s-title" data-search-exclude>'
            '<title id="picture-%s-title">%s</title>\n%s\n</svg>'
        ) % (WIDE, _short(self.bottom + EDGE), name, name, self.title, inner)

    def field(self, x: float, y: float, width: float, height: float, kind: str = "zone") -> None:
        """Draw a field behind all else.

        Raises PublishError where it would end before it begins.
        """
        if min(width, height) < 0:
            raise PublishError(f'A "{kind}" of "{self.title}" ends before it begins: look at its facts.')
        self._fields.append(_rect(x, y, width, height, kind))
        self.bottom = max(self.bottom, y + height)

    def path(self, way: str, kind: str = "line") -> None:
        """Draw a line, written as SVG writes it."""
        self._shapes.append(Markup('<path class="%s" d="%s"/>') % (kind, _tidy(way)))

    def arrow(self, x: float, start: float, end: float, kind: str = "line") -> None:
        """Draw an upright arrow, whose point touches what ends or begins there."""
        half, high = HEAD
        up = -1 if end > start else 1
        tip = end + up * 1.5
        self.path(f"M{x} {start}V{tip}", kind)
        self.path(f"M{x - half} {tip + up * high}L{x} {tip}L{x + half} {tip + up * high}", "head")

    def words(self, x: float, y: float, runs: Runs, room: float, kind: str = "") -> float:
        """Draw words from the top of a line on; return where the next line begins."""
        for line in lettering.lines(runs, room, kind):
            self._shapes.append(_text(x, y + BASE, line, kind))
            y += LEADING
        self.bottom = max(self.bottom, y)
        return y

    def step(self, label: Label, x: float, y: float, room: float, least: float = 0) -> float:
        """Draw an arrow down with its words beside it; return where it ends."""
        end = y + max(least, LEADING * len(lettering.lines(label.says, room)) + 14)
        self.arrow(x, y, end)
        self.words(x + 12, y + 6, label.says, room)
        return end

    def card(self, label: Label, x: float, y: float, width: float, kind: str = "card") -> float:
        """Draw a label as a box: its name and who acts, what it is, and its clock; return where it ends."""
        parts = [(label.name, "name"), (label.says, ""), (label.clock, "clock")]
        return self.box(Place(x, y, width), parts, kind, (label.who, label.actor))

    def box(
        self,
        place: Place,
        parts: Sequence[tuple[Runs, str]],
        kind: str = "card",
        who: tuple[str, str] = ("", ""),
    ) -> float:
        """Draw a box around paragraphs, each of a kind, and who acts at the right; return where it ends."""
        x, y, width, least = place
        taken = lettering.width((Run(who[1]),)) + 2 * PAD if who[0] else 0
        beside = {"name": taken, "clock": ICON}
        rows = [
            (line, kind_of, not number)
            for runs, kind_of in parts
            for number, line in enumerate(
                lettering.lines(runs, width - 2 * PAD - beside.get(kind_of, 0), kind_of)
            )
        ]
        under = UNDER if who[0] and len(rows) > 1 else 0
        text = LEADING * len(rows) + under
        high = max(text + 2 * INSET, least)
        inside = [_rect(x, y, width, high, kind)]
        if who[0]:
            inside.append(_pill(x + width - INSET - taken, y + INSET - 1, taken, who))
        at = y + (high - text) / 2 + BASE
        for line, kind_of, first in rows:
            if kind_of != "name":
                at, under = at + under, 0
            if kind_of == "clock" and first:
                inside.append(_clock(x + PAD + 6, at - 4.5))
            inside.append(_text(x + PAD + (ICON if kind_of == "clock" else 0), at, line, kind_of))
            at += LEADING
        self._shapes.append(Markup("<g>%s</g>") % Markup("").join(inside))
        self.bottom = max(self.bottom, y + high)
        return y + high


def _pill(x: float, y: float, width: float, who: tuple[str, str]) -> Markup:
    box = _rect(x, y, width, PILL, "pill")
    text = _text(x + width / 2, y + BASE + 1.5, (Run(who[1]),), "middle")
    return Markup('<g class="%s">%s%s</g>') % (who[0], box, text)


def _clock(x: float, y: float) -> Markup:
    way = f"M{x - 6} {y}a6 6 0 1 0 12 0 6 6 0 1 0-12 0M{x} {y - 3.5}V{y}H{x + 3}"
    return Markup('<path class="face" d="%s"/>') % _tidy(way)


def _rect(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    corner = height / 2 if kind == "pill" else min(ROUND, height / 4)
    return Markup('<rect class="%s" x="%s" y="%s" width="%s" height="%s" rx="%s"/>') % (
        kind,
        *map(_short, (x, y, width, height, corner)),
    )


def _text(x: float, y: float, line: Line, kind: str) -> Markup:
    look = Markup(' class="%s"') % kind if kind and kind != "clock" else ""
    return Markup('<text%s x="%s" y="%s">%s</text>') % (look, _short(x), _short(y), lettering.markup(line))


def _short(number: float) -> str:
    return f"{round(number, 1):g}"


def _tidy(way: str) -> str:
    return re.sub(r"\d+\.\d+", lambda found: _short(float(found[0])), way)
