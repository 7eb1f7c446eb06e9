"""The case file as a reader sees it: true about every day, whoever sends what, and safe with every text."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Final

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples import kept
from tests.samples.kept import entry
from tests.tools.cases import (
    CABINET,
    ONE,
    OPENED,
    TWO,
    V1,
    WORDS,
    asked,
    case_of,
    drawn,
    record_of,
    seen,
    sent,
    typed,
)
from wizard import bridge
from wizard.cabinet import agenda, requests
from wizard.cabinet.ways import CHANGED
from wizard.case.journal import CONTRACTS, KINDS, TOPICS, Entry, table
from wizard.case.slots import INPUTS
from wizard.publish import states
from wizard.tools import dates

# --- what is asked and answered -------------------------------------------------------------------


def test_the_engine_answers_with_every_view_of_the_journal() -> None:
    entries = json.dumps(json.loads(V1)["entries"])
    said = asked(ask="case", entries=entries, day="2026-11-22")
    assert said["ok"] is True
    assert said["unread"] == []
    assert list(said["records"]) == ["logoforthebakery1", "shoptextshourly22"]
    for one in said["records"].values():
        assert set(one) == {"title", "html", "text", "files"}
        assert max(map(len, one["text"].splitlines())) <= 72
    assert "Logo for the bakery" in seen(said["today"])
    only = asked(ask="case", entries=entries, day="2026-11-22", only="shoptextshourly22")
    assert only["records"] == {"shoptextshourly22": said["records"]["shoptextshourly22"]}
    assert only["today"] == said["today"]


def test_an_entry_that_cannot_be_read_is_told_and_hides_nothing_else() -> None:
    odd = table(entry(1, "log", about="approval")) | {"kind": "later"}
    lost = table(entry(2, "log", TWO, about="approval"))
    tables = [table(OPENED), odd, lost]
    said = asked(ask="case", entries=json.dumps(tables), day="2026-11-22")
    assert list(said["records"]) == [ONE]
    assert [says.split(".")[0] for says in said["unread"]] == [
        "One line could not be read, and stays as it is",
        "Some lines belong to a contract that was never opened on this device",
    ]


@pytest.mark.parametrize(
    ("kind", "body", "says"),
    [
        ("opened", {"nickname": "  "}, "Short mark for this contract: please fill this in."),
        ("log", {"about": "note", "on": "2026-02-31"}, "On which day: "),
        ("log", {"about": "note", "on": "2026-11-30"}, "On which day: Mon 30 Nov 2026 is still to come."),
        ("log", {"about": "scope_change", "minutes": "an hour"}, "How many minutes does it cost you: "),
        ("value", {"field": "submitted_on", "text": "2027-01-01"}, "Day you pressed Submit work: "),
        ("value", {"field": "held_sum", "text": "-5"}, "Held money in USD: "),
        ("limit", {"sum": "lots"}, "At most so much in USD: "),
        ("tick", {"topic": "nothing", "state": "done"}, "Topic: "),
        ("wedding", {}, "There is no kind of entry"),
        ("plan", {"flow": "ghosting"}, "state: please fill this in."),
    ],
)
def test_a_wrong_entry_is_refused_by_the_words_on_the_page(
    kind: str, body: dict[str, str], says: str
) -> None:
    said = asked(ask="entry", entry=sent(entry(1, kind, **body))[1:-1], day="2026-11-22")
    assert said["ok"] is False
    assert said["says"].startswith(says)


def test_a_name_that_may_give_away_a_person_is_kept_with_a_gentle_warning() -> None:
    new = entry(1, "log", about="evidence", says="ask ann@example.org", where="www.example.org")
    said = asked(ask="entry", entry=sent(new)[1:-1])
    assert set(said["fields"]) == {"says", "where"}
    assert said["warns"] == list(said["fields"].values())
    assert said["fields"]["where"].startswith("Where is the proof: this looks like a link.")
    value = entry(1, "value", field="milestone", text="+380 44 123 45 67")
    assert "a phone number" in asked(ask="entry", entry=sent(value)[1:-1])["fields"]["text"]
    quiet = entry(1, "value", field="submitted_on", text="2026-11-12")
    assert asked(ask="entry", entry=sent(quiet)[1:-1]) == {"ok": True, "warns": [], "fields": {}}


def test_only_the_case_file_may_send_a_long_text() -> None:
    long = sent(*(entry(n, "log", about="note", says="\u20ac" * 900) for n in range(300)))
    assert len(json.dumps(long)) > bridge.LONGEST_REQUEST
    assert asked(ask="case", entries=long, day="2026-11-22")["ok"] is True
    for kind in ("step", "tool", "nothing"):
        assert asked(ask=kind, entries=long)["ok"] is False
    assert asked(ask="step", entries=long)["says"] == bridge.TOO_LONG
    assert asked(ask="case", entries="x" * bridge.LONGEST_CASE)["says"] == bridge.TOO_LONG


@pytest.mark.parametrize(
    "text", ["", "{}", "null", "[" * 50_000, "[1", '[{"id": ' + "9" * 5_000 + "}]", "[[]]"]
)
def test_a_journal_that_is_none_is_a_sentence(text: str) -> None:
    for request in (
        {"ask": "case", "day": "2026-11-22"},
        {"ask": "import", "file": V1},
        {"ask": "merge", "file": V1},
    ):
        said = asked(entries=text, **request)
        assert said["ok"] or said["says"].endswith((".", "?"))
        assert said.get("says") != bridge.DAMAGED


# --- today ----------------------------------------------------------------------------------------

MINE: Final = "request_on"
THEIRS: Final = "submitted_on"


@pytest.mark.parametrize(
    ("field", "day", "phase", "says"),
    [
        (
            MINE,
            0,
            "ahead",
            "Act by Sun 8 Nov 2026 Logo : last day to answer the refund request, Mon 9 Nov 2026",
        ),
        (MINE, 6, "today", "Act today"),
        (MINE, 7, "last", "Act now"),
        (MINE, 8, "over", "Look now"),
        (THEIRS, 14, "ahead", "Count on Wed 18 Nov 2026"),
        (THEIRS, 15, "last", "Wait until"),
        (THEIRS, 16, "over", "Look at the contract page."),
    ],
)
def test_a_running_time_says_whose_turn_it_is_and_what_to_do(
    field: str, day: int, phase: str, says: str
) -> None:
    start = date(2026, 11, 2)
    today = start + timedelta(days=day)
    found = case_of(OPENED, typed(1, field, start.isoformat()), today=today)["today"]
    assert f'data-phase="{phase}"' in found
    urgent = phase == "over" or (field == MINE and phase != "ahead")
    assert ('role="note"' in found) == urgent
    assert says in seen(found)
    if phase != "over":
        ends = "2026-11-10" if field == MINE else "2026-11-17"
        assert f'<time datetime="{ends}T00:00Z" data-local>' in found


def test_the_next_day_comes_first_and_what_is_over_before_it() -> None:
    entries = (
        OPENED,
        entry(1, "opened", TWO, nickname="Texts"),
        typed(2, "submitted_on", "2026-11-20"),
        typed(3, "request_on", "2026-11-20"),
        typed(4, "request_on", "2026-11-01", TWO),
    )
    found = case_of(*entries)["today"]
    rows = re.findall(r'data-clock="(\w+)" data-phase="(\w+)".*?#record=(\w+)"', found)
    assert rows == [
        ("refund_request", "over", TWO),
        ("refund_request", "ahead", ONE),
        ("review", "ahead", ONE),
    ]


def test_what_is_over_for_good_is_not_listed() -> None:
    old = typed(1, "ended_on", "2026-01-01")
    assert "data-clock" not in case_of(OPENED, old)["today"]
    late = typed(1, "request_on", "2026-01-01")
    assert "data-clock" in case_of(OPENED, late)["today"]
    assert "data-clock" not in case_of(OPENED, late, entry(2, "ended"))["today"]


def test_every_time_that_a_typed_day_can_start_has_its_words_on_every_day() -> None:
    told: Counter[str] = Counter()
    for field in (known.id for known in INPUTS if known.kind == "date"):
        for after in (0, 1, 3, 5, 7, 9, 13, 14, 15, 17, 29, 31, 60, 179, 181, 400):
            today = date(2026, 3, 1) + timedelta(days=after)
            due = agenda.dues((record_of(typed(1, field, "2026-03-01")),), CABINET.says.book, today)
            for one in due:
                says = CABINET.says.text(agenda.says(one, WORDS, CABINET.clocks))
                assert "{" not in says
                assert says.endswith(".")
                told[one.clock.clock] += 1
    assert set(told) == {day.clock for day in CABINET.says.book.vocabulary.days if day.clock}


def test_a_running_time_leads_to_its_whole_road_in_the_dates_tool_where_an_hour_can_be_typed() -> None:
    html = drawn(typed(1, MINE, "2026-11-18"), typed(2, THEIRS, "2026-11-12"))
    links = re.findall(r'href="\.\./tools/dates/#given=event\.(\w+)~on\.([\d-]+)"', html)
    assert links == [("refund_request", "2026-11-18"), ("submitted", "2026-11-12")]
    events = {field.id: field.options for field in dates.FORM.fields}["event"]
    assert set(dates.STARTED.values()) <= set(events)
    clocks = states.book().vocabulary.days
    assert {day.start for day in clocks if day.clock} <= {*dates.STARTED, "sent_on", "today"}


def test_a_contract_without_any_day_is_named() -> None:
    other = entry(1, "opened", TWO, nickname="Texts")
    found = case_of(OPENED, other, typed(2, "submitted_on", "2026-11-20"))["today"]
    undated = found.partition(WORDS.labels["undated"])[2]
    assert f"#record={TWO}" in undated
    assert f"#record={ONE}" not in undated


def test_three_silent_months_bring_the_truth_about_ending() -> None:
    opened = entry(0, "opened", at="2026-08-24T10:00:00.000Z", nickname="Logo")
    ended = entry(1, "opened", TWO, at="2026-01-01T10:00:00.000Z", nickname="Texts")
    over = entry(2, "ended", TWO, at="2026-01-02T10:00:00.000Z")
    label = WORDS.labels["tidy"]
    assert label not in case_of(opened, ended, over, today=date(2026, 11, 21))["today"]
    found = case_of(opened, ended, over)["today"]
    tidy = found.partition(label)[2]
    assert f"#record={ONE}" in tidy
    assert f"#record={TWO}" not in tidy
    assert "We found no rule that an open, silent contract lowers the score" in seen(tidy)
    for key in WORDS.tidy_cites:
        assert f"#{key}" in tidy


def test_a_file_for_the_calendar_has_the_days_to_count_on_and_no_name_on_the_screen() -> None:
    days = (typed(1, "request_on", "2026-11-20"), typed(2, "submitted_on", "2026-11-20"))
    [file] = case_of(OPENED, *days)["records"][ONE]["files"]
    events = icalendar.Calendar.from_ical(file["content"]).walk("VEVENT")
    assert [event.decoded("DTSTART") for event in events] == [date(2026, 11, 26), date(2026, 12, 6)]
    for event in events:
        assert "Logo" not in str(event["SUMMARY"])
        assert str(event["DESCRIPTION"]).startswith("Logo: ")
        assert [str(alarm["DESCRIPTION"]) for alarm in event.walk("VALARM")] == ["A date is near."] * 2
    assert case_of(OPENED)["records"][ONE]["files"] == []


# --- a record -------------------------------------------------------------------------------------


@pytest.mark.parametrize("contract", CONTRACTS)
def test_each_change_leads_back_into_the_wizard_with_the_kind_of_contract(contract: str) -> None:
    html = case_of(entry(0, "opened", nickname="Logo", contract=contract))["records"][ONE]["html"]
    links = dict(
        re.findall(r'href="\.\./wizard/([^"]+)" data-changed="\w+"', html)
        and [
            (name, href)
            for href, name in re.findall(r'href="\.\./wizard/([^"]+)" data-changed="(\w+)"', html)
        ]
    )
    assert set(links) == set(CHANGED)
    for name, href in links.items():
        flow, _, rest = href.partition("/")
        slug, _, answers = rest.partition("/")
        assert flow == CHANGED[name]
        assert slug in states.automaton(flow).states or not slug
        assert answers in (("", "#1") if contract == "unknown" else (f"#1~contract.{contract}",))


@pytest.mark.parametrize("wrong", CONTRACTS)
@pytest.mark.parametrize("right", ["fixed", "hourly"])
def test_the_kind_of_contract_can_be_set_right_later(wrong: str, right: str) -> None:
    opened = entry(0, "opened", nickname="Logo", contract=wrong)
    kinds = r'data-entry="known" data-body="([^"]+)" aria-pressed="(true|false)">([^<]+)<'
    before = re.findall(kinds, case_of(opened)["records"][ONE]["html"])
    assert [pressed for _, pressed, _ in before] == [
        str(wrong == kind).lower() for kind in ("fixed", "hourly")
    ]
    [body] = [json.loads(unescape(body)) for body, _, says in before if says == WORDS.contracts[right]]
    after = case_of(opened, entry(1, "known", **body))["records"][ONE]["html"]
    assert f"{WORDS.contracts[right]}." in seen(after)
    assert [says for _, pressed, says in re.findall(kinds, after) if pressed == "true"] == [
        WORDS.contracts[right]
    ]


def test_a_plan_is_where_its_answers_lead_today() -> None:
    answers = (
        "1~notice.none~contract.fixed~contract_status.active~money.held~work.finished~delivery.in_messages"
    )
    plan = entry(1, "plan", flow="ghosting", state="a-former-page", answers=answers, title="Submit <now>")
    html = drawn(plan)
    [href] = re.findall(r'href="\.\./wizard/ghosting/([^"/]+)/#[^"]+" data-plan>Submit &lt;now&gt;', html)
    assert states.automaton("ghosting").states[href].node == "submit_today"
    gone = entry(1, "plan", flow="gone", state="x", answers="1~money.held", title="Old")
    assert '<a href="../wizard/" data-plan>Old</a>' in drawn(gone)
    newer = entry(2, "plan", flow="door", state="x", answers="1", title="New")
    assert re.search(r"Earlier plans.*Submit &lt;now&gt;", drawn(plan, newer), re.DOTALL)


def test_the_checklist_has_every_topic_with_its_state_and_three_buttons() -> None:
    ticks = (
        entry(1, "tick", topic="job_post", state="not_relevant", reason="They <invited> me", on="2026-11-01"),
        entry(2, "tick", topic="scope_written", state="done", on="2026-11-02"),
        entry(3, "tick", topic="extra_work", state="done"),
        entry(4, "undone", entry=kept.id_(3)),
    )
    html = drawn(*ticks)
    topics = dict(re.findall(r'<li data-topic="(\w+)" data-state="(\w+)"', html))
    assert list(topics) == list(TOPICS)
    assert Counter(topics.values()) == {"open": 13, "done": 1, "not_relevant": 1}
    pressed = re.findall(r'data-tick="(\w+)" data-to="(\w+)" aria-pressed="true"', html)
    assert dict(pressed) == topics
    assert html.count("data-tick=") == 3 * len(TOPICS)
    assert "Does not apply, since Sun 1 Nov 2026. Reason: They <invited> me" in seen(html)
    assert "2 of 15 settled" in seen(html)
    assert set(re.findall(r'class="since">.*?data-undo="(\w+)"', html)) == {kept.id_(1), kept.id_(2)}


def test_the_tick_that_counts_is_the_one_that_can_be_undone() -> None:
    ticks = [entry(number, "tick", topic="job_post", state="done", on="2026-11-01") for number in (1, 2)]
    html = drawn(*ticks, entry(3, "undone", entry=kept.id_(2)))
    assert re.findall(r'class="since">.*?data-undo="(\w+)"', html) == [kept.id_(1)]


@pytest.mark.parametrize(
    ("contract", "says"), [("fixed", "Submit work pressed"), ("hourly", "Work Diary checked")]
)
def test_the_checklist_is_that_of_the_kind_of_contract(contract: str, says: str) -> None:
    lines = {}
    for kind in (contract, "unknown"):
        html = case_of(entry(0, "opened", nickname="Logo", contract=kind))["records"][ONE]["html"]
        lines[kind] = seen(html.partition('data-topic="work_submitted"')[2].partition("</li>")[0])
    assert says in lines[contract]
    assert ("Submit work pressed" in lines[contract]) != ("Work Diary checked" in lines[contract])
    assert "Fixed price:" in lines["unknown"]
    assert "Hourly:" in lines["unknown"]


def test_extra_work_and_rounds_are_counted_against_what_was_set() -> None:
    extra = entry(1, "log", about="scope_change", minutes="75", sum="30", on="2026-11-02")
    rounds = [entry(n, "log", about="revision", of="1", on="2026-11-03") for n in (2, 3)]
    shown = seen(drawn(extra, *rounds))
    assert "Extra work so far: 1 h 15 min , 30 USD" in shown
    assert "more than your limit" not in shown
    assert "Rounds of changes: 2 of 1 agreed. These are more rounds than agreed." in shown
    assert "more than your limit" in seen(drawn(extra, entry(4, "limit", minutes="60")))


def test_a_form_asks_for_the_fields_of_its_kind_and_each_id_stands_once() -> None:
    page = str(CABINET.page())
    html = drawn(entry(1, "tick", topic="job_post", state="done"), typed(2, "held_sum", "600"))
    assert re.findall(r'data-only="about" data-only-if="(\w+)"', html) == [
        *("scope_change", "scope_change", "evidence", "revision", "revision"),
    ]
    for source, kinds in ((page, ["opened"]), (html, ["log", "named", "limit"])):
        for kind in kinds:
            form = source.partition(f'data-entry="{kind}"')[2].partition("</form>")[0]
            assert re.findall(r'data-input="(\w+)"', form) == [field.id for field in KINDS[kind]]
            texts_ = [field.id for field in KINDS[kind] if field.kind in ("text", "long")]
            assert re.findall(r'data-warn="(\w+)"', form) == texts_
    # What stands in a template is not on the page.
    page = re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL)
    ids = re.findall(r' id="([^"]+)"', page + html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'for="([^"]+)"', page + html)) <= set(ids)
    assert {
        name for names in re.findall(r'aria-describedby="([^"]+)"', page + html) for name in names.split()
    } <= set(ids)
    assert 'data-value="held_sum"' in html
    assert 'value="600"' in html


def test_the_page_has_the_places_that_its_script_fills() -> None:
    page = str(CABINET.page())
    for place in (
        *(
            '<div class="case" data-case hidden>',
            'data-case-said role="status"',
            "data-case-line",
            "<div data-record hidden>",
        ),
        *("<div data-today>", "<div data-list>", 'data-entry="opened"', "data-backup", "data-export>"),
        *(
            "data-export-locked",
            "data-passphrase",
            'type="file" data-import',
            "data-import-view",
            "data-erase",
        ),
        *("<p data-kept>", "<p data-last-export>", "data-engine-line", "data-start-engine"),
    ):
        assert place in page, place


# --- what is remembered ----------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2026, 11, 1) + timedelta(days=step) for step in range(0, 60, 3)])
def test_what_is_remembered_is_what_a_fresh_cabinet_draws(day: date) -> None:
    """Parts that were drawn for other days, names, kinds and ends of a contract are not taken for these."""
    grown = [
        OPENED,
        typed(1, MINE, "2026-11-18"),
        typed(2, THEIRS, "2026-11-12"),
        entry(3, "tick", topic="job_post", state="done", on="2026-11-01"),
        entry(4, "log", about="scope_change", says="A wish", minutes="30", on="2026-11-02"),
        entry(5, "named", nickname="Banner"),
        entry(6, "tick", topic="job_post", state="not_relevant", reason="Old"),
        entry(7, "known", answers="1~contract.hourly"),
        entry(8, "log", about="evidence", where="a@example.com", on="2026-11-02"),
        typed(9, "held_sum", "700"),
        entry(10, "ended"),
    ]
    for size in range(1, len(grown) + 1):
        fresh = requests.case(replace(CABINET), sent(*grown[:size]), day)
        assert case_of(*grown[:size], today=day) == fresh


# --- hostile and strange journals -----------------------------------------------------------------


@given(kept.journals(most=10), st.dates(date(2015, 6, 1), date(2099, 12, 31)))
def test_every_journal_that_can_be_read_can_be_shown(entries: list[Entry], today: date) -> None:
    said = case_of(*entries, today=today)
    for html in (said["today"], said["list"], *(one["html"] for one in said["records"].values())):
        assert "{part" not in html
        assert "None" not in seen(html)
        assert "<b>" not in html
        assert Counter(re.findall(r"<(\w+)", html))["section"] == html.count("</section>")
    assert CABINET.today_text(entries, today).startswith("TODAY")
