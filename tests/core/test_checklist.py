from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
import textstat

from wizard import shelf
from wizard.__main__ import main
from wizard.case import VOCABULARY
from wizard.case.phrases import PHRASES
from wizard.checklist import reading
from wizard.checklist.topics import CONTRACTS, SHEETS, TOPICS, WHEN, Sheet
from wizard.checklist.words import BOTH, FOLDER, article, bound
from wizard.core import lint
from wizard.core.book import Book
from wizard.core.column import COLUMNS
from wizard.core.compiler import compile_flows
from wizard.core.errors import Findings, Refusal
from wizard.flows import FLOWS, PLANNED
from wizard.paper import Paper
from wizard.render import Speaker

BOOK = Book(VOCABULARY, FLOWS, PLANNED, shelf.words(), shelf.facts())
LIST = bound(shelf.checklist())
PAPER = Paper(LIST, Speaker(BOOK, compile_flows(BOOK.flows)["door"], shelf.LAYOUT))
PERMANENT = (
    "client_history",
    "job_post",
    "scope_written",
    "money_in_place",
    "talk_on_upwork",
    "written_yes",
    "extra_work",
    "revision_rounds",
    "silent_client",
    "work_submitted",
    "notices_checked",
    "leave_early",
    "honest_review",
    "dispute_last",
    "review_answered",
)
"""Ids that pages, sheets and case files of readers know. One may never change; a new topic gets a new id."""
REPLACED = {"work_submitted", "notices_checked", "review_answered"}
"""Topics in whose place older lists have a line that the platform's rules made wrong."""
HIGHEST_GRADE = 8


def _tables() -> dict[str, dict[str, Any]]:
    return deepcopy({name: dict(table) for name, table in shelf.checklist().items()})


def _binding(tables: dict[str, dict[str, Any]]) -> list[str]:
    with pytest.raises(Findings) as found:
        bound(tables)
    return [str(finding) for finding in found.value.findings]


def _reading(tables: dict[str, dict[str, Any]]) -> list[str]:
    links = BOOK.links(None)
    return [str(finding) for finding in reading.findings(bound(tables), BOOK.ledger, links, PHRASES.advice)]


# --- what the checklist is ------------------------------------------------------------------------


def test_the_ids_of_the_topics_never_change() -> None:
    assert tuple(topic.id for topic in TOPICS) == PERMANENT


def test_every_part_of_a_contract_has_a_topic_that_is_due() -> None:
    assert {topic.when for topic in TOPICS} == set(WHEN)


@pytest.mark.parametrize("contract", CONTRACTS)
@pytest.mark.parametrize("topic", PERMANENT)
def test_a_topic_can_be_read_for_each_kind_of_contract_and_stands_on_facts(topic: str, contract: str) -> None:
    said = LIST.reading(topic, contract)
    assert said.line
    assert said.sheet
    assert said.why
    assert said.keep
    assert said.facts
    assert set(said.facts) <= set(BOOK.ledger)


def test_a_line_that_the_rules_made_wrong_is_named_with_the_reason_and_its_facts() -> None:
    named = {id_ for id_, words in LIST.topics.items() if words.older}
    assert named >= REPLACED
    for id_ in named:
        assert LIST.topics[id_].older_why
        assert set(LIST.topics[id_].older_cites) <= set(BOOK.ledger)


def test_nothing_is_wrong_with_the_words() -> None:
    assert _reading(_tables()) == []


@pytest.mark.parametrize("name", [*PERMANENT, *(sheet.id for sheet in SHEETS)])
def test_the_words_read_at_grade_eight_or_below(name: str) -> None:
    words = LIST.topics.get(name) or LIST.sheets[name]
    said = [lint.plain(spans, {}) for _, spans in reading.prose(words)]
    text = " ".join(line if line.endswith((".", "?")) else f"{line}." for line in said)
    assert textstat.flesch_kincaid_grade(text) <= HIGHEST_GRADE


# --- sheets ---------------------------------------------------------------------------------------


