"""Builds the same tree with Zensical, and says what a reader would miss: decision 0018.

The published site is MkDocs' own; nothing of this ever goes into it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wizard.publish import likeness, parts, seal, site
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wizard.publish.likeness import Row

PYTHON: Final = Path(".venv-zensical/bin/python")
"""The Python that has Zensical; `make zensical` installs it by uv.lock, apart from all else."""
TREE: Final = Path(".cache/zensical")
"""Where it works: it writes a cache and its site beside the settings, and would mix them with ours."""
FOLDER: Final = "site.zensical"
CRAWL: Final = ("scripts_off", "links", "metadata", "frame")
"""Tests of the browser that look at pages alone, whoever wrote them."""
EXPECTED: Final = (
    # The style of the theme has another name, and nothing reads the packed sitemap.
    re.compile(r"assets/stylesheets/[\w./]+\.css|sitemap\.xml\.gz"),
)
"""What only MkDocs has and no reader misses."""
SHOWN: Final = 10
"""Lines of one kind that are printed below the table."""


def prove(root: Path) -> int:
    """Build with both, print what differs, crawl Zensical's site; return 1 if a reader would miss anything.

    Raises PublishError when there is no Zensical here, when it cannot build, or the seal refuses a page.
    """
    version = _version(root)
    ours = site.build(root)
    theirs = build(root)
    rows = likeness.compare(
        ours, theirs, lambda path: path.endswith(".html") and (root / "docs" / path).is_file()
    )
    print(f"\nMkDocs before, {version} after:\n\n{table(rows)}\n", flush=True)
    os.environ["SITE_FOLDER"] = FOLDER
    tests = tuple(f"tests/browser/test_{name}.py" for name in CRAWL)
    crawl = parts.run([parts.Part("the crawl", (parts.PYTHON, "-m", "pytest", "-q", "-n", "2", *tests))])
    missing = sum(len(missed(row)) for row in rows)
    print(f"{version}: {missing or 'nothing'} missing; the crawl {'FAILED' if crawl else 'is fine'}.")
    return int(bool(missing or crawl))


def build(root: Path) -> Path:
    """Build and seal `root`/site.zensical from docs/ as the last build left it, and return the folder."""
    tree, folder = root / TREE, root / FOLDER
    for old in (tree, folder):
        shutil.rmtree(old, ignore_errors=True)
    shutil.copytree(root / "docs", tree / "docs")
    shutil.copy(root / "mkdocs.yml", tree)
    # The extension for our marks is found on the path. It names a page's file at the end of an address to
    # change it, which needs the last part of one even where no repository is known.
    environment = site.environment(root) | {"PYTHONPATH": str(root), "EDIT_URI": site.EDIT}
    if not environment["REPO_URL"]:
        del environment["REPO_URL"]
    command = (str(root / PYTHON), "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml")
    done = subprocess.run(command, cwd=tree, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        says = "\n".join((done.stdout + done.stderr).strip().splitlines()[-3:])
        raise PublishError(f"Zensical cannot build docs/. It says:\n{says}")
    (tree / "site").rename(folder)
    seal.seal(folder)
    return folder


def missed(row: Row) -> list[str]:
    """Return what of a row a reader would miss."""
    return [thing for thing in row.gone if not any(pattern.fullmatch(thing) for pattern in EXPECTED)]


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a table, and below it the first lines of what is missing."""
    rows = list(rows)
    head = ("", "before", "after", "missing", "other", "more")
    lines = [
        (row.name, row.before, row.after, len(missed(row)), len(row.gone) - len(missed(row)), len(row.new))
        for row in rows
    ]
    width = max(len(row.name) for row in rows)
    said = [f"{name:<{width}}" + "".join(f"{figure:>9}" for figure in rest) for name, *rest in (head, *lines)]
    for row in rows:
        lost = missed(row)
        said += [f"missing of {row.name}: {thing}" for thing in lost[:SHOWN]]
        said += [f"... and {len(lost) - SHOWN} more of {row.name}"] if len(lost) > SHOWN else []
    return "\n".join(said)


def _version(root: Path) -> str:
    """Return name and version of the Zensical that is here."""
    ask = "from importlib.metadata import version; print('Zensical', version('zensical'))"
    try:
        done = subprocess.run((str(root / PYTHON), "-c", ask), check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise PublishError(
            f"There is no Zensical in {PYTHON.parts[0]}/: `make zensical` installs it."
        ) from error
    return done.stdout.strip()
