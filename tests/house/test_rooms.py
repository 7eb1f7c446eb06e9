"""Every thing has one room: flows have their files, names are nouns, nothing is called by a habit."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import FIGURE
from wizard import shelf
from wizard.case import VOCABULARY
from wizard.core.model import Flow
from wizard.flows import FLOWS, PLANNED
from wizard.flows.safe_set import SAFE_SET
from wizard.publish import pack

ROOT = Path(__file__).resolve().parents[2]
TOP = {"mkdocs.yml", "pyproject.toml", "docs", "wizard", "tests", ".github"}
HABITS = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "shared",
    "manager",
    "handler",
    "data",
    "info",
    "build",
    "dist",
}
LONGEST_FILE = {"wizard": 330, "tests": 500}
MOST_LINES_FOR_A_PLAN = 2_860
MOST_LINES_LATER = 6_230
"""Lines of tools and the case file, which are imported when one of them is opened: decision 0016."""
EXEMPT = {"flow.py"}
"""Flow shapes are data."""
VOCABULARY_DATA = {"acts", "clocks", "questions", "slots", "strips", "tools"}
"""Modules of `case` that hold what flows are made of: data as well."""


def _code(folder: str) -> list[Path]:
    return [file for file in sorted((ROOT / folder).rglob("*.py")) if "__pycache__" not in file.parts]


def test_the_fixed_top_level_is_there() -> None:
    assert {file.name for file in ROOT.iterdir()} >= TOP


def test_nothing_is_named_by_habit() -> None:
    tracked = [*_code("wizard"), *_code("tests"), *(ROOT / "docs/assets/page").glob("*.js")]
    names = {part.split(".")[0] for file in tracked for part in file.relative_to(ROOT).parts}
    assert not names & HABITS


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow.id)
def test_a_flow_has_its_rooms(flow: Flow) -> None:
    id_ = flow.id
    folder = ROOT / "wizard/flows" / id_
    outcomes = {outcome.id for outcome in flow.outcomes}
    written = {file.stem for file in (folder / "words/en").glob("*.toml")}
    own = {"flow", "questions"} if flow.questions else {"flow"}
    assert written == outcomes - {SAFE_SET.id} | own
    assert (ROOT / f"tests/journeys/{id_}.toml").exists()
    assert id_ not in PLANNED


def test_every_letter_is_offered_by_a_result() -> None:
    offered = {letter for flow in FLOWS for outcome in flow.outcomes for letter in outcome.letters}
    assert {file.stem for file in (ROOT / "wizard/messages/en").glob("*.toml")} == offered


def test_ids_are_snake_case_and_unique() -> None:
    ids = [question.id for question in VOCABULARY.questions]
    ids += [act.id for act in VOCABULARY.acts]
    assert len(set(ids)) == len(ids)
    options = [option for question in VOCABULARY.questions for option in question.options]
    assert all(re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", id_) for id_ in (*ids, *options))


@pytest.mark.parametrize(("folder", "most"), LONGEST_FILE.items())
def test_no_code_file_is_too_long_to_hold_in_the_head(folder: str, most: int) -> None:
    files = [file for file in _code(folder) if file.name not in EXEMPT]
    lengths = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in files}
    assert not {name: length for name, length in lengths.items() if length > most}


def _shipped() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return what is imported for a plan, and the rest, without what is data."""
    first, later = (
        {path: text for path, text in part.items() if "tmpl_" not in path and not _is_shape(path)}
        for part in pack.package(ROOT / "wizard")
    )
    return first, later


def _is_shape(path: str) -> bool:
    *_, room, name = path.removesuffix(".py").split("/")
    return f"{name}.py" in EXEMPT or (room == "case" and name in VOCABULARY_DATA)


def _lines(files: dict[str, bytes]) -> int:
    return sum(len(text.splitlines()) for text in files.values())


def test_the_python_that_a_plan_waits_for_stays_small() -> None:
    first, _ = _shipped()
    assert "wizard/render.py" in first
    assert _lines(first) <= MOST_LINES_FOR_A_PLAN


def test_the_python_of_tools_and_case_file_stays_small(
    record_property: Callable[[str, object], None],
) -> None:
    first, later = _shipped()
    record_property(
        FIGURE, f"shipped Python: {_lines(first):,} lines for a plan, {_lines(later):,} for the rest"
    )
    assert "wizard/desk.py" in later
    assert _lines(later) <= MOST_LINES_LATER


def test_published_addresses_are_listed_once_and_in_order() -> None:
    lines = shelf.addresses()
    assert lines == sorted(set(lines))


def test_pyodide_is_pinned_in_one_place() -> None:
    package = (ROOT / "package.json").read_text(encoding="utf-8")
    pinned = re.search(r'"pyodide": "(0\.29\.\d+)"', package)
    assert pinned
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert f"pyodide-{pinned[1]}.tgz" in lock or f'"version": "{pinned[1]}"' in lock


def test_generated_folders_are_not_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8")
    assert "/docs/wizard/*/" in ignored
    assert "/docs/assets/flows/" in ignored
    assert "/site/" in ignored


def test_every_word_of_the_furniture_is_said_somewhere() -> None:
    sources = [*(ROOT / "wizard/layout").glob("*.j2"), ROOT / "wizard/render.py"]
    sources += [
        ROOT / "wizard/__main__.py",
        *(ROOT / f"wizard/publish/{room}.py" for room in ("sources", "states")),
    ]
    said = "".join(file.read_text(encoding="utf-8") for file in sources)
    words = tomllib.loads((ROOT / "wizard/case/words/en/interface.toml").read_text(encoding="utf-8"))
    chosen_by_value = ("today", "this_week", "no_rush", "tone_", "certainty_", "kind_")
    silent = [
        key
        for key in words
        if not key.startswith(chosen_by_value) and f'"{key}"' not in said.replace("'", '"')
    ]
    assert not silent
