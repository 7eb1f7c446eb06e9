"""One release: its id and day on every page, and the two lists that pages and the next deployment read.

It looks at a finished site and renders nothing. Files of earlier releases are fetched by `earlier`.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from wizard.publish.errors import PublishError

NEWEST: Final = "release.json"
"""What the newest release is and which advice it corrects; asked for by pages, never kept."""
LIST: Final = "releases.json"
"""The hashed files of this release and of those whose files stay online."""
WORKER: Final = "sw.js"
CORRECTIONS: Final = "corrections.json"
"""Beside the page script: the corrections that a release was built with."""
LENGTH: Final = 12
"""Hexadecimal digits of an id."""
FIXED: Final = re.compile(
    r"assets/[a-z]+/(?:[0-9a-f]{16}/(?:[\w-][\w.-]*/)*[\w-][\w.-]*|[\w-][\w-]*\.[0-9a-f]{8,16}(?:\.[a-z]+)+)",
    re.ASCII,
)
"""The path of a file whose address names its content: in a hashed folder, or with a hash in its name."""
LATER: Final = re.compile(rf"{NEWEST}|{LIST}|assets/pages/.*")
"""What is written when the id is known, so that it cannot be part of it."""
POLICY: Final = re.compile(r'<meta\s[^>]*http-equiv="Content-Security-Policy"[^>]*>', re.IGNORECASE)
STAMP: Final = re.compile(r'<meta name="ek-release" content="[^"]*">')
RETIRED: Final = Path(__file__).with_name("retire.js")


@dataclass(frozen=True, slots=True)
class Release:
    """What is published at one time."""

    id: str
    day: str
    """Year-month-day on which its newest fact was read."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Path of each hashed file -> SHA-256, in hexadecimal digits; known when the site is finished."""


def stamp(site: Path, day: str) -> Release:
    """Name the release on every page of the sealed `site`, say what is newest, and return the release.

    The service worker has no list of files yet. Stamping twice changes nothing. Raises PublishError for a
    page that has no policy to stand behind.
    """
    pages: dict[Path, str] = {}
    whole = hashlib.sha256(f"{day}\0".encode())
    for path, file in _files(site):
        if LATER.fullmatch(path):
            continue
        content = file.read_bytes()
        if file.suffix == ".html":
            pages[file] = STAMP.sub("", content.decode("utf-8"))
            content = pages[file].encode("utf-8")
        whole.update(f"{path}\0{hashlib.sha256(content).hexdigest()}\0".encode())
    release = Release(whole.hexdigest()[:LENGTH], day)
    for file, text in pages.items():
        _write(file, _stamped(text, release, file))
    _write(site / NEWEST, _json({"id": release.id, "day": day, "corrections": _corrections(site)}))
    return release


def enlist(site: Path, release: Release) -> Release:
    """Write the list of releases of a finished `site`, only this one, and return it with its files."""
    files = {
        path: hashlib.sha256(file.read_bytes()).hexdigest()
        for path, file in _files(site)
        if FIXED.fullmatch(path)
    }
    whole = replace(release, files=files)
    _write(site / LIST, _json([asdict(whole)]))
    return whole


def retire(site: Path) -> None:
    """Put in place of the service worker of a built site one that ends it on every device.

    Raises PublishError where the site is not built.
    """
    if not (site / NEWEST).exists():
        raise PublishError(f"There is no release in {site.name}/: build the site first.")
    shutil.copyfile(RETIRED, site / WORKER)


def _files(site: Path) -> Iterator[tuple[str, Path]]:
    """Yield path and file of everything, in the order of paths."""
    yield from sorted((file.relative_to(site).as_posix(), file) for file in site.rglob("*") if file.is_file())


def _stamped(page: str, release: Release, file: Path) -> str:
    # Behind the policy, which is the one place that every page has and that nothing may precede.
    found = POLICY.search(page)
    if not found:
        raise PublishError(
            f"{file.name}: it has no Content-Security-Policy behind which a release could stand."
        )
    mark = f'<meta name="ek-release" content="{release.id} {release.day}">'
    return f"{page[: found.end()]}{mark}{page[found.end() :]}"


def _corrections(site: Path) -> list[dict[str, Any]]:
    """Return what `corrections` laid beside the page script."""
    return [
        one
        for file in sorted(site.glob(f"assets/offline/*/{CORRECTIONS}"))
        for one in json.loads(file.read_text(encoding="utf-8"))
    ]


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _write(file: Path, text: str) -> None:
    """Write a file only if it changes, with the line ends it has."""
    content = text.encode("utf-8")
    if not file.exists() or file.read_bytes() != content:
        file.write_bytes(content)
