"""What is wrong, said to an author: the file, its line where one can be told, and a plain sentence.

What the proof-reader, `wizard check`, MkDocs and Python found becomes remarks here; nothing new is found.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import traceback
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from jinja2 import TemplateError
from yaml import YAMLError

if TYPE_CHECKING:
    from collections.abc import Iterator

OURS: Final = "wizard."
"""Begins the modules whose errors are plain sentences already."""
PLACES: Final = ("", "wizard/")
"""Where the files lie that findings name, as seen from the top of the repository."""
READ: Final = ("docs/**/*.md", "wizard/**/*.toml", "wizard/**/*.j2", "docs/.theme/**/*.html", "mkdocs.yml")
"""Text files of authors, in which an encoding can be wrong."""
SHORTEST: Final = 12
"""Characters of a quotation that surely find its line; fewer may stand anywhere."""
BEGINNING: Final = 30
"""Characters of a long quotation to look for when not all of it stands in the file as it is said."""
_WHERE: Final = re.compile(r"(?P<where>[\w./-]+\.(?:toml|py|md|j2|html|yml)): (?P<rest>.*)", re.DOTALL)
_ID: Final = re.compile(r"(?P<id>[\w.!/-]+): (?P<says>.*)", re.DOTALL)
_PART: Final = re.compile(r"([\w.]+)(\[\d+\])?(:?) ")
_LINE: Final = re.compile(r"(?:at|\",) line (\d+), column")
_FRAME: Final = re.compile(r'File "([^"]+)", line (\d+)')

END: Final = "---"
CHECK: Final = f"""
import sys
from wizard.__main__ import main
for _ in sys.stdin:
    main(["check"])
    print("{END}", flush=True)
