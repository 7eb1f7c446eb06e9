"""Packs what the browser's Python loads: our wheel, the template engine, and the two folders of the engine.

Two, because Pyodide's own files are large and seldom change: new words must not make a reader fetch them.
Which folder a page names, and everything else about pages, is for the seal.
"""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import importlib.metadata
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard.publish.errors import PublishError
from wizard.publish.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping

CORE_FILES: Final = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
TRAVELS_SQUEEZED: Final = (".mjs", ".js", ".wasm")
"""Endings that the host compresses on the way."""
CORE_LINE: Final = 'const CORE = "./";'
"""The line of worker.js that says where Pyodide's own files lie."""
TEMPLATING: Final = ("jinja2", "markupsafe")
AUTHORS_ONLY: Final = (
    *(
        "advice.py",
        "citations.py",
        "explore.py",
        "letters.py",
        "lint.py",
        "phrases.py",
        "reading.py",
        "shape.py",
    ),
    *("bundles.py", "compiler.py"),
)
"""What proves a flow while it is written, or makes its states; nothing that answers a reader imports it."""
NEVER_ASKED: Final = frozenset(("constants", "ext", "meta", "nativetypes", "sandbox", "_speedups"))
"""Modules of theirs that our templates do not use; together an eighth of the archive."""
ON_PAPER: Final = ("checklist", "paper.py", "sheet.html.j2", "sheet.txt.j2")
"""The checklist and its sheets, which no page computes yet."""
LEFT_AT_HOME: Final = (
    *("publish", "__main__.py", "addresses.txt", "__pycache__"),
    *(*AUTHORS_ONLY, *ON_PAPER),
)
"""What a terminal or a build needs and a browser does not."""
LICENCES: Final = Path(__file__).parent / "licences"
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Engine:
    """The packed engine: `folder` holds two folders, `core` and `app`, named by their content.

    `compiled` tells whether the Python files are bytecode.
    """

    folder: Path
    core: str
    app: str
    compiled: bool


def pack(root: Path) -> Engine:
    """Pack the engine of the repository `root` into its cache and say how large it is."""
    from wizard import shelf  # noqa: PLC0415  (the whole package is needed here; the parts below need none of it)
    from wizard.publish import states  # noqa: PLC0415

    engine = assemble(root, root / ".cache" / "engine", shelf.packed(states.packed_states()))
    sizes = json.loads((engine.folder / engine.app / "engine.json").read_text(encoding="utf-8"))["files"]
    print(f"The engine is packed: {sum(size['wire'] for size in sizes.values()):,} bytes on the line.")
    if not engine.compiled:
        print("Its Python files are source, so it starts more slowly: only Python 3.13 can compile them.")
    return engine


