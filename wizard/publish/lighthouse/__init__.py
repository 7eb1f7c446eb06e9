"""`make lighthouse`: what Lighthouse says of every kind of page on a phone, for the page about quality.

It is large, so neither `make serve` nor `make test` installs it. What its reports mean is in `scores`.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from wizard.publish import bench, machine, site
from wizard.publish.bench import tables, visit
from wizard.publish.errors import PublishError
from wizard.publish.lighthouse import scores
from wizard.publish.lighthouse.scores import FIRST, READ, STEP, Aim
from wizard.publish.server import Server

NAME: Final = "lighthouse"
RUNS: Final = 3
SECONDS: Final = 180
"""A run that takes longer hangs."""
PLAIN: Final = Aim()
PAGES: Final[Mapping[str, tuple[str, Aim]]] = {
    "home": ("", READ),
    "list of situations": ("wizard/", PLAIN),
    "start of a situation": ("wizard/ghosting/", FIRST),
    "question": ("wizard/door/happening/", STEP),
    "result": (visit.plan(visit.STORY).partition("#")[0], Aim(100, None, 1.0)),
    "guide: a situation": ("guide/client-silent/", READ),
    "guide: an explanation": ("guide/how-arbitration-works/", READ),
    "checklist": ("checklist/", FIRST),
    "sheet": ("checklist/before-you-accept/", PLAIN),
    "facts": ("reference/facts/milestones/", PLAIN),
    "clocks": ("reference/clocks/", PLAIN),
    "map of a situation": ("wizard/ghosting/map/", PLAIN),
    "all results of a situation": ("wizard/ghosting/all-results/", PLAIN),
    "search": ("search/", PLAIN),
    "case file": ("case-file/", PLAIN),
    "tool: my dates": ("tools/dates/", PLAIN),
    "tool: money board": ("tools/money-board/", PLAIN),
    "tool: score": ("tools/score/", PLAIN),
    "tool: worth it": ("tools/worth-it/", PLAIN),
    "tool: job post": ("tools/job-post/", PLAIN),
    "tool: contract text": ("tools/clauses/", PLAIN),
    "about": ("about/", PLAIN),
    "without internet": ("offline/", PLAIN),
}
"""Kind of page -> one of it below the top of the site, and what is aimed at."""
AIMS: Final = {kind: aim for kind, (_, aim) in PAGES.items()}


def judge(root: Path, *, runs: int = RUNS, only: str = "", trial: bool = False) -> list[str]:
    """Run Lighthouse over the pages `only`, all if none is named, and return a sentence for each aim missed.

    The page about quality and its copy get the figures, unless it is a `trial`.
    Raises PublishError when there is no Chromium or no Lighthouse, or when it could not judge a page.
    """
    chosen = bench.names(only, PAGES)
    tool, chromium = _tool(), machine.find_chromium()
    if chromium is None:
        raise PublishError("Lighthouse needs a Chromium, which this machine does not have: `make chromium`.")
    found: dict[str, list[dict[str, float]]] = {kind: [] for kind in chosen}
    with tempfile.TemporaryDirectory(prefix="keel-lighthouse-") as folder:
        # Others may build meanwhile; all runs speak of one site.
        still = Path(shutil.copytree(site.build(root), Path(folder) / "site"))
        with Server(still, base=site.base_path()) as server:
            server.warm()
            # A time in which the machine is busy is spread over all pages.
            for kind in (kind for _ in range(runs) for kind in chosen):
                report = _run(tool, chromium, server.url + PAGES[kind][0], Path(folder) / "report.json")
                found[kind].append(scores.figures(report))
                print(f"{kind:<28} {_said(found[kind][-1])}", flush=True)
    day = datetime.now(UTC).date().isoformat()
    rows = [scores.row(kind, day, taken) for kind, taken in found.items()]
    says = [sentence for row in rows for sentence in scores.missed(row, AIMS[row["what"]])]
    if not trial:
        _write(root, rows, day)
    return says


def _tool() -> Path:
    try:
        return machine.install_lighthouse()
    except machine.SetupError as error:
        raise PublishError(str(error)) from error


def _run(tool: Path, chromium: Path, url: str, report: Path) -> dict[str, Any]:
    """Return the report of one page, on the phone that Lighthouse imitates if nothing else is said."""
    flags = " ".join(("--headless=new", *machine.BROWSER_FLAGS))
    command = (
        *("node", str(tool), url, "--quiet", "--output=json", f"--output-path={report}"),
        *(f"--only-categories={','.join(scores.CATEGORIES)}", f"--chrome-flags={flags}"),
        *("--throttling-method=simulate", "--disable-full-page-screenshot", "--no-enable-error-reporting"),
    )
    path = os.pathsep.join((str(machine.ROOT / ".venv/bin"), os.environ["PATH"]))
    environment = os.environ | {"PATH": path, "CHROME_PATH": str(chromium)}
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, env=environment, timeout=SECONDS)
        read: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        last = str(getattr(error, "stderr", "") or error).strip().rpartition("\n")[2]
        raise PublishError(f"Lighthouse could not judge {url}: {last}") from error
    finally:
        report.unlink(missing_ok=True)
    return read


def _said(figures: Mapping[str, float]) -> str:
    of_100 = " / ".join(f"{figures[name]:>3.0f}" for name in scores.CATEGORIES)
    return (
        f"{of_100}   first paint {figures[scores.PAINT]:.2f} s, layout shift {figures[scores.SHIFT]:.3f}, "
        f"speed of the machine {figures[scores.MACHINE]:,.0f}"
    )


def _write(root: Path, rows: list[dict[str, Any]], day: str) -> None:
    """Put the rows into the copy and the page about quality; a kind that was not judged now keeps its own."""
    copy, page = root / bench.COPY, root / bench.PAGE
    known = tables.read(copy) or {"tables": {}}
    new = {row["what"] for row in rows}
    before = known["tables"].get(NAME, {}).get("rows", [])
    whole = [*(row for row in before if row["what"] in AIMS and row["what"] not in new), *rows]
    whole.sort(key=lambda row: list(AIMS).index(row["what"]))
    said = f"a machine with {os.cpu_count()} cores and {platform.system()}"
    known["tables"][NAME] = {"day": day, "machine": said, "rows": whole}
    copy.write_text(tables.text(known), encoding="utf-8")
    words = scores.in_words(whole, AIMS, said)
    page.write_text(tables.put(page.read_text(encoding="utf-8"), NAME, words), encoding="utf-8")
