"""Where the time of an engine start goes, cold and warm: a row for each phase, on the clock of the page.

The worker says when its phases ended, if it sends `marks` with its word that it is ready. The rest is seen
from outside: its first word, the last byte, the first answer.
"""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from wizard.publish.bench import visit
from wizard.publish.bench.runs import Runs
from wizard.publish.bench.starts import IDLE_SECONDS, peer_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wizard.publish.bench.figures import Row
    from wizard.publish.bench.stand import Stand
    from wizard.publish.browsers.window import Window

COLUMNS: Final = ("first visit", "later visit")
LISTENING: Final = """() => {
  const heard = globalThis.heard = [];
  globalThis.Worker = class extends Worker {
    constructor(url, options) {
      heard.push({ at: performance.now(), begun: true });
      super(url, options);
      this.addEventListener("message", ({ data }) => heard.push({ at: performance.now(), ...data }));
    }
  };
}"""
"""Listens to the worker that the page starts, whatever way of starting it chooses."""
TRACED: Final = """() => {
  const [begun] = globalThis.heard.filter((message) => message.begun).slice(-1);
  const all = globalThis.heard.filter(({ at }) => at >= begun.at);
  const asked = performance.getEntriesByName("engine-requested")[0].startTime;
  const at = (test) => (all.find(test)?.at ?? NaN) - asked;
  const ready = all.find(({ state }) => state === "ready");
  const marks = ready.marks ?? {};
  const last = Math.max(0, ...Object.values(marks));
  const phases = {
    "the worker is made": begun.at - asked,
    "its first word": at(({ state }) => state),
    "all bytes are here": at(({ all: sum, done }) => sum > 0 && done >= sum),
    "ready, as the page hears it": ready.at - asked,
    "first answer": at(({ answer }) => answer !== undefined),
    "first place filled": performance.getEntriesByName("slots-filled")[0].startTime - asked,
  };
  // The worker counts from its own beginning; its last mark and its word "ready" are one moment.
  const shift = ready.at - asked - last;
  for (const [name, when] of Object.entries(marks)) phases[`worker: ${name}`] = when + shift;
  return Object.entries(phases).filter(([, when]) => Number.isFinite(when));
}"""
"""Milliseconds from asking for the engine to the end of each phase."""
WORKED: Final = {
    "worker: script": "worker: its script runs",
    "worker: scripts": "worker: the scripts of Pyodide are read",
    "worker: compiled": "worker: the largest file is compiled",
    "worker: arrived": "worker: all that a start needs is here",
    "worker: linked": "worker: the compiled file is linked",
    "worker: python": "worker: Python runs",
    "worker: files": "worker: our files are laid out",
    "worker: imported": "worker: our package is imported",
}
"""What the marks of the worker say; one without words here stands as it is."""
FIRST_PLACE: Final = "first place filled"
LEFT: Final = "left above the floor"


def rows(stand: Stand, runs: int, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield a row for each phase and start; the medians of a phase over all runs stand in their order."""
    found: dict[str, dict[str, Runs]] = {column: {} for column in COLUMNS}
    starts = {column: Runs(runs) for column in COLUMNS}
    floors = {column: Runs(runs) for column in COLUMNS}
    for run in range(runs):
        tell(f"trace of a start, run {run + 1} of {runs}")
        # A later visit finds what the browser has compiled before, and so must the floor below it.
        with stand.profile() as profile:
            for column in COLUMNS:
                floors[column].attempt(run, partial(_floor, stand, profile))
        with stand.profile() as profile:
            for column in COLUMNS:
                starts[column].attempt(
                    run, partial(_start, stand, profile, run, found[column], starts[column])
                )
    for column in COLUMNS:
        if not starts[column].figures:
            yield starts[column].row("start-up trace", "ms", column)
            continue
        phases = {name: Runs(runs, at.found, why=starts[column].why) for name, at in found[column].items()}
        yield from sorted(
            (phase.row(name, "ms", column) for name, phase in phases.items() if name != FIRST_PLACE),
            key=lambda row: row.middle,
        )
        yield starts[column].row(FIRST_PLACE, "ms", column)
        yield floors[column].row("the floor: the largest file compiled, nothing else", "ms", column)
        yield starts[column].less(floors[column]).row(LEFT, "ms", column)


def _floor(stand: Stand, profile: Path) -> tuple[float]:
    with stand.started("chromium", profile) as window:
        taken = peer_time(window, stand, "floor") * 1000
        time.sleep(IDLE_SECONDS)
        stand.quiet()
        return (taken,)


def _start(stand: Stand, profile: Path, run: int, found: dict[str, Runs], starts: Runs) -> tuple[float]:
    """Trace one start into `found` and return when the first place was filled."""
    with stand.started("chromium", profile) as window:
        phases = traced(window, stand.url)
        starts.ways.append(visit.way(window))
        for name, at in phases:
            found.setdefault(name, Runs(starts.wanted)).found[run] = (at,)
        visit.await_image(window)
        time.sleep(IDLE_SECONDS)
        stand.quiet()
        return (dict(phases)[FIRST_PLACE],)


def traced(window: Window, url: str) -> list[tuple[str, float]]:
    """Fill the worked example as a reader does and return the end of each phase of the start."""
    # An engine that is on the device starts with the page: who comes later does not hear it.
    window.prepare(LISTENING)
    visit.fill(window, url)
    phases: list[Any] = window.ask(TRACED)
    return [(WORKED.get(name, str(name)), float(at)) for name, at in phases]
