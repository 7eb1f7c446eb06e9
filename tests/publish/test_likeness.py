"""Two sites are compared by what a reader finds in them, not by how their pages are written."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import pytest

from wizard.publish import likeness, zensical
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.publish.likeness import Row

OLD, NEW = "0123456789abcdef", "fedcba9876543210"
PAGE = """<!doctype html><html><head><meta name="generator" content="one"><title>Late pay</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<link rel="stylesheet" href="../../assets/css/0123456789abcdef/keel.css">
<link rel="stylesheet" href="../../assets/stylesheets/main.12345678.min.css"></head><body>
<nav><a href="../..">Home</a> <a href="./" aria-current="page">Late pay</a></nav><article>
<h1 id="late">Late pay<a class="headerlink" href="#late">sign</a></h1>
<p>Wait until <b>Friday</b>, then <a href="../../wizard/late/">ask</a>.</p></article></body></html>"""
STATE = '<meta name="ek-release" content="aaa 2026-11-22"><main id="step">What now?</main>'
SITEMAP = "<urlset><url><loc>\n http://a/guide/late/ </loc></url></urlset>"
INDEX = {"pages": [["guide/late/", "Late pay", "", "guide"]], "sections": [[0, "", "", "Wait until Friday."]]}


def _write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def _files(seal: str) -> dict[str, str]:
    return {
        "guide/late/index.html": PAGE.replace(OLD, seal),
        "wizard/late/index.html": STATE.replace("aaa", seal[:3]),
        f"assets/css/{seal}/keel.css": "p {}",
        f"assets/search/{seal}/index.json": json.dumps(INDEX),
        "sitemap.xml": SITEMAP,
        "release.json": seal,
    }


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return _write(tmp_path / "before", _files(OLD))


@pytest.fixture
def after(tmp_path: Path) -> Path:
    return _write(tmp_path / "after", _files(NEW))


def _rows(before: Path, after: Path) -> dict[str, Row]:
    rows = likeness.compare(before, after, lambda path: path.startswith("wizard/"))
    return {row.name: row for row in rows}


def _gone(before: Path, after: Path) -> dict[str, list[str]]:
    return {name: row.gone for name, row in _rows(before, after).items() if row.gone}


def test_two_sites_that_differ_by_hashes_and_by_the_release_alone_are_alike(
    before: Path, after: Path
) -> None:
    rows = _rows(before, after)
    assert {name: (row.gone, row.new) for name, row in rows.items() if row.gone or row.new} == {}
    assert {name for name, row in rows.items() if not row.before} == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('content="one"', 'content="another"'),
        ("main.12345678.min.css", "classic/main.87654321.min.css"),
        ('href="./"', 'href=""'),
        ('href="../../wizard/late/"', 'href="./../../wizard/late/index.html"'),
        ("<p>Wait", "\n\n <p class='x'>\n Wait"),
        ("sign</a>", "§</a>"),
        ("<article>", '<article><a id="__skip" tabindex="-1"></a>'),
    ],
)
def test_what_no_reader_notices_is_no_loss(before: Path, after: Path, old: str, new: str) -> None:
    page = after / "guide/late/index.html"
    page.write_text(page.read_text().replace(old, new))
    assert page.read_text() != PAGE.replace(OLD, NEW)
    assert _gone(before, after) == {}


@pytest.mark.parametrize(
    ("old", "new", "where", "says"),
    [
        ("<title>Late pay", "<title>Pay", "titles", "Late pay"),
        ("default-src 'none'", "default-src *", "lines of the head", "default-src 'none'"),
        ('<h1 id="late">', '<h1 id="late_1">', "headings", "h1#late Late pay"),
        ('<h1 id="late">', '<h1 id="late_1">', "places a link can name", "late"),
        ("../../wizard/late/", "../wizard/late/", "links", "wizard/late"),
        (' aria-current="page"', "", "signs for scripts and screen readers", "<a aria-current=page>"),
        ("Friday</b>", "Monday</b>", "pieces of text", "Wait until Friday, then ask."),
    ],
)
def test_what_a_reader_would_miss_is_named_with_its_page(
    before: Path, after: Path, old: str, new: str, where: str, says: str
) -> None:
    page = after / "guide/late/index.html"
    page.write_text(page.read_text().replace(old, new))
    found = _gone(before, after)[where]
    assert [says in line and line.startswith("guide/late/index.html ") for line in found] == [True]


def test_a_state_page_must_be_the_same_byte_for_byte(before: Path, after: Path) -> None:
    page = after / "wizard/late/index.html"
    page.write_text(page.read_text().replace("What now?", "What  now?"))
    assert _gone(before, after) == {likeness.STATES: ["wizard/late/index.html as it was"]}


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("guide/late/index.html", {"pages"}),
        (f"assets/css/{NEW}/keel.css", {likeness.FILES}),
        ("sitemap.xml", {likeness.FILES, likeness.ADDRESSES}),
        (f"assets/search/{NEW}/index.json", {likeness.FILES, likeness.SECTIONS}),
    ],
)
def test_a_file_that_is_not_there_is_missing(before: Path, after: Path, path: str, rows: set[str]) -> None:
    (after / path).unlink()
    assert set(_gone(before, after)) == rows


def test_a_file_with_other_content_is_missing(before: Path, after: Path) -> None:
    (after / f"assets/css/{NEW}/keel.css").write_text("p { color: red }")
    assert _gone(before, after) == {likeness.FILES: ["assets/css/keel.css as it was"]}


def test_the_table_counts_what_is_missing_and_shows_the_first_of_it(before: Path, after: Path) -> None:
    _write(before, {f"guide/{number}/index.html": PAGE for number in range(12)})
    _write(before, {"sitemap.xml.gz": "", "assets/stylesheets/main.12345678.min.css": ""})
    rows = likeness.compare(before, after, lambda path: path.startswith("wizard/"))
    lines = zensical.table(rows).splitlines()
    assert lines[1].split() == ["pages", "14", "2", "12", "0", "0"]
    assert next(line for line in lines if line.startswith("other files")).split()[-3:] == ["0", "2", "0"]
    assert lines[-1] == "... and 2 more of pages"
    assert lines[-2].startswith("missing of pages: guide/")


def test_without_zensical_the_command_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match=r"no Zensical in \.venv-zensical/: `make zensical` installs it"):
        zensical.prove(tmp_path)


def test_what_zensical_says_when_it_cannot_build_is_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(tmp_path, {"docs/index.md": "# Home", "mkdocs.yml": "", zensical.PYTHON.as_posix(): ""})
    failed = subprocess.CompletedProcess((), 1, "Build started\n", "RuntimeError: undefined value\n")
    monkeypatch.setattr(subprocess, "run", lambda *_words, **_options: failed)
    with pytest.raises(
        PublishError, match=r"cannot build docs/\. It says:\n.*\nRuntimeError: undefined value"
    ):
        zensical.build(tmp_path)
