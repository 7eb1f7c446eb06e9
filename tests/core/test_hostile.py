"""Every hostile text in every field, looked at in every place that Python writes: page, letter, file, terminal."""

from __future__ import annotations

import io
import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import pytest
from icalendar import Calendar

from tests.conftest import FIGURE
from tests.samples import hostile
from tests.tools.samples import TODAY, typed
from wizard import bridge
from wizard.__main__ import main
from wizard.authors import bound_book
from wizard.case.journal import KINDS
from wizard.core import calendar
from wizard.core.answers import write
from wizard.core.compiler import compile_flows
from wizard.publish import states
from wizard.tools import TOOLS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from wizard.tools.model import Tool

DAY: Final = TODAY.isoformat()
MARKUP: Final = ("html", "slots", "passed", "trail", "why", "otherwise", "today", "list")
RECORD: Final = "r" * 12
STORY: Final = "1~notice.none~contract.fixed~contract_status.active~money.held~work.finished"
GOOD: Final[dict[str, dict[str, str]]] = {
    "opened": {"nickname": "Logo", "contract": "fixed"},
    "named": {"nickname": "Logo"},
    "known": {"answers": STORY},
    "value": {"field": "milestone", "text": "Logo"},
    "plan": {"flow": "ghosting", "state": "wait", "answers": STORY, "title": "Wait"},
    "tick": {"topic": "job_post", "state": "not_relevant", "on": "2026-11-20", "reason": "none"},
    "log": {"about": "scope_change", "on": "2026-11-20", "says": "x", "minutes": "5", "sum": "3"},
    "limit": {"minutes": "5", "sum": "3"},
    "undone": {"entry": f"{1:012}"},
}
MORE: Final = (
    ("log", {"about": "evidence", "where": "Drive", "says": "x"}),
    ("log", {"about": "revision", "round": "1", "of": "2"}),
)
"""Fields that are asked only with another choice."""
every_text = pytest.mark.parametrize("name", hostile.TEXTS)


def _ask(**request: Any) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(bridge.answer(json.dumps(request)))
    return said


def _whole(value: object, markup: bool = False) -> Iterator[tuple[str, bool]]:  # noqa: FBT001, FBT002
    """Yield every text in a reply, and whether the page takes it for HTML; all else it shows as text."""
    if isinstance(value, str):
        yield value, markup
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key, False
            if key not in {"files", "entries"}:
                yield from _whole(item, markup or key in MARKUP)
    elif isinstance(value, list):
        for item in value:
            yield from _whole(item, markup)


def _clean(reply: Mapping[str, Any]) -> None:
    """See that no text of a reply has markup or steering characters of its own; a refusal is one sentence."""
    for text, markup in _whole(reply):
        assert (hostile.in_html if markup else hostile.in_text)(text) == []
    if not reply["ok"]:
        assert reply["says"].endswith((".", "?", '"')), reply
        assert len(reply["says"]) < 400
        assert reply["says"] != bridge.DAMAGED


def _calendar(file: Mapping[str, str], events: int) -> None:
    content = file["content"]
    assert hostile.named(file["name"])
    found = Calendar.from_ical(content)
    assert len(found.walk("VEVENT")) == events
    assert len(found.walk("VCALENDAR")) == 1
    assert content.count("BEGIN:VEVENT") - content.count("\\nBEGIN:VEVENT") >= events
    for line in content.split("\r\n"):
        assert hostile.in_text(line) == []
        assert len(line.encode()) <= calendar.LONGEST


@cache
def _results() -> tuple[tuple[str, str], ...]:
    """Return flow and answers of results that have, between them, a place for every field."""
    book = states.book()
    left = set(book.inputs)
    found = []
    for flow in book.flows:
        for path in states.automaton(flow).paths:
            if path.walk.node not in book.flows[flow].outcomes:
                continue
            shown = {
                book.slots[name.removeprefix("slot:")].input
                for name in book.places(flow, path.walk.node)
                if name.startswith("slot:")
            }
            if shown & left:
                left -= shown
                found.append((flow, write(dict(path.answers))))
    return tuple(found)


@pytest.mark.slow
@every_text
def test_a_plan_shows_it_as_text_or_refuses_it(name: str) -> None:
    text = hostile.TEXTS[name]
    results = _results()
    assert len(results) >= 3
    inputs = dict.fromkeys(states.book().inputs, text[:10_000])
    for flow, answers in results:
        for ask in ("fill", "text"):
            _clean(_ask(ask=ask, flow=flow, answers=answers, inputs=inputs, day=DAY))


