"""The walk: answers in place, the history, links opened elsewhere, and what the device remembers."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.reader import FLOW, STORY, Reader, address, automaton, until
from wizard.core.answers import write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.conftest import OpenContext

RESULT: Final = automaton().of(STORY)
STEPS: Final = [dict(list(STORY.items())[:number]) for number in range(1, len(STORY) + 1)]
"""The answers of the example after each of its questions."""


def _title(site_folder: Path, slug: str) -> str:
    """Return the title that the page of a state has."""
    page = (site_folder / f"wizard/{FLOW}/{slug}/index.html").read_text(encoding="utf-8")
    found = re.search("<title>(.*?)</title>", page)
    assert found
    return html.unescape(found[1])


def _last(answers: dict[str, str]) -> str:
    question = list(answers)[-1]
    return f"{question}.{answers[question]}"


def _walk(reader: Reader) -> None:
    """Answer the example's questions from the first one, in place."""
    reader.open({}, "notice")
    for answers in STEPS:
        reader.answer(_last(answers)).click()
        reader.at(automaton().of(answers))


def test_by_keyboard_alone_a_reader_comes_to_her_plan_and_no_answer_asks_the_server(
    reader: Reader, site_folder: Path
) -> None:
    reader.page.goto(f"wizard/{FLOW}/")
    reader.settle()
    reader.press_to(reader.page.locator("main a[href*='notice.none']"))
    reader.page.keyboard.press("Enter")
    reader.at(automaton().of(STEPS[0]))
    reader.settle()
    assert reader.page.url == reader.server.url + address(STEPS[0])
    assert reader.asked_for("assets/flows/")
    # Not even the first answer is known to the server: the start page leads to the first question's page.
    assert set(reader.asked_for(f"wizard/{FLOW}/")) == {f"wizard/{FLOW}/", f"wizard/{FLOW}/notice/"}
    for answers in STEPS[1:]:
        asked = len(reader.server.seen)
        before = reader.page.title()
        reader.press_to(reader.answer(_last(answers)))
        reader.page.keyboard.press("Enter")
        slug = automaton().of(answers)
        reader.at(slug)
        expect(reader.step).to_have_attribute("data-answered-by", "bundle")
        assert reader.server.seen[asked:] == []
        assert reader.run("document.activeElement === document.querySelector('main h1')")
        assert reader.run("scrollY") == 0
        assert reader.page.title() != before
        assert reader.page.title() == _title(site_folder, slug)
        assert reader.page.url == reader.server.url + address(answers)
    assert reader.step.get_attribute("data-state") == RESULT
    assert reader.asked_for("assets/engine/") == []


def test_the_second_tap_of_two_quick_ones_answers_nothing(reader: Reader) -> None:
    reader.open({}, "notice")
    reader.answer("notice.none").dblclick()
    reader.at("contract")
    reader.settle()
    reader.at("contract")
    assert reader.fragment == f"#{write(STEPS[0])}"


def test_a_link_to_an_outcome_keeps_the_answers_that_were_given(reader: Reader) -> None:
    hourly = {"notice": "none", "contract": "hourly", "contract_status": "active", "hours": "tracked"}
    reader.open(hourly)
    reader.at("hourly-tracked")
    given = {"notice": "none", "contract": "hourly", "contract_status": "paused", "who_paused": "client"}
    reader.page.locator("main a[href^='../paused-by-client']").first.click()
    reader.at(automaton().of(given))
    assert reader.fragment == f"#{write(given | {'hours': 'tracked'})}"


def test_a_page_taller_than_the_screen_is_left_at_its_top(reader: Reader) -> None:
    reader.open(STEPS[0])
    reader.answer("contract.unknown").scroll_into_view_if_needed()
    reader.run("scrollTo(0, 10_000)")
    reader.answer("contract.unknown").click()
    reader.at("look-first")
    assert reader.run("scrollY") == 0


def test_back_and_forward_show_the_states_of_the_way(reader: Reader) -> None:
    _walk(reader)
    asked = len(reader.server.seen)
    for answers in reversed(STEPS[:-1]):
        reader.page.go_back()
        reader.at(automaton().of(answers))
        assert reader.fragment == f"#{write(answers)}"
    for answers in STEPS[1:]:
        reader.page.go_forward()
        reader.at(automaton().of(answers))
    assert reader.run("document.activeElement === document.querySelector('main h1')")
    assert reader.server.seen[asked:] == []


def test_a_reload_stays_where_the_reader_is(reader: Reader) -> None:
    _walk(reader)
    reader.page.reload()
    reader.at(RESULT)
    assert reader.fragment == f"#{write(STORY)}"
    reader.page.go_back()
    reader.at(automaton().of(STEPS[-2]))


@pytest.mark.parametrize("number", range(len(STEPS)))
def test_a_link_with_answers_opens_at_its_state(reader: Reader, number: int) -> None:
    answers = STEPS[number]
    reader.open(answers)
    reader.at(automaton().of(answers))
    assert reader.page.url == reader.server.url + address(answers)
    expect(reader.said).to_have_count(0)


