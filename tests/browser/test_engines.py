"""The same site in three engines: one list of steps for all, and in Firefox and WebKit parity with Python here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import smoke
from tests.browser.questions import differing, fills, steps
from tests.browser.reader import FLOWS, STORY, automaton
from tests.conftest import FIGURE
from wizard.publish import browsers
from wizard.publish.bench import answers, visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from wizard.publish.browsers.window import Window
    from wizard.publish.server import Server

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


@pytest.mark.parametrize("engine", browsers.ENGINES)
def test_every_step_from_the_front_door_to_a_file_in_hand(
    engine: str, site_folder: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    reader = smoke.Visit(engine, tmp_path, site_folder)
    try:
        name = reader.window.version
        failed = smoke.run(reader, lambda line: record_property(FIGURE, f"{name}: {line}"))
    finally:
        reader.end()
    assert failed == []
