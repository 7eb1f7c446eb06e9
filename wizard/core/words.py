"""Words as typed spans, and the grammar that they are written in.

A closed inline grammar: ``**strong**``, ``{fact:key}``, ``{slot:id}``, ``{date:id}``, ``[text](id)`` and the
blank ``[name]``. No HTML, no template code, no *if*. HTML and plain text are made elsewhere, from one source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Plain:
    """Words as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words with weight: a date, a sum, the one act."""

    spans: "Spans"


@dataclass(frozen=True, slots=True)
class Quote:
    """A fact of the ledger, by key."""

    key: str


@dataclass(frozen=True, slots=True)
class Place:
    """A slot that the reader's own values fill; `kind` is "slot" or "date"."""

    kind: str
    id: str

    @property
    def name(self) -> str:
        """``date:review_end``: the name under which page, engine and tests know the slot."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead on, to an outcome, a flow or a page, by id."""

    spans: "Spans"
    to: str


@dataclass(frozen=True, slots=True)
class Blank:
    """Something the reader writes by hand and that is never stored, such as a name."""

    label: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC; a page adds the reader's local time, a terminal that of the named zone."""

    instant: datetime


Span: TypeAlias = Plain | Strong | Quote | Place | Link | Blank | Moment
Spans: TypeAlias = tuple[Span, ...]

_TOKEN = re.compile(
    r"\*\*(?P<strong>.+?)\*\*"
    r"|\{(?P<kind>fact|slot|date|part):(?P<key>[a-z0-9_.]+)\}"
    r"|\[(?P<label>[^\[\]]+)\](?:\((?P<to>[a-z0-9_:/.-]+)\))?"
)
_STRAY = re.compile(r"[{}<>\[\]*`\\]")


def parse(text: str) -> Spans:
    """Return the spans of a text, or raise ValueError naming the first mark that is not in the grammar."""
    spans: list[Span] = []
    end = 0
    for match in _TOKEN.finditer(text):
        _plain(text[end : match.start()], spans)
        end = match.end()
        if match["strong"] is not None:
            spans.append(Strong(parse(match["strong"])))
        elif match["kind"] == "fact":
            spans.append(Quote(match["key"]))
        elif match["kind"] is not None:
            spans.append(Place(match["kind"], match["key"]))
        elif match["to"] is not None:
            spans.append(Link(parse(match["label"]), match["to"]))
        else:
            _plain(match["label"], [])
            spans.append(Blank(match["label"]))
    _plain(text[end:], spans)
    return tuple(spans)


def _plain(text: str, spans: list[Span]) -> None:
    stray = _STRAY.search(text)
    if stray:
        raise ValueError(
            f'"{stray[0]}" near "{text[max(0, stray.start() - 15) : stray.end() + 15]}" has no meaning here'
        )
    if text:
        spans.append(Plain(text))


def within(spans: Spans) -> Iterator[Span]:
    """Yield every span, those inside strong words and links too."""
    for span in spans:
        yield span
        if isinstance(span, Strong | Link):
            yield from within(span.spans)
