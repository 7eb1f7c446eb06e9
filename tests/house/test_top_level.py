from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import wizard

ROOT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def _read(file: Path) -> dict[Any, Any]:
    content: dict[Any, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content


def _steps(workflow: dict[Any, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == wizard.__version__


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_may_only_read_unless_a_job_says_why(file: Path) -> None:
    workflow = _read(file)
    assert workflow["permissions"] == {"contents": "read"}
    writing = {
        f"{name}: {right}"
        for job in workflow["jobs"].values()
        for name, right in job.get("permissions", {}).items()
        if right == "write"
    }
    assert writing <= ({"issues: write"} if file.stem == "freshness" else {"pages: write", "id-token: write"})


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_an_action_is_pinned_by_commit_with_its_version_beside_it(file: Path) -> None:
    used = [line for line in file.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert used
    wrong = [line for line in used if not re.search(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)]
    assert wrong == []


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_a_workflow_runs_only_commands_a_developer_has(file: Path) -> None:
    commands = [step["run"] for step in _steps(_read(file)) if "run" in step]
    assert [command for command in commands if not command.startswith(("make ", ".ci/run"))] == []


def test_every_target_is_a_line_or_two() -> None:
    recipes: dict[str, int] = {}
    target = ""
    for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"([\w.$()/-]+):(?!=)", line):
            target = found[1]
        elif line.startswith("\t") and target:
            recipes[target] = recipes.get(target, 0) + 1
    wanted = {
        "serve",
        "write",
        "test",
        "test-all",
        "check",
        "site",
        "audit",
        "bench",
        "accept",
        "format",
        "new-flow",
    }
    assert wanted <= recipes.keys()
    assert max(recipes.values()) <= 2


def test_node_packages_are_pinned_exactly_and_locked_with_hashes() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert locked.pop("")["devDependencies"] == wanted
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert all("integrity" in package for package in locked.values())


def test_python_tools_are_pinned_exactly_and_every_package_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [package for group in project["dependency-groups"].values() for package in group]
    assert [package for package in wanted if not re.match(r"[\w-]+==[\d.]+(;|$)", package)] == []
    # What our wheel needs is a range, so that it installs beside any Pyodide's packages; the lock decides here.
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    assert {"jinja2", "markupsafe"} <= {package["name"] for package in locked}


def test_every_file_of_a_locked_python_package_has_its_hash() -> None:
    locked = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    foreign = [package for package in locked if "virtual" not in package["source"]]
    assert len(foreign) == len(locked) - 1
    for package in foreign:
        assert package["source"].keys() == {"registry"}, package["name"]
        files = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        assert files, package["name"]
        wrong = [file for file in files if not re.fullmatch("sha256:[0-9a-f]{64}", file.get("hash", ""))]
        assert wrong == [], package["name"]


def test_an_update_waits_a_week_before_it_is_offered() -> None:
    updates = _read(ROOT / ".github/dependabot.yml")["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"uv", "npm", "github-actions"}
    # Days by kind of version are not known for actions; security updates never wait.
    assert [update["cooldown"] for update in updates] == [{"default-days": 7}] * len(updates)
