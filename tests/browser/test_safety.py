"""The policy of every page holds, nothing is asked of strangers, and nothing goes wrong unseen."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.reader import FLOW, STORY, Reader, address, automaton

if TYPE_CHECKING:
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
    "checklist": "checklist/",
    "search": "search/",
    "about": "about/",
    "privacy": "about/privacy/",
    "lost page": "no-such-page/",
}
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
        assert not {"'unsafe-eval'", "'unsafe-inline'", "*", "data:", "https:", "http:"} & set(
            policy["script-src"]
        ), file
        assert {"base-uri", "form-action", "object-src"} <= set(policy), file
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


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_breaks_no_policy_and_asks_for_nothing_that_is_not_there(
    open_context: OpenContext, watch: Watch, server: Server, kind: str
) -> None:
    context = open_context()
    context.add_init_script(LISTEN)
    referrers: list[str] = []
    context.on("request", lambda request: referrers.append(request.headers.get("referer", "")))
    page = context.new_page()
    page.goto(KINDS[kind], wait_until="networkidle")
    lost = ["error: Failed to load resource: the server responded with a status of 404 (Not Found)"]
    _quiet(page, watch, server, lost if kind == "lost page" else [])
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
          script.textContent = "globalThis.hurt = 1";
          document.body.append(script);
          const picture = document.createElement("img");
          picture.setAttribute("onerror", "globalThis.hurt = 1");
          picture.src = "data:,";
          document.body.append(picture);
        }"""
    )
    reader.settle()
    assert reader.run("typeof hurt") == "undefined"
    assert len(reader.run("globalThis.violations")) >= 1
    watch.errors.clear()
