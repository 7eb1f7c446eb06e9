"""The site as it would be built now, one address at a time, each with what is wrong with it.

It writes only what looks things up, into a folder of its own. This module and all that it imports are loaded
anew after a change of Python, which nothing here may outlive but `Generator`. Serving is for `preview`.
"""

from __future__ import annotations

import logging
import os
import re
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files, InclusionLevel, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from wizard import bundles
from wizard.case.phrases import PHRASES
from wizard.checklist.topics import SHEETS
from wizard.core import clocks
from wizard.core.automaton import folder
from wizard.core.errors import Findings
from wizard.core.explore import explore
from wizard.publish import guide, manuscript, pages, proof, remarks, rooms, sheets, site, states
from wizard.publish.errors import PublishError
from wizard.publish.policy import POLICY
from wizard.publish.remarks import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig

SHADOW: Final = ".cache/preview/docs"
"""Where the rooms write instead of docs/, which a build may be reading."""
BUNDLE: Final = re.compile(r"assets/flows/(\w+)\.[^/]*json")
STATE: Final = re.compile(r"wizard/([\w-]+)/([^/]+)/")
SHEET: Final = re.compile(r"checklist/([\w-]+)/")
ADDRESSES: Final = "wizard/addresses.txt"
QUESTIONS: Final = "wizard/case/words/en/questions.toml"
SHEET_WORDS: Final = "wizard/checklist/en/sheets.toml"


@dataclass(frozen=True, slots=True)
class Leaf:
    """What stands at an address: content, ending of such a file, the file to edit, and what is wrong."""

    content: bytes
    ending: str = ".html"
    source: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Generator:
    """What is slow to make and knows nothing of ours: MkDocs' settings and the theme's templates."""

    config: MkDocsConfig
    theme: Environment


def generator(root: Path, url: str) -> Generator:
    """Return the generator of the repository `root` for the address `url`.

    Raises PublishError for a mkdocs.yml that cannot be used.
    """
    os.environ |= {"SITE_URL": url, "POLICY": POLICY, "NO_MKDOCS_2_WARNING": "1"}
    with _heard() as warnings:
        try:
            config = load_config(str(root / "mkdocs.yml"), site_dir=str(root / SHADOW))
        except Exception as error:
            says = " ".join((*warnings, str(error)))
            raise PublishError(f"mkdocs.yml: cannot be used: {says}") from error
        config.plugins.on_startup(command="build", dirty=False)
        config = config.plugins.on_config(config)
    return Generator(config, config.theme.get_env())


