"""Rewrites what a reviewer reads as a diff: one line per path of each flow, and the list of addresses.

Nothing is decided here. An address that was published stays listed, so that an alias can stand there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wizard.core.answers import write
from wizard.core.automaton import folder
from wizard.core.explore import explore
from wizard.core.lint import Phrases
from wizard.publish import states

if TYPE_CHECKING:
    from pathlib import Path

GOLDEN = "tests/journeys/golden"
ADDRESSES = "wizard/addresses.txt"


def golden(flow: str) -> str:
    """Return the accepted text of a flow: one sorted line per path."""
    report = explore(states.book(), flow, Phrases(), states.automaton(flow))
    return "".join(f"{line}\n" for line in report.lines)


def addresses() -> dict[str, str]:
    """Return the address of every state of every flow, below the top of the site -> its fewest answers."""
    return {
        f"wizard/{folder(flow)}/{slug}/": write(state.shortest)
        for flow in states.book().flows
        for slug, state in states.automaton(flow).states.items()
    }


def listed(root: Path) -> dict[str, str]:
    """Return the addresses ever published -> the answers that led there, in the order of the list."""
    file = root / ADDRESSES
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return {address: answers for address, _, answers in (line.partition(" ") for line in lines)}


def accept(root: Path) -> None:
    """Write the golden files and add new addresses to the list; none is ever taken out or changed."""
    before = listed(root)
    after = addresses() | before
    lines = (f"{address} {answers}\n" for address, answers in sorted(after.items()))
    (root / ADDRESSES).write_text("".join(lines), encoding="utf-8")
    (root / GOLDEN).mkdir(parents=True, exist_ok=True)
    for flow in states.book().flows:
        (root / GOLDEN / f"{flow}.txt").write_text(golden(flow), encoding="utf-8")
    print(f"{ADDRESSES}: {len(after)} addresses, {len(after) - len(before)} of them new.")
    print(f"{GOLDEN}/: {len(states.book().flows)} flows. Read the change before you commit it.")
