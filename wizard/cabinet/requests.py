"""What a page sends, as JSON text, and what it gets back. Each answer is worked out from the journal alone.

How an entry or a file is read and refused stands in `case`; how a view is drawn stands in `views`.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from wizard.cabinet.views import Cabinet
from wizard.case import journal, transfer
from wizard.case.journal import KINDS, Entry
from wizard.case.record import loose
from wizard.case.slots import INPUTS
from wizard.case.traces import warns
from wizard.core import clocks, form
from wizard.core.errors import Refusal
from wizard.core.form import Field, Form

_KINDS_OF_INPUT = {known.id: known.kind for known in INPUTS}


def _tables(text: str) -> list[object]:
    tables = transfer.parsed(text)
    if not isinstance(tables, list):
        raise Refusal('"entries" must be a list. Reload the page.')
    return tables


def answered(cabinet: Cabinet, request: Mapping[str, Any], day: date | None) -> dict[str, Any]:
    """Return the answer to a request of the page, by what it asks. Raises Refusal."""

    def text(name: str) -> str:
        if not isinstance(request.get(name), str):
            raise Refusal(f'The request has no text "{name}".')
        return str(request[name])

    if request["ask"] == "entry":
        return entry(cabinet, text("entry"), day)
    if request["ask"] == "import":
        return arriving(cabinet, text("entries"), text("file"))
    if request["ask"] == "merge":
        choices = request.get("choices", {})
        if not isinstance(choices, dict) or not all(isinstance(choice, str) for choice in choices.values()):
            raise Refusal('"choices" must be an object of texts.')
        return merged(cabinet, text("entries"), text("file"), choices)
    return case(
        cabinet,
        text("entries"),
        day or clocks.parse_day(text("day")),
        text("only") if "only" in request else "",
    )


def case(cabinet: Cabinet, entries: str, today: date, only: str = "") -> dict[str, Any]:
    """Return every view of the journal, and a sentence for each entry that cannot be shown.

    `only` is the id of the one record that is asked for, beside today and the list.
    """
    kept, refused = journal.readable(_tables(entries), cabinet.says.book.questions.values())
    says = [cabinet.say("unread", says=why) for why in dict.fromkeys(refused)]
    says += [cabinet.say("loose")] if loose(kept) else []
    return {**cabinet.case(kept, today, only), "unread": [cabinet.says.text(line) for line in says]}


def entry(cabinet: Cabinet, text: str, today: date | None = None) -> dict[str, Any]:
    """Return the gentle warnings for a new entry, all and by field. Raises Refusal where a field is wrong.

    What happened cannot be still to come: a day is compared with today, or with the instant of the entry.
    """
    new = journal.shape(transfer.parsed(text))
    today = today or date.fromisoformat(new.at[:10])
    if new.kind in KINDS:
        found = form.read(Form(KINDS[new.kind]), new.body, today)
        for name, says in found.problems.items():
            raise _wrong(cabinet, "wrong", _label(cabinet, new, name), says)
        for name in found.missing:
            raise _wrong(cabinet, "empty", _label(cabinet, new, name))
        _check_value(cabinet, new, today)
    journal.check(new, cabinet.says.book.questions.values())
    typed = {field.id: new.body.get(field.id, "") for field in KINDS[new.kind] if _is_words(new, field)}
    warned = {name: _warning(cabinet, new, name, text) for name, text in typed.items() if warns(text)}
    return {"warns": list(warned.values()), "fields": warned}


def _check_value(cabinet: Cabinet, new: Entry, today: date) -> None:
    text = new.body.get("text", "").strip()
    if new.kind != "value" or not text:
        return
    name = new.body["field"].strip()
    try:
        form.value(Field(name, _KINDS_OF_INPUT[name], future=False), text, today)
    except Refusal as refusal:
        raise _wrong(cabinet, "wrong", _label(cabinet, new, "text"), refusal.says) from None


def _is_words(new: Entry, field: Field) -> bool:
    if new.kind == "value":
        return field.id == "text" and _KINDS_OF_INPUT[new.body["field"].strip()] == "text"
    return new.kind in ("opened", "named", "tick", "log") and field.kind in ("text", "long")


def _label(cabinet: Cabinet, new: Entry, name: str) -> str:
    """Return what a field is called on the page; one that no page asks for has its own name."""
    typed = new.body.get("field", "").strip()
    if new.kind == "value" and name == "text" and typed in _KINDS_OF_INPUT:
        return cabinet.input(typed).label
    words = cabinet.words.forms.get(new.kind)
    return words.fields[name].label if words else name


def _wrong(cabinet: Cabinet, line: str, label: str, says: str = "") -> Refusal:
    return Refusal(cabinet.says.text(cabinet.say(line, label=label.rstrip("?"), says=says)))


def _warning(cabinet: Cabinet, new: Entry, name: str, text: str) -> str:
    what = ", ".join(cabinet.says.text(cabinet.say(trace)) for trace in warns(text))
    label = _label(cabinet, new, name).rstrip("?")
    return cabinet.says.text(cabinet.say("warn", label=label, what=what))


def arriving(cabinet: Cabinet, entries: str, file: str) -> dict[str, Any]:
    """Return what a file would change here, and in how many records. Nothing is changed."""
    questions = cabinet.says.book.questions.values()
    bundle = transfer.read_file(file, questions)
    mine, _ = journal.readable(_tables(entries), questions)
    html, changes = cabinet.arrival(transfer.compare(mine, bundle.entries))
    return {"html": str(html), "changes": changes}


def merged(cabinet: Cabinet, entries: str, file: str, choices: Mapping[str, str]) -> dict[str, Any]:
    """Return the whole journal after an import. What this device could not read stays as it is."""
    questions = cabinet.says.book.questions.values()
    bundle = transfer.read_file(file, questions)
    tables = _tables(entries)
    mine, _ = journal.readable(tables, questions)
    whole = transfer.merge(mine, bundle.entries, choices)
    ids = {one.id for one in (*mine, *whole)}
    odd = [one for one in tables if not (isinstance(one, dict) and str(one.get("id")) in ids)]
    return {"entries": json.dumps([*map(journal.table, whole), *odd], ensure_ascii=False)}
