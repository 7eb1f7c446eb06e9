"""Lighthouse: what a report says is read, and a figure below its aim is red."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from wizard.publish import bench, lighthouse, machine, parts, site
from wizard.publish.__main__ import main
from wizard.publish.errors import PublishError
from wizard.publish.lighthouse import scores
from wizard.publish.lighthouse.scores import FIRST, READ, STEP, Aim

DAY = "2026-11-22"
PAGE = "# Q\n\n<!-- bench: lighthouse -->\n\n<!-- end: lighthouse -->\n\nafter\n"


def report(*of_100: int, paint: float = 900) -> dict[str, Any]:
    """Return a report with these scores, as Lighthouse writes it."""
    return {
        "categories": {
            name: {"score": score / 100} for name, score in zip(scores.CATEGORIES, of_100, strict=True)
        },
        "audits": {
            "first-contentful-paint": {"numericValue": paint},
            "cumulative-layout-shift": {"numericValue": 0.00049},
        },
        "environment": {"benchmarkIndex": 812.5},
    }


def kept(*runs: Sequence[int], paint: float = 900, kind: str = "home") -> dict[str, Any]:
    return scores.row(kind, DAY, [scores.figures(report(*run, paint=paint)) for run in runs])


def test_a_report_is_read() -> None:
    assert scores.figures(report(98, 100, 99, 57, paint=1234.5)) == {
        "performance": 98,
        "accessibility": 100,
        "best-practices": 99,
        "seo": 57,
        "first paint": 1.23,
        "layout shift": 0.0,
        "machine": 812,
    }


def test_a_page_that_could_not_be_judged_is_an_error_and_no_zero() -> None:
    with pytest.raises(PublishError, match="could not load the page: gone"):
        scores.figures(report(1, 1, 1, 1) | {"runtimeError": {"code": "NO_FCP", "message": "gone"}})
    empty = report(1, 1, 1, 1)
    empty["categories"]["seo"]["score"] = None
    with pytest.raises(PublishError, match="no score for seo"):
        scores.figures(empty)


@pytest.mark.parametrize(
    ("run", "paint", "aim", "says"),
    [
        ((100, 100, 100, 100), 1000, FIRST, []),
        ((99, 100, 100, 100), 1000, FIRST, ["home: Performance 99 of at least 100"]),
        ((100, 100, 100, 100), 1010, FIRST, ["home: first paint 1.01 s of at most 1.0 s"]),
        ((97, 100, 100, 100), 5000, READ, []),
        ((96, 100, 100, 100), 900, READ, ["home: Performance 96 of at least 97"]),
        ((50, 100, 100, 50), 900, STEP, []),
        ((100, 99, 100, 50), 900, STEP, ["home: Accessibility 99 of at least 100"]),
        (
            (1, 100, 99, 99),
            900,
            Aim(),
            ["home: Best practices 99 of at least 100", "home: SEO 99 of at least 100"],
        ),
    ],
)
def test_a_figure_that_misses_its_aim_is_said(
    run: Sequence[int], paint: float, aim: Aim, says: list[str]
) -> None:
    assert scores.missed(kept(run, paint=paint), aim) == says


def test_the_middle_of_the_runs_is_judged() -> None:
    good, bad = (100, 100, 100, 100), (60, 100, 100, 100)
    assert scores.missed(kept(good, bad, good), FIRST) == []
    assert scores.missed(kept(bad, good, bad), FIRST) == ["home: Performance 60 of at least 100"]


def test_the_table_shows_every_run_that_differs_and_what_is_not_met() -> None:
    rows = [
        kept((100, 100, 100, 50), kind="step"),
        kept((96, 100, 100, 100), (98, 100, 100, 100), (90, 100, 100, 100)),
    ]
    head, _, *table = scores.in_words(rows, {"home": READ, "step": STEP}, "a machine").splitlines()
    assert head.startswith("2026-11-22, a machine. The middle of 1 or 3 runs")
    assert table == [
        "| Page | Performance | Accessibility | Best practices | SEO | First paint | Aim |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| home | 96 (96, 98, 90), not met | 100 | 100 | 100 | 0.90 s | 97 / 100 / 100 / 100 |",
        "| step | 100 | 100 | 100 | 50 | 0.90 s | - / 100 / 100 / - |",
    ]


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a page about quality, where Lighthouse gives home 97 and everything else 100."""
    (tmp_path / "docs/about").mkdir(parents=True)
    (tmp_path / "site").mkdir()
    (tmp_path / bench.PAGE).write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(site, "build", lambda root: root / "site")
    monkeypatch.setattr(machine, "install_lighthouse", lambda: Path("index.js"))
    monkeypatch.setattr(machine, "find_chromium", lambda: Path("chromium"))
    monkeypatch.setattr(
        lighthouse,
        "_run",
        lambda _tool, _chromium, url, _report: report(100 if "checklist" in url else 97, 100, 100, 100),
    )
    return tmp_path


def test_pages_judged_later_stand_beside_those_judged_before(judged: Path) -> None:
    assert lighthouse.judge(judged, runs=1, only="checklist") == []
    assert lighthouse.judge(judged, runs=2, only="home") == []
    known = json.loads((judged / bench.COPY).read_text(encoding="utf-8"))
    assert [row["what"] for row in known["tables"]["lighthouse"]["rows"]] == ["home", "checklist"]
    assert known["tables"]["lighthouse"]["rows"][0]["performance"] == [97, 97]
    page = (judged / bench.PAGE).read_text(encoding="utf-8")
    assert page.index("| home | 97 |") < page.index("| checklist | 100 |")
    assert page.endswith("<!-- end: lighthouse -->\n\nafter\n")


def test_a_trial_writes_nothing(judged: Path) -> None:
    lighthouse.judge(judged, runs=1, only="home", trial=True)
    assert (judged / bench.PAGE).read_text(encoding="utf-8") == PAGE
    assert not (judged / bench.COPY).exists()


def test_the_command_is_red_where_an_aim_is_missed(
    judged: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("wizard.publish.__main__.ROOT", judged)
    assert main(["lighthouse", "--runs", "1", "--only", "home"]) == 0
    monkeypatch.setattr(lighthouse, "_run", lambda *_: report(100, 98, 100, 100))
    assert main(["lighthouse", "--runs", "1", "--only", "home", "--trial"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "home: Accessibility 98 of at least 100"


def test_without_a_chromium_one_sentence_says_how_to_get_one(
    judged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "find_chromium", lambda: None)
    with pytest.raises(PublishError, match="make chromium"):
        lighthouse.judge(judged)


def test_each_kind_of_page_can_be_named_alone() -> None:
    assert [bench.names(kind, lighthouse.PAGES) for kind in lighthouse.PAGES] == [
        (kind,) for kind in lighthouse.PAGES
    ]


def test_lighthouse_is_pinned_and_locked_with_hashes_and_only_the_whole_test_runs_it() -> None:
    lock = machine.ROOT / machine.LIGHTHOUSE_LOCK
    wanted = json.loads(lock.with_name("package.json").read_text(encoding="utf-8"))["devDependencies"]
    locked = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    assert locked.pop("")["devDependencies"] == wanted
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert all("integrity" in package for package in locked.values())
    assert [part.name for part in parts.test(whole=True)][-1] == "lighthouse"
    assert "lighthouse" not in [part.name for part in parts.test(whole=False)]
