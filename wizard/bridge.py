"""The one door the worker knocks on: a JSON text in, a JSON text out. No exception ever passes it.

Everything that comes in is refused or read here; what goes out holds ids and HTML from the renderer.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from wizard import shelf
from wizard.case import VOCABULARY
from wizard.core import answers as address
from wizard.core import clocks
from wizard.core.automaton import Automaton, from_table, table
from wizard.core.book import Book
from wizard.core.engine import Walk, follow
from wizard.core.errors import Refusal, did_you_mean, shortened
from wizard.core.fill import Filled, fill
from wizard.flows import FLOWS, PLANNED
from wizard.render import Speaker

DAMAGED = "The words of this page are damaged. The page itself still holds the plan."
TOO_LONG = "This is too long to read. Shorten what you typed."
MOST_BRACKETS = 20
# Possessive, so that an unclosed text of any length is read in one go.
_QUOTED = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
LONGEST_REQUEST = 200_000
"""Characters of one request; ten fields of 10,000 characters still fit, so that each is refused by name."""
LONGEST_CASE = 12_000_000
"""Characters of a request about the case file: a whole journal, and a file beside it."""
_LONG = ("case", "entry", "import", "merge")


@cache
def book() -> Book:
    """Return the book, bound once; what is packed was checked when it was."""
    return Book(VOCABULARY, FLOWS, PLANNED, shelf.words(), shelf.facts(), checked=shelf.packed())


@cache
def automaton(flow: str) -> Automaton:
    """Return the automaton of a flow: packed in the browser, compiled elsewhere."""
    packed = shelf.states() or _tables()
    return from_table(book().flows[flow], packed[flow], book().questions.values())


@cache
def _tables() -> dict[str, Any]:
    from wizard.core.compiler import compile_flows  # noqa: PLC0415 - the browser brings its states with it

    return {
        flow: json.loads(json.dumps(table(machine))) for flow, machine in compile_flows(book().flows).items()
    }


def answer(text: str) -> str:
    """Return the answer to one request, both as JSON text; what is wrong with it is said in one sentence."""
    try:
        said = _ask(text)
    except Refusal as refusal:
        said = {"ok": False, "says": refusal.says}
    except Exception:  # noqa: BLE001 - whatever is wrong inside, the reader gets a sentence and keeps the page
        said = {"ok": False, "says": DAMAGED}
    return json.dumps(said, ensure_ascii=False)


def _ask(text: str) -> dict[str, Any]:
    if len(text) > LONGEST_CASE:
        raise Refusal(TOO_LONG)
    # Deep nesting overflows the stack of WebAssembly, which no Python code can catch.
    if len(re.findall(r"[\[{]", _QUOTED.sub("", text))) > MOST_BRACKETS:
        raise Refusal("The request is nested too deeply. Reload the page.")
    try:
        request = json.loads(text)
    except (ValueError, RecursionError):
        # ValueError: json also raises the plain one, for an integer of more than 4,300 digits.
        raise Refusal("The request is not JSON. Reload the page.") from None
    if not isinstance(request, dict):
        raise Refusal("The request must be a JSON object. Reload the page.")
    kinds: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
        "hello": _hello,
        "step": _step,
        "fill": _fill,
        "text": _text,
        "tool": _tool,
        "tool_text": _tool,
        **dict.fromkeys(_LONG, _case_file),
    }
    kind = request.get("ask")
    if len(text) > LONGEST_REQUEST and kind not in _LONG:
        raise Refusal(TOO_LONG)
    if not isinstance(kind, str) or kind not in kinds:
        raise Refusal(f'There is no request "{shortened(str(kind))}".{did_you_mean(str(kind), kinds)}')
    return {"ok": True} | kinds[kind](request)


def _hello(_request: dict[str, Any]) -> dict[str, Any]:
    return {
        "flows": list(book().flows),
        "content": _content_day().isoformat(),
    }


def _step(request: dict[str, Any]) -> dict[str, Any]:
    machine, walk = _walk(request)
    state = machine.states[machine.of(walk.used)]
    return {
        "flow": machine.flow,
        "state": state.slug,
        "kind": state.kind,
        "answers": address.write(dict(walk.used) | dict(walk.parked)),
    }


def _fill(request: dict[str, Any]) -> dict[str, Any]:
    machine, walk, filled = _filled(request)
    speaker = Speaker(book(), machine, shelf.LAYOUT, filled, walk.used, own=True, others=automaton)
    return {
        "flow": machine.flow,
        "state": machine.of(walk.used),
        "slots": {name: str(speaker.slot_html(name)) for name in filled.values},
        "problems": dict(filled.problems),
        "passed": str(speaker.passed()),
        "trail": str(speaker.trail(walk.used)),
        "why": str(speaker.why(walk)),
        "otherwise": str(speaker.otherwise(walk)),
    }


def _text(request: dict[str, Any]) -> dict[str, Any]:
    machine, walk, filled = _filled(request)
    speaker = Speaker(book(), machine, shelf.LAYOUT, filled, walk.used, own=True, others=automaton)
    return {"text": speaker.plan(machine.states[machine.of(walk.used)], walk)}


def _tool(request: dict[str, Any]) -> dict[str, Any]:
    name, day, text = _string(request, "tool"), _today(_string(request, "day")), request["ask"] == "tool_text"
    said: dict[str, Any] = _desk().reply(name, _inputs(request), day, text=text)
    return said


@cache
def _desk() -> Any:
    from wizard.desk import TOP, Desk  # noqa: PLC0415 - a plan needs no tools and shall not wait for them

    first = next(iter(book().flows))
    return Desk(Speaker(book(), automaton(first), shelf.LAYOUT, own=True, others=automaton, top=TOP))


def _case_file(request: dict[str, Any]) -> dict[str, Any]:
    from wizard.cabinet.requests import answered  # noqa: PLC0415 - as for tools

    return answered(_cabinet(), request, _today(_string(request, "day")) if "day" in request else None)


@cache
def _cabinet() -> Any:
    from wizard.cabinet.views import Cabinet  # noqa: PLC0415 - as for tools

    first = next(iter(book().flows))
    return Cabinet.of(Speaker(book(), automaton(first), shelf.LAYOUT, others=automaton), shelf.checklist())


def _inputs(request: dict[str, Any]) -> dict[str, str]:
    inputs = request.get("inputs", {})
    if not isinstance(inputs, dict) or not all(isinstance(value, str) for value in inputs.values()):
        raise Refusal('"inputs" must be an object of texts.')
    return inputs


def _walk(request: dict[str, Any]) -> tuple[Automaton, Walk]:
    flow = _string(request, "flow")
    if flow not in book().flows:
        raise Refusal(f'There is no flow "{shortened(flow)}".{did_you_mean(flow, book().flows)}')
    given = address.read(_string(request, "answers"), book().questions.values())
    flow, walk = follow(book().flows, flow, given)
    machine = automaton(flow)
    if machine.states[machine.of(walk.used)].node != walk.node:
        raise Refusal("The page and the engine are of different days. Reload the page.")
    return machine, walk


def _filled(request: dict[str, Any]) -> tuple[Automaton, Walk, Filled]:
    machine, walk = _walk(request)
    inputs = _inputs(request)
    day = _today(_string(request, "day"))
    if not walk.finished:
        return machine, walk, Filled({}, {}, None)
    return machine, walk, fill(book(), machine.flow, walk.node, inputs, day)


def _today(text: str) -> date:
    """Return the device's day; where its clock is wrong by decades, the day of the content."""
    if clocks.is_day(text) and not clocks.EARLIEST <= date.fromisoformat(text) <= clocks.LATEST:
        return _content_day()
    return clocks.parse_day(text)


def _content_day() -> date:
    return max(fact.read for fact in book().ledger.values())


def _string(request: dict[str, Any], name: str) -> str:
    value = request.get(name)
    if not isinstance(value, str):
        raise Refusal(f'The request has no text "{name}".')
    return value
