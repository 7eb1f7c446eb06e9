"""What a whole visit costs the host, and how many visits a month its soft limit allows.

Counted by the server, with headers as a host sends them and all that follows in idle time. Files count as
stale at once, so that a second visit asks as it would after days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.publish import pack
from wizard.publish.bench import answers, runs, visit
from wizard.publish.bench.figures import Row, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from wizard.publish.bench.stand import Stand

MONTH: Final = 100_000_000_000
"""Bytes a month: https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits"""
TEXT: Final = Target(2 * 1024 * 1024, judge="most")
QUIET_SECONDS: Final = 8
BARE: Final = "first visit: home, eight answers, a plan; nothing kept for offline"
FIRST: Final = "first visit, the whole site kept for offline"
SECOND: Final = "second visit, the same way"
ENGINE: Final = (
    "first engine use: a plan with a sum typed, all kept for offline, the image fetched later in idle time"
)
IMAGE: Final = "of it the image, later, in idle time"
LATER: Final = "later engine use: the same plan, the sum typed again"
WORKER: Final = "sw.js"
KEPT: Final = "the whole site without the engine, kept for offline"


def rows(stand: Stand, tell: Callable[[str], None]) -> Iterator[Row]:
    """Yield bytes of each kind of visit, and the visits that the host's limit allows."""
    tell("bytes of whole visits")
    found: dict[str, float] = {}
    ways: dict[str, str] = {}
    why = ""
    keeps = False
    try:
        stand.server.faults.add(WORKER, "missing")
        found[BARE] = _walked(stand)[0]
        stand.server.faults.clear()
        found[FIRST], found[SECOND] = _walked(stand, 2)
        keeps = found[FIRST] > found[BARE] and (stand.site / WORKER).is_file()
        with stand.profile() as profile:
            for name in (ENGINE, LATER):
                since = len(stand.server.seen)
                with stand.started("chromium", profile) as window:
                    visit.fill(window, stand.url)
                    ways[name] = visit.way(window)
                    fetched = visit.await_image(window)
                    stand.quiet(QUIET_SECONDS)
                found[name] = stand.cost(since)
                if name == ENGINE and fetched:
                    found[IMAGE] = stand.sent(since, pack.IMAGE)
    except Exception as error:  # noqa: BLE001 - what was found before it stands
        why = runs.reason(error)
    finally:
        stand.server.faults.clear()
    for name in (BARE, FIRST, SECOND, ENGINE, IMAGE, LATER):
        figures = (found[name],) if name in found else ()
        note = runs.started([ways[name]]) if name in ways else ""
        missing = why or f"the image was not fetched within {visit.IMAGE_SECONDS} s"
        yield Row(name, "bytes", figures, "bytes", why="" if figures else missing, note=note)
        # A visit that asks for nothing is paid by nobody.
        if found.get(name) and name != IMAGE:
            yield Row(name, "count", (MONTH / found[name],), "visits a month in 100 GB")
    reason = why or "not there yet: the page registers no service worker"
    yield Row(KEPT, "bytes", (found[FIRST],) if keeps else (), "bytes", TEXT, "" if keeps else reason)


def _walked(stand: Stand, times: int = 1) -> list[float]:
    """Go from home through the door to a plan, as the same reader again and again; return the bytes."""
    sent: list[float] = []
    flow, taps = answers.walks()[0]
    with stand.profile() as profile:
        for _ in range(times):
            since = len(stand.server.seen)
            with stand.started("chromium", profile) as window:
                window.open(stand.url)
                answers.tapped(window, stand.url, flow, taps)
                stand.quiet(QUIET_SECONDS)
            sent.append(stand.cost(since))
    return sent
