"""What a tool is: a form, its words, and one pure function from what was typed to a report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from wizard.core.errors import Finding, Findings
from wizard.core.facts import Ledger
from wizard.core.form import Form, Value
from wizard.core.report import Report
from wizard.core.sheets import read_words
from wizard.core.words import Link, Moment, Place, Plain, Span, Spans, Strong

WORDS = "tools/words/"


@dataclass(frozen=True, slots=True)
class FieldWords:
    """A field: its label, a hint with an example, and the words of each choice."""

    label: str
    hint: Spans = ()
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToolWords:
    """One tool: what it is called, what it does, its fields, and every line that its report may say."""

    title: str
    says: Spans
    fields: Mapping[str, FieldWords]
    lines: Mapping[str, Spans]
    button: str = ""
    """The words of the button that works it out."""
    row: str = ""
    """What one row of a list is called."""
    cites: tuple[str, ...] = ()
    """Facts that the tool stands on, shown under its report with their sources."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a tool works with: the values that were typed, the reader's day, the ledger and the words."""

    values: Mapping[str, Value]
    rows: tuple[Mapping[str, Value], ...]
    today: date
    ledger: Ledger
    words: ToolWords

    def say(self, line: str, **parts: object) -> Spans:
        """Return a line of the words with its parts put in: texts, numbers, days, moments or spans."""
        return put(self.words.lines[line], parts)

    def number(self, key: str) -> int:
        """Return the value of a fact that is a whole number."""
        value = self.ledger[key].value
        if not isinstance(value, int):
            raise TypeError(f"{key} is not a whole number")
        return value

    def decimal(self, key: str) -> Decimal:
        """Return the value of a fact that is a number."""
        return Decimal(str(self.ledger[key].value))


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool. `work` is called when every needed field has a value and nothing is wrong with any."""

    id: str
    form: Form
    work: Callable[[Asked], Report]
    carries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What a plan asked for already: id of its input -> field here -> its value; empty is what was typed."""

    @property
    def slug(self) -> str:
        """The name in addresses."""
        return self.id.replace("_", "-")


def put(spans: Spans, parts: Mapping[str, object]) -> Spans:
    """Return spans with each ``{part:name}`` replaced by what `parts` has under that name."""
    found: list[Span] = []
    for span in spans:
        if isinstance(span, Place) and span.kind == "part":
            found += _spans(parts[span.id])
        elif isinstance(span, Strong):
            found.append(Strong(put(span.spans, parts)))
        elif isinstance(span, Link):
            found.append(Link(put(span.spans, parts), span.to))
        else:
            found.append(span)
    return tuple(found)


def _spans(part: object) -> Spans:
    if isinstance(part, tuple):
        return part
    if isinstance(part, Moment):
        return (part,)
    return (Plain(str(part)),)


def plain(text: object) -> Spans:
    """Return a value as spans, for a cell of a table."""
    return _spans(text)


def words_of(tool: str, tables: Mapping[str, Mapping[str, Any]]) -> ToolWords:
    """Return the words of a tool. Raises Findings with everything that is wrong with its file."""
    key = f"{WORDS}{tool}"
    if key not in tables:
        raise Findings([Finding(key, tool, "has no words file.")])
    return read_words(ToolWords, tables[key], key)
