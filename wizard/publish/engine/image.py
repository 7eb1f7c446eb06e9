"""The image: the memory of a started Python, so that a later start need not import a hundred modules.

It holds the interpreter, the standard library, the template engine, `core` and `render`; never a flow, a
word or a fact, so that new content leaves it as it is.
"""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard.publish.engine import crate, node
from wizard.publish.engine.kept import kept

if TYPE_CHECKING:
    from collections.abc import Mapping

IMPORTS: Final = (
    *("jinja2", "wizard.render", "datetime", "decimal", "difflib", "json", "dataclasses"),
    # A template that strips tags imports this only then, and an image has no library to find it in.
    "html",
)
"""What an image has imported: the renderer brings all of `core` that a browser uses."""
PROGRAMS: Final = ("image.mjs", "image.py", "node.py", "crate.py")


def made(
    pyodide: Path, lock: Mapping[str, Any], library: bytes, files: Mapping[str, bytes], folder: Path
) -> bytes:
    """Return the image, squeezed; from what is kept in `folder` if it was made of the same before."""
    theirs = ((name, (pyodide / name).read_bytes()) for name in node.RUNTIME)
    ours = ((name, Path(__file__).with_name(name).read_bytes()) for name in PROGRAMS)
    made_of = (*theirs, *ours, ("node", node.version()), ("library", library), *sorted(files.items()))
    return kept(folder, "image.bin.gz", made_of, lambda: _made(pyodide, lock, library, files))


def _made(pyodide: Path, lock: Mapping[str, Any], library: bytes, files: Mapping[str, bytes]) -> bytes:
    with tempfile.TemporaryDirectory() as temporary:
        raw, zipped = Path(temporary, "image.bin"), Path(temporary, "library.zip")
        zipped.write_bytes(library)
        request = {
            "pyodide": str(pyodide),
            "lock": lock,
            "library": str(zipped),
            "files": {path: base64.b64encode(content).decode() for path, content in sorted(files.items())},
            "imports": IMPORTS,
            "into": str(raw),
        }
        node.run("image.mjs", request)
        return crate.squeezed(raw.read_bytes())
