"""The policy of every page holds, nothing is asked of strangers, and nothing goes wrong unseen."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.device import Device
from tests.browser.filer import Filer
from tests.browser.reader import FLOW, NOON, STORY, Reader, address, automaton
from tests.browser.test_tools import fill, good, work
from tests.browser.trap import Trap
from tests.conftest import FIGURE
from wizard.tools import TOOLS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.conftest import OpenContext, Watch
    from wizard.publish.server import Server

KINDS: Final = {
    "home": "",
    "list of situations": "wizard/",
    "start of a flow": f"wizard/{FLOW}/",
    "question": f"wizard/{FLOW}/notice/",
    "result": address(STORY),
    "guide": "guide/",
    "reference": "reference/",
    "guide page": "guide/client-silent/",
    "map": f"wizard/{FLOW}/map/",
    "review book": f"wizard/{FLOW}/all-results/",
    "facts": "reference/facts/",
    "facts of a topic": "reference/facts/milestones/",
    "clocks": "reference/clocks/",
    "checklist": "checklist/",
    "sheet": "checklist/before-you-accept/",
    "search": "search/#q=refund",
    "tools": "tools/",
    **{f"tool {tool.id}": f"tools/{tool.slug}/" for tool in TOOLS},
    "case file": "case-file/",
    "about": "about/",
    "privacy": "about/privacy/",
    "quality": "about/quality/",
    "licences": "about/licences/",
    "kept pages": "about/offline/",
    "page that is not kept": "offline/",
    "lost page": "no-such-page/",
}
FIRST: Final = (
    "home",
    "start of a flow",
    "question",
    "result",
    "guide page",
    "search",
    "privacy",
    "lost page",
)
"""Those that are looked at alone too, without a service worker: as at a first visit."""
HASH: Final = re.compile(r"'sha256-[A-Za-z0-9+/]{43}='")
LOST: Final = ["error: Failed to load resource: the server responded with a status of 404 (Not Found)"]
"""What the browser says of a lost page, and of nothing else."""
BROWSERS_OWN: Final = "content-autofill.googleapis.com"
"""Chromium itself asks there which forms it may fill, about pages of any site."""
DOOR: Final = re.compile(r"<(?=/?(?:script|iframe|object|embed|base|meta|link|style)\b)", re.IGNORECASE)
"""What the page's door for markup, trusted.js, takes for text."""
LISTEN: Final = """
globalThis.violations = [];
document.addEventListener("securitypolicyviolation", event => {
  globalThis.violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
"""


def _policy(page: str) -> dict[str, list[str]]:
    found = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert len(found) == 1
    rows = [row.split() for row in unescape(found[0]).split(";")]
    return {row[0]: row[1:] for row in rows}


def test_every_page_has_a_strict_policy_and_sends_no_referrer(site_folder: Path) -> None:
    pages = sorted(site_folder.rglob("*.html"))
    assert len(pages) > 80
    for file in pages:
        page = file.read_text(encoding="utf-8")
        policy = _policy(page)
        assert policy["default-src"] == ["'none'"], file
        scripts = [word for word in policy["script-src"] if not HASH.fullmatch(word)]
        assert scripts == ["'self'", "'wasm-unsafe-eval'"], file
        styles = [word for word in policy["style-src"] if not HASH.fullmatch(word)]
        assert styles == ["'self'"], file
        assert policy["connect-src"] == policy["worker-src"] == ["'self'"], file
        for name in ("base-uri", "form-action", "object-src"):
            assert policy[name] == ["'none'"], file
        assert policy["require-trusted-types-for"] == ["'script'"], file
        assert policy["trusted-types"] == ["even-keel", "even-keel-offline"], file
        assert '<meta name="referrer" content="no-referrer">' in page, file
        assert page.index("Content-Security-Policy") < page.index("<link"), file


def _quiet(page: Page, watch: Watch, server: Server, expected: list[str]) -> None:
    """See that nothing was refused, nothing failed and nobody else was asked."""
    assert page.evaluate("globalThis.violations") == []
    assert watch.foreign == []
    assert [text for text in watch.console if text.startswith(("error", "warning"))] == expected
    failed = [(seen.path, seen.status) for seen in server.seen if seen.status >= 400]
    assert len(failed) == len(expected), failed
    assert [seen.path for seen in server.seen if seen.method != "GET"] == []


@pytest.mark.parametrize("kind", FIRST)
def test_a_page_breaks_no_policy_and_asks_for_nothing_that_is_not_there(
    open_context: OpenContext, watch: Watch, server: Server, kind: str
) -> None:
    context = open_context()
    context.add_init_script(LISTEN)
    referrers: list[str] = []
    context.on("request", lambda request: referrers.append(request.headers.get("referer", "")))
    page = context.new_page()
    page.goto(KINDS[kind], wait_until="networkidle")
    _quiet(page, watch, server, LOST if kind == "lost page" else [])
    assert set(referrers) == {""}
    assert page.evaluate("document.cookie") == ""


def test_a_whole_walk_with_the_engine_asks_only_our_own_server_and_breaks_no_policy(
    open_context: OpenContext, watch: Watch, server: Server
) -> None:
    context = open_context()
    context.add_init_script(LISTEN)
    reader = Reader(context.new_page(), server)
    reader.page.goto("")
    reader.page.get_by_role("link", name="The client does not answer").click()
    reader.page.locator("main a[href*='notice.none'], main a[data-answer='notice.none']").click()
    for question, option in list(STORY.items())[1:]:
        reader.answer(f"{question}.{option}").click()
    reader.at(automaton().of(STORY))
    reader.type("held_sum", "600")
    reader.type("sent_on", "2026-11-12")
    reader.engine()
    expect(reader.slot("date:sent")).to_have_text("12 November")
    reader.page.locator("[data-copy]").first.click()
    reader.settle()
    _quiet(reader.page, watch, server, [])
    asked = [seen.path for seen in server.seen]
    assert not [path for path in asked if "?" in path or "600" in path.partition("assets/")[0]]


