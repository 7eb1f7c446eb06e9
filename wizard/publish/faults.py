"""What a server can do wrong on purpose, and how slow its line can be. Knows no files and no sockets."""

from __future__ import annotations

import fnmatch
import threading
import time
from dataclasses import dataclass
from typing import Literal

Mode = Literal["missing", "delay", "hang", "truncate", "garbage", "wrong_type", "rate_limit", "refuse"]


@dataclass(slots=True)
class _Fault:
    pattern: str
    mode: Mode
    left: int | None
    seconds: float


class Faults:
    """What goes wrong on purpose, by path. The first rule that fits a request wins; safe across threads."""

    def __init__(self) -> None:
        """Start with nothing going wrong."""
        self._rules: list[_Fault] = []
        self._lock = threading.Lock()

    def add(self, pattern: str, mode: Mode, *, times: int | None = None, seconds: float = 1.0) -> None:
        """Let requests fail whose path, relative to the base, fits a shell pattern (`*` also crosses `/`).

        missing: 404. delay: the answer waits `seconds`. hang: headers never come until the server stops.
        truncate: half the body, then the connection ends. garbage: as many bytes, but wrong ones.
        wrong_type: the right bytes as text/plain. rate_limit: 429. refuse: the connection is reset.
        `times` is how many requests fail before the rule is used up; None means always.
        """
        with self._lock:
            self._rules.append(_Fault(pattern, mode, times, seconds))

    def clear(self) -> None:
        """Let everything work again; requests that hang already go on hanging."""
        with self._lock:
            self._rules.clear()

    def take(self, path: str) -> tuple[Mode | None, float]:
        """Return what shall happen to this request and the seconds of a delay, and use the rule up once."""
        with self._lock:
            for rule in self._rules:
                if rule.left != 0 and fnmatch.fnmatchcase(path, rule.pattern):
                    if rule.left is not None:
                        rule.left -= 1
                    return rule.mode, rule.seconds
        return None, 0.0


class Line:
    """A line of limited speed that all connections share."""

    def __init__(self, bits_per_second: float | None = None) -> None:
        """Set the speed in bits per second; None is as fast as the machine allows."""
        self.bits_per_second = bits_per_second
        self._free_at = 0.0
        self._lock = threading.Lock()

    def wait_for(self, size: int) -> None:
        """Sleep until `size` bytes have had their turn."""
        speed = self.bits_per_second
        if not speed:
            return
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic()) + size * 8 / speed
            pause = self._free_at - time.monotonic()
        if pause > 0:
            time.sleep(pause)
