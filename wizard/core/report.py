"""What a calculation says: blocks of spans in their order. It holds no words of its own and no layout.

`figures` is the same result as plain values, for tests, for the terminal and for the case file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from wizard.core.words import Spans

Tone: TypeAlias = Literal["", "lead", "note", "warning"]
Whose: TypeAlias = Literal["mine", "theirs", "nobody"]
Figure: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Say:
    """One paragraph; a report begins with its lead, the answer in a sentence or two."""

    spans: Spans
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above the blocks that follow."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Points:
    """A list; `ordered` where the order means something."""

    items: tuple[Spans, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; the first cell of a row names it."""

    caption: Spans
    head: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class Stop:
    """One day on a road: what happens, and whose turn it is."""

    day: date
    says: Spans
    whose: Whose = "nobody"


@dataclass(frozen=True, slots=True)
class Road:
    """A line of days, drawn to scale and written as a list."""

    caption: Spans
    stops: tuple[Stop, ...]
    today: date | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One span of a chart, from `low` to `high` in per cent; None where there is no figure."""

    label: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Ranges from 0 to 100 side by side, with a line at `aim`; drawn, and written as a table under it."""

    caption: Spans
    head: tuple[Spans, Spans, Spans]
    """Over the label, the low and the high end, in the table."""
    columns: tuple[Column, ...]
    aim: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to copy, paragraph by paragraph; blanks such as [name] stay the reader's."""

    id: str
    title: Spans
    text: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text that the reader pasted; `notes` are ids of the signs found in it."""

    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """The reader's own text, with what was found in it marked."""

    caption: Spans
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file to take away: its name, the words of its button, its media type and what is in it."""

    name: str
    label: Spans
    media: str
    content: str


Block: TypeAlias = Say | Heading | Points | Table | Road | Chart | Draft | Marked | File


@dataclass(frozen=True, slots=True)
class Report:
    """What one calculation says, and its figures."""

    blocks: tuple[Block, ...]
    figures: Mapping[str, Figure] = field(default_factory=dict)
    cites: tuple[str, ...] = ()
    """Facts that it stands on without quoting them; where none is named, those of its tool."""
