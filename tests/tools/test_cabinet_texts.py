"""Texts to copy, files brought in, and the words of the case file: nothing is lost, nothing is said too much."""

from __future__ import annotations

import io
import json
import re
import sys
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.samples import kept
from tests.samples.kept import entry
from tests.tools.cases import (
    CABINET,
    ONE,
    OPENED,
    ROOT,
    TODAY,
    TWO,
    V1,
    WORDS,
    asked,
    drawn,
    record_of,
    seen,
    sent,
    typed,
)
from wizard import bridge, shelf
from wizard.__main__ import main
from wizard.cabinet import drafts
from wizard.cabinet.ways import CHANGED
from wizard.cabinet.words import topics_of
from wizard.case import transfer
from wizard.case.journal import ABOUT, CONTRACTS, KINDS, readable, table
from wizard.case.phrases import PHRASES
from wizard.case.record import replay
from wizard.case.slots import INPUTS
from wizard.core import lint
from wizard.core.reading import texts
from wizard.core.words import Link, Place, Quote, within
from wizard.publish import quotes
from wizard.publish.engine import content

LONGEST_SENTENCE: Final = 25


# --- texts to copy --------------------------------------------------------------------------------

_texts = st.one_of(st.text(max_size=300), st.sampled_from(("a " * 150, "a,b;" * 75, "[x " * 100, "x" * 300)))
_lines = st.lists(
    st.tuples(st.sampled_from(("approval", "evidence", "scope_change", "revision", "note")), _texts),
    max_size=6,
)
_MANY = [
    ("approval", "a " * 150),
    *(("evidence", f"{number} " * 40) for number in range(4)),
    ("revision", "x"),
]


@example("fixed", "a " * 40, _MANY)
@example("hourly", "a " * 40, _MANY)
@given(st.sampled_from(CONTRACTS), st.text(max_size=80), _lines)
def test_a_statement_has_80_to_200_words_whatever_was_kept(
    contract: str, milestone: str, lines: list[tuple[str, str]]
) -> None:
    entries = [entry(0, "opened", nickname="x", contract=contract)]
    entries += [
        typed(1, "milestone", milestone),
        typed(2, "held_sum", "9,999,999.99"),
        typed(3, "submitted_on", "2026-11-12"),
    ]
    for number, (about, says) in enumerate(lines, 4):
        more = {
            "evidence": {"where": says[:80]},
            "scope_change": {"minutes": "90"},
            "revision": {"of": "3"},
        }.get(about, {})
        entries.append(entry(number, "log", about=about, says=says, **more))
    found, _refused = readable((table(one) for one in entries), CABINET.says.book.questions.values())
    record = replay(found)[ONE]
    text = "\n".join(CABINET.says.text(spans) for spans in drafts.statement(record, WORDS))
    assert 80 <= lint.words_in(text) <= 200, text
    whole = "\n".join(CABINET.says.text(spans) for spans in drafts.evidence(record, WORDS))
    assert text.count("[") == text.count("]")
    assert whole.count("[") == whole.count("]")


def test_texts_hold_what_was_kept_in_the_order_of_its_days_and_no_note() -> None:
    record = record_of(
        entry(1, "log", about="approval", says="\u201cPerfect, thanks\u201d", on="2026-11-14"),
        entry(2, "log", about="note", says="I am so angry", on="2026-11-14"),
        entry(3, "log", about="evidence", where="Messages, 14 November", on="2026-11-15"),
        typed(4, "submitted_on", "2026-11-12"),
        typed(5, "milestone", "Logo [draft]"),
    )
    evidence = [CABINET.says.text(spans) for spans in drafts.evidence(record, WORDS)]
    assert evidence[0].endswith("It is about Logo (draft).")
    assert [line.partition(":")[0] for line in evidence[1:4]] == [
        "Thu 12 Nov 2026",
        "Sat 14 Nov 2026",
        "Sun 15 Nov 2026",
    ]
    statement = " ".join(CABINET.says.text(spans) for spans in drafts.statement(record, WORDS))
    assert "On Sat 14 Nov 2026 the client approved in writing: \u201cPerfect, thanks\u201d." in statement
    assert "I pressed Submit work on Thu 12 Nov 2026." in statement
    assert "The proof is here: Messages, 14 November." in statement
    assert "angry" not in statement + " ".join(evidence)


def test_a_text_for_others_that_seems_to_name_somebody_says_so_above_it() -> None:
    html = drawn(entry(1, "log", about="check_in", says="wrote to ann@example.org"))
    above = html.partition('data-letter="case.evidence"')[2].partition("data-letter-text")[0]
    assert "an e-mail address" in seen(above)
    assert "seems to hold" not in seen(drawn())


def test_a_statement_says_nothing_that_a_text_for_upwork_may_not() -> None:
    for contract in CONTRACTS:
        record = replay([entry(0, "opened", nickname="x", contract=contract)])[ONE]
        for spans in (*drafts.statement(record, WORDS), *drafts.evidence(record, WORDS)):
            assert list(lint.forbidden(CABINET.says.text(spans), PHRASES.tickets)) == []


# --- files brought in -----------------------------------------------------------------------------


def test_an_import_shows_what_would_change_with_a_choice_only_where_both_have_more() -> None:
    other = entry(9, "opened", TWO, nickname="<Texts>")
    mine = (OPENED, entry(1, "log", about="approval"))
    theirs = transfer.export((OPENED, entry(2, "log", about="note"), other), TODAY, "x")
    said = asked(ask="import", entries=sent(*mine), file=theirs)
    assert said["changes"] == 2
    assert re.findall(r'data-difference="(\w+)"', said["html"]) == ["new", "both"]
    radios = re.findall(r'type="radio" name="(\w+)" value="(\w+)"( checked)?', said["html"])
    assert radios == [(ONE, "both", " checked"), (ONE, "mine", ""), (ONE, "theirs", "")]
    assert "&lt;Texts&gt;" in said["html"]
    same = asked(ask="import", entries=sent(*mine), file=transfer.export(mine, TODAY, "x"))
    assert (same["changes"], "Nothing would change" in same["html"]) == (0, True)


