"""Writes the reference: every fact by topic, what is not sure, and the clocks. Generated from the ledger.

Nothing is stated here that the ledger does not say. Hand-written reference pages lie beside these folders.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from wizard.core import citations, clocks
from wizard.core.facts import CERTAINTIES
from wizard.publish import guide, manuscript, quotes, sheets, states, timetable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from wizard.core.facts import Fact

FACTS: Final = "reference/facts"
CLOCKS: Final = "reference/clocks"
NOT_SURE: Final = "reference/not-sure"
KINDS: Final[Mapping[str, str]] = {
    "official": "Upwork's own page",
    "staff": "Upwork staff",
    "secondary": "another website",
    "community": "members",
}
ABOUT: Final = (
    "Every statement about Upwork on this site stands on one of these {} facts. Each topic leads to the "
    "whole statements and sources. A line without a word at its end is sure."
)


def write(docs: Path) -> int:
    """Write all pages below `docs`/reference and return their number."""
    manuscript.clear(docs / folder for folder in (FACTS, CLOCKS, NOT_SURE))
    pages = {FACTS: index(), CLOCKS: timetable.page(_from_beside), NOT_SURE: not_sure()}
    pages |= {f"{FACTS}/{_folder(topic)}": detail(topic, facts) for topic, facts in by_topic().items()}
    for place, text in pages.items():
        manuscript.put(docs / place, text)
    return len(pages)


def unquoted(docs: Path) -> list[str]:
    """Return the keys that neither the package's words nor a Markdown page below `docs` cites."""
    keys = {key for page in guide.pages(docs) for key in quotes.cited(page.body)}
    keys |= set(sheets.checklist().facts)
    return citations.unquoted(states.book(), keys)


def by_topic() -> dict[str, list[Fact]]:
    """Return topic -> its facts, both in the order of the ledger."""
    facts = states.book().ledger.values()
    return {topic: list(group) for topic, group in groupby(facts, key=lambda fact: fact.topic)}


def index() -> str:
    """Return the list of all facts, one line each."""
    blocks: list[str] = []
    for topic, facts in by_topic().items():
        blocks += (
            Markup('<h2 id="%s"><a href="%s/">%s</a></h2>') % (topic, _folder(topic), _title(topic)),
            Markup("<ul>\n%s\n</ul>") % Markup("\n").join(_line(fact) for fact in facts),
        )
    return manuscript.page(
        "All facts",
        "Every statement about Upwork on which this site stands, one line each.",
        (
            ABOUT.format(len(states.book().ledger)),
            *_certainties(),
            *blocks,
        ),
        searched=False,
    )


def _line(fact: Fact) -> Markup:
    """Return the line of a fact in the index; a value that its short form says already stands once.

    It has no link of its own, which would take the page over its limit of bytes: the topic leads on.
    """
    value = "" if fact.value is None or _in_short(fact) else f": {fact.quoted}"
    # Most are sure, so the word stands only where one is not.
    sure = "" if fact.certainty == "is" else f" · {fact.certainty}"
    return Markup('<li id="%s">%s%s%s</li>') % (fact.key, fact.short, value, sure)


def _in_short(fact: Fact) -> bool:
    """Return whether the short form says the value already, as a whole number and not as a part of one."""
    number = fact.quoted.removesuffix(fact.unit).strip()
    return re.search(rf"(?<![\d.,]){re.escape(number)}(?![\d.,]*\d)", fact.short) is not None


def detail(topic: str, facts: Iterable[Fact]) -> str:
    """Return the page of one topic: every fact with all that is known about it."""
    return manuscript.page(
        f"Facts: {_title(topic)}",
        f"What Upwork's pages say about this topic, with sources and days: {_title(topic)}.",
        (
            Markup(
                '<p>These are statements about Upwork, with their sources. <a href="../">All facts</a>.</p>'
            ),
            *_certainties(),
            *(block for fact in facts for block in _fact(fact)),
        ),
    )


def _fact(fact: Fact) -> Iterator[str]:
    yield manuscript.heading(2, fact.short, fact.key)
    yield Markup("<p>%s</p>") % fact.statement
    rows: list[tuple[str, object]] = [
        ("Value", "" if fact.value is None else fact.quoted),
        ("How sure", fact.certainty),
        ("Day read", clocks.short(fact.read)),
        ("Date of the page", fact.page),
        ("Pages differ", fact.conflicts),
        ("Older guides", fact.older_guides),
        *(("Before", _before(was)) for was in fact.was),
        ("Key", Markup("<code>%s</code>") % fact.key),
    ]
    lines = [Markup("<strong>%s:</strong> %s") % row for row in rows if row[1]]
    sources = [
        Markup('<a href="%s">%s: %s</a> (%s)') % (source.url, source.by, source.title, KINDS[source.kind])
        for source in fact.sources
    ]
    yield Markup("<div data-search-exclude>%s\n<p><strong>Sources:</strong></p>\n%s</div>") % (
        manuscript.listed(lines),
        manuscript.listed(sources),
    )


def _before(was: Mapping[str, object]) -> str:
    """Return a former value: what it was, until when, and what else is known."""
    said = {key: str(value) for key, value in was.items()}
    until = f" until {said.pop('until')}" if "until" in said else ""
    value = said.pop("value", "")
    return ". ".join(part.rstrip(".") for part in (f"{value}{until}", *said.values()) if part) + "."


def not_sure() -> str:
    """Return the page of all facts that are not plainly read on an official page."""
    blocks: list[str] = []
    ledger = states.book().ledger.values()
    for certainty in CERTAINTIES[1:]:
        facts = [fact for fact in ledger if fact.certainty == certainty]
        rows = [Markup("%s. %s %s") % (_from_beside(fact), fact.statement, fact.conflicts) for fact in facts]
        blocks += (
            manuscript.heading(
                2, f"{certainty.capitalize()}: {len(facts)} facts", certainty.replace(" ", "-")
            ),
            Markup("<p>%s.</p>") % _meaning(certainty),
            manuscript.listed(rows),
        )
    return manuscript.page(
        "What is not sure",
        "Every statement on this site that we are not sure of, and why.",
        ("We say of each fact how sure we are. Here are all that are not plainly read on a page.", *blocks),
        searched=False,
    )


def _certainties() -> Iterator[str]:
    yield "One word tells how sure we are:"
    yield manuscript.listed(_meaning(word) for word in CERTAINTIES)


def _meaning(certainty: str) -> str:
    return states.speaker(states.FIRST_FLOW).ui_text(f"certainty_{certainty.replace(' ', '_')}")


def _from_beside(fact: Fact) -> Markup:
    """Return the link to a fact from a page that lies beside the folder of all facts."""
    return Markup('<a href="../facts/%s/#%s">%s</a>') % (_folder(fact.topic), fact.key, fact.short)


def _title(topic: str) -> str:
    return topic.replace("_", " ").capitalize()


def _folder(topic: str) -> str:
    return topic.replace("_", "-")
