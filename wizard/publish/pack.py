"""Packs what the browser's Python loads: three folders, named by their content, and a worker that knows them.

Three, because Pyodide's own files are large and seldom change, and so is the image of a started Python: new
words must not make a reader fetch either. Which folder a page names is for the seal.
"""

from __future__ import annotations

import ast
import gzip
import hashlib
import importlib.metadata
import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from wizard import render
from wizard.publish.engine import bytecode, content, crate, image, library, survey
from wizard.publish.errors import PublishError
from wizard.publish.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SCRIPTS: Final = ("pyodide.mjs", "pyodide.asm.js")
WASM: Final = "pyodide.asm.wasm"
CORE_FILES: Final = (*SCRIPTS, WASM, library.STDLIB)
LIBRARY: Final = "library.zip.gz"
IMAGE: Final = "image.bin.gz"
PACKAGE: Final = "package.crate.gz"
LATER: Final = "tools.crate.gz"
"""What no plan needs: the tools and the case file, with their words. Only their pages ask for it."""
FIRST: Final = "wizard/bridge.py"
"""What is imported to answer a plan; what it imports when it is itself imported travels with it."""
LATER_TEMPLATES: Final = ("report.", "case_")
"""How the names of templates begin that only tools and the case file use."""
TEMPLATES: Final = "templating.crate.gz"
CARGO_LINE: Final = 'const CARGO = { files: {}, image: "", content: [], lock: {} };'
"""The line of worker.js that says which files there are."""
TRAVELS_SQUEEZED: Final = (".mjs", ".js", ".json", ".wasm")
"""Endings that the host compresses on the way."""
EVERY: Final = ("image", "boot", "stock")
"""The ways to start, the fastest first; worker.js says what each is."""
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
    *("authors.py", "bundles.py", "compiler.py"),
)
"""What proves a flow while it is written, or makes its states; nothing that answers a reader imports it."""
NEVER_ASKED: Final = frozenset(("constants", "ext", "meta", "nativetypes", "sandbox", "_speedups"))
"""Modules of theirs that our templates do not use; together an eighth of the archive."""
ON_PAPER: Final = ("checklist", "paper.py")
"""The checklist and its sheets; of its words only those that the case file shows travel."""
AT_BUILD: Final = ("sheet.", "tool.")
"""How the names of templates begin that only the build uses."""
LEFT_AT_HOME: Final = frozenset(("publish", "__main__.py", "__pycache__", *AUTHORS_ONLY, *ON_PAPER))
"""What a terminal or a build needs and a browser does not."""
LAYOUT: Final = "layout"
IN_IMAGE: Final = (
    *("jinja2/", "markupsafe/"),
    *("wizard/__init__", "wizard/core/", "wizard/anatomy", "wizard/signposts", "wizard/render"),
)
"""Beginnings of the paths that an image imports; it is made anew when one of these files changes."""
METHODS: Final = Path(bytecode.__file__).with_name("methods.py")
LICENCES: Final = Path(__file__).parent / "licences"


@dataclass(frozen=True, slots=True)
class Engine:
    """The packed engine: `folder` holds `core`, `app` and perhaps `image`, each named by its content.

    `compiled` tells whether the Python files are bytecode; otherwise only the stock way of starting is there.
    """

    folder: Path
    core: str
    app: str
    image: str
    compiled: bool

    @property
    def folders(self) -> Sequence[str]:
        """The names of all folders."""
        return tuple(filter(None, (self.core, self.image, self.app)))


def pack(root: Path) -> Engine:
    """Pack the engine of the repository `root` into its cache and say how large it is."""
    from wizard.publish import states  # noqa: PLC0415  (to compile all flows takes long; the parts need none)

    engine = assemble(root, root / ".cache" / "engine", content.packed(states.packed_states()))
    files = json.loads((engine.folder / engine.app / "engine.json").read_text(encoding="utf-8"))["files"]
    first = "boot" if engine.compiled else "stock"
    size = sum(file["wire"] for file in files.values() if first in file["ways"])
    print(f"The engine is packed: {size:,} bytes on the line for a first start.")
    if not engine.compiled:
        print("Its Python files are source, so it starts more slowly: only Python 3.13 can compile them.")
    return engine


