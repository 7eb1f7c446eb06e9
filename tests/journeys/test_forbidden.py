"""Attempts to sneak each advice that must never be given into the real flow; each must be refused with a reason.

The rules n1 to n13 are listed in `.github/CONTRIBUTING.md`.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tests.samples import ghosting
from wizard.case import VOCABULARY
from wizard.core import acts, shape
from wizard.core.engine import step
from wizard.core.explore import explore
from wizard.core.model import Flow, Is, Outcome, Strip, Turn, Vocabulary
from wizard.flows.ghosting.flow import GHOSTING

if TYPE_CHECKING:
    from collections.abc import Iterator

# --- proven by structure: n1, n2, n3, n5, n6, n8, n12 ---------------------------------------------


def _refused(flow: Flow = GHOSTING, vocabulary: Vocabulary = VOCABULARY) -> list[str]:
    """Return what is refused in a flow on any path, and what is wrong with its shape."""
    book = ghosting.bind(flow, vocabulary)
    atlas = book.flows[ghosting.FLOW]
    walks = [step(atlas, path.answers) for path in _paths()]
    refused = [f"{walk.node}: {says}" for walk in walks for says in acts.refused(atlas, walk)]
    return refused + [f"{found.id}: {found.says}" for found in shape.findings(book, atlas)]


@cache
def _paths() -> tuple[Any, ...]:
    return ghosting.report().automaton.paths


def _with(id_: str, **changes: Any) -> Flow:
    """Return the flow with one outcome changed; an act that it now advises is taken out of its do-not."""
    outcomes = []
    for outcome in GHOSTING.outcomes:
        if outcome.id == id_:
            changed = replace(outcome, **changes)
            told = {changed.do_now, *changed.then, *(act for turn in changed.turns for act in turn.acts)}
            changed = replace(changed, do_not=tuple(act for act in changed.do_not if act not in told))
            outcomes.append(changed)
        else:
            outcomes.append(outcome)
    return replace(GHOSTING, outcomes=tuple(outcomes))


def _also(id_: str, *more: str) -> Flow:
    """Return the flow with further steps in one outcome."""
    outcome = next(outcome for outcome in GHOSTING.outcomes if outcome.id == id_)
    return _with(id_, then=(*outcome.then, *more))


def _strip(act: str, question: str, option: str) -> Vocabulary:
    """Return the vocabulary with one more strip, which advises an act."""
    strip = Strip("sneaked", (Is(question, option),), acts=(act,))
    return replace(VOCABULARY, strips=(*VOCABULARY.strips, strip))


CLAIM = "which needs held_claim to be none"
COVERED = "which needs may_work to be yes"
SUMS = 'without "work_out_sums" before it'

STRUCTURE: dict[str, tuple[Flow, Vocabulary, str]] = {
    "n1 end the contract first": (_with("submit_today", do_now="end_contract"), VOCABULARY, CLAIM),
    "n1 end the contract as a further step": (_also("wait_review", "end_contract"), VOCABULARY, CLAIM),
    "n1 ask the client to end it": (_also("submit_kept", "ask_client_to_end"), VOCABULARY, CLAIM),
    "n1 end the contract as an option": (
        _with("submit_part", do_not=("finish_work",), options=("submit_part", "end_contract")),
        VOCABULARY,
        CLAIM,
    ),
    "n1 end the contract where it goes wrong": (
        _with("wait_review", turns=(Turn("changes", "scope_creep", acts=("end_contract",)),)),
        VOCABULARY,
        CLAIM,
    ),
    "n1 end the contract in a strip": (GHOSTING, _strip("end_contract", "request_age", "running"), CLAIM),
    "n1 end the contract although where the money is is unknown": (
        _with("look_first", do_now="end_contract"),
        VOCABULARY,
        CLAIM,
    ),
    "n1 approve a refund request for work that was done": (
        _with("refund_request_done", do_now="approve_refund_request"),
        VOCABULARY,
        CLAIM,
    ),
    "n1 let the held money go back": (
        _with("dormancy_release", do_now="let_money_return"),
        VOCABULARY,
        CLAIM,
    ),
    "n2 wait while a refund request runs": (
        _with("refund_request_done", do_now="wait"),
        VOCABULARY,
        'leaves the clock "refund_request" unanswered',
    ),
    "n2 save proof before answering a refund request": (
        _with("refund_request_part", do_now="save_proof", then=("dispute_refund_request", "work_out_sums")),
        VOCABULARY,
        'leaves the clock "refund_request" unanswered',
    ),
    "n2 answer a refund request without its last day": (
        _with("refund_request_done", by=None, over=None),
        VOCABULARY,
        'answers the clock "refund_request" without its last day',
    ),
    "n2 answer a refund request by the day of another clock": (
        _with("refund_request_done", by="review"),
        VOCABULARY,
        'answers the clock "refund_request" without its last day',
    ),
    "n2 write to the client while hours are disputed": (
        _with("hours_disputed", do_now="write_client"),
        VOCABULARY,
        'leaves the clock "hours_dispute" unanswered',
    ),
    "n2 answer an hours dispute without its last day": (
        _with("hours_disputed", by=None),
        VOCABULARY,
        'answers the clock "hours_dispute" without its last day',
    ),
    "n2 wait while the freelancer is asked about an inactive contract": (
        _with("dormancy_release", do_now="wait"),
        VOCABULARY,
        'leaves the clock "dormancy_freelancer" unanswered',
    ),
    "n2 let the money go back without a last day": (
        _with("dormancy_no_work", by=None),
        VOCABULARY,
        'answers the clock "dormancy_freelancer" without its last day',
    ),
    "n3 refund after the money was paid": (
        _also("paid_not_closed", "work_out_sums", "refund"),
        VOCABULARY,
        "refund_settles",
    ),
    "n3 refund while the money is pending": (
        _also("released_pending", "refund"),
        VOCABULARY,
        "refund_settles",
    ),
    "n3 refund hours": (_with("ended_hourly", do_now="refund"), VOCABULARY, "refund_settles"),
    "n3 refund in a strip": (GHOSTING, _strip("refund", "money", "paid"), "refund_settles"),
    "n5 take the money outside": (
        _also("unfunded_work_done", "take_payment_outside"),
        VOCABULARY,
        'names the act "take_payment_outside", which is not in the closed list',
    ),
    "n5 send an invoice": (
        _with("paused_by_upwork", do_now="send_invoice"),
        VOCABULARY,
        'names the act "send_invoice", which is not in the closed list',
    ),
    "n5 offer another channel in a strip": (
        GHOSTING,
        _strip("move_to_chat", "contract_status", "paused"),
        'names the act "move_to_chat", which is not in the closed list',
    ),
    "n6 start work on a milestone without money": (
        _also("unfunded_not_started", "start_work"),
        VOCABULARY,
        COVERED,
    ),
    "n6 finish work on a milestone without money": (
        _also("unfunded_work_done", "finish_work"),
        VOCABULARY,
        COVERED,
    ),
    "n6 finish work on a milestone that is funded in part": (
        _also("part_funded_work_done", "finish_work"),
        VOCABULARY,
        COVERED,
    ),
    "n6 track time on a paused contract": (_also("paused_by_client", "track_time"), VOCABULARY, COVERED),
    "n6 go on working while Upwork pauses": (
        _with("paused_by_upwork", do_now="finish_work"),
        VOCABULARY,
        COVERED,
    ),
    "n6 work although one's own account has a problem": (
        _also("paused_my_account", "start_work"),
        VOCABULARY,
        COVERED,
    ),
    "n8 pay for arbitration without the sums": (_also("review_over", "pay_arbitration"), VOCABULARY, SUMS),
    "n8 refuse a split without the sums": (_also("hours_disputed", "decline_split"), VOCABULARY, SUMS),
    "n8 accept a split before the sums": (
        _with("refund_request_done", then=("accept_split", "work_out_sums")),
        VOCABULARY,
        SUMS,
    ),
    "n8 pay for arbitration in a strip": (GHOSTING, _strip("pay_arbitration", "money", "held"), SUMS),
    "n12 submit where no work was done": (
        _also("before_work", "submit_work"),
        VOCABULARY,
        "which needs submittable to be yes",
    ),
    "n12 submit a part where no work was done": (
        _with("before_work", do_now="submit_part"),
        VOCABULARY,
        "which needs submittable to be yes",
    ),
    "n12 submit empty files": (
        _with("finish_then_submit", do_now="submit_empty"),
        VOCABULARY,
        'names the act "submit_empty", which is not in the closed list',
    ),
    "n12 call half the work finished": (
        _with("submit_part", do_now="submit_work"),
        VOCABULARY,
        "which needs work to be finished or unknown; here it is part",
    ),
}


@pytest.mark.parametrize(("flow", "vocabulary", "says"), STRUCTURE.values(), ids=STRUCTURE.keys())
def test_structure_refuses_to(flow: Flow, vocabulary: Vocabulary, says: str) -> None:
    refused = _refused(flow, vocabulary)
    assert any(says in line for line in refused), refused


def test_the_real_flow_is_not_refused() -> None:
    assert _refused() == []


# --- held by the lints of words: n3, n4, n5, n7, n9, n10, n11, n12, n13 ---------------------------

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


def _found(tables: dict[str, dict[str, Any]]) -> list[str]:
    return [
        str(finding)
        for finding in explore(ghosting.bind(tables=tables), ghosting.FLOW, ghosting.PHRASES).findings
    ]


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
    outcomes = [outcome.id for outcome in GHOSTING.outcomes]
    for start in range(0, len(sneaked), len(outcomes)):
        tables = ghosting.words_copied()
        here = dict(zip(outcomes, sneaked[start:], strict=False))
        for outcome, (_, phrase, part) in here.items():
            _sneak(tables[f"flows/{ghosting.FLOW}/words/{outcome}"], part, phrase)
        lines = _found(tables)
        for outcome, (_, phrase, _) in here.items():
            found[phrase] = [line for line in lines if f"/{outcome}.toml" in line]
    return found


@pytest.mark.parametrize(("rule", "phrase", "part"), list(_advice()), ids=lambda value: value)
def test_a_result_may_not_say(rule: str, phrase: str, part: str) -> None:
    found = _found_in_advice()[phrase]
    assert any(f"({rule}): " in line and f" {part}" in line for line in found), found


def _letters(kind: str, phrases: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    every = [phrase for group in phrases.values() for phrase in group]
    offered = sorted({letter for outcome in GHOSTING.outcomes for letter in outcome.letters})
    files = [letter for letter in offered if ghosting.words()[f"messages/{letter}"]["kind"] == kind]
    found: dict[str, list[str]] = {}
    for start in range(0, len(every), len(files)):
        tables = ghosting.words_copied()
        here = dict(zip(files, every[start:], strict=False))
        for letter, phrase in here.items():
            tones = tables[f"messages/{letter}"]["tones"]
            tone = next(tone for tone in tones.values() if "text" in tone)
            tone["text"] = [*tone["text"], phrase]
        lines = _found(tables)
        for letter, phrase in here.items():
            found[phrase] = [line for line in lines if f"/{letter}.toml" in line]
    return found


@cache
def _found_in_letters() -> dict[str, list[str]]:
    return _letters("to_client", LETTERS)


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
    tables = deepcopy(ghosting.words_copied())
    outcomes: tuple[Outcome, ...] = GHOSTING.outcomes
    for outcome, phrase in zip(outcomes, FREE, strict=False):
        tables[f"flows/{ghosting.FLOW}/words/{outcome.id}"]["keep"].append(phrase)
    assert [line for line in _found(tables) if "says" in line] == []


WARNS = (
    "do_not",
    "ruled_out",
)


@pytest.mark.parametrize("part", WARNS)
def test_a_part_that_warns_does_not_advise_instead(part: str) -> None:
    tables = ghosting.words_copied()
    words = tables[f"flows/{ghosting.FLOW}/words/submit_today"]
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
    tables = ghosting.words_copied()
    table: Any = tables[file]
    for name in way[:-1]:
        table = table[name]
    table[way[-1]] = "Take the payment by PayPal."
    assert any("(n5): " in line for line in _found(tables))
