"""Every hand-written page is proof-read, and everything that was promised has its page."""

from __future__ import annotations

import pytest
import textstat

from wizard.publish import coverage, guide, proof
from wizard.publish.guide import Page

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
    ],
)
def test_each_fault_of_a_page_is_named(old: str, new: str, says: str) -> None:
    page = Page("guide/one.md", GOOD.replace(old, new, 1))
    found = list(proof.findings(page))
    assert any(says in finding for finding in found), found


def test_a_page_of_the_guide_needs_its_head() -> None:
    assert list(proof.findings(Page("guide/one.md", "# One\n\nText.\n")))