def assemble(root: Path, folder: Path, read: Mapping[str, bytes]) -> Engine:
    """Write the engine into `folder`, which is emptied before.

    `read` are files that our package reads, by their name in it. They travel beside its code; those in a
    folder travel with what no plan needs.
    """
    pyodide = (root / "node_modules/pyodide").resolve()
    lock = {
        "info": json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))["info"],
        "packages": {},
    }
    shutil.rmtree(folder, ignore_errors=True)
    theirs, (ours, later) = templating(), package(root / "wizard")
    packed = bytecode.fits(lock["info"]["python"])
    core = {name: (pyodide / name).read_bytes() for name in CORE_FILES}
    core |= {f"LICENCE-{file.name}": file.read_bytes() for file in LICENCES.glob("*.txt")}
    core |= {f"LICENCE-{path.split('/')[0]}": text for path, text in licences().items()}
    pictures: dict[str, bytes] = {}
    if packed:
        kept = root / ".cache" / "kept"
        found = survey.made(pyodide, lock, theirs | ours | later, kept)
        small = library.trimmed(pyodide, found.used)
        theirs, ours, later = _compiled(theirs), _compiled(ours), _compiled(later)
        ours |= _compiled({METHODS.name: METHODS.read_bytes()})
        ours[METHODS.with_suffix(".bin").name] = bytecode.methods(found.written)
        core[LIBRARY] = crate.squeezed(small)
        still = {path: code for path, code in (theirs | ours).items() if path.startswith(IN_IMAGE)}
        pictures[IMAGE] = image.made(pyodide, lock, small, still, kept)
    core[TEMPLATES] = crate.squeezed(crate.closed(theirs))
    later |= {f"wizard/{name}": text for name, text in read.items() if "/" in name}
    app = {name: text for name, text in read.items() if "/" not in name}
    app[PACKAGE] = crate.squeezed(crate.closed(ours))
    app[LATER] = crate.squeezed(crate.closed(later))
    return _laid(root, folder, (core, pictures, app), lock)


def _laid(
    root: Path, folder: Path, parts: tuple[dict[str, bytes], dict[str, bytes], dict[str, bytes]], lock: Any
) -> Engine:
    """Write the three folders and, into the last, the worker with the list of all files in it."""
    core, pictures, app = parts
    names = [_write(folder, part) if part else "" for part in (core, pictures)]
    scripts = {file.name: file.read_text("utf-8") for file in (root / "docs/assets/engine").glob("*.js")}
    if scripts["worker.js"].count(CARGO_LINE) != 1:
        raise PublishError(
            f"worker.js must say `{CARGO_LINE}` once, so that the list of files can be put there."
        )
    listed = {
        name: _measure(name, text) | {"folder": place, "ways": _ways(name, packed=bool(pictures))}
        # What lies beside the worker needs no folder, and must not name the one it will give its name to.
        for place, part in zip((*names, ""), parts, strict=True)
        for name, text in part.items()
        if not name.startswith("LICENCE")
    }
    cargo = {
        "files": listed,
        "image": names[1],
        "content": sorted(app.keys() - {PACKAGE, LATER}),
        "lock": lock,
    }
    text = json.dumps(cargo, separators=(",", ":"))
    scripts["worker.js"] = scripts["worker.js"].replace(CARGO_LINE, f"const CARGO = {text};")
    app |= {name: script.encode() for name, script in scripts.items()}
    app["engine.json"] = json.dumps(cargo, indent=1).encode()
    return Engine(folder, names[0], _write(folder, app), names[1], bool(pictures))


