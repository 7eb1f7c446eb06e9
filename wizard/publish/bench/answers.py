"""How soon an answer is followed by the next question on the screen, and how soon the engine replies.

Every flow is walked along its longest way, and the worked example from the front door into another flow.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from wizard.core.automaton import folder, leaves
from wizard.publish import states
from wizard.publish.bench import visit
from wizard.publish.bench.figures import Target
from wizard.publish.bench.runs import Runs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.publish.bench.figures import Row
    from wizard.publish.bench.stand import Stand
    from wizard.publish.browsers.window import Window

PAINTED: Final = Target(50, judge="95 of 100")
REPLIED: Final = Target(16, judge="95 of 100")
REPLIES: Final = 100
"""Questions asked of the running engine in one run, after the first, for which it opens its words."""
KEPT: Final = 20
TODAY: Final = "2026-11-21"
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
  const start = document.querySelector("script[src*='/assets/page/'][src$='start.js']").src;
  const { engineScript } = await import(new URL("trusted.js", start));
  const name = JSON.stringify({ tools: true });
  const script = engineScript(new URL("worker.js", folder));
  const engine = globalThis.engine = new Worker(script, { type: "module", name });
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
    const { data } = await new Promise((resolve) => {
      globalThis.engine.onmessage = resolve;
      globalThis.engine.postMessage({ id, ask });
    });
    times.push(performance.now() - begun);
    if (!JSON.parse(data.answer).ok) throw new Error(data.answer);
  }
  return times;
}"""


def rows(stand: Stand, engine: str, runs: int, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield both rows of one browser."""
    wanted = min(runs, WALKS)
    taps = Runs(wanted)
    tell(f"{engine}: answers tapped on whole walks")
    for run in range(wanted):
        taps.attempt(run, lambda: _taps(stand, engine))
    yield taps.row("answer tapped, next question painted", "ms", engine, PAINTED)
    tell(f"{engine}: replies of the engine")
    for name, asked in ASKED.items():
        replies = Runs(wanted)
        for run in range(wanted):
            replies.attempt(run, partial(_replies, stand, engine, asked))
        yield replies.row(name, "ms", engine, REPLIED)


def _taps(stand: Stand, engine: str) -> list[float]:
    with stand.fresh(engine) as window:
        return [taken for walk in walks() for taken in tapped(window, stand.url, *walk)]


def _replies(stand: Stand, engine: str, asked: Callable[[int], str]) -> list[float]:
    with stand.fresh(engine) as window:
        return replied(window, stand.url, asked)


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


def replied(window: Window, url: str, asked: Callable[[int], str] = visit.request) -> list[float]:
    """Start the engine alone and return the milliseconds of its replies, one question at a time."""
    window.open(url + visit.plan(visit.STORY))
    window.ask(RUNNING, seconds=visit.ENGINE_SECONDS)
    window.ask(REPLY, [asked(0)], seconds=60)
    times: list[float] = window.ask(REPLY, [asked(number) for number in range(1, REPLIES + 1)], seconds=60)
    return times


def _tool(number: int) -> str:
    day = date(2026, 11, 20) - timedelta(days=number % 30)
    inputs = {"event": "refund_request", "on": day.isoformat()}
    return json.dumps({"ask": "tool", "tool": "dates", "inputs": inputs, "day": TODAY})


def _entry(number: int, kind: str = "log", **body: str) -> dict[str, object]:
    said = body or {"about": "scope_change", "says": f"Wish {number}", "minutes": "30", "on": "2026-11-12"}
    at = f"2026-11-20T10:{number // 60:02}:{number % 60:02}.000Z"
    return {"id": f"{number:012}", "record": "r" * 12, "at": at, "kind": kind, "body": said}


def _checked(number: int) -> str:
    return json.dumps({"ask": "entry", "entry": json.dumps(_entry(number)), "day": TODAY})


def _drawn(number: int) -> str:
    opened = _entry(0, "opened", nickname="Logo", contract="fixed")
    dated = _entry(1, "value", field="submitted_on", text="2026-11-12")
    entries = [opened, dated, *(_entry(2 + other) for other in range(KEPT)), _entry(100 + number)]
    return json.dumps({"ask": "case", "entries": json.dumps(entries), "only": "r" * 12, "day": TODAY})


ASKED: Final[Mapping[str, Callable[[int], str]]] = {
    "reply of the running engine": visit.request,
    "report of the dates tool": _tool,
    "check of an entry of the case file": _checked,
    f"views of a case file of {KEPT + 3} entries": _drawn,
}
"""Row -> what is asked of the engine, a little different each time."""
