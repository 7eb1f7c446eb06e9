from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.samples import permit
from wizard.core import shape
from wizard.core.model import UNKNOWN, Act, Ask, Is, Outcome, Question, Route, Strip, Turn, Vocabulary

if TYPE_CHECKING:
    from wizard.core.model import Flow

CASE = permit.VOCABULARY


def _found(flow: Flow = permit.PERMIT, vocabulary: Vocabulary = CASE) -> list[str]:
    book = permit.book(flow, vocabulary)
    return [f"{found.id}: {found.says}" for found in shape.findings(book, book.flows["permit"])]


def test_a_sound_flow_has_no_findings() -> None:
    assert _found() == []


WRONG_SHAPES = {
    "a wrong target": (
        permit.with_routes("bike", [Route("color", "colour_is_asked")]),
        'bike: leads to "color", which does not exist. Did you mean "colour"?',
    ),
    "a missing last route": (
        permit.with_routes("papers", permit.routes("papers")[:-1]),
        "papers: has no last route without a condition.",
    ),
    "no route at all": (permit.with_routes("papers", []), "papers: has no last route without a condition."),
    "a route behind one that always fires": (
        permit.with_routes("papers", [Route("safe_set", "look_first"), *permit.routes("papers")]),
        'papers: has a route to "safe_set" without a condition: later ones never fire.',
    ),
    "a guard on a misspelt question": (
        permit.with_routes("bike", [Route("safe_set", "x", (Is("papirs", "full"),)), *permit.routes("bike")]),
        'bike: asks for "papirs", which is no question and no derived answer. Did you mean "papers"?',
    ),
    "a guard on an option that was renamed": (
        permit.with_routes("fine", [Route("bike", "x", (Is("fine", "nope"),)), *permit.routes("fine")]),
        'fine: asks whether fine is "nope", which it never is. Did you mean "none"?',
    ),
    "a guard on a result that a derived answer never has": (
        permit.with_routes(
            "papers", [Route("bike", "x", (Is("may_ride", "yess"),)), *permit.routes("papers")]
        ),
        'papers: asks whether may_ride is "yess", which it never is. Did you mean "yes"?',
    ),
    "two steps of one id": (
        replace(permit.PERMIT, outcomes=(*permit.PERMIT.outcomes, permit.PERMIT.outcomes[0])),
        "!pay_now: is the id of two steps.",
    ),
    "no first step": (
        replace(permit.PERMIT, start="fines"),
        '!fines: is not a step of this flow. Did you mean "fine"?',
    ),
    "no safe set": (
        replace(permit.with_routes("papers", [Route("garage", "so")]), safe_set="safe"),
        "!safe: is not a step of this flow.",
    ),
    "a question nobody defined": (
        replace(permit.PERMIT, asks=(*permit.PERMIT.asks, Ask("bikes", (Route("safe_set", "x"),)))),
        '!bikes: is not a question. Did you mean "bike"?',
    ),
    "a misspelt act": (
        permit.with_outcome("ride_on", then=("show_paper",)),
        'ride_on: names the act "show_paper", which is not in the closed list. Did you mean "show_papers"?',
    ),
    "a misspelt letter": (
        permit.with_outcome("ride_on", letters=("owners_note",)),
        'ride_on: offers the letter "owners_note", which does not exist. Did you mean "owner_note"?',
    ),
    "a misspelt clock": (
        permit.with_outcome("pay_now", by="fines"),
        'pay_now: names the clock "fines", which does not exist. Did you mean "fine"?',
    ),
    "a misspelt outcome for a clock that is over": (
        permit.with_outcome("pay_now", over="to_late"),
        'pay_now: goes over to "to_late", which does not exist. Did you mean "too_late"?',
    ),
    "a turn that leads nowhere": (
        permit.with_outcome("ride_on", turns=(Turn("stopped", "safety"),)),
        'ride_on: turns to "safety", which does not exist.',
    ),
    "too many options": (
        permit.with_outcome("ride_on", options=("ride", "wait", "sell", "ask_owner")),
        "ride_on: compares 4 options (1 to 3).",
    ),
    "no further step": (permit.with_outcome("ride_on", then=()), "ride_on: has 0 further steps (1 to 7)."),
    "no text to send": (permit.with_outcome("ride_on", letters=()), 'ride_on: has no "letters".'),
    "nothing that is forbidden": (permit.with_outcome("ride_on", do_not=()), 'ride_on: has no "do_not".'),
}


