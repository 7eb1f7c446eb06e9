"""The speed table: our engine against a plain `loadPyodide()` in one run, and the bytes of a first view.

Machines differ and are noisy, so speed is a ratio of two figures taken in turn; sizes are bytes on the line.
"""

from __future__ import annotations

import gzip
import json
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from wizard.publish import machine, site, states
from wizard.publish.bodies import TYPES
from wizard.publish.server import Server

FLAGS: Final = ("--no-sandbox", "--disable-background-networking", "--disable-component-update")
PLAIN_FILES: Final = (
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
PLAIN_PAGE: Final = "<!doctype html><title>plain</title><script src='plain.js'></script>"
PLAIN_SCRIPT: Final = """
performance.mark("asked");
const worker = new Worker("worker.js", { type: "module" });
worker.onmessage = () => performance.measure("plain", "asked");
"""
PLAIN_WORKER: Final = """
import { loadPyodide } from "./pyodide.mjs";
loadPyodide().then((python) => postMessage(python.runPython("1 + 1")));
"""
SLOW_LINES: Final = (10_000_000, 1_600_000)
"""Bits per second."""
FLOW: Final = "ghosting"
AT_THE_DOOR: Final = ("happening.stuck", "stuck_how.silent")
"""A whole walk begins at the front door, and goes on in another flow."""
ANSWERS: Final = (
    "notice.none",
    "contract.fixed",
    "contract_status.active",
    "money.held",
    "work.finished",
    "delivery.in_messages",
)
"""The walk of the bench: six answers to the plan for files that were sent but not submitted."""
PAINTED: Final = """(answer) => new Promise((done) => {
  const begun = performance.now();
  document.querySelector(`[data-answer="${answer}"]`).click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
})"""
MEASURED: Final = """(name) => new Promise((done) => {
  const look = () => performance.getEntriesByName(name)[0] ?? null;
  const wait = () => look() ? done([look().startTime, look().duration]) : setTimeout(wait, 5);
  wait();
})"""


def bench(root: Path, *, runs: int) -> None:
    """Measure everything and print it as a table; `runs` counts each side of each ratio."""
    folder = site.build(root)
    with tempfile.TemporaryDirectory() as temporary:
        whole = Path(temporary) / "site"
        shutil.copytree(folder, whole)
        _plain(root, whole / "plain")
        with Server(whole, base=site.base_path()) as server, sync_playwright() as playwright:
            print(f"{'what':<46} {'min':>8} {'median':>8} {'max':>8}")
            for bits in (None, *SLOW_LINES):
                server.line.bits_per_second = bits
                _engine(playwright, server.url, bits, runs if bits is None else max(3, runs // 2))
            server.line.bits_per_second = None
            _answers(playwright, server.url, runs)
        _bytes(whole)


def _plain(root: Path, folder: Path) -> None:
    folder.mkdir()
    for name in PLAIN_FILES:
        shutil.copy(root / "node_modules/pyodide" / name, folder / name)
    (folder / "index.html").write_text(PLAIN_PAGE, encoding="utf-8")
    (folder / "plain.js").write_text(PLAIN_SCRIPT, encoding="utf-8")
    (folder / "worker.js").write_text(PLAIN_WORKER, encoding="utf-8")


def _browser(playwright: Any) -> Browser:
    launched: Browser = playwright.chromium.launch(
        executable_path=str(machine.find_chromium()), args=list(FLAGS)
    )
    return launched


def _fresh(playwright: Any, url: str) -> tuple[Browser, Page]:
    """Open an address in a browser that was never used before."""
    browser = _browser(playwright)
    page = browser.new_page(viewport={"width": 360, "height": 640})
    page.set_default_timeout(300_000)
    page.goto(url)
    return browser, page


def _engine(playwright: Any, url: str, bits: float | None, runs: int) -> None:
    ours: list[float] = []
    plain: list[float] = []
    for _ in range(runs):
        browser, page = _fresh(playwright, f"{url}{_result()}")
        page.wait_for_selector("form[data-live]:not([hidden])")
        page.fill("[data-input]", "600")
        filled, _ = page.evaluate(MEASURED, "slots-filled")
        asked, _ = page.evaluate(MEASURED, "engine-requested")
        ours.append((filled - asked) / 1000)
        browser.close()
        browser, page = _fresh(playwright, f"{url}plain/")
        plain.append(page.evaluate(MEASURED, "plain")[1] / 1000)
        browser.close()
    line = "local line" if bits is None else f"{bits / 1e6:g} Mbit/s"
    _row(f"engine ready, first visit, {line}, s", ours)
    _row(f"plain loadPyodide(), {line}, s", plain)
    _row(f"ratio, {line}", [a / b for a, b in zip(ours, plain, strict=True)])


def _answers(playwright: Any, url: str, runs: int) -> None:
    times: list[float] = []
    for _ in range(runs):
        browser, page = _fresh(playwright, f"{url}wizard/door/happening/")
        page.wait_for_load_state("networkidle")
        for answer in (*AT_THE_DOOR, *ANSWERS):
            page.wait_for_selector(f'[data-answer="{answer}"]')
            times.append(page.evaluate(PAINTED, answer))
        browser.close()
    times.sort()
    _row("answer tapped to next step painted, ms", times)
    print(f"{'  95th percentile, ms':<46} {times[int(len(times) * 0.95)]:>8.1f}")


def _result() -> str:
    machine_of = states.automaton(FLOW)
    answers = dict(pair.split(".") for pair in ANSWERS)
    return f"wizard/{FLOW}/{machine_of.of(answers)}/#1~{'~'.join(ANSWERS)}"


def _row(name: str, figures: list[float]) -> None:
    low, middle, high = min(figures), statistics.median(figures), max(figures)
    print(f"{name:<46} {low:>8.2f} {middle:>8.2f} {high:>8.2f}")


def _bytes(folder: Path) -> None:
    engine = [
        file for file in (folder / "assets/engine").rglob("*") if file.suffix != ".txt" and file.is_file()
    ]
    plain = [folder / "plain" / name for name in PLAIN_FILES]
    page = folder / "wizard" / FLOW / "notice" / "index.html"
    scripts = sorted((folder / "assets/page").rglob("*.js"))
    styles = sorted((folder / "assets/css").rglob("*.css"))
    bundles = sorted((folder / "assets/flows").glob("*.json"))
    rows = {
        "first view of a question: HTML, CSS, JS": [page, *styles, *scripts],
        "  of it script": scripts,
        "engine, our package included": engine,
        "plain Pyodide": plain,
    }
    rows |= {f"bundle {json.loads(file.read_bytes())['flow']}": [file] for file in bundles}
    print()
    for name, files in rows.items():
        print(f"{name:<46} {sum(_on_the_line(file) for file in files):>12,} bytes")
    ratio = sum(map(_on_the_line, engine)) / sum(map(_on_the_line, plain))
    print(f"{'engine / plain':<46} {ratio:>12.2f}")


def _on_the_line(file: Path) -> int:
    """Return the bytes that travel: compressed where the server compresses that type."""
    content = file.read_bytes()
    kind = TYPES.get(file.suffix, "")
    zipped = kind.startswith(("text/", "application/json", "application/wasm"))
    return len(gzip.compress(content, 9, mtime=0)) if zipped else len(content)
