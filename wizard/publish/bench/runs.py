"""The runs of one thing: what each brought, why some brought nothing, and which way the engine started.

A run that fails takes no other with it, and the row says how many there are of how many were wanted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from wizard.publish.bench.figures import Row
from wizard.publish.browsers.window import Absent, Silent
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from wizard.publish.bench.figures import Target, Unit

ENOUGH: Final = 2
"""Failures of one thing after which it is not tried again: each may take minutes."""
PLAIN: Final = (Silent, Absent, PublishError)
"""Errors whose text is a sentence for the reader."""


@dataclass(slots=True)
class Runs:
    """The runs of one thing, of which `wanted` are to be made; `found` holds figures by number of run."""

    wanted: int
    found: dict[int, tuple[float, ...]] = field(default_factory=dict)
    ways: list[str] = field(default_factory=list)
    why: str = ""
    failures: int = 0

    @property
    def figures(self) -> tuple[float, ...]:
        """The figures of all runs."""
        return tuple(figure for figures in self.found.values() for figure in figures)

    @property
    def note(self) -> str:
        """What a reader must know of the figures: how the engine started, and which runs are missing."""
        return "; ".join(filter(None, (started(self.ways), share(len(self.found), self.wanted, self.why))))

    def attempt(self, run: int, take: Callable[[], Sequence[float]]) -> None:
        """Make a run; a failure becomes a sentence, and after some of them no more are made."""
        if self.failures >= ENOUGH:
            return
        try:
            self.found[run] = tuple(take())
        except Exception as error:  # noqa: BLE001 - whatever stops a run must not stop the others
            self.why = reason(error)
            self.failures += 1

    def over(self, other: Runs) -> Runs:
        """Return the quotients with other runs, taken in turn; a run without its partner is left out."""
        pairs = {run: (ours, other.found[run]) for run, ours in self.found.items() if run in other.found}
        found = {
            run: tuple(one / two for one, two in zip(*pair, strict=False)) for run, pair in pairs.items()
        }
        return Runs(self.wanted, found, self.ways, self.why or other.why)

    def less(self, other: Runs) -> Runs:
        """Return what is left above other runs, taken in turn; a run without its partner is left out."""
        pairs = {run: (ours, other.found[run]) for run, ours in self.found.items() if run in other.found}
        found = {
            run: tuple(one - two for one, two in zip(*pair, strict=False)) for run, pair in pairs.items()
        }
        return Runs(self.wanted, found, self.ways, self.why or other.why)

    def row(self, what: str, unit: Unit, column: str = "", target: Target | None = None) -> Row:
        """Return the row of these runs."""
        if not self.figures:
            return Row(what, unit, (), column, target, self.why)
        return Row(what, unit, self.figures, column, target, note=self.note)


def reason(error: BaseException) -> str:
    """Return an error as one line; its type too, unless its text is a sentence for the reader."""
    says = str(error).partition("\n")[0]
    if isinstance(error, PLAIN):
        return says
    return f"{type(error).__name__}: {says}" if says else type(error).__name__


def share(there: int, wanted: int, why: str) -> str:
    """Say how many runs there are, if some are missing."""
    if there >= wanted:
        return ""
    return f"{there} of {wanted} runs: {why}" if why else f"{there} of {wanted} runs"


def started(ways: Sequence[str]) -> str:
    """Say which way the engine started: `image` or `boot`, and how often each if they differ."""
    counted = Counter(ways)
    if len(counted) <= 1:
        return "".join(f"way: {way}" for way in counted)
    return "ways: " + ", ".join(f"{way} {times}" for way, times in counted.most_common())
