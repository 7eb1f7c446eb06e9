from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from wizard import shelf
from wizard.publish import pack, states
from wizard.publish.errors import PublishError
from wizard.publish.fingerprint import fingerprint

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / ".venv" / "bin" / "node"
HELLO = """
import { readFileSync } from "node:fs";
// Node would show the whole minified line that failed.
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});
const [pyodide, templating, wheel] = process.argv.slice(2);
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
const python = await loadPyodide({ packages: [] });
python.unpackArchive(new Uint8Array(readFileSync(templating)), "zip", { extractDir: "/keel" });
python.runPython("import sys; sys.path.insert(0, '/keel')");
await python.loadPackage(`file://${wheel}`, { messageCallback: () => {}, errorCallback: console.error });
const { answer } = python.pyimport("wizard.bridge");
console.log(answer('{"ask":"hello"}'));
console.log(python.runPython("import wizard.bridge; wizard.bridge.__file__"));
process.exit(0);
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> pack.Engine:
    """The engine of this repository."""
    folder = tmp_path_factory.mktemp("engine")
    return pack.assemble(ROOT, folder, shelf.packed(states.packed_states()))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A repository with a stand-in for Pyodide and a package of which one module only serves a build."""
    root = tmp_path / "small"
    pyodide = root / "node_modules/pyodide"
    for folder in (root / "wizard" / "publish", root / "docs/assets/engine", pyodide):
        folder.mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE", "docs/assets/engine/worker.js"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    for name in pack.CORE_FILES:
        (pyodide / name).write_text(name, encoding="utf-8")
    (pyodide / "pyodide-lock.json").write_text(
        '{"info": {"python": "3.13.2"}, "packages": {"a": {}}}', "utf-8"
    )
    (root / "wizard/__init__.py").write_text('"""Small."""\n', encoding="utf-8")
    (root / "wizard/bridge.py").write_text('print("x" in {"y", "z", "v"})\n', encoding="utf-8")
    (root / "wizard/publish/__init__.py").write_text("", encoding="utf-8")
    (root / "wizard/words.toml").write_text("a = 1\n", encoding="utf-8")
    return root


def manifest(engine: pack.Engine) -> dict[str, Any]:
    """Return what engine.json says."""
    said: dict[str, Any] = json.loads(
        (engine.folder / engine.app / "engine.json").read_text(encoding="utf-8")
    )
    return said


def wheel(engine: pack.Engine) -> Path:
    """Return the path of the wheel."""
    return engine.folder / engine.app / str(manifest(engine)["wheel"])


def names(archive: Path) -> list[str]:
    """Return the names in an archive, in its order."""
    with zipfile.ZipFile(archive) as opened:
        return opened.namelist()


def test_any_pyodide_of_this_version_loads_the_wheel_and_gets_an_answer(
    engine: pack.Engine, tmp_path: Path
) -> None:
    script = tmp_path / "hello.mjs"
    script.write_text(HELLO, encoding="utf-8")
    templating = engine.folder / engine.core / manifest(engine)["templating"]
    words = (NODE, script, ROOT / "node_modules/pyodide", templating, wheel(engine))
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    said, where = done.stdout.splitlines()[-2:]
    assert json.loads(said)["ok"] is True
    assert where.endswith(".pyc" if engine.compiled else ".py")


def test_the_record_of_the_wheel_names_every_file_with_its_true_size_and_hash(engine: pack.Engine) -> None:
    with zipfile.ZipFile(wheel(engine)) as opened:
        (record,) = (name for name in opened.namelist() if name.endswith(".dist-info/RECORD"))
        rows = {row[0]: row[1:] for row in csv.reader(io.StringIO(opened.read(record).decode()))}
        assert set(rows) == set(opened.namelist())
        assert rows.pop(record) == ["", ""]
        for name, (digest, size) in rows.items():
            content = opened.read(name)
            assert int(size) == len(content)
            true = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            assert digest == f"sha256={true}"


def test_the_wheel_says_of_itself_what_its_name_says(engine: pack.Engine) -> None:
    name, version, tag = wheel(engine).stem.split("-", 2)
    with zipfile.ZipFile(wheel(engine)) as opened:
        about = opened.read(f"{name}-{version}.dist-info/WHEEL").decode().splitlines()
        metadata = opened.read(f"{name}-{version}.dist-info/METADATA").decode().splitlines()
    assert [line for line in about if line.startswith("Tag:")] == [f"Tag: {tag}"]
    assert tag == ("cp313-none-any" if engine.compiled else "py3-none-any")
    assert f"Version: {version}" in metadata
    assert "Name: even-keel" in metadata


