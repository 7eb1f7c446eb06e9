"""What can be seen by reading: words that are missing or extra, and sentences that break a lint.

The lints themselves stand in `lint`; here stands which part of which text each one reads.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass

from wizard.core import letters, lint
from wizard.core.book import Book, spans_in
from wizard.core.engine import Atlas
from wizard.core.errors import Finding, Findings, did_you_mean
from wizard.core.fill import PARTS
from wizard.core.lint import Phrase, Phrases
from wizard.core.model import PAGES, Outcome
from wizard.core.shape import planned
from wizard.core.sheets import OutcomeWords
from wizard.core.words import Link, Place, Plain, Quote, Spans

LONGEST_TITLE = 60
STEP_WORDS = 20
PROSE_WORDS = 25
MOST_IN_VERDICT = 2
_STEPS = ("do_not", "do_now", "where", "then", "next_time")
_MAY_BE_EMPTY = ("stop", "for_you", "against_you", "cites")


def findings(
    book: Book, atlas: Atlas, phrases: Phrases, already: set[str] | None = None
) -> Iterator[Finding]:
    """Yield everything wrong with the words of a flow, of the vocabulary and of the letters it offers.

    `already` remembers across flows what they share and was read before, so that it is read once.
    """
    already = set() if already is None else already
    if "case" not in already:
        already.add("case")
        yield from _shared(book, phrases.advice)
        yield from _loose(book)
    yield from _flow(book, atlas, phrases.advice)
    for outcome in atlas.flow.outcomes:
        where = f"flows/{atlas.flow.id}/words/en/{outcome.id}.toml"
        yield from _of(where, outcome.id, lambda outcome=outcome: _outcome(book, atlas, outcome, phrases))  # type: ignore[misc]
    offered = {letter for outcome in atlas.flow.outcomes for letter in outcome.letters}
    for letter in sorted(offered - already):
        already.add(letter)
        where = f"messages/en/{letter}.toml"
        yield from _of(where, letter, lambda letter=letter: _letter(book, letter, phrases))  # type: ignore[misc]


def _of(where: str, id_: str, read: Callable[[], Iterator[str]]) -> Iterator[Finding]:
    try:
        yield from [Finding(where, id_, says) for says in read()]
    except Findings as found:
        yield from found.findings


def _shared(book: Book, phrases: tuple[Phrase, ...]) -> Iterator[Finding]:
    vocabulary, words = book.vocabulary, book.case
    tables: tuple[tuple[str, Collection[str], Mapping[str, object]], ...] = (
        ("strips", [strip.id for strip in vocabulary.strips], words.strips),
        ("cards", [act.card for act in vocabulary.acts if act.card], words.cards),
        ("acts", [act.id for act in vocabulary.acts], words.acts),
        ("inputs", list(book.inputs), words.inputs),
        ("places", book.place_names, words.places),
    )
    for what, ids, table in tables:
        yield from (Finding(f"case/words/en/{what}.toml", what, says) for says in _same(ids, table))
    for what, table in (
        ("questions", words.questions),
        ("strips", words.strips),
        ("cards", words.cards),
        ("places", words.places),
    ):
        yield from (Finding(f"case/words/en/{what}.toml", what, says) for says in _phrased(table, phrases))
    for name, place in words.places.items():
        if not place.static:
            yield Finding("case/words/en/places.toml", name, "has no text for readers without scripts.")
        if name.startswith("date:") and not place.live:
            yield Finding("case/words/en/places.toml", name, "does not say how a computed day is written.")


def _loose(book: Book) -> Iterator[Finding]:
    """Yield what shared words and clocks name and nobody knows."""
    for field in fields(book.case):
        says_all = _spoken(book, book.links(None), getattr(book.case, field.name))
        yield from (Finding(f"case/words/en/{field.name}.toml", field.name, says) for says in says_all)
    for name, place in book.case.places.items():
        for span in spans_in(place):
            if isinstance(span, Place) and span.kind == "part" and span.id not in PARTS:
                says = f'has the part "{span.id}", which does not exist.{did_you_mean(span.id, PARTS)}'
                yield Finding("case/words/en/places.toml", name, says)
    lengths = [clock.fact for clock in book.vocabulary.clocks]
    for key in (*lengths, *(day.after for day in book.vocabulary.days if day.after)):
        if key not in book.ledger:
            near = did_you_mean(key, book.ledger)
            yield Finding("case/clocks.py", key, f'"{key}" is not in the ledger.{near}')


def _flow(book: Book, atlas: Atlas, phrases: tuple[Phrase, ...]) -> Iterator[Finding]:
    where = f"flows/{atlas.flow.id}/words/en/flow.toml"
    reasons = {route.because for ask in atlas.flow.asks for route in ask.routes}
    yield from _of(where, "reasons", lambda: _same(reasons, book.flow_words(atlas.flow.id).reasons))
    yield from _of(
        where, "flow", lambda: _spoken(book, book.links(atlas.flow.id), book.flow_words(atlas.flow.id))
    )
    yield from _of(where, "flow", lambda: _phrased(book.flow_words(atlas.flow.id), phrases))
    for ask in atlas.flow.asks:
        where = "case/words/en/questions.toml"
        said = book.case.questions.get(ask.question)
        if said is None:
            yield Finding(where, ask.question, "has no words.")
            continue
        question = atlas.questions[ask.question]
        says_all = [
            *_same(question.options, said.options),
            *_same([s.id for s in question.signs], said.signs),
        ]
        if question.asks == "fact" and not said.find_out:
            says_all.append("does not say how to find out.")
        yield from (Finding(where, ask.question, says) for says in says_all)


def _same(wanted: Collection[str], written: Collection[str]) -> Iterator[str]:
    for missing in sorted(set(wanted) - set(written)):
        yield f'has no words for "{missing}".'
    for extra in sorted(set(written) - set(wanted)):
        yield f'has words for "{extra}", which is not there.{did_you_mean(extra, wanted)}'


# --- results -------------------------------------------------------------------------------------


def _outcome(book: Book, atlas: Atlas, outcome: Outcome, phrases: Phrases) -> Iterator[str]:
    words = book.outcome(atlas.flow.id, outcome.id)
    spoken = [*_spoken(book, book.links(atlas.flow.id), words)]
    yield from spoken
    yield from _matching(outcome, words)
    yield from _anatomy(outcome, words)
    yield from _written(book, words)
    yield from _phrased(words, phrases.advice)
    if not spoken and not book.cited(atlas.flow.id, outcome.id):
        yield "stands on no fact of the ledger."


def _matching(outcome: Outcome, words: OutcomeWords) -> Iterator[str]:
    for part, ids in (
        ("do_not", outcome.do_not),
        ("then", outcome.then),
        ("turns", tuple(turn.id for turn in outcome.turns)),
        ("options", outcome.options),
    ):
        for says in _same(ids, getattr(words, part)):
            yield f"{part}: {says}"
    for turn in outcome.turns:
        if turn.to not in {link.to for link in lint.links(words.turns.get(turn.id, ()))}:
            yield f'turns.{turn.id} has no link to "{turn.to}".'


def _anatomy(outcome: Outcome, words: OutcomeWords) -> Iterator[str]:
    for field in fields(words):
        if field.name not in _MAY_BE_EMPTY and not getattr(words, field.name):
            yield f'has an empty "{field.name}".'
    if bool(words.for_you) != bool(words.against_you):
        yield 'has only one of "for_you" and "against_you".'
    if len(words.title) > LONGEST_TITLE:
        yield f"has a title of {len(words.title)} characters (at most {LONGEST_TITLE})."
    if len(lint.sentences(lint.plain(words.verdict, {}))) > MOST_IN_VERDICT:
        yield f"has a verdict of more than {MOST_IN_VERDICT} sentences."
    if outcome.urgency == "today" and not words.by_when:
        yield "says today, and no last day."


def _spoken(book: Book, links: Collection[str], words: object) -> Iterator[str]:
    """Yield a sentence for each fact, slot, day or link that does not exist."""
    places = book.place_names
    for span in spans_in(words):
        if isinstance(span, Quote) and span.key not in book.ledger:
            near = did_you_mean(span.key, book.ledger)
            yield f'quotes the fact "{span.key}", which is not in the ledger.{near}'
        elif isinstance(span, Place) and span.kind != "part" and span.name not in places:
            yield f'has the slot "{span.name}", which does not exist.{did_you_mean(span.name, places)}'
        elif isinstance(span, Link) and not _known(book, links, span.to):
            yield f'links to "{span.to}", which does not exist.{did_you_mean(span.to, links)}'
    for key in words.cites if isinstance(words, OutcomeWords) else ():
        if key not in book.ledger:
            yield f'cites the fact "{key}", which is not in the ledger.{did_you_mean(key, book.ledger)}'


def _known(book: Book, links: Collection[str], to: str) -> bool:
    """Return whether a link leads somewhere. Whether a page of the guide is there is for `publish`."""
    return to in links or planned(book, to) or to.startswith(PAGES)


def texts(words: object, part: str = "") -> Iterator[tuple[str, Spans]]:
    """Yield (part, spans) for every written text of a words object; keys of facts are no text."""
    if is_dataclass(words):
        for field in fields(words):
            if field.name != "cites":
                yield from texts(getattr(words, field.name), f"{part}.{field.name}".lstrip("."))
    elif isinstance(words, str):
        yield part, (Plain(words),)
    elif isinstance(words, Mapping):
        for key, item in words.items():
            yield from texts(item, f"{part}.{key}".lstrip("."))
    elif isinstance(words, tuple) and words:
        if not any(isinstance(item, tuple | str) or hasattr(item, "says") for item in words):
            yield part, words
        else:
            for number, item in enumerate(words, 1):
                yield from texts(item, f"{part}[{number}]")


def _written(book: Book, words: OutcomeWords) -> Iterator[str]:
    shortest = dict.fromkeys(book.case.places, "it")
    for part, spans in texts(words):
        name = part.split(".")[0].split("[")[0]
        whole = lint.plain(spans, shortest)
        says_all = [
            *lint.too_long(whole, STEP_WORDS if name in _STEPS else PROSE_WORDS),
            *lint.digits(spans),
        ]
        yield from (f"{part} {says}" for says in says_all)


def _phrased(words: object, phrases: tuple[Phrase, ...]) -> Iterator[str]:
    """Yield a sentence for each forbidden phrase in any text of a words object."""
    parts = [(part, lint.plain(spans, {})) for part, spans in texts(words)]
    # Nearly every text is clean, so all parts are searched at once before each is looked at.
    suspect = lint.suspected("\n".join(text for _, text in parts), phrases)
    for part, text in parts if suspect else ():
        yield from (f"{part} {says}" for says in lint.forbidden(text, suspect))


# --- letters -------------------------------------------------------------------------------------


def _letter(book: Book, letter: str, phrases: Phrases) -> Iterator[str]:
    words = book.letter(letter)
    yield from _spoken(book, book.links(None), words)
    yield from _phrased(words, phrases.advice)
    for part, spans in texts(words):
        yield from (f"{part} {says}" for says in lint.digits(spans))
    yield from letters.findings(book, words, phrases)
