from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from wizard.flows import FLOWS
from wizard.publish import bench, site
from wizard.publish.bench import answers, growth, peer, scale, starts, tables
from wizard.publish.bench.figures import Row, Table, Target, rounded, within
from wizard.publish.bench.runs import Runs, reason, share, started
from wizard.publish.bench.stand import PEER, Stand
from wizard.publish.browsers.window import Silent
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

DAY = date(2026, 11, 22)
FAST = Row("a start", "ratio", (0.5, 0.2, 0.3), "chromium", Target(0.55, 0.3))
LATE = Row("a start", "ratio", (0.5, 0.6, 0.7), "firefox", Target(0.55, 0.3))
LOST = Row("a start", "ratio", (), "webkit", Target(0.55, 0.3), "the engine did not start")
STARTS = Table("engine", "Engine start", "Ratios.", [FAST, LATE, LOST])


@pytest.mark.parametrize(("share", "figure"), [(0.95, 19), (1.0, 20), (0.5, 10), (0.01, 1)])
def test_a_share_of_figures_is_within_the_least_that_holds_it(share: float, figure: int) -> None:
    assert within(list(range(20, 0, -1)), share) == figure


def test_a_quotient_and_what_is_left_need_both_of_a_run() -> None:
    ours = Runs(3, {0: (1,), 2: (3,)}, ["boot", "boot"])
    theirs = Runs(3, {0: (2,), 1: (4,), 2: (12,)})
    assert ours.over(theirs).found == {0: (0.5,), 2: (0.25,)}
    assert ours.less(theirs).found == {0: (-1,), 2: (-9,)}
    assert ours.over(theirs).note == "way: boot; 2 of 3 runs"


def test_a_run_that_fails_is_said_in_the_row_and_takes_no_other_with_it() -> None:
    runs = Runs(3)
    runs.attempt(0, lambda: [4.0, 6.0])
    runs.attempt(1, lambda: [1 / 0])
    runs.attempt(2, lambda: [5.0])
    row = runs.row("it", "ms", "firefox", Target(9))
    assert row.figures == (4.0, 6.0, 5.0)
    assert row.note == "2 of 3 runs: ZeroDivisionError: division by zero"
    assert tables.line(row).endswith(f"5.0 of at most 9.0: met [{row.note}]")
    assert f"4.0 / 5.0 / 6.0 ms, met ({row.note})" in tables.in_words(Table("a", "", "", [row]), DAY, "it")
    assert row.table()["note"] == row.note


def test_what_fails_twice_is_not_tried_again() -> None:
    runs = Runs(5)
    made: list[int] = []

    def take() -> list[float]:
        made.append(1)
        raise Silent("it said nothing\nat all")

    for run in range(5):
        runs.attempt(run, take)
    assert len(made) == 2
    assert (runs.row("it", "ms").figures, runs.row("it", "ms").why) == ((), "it said nothing")


@pytest.mark.parametrize(
    ("ways", "says"),
    [
        ([], ""),
        (["image"] * 3, "way: image"),
        (["boot", "image", "image"], "ways: image 2, boot 1"),
    ],
)
def test_the_way_of_starting_is_said(ways: list[str], says: str) -> None:
    assert started(ways) == says


def test_runs_are_counted_only_when_some_are_missing() -> None:
    assert [share(there, 3, "lost") for there in (3, 2)] == ["", "2 of 3 runs: lost"]


def test_an_error_is_said_with_its_type_unless_it_is_a_sentence() -> None:
    assert [reason(error) for error in (Silent("No."), KeyError("a"), ValueError())] == [
        "No.",
        "KeyError: 'a'",
        "ValueError",
    ]


@pytest.mark.parametrize(
    ("figure", "short"), [(0.123456, 0.12346), (12345.6, 12346), (1234567, 1234567), (0, 0), (0.5, 0.5)]
)
def test_a_kept_figure_has_no_more_digits_than_mean_something(figure: float, short: float) -> None:
    assert rounded(figure) == short


