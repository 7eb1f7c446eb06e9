"""The same site in Firefox and WebKit, each with a profile of its own: parity, a walk, dates, offline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.questions import differing, fills, steps
from tests.browser.reader import FLOWS, STORY, automaton
from wizard.publish import browsers, site
from wizard.publish.bench import answers, visit
from wizard.publish.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from wizard.publish.browsers.window import Window

pytestmark = pytest.mark.long
SAMPLE = 40
"""Sets of answers for each flow; Chromium is asked all of them."""
ASK = """async (texts) => {
  const found = [];
  for (const [id, ask] of texts.entries()) {
    const { data } = await new Promise((resolve) => {
      globalThis.engine.onmessage = resolve;
      globalThis.engine.postMessage({ id, ask });
    });
    found.push(data.answer);
  }
  return found;
}"""
SLOT = "(name) => document.querySelector(`[data-slot='${name}']`)?.textContent"
SHOWN = "() => document.querySelector('main#step').dataset.state"


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def window(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Window]:
    """A browser that was never used; a machine without it fails here."""
    with browsers.start(request.param, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def alone(window: Window, still: Server) -> Window:
    """The same browser with the engine alone, in a worker that the test's own script started."""
    window.open(still.url + visit.plan(STORY))
    window.ask(answers.RUNNING, seconds=visit.ENGINE_SECONDS)
    return window


@pytest.mark.parametrize("flow", FLOWS)
def test_every_path_leads_to_the_same_state_as_in_python_here(alone: Window, flow: str) -> None:
    requests = steps(flow)
    replies: list[str] = alone.ask(ASK, requests, seconds=300)
    assert differing(requests, replies) == []


@pytest.mark.parametrize("flow", FLOWS)
def test_slots_are_filled_with_the_same_bytes_as_in_python_here(alone: Window, flow: str) -> None:
    requests = fills("fill", flow, SAMPLE)
    replies: list[str] = alone.ask(ASK, requests, seconds=300)
    assert differing(requests, replies) == []


@pytest.mark.parametrize("number", range(len(FLOWS) + 1))
def test_a_walk_by_tapping_ends_at_its_plan(window: Window, still: Server, number: int) -> None:
    flow, taps = answers.walks()[number]
    answers.tapped(window, still.url, flow, taps)
    given: dict[str, Any] = dict(tap.split(".") for tap in taps)
    story = all(given.get(question) == option for question, option in STORY.items())
    assert window.ask(SHOWN) == automaton("ghosting" if story else flow).of(STORY if story else given)


def test_a_typed_sum_and_a_typed_date_fill_their_places(window: Window, still: Server) -> None:
    visit.fill(window, still.url)
    assert window.ask("() => document.documentElement.dataset.engine") == "ready"
    assert "600" in window.ask(SLOT, "slot:held_sum")
    window.ask(visit.TYPE, ["submitted_on", "2026-11-16"])
    ends = "(name) => /30 Nov 2026/.test(document.querySelector(`[data-slot='${name}']`)?.textContent)"
    window.until(ends, "date:submit_end", says="the end of the review was not worked out")


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
def test_a_kept_engine_works_out_sums_after_a_restart_without_a_server(
    engine: str, site_folder: Path, tmp_path: Path
) -> None:
    with Server(site_folder, base=site.base_path()) as server:
        with browsers.start(engine, tmp_path / "profile") as first:
            visit.fill(first, server.url)
            visit.await_kept(first)
        server.stop()
        with browsers.start(engine, tmp_path / "profile") as second:
            visit.fill(second, server.url)
            assert "600" in second.ask(SLOT, "slot:held_sum")
