"""Drawn pictures, for what readers would rather look at than read; each with the same in words.

Which pictures there are and what they say stands in words.toml, and every number comes from the ledger. How a
picture is composed is for the module of its subject, its colours are for keel.css.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from wizard.publish.pictures import money, months, road, script, shares, week

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.publish.pictures.script import Script
    from wizard.publish.pictures.sheet import Sheet

DRAWN: Final[Mapping[str, Callable[[Script], Sheet]]] = {
    "fixed-price-money": money.drawn,
    "hourly-week": week.drawn,
    "dispute-road": road.drawn,
    "arbitration": shares.drawn,
    "score-weights": months.drawn,
}
IN_WORDS: Final = "The same in words"
FIGURE: Final = Markup(
    '<figure class="picture" id="picture-%s">\n%s\n<details><summary>%s</summary><ol>\n%s\n</ol></details>\n'
    "</figure>"
)


def figure(name: str) -> Markup:
    """Return a picture with its text.

    Raises PublishError for a name that no picture has.
    """
    said = script.script(name)
    items = Markup("\n").join(Markup("<li>%s</li>") % line for line in said.lines)
    return FIGURE % (name, DRAWN[name](said).svg(name), IN_WORDS, items)


def cited(name: str) -> list[str]:
    """Return the keys of the facts that a picture stands on, each once, in the order of its words.

    Raises PublishError for a name that no picture has.
    """
    return list(dict.fromkeys(key for label in script.script(name).labels.values() for key in label.keys))
