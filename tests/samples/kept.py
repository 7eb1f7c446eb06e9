"""Journals as Hypothesis draws them: entries of every kind that can be read, and what hostile people type."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from wizard.case import VOCABULARY, journal
from wizard.case.journal import Entry
from wizard.core import clocks

if TYPE_CHECKING:
    from collections.abc import Sequence

FILES = Path(__file__).parent / "case_file"
QUESTIONS = VOCABULARY.questions
RECORDS = ("recordaaaaaa", "recordbbbbbb", "recordcccccc")
HOSTILE: tuple[object, ...] = (
    *(None, True, 0, -1, 1.5, 10**30, float("nan"), float("inf"), [], {}, [[]], {"a": {}}, "", " ", "\x00"),
    *("2026-02-31", "0001-01-01", "9999-12-31", "2026-13-01", "2026-11-22", "2026-11-22T10:30:00.000Z"),
    *("2026-02-31T10:30:00.000Z", "0001-01-01T00:00:00.000Z", "2026-11-22T24:00:00.000Z", "12", "-5", "1e9"),
    *(
        "NaN",
        "Infinity",
        "\u0661\u0662",
        "9" * 5_000,
        "x" * 3_000,
        "\u202ertl\u202c",
        "\u05e9\u05dc\u05d5\u05dd",
    ),
    *(
        "<script>alert(1)</script>",
        "&amp;\"'",
        "\ud800",
        "\ud83d",
        "\U0001f600",
        "\u200d",
        "../../../",
        "__proto__",
    ),
    *(
        "1~money.held",
        "1~money.nothing",
        "2~money.held",
        "1~",
        "~" * 500,
        "fixed",
        "done",
        "aaaaaaaaaaaa",
        "\n",
    ),
)
"""Values for any place of a file."""

_days = st.dates(clocks.EARLIEST, clocks.LATEST).map(str)
_words = st.sampled_from(
    (
        "A word",
        "\u05e9\u05dc\u05d5\u05dd",
        "<b>&amp;</b>",
        "two  spaces",
        "a\nb",
        "\u202ertl",
        "caf\u00e9 \U0001f600",
    )
)
_answers = st.sampled_from(
    ("1~contract.fixed", "1~contract.hourly~hours.tracked", "1", "1~money.held~work.none")
)
_sums = st.sampled_from(("$30", "1,200.50", "600 USD", "0.01"))
_minutes = st.integers(0, 500).map(str)
_rounds = st.integers(1, 9).map(str)
_values = st.one_of(
    st.tuples(st.sampled_from(("held_sum", "extra_sum")), _sums),
    st.tuples(st.sampled_from(("submitted_on", "resubmitted_on", "request_on", "filed_on")), _days),
    st.tuples(st.just("milestone"), st.one_of(st.just(""), _words)),
).map(lambda pair: {"field": pair[0], "text": pair[1]})
BODIES = {
    "opened": st.fixed_dictionaries(
        {"nickname": _words}, optional={"contract": st.sampled_from(journal.CONTRACTS)}
    ),
    "named": st.fixed_dictionaries({"nickname": _words}),
    "known": st.fixed_dictionaries({"answers": _answers}),
    "value": _values,
    "plan": st.fixed_dictionaries(
        {
            "flow": st.just("ghosting"),
            "state": st.just("wait--money.held"),
            "answers": _answers,
            "title": _words,
        }
    ),
    "tick": st.fixed_dictionaries(
        {"topic": st.sampled_from(journal.TOPICS), "state": st.sampled_from(journal.STATES)},
        optional={"on": _days, "reason": _words},
    ),
    "log": st.fixed_dictionaries(
        {"about": st.sampled_from(journal.ABOUT)},
        optional={
            "on": _days,
            "says": _words,
            "minutes": _minutes,
            "sum": _sums,
            "round": _rounds,
            "of": _rounds,
        },
    ),
    "limit": st.fixed_dictionaries({}, optional={"minutes": _minutes, "sum": _sums}),
    "ended": st.just({}),
    "reopened": st.just({}),
}
_instants = st.integers(0, 999).map(lambda number: f"2026-11-{1 + number % 28:02}T10:30:00.{number:03}Z")


@st.composite
def journals(draw: st.DrawFn, most: int = 8, first: int = 0, records: Sequence[str] = RECORDS) -> list[Entry]:
    """Draw entries of a few records, undone ones among them, numbered from `first`."""
    entries: list[Entry] = []
    for number in range(draw(st.integers(0, most))):
        record = draw(st.sampled_from(records))
        kind = draw(st.sampled_from((*BODIES, "opened", "undone", "undone")))
        target = id_(first + draw(st.integers(0, most)))
        body = draw(BODIES.get(kind, st.just({"entry": target})))
        entries.append(Entry(id_(first + number), record, draw(_instants), kind, body))
    return entries


def id_(number: int) -> str:
    """Return the id of entry `number`."""
    return f"entry{number:08}"


def entry(number: int, kind: str, record: str = RECORDS[0], at: str = "", **body: str) -> Entry:
    """Return one entry; its instant follows from its number."""
    return Entry(id_(number), record, at or f"2026-11-22T10:30:00.{number:03}Z", kind, body)
