"""Attempts to sneak wording of each forbidden advice into the real texts; each must be refused with a reason.

The rules n1 to n13 are listed in `.github/CONTRIBUTING.md`.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tests.samples import real

if TYPE_CHECKING:
    from collections.abc import Iterator

# n3, n4, n5, n7, n9, n10, n11, n12 and n13 are held by the lints of words.

ADVICE: dict[str, tuple[str, ...]] = {
    "n3": (
        "Refund the money so that the bad review goes away.",
        "A full refund takes the score back up.",
        "Offer a refund before the client leaves feedback.",
        "If you pay the money back, the bad review disappears.",
        "Return the payment and the rating is removed.",
    ),
    "n4": (
        "Ask for five stars first.",
        "Do more work in return for a good review.",
        "Offer a discount in exchange for feedback.",
        "Promise to close it quietly in exchange for a good review.",
        "Tell the client that a good rating gets him the last file.",
        "Trade the refund request for a review.",
    ),
    "n5": (
        "Take the payment by PayPal.",
        "Invoice the client directly.",
        "Payment outside Upwork is fine here.",
        "Ask for a bank transfer.",
        "Let the client pay you directly, outside Upwork.",
        "Give the client your bank details.",
        "Move the payment to Skrill or Revolut.",
    ),
    "n7": (
        "The hidden score will fall.",
        "The client's private rating counts more.",
        "Remove the feedback with your Top Rated perk.",
        "Use your Top Rated right to remove one review.",
        "The client also answers a secret zero-to-ten question.",
    ),
    "n9": (
        "Announce a penalty for each day.",
        "Add a late fee.",
        "Write: pay now or else.",
        "Send a last warning.",
        "Say that each week of waiting adds a surcharge.",
        "Threaten to tell other freelancers.",
    ),
    "n10": (
        "An open contract hurts your score.",
        "Idle contracts lower the score each month.",
        "Closing it protects your score.",
        "Close it now to save your score.",
        "End the silent contract, because it drags your score down.",
        "If you leave it open, your score suffers.",
    ),
    "n11": (
        "Publish the client's name online.",
        "Post private messages publicly.",
        "Share screenshots of messages online.",
        "Post the chat in a public forum.",
        "Tell other freelancers on social media who the client is.",
    ),
    "n12": (
        "Submit an empty file to start the clock.",
        "Attach a blank document.",
        "Send a dummy submission first.",
        "Press Submit work with nothing attached, so that the days begin.",
        "Upload a placeholder and add the work later.",
    ),
    "n13": (
        "You will get your money back.",
        "Upwork will protect you.",
        "This is guaranteed.",
        "Do not worry, nothing can happen.",
        "You will certainly be paid.",
        "You cannot lose this dispute.",
        "The money is safe in any case.",
    ),
}

LETTERS: dict[str, tuple[str, ...]] = {
    "n4": ("I will send the last file in return for a good review.", "A five-star review would settle this."),
    "n5": ("You can pay me by PayPal.", "You can also pay me outside Upwork.", "My bank details are below."),
    "n9": (
        "From Monday I charge a penalty.",
        "Please answer immediately.",
        "I will report you to Upwork.",
        "My lawyer will write to you.",
        "You failed to answer me.",
        "I will leave you a bad review.",
        "It is your fault that we are late.",
        "You have ignored me for a week.",
        "I will have to take further steps.",
    ),
    "n13": ("Upwork will protect me and you will lose.", "I guarantee that you will like it."),
}

TICKETS: dict[str, tuple[str, ...]] = {
    "n9": (
        "The client is a liar.",
        "I demand my money.",
        "He is a thief and a scammer.",
        "This is unacceptable.",
    ),
    "n4": ("I gave a discount in exchange for feedback.",),
}

FLOW = "ghosting"
"""Where wording is sneaked in; the lints are the same for every flow."""
PARTS = ("rule", "kind", "next_time", "keep", "score", "then", "options", "turns")
"""Where an advice is sneaked in; each phrase stands in another part."""


def _sneak(words: dict[str, Any], part: str, phrase: str) -> None:
    if isinstance(words[part], str):
        words[part] = phrase
    elif isinstance(words[part], list):
        words[part] = [*words[part], phrase]
    else:
        first = next(iter(words[part]))
        if part == "options":
            words[part][first]["brings"] = phrase
        else:
            words[part][first] = phrase


def _found(tables: dict[str, dict[str, Any]], flow: str = FLOW) -> list[str]:
    return [str(finding) for finding in real.found(flow, real.bind(tables=tables))]


def _advice() -> Iterator[tuple[str, str, str]]:
    number = 0
    for rule, phrases in ADVICE.items():
        for phrase in phrases:
            yield rule, phrase, PARTS[number % len(PARTS)]
            number += 1


@cache
def _found_in_advice() -> dict[str, list[str]]:
    """Return, for each phrase, what exploration says about the result it was sneaked into."""
    found: dict[str, list[str]] = {}
    sneaked = list(_advice())
    outcomes = [outcome.id for outcome in real.flow(FLOW).outcomes]
    for start in range(0, len(sneaked), len(outcomes)):
        tables = real.words_copied()
        here = dict(zip(outcomes, sneaked[start:], strict=False))
        for outcome, (_, phrase, part) in here.items():
            _sneak(tables[real.words_of(f"{FLOW}/{outcome}")], part, phrase)
        lines = _found(tables)
        for outcome, (_, phrase, _) in here.items():
            found[phrase] = [line for line in lines if f"/{outcome}.toml" in line]
    return found


@pytest.mark.parametrize(("rule", "phrase", "part"), list(_advice()), ids=lambda value: value)
def test_a_result_may_not_say(rule: str, phrase: str, part: str) -> None:
    found = _found_in_advice()[phrase]
    assert any(f"({rule}): " in line and f" {part}" in line for line in found), found


def _offered(flow: str, kind: str) -> list[str]:
    offered = sorted({letter for outcome in real.flow(flow).outcomes for letter in outcome.letters})
    return [letter for letter in offered if real.words()[f"messages/{letter}"]["kind"] == kind]


def _letters(kind: str, phrases: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    every = [phrase for group in phrases.values() for phrase in group]
    flow = next(id_ for id_ in real.IDS if _offered(id_, kind))
    files = _offered(flow, kind)
    found: dict[str, list[str]] = {}
    for start in range(0, len(every), len(files)):
        tables = real.words_copied()
        here = dict(zip(files, every[start:], strict=False))
        for letter, phrase in here.items():
            tones = tables[f"messages/{letter}"]["tones"]
            tone = next(tone for tone in tones.values() if "text" in tone)
            tone["text"] = [*tone["text"], phrase]
        lines = _found(tables, flow)
        for letter, phrase in here.items():
            found[phrase] = [line for line in lines if f"/{letter}.toml" in line]
    return found


@cache
def _found_in_letters() -> dict[str, list[str]]:
    return _letters("to_client", LETTERS)


REVIEWS: dict[str, tuple[str, ...]] = {
    "n9": ("The client is a liar.", "He is toxic and stupid.", "I reported him to the police."),
    "n4": ("I gave a discount in exchange for feedback.",),
    "n11": ("Write to him on Telegram.", "See https://example.org for all messages."),
}
CLAUSES: dict[str, tuple[str, ...]] = {
    "n9": ("A penalty of some dollars is due for each day.", "A late fee applies.", "I may sue in court."),
    "n4": ("The client leaves a good review.",),
    "n5": ("The client pays by PayPal.",),
}


@cache
def _found_in_reviews() -> dict[str, list[str]]:
    return _letters("public_reply", REVIEWS) | _letters("client_review", REVIEWS)


@cache
def _found_in_clauses() -> dict[str, list[str]]:
    return _letters("clause", CLAUSES)


@pytest.mark.parametrize("phrase", [phrase for group in REVIEWS.values() for phrase in group])
def test_a_public_text_may_not_say(phrase: str) -> None:
    found = _found_in_reviews()[phrase]
    assert any(' says "' in line for line in found), found


@pytest.mark.parametrize("phrase", [phrase for group in CLAUSES.values() for phrase in group])
def test_a_clause_may_not_say(phrase: str) -> None:
    found = _found_in_clauses()[phrase]
    assert any(' says "' in line for line in found), found


@cache
def _found_in_tickets() -> dict[str, list[str]]:
    return _letters("to_upwork", TICKETS)


@pytest.mark.parametrize("phrase", [phrase for group in LETTERS.values() for phrase in group])
def test_a_message_to_a_client_may_not_say(phrase: str) -> None:
    found = _found_in_letters()[phrase]
    assert any(' says "' in line for line in found), found


@pytest.mark.parametrize("phrase", [phrase for group in TICKETS.values() for phrase in group])
def test_a_text_for_upwork_may_not_say(phrase: str) -> None:
    found = _found_in_tickets()[phrase]
    assert any(' says "' in line for line in found), found


FREE = (
    "A refund does not clean a review or a score.",
    "You need not ask for a review.",
    "We found no rule that an open contract lowers it.",
    "Ending it opens {fact:feedback.window_days} in which the client may review.",
    "A bad review later still can.",
    "Refuse payment outside Upwork.",
    "Never submit empty files.",
    "Nobody can promise that you get the money.",
    "The client may be asked to pay by the button on Upwork.",
)


def test_sound_sentences_are_free() -> None:
    tables = deepcopy(real.words_copied())
    for outcome, phrase in zip(real.flow(FLOW).outcomes, FREE, strict=False):
        tables[real.words_of(f"{FLOW}/{outcome.id}")]["keep"].append(phrase)
    assert [line for line in _found(tables) if "says" in line] == []


WARNS = (
    "do_not",
    "ruled_out",
)


@pytest.mark.parametrize("part", WARNS)
def test_a_part_that_warns_does_not_advise_instead(part: str) -> None:
    tables = real.words_copied()
    words = tables[f"flows/{FLOW}/words/submit_today"]
    phrase = "Waiting: it is slow. Take the payment by PayPal."
    _sneak(words, part, phrase)
    assert any("(n5): " in line for line in _found(tables))


EVERYWHERE = {
    "the title of a result": ("flows/ghosting/words/submit_today", ("title",)),
    "a reason": ("flows/ghosting/words/flow", ("reasons", "no_notice")),
    "the first page of the flow": ("flows/ghosting/words/flow", ("says",)),
    "a question": ("case/words/questions", ("money", "hint")),
    "an answer": ("case/words/questions", ("money", "options", "held", "hint")),
    "a strip": ("case/words/strips", ("delivered_outside", "says")),
    "an interruption card": ("case/words/cards", ("refund", "title")),
    "a slot": ("case/words/places", ("date:hold_end", "static")),
    "the day to send a message": ("messages/still_there", ("tones", "calm", "send")),
    "the use of a message": ("messages/still_there", ("when",)),
}


@pytest.mark.parametrize(("file", "way"), EVERYWHERE.values(), ids=EVERYWHERE.keys())
def test_a_forbidden_advice_is_found_in(file: str, way: tuple[str, ...]) -> None:
    tables = real.words_copied()
    table: Any = tables[file]
    for name in way[:-1]:
        table = table[name]
    table[way[-1]] = "Take the payment by PayPal."
    assert any("(n5): " in line for line in _found(tables))
