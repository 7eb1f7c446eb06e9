"""What a start of our engine really uses, found by starting it once in Node.

Modules come from that start and from every import in what travels, so nobody keeps a list by hand.
"""

from __future__ import annotations

import ast
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard.publish.engine import node
from wizard.publish.engine.kept import kept

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NOT_IN_A_BROWSER: Final = frozenset(("asyncio", "concurrent", "ctypes", "multiprocessing", "ssl", "tomllib"))
"""Named where no browser comes by; what Pyodide itself needs of them, it imports."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Names of modules of the standard library, and the sources of methods that `dataclass` writes."""

    used: Sequence[str]
    written: Sequence[str]


def made(pyodide: Path, lock: Mapping[str, Any], sources: Mapping[str, bytes], folder: Path) -> Survey:
    """Return the survey for the sources of a package, by path; from what is kept in `folder` if it is there.

    Raises PublishError when Pyodide does not start.
    """
    programs = ("survey.py", "survey.mjs", "node.py")
    ours = ((name, Path(__file__).with_name(name).read_bytes()) for name in programs)
    theirs = ((name, (pyodide / name).read_bytes()) for name in node.RUNTIME)
    made_of = (*theirs, *ours, *sorted(sources.items()))
    found = json.loads(kept(folder, "survey.json", made_of, lambda: _made(pyodide, lock, sources)))
    return Survey(found["used"], found["written"])


def _made(pyodide: Path, lock: Mapping[str, Any], sources: Mapping[str, bytes]) -> bytes:
    names = [*_modules(sources), *sorted(imported(sources))]
    texts = {path: source.decode() for path, source in sorted(sources.items())}
    request = {"pyodide": str(pyodide), "lock": lock, "files": texts, "names": names}
    return json.dumps(node.run("survey.mjs", request)).encode()


def _modules(sources: Mapping[str, bytes]) -> list[str]:
    """Return the names under which the files of the sources are imported, except a program's."""
    names = (path.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for path in sources)
    return sorted(name for name in names if not name.endswith("__main__") and "tmpl_" not in name)


def imported(sources: Mapping[str, bytes]) -> Iterator[str]:
    """Yield every module of the standard library that a line of the sources imports, wherever it stands."""
    names: set[str] = set()
    for source in sources.values():
        for line in ast.walk(ast.parse(source)):
            if isinstance(line, ast.Import):
                names.update(alias.name for alias in line.names)
            elif isinstance(line, ast.ImportFrom) and line.module and not line.level:
                names.add(line.module)
    for name in names:
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names and top not in NOT_IN_A_BROWSER:
            yield name
