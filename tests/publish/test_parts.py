"""The parts of a run: what has failed is tried once more where that is meant, and a second failure is red."""

from __future__ import annotations

import sys

import pytest

from wizard.publish import parts
from wizard.publish.parts import Part


def _ends(code: int) -> tuple[str, ...]:
    return (sys.executable, "-c", f"raise SystemExit({code})")


@pytest.mark.parametrize(
    ("first", "again", "code", "says"),
    [
        (0, 1, 0, "ok"),
        (1, 0, 0, "ok at the second try"),
        (1, 1, 1, "FAILED"),
        (2, 0, 1, "FAILED"),
        (-9, 0, 1, "FAILED"),
    ],
)
def test_only_failed_tests_are_tried_once_more(
    first: int, again: int, code: int, says: str, capfd: pytest.CaptureFixture[str]
) -> None:
    command = _ends(first) if first >= 0 else (sys.executable, "-c", "import os; os.kill(os.getpid(), 9)")
    assert parts.run([Part("browsers", command, again=_ends(again))]) == code
    [row] = [line for line in capfd.readouterr().out.splitlines() if line.startswith("browsers")]
    assert says in row


def test_a_part_without_a_second_try_fails_at_the_first() -> None:
    assert parts.run([Part("lint", _ends(1))]) == 1


def test_a_gate_that_fails_ends_the_run(capfd: pytest.CaptureFixture[str]) -> None:
    assert parts.run([Part("site", _ends(1), gate=True), Part("browsers", _ends(0))]) == 1
    assert "Not run: browsers." in capfd.readouterr().out


def test_only_browser_tests_have_a_second_try_and_a_time_after_which_they_hang() -> None:
    whole = parts.test(whole=False)
    assert [part.name for part in whole if part.again] == ["browser tests"]
    assert {"--timeout", "--last-failed"} <= set(whole[-1].again)
