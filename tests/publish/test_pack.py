from __future__ import annotations

import gzip
import hashlib
import importlib.util
import io
import json
import marshal
import re
import subprocess
import sys
import traceback
import zipfile
from pathlib import Path
from typing import Any

import pytest

from wizard import shelf
from wizard.case import VOCABULARY
from wizard.core.book import Book
from wizard.core.engine import step
from wizard.flows import FLOWS, PLANNED
from wizard.publish import pack, states
from wizard.publish.engine import bytecode, content, crate, image, survey
from wizard.publish.errors import PublishError
from wizard.publish.fingerprint import fingerprint
from wizard.render import Speaker

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / ".venv" / "bin" / "node"
FROZEN = {
    "abc",
    "codecs",
    "io",
    "os",
    "posixpath",
    "stat",
    "importlib/util",
    "importlib/machinery",
    "zipimport",
}
"""Modules that come inside the wasm; the zip holds their source for reading only."""
HELLO = """
import { readFileSync } from "node:fs";
// Node would show the whole minified line that failed.
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});
const { pyodide, folder } = JSON.parse(readFileSync(0, "utf8"));
const { loadPyodide } = await import(`${pyodide}/pyodide.mjs`);
const python = await loadPyodide({ packages: [] });
python.mountNodeFS("/keel", folder);
python.runPython("import sys; sys.path.insert(0, '/keel')");
const { answer } = python.pyimport("wizard.bridge");
console.log(answer('{"ask":"hello"}'));
console.log(python.runPython("import wizard.bridge; wizard.bridge.__file__"));
process.exit(0);
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> pack.Engine:
    """The engine of this repository."""
    folder = tmp_path_factory.mktemp("engine")
    return pack.assemble(ROOT, folder, content.packed(states.packed_states()))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A repository with a stand-in for Pyodide and a package of which one module only serves a build."""
    root = tmp_path / "small"
    pyodide = root / "node_modules/pyodide"
    for folder in (root / "wizard" / "publish", root / "docs/assets/engine", pyodide):
        folder.mkdir(parents=True)
    (root / "docs/assets/engine/worker.js").write_bytes((ROOT / "docs/assets/engine/worker.js").read_bytes())
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


def place(engine: pack.Engine, name: str) -> Path:
    """Return where a file of the engine lies."""
    return engine.folder / (manifest(engine)["files"][name]["folder"] or engine.app) / name


def inside(engine: pack.Engine, name: str) -> dict[str, bytes]:
    """Return the files in a crate, read by hand as its description says."""
    content = gzip.decompress(place(engine, name).read_bytes())
    assert content[:8] == crate.MARK
    at = 12 + int.from_bytes(content[8:12], "little")
    found = {}
    for path, size in json.loads(content[12:at]):
        found[path] = content[at : at + size]
        at += size
    assert at == len(content)
    return found


