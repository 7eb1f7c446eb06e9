"""A case file as tests of its views build it: journals, what the engine answers, and what a reader sees."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.samples import kept
from tests.samples.kept import RECORDS, entry
from wizard import bridge, shelf
from wizard.cabinet import requests
from wizard.cabinet.views import Cabinet
from wizard.case.journal import table
from wizard.case.record import Record, replay
from wizard.publish import states

if TYPE_CHECKING:
    from wizard.case.journal import Entry

ROOT: Final = Path(__file__).resolve().parents[2]
CABINET: Final = Cabinet.of(states.speaker(states.FIRST_FLOW), shelf.checklist())
WORDS: Final = CABINET.words
ONE, TWO, _ = RECORDS
TODAY: Final = date(2026, 11, 22)
OPENED: Final = entry(0, "opened", nickname="Logo", contract="fixed")
V1: Final = (kept.FILES / "v1.json").read_text(encoding="utf-8")


def asked(**request: Any) -> dict[str, Any]:
    """Return what the engine answers to a request."""
    said: dict[str, Any] = json.loads(bridge.answer(json.dumps(request)))
    return said


def sent(*entries: Entry) -> str:
    """Return entries as a device sends them."""
    return json.dumps([table(one) for one in entries])


def case_of(*entries: Entry, today: date = TODAY) -> dict[str, Any]:
    """Return the views of a journal on a day."""
    return requests.case(CABINET, sent(*entries), today)


def drawn(*entries: Entry, today: date = TODAY) -> str:
    """Return the view of the first record, opened, with more entries."""
    html: str = case_of(OPENED, *entries, today=today)["records"][ONE]["html"]
    return html


def seen(html: str) -> str:
    """Return what a reader sees of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def typed(number: int, field: str, text: str, record: str = ONE) -> Entry:
    """Return an entry for a typed value."""
    return entry(number, "value", record, field=field, text=text)


def record_of(*entries: Entry) -> Record:
    """Return the first record, opened, with more entries."""
    return replay((OPENED, *entries))[ONE]
