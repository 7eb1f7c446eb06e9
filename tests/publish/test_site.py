from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from wizard.publish import site, states
from wizard.publish.errors import PublishError
from wizard.publish.policy import POLICY

if TYPE_CHECKING:
    from pathlib import Path


class Builder:
    """Stands in for the three steps: counts them and writes one page."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.steps: list[str] = []
        self.environment: dict[str, str] = {}
        self.fails = ""

    def __call__(self, words: tuple[str, ...], **options: Any) -> subprocess.CompletedProcess[str]:
        step = words[3] if words[2] == "wizard.publish" else words[2]
        self.steps.append(step)
        self.environment = options["env"]
        page = self.root / "site.new/index.html"
        page.parent.mkdir(exist_ok=True)
        page.write_text("page")
        return subprocess.CompletedProcess(words, int(step == self.fails))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (
        "mkdocs.yml",
        "uv.lock",
        "package-lock.json",
        "CHANGELOG.md",
        "docs/index.md",
        "wizard/__init__.py",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


@pytest.fixture
def builder(root: Path, monkeypatch: pytest.MonkeyPatch) -> Builder:
    stand_in = Builder(root)
    monkeypatch.setattr(subprocess, "run", stand_in)
    monkeypatch.setattr(states, "content_day", lambda: "2026-11-21")
    monkeypatch.delenv("SITE_URL", raising=False)
    return stand_in


def test_the_steps_run_in_order_and_only_when_something_changed(root: Path, builder: Builder) -> None:
    assert site.build(root) == root / "site"
    assert builder.steps == ["states", "mkdocs", "seal"]
    site.build(root)
    assert len(builder.steps) == 3


@pytest.mark.parametrize(
    "name", ["docs/index.md", "docs/new.md", "wizard/new.toml", "uv.lock", "site/index.html"]
)
def test_a_change_builds_again(root: Path, builder: Builder, name: str) -> None:
    site.build(root)
    (root / name).write_text("changed")
    site.build(root)
    assert len(builder.steps) == 6


@pytest.mark.parametrize(
    "name",
    ["docs/wizard/ghosting/sent/index.html", "docs/assets/flows/a.json", "wizard/core/__pycache__/a.pyc"],
)
def test_what_a_build_writes_itself_is_no_change(root: Path, builder: Builder, name: str) -> None:
    site.build(root)
    (root / name).parent.mkdir(parents=True)
    (root / name).write_text("written")
    site.build(root)
    assert len(builder.steps) == 3


def test_another_address_builds_again(root: Path, builder: Builder, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build(root)
    monkeypatch.setenv("SITE_URL", "https://example.org/keel")
    site.build(root)
    assert builder.environment["SITE_URL"] == "https://example.org/keel/"
    assert site.base_path() == "/keel/"
    assert len(builder.steps) == 6


def test_a_page_can_be_changed_where_the_repository_is_known(
    root: Path, builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REPO_URL", "GITHUB_SERVER_URL", "GITHUB_REPOSITORY"):
        monkeypatch.delenv(name, raising=False)
    site.build(root)
    assert builder.environment["REPO_URL"] == ""
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "one/keel")
    site.build(root)
    assert builder.environment["REPO_URL"] == "https://github.com/one/keel"
    assert len(builder.steps) == 6


def test_a_failed_step_stops_the_build_and_is_not_remembered(root: Path, builder: Builder) -> None:
    builder.fails = "mkdocs"
    with pytest.raises(PublishError, match=r"`mkdocs build .* failed"):
        site.build(root)
    assert builder.steps == ["states", "mkdocs"]
    assert not (root / "site").exists()
    builder.fails = ""
    site.build(root)
    assert builder.steps[2:] == ["states", "mkdocs", "seal"]


def test_the_pages_of_the_generator_get_the_one_policy(root: Path, builder: Builder) -> None:
    site.build(root)
    assert builder.environment["POLICY"] == POLICY


def test_the_build_takes_its_day_from_the_content(root: Path, builder: Builder) -> None:
    site.build(root, anew=True)
    assert builder.environment["CONTENT_DAY"] == "21 Nov 2026"
    assert builder.environment["SOURCE_DATE_EPOCH"] == "1795219200"
