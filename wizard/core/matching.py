"""Finds phrases in plain text: words in a row, with short gaps, that are not denied. No phrase stands here.

Text is read word by word and a phrase never looks further than its own length, so the work grows with the
length of the text and no text can make it explode. No sentence is understood; that is said to the reader.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

GAP = 3
"""Words that ``..`` in a phrase may leave out."""
NEAR = 8
"""Words before and after a match in which the words that decide about it may stand."""
BEFORE = 5
"""Words before a match that are searched for a "not"."""
AFTER = 4
"""Words after a match that are searched for a "not needed"."""
JOINERS = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Characters without width: they may split a word for the machine but not for the eye."""
_NUMBER_WORDS = "two three four five six seven eight nine ten twelve fifteen twenty thirty hundred"
NUMBERS = frozenset(_NUMBER_WORDS.split())
_WORD = re.compile(rf"\d(?:\d|[.,](?=\d))*|[^\W\d_](?:[^\W\d_]|['\u2019`{JOINERS}])*|[$€£]|[.!?;,]")
_CHUNK = re.compile(r"\S+|\n")
_DOMAIN = re.compile(r"[a-z0-9-]\.(?:com|org|net|io|me|co|info|app|link)(?:/|$)")
_OUTER = "\"'()[]{}<>*_.,;:!?\u201c\u201d\u2018\u2019-"
_NOT_WORDS = """
    no not never don't dont do't doesn't doesnt won't wont without nobody none neither nor cannot can't cant
    isn't isnt aren't arent wasn't avoid refuse
"""
_NOT = frozenset(_NOT_WORDS.split())
_TURN = frozenset(("but", "so", "because", "please", "just", "then", "until", "only"))
"""Words after which an earlier "not" no longer counts."""
_UNNEEDED_WORDS = "needed required necessary expected allowed accepted wanted possible asked"
_UNNEEDED = frozenset(_UNNEEDED_WORDS.split())


@dataclass(frozen=True, slots=True)
class Word:
    """One word: how it is compared, where it stands, and whether a comma or a new line is before it."""

    says: str
    start: int
    end: int
    pause: bool = False


Sentence = tuple[Word, ...]


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the words of a text by sentence.

    Addresses become ``<mail>``, ``<link>`` and ``<handle>``, numbers keep their digits; the rest of the
    punctuation is dropped. Positions count in `text` as it is.
    """
    found: list[Sentence] = []
    words: list[Word] = []
    pause = False
    for word in _words(text):
        if word.says in ".!?;":
            if words:
                found.append(tuple(words))
            words, pause = [], False
        elif word.says in (",", "\n"):
            pause = True
        else:
            words.append(Word(word.says, word.start, word.end, pause))
            pause = False
    return (*found, tuple(words)) if words else tuple(found)


def _words(text: str) -> Iterator[Word]:
    for chunk in _CHUNK.finditer(text):
        kind = _address(chunk[0])
        if chunk[0] == "\n":
            yield Word("\n", chunk.start(), chunk.end())
        elif kind:
            yield Word(kind, chunk.start(), chunk.start() + len(chunk[0].rstrip(_OUTER)))
            if chunk[0][-1] in ".!?;,":
                yield Word(chunk[0][-1], chunk.end() - 1, chunk.end())
        else:
            for part in _WORD.finditer(text, chunk.start(), chunk.end()):
                yield Word(_folded(part[0]), part.start(), part.end())


def _address(chunk: str) -> str:
    bare = chunk.strip(_OUTER).casefold()
    name, at, rest = bare.rpartition("@")
    if at and name and "." in rest:
        return "<mail>"
    if at and not name and rest[:1].isalpha():
        return "<handle>"
    if "://" in bare or bare.startswith("www.") or _DOMAIN.search(bare):
        return "<link>"
    return ""


def _folded(part: str) -> str:
    if part[0].isdigit():
        return part
    plain = "".join(letter for letter in part if letter not in JOINERS)
    return plain.casefold().replace("\u2019", "'").replace("`", "'").strip("'")


@dataclass(frozen=True, slots=True)
class Atom:
    """One place of a phrase: any of some words, any word with a beginning, a number, or a gap."""

    words: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    number: bool = False
    gap: bool = False
    optional: bool = False
    other: bool = False
    """Whether it is the words that are named which do not fit."""

    def fits(self, word: Word) -> bool:
        """Return whether a word may stand here."""
        named = (
            word.says in self.words
            or (bool(self.beginnings) and word.says.startswith(self.beginnings))
            or (self.number and (word.says[0].isdigit() or word.says in NUMBERS))
        )
        return named != self.other


@dataclass(frozen=True, slots=True)
class Phrase:
    """Places in a row, and which words must or may not stand near them in the sentence."""

    atoms: tuple[Atom, ...]
    only: Atom | None = None
    unless: Atom | None = None

    def stands(self, sentence: Sequence[Word], start: int, end: int) -> bool:
        """Return whether the words near a match let it count."""
        near = sentence[max(0, start - NEAR) : end + NEAR]
        return (self.only is None or any(map(self.only.fits, near))) and not (
            self.unless and any(map(self.unless.fits, near))
        )


def phrase(written: str) -> Phrase:
    """Return a phrase from its short form.

    ``pay|send .. fee*``: one of two words, a gap, a word that begins with "fee". ``#`` is a number, ``my?``
    may be missing, ``^day*|week*`` is any other word. After `` + `` come words of which one must stand
    near, after `` - `` words of which none may.
    """
    rest, _, unless = written.partition(" - ")
    body, _, only = rest.partition(" + ")
    return Phrase(
        tuple(map(_atom, body.split())),
        _atom(only.strip()) if only else None,
        _atom(unless.strip()) if unless else None,
    )


def _atom(part: str) -> Atom:
    if part == "..":
        return Atom(gap=True)
    options = part.removeprefix("^").removesuffix("?").split("|")
    return Atom(
        frozenset(option for option in options if not option.endswith("*") and option != "#"),
        tuple(option[:-1] for option in options if option.endswith("*")),
        number="#" in options,
        optional=part.endswith("?"),
        other=part.startswith("^"),
    )


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by the word that they begin with, so that a word is compared with few of them."""

    by_word: Mapping[str, tuple[Phrase, ...]]
    others: tuple[Phrase, ...]
    """Phrases that begin with a number or with the beginning of a word."""


