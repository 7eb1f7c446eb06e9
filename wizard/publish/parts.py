"""The parts of `make check` and `make test`: what is run, in which order, and how long each took.

Nothing is tested here; each part is a command that a developer can also type.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from wizard.publish import machine

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
TESTS_FAILED = 1
"""How pytest ends when it ran and something failed; any other end is a fault of its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """One command with the name it has in the table; `gate` stops the run when it fails."""

    name: str
    command: tuple[str, ...]
    gate: bool = False
    again: tuple[str, ...] = ()
    """Runs once more, with nothing beside it, what has failed: a browser on a busy machine can be late."""


PATIENCE = 300
"""Seconds after which a browser test is taken for one that hangs: its worker ends, and it has failed."""


def _python(name: str, *words: str, gate: bool = False) -> Part:
    return Part(name, (PYTHON, "-m", *words), gate)


def _chosen(*, whole: bool, quick: bool = False) -> tuple[str, ...]:
    return () if whole else ("-m", "not long and not slow" if quick else "not long")


def check(*, whole: bool = False, quick: bool = True) -> list[Part]:
    """Return what needs no browser; `whole` adds tests marked long, `quick` leaves out those marked slow."""
    folders = [f"tests/{name}" for name in ("core", "journeys", "jobpost", "tools", "house", "publish")]
    return [
        _python("format", "ruff", "format", "--check"),
        _python("lint", "ruff", "check", "--output-format", "concise"),
        _python("types", "mypy"),
        Part("script types", (str(ROOT / "node_modules/.bin/tsc"),)),
        _python("content", "wizard", "check"),
        _python(
            "tests",
            "pytest",
            *[name for name in folders if (ROOT / name).is_dir()],
            "-q",
            "-n",
            "2",
            *_chosen(whole=whole, quick=quick),
        ),
    ]


def test(*, whole: bool) -> list[Part]:
    """Return the check, the build and the browser tests; `whole` adds long ones, pictures and Lighthouse."""
    alone = (PYTHON, "-m", "pytest", "tests/browser", "-q", *_chosen(whole=whole))
    if not whole:
        alone += ("--timeout", str(PATIENCE), "--timeout-method", "thread")
    last_failed = (*alone, "-n", "1", "--last-failed", "--last-failed-no-failures", "none", "--maxfail", "3")
    browser = Part("browser tests", (*alone, "-n", "2"), again=last_failed)
    pictures = _python("pictures", "wizard.publish", "look")
    last = [pictures, _python("lighthouse", "wizard.publish", "lighthouse", "--trial")] if whole else []
    built = _python("site", "wizard.publish", "site", gate=True)
    return [*check(whole=whole, quick=False), built, browser, *last]


def audit() -> list[Part]:
    """Return what asks whether a hole is known in any package of the lock files; it needs the internet."""
    uv = (str(machine.find_uv()), "audit", "--frozen", "--preview-features", "audit-command")
    npm = (PYTHON, "-c", machine.NPM, "audit", "--package-lock-only", "--no-update-notifier")
    return [Part("Python packages", uv), Part("Node packages", npm)]


def format_code() -> list[Part]:
    """Return what formats the code."""
    return [
        _python("lint", "ruff", "check", "--fix", "--quiet"),
        _python("format", "ruff", "format", "--quiet"),
    ]


def _run(command: tuple[str, ...], path: str) -> int:
    return subprocess.run(command, cwd=ROOT, env=os.environ | {"PATH": path}, check=False).returncode


def run(parts: list[Part]) -> int:
    """Run the parts one after another, print a table of seconds, return 1 if any of them failed."""
    path = os.pathsep.join((str(ROOT / ".venv/bin"), os.environ["PATH"]))
    rows: list[tuple[str, str, float]] = []
    for part in parts:
        print(f"\n--- {part.name}", flush=True)
        start = time.monotonic()
        code, word = _run(part.command, path), "ok"
        if code == TESTS_FAILED and part.again:
            print("\nWhat has failed is run once more, with nothing beside it.", flush=True)
            code, word = _run(part.again, path), "ok at the second try: see above"
        rows.append((part.name, "FAILED" if code else word, time.monotonic() - start))
        if code and part.gate:
            break
    print()
    for name, word, seconds in (*rows, ("all", "", sum(row[2] for row in rows))):
        print(f"{name:<16} {seconds:>7.1f} s  {word}".rstrip())
    left = [part.name for part in parts[len(rows) :]]
    if left:
        print(f"Not run: {', '.join(left)}.")
    return int(any(word == "FAILED" for _, word, _ in rows))
