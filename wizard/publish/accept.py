"""Rewrites what a reviewer reads as a diff: one line per path of each flow, and the list of addresses.

Nothing is decided here. An address that was published stays listed, so that an alias can stand there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.explore import explore
from wizard.core.reading import Phrases
from wizard.publish import states

if TYPE_CHECKING:
    from pathlib import Path

GOLDEN = "tests/journeys/golden"
ADDRESSES = "wizard/addresses.txt"


def golden(flow: str) -> str:
    """Return the accepted text of a flow: one sorted line per path."""
    return "".join(f"{line}\n" for line in explore(states.book(), flow, Phrases((), (), ())).lines)


def addresses() -> set[str]:
    """Return the address of every state of every flow, as it stands below the top of the site."""
    return {
        f"wizard/{flow.replace('_', '-')}/{slug}/"
        for flow in states.book().flows
        for slug in states.automaton(flow).states
    }


def listed(root: Path) -> list[str]:
    """Return the addresses that were ever published, in their order in the list."""
    file = root / ADDRESSES
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def accept(root: Path) -> None:
    """Write the golden files and add new addresses to the list; none is ever taken out."""
    before = listed(root)
    after = sorted({*before, *addresses()})
    (root / ADDRESSES).write_text("".join(f"{address}\n" for address in after), encoding="utf-8")
    (root / GOLDEN).mkdir(parents=True, exist_ok=True)
    for flow in states.book().flows:
        (root / GOLDEN / f"{flow}.txt").write_text(golden(flow), encoding="utf-8")
    print(f"{ADDRESSES}: {len(after)} addresses, {len(after) - len(before)} of them new.")
    print(f"{GOLDEN}/: {len(states.book().flows)} flows. Read the change before you commit it.")
