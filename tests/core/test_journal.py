"""An entry of a case file is read from anywhere, or refused in one sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import kept
from wizard.case import journal
from wizard.case.journal import KINDS, Entry
from wizard.case.slots import INPUTS
from wizard.checklist.topics import TOPICS
from wizard.core.errors import Refusal

BODIES: dict[str, dict[str, str]] = {
    "opened": {"nickname": "Logo", "contract": "hourly"},
    "named": {"nickname": "Logo"},
    "known": {"answers": "1~money.held"},
    "value": {"field": "held_sum", "text": "1,200.50"},
    "plan": {
        "flow": "ghosting",
        "state": "submit-part--work.part",
        "answers": "1~work.part",
        "title": "A plan",
    },
    "tick": {"topic": "job_post", "state": "done", "on": "2026-11-22"},
    "log": {"about": "scope_change", "on": "2026-11-22", "says": "More", "minutes": "30", "sum": "$20"},
    "limit": {"minutes": "60"},
    "undone": {"entry": "000000000001"},
    "ended": {},
    "reopened": {},
}


def _table(kind: str = "log", **changed: object) -> dict[str, object]:
    parts: dict[str, object] = {
        "id": "000000000002",
        "record": "recordaaaaaa",
        "at": "2026-11-22T10:30:00.000Z",
        "kind": kind,
        "body": BODIES.get(kind, {}),
    }
    return parts | changed


def _read(table: object) -> Entry:
    return journal.read(table, kept.QUESTIONS)


def test_the_topics_are_those_of_the_checklist() -> None:
    assert tuple(topic.id for topic in TOPICS) == journal.TOPICS


def test_no_kind_has_more_fields_than_an_entry_may_hold() -> None:
    assert set(BODIES) == set(KINDS)
    assert max(len(fields) for fields in KINDS.values()) <= journal.MOST_FIELDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_read_as_it_was_written(kind: str) -> None:
    entry = _read(_table(kind))
    assert journal.table(entry) == _table(kind)
    assert entry.body == BODIES[kind]


@pytest.mark.parametrize("field", [field.id for field in INPUTS if field.kept])
def test_every_input_that_may_be_kept_can_be_typed_and_cleared(field: str) -> None:
    text = {"date": "2026-11-12", "money": "600", "text": "Final files"}
    kind = next(known.kind for known in INPUTS if known.id == field)
    assert _read(_table("value", body={"field": field, "text": text[kind]}))
    assert _read(_table("value", body={"field": field, "text": ""}))
    assert _read(_table("value", body={"field": field}))


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ([], "An entry must be an object."),
        (None, "An entry must be an object."),
        (_table(colour="red"), 'An entry has no part "colour".'),
        (_table(id="short"), '"id": "short" is not an id'),
        (_table(id="A" * 12), '"id": "AAAAAAAAAAAA" is not an id'),
        (_table(id="a" * 33), "is not an id"),
        (_table(id=12), '"id" must be a text.'),
        (_table(record=None), '"record" must be a text.'),
        (_table(record="../../../../x"), '"record": "../../../../x" is not an id'),
        (_table(at="2026-11-22"), '"at": "2026-11-22" is not an instant'),
        (_table(at="2026-02-31T10:30:00.000Z"), "is not an instant"),
        (_table(at="2026-11-22T24:00:00.000Z"), "is not an instant"),
        (_table(at="2026-11-22T10:60:00.000Z"), "is not an instant"),
        (_table(at="2026-11-22T10:30:60.000Z"), "is not an instant"),
        (_table(at="2026-11-22T10:30:00.000+00:00"), "is not an instant"),
        (_table(at="0001-01-01T00:00:00.000Z"), '"at": the year 0001 is not between 2015 and 2100.'),
        (_table(at="2101-01-01T00:00:00.000Z"), "the year 2101"),
        (_table("opend"), 'There is no kind of entry "opend". Did you mean "opened"?'),
        (_table() | {"kind": ["log"]}, '"kind" must be a text.'),
        (_table(body=[]), '"body" must be an object of texts.'),
        (_table(body={"minutes": 5}), '"body" must be an object of texts.'),
        (_table(body={str(number): "" for number in range(13)}), '"body" has 13 fields. Use at most 12.'),
        (
            _table(body={"about": " " * 2_001}),
            '"about": this is too long: 2,001 characters. Use at most 2,000.',
        ),
        (_table(body={"about": "note", "says": "x" * 1_001}), '"says": this is too long: 1,001 characters.'),
        (_table(body={"abut": "note"}), 'There is no field "abut". Did you mean "about"?'),
        (_table(body={"says": "Hello"}), '"about" is empty, and log needs it.'),
        (_table(body={"about": "gossip"}), '"about": "gossip" is not one of the choices.'),
        (_table(body={"about": "note", "on": "2026-02-31"}), '"on": "2026-02-31" is not a day we can read.'),
        (_table(body={"about": "note", "on": "0001-01-01"}), '"on": The day 0001-01-01 cannot be right'),
        (_table(body={"about": "scope_change", "minutes": "1.5"}), '"minutes": 1.5 has a fraction.'),
        (_table(body={"about": "scope_change", "minutes": "NaN"}), '"minutes": "NaN" is not a number'),
        (_table(body={"about": "scope_change", "sum": "-5"}), '"sum": "-5" is not a sum'),
        (_table(body={"about": "revision", "round": "0"}), '"round": Write a number from 1 to 99.'),
        (_table("opened", body={"nickname": "x" * 81}), '"nickname": This is too long: 81 characters.'),
        (_table("opened", body={"nickname": "\u200d"}), '"nickname": There is nothing to read here.'),
        (_table("tick", body={"topic": "job_pst", "state": "done"}), 'Did you mean "job_post"?'),
        (_table("known", body={"answers": "1~money.gone"}), '"gone" is not an answer to "money".'),
        (_table("known", body={"answers": "2~money.held"}), "are of a newer kind"),
        (
            _table("value", body={"field": "client", "text": "Ann"}),
            '"field": "client" is not one of the choices.',
        ),
        (_table("value", body={"field": "held_sum", "text": "much"}), '"held_sum": "much" is not a sum'),
        (
            _table("value", body={"field": "sent_on", "text": "2026-02-31"}),
            '"sent_on": "2026-02-31" is not a day',
        ),
        (_table("undone", body={"entry": "me"}), '"entry": "me" is not a name as this site writes it.'),
        (
            _table("plan", body=BODIES["plan"] | {"flow": "a/b"}),
            '"flow": "a/b" is not a name as this site writes it.',
        ),
        (
            _table("plan", body=BODIES["plan"] | {"state": "../x"}),
            '"state": "../x" is not a name as this site writes it.',
        ),
        (_table("plan", body=BODIES["plan"] | {"title": "x" * 201}), '"title": this is too long'),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(table: object, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        _read(table)
    assert says in refused.value.says


def test_a_part_that_is_left_out_is_named() -> None:
    for name in journal.PARTS:
        whole = {part: value for part, value in _table().items() if part != name}
        with pytest.raises(Refusal, match=f'"{name}" must be'):
            _read(whole)


def test_a_day_that_is_still_to_come_here_may_have_come_there() -> None:
    assert _read(_table(body={"about": "note", "on": "2099-12-31"}))


def test_a_field_that_is_not_asked_is_kept_and_never_read() -> None:
    entry = _read(_table(body={"about": "note", "minutes": "nonsense"}))
    assert entry.body["minutes"] == "nonsense"
    assert journal.values(entry) == {"about": "note"}


def test_half_a_character_becomes_the_sign_for_one_that_is_lost() -> None:
    entry = _read(_table(body={"about": "note", "says": "cut \ud83d"}))
    assert entry.body["says"] == "cut \ufffd"


def test_of_what_a_device_kept_the_readable_is_read_and_the_rest_is_told() -> None:
    entries, refused = journal.readable([_table(), None, _table("ended"), _table(id="x")], kept.QUESTIONS)
    assert [entry.kind for entry in entries] == ["log", "ended"]
    assert [says.split(".")[0] for says in refused] == [
        "An entry must be an object",
        '"id": "x" is not an id',
    ]


@given(kept.journals())
def test_every_drawn_entry_is_read_as_it_was_written(entries: list[Entry]) -> None:
    assert [_read(journal.table(entry)) for entry in entries] == entries


@given(kept.journals(), st.randoms(use_true_random=False))
def test_the_order_of_a_journal_does_not_depend_on_how_it_came(entries: list[Entry], chance: Any) -> None:
    mixed = [*entries, *entries, *(replace(entry, record="recordzzzzzz") for entry in entries[:3])]
    first = journal.in_order(mixed)
    chance.shuffle(mixed)
    assert journal.in_order(mixed) == first == journal.in_order(first)
    assert len({entry.id for entry in first}) == len(first)
    assert [entry.at for entry in first] == sorted(entry.at for entry in first)


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(kept.HOSTILE),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)


@pytest.mark.slow
@settings(max_examples=600)
@given(_json)
def test_any_value_is_an_entry_or_a_refusal(value: object) -> None:
    with pytest.raises(Refusal):
        _read(value)


@pytest.mark.slow
@settings(max_examples=2_000)
@given(
    st.sampled_from(sorted(KINDS)),
    st.sampled_from((*journal.PARTS, *sorted({field.id for fields in KINDS.values() for field in fields}))),
    st.sampled_from(kept.HOSTILE),
)
def test_an_entry_with_one_hostile_value_is_an_entry_or_a_refusal(
    kind: str, name: str, value: object
) -> None:
    table = _table(kind) | ({name: value} if name in journal.PARTS else {})
    if name not in journal.PARTS:
        table["body"] = BODIES[kind] | {name: value}
    try:
        entry = _read(table)
    except Refusal as refusal:
        says = refusal.says
    else:
        assert _read(journal.table(entry)) == entry
        assert journal.values(entry).keys() <= {field.id for field in KINDS[entry.kind]}
        return
    assert says.isprintable()
    assert says.endswith((".", "?"))
