"""Bytes on the line: first views, scripts, pages, bundles, search, and the engine against stock Pyodide.

Sizes of files are what the server sends for them; what a visit fetches is counted by the server itself.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

from wizard.core.automaton import folder
from wizard.publish import states
from wizard.publish.bench import peer, runs, visit
from wizard.publish.bench.figures import Row, Target
from wizard.publish.bench.stand import PEER
from wizard.publish.pack import IMAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wizard.publish.bench.stand import Stand

KIB: Final = 1024
VIEW: Final = Target(60 * KIB, judge="most")
SCRIPT: Final = Target(30 * KIB, judge="most")
GUIDE: Final = Target(100 * KIB, judge="most")
BUNDLE: Final = Target(60 * KIB, judge="most")
SEARCH: Final = Target(200 * KIB, judge="most")
ENGINE: Final = Target(0.90, 0.80)
NAMED: Final = re.compile(r"""(?:href|src)="?([^"\s>]+\.(?:css|m?js|svg|png))["\s>]""")
IMPORTED: Final = re.compile(r"""^import [^"]*"(\./[^"]+)";""", re.MULTILINE)
COPIES: Final = re.compile(r"data-(?:copy|print)\b")
"""What on a page makes it fetch one more script."""
NO_IMAGE: Final = f"the image was not fetched within {visit.IMAGE_SECONDS} s"


def rows(stand: Stand, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield all sizes; those of a visit are counted in Chromium."""
    tell("bytes of all pages")
    for kind in ("question", "result"):
        pages = [
            stand.site / f"wizard/{folder(flow)}/{slug}/index.html"
            for flow in states.book().flows
            for slug, state in states.automaton(flow).states.items()
            if state.kind == kind
        ]
        views = [_view(stand, page) for page in pages]
        yield Row(
            f"first view of a {kind}: page, style, script",
            "bytes",
            tuple(whole for whole, _ in views),
            target=VIEW,
        )
        yield Row(f"of it script, {kind}", "bytes", tuple(script for _, script in views), target=SCRIPT)
    guide = sorted((stand.site / "guide").rglob("index.html"))
    yield Row(
        "a page of the guide with all it shows",
        "bytes",
        tuple(_view(stand, page)[0] for page in guide),
        target=GUIDE,
    )
    books = sorted((stand.site / "assets/flows").glob("*.json"))
    yield Row(
        "all states of one situation in one piece",
        "bytes",
        tuple(_wire(stand, book) for book in books),
        target=BUNDLE,
    )
    search = [
        file for file in sorted((stand.site / "assets/search").rglob("*")) if file.suffix in (".js", ".json")
    ]
    yield Row(
        "the search, fetched when it is opened",
        "bytes",
        (sum(_wire(stand, file) for file in search),),
        target=SEARCH,
    )
    yield from _engine(stand, tell)


def _engine(stand: Stand, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield what a first use of the engine fetches, at once and in idle time after it, and a later one."""
    stock = float(sum(_wire(stand, stand.site / PEER / name) for name in peer.FILES))
    yield Row("the files of plain Pyodide", "bytes", (stock,))
    tell("bytes of the engine in a visit")
    names = (
        "first engine use, our package included",
        "first engine use, of plain Pyodide",
        "image, later, in idle time",
        "later engine use",
    )
    found: dict[str, float] = {}
    ways: dict[str, str] = {}
    why = ""
    try:
        with stand.profile() as profile:
            since = len(stand.server.seen)
            with stand.started("chromium", profile) as window:
                marks = visit.fill(window, stand.url)
                # What a first start needs is here when it is ready; idle time begins at once after it.
                past = (float(window.ask("() => performance.now()")) - marks["engine-ready"]) / 1000
                found[names[0]] = stand.sent(since, "assets/engine/", stand.clock() - past)
                found[names[1]] = found[names[0]] / stock
                ways[names[0]] = visit.way(window)
                if visit.await_image(window):
                    stand.quiet(8)
                    found[names[2]] = stand.sent(since, IMAGE)
            since = len(stand.server.seen)
            with stand.started("chromium", profile) as window:
                visit.fill(window, stand.url)
                found[names[3]] = stand.sent(since, "assets/engine/")
                ways[names[3]] = visit.way(window)
    except Exception as error:  # noqa: BLE001 - what was found before it stands
        why = runs.reason(error)
    for name in names:
        target = ENGINE if name == names[1] else None
        figures = (found[name],) if name in found else ()
        reason = "" if figures else why or NO_IMAGE
        note = runs.started([ways[name]]) if name in ways else ""
        yield Row(name, "ratio" if target else "bytes", figures, target=target, why=reason, note=note)


def _view(stand: Stand, page: Path) -> tuple[float, float]:
    """Return the bytes of a page with what it names, and of its scripts alone."""
    html = page.read_text(encoding="utf-8")
    named = {_beside(stand, page, path) for path in NAMED.findall(html)}
    files = {file for file in named if file and file.is_file()}
    scripts = {file for file in files if file.suffix == ".js"}
    if COPIES.search(html):
        scripts |= {file.with_name("handout.js") for file in scripts if file.name == "start.js"}
    todo = list(scripts)
    while todo:
        script = todo.pop()
        for path in IMPORTED.findall(script.read_text(encoding="utf-8")):
            other = script.parent / path
            if other.is_file() and other not in scripts:
                scripts.add(other)
                todo.append(other)
    script_bytes = sum(_wire(stand, file) for file in scripts)
    # The pictures of icons are for the system, except the one of the tab.
    shown = {file for file in files if file.suffix != ".png"} - scripts
    return _wire(stand, page) + script_bytes + sum(_wire(stand, file) for file in shown), script_bytes


def _beside(stand: Stand, page: Path, path: str) -> Path | None:
    if "://" in path or path.startswith("/"):
        return None
    here = page.parent.relative_to(stand.site).as_posix()
    return stand.site / posixpath.normpath(posixpath.join(here, path))


def _wire(stand: Stand, file: Path) -> int:
    """Return the bytes that the server sends for a file."""
    body = stand.server.shelf.take(file.resolve())
    return len(body.plain if body.packed is None else body.packed)
