from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.samples import permit
from wizard.core import reading
from wizard.core.words import Plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.samples.permit import Tables

PAY, RIDE = "flows/permit/words/pay_now", "flows/permit/words/ride_on"
PLACES, OWNER, OFFICE = "case/words/places", "messages/owner_note", "messages/office_note"


def _found(words: Tables) -> list[str]:
    book = permit.book(words=words)
    found = reading.findings(book, book.flows["permit"], permit.PHRASES)
    return [f"{finding.id}: {finding.says}" for finding in found]


def test_sound_words_have_no_findings() -> None:
    assert _found(permit.tables()) == []


def _put(file: str, *way: str, value: Any) -> Callable[[Tables], None]:
    def change(words: Tables) -> None:
        table = words[file]
        for name in way[:-1]:
            table = table[name]
        table[way[-1]] = value

    return change


def _drop(file: str, *way: str) -> Callable[[Tables], None]:
    def change(words: Tables) -> None:
        table: dict[str, Any] = words
        for name in (file, *way)[:-1]:
            table = table[name]
        del table[(file, *way)[-1]]

    return change


LONG = " ".join(["word"] * 26) + "."

FAULTS = {
    "a missing words file": (_drop(PAY), "pay_now: has no words file."),
    "a missing part": (_drop(PAY, "rule"), 'pay_now: has no "rule".'),
    "an extra part": (
        _put(PAY, "rulez", value="x"),
        'pay_now: has an unknown key "rulez". Did you mean "rule"?',
    ),
    "an empty part": (_put(PAY, "kind", value=""), 'pay_now: has an empty "kind".'),
    "a step without words": (_drop(PAY, "then", "wait"), 'pay_now: then: has no words for "wait".'),
    "words for a step that is not there": (
        _put(PAY, "then", "waits", value="x"),
        'pay_now: then: has words for "waits", which is not there. Did you mean "wait"?',
    ),
    "an option without words": (_drop(PAY, "options", "sell"), 'pay_now: options: has no words for "sell".'),
    "a turn without words": (_drop(PAY, "turns", "late"), 'pay_now: turns: has no words for "late".'),
    "a turn that does not lead on": (
        _put(PAY, "turns", "late", value="Go on: [safe](safe_set)."),
        'pay_now: turns.late has no link to "too_late".',
    ),
    "a misspelt fact": (
        _put(PAY, "where", value="In {fact:permits.fine_day}."),
        'pay_now: quotes the fact "permits.fine_day", which is not in the ledger. Did you mean "permits.fine_days"?',
    ),
    "a misspelt fact that is cited": (
        _put(PAY, "cites", value=["permits.show"]),
        'pay_now: cites the fact "permits.show", which is not in the ledger. Did you mean "permits.shown"?',
    ),
    "a misspelt slot": (
        _put(PAY, "where", value="{slot:fees}"),
        'pay_now: has the slot "slot:fees", which does not exist. Did you mean "slot:fee"?',
    ),
    "a misspelt day": (
        _put(PAY, "where", value="{date:fine_ends}"),
        'pay_now: has the slot "date:fine_ends", which does not exist. Did you mean "date:fine_end"?',
    ),
    "a misspelt link": (
        _put(PAY, "where", value="[go](to_late)"),
        'pay_now: links to "to_late", which does not exist. Did you mean "too_late"?',
    ),
    "a naked digit": (
        _put(PAY, "where", value="Wait 14 days."),
        'pay_now: where has the naked number "14". Quote a fact',
    ),
    "a naked digit in a title": (
        _put(PAY, "title", value="You have 14 days"),
        'pay_now: title has the naked number "14". Quote a fact',
    ),
    "too long a sentence": (
        _put(PAY, "rule", value=LONG),
        "pay_now: rule has a sentence of 26 words (at most 25)",
    ),
    "too long a step": (
        _put(PAY, "do_now", value=" ".join(["word"] * 21)),
        "pay_now: do_now has a sentence of 21 words (at most 20)",
    ),
    "too long a title": (
        _put(PAY, "title", value="x" * 61),
        "pay_now: has a title of 61 characters (at most 60).",
    ),
    "a verdict that goes on": (
        _put(PAY, "verdict", value="A. B. C."),
        "pay_now: has a verdict of more than 2 sentences.",
    ),
    "one side only": (
        _put(PAY, "for_you", value=["a list"]),
        'pay_now: has only one of "for_you" and "against_you".',
    ),
    "a forbidden phrase": (
        _put(PAY, "rule", value="Take a free ride."),
        'pay_now: rule says "free ride" (toy)',
    ),
    "a forbidden phrase in a title": (
        _put(PAY, "title", value="A free ride"),
        'pay_now: title says "free ride" (toy)',
    ),
    "a forbidden phrase in a row of costs": (
        _put(PAY, "options", "sell", "brings", value="a free ride"),
        'pay_now: options.sell.brings says "free ride" (toy)',
    ),
    "a mark that means nothing": (_put(PAY, "rule", value="a < b"), 'pay_now.rule: "<" near "a < b"'),
    "no text without scripts": (
        _put(PLACES, "date:office_end", "static", value=""),
        "date:office_end: has no text for readers without scripts.",
    ),
    "no form for a computed day": (
        _put(PLACES, "date:office_end", "live", value=""),
        "date:office_end: does not say how a computed day is written.",
    ),
    "a slot without words": (_drop(PLACES, "slot:fee"), 'places: has no words for "slot:fee".'),
    "a computed day of an unknown part": (
        _put(PLACES, "date:office_end", "live", value="{part:lst}"),
        'date:office_end: has the part "lst", which does not exist. Did you mean "last"?',
    ),
    "a misspelt fact in the words of a slot": (
        _put(PLACES, "date:office_end", "static", value="{fact:permits.office}"),
        'places: quotes the fact "permits.office", which is not in the ledger.',
    ),
    "a misspelt fact in a question": (
        _put("case/words/questions", "bike", "why", value="{fact:permits.fine_day}"),
        'questions: quotes the fact "permits.fine_day", which is not in the ledger.',
    ),
    "a misspelt fact in a strip": (
        _put("case/words/strips", "borrowed", "says", value="{fact:permits.fine_day}"),
        'strips: quotes the fact "permits.fine_day", which is not in the ledger.',
    ),
    "a misspelt fact in a reason": (
        _put("flows/permit/words/flow", "reasons", "no_fine", value="{fact:permits.fine_day}"),
        'flow: quotes the fact "permits.fine_day", which is not in the ledger.',
    ),
    "a forbidden phrase in a strip": (
        _put("case/words/strips", "borrowed", "says", value="Take a free ride."),
        'strips: borrowed.says says "free ride" (toy)',
    ),
    "a forbidden phrase in a reason": (
        _put("flows/permit/words/flow", "reasons", "no_fine", value="Take a free ride."),
        'flow: reasons.no_fine says "free ride" (toy)',
    ),
    "an option of a question without words": (
        _drop("case/words/questions", "bike", "options", "own"),
        'bike: has no words for "own".',
    ),
    "a question without words": (_drop("case/words/questions", "bike"), "bike: has no words."),
    "no way to find out": (
        _put("case/words/questions", "bike", "find_out", value=""),
        "bike: does not say how to find out.",
    ),
    "a strip without words": (_drop("case/words/strips", "borrowed"), 'strips: has no words for "borrowed".'),
    "a card without words": (_drop("case/words/cards", "sell"), 'cards: has no words for "sell".'),
    "a reason without words": (
        _drop("flows/permit/words/flow", "reasons", "no_fine"),
        'reasons: has no words for "no_fine".',
    ),
    "a letter without words": (_drop(OWNER), "owner_note: has no words file."),
    "a letter of a strange kind": (
        _put(OWNER, "kind", value="to_mum"),
        'owner_note: is of the kind "to_mum".',
    ),
    "a letter without a tone": (
        _drop(OWNER, "tones", "firm"),
        "owner_note: needs calm, firm, final in this order.",
    ),
    "a letter that is too short": (
        _put(OWNER, "tones", "calm", "text", value=["Hello."]),
        "owner_note: calm has 1 words (40 to 90).",
    ),
    "a tone with a text and a reason not to use it": (
        _put(OWNER, "tones", "calm", "not_used", value="Not here."),
        'owner_note: calm needs either a text or "not_used" with the reason.',
    ),
    "a tone without a day": (
        _put(OWNER, "tones", "calm", "send", value=""),
        "owner_note: calm does not say when it is sent.",
    ),
    "a number in a letter": (
        _put(OWNER, "tones", "calm", "send", value="On day 3."),
        'owner_note: tones.calm.send has the naked number "3".',
    ),
    "a threat in a letter": (
        _put(
            OWNER,
            "tones",
            "firm",
            "text",
            value=[permit.tables()[OWNER]["tones"]["firm"]["text"][0] + "Or else."],
        ),
        'owner_note: firm says "Or else" (toy letter)',
    ),
    "a forbidden phrase in the words around a letter": (
        _put(OWNER, "lines", value=["Take a free ride."]),
        'owner_note: lines[1] says "free ride" (toy)',
    ),
    "a forbidden word in a text for the office": (
        _put(
            OFFICE,
            "tones",
            "text",
            "text",
            value=[permit.tables()[OFFICE]["tones"]["text"]["text"][0] + "A liar."],
        ),
        'office_note: text says "liar" (toy ticket)',
    ),
    "a misspelt slot in a letter": (
        _put(OWNER, "when", value="{date:todai}"),
        'owner_note: has the slot "date:todai", which does not exist. Did you mean "date:today"?',
    ),
}


