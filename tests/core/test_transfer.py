"""A file of a case file is read whole or refused by its place, and a merge keeps what the reader chose."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import kept
from tests.samples.kept import RECORDS, entry, id_
from wizard.case import journal, transfer
from wizard.case.journal import Entry
from wizard.case.record import replay, standing
from wizard.case.transfer import CHOICES, Bundle, Difference, compare, export, merge, read_file
from wizard.core.errors import Refusal

MADE = date(2026, 11, 22)
RELEASE = "2026.11.22"
PAGE = Path(__file__).resolve().parents[2] / "docs/reference/case-file-format.md"
DOCUMENTED = PAGE.read_text(encoding="utf-8")
ONE, TWO, THREE = RECORDS
FEW = (
    entry(1, "opened", nickname="Logo \u05e9\u05dc\u05d5\u05dd", contract="fixed"),
    entry(2, "value", field="submitted_on", text="2026-11-12"),
    entry(3, "log", about="scope_change", says='One more\npage \\ "quoted" [[{{', minutes="45", sum="$30"),
    entry(4, "plan", flow="ghosting", state="wait", answers="1~money.held", title="I wait"),
    entry(5, "undone", entry=id_(3)),
)


def _file(**changed: Any) -> str:
    return json.dumps(json.loads(export(FEW, MADE, RELEASE)) | changed)


def _says(text: str) -> str:
    """Return what a file is refused with."""
    with pytest.raises(Refusal) as refused:
        read_file(text, kept.QUESTIONS)
    return refused.value.says


def _try(text: str) -> Bundle | None:
    """Return what a file holds, or None where it is refused; whatever else happens is a fault."""
    try:
        bundle = read_file(text, kept.QUESTIONS)
    except Refusal as refusal:
        says = refusal.says
    else:
        assert read_file(export(bundle.entries, bundle.made, bundle.release), kept.QUESTIONS) == bundle
        replay(bundle.entries)
        return bundle
    assert says.isprintable()
    assert says.endswith((".", "?"))
    assert len(says) < 500
    return None


# --- there and back --------------------------------------------------------------------------------


@given(kept.journals())
def test_what_is_exported_is_read_back_the_same(entries: list[Entry]) -> None:
    bundle = read_file(export(entries, MADE, RELEASE), kept.QUESTIONS)
    assert bundle == Bundle(journal.in_order(entries), MADE, RELEASE, 1)
    assert replay(bundle.entries) == replay(entries)


@given(kept.journals(), st.randoms(use_true_random=False))
def test_the_same_entries_make_the_same_file(entries: list[Entry], chance: Any) -> None:
    mixed = entries * 2
    chance.shuffle(mixed)
    assert export(mixed, MADE, RELEASE) == export(entries, MADE, RELEASE)


@pytest.mark.parametrize("file", sorted(kept.FILES.glob("*.json")), ids=lambda file: file.stem)
def test_a_file_of_every_version_can_be_read_for_ever(file: Any) -> None:
    bundle = read_file(file.read_text(encoding="utf-8"), kept.QUESTIONS)
    assert f"v{bundle.version}" == file.stem
    assert len(replay(bundle.entries)) == 2


def test_the_file_of_the_newest_version_has_every_kind_and_is_written_the_same_today() -> None:
    text = (kept.FILES / f"v{transfer.VERSION}.json").read_text(encoding="utf-8")
    bundle = read_file(text, kept.QUESTIONS)
    assert {entry.kind for entry in bundle.entries} == set(journal.KINDS)
    assert export(bundle.entries, bundle.made, bundle.release) == text


def test_an_export_can_be_read_by_eye() -> None:
    text = export(FEW, MADE, RELEASE)
    assert '"nickname": "Logo \u05e9\u05dc\u05d5\u05dd"' in text
    assert text.endswith("}\n")


def test_a_mark_of_byte_order_is_passed_over() -> None:
    assert read_file("\ufeff" + export(FEW, MADE, RELEASE), kept.QUESTIONS).entries == FEW


def test_the_example_on_the_page_of_the_form_is_a_case_file() -> None:
    example = DOCUMENTED.partition("## An example")[2].partition("\n## ")[0]
    bundle = read_file("".join(re.findall(r"^`(.*)`$", example, re.MULTILINE)), kept.QUESTIONS)
    assert [one.kind for one in bundle.entries] == ["opened", "log"]


@pytest.mark.parametrize(("kind", "fields"), journal.KINDS.items())
def test_every_kind_stands_on_the_page_with_its_fields_choices_and_limits(kind: str, fields: Any) -> None:
    told = re.search(rf"^### [^\n]*`{kind}`[^\n]*\n(.*?)(?=^##)", DOCUMENTED, re.MULTILINE | re.DOTALL)
    assert told
    rows = dict(re.findall(r"^\| `(\w+)`( \*)? \|", told[1], re.MULTILINE))
    assert rows == {field.id: " *" if field.needed else "" for field in fields}
    limits = {f"{limit:,}" for field in fields for limit in (field.least, field.most) if limit is not None}
    wanted = {f"`{option}`" for field in fields for option in field.options}
    wanted |= {f"{{own:{limit}}}" for limit in limits if "answers" not in rows or limit != "2,000"}
    assert {piece for piece in wanted if piece not in told[1]} == set()


# --- refused ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "This file is empty."),
        (" \n\t", "This file is empty."),
        ("Hello", "This file is damaged, or a part is missing: line 1, character 1."),
        (export(FEW, MADE, RELEASE)[:400], "This file is damaged, or a part is missing: line 1"),
        ("[]", "This is not a case file of this site."),
        ("null", "This is not a case file of this site."),
        ('{"format": "even-keel-facts", "version": 1}', "This is not a case file of this site."),
        (
            _file(version=2),
            "was written by a newer version of this site: open the site again with internet, then import.",
        ),
        (_file(version=10**14, entries="x", more=1), "was written by a newer version"),
        (_file(version="1"), "does not say its version"),
        (_file(version=True), "does not say its version"),
        (_file(version=0), "does not say its version"),
        (_file(version=None), "does not say its version"),
        (_file(version=1.0), "does not say its version"),
        (_file(entry=[]), 'A case file has no part "entry". Did you mean "entries"?'),
        (_file(entries={}), '"entries" must be a list.'),
        (_file(made=20261122), '"made" must be a text.'),
        (_file(made="2026-02-31"), '"made": "2026-02-31" is not a day'),
        (_file(made="0001-01-01"), '"made": The day 0001-01-01 cannot be right'),
        (_file(release="x" * 41), '"release": "xxx'),
        (_file(release="\u202ex"), '"release": "?x" is not the name of a release.'),
        (_file(entries=[None]), "Entry 1: An entry must be an object."),
        (
            _file(entries=[journal.table(FEW[0]), {"kind": "log"}]),
            'Entry 2 (log): "body" must be an object of texts.',
        ),
        (_file(entries=[{"kind": "gossip"}]), 'Entry 1: "body"'),
    ],
)
def test_what_is_no_case_file_is_refused_with_the_place(text: str, says: str) -> None:
    assert says in _says(text)


def test_a_bad_entry_is_named_by_its_number_and_kind() -> None:
    bad = entry(6, "log", about="note", on="2026-02-31")
    assert _says(export((*FEW, bad), MADE, RELEASE)).startswith(
        'Entry 6 (log): "on": "2026-02-31" is not a day'
    )


def test_a_file_too_large_to_be_ours_is_refused() -> None:
    assert _says(" " * (transfer.LONGEST + 1)).startswith("This file is too large: 5,000,001 characters.")
    assert _says("\ufeff" + " " * (transfer.LONGEST - 1)).startswith("This file is empty.")


@pytest.mark.parametrize("open_", ["[", '{"a":', '[{"a":', '["]",', '["\\\\",', '[{"a\\"]":'])
def test_deep_nesting_is_refused_before_it_is_parsed(open_: str) -> None:
    assert _says(open_ * 100_000).startswith("This file is nested too deeply.")


@pytest.mark.parametrize("piece", ['\\"', '"', "\\", '"\\', "a", "[]", '"a"', '["a', "[],", "9", "1e9", "-"])
def test_a_hostile_text_of_many_letters_is_read_once(piece: str) -> None:
    # Were a pattern or a number to begin again at each letter, this would take many minutes.
    for start in ("", '"', '{"format": ', f'{{"format": "{transfer.FORMAT}", "version": '):
        assert _try(start + piece * (300_000 // len(piece))) is None


def test_two_entries_with_one_id_are_one_only_if_they_say_the_same() -> None:
    tables = [journal.table(one) for one in (*FEW, FEW[1])]
    assert read_file(_file(entries=tables), kept.QUESTIONS).entries == FEW
    tables[-1]["body"] = {"field": "submitted_on", "text": "2026-11-13"}
    assert _says(_file(entries=tables)) == (
        "Entry 6 (value): it has the id of entry 2, and says something else."
    )


def _renamed(old: Entry) -> Entry:
    """Migrate an entry of a version that never was: what it called memo is a log now."""
    return replace(old, kind="log", body={"about": "note"} | dict(old.body)) if old.kind == "memo" else old


def _shorter(old: Entry) -> Entry:
    says = old.body.get("says", "")
    return replace(old, body={**old.body, "says": says[:4]}) if says else old


def test_an_older_version_is_made_new_step_by_step_and_then_checked() -> None:
    memo = {**journal.table(entry(9, "log")), "kind": "memo", "body": {"says": "Hello there"}}
    steps = (_renamed, _shorter)
    old = read_file(_file(entries=[memo]), kept.QUESTIONS, steps)
    assert old.entries == (entry(9, "log", about="note", says="Hell"),)
    assert old.version == 1
    # What version 2 holds has passed the first step; version 3 is the newest now.
    with pytest.raises(Refusal, match=r'Entry 1: There is no kind of entry "memo"'):
        read_file(_file(entries=[memo], version=2), kept.QUESTIONS, steps)
    assert read_file(_file(version=3), kept.QUESTIONS, steps).entries == FEW
    with pytest.raises(Refusal, match="newer version"):
        read_file(_file(version=4), kept.QUESTIONS, steps)


# --- hostile files: a bundle or a refusal, never anything else ---------------------------------------


@cache
def _sample() -> str:
    return export(FEW, MADE, RELEASE)


@pytest.mark.slow
@settings(max_examples=1_500)
@given(
    st.text() | st.binary().map(lambda raw: raw.decode("utf-8", "replace")),
    st.sampled_from(("", "{", "[", '{"format":')),
)
def test_random_letters_are_refused(text: str, start: str) -> None:
    assert _try(start + text) is None


@pytest.mark.slow
@settings(max_examples=1_500)
@given(st.integers(0, len(_sample()) - 3), st.sampled_from(("", "\n", "}", "]}", '"', '"}]}', "\x00")))
def test_a_file_that_breaks_off_is_refused_unless_somebody_closed_it(end: int, more: str) -> None:
    read = _try(_sample()[:end] + more)
    # Closed by hand at the right place, a part may be a file.
    assert read is None or more in ("}", "]}", '"}]}')


@pytest.mark.slow
@settings(max_examples=1_800)
@given(st.data())
def test_a_file_with_some_letters_changed_is_read_or_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(_sample()) - 1))
    end = data.draw(st.integers(start, min(start + 40, len(_sample()))))
    new = data.draw(
        st.text(max_size=6) | st.sampled_from([piece for piece in kept.HOSTILE if isinstance(piece, str)])
    )
    _try(_sample()[:start] + new + _sample()[end:])


def _places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the way to every value inside a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [(*way, name) for name, _ in inner]
    return found + [
        deeper for place in list(found) for deeper in _places(_at(value, place[len(way) :]), place)
    ]


def _at(value: Any, way: tuple[Any, ...]) -> Any:
    for name in way:
        value = value[name]
    return value


PLACES = _places(json.loads(export(FEW, MADE, RELEASE)))
HOW = ("drop", "replace", "nest", "copy", "double", "rename", "text")


def _mutated(file: Any, way: tuple[Any, ...], how: str, hostile: object, other: tuple[Any, ...]) -> None:
    holder, name = _at(file, way[:-1]), way[-1]
    if how == "drop":
        del holder[name]
    elif how == "replace":
        holder[name] = hostile
    elif how == "nest":
        holder[name] = [holder[name]] if isinstance(hostile, str) else {"body": holder[name]}
    elif how == "copy":
        holder[name] = deepcopy(_at(file, other))
    elif how == "double" and isinstance(holder, list):
        holder.append(deepcopy(holder[name]))
    elif how == "rename" and isinstance(holder, dict):
        holder[str(hostile)] = holder.pop(name)
    else:
        holder[name] = str(holder[name])


@pytest.mark.slow
@settings(max_examples=4_500)
@given(st.sampled_from(PLACES), st.sampled_from(HOW), st.sampled_from(kept.HOSTILE), st.sampled_from(PLACES))
def test_a_file_with_one_place_changed_is_read_or_refused(
    way: tuple[Any, ...], how: str, hostile: object, other: tuple[Any, ...]
) -> None:
    file = json.loads(_sample())
    _mutated(file, way, how, hostile, other)
    _try(json.dumps(file, ensure_ascii=False))


@pytest.mark.slow
@settings(max_examples=800)
@given(
    st.lists(
        st.tuples(st.sampled_from(PLACES), st.sampled_from(HOW), st.sampled_from(kept.HOSTILE)), max_size=4
    )
)
def test_a_file_with_several_places_changed_is_read_or_refused(
    changes: list[tuple[Any, str, object]],
) -> None:
    file = json.loads(_sample())
    for way, how, hostile in changes:
        try:
            _mutated(file, way, how, hostile, ("made",))
        except (LookupError, TypeError, AttributeError):
            # The change before has taken this place away.
            continue
    _try(json.dumps(file))


# --- compared and merged ------------------------------------------------------------------------------

_PAIRS = kept.journals(most=8).flatmap(
    lambda whole: st.tuples(
        st.just(whole), st.lists(st.sampled_from((0, 1, 2)), min_size=len(whole), max_size=len(whole))
    )
)
"""A journal, and for each entry whether it is ours, theirs or on both sides."""


def _sides(pair: tuple[list[Entry], list[int]]) -> tuple[list[Entry], list[Entry]]:
    whole, sides = pair
    mine = [one for one, side in zip(whole, sides, strict=True) if side != 1]
    return mine, [one for one, side in zip(whole, sides, strict=True) if side != 0]


def test_each_record_of_a_file_is_told_new_same_newer_older_or_both() -> None:
    opened = entry(1, "opened", nickname="Logo")
    note, more = entry(2, "log", about="note"), entry(3, "log", about="approval")
    renamed = entry(4, "named", nickname="Their name")
    assert compare((), (opened, note)) == (Difference(ONE, "Logo", "new", 0, 2),)
    assert compare((opened, note), (note, opened)) == (Difference(ONE, "Logo", "same", 0, 0),)
    assert compare((opened,), (opened, note)) == (Difference(ONE, "Logo", "newer", 0, 1),)
    assert compare((opened, note, more), (opened,)) == (Difference(ONE, "Logo", "older", 2, 0),)
    assert compare((opened, note), (opened, more, renamed)) == (Difference(ONE, "Logo", "both", 1, 2),)
    assert compare((opened,), ()) == ()
    assert compare((), (note,)) == (Difference(ONE, "", "new", 0, 1),)


def test_an_entry_that_says_something_else_there_is_on_both_sides() -> None:
    mine, theirs = entry(2, "log", about="note", says="a"), entry(2, "log", about="note", says="b")
    assert compare((mine,), (theirs,)) == (Difference(ONE, "", "both", 1, 1),)
    assert merge((mine,), (theirs,), {ONE: "theirs"}) == (theirs,)
    assert merge((mine,), (theirs,), {}) == merge((theirs,), (mine,), {}) == (mine,)


def test_an_entry_of_another_record_is_never_taken_away() -> None:
    mine, theirs = entry(2, "log", about="note"), entry(2, "log", record=TWO, about="note")
    for called in (lambda: compare((mine,), (theirs,)), lambda: merge((mine,), (theirs,), {TWO: "theirs"})):
        with pytest.raises(Refusal, match=r"in another record than this device\. Nothing was changed\."):
            called()


def test_a_choice_that_there_is_not_is_refused() -> None:
    with pytest.raises(Refusal, match='"ours" is not one of: mine, theirs, both'):
        merge(FEW, FEW, {ONE: "ours"})
    with pytest.raises(Refusal, match=f'The file has no record "{TWO}"'):
        merge(FEW, FEW, {TWO: "mine"})


@given(_PAIRS)
def test_both_is_a_union_whoever_asks_and_however_often(pair: tuple[list[Entry], list[int]]) -> None:
    mine, theirs = _sides(pair)
    whole = merge(mine, theirs, {})
    assert whole == journal.in_order(pair[0]) == merge(theirs, mine, {})
    assert merge(whole, theirs, {}) == whole == merge(whole, whole, {})
    assert all(one.state in ("same", "older") for one in compare(whole, theirs))


@given(_PAIRS, st.lists(st.sampled_from(CHOICES), min_size=3, max_size=3))
def test_a_choice_decides_what_a_record_says_and_loses_nothing_of_this_device(
    pair: tuple[list[Entry], list[int]], chosen: list[str]
) -> None:
    mine, theirs = _sides(pair)
    before = deepcopy((mine, theirs))
    there = {one.record for one in theirs}
    choices = {record: choice for record, choice in zip(RECORDS, chosen, strict=True) if record in there}
    merged = merge(mine, theirs, choices)
    sides = {"mine": mine, "theirs": mine + theirs, "both": mine + theirs}
    for record in RECORDS:
        choice = choices.get(record, "mine")
        whole = [one for one in merged if one.record == record]
        kept_here = [one for one in whole if not one.id.startswith("undo")]
        assert kept_here == list(journal.in_order(one for one in sides[choice] if one.record == record))
        if choice == "theirs":
            assert _standing(whole) == _standing([one for one in theirs if one.record == record])
        else:
            assert whole == kept_here
    assert (mine, theirs) == before


def _standing(entries: list[Entry]) -> set[str]:
    return {one.id for one in standing(entries) if one.kind != "undone"}


def test_what_was_undone_by_a_choice_can_be_brought_back() -> None:
    opened, mine = entry(1, "opened", nickname="Logo"), entry(2, "log", about="note", says="mine")
    undone = entry(3, "undone", entry=opened.id)
    merged = merge((opened, mine, undone), (opened, entry(4, "log", about="approval")), {ONE: "theirs"})
    added = [one for one in merged if one.id.startswith("undo")]
    assert [one.body["entry"] for one in added] == [mine.id, undone.id]
    assert {one.kind for one in standing(merged)} == {"opened", "log", "undone"}
    back = [entry(5 + number, "undone", entry=one.id) for number, one in enumerate(added)]
    assert _standing([*merged, *back]) == {mine.id, entry(4, "log", about="approval").id}


@given(_PAIRS)
def test_a_difference_counts_what_the_other_side_lacks(pair: tuple[list[Entry], list[int]]) -> None:
    mine, theirs = _sides(pair)
    found = {one.record: one for one in compare(mine, theirs)}
    assert set(found) == {one.record for one in theirs}
    for record, one in found.items():
        assert one.theirs == sum(entry not in mine for entry in theirs if entry.record == record)
        assert one.mine == sum(entry not in theirs for entry in mine if entry.record == record)
        assert (one.state == "same") == (one.mine == one.theirs == 0)
