"""Every hand-written page is proof-read, and everything that was promised has its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import textstat

from wizard.publish import coverage, guide, manuscript, proof, states
from wizard.publish.__main__ import main
from wizard.publish.guide import Page

if TYPE_CHECKING:
    from pathlib import Path

HIGHEST_GRADE = 8
PAGES = list(guide.pages())
READ = [page for page in PAGES if page.head.get("kind")]
GOOD = """---
title: My client does not answer
description: Press Submit work on the contract page. Then the client has a fixed time to act, and you can wait.
kind: situation
group: stuck
covers: [s4.checkin]
words: silent, no reply, disappeared
---
# My client does not answer

Submit the work on the contract page. Then {fact:milestones.review_days} run.

## Do not

- Do not end the contract: the held money goes back.{by:ending.returns_held_money}

## Do now

**Today.** Press Submit work.

{start:ghosting|Get a plan}

## Then

1. Write down the day.

## If it does not work

- Ask Upwork.

## What it can cost and bring

- It costs {own:ten minutes}.

## Why

Only submitting starts the time.

## Sources

{sources}
"""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_a_hand_written_page_has_no_finding(page: Page) -> None:
    assert list(proof.findings(page)) == []


@pytest.mark.parametrize("page", READ, ids=lambda page: page.path)
def test_a_page_of_the_guide_reads_at_grade_eight_or_below(page: Page) -> None:
    said = " ".join(
        text if text.endswith((".", "?", "!", ":")) else f"{text}." for text, _ in proof.prose(page)
    )
    assert textstat.flesch_kincaid_grade(said) <= HIGHEST_GRADE


def test_everything_that_was_promised_has_its_page() -> None:
    found = coverage.covered()
    assert [id_ for id_, places in found.items() if not places] == []
    assert set(found) == set(coverage.promised())


def test_no_two_pages_have_one_title() -> None:
    titles = [page.title for page in PAGES]
    assert sorted(set(titles)) == sorted(titles)


def test_a_good_page_has_no_finding() -> None:
    assert list(proof.findings(Page("guide/one.md", GOOD))) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title: My client", f"title: {'My ' * 20}client", "its title has"),
        ("# My client does", "# A client does", "its first heading is not its title"),
        ("description: Press", "description: P\nother: Press", "its description has"),
        ("kind: situation", "kind: story", 'its kind is "story"'),
        ("group: stuck", "group: lost", 'its group is "lost"'),
        ("words: silent, no reply, disappeared", "words: silent", "fewer than"),
        ("[s4.checkin]", "[s4.chekin]", 'Did you mean "s4.checkin"'),
        ("[s4.checkin]", "[s4.checkin#nowhere]", 'no place "nowhere"'),
        ("\n{sources}", "", "does not end with"),
        ("{start:ghosting|Get a plan}", "", "no link into the wizard"),
        ("Submit the work on", "Submit the work " * 14 + "on", "its answer"),
        ("## Do not\n", "## Never\n", "has no part: Do not"),
        ("## Why\n", "## Then\n", "has no part: Why"),
        ("**Today.** Press", "Press", '"Do now" does not begin'),
        ("{own:ten minutes}", "ten minutes", 'the number "ten minutes" stands naked'),
        ("Ask Upwork", "Ask Upwork within 14 days", 'the number "14" stands naked'),
        ("Ask Upwork", "Ask " + "very " * 20 + "Upwork", "sentence of"),
        ("Only submitting starts the time.", "One. Two. Three. Four.", "paragraph has"),
        ("Ask Upwork", "<b>Ask</b> Upwork", "HTML of its own"),
        ("Ask Upwork", "Refund the money to clean the review", "(n3)"),
        ("milestones.review_days", "milestones.reveiw_days", 'Did you mean "milestones.review_days"'),
        ("Ask Upwork", "Wait thirteen of these\n  long days", 'the number "thirteen of these long days"'),
        ("Ask Upwork", "Ask for fifty per cent", 'the number "fifty per cent"'),
        ("## Why", "## Why half a year?\n\n| a | b |\n|---|---|\n| c | 7 |\n\n## Why", 'the number "7"'),
        ("## Why", "## Why half a year?\n\n## Why", 'the number "half a year"'),
        ("|Get a plan", "|Get a plan in 2 steps", 'the number "2"'),
        ("Ask Upwork.", "{plan:ghosting/submit_today|Wait 2 days}.", 'the number "2"'),
        ("description: Press", "description: In 2 days, press", "stands naked in its description"),
        ("My client does not answer", "My client sleeps 2 days", "stands naked in its title"),
        ("|Get a plan", "|Refund it for a good review", "(n3)"),
        ("Ask Upwork.", "{plan:ghosting/submit_today|Refund it for the stars}.", "(n3)"),
        ("## Why", "## Refund it for the stars\n\nNo.\n\n## Why", "(n3)"),
        ("## Why", "| a |\n|---|\n| refund it for the stars |\n\n## Why", "(n3)"),
        ("## Why", "> Refund it for the stars.\n\n## Why", "(n3)"),
        ("description: Press", "description: Refund it for the stars. Press", "(n3)"),
        ("Submit the work on", "- Submit the work on", "is a list"),
        ("# My client does not answer\n", "# My client does not answer\n\n## Why\n", "its answer"),
        ("## Why\n", "## Why\n\nSo.\n\n## Why\n", "more than one part: Why"),
        ("---\n# My", "---\n## One\n\n# My", "its first heading is not its title"),
        ("covers: [s4.checkin]", "covers: s4.checkin", '"covers" is no list: write [s4.checkin]'),
        ("Only submitting", "```\ncode\n```\n\nOnly submitting", "a fence"),
        ("Only submitting starts the time.", "Only this:\n- one", "directly below a line of text"),
    ],
)
def test_each_fault_of_a_page_is_named(old: str, new: str, says: str) -> None:
    page = Page("guide/one.md", GOOD.replace(old, new, 1))
    found = list(proof.findings(page))
    assert any(says in finding for finding in found), found


@pytest.mark.parametrize(
    "new",
    [
        "> Older guides say: refund it for the stars.",
        "> A blog says: refund it for the stars.",
        "## Refund it for the stars\n\n> Posts say: so it is.",
        "## Refund it for the stars?",
        "> Does a refund change the stars?",
    ],
)
def test_what_others_say_and_what_readers_ask_is_no_advice(new: str) -> None:
    page = Page("guide/one.md", GOOD.replace("## Why\n", f"{new}\n\n## Why\n"))
    assert list(proof.findings(page)) == []


def test_advice_is_read_on_a_page_without_a_kind_too() -> None:
    (found,) = proof.findings(Page("index.md", "---\ntitle: One\n---\n# One\n\nRefund it for the stars.\n"))
    assert "(n3)" in found


@pytest.mark.parametrize("head", ["- one\n- two", "only words", "a: [b"])
def test_a_head_that_is_no_table_is_one_finding(head: str) -> None:
    (found,) = proof.findings(Page("guide/one.md", f"---\n{head}\n---\n# One\n"))
    assert found.startswith("the head ")


def test_a_page_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quotes", "no-such.md"]) == 1
    assert "There is no hand-written page no-such.md" in capsys.readouterr().err


def test_a_generated_page_is_no_hand_written_one_and_the_mark_must_be_whole(tmp_path: Path) -> None:
    (tmp_path / "made.md").write_text(f"# One\n\n{manuscript.MARK}\n", encoding="utf-8")
    (tmp_path / "start.md").write_text(states.start_page("door"), encoding="utf-8")
    (tmp_path / "own.md").write_text("# Two\n\nWritten by us.\n", encoding="utf-8")
    assert [page.path for page in guide.pages(tmp_path)] == ["own.md"]


def test_a_page_of_the_guide_needs_its_head() -> None:
    assert list(proof.findings(Page("guide/one.md", "# One\n\nText.\n")))