@cache
def _good(tool: str) -> tuple[dict[str, str], int]:
    """Return what is typed for a report, as long as there is one with a file, and the events of that file."""
    wanted = next(one for one in TOOLS if one.id == tool)
    best: tuple[dict[str, str], int] = ({}, -1)
    for seed in range(20):
        given = typed(wanted, seed)
        reply = _ask(ask="tool", tool=tool, inputs=given, day=DAY)
        if "html" in reply:
            events = sum(
                len(Calendar.from_ical(file["content"]).walk("VEVENT"))
                for file in reply["files"]
                if file["name"].endswith(".ics")
            )
            best = max(best, (given, events), key=lambda pair: (pair[1], len(pair[0])))
    assert best[0]
    return best


@every_text
@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.id)
def test_a_tool_shows_it_as_text_or_refuses_it(tool: Tool, name: str) -> None:
    good, events = _good(tool.id)
    names = [field.id for field in tool.form.fields] + [f"1.{field.id}" for field in tool.form.row]
    for field in names:
        inputs = good | {field: hostile.TEXTS[name][:150_000]}
        for ask in ("tool", "tool_text"):
            reply = _ask(ask=ask, tool=tool.id, inputs=inputs, day=DAY)
            _clean(reply)
            for file in reply.get("files", ()):
                if field in {one.id for one in tool.form.fields if one.kind in {"text", "long"}}:
                    _calendar(file, events)


def _entry(number: int, kind: str, body: Mapping[str, str], **parts: str) -> dict[str, Any]:
    at = f"2026-11-20T10:00:{number:02}.000Z"
    return {"id": f"{number:012}", "record": RECORD, "at": at, "kind": kind, "body": dict(body)} | parts


def _file(*entries: object, **parts: object) -> str:
    file = {"format": "even-keel-case-file", "version": 1, "made": DAY, "release": "test", "entries": entries}
    return json.dumps(file | parts)


def _entries(text: str) -> Iterator[dict[str, Any]]:
    """Yield an entry for every place of an entry, with the text in it."""
    for kind, body in (*GOOD.items(), *MORE):
        for field in body:
            yield _entry(2, kind, body | {field: text})
        yield _entry(2, kind, body | {text: "x"})
    for part in ("id", "record", "at", "kind"):
        yield _entry(2, "log", GOOD["log"]) | {part: text}
    yield _entry(2, "log", GOOD["log"]) | {text: "x"}


def test_the_entries_have_every_field_of_every_kind() -> None:
    tried = {(kind, field) for kind, body in (*GOOD.items(), *MORE) for field in body}
    assert tried == {(kind, field.id) for kind, fields in KINDS.items() for field in fields}


@pytest.mark.slow
@every_text
def test_a_case_file_shows_it_as_text_or_refuses_it(name: str) -> None:
    text = hostile.TEXTS[name][:3_000]
    first = _entry(1, "opened", {"nickname": "Logo"})
    # A day that runs, so that there is a calendar.
    day = _entry(3, "value", {"field": "submitted_on", "text": "2026-11-20"})
    plain = _ask(ask="case", entries=json.dumps([first, day]), day=DAY)
    (one,) = plain["records"].values()
    events = {file["name"]: file["content"].count("BEGIN:VEVENT") for file in one["files"]}
    assert events
    good = []
    for number, entry in enumerate(_entries(text), 10):
        named = entry | ({"id": f"{number:012}"} if entry["id"] == f"{2:012}" else {})
        _clean(_ask(ask="entry", entry=json.dumps(named), day=DAY))
        said = _ask(ask="import", entries="[]", file=_file(first, named))
        _clean(said)
        good += [named] if said["ok"] and named["kind"] != "undone" else []
    merged = _ask(ask="merge", entries="[]", file=_file(first, *good, day), choices={})
    assert merged["ok"]
    shown = _ask(ask="case", entries=merged["entries"], day=DAY)
    _clean(shown)
    for file in shown["records"][RECORD]["files"]:
        assert file["name"] in events
        _calendar(file, events[file["name"]])


@every_text
def test_the_head_of_a_case_file_is_refused_in_a_sentence(name: str) -> None:
    text = hostile.TEXTS[name][:3_000]
    for part in ("format", "version", "made", "release", "entries", text):
        _clean(_ask(ask="import", entries="[]", file=_file(**{part: text})))
    for whole in (text, f"[{json.dumps(text)}]", "{" + text, f"[{text}]"):
        _clean(_ask(ask="import", entries="[]", file=whole))
        _clean(_ask(ask="case", entries=whole, day=DAY))


