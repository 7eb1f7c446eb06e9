"""What we are measured against: plain `loadPyodide()` of the same package, and the floor below every start.

Both are pages of their own beside the site, served by the same server, each with its work in a worker.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

FILES: Final = (
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)
PAGE: Final = "<!doctype html><meta charset=utf-8><title>{name}</title><script src={name}.js></script>"
SCRIPT: Final = """
performance.mark("asked");
const worker = new Worker("{name}.worker.js", {{ type: "module" }});
worker.onmessage = () => performance.measure("done", "asked");
"""
WORKERS: Final = {
    "plain": """
import { loadPyodide } from "./pyodide.mjs";
loadPyodide().then((python) => postMessage(python.runPython("1 + 1")));
""",
    "floor": """
WebAssembly.compileStreaming(fetch("pyodide.asm.wasm")).then(() => postMessage("compiled"));
""",
}
"""`plain` starts Python as the documentation of Pyodide says; `floor` only compiles its largest file."""
DONE: Final = '() => performance.getEntriesByName("done")[0]?.duration ?? 0'


def lay(pyodide: Path, folder: Path) -> None:
    """Write the pages and the files of the npm package `pyodide` into a new folder."""
    folder.mkdir()
    for name in FILES:
        shutil.copyfile(pyodide / name, folder / name)
    for name, worker in WORKERS.items():
        (folder / f"{name}.html").write_text(PAGE.format(name=name), encoding="utf-8")
        (folder / f"{name}.js").write_text(SCRIPT.format(name=name), encoding="utf-8")
        (folder / f"{name}.worker.js").write_text(worker, encoding="utf-8")