@pytest.mark.parametrize(("flow", "says"), WRONG_SHAPES.values(), ids=WRONG_SHAPES.keys())
def test_a_flow_is_found_with(flow: Flow, says: str) -> None:
    assert any(line.startswith(says) for line in _found(flow)), _found(flow)


WRONG_VOCABULARIES = {
    "a fact without I do not know": (
        replace(CASE, questions=(*CASE.questions[:-1], Question("papers", ("full", "none")))),
        'papers: does not end with "I do not know".',
    ),
    "a strip that asks for an option that was renamed": (
        replace(CASE, strips=(Strip("lent", (Is("bike", "borowed"),)),)),
        'lent: asks whether bike is "borowed", which it never is. Did you mean "borrowed"?',
    ),
    "a duty that asks for nothing known": (
        replace(CASE, duties=(replace(CASE.duties[0], when=(Is("fines", "running"),)),)),
        'pay: asks for "fines", which is no question and no derived answer. Did you mean "fine"?',
    ),
    "an act that needs nothing known": (
        replace(CASE, acts=(*CASE.acts, Act("fly", needs=(Is("wings", "yes"),)))),
        'fly: asks for "wings", which is no question and no derived answer.',
    ),
    "a strip that names a misspelt act": (
        replace(CASE, strips=(Strip("borrowed", (Is("bike", "borrowed"),), acts=("ask_owners",)),)),
        'borrowed: names the act "ask_owners", which is not in the closed list. Did you mean "ask_owner"?',
    ),
    "a strip that forbids a misspelt act": (
        replace(CASE, strips=(Strip("borrowed", (Is("bike", "borrowed"),), do_not=("sel",)),)),
        'borrowed: names the act "sel", which is not in the closed list. Did you mean "sell"?',
    ),
    "a duty that names a misspelt act": (
        replace(CASE, duties=(replace(CASE.duties[0], acts=("pay_fine", "pay_fines")),)),
        'pay: names the act "pay_fines", which is not in the closed list. Did you mean "pay_fine"?',
    ),
    "an act that comes after a misspelt act": (
        replace(CASE, acts=(*CASE.acts, Act("fly", after=("wate",)))),
        'fly: names the act "wate", which is not in the closed list. Did you mean "wait"?',
    ),
    "a duty for a misspelt clock": (
        replace(CASE, duties=(replace(CASE.duties[0], clock="fines"),)),
        'pay: names the clock "fines", which does not exist. Did you mean "fine"?',
    ),
}


@pytest.mark.parametrize(("vocabulary", "says"), WRONG_VOCABULARIES.values(), ids=WRONG_VOCABULARIES.keys())
def test_a_vocabulary_is_found_with(vocabulary: Vocabulary, says: str) -> None:
    assert any(line.startswith(says) for line in _found(vocabulary=vocabulary)), _found(vocabulary=vocabulary)


def test_a_wish_needs_no_i_do_not_know() -> None:
    wish = Question("papers", ("full", "none"), asks="wish")
    vocabulary = replace(CASE, questions=(*CASE.questions[:-1], wish))
    assert _found(vocabulary=vocabulary) == []


def test_a_flow_that_leads_in_a_circle_is_found_before_it_is_walked() -> None:
    flow = permit.with_routes(
        "papers", [Route("bike", "back", (Is("papers", UNKNOWN),)), *permit.routes("papers")]
    )
    assert any("leads back" in line for line in _found(flow))


def test_everything_wrong_is_found_at_once() -> None:
    outcomes: tuple[Outcome, ...] = (
        replace(permit.PERMIT.outcomes[0], do_now="pay", by="fines"),
        *permit.PERMIT.outcomes[1:],
    )
    flow = replace(permit.with_routes("papers", permit.routes("papers")[:-1]), outcomes=outcomes)
    assert len(_found(flow)) == 3
