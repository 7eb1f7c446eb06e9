"""What the service worker keeps: one pack of pages, and the list of files that is put into sw.js.

It reads the finished site and writes beside it; which page exists and what it says is decided long before.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from typing import TYPE_CHECKING, Any, Final

from wizard.bundles import on_the_line
from wizard.core.automaton import folder
from wizard.publish.errors import PublishError
from wizard.publish.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.publish.releases import Release

SOURCE: Final = "assets/offline/sw.js"
WORKER: Final = "sw.js"
MANIFEST: Final = "app.webmanifest"
PACKS: Final = "assets/pages"
LOST: Final = "offline/index.html"
"""The page that the worker answers with for an address that is not kept."""
SINGLE: Final = ("index.html", "wizard/index.html", LOST)
"""Pages that are kept even if nothing else is."""
CORE: Final = ("css", "stylesheets", "page", "offline")
"""The folders below assets/ without which no page is whole."""
ICON: Final = "assets/icons/even-keel.svg"
LEFT_ONLINE: Final = re.compile(
    r"(?:404|even-keel)\.html|wizard/[^/]+/(map|all-results)/|reference/(plans|coverage)/"
)
"""What is as large as all the rest: pages for authors that look everything up, and the one file."""
LAST: Final = "stock"
"""The way in which the engine starts where no other is possible: it takes the whole standard library."""
LINE: Final = re.compile(r"^const LIST = .*;$", re.MULTILINE)
EMPTY: Final = '{ id: "", day: "", pack: "", lost: "", flows: {}, groups: {}, files: {} }'
SEAM: Final = re.compile(
    r"(?=<(?:a|aside|details|div|h2|h3|li|link|meta|nav|p|section|span|tr)\b)|(?<=</title>)"
)


def prepare(site: Path, base: str) -> None:
    """Make ready what must be so before pages are sealed: the worker at the top, without a list.

    The page for lost addresses is answered anywhere, so its links begin at the top of the host.
    """
    source, worker = site / SOURCE, site / WORKER
    if source.exists():
        source.replace(worker)
    if not worker.exists():
        return
    worker.write_text(_listed(worker.read_text(encoding="utf-8"), EMPTY), encoding="utf-8")
    shutil.rmtree(site / PACKS, ignore_errors=True)
    lost = site / LOST
    anywhere = re.sub(r'(\b(?:href|src|content)=")\.\./', rf"\g<1>{base}", lost.read_text(encoding="utf-8"))
    lost.write_text(anywhere, encoding="utf-8")
    manifest = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    # A relative id would be seen from the top of the host, where other sites may lie.
    text = json.dumps(manifest | {"id": base}, indent=1, ensure_ascii=False)
    (site / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def lay(site: Path, release: Release) -> None:
    """Write the pack of pages and put the list of this release into the worker; nothing without a worker."""
    worker = site / WORKER
    if not worker.exists():
        return
    flows = {name: _flow(site, file) for name, file in _bundles(site).items()}
    alone = {*SINGLE, *(path for flow in flows.values() for path in flow["group"])}
    states = {f"wizard/{name}/{slug}/index.html" for name, flow in flows.items() for slug in flow["states"]}
    pack = _pack(site, alone | states)
    groups = {
        "core": [*_below(site, *(f"assets/{name}" for name in CORE)), ICON, *SINGLE],
        **{name: flow["group"] for name, flow in flows.items()},
        "guide": [
            pack,
            *_below(site, "assets/case", "assets/search", "assets/tools"),
            *(path for flow in flows.values() for path in flow["group"]),
        ],
        **_engine(site),
    }
    found = {
        "id": release.id,
        "day": release.day,
        "pack": pack,
        "lost": LOST,
        "flows": {name: {"bundle": flow["bundle"], "shell": flow["shell"]} for name, flow in flows.items()},
        "groups": groups,
        "files": {path: _measure(site / path) for paths in groups.values() for path in paths},
    }
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    worker.write_text(_listed(worker.read_text(encoding="utf-8"), text), encoding="utf-8")


def read(site: Path) -> dict[str, Any]:
    """Return the list that a sealed site's worker has."""
    line = LINE.search((site / WORKER).read_text(encoding="utf-8"))
    if line is None:
        raise PublishError("sw.js has no line for its list.")
    found: dict[str, Any] = json.loads(line[0].removeprefix("const LIST = ").removesuffix(";"))
    return found