def assemble(root: Path, folder: Path, extra: Mapping[str, bytes]) -> Engine:
    """Write the engine into `folder`, which is emptied before.

    `extra` are files by path inside the package; once there are any, they stand for all its TOML.
    """
    pyodide = root / "node_modules" / "pyodide"
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))["info"]
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as temporary:
        parts = Path(temporary)
        build_wheel(root, parts, extra)
        build_templating(parts)
        compiled = compile_all(parts, lock["python"])
        (wheel,) = parts.glob("*.whl")
        (templating,) = parts.glob("*.zip")
        for archive in (wheel, templating):
            settle(archive)

        core = folder / "core"
        core.mkdir(parents=True)
        for file in (*(pyodide / name for name in CORE_FILES), templating, *LICENCES.glob("*.txt")):
            # Modes and times of node_modules differ between machines.
            name = f"LICENCE-{file.name}" if file.parent == LICENCES else file.name
            (core / name).write_bytes(file.read_bytes())
        core = core.rename(folder / fingerprint(core))

        app = folder / "app"
        app.mkdir()
        (app / wheel.name).write_bytes(wheel.read_bytes())
        loaded = (*(core / name for name in (*CORE_FILES, templating.name)), app / wheel.name)
        manifest = {
            "wheel": wheel.name,
            "templating": templating.name,
            "lock": {"info": lock, "packages": {}},
            "files": {file.name: _measure(file) for file in loaded},
        }
        (app / "engine.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        worker = (root / "docs/assets/engine/worker.js").read_text(encoding="utf-8")
        if worker.count(CORE_LINE) != 1:
            message = (
                f"worker.js must say `{CORE_LINE}` once, so that the address of Pyodide can be put there."
            )
            raise PublishError(message)
        worker = worker.replace(CORE_LINE, f'const CORE = "../{core.name}/";')
        (app / "worker.js").write_text(worker, encoding="utf-8")
        app = app.rename(folder / fingerprint(app))
    return Engine(folder, core.name, app.name, compiled)


def build_wheel(root: Path, into: Path, extra: Mapping[str, bytes]) -> None:
    """Build the wheel of our package as a browser needs it: no build tools, and `extra` in place of TOML."""
    left = (*LEFT_AT_HOME, *(["*.toml"] if extra else []))
    with tempfile.TemporaryDirectory() as temporary:
        stage = Path(temporary)
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copyfile(root / name, stage / name)
        package = stage / "wizard"
        shutil.copytree(root / "wizard", package, ignore=shutil.ignore_patterns(*left))
        for path, content in extra.items():
            (package / path).parent.mkdir(parents=True, exist_ok=True)
            (package / path).write_bytes(content)
        build = "import sys, uv_build; uv_build.build_wheel(sys.argv[1])"
        # uv_build looks for its program on the path.
        path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
        _run((sys.executable, "-c", build, str(into)), stage, {"PATH": path})


def build_templating(into: Path) -> None:
    """Put the pure Python files of Jinja2 and MarkupSafe into an archive, with their licences."""
    version = importlib.metadata.version("jinja2")
    with zipfile.ZipFile(into / f"jinja2-{version}.zip", "w") as archive:
        for name in TEMPLATING:
            for file in importlib.metadata.files(name) or ():
                code = file.suffix == ".py" and file.stem not in NEVER_ASKED
                if code or "licenses" in file.parts:
                    archive.writestr(file.as_posix(), file.read_binary())


def compile_all(folder: Path, python: str) -> bool:
    """Turn the Python files of every archive in the folder into bytecode for the Python of that version.

    Return False and change nothing where another Python runs the build or pyodide-build is not installed.
    """
    ours = ".".join(str(number) for number in sys.version_info[:2])
    if not python.startswith(f"{ours}.") or not importlib.util.find_spec("pyodide_build"):
        return False
    # By the name `pyodide py-compile` every other command of pyodide is loaded too: four times as long.
    command = "from pyodide_build.cli.py_compile import main; main()"
    # With this variable bytecode names its source by content; without it, by the time of a temporary file.
    fixed = {"SOURCE_DATE_EPOCH": "315532800", "PYTHONHASHSEED": "0"}
    _run((sys.executable, "-c", command, "--silent", str(folder)), folder, fixed)
    return True


def settle(archive: Path) -> None:
    """Write an archive anew so that equal content gives equal bytes; a wheel gets a true RECORD and tag."""
    with zipfile.ZipFile(archive) as old:
        content = {name: old.read(name) for name in old.namelist() if not name.endswith("/")}
    if archive.suffix == ".whl":
        _settle_wheel(archive.stem, content)
    archive.unlink()
    # The standard asks for a wheel's description at its end.
    order = sorted(content, key=lambda name: (".dist-info/" in name, name.endswith("/RECORD"), name))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
        for name in order:
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content[name])


def _settle_wheel(stem: str, content: dict[str, bytes]) -> None:
    """Make WHEEL and RECORD true again: `pyodide py-compile` renames files and leaves both as they were."""
    (record,) = (name for name in content if name.endswith(".dist-info/RECORD"))
    about = record.replace("RECORD", "WHEEL")
    lines = [line for line in content[about].decode().splitlines() if line and not line.startswith("Tag: ")]
    tag = "-".join(stem.split("-")[-3:])
    content[about] = "\n".join((*lines, f"Tag: {tag}", "")).encode()
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    for name in sorted(content.keys() - {record}):
        digest = base64.urlsafe_b64encode(hashlib.sha256(content[name]).digest()).rstrip(b"=").decode()
        rows.writerow((name, f"sha256={digest}", len(content[name])))
    rows.writerow((record, "", ""))
    content[record] = table.getvalue().encode()


def _measure(file: Path) -> dict[str, Any]:
    content = file.read_bytes()
    wire = len(gzip.compress(content, 6, mtime=0)) if file.suffix in TRAVELS_SQUEEZED else len(content)
    return {"bytes": len(content), "wire": wire, "sha256": hashlib.sha256(content).hexdigest()}


def _run(command: tuple[str, ...], folder: Path, more: Mapping[str, str]) -> None:
    """Run a step quietly; its words are shown only when it fails."""
    done = subprocess.run(
        command, cwd=folder, env=os.environ | more, capture_output=True, text=True, check=False
    )
    if done.returncode:
        message = f"The engine was not packed: `{' '.join(command)}` failed.\n{done.stdout}{done.stderr}"
        raise PublishError(message)
