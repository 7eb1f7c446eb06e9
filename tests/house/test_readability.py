"""Words are short and plain enough for a tired reader in a second language."""

import pytest
import textstat

from wizard import shelf
from wizard.case import VOCABULARY
from wizard.core import lint
from wizard.core.book import Book
from wizard.core.reading import texts
from wizard.flows import FLOWS, PLANNED

BOOK = Book(VOCABULARY, FLOWS, PLANNED, shelf.words(), shelf.facts())
PLACES = {name: lint.plain(place.static, {}) for name, place in BOOK.case.places.items()}
HIGHEST_GRADE = 8
LONGEST_SENTENCE = 25
PROSE = (
    "verdict",
    "kind",
    "where",
    "by_when",
    "then",
    "turns",
    "score",
    "rule",
    "ruled_out",
    "next_time",
    "keep",
)
RESULTS = [(flow.id, outcome.id) for flow in FLOWS for outcome in flow.outcomes]


def _prose(words: object, parts: tuple[str, ...]) -> str:
    said = [
        lint.plain(spans, PLACES) for part, spans in texts(words) if part.split(".")[0].split("[")[0] in parts
    ]
    return " ".join(text if text.endswith((".", "?", "!")) else f"{text}." for text in said)


@pytest.mark.parametrize(("flow", "outcome"), RESULTS)
def test_a_result_reads_at_grade_eight_or_below(flow: str, outcome: str) -> None:
    assert textstat.flesch_kincaid_grade(_prose(BOOK.outcome(flow, outcome), PROSE)) <= HIGHEST_GRADE


@pytest.mark.parametrize("letter", BOOK.letters)
def test_a_letter_reads_at_grade_eight_or_below(letter: str) -> None:
    for tone in BOOK.letter(letter).tones.values():
        if tone.text:
            text = " ".join(lint.plain(spans, PLACES) for spans in tone.text)
            assert textstat.flesch_kincaid_grade(text) <= HIGHEST_GRADE


def test_every_statement_of_the_ledger_has_short_sentences() -> None:
    long = {
        key: sentence
        for key, fact in BOOK.ledger.items()
        for sentence in lint.sentences(fact.statement)
        if lint.words_in(sentence) > LONGEST_SENTENCE
    }
    assert not long
