from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wizard.core import lint
from wizard.core.lint import Phrase
from wizard.core.words import Moment, parse


def test_words_are_counted_with_short_stand_ins() -> None:
    spans = (
        *parse("**Wait** {fact:a.b}, {slot:fee} {date:end} [go on](x) [your name] "),
        Moment(datetime.now(UTC)),
    )
    text = lint.plain(spans, {"slot:fee": "the sum"})
    assert text == "Wait some days, the sum something go on [your name] a moment"
    assert lint.words_in(text) == 11


def test_only_what_an_author_typed_is_searched_for_digits() -> None:
    assert lint.written(parse("a **{fact:a.b} b** {slot:s}[c](d)[e]")) == "a   b  c "
    assert list(lint.digits(parse("{fact:a.b} and [2 names]"))) == []
    assert list(lint.digits(parse("wait **14** days"))) == [
        'has the naked number "14". Quote a fact, or write a number of our own as a word.'
    ]
    assert list(lint.digits(parse("[14 days](x)")))


def test_a_sentence_ends_at_its_mark() -> None:
    assert lint.sentences("Wait. Then go! Why? So") == ["Wait.", "Then go!", "Why?", "So"]
    assert lint.sentences("  ") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("one two three", 0),
        ("one two three four", 1),
        ("one two: three four", 0),
        ("one two; three four", 0),
        ("one two. three four five six. seven", 1),
        ("one two three it's", 1),
        ("one two [three four five]", 0),
    ],
)
def test_a_long_sentence_is_shown_with_its_number(text: str, found: int) -> None:
    said = list(lint.too_long(text, 3))
    assert len(said) == found
    assert all("has a sentence of 4 words (at most 3)" in line for line in said)


PHRASES = (Phrase("n0", r"\bfree (ride|money)\b", "nobody rides for nothing.", r"\b(no|never)\b"),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Take the Free Money.", 1),
        ("There is no free money.", 0),
        ("Never wait. Take the free ride.", 1),
        ("Take free rides.", 0),
    ],
)
def test_a_forbidden_phrase_is_found_unless_its_own_sentence_denies_it(text: str, found: int) -> None:
    said = list(lint.forbidden(text, PHRASES))
    assert len(said) == found
    assert all("(n0): nobody rides for nothing." in line for line in said)
