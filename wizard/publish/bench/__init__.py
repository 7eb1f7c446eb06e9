"""`make bench`: how fast, how small and how scalable the site is, in three browsers, against a peer.

Machines differ and are noisy, so speed is a ratio of figures taken in turn in one run; sizes are bytes on the
line. Each module measures one thing and yields rows; here is what is measured, and where it goes.
"""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from wizard.publish import browsers, site
from wizard.publish.bench import answers, scale, starts, tables, trace, visits, weights
from wizard.publish.bench.figures import Row, Table
from wizard.publish.bench.runs import reason
from wizard.publish.bench.stand import Stand
from wizard.publish.errors import PublishError

RUNS: Final = 5
PAGE: Final = "docs/about/quality.md"
COPY: Final = "docs/about/quality.json"
OUTPUT: Final = ".cache/bench.json"
RATIO: Final = "Least / middle / most of all runs; 1.00 is plain Pyodide in the same run"
TABLES: Final = {
    "engine": ("Engine start", f"{RATIO}. The middle is held against the target."),
    "slow": ("Engine start on a slow line", f"{RATIO}. The middle is held against the target."),
    "answers": ("Answers", "Least / middle / most, and within which time 95 of 100 come."),
    "bytes": (
        "Size",
        "Bytes on the line; least / middle / most of all pages. The most is held against the target.",
    ),
    "visits": (
        "Visits",
        "Bytes on the line in a whole visit in Chromium, 500 for the headers of each answer.",
    ),
    "builds": ("Builds", "Seconds."),
    "scale": (
        "Growth",
        "The same content, several times, with ids of its own: flows and pages of the guide.",
    ),
    "trace": ("Where the time of a start goes", "Chromium, least / middle / most at the end of each phase."),
}
"""Name -> title and note of every table, in the order in which they are measured."""
IN_EACH: Final = {"engine": starts.rows, "slow": starts.slow_rows, "answers": answers.rows}
"""What is measured in each browser."""


def bench(
    root: Path, *, runs: int = RUNS, only: str = "", engines: str = "", trial: bool = False
) -> list[Table]:
    """Measure the tables `only` in the browsers `engines`, print them, and write page and JSON after each.

    Both are comma-separated names; an empty text means all. Raises PublishError when it is stopped: what
    was measured until then is kept, an unfinished table in the JSON alone.
    """
    begun = time.monotonic()
    wanted = names(only, TABLES)
    chosen = names(engines, browsers.ENGINES)
    found: list[Table] = []
    with ExitStack() as stack:
        stand: dict[int, Stand] = {}

        def stood(max_age: int) -> Stand:
            if max_age not in stand:
                stand[max_age] = stack.enter_context(Stand(root, still, max_age=max_age))
            return stand[max_age]

        still = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="keel-site-"))) / "site"
        # Others may build meanwhile; all tables speak of one site.
        shutil.copytree(site.build(root), still)
        for name in wanted:
            title, note = TABLES[name]
            table = Table(name, title, note)
            print(f"\n{title}: {note}", flush=True)
            found.append(table)
            wide = chosen == browsers.ENGINES
            try:
                for row in _rows(name, root, stood, chosen, runs):
                    table.rows.append(row)
                    print(tables.line(row), flush=True)
            except KeyboardInterrupt as stop:
                if table.rows and not trial:
                    _write(root, table, shown=False)
                raise PublishError(f"Stopped in the table “{title}”. What was measured is kept.") from stop
            if not trial:
                _write(root, table, shown=wide or name not in IN_EACH)
    print(f"\nMeasured in {(time.monotonic() - begun) / 60:.0f} minutes.")
    return found


def _rows(
    name: str, root: Path, stood: Callable[[int], Stand], engines: tuple[str, ...], runs: int
) -> Iterator[Row]:
    """Yield the rows of a table; whatever stops it, in one browser or at all, becomes a row that says so."""
    if name in IN_EACH:
        for engine in engines:
            yield from _saved(name, engine, partial(_in_one, name, stood, engine, runs))
        return
    takes: dict[str, Callable[[], Iterator[Row]]] = {
        "bytes": lambda: weights.rows(stood(600), _tell),
        "visits": lambda: visits.rows(stood(0), _tell),
        "trace": lambda: trace.rows(stood(600), runs, _tell),
        "builds": lambda: scale.build_rows(root, _tell),
        "scale": lambda: scale.scale_rows(root, _tell),
    }
    yield from _saved(name, "", takes[name])


def _in_one(name: str, stood: Callable[[int], Stand], engine: str, runs: int) -> Iterator[Row]:
    return IN_EACH[name](stood(600), engine, runs, _tell)


def _saved(name: str, column: str, take: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    """Yield rows until something stops them, and then one that says what."""
    try:
        yield from take()
    except Exception as error:  # noqa: BLE001 - an hour of measuring must not be lost for one row
        yield Row(f"the rest of {name}", "count", column=column, why=reason(error))


def _write(root: Path, table: Table, *, shown: bool) -> None:
    """Write one table as JSON and, if it is to be shown, on the page and in its copy.

    The page shows only what was measured to its end, and in all browsers.
    """
    day = datetime.now(UTC).date()
    machine = f"a machine with {os.cpu_count()} cores and {platform.system()}"
    files = [root / OUTPUT, *([root / COPY] if shown else [])]
    try:
        for file in files:
            file.parent.mkdir(exist_ok=True)
            known = tables.kept([table], day, machine, tables.read(file))
            file.write_text(tables.text(known), encoding="utf-8")
        if shown:
            page = root / PAGE
            markdown = tables.page(page.read_text(encoding="utf-8"), [table], day, machine)
            page.write_text(markdown, encoding="utf-8")
    except (OSError, PublishError) as error:
        print(f"Not everything could be written: {reason(error)}", flush=True)
    else:
        print(f"Written: {', '.join((OUTPUT, *((COPY, PAGE) if shown else ())))}.", flush=True)


def _tell(step: str) -> None:
    print(f"  … {step}", flush=True)


def names(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the names in a comma-separated text in their own order; all of them for an empty one.

    Raises PublishError for an unknown name.
    """
    all_ = tuple(known)
    chosen = [name.strip() for name in text.split(",") if name.strip()]
    if unknown := [name for name in chosen if name not in all_]:
        raise PublishError(f"{unknown[0]} is none of: {', '.join(all_)}")
    return tuple(name for name in all_ if name in chosen) or all_