def test_a_pause_has_fewer_than_ten_boxes_and_every_box_quotes_a_topic() -> None:
    pauses = [sheet for sheet in SHEETS if not sheet.contract]
    assert [sheet.id for sheet in pauses] == ["before_you_accept", "while_you_work", "trouble_today"]
    assert [sheet.kind for sheet in pauses] == ["do_confirm", "do_confirm", "read_do"]
    for sheet in pauses:
        assert 0 < len(sheet.boxes) < 10
        assert {box.topic for box in sheet.boxes} <= set(PERMANENT)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_sheet_of_a_contract_has_every_topic_once_in_the_order_of_the_work(contract: str) -> None:
    groups = LIST.boxes(f"contract_{contract}")
    assert [heading for heading, _ in groups] == [LIST.frame.when[when] for when in WHEN]
    assert sorted(box.topic for _, boxes in groups for box, _ in boxes) == sorted(PERMANENT)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)
def test_the_text_of_a_sheet_has_all_its_boxes_and_fits_a_narrow_column(sheet: Sheet) -> None:
    text = PAPER.text(sheet)
    lines = text.splitlines()
    assert max(map(len, lines)) <= COLUMNS
    boxes = [said for _, group in LIST.boxes(sheet.id) for _, said in group]
    assert sum(line.startswith("[ ] ") for line in lines) == len(boxes)
    whole = " ".join(text.split())
    for said in boxes:
        assert PAPER.says.text(said.says) in whole
        assert said.write in text
    for key in LIST.sheets[sheet.id].pages:
        assert article(BOOK.ledger[key]) in text
    assert "Independent. Not made or checked by Upwork. Not legal advice." in whole
    assert "short mark only, no client name" in whole
    assert ("READ-DO" in whole) == (sheet.kind == "read_do")
    assert text.endswith(".\n")


@pytest.mark.parametrize(
    ("typed", "sheet"),
    [("fixed", "contract_fixed"), ("hourly", "contract_hourly"), ("trouble-today", "trouble_today")],
)
def test_a_sheet_is_found_by_the_name_that_a_reader_types(typed: str, sheet: str) -> None:
    assert PAPER.sheet(typed).id == sheet


