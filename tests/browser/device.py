"""A reader's device: what the service worker keeps on it, and a site whose newer releases a test publishes."""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from wizard.publish import offline, seal, site
from wizard.publish.bodies import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

    from wizard.publish.pack import Engine
    from wizard.publish.server import Server

SECONDS = 40
ASK = """([what, waiting]) => navigator.serviceWorker.ready.then(registration => new Promise(resolve => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => { if (!data.all) resolve(data); };
  setTimeout(resolve, 20000, null);
  (waiting ? registration.waiting : registration.active).postMessage(what, [port2]);
}))"""
HASHED = re.compile(r"assets/(css|engine|offline|page|search)/[0-9a-f]{16}/")


@dataclass
class Device:
    """A browser with one page of the site open."""

    page: Page
    server: Server

    @property
    def context(self) -> BrowserContext:
        """The browser it belongs to."""
        return self.page.context

    def run(self, script: str, given: object = None) -> Any:
        """Evaluate a script on the page."""
        return self.page.evaluate(script, given)

    def ask(self, what: str, group: str = "", *, waiting: bool = False) -> dict[str, Any]:
        """Ask the worker in use, or the one that waits, and return its last word."""
        said = self.run(ASK, [{"do": what, "group": group}, waiting])
        return cast("dict[str, Any]", said or {})

    def kept(self) -> set[str]:
        """Return the groups that are whole on the device."""
        groups = self.ask("status").get("groups", {})
        return {name for name, group in groups.items() if group["kept"]}

    def visit(self, address: str = "", *groups: str) -> Device:
        """Open a page and wait until the worker keeps some groups; the guide unless told otherwise."""
        self.page.goto(address)
        self.wait(lambda: self.kept() >= set(groups or ("core", "guide")), f"{groups} to be kept")
        return self

    def wait(self, done: Callable[[], object], what: str) -> None:
        """Wait until something is so."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            if done():
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(f"waited in vain for {what}")

    def caches(self) -> list[str]:
        """Return the names of all caches of the origin."""
        return cast("list[str]", self.run("caches.keys()"))

    def entries(self) -> list[tuple[str, str]]:
        """Return cache and address of everything that is kept."""
        script = """async () => (await Promise.all((await caches.keys()).map(async name =>
          (await (await caches.open(name)).keys()).map(({ url }) => [name, url])))).flat()"""
        return [(name, url) for name, url in self.run(script)]

    def release(self) -> str:
        """Return the release of the page on the screen."""
        content = self.page.locator('meta[name="ek-release"]').get_attribute("content") or ""
        return content.split()[0]

    def cut(self) -> None:
        """Take the line away, for the page and for the worker, and the server with it."""
        self.server.stop()
        self.context.set_offline(True)

    def publish(self, folder: Path) -> str:
        """Let the server have another release, and return its id."""
        self.server.shelf = opened(folder.resolve())
        return str(offline.read(folder)["id"])


def another(
    sealed: Path, into: Path, changes: Mapping[str, tuple[str, str]], *, engine_too: bool = False
) -> Path:
    """Build a newer release in `into`: a sealed site is opened again, some of its texts change, and it is sealed.

    `changes` maps the path of a file, without the hash in it, to what is replaced by what. With `engine_too` its
    engine is a newer one: the same under another name.
    """
    shutil.copytree(sealed, into, ignore=shutil.ignore_patterns("*.pdf"))
    packed = (into / "assets/engine").rename(into.parent / f"{into.name}-engine")
    (app,) = (manifest.parent.name for manifest in packed.glob("*/engine.json"))
    if engine_too:
        app = (packed / app).rename(packed / app[::-1]).name
    folders = [folder.name for folder in packed.iterdir()]
    # Which of the folders is which matters to nobody but the one that a page names.
    engine = cast("Engine", SimpleNamespace(folder=packed, app=app, folders=folders))
    for name in ("css", "offline", "page", "search"):
        (folder,) = (into / "assets" / name).iterdir()
        for item in folder.iterdir():
            item.rename(folder.parent / item.name)
        folder.rmdir()
    for file in into.rglob("*.css"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("url(../../", "url(../"), encoding="utf-8")
    for file in into.rglob("*.html"):
        text = re.sub(
            r'<link rel="modulepreload"[^>]*>|<meta name="ek-release"[^>]*>',
            "",
            file.read_text(encoding="utf-8"),
        )
        file.write_text(HASHED.sub(r"assets/\1/", text), encoding="utf-8")
    for path, (old, new) in changes.items():
        text = (into / path).read_text(encoding="utf-8")
        assert old in text, path
        (into / path).write_text(text.replace(old, new), encoding="utf-8")
    seal.close(into, engine, site.base_path(), "2026-11-30")
    return into


def patient(sealed: Path, into: Path, *, milliseconds: int) -> Path:
    """Copy a sealed site; its worker waits so long for a file, and mends as often as it is asked to."""
    shutil.copytree(sealed, into, ignore=shutil.ignore_patterns("*.pdf"))
    worker = into / offline.WORKER
    text = worker.read_text(encoding="utf-8")
    for old, new in (
        ("PATIENCE = 30_000", f"PATIENCE = {milliseconds}"),
        ("LOST = 20_000", f"LOST = {milliseconds}"),
    ):
        assert old in text
        text = text.replace(old, new)
    worker.write_text(text, encoding="utf-8")
    return into
