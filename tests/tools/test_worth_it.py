"""What a reader types into "Is it worth it?" becomes sums that are right, plain and no promise."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from wizard import shelf
from wizard.case.phrases import IN_ADVICE
from wizard.core import lint
from wizard.core.errors import Refusal
from wizard.core.facts import Ledger, ledger
from wizard.core.form import read
from wizard.core.reading import texts
from wizard.core.report import Heading, Points, Report, Say, Table
from wizard.core.words import Link, Place, Quote, Spans, within
from wizard.flows import FLOWS
from wizard.tools.model import Asked, ToolWords, words_of
from wizard.tools.worth_it import TOOL

TODAY = date(2026, 11, 22)
GUIDE = Path(__file__).resolve().parents[2] / "docs"
SMALL = {"sum": "150", "offer": "60", "value": "8", "chance": "even"}
LARGE = {"sum": "4000", "offer": "1500", "value": "40", "chance": "good", "service_fee": "10"}


@cache
def _ledger() -> Ledger:
    return ledger(shelf.facts())


@cache
def _words() -> ToolWords:
    return words_of(TOOL.id, shelf.words())


def _work(**typed: str) -> Report:
    found = read(TOOL.form, typed, TODAY)
    assert not found.problems
    assert not found.missing
    return TOOL.work(Asked(found.values, found.rows, TODAY, _ledger(), _words()))


def _plain(spans: Spans) -> str:
    facts = {"fact": ""}
    return lint.plain(spans, facts)


def _said(report: Report) -> Iterator[Spans]:
    for block in report.blocks:
        if isinstance(block, Say | Heading):
            yield block.spans
        elif isinstance(block, Points):
            yield from block.items
        elif isinstance(block, Table):
            yield from (block.caption, *block.head, *(cell for row in block.rows for cell in row))


def _text(report: Report) -> str:
    return "\n".join(_plain(spans) for spans in _said(report))


def _lead(report: Report) -> str:
    first = report.blocks[0]
    assert isinstance(first, Say)
    assert first.tone == "lead"
    return _plain(first.spans)


# --- what it says ---------------------------------------------------------------------------------


def test_a_small_sum_against_a_large_fee_is_shown_with_its_loss_and_its_days() -> None:
    report = _work(**SMALL)
    # After the highest fee, 15 per cent: 127.50 and 51. (51 + 16) / 127.50 is 52.5 per cent.
    assert _lead(report) == (
        "Refusing the offer of 60 USD pays only if your chance is above about 53 percent. "
        "If both sides pay for arbitration, even a full win costs you 274 USD."
    )
    assert "Your share of the arbitration fee, 337.50 USD, is 5.3 days of your work." in _text(report)
    assert (report.figures["arbitrate_best"], report.figures["arbitrate_even"]) == ("-274.00", None)
    assert (report.figures["dispute_low"], report.figures["dispute_high"]) == ("35.00", "61.00")


def test_a_larger_sum_names_the_chance_that_arbitration_needs() -> None:
    report = _work(**LARGE)
    # (1,350 + 80) / 3,600 and (1,350 + 80 + 240 + 337.50) / 3,600.
    assert (report.figures["dispute_even"], report.figures["arbitrate_even"]) == (40, 56)
    assert "above about 56 percent" in _lead(report)
    assert "Your choice counts as 60 to 80 percent. That is above the 40 percent" in _text(report)


def test_proof_is_said_to_move_no_held_money_alone_and_hours_have_no_such_end() -> None:
    says = "Proof alone moves no held money"
    assert says in _text(_work(**LARGE))
    assert says not in _text(_work(**LARGE | {"money": "hourly"}))
    assert "That is above the" in _text(_work(**LARGE | {"money": "hourly"}))


def test_the_first_fields_are_those_that_decide_most_and_our_guesses_come_last() -> None:
    fields = [field.id for field in TOOL.form.fields]
    assert fields[:5] == ["money", "sum", "offer", "chance", "value"]
    assert fields[-4:] == ["hours_talk", "hours_dispute", "hours_arbitration", "day_hours"]


def test_money_already_paid_is_the_readers_and_no_page_says_who_gets_it_by_payment() -> None:
    report = _work(**LARGE | {"money": "released"})
    assert _lead(report).startswith("You decide: there is no duty to refund. A no keeps 3,600 USD")
    assert "Never ignore an e-mail about arbitration" in _text(report)
    assert report.figures["dispute_worst"] is None
    no = next(row for row in _rows(report, "What each way costs") if row[0].startswith("say no"))
    assert no[2:4] == ("not known", "not known")
    assert not any(name.startswith("pays_") for name in report.figures)
    assert "Who pays" not in _text(report)


def test_hours_have_no_arbitration_and_three_days() -> None:
    report = _work(**LARGE | {"money": "hourly"})
    assert _lead(report).startswith("Giving way leaves you 1,350 USD after the service fee.")
    assert "arbitra" not in _text(report)
    assert any(
        isinstance(span, Quote) and span.key == "hourly.answer_days"
        for spans in _said(report)
        for span in spans
    )


def test_who_does_not_know_where_the_money_is_is_told_to_look_first() -> None:
    report = _work(**LARGE | {"money": "unknown"})
    assert "We counted as if Upwork holds the money. Check it first" in _text(report)
    assert report.figures == _work(**LARGE).figures


def test_an_offer_of_all_leaves_nothing_to_fight_for() -> None:
    assert _lead(_work(sum="500", offer="500", value="5")).startswith(
        "A yes brings 425 USD after the service fee."
    )


def test_nothing_done_means_nothing_to_ask_for() -> None:
    report = _work(sum="500", done="0")
    assert _lead(report).startswith("By what you typed, nothing is done")
    assert "Ask for" not in _text(report)


@pytest.mark.parametrize(
    ("typed", "lead"),
    [
        ({"sum": "500"}, "Nothing is offered, and your hours count as nothing here. So these sums show no cost. Your time, your review of the client and the score are not in them. If both sides pay for arbitration, your chance must be above about 79 percent."),
        ({"sum": "500", "value": "20"}, "Nothing is offered. A dispute is worth your hours only if your chance is above about 9 percent."),
        ({"sum": "10", "value": "20"}, "By these sums a dispute does not pay. Even a full win leaves you minus 31.50 USD, after your hours."),
        ({"sum": "100", "offer": "99", "value": "20"}, "By these sums refusing does not pay. Even a full win leaves you 45 USD after your hours, and a yes brings 84.15 USD."),
        ({"money": "hourly", "sum": "300"}, "Giving way leaves you nothing, and your hours count as nothing here. So these sums show no cost. Your time and the score are not in them."),
        ({"money": "hourly", "sum": "300", "value": "20"}, "Giving way leaves you nothing. An answer is worth your hours only if your chance is above about 16 percent."),
        ({"money": "hourly", "sum": "20", "value": "20"}, "By these sums an answer does not pay. Even a full win leaves you minus 23 USD, after your hours."),
        ({"money": "hourly", "sum": "40", "offer": "39", "value": "20"}, "By these sums an answer does not pay. Even a full win leaves you minus 6 USD after your hours, and giving way leaves you 33.15 USD."),
        ({"money": "released", "sum": "80", "offer": "80"}, "A yes leaves you all that is in question, 68 USD after the service fee."),
    ],
)  # fmt: skip
def test_the_lead_fits_the_sums(typed: dict[str, str], lead: str) -> None:
    assert _lead(_work(**typed)).startswith(lead)


def _rows(report: Report, caption: str) -> list[tuple[str, ...]]:
    tables = [block for block in report.blocks if isinstance(block, Table)]
    table = next(table for table in tables if _plain(table.caption).startswith(caption))
    assert all(len(row) == len(table.head) for row in table.rows)
    return [tuple(map(_plain, row)) for row in table.rows]


def test_the_table_of_sums_has_a_row_for_each_way_with_losses_in_words() -> None:
    assert _rows(_work(**SMALL), "What each way costs") == [
        ("say yes", "0 USD", "51 USD", "51 USD", "51 USD"),
        ("talk", "8 USD", "28 USD to 66 USD", "minus 8 USD", "119.50 USD"),
        ("dispute", "16 USD", "35 USD to 61 USD", "minus 16 USD", "111.50 USD"),
        (
            "arbitrate, if both sides pay",
            "401.50 USD",
            "minus 351 USD to minus 325 USD",
            "minus 401.50 USD",
            "minus 274 USD",
        ),
    ]


def test_the_table_of_payers_gives_held_money_to_the_client_to_her_or_to_the_arbitrator() -> None:
    assert _rows(_work(**SMALL), "Who pays") == [
        ("nobody", "goes to the client", "minus 16 USD"),
        ("only you", "goes to you", "111.50 USD if your fee comes back; minus 226 USD if not"),
        ("only the client", "goes to the client", "minus 16 USD"),
        ("you and the client", "the arbitrator decides", "minus 401.50 USD to minus 274 USD"),
    ]


def test_the_table_of_time_counts_the_hours_of_a_dispute_for_arbitration_too() -> None:
    rows = _rows(_work(**SMALL), "Your hours")
    assert [row[:3] for row in rows] == [
        ("say yes", "0", "0"),
        ("talk", "1", "0.1"),
        ("dispute", "2", "0.3"),
        ("arbitrate, if both sides pay", "8", "6.3"),
    ]


def test_without_an_offer_a_yes_is_called_letting_the_money_go() -> None:
    assert "let it go" in _text(_work(sum="500"))
    assert "say yes" not in _text(_work(sum="500"))
    assert "let it go" not in _text(_work(**SMALL))


def test_the_fair_part_is_shown_only_where_a_part_is_done_and_money_is_held() -> None:
    part = LARGE | {"done": "6", "of": "10", "useful": "some"}
    report = _work(**part)
    assert "60 percent is done. Of 4,000 USD, that is 2,400 USD before the service fee." in _text(report)
    assert "Ask for 1,800 USD, we think." in _text(report)
    assert (report.figures["part_asks"], report.figures["part_floor"]) == ("1800.00", "1351.11")
    assert "Your floor, we think: 1,351.11 USD, before the service fee." in _text(report)
    assert "No answer to an offer means no." in _text(report)
    assert "Ask for" not in _text(_work(**LARGE))
    assert "Ask for" not in _text(_work(**part | {"money": "released"}))


def test_a_floor_needs_a_chance_and_a_part_needs_to_be_known_as_useful() -> None:
    part = LARGE | {"done": "6", "of": "10"}
    no_chance = _work(**part | {"chance": "unknown"})
    assert "Your floor needs your chance." in _text(no_chance)
    assert "Your floor, we think" not in _text(no_chance)
    assert no_chance.figures["part_floor"] is None
    assert (
        "We think: ask for 2,400 USD if the client can use all of the done part, 1,800 USD if only some. "
        "Find out before you write the offer."
    ) in _text(_work(**part))


def test_our_guesses_and_the_ledgers_fee_are_named_as_what_they_are_until_they_are_changed() -> None:
    ours = _text(_work(sum="500"))
    assert "The arbitration fee is 337.50 USD, from one post." in ours
    assert "The service fee is 15 percent, the highest reported." in ours
    assert "You gave no value for an hour" in ours
    own = _text(_work(sum="500", fee="291", service_fee="10", value="25"))
    assert "The arbitration fee is 291 USD, as you typed it." in own
    assert "The service fee is 10 percent, as you typed it." in own
    assert "An hour counts as 25 USD." in own


def test_without_the_value_of_an_hour_nothing_is_told_in_days_of_work() -> None:
    assert "days of your work" not in _text(_work(sum="500"))


@pytest.mark.parametrize("wrong", [{"sum": "50", "offer": "60"}, {"sum": "50", "done": "7", "of": "6"}])
def test_two_fields_that_contradict_each_other_are_refused_in_a_sentence_or_two(
    wrong: dict[str, str],
) -> None:
    with pytest.raises(Refusal, match="Check both"):
        _work(**wrong)


# --- many inputs ----------------------------------------------------------------------------------


def _typed(seed: int) -> dict[str, str]:
    pick = random.Random(seed)  # noqa: S311 - a seed makes the same case again
    typed = {
        "money": pick.choice(["held", "released", "hourly", "unknown"]),
        "sum": pick.choice(["0.01", "1", "20", "150", "337.50", "1,200.50", "4000", "10000000"]),
        "chance": pick.choice(["low", "even", "good", "unknown"]),
        "useful": pick.choice(["all", "some", "none", "unknown"]),
    }
    may_be = {
        "offer": ["0.01", "1", "20", "60", "4000"],
        "value": ["0.01", "3.5", "8", "95", "10000000"],
        "fee": ["0.01", "150", "337.50", "5000"],
        "service_fee": ["0", "7.25", "10", "50"],
        "done": ["0", "1", "6", "99.9", "100"],
        "of": ["100", "7", "100000"],
        "hours_talk": ["0", "0.5", "1000"],
        "hours_dispute": ["0", "3", "1000"],
        "hours_arbitration": ["0", "12.25", "1000"],
        "day_hours": ["1", "6.5", "24"],
    }
    return typed | {name: pick.choice(texts) for name, texts in may_be.items() if pick.random() < 0.6}


def _runs() -> Iterator[tuple[dict[str, str], Report]]:
    for seed in range(400):
        typed = _typed(seed)
        try:
            yield typed, _work(**typed)
        except Refusal as refusal:
            assert "Check both" in refusal.says  # noqa: PT017 - anything else would be a mistake of ours


def test_whatever_is_typed_the_answer_comes_first_and_every_sum_shown_is_a_figure() -> None:
    runs = list(_runs())
    assert len(runs) >= 200
    for typed, report in runs:
        _lead(report)
        shown = {
            float(figure.replace(",", ""))
            for figure in map(str, report.figures.values())
            if re.fullmatch(r"-?[\d.,]+", figure)
        }
        known = {abs(number) for number in shown} | {
            float(value.replace(",", "")) for value in typed.values() if value[0].isdigit()
        }
        for spans in _said(report):
            for found in re.findall(r"([\d,]+(?:\.\d\d)?) USD", _plain(spans)):
                assert float(found.replace(",", "")) in known, (typed, _plain(spans))


def test_no_sum_is_ever_written_with_a_hyphen_or_as_nothing_at_all() -> None:
    for _, report in _runs():
        assert not re.search(r"-\d|minus 0 USD|NaN|E\+|Infinity", _text(report))


def test_every_line_is_said_by_some_input_and_no_line_is_left_over() -> None:
    heard: set[str] = set()
    lines = dict(_words().lines)

    class Heard(dict[str, Spans]):
        def __getitem__(self, name: str) -> Spans:
            heard.add(name)
            return lines[name]

    words = ToolWords(_words().title, _words().says, _words().fields, Heard(lines))
    for seed in range(1_500):
        found = read(TOOL.form, _typed(seed), TODAY)
        try:
            TOOL.work(Asked(found.values, found.rows, TODAY, _ledger(), words))
        except Refusal:
            continue
    assert set(lines) == heard


# --- its words ------------------------------------------------------------------------------------


def test_the_words_have_a_label_for_every_field_and_every_choice() -> None:
    assert set(_words().fields) == {field.id for field in TOOL.form.fields}
    for field in TOOL.form.fields:
        assert tuple(_words().fields[field.id].options) == field.options
        assert len(_words().fields[field.id].label) <= 45


def test_every_link_leads_somewhere_and_every_fact_is_in_the_ledger() -> None:
    outcomes = {f"{flow.id}/{outcome.id}" for flow in FLOWS for outcome in flow.outcomes}
    known = outcomes | {flow.id for flow in FLOWS}
    assert set(_words().cites) <= set(_ledger())
    for part, spans in texts(_words()):
        for span in within(spans):
            if isinstance(span, Link):
                assert span.to in known or (GUIDE / f"{span.to}.md").exists(), (part, span.to)
            assert not isinstance(span, Quote) or span.key in _ledger(), part
            assert not isinstance(span, Place) or span.kind == "part", part


def test_the_words_are_short_hold_no_naked_number_and_none_of_the_forbidden_advice() -> None:
    for part, spans in texts(_words()):
        text = _plain(spans)
        found = (*lint.digits(spans), *lint.too_long(text, 20), *lint.forbidden(text, IN_ADVICE))
        assert not found, (part, found)


def test_it_tells_nobody_to_pay_to_refuse_or_to_accept() -> None:
    for _, report in _runs():
        assert not re.search(
            r"(?i)\b(you should|pay the fee\b|refuse it|accept it|we advise|take the offer)", _text(report)
        )