@pytest.mark.parametrize(
    ("typed", "says"), [("fixd", 'Did you mean "fixed"?'), ("<b>\x00", "Use one of: fixed, hourly")]
)
def test_a_sheet_that_is_not_there_is_refused_in_one_sentence(typed: str, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        PAPER.sheet(typed)
    assert says in refused.value.says
    assert "\x00" not in refused.value.says


def test_the_terminal_lists_the_sheets_and_prints_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checklist"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == [sheet.slug for sheet in SHEETS]
    assert main(["checklist", "hourly"]) == 0
    assert capsys.readouterr().out == PAPER.text(PAPER.sheet("hourly"))
    assert main(["checklist", "hourli"]) == 2
    assert capsys.readouterr().err == 'There is no sheet "hourli". Did you mean "hourly"?\n'


# --- bad words ------------------------------------------------------------------------------------


def test_a_topic_without_words_and_words_without_a_topic_are_found_together() -> None:
    tables = _tables()
    tables["job_posts"] = tables.pop("job_post")
    says = "\n".join(_binding(tables))
    assert f'{FOLDER}/job_posts.toml: job_posts: is no topic. Did you mean "job_post"?' in says
    assert f'{FOLDER}/job_post.toml: job_post: has no "title".' in says


def test_an_unknown_key_is_found_with_its_nearest() -> None:
    tables = _tables()
    tables["job_post"]["titel"] = "x"
    assert _binding(tables) == [
        f'{FOLDER}/job_post.toml: job_post: has an unknown key "titel". Did you mean "title"?'
    ]


def test_a_topic_must_be_read_for_both_or_for_each_kind() -> None:
    tables = _tables()
    del tables["extra_work"]["reads"]["hourly"]
    (says,) = _binding(tables)
    assert 'is read for "fixed". Write reads.both, or reads.fixed and reads.hourly.' in says


def test_a_box_without_words_and_words_without_a_box_are_found() -> None:
    tables = _tables()
    boxes = tables["sheets"]["trouble_today"]["boxes"]
    boxes["notices"] = boxes.pop("notice")
    missing, extra = _binding(tables)
    assert missing == f'{FOLDER}/sheets.toml: trouble_today: has no words for "notice".'
    assert extra.endswith('has words for "notices", which is not there. Did you mean "notice"?')


def test_an_unknown_sheet_and_a_missing_heading_are_found() -> None:
    tables = _tables()
    tables["sheets"]["on_holiday"] = {}
    del tables["frame"]["when"]["close"]
    says = "\n".join(_binding(tables))
    assert 'sheets: has words for "on_holiday", which is not there.' in says
    assert 'when: has no words for "close".' in says


def test_markup_that_is_not_in_the_grammar_is_found() -> None:
    tables = _tables()
    tables["job_post"]["reads"][BOTH]["line"] = "Read <b>this</b>."
    assert 'job_post.reads.both.line: "<" near' in _binding(tables)[0]


BAD = {
    "a naked number": ("line", "Wait 14 days.", 'has the naked number "14"'),
    "a long sentence": ("why", "so " * 21 + "long.", "has a sentence of 22 words (at most 20)"),
    "an unknown fact": ("line", "Wait {fact:milestones.review_day}.", 'Did you mean "milestones.review_days"?'),
    "a plan that is not there": ("line", "Read [this](ghosting/submit_tody).", 'links to "ghosting/submit_tody"'),
    "a link in a line": ("line", "Read [this](ghosting).", 'only plain words of "more" may lead on'),
    "a forbidden advice": ("line", "Ask for payment by PayPal.", "(n5)"),
    "a removal that has ended": ("why", "Top Rated freelancers remove a review.", "(n7)"),
    "a promise": ("why", "You will be paid.", "(n13)"),
    "a blank": ("line", "Write to [name].", "has a slot or a blank"),
    "a slot": ("line", "Wait until {date:review_end}.", "has a slot or a blank"),
    "a link on paper": ("sheet", "See [this](ghosting).", "has a link beside its box"),
    "a long box": ("sheet", "Short words. " * 12, "characters beside its box (at most"),
    "an empty part": ("why", "", 'both has an empty "why"'),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_words_that_break_a_rule_are_found(case: str) -> None:
    part, words, says = BAD[case]
    tables = _tables()
    tables["job_post"]["reads"][BOTH][part] = words
    found = _reading(tables)
    assert [line for line in found if says in line] != [], found
    assert all(line.startswith(f"{FOLDER}/job_post.toml: job_post: ") for line in found)


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("Read [this](ghosting/submit_tody).", 'links to "ghosting/submit_tody", which does not exist'),
        ("Read **[this](ghosting/submit_today)**.", 'only plain words of "more" may lead on'),
    ],
)
def test_a_link_of_a_topic_must_lead_somewhere_and_stand_in_plain_words(more: str, says: str) -> None:
    tables = _tables()
    tables["job_post"]["more"] = more
    assert [line for line in _reading(tables) if says in line] != []


def test_a_topic_without_a_fact_and_half_a_replacement_are_found() -> None:
    tables = _tables()
    tables["job_post"]["reads"][BOTH]["cites"] = []
    tables["job_post"]["older"] = "Something else."
    says = "\n".join(_reading(tables))
    assert "both stands on no fact of the ledger." in says
    assert 'has only one of "older" and "older_why".' in says
    assert 'replaces a line and names no fact in "older_cites".' in says


def test_a_sheet_may_not_print_the_address_of_a_page_that_has_none() -> None:
    tables = _tables()
    tables["sheets"]["trouble_today"]["pages"] = {"arbitration.fee": "Fee", "arbitration.fe": "Fee"}
    says = _reading(tables)
    assert [line for line in says if '"arbitration.fee", which has no help page.' in line] != []
    assert [line for line in says if 'Did you mean "arbitration.fee"?' in line] != []
