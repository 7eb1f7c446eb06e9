from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest

from wizard.publish import machine

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A path with nothing on it but what the test writes there, and a Playwright that keeps no browser."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "browsers"))
    return folder


def _program(file: Path, script: str) -> None:
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def _no_playwright(monkeypatch: pytest.MonkeyPatch) -> None:
    run = machine.run

    def only_apt(*command: str | Path, **more: str) -> None:
        if "playwright" in command:
            raise machine.SetupError("This step failed: playwright")
        run(*command, **more)

    monkeypatch.setattr(machine, "run", only_apt)


def test_a_chromium_that_does_not_start_is_no_chromium(bare: Path) -> None:
    _program(bare / "chromium", "exit 1")
    _program(bare / "google-chrome", "echo Google Chrome 150")
    assert machine.find_chromium() == bare / "google-chrome"


@pytest.mark.slow
def test_apt_installs_a_chromium_for_root(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    _no_playwright(monkeypatch)
    script = f'case "$*" in *install*) printf "#!/bin/sh\\necho Chromium 150\\n" > {bare}/chromium'
    _program(bare / "apt-get", f"{script}; /bin/chmod +x {bare}/chromium;; esac")
    assert machine.install_chromium() == bare / "chromium"


@pytest.mark.slow
def test_one_clear_sentence_when_no_chromium_can_be_had(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    _program(bare / "apt-get", "exit 100")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    _no_playwright(monkeypatch)
    assert machine.main(["chromium"]) == 1
    last = capfd.readouterr().err.strip().splitlines()[-1]
    assert last.startswith("There is no Chromium here and none could be installed")


def test_apt_installs_only_the_browsers_that_are_not_here(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    python = bare / "system-python"
    monkeypatch.setattr(machine, "SYSTEM_PYTHON", python)
    _program(bare / "firefox-esr", "echo Mozilla Firefox 153")
    _program(bare / "apt-get", f'echo "$*" >> {bare}/asked')
    assert machine.main(["engines"]) == 1
    assert "firefox" not in (bare / "asked").read_text()
    assert "webkit2gtk-driver xvfb" in (bare / "asked").read_text()
    for name in ("WebKitWebDriver", "Xvfb", python.name):
        _program(bare / name, "echo here")
    assert machine.main(["engines"]) == 0


def test_one_clear_sentence_names_the_packages_of_browsers_that_cannot_be_had(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(machine, "SYSTEM_PYTHON", bare / "none")
    assert machine.main(["engines"]) == 1
    says = "There is no Firefox and no WebKitGTK here. On Debian, as root: apt-get install firefox-esr webkit2gtk"
    assert capfd.readouterr().err.startswith(says)


def test_a_uv_too_old_for_the_lock_file_is_not_used(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    _program(bare / "uv", "echo uv 0.1.0")
    ours = tmp_path / ".venv-tools/bin/uv"
    ours.parent.mkdir(parents=True)
    _program(ours, f"echo uv {machine.UV}")
    assert machine.find_uv() == ours
    _program(bare / "uv", f"echo uv {machine.UV}")
    assert machine.find_uv() == bare / "uv"


def test_the_python_at_hand_is_used_when_the_best_is_out_of_reach(bare: Path) -> None:
    _program(bare / "uv", "exit 2")
    assert machine.find_python(bare / "uv") == sys.executable


def test_a_python_that_uv_fetches_is_used(bare: Path) -> None:
    here = bare / "here"
    script = f'case "$*" in *install*) echo x > {here};; *) test -f {here} && echo /far/python;; esac'
    _program(bare / "uv", script)
    assert machine.find_python(bare / "uv") == "/far/python"


def test_a_chosen_shim_is_asked_for_the_best_python(bare: Path) -> None:
    _program(bare / "python3.13", 'test "$PYENV_VERSION" = 3.13 && echo /versions/3.13/python')
    assert machine.find_python(bare / "uv") == "/versions/3.13/python"


def test_an_unknown_step_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    assert machine.main(["python", "--that"]) == 2
    assert "Say one of: python, python --this, zensical, node, chromium, engines." in capfd.readouterr().err
