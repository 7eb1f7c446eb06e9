"""The lints of texts that are sent: each kind has its tones, its length, and phrases of its own.

What every text has in common (facts, slots, links, forbidden advice) is read in `reading`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wizard.core import lint
from wizard.core.book import Book, spans_in
from wizard.core.lint import Phrase, Phrases
from wizard.core.sheets import LetterWords, Tone
from wizard.core.words import Blank, Place

LONGEST_SENTENCE = 30
TONES = ("calm", "firm", "final")
FINAL_EXTRA = 30
"""Words more that a final message may have."""
_TEXT = ("text",)


@dataclass(frozen=True, slots=True)
class Kind:
    """What the lint of one kind of text asks."""

    tones: tuple[str, ...]
    words: tuple[int, int]
    phrases: str
    """Which forbidden phrases are looked for: the name of a field of `Phrases`."""
    sentences: tuple[int, int] | None = None


KINDS = {
    "to_client": Kind(TONES, (40, 90), "letters"),
    "call_summary": Kind(_TEXT, (40, 120), "letters"),
    "public_reply": Kind(_TEXT, (15, 70), "reviews", (2, 3)),
    "client_review": Kind(_TEXT, (20, 90), "reviews", (2, 4)),
    "clause": Kind(_TEXT, (15, 150), "clauses"),
    "to_upwork": Kind(_TEXT, (80, 200), "tickets"),
}


def findings(book: Book, words: LetterWords, phrases: Phrases) -> Iterator[str]:
    """Yield a sentence for everything that this kind of text may not be."""
    kind = KINDS.get(words.kind)
    if kind is None:
        yield f'is of the kind "{words.kind}". Use one of: {", ".join(KINDS)}.'
        return
    yield from _tones(book, words, kind, getattr(phrases, kind.phrases))
    if kind.sentences:
        yield from _sentences(words, kind.sentences)
    if words.kind != "to_upwork" and words.attach:
        yield "has attachments, which only a text for Upwork has."
    if kind.phrases == "reviews":
        yield from _public(book, words)


def _sentences(words: LetterWords, between: tuple[int, int]) -> Iterator[str]:
    for name, tone in words.tones.items():
        number = len(lint.sentences(" ".join(lint.plain(spans, {}) for spans in tone.text)))
        if not between[0] <= number <= between[1]:
            yield f"{name} has {number} sentences ({between[0]} to {between[1]})."


def _public(book: Book, words: LetterWords) -> Iterator[str]:
    """Yield a sentence for each thing that everyone could read and nobody should: a sum, a name."""
    for name, tone in words.tones.items():
        for span in spans_in(tone.text):
            if isinstance(span, Place) and _is_money(book, span):
                yield f"{name} shows a sum in public."
            if isinstance(span, Blank) and "name" in span.label:
                yield f"{name} shows a name in public."


def _is_money(book: Book, place: Place) -> bool:
    slot = book.slots.get(place.id) if place.kind == "slot" else None
    return slot is not None and book.inputs[slot.input].kind == "money"


def _tones(book: Book, words: LetterWords, kind: Kind, phrases: tuple[Phrase, ...]) -> Iterator[str]:
    if tuple(words.tones) != kind.tones:
        yield f"needs {', '.join(kind.tones)} in this order."
    places = {name: lint.plain(place.static, {}) for name, place in book.case.places.items()}
    least, most = kind.words
    for name, tone in words.tones.items():
        if bool(tone.not_used) == bool(tone.text):
            yield f'{name} needs either a text or "not_used" with the reason.'
        elif tone.text:
            bounds = (least, most + FINAL_EXTRA if name == "final" else most)
            yield from (f"{name} {says}" for says in _tone(tone, places, bounds, phrases))


def _tone(
    tone: Tone, places: Mapping[str, str], bounds: tuple[int, int], phrases: tuple[Phrase, ...]
) -> Iterator[str]:
    if not tone.send:
        yield "does not say when it is sent."
    whole = " ".join(lint.plain(spans, places) for spans in tone.text)
    number = lint.words_in(whole)
    if not bounds[0] <= number <= bounds[1]:
        yield f"has {number} words ({bounds[0]} to {bounds[1]})."
    yield from lint.too_long(whole, LONGEST_SENTENCE)
    yield from lint.forbidden(whole, phrases)
