from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.samples.permit import fact
from wizard.core.errors import Findings
from wizard.core.facts import LONGEST_SHORT, ledger

SOURCE: dict[str, Any] = {"title": "Rules", "by": "City", "url": "https://city.example/", "kind": "official"}


def _said(**tables: object) -> list[str]:
    with pytest.raises(Findings) as found:
        ledger({"permits": tables})
    return [f"{finding.where} {finding.id}: {finding.says}" for finding in found.value.findings]


def test_facts_are_kept_by_topic_and_name_in_order() -> None:
    facts = ledger({"b": {"two": fact("Two.")}, "a": {"one": fact("One.", value=1, unit="day")}})
    assert list(facts) == ["a.one", "b.two"]
    assert len(facts) == 2
    assert facts["a.one"].read == date(2026, 11, 21)
    assert facts["a.one"].sources[0].url == "https://city.example/rules"


@pytest.mark.parametrize(
    ("more", "quoted"),
    [
        ({"value": 14, "unit": "days"}, "14 days"),
        ({"value": 1_000, "unit": "USD"}, "1,000 USD"),
        ({"value": 337.5, "unit": "USD"}, "337.5 USD"),
        ({"value": "Monday"}, "Monday"),
        ({"value": 0, "unit": "USD"}, "0 USD"),
        ({}, "So it is."),
    ],
)
def test_a_fact_is_quoted_by_its_value_or_else_by_its_statement(more: dict[str, object], quoted: str) -> None:
    assert ledger({"a": {"b": fact("So it is.", **more)}})["a.b"].quoted == quoted


def test_a_length_in_days_is_a_whole_number() -> None:
    facts = ledger({"a": {"days": fact("x", value=14), "words": fact("y", value="two")}})
    assert facts.days("a.days") == 14
    with pytest.raises(TypeError, match=r"a\.words is not a number of days"):
        facts.days("a.words")


def test_former_values_are_kept() -> None:
    assert ledger({"a": {"b": fact("x", was=[{"value": 5}])}})["a.b"].was == ({"value": 5},)


WRONG = {
    "an unknown key": ({"certanty": "is"}, 'has an unknown key "certanty". Did you mean "certainty"?'),
    "no source": ({"sources": []}, 'has no "sources".'),
    "no statement": ({"statement": ""}, 'has no "statement".'),
    "a wrong certainty": (
        {"certainty": "sure"},
        'has the certainty "sure". Use one of: is, seems, we think, check.',
    ),
    "a day that is a text": ({"read": "2026-11-21"}, 'needs "read" as a day, for example 2026-11-21.'),
    "a long short line": (
        {"short": "x" * (LONGEST_SHORT + 1)},
        f'has a "short" of more than {LONGEST_SHORT} characters.',
    ),
    "an open address": (
        {"sources": [SOURCE | {"url": "http://city.example/"}]},
        'has a source address that is not https: "http://city.example/".',
    ),
    "a source that runs a script": (
        {"sources": [SOURCE | {"url": "javascript:alert(1)"}]},
        'has a source address that is not https: "javascript:alert(1)".',
    ),
    "a source of a strange kind": (
        {"sources": [SOURCE | {"kind": "rumour"}]},
        'has a source of kind "rumour". Use one of: official, staff, secondary, community.',
    ),
    "a source without a title": (
        {"sources": [SOURCE | {"title": ""}]},
        "has a source with missing ['title'] or unknown []",
    ),
    "a source with one more key": (
        {"sources": [SOURCE | {"at": "x"}]},
        "has a source with missing [] or unknown ['at']",
    ),
    "sources that are no list": ({"sources": "https://city.example/"}, '"sources"'),
    "a source that is no table": ({"sources": ["https://city.example/"]}, "source"),
}


@pytest.mark.parametrize(("change", "says"), WRONG.values(), ids=WRONG.keys())
def test_the_ledger_refuses(change: dict[str, object], says: str) -> None:
    said = _said(shown=fact("Papers are shown.") | change)
    assert len(said) == 1
    assert said[0].startswith("facts/permits.toml permits.shown: ")
    assert says in said[0]


def test_a_missing_key_is_named() -> None:
    table = fact("x")
    del table["page"]
    assert _said(shown=table) == ['facts/permits.toml permits.shown: has no "page".']


def test_everything_wrong_is_reported_at_once() -> None:
    said = _said(
        one=fact("x") | {"certainty": "sure", "sources": [], "colour": "red"},
        two=fact("x") | {"sources": [SOURCE | {"url": "http://x"}, SOURCE | {"kind": "rumour"}]},
        three="no table",
    )
    assert [line.split(" ")[1] for line in said] == ["permits.one:"] * 3 + ["permits.three:"] + [
        "permits.two:"
    ] * 2