def _ways(name: str, *, packed: bool) -> list[str]:
    """Return the ways of starting that need a file."""
    only = {
        LIBRARY: ["boot"],
        library.STDLIB: ["stock"],
        IMAGE: ["image"],
        TEMPLATES: ["boot", "stock"],
        LATER: [],
    }
    ways = only.get(name, list(EVERY))
    return [way for way in ways if packed or way == "stock"]


def package(folder: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return our Python files by path, with templates as Python: what a plan needs, and the rest."""
    found = {
        f"wizard/{file.relative_to(folder).as_posix()}": file.read_bytes()
        for file in sorted(folder.rglob("*.py"))
        if not LEFT_AT_HOME & set(file.relative_to(folder).parts)
    }
    first = for_a_plan(found)
    ours = {path: text for path, text in found.items() if path in first}
    later = {path: text for path, text in found.items() if path not in first}
    if (folder / LAYOUT).is_dir():
        ours |= _templates(folder / LAYOUT, lambda name: not name.startswith((*AT_BUILD, *LATER_TEMPLATES)))
        later |= _templates(folder / LAYOUT, lambda name: name.startswith(LATER_TEMPLATES))
    return ours, later


def for_a_plan(sources: Mapping[str, bytes]) -> set[str]:
    """Return the paths of what is imported before a plan is answered, read from the import statements."""
    if FIRST not in sources:
        return set(sources)
    files = {path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path for path in sources}
    found: set[str] = set()
    waiting = [FIRST.removesuffix(".py").replace("/", ".")]
    while waiting:
        name = waiting.pop()
        # To import a module is to import the packages above it.
        waiting += [above for above in (name.rpartition(".")[0],) if above]
        path = files.get(name, "")
        if not path or path in found:
            continue
        found.add(path)
        for line in ast.parse(sources[path]).body:
            if isinstance(line, ast.Import):
                waiting += [alias.name for alias in line.names]
            elif isinstance(line, ast.ImportFrom) and line.module:
                waiting += [line.module, *(f"{line.module}.{alias.name}" for alias in line.names)]
    return found


def _templates(layout: Path, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return the templates as the modules into which the renderer's own environment turns them."""
    with tempfile.TemporaryDirectory() as temporary:
        render.environment(layout).compile_templates(
            temporary, zip=None, filter_func=wanted, ignore_errors=False
        )
        return {f"wizard/{LAYOUT}/{file.name}": file.read_bytes() for file in Path(temporary).glob("*.py")}


def templating() -> dict[str, bytes]:
    """Return the pure Python files of Jinja2 and MarkupSafe, by path."""
    return {
        file.as_posix(): file.read_binary()
        for name in TEMPLATING
        for file in importlib.metadata.files(name) or ()
        if file.suffix == ".py" and file.stem not in NEVER_ASKED
    }


def licences() -> dict[str, bytes]:
    """Return the licences of Jinja2 and MarkupSafe, by path."""
    return {
        f"{name}.txt": file.read_binary()
        for name in TEMPLATING
        for file in importlib.metadata.files(name) or ()
        if "licenses" in file.parts
    }


def _compiled(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{path}c": bytecode.compiled(source, path) for path, source in sources.items()}


def _measure(name: str, content: bytes) -> dict[str, Any]:
    squeezed = name.endswith(TRAVELS_SQUEEZED)
    wire = len(gzip.compress(content, 6, mtime=0)) if squeezed else len(content)
    return {"bytes": len(content), "wire": wire, "sha256": hashlib.sha256(content).hexdigest()}


def _write(folder: Path, files: Mapping[str, bytes]) -> str:
    """Write files into a folder of `folder` that is named by their content, and return its name."""
    loose = folder / "loose"
    loose.mkdir(parents=True)
    for file, written in files.items():
        (loose / file).write_bytes(written)
    return loose.rename(folder / fingerprint(loose)).name
