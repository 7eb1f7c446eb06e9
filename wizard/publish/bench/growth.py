"""Makes a copy of the repository with several times the flows and guide pages, all with ids of their own.

The copies say what the originals say, so the compiler, the site generator and the seal work on real content.
Nothing is built or measured here.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from wizard.core.model import Flow
from wizard.flows import FLOWS
from wizard.publish.site import generated

ROOT: Final = Path(__file__).resolve().parents[3]
LEFT: Final = (".git", ".cache", ".evidence", ".hypothesis", "site", "site.new", "__pycache__")
LINKED: Final = (".venv", ".venv-tools", "node_modules")


def copy(root: Path, tree: Path) -> None:
    """Copy the repository `root` to `tree`, without what builds have written; what is installed is linked."""

    def left(folder: str, names: list[str]) -> set[str]:
        paths = {name: (Path(folder) / name).relative_to(root) for name in names}
        return {
            name
            for name, path in paths.items()
            if name in LEFT
            or name.endswith("_cache")
            or path.as_posix() in LINKED
            or ((root / path).is_file() and generated(path.as_posix()))
        }

    shutil.copytree(root, tree, ignore=left)
    for name in LINKED:
        if (root / name).exists():
            (tree / name).symlink_to(root / name)


def grow(tree: Path, times: int) -> None:
    """Bring a copy of the repository to `times` its flows and pages of the guide."""
    ids = [flow.id for flow in FLOWS]
    own = [question.id for flow in FLOWS for question in flow.questions]
    for number in range(2, times + 1):
        for flow in FLOWS:
            _copy_flow(tree / "wizard/flows", flow, number, (*ids, *own), ids, own)
    _list_flows(tree / "wizard/flows/__init__.py", times)
    _copy_pages(tree, times)


def _copy_flow(
    folder: Path, flow: Flow, number: int, names: Iterable[str], ids: Iterable[str], own: Iterable[str]
) -> None:
    """Copy a flow's rooms; every name of a flow, and of a question that only one flow has, gets a number."""
    there = folder / f"{flow.id}_{number}"
    shutil.copytree(folder / flow.id, there, ignore=shutil.ignore_patterns("__pycache__"))
    for file in there.rglob("*.py"):
        # A clock may have the name of a question; clocks are not copied.
        named = rf'(?<!by=)(?<!waits=)"({"|".join(names)})(?=["/])'
        text = re.sub(named, rf'"\1_{number}', file.read_text(encoding="utf-8"))
        text = re.sub(rf"wizard\.flows\.{flow.id}\b", f"wizard.flows.{there.name}", text)
        file.write_text(text, encoding="utf-8")
    for file in there.rglob("*.toml"):
        text = re.sub(rf"\]\(({'|'.join(ids)})(?=[/)])", rf"](\1_{number}", file.read_text(encoding="utf-8"))
        if file.stem == "questions":
            text = re.sub(rf"^\[({'|'.join(own)})(?=[\].])", rf"[\1_{number}", text, flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")


def _list_flows(file: Path, times: int) -> None:
    """Add the copies to the list of all flows."""
    text = file.read_text(encoding="utf-8")
    names = [(flow.id, flow.id.upper(), number) for number in range(2, times + 1) for flow in FLOWS]
    imports = [f"from wizard.flows.{id_}_{n}.flow import {name} as {name}_{n}\n" for id_, name, n in names]
    head, rest = text.split("\nFLOWS: tuple[Flow, ...] = (\n", 1)
    inside, tail = rest.split("\n)\n", 1)
    listed = "".join(f"    {name}_{n},\n" for _, name, n in names)
    file.write_text(
        f"{head.rstrip()}\n{''.join(imports)}\n\nFLOWS: tuple[Flow, ...] = (\n{inside}\n{listed})\n{tail}",
        encoding="utf-8",
    )


def _copy_pages(tree: Path, times: int) -> None:
    """Copy the pages of the guide, and name each copy in the navigation below its original."""
    guide = tree / "docs/guide"
    pages = {page.stem: page.read_text(encoding="utf-8") for page in sorted(guide.glob("*.md"))}
    pages.pop("index", None)
    navigation = tree / "mkdocs.yml"
    text = navigation.read_text(encoding="utf-8")
    for stem, page in pages.items():
        for number in range(2, times + 1):
            (guide / f"{stem}-{number}.md").write_text(_retitled(page, number), encoding="utf-8")
        copies = "".join(rf"\n\1- guide/{stem}-{number}.md" for number in range(2, times + 1))
        text = re.sub(rf"^( *)- guide/{stem}\.md$", rf"\g<0>{copies}", text, flags=re.MULTILINE)
    navigation.write_text(text, encoding="utf-8")


def _retitled(page: str, number: int) -> str:
    """Return a page with a title of its own, in its head and in its first heading."""
    return re.sub(r"^((?:title: |# ).*?)(\"?)$", rf"\1 ({number})\2", page, count=2, flags=re.MULTILINE)
