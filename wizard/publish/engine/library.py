"""The trimmed standard library: bytecode of only what a start of Pyodide and our package import."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from wizard.publish.engine import bytecode
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

STDLIB: Final = "python_stdlib.zip"
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


def trimmed(pyodide: Path, used: Sequence[str]) -> bytes:
    """Return a zip of the modules named, stored so that the whole can be squeezed at once.

    Raises PublishError when one of them is not in Pyodide's library.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(pyodide / STDLIB) as whole, zipfile.ZipFile(out, "w") as small:
        for path in _paths(whole, used):
            # zipimport knows a package by the name of the file in it.
            small.writestr(zipfile.ZipInfo(f"{path}c", LONG_AGO), bytecode.compiled(whole.read(path), path))
    return out.getvalue()


def _paths(whole: zipfile.ZipFile, names: Sequence[str]) -> list[str]:
    there = set(whole.namelist())
    paths = set()
    for name in names:
        stem = name.replace(".", "/")
        path = next((path for path in (f"{stem}/__init__.py", f"{stem}.py") if path in there), None)
        if path is None:
            raise PublishError(f"Pyodide started with {name}, which is not in its {STDLIB}.")
        paths.add(path)
    return sorted(paths)
