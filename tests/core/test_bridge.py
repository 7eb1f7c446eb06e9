from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wizard import bridge
from wizard.core.answers import write
from wizard.core.compiler import compile_flows
from wizard.flows import FLOWS

STORY = "1~notice.none~contract.fixed~contract_status.active~money.held~work.finished~delivery.in_messages"
DAY = "2026-11-21"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202e\u200b\ufeff",
    "a\x00b",
    "\ud800",
    "\U0001f600" * 50,
    "{{ 7 * 7 }}{% include 'x' %}",
    "{fact:milestones.review_days}",
    "'; DROP TABLE answers; --",
    "x" * 10_000,
]


def _ask(**request: Any) -> dict[str, Any]:
    return _say(json.dumps(request))


def _say(text: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(bridge.answer(text))
    return said


def _refused(said: dict[str, Any]) -> str:
    assert set(said) == {"ok", "says"}
    assert said["ok"] is False
    says: str = said["says"]
    assert says.isprintable()
    assert len(says) < 400
    assert says.endswith((".", "?"))
    return says


def test_hello_names_the_flows_and_the_day_of_the_content() -> None:
    said = _ask(ask="hello")
    assert said["ok"] is True
    assert said["flows"] == [flow.id for flow in FLOWS]
    assert said["content"] >= "2026-11-21"


@pytest.mark.parametrize("day", ["1999-11-21", "2140-01-01", "0001-01-01"])
def test_a_clock_that_is_wrong_by_decades_still_fills_what_was_typed(day: str) -> None:
    typed = {"held_sum": "600", "sent_on": "2026-11-12"}
    said = _ask(ask="fill", flow="ghosting", answers=STORY, inputs=typed, day=day)
    assert "600 USD" in said["slots"]["slot:held_sum"]
    assert said["problems"] == {}
    content = _ask(ask="hello")["content"]
    assert said == _ask(ask="fill", flow="ghosting", answers=STORY, inputs=typed, day=content)


def test_step_gives_the_state_and_keeps_parked_answers() -> None:
    said = _ask(ask="step", flow="ghosting", answers="1~notice.hours_dispute~hours_age.over~money.held")
    assert said == {
        "ok": True,
        "flow": "disputes",
        "state": "hours-dispute-over",
        "kind": "result",
        "answers": "1~notice.hours_dispute~hours_age.over~money.held",
    }
    assert _ask(ask="step", flow="ghosting", answers="1")["kind"] == "question"


def test_fill_gives_html_by_slot_and_the_same_state() -> None:
    said = _ask(
        ask="fill",
        flow="ghosting",
        answers=STORY,
        inputs={"held_sum": "600", "sent_on": "2026-11-12"},
        day=DAY,
    )
    assert said["ok"] is True
    assert said["state"] == _ask(ask="step", flow="ghosting", answers=STORY)["state"]
    assert said["slots"]["slot:held_sum"] == "600 USD"
    assert said["slots"]["date:sent"] == "12 November"
    end = said["slots"]["date:submit_end"]
    assert '<time datetime="2026-12-06T00:00Z" data-local>Sun 6 Dec 2026, 00:00 UTC</time>' in end
    assert "<strong>Sat 5 Dec 2026</strong>" in end
    assert said["problems"] == {}
    assert said["passed"] == ""
    assert 'data-change="money"' in said["trail"]
    assert "href=" in said["otherwise"]


def test_a_clock_that_is_over_leads_on() -> None:
    answers = "1~notice.none~contract.fixed~contract_status.active~money.in_review~review_age.unknown"
    said = _ask(ask="fill", flow="ghosting", answers=answers, inputs={"submitted_on": "2026-11-01"}, day=DAY)
    assert 'href="../review-over' in said["passed"]


def test_text_gives_the_whole_plan_with_the_typed_values() -> None:
    said = _ask(ask="text", flow="ghosting", answers=STORY, inputs={"held_sum": "600"}, day=DAY)
    assert "The 600 USD is still held." in said["text"]
    assert "<" not in said["text"]


def test_an_open_question_has_no_slots() -> None:
    said = _ask(ask="fill", flow="ghosting", answers="1~notice.none", inputs={}, day=DAY)
    assert (said["ok"], said["slots"], said["passed"]) == (True, {}, "")


REFUSED = {
    "no JSON": "{",
    "an empty text": "",
    "a list": "[]",
    "a number": "7",
    "a number beyond counting": "1" * 10_000,
    "a number beyond counting inside": '{"ask":' + "1" * 10_000 + "}",
    "nothing": "null",
    "a text": '"hello"',
    "too deep": "[" * 100_000,
    "too long": '{"ask":"hello","x":"' + "x" * 300_000 + '"}',
    "two values": "{}{}",
    "a lone surrogate": '"\ud800"',
    "no request": "{}",
    "an unknown request": '{"ask":"hallo"}',
    "a request that is no text": '{"ask":["hello"]}',
    "no flow": '{"ask":"step","answers":"1"}',
    "a flow that is no text": '{"ask":"step","flow":{},"answers":"1"}',
    "no answers": '{"ask":"step","flow":"ghosting"}',
    "answers that are no text": '{"ask":"step","flow":"ghosting","answers":["1"]}',
    "no day": '{"ask":"fill","flow":"ghosting","answers":"1"}',
    "a day that is a number": '{"ask":"fill","flow":"ghosting","answers":"1","day":20261121}',
    "an impossible day": '{"ask":"fill","flow":"ghosting","answers":"1","day":"2026-02-30"}',
    "fields that are a list": '{"ask":"fill","flow":"ghosting","answers":"1","inputs":[],"day":"2026-11-21"}',
    "fields that are nothing": '{"ask":"fill","flow":"ghosting","answers":"1","inputs":null,"day":"2026-11-21"}',
    "a field that is a number": '{"ask":"fill","flow":"ghosting","answers":"1","inputs":{"held_sum":600},"day":"2026-11-21"}',
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_one_sentence_answers(text: str) -> None:
    _refused(_say(text))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"ask": "stepp"}, 'There is no request "stepp". Did you mean "step"?'),
        ({"flow": "gosting"}, 'There is no flow "gosting". Did you mean "ghosting"?'),
        ({"answers": "1~contrat.fixed"}, 'There is no question "contrat". Did you mean "contract"?'),
        ({"answers": "1~contract.fxed"}, 'Did you mean "fixed"?'),
        ({"answers": "0~contract.fixed"}, "of an older kind"),
        ({"answers": "2~contract.fixed"}, "of a newer kind"),
        ({"answers": "1~" + "a" * 10_000}, "too long"),
        ({"inputs": {"held_sums": "600"}}, 'There is no field "held_sums". Did you mean "held_sum"?'),
        ({"day": "21.11.2026"}, "for example 2026-11-12"),
    ],
)
def test_what_is_unknown_is_named_with_the_nearest(change: dict[str, Any], says: str) -> None:
    request = {"ask": "fill", "flow": "ghosting", "answers": STORY, "inputs": {}, "day": DAY} | change
    assert says in _refused(_ask(**request))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("place", ["ask", "flow", "answers", "day", "input", "question"])