@every_text
def test_an_address_is_refused_in_a_sentence(name: str) -> None:
    text = hostile.TEXTS[name]
    for answers in (text, f"1~{text}", f"1~money.{text}", f"1~{text}.held", f"{STORY}~{text}"):
        _clean(_ask(ask="step", flow="ghosting", answers=answers))
        _clean(_ask(ask="fill", flow="ghosting", answers=answers, inputs={}, day=DAY))
    for request in (
        {"ask": text},
        {"ask": "step", "flow": text, "answers": "1"},
        {"ask": "fill", "flow": "ghosting", "answers": STORY, "inputs": {text: "x"}, "day": DAY},
        {"ask": "fill", "flow": "ghosting", "answers": STORY, "inputs": {}, "day": text},
        {"ask": "tool", "tool": text, "inputs": {}, "day": DAY},
        {"ask": "tool", "tool": "dates", "inputs": {text: "x"}, "day": DAY},
        {"ask": "merge", "entries": "[]", "file": _file(), "choices": {text: text}},
    ):
        _clean(_ask(**request))


# --- the terminal ---------------------------------------------------------------------------------


def _commands(text: str) -> Iterator[tuple[str, ...]]:
    plan = ("advise", "ghosting", "notice=none", "contract=fixed", "contract_status=active", "money=held")
    fields = tuple(f"{field}={text}" for field in states.book().inputs)
    yield (*plan, "work=finished", "delivery=in_messages", *fields, "--on", DAY)
    yield (*plan, "work=finished", "delivery=in_messages", *fields, "--on", DAY, "--json")
    yield ("advise", text)
    yield ("advise", "ghosting", text)
    yield ("advise", "ghosting", f"{text}=x")
    yield ("advise", "ghosting", f"money={text}")
    yield ("advise", "ghosting", "--on", text)
    yield ("advise", "ghosting", "--zone", text)
    yield ("checklist", text)
    yield ("facts", text)
    yield ("map", text)
    yield ("tool", text)
    yield ("tool", "dates", text)
    yield ("tool", "dates", f"{text}=x")
    yield ("tool", "job-post", f"post={text}")
    yield ("tool", "clauses", *(f"{one.id}={text}" for one in _fields("clauses")))
    yield ("tool", "dates", "event=submitted", "on=2026-11-20", "--on", DAY, "--file", text)


def _fields(tool: str) -> tuple[Any, ...]:
    return next(one.form.fields for one in TOOLS if one.id == tool)


_BOOK: Final = cache(bound_book)
_MACHINES: Final = cache(lambda: compile_flows(_BOOK().flows))


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    try:
        code = main([f"--{word}" if word.startswith("-") and len(word) > 50 else word for word in words])
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    out, err = capsys.readouterr()
    assert code in {0, 2}, (words[:2], err[:300])
    return out + err


@pytest.mark.slow
@every_text
def test_no_character_that_steers_a_terminal_comes_out_of_it(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = hostile.TEXTS[name][:20_000]
    # What no text changes is made once for all of them.
    monkeypatch.setattr("wizard.__main__.bound_book", _BOOK)
    monkeypatch.setattr("wizard.__main__.compile_flows", lambda _flows: _MACHINES())
    for words in _commands(text):
        said = _said(capsys, *words)
        assert hostile.in_text(said) == [], words[:3]
    for entry in (
        _entry(1, "opened", {"nickname": text[:60]}),
        _entry(2, "log", GOOD["log"] | {"says": text}),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO(_file(_entry(3, "named", {"nickname": "x"}), entry)))
        assert hostile.in_text(_said(capsys, "case", "--on", DAY)) == []
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert hostile.in_text(_said(capsys, "case")) == []


@every_text
def test_a_calendar_holds_one_event_for_each_planned_whatever_its_words_are(
    name: str, record_property: Callable[[str, object], None]
) -> None:
    text = hostile.TEXTS[name][:3_000]
    alarm = calendar.Alarm(-1, text)
    events = [
        calendar.Event(f"{number} {text}", date(2026, 11, 20 + number), text, text, (alarm,))
        for number in (1, 2)
    ]
    _calendar({"name": "x.ics", "content": calendar.write(events, TODAY)}, 2)
    found = Calendar.from_ical(calendar.write(events, TODAY)).walk("VALARM")
    assert len(found) == 2
    places = len(states.book().inputs) + sum(len(tool.form.fields) + len(tool.form.row) for tool in TOOLS)
    fields = sum(len(body) for _, body in (*GOOD.items(), *MORE))
    record_property(
        FIGURE, f"hostile: {len(hostile.TEXTS)} texts in {places + fields} fields, 22 other places"
    )
