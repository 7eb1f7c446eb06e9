"""How soon an answer is followed by the next question on the screen, and how soon the engine replies.

Every flow is walked along its longest way, and the worked example from the front door into another flow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from wizard.core.automaton import folder, leaves
from wizard.publish import states
from wizard.publish.bench import visit
from wizard.publish.bench.figures import Target
from wizard.publish.bench.runs import Runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.publish.bench.figures import Row
    from wizard.publish.bench.stand import Stand
    from wizard.publish.browsers.window import Window

PAINTED: Final = Target(50, judge="95 of 100")
REPLIED: Final = Target(16, judge="95 of 100")
REPLIES: Final = 100
"""Questions asked of the running engine in one run, after the first, for which it opens its words."""
WALKS: Final = 5
"""Enough runs for hundreds of answers."""
BOOK: Final = """() => {
  const own = document.querySelector("meta[name=ek-bundle]")?.content;
  const url = own && new URL(own, location.href).href;
  return performance.getEntriesByName(url).some(({ responseEnd }) => responseEnd > 0);
}"""
THERE: Final = """(answer) => Boolean(
  document.querySelector(`main#step:not([hidden]) [data-answer="${answer}"]`))"""
TAPPED: Final = """(answer) => new Promise((done) => {
  const shown = () => {
    const { flow, state } = document.querySelector("main#step").dataset;
    return `${flow}/${state}`;
  };
  const before = shown();
  const begun = performance.now();
  const watch = new MutationObserver(() => {
    if (shown() === before) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
  });
  watch.observe(document.documentElement, { subtree: true, childList: true, attributes: true });
  document.querySelector(`main#step [data-answer="${answer}"]`).click();
})"""
"""Milliseconds from the tap until the next step is painted: the frame after the change, and its work."""
RUNNING: Final = """async () => {
  const folder = new URL(document.querySelector("meta[name=ek-engine]").content, location.href);
  const engine = globalThis.engine = new Worker(new URL("worker.js", folder), { type: "module" });
  await new Promise((resolve, reject) => {
    engine.onmessage = ({ data }) => {
      if (data.state === "ready") resolve();
      if (data.state === "failed") reject(new Error(data.says));
    };
  });
}"""
REPLY: Final = """async (texts) => {
  const times = [];
  for (const [id, ask] of texts.entries()) {
    const begun = performance.now();
    await new Promise((resolve) => {
      globalThis.engine.onmessage = resolve;
      globalThis.engine.postMessage({ id, ask });
    });
    times.push(performance.now() - begun);
  }
  return times;
}"""


def rows(stand: Stand, engine: str, runs: int, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield both rows of one browser."""
    wanted = min(runs, WALKS)
    taps, replies = Runs(wanted), Runs(wanted)
    tell(f"{engine}: answers tapped on whole walks")
    for run in range(wanted):
        taps.attempt(run, lambda: _taps(stand, engine))
    yield taps.row("answer tapped, next question painted", "ms", engine, PAINTED)
    tell(f"{engine}: replies of the engine")
    for run in range(wanted):
        replies.attempt(run, lambda: _replies(stand, engine))
    yield replies.row("reply of the running engine", "ms", engine, REPLIED)


def _taps(stand: Stand, engine: str) -> list[float]:
    with stand.fresh(engine) as window:
        return [taken for walk in walks() for taken in tapped(window, stand.url, *walk)]


def _replies(stand: Stand, engine: str) -> list[float]:
    with stand.fresh(engine) as window:
        return replied(window, stand.url)


def walks() -> list[tuple[str, tuple[str, ...]]]:
    """Return flow and answers of every walk."""
    found: list[tuple[str, tuple[str, ...]]] = [
        ("door", (*visit.AT_THE_DOOR, *(f"{question}.{option}" for question, option in visit.STORY.items())))
    ]
    for flow in states.book().flows:
        inside = [path.answers for path in states.automaton(flow).paths if not leaves(path.state)]
        longest: Any = max(inside, key=len)
        found.append((flow, tuple(f"{question}.{option}" for question, option in longest.items())))
    return found


def tapped(window: Window, url: str, flow: str, answers: tuple[str, ...]) -> list[float]:
    """Walk through a flow by tapping and return the milliseconds of each answer."""
    window.open(f"{url}wizard/{folder(flow)}/{states.automaton(flow).start}/")
    window.until(BOOK, says=f"the answers of {flow} did not come")
    times = []
    for answer in answers:
        window.until(THERE, answer, says=f"{flow} did not ask for {answer}")
        times.append(float(window.ask(TAPPED, answer)))
    return times


def replied(window: Window, url: str) -> list[float]:
    """Start the engine alone and return the milliseconds of its replies, one question at a time."""
    window.open(url + visit.plan(visit.STORY))
    window.ask(RUNNING, seconds=visit.ENGINE_SECONDS)
    window.ask(REPLY, [visit.request(0)], seconds=60)
    times: list[float] = window.ask(REPLY, [visit.request(number) for number in range(1, REPLIES + 1)])
    return times
