from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from wizard import bridge
from wizard.__main__ import main
from wizard.core.answers import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
STORY = (
    "notice=none",
    "contract=fixed",
    "contract_status=active",
    "money=held",
    "work=finished",
    "delivery=in_messages",
)
ON = ("--on", "2026-11-21")
ANSWERS = "1~" + "~".join(pair.replace("=", ".") for pair in STORY)


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let a reader type these lines and then nothing more."""

    def lines(*typed: str) -> None:
        left: Iterator[str] = iter(typed)

        def read(_prompt: object = "") -> str:
            try:
                return next(left)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr("builtins.input", read)

    return lines


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    said = capsys.readouterr()
    return code, said.out, said.err


REFUSED = {
    "an unknown flow": (("advise", "gosting"), 'There is no flow "gosting". Did you mean "ghosting"?'),
    "an unknown flow to walk": (("ask", "x"), 'There is no flow "x".'),
    "an unknown flow to draw": (("map", "gosting"), 'Did you mean "ghosting"?'),
    "an unknown question": (
        ("advise", "ghosting", "contrat=fixed"),
        'There is no question or field "contrat". Did you mean "contract"?',
    ),
    "an unknown option": (("advise", "ghosting", "contract=fxed"), 'Did you mean "fixed"?'),
    "an answer without a sign": (("advise", "ghosting", "contract"), "Write question=option"),
    "an answer twice": (("advise", "ghosting", "contract=fixed", "contract=hourly"), "is answered twice"),
    "an impossible day": (("advise", "ghosting", *STORY, "--on", "2026-02-30"), "for example 2026-11-12"),
    "a day long ago": (("advise", "ghosting", *STORY, "--on", "1999-01-01"), "Check the year"),
    "an unknown zone": (
        ("advise", "ghosting", *STORY, "--zone", "Africa/Lagoss"),
        "Write one such as Africa/Lagos.",
    ),
    "a zone that is a file": (
        ("advise", "ghosting", *STORY, "--zone", "../../etc/passwd"),
        "is not a time zone",
    ),
    "a zone that is a folder": (("advise", "ghosting", *STORY, "--zone", "Africa"), "is not a time zone"),
    "a zone that is markup": (("advise", "ghosting", *STORY, "--zone", "<b>\x00"), "is not a time zone"),
    "a zone without end": (("advise", "ghosting", *STORY, "--zone", "x" * 10_000), "is not a time zone"),
    "an unknown topic": (("facts", "milestons"), 'Did you mean "milestones"?'),
    "a hostile answer": (("advise", "ghosting", "<script>=\ud800\u202e"), "There is no question or field"),
    "a huge answer": (("advise", "ghosting", "contract=" + "x" * 10_000), "is not an answer to"),
}


@pytest.mark.parametrize(("words", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_one_sentence_and_code_2_for(
    words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = _run(capsys, *words)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    err.encode()


@pytest.mark.parametrize("words", [(), ("advice",), ("advise",), ("advise", "ghosting", "--when", "x")])
def test_an_unknown_command_ends_with_code_2(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_plan_has_the_dates_of_the_day_and_the_hour_of_the_zone(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = _run(
        capsys,
        "advise",
        "ghosting",
        *STORY,
        "held_sum=600",
        "sent_on=2026-11-12",
        *ON,
        "--zone",
        "Africa/Lagos",
    )
    assert (code, err) == (0, "")
    for part in (
        "The 600 USD is still held.",
        "12 November",
        "Sat 5 Dec 2026",
        "Sun 6 Dec 2026, 01:00 Africa/Lagos",
    ):
        assert part in out
    assert "<" not in out
    assert "{" not in out


def test_the_terminal_and_the_page_say_the_same_sentences(capsys: pytest.CaptureFixture[str]) -> None:
    inputs = {"held_sum": "600", "sent_on": "2026-11-12", "milestone": "Logo <b>"}
    pairs = [f"{name}={value}" for name, value in inputs.items()]
    _, out, _ = _run(capsys, "advise", "ghosting", *STORY, *pairs, *ON)
    request = {"ask": "text", "flow": "ghosting", "answers": ANSWERS, "inputs": inputs, "day": "2026-11-21"}
    assert json.loads(bridge.answer(json.dumps(request)))["text"] == out


def test_results_and_questions_say_the_same_in_the_terminal_and_on_the_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for state in list(bridge.automaton("ghosting").states.values())[::7]:
        pairs = [f"{question}={option}" for question, option in state.shortest.items()]
        _, out, _ = _run(capsys, "advise", "ghosting", *pairs, *ON)
        answers = write(state.shortest)
        request = {"ask": "text", "flow": "ghosting", "answers": answers, "inputs": {}, "day": "2026-11-21"}
        assert json.loads(bridge.answer(json.dumps(request)))["text"] == out


def test_advise_as_json_has_all_fields(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, "advise", "ghosting", *STORY, "held_sum=six", "hours=tracked", *ON, "--json")
    said = json.loads(out)
    assert code == 2, "a field that cannot be read is bad input, though the plan stands"
    assert list(said) == [
        "flow",
        "state",
        "kind",
        "node",
        "answers",
        "parked",
        "strips",
        "day",
        "slots",
        "problems",
        "passed",
        "done",
        "plan",
    ]
    assert (said["flow"], said["kind"], said["node"]) == ("ghosting", "result", "submit_today")
    assert (said["answers"], said["parked"]) == (ANSWERS, "1~hours.tracked")
    assert (said["strips"], said["day"], said["passed"]) == ([], "2026-11-21", None)
    assert said["slots"]["date:submit_withdraw"] == "about Sat 12 Dec 2026"
    assert list(said["problems"]) == ["held_sum"]
    assert said["plan"].startswith("FILES SENT")


def test_advise_as_json_on_an_open_question(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = _run(capsys, "advise", "ghosting", "notice=none", *ON, "--json")
    said = json.loads(out)
    assert (said["kind"], said["node"], said["slots"]) == ("question", "contract", {})


def test_what_is_wrong_with_a_field_stands_above_the_plan(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, "advise", "ghosting", *STORY, "milestone=" + "x" * 10_000, *ON)
    assert code == 2
    assert out.startswith("! milestone: This is too long for a message.")
    assert "xxxx" not in out


def test_a_clock_that_is_over_stands_above_the_plan(capsys: pytest.CaptureFixture[str]) -> None:
    answers = (*STORY[:3], "money=in_review", "review_age=unknown", "submitted_on=2026-11-01")
    _, out, _ = _run(capsys, "advise", "ghosting", *answers, *ON)
    assert out.startswith("! ")
    assert "this time is over" in out.splitlines()[0]


def test_a_walk_ends_in_the_plan(typing: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    typing("1", "1", "1", "1", "1", "1")
    code, out, err = _run(capsys, "ask", "ghosting", *ON)
    assert (code, err) == (0, "")
    _, plan, _ = _run(capsys, "advise", "ghosting", *STORY, *ON)
    assert out.endswith(plan)


def test_a_walk_goes_back_one_question(
    typing: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    typing("b", "1", "2", "B", "q")
    code, out, _ = _run(capsys, "ask", "ghosting", "notice=none")
    assert code == 0
    assert out.rstrip().endswith("python -m wizard ask ghosting notice=none")


def test_a_reader_who_leaves_is_told_how_to_go_on(
    typing: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    typing("1", "1", "q")
    code, out, _ = _run(capsys, "ask", "ghosting")
    assert code == 0
    assert "python -m wizard ask ghosting notice=none contract=fixed" in out


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "99",
        "-1",
        "1.0",
        "one",
        "²",
        "x" * 10_000,
        "<script>",
        "\ud800",
        "0011",
        "1000000000",
        "001000",
    ],
)
def test_what_is_no_answer_is_asked_again(
    typed: str, typing: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    typing(typed, "q")
    code, out, err = _run(capsys, "ask", "ghosting")
    assert (code, err) == (0, "")
    assert "is not one of the answers. Type a number from 1 to 6." in out
    out.encode()


def test_the_end_of_the_input_stops_the_walk(
    typing: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    typing("1")
    code, _, err = _run(capsys, "ask", "ghosting")
    assert code == 2
    assert "Nothing was sent or stored." in err


def test_explore_and_check_find_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, "explore", "--lines")
    assert "ghosting: " in out
    assert "disputes 1~notice.other~other_notice.other -> safe_set" in out
    assert code == 0, out
    code, out, _ = _run(capsys, "check")
    assert code == 0, out
    assert "0 findings" in out


def test_the_map_shows_each_answer_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, "map", "ghosting")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("notice=none -> contract  # ")
    assert all(" -> " in line and "  # " in line for line in lines)
    for outcome in bridge.book().flows["ghosting"].outcomes:
        assert any(f"-> {outcome} " in line for line in lines), outcome
    assert any("-> disputes/" in line for line in lines)


def test_facts_are_listed_with_their_source(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = _run(capsys, "facts", "milestones.review_days")
    assert code == 0
    assert out.startswith("milestones.review_days (is, read 20")
    assert "https://" in out
    assert out.splitlines()[-1].startswith("1 facts: is 1")


def test_a_real_process_refuses_without_a_traceback() -> None:
    command = [sys.executable, "-W", "error", "-m", "wizard", "advise", "ghosting", "contract=<b>"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