@pytest.mark.parametrize(("change", "says"), FAULTS.values(), ids=FAULTS.keys())
def test_words_are_found_with(change: Callable[[Tables], None], says: str) -> None:
    words = permit.tables()
    change(words)
    found = _found(words)
    assert any(line.startswith(says) for line in found), found


@pytest.mark.parametrize("part", ["do_not", "ruled_out"])
def test_a_part_that_warns_may_deny_what_no_part_may_advise(part: str) -> None:
    words = permit.tables()
    words[PAY][part] = {"sell": "There is no free ride."} if part == "do_not" else ["There is no free ride."]
    assert _found(words) == []


def test_a_result_that_stands_on_no_fact_is_found() -> None:
    words = permit.tables()
    words[RIDE] |= {
        "cites": [],
        "options": {
            act: dict.fromkeys(("says", "costs", "brings", "days"), "x") for act in ("ride", "wait", "sell")
        },
    }
    assert _found(words) == ["ride_on: stands on no fact of the ledger."]


def test_a_misspelt_clock_does_not_stop_the_reading() -> None:
    flow = permit.with_outcome("pay_now", by="fines")
    book = permit.book(flow)
    assert list(reading.findings(book, book.flows["permit"], permit.PHRASES)) == []


def test_a_clock_whose_length_is_not_in_the_ledger_is_found() -> None:
    topics = {"permits": {key: fact for key, fact in permit.TOPICS["permits"].items() if key != "desk_days"}}
    book = permit.book(topics=topics)
    found = [str(finding) for finding in reading.findings(book, book.flows["permit"], permit.PHRASES)]
    assert any('"permits.desk_days"' in line for line in found), found


def test_every_text_of_a_result_is_read_under_the_name_of_its_part() -> None:
    words = permit.book().outcome("permit", "pay_now")
    parts = dict(reading.texts(words))
    assert parts["rule"] == (Plain("Papers come first."),)
    assert {"do_not.sell", "then.wait", "keep[1]", "options.sell.costs", "score[1]"} <= set(parts)
