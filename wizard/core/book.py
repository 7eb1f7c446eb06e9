"""The book: flows, vocabulary, words and facts bound together, read once and checked as a whole.

Words are parsed when they are first asked for, so that the browser pays only for the result on screen.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar

from wizard.core.engine import Atlas
from wizard.core.errors import Finding, Findings
from wizard.core.facts import Ledger, checked_ledger, ledger
from wizard.core.model import Clock, Day, Flow, Input, Question, Slot, Vocabulary
from wizard.core.sheets import CaseWords, FlowWords, LetterWords, OutcomeWords, read_words, unread_words
from wizard.core.words import Place, Quote, Span, within

LETTER = "messages/"
_SHARED = ("questions", "strips", "cards", "acts", "places", "inputs", "interface")


T = TypeVar("T")


class Book:
    """Everything that is said, beside everything that can be asked. Read only."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        flows: Iterable[Flow],
        planned: Iterable[str],
        tables: Mapping[str, Mapping[str, Any]],
        topics: Mapping[str, Mapping[str, Any]],
        *,
        checked: bool = False,
    ) -> None:
        """Bind parsed files to shapes. Raises Findings where shared words or the ledger are malformed.

        `checked` files, such as a build packed, are not read whole again: a phone need not wait for that.
        """
        self.vocabulary = vocabulary
        flows = tuple(flows)
        ids = [flow.id for flow in flows]
        self.flows: dict[str, Atlas] = {flow.id: Atlas(flow, vocabulary, ids) for flow in flows}
        self.planned = frozenset(planned) - self.flows.keys()
        self.questions: dict[str, Question] = {
            question.id: question for atlas in self.flows.values() for question in atlas.questions.values()
        }
        """Every question of the vocabulary and of any flow: an address may carry answers of several flows."""
        self.tables = tables
        self.ledger: Ledger = (checked_ledger if checked else ledger)(topics)
        self.clocks: dict[str, Clock] = {clock.id: clock for clock in vocabulary.clocks}
        self.inputs: dict[str, Input] = {field.id: field for field in vocabulary.inputs}
        self.slots: dict[str, Slot] = {slot.id: slot for slot in vocabulary.slots}
        self.days: dict[str, Day] = {day.id: day for day in vocabulary.days}
        self.letters = tuple(sorted(key.removeprefix(LETTER) for key in tables if key.startswith(LETTER)))
        """Every text that a plan may offer: one words file each."""
        self.case: CaseWords = _case(tables, self.flows, checked=checked)
        self.outcome = cache(self._outcome)
        self.letter = cache(self._letter)
        self.flow_words = cache(self._flow_words)
        self.links = cache(self._links)
        self.places = cache(self._places)
        self.cited = cache(self._cited)
        self.place_names = frozenset(
            (*(f"slot:{id_}" for id_ in self.slots), *(f"date:{id_}" for id_ in self.days))
        )
        """Every slot and every day as words name them."""

    def _outcome(self, flow: str, outcome: str) -> OutcomeWords:
        shared = f"case/words/{outcome}"
        return self._read(OutcomeWords, shared if shared in self.tables else f"flows/{flow}/words/{outcome}")

    def _letter(self, letter: str) -> LetterWords:
        return self._read(LetterWords, f"{LETTER}{letter}")

    def _flow_words(self, flow: str) -> FlowWords:
        return self._read(FlowWords, f"flows/{flow}/words/flow")

    def _links(self, flow: str | None) -> frozenset[str]:
        """Return every name that words of a flow may link to: outcomes here and elsewhere, and flows.

        Words that several flows share have no outcomes "here": None.
        """
        elsewhere = (f"{id_}/{name}" for id_, atlas in self.flows.items() for name in atlas.outcomes)
        here = self.flows[flow].outcomes if flow else ()
        return frozenset((*here, *self.flows, *self.planned, *elsewhere))

    def _read(self, schema: type[T], key: str) -> T:
        if key not in self.tables:
            raise Findings([Finding(key, key.rsplit("/", 1)[-1], "has no words file.")])
        return read_words(schema, self.tables[key], key)

    def _places(self, flow: str, outcome: str) -> tuple[str, ...]:
        """Return the names of all slots in a result and its letters, in order of first use."""
        shape = self.flows[flow].outcomes[outcome]
        spoken = [self.outcome(flow, outcome), *(self.letter(letter) for letter in shape.letters)]
        names = [span.name for words in spoken for span in spans_in(words) if isinstance(span, Place)]
        return tuple(dict.fromkeys(names))

    def inputs_for(self, flow: str, outcome: str) -> tuple[Input, ...]:
        """Return the fields that can fill something in this result, in the order of the vocabulary."""
        wanted = {self.start_of(name) for name in self.places(flow, outcome)}
        shape = self.flows[flow].outcomes[outcome]
        wanted |= {
            self.start_of(f"date:{day.id}")
            for day in self.vocabulary.days
            if day.clock and day.clock == shape.by
        }
        return tuple(field for field in self.vocabulary.inputs if field.id in wanted)

    def start_of(self, name: str) -> str:
        """Return the input (or "today") on which a slot such as ``date:review_end`` rests."""
        kind, _, id_ = name.partition(":")
        if kind == "slot":
            return self.slots[id_].input
        start = self.days[id_].start
        return self.start_of(f"date:{start}") if start in self.days and start != id_ else start

    def _cited(self, flow: str, outcome: str) -> tuple[str, ...]:
        """Return the keys of all facts a result quotes or stands on, quoted ones first."""
        shape = self.flows[flow].outcomes[outcome]
        words = self.outcome(flow, outcome)
        spoken = [words, *(self.letter(letter) for letter in shape.letters)]
        keys = [
            span.key for spoken_words in spoken for span in spans_in(spoken_words) if isinstance(span, Quote)
        ]
        keys += [self.clocks[clock].fact for clock in (shape.by, shape.waits) if clock in self.clocks]
        return tuple(dict.fromkeys((*keys, *words.cites)))


def spans_in(words: object) -> Iterator[Span]:
    """Yield every span in a words object, however deep it stands, in the order of its fields."""
    if isinstance(words, Span):
        yield from within((words,))
    elif isinstance(words, tuple | list):
        for item in words:
            yield from spans_in(item)
    elif isinstance(words, Mapping):
        for item in words.values():
            yield from spans_in(item)
    elif is_dataclass(words):
        for field in fields(words):
            yield from spans_in(getattr(words, field.name))


def _case(tables: Mapping[str, Mapping[str, Any]], flows: Iterable[str], *, checked: bool) -> CaseWords:
    found = {name: dict(tables.get(f"case/words/{name}", {})) for name in _SHARED}
    for flow in flows:
        found["questions"] |= tables.get(f"flows/{flow}/words/questions", {})
    return (unread_words if checked else read_words)(CaseWords, found, "case/words")
