"""Real browsers that a program drives: Chromium, Firefox and WebKit, each with a profile folder of its own.

The bench and the long browser tests use them. What is opened and measured is theirs; here is only how.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wizard.publish import machine
from wizard.publish.browsers.window import Absent, Window

if TYPE_CHECKING:
    from pathlib import Path

ENGINES: Final = ("chromium", "firefox", "webkit")


def start(engine: str, profile: Path, *, scripts: bool = True) -> Window:
    """Start a browser with the profile in a folder, which is made if needed; a context manager closes it.

    The same folder again is the same reader coming back; without `scripts` she has switched them off. Raises
    Absent when the browser is not on this machine and Silent when it does not answer.
    """
    profile.mkdir(parents=True, exist_ok=True)
    match engine:
        case "chromium":
            # Loading Playwright takes long, and the other two do without it.
            from wizard.publish.browsers.chromium import Chromium  # noqa: PLC0415

            return Chromium(
                present(machine.find_chromium(), "Chromium", "chromium"), profile, scripts=scripts
            )
        case "firefox":
            from wizard.publish.browsers.firefox import Firefox  # noqa: PLC0415

            return Firefox(present(machine.find_firefox(), "Firefox", "engines"), profile, scripts=scripts)
        case "webkit":
            from wizard.publish.browsers.webkit import WebKit  # noqa: PLC0415

            return WebKit(present(machine.find_webkit(), "WebKitGTK", "engines"), profile, scripts=scripts)
    raise Absent(f'No browser is called "{engine}". Say one of: {", ".join(ENGINES)}.')


def present(program: Path | None, name: str, target: str) -> Path:
    """Return the program if there is one. Raises Absent."""
    if program is None:
        raise Absent(f"There is no {name} on this machine: `make {target}` installs one.")
    return program
