"""A report says the same on a page and in plain text, whatever stands in it; a form asks for each field once."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard import shelf
from wizard.case import VOCABULARY
from wizard.core.automaton import Automaton
from wizard.core.book import Book
from wizard.core.column import COLUMNS
from wizard.core.compiler import compile_flows
from wizard.core.errors import Findings, Refusal
from wizard.core.form import Field, Form
from wizard.core.report import (
    Chart,
    Column,
    Draft,
    File,
    Heading,
    Marked,
    Piece,
    Points,
    Report,
    Road,
    Say,
    Stop,
    Table,
)
from wizard.core.words import Moment, Plain, parse
from wizard.desk import TOP, Desk, files
from wizard.flows import FLOWS, PLANNED
from wizard.render import Speaker
from wizard.tools.model import Asked, Tool, ToolWords, plain, words_of

TODAY = date(2026, 11, 22)
WORDS = {
    "title": "Toy",
    "says": "Plays.",
    "cites": ["milestones.review_days"],
    "fields": {
        "kind": {"label": "Kind", "options": {"one": "One", "two": "Two"}},
        "sum": {"label": "Sum", "hint": "For example 600."},
        "post": {"label": "Post"},
        "band": {"label": "Band"},
    },
    "lines": {
        "lead": "You said **{part:sum}**, see [the plan](ghosting/submit_today) and {fact:milestones.review_days}."
    },
}


def _work(asked: Asked) -> Report:
    total = asked.values.get("sum", Decimal(0))
    if total == Decimal(13):
        raise Refusal("The sum and the kind do not fit. Change one.")
    return Report((Say(asked.say("lead", sum=total), "lead"),), {"sum": str(total), "rows": len(asked.rows)})


TOY = Tool(
    "toy",
    Form(
        (
            Field("kind", "choice", ("one", "two"), needed=True),
            Field("sum", "money", only=("kind", ("two",))),
            Field("post", "long", kept=False),
        ),
        row=(Field("band", "text"),),
        most_rows=4,
    ),
    _work,
)


@pytest.fixture(scope="module")
def machines() -> dict[str, Automaton]:
    return compile_flows(_book().flows)


@pytest.fixture(scope="module")
def desk(machines: dict[str, Automaton]) -> Desk:
    first = machines[FLOWS[0].id]
    return Desk(Speaker(_book(), first, shelf.LAYOUT, own=True, others=machines.__getitem__, top=TOP))


def _book() -> Book:
    return Book(VOCABULARY, FLOWS, PLANNED, {**shelf.words(), "tools/words/toy": WORDS}, shelf.facts())


EVERY = Report(
    (
        Say(parse("The **answer**."), "lead"),
        Say(parse("Mind this."), "warning"),
        Heading(parse("Days")),
        Points((parse("first"), parse("second")), ordered=True),
        Table(parse("Sums"), (parse("Way"), parse("Sum")), ((parse("Accept"), plain("80 USD")),)),
        Road(
            parse("The road"),
            (Stop(date(2026, 11, 12), parse("sent")), Stop(date(2026, 11, 26), parse("ends"), "theirs")),
            TODAY,
        ),
        Chart(
            parse("Months"),
            (parse("Month"), parse("Low"), parse("High")),
            (Column("Dec", 60, 70), Column("Jan", None, None)),
            90,
        ),
        Draft("clause", parse("To paste"), (parse("Hello"),)),
        Marked(parse("Your post"), (Piece("Do a "), Piece("free test", ("free",)), Piece(" <b>now"))),
        File("road.ics", parse("Save the days"), "text/calendar", "BEGIN:VCALENDAR"),
    )
)


def test_every_kind_of_block_is_said_on_a_page_and_in_plain_text(desk: Desk) -> None:
    html, text = str(desk.html(TOY, EVERY)), desk.text(TOY, EVERY)
    shown = unescape(re.sub(r"<[^>]+>", " ", html))
    for words in (
        "answer",
        "Mind this",
        "first",
        "80 USD",
        "sent",
        "ends",
        "60",
        "70",
        "Hello",
        "free test",
        "Save the days",
    ):
        assert words in shown, words
        assert words in text, words
    assert '<table role="table"><caption>Sums</caption>' in html
    assert html.count("<circle") == 2
    assert html.count("<rect") == 1
    assert "<mark>free test<sup>" in html


def test_a_mark_on_a_road_never_lies_on_another(desk: Desk) -> None:
    days = [date(2026, 11, day) for day in (1, 1, 2, 2, 3, 30)]
    road = Road(parse("x"), tuple(Stop(day, parse("y")) for day in days), None)
    html = str(desk.html(TOY, Report((road,))))
    marks = [(float(x), float(y)) for x, y in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', html)]
    assert len(set(marks)) == 6
    assert all(abs(a[0] - b[0]) >= 26 or a[1] != b[1] for a in marks for b in marks if a is not b)
    assert all(0 <= x <= 320 for x, _ in marks)


def test_no_line_of_the_plain_text_is_wider_than_a_mail(desk: Desk) -> None:
    long = parse("word " * 60)
    table = Table(long, (parse("a"), long), ((long, long),))
    text = desk.text(TOY, Report((Say(long), table, Points((long,)), Draft("d", parse("t"), (long,)))))
    body = text.split("WHERE")[0].split("SOURCES")[0]
    assert max(len(line) for line in body.splitlines() if "http" not in line) <= COLUMNS


@given(st.text(max_size=80))
def test_what_a_reader_typed_is_never_read_as_markup(text: str) -> None:
    report = Report((Marked((Plain("x"),), (Piece(text, ("a",)), Piece(text))), Say((Plain(text),))))
    desk = _desk()
    html = str(desk.html(TOY, report))
    marked = html.split("<blockquote")[1].partition("</blockquote>")[0]
    inside = re.sub(
        r'</?(mark|sup)>|<span class="visually-hidden"> sign </span>| dir="auto" tabindex="0" role="group" aria-label="x">',
        "",
        marked,
    )
    assert "<" not in inside
    desk.text(TOY, report)


_KEPT: list[Desk] = []


def _desk() -> Desk:
    if not _KEPT:
        book = _book()
        machines = compile_flows(book.flows)
        first = machines[FLOWS[0].id]
        _KEPT.append(Desk(Speaker(book, first, shelf.LAYOUT, own=True, others=machines.__getitem__, top=TOP)))
    return _KEPT[0]


def test_links_of_a_report_lead_from_the_page_of_a_tool(desk: Desk) -> None:
    worked = desk.work(TOY, {"kind": "two", "sum": "80"}, TODAY)
    assert worked.report
    html = str(desk.html(TOY, worked.report))
    assert 'href="../../wizard/ghosting/submit-today--' in html
    assert "14 days" in html
    assert str(desk.says.html(parse("[a](guide/proof)"))) == '<a href="../../guide/proof/">a</a>'


def test_nothing_is_worked_out_before_every_needed_field_is_there(desk: Desk) -> None:
    worked = desk.work(TOY, {"sum": "80"}, TODAY)
    assert (worked.report, worked.read.missing) == (None, ("kind",))


def test_fields_that_do_not_fit_are_refused_together(desk: Desk) -> None:
    worked = desk.work(TOY, {"kind": "two", "sum": "13"}, TODAY)
    assert (worked.report, worked.refused) == (None, "The sum and the kind do not fit. Change one.")


def test_a_form_asks_for_each_field_once_with_a_label_and_waits_for_a_script(desk: Desk) -> None:
    html = str(desk.form(TOY))
    assert re.search(r'<form class="tool" data-tool="toy" hidden', html)
    names = re.findall(r'data-input="([^"]+)"', html)
    assert names == ["kind", "sum", "post", "0.band"]
    assert {f"in-{name}" for name in names} == set(re.findall(r'<label for="([^"]+)"', html))
    assert 'data-only="kind" data-only-if="two"' in html
    assert re.search(r'data-input="post"[^>]* data-never-kept', html)


def test_an_unknown_tool_is_refused_with_the_nearest(desk: Desk) -> None:
    with pytest.raises(Refusal, match='There is no tool "datse"'):
        desk.tool("datse")


def test_a_tool_without_words_is_a_finding() -> None:
    with pytest.raises(Findings, match="has no words file"):
        words_of("nowhere", {})


def test_the_files_of_a_report_are_handed_out_by_name() -> None:
    assert files(EVERY) == [{"name": "road.ics", "media": "text/calendar", "content": "BEGIN:VCALENDAR"}]


def test_a_moment_is_written_in_utc_and_marked_for_local_time(desk: Desk) -> None:
    line = (Moment(datetime(2026, 11, 27, 0, 0, tzinfo=UTC)),)
    assert 'datetime="2026-11-27T00:00Z" data-local' in str(desk.html(TOY, Report((Say(line),))))


def test_words_of_a_tool_read_their_parts(desk: Desk) -> None:
    words = desk.words(TOY)
    assert isinstance(words, ToolWords)
    asked = Asked({}, (), TODAY, desk.says.book.ledger, words)
    assert desk.says.text(asked.say("lead", sum="5 USD")).startswith("You said 5 USD, see the plan")
    assert asked.number("milestones.review_days") == 14