def test_python_3_13_makes_bytecode_and_another_python_ships_source(engine: pack.Engine) -> None:
    assert engine.compiled == (sys.version_info[:2] == (3, 13))
    wanted, unwanted = (".pyc", ".py") if engine.compiled else (".py", ".pyc")
    for archive in (wheel(engine), engine.folder / engine.core / manifest(engine)["templating"]):
        endings = {os.path.splitext(name)[1] for name in names(archive)}  # noqa: PTH122  (names in a zip)
        assert wanted in endings
        assert unwanted not in endings


def test_a_browser_gets_json_for_toml_and_nothing_that_only_a_build_needs(engine: pack.Engine) -> None:
    inside = names(wheel(engine))
    assert {"wizard/words.json", "wizard/facts.json", "wizard/states.json"} <= set(inside)
    assert not [name for name in inside if name.endswith(".toml") or name.startswith("wizard/publish/")]


def test_the_template_engine_comes_pure_and_with_its_licences(engine: pack.Engine) -> None:
    inside = names(engine.folder / engine.core / manifest(engine)["templating"])
    assert not [name for name in inside if "_speedups" in name or name.endswith(".so")]
    assert len([name for name in inside if "/licenses/" in name]) == len(pack.TEMPLATING)


def test_the_manifest_gives_the_true_size_and_hash_of_every_file_the_worker_loads(
    engine: pack.Engine,
) -> None:
    files = manifest(engine)["files"]
    assert set(files) == {*pack.CORE_FILES, manifest(engine)["wheel"], manifest(engine)["templating"]}
    for name, said in files.items():
        folder = engine.app if name.endswith(".whl") else engine.core
        content = (engine.folder / folder / name).read_bytes()
        assert said["bytes"] == len(content)
        assert said["sha256"] == hashlib.sha256(content).hexdigest()
        assert 0 < said["wire"] <= len(content)


def test_the_lock_has_no_package_but_the_version_that_pyodide_checks(engine: pack.Engine) -> None:
    lock = manifest(engine)["lock"]
    assert lock["packages"] == {}
    assert lock["info"]["python"].startswith("3.13.")


def test_both_folders_are_named_by_their_content_and_the_worker_knows_the_other(engine: pack.Engine) -> None:
    assert engine.core == fingerprint(engine.folder / engine.core)
    assert engine.app == fingerprint(engine.folder / engine.app)
    assert f'const CORE = "../{engine.core}/";' in (engine.folder / engine.app / "worker.js").read_text(
        "utf-8"
    )


def test_the_licences_of_pyodide_and_python_lie_beside_their_files(engine: pack.Engine) -> None:
    core = engine.folder / engine.core
    assert "Mozilla Public License" in (core / "LICENCE-pyodide.txt").read_text("utf-8")
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in (core / "LICENCE-python.txt").read_text("utf-8")


def test_packing_twice_gives_the_same_bytes_and_new_words_leave_pyodide_where_it_is(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pack.assemble(small, tmp_path / "first", {})
    os.utime(small / "wizard/bridge.py", (0, 0))
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    second = pack.assemble(small, tmp_path / "second", {})
    assert (first.core, first.app) == (second.core, second.app)
    assert "wizard/words.toml" in names(wheel(first))
    third = pack.assemble(small, tmp_path / "third", {"words.json": b"{}"})
    assert first.core == third.core
    assert first.app != third.app


def test_a_worker_without_the_line_for_pyodides_address_is_refused(small: Path, tmp_path: Path) -> None:
    (small / "docs/assets/engine/worker.js").unlink()
    (small / "docs/assets/engine/worker.js").write_text("start();\n", encoding="utf-8")
    with pytest.raises(PublishError, match="const CORE"):
        pack.assemble(small, tmp_path / "out", {})


def test_a_package_that_python_cannot_read_stops_the_packing_in_plain_words(
    small: Path, tmp_path: Path
) -> None:
    (small / "wizard/bridge.py").write_text("def (:\n", encoding="utf-8")
    if sys.version_info[:2] == (3, 13):
        with pytest.raises(PublishError, match="The engine was not packed"):
            pack.assemble(small, tmp_path / "out", {})
