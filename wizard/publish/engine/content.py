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
        shelf.PACKED_WORDS: text({key: table for key, table in words.items() if key not in tools}),
        shelf.PACKED_TOOLS: text(tools),
        shelf.PACKED_FACTS: text(shelf.facts()),
        shelf.PACKED_STATES: text(states),
    }


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a packed file")
