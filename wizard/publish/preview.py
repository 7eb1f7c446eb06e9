"""What authors see while they write: the page as saved a moment ago, with what is wrong beside it.

Here are the watch over the files and the memory of the last good pages. What stands at an address is for
`draft`, which is loaded anew when Python changes; how it goes over the line is for `window`.
"""

from __future__ import annotations

import hashlib
import html
import importlib.util
import queue
import sys
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from wizard.publish import remarks, site
from wizard.publish.bodies import TYPES, UNKNOWN_TYPE, Folder
from wizard.publish.errors import PublishError
from wizard.publish.remarks import Check, Remark
from wizard.publish.window import FOUND, MISSING, MOVED, OWN, WRONG, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from watchdog.observers.api import BaseObserver

    from wizard.publish.draft import Draft, Generator

KNOWN: Final = "wizard/"
"""Begins what Python knows: words, facts, flows and all code."""
ASSETS: Final = "docs/assets/"
SETTINGS: Final = ("mkdocs.yml", "docs/.theme/")
QUIET: Final = 0.05
"""Seconds without another change after which a save is complete: editors write in several steps."""
LASTING: Final = ("_parsed", "_compiled", "suspected", "automata")
"""Functions whose memory no words or facts make wrong: a text, a pattern or the flows alone go into them."""
SILENT: Final = ("opened", "closed", "closed_no_write", "attrib")
"""What happens to a file without changing it."""
STUB: Final = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Not yet - Even Keel</title></head>'
    "\n<body><main><h1>This page cannot be shown yet</h1>\n<p>What is wrong stands beside it. "
    "When you have mended and saved it, the page comes by itself.</p></main></body></html>\n"
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What an author sees at an address; with errors, the last good page stands in place of the newest.

    By its tag the script beside an open page knows whether there is another; without a tag there is none.
    """

    status: int
    kind: str
    body: bytes
    tag: str = ""
    source: str = ""
    errors: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()


class Preview(FileSystemEventHandler):
    """The preview of a repository; `url` is the address of its home page, where it answers once it runs."""

    def __init__(self, root: Path, port: int) -> None:
        """Take `port` or the next free one above it; raises PublishError when none is free."""
        self.root = root
        self.base = site.base_path()
        self.window = opened(self, port)
        self.url = f"http://127.0.0.1:{self.window.server_port}{self.base}"
        self.turn = threading.Condition()
        self.revision = 0
        self.checked: list[Remark] | None = None
        """What `wizard check` found; None while it reads."""
        self._check = Check(root)
        self._changes: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._draft: Draft | None = None
        self._generator: Generator | None = None
        self._settings_changed = False
        self._wrong: list[Remark] = []
        self._assets = 0
        self._sights: dict[str, Sight] = {}
        self._good: dict[str, Sight] = {}
        self._shown = [Folder(folder.resolve()) for folder in (root / "docs", *_themes(root))]
        self._built = [Folder(root / "docs"), Folder(root / "site")]

    def run(self) -> None:
        """Serve until the process is interrupted."""
        watch = self._watch()
        for work in (self.window.serve_forever, self._follow, self._read, lambda: self.sight("")):
            threading.Thread(target=work, daemon=True).start()
        try:
            threading.Event().wait()
        finally:
            self._check.stop()
            watch.stop()

    # --- what is asked -------------------------------------------------------------------------

    def asset(self, path: str) -> Path | None:
        """Return the file of our style and script or of the theme's at a path: these need no making."""
        made = not path.startswith("assets/") or path.startswith("assets/flows/")
        return None if made else _lying(path, self._shown)

    def sight(self, path: str) -> Sight:
        """Return what stands at a path below the top of the site; it is made once after each change."""
        with self._lock:
            if path not in self._sights:
                self._sights[path] = self._look(path)
            return self._sights[path]

    def look(self, path: str) -> dict[str, Any]:
        """Return what the script beside an open page asks for."""
        sight, checked = self.sight(path), self.checked
        errors, page = ([asdict(one) for one in listed] for listed in (sight.errors, sight.remarks))
        rest = None if checked is None else [asdict(one) for one in checked]
        # What stands with the page already is not said again.
        beside = rest and [one for one in rest if one not in (*errors, *page)]
        return {"tag": sight.tag, "source": sight.source, "errors": errors, "page": page, "check": beside}

    def _look(self, path: str) -> Sight:
        good, status = self._good.get(path), FOUND
        try:
            draft = self._drafted()
            leaf = draft.leaf(path)
            if leaf is None and path and not path.endswith("/"):
                if draft.leaf(f"{path}/"):
                    return Sight(MOVED, TYPES[".txt"], f"{self.base}{path}/".encode())
                if built := _lying(path, self._built):
                    # A sheet to print, for one, which only a build makes.
                    return Sight(FOUND, TYPES.get(built.suffix, UNKNOWN_TYPE), built.read_bytes())
            if leaf is None and good:
                gone = Remark(good.source, 0, "is not there any more: no page has this address.")
                return self._kept(good, [gone])
            if leaf is None:
                leaf, status = draft.missing(), MISSING
        except Exception as error:  # noqa: BLE001 - whatever an author gets wrong is said to her, never raised
            source = self._draft.source if self._draft else ""
            return self._kept(good, remarks.said(error, self.root, source))
        kind = TYPES.get(leaf.ending, UNKNOWN_TYPE)
        if leaf.ending != ".html":
            return Sight(status, kind, leaf.content)
        body, tag = self._marked(leaf.content)
        sight = Sight(status, kind, body, tag, leaf.source, (), (*leaf.remarks, *self._wrong))
        if status == FOUND:
            self._good[path] = sight
        return sight

    def _kept(self, good: Sight | None, wrong: Iterable[Remark]) -> Sight:
        """Return the last good page, or a stand-in for it, with what keeps a newer one away."""
        errors = tuple(dict.fromkeys((*wrong, *self._wrong)))
        if good:
            return Sight(FOUND, good.kind, good.body, good.tag, good.source, errors)
        return Sight(WRONG, TYPES[".html"], self._marked(STUB.encode())[0], "", "", errors)

    def _marked(self, content: bytes) -> tuple[bytes, str]:
        """Return a page that names our script, and the tag by which that script knows it."""
        tag = hashlib.sha256(content + str(self._assets).encode()).hexdigest()[:16]
        ours = html.escape(f"{self.base}{OWN}", quote=True)
        head = (
            f'<meta name="ek-preview" content="{tag}"><link rel="stylesheet" href="{ours}preview.css">'
            f'<script type="module" src="{ours}preview.js"></script></head>'
        )
        return content.replace(b"</head>", head.encode(), 1), tag

    def _drafted(self) -> Draft:
        """Return the site as it is now; a mkdocs.yml that cannot be used leaves the last good one."""
        from wizard.publish import draft  # noqa: PLC0415 - a change of Python needs it anew

        if self._draft is None:
            if self._generator is None:
                self._generator = draft.generator(self.root, self.url)
            elif self._settings_changed:
                try:
                    self._generator, self._wrong = draft.generator(self.root, self.url), []
                except Exception as error:  # noqa: BLE001 - as above
                    self._wrong = remarks.said(error, self.root, SETTINGS[0])
            self._settings_changed = False
            self._draft = draft.Draft(self.root, self.base, self._generator)
        return self._draft

    # --- what changes --------------------------------------------------------------------------

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Keep the paths of a change."""
        if not event.is_directory and event.event_type not in SILENT:
            for path in filter(None, (event.src_path, event.dest_path)):
                self._changes.put(Path(str(path)).relative_to(self.root).as_posix())

    def take(self, changed: Sequence[str]) -> None:
        """Forget what changed files were needed for, tell the open pages, and read words and facts again."""
        known = [path for path in changed if path.startswith(KNOWN)]
        words = all(path.endswith(".toml") for path in known)
        with self._lock:
            self._sights.clear()
            self._draft = None
            self._assets += any(path.startswith(ASSETS) for path in changed)
            self._settings_changed |= any(path.startswith(SETTINGS) for path in changed)
            if known:
                self.checked = None
                _forget(modules=not words)
        self._tell()
        if known:
            threading.Thread(target=self._read, kwargs={"code": not words}, daemon=True).start()

    def _watch(self) -> BaseObserver:
        """Watch the files, by looking at them again and again where the system cannot tell of them."""
        for kind in (Observer, PollingObserver):
            watch: BaseObserver = kind()
            for folder, deep in (("docs", True), ("wizard", True), (".", False)):
                watch.schedule(self, str(self.root / folder), recursive=deep)
            try:
                watch.start()
            except OSError:
                continue
            return watch
        raise PublishError("The files cannot be watched on this machine.")

    def _follow(self) -> None:
        """Act on changes, on several of one moment together."""
        while True:
            changed = {self._changes.get()}
            try:
                while True:
                    changed.add(self._changes.get(timeout=QUIET))
            except queue.Empty:
                wanted = sorted(path for path in changed if matters(path))
            if wanted:
                self.take(wanted)

    def _read(self, *, code: bool = False) -> None:
        found = self._check.findings(code=code)
        if found is not None:
            self.checked = found
            self._tell()

    def _tell(self) -> None:
        with self.turn:
            self.revision += 1
            self.turn.notify_all()


def _forget(*, modules: bool) -> None:
    """Forget what our modules remember of words and facts, or the modules themselves."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] != "wizard":
            continue
        if modules:
            del sys.modules[name]
        for own, thing in list(vars(module).items()):
            if hasattr(thing, "cache_clear") and own not in LASTING:
                thing.cache_clear()


def matters(path: str) -> bool:
    """Return whether a changed file can change a page: not what a build or an editor writes beside it."""
    name = path.rpartition("/")[2]
    if name.startswith(".") or name.endswith(("~", ".swp", ".tmp", ".pyc")) or site.generated(path):
        return False
    return path.startswith(("docs/", KNOWN, *SETTINGS))


def _lying(path: str, folders: Iterable[Folder]) -> Path | None:
    """Return the file at a path of the first folder that has one; pages are made."""
    found = (folder.find(path) for folder in folders)
    return next((file for file in found if file and file.is_file() and file.suffix != ".html"), None)


def _themes(root: Path) -> list[Path]:
    """Return the folders in which the theme keeps files, ours first."""
    found = importlib.util.find_spec("material")
    installed = (found and found.submodule_search_locations) or ()
    return [root / "docs/.theme", *(Path(place) / "templates" for place in installed)]
