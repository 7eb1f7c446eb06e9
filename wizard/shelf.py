"""Hands out the package's own files: words, facts and templates. Knows nothing about what they mean.

In the browser the same tables come from two JSON files, which `publish` packs: TOML is slow to parse there.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from wizard.core.errors import Finding, Findings

_ROOT = Path(__file__).parent
LAYOUT = _ROOT / "layout"
PACKED_WORDS = "words.json"
PACKED_FACTS = "facts.json"
PACKED_STATES = "states.json"
PACKED_TOOLS = "tools/words.json"
"""The words of tools, which travel apart: no plan needs them."""
PACKED_CHECKLIST = "tools/checklist.json"
"""What the case file shows of the checklist: beside the words of tools, so that it travels with them."""
TOOLS = "tools/words/"
"""How the names of their files begin."""


def packed() -> bool:
    """Tell whether the files come as a build packed them."""
    return (_ROOT / PACKED_WORDS).exists()


def words(language: str = "en") -> Mapping[str, Mapping[str, Any]]:
    """Return every words file of a language as parsed tables, by path without the language folder."""
    if packed():
        both = (path for path in (_ROOT / PACKED_WORDS, _ROOT / PACKED_TOOLS) if path.exists())
        return {
            key: table for path in both for key, table in json.loads(path.read_text(encoding="utf-8")).items()
        }
    folders = (
        _ROOT / "case" / "words" / language,
        *sorted((_ROOT / "flows").glob(f"*/words/{language}")),
        _ROOT / "messages" / language,
        _ROOT / "tools" / "words" / language,
    )
    return {_key(path, language): _toml(path) for folder in folders for path in sorted(folder.glob("*.toml"))}


def checklist(language: str = "en") -> Mapping[str, Mapping[str, Any]]:
    """Return the words of the checklist as parsed tables, by name of their file."""
    path = _ROOT / PACKED_CHECKLIST
    if path.exists():
        return dict(json.loads(path.read_text(encoding="utf-8")))
    return {path.stem: _toml(path) for path in sorted((_ROOT / "checklist" / language).glob("*.toml"))}


def facts() -> Mapping[str, Mapping[str, Any]]:
    """Return every topic of the ledger as parsed tables."""
    path = _ROOT / PACKED_FACTS
    if path.exists():
        topics: dict[str, dict[str, dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8"))
        for tables in topics.values():
            for table in tables.values():
                table["read"] = date.fromisoformat(table["read"])
        return topics
    return {path.stem: _toml(path) for path in sorted((_ROOT / "facts").glob("*.toml"))}


def states() -> Mapping[str, Any] | None:
    """Return the packed table of state addresses, or None where the package is run from its source."""
    packed = _ROOT / PACKED_STATES
    return dict(json.loads(packed.read_text(encoding="utf-8"))) if packed.exists() else None


def addresses() -> list[str]:
    """Return a line for every address ever published: the address, and the answers that led there."""
    path = _ROOT / "addresses.txt"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


@cache
def _parsed(text: str) -> Mapping[str, Any]:
    """Return the tables of a text; who reads them again gets the same, so nobody may change them."""
    import tomllib  # noqa: PLC0415 - a browser has no TOML to read

    return tomllib.loads(text)


def _toml(path: Path) -> Mapping[str, Any]:
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except ValueError as error:
        where = path.relative_to(_ROOT).as_posix()
        raise Findings([Finding(where, path.stem, f"is not TOML: {error}.")]) from None


def _key(path: Path, language: str) -> str:
    parts = [part for part in path.relative_to(_ROOT).with_suffix("").parts if part != language]
    return "/".join(parts)
