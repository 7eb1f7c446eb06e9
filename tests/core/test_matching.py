from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard import jobpost
from wizard.core import matching
from wizard.core.matching import hits, phrases, sentences

if TYPE_CHECKING:
    from wizard.core.matching import Atom, Word

LONG = 20_000
STEPS_PER_WORD = 400
"""Comparisons for one word of the worst text: all phrases of the check that may begin there, to their ends."""


def found(written: str, text: str) -> list[str]:
    """Return what a phrase finds in a text."""
    wanted = phrases(written)
    return [text[hit.start : hit.end] for sentence in sentences(text) for hit in hits(wanted, sentence)]


@pytest.mark.parametrize(
    ("written", "text", "there"),
    [
        ("free test|trial", "A free trial and a FREE test.", ["free trial", "FREE test"]),
        ("free .. test", "free, small and short test", ["free, small and short test"]),
        ("free .. test", "free, small and very short test", []),
        ("revision*", "two revisions", ["revisions"]),
        ("add my? skype", "add skype or add my skype", ["add skype", "add my skype"]),
        (
            "only # places",
            "only 3 places, only five places, only few places",
            ["only 3 places", "only five places"],
        ),
        ("# ^day*|week*", "3 days or 4 pages", ["4 pages"]),
        ("pay now", "Pay. Now we talk", []),
        ("5 now", "We pay 5. Now we talk", []),
        ("5,000.50 now", "We pay 5,000.50 now", ["5,000.50 now"]),
        ("pay now", "pay\nnow", ["pay\nnow"]),
        ("contest + prize", "A contest with one prize. We film a contest.", ["contest"]),
        ("contest - film", "A contest with one prize. We film a contest.", ["contest"]),
        ("mail <mail>", "Mail me@example.com, or mail example.com", ["Mail me@example.com"]),
        ("see <link>", "See https://example.com/a?b. Now.", ["See https://example.com/a?b"]),
        ("ask <handle>", "ask @example please", ["ask @example"]),
        ("what's app", "What\u2019s app or what`s app", ["What\u2019s app", "what`s app"]),
        ("telegram", "tele\u200dgram", ["tele\u200dgram"]),
        ("24 7", "24/7", ["24/7"]),
    ],
)
def test_a_phrase_is_found_as_people_write_it(written: str, text: str, there: list[str]) -> None:
    assert found(written, text) == there


@pytest.mark.parametrize(
    "text",
    [
        "There is no free work here",
        "We do not ask for any free work",
        "We never ask for unpaid tests, samples or free work",
        "Free work is not needed",
        "You don't have to do free work",
    ],
)
def test_what_is_denied_is_not_found(text: str) -> None:
    assert found("free work", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "No agencies, free work",
        "We do not pay much but free work is welcome",
        "Do not apply if you cannot do free work",
        "Not a big task. Free work",
    ],
)
def test_a_not_about_something_else_denies_nothing(text: str) -> None:
    assert [one.lower() for one in found("free work", text)] == ["free work"]


@given(st.text(st.characters(), max_size=400))
def test_words_stand_where_they_say_they_do(text: str) -> None:
    last = 0
    for sentence in sentences(text):
        for word in sentence:
            assert last <= word.start < word.end <= len(text)
            last = word.end


def _hostile() -> list[str]:
    """Return texts that begin every phrase of the check again and again, and long runs of one character."""
    every = [
        one
        for wanted in (*(sign.phrases for sign in jobpost.SIGNS), *jobpost.NAMED.values())
        for ones in (*phrases(wanted).by_word.values(), phrases(wanted).others)
        for one in ones
    ]
    starts = {" ".join(_words(one.atoms)) for one in every}
    return [
        *(f"{start} " for start in sorted(starts)),
        *(
            "a",
            "1",
            "1.",
            "a'",
            "@",
            "a@",
            "a.",
            "-",
            "\u200d",
            "$ 1 ",
            "not ",
            "or ",
            "free ",
            "no, ",
            "\n",
            "https://",
        ),
    ]


def _words(atoms: tuple[Atom, ...]) -> list[str]:
    # All but the last place, so that each match runs to its end and fails there.
    return [
        min(atom.words) if atom.words else (atom.beginnings or ("1",))[0] for atom in atoms if not atom.gap
    ][:-1] or ["pay"]


def test_no_text_makes_the_work_explode(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparisons are counted, not seconds: the same number for each word, however long the text is."""
    steps = 0
    fits = matching.Atom.fits

    def counted(atom: Atom, word: Word) -> bool:
        nonlocal steps
        steps += 1
        return fits(atom, word)

    monkeypatch.setattr(matching.Atom, "fits", counted)
    worst = 0.0
    for unit in _hostile():
        text = (unit * LONG)[: LONG // 50]
        steps = 0
        for read in sentences(text):
            for sign in jobpost.SIGNS:
                list(hits(phrases(sign.phrases), read))
        worst = max(worst, steps / (sum(map(len, sentences(text))) + 1))
    assert worst <= STEPS_PER_WORD


def test_the_longest_text_is_read_to_its_end() -> None:
    for unit in ("pay .. fee ", "free free test ", "1", "a'", "@.", "\u200d", "x.com"):
        assert jobpost.check((unit * LONG)[:LONG]) is not None


def test_no_pattern_repeats_what_repeats_already() -> None:
    patterns = [one.pattern for one in vars(matching).values() if isinstance(one, re.Pattern)]
    assert len(patterns) == 3
    for pattern in patterns:
        assert not re.search(r"[+*}]\)[+*{]", re.sub(r"\[[^\]]*\]", "x", pattern))
