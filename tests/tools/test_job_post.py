"""The report of the job-post check: what it says first, what it marks, what it asks, and what it keeps to itself."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard import jobpost
from wizard.case.phrases import PHRASES
from wizard.core import form, lint
from wizard.core.report import Draft, Heading, Marked, Report, Say
from wizard.flows.screening.flow import OUTCOMES, QUESTIONS
from wizard.publish import states
from wizard.tools import job_post
from wizard.tools.job_post import IN_WIZARD, STANDS_ON, TOOL

if TYPE_CHECKING:
    from wizard.core.words import Spans

TODAY: Final = date(2026, 11, 22)
DESK: Final = states.desk()
WORDS: Final = DESK.words(TOOL)
IDS: Final = (*(sign.id for sign in jobpost.SIGNS), *jobpost.NAMED)
CLEAN: Final = "Brochure of 8 pages for a workshop, print file and source. First layout within two weeks, then two rounds of changes."
VAGUE: Final = "Hi, I need someone to help with my website. More details in chat. It is urgent."
TERRIBLE: Final = (
    "VA needed!! Send a copy of your passport. A registration fee of $20 is needed. First week is unpaid training."
    " We pay by Western Union. Add me on Telegram @example. $2/hr, unlimited changes"
)
NASTY: Final = (
    "unlimited unlimited revisions until happy \u202eunpaid test\u202c <script>alert(1)</script> {part:name} **x**"
    " [y](z) \U0001f9d1\u200d\U0001f4bb tele\u200dgram me, \u0644\u0648\u06af\u0648 &amp; {fact:conduct.abuse} 0\u0661\u00b2"
)


def report(post: str, **typed: str) -> Report:
    worked = DESK.work(TOOL, {"post": post, **typed}, TODAY)
    assert worked.report is not None, (worked.refused, worked.read.problems)
    return worked.report


def said(spans: Spans) -> str:
    return lint.plain(spans, {})


def lead(one: Report) -> str:
    first = one.blocks[0]
    assert isinstance(first, Say)
    assert first.tone == "lead"
    return said(first.spans)


def drafts(one: Report) -> dict[str, str]:
    return {block.id: " ".join(map(said, block.text)) for block in one.blocks if isinstance(block, Draft)}


def marked(one: Report) -> Marked | None:
    return next((block for block in one.blocks if isinstance(block, Marked)), None)


def test_a_clean_post_is_called_clean_and_never_safe() -> None:
    one = report(CLEAN)
    assert "none of our signs" in lead(one)
    assert "no promise" in lead(one)
    assert marked(one) is None
    assert drafts(one) == {}
    assert one.figures["signs"] == ""
    assert one.figures["band"] == "none"


def test_what_is_heavy_stands_in_the_lead_and_first() -> None:
    one = report(TERRIBLE)
    for name in ("pay something first", "papers", "pay elsewhere", "free work"):
        assert name in lead(one)
    assert "Do not go on" in lead(one)
    assert "low pay" not in lead(one)
    order = str(one.figures["signs"]).split()
    assert order == ["pay_first", "papers", "outside", "free_work", "contact", "unlimited", "low_pay"]
    assert one.figures["band"] == "several"
    assert [block.tone for block in one.blocks if isinstance(block, Say)].count("warning") == 1


def test_small_signs_are_asked_about_and_not_called_a_stop() -> None:
    one = report(VAGUE)
    assert "2 small signs" in lead(one)
    assert lead(one).endswith(" One point is left open too.")
    assert "Do not go on" not in lead(one)
    assert set(drafts(one)) == {"hurry", "vague", "no_deadline", "no"}
    assert one.figures["band"] == "few"
    # The open list is asked for once, by the sign.
    assert one.figures["gaps"] == "no_deadline"


def test_a_small_sign_without_a_gap_names_no_open_point() -> None:
    one = report(f"{CLEAN} It is urgent.")
    assert "one small sign" in lead(one)
    assert "left open" not in lead(one)
    two = report("It is urgent! We look for a friendly person who is good with words and knows our town.")
    assert lead(two).endswith(" 2 points are left open too.")


def test_gaps_alone_are_open_points() -> None:
    one = report("We look for a friendly person who is good with words and knows our town.")
    assert lead(one) == "We found no sign, but two points are left open. Ask about them before you accept."
    assert set(drafts(one)) == {"no_list", "no_deadline"}
    assert "one point" in lead(
        report("Put our logo at the end of the video and make the sound louder please.")
    )


@pytest.mark.parametrize("one", [report(TERRIBLE), report(VAGUE)], ids=["terrible", "vague"])
def test_each_sign_has_its_number_its_places_and_a_question(one: Report) -> None:
    shown = marked(one)
    assert shown is not None
    numbers = list(dict.fromkeys(note for piece in shown.pieces for note in piece.notes))
    headings = [said(block.spans) for block in one.blocks if isinstance(block, Heading)]
    for sign in str(one.figures["signs"]).split():
        name = said(WORDS.lines[f"name_{sign}"])
        assert f"{name} (mark {numbers.index(sign) + 1})" in headings
        assert drafts(one)[sign].startswith("Hi [name], ")
    assert len([block for block in one.blocks if isinstance(block, Draft) and block.id == "no"]) == 1


@pytest.mark.parametrize("id_", IDS)
def test_each_sign_and_gap_has_a_name_a_reason_and_a_question_and_no_other_has(id_: str) -> None:
    assert set(STANDS_ON) == set(IDS)
    for kind in ("name", "why", "ask"):
        assert f"{kind}_{id_}" in WORDS.lines
        named = {line.removeprefix(f"{kind}_") for line in WORDS.lines if line.startswith(f"{kind}_")}
        assert named - {"title", "few"} == set(IDS)
    assert all(key in DESK.says.book.ledger for key in STANDS_ON[id_])
    question = said(WORDS.lines[f"ask_{id_}"])
    assert 15 <= lint.words_in(question) <= 60
    assert not list(lint.forbidden(question, PHRASES.letters))


def test_a_sign_is_called_in_the_wizard_what_it_is_called_here() -> None:
    question = next(one for one in QUESTIONS if one.id == "job_signs")
    weights = {sign.id: sign.weight for sign in question.signs}
    for id_, kind in IN_WIZARD.items():
        if id_ != "vague":
            assert weights[id_] == (3 if kind == "strong" else 1)
    assert {outcome.id for outcome in OUTCOMES} >= {"several_signs", "few_signs", "vague_post", "low_budget"}
    assert all(sign.id in IN_WIZARD for sign in jobpost.SIGNS if sign.weight != "ask")


@pytest.mark.parametrize(
    ("typed", "rate", "sentence", "signs"),
    [
        (
            {"budget": "100", "hours": "30", "own": "12"},
            "3.33 USD",
            "That is below your own value of 12 USD",
            "low_pay",
        ),
        ({"budget": "360", "hours": "30", "own": "12"}, "12 USD", "That is not below your own value", ""),
        (
            {"budget": "359.99", "hours": "30", "own": "12"},
            "12 USD",
            "That is below your own value",
            "low_pay",
        ),
        ({"budget": "0.01", "hours": "10000"}, "0.01 USD", "0.01 USD for 10,000 hours is 0.01 USD", ""),
        ({"budget": "150", "own": "12"}, "", "150 USD pays for 12.5 hours at your own value", ""),
        ({"budget": "150"}, "", "To compare the budget", ""),
        ({"hours": "15"}, "", "To compare the budget", ""),
        ({"own": "15"}, "", "", ""),
    ],
)
def test_the_budget_is_compared_with_the_readers_own_hour(
    typed: dict[str, str], rate: str, sentence: str, signs: str
) -> None:
    one = report(CLEAN, **typed)
    assert one.figures["rate"] == rate
    assert sentence in " ".join(said(block.spans) for block in one.blocks if isinstance(block, Say))
    assert one.figures["signs"] == signs


def test_a_rate_in_the_post_is_measured_with_the_readers_own_hour() -> None:
    post = f"{CLEAN} We pay $14 per hour."
    assert report(post).figures["signs"] == ""
    one = report(post, own="20")
    assert one.figures["signs"] == "low_pay"
    assert "The post names 14 USD an hour. Your own value is 20 USD an hour." in DESK.text(TOOL, one)
    assert report(post, own="14").figures["signs"] == ""


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("whatsapp me now", "This text is too short"),
        (
            "Necesito un disenador para la pagina de mi tienda, con tres fotos y un logo.",
            "This does not seem to be English",
        ),
        ("\u0644\u0648\u06af\u0648 " * 20, "This does not seem to be English"),
    ],
)
def test_what_cannot_be_judged_is_not_judged(text: str, start: str) -> None:
    one = report(text)
    assert lead(one).startswith(start)
    assert marked(one) is None
    assert (one.figures["signs"], one.figures["gaps"], one.figures["band"]) == ("", "", "")


def test_a_hostile_text_is_marked_and_changes_nothing_around_it() -> None:
    one = report(NASTY + " and we want you to start with a logo for the shop")
    shown = marked(one)
    assert shown is not None
    assert "unlimited" in str(one.figures["signs"])
    html = str(DESK.html(TOOL, one))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "{part:name}" in html
    assert DESK.text(TOOL, one)


def clean(text: str) -> str:
    """Return the text as the form reads it: what the report shows."""
    return str(form.value(TOOL.form.fields[0], text, TODAY))


LINES = st.sampled_from(
    [
        *TERRIBLE.split(". "),
        *NASTY.split(" "),
        CLEAN,
        VAGUE,
        "\n",
        "  ",
        "$2/hr",
        "no, or not",
        "\u200d",
        "\x00",
    ]
)


@given(st.one_of(st.text(st.characters(), max_size=300), st.lists(LINES, max_size=12).map(" ".join)))
def test_any_text_has_a_report_whose_pieces_are_the_text(text: str) -> None:
    worked = DESK.work(TOOL, {"post": text}, TODAY)
    if worked.report is None:
        assert worked.read.missing or worked.read.problems
        return
    shown = marked(worked.report)
    if shown:
        assert "".join(piece.text for piece in shown.pieces) == clean(text)
        assert {note for piece in shown.pieces for note in piece.notes} <= set(IDS)
    DESK.html(TOOL, worked.report)


@given(st.lists(LINES, min_size=1, max_size=12).map(" ".join))
def test_figures_hold_ids_and_numbers_and_nothing_of_the_text(text: str) -> None:
    worked = DESK.work(TOOL, {"post": text, "own": "12", "budget": "100", "hours": "9"}, TODAY)
    if worked.report:
        allowed = {*IDS, "none", "few", "several", "short", "language", "11.11 USD", "12 USD", ""}
        for value in worked.report.figures.values():
            words = {value} if str(value).endswith("USD") else set(str(value).split(" "))
            assert all(word in allowed or re.fullmatch(r"\d{1,3}", str(word)) for word in words)


def test_the_longest_post_is_read_and_a_longer_one_refused() -> None:
    post = ("unlimited changes until we are happy, " * 600)[: form.LONGEST["long"]]
    shown = marked(report(post))
    assert shown is not None
    assert "".join(piece.text for piece in shown.pieces) == clean(post)
    assert DESK.work(TOOL, {"post": post + " more"}, TODAY).read.problems


def test_the_post_is_never_kept_and_what_is_typed_about_money_may_be() -> None:
    kept = {field.id: field.kept for field in TOOL.form.fields}
    assert kept == {"post": False, "budget": True, "hours": True, "own": True}


def test_nobody_is_accused() -> None:
    words = " ".join(said(spans) for spans in WORDS.lines.values())
    assert not re.search(
        r"\b(scam\w*|fraud\w*|cheat\w*|liar|criminal|bad client|red flag)\b", words, re.IGNORECASE
    )
    assert job_post.TOOL.slug == "job-post"
