"""The house on one page: its rooms, what each is for, and who imports whom, read from the import statements.

`.github/ARCHITECTURE.md` is written from it; a picture that nobody has to keep is never wrong.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PAGE: Final = ".github/ARCHITECTURE.md"
BRIDGE: Final = "bridge"
"""What it imports, directly or not, travels to the browser."""
HEAD: Final = """<!-- Written by `python -m wizard.publish architecture` from the imports and docstrings. -->

# The house

An arrow says: imports. What is reached another way too has no arrow of its own. Who may import whom is
decision [0001](decisions/0001-rooms-and-who-may-enter.md), and a test. One decision tree has three lives:
`publish` writes each step as a page, `bridge` answers the same questions in the reader's browser, `__main__`
in a terminal.
"""


@dataclass(frozen=True, slots=True)
class Room:
    """A package or a module directly below `wizard`."""

    name: str
    says: str
    """The first line of its docstring."""
    imports: frozenset[str]
    """Other rooms that it imports."""


def rooms(package: Path) -> dict[str, Room]:
    """Return every room below the package by name, in the order of the alphabet."""
    found = {}
    for place in sorted(package.iterdir()):
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place] * (place.suffix == ".py")
        if files and place.stem != "__init__":
            head = place / "__init__.py" if place.is_dir() else place
            says = ast.get_docstring(_parsed(head)) or ""
            names = {name for file in files for name in _ours(_parsed(file), package.name)} - {place.stem}
            found[place.stem] = Room(place.stem, says.partition("\n")[0], frozenset(names))
    # A name that the package itself gives is no room.
    return {name: replace(room, imports=room.imports & found.keys()) for name, room in found.items()}


def _parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def _ours(module: ast.Module, package: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module == package:
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{package}."):
            found.add((node.module or "").split(".")[1])
    return found


def reached(house: Mapping[str, Room], name: str) -> frozenset[str]:
    """Return the rooms that a room imports, directly or not."""
    found: set[str] = set()
    waiting = [*house[name].imports]
    while waiting:
        room = waiting.pop()
        if room not in found:
            found.add(room)
            waiting += house[room].imports
    return frozenset(found)


def arrows(house: Mapping[str, Room]) -> list[tuple[str, str]]:
    """Return the imports that no other import says already."""
    return [
        (name, to)
        for name, room in house.items()
        for to in sorted(room.imports)
        if not any(to in reached(house, other) for other in room.imports - {to})
    ]


def page(package: Path) -> str:
    """Return the page: the picture as Mermaid, which GitHub draws, and each room in a line."""
    house = rooms(package)
    ships = reached(house, BRIDGE) | {BRIDGE}
    groups = (
        ("travels", "travels to the browser", [name for name in house if name in ships]),
        ("stays", "stays with the build and the terminal", [name for name in house if name not in ships]),
    )
    picture = ["```mermaid", "flowchart TD"]
    for id_, says, names in groups:
        picture += [
            f'  subgraph {id_}["{says}"]',
            *(f'    {_node(name)}["{name}"]' for name in names),
            "  end",
        ]
    picture += [f"  {_node(name)} --> {_node(to)}" for name, to in arrows(house)]
    table = ["| room | what is in it | imports |", "|---|---|---|"]
    table += [
        f"| `{room.name}` | {room.says} | {', '.join(sorted(room.imports)) or 'nothing of ours'} |"
        for room in house.values()
    ]
    return "\n".join([HEAD, *picture, "```", "", *table]) + "\n"


def _node(name: str) -> str:
    # Mermaid takes two underscores for markup.
    return name.strip("_")


def write(root: Path) -> Path:
    """Write the page of the house at `root` and return where it is."""
    file = root / PAGE
    file.write_text(page(root / "wizard"), encoding="utf-8")
    return file
