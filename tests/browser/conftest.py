"""A real Chromium before the real site: one server, one browser context and one page for each test."""

from __future__ import annotations

import json
import os
import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.author import Author, preview
from tests.browser.reader import ENGINE_SECONDS, NOON, STORY, Reader
from wizard.publish import machine, site
from wizard.publish.server import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

ROOT = Path(__file__).resolve().parents[2]
EVIDENCE = ROOT / ".evidence"
AXE = ROOT / "node_modules/axe-core/axe.min.js"
PHONE = {"width": 360, "height": 640}
BLOCKED = "warning: Service Worker registration blocked by Playwright"
"""What Playwright itself says in a context without service workers."""
REPORT = pytest.StashKey[pytest.TestReport]()
expect.set_options(timeout=20_000)


class AskEngine(Protocol):
    """Asks the engine alone, past the page script."""

    def __call__(self, requests: list[str]) -> list[str]:
        """Return the engine's answer to each request, in their order."""


class OpenContext(Protocol):
    """Opens a browser context with Playwright's options, such as `java_script_enabled=False`."""

    def __call__(self, **options: object) -> BrowserContext:
        """Return a fresh context that is closed after the test."""


class Watch:
    """What the pages of one test said and asked for; a test that expects an error clears `errors`."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.console: list[str] = []
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.foreign: list[str] = []

    def context(self, context: BrowserContext) -> None:
        """Watch every page of a context, workers included."""
        context.on("request", lambda request: self._asked(request.url))
        context.on("console", lambda message: self._said(f"{message.type}: {message.text}"))
        context.on("weberror", lambda error: self.errors.append(f"uncaught: {error.error}"))

    def _asked(self, url: str) -> None:
        self.requests.append(url)
        if not url.startswith((self.origin, "data:", "blob:", "about:")):
            self.foreign.append(url)

    def _said(self, text: str) -> None:
        if text == BLOCKED:
            return
        self.console.append(text)
        if "Content Security Policy" in text or "requires 'Trusted" in text:
            self.errors.append(text)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep the report, so that a fixture can see at its end whether the test failed."""
    report = yield
    if report.when == "call":
        item.stash[REPORT] = report
    return report


@pytest.fixture(scope="session")
def site_folder() -> Path:
    """The finished site/, brought up to date; SITE_FOLDER names another one, which is taken as it is."""
    other = os.environ.get("SITE_FOLDER")
    return ROOT / other if other else site.build(ROOT)


@pytest.fixture
def server(site_folder: Path) -> Iterator[Server]:
    """A server of the site below its base path, on a port of its own, with no faults yet."""
    with Server(site_folder, base=site.base_path()) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; a machine without one fails here."""
    found = machine.find_chromium()
    if found is None:
        pytest.fail("There is no Chromium on this machine: `make chromium` installs one.")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(found), args=list(machine.BROWSER_FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def watch(server: Server) -> Iterator[Watch]:
    """What the pages of this test say and ask for; no request may leave the origin, no error may be left."""
    seen = Watch(server.url.removesuffix(server.base) + "/")
    yield seen
    assert seen.foreign == []
    assert seen.errors == []


@pytest.fixture
def open_context(
    chromium: Browser, server: Server, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[OpenContext]:
    """Open browser contexts for this test: a phone in Lagos unless told otherwise."""
    contexts: list[BrowserContext] = []

    def open_one(**options: object) -> BrowserContext:
        chosen: dict[str, Any] = {
            "base_url": server.url,
            "viewport": PHONE,
            "locale": "en-GB",
            "timezone_id": "Africa/Lagos",
            # Only tests that ask for it see the site through the service worker; all others see the network.
            "service_workers": "block",
        }
        context = chromium.new_context(**(chosen | options))
        context.set_default_timeout(10_000)
        watch.context(context)
        contexts.append(context)
        return context

    yield open_one
    report = request.node.stash.get(REPORT, None)
    if report is not None and report.failed:
        for number, page in enumerate(page for context in contexts for page in context.pages):
            _keep(page, request.node.nodeid, number, watch)
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    """One page with scripts on; go to "" for the home page, to "wizard/" for the list of situations."""
    return open_context().new_page()


@pytest.fixture
def reader(page: Page, server: Server) -> Reader:
    """A reader at a fresh page: nothing is kept on her device and the engine was never asked for."""
    return Reader(page, server)


@pytest.fixture(scope="session")
def still(site_folder: Path) -> Iterator[Server]:
    """A server for what many tests share; nothing ever fails here."""
    with Server(site_folder, base=site.base_path()) as running:
        running.warm()
        yield running


@pytest.fixture(scope="session")
def engine_page(chromium: Browser, still: Server) -> Iterator[Reader]:
    """One page with a running engine for many tests, on the day of the worked example."""
    # Without a time zone of its own, so that a test can change it while the page lives.
    phone = cast("Any", PHONE)
    context = chromium.new_context(
        base_url=still.url, viewport=phone, locale="en-GB", service_workers="block"
    )
    context.set_default_timeout(10_000)
    reader = Reader(context.new_page(), still)
    # Only the day stands still: the timers of the page go on.
    reader.page.clock.set_fixed_time(NOON)
    reader.open(STORY)
    reader.start_engine()
    # The first answer takes longest: for it the engine opens all its words.
    expect(reader.step).to_have_attribute("data-answered-by", "engine")
    yield reader
    context.close()


@pytest.fixture
def living(engine_page: Reader) -> Iterator[Reader]:
    """The shared page, at the worked example, with nothing typed; it may not die of a test."""
    errors: list[str] = []

    def note(error: object) -> None:
        errors.append(str(error))

    engine_page.page.on("pageerror", note)
    engine_page.go(STORY)
    expect(engine_page.step).to_have_attribute("data-answered-by", "engine")
    yield engine_page
    for field in engine_page.page.locator("[data-input]").all():
        field.evaluate(
            "field => { field.value = ''; field.dispatchEvent(new Event('input', {bubbles: true})) }"
        )
    engine_page.engine()
    engine_page.page.remove_listener("pageerror", note)
    assert errors == []


@pytest.fixture(scope="session")
def ask_engine(chromium: Browser, still: Server) -> Iterator[AskEngine]:
    """The engine alone, as a plan starts it, in a worker that the test's own script starts."""
    with _engine_alone(chromium, still, {}) as ask:
        yield ask


