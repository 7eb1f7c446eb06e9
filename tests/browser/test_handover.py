"""From one flow into another, and several signs at once: in place, nothing asked twice, nobody told."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.reader import STORY, Reader, automaton
from wizard.core.answers import Answers
from wizard.core.engine import follow
from wizard.publish import states

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from wizard.core.model import Question

DOOR: Final = "door"
SLOW: Final = 1_500
"""Milliseconds that a book is late."""
SIGNS: Final = [
    (flow, question)
    for flow, atlas in states.book().flows.items()
    for name, question in atlas.questions.items()
    if name in atlas.asks and question.asks == "signs"
]


def _tap(reader: Reader, *answers: str) -> None:
    for answer in answers:
        reader.answer(answer).click()
        expect(reader.answer(answer)).to_have_count(0)


def _page_requests(reader: Reader) -> list[str]:
    return [path for path in reader.asked_for("wizard/") if not path.endswith(".json")]


def test_an_answer_leads_on_in_the_next_flow_in_place_and_back(reader: Reader) -> None:
    reader.open({}, "happening", DOOR)
    _tap(reader, "happening.stuck", "stuck_how.silent")
    reader.at("notice", "ghosting")
    expect(reader.page.get_by_role("heading", level=1)).to_be_focused()
    assert "happening.stuck~stuck_how.silent" in reader.fragment
    assert [path.rsplit("/", 2)[-2] for path in _page_requests(reader)] == ["happening"]
    assert len(reader.asked_for("assets/flows/ghosting.")) == 1
    reader.page.go_back()
    assert reader.step.get_attribute("data-question") == "stuck_how"
    reader.page.go_forward()
    reader.at("notice", "ghosting")


def test_what_an_option_says_already_is_not_asked_again(reader: Reader) -> None:
    reader.open({}, "happening", DOOR)
    _tap(reader, "happening.already", "already_did.ended")
    assert reader.step.get_attribute("data-flow") == "ghosting"
    reader.answer("contract.fixed").click()
    reader.at(automaton("ghosting").canonical("ended_by_me").slug, "ghosting")


def test_a_walk_that_went_on_is_offered_there_and_not_at_the_door(reader: Reader) -> None:
    reader.open({}, "happening", DOOR)
    _tap(reader, "happening.stuck", "stuck_how.silent", "notice.none")
    reader.page.goto("")
    offers = reader.page.locator("[data-resume]:not([hidden])")
    expect(offers).to_have_count(1)
    offers.get_by_role("link").click()
    reader.at(automaton().of({"notice": "none"}))


def test_an_opened_link_with_the_answers_of_several_flows_leads_to_the_last(reader: Reader) -> None:
    answers = {"happening": "stuck", "stuck_how": "silent", "notice": "none", "contract": "fixed"}
    reader.open(answers, "happening", DOOR)
    reader.at("contract-status--contract.fixed", "ghosting")
    expect(reader.said).to_have_count(0)


def test_a_next_flow_that_cannot_be_had_is_an_ordinary_link(reader: Reader) -> None:
    reader.page.route("**/assets/flows/ghosting.*", lambda route: route.abort())
    reader.open({}, "happening", DOOR)
    _tap(reader, "happening.stuck")
    reader.answer("stuck_how.silent").click()
    reader.page.wait_for_url("**/wizard/ghosting/notice/**")
    expect(reader.step).to_be_visible()


def test_a_plan_leads_to_a_plan_of_another_flow_and_the_sum_goes_along(living: Reader) -> None:
    living.type("held_sum", "600")
    living.page.locator('main a[href*="disputes/refund-request-done"]').first.click()
    living.at("refund-request-done", "disputes")
    expect(living.page.locator('[data-input="held_sum"]')).to_have_value("600")
    living.page.go_back()
    living.at(automaton().of(STORY))


def test_back_during_a_slow_hand_over_is_not_overridden(reader: Reader) -> None:
    reader.open({}, "happening", DOOR)
    _tap(reader, "happening.stuck")
    here = reader.step.get_attribute("data-state") or ""
    reader.page.route("**/assets/flows/ghosting.*", lambda route: _late(reader, route))
    reader.answer("stuck_how.silent").click()
    reader.page.go_back()
    reader.at("happening", DOOR)
    reader.page.wait_for_timeout(SLOW * 1.5)
    reader.at("happening", DOOR)
    assert here != "happening"


def _late(reader: Reader, route: Route) -> None:
    reader.page.wait_for_timeout(SLOW)
    route.continue_()


def test_an_opened_link_does_not_erase_a_walk_of_ones_own(reader: Reader) -> None:
    reader.open({}, "happening", DOOR)
    _tap(reader, "happening.stuck")
    reader.open({"happening": "stuck", "stuck_how": "silent"}, "happening", DOOR)
    reader.at("notice", "ghosting")
    assert "door" in str(reader.run("localStorage.getItem('even-keel.walk')"))


def test_what_was_typed_goes_with_the_last_walk_that_is_erased(living: Reader) -> None:
    living.type("held_sum", "600")
    living.page.locator('main a[href*="disputes/refund-request-done"]').first.click()
    living.at("refund-request-done", "disputes")
    assert "600" in str(living.run("localStorage.getItem('even-keel.inputs')"))
    erased = living.run(
        """async () => {
          const start = document.querySelector("script[type=module]").src;
          const { forget } = await import(new URL("memory.js", start));
          return [forget("ghosting"), forget("disputes"), localStorage.getItem("even-keel.inputs")];
        }"""
    )
    assert erased == [True, True, None]
    living.page.go_back()
    living.at(automaton().of(STORY))


def test_after_a_reload_every_answer_is_named_without_the_engine(reader: Reader) -> None:
    reader.open({"notice": "none", "contract": "fixed", "contract_status": "active", "money": "paid"})
    lines = reader.page.locator("[data-trail] li")
    expect(lines).to_have_count(4)
    reader.page.reload()
    expect(lines).to_have_count(4)


def test_an_answer_that_a_link_brought_is_not_shown_as_said(reader: Reader) -> None:
    reader.open(STORY)
    expect(reader.page.locator("[data-borrowed]")).to_have_count(0)
    reader.page.locator('main a[href*="disputes/refund-request-done"]').first.click()
    reader.at("refund-request-done", "disputes")
    expect(reader.page.locator("[data-borrowed]").first).to_contain_text("not said by you")


def _bands(flow: str, question: Question) -> list[tuple[tuple[int, ...], str]]:
    """Return subsets of the signs, by place, with the band that each reaches: none, each, pairs, all."""
    places = range(len(question.signs))
    subsets = [(), *((place,) for place in places), *itertools.islice(itertools.combinations(places, 2), 12)]
    subsets.append(tuple(places))
    found = []
    for subset in subsets:
        total = sum(question.signs[place].weight for place in subset)
        reached = [
            band for band, least in zip(question.options, question.bands_from, strict=True) if least <= total
        ]
        found.append((subset, reached[-1]))
    assert {band for _, band in found} == set(question.options), flow
    return found


@pytest.mark.parametrize(("flow", "question"), SIGNS, ids=lambda value: getattr(value, "id", value))
def test_any_signs_ticked_choose_the_band_that_the_page_names(
    reader: Reader, flow: str, question: Question
) -> None:
    state = next(state for state in automaton(flow).states.values() if state.node == question.id)
    reader.open(dict(state.shortest), state.slug, flow)
    for subset, band in _bands(flow, question):
        boxes = reader.page.locator("form[data-signs] input")
        for place in subset:
            boxes.nth(place).check()
        reader.page.locator("form[data-signs] button").click()
        at, walk = follow(states.book().flows, flow, Answers(state.shortest).given(question.id, band))
        expect(reader.step).to_have_attribute("data-flow", at)
        expect(reader.step).to_have_attribute("data-state", automaton(at).of(walk.used))
        assert f"{question.id}.{band}" in reader.fragment
        reader.page.go_back()
        reader.at(state.slug, flow)


@pytest.mark.parametrize(("flow", "question"), SIGNS, ids=lambda value: getattr(value, "id", value))
def test_signs_can_be_ticked_with_the_keyboard_alone(reader: Reader, flow: str, question: Question) -> None:
    state = next(state for state in automaton(flow).states.values() if state.node == question.id)
    reader.open(dict(state.shortest), state.slug, flow)
    reader.press_to(reader.page.locator("form[data-signs] input").first)
    reader.page.keyboard.press("Space")
    reader.press_to(reader.page.locator("form[data-signs] button"))
    reader.page.keyboard.press("Enter")
    expect(reader.answer(f"{question.id}.{question.options[0]}")).to_have_count(0)
    assert f"{question.id}." in reader.fragment
