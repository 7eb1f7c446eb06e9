"""The schemas of words files, and the reader that turns parsed TOML into them.

It notes every problem instead of stopping at the first. What the words mean is for others.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, TypeVar, get_args, get_origin

from wizard.core.errors import Finding, Findings, did_you_mean
from wizard.core.later import Later
from wizard.core.words import Spans, parse

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class OptionWords:
    """One answer as a link: its label and, where it helps, a hint under it."""

    says: Spans
    short: str
    """The answer in the trail: "You said: fixed price"."""
    hint: Spans = ()
    group: str = ""
    """A heading above this answer and those after it, where there are too many for one list."""


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """One question: what is asked, why it matters, how to find out."""

    ask: str
    short: str
    """The question in the trail and on the map."""
    why: Spans
    options: Mapping[str, OptionWords]
    hint: Spans = ()
    find_out: Spans = ()
    """How to find out, for a reader who does not know."""
    signs: Mapping[str, Spans] = field(default_factory=dict)
    """Of a question with several answers at once: each sign that may be ticked, in its order."""


@dataclass(frozen=True, slots=True)
class OptionCost:
    """One row of "what it can cost and bring"."""

    says: Spans
    costs: Spans
    brings: Spans
    days: Spans


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """A result in its fixed order; every part without a default must be written."""

    title: str
    verdict: Spans
    kind: Spans
    do_not: Mapping[str, Spans]
    do_now: Spans
    where: Spans
    by_when: tuple[Spans, ...]
    then: Mapping[str, Spans]
    keep: tuple[Spans, ...]
    turns: Mapping[str, Spans]
    options: Mapping[str, OptionCost]
    score: tuple[Spans, ...]
    rule: Spans
    ruled_out: tuple[Spans, ...]
    next_time: Spans
    stop: tuple[Spans, ...] = ()
    """When the page shows something else: stop here, and where to go."""
    for_you: tuple[Spans, ...] = ()
    against_you: tuple[Spans, ...] = ()
    cites: tuple[str, ...] = ()
    """Facts the result stands on without quoting them."""


@dataclass(frozen=True, slots=True)
class Tone:
    """One version of a letter: when it is sent, and its text; or why it is not used here."""

    send: Spans = ()
    text: tuple[Spans, ...] = ()
    not_used: Spans = ()


@dataclass(frozen=True, slots=True)
class LetterWords:
    """A text to send: to a client in three tones, or another kind in one."""

    kind: str
    title: str
    when: Spans
    when_not: Spans
    tones: Mapping[str, Tone]
    lines: tuple[Spans, ...]
    """Line by line, what it does, in simple words."""
    attach: tuple[Spans, ...] = ()


@dataclass(frozen=True, slots=True)
class StripWords:
    """A short warning above a result."""

    title: str
    says: Spans


@dataclass(frozen=True, slots=True)
class CardWords:
    """What to check before an act that cannot be undone."""

    title: str
    checks: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """A slot: what stands there without scripts, and how a computed value is written."""

    static: Spans
    live: Spans = ()
    last_day: Spans = ()
    """For a deadline: what is said when its safe day has passed, but not the last day."""
    over: Spans = ()
    """For a deadline: what is said when its last day has passed."""


@dataclass(frozen=True, slots=True)
class InputWords:
    """A field: its label and a hint with an example."""

    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FlowWords:
    """The name of a flow, its first page, and the reasons its routes give."""

    title: str
    says: Spans
    does: tuple[Spans, ...]
    does_not: tuple[Spans, ...]
    reasons: Mapping[str, Spans]


@dataclass(frozen=True, slots=True)
class CaseWords:
    """The words of the vocabulary."""

    questions: Mapping[str, QuestionWords]
    strips: Mapping[str, StripWords]
    cards: Mapping[str, CardWords]
    acts: Mapping[str, str]
    """Each act in a few words, for the review book and findings."""
    places: Mapping[str, PlaceWords]
    inputs: Mapping[str, InputWords]
    interface: Mapping[str, Spans]
    """Headings and labels of the furniture, by id."""


class Reader:
    """Turns parsed TOML into one schema, collecting every problem instead of stopping at the first."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.findings: list[Finding] = []

    def read(self, schema: type[T], table: Mapping[str, Any], id_: str) -> T | None:
        """Return the table as `schema`, or None after noting what is missing, unknown or malformed."""
        known = {one.name: one for one in fields(schema)}  # type: ignore[arg-type]
        before = len(self.findings)
        for name in table:
            if name not in known:
                self._note(id_, f'has an unknown key "{name}".{did_you_mean(name, known)}')
        given: dict[str, Any] = {}
        for name, one in known.items():
            if name in table:
                given[name] = self.value(one.type, table[name], f"{id_}.{name}")
            elif one.default is MISSING and one.default_factory is MISSING:
                self._note(id_, f'has no "{name}".')
        return schema(**given) if len(self.findings) == before else None

    def value(self, hint: Any, value: Any, id_: str) -> Any:
        """Return a value as `hint` says, or note what is wrong and return None."""
        if hint == Spans:
            return self._spans(value, id_)
        if hint is str:
            if isinstance(value, str):
                return value
            self._note(id_, "must be a text.")
        elif get_origin(hint) is tuple:
            if isinstance(value, list):
                return tuple(
                    self.value(get_args(hint)[0], item, f"{id_}[{n}]") for n, item in enumerate(value, 1)
                )
            self._note(id_, "must be a list.")
        elif get_origin(hint) is Mapping:
            if isinstance(value, Mapping):
                inner = get_args(hint)[1]
                return {key: self.value(inner, item, f"{id_}.{key}") for key, item in value.items()}
            self._note(id_, "must be a table.")
        elif isinstance(value, Mapping):
            return self.read(hint, value, id_)
        else:
            self._note(id_, "must be a table.")
        return None

    def _spans(self, value: Any, id_: str) -> Spans:
        if not isinstance(value, str):
            self._note(id_, "must be a text.")
            return ()
        try:
            return parse(" ".join(value.split()))
        except ValueError as error:
            self._note(id_, f"{error}.")
            return ()

    def _note(self, id_: str, says: str) -> None:
        self.findings.append(Finding(self.where, id_, says))


def read_words(schema: type[T], table: Mapping[str, Any], where: str) -> T:
    """Return one words file as `schema`, or raise Findings with every problem in it."""
    reader = Reader(where)
    words = reader.read(schema, table, where.rsplit("/", 1)[-1].removesuffix(".toml"))
    if words is None:
        raise Findings(reader.findings)
    return words


def unread_words(schema: type[T], tables: Mapping[str, Any], where: str) -> T:
    """Return one words file as `schema`, all fields tables: each entry is read when asked for."""

    def read(hint: Any, table: Mapping[str, Any]) -> Callable[[str], Any]:
        def entry(key: str) -> Any:
            reader = Reader(where)
            words = reader.value(hint, table[key], key)
            if reader.findings:
                raise Findings(reader.findings)
            return words

        return entry

    hints = {one.name: get_args(one.type)[1] for one in fields(schema)}  # type: ignore[arg-type]
    return schema(**{name: Later(tables[name], read(hint, tables[name])) for name, hint in hints.items()})
