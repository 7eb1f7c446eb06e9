"""How long builds take, and what happens to them when the content grows: at 1, 3 and 10 times its size.

Each size is a copy of the repository in which every command runs as a developer would type it.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.publish.bench import growth
from wizard.publish.bench.figures import Row, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SIZES: Final = (1, 3, 10)
BUILD: Final = Target(60)
AGAIN: Final = Target(5)
EXPLORE: Final = Target(2)
LINEAR: Final = 1.0
"""The most that a time may grow, divided by the growth of the content."""
BUILD_SECONDS: Final = 3600
STATES: Final = re.compile(r"^(\d+) states are written", re.MULTILINE)
EXPLORED: Final = re.compile(r"(\d+) findings?, explored in ([\d.]+) s")


class Broken(Exception):  # noqa: N818 - a build that broke, not an error of the bench
    """A command failed in a grown copy; the text is the end of what it said."""


def build_rows(root: Path, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield how long builds of the content as it is take."""
    with tempfile.TemporaryDirectory(prefix="keel-scale-", ignore_cleanup_errors=True) as folder:
        tree = Path(folder) / "tree"
        growth.copy(root, tree)
        for what, target, options in (
            ("whole build, nothing kept from before", BUILD, ()),
            ("second build, nothing changed", AGAIN, ()),
            ("whole build, with what builds keep", None, ("--anew",)),
        ):
            tell(what)
            yield _timed(what, target, partial(_run, tree, "wizard.publish", "site", *options))
        tell("explore")
        yield _timed("explore of all flows", EXPLORE, partial(explored, tree))


def scale_rows(root: Path, tell: Callable[[str], None], sizes: tuple[int, ...] = SIZES) -> Iterator[Row]:
    """Yield what a build of grown content takes and makes, a column for each size."""
    seconds: dict[int, float] = {}
    walked: dict[int, float] = {}
    for times in sizes:
        column = f"{times}x"
        with tempfile.TemporaryDirectory(prefix="keel-scale-", ignore_cleanup_errors=True) as folder:
            tree = Path(folder) / "tree"
            growth.copy(root, tree)
            growth.grow(tree, times)
            tell(f"whole build at {column}")
            try:
                seconds[times], printed = _run(tree, "wizard.publish", "site")
            except Broken as error:
                yield Row("whole build", "s", column=column, why=str(error))
                continue
            yield Row("whole build", "s", (seconds[times],), column)
            found = STATES.search(printed)
            yield Row("states", "count", (float(found[1]),) if found else (), column)
            files = [file for file in (tree / "site").rglob("*") if file.is_file()]
            yield Row("files of the site", "count", (float(len(files)),), column)
            yield Row("bytes of the site", "bytes", (float(sum(f.stat().st_size for f in files)),), column)
            engine = [file for file in files if "engine" in file.parts]
            yield Row("of it the engine", "bytes", (float(sum(f.stat().st_size for f in engine)),), column)
            tell(f"explore at {column}")
            try:
                walked[times], findings = explored(tree)
            except Broken as error:
                yield Row("explore of all flows", "s", column=column, why=str(error))
            else:
                yield Row("explore of all flows", "s", (walked[times],), column)
                yield Row("findings of explore", "count", (float(findings),), column)
    for what, times_of in (("build", seconds), ("explore", walked)):
        for times in sizes[1:]:
            if {1, times} <= times_of.keys():
                factor = times_of[times] / times_of[1] / times
                name = f"growth of {what}, divided by the growth of the content"
                yield Row(name, "ratio", (factor,), f"{times}x", Target(LINEAR))


def _timed(what: str, target: Target | None, take: Callable[[], tuple[float, object]]) -> Row:
    try:
        return Row(what, "s", (take()[0],), target=target)
    except Broken as error:
        return Row(what, "s", target=target, why=str(error))


def explored(tree: Path) -> tuple[float, int]:
    """Return the seconds that explore says it took, and how many findings it has."""
    _, printed = _run(tree, "wizard", "explore", fails=True)
    found = EXPLORED.search(printed)
    if not found:
        raise Broken(_end(printed))
    return float(found[2]), int(found[1])


def _run(tree: Path, *words: str, fails: bool = False) -> tuple[float, str]:
    """Run a command of ours in a copy; return its seconds and what it printed. Raises Broken."""
    begun = time.monotonic()
    try:
        done = subprocess.run(
            (str(tree / ".venv/bin/python"), "-m", *words),
            cwd=tree,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=BUILD_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Broken(f"`{' '.join(words)}` took more than {BUILD_SECONDS} s") from error
    if done.returncode and not fails:
        raise Broken(f"`{' '.join(words)}` failed: {_end(done.stdout)}")
    return time.monotonic() - begun, done.stdout


def _end(printed: str) -> str:
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    return " / ".join(lines[-3:])[-400:]