def test_where_path_and_answers_disagree_the_answers_decide(reader: Reader) -> None:
    reader.page.goto(address(STORY, "hourly-tracked"))
    reader.at(RESULT)
    assert reader.page.url == reader.server.url + address(STORY)
    reader.page.go_back()
    assert reader.page.url == "about:blank"


def test_while_path_and_answers_disagree_the_wrong_step_is_hidden_for_a_second_at_most(
    reader: Reader,
) -> None:
    reader.server.faults.add("assets/flows/*", "delay", seconds=4)
    reader.page.goto(address(STORY, "hourly-tracked"), wait_until="commit")
    expect(reader.step).to_have_css("visibility", "hidden")
    reader.at("hourly-tracked")
    expect(reader.step).to_be_visible(timeout=3_000)
    assert reader.page.url == reader.server.url + address(STORY, "hourly-tracked")


def test_without_the_book_the_page_of_the_path_stays_and_answers_are_ordinary_links(reader: Reader) -> None:
    reader.server.faults.add("assets/flows/*", "missing")
    reader.open(STEPS[1], "money")
    reader.at("money")
    assert reader.fragment == f"#{write(STEPS[1])}"
    reader.answer("money.paid").click()
    reader.page.wait_for_url("**/open-contracts*/**")
    reader.at("open-contracts--contract.fixed--contract-status.active--money.paid")
    assert reader.fragment == f"#{write(STEPS[1] | {'money': 'paid'})}"


@pytest.mark.parametrize("mode", ["garbage", "truncate", "refuse", "hang"])
def test_a_book_that_comes_broken_costs_nothing_but_speed(reader: Reader, mode: str) -> None:
    reader.server.faults.add("assets/flows/*", mode)  # type: ignore[arg-type]
    reader.page.goto(address(STEPS[0]))
    reader.answer("contract.fixed").click()
    reader.at(automaton().of(STEPS[1]))
    assert reader.fragment == f"#{write(STEPS[1])}"


def test_change_keeps_every_other_answer(reader: Reader) -> None:
    reader.open(STORY)
    reader.change("contract_status").click()
    reader.at("contract-status--contract.fixed")
    kept = {question: option for question, option in STORY.items() if question != "contract_status"}
    assert reader.fragment == f"#{write(kept)}"
    reader.answer("contract_status.active").click()
    reader.at(RESULT)
    assert reader.fragment == f"#{write(STORY)}"


def test_answers_of_another_branch_are_parked_and_come_back(reader: Reader) -> None:
    reader.open(STORY)
    reader.change("money").click()
    reader.at("money")
    reader.answer("money.paid").click()
    reader.at(automaton().of(STEPS[2] | {"money": "paid"}))
    parked = write(STORY | {"money": "paid"}).split("~")
    assert sorted(reader.fragment.removeprefix("#").split("~")) == sorted(parked)
    reader.change("money").click()
    reader.answer("money.held").click()
    reader.at(RESULT)
    assert reader.fragment == f"#{write(STORY)}"


def test_a_link_opened_in_a_new_tab_carries_all_answers(reader: Reader) -> None:
    parked = STEPS[1] | {"open_contracts": "several"}
    reader.open(parked)
    link = reader.answer("contract_status.active")
    with reader.page.context.expect_page() as opened:
        link.click(modifiers=["Control"])
    reader.at(automaton().of(STEPS[1]))
    there = Reader(opened.value, reader.server)
    there.at("money")
    whole = STEPS[2] | {"open_contracts": "several"}
    assert there.page.url == reader.server.url + address(whole, "money")
    there.answer("money.paid").click()
    there.at("several-open")


def test_every_answer_and_change_link_is_the_address_it_leads_to(reader: Reader) -> None:
    reader.open(STEPS[4])
    for link in reader.page.locator("main a[data-answer]").all():
        question, option = str(link.get_attribute("data-answer")).split(".")
        whole = STEPS[4] | {question: option}
        assert link.evaluate("link => link.href") == reader.server.url + address(whole)


def test_an_unfinished_walk_goes_on_where_it_stopped(reader: Reader) -> None:
    reader.open({}, "notice")
    reader.answer("notice.none").click()
    reader.answer("contract.fixed").click()
    reader.at(automaton().of(STEPS[1]))
    reader.page.goto(f"wizard/{FLOW}/")
    offer = reader.page.locator("[data-resume]")
    expect(offer).to_contain_text("You stopped in the middle")
    offer.get_by_role("link", name="Go on where you stopped").click()
    reader.at(automaton().of(STEPS[1]))
    assert reader.fragment == f"#{write(STEPS[1])}"