def _report(tool_id: str, reader: Reader) -> None:
    tool = next(tool for tool in TOOLS if tool.id == tool_id)
    expect(reader.page.locator("form[data-tool]")).to_be_visible()
    fill(reader, good(tool))
    work(reader)


def _use(kind: str, reader: Reader) -> None:
    """Do on a page what a reader does there."""
    if kind == "result":
        reader.start_engine()
        reader.type("milestone", "Logo")
        expect(reader.slot("slot:milestone")).to_have_text("Logo")
    elif kind == "case file":
        filer = Filer(reader.page, reader.server)
        filer.add()
        filer.drawn()
    elif kind == "search":
        expect(reader.page.locator(".hits a").first).to_be_visible()
    elif kind.startswith("tool "):
        _report(kind.removeprefix("tool "), reader)


def test_every_kind_of_page_with_worker_and_engine_breaks_no_policy_and_asks_no_stranger(
    open_context: OpenContext, watch: Watch, server: Server, record_property: Callable[[str, object], None]
) -> None:
    with Trap() as trap:
        context = open_context(service_workers="allow", proxy=trap.proxy)
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.clock.set_fixed_time(NOON)
        device, reader = Device(page, server), Reader(page, server)
        device.visit()
        for kind, place in KINDS.items():
            page.goto("about:blank")
            answer = page.goto(place, wait_until="networkidle")
            assert answer is None or kind == "lost page" or answer.from_service_worker, kind
            _use(kind, reader)
            assert page.evaluate("globalThis.violations") == [], kind
            assert page.evaluate("document.cookie") == "", kind
        assert [asked for asked in trap.caught if BROWSERS_OWN not in asked] == []
        assert [text for text in watch.console if text.startswith(("error", "warning"))] == LOST
        assert {seen.method for seen in server.seen} == {"GET"}
        text = f"policy: {len(KINDS)} kinds of page, 0 reports, 0 requests to others"
        record_property(FIGURE, text)
        page.goto("")
        refused = page.evaluate("navigator.serviceWorker.register('x.js').catch(error => error.name)")
        assert refused == "TypeError"
        watch.errors.clear()
        # The trap does catch: this page has no policy, and the request has nowhere else to go.
        page.goto("about:blank")
        page.evaluate("fetch('http://stranger.example/', { mode: 'no-cors' }).catch(() => 0)")
        assert [asked for asked in trap.caught if "stranger.example" in asked]
        watch.foreign.clear()


def test_only_the_two_named_doors_let_text_become_markup_or_a_script(
    open_context: OpenContext, watch: Watch, server: Server
) -> None:
    reader = Reader(open_context().new_page(), server)
    reader.open(STORY)
    refused = reader.run(
        """() => Promise.all([
          () => { document.querySelector("main").innerHTML = "<b>x</b>"; },
          () => { document.body.insertAdjacentHTML("beforeend", "<b>x</b>"); },
          () => { document.createElement("script").src = "x.js"; },
          () => { new Worker("x.js"); },
          () => { document.createElement("iframe").srcdoc = "<b>x</b>"; },
          () => { trustedTypes.createPolicy("another", {}); },
          () => { trustedTypes.createPolicy("even-keel", {}); },
        ].map(async attempt => {
          try { await attempt(); return "went through"; } catch (error) { return error.name; }
        }))"""
    )
    assert refused == ["TypeError"] * 7
    shown = reader.run(
        """async () => {
          const start = document.querySelector("script[src$='start.js']").src;
          const { drawn, engineScript } = await import(new URL("trusted.js", start));
          const place = document.createElement("div");
          place.innerHTML = drawn("<b>1</b><script>2</" + "script><iframe></iframe><meta http-equiv=refresh>");
          const tried = ["https://evil.example/assets/engine/0a/worker.js", "x.js", "data:,x"].map(address => {
            try { return String(engineScript(new URL(address, location.href))); } catch (error) { return error.name; }
          });
          return [Array.from(place.querySelectorAll("*"), one => one.localName), tried];
        }"""
    )
    assert shown == [["b"], ["TypeError"] * 3]
    watch.errors.clear()


def test_the_door_for_markup_changes_nothing_that_the_build_wrote(site_folder: Path) -> None:
    books = sorted(site_folder.glob("assets/flows/**/*.json"))
    assert books
    parts = [part for book in books for part in json.loads(book.read_bytes())["parts"]]
    assert len(parts) > 1_000
    assert [part for part in parts if DOOR.search(part)] == []


def test_the_policy_stops_a_script_that_was_smuggled_in(
    open_context: OpenContext, watch: Watch, server: Server
) -> None:
    context = open_context()
    context.add_init_script(LISTEN)
    reader = Reader(context.new_page(), server)
    reader.open(STORY)
    reader.run(
        """() => {
          const script = document.createElement("script");
          script.append("globalThis.hurt = 1");
          document.body.append(script);
          // Trusted Types refuse it where they are known; elsewhere the policy does.
          try {
            const picture = document.createElement("img");
            picture.setAttribute("onerror", "globalThis.hurt = 1");
            picture.src = "data:,";
            document.body.append(picture);
          } catch {}
        }"""
    )
    reader.settle()
    assert reader.run("typeof hurt") == "undefined"
    assert len(reader.run("globalThis.violations")) >= 1
    watch.errors.clear()