@pytest.mark.parametrize(("choice", "left"), [("mine", {1}), ("theirs", {1, 2}), ("both", {1, 2})])
def test_a_merge_keeps_the_chosen_side_and_everything_that_it_cannot_read(
    choice: str, left: set[int]
) -> None:
    odd = {
        "id": "fromthefuture1",
        "record": ONE,
        "at": "2026-11-22T10:30:00.000Z",
        "kind": "later",
        "body": {},
    }
    mine = json.dumps([*json.loads(sent(OPENED, entry(1, "log", about="approval"))), odd, 7, {"id": []}])
    file = transfer.export((OPENED, entry(2, "log", about="note")), TODAY, "x")
    said = asked(ask="merge", entries=mine, file=file, choices={ONE: choice})
    tables = json.loads(said["entries"])
    assert odd in tables
    assert 7 in tables
    assert {"id": []} in tables
    ids = {one["id"] for one in tables if isinstance(one, dict) and one["id"]}
    undone = {id_ for id_ in ids if id_.startswith("undo")}
    assert undone == ({f"undo{kept.id_(1)}"} if choice == "theirs" else set())
    ids -= undone
    assert ids == {OPENED.id, odd["id"], *(kept.id_(number) for number in left)}


@pytest.mark.parametrize("cut", range(0, len(V1), 400))
def test_a_damaged_file_is_a_sentence_and_nothing_else(cut: int) -> None:
    for request in ("import", "merge"):
        said = asked(ask=request, entries=sent(OPENED), file=V1[:cut])
        assert set(said) == {"ok", "says"}
        assert said["says"] != bridge.DAMAGED


# --- words, the page, the terminal ----------------------------------------------------------------


def test_the_words_of_the_case_file_pass_the_lints() -> None:
    book = CABINET.says.book
    wrong: list[str] = []
    for part, spans in texts(WORDS):
        whole = lint.plain(spans, {})
        wrong += [f"{part} {says}" for says in lint.forbidden(whole, PHRASES.advice)]
        wrong += [f"{part} {says}" for says in (*lint.too_long(whole, LONGEST_SENTENCE), *lint.digits(spans))]
        for span in within(spans):
            if isinstance(span, Quote) and span.key not in book.ledger:
                wrong.append(f"{part} quotes {span.key}")
            if isinstance(span, Place) and span.kind != "part":
                wrong.append(f"{part} has the place {span.name}")
            if isinstance(span, Link) and span.to not in book.links(None) and not _page(span.to):
                wrong.append(f"{part} links to {span.to}")
    wrong += [f"cites {key}" for key in (*WORDS.cites, *WORDS.tidy_cites) if key not in book.ledger]
    assert wrong == []


def _page(to: str) -> bool:
    return (ROOT / f"docs/{to}.md").exists()


def test_every_word_of_the_case_file_is_said_and_every_field_has_words() -> None:
    files = [*(ROOT / "wizard/cabinet").glob("*.py"), *(ROOT / "wizard/layout").glob("case_*.j2")]
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    composed = (
        "mine_",
        "head_",
        "theirs_",
        "import_",
        "until_",
        "over_",
        "both",
        "mine",
        "theirs",
        "e_mail",
        "link",
        "phone",
    )
    names = [name for name in (*WORDS.lines, *WORDS.labels) if not name.startswith(composed)]
    composed_too = [name for name in names if not re.search(rf'["\'.]{name}\b', source)]
    assert composed_too == ["done_on", "not_relevant_on"]
    for kind, form in WORDS.forms.items():
        assert set(form.fields) == {field.id for field in KINDS[kind]}
    assert set(WORDS.forms["log"].fields["about"].options) == set(WORDS.about) == set(ABOUT)
    assert set(WORDS.contracts) == set(WORDS.evidence.contracts) == set(CONTRACTS)
    assert set(WORDS.evidence.dates) == {known.id for known in INPUTS if known.kind == "date"}
    assert set(WORDS.inputs) <= {known.id for known in INPUTS}
    assert set(WORDS.changed) == set(CHANGED)


def test_the_page_of_the_case_file_has_its_mark_and_a_part_for_paper() -> None:
    text = (ROOT / "docs/case-file.md").read_text(encoding="utf-8")
    assert "\ncase: true\n" in text
    assert "\n{case}\n" in text
    assert "\n{sheets}\n" in text
    assert list(quotes.problems(text.split("---\n", 2)[2])) == []


def test_the_checklist_travels_with_the_tools() -> None:
    packed = content.packed({})
    assert topics_of(json.loads(packed[shelf.PACKED_CHECKLIST])) == CABINET.topics
    assert len(packed[shelf.PACKED_CHECKLIST]) < 6_000
    assert shelf.PACKED_CHECKLIST.startswith("tools/")


def test_the_terminal_prints_what_is_due_and_a_sheet_for_each_contract(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(V1))
    assert main(("case", "--on", "2026-10-20", "--zone", "Africa/Lagos")) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("TODAY\n")
    assert "Tue 27 Oct 2026, 01:00 Africa/Lagos" in " ".join(printed.split())
    assert "LOGO FOR THE BAKERY" in printed
    assert "SHOP TEXTS, BY THE HOUR" in printed
    monkeypatch.setattr(sys, "stdin", io.StringIO("{"))
    assert main(("case",)) == 2
    assert "damaged" in capsys.readouterr().err
