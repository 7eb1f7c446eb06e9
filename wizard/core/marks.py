"""Marks over a text: which stretches carry which note, and the text cut along them. It knows no notes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A note by id, from the first character to before the last."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text and the ids of the notes over it."""

    text: str
    ids: tuple[str, ...] = ()


def merged(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Return marks in order of the text; those of one note that overlap or touch become one."""
    found: list[Mark] = []
    for mark in sorted(marks, key=_place):
        last = found[-1] if found else None
        if last and last.id == mark.id and mark.start <= last.end:
            found[-1] = Mark(mark.id, last.start, max(last.end, mark.end))
        else:
            found.append(mark)
    return tuple(sorted(found, key=_begin))


def _place(mark: Mark) -> tuple[str, int, int]:
    return mark.id, mark.start, mark.end


def _begin(mark: Mark) -> tuple[int, int, str]:
    return mark.start, mark.end, mark.id


def parts(text: str, marks: Iterable[Mark], order: Sequence[str]) -> tuple[Part, ...]:
    """Return a text cut wherever a note begins or ends; joined, the parts are the text.

    Marks may overlap and lie within `text`; the notes of a part stand in the given order.
    """
    changes: dict[int, list[tuple[str, int]]] = {}
    for mark in marks:
        changes.setdefault(mark.start, []).append((mark.id, 1))
        changes.setdefault(mark.end, []).append((mark.id, -1))
    over = dict.fromkeys(order, 0)
    cut: list[Part] = []
    last = 0
    for at in sorted({*changes, len(text)}):
        if at > last:
            cut.append(Part(text[last:at], tuple(id_ for id_ in order if over[id_])))
        for id_, more in changes.get(at, ()):
            over[id_] += more
        last = at
    return tuple(cut)
