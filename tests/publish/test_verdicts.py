"""What a reviewer reads of a change: which answers lead elsewhere, which are asked more, which warn otherwise."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from wizard.publish import accept, states, verdicts
from wizard.publish.errors import PublishError
from wizard.publish.verdicts import End

ROOT = Path(__file__).resolve().parents[2]
FLOW = "ghosting"
TODAY = verdicts.golden(accept.golden(FLOW))


@pytest.mark.parametrize("flow", states.book().flows)
def test_today_nothing_is_different_from_today(flow: str) -> None:
    known = verdicts.golden(accept.golden(flow))
    assert known
    assert {answers: verdicts.now(flow, answers) for answers in known} == known
    assert verdicts.told(flow, known, known) == []


def test_answers_that_led_elsewhere_are_counted_and_named() -> None:
    chosen = [answers for answers, end in TODAY.items() if end.to == "dormancy_release"]
    before = dict(TODAY) | {answers: End("submit_today") for answers in chosen}
    [line] = verdicts.told(FLOW, before, TODAY)
    assert line.startswith(
        f"- {len(chosen)} answer sets now reach *dormancy_release* instead of *submit_today*: `{chosen[0]}`"
    )
    assert line.endswith(f" and {len(chosen) - verdicts.SHOWN} more")


def test_a_new_question_shows_as_one_line() -> None:
    shorter = {answers.rpartition("~")[0]: End("somewhere") for answers in TODAY if answers.count("~") > 2}
    asked = [answers for answers in shorter if not isinstance(verdicts.now(FLOW, answers), End)]
    lines = verdicts.told(FLOW, {answers: End("somewhere") for answers in asked}, [])
    assert sum(int(line.split()[1]) for line in lines) == len(asked)
    assert all(" asked *" in line and line.count("\n") == 0 for line in lines)


def test_a_warning_that_comes_or_goes_is_told() -> None:
    answers, end = next((answers, end) for answers, end in TODAY.items() if end.strips)
    gone, new = verdicts.told(FLOW, {answers: End(end.to, ("older",))}, [])[:2]
    assert {gone.split(" *")[0], new.split(" *")[0]} == {
        "- 1 answer set are no longer warned by",
        "- 1 answer set are now warned by",
    }


def test_answers_that_were_not_there_are_new_and_those_that_cannot_be_read_are_told() -> None:
    first = next(iter(TODAY))
    assert verdicts.told(FLOW, {}, [first]) == [f"- 1 answer set is new: `{first}`"]
    [line] = verdicts.told(FLOW, {"1~no_such.answer": End("x")}, [])
    assert "cannot be read any more" in line


def test_a_line_of_another_form_is_named() -> None:
    with pytest.raises(PublishError, match="is no line of a golden file"):
        verdicts.golden("something else")


def test_a_revision_is_compared_by_its_golden_files(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        name = ("-c", "user.name=x", "-c", "user.email=x@example.org")
        subprocess.run(("git", *name, *words), cwd=tmp_path, check=True, capture_output=True)

    folder = tmp_path / accept.GOLDEN
    folder.mkdir(parents=True)
    for flow in states.book().flows:
        (folder / f"{flow}.txt").write_text(accept.golden(flow), encoding="utf-8")
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "same")
    assert verdicts.since(tmp_path, "HEAD") == "No answer leads elsewhere than at HEAD."
    (folder / f"{FLOW}.txt").write_text(
        "".join(f"{FLOW} {a} -> elsewhere\n" for a in TODAY), encoding="utf-8"
    )
    (folder / "old_flow.txt").write_text("", encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "other")
    told = verdicts.since(tmp_path, "HEAD")
    assert f"## {FLOW}" in told
    assert "instead of *elsewhere*" in told
    assert "old_flow.txt is gone" in told
    with pytest.raises(PublishError, match="git ls-tree"):
        verdicts.since(tmp_path, "no-such-revision")
