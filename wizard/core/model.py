"""The shapes that flows and the vocabulary are made of: frozen data, no behaviour.

No wording: words live in TOML beside the flow. No reading of answers: the engine does that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

PAGES = ("guide/", "reference/", "tools/")
"""How the names of pages begin that are no flow: their address from the top of the site."""
UNKNOWN = "unknown"
"""The option "I do not know", with which every question about a fact ends."""

Urgency: TypeAlias = Literal["today", "this_week", "no_rush"]
Owner: TypeAlias = Literal["freelancer", "client", "both", "nobody"]
InputKind: TypeAlias = Literal["date", "money", "text"]


@dataclass(frozen=True, slots=True)
class Sign:
    """Something a reader may tick, with what it weighs."""

    id: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Question:
    """Something a reader can know about her situation, with the ids of its answers in order."""

    id: str
    options: tuple[str, ...]
    asks: Literal["fact", "wish", "signs"] = "fact"
    """A fact offers "I do not know" as its last option; a wish does not, nor do signs to tick."""
    signs: tuple[Sign, ...] = ()
    """What may be ticked, several at once: the options are bands of their sum."""
    bands_from: tuple[int, ...] = ()
    """The least sum of weights for each band, the first 0. Without scripts she chooses."""
    lasting: bool = False
    """Whether the answer stays true as time passes: only such go along a plan's link to another flow."""
    was: tuple[str, ...] = ()
    """Former ids, still accepted in addresses."""
    option_was: tuple[tuple[str, str], ...] = ()
    """Former option ids and what they are called now."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A named conclusion from answers: a pure function with a closed set of results."""

    id: str
    results: tuple[str, ...]
    reads: tuple[str, ...]
    """Question ids the rule looks at; an answer not given reads as None."""
    rule: Callable[[Mapping[str, str]], str]


@dataclass(frozen=True, slots=True)
class Is:
    """A condition: the answer to a question, or a derived answer, is one of the named values."""

    name: str
    one_of: tuple[str, ...]

    def __init__(self, name: str, *one_of: str) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "one_of", one_of)


@dataclass(frozen=True, slots=True)
class Route:
    """Where to go when every condition holds. The last route of a question has none."""

    to: str
    because: str
    """Id of the short reason shown on the map and in "why we say this"."""
    when: tuple[Is, ...] = ()
    gives: tuple[tuple[str, str], ...] = ()
    """Of a route that hands over to another flow: answers that the chosen option says already."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A step that asks one question of the vocabulary. Its id is the question's id."""

    question: str
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """One direction in which it can go wrong, and where the reader goes then."""

    id: str
    to: str
    """An outcome of this flow, a flow, or another flow's outcome as ``flow/outcome``."""
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result: which acts it tells, forbids and compares. Its words have one key for each of them."""

    id: str
    urgency: Urgency
    do_now: str
    """The one act to do next."""
    do_not: tuple[str, ...]
    then: tuple[str, ...]
    turns: tuple[Turn, ...]
    options: tuple[str, ...]
    """Acts compared by cost, at most three: each is allowed like any advice, or stands in `do_not`."""
    letters: tuple[str, ...] = ()
    by: str | None = None
    """The clock that dates `do_now`, where one runs; its owner must act before it ends."""
    waits: str | None = None
    """The clock whose end the reader waits for after `do_now`."""
    over: str | None = None
    """The outcome for a reader whose own date shows that the clock of `by` or `waits` has ended."""
    done: tuple[str, str] | None = None
    """(input, outcome): an earlier day typed there says that `do_now` is done; the plan to go to."""
    reminds: bool = True
    """Whether the plan ends by reminding of notices; not where a person is in danger."""
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """One situation: its first question, its questions with their routes, and its outcomes."""

    id: str
    start: str
    asks: tuple[Ask, ...]
    outcomes: tuple[Outcome, ...]
    questions: tuple[Question, ...] = ()
    """Questions that no other flow needs."""
    derived: tuple[Derived, ...] = ()
    """Conclusions that no other flow needs."""
    on_contract: bool = True
    """Whether a contract runs or ran: then every plan reminds of notices that have a last day."""
    safe_set: str = "safe_set"
    """The outcome for every case that nobody foresaw here, and for flows not yet published."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something a plan can tell a reader to do. Dangerous acts say when they are allowed."""

    id: str
    needs: tuple[Is, ...] = ()
    """All must hold on the path, or the act may not be advised."""
    after: tuple[str, ...] = ()
    """Acts that the same plan must name before this one."""
    dated: bool = False
    """The act answers a clock and must carry its last day."""
    card: str | None = None
    """Interruption card shown before an act that cannot be undone."""


@dataclass(frozen=True, slots=True)
class Duty:
    """While a clock runs that the reader owns, a plan must start with one of these acts, dated."""

    id: str
    clock: str
    when: tuple[Is, ...]
    acts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """A short warning above a result, fired by answers, in the fixed order of the vocabulary."""

    id: str
    when: tuple[Is, ...]
    acts: tuple[str, ...] = ()
    """Acts the strip advises; none may stand in the result's `do_not`."""
    do_not: tuple[str, ...] = ()
    """Acts the strip forbids; the result may advise none of them."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A named period of the platform. Its length is a fact; silence has a named effect."""

    id: str
    fact: str
    """Ledger key of the length in days."""
    owner: Owner
    counts: Literal["calendar", "business"] = "calendar"


@dataclass(frozen=True, slots=True)
class Input:
    """A value the reader may type: it fills slots and never changes the state."""

    id: str
    kind: InputKind
    kept: bool = True
    """Whether it may be stored on the device; names of people never are."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the words that a typed value fills."""

    id: str
    input: str


@dataclass(frozen=True, slots=True)
class Day:
    """A place in the words that a computed day fills: a start, then a clock, days or working days."""

    id: str
    start: str
    """An input of kind date, "today", or the id of another Day."""
    clock: str | None = None
    days: int = 0
    working: int = 0
    after: str | None = None
    """Ledger key of days added to the safe day, for a hold that follows the clock."""
    or_today: bool = False
    """Whether today stands in while the input is empty, for an act that is done today."""


@dataclass(frozen=True, slots=True)
class Helps:
    """A tool to which a plan leads: where an act of it, a clock or its flow asks for sums or days."""

    tool: str
    acts: tuple[str, ...] = ()
    clocks: bool = False
    flows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything flows may speak of, once: questions, conclusions, acts, strips, clocks, slots."""

    questions: tuple[Question, ...]
    derived: tuple[Derived, ...]
    acts: tuple[Act, ...]
    duties: tuple[Duty, ...]
    strips: tuple[Strip, ...]
    clocks: tuple[Clock, ...]
    inputs: tuple[Input, ...]
    slots: tuple[Slot, ...]
    days: tuple[Day, ...]
    tools: tuple[Helps, ...] = ()
