"""The facts on which a page stands, as its last part lists them: numbered, with certainty, day and source.

What a fact says is for the ledger; which facts a page quotes is for the page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement

from markupsafe import Markup

from wizard.core import clocks
from wizard.core.errors import did_you_mean
from wizard.core.facts import CERTAINTIES
from wizard.publish import states
from wizard.publish.errors import PublishError
from wizard.publish.manuscript import TOP

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from wizard.core.facts import Fact, Ledger


def known() -> Ledger:
    """Return the fact ledger of the package."""
    return states.book().ledger


def facts(says: str) -> list[Fact]:
    """Return the facts of a mark, each once, from their keys with blanks between.

    Raises PublishError, with the nearest key, when the ledger has no such fact.
    """
    ledger = known()
    missing = next((key for key in says.split() or [""] if key not in ledger), None)
    if missing is not None:
        raise PublishError(f'No fact is called "{missing}".{did_you_mean(missing, ledger)}')
    return [ledger[key] for key in dict.fromkeys(says.split())]


def former(key: str) -> str:
    """Return the value that a fact had before, with its unit: the first that the ledger names.

    Raises PublishError where there is no such fact, or where its value never changed.
    """
    fact, *more = facts(key)
    if more or not fact.was or "value" not in fact.was[0]:
        raise PublishError(f'The ledger knows no former value of "{key}".')
    value = fact.was[0]["value"]
    # Some former values had another unit, which they say themselves.
    bare = not re.search(r"[a-z]{3}", str(value))
    number = f"{value:,}" if isinstance(value, int) else str(value)
    return f"{number} {fact.unit}".rstrip() if bare else number


def unsure(found: Iterable[Fact]) -> str:
    """Return the words for what we are not sure of among facts; nothing where all are read and plain."""
    words = {fact.certainty for fact in found}
    return ", ".join(word for word in CERTAINTIES[1:] if word in words)


def numbered(numbers: Sequence[int], led: set[int]) -> Element:
    """Return the small numbers that lead to the list of sources.

    The first of each on a page is where the list leads back to; `led` holds those that stood before.
    """
    small = Element("sup", {"class": "by"})
    for place, number in enumerate(numbers, 1):
        link = SubElement(small, "a", {"href": f"#source-{number}", "aria-label": f"Source {number}"})
        if number not in led:
            led.add(number)
            link.set("id", f"cited-{number}")
        link.text = str(number)
        link.tail = ", " if place < len(numbers) else ""
    return small


def listed(keys: Collection[str], inside: Collection[str]) -> Markup:
    """Return the numbered list of the sources of a page, with what the words for certainty mean.

    Facts of `inside` are quoted in a line, to which the list leads back.
    """
    found = facts(" ".join(keys)) if keys else []
    if not found:
        raise PublishError("The page lists its sources, but no fact is quoted on it.")
    days = sorted({fact.read for fact in found})
    read = " to ".join(clocks.short(day) for day in dict.fromkeys((days[0], days[-1])))
    used = [word for word in CERTAINTIES if word in {fact.certainty for fact in found}]
    items = (
        _item(number, fact, _up(number) if fact.key in inside else Markup())
        for number, fact in enumerate(found, 1)
    )
    note = Markup('<p class="note">%s %s %s.</p>') % (_ui("sources_read"), _ui("read_on").capitalize(), read)
    meaning = ". ".join(_ui(f"certainty_{word.replace(' ', '_')}") for word in used)
    return Markup('<div class="sources">%s<ol>\n%s\n</ol><p class="note">%s.</p></div>') % (
        note,
        Markup("\n").join(items),
        meaning,
    )


def _item(number: int, fact: Fact, up: Markup) -> Markup:
    """Return the line of a fact, with the first of its sources; its page in the reference names them all."""
    source = fact.sources[0]
    differ = Markup(" %s") % fact.conflicts if fact.conflicts and fact.certainty == "check" else ""
    line = Markup(
        '<li id="source-%d"><a href="%s">%s</a>: <strong>%s</strong>.%s <a href="%s">%s: %s</a>%s</li>'
    )
    named = (source.url, source.by, source.title)
    return line % (number, address(fact), fact.short, fact.certainty, differ, *named, up)


def _up(number: int) -> Markup:
    """Return the link from a source back to the first number in the text that led to it."""
    says = f"{_ui('back_to_text')} {number}"
    return Markup('<a class="up" href="#cited-%d" aria-label="%s">\u2191</a>') % (number, says)


def address(fact: Fact) -> str:
    """Return the link to a fact in the reference."""
    return f"{TOP}reference/facts/{fact.topic.replace('_', '-')}/#{fact.key}"


def _ui(name: str) -> str:
    return states.speaker(states.FIRST_FLOW).ui_text(name)
