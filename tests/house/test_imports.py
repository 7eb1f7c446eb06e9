"""Who may import whom, read from the import statements themselves. The table is the one in decision 0001."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "wizard").rglob("*.py"))
MAY: dict[str, set[str]] = {
    "core": {"core"},
    "case": {"core", "case"},
    "flows": {"core", "case", "flows"},
    "shelf": {"core"},
    "checklist": {"core", "checklist"},
    "anatomy": {"core"},
    "signposts": {"core"},
    "render": {"core", "anatomy", "signposts"},
    "tools": {"core", "case", "tools", "jobpost"},
    "jobpost": {"core"},
    "desk": {"core", "anatomy", "render", "tools"},
    "cabinet": {"core", "case", "anatomy", "render", "tools", "cabinet"},
    "authors": {"core", "case", "flows", "checklist", "shelf", "render", "bundles"},
    "bundles": {"core", "render"},
    "paper": {"core", "checklist", "render"},
    "bridge": {"core", "case", "flows", "shelf", "render", "desk", "cabinet"},
    "__main__": {
        *("core", "case", "flows", "checklist", "shelf", "render", "bundles", "paper", "desk", "authors"),
        "cabinet",
    },
    "publish": {
        *("core", "case", "flows", "checklist", "shelf", "signposts", "render", "bundles", "paper"),
        *("desk", "tools", "cabinet"),
        "publish",
    },
    "__init__": set(),
}
FOREIGN: dict[str, set[str]] = {
    "render": {"jinja2", "markupsafe"},
    "paper": {"markupsafe"},
    "desk": {"markupsafe"},
    "cabinet": {"markupsafe"},
}
"""Packages beside the standard library that a shipped room may use; `publish` is never shipped."""
DEAF = {"os", "sys", "time", "random", "socket", "pathlib", "urllib", "subprocess", "zoneinfo", "threading"}
"""The core has no clock, disk, network or environment."""
STANDARD = set(__import__("sys").stdlib_module_names)


def _room(file: Path) -> str:
    first = file.relative_to(ROOT / "wizard").parts[0]
    return first.removesuffix(".py")


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports say the whole path"
            module = node.module or ""
            found |= {f"{module}.{alias.name}" for alias in node.names} if module == "wizard" else {module}
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_room_imports_only_the_rooms_it_may(file: Path) -> None:
    ours = {name.split(".")[1] for name in _imports(file) if name.startswith("wizard.")}
    assert ours <= MAY[_room(file)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_ships_uses_the_standard_library_and_its_templates_alone(file: Path) -> None:
    room = _room(file)
    if room == "publish":
        return
    foreign = {name.split(".")[0] for name in _imports(file)} - STANDARD - {"wizard"}
    assert foreign <= FOREIGN.get(room, set())


@pytest.mark.parametrize("file", sorted((ROOT / "wizard/core").glob("*.py")), ids=lambda file: file.stem)
def test_the_core_is_deaf_and_blind(file: Path) -> None:
    assert not {name.split(".")[0] for name in _imports(file)} & DEAF
    assert ".today(" not in file.read_text(encoding="utf-8")
    assert ".now(" not in file.read_text(encoding="utf-8")


def test_a_flow_imports_no_other_flow() -> None:
    for file in (ROOT / "wizard/flows").glob("*/*.py"):
        others = {name for name in _imports(file) if name.startswith("wizard.flows.")}
        own = (f"wizard.flows.{file.parent.name}", "wizard.flows.safe_set")
        assert all(name.startswith(own) for name in others), file


def test_only_the_shelf_opens_files_of_the_package() -> None:
    for file in FILES:
        if _room(file) not in ("publish", "shelf"):
            text = file.read_text(encoding="utf-8")
            assert not any(word in text for word in ("open(", "read_text(", "read_bytes(")), file
