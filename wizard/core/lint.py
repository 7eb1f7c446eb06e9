"""Lints of words: length, digits, readability of structure, and phrases that are forbidden by kind.

Each lint names what is wrong in one plain sentence. What the phrases are is data, in `case`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from wizard.core.words import Blank, Link, Moment, Place, Plain, Quote, Spans, Strong, within

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_CLAUSE = re.compile(r"(?<=[.!?:;])\s+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that may not stand in a kind of text, with the advice (n1 to n13) or rule they would break."""

    rule: str
    pattern: str
    says: str
    unless: str = r"(?!)"
    """A sentence that matches this may say it: it denies what the pattern would advise."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The forbidden phrases by kind of text."""

    advice: tuple[Phrase, ...] = ()
    letters: tuple[Phrase, ...] = ()
    tickets: tuple[Phrase, ...] = ()
    reviews: tuple[Phrase, ...] = ()
    clauses: tuple[Phrase, ...] = ()


def plain(spans: Spans, places: Mapping[str, str]) -> str:
    """Return the words alone: facts and slots as a short stand-in, so that lengths can be counted."""
    return "".join(_plain(span, places) for span in spans)


def _plain(span: object, places: Mapping[str, str]) -> str:
    match span:
        case Plain(text):
            return text
        case Strong(spans) | Link(spans, _):
            return plain(spans, places)
        case Quote():
            return "some days"
        case Place() as place:
            return places.get(place.name, "something")
        case Blank(label):
            return f"[{label}]"
        case Moment():
            return "a moment"
    return ""


def links(spans: Spans) -> Iterator[Link]:
    """Yield the links among spans, those inside strong words too."""
    return (span for span in within(spans) if isinstance(span, Link))


def written(spans: Spans) -> str:
    """Return only what the author typed: facts and slots left out."""
    return "".join(
        span.text
        if isinstance(span, Plain)
        else written(span.spans)
        if isinstance(span, Strong | Link)
        else " "
        for span in spans
    )


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [part for part in _SENTENCE.split(text.strip()) if part]


def words_in(text: str) -> int:
    """Return the number of words, blanks such as [name] counted as one."""
    return len(re.findall(r"\[[^\]]+\]|[A-Za-z0-9'\u2019-]+", text))


def too_long(text: str, most: int) -> Iterator[str]:
    """Yield a sentence for each sentence (or part before a colon) of more than `most` words."""
    for sentence in _CLAUSE.split(text.strip()):
        number = words_in(sentence)
        if number > most:
            yield f'has a sentence of {number} words (at most {most}): "{sentence[:60]}..."'


def digits(spans: Spans) -> Iterator[str]:
    """Yield a sentence where a number stands naked: platform numbers are quoted, ours are words."""
    found = re.search(r"\d+", written(spans))
    if found:
        yield f'has the naked number "{found[0]}". Quote a fact, or write a number of our own as a word.'


@cache
def suspected(text: str, phrases: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    """Return the phrases whose words occur in a text at all, allowed or not."""
    return tuple(phrase for phrase in phrases if _compiled(phrase.pattern).search(text))


def forbidden(text: str, phrases: Iterable[Phrase]) -> Iterator[str]:
    """Yield a sentence for each forbidden phrase in the text."""
    for phrase in phrases:
        pattern = _compiled(phrase.pattern)
        for sentence in sentences(text):
            found = pattern.search(sentence)
            if found and not _compiled(phrase.unless).search(sentence):
                yield f'says "{found[0]}" ({phrase.rule}): {phrase.says}'


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