def test_a_stock_pyodide_with_the_two_crates_gives_an_answer(engine: pack.Engine, tmp_path: Path) -> None:
    script, folder = tmp_path / "hello.mjs", tmp_path / "keel"
    script.write_text(HELLO, encoding="utf-8")
    content = {f"wizard/{name}": place(engine, name).read_bytes() for name in manifest(engine)["content"]}
    for path, text in (inside(engine, pack.PACKAGE) | inside(engine, pack.TEMPLATES) | content).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text)
    request = json.dumps({"pyodide": str(ROOT / "node_modules/pyodide"), "folder": str(folder)})
    done = subprocess.run(
        [str(NODE), str(script)], input=request, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    said, where = done.stdout.splitlines()[-2:]
    assert json.loads(said)["ok"] is True
    assert where.endswith(".pyc" if engine.compiled else ".py")


def test_python_3_13_makes_bytecode_and_another_python_ships_source_and_one_way_to_start(
    engine: pack.Engine, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert engine.compiled == (sys.version_info[:2] == (3, 13))
    monkeypatch.setattr(bytecode, "fits", lambda python: python.startswith("3.12."))
    source = pack.assemble(small, tmp_path / "source", {})
    assert not source.compiled
    assert all(path.endswith(".py") for path in inside(source, pack.PACKAGE))
    assert {way for file in manifest(source)["files"].values() for way in file["ways"]} == {"stock"}
    if engine.compiled:
        endings = {
            Path(path).suffix for name in (pack.PACKAGE, pack.TEMPLATES) for path in inside(engine, name)
        }
        assert endings == {".pyc", ".bin"}


def test_a_browser_gets_json_for_toml_and_nothing_that_only_a_build_needs(engine: pack.Engine) -> None:
    assert manifest(engine)["content"] == ["facts.json", "states.json", "words.json"]
    paths = inside(engine, pack.PACKAGE) | inside(engine, pack.LATER)
    assert not [path for path in paths if path.endswith(".toml") or path.startswith("wizard/publish/")]
    assert not [path for path in paths if path.endswith(".j2")]
    templates = [path for path in paths if path.startswith("wizard/layout/tmpl_")]
    shipped = [
        file for file in (ROOT / "wizard/layout").glob("*.j2") if not file.name.startswith(pack.AT_BUILD)
    ]
    assert len(templates) == len(shipped)


def test_bytecode_says_and_raises_what_its_source_does_without_a_word_too_many() -> None:
    source = b'''
"""Words that no browser reads."""
from dataclasses import dataclass
@dataclass(frozen=True)
class Sum:
    """A sum."""
    value: int
    def half(self):
        """Half of it."""
        return self.value // 2
def broken(value):
    """Always wrong."""
    if value:
        raise ValueError(value)
'''
    content = bytecode.compiled(source, "sum.py")
    assert content[:4] == importlib.util.MAGIC_NUMBER
    assert content[8:16] == importlib.util.source_hash(source)
    assert b"Half of it" not in content
    assert b"no browser reads" not in content
    names: dict[str, Any] = {"__name__": "sum"}
    exec(marshal.loads(content[16:]), names)  # noqa: S102, S302  (our own bytecode, made a line above)
    assert names["Sum"](7).half() == 3
    assert names["Sum"].__doc__ == "."
    try:
        names["broken"](5)
    except ValueError as error:
        told = "".join(traceback.format_exception(error))
    assert "in broken" in told
    assert "ValueError: 5" in told


def test_the_trimmed_library_has_every_module_that_what_travels_names(engine: pack.Engine) -> None:
    if not engine.compiled:
        return
    with zipfile.ZipFile(io.BytesIO(gzip.decompress(place(engine, pack.LIBRARY).read_bytes()))) as opened:
        trimmed = {name.removesuffix(".pyc").removesuffix("/__init__") for name in opened.namelist()}
    with zipfile.ZipFile(ROOT / "node_modules/pyodide/python_stdlib.zip") as opened:
        whole = {name.removesuffix(".py").removesuffix("/__init__") for name in opened.namelist()}
    ours, later = pack.package(ROOT / "wizard")
    sources = pack.templating() | ours | later
    named = {name.replace(".", "/") for name in survey.imported(sources)}
    assert "datetime" in named
    assert (named & whole) - FROZEN <= trimmed
    assert not {"tomllib", "email/message", "unittest", "http/client"} & trimmed


def test_a_plan_waits_for_no_tool(engine: pack.Engine) -> None:
    ours, later = inside(engine, pack.PACKAGE), inside(engine, pack.LATER)
    assert "wizard/bridge.py" in {path.removesuffix("c") for path in ours}
    assert not [path for path in ours if "/tools/" in path or "desk" in path or "jobpost" in path]
    assert {"wizard/desk.py", "wizard/tools/dates.py", "wizard/jobpost.py"} <= {
        path.removesuffix("c") for path in later
    }
    assert not ours.keys() & later.keys()
    assert manifest(engine)["files"][pack.LATER]["ways"] == []


def test_every_plan_is_said_with_the_words_that_travel_without_tools() -> None:
    words = json.loads(content.packed({})[shelf.PACKED_WORDS])
    book = Book(VOCABULARY, FLOWS, PLANNED, words, shelf.facts(), checked=True)
    for flow, machine in states.automata().items():
        speaker = Speaker(book, machine, shelf.LAYOUT, others=states.automaton)
        for state in (state for state in machine.states.values() if state.kind == "result"):
            walk = step(speaker.atlas, state.shortest)
            assert speaker.plan(state, walk) == states.speaker(flow).plan(state, walk)


def test_the_image_is_made_the_same_twice_and_again_only_when_its_code_changes(
    engine: pack.Engine, tmp_path: Path
) -> None:
    if not engine.compiled:
        return
    small = gzip.decompress(place(engine, pack.LIBRARY).read_bytes())
    files = inside(engine, pack.TEMPLATES) | inside(engine, pack.PACKAGE)
    still = {path: code for path, code in files.items() if path.startswith(pack.IN_IMAGE)}
    again = image.made(ROOT / "node_modules/pyodide", manifest(engine)["lock"], small, still, tmp_path)
    assert again == place(engine, pack.IMAGE).read_bytes()
    assert len(list(tmp_path.iterdir())) == 1
    image.made(ROOT / "node_modules/pyodide", manifest(engine)["lock"], small, still, tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


def test_the_image_holds_no_flow_no_word_and_no_fact(engine: pack.Engine) -> None:
    if not engine.compiled:
        return
    held = gzip.decompress(place(engine, pack.IMAGE).read_bytes())
    assert b"StrictUndefined" in held
    assert b"wizard.flows" not in held
    assert b"wizard.case" not in held
    said = {
        text
        for name in ("words.json", "facts.json")
        for text in re.findall(r'"([^"\\]{30,})"', place(engine, name).read_text("utf-8"))
    }
    assert len(said) > 3_000
    assert not [text for text in sorted(said)[::10] if text.encode() in held]


def test_the_template_engine_comes_pure_and_with_its_licences(engine: pack.Engine) -> None:
    assert not [
        path for path in inside(engine, pack.TEMPLATES) if "_speedups" in path or path.endswith(".so")
    ]
    names = {file.name for file in (engine.folder / engine.core).glob("LICENCE-*")}
    assert {f"LICENCE-{name}.txt" for name in (*pack.TEMPLATING, "pyodide", "python")} <= names


def test_the_list_gives_the_true_size_and_hash_of_every_file_the_worker_loads(engine: pack.Engine) -> None:
    files = manifest(engine)["files"]
    for name, said in files.items():
        content = place(engine, name).read_bytes()
        assert said["bytes"] == len(content)
        assert said["sha256"] == hashlib.sha256(content).hexdigest()
        assert 0 < said["wire"] <= len(content)
        assert said["ways"] or name == pack.LATER
    lying = {file.name for folder in engine.folders for file in (engine.folder / folder).iterdir()}
    scripts = {"engine.json", *(file.name for file in (ROOT / "docs/assets/engine").iterdir())}
    assert lying - scripts - {name for name in lying if name.startswith("LICENCE")} == set(files)


def test_the_lock_has_no_package_but_the_version_that_pyodide_checks(engine: pack.Engine) -> None:
    lock = manifest(engine)["lock"]
    assert lock["packages"] == {}
    assert lock["info"]["python"].startswith("3.13.")


def test_each_folder_is_named_by_its_content_and_the_worker_carries_the_list(engine: pack.Engine) -> None:
    for name in engine.folders:
        assert name == fingerprint(engine.folder / name)
    text = (engine.folder / engine.app / "worker.js").read_text("utf-8")
    (line,) = (line for line in text.splitlines() if line.startswith("const CARGO = "))
    assert json.loads(line.removeprefix("const CARGO = ").removesuffix(";")) == manifest(engine)


def test_the_licences_of_pyodide_and_python_lie_beside_their_files(engine: pack.Engine) -> None:
    core = engine.folder / engine.core
    assert "Mozilla Public License" in (core / "LICENCE-pyodide.txt").read_text("utf-8")
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in (core / "LICENCE-python.txt").read_text("utf-8")


def test_packing_twice_gives_the_same_bytes_and_new_words_leave_the_rest_where_it_is(
    engine: pack.Engine, tmp_path: Path
) -> None:
    files = content.packed(states.packed_states())
    second = pack.assemble(ROOT, tmp_path / "second", files)
    assert second.folders == engine.folders
    third = pack.assemble(ROOT, tmp_path / "third", dict(files) | {"words.json": b"{}"})
    assert (third.core, third.image) == (engine.core, engine.image)
    assert third.app != engine.app


def test_a_worker_without_the_line_for_the_list_is_refused(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bytecode, "fits", lambda _: False)
    (small / "docs/assets/engine/worker.js").write_text("start();\n", encoding="utf-8")
    with pytest.raises(PublishError, match="const CARGO"):
        pack.assemble(small, tmp_path / "out", {})


def test_a_program_that_fails_in_node_stops_the_packing_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"The engine was not packed: image\.mjs failed"):
        image.made(ROOT / "node_modules/pyodide", {}, b"no library", {}, tmp_path)
    assert not list(tmp_path.iterdir())