@pytest.fixture(scope="session")
def ask_tools(chromium: Browser, still: Server) -> Iterator[AskEngine]:
    """The same as the page of a tool starts it."""
    with _engine_alone(chromium, still, {"tools": True}) as ask:
        yield ask


@pytest.fixture(scope="session")
def ask_image(chromium: Browser, still: Server) -> Iterator[AskEngine]:
    """The same from the image, which has no library: what it has not imported is not there."""
    (image,) = (still.shelf.folder / "assets/engine").glob("*/image.bin.gz")
    with _engine_alone(chromium, still, {"tools": True, "way": "image", "image": image.parent.name}) as ask:
        yield ask


@contextmanager
def _engine_alone(chromium: Browser, still: Server, name: dict[str, object]) -> Iterator[AskEngine]:
    context = chromium.new_context(base_url=still.url, service_workers="block")
    page = context.new_page()
    page.goto("wizard/ghosting/notice/")
    page.evaluate(
        """async ([seconds, name]) => {
          const folder = new URL(document.querySelector("meta[name=ek-engine]").content, location.href);
          const start = document.querySelector("script[src*='/assets/page/'][src$='start.js']").src;
          const { engineScript } = await import(new URL("trusted.js", start));
          const script = engineScript(new URL("worker.js", folder));
          const engine = globalThis.engine = new Worker(script, { type: "module", name });
          await new Promise((resolve, reject) => {
            setTimeout(reject, seconds * 1000, new Error("the engine did not start in time"));
            engine.onmessage = ({ data }) => {
              if (data.state === "ready") resolve();
              if (data.state === "failed") reject(new Error(`${data.file}: ${data.says}`));
            };
          });
        }""",
        [ENGINE_SECONDS, json.dumps(name)],
    )

    def ask(requests: list[str]) -> list[str]:
        found = page.evaluate(
            """([texts, seconds]) => new Promise((resolve, reject) => {
              setTimeout(reject, seconds * 1000, new Error("the engine did not answer in time"));
              const answers = [];
              let open = texts.length;
              globalThis.engine.onmessage = ({ data }) => {
                if (data.state === "failed") reject(new Error(data.says));
                answers[data.id] = data.answer;
                open -= 1;
                if (!open) resolve(answers);
              };
              texts.forEach((ask, id) => globalThis.engine.postMessage({ id, ask }));
            })""",
            [requests, ENGINE_SECONDS],
        )
        return cast("list[str]", found)

    yield ask
    context.close()


FADED: Final = """() => Promise.all(document.getAnimations().map(
  one => one instanceof CSSTransition ? one.finished.catch(() => {}) : null))"""


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Check a page for WCAG 2.2 A and AA; returns one line for each element with a violation."""

    def check(page: Page) -> list[str]:
        # Another scheme fades in, and a colour on its way has a contrast of its own.
        page.evaluate(FADED)
        # The page's policy forbids an added script; one that the debugger evaluates is not bound by it.
        page.evaluate(AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        ask = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
        found = cast("dict[str, Any]", page.evaluate(ask, tags))
        return [
            f"{rule['id']}: {rule['help']}: {' '.join(map(str, node['target']))}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return check


def _keep(page: Page, test: str, number: int, watch: Watch) -> None:
    """Write picture, HTML, console and requests of a failed test into .evidence/."""
    folder = EVIDENCE / re.sub(r"[^\w.-]+", "_", test.removeprefix("tests/browser/"))[:120]
    folder.mkdir(parents=True, exist_ok=True)
    said = {"address": page.url, "console": watch.console, "requests": watch.requests, "errors": watch.errors}
    (folder / f"{number}.json").write_text(json.dumps(said, indent=1), encoding="utf-8")
    try:
        (folder / f"{number}.html").write_text(page.content(), encoding="utf-8")
        page.screenshot(path=folder / f"{number}.png", full_page=True)
    except Exception as error:  # noqa: BLE001 - a page that hangs must not hide why the test failed
        (folder / f"{number}.txt").write_text(f"No picture: {error}\n", encoding="utf-8")
    print(f"Evidence: {os.path.relpath(folder)}")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Author]:
    """One preview for all tests, in a copy of the tree that a build has not seen."""
    with preview(tmp_path_factory.mktemp("tree")) as author:
        yield author


@pytest.fixture
def author(running: Author) -> Iterator[Author]:
    """The running preview; at the end every file is as it was, and so is every page."""
    yield running
    running.mend()