@cache
def phrases(written: str) -> Phrases:
    """Return phrases from their short forms, with a line or `` / `` between them. Read once for each text."""
    by_word: dict[str, tuple[Phrase, ...]] = {}
    others: list[Phrase] = []
    for one in map(phrase, filter(None, map(str.strip, written.replace("\n", " / ").split(" / ")))):
        first = one.atoms[0]
        for word in first.words:
            by_word[word] = (*by_word.get(word, ()), one)
        if first.beginnings or first.number or first.other:
            others.append(one)
    return Phrases(by_word, tuple(others))


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a phrase was found: from the first to the last character."""

    start: int
    end: int


def hits(wanted: Phrases, sentence: Sequence[Word]) -> Iterator[Hit]:
    """Yield where phrases stand in a sentence and nobody denies it."""
    for at, word in enumerate(sentence):
        for one in (*wanted.by_word.get(word.says, ()), *wanted.others):
            end = _end(one.atoms, sentence, at)
            if end and one.stands(sentence, at, end) and not denied(sentence, at, end):
                yield Hit(word.start, sentence[end - 1].end)


def _end(atoms: tuple[Atom, ...], sentence: Sequence[Word], at: int) -> int:
    """Return the place after the shortest match that begins at `at`, or 0."""
    places = {at}
    for atom in atoms:
        if atom.gap:
            places = {place + more for place in places for more in range(GAP + 1)}
        else:
            went = {place + 1 for place in places if place < len(sentence) and atom.fits(sentence[place])}
            places = went | places if atom.optional else went
        if not places:
            return 0
    return min(places)


def denied(sentence: Sequence[Word], start: int, end: int) -> bool:
    """Return whether the words around a match deny it: "no ...", "... is not needed"."""
    return _denied_before(sentence, start) or _denied_after(sentence, end)


def _denied_before(sentence: Sequence[Word], start: int) -> bool:
    # "never a test, a sample or free work": one "never" for the whole list.
    near = sentence[max(0, start - BEFORE) : start + 2 * BEFORE]
    listed = any(word.says in ("or", "nor") for word in near)
    at = start
    for _ in range(2 * BEFORE if listed else BEFORE):
        if at == 0 or (sentence[at].pause and not listed):
            return False
        at -= 1
        if sentence[at].says in _TURN:
            return False
        if sentence[at].says in _NOT:
            # "if you cannot start today" asks for the very thing.
            return not any(word.says in ("if", "unless") for word in sentence[max(0, at - GAP) : at])
    return False


def _denied_after(sentence: Sequence[Word], end: int) -> bool:
    said = []
    for word in sentence[end : end + AFTER]:
        if word.pause:
            break
        said.append(word.says)
    return any(word in _NOT for word in said) and any(word in _UNNEEDED for word in said)