@dataclass
class Draft:
    """The whole site at one moment: make a new one after each change."""

    root: Path
    base: str
    made: Generator
    remarks: list[Remark] = field(default_factory=list)
    """What is wrong with the menu, whatever page is on screen."""

    def __post_init__(self) -> None:
        self.config, self.theme = self.made.config, self.made.theme
        self.since = time.time_ns()
        self.docs, self.shadow = self.root / "docs", self.root / SHADOW
        self.names: dict[str, str] = {}
        self.whole = False
        self.source = ""
        """The file of the page that is being made, for whoever must say why it cannot be."""
        # An unfinished word must not keep every page away: who asks for a page that needs it is told.
        with suppress(Exception):
            self._begin()
        with suppress(Exception):
            if not self.shadow.with_name("whole").exists():
                self._write_all()

    def _begin(self) -> None:
        """Tell the theme and the pages of states what they say on every page."""
        # Names of bundles tell nothing here, and to hash them all takes longer than everything else.
        self.names = {flow: f"{flow}.{self.since}.json" for flow in states.book().flows}
        self.config.extra["bundles"] = site.bundle_links(self.names.values())
        self.config.extra["content_day"] = clocks.short(date.fromisoformat(states.content_day()))

    def _write_all(self) -> None:
        """Let every room write its pages; they stay for the next start, on which the menu needs them."""
        for write in self._writers():
            write(self.shadow)
        self.shadow.with_name("whole").touch()
        self.whole = True

    def _writers(self) -> list[Callable[[Path], object]]:
        return [_write_starts, *(room.write for room in rooms.ROOMS)]

    @property
    def files(self) -> Files:
        """The files of the site."""
        return self._tree[0]

    @property
    def menu(self) -> Navigation:
        """The menu, each page with its title."""
        return self._tree[1]

    @cached_property
    def _tree(self) -> tuple[Files, Navigation]:
        """Files and menu, which the page of a state does not need."""
        config = self.config
        ours = [file for file in get_files(config) if not site.generated(f"docs/{file.src_uri}")]
        paths = [path.relative_to(self.shadow) for path in sorted(self.shadow.rglob("*")) if path.is_file()]
        shadows = [
            File(path.as_posix(), str(self.shadow), config.site_dir, config.use_directory_urls)
            for path in paths
        ]
        files = Files([*ours, *shadows])
        set_exclusions(files, config)
        with _heard() as warnings:
            menu = get_navigation(files, config)
        self.remarks = [Remark("mkdocs.yml", 0, text) for text in warnings if "not found" in text]
        for file in files.documentation_pages():
            # Whoever asks for a page that cannot be read is told; in the menu of the others it has no title.
            with suppress(Exception), _heard():
                (file.page or Page(None, file, config)).read_source(config)
        return files, menu

    def leaf(self, path: str) -> Leaf | None:
        """Return what stands at a path below the top of the site, or None; raises what keeps it away."""
        self.source = ""
        for pattern, way in ((BUNDLE, self._bundle), (STATE, self._state), (SHEET, self._sheet)):
            found = pattern.fullmatch(path)
            leaf = way(path, *found.groups()) if found else None
            if leaf:
                return leaf
        file = self._file(path)
        if file is None and site.generated(f"docs/{path}") and not self.whole:
            # A new topic or flow, perhaps.
            self._write_all()
            del self._tree
            file = self._file(path)
        if file is None:
            return None
        return (
            self._page(file) if file.is_documentation_page() else Leaf(file.content_bytes, Path(path).suffix)
        )

    def _file(self, path: str) -> File | None:
        wanted = f"{path}index.html" if path.endswith("/") or not path else path
        return next((file for file in self.files if file.dest_uri == wanted), None)

    def missing(self) -> Leaf:
        """Return the page for an address at which nothing stands."""
        context = get_context(self.menu, self.files.documentation_pages(), self.config, base_url=self.base)
        return self._finished(self.theme.get_template("404.html").render(context), "404.html")

    # --- pages ---------------------------------------------------------------------------------

    def _bundle(self, _path: str, flow: str) -> Leaf | None:
        return Leaf(states.bundle(flow), ".json") if flow in states.book().flows else None

    def _state(self, path: str, name: str, slug: str) -> Leaf | None:
        flow, there = name.replace("-", "_"), f"{path}index.html"
        if flow not in states.book().flows:
            return None
        state = states.automaton(flow).states.get(slug)
        if state is None:
            alias = slug in states.published().get(flow, {})
            self.source = ADDRESSES if alias else ""
            return self._finished(states.alias_page(flow, slug), there) if alias else None
        own = f"wizard/flows/{flow}/words/en/{state.node if state.kind == 'result' else 'questions'}.toml"
        self.source = own if (self.root / own).is_file() else QUESTIONS
        title, main = bundles.main(states.speaker(flow), state)
        html = states.whole_page(flow, title, main, self.names)
        return self._finished(html, there, seen=remarks.told(_explored(flow), self.root))

    def _sheet(self, path: str, slug: str) -> Leaf | None:
        found = next((sheet for sheet in SHEETS if sheet.slug == slug), None)
        self.source = SHEET_WORDS if found else ""
        # Its copies to print are those of the last build, if there was one.
        html = sheets.whole_page(found, self.docs) if found else ""
        return self._finished(html, f"{path}index.html") if html else None

    def _page(self, file: File) -> Leaf:
        """Return a Markdown page as MkDocs builds it."""
        ours = file.src_dir == str(self.docs)
        self.source = f"docs/{file.src_uri}" if ours else ""
        if not ours:
            self._write_anew(Path(str(file.abs_src_path)))
        page, config = file.page or Page(None, file, self.config), self.config
        with _heard() as warnings:
            page.read_source(config)
            page.render(config, self.files)
            for other in page.links_to_anchors or {}:
                # A page that cannot be shown itself has no places to compare with.
                with suppress(Exception):
                    if other.page and other.page.present_anchor_ids is None:
                        other.page.render(config, self.files)
            page.validate_anchor_links(files=self.files, log_level=logging.WARNING)
            page.active = True
            context = get_context(self.menu, self.files.documentation_pages(), config, page)
            html = self.theme.get_template(str(page.meta.get("template", "main.html"))).render(context)
            page.active = False
        return self._finished(html, file.dest_uri, [*self._read(file), *warnings] if ours else ())

    def _write_anew(self, file: Path) -> None:
        """Let the room that writes a page write it, if it has not done so since the last change."""
        for write in self._writers():
            if file.is_file() and file.stat().st_mtime_ns >= self.since:
                return
            write(self.shadow)

    def _read(self, file: File) -> Iterator[str]:
        """Yield what the proof-reader says of a hand-written page, and whether the menu leads to it."""
        yield from proof.findings(guide.Page(file.src_uri, file.content_string))
        if file.inclusion is InclusionLevel.INCLUDED and file.page not in self.menu.pages:
            yield f'The menu does not know this page yet: add "{file.src_uri}" to nav in mkdocs.yml.'

    def _finished(self, html: str, path: str, says: Iterable[str] = (), seen: Iterable[Remark] = ()) -> Leaf:
        """Return a page with its addresses and its policy completed, as the seal does it."""
        scripts = (self.docs / "assets/page").glob("*.js")
        modules = sorted(file.name for file in scripts if file.name != pages.START)
        page = pages.Page(html, path, self.base, {}, modules)
        found = dict.fromkeys(" ".join(text.split()) for text in (*says, *page.findings()))
        listed = [remarks.placed(Remark(self.source, 0, text), self.root) for text in found]
        return Leaf(page.sealed().encode(), ".html", self.source, (*listed, *seen, *self.remarks))


def _explored(flow: str) -> str:
    """Return what is wrong with a flow and its words, a line each: sooner than all flows can be read."""
    try:
        found = explore(states.book(), flow, PHRASES, states.automaton(flow)).findings
    except Findings as broken:
        return str(broken)
    return "\n".join(map(str, found))


def _write_starts(docs: Path) -> None:
    """Write the first page of every flow."""
    for flow in states.book().flows:
        manuscript.put(docs / "wizard" / folder(flow), states.start_page(flow))


class _Ear(logging.Handler):
    """Keeps what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect MkDocs' warnings instead of printing them."""
    log, ear = logging.getLogger("mkdocs"), _Ear()
    kept, log.propagate = log.propagate, False
    log.addHandler(ear)
    try:
        yield ear.heard
    finally:
        log.removeHandler(ear)
        log.propagate = kept
