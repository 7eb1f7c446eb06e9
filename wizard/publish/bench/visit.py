"""What a reader does in a measured visit: opens the worked example, types a sum, comes back.

The marks that are read are set by the page itself, so that it does not matter when we look.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Final

from wizard.core.answers import write
from wizard.core.automaton import folder
from wizard.publish import states
from wizard.publish.browsers.window import Silent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wizard.publish.browsers.window import Window

FLOW: Final = "ghosting"
STORY: Final = {
    "notice": "none",
    "contract": "fixed",
    "contract_status": "active",
    "money": "held",
    "work": "finished",
    "delivery": "in_messages",
}
"""The worked example: six answers to the plan for files that were sent but not submitted."""
AT_THE_DOOR: Final = ("happening.stuck", "stuck_how.silent")
"""A whole walk begins at the front door, and goes on in another flow."""
FIELD: Final = "held_sum"
PLAN_SECONDS: Final = 120
ENGINE_SECONDS: Final = 300
LIVE: Final = "() => Boolean(document.querySelector('form[data-live]:not([hidden]) [data-input]'))"
TYPE: Final = """([name, value]) => {
  const field = document.querySelector(`[data-input="${name}"]`);
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}"""
MARKS: Final = """() => Object.fromEntries(
  ["engine-requested", "engine-ready", "slots-filled"].map(
    (name) => [name, performance.getEntriesByName(name)[0]?.startTime ?? null]))"""
FILLED: Final = """() => performance.getEntriesByName("slots-filled").length
  ? "filled" : document.documentElement.dataset.engine === "failed" && "failed" """
WAY: Final = "() => performance.getEntriesByName('engine-ready').at(-1)?.detail?.way ?? ''"
IMAGE: Final = "() => Boolean(JSON.parse(localStorage.getItem('even-keel.engine') ?? '{}').image)"
IMAGE_SECONDS: Final = 30
KEPT_SECONDS: Final = 60
SERVED: Final = "async () => Boolean(await navigator.serviceWorker?.getRegistration())"
KEPT: Final = """async (wanted) => {
  const worker = (await navigator.serviceWorker?.getRegistration())?.active;
  if (worker?.state !== "activated") return false;
  const { port1, port2 } = new MessageChannel();
  const groups = await new Promise((done) => {
    setTimeout(done, 5_000, {});
    port1.onmessage = ({ data }) => done(data.groups ?? {});
    worker.postMessage({ do: "status" }, [port2]);
  });
  port1.close();
  return wanted.every((name) => groups[name]?.kept);
}"""
"""Whether the service worker says that it has every file of some groups."""


class Unkept(Silent):
    """The engine was not kept on the device; the text says what is missing."""


def plan(answers: Mapping[str, str], flow: str = FLOW) -> str:
    """Return the address, below the home page, of the state that answers lead to."""
    return f"wizard/{folder(flow)}/{states.automaton(flow).of(answers)}/#{write(answers)}"


def fill(window: Window, url: str) -> dict[str, float]:
    """Open the worked example below `url`, type a sum, and return the page's marks once a place is filled.

    Raises Silent when the page gives the engine up.
    """
    window.open(url + plan(STORY))
    window.until(LIVE, seconds=PLAN_SECONDS, says="the fields of the plan did not appear")
    window.ask(TYPE, [FIELD, "600"])
    came = window.until(FILLED, seconds=ENGINE_SECONDS, says="no place of the plan was filled")
    if came == "failed":
        line = window.ask("() => document.querySelector('[data-engine-line]')?.textContent ?? ''")
        raise Silent(f"the engine did not start: {line}")
    marks: dict[str, float] = window.ask(MARKS)
    return marks


def engine_seconds(window: Window, url: str) -> float:
    """Return the seconds from asking for the engine to the first filled place."""
    marks = fill(window, url)
    return (marks["slots-filled"] - marks["engine-requested"]) / 1000


def way(window: Window) -> str:
    """Return which way the engine on the page started: image, boot or stock."""
    return str(window.ask(WAY))


def await_image(window: Window) -> bool:
    """Wait until the page has fetched the image for later starts in idle time; tell whether it has."""
    try:
        window.until(IMAGE, seconds=IMAGE_SECONDS, says="the image was not fetched")
    except Silent:
        return False
    return True


def served(window: Window, seconds: float = 15) -> bool:
    """Return whether the page gets a service worker within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if window.ask(SERVED):
            return True
        time.sleep(0.5)
    return False


def await_kept(window: Window, *groups: str) -> float:
    """Wait until the service worker has kept these groups, and return the seconds waited. Raises Unkept."""
    begun = time.monotonic()
    if not served(window):
        raise Unkept("not there yet: the page registers no service worker")
    try:
        wanted = groups or ("engine",)
        says = f"the service worker did not keep {' and '.join(wanted)}"
        window.until(KEPT, wanted, seconds=KEPT_SECONDS, says=says)
    except Silent as error:
        raise Unkept(str(error)) from error
    return time.monotonic() - begun


def request(number: int, ask: str = "fill") -> str:
    """Return a question for the engine that differs from the one before."""
    whole = {
        "ask": ask,
        "flow": FLOW,
        "answers": write(STORY),
        "inputs": {FIELD: str(600 + number)},
        "day": "2026-11-21",
    }
    return json.dumps(whole)