"""
"""`python -m wizard check` for every line that comes in; what it read of files it does not keep."""


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """One thing to mend: the file as seen from the repository, its line or 0, and what is wrong."""

    where: str
    line: int
    says: str


def said(error: BaseException, root: Path, source: str = "") -> list[Remark]:
    """Return what an error means to an author of the repository `root`; `source` is the file of her page."""
    if type(error).__module__.startswith(OURS):
        # By name, because a module that was loaded anew has classes of its own.
        return list(told(str(error), root, source))
    where, line = _last_of_ours(_frames(error), root)
    match error:
        case SyntaxError():
            says = f"is no Python: {error.msg}."
            return [Remark(_seen(error.filename or source, root), error.lineno or 0, says)]
        case UnicodeDecodeError():
            says = "is no text in UTF-8. Save it as UTF-8, or take it away."
            return [Remark(_file_of(error.object, root) or source, 0, says)]
        case YAMLError():
            return [placed(Remark(source, 0, f"cannot be read: {_in_one_line(str(error))}"), root)]
        case TemplateError():
            if getattr(error, "filename", None):
                where, line = _seen(str(getattr(error, "filename", "")), root), getattr(error, "lineno", 0)
            return [Remark(where or source, line, f"is a template that cannot be used: {error}.")]
        case KeyError() if error.args:
            return [placed(Remark(source or where, 0, f'needs "{error.args[0]}", which is not there.'), root)]
        case OSError() if error.filename:
            says = f"cannot be opened: {error.strerror}."
            return [Remark(_seen(str(error.filename), root), 0, says)]
    return [Remark(where or source, line, f"stops with {type(error).__name__}: {_in_one_line(str(error))}")]


def told(text: str, root: Path, source: str = "") -> Iterator[Remark]:
    """Yield a remark for each finding in a text; a line below one that names a file goes on with it."""
    rows: list[str] = []
    for row in filter(str.strip, text.splitlines()):
        if rows and _WHERE.match(rows[-1]) and not _WHERE.match(row):
            rows[-1] = f"{rows[-1]} {row.strip()}"
        else:
            rows.append(row)
    for row in rows:
        found = _WHERE.match(row)
        where = _place(found["where"], root) if found else ""
        if not found or not where:
            yield placed(Remark(source, 0, row), root)
            continue
        inside = _ID.match(found["rest"]) if where.startswith("wizard/") else None
        yield placed(Remark(where, 0, found["rest"]), root, inside["id"] if inside else "")


def crashed(text: str, root: Path) -> list[Remark]:
    """Return what the traceback of another process means, or nothing where there is none."""
    where, line = _last_of_ours([(file, int(number)) for file, number in _FRAME.findall(text)], root)
    last = (text.strip().splitlines() or [""])[-1]
    return [Remark(where, line, f"stops with {last}")] if where else []


def placed(remark: Remark, root: Path, id_: str = "") -> Remark:
    """Return a remark with the line of its file that it speaks of, if one can be told."""
    file = root / remark.where
    if not remark.where or not file.is_file():
        return remark
    if named := _LINE.search(remark.says):
        # The head of a page begins below a line of its own.
        return Remark(remark.where, int(named[1]) + (file.suffix == ".md"), remark.says)
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return Remark(remark.where, _quoted(lines, remark.says) or _named(lines, remark.says, id_), remark.says)


def _quoted(lines: list[str], says: str) -> int:
    """Return the number of the line that a finding quotes, or 0."""
    quoted = re.findall(r'"([^"]+)"', says.partition(" Did you mean")[0])
    # MkDocs quotes with the other mark, and the link comes second, after the file that has it.
    quoted += re.findall(r" link '([^']+)'", says)
    for quotation in sorted((text.removesuffix("...") for text in quoted), key=len, reverse=True):
        # The proof-reader says a sentence without its marks, so only its beginning may stand in the file.
        for wanted in (quotation, quotation[:BEGINNING], quotation[:SHORTEST]):
            found = [number for number, line in enumerate(lines, 1) if wanted in line]
            if found and (len(wanted) >= SHORTEST or len(found) == 1):
                return found[0]
    return 0


def _named(lines: list[str], says: str, id_: str) -> int:
    """Return the number of the line with the part or the id that a finding is about, or 0."""
    part = _PART.match(says.removeprefix(f"{id_}: "))
    parts = reversed(part[1].split(".")) if part and ("." in part[1] or part[2] or part[3]) else ()
    for name in (*parts, id_.rpartition(".")[2], *re.findall("[a-z_]{4,}", says)):
        pattern = re.compile(rf'\s*(\[+"?([\w-]+\.)*)?"?{re.escape(name)}"?(\]|\s*=|\.)')
        for number, line in enumerate(lines if name else (), 1):
            if pattern.match(line):
                return number
    return 0


def _place(file: str, root: Path) -> str:
    """Return a file that a finding names as seen from the repository, or nothing if it is none."""
    return next((f"{place}{file}" for place in PLACES if (root / place / file).is_file()), "")


def _frames(error: BaseException) -> list[tuple[str, int]]:
    return [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)]


def _last_of_ours(frames: list[tuple[str, int]], root: Path) -> tuple[str, int]:
    """Return the last place in our own files that Python came through."""
    for file, line in reversed(frames):
        seen = Path(_seen(file, root))
        if not seen.is_absolute() and seen.parts[:1] != (".venv",) and (root / seen).is_file():
            return str(seen), line
    return "", 0


def _seen(file: str, root: Path) -> str:
    """Return a path as seen from the repository, or as it was if it lies elsewhere."""
    return file.removeprefix(f"{root}/")


def _file_of(content: bytes, root: Path) -> str:
    """Return the file that has this content: Python does not name it."""
    files = (file for pattern in READ for file in root.glob(pattern) if file.is_file())
    return next((_seen(str(file), root) for file in files if file.read_bytes() == content), "")


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


@dataclass(slots=True)
class Check:
    """Runs `wizard check` beside the server, in a process that has loaded its modules already."""

    root: Path
    process: subprocess.Popen[str] | None = None
    run: int = 0
    busy: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def findings(self, *, code: bool) -> list[Remark] | None:
        """Return what is wrong with words, facts and flows, or None if a newer run has ended this one.

        `code` tells that Python has changed, so that what is loaded is old.
        """
        with self.lock:
            if code or self.busy:
                self._end()
            process = self.process = self.process or self._begun()
            self.run, self.busy = self.run + 1, True
            mine = self.run
        rows = list(_said_by(process))
        with self.lock:
            if mine != self.run:
                return None
            self.busy = False
            if process.poll() is not None:
                self.process = None
        found = "\n".join(row for row in rows if _WHERE.match(row))
        return crashed("\n".join(rows), self.root) or list(told(found, self.root))

    def stop(self) -> None:
        """End what runs."""
        with self.lock:
            self.run += 1
            self._end()

    def _end(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
        self.process = None

    def _begun(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            (sys.executable, "-c", CHECK),
            cwd=self.root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


def _said_by(process: subprocess.Popen[str]) -> Iterator[str]:
    """Ask for one check and yield its lines, or the last words of a process that ended instead."""
    # A process that could not even begin has said why, so both are tried.
    with suppress(OSError):
        print(file=process.stdin, flush=True)
    for line in process.stdout or ():
        if line == f"{END}\n":
            return
        yield line.rstrip("\n")
    process.wait()