@pytest.mark.parametrize(
    ("figures", "target", "verdict"),
    [
        ((0.2, 0.3, 0.9), Target(0.55, 0.3), "met, and the aim"),
        ((0.2, 0.5, 0.9), Target(0.55, 0.3), "met"),
        ((0.2, 0.6, 0.6), Target(0.55, 0.3), "not met"),
        ((1, 2, 99), Target(50, judge="most"), "not met"),
        ((*([1] * 95), *([99] * 5)), Target(50, judge="95 of 100"), "met"),
        ((*([1] * 94), *([99] * 6)), Target(50, judge="95 of 100"), "not met"),
        ((), Target(1), ""),
        ((1,), None, ""),
    ],
)
def test_the_figure_that_the_target_speaks_of_is_judged(
    figures: Sequence[float], target: Target | None, verdict: str
) -> None:
    assert Row("it", "ms", tuple(figures), target=target).verdict == verdict


def test_a_line_for_the_terminal_says_figures_target_and_verdict() -> None:
    assert tables.line(FAST).split() == [
        *("a", "start,", "Chromium", "0.20", "0.30", "0.50"),
        *("0.30", "of", "at", "most", "0.55", "(0.30):", "met,", "and", "the", "aim"),
    ]
    assert tables.line(LOST).endswith("no figure: the engine did not start")


def test_the_page_has_a_column_for_each_browser_and_a_reason_for_a_figure_that_is_missing() -> None:
    assert tables.in_words(STARTS, DAY, "a machine").splitlines() == [
        "22 November 2026, a machine. Ratios.",
        "",
        "| What | Chromium | Firefox | WebKitGTK | Target |",
        "| --- | --- | --- | --- | --- |",
        "| a start | 0.20 / 0.30 / 0.50, met, and the aim | 0.50 / 0.60 / 0.70, not met | - | 0.55 (aim 0.30) |",
        "",
        "- No figure for “a start” (WebKitGTK): the engine did not start.",
    ]


def test_a_run_rewrites_its_own_tables_and_leaves_every_other_word() -> None:
    before = "# Q\n\n<!-- bench: engine -->\nold\n<!-- end: engine -->\n\n<!-- bench: bytes -->\nkept\n<!-- end: bytes -->\n"
    after = tables.page(before, [STARTS], DAY, "a machine")
    assert "old" not in after
    assert "| a start |" in after
    assert after.startswith("# Q\n\n<!-- bench: engine -->\n")
    assert after.endswith("<!-- end: engine -->\n\n<!-- bench: bytes -->\nkept\n<!-- end: bytes -->\n")
    assert tables.page(after, [STARTS], DAY, "a machine") == after


def test_a_page_without_a_place_for_a_table_is_refused() -> None:
    with pytest.raises(PublishError, match="no place for a table: <!-- bench: engine -->"):
        tables.page("# Q\n", [STARTS], DAY, "a machine")


def test_the_page_about_quality_has_a_place_for_every_table() -> None:
    page = (growth.ROOT / bench.PAGE).read_text(encoding="utf-8")
    found = [Table(name, title, note, [FAST]) for name, (title, note) in bench.TABLES.items()]
    assert tables.page(page, found, DAY, "a machine").count("| a start |") == len(bench.TABLES)


def test_json_keeps_the_tables_of_an_earlier_run(tmp_path: Path) -> None:
    file = tmp_path / "bench.json"
    assert tables.read(file) == {}
    other = Table("bytes", "Size", "", [Row("a page", "bytes", (10, 20))])
    file.write_text(tables.text(tables.kept([other], DAY, "old", tables.read(file))))
    file.write_text(tables.text(tables.kept([STARTS], DAY, "new", tables.read(file))))
    found = json.loads(file.read_text())["tables"]
    assert found["bytes"]["machine"] == "old"
    assert found["engine"]["rows"][0]["verdict"] == "met, and the aim"
    assert found["engine"]["rows"][2]["why"] == "the engine did not start"


