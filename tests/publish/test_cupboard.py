"""The library of the case file: laid beside its script, whole, without comments, with its licence."""

from __future__ import annotations

from pathlib import Path

from wizard.publish import cupboard

LIBRARY = Path(__file__).resolve().parents[2] / "node_modules/idb"


def test_the_library_keeps_its_code_and_its_licence_and_loses_its_comments(tmp_path: Path) -> None:
    folder = tmp_path / cupboard.FOLDER
    folder.mkdir(parents=True)
    (folder / cupboard.SCRIPT).write_text("export {};\n", encoding="utf-8")
    cupboard.lay(tmp_path, LIBRARY)
    script = (folder / "idb.js").read_text(encoding="utf-8")
    whole = (LIBRARY / "build/index.js").read_text(encoding="utf-8")
    assert script.startswith("/* idb ")
    assert script.count("/*") == 1
    assert "openDB" in script
    starts = ("/*", "*", "//")
    code = [line for line in whole.splitlines() if line.strip() and not line.strip().startswith(starts)]
    assert [line for line in script.splitlines()[1:] if line.strip()] == code
    assert "Permission to use, copy, modify" in (folder / "LICENCE-idb.txt").read_text(encoding="utf-8")


def test_a_site_without_the_script_or_sealed_already_gets_nothing(tmp_path: Path) -> None:
    folder = tmp_path / cupboard.FOLDER / "0123456789abcdef"
    folder.mkdir(parents=True)
    (folder / cupboard.SCRIPT).write_text("export {};\n", encoding="utf-8")
    cupboard.lay(tmp_path, LIBRARY)
    assert [file.name for file in (tmp_path / cupboard.FOLDER).iterdir()] == [folder.name]
    assert [file.name for file in folder.iterdir()] == [cupboard.SCRIPT]
