"""Where the bench measures: a copy of the finished site with its peer beside it, a server, fresh profiles.

The copy stands still while others build. What is done on the pages is for the modules that measure.
"""

from __future__ import annotations

import math
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from wizard.publish import browsers, site
from wizard.publish.bench import peer
from wizard.publish.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from wizard.publish.browsers.window import Window

HEADERS: Final = 500
"""Bytes of headers that a host sends with each answer, roughly; ours sends fewer."""
PEER: Final = "plain"
"""The folder of the peer, below the site."""


class Stand:
    """A served copy of a site. As a context manager it takes everything away at its end."""

    def __init__(self, root: Path, folder: Path, *, max_age: int = 600) -> None:
        """Copy the finished site `folder` of the repository `root` and serve it."""
        self._temporary = tempfile.TemporaryDirectory(prefix="keel-bench-", ignore_cleanup_errors=True)
        self.site = Path(self._temporary.name) / "site"
        self._max_age = max_age
        shutil.copytree(folder, self.site)
        peer.lay(root / "node_modules/pyodide", self.site / PEER)
        self.server = Server(self.site, base=site.base_path(), max_age=max_age)
        self.server.warm()
        self.url = self.server.url

    @contextmanager
    def profile(self) -> Iterator[Path]:
        """Give a profile folder that no browser has used."""
        with tempfile.TemporaryDirectory(prefix="keel-reader-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)

    @contextmanager
    def fresh(self, engine: str) -> Iterator[Window]:
        """Give a browser that was never used before."""
        with self.profile() as profile, self.started(engine, profile) as window:
            yield window

    def started(self, engine: str, profile: Path) -> Window:
        """Start a browser with a profile that it may have used before; raises as `browsers.start` does."""
        return browsers.start(engine, profile)

    @contextmanager
    def gone(self) -> Iterator[None]:
        """Take the server away for a while; it comes back at the same address."""
        self.server.stop()
        try:
            yield
        finally:
            self.server = Server(
                self.site, base=site.base_path(), port=self.server.port, max_age=self._max_age
            )

    def sent(self, since: int = 0, part: str = "", until: float = math.inf) -> int:
        """Return the bytes sent for requests with `part` in their path, after the first `since` requests.

        `until` leaves out requests that came later, in seconds of the server's clock.
        """
        seen = self.server.seen[since:]
        return sum(one.sent for one in seen if part in one.path and one.at <= until)

    def clock(self) -> float:
        """Return the time by the server's clock."""
        return time.monotonic() - self.server.started

    def cost(self, since: int = 0) -> int:
        """Return the bytes that a host would send for all after the first `since` requests, headers too."""
        return self.sent(since) + HEADERS * len(self.server.seen[since:])

    def quiet(self, seconds: float = 3, at_most: float = 60) -> None:
        """Wait until nobody has asked for anything for some seconds."""
        latest = time.monotonic() + at_most
        before, since = self._state(), time.monotonic()
        while time.monotonic() - since < seconds and time.monotonic() < latest:
            time.sleep(0.2)
            if (now := self._state()) != before:
                before, since = now, time.monotonic()

    def _state(self) -> tuple[int, int]:
        return len(self.server.seen), self.sent()

    def __enter__(self) -> Self:
        """Return the stand."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving and remove the copy."""
        self.server.stop()
        self._temporary.cleanup()