def test_names_on_the_command_line_come_in_their_own_order_and_unknown_ones_are_refused() -> None:
    assert bench.names("bytes, engine", bench.TABLES) == ("engine", "bytes")
    assert bench.names("", bench.TABLES) == tuple(bench.TABLES)
    with pytest.raises(PublishError, match="speed is none of: engine, "):
        bench.names("speed", bench.TABLES)


@pytest.fixture
def measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the page alone, in which two tables are measured in one browser."""
    page = tmp_path / bench.PAGE
    page.parent.mkdir(parents=True)
    page.write_text("".join(f"<!-- bench: {name} -->\n<!-- end: {name} -->\n" for name in bench.TABLES))
    (tmp_path / "built").mkdir()
    monkeypatch.setattr(site, "build", lambda root: root / "built")
    monkeypatch.setattr(bench.scale, "build_rows", lambda *_: iter([Row("a build", "s", (1.0,))]))
    return tmp_path


def growing(error: BaseException) -> Any:
    def rows(*_: object) -> Iterator[Row]:
        yield Row("grown", "s", (2.0,))
        raise error

    return rows


def test_an_error_becomes_a_row_and_what_was_found_before_it_stands(
    measured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.scale, "scale_rows", growing(KeyError("states")))
    found = bench.bench(measured, only="builds,scale")
    assert [(row.what, row.why) for row in found[1].rows] == [
        ("grown", ""),
        ("the rest of scale", "KeyError: 'states'"),
    ]
    assert "No figure for “the rest of scale”: KeyError: 'states'." in (measured / bench.PAGE).read_text()


def test_stopping_keeps_what_is_done_and_shows_no_table_that_is_not(
    measured: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.scale, "scale_rows", growing(KeyboardInterrupt()))
    with pytest.raises(PublishError, match="Stopped in the table “Growth”"):
        bench.bench(measured, only="builds,scale")
    assert json.loads((measured / bench.OUTPUT).read_text())["tables"].keys() == {"builds", "scale"}
    assert json.loads((measured / bench.COPY).read_text())["tables"].keys() == {"builds"}
    assert "a build" in (page := (measured / bench.PAGE).read_text())
    assert "grown" not in page


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    """A stand for a site with nothing in it but the peer."""
    with Stand(growth.ROOT, tmp_path_factory.mktemp("site")) as served:
        yield served


@pytest.mark.parametrize("rows", [starts.rows, answers.rows])
@pytest.mark.parametrize(("engine", "name"), [("firefox", "Firefox"), ("webkit", "WebKitGTK")])
def test_a_browser_that_is_not_here_is_said_in_every_row_and_stops_nothing(
    stand: Stand, rows: Any, engine: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = list(rows(stand, engine, 1, print))
    says = f"There is no {name} on this machine: `make engines` installs one."
    assert {(row.figures, row.why) for row in found} == {((), says)}


def test_the_peer_is_the_npm_package_as_it_comes(stand: Stand) -> None:
    for name in peer.FILES:
        laid = (stand.site / PEER / name).read_bytes()
        assert laid == (growth.ROOT / "node_modules/pyodide" / name).read_bytes()


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with twice its flows and pages."""
    tree = tmp_path_factory.mktemp("grown") / "tree"
    growth.copy(growth.ROOT, tree)
    growth.grow(tree, 2)
    return tree


def test_a_grown_copy_has_every_flow_and_page_twice(grown: Path) -> None:
    for folder, pattern in (("wizard/flows", "*/flow.py"), ("docs/guide", "*.md")):
        before = [file for file in (growth.ROOT / folder).glob(pattern) if file.name != "index.md"]
        after = [file for file in (grown / folder).glob(pattern) if file.name != "index.md"]
        assert len(after) == 2 * len(before) > 0
    listed = (grown / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    assert listed.count("          - guide/client-silent-2.md") == 1


@pytest.mark.long
def test_a_grown_copy_compiles_with_ids_of_its_own_and_no_finding(grown: Path) -> None:
    seconds, findings = scale.explored(grown)
    assert seconds > 0
    assert findings == 0
    names = (grown / "wizard/flows/__init__.py").read_text(encoding="utf-8")
    assert all(f"{flow.id.upper()}_2,\n" in names for flow in FLOWS)