def test_a_finished_walk_is_offered_as_a_plan_and_erase_forgets_it(reader: Reader) -> None:
    reader.open(STORY)
    reader.type("milestone", "Logo")
    reader.page.goto(f"wizard/{FLOW}/")
    offer = reader.page.locator("[data-resume]")
    expect(offer).to_contain_text("You reached a plan")
    assert reader.run("JSON.stringify(localStorage)").count("Logo") == 1
    offer.get_by_role("button", name="Erase").click()
    expect(offer).to_contain_text("Erased from this device.")
    assert "Logo" not in reader.run("JSON.stringify(localStorage)")
    assert STORY["delivery"] not in reader.run("JSON.stringify(localStorage)")
    reader.page.reload()
    reader.settle()
    expect(offer).to_be_hidden()


def test_a_link_that_was_only_opened_is_not_remembered_and_an_answer_of_ones_own_is(reader: Reader) -> None:
    mine = {"notice": "none", "contract": "hourly"}
    reader.open({}, "notice")
    for name in ("notice.none", "contract.hourly"):
        reader.answer(name).click()
    reader.at(automaton().of(mine))
    kept = reader.run("localStorage['even-keel.walk']")
    reader.page.reload()
    reader.at(automaton().of(mine))
    reader.open(STORY)
    assert reader.run("localStorage['even-keel.walk']") == kept
    reader.page.goto(f"wizard/{FLOW}/")
    reader.page.get_by_role("link", name="Go on where you stopped").click()
    reader.at(automaton().of(mine))
    assert reader.fragment == f"#{write(mine)}"
    assert not [path for path in reader.asked_for(automaton().of(mine)) if "flows" not in path][1:]
    reader.open(STORY)
    reader.type("milestone", "Logo")
    assert write(STORY) in reader.run("localStorage['even-keel.walk']")


def test_start_again_forgets_the_answers_and_leads_to_the_start(reader: Reader) -> None:
    _walk(reader)
    assert STORY["delivery"] in reader.run("JSON.stringify(localStorage)")
    reader.page.locator("[data-again]").click()
    reader.page.wait_for_url(f"**/wizard/{FLOW}/")
    reader.settle()
    assert STORY["delivery"] not in reader.run("JSON.stringify(localStorage)")
    expect(reader.page.locator("[data-resume]")).to_be_hidden()


def test_a_first_visit_is_offered_nothing(reader: Reader) -> None:
    reader.page.goto(f"wizard/{FLOW}/")
    reader.settle()
    expect(reader.page.locator("[data-resume]")).to_be_hidden()


def test_a_lost_address_with_answers_is_found_again(reader: Reader) -> None:
    reader.page.goto(address(STORY, "a-state-of-last-year"))
    reader.at(RESULT)
    assert reader.page.url == reader.server.url + address(STORY)


@pytest.mark.parametrize("fragment", ["", "#1~nonsense", "#2~contract.fixed"])
def test_a_lost_address_without_usable_answers_offers_the_first_question(
    reader: Reader, fragment: str
) -> None:
    reader.page.goto(f"wizard/{FLOW}/a-state-of-last-year/{fragment}")
    reader.page.get_by_role("link", name="Start again from the first question").click()
    expect(reader.page).to_have_url(f"{reader.server.url}wizard/{FLOW}/")


REFUSED: Final = """
Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
Object.defineProperty(globalThis, "sessionStorage", { get() { throw new DOMException("no", "SecurityError"); } });
"""
FULL: Final = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') };"
GARBLED: Final = """
if (location.protocol === "http:")
  for (const shelf of ["walk", "inputs", "engine"]) localStorage.setItem(`even-keel.${shelf}`, '{"ghosting": [1, {}');
"""
FOREIGN: Final = """
const hostile = { state: "<img src=x onerror=hurt=1>", answers: "javascript:hurt=1", at: "never", done: 7 };
if (location.protocol === "http:") {
  localStorage.setItem("even-keel.walk", JSON.stringify({ ghosting: hostile }));
  localStorage.setItem("even-keel.inputs", JSON.stringify({ ghosting: { milestone: { length: 1 }, held_sum: 600 } }));
}
"""


@pytest.mark.parametrize(
    "state", [REFUSED, FULL, GARBLED, FOREIGN], ids=["refused", "full", "garbled", "foreign"]
)
def test_storage_that_is_refused_full_or_broken_stops_nothing(
    open_context: OpenContext, reader: Reader, state: str
) -> None:
    context = open_context()
    context.add_init_script(state)
    here = Reader(context.new_page(), reader.server)
    _walk(here)
    here.type("milestone", "Logo")
    here.page.goto(f"wizard/{FLOW}/")
    here.settle()
    assert here.run("typeof hurt") == "undefined"
    expect(here.page.locator("h1")).to_be_visible()


def test_nothing_typed_ever_enters_an_address(reader: Reader) -> None:
    reader.open(STORY)
    reader.type("milestone", "Secretname")
    until(lambda: "Secretname" in reader.run("localStorage['even-keel.inputs']"), "the value was not kept")
    reader.page.reload()
    expect(reader.page.locator("[data-input=milestone]")).to_have_value("Secretname")
    assert "Secretname" not in reader.page.url
    assert not reader.asked_for("Secretname")
