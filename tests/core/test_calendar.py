from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from tests.conftest import FIGURE
from wizard import shelf
from wizard.core import calendar, facts, form
from wizard.core.calendar import Alarm, Event
from wizard.core.report import File, Report
from wizard.tools.dates import TOOL
from wizard.tools.model import Asked, words_of
from wizard.tools.roads import BY_EVENT

if TYPE_CHECKING:
    from collections.abc import Callable

STAMP = date(2026, 11, 22)
DAYS = st.dates(date(2016, 1, 1), date(2090, 1, 1))
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" \u200c\u200d"),
    max_size=300,
)
"""What can be seen; the rest is tried with hostile texts."""
EVENTS = st.builds(
    Event,
    st.uuids().map(str),
    DAYS,
    TEXTS,
    TEXTS,
    st.lists(st.builds(Alarm, st.integers(-72, 72), TEXTS), max_size=3).map(tuple),
)
LEDGER = facts.ledger(shelf.facts())
WORDS = words_of(TOOL.id, shelf.words())


def entries_of(text: str) -> list[Any]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def report_of(event: str, day: date, today: date) -> Report:
    read = form.read(TOOL.form, {"event": event, "on": day.isoformat()}, today)
    return TOOL.work(Asked(read.values, read.rows, today, LEDGER, WORDS))


def file_of(event: str, day: date, today: date) -> File | None:
    return next((block for block in report_of(event, day, today).blocks if isinstance(block, File)), None)


@settings(max_examples=200)
@given(st.lists(EVENTS, max_size=5, unique_by=lambda event: event.uid))
def test_another_reader_of_calendars_gets_every_day_title_text_and_alarm_back(events: list[Event]) -> None:
    read = entries_of(calendar.write(events, STAMP))
    assert len(read) == len(events)
    for event, entry in zip(events, read, strict=True):
        assert str(entry["UID"]) == event.uid
        assert entry["DTSTART"].dt == event.day
        assert entry["DTEND"].dt == event.day + timedelta(days=1)
        assert entry["DTSTAMP"].dt == datetime(2026, 11, 22, tzinfo=UTC)
        assert str(entry["SUMMARY"]) == event.title
        assert str(entry.get("DESCRIPTION", "")) == event.text
        alarms = entry.walk("VALARM")
        assert [alarm["TRIGGER"].dt for alarm in alarms] == [
            timedelta(hours=one.hours) for one in event.alarms
        ]
        assert [str(alarm["DESCRIPTION"]) for alarm in alarms] == [one.says for one in event.alarms]


@given(st.lists(EVENTS, max_size=3))
def test_no_line_is_longer_than_75_octets_and_each_ends_as_the_standard_wants(events: list[Event]) -> None:
    text = calendar.write(events, STAMP)
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= calendar.LONGEST for line in lines)
    assert not any("\n" in line or "\r" in line for line in lines)


@pytest.mark.parametrize(
    ("says", "written"),
    [
        ("a, b; c", r"a\, b\; c"),
        ("back\\slash", r"back\\slash"),
        ("two\r\nlines\nand\rmore", r"two\nlines\nand\nmore"),
        ("bell\x07 and \x7fdelete", "bell and delete"),
    ],
)
def test_signs_with_a_meaning_are_escaped_and_control_signs_left_out(says: str, written: str) -> None:
    text = calendar.write([Event("one", STAMP, says)], STAMP)
    assert f"\r\nSUMMARY:{written}\r\n" in text


def test_a_letter_of_several_octets_is_never_cut() -> None:
    title = "\u0645\u0648\u0639\u062f " * 40
    entry = entries_of(calendar.write([Event("one", STAMP, title)], STAMP))[0]
    assert str(entry["SUMMARY"]) == title


def test_an_event_that_tries_to_write_lines_of_its_own_writes_only_text() -> None:
    text = calendar.write([Event("one\r\nX:1", STAMP, "a\r\nEND:VEVENT\r\nBEGIN:VEVENT", "b")], STAMP)
    assert len(entries_of(text)) == 1


def test_over_200_generated_roads_are_read_back_with_the_days_of_their_report(
    record_property: Callable[[str, object], None],
) -> None:
    found: Counter[str] = Counter()
    for event in BY_EVENT:
        for back in range(-6, 14):
            day = STAMP - timedelta(days=back)
            file, figures = file_of(event, day, STAMP), report_of(event, day, STAMP).figures
            if file is None:
                assert figures["phase"] == "over"
                continue
            assert file.media == "text/calendar"
            entries = entries_of(file.content)
            days = {str(entry["UID"]).split("-")[-2].removesuffix("@even"): entry for entry in entries}
            assert len(days) == len(entries) > 0
            for stop, entry in days.items():
                shown = entry["DTSTART"].dt
                assert shown >= STAMP
                missed = str(figures[f"{stop}.safe"]) < STAMP.isoformat()
                assert shown.isoformat() == figures[f"{stop}.last" if missed else f"{stop}.safe"]
                alarms = [alarm["TRIGGER"].dt for alarm in entry.walk("VALARM")]
                assert alarms == [timedelta(hours=-15), timedelta(hours=9)]
            found["roads"] += 1
            found["dates"] += len(entries)
    record_property(FIGURE, f"calendar files: {found['roads']} roads read back, {found['dates']} dates")
    assert found["roads"] >= 200


def test_a_day_in_the_file_is_the_safe_day_of_the_report_and_a_second_file_replaces_the_first() -> None:
    days: list[dict[str, date]] = []
    for today in (STAMP, STAMP + timedelta(days=1)):
        file = file_of("submitted", STAMP, today)
        assert file
        entries = entries_of(file.content)
        days.append({str(entry["UID"]): entry["DTSTART"].dt for entry in entries})
    assert list(days[0].values()) == [date(2026, 12, 8), date(2026, 12, 13)]
    assert days[0] == days[1]


def test_the_same_day_gives_the_same_bytes() -> None:
    assert file_of("last_milestone", STAMP, STAMP) == file_of("last_milestone", STAMP, STAMP)
