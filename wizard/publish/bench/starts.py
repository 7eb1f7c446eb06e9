"""How soon the engine is ready, against the peer: first visit, slow lines, later visit, offline, the floor.

Each run takes ours and the peer's in turn, each in a browser of its own that was never used before.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from wizard.publish.bench import peer, visit
from wizard.publish.bench.figures import Target
from wizard.publish.bench.runs import Runs
from wizard.publish.bench.stand import PEER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wizard.publish.bench.figures import Row
    from wizard.publish.bench.stand import Stand
    from wizard.publish.browsers.window import Window

FIRST: Final = Target(0.55, 0.30)
SLOW: Final = Target(0.90, 0.80)
LATER: Final = Target(0.30, 0.15)
LINES: Final = {10_000_000: 3, 1_600_000: 3}
"""Bits per second, and how many runs are enough there."""
PEER_SECONDS: Final = 300
IDLE_SECONDS: Final = 5
"""What a browser needs to write down what it has compiled and cached."""


def rows(stand: Stand, engine: str, runs: int, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield all rows of one browser as they are found; a failed part says why and the rest goes on."""
    plain, floor, ours, later, offline = (Runs(runs) for _ in range(5))
    for run in range(runs):
        tell(f"{engine}: engine start, run {run + 1} of {runs}")
        plain.attempt(run, lambda: (peer_seconds(stand, engine, "plain"),))
        floor.attempt(run, lambda: (peer_seconds(stand, engine, "floor"),))
        with stand.profile() as profile:
            device = Device(stand, engine, profile)
            ours.attempt(run, partial(device.first, ours.ways))
            if run not in ours.found:
                continue
            later.attempt(run, partial(device.later, later.ways))
            offline.attempt(run, partial(device.offline, offline.ways))
    for other in (later, offline):
        other.why = other.why or ours.why
    yield plain.row("plain Pyodide, first visit, seconds", "s", engine)
    yield ours.row("engine ready, first visit, seconds", "s", engine)
    yield ours.over(plain).row("engine ready, first visit", "ratio", engine, FIRST)
    yield later.over(plain).row("engine ready, later visit", "ratio", engine, LATER)
    yield offline.over(plain).row("engine ready, offline", "ratio", engine, LATER)
    yield floor.over(plain).row("the floor: the largest file compiled, nothing else", "ratio", engine)


@dataclass(slots=True)
class Device:
    """One reader's browser, which visits one plan three times; `unkept` says why it cannot start offline."""

    stand: Stand
    engine: str
    profile: Path
    unkept: str = ""

    def first(self, ways: list[str]) -> tuple[float]:
        """Return the seconds of a first visit; she stays until image and engine are on her device."""
        return self._visit(ways, "engine")

    def later(self, ways: list[str]) -> tuple[float]:
        """Return the seconds of a later visit; she stays until the image is kept for offline too."""
        return self._visit(ways, "engine", "image")

    def offline(self, ways: list[str]) -> tuple[float]:
        """Return the seconds of a visit without a server. Raises Unkept if the engine was not kept."""
        if self.unkept:
            raise visit.Unkept(self.unkept)
        with self.stand.gone():
            return self._visit(ways)

    def _visit(self, ways: list[str], *groups: str) -> tuple[float]:
        with self.stand.started(self.engine, self.profile) as window:
            seconds = visit.engine_seconds(window, self.stand.url)
            ways.append(visit.way(window))
            if groups:
                image = visit.await_image(window)
                self.unkept = self._kept(window, *(name for name in groups if image or name != "image"))
                time.sleep(IDLE_SECONDS)
                self.stand.quiet()
            return (seconds,)

    def _kept(self, window: Window, *groups: str) -> str:
        """Wait until groups are kept; say why there is nothing to start offline with, if so."""
        try:
            visit.await_kept(window, *groups)
        except visit.Unkept as error:
            # Without the image the engine starts another way, and the row says which.
            return "" if not self.unkept and "image" in groups else str(error)
        return ""


def slow_rows(stand: Stand, engine: str, runs: int, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield the first visit over slow lines."""
    for bits, enough in LINES.items():
        wanted = min(runs, enough)
        plain, ours = Runs(wanted), Runs(wanted)
        stand.server.line.bits_per_second = bits
        try:
            for run in range(wanted):
                tell(f"{engine}: {bits / 1e6:g} Mbit/s, run {run + 1} of {wanted}")
                plain.attempt(run, lambda: (peer_seconds(stand, engine, "plain"),))
                if run in plain.found:
                    ours.attempt(run, partial(_first, stand, engine, ours.ways))
        finally:
            stand.server.line.bits_per_second = None
        yield ours.over(plain).row(f"engine ready, first visit, {bits / 1e6:g} Mbit/s", "ratio", engine, SLOW)


def _first(stand: Stand, engine: str, ways: list[str]) -> tuple[float]:
    with stand.fresh(engine) as window:
        seconds = visit.engine_seconds(window, stand.url)
        ways.append(visit.way(window))
        return (seconds,)


def peer_seconds(stand: Stand, engine: str, name: str) -> float:
    """Return the seconds that a page of the peer takes, in a browser that was never used before."""
    with stand.fresh(engine) as window:
        return peer_time(window, stand, name)


def peer_time(window: Window, stand: Stand, name: str) -> float:
    """Return the seconds that a page of the peer takes in this browser."""
    window.open(f"{stand.url}{PEER}/{name}.html")
    taken = window.until(peer.DONE, seconds=PEER_SECONDS, says=f"{name} Pyodide did not start")
    return float(taken) / 1000
