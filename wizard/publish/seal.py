"""Seals the finished site/: style, script and engine get addresses that name their content, pages follow.

It moves and rewrites files that are already there; it renders nothing and knows neither flow nor generator.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from wizard.publish import concordance, cupboard, offline, releases, theme
from wizard.publish.errors import PublishError
from wizard.publish.fingerprint import fingerprint
from wizard.publish.pages import ALONE, HASHED, Page, foreign
from wizard.publish.site import base_path

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from wizard.publish.pack import Engine

FOLDERS: Final = ("case", "css", "offline", "page", "search", "tools")
"""The folders below assets/ whose files get an address that names their content."""
OPTIONAL: Final = ("case", "offline", "search", "tools")
"""Those that a site may lack."""
THEME: Final = ("images", "javascripts", "stylesheets")
"""The folders below assets/ that the theme fills, with more than our pages use."""


def seal(site: Path) -> None:
    """Seal the folder `site` with the engine of the repository it lies in.

    Raises PublishError naming every page that must not be published as it is.
    """
    from wizard.publish import corrections, pack, states, volume  # noqa: PLC0415  (packing needs the whole package; sealing pages does not)

    concordance.lay(site, site.parent / "node_modules/minisearch")
    cupboard.lay(site, site.parent / "node_modules/idb")
    corrections.lay(site)
    volume.lay(site)
    close(site, pack.pack(site.parent), base_path(), states.content_day())


def close(site: Path, engine: Engine, base: str, day: str) -> None:
    """Seal `site`, to be served below the path `base`, with an engine; sealing twice changes nothing."""
    offline.prepare(site, base)
    theme.lay(site)
    folders = [name for name in FOLDERS if name not in OPTIONAL or (site / "assets" / name).is_dir()]
    moved = {f"assets/{name}/": f"assets/{name}/{_hash_folder(site / 'assets' / name)}/" for name in folders}
    _lay_engine(site / "assets" / "engine", engine)
    moved["assets/engine/"] = f"assets/engine/{engine.app}/"
    parts = (file.name for file in (site / moved["assets/page/"]).glob("*.js"))
    modules = sorted(name for name in parts if name not in ALONE)
    findings = [f"{file.relative_to(site)}: {says}" for file, says in _foreign_in_styles(site)]
    named: set[str] = set()
    for file in sorted(site.rglob("*.html")):
        path = file.relative_to(site).as_posix()
        page = Page(file.read_bytes().decode("utf-8"), path, base, moved, modules)
        findings += [f"{page.path}: {says}" for says in page.findings()]
        named.update(_named(page))
        _write(file, page.sealed())
    _drop_unnamed(site, named)
    if findings:
        raise PublishError("\n".join(("The site must not be published:", *findings)))
    release = releases.stamp(site, day)
    offline.lay(site, release)
    releases.enlist(site, release)


def _named(page: Page) -> Iterator[str]:
    """Yield the path below the site of everything that the tags of a page name."""
    here = posixpath.join(page.base, posixpath.dirname(page.path))
    for tag in page.tags:
        for name in ("href", "src"):
            if path := urlsplit(tag.attributes.get(name, "")).path:
                yield posixpath.normpath(posixpath.join(here, path)).removeprefix(page.base)


def _drop_unnamed(site: Path, named: Collection[str]) -> None:
    """Remove what the theme brings and no page names: its script, its search, its maps of sources."""
    for folder in (site / "assets" / name for name in THEME):
        for item in sorted(folder.rglob("*"), reverse=True):
            if item.is_dir():
                if not any(item.iterdir()):
                    item.rmdir()
            elif item.relative_to(site).as_posix() not in named:
                item.unlink()
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()


def _hash_folder(folder: Path) -> str:
    """Move the files of a folder into one named by their content and return its name."""
    loose = [item for item in folder.iterdir() if not HASHED.fullmatch(item.name)] if folder.is_dir() else []
    old = [item for item in folder.iterdir() if HASHED.fullmatch(item.name)] if folder.is_dir() else []
    if not loose:
        if len(old) != 1:
            message = f"There is nothing to seal in {folder.parent.name}/{folder.name}: build the site first."
            raise PublishError(message)
        return old[0].name
    for item in old:
        shutil.rmtree(item)
    inside = folder / "inside"
    inside.mkdir()
    for item in loose:
        item.rename(inside / item.name)
    for file in sorted(inside.rglob("*.css")):
        _write(file, _one_deeper(file.read_bytes().decode("utf-8"), file.relative_to(inside).as_posix()))
    return inside.rename(folder / fingerprint(inside)).name


URL: Final = re.compile(r"""(url\(\s*["']?|@import\s+["'])([^"')\s]+)""")


def _one_deeper(style: str, path: str) -> str:
    """Return a style sheet whose links out of its folder still hold when the folder lies one deeper."""

    def mended(found: re.Match[str]) -> str:
        target = found[2]
        inside = not posixpath.normpath(posixpath.join(posixpath.dirname(path), target)).startswith("..")
        return found[0] if inside or re.match(r"[a-z]+:|/|#", target) else f"{found[1]}../{target}"

    return URL.sub(mended, style)


def _lay_engine(folder: Path, engine: Engine) -> None:
    """Put the packed engine in place of whatever lies there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in engine.folders:
        shutil.copytree(engine.folder / name, folder / name)


def _foreign_in_styles(site: Path) -> Iterator[tuple[Path, str]]:
    for file in sorted(site.rglob("*.css")):
        for _, target in URL.findall(file.read_text(encoding="utf-8")):
            if foreign(target):
                yield file, f"it asks another server: {target}"


def _write(file: Path, text: str) -> None:
    """Write a file only if it changes, with the line ends it has."""
    content = text.encode("utf-8")
    if file.read_bytes() != content:
        file.write_bytes(content)
