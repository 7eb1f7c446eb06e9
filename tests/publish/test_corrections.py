from __future__ import annotations

import json
import tomllib
from datetime import date
from typing import TYPE_CHECKING

import pytest

from wizard.publish import corrections, states
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path

BOOK = states.book()
TODAY = date(2026, 12, 10)
GOOD = """
[[correction]]
id = "refund_days"
day = 2026-12-05
says = "A request must be answered within {fact:refund_requests.answer_days}. Look at your last day again."
outcomes = ["ghosting/submit_today"]
"""
DORMANT = "dormancy.dormant_days"
"""A fact that few plans quote themselves; a strip shows it above others."""


def _found(text: str) -> list[str]:
    return [str(finding) for finding in corrections.findings(tomllib.loads(text), BOOK, TODAY)]


def test_the_list_of_the_repository_has_no_findings() -> None:
    assert isinstance(corrections.named(), list)


def test_a_right_entry_has_no_findings_and_says_its_facts_from_the_ledger() -> None:
    assert _found(GOOD) == []
    (one,) = corrections.read(tomllib.loads(GOOD), BOOK, TODAY)
    days = BOOK.ledger["refund_requests.answer_days"].quoted
    assert one.says == f"A request must be answered within {days}. Look at your last day again."
    assert (one.id, one.day, one.touches) == ("refund_days", "2026-12-05", ("ghosting/submit_today",))


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ('id = "refund_days"', "", 'needs "id"'),
        ('id = "refund_days"', 'id = "Refund days"', 'needs "id"'),
        ("day = 2026-12-05", "", 'needs "day"'),
        ("day = 2026-12-05", 'day = "2026-12-05"', 'needs "day"'),
        ("day = 2026-12-05", "day = 2026-12-05T10:00:00Z", 'needs "day"'),
        ("day = 2026-12-05", "day = 2026-12-11", "after the newest day on which a fact was read"),
        ("says = ", "fact = []\nsays = ", 'has an unknown key "fact". Did you mean "facts"?'),
        ("says = ", 'says = ""\nfacts = [] #', 'needs "says"'),
        ("Look at", "It was wrong. Look at", "says 3 sentences"),
        ("Look at", "Look " + "again and " * 25 + "at", "at most 240"),
        ("{fact:refund_requests.answer_days}", "7 days", 'naked number "7"'),
        (
            "{fact:refund_requests.answer_days}",
            "{fact:refund_requests.answer_day}",
            "quotes the unknown fact",
        ),
        ("{fact:refund_requests.answer_days}", "{date:sent}", "plain words and quoted facts only"),
        ("{fact:refund_requests.answer_days}", "<b>", "unreadable"),
        ("Look at your last day again.", "Refund it to remove the review.", "n3"),
        ("ghosting/submit_today", "ghosting/submit_todai", 'Did you mean "ghosting/submit_today"?'),
        ('outcomes = ["ghosting/submit_today"]', 'facts = ["dormancy.nothing"]', "names the unknown fact"),
        ('outcomes = ["ghosting/submit_today"]', 'outcomes = "ghosting/submit_today"', "as a list"),
        ('outcomes = ["ghosting/submit_today"]', "", "touches no plan"),
        ("[[correction]]", "[corection]\n[[correction]]", "corection: is no entry"),
    ],
)
def test_a_wrong_entry_is_named_with_what_is_wrong(right: str, wrong: str, says: str) -> None:
    assert right in GOOD
    (found,) = _found(GOOD.replace(right, wrong))
    assert found.startswith("corrections.toml: ")
    assert says in found


def test_an_id_may_stand_once() -> None:
    assert _found(GOOD + GOOD) == ["corrections.toml: refund_days: is the id of two corrections."]


def test_a_fact_touches_every_plan_that_shows_it_by_its_words_a_strip_a_card_or_a_place() -> None:
    touched = corrections.touched(BOOK, [DORMANT], [])
    quoting = {
        f"{flow}/{outcome}"
        for flow, atlas in BOOK.flows.items()
        for outcome in atlas.outcomes
        if DORMANT in BOOK.cited(flow, outcome)
    }
    below_strip = {
        f"{flow}/{state.node}"
        for flow in BOOK.flows
        for state in states.automaton(flow).states.values()
        if state.kind == "result" and "dormancy_warned" in state.strips
    }
    assert quoting < set(touched)
    assert below_strip <= set(touched)
    assert "disputes/request_over" not in touched


def test_a_plan_is_named_as_the_address_of_its_page_names_it() -> None:
    for flow in BOOK.flows:
        for state in states.automaton(flow).states.values():
            assert state.slug.split("--")[0].replace("-", "_") == state.node


def test_only_the_last_180_days_are_named_the_newest_first() -> None:
    entries = "".join(
        GOOD.replace("refund_days", name).replace("2026-12-05", day)
        for name, day in (
            ("on", "2026-06-13"),
            ("b", "2026-12-01"),
            ("out", "2026-06-12"),
            ("c", "2026-12-09"),
        )
    )
    assert [one.id for one in corrections.read(tomllib.loads(entries), BOOK, TODAY)] == ["c", "b", "on"]


def test_the_list_is_laid_beside_a_page_script_that_is_not_sealed_and_stops_the_build_if_it_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrections.lay(tmp_path)
    assert list(tmp_path.iterdir()) == []
    folder = tmp_path / "assets/offline"
    folder.mkdir(parents=True)
    (folder / "news.js").write_text("export {};\n", encoding="utf-8")
    listed = tmp_path / "list.toml"
    monkeypatch.setattr(corrections, "FILE", listed)
    listed.write_text(GOOD.replace("2026-12-05", "2026-11-01"), encoding="utf-8")
    corrections.lay(tmp_path)
    (one,) = json.loads((folder / "corrections.json").read_text(encoding="utf-8"))
    assert (one["id"], one["day"], one["touches"]) == ("refund_days", "2026-11-01", ["ghosting/submit_today"])
    listed.write_text(GOOD.replace("2026-12-05", "2029-12-05"), encoding="utf-8")
    with pytest.raises(PublishError, match=r"list\.toml: refund_days: is of 2029-12-05"):
        corrections.lay(tmp_path)
