"""Words, facts and states as a browser reads them: one JSON each, in place of TOML."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from wizard import shelf

if TYPE_CHECKING:
    from collections.abc import Mapping


def packed(states: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the files by their name in our package, for the table of states given."""

    def text(value: object) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_iso).encode()

    words = shelf.words()
    tools = {key: table for key, table in words.items() if key.startswith(shelf.TOOLS)}
    return {
        # A plan names the tools that help with it, so their titles come with its words.
        shelf.PACKED_WORDS: text(
            {**words, **{key: {"title": table["title"]} for key, table in tools.items()}}
        ),
        shelf.PACKED_TOOLS: text(tools),
        shelf.PACKED_CHECKLIST: text(_sheets()),
        shelf.PACKED_FACTS: text(shelf.facts()),
        shelf.PACKED_STATES: text(states),
    }


def _sheets() -> dict[str, Any]:
    """Return what the case file shows of the checklist: the title of each topic, and its line on paper."""
    return {
        id_: {
            "title": topic["title"],
            "reads": {kind: {"sheet": reading["sheet"]} for kind, reading in topic["reads"].items()},
        }
        for id_, topic in shelf.checklist().items()
        if "reads" in topic
    }


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a packed file")
