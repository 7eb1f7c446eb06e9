"""What the engine is asked to prove parity, drawn by a fixed seed; and the answers in which two engines differ."""

from __future__ import annotations

import json
import random
from typing import Final

from tests.browser.reader import ways
from wizard import bridge
from wizard.core.answers import write
from wizard.publish import states

DAYS: Final = ("2026-11-21", "2027-02-28", "2028-02-29")
SETS: Final = 220
TYPED: Final = {
    "held_sum": ("600", "1,250.50", "0.01", "-3", "six hundred", "9" * 50, "<b>1</b>"),
    "milestone": (
        "Logo",
        "<script>x</script>",
        "\U0001f9d1\u200d\U0001f4bb",
        "\u05e9\u05dc\u05d5\u05dd",
        "x" * 81,
        "{slot:held_sum}",
    ),
    "date": (
        "2026-11-12",
        "2026-12-31",
        "2025-03-30",
        "2026-02-31",
        "2099-12-31",
        "12.11.2026",
        "2026-W47-1",
    ),
}


def fills(ask: str, flow: str, most: int | None = None) -> list[str]:
    """Return requests with answers and typed values drawn by a fixed seed, each for three days.

    `most` sets of answers are enough where every way of the flow need not be among them.
    """
    draw = random.Random(20261121)  # noqa: S311 - a fixed draw of test cases
    vocabulary = states.book().vocabulary
    questions = list(states.book().flows[flow].questions.values())
    requests = []
    for number in range(max(SETS, len(ways(flow))) if most is None else most):
        answers = dict(ways(flow)[number]) if number < len(ways(flow)) else {}
        for question in draw.sample(questions, 0 if answers and number % 2 else 6):
            answers.setdefault(question.id, draw.choice(question.options))
        inputs = {
            field.id: draw.choice(TYPED.get(field.id, TYPED["date"]))
            for field in draw.sample(vocabulary.inputs, draw.randint(0, len(vocabulary.inputs)))
        }
        whole = {"ask": ask, "flow": flow, "answers": write(answers), "inputs": inputs}
        requests += [json.dumps(whole | {"day": day}) for day in DAYS]
    return requests


def steps(flow: str) -> list[str]:
    """Return a request for the state to which every path of a flow leads."""
    return [json.dumps({"ask": "step", "flow": flow, "answers": write(answers)}) for answers in ways(flow)]


def differing(requests: list[str], answers: list[str]) -> list[tuple[str, str, str]]:
    """Return request, our answer and theirs, wherever Python here answers otherwise."""
    here = [bridge.answer(request) for request in requests]
    together = zip(requests, here, answers, strict=True)
    return [(request, ours, theirs) for request, ours, theirs in together if ours != theirs]
