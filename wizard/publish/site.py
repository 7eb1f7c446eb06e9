"""Writes site/: state pages, then MkDocs, then seal; skipped when nothing that goes in has changed.

What each of the three does is theirs; here are the order, the environment and the memory of the last build.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from wizard.publish.errors import PublishError
from wizard.publish.policy import POLICY

if TYPE_CHECKING:
    from collections.abc import Iterable

DEFAULT_URL: Final = "http://127.0.0.1:8000/even-keel/"
INPUTS: Final = ("mkdocs.yml", "uv.lock", "package-lock.json", "CHANGELOG.md", "docs", "wizard")
GENERATED: Final = (
    *("docs/wizard/*/**/*", "docs/assets/flows/*", "docs/reference/*/**/*", "docs/checklist/**/*"),
    "**/__pycache__/*",
)
NEW: Final = "site.new"
EDIT: Final = "edit/main/docs/"
"""Between the address of the repository and a file of docs/, where the file can be changed."""
MEMORY: Final = Path(".cache/site.json")


def site_url() -> str:
    """Return the address the site is built for, with a slash at the end: SITE_URL, else this machine's."""
    url = os.environ.get("SITE_URL") or DEFAULT_URL
    return url if url.endswith("/") else f"{url}/"


def repository() -> str:
    """Return the address of the repository, for links that change a page: REPO_URL, else GitHub's own."""
    named = os.environ.get("REPO_URL", "")
    host, name = os.environ.get("GITHUB_SERVER_URL", ""), os.environ.get("GITHUB_REPOSITORY", "")
    return named or (f"{host}/{name}" if host and name else "")


def generated(path: str) -> bool:
    """Return whether a build or Python itself writes the file of this path, as seen from the repository."""
    return any(fnmatchcase(path, pattern.replace("**/", "")) for pattern in GENERATED)


def bundle_links(names: Iterable[str]) -> str:
    """Return a link for each bundle of a flow, by the name of its file; the theme puts in for FLOWS where."""
    rows = ((name.partition(".")[0], name) for name in sorted(names))
    return "".join(f'<link rel="ek-bundle" data-flow="{flow}" href="FLOWS{name}">' for flow, name in rows)


def base_path() -> str:
    """Return the path of that address, with a slash at both ends."""
    return urlsplit(site_url()).path or "/"


def environment(root: Path) -> dict[str, str]:
    """Return what every step of a build finds in its environment, mkdocs.yml and the theme included."""
    from wizard.publish import states  # noqa: PLC0415 - loading the whole content is needed only here

    day = datetime.fromisoformat(states.content_day()).replace(tzinfo=UTC)
    return os.environ | {
        "SITE_URL": site_url(),
        "CONTENT_DAY": f"{day.day} {day:%b %Y}",
        "POLICY": POLICY,
        "REPO_URL": repository(),
        "EDIT_URI": EDIT if repository() else "",
        # The page for a lost address walks the answers in it, for which it must know every flow's bundle.
        "BUNDLES": bundle_links(file.name for file in (root / "docs/assets/flows").glob("*.json")),
        # MkDocs dates the sitemap with the day of the build, which would make each build differ.
        "SOURCE_DATE_EPOCH": str(int(day.timestamp())),
        "PYTHONHASHSEED": "0",
        # Silences an advertisement of Material's about the next MkDocs; it says nothing about our build.
        "NO_MKDOCS_2_WARNING": "1",
    }


def build(root: Path, *, anew: bool = False) -> Path:
    """Bring `root`/site up to date and return it; `anew` builds although nothing has changed.

    Raises PublishError when a step fails; then site/ stays as it was and the next call builds again.
    """
    memory = root / MEMORY
    memory.parent.mkdir(exist_ok=True)
    with memory.with_suffix(".lock").open("w") as lock:
        # Test workers that start together would otherwise build over each other.
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _build(root, memory, anew=anew)


def _build(root: Path, memory: Path, *, anew: bool) -> Path:
    folder = root / "site"
    inputs = _inputs(root)
    if not anew and _remembered(memory) == {"inputs": inputs, "site": _listing(folder)}:
        print(f"site/ is up to date for {site_url()}")
        return folder
    memory.unlink(missing_ok=True)
    for words in (
        ("wizard.publish", "states"),
        ("mkdocs", "build", "--strict", "--clean", "--site-dir", NEW),
        ("wizard.publish", "seal", NEW),
    ):
        code = subprocess.run(
            (sys.executable, "-m", *words), cwd=root, env=environment(root), check=False
        ).returncode
        if code:
            message = f"The site was not built: `{' '.join(words)}` failed."
            raise PublishError(message)
    # A server or test that reads site/ meanwhile sees the old folder or the new one, never a half-built one.
    if folder.exists():
        shutil.rmtree(folder)
    (root / NEW).rename(folder)
    memory.write_text(json.dumps({"inputs": inputs, "site": _listing(folder)}), encoding="utf-8")
    files = [file for file in folder.rglob("*") if file.is_file()]
    print(
        f"site/ is ready for {site_url()}: {len(files)} files, {sum(f.stat().st_size for f in files):,} bytes"
    )
    return folder


def _inputs(root: Path) -> str:
    """Return one hash over everything the site is made from, this Python and the address included."""
    digest = hashlib.sha256(f"{site_url()}\n{repository()}\n{sys.version}\n".encode())
    made = {file for pattern in GENERATED for file in root.glob(pattern)}
    for name in INPUTS:
        top = root / name
        for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if file.is_file() and file not in made:
                digest.update(f"{file.relative_to(root)}\n".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _listing(folder: Path) -> str:
    """Return one hash over names, sizes and times, so that a hand-made change of site/ is noticed."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        state = file.stat()
        digest.update(f"{file.relative_to(folder)} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _remembered(memory: Path) -> object:
    try:
        kept: object = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return kept