def _listed(source: str, text: str) -> str:
    """Return the worker with another list."""
    if len(LINE.findall(source)) != 1:
        raise PublishError("sw.js must have one line that begins with `const LIST = ` and ends with `;`.")
    return LINE.sub(lambda _: f"const LIST = {text};", source)


def _bundles(site: Path) -> dict[str, Path]:
    """Return folder of a flow -> its bundle."""
    return {
        folder(file.name.partition(".")[0]): file for file in sorted((site / "assets/flows").glob("*.json"))
    }


def _flow(site: Path, file: Path) -> dict[str, Any]:
    """Return the files of a flow, the page its states are put into, and the names of its states."""
    book = json.loads(file.read_text(encoding="utf-8"))
    top = f"wizard/{folder(book['flow'])}/"
    bundle, shell = file.relative_to(site).as_posix(), f"{top}{book['start']}/index.html"
    return {
        "bundle": bundle,
        "shell": shell,
        "group": [bundle, f"{top}index.html", shell],
        "states": book["states"],
    }


def _pack(site: Path, elsewhere: set[str]) -> str:
    """Write all other pages in one piece, each part that they share once, and return its path."""
    parts: dict[str, int] = {}
    pages: dict[str, list[int]] = {}
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        if path not in elsewhere and not LEFT_ONLINE.match(path):
            text = file.read_bytes().decode()
            pages[path.removesuffix("index.html")] = [
                parts.setdefault(part, len(parts)) for part in SEAM.split(text)
            ]
    content = json.dumps({"parts": list(parts), "pages": pages}, ensure_ascii=False, separators=(",", ":"))
    inside = site / PACKS / "inside"
    inside.mkdir(parents=True)
    (inside / "pages.json").write_bytes(content.encode())
    return (inside.rename(site / PACKS / fingerprint(inside)) / "pages.json").relative_to(site).as_posix()


def _below(site: Path, *folders: str) -> list[str]:
    """Return the files of some folders; licences are read where they are asked for."""
    return list(_files(site, folders))


def _engine(site: Path) -> dict[str, list[str]]:
    """Return the engine in two groups: what a start needs, and the image, which makes later starts quick.

    What only the last way of starting needs is left online if there is a better way.
    """
    manifests = (file.read_text(encoding="utf-8") for file in (site / "assets/engine").glob("*/engine.json"))
    files = {name: file for text in manifests for name, file in json.loads(text).get("files", {}).items()}
    only = {name: file["ways"][0] for name, file in files.items() if len(file.get("ways", ())) == 1}
    spared = LAST if set(only.values()) - {LAST} else ""
    groups: dict[str, list[str]] = {"engine": [], "image": []}
    for path in _below(site, "assets/engine"):
        name = path.rpartition("/")[2]
        way = only.get(name, "")
        # The worker has the list in itself; the file is for whoever measures.
        if name != "engine.json" and (not spared or way != spared):
            groups["image" if way == "image" else "engine"].append(path)
    return {name: paths for name, paths in groups.items() if paths}


def _files(site: Path, folders: tuple[str, ...]) -> Iterator[str]:
    for name in folders:
        for file in sorted((site / name).rglob("*")):
            if file.is_file() and not file.name.startswith("LICENCE"):
                yield file.relative_to(site).as_posix()


def _measure(file: Path) -> tuple[int, int, str]:
    """Return the bytes of a file, those on the line, and its SHA-256."""
    content = file.read_bytes()
    squeezed = file.suffix not in {".whl", ".zip", ".png", ".bin", ".gz"}
    return (
        len(content),
        on_the_line(content) if squeezed else len(content),
        hashlib.sha256(content).hexdigest(),
    )
