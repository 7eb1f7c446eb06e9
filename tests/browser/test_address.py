"""Addresses that nobody of us wrote: one sentence above the step, and nothing else happens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.reader import FLOW, STORY, Reader, address
from wizard.core.answers import write

if TYPE_CHECKING:
    from playwright.sync_api import Page

BROKEN: Final = re.compile(r"cannot be read.*unchanged")
SENTENCES: Final = {
    "only a question": ("#1~contract", BROKEN),
    "twice the same question": ("#1~contract.fixed~contract.hourly", BROKEN),
    "no version": ("#x~contract.fixed", BROKEN),
    "capital letters": ("#1~Contract.Fixed", BROKEN),
    "half a letter": ("#1~contract.%E0%A4%A", BROKEN),
    "an empty answer": ("#1~", BROKEN),
    "a digit of another script": ("#\u0661~contract.fixed", BROKEN),
    "a version of ten digits": ("#9999999999~contract.fixed", BROKEN),
    "an older version": ("#0~contract.fixed", re.compile(r"older version.*unchanged")),
    "a newer version": ("#2~contract.fixed~something.new", re.compile(r"newer version.*unchanged")),
    "10,000 characters": (f"#1~notice.{'x' * 10_000}", BROKEN),
    "10,000 answers": (f"#1{'~a.b' * 2_500}", BROKEN),
    "markup": ("#1~notice.<img src=x onerror=hurt=1>", BROKEN),
    "markup, written as a browser would": ("#1~%3Cscript%3Ehurt=1%3C/script%3E.fixed", BROKEN),
    "a Python name": ("#1~__class__.__init__", BROKEN),
}


def _written(page: Page, fragment: str) -> str:
    """Return a fragment as this browser writes it in an address."""
    return str(page.evaluate("text => new URL(text, location.href).hash", fragment))


def _is_told(reader: Reader, fragment: str, says: re.Pattern[str], slug: str = "money") -> None:
    expect(reader.said).to_have_text(says)
    reader.at(slug)
    assert reader.page.url.startswith(f"{reader.server.url}wizard/{FLOW}/{slug}/#")
    assert reader.fragment == _written(reader.page, fragment)
    assert reader.run("typeof hurt") == "undefined"
    assert reader.said.locator("*").count() == 0
    assert reader.page.locator("main img, main script, body > img").count() == 0


@pytest.mark.parametrize("case", SENTENCES)
def test_an_address_that_cannot_be_used_is_told_in_one_sentence(reader: Reader, case: str) -> None:
    fragment, says = SENTENCES[case]
    reader.page.goto(f"wizard/{FLOW}/money/{fragment}")
    reader.settle()
    _is_told(reader, fragment, says)


def test_an_address_that_is_changed_by_hand_is_told_in_the_same_way(reader: Reader) -> None:
    reader.open({}, "money")
    for fragment, says in SENTENCES.values():
        reader.run("text => { location.hash = text }", fragment)
        _is_told(reader, fragment, says)
    reader.run("text => { location.hash = text }", f"#{write(STORY)}")
    expect(reader.said).to_have_text("")


def test_an_option_that_is_not_offered_is_asked_again_and_the_rest_is_kept(reader: Reader) -> None:
    answers = STORY | {"money": "nonsense"}
    reader.page.goto(address(answers, "money"))
    reader.settle()
    _is_told(reader, f"#{write(answers)}", re.compile("not offered any more"))
    reader.answer("money.held").click()
    reader.page.wait_for_url("**/submit-today*/**")
    assert reader.fragment == f"#{write(STORY)}"


def test_a_question_that_does_not_exist_is_told_in_one_sentence(reader: Reader) -> None:
    answers = {"notice": "none", "weather": "fine"}
    reader.page.goto(address(answers, "contract"))
    reader.settle()
    _is_told(reader, f"#{write(answers)}", re.compile(r"\w"), "contract")


def test_a_fragment_that_names_a_place_says_nothing(reader: Reader) -> None:
    for fragment in ("#step", "#<script>hurt=1</script>", f"#{'x' * 10_000}"):
        reader.page.goto("about:blank")
        reader.page.goto(f"wizard/{FLOW}/money/{fragment}")
        reader.settle()
        reader.at("money")
        assert reader.said.count() == 0 or reader.said.text_content() == ""
        assert reader.fragment == _written(reader.page, fragment)
        assert reader.run("typeof hurt") == "undefined"
