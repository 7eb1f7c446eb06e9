from __future__ import annotations

import pytest

from tests.samples import permit
from wizard.core.book import spans_in
from wizard.core.errors import Findings
from wizard.core.words import Place, Plain, Quote

BOOK = permit.book()


def test_the_slots_of_a_result_are_listed_in_the_order_of_use() -> None:
    assert BOOK.places("permit", "get_papers") == (
        "slot:fee",
        "slot:nickname",
        "date:fine_end",
        "date:office_end",
        "date:office_hold",
        "date:remind",
        "date:answer_by",
        "date:today",
        "date:office_now",
    )


def test_a_slot_rests_on_an_input_or_on_today() -> None:
    starts = {
        name: BOOK.start_of(name) for name in ("slot:fee", "date:remind", "date:answer_by", "date:today")
    }
    assert starts == {
        "slot:fee": "fee",
        "date:remind": "asked_on",
        "date:answer_by": "today",
        "date:today": "today",
    }


def test_the_fields_of_a_result_are_those_that_fill_something_and_the_day_of_its_clock() -> None:
    assert [field.id for field in BOOK.inputs_for("permit", "get_papers")] == [
        "fined_on",
        "asked_on",
        "fee",
        "nickname",
    ]
    words = permit.tables()
    words["flows/permit/words/pay_now"] |= {
        "verdict": "Yours.",
        "do_now": "Pay.",
        "by_when": ["Today."],
        "score": ["-"],
    }
    assert [field.id for field in permit.book(words=words).inputs_for("permit", "pay_now")] == ["fined_on"]


def test_a_result_cites_what_it_quotes_its_clock_and_what_it_stands_on() -> None:
    assert BOOK.cited("permit", "pay_now") == ("permits.office_days", "permits.fine_days", "permits.shown")


def test_a_missing_words_file_is_a_finding() -> None:
    words = permit.tables()
    del words["flows/permit/words/pay_now"], words["messages/owner_note"], words["flows/permit/words/flow"]
    book = permit.book(words=words)
    for read in (
        lambda: book.outcome("permit", "pay_now"),
        lambda: book.letter("owner_note"),
        lambda: book.flow_words("permit"),
    ):
        with pytest.raises(Findings, match="has no words file"):
            read()


def test_malformed_words_of_the_vocabulary_stop_the_book_with_all_findings() -> None:
    words = permit.tables()
    words["case/words/strips"]["borrowed"]["says"] = "a < b"
    del words["case/words/questions"]["bike"]["why"]
    with pytest.raises(Findings) as found:
        permit.book(words=words)
    assert [finding.id for finding in found.value.findings] == [
        "words.questions.bike",
        "words.strips.borrowed.says",
    ]


def test_a_flow_that_is_published_is_no_longer_planned() -> None:
    assert BOOK.planned == {"garage"}


def test_spans_are_found_however_deep_they_stand() -> None:
    spans = list(spans_in({"a": [(Plain("x"),), {"b": ((Quote("k"),), Place("slot", "s"))}]}))
    assert spans == [Plain("x"), Quote("k"), Place("slot", "s")]
    assert list(spans_in("text")) == []
