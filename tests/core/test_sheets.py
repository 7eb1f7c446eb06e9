from __future__ import annotations

from typing import Any

import pytest

from tests.samples import permit
from wizard.core.errors import Findings
from wizard.core.sheets import CaseWords, OutcomeWords, QuestionWords, read_words, unread_words
from wizard.core.words import Place, Plain, Strong

SHAPE = permit.PERMIT.outcomes[0]


def _read(table: dict[str, Any]) -> list[str]:
    with pytest.raises(Findings) as found:
        read_words(OutcomeWords, table, "flows/permit/words/pay_now")
    return [f"{finding.id}: {finding.says}" for finding in found.value.findings]


def test_a_whole_words_file_is_read() -> None:
    words = read_words(OutcomeWords, permit.outcome_words(SHAPE), "flows/permit/words/pay_now")
    assert words.verdict[0] == Strong((Plain("The "), Place("slot", "fee"), Plain(" is yours.")))
    assert words.options["sell"].costs == (Plain("an hour"),)
    assert words.stop == ()


def test_all_problems_of_a_words_file_are_reported_at_once() -> None:
    table = permit.outcome_words(SHAPE)
    del table["rule"]
    table |= {
        "ruels": "x",
        "title": 7,
        "kind": ["x"],
        "where": "a < b",
        "keep": "x",
        "then": "x",
        "score": ["fine", "**open"],
    }
    table["options"]["sell"] = "x"
    del table["options"]["pay_fine"]["costs"]
    table["options"]["pay_fine"]["cost"] = "x"
    said = _read(table)
    for part in (
        'pay_now: has an unknown key "ruels". Did you mean "rule"?',
        'pay_now: has no "rule".',
        "pay_now.title: must be a text.",
        "pay_now.kind: must be a text.",
        'pay_now.where: "<" near "a < b" has no meaning here.',
        "pay_now.keep: must be a list.",
        "pay_now.then: must be a table.",
        'pay_now.score[2]: "*" near "**open" has no meaning here.',
        "pay_now.options.sell: must be a table.",
        'pay_now.options.pay_fine: has an unknown key "cost". Did you mean "costs"?',
        'pay_now.options.pay_fine: has no "costs".',
    ):
        assert part in said
    assert len(said) == 11


def test_lines_of_a_words_file_are_joined() -> None:
    table = permit.tables()["case/words/questions"]["bike"] | {"why": "one\n  two\n"}
    assert read_words(QuestionWords, table, "questions").why == (Plain("one two"),)


def test_words_that_were_checked_are_read_one_by_one_and_say_what_they_would_have_said() -> None:
    whole: dict[str, dict[str, Any]] = {
        "questions": {},
        "strips": {},
        "cards": {},
        "acts": {"pay": "Pay."},
        "places": {},
        "inputs": {},
    }
    whole["interface"] = {"back": "Go **back**.", "bad": 7}
    words = unread_words(CaseWords, whole, "case/words")
    assert words.acts == {"pay": "Pay."}
    assert words.interface["back"] == (Plain("Go "), Strong((Plain("back"),)), Plain("."))
    assert [*words.interface] == ["back", "bad"]
    with pytest.raises(Findings, match="must be a text"):
        words.interface["bad"]
    with pytest.raises(KeyError):
        words.acts["flee"]