def test_a_hostile_text_is_refused_wherever_it_stands(place: str, text: str) -> None:
    request: dict[str, Any] = {"ask": "fill", "flow": "ghosting", "answers": STORY, "inputs": {}, "day": DAY}
    if place == "input":
        request["inputs"] = {text: "600"}
    elif place == "question":
        request["answers"] = f"1~{text}.{text}"
    else:
        request[place] = text
    said = bridge.answer(json.dumps(request))
    assert said.encode()
    _refused(json.loads(said))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_in_a_field_never_becomes_markup(text: str) -> None:
    inputs = dict.fromkeys(("milestone", "held_sum", "sent_on", "submitted_on"), text)
    said = _ask(ask="fill", flow="ghosting", answers=STORY, inputs=inputs, day=DAY)
    assert said["ok"] is True
    assert {"held_sum", "sent_on", "submitted_on"} <= set(said["problems"])
    shown = said["slots"].get("slot:milestone", "")
    assert "<" not in shown
    assert '"' not in shown
    for says in said["problems"].values():
        assert says.isprintable()
    plan = _ask(ask="text", flow="ghosting", answers=STORY, inputs=inputs, day=DAY)["text"]
    assert plan.replace("\n", "").isprintable()


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=30)
    | st.sampled_from(HOSTILE),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=6,
)
REQUESTS = st.fixed_dictionaries(
    {"ask": st.sampled_from(["hello", "step", "fill", "text"]) | VALUES},
    optional={
        "flow": st.just("ghosting") | VALUES,
        "answers": st.just(STORY) | VALUES,
        "day": st.just(DAY) | VALUES,
        "inputs": st.dictionaries(st.sampled_from(["milestone", "held_sum", "sent_on"]), VALUES) | VALUES,
    },
)


@settings(max_examples=300)
@given(REQUESTS)
def test_every_request_is_answered_in_json(request: dict[str, Any]) -> None:
    text = bridge.answer(json.dumps(request))
    text.encode()
    said = json.loads(text)
    assert isinstance(said["ok"], bool)
    assert said["ok"] or _refused(said)


@settings(max_examples=1_000)
@given(st.text(st.characters(), max_size=200) | st.text('{}[]":,1e~.ask', max_size=60))
def test_every_text_is_answered_in_json(text: str) -> None:
    assert json.loads(bridge.answer(text))["ok"] is False


def test_every_path_of_the_flow_is_the_same_through_the_bridge() -> None:
    machine = compile_flows(bridge.book().flows)["ghosting"]
    for path in machine.paths:
        said = _ask(ask="step", flow="ghosting", answers=write(path.answers))
        flow, _, _ = path.state.rpartition("/")
        assert said["flow"] == (flow or "ghosting")
        if not flow:
            assert (said["state"], said["kind"]) == (path.state, "result")
