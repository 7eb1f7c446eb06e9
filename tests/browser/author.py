"""An author before a running preview: saves files of a copy of the real tree, and looks as an open page does."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from wizard.publish import site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0
"""Seconds until a test gives up; how long it took is a figure and never a verdict."""
FACT = "milestones.review_days"
PAGE = "guide/quay/"
QUAY = "docs/guide/quay.md"
NEW = "docs/guide/wharf.md"
TEXT = f"""---
title: What is a quay?
description: A page that only this test has. It says one thing, quotes one fact and stands in no menu at all, on purpose.
kind: explanation
group: how
covers: []
words: quay, wharf, pier
---
# What is a quay?

A place to stand. The time is {{fact:{FACT}}}.

{{start:ghosting|Get your plan}}

## Sources

{{sources}}
"""


class Author:
    """Saves files of one copy of the tree, and looks at its preview."""

    def __init__(self, root: Path, url: str) -> None:
        self.root = root
        self.url = url
        self.base = urlsplit(url).path
        self.kept: dict[Path, bytes | None] = {}

    def save(self, name: str, text: str | bytes) -> None:
        file = self.root / name
        self.kept.setdefault(file, file.read_bytes() if file.exists() else None)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def change(self, name: str, old: str, new: str, times: int = -1) -> None:
        """Save a file with a text replaced in what it said before this test."""
        text = (self.kept.get(self.root / name) or (self.root / name).read_bytes()).decode()
        assert old in text
        self.save(name, text.replace(old, new, times))

    def drop(self, name: str) -> None:
        self.kept.setdefault(self.root / name, (self.root / name).read_bytes())
        (self.root / name).unlink()

    def mend(self) -> None:
        """Put back whatever was changed, and wait until the preview has seen it."""
        if not self.kept:
            return
        before = self.revision()
        for file, content in self.kept.items():
            if content is None:
                file.unlink(missing_ok=True)
            else:
                file.write_bytes(content)
        self.kept.clear()
        self.until(lambda: self.revision() > before)
        self.until(lambda: not self.look(PAGE)["errors"])

    def get(self, path: str) -> tuple[int, str]:
        with closing(http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE)) as line:
            line.request("GET", self.base + path)
            answer = line.getresponse()
            return answer.status, answer.read().decode("utf-8", errors="replace")

    def revision(self) -> int:
        """Return the number that an open page is told first."""
        with closing(http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=PATIENCE)) as line:
            line.request("GET", f"{self.base}_preview/events")
            return int(line.getresponse().readline().removeprefix(b"data: "))

    def look(self, path: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.get(f"_preview/look?path={quote(self.base + path)}")[1])
        return found

    def says(self, path: str, kind: str) -> list[str]:
        """Return the remarks of one kind as `file:line says`."""
        listed = self.look(path)[kind] or []
        return [f"{one['where']}:{one['line']} {one['says']}" for one in listed]

    def until(self, seen: Callable[[], bool]) -> float:
        """Wait until something is seen and return the seconds."""
        begun = time.perf_counter()
        while not seen():
            assert time.perf_counter() - begun < PATIENCE
            time.sleep(0.02)
        return time.perf_counter() - begun

    def until_says(self, path: str, kind: str, *words: str) -> str:
        """Wait until one remark of a kind has all words and return it."""
        found: list[str] = []

        def seen() -> bool:
            found[:] = [one for one in self.says(path, kind) if all(word in one for word in words)]
            return bool(found)

        self.until(seen)
        return found[0]


def _made(there: str, names: list[str]) -> list[str]:
    """Return what a build has written, which a copy does without."""
    inside = Path(there).relative_to(ROOT).as_posix()
    return [name for name in names if site.generated(f"{inside}/{name}") or name == "__pycache__"]


@contextmanager
def preview(root: Path) -> Iterator[Author]:
    """Run a preview of a copy of the tree in `root`, one that no build has seen, and wait until it has read it."""
    for name in ("docs", "wizard"):
        shutil.copytree(ROOT / name, root / name, ignore=_made)
    shutil.copyfile(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    (root / QUAY).write_text(TEXT, encoding="utf-8")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    with started(root, 0) as url:
        author = Author(root, url)
        author.until(lambda: author.look(PAGE)["check"] is not None)
        yield author


@contextmanager
def started(root: Path, port: int) -> Iterator[str]:
    """Run the command in a tree and give its address."""
    command = (sys.executable, "-m", "wizard.publish", "preview", "--port", str(port))
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield next(found[0] for line in process.stdout if (found := re.search(r"http://\S+", line)))
        finally:
            process.terminate()
