from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from wizard.publish import offline
from wizard.publish.errors import PublishError
from wizard.publish.releases import Release

BASE = "/even-keel/"
SOURCE = Path(__file__).resolve().parents[2] / "docs/assets/offline/sw.js"
MOST_LINES = 200
BOOK = {
    "flow": "scope_creep",
    "start": "first",
    "parts": ["<main>", "x", "</main>"],
    "states": {"first": ["T", [0, 1, 2]], "second": ["T", [0, 2]]},
}
FILES = {
    "index.html": "<p>home</p>",
    "404.html": "<p>lost</p>",
    "wizard/index.html": "<p>list</p>",
    "offline/index.html": '<a href="../guide/">g</a><link href="../assets/css/k.css"><meta content="../"><a href="#x">x</a>',
    "guide/a/index.html": "<nav><ul><li>one<li>two</ul></nav><p>A</p>",
    "guide/b/index.html": "<nav><ul><li>one<li>two</ul></nav><p>B</p>",
    "wizard/scope-creep/index.html": "<p>start</p>",
    "wizard/scope-creep/map/index.html": "<p>map</p>",
    "wizard/scope-creep/first/index.html": "<title>T - Even Keel</title><main>x</main>",
    "wizard/scope-creep/second/index.html": "<title>T - Even Keel</title><main></main>",
    "wizard/scope-creep/was-third/index.html": "<p>alias</p>",
    "assets/css/0123456789abcdef/k.css": "a{}",
    "assets/page/0123456789abcdef/start.js": "start()",
    "assets/offline/keeper.js": "keep()",
    "assets/offline/sw.js": "const LIST = {};\nwork();\n",
    "assets/icons/even-keel.svg": "<svg/>",
    "assets/engine/aaaaaaaaaaaaaaaa/boot.zip.gz": "boot",
    "assets/engine/aaaaaaaaaaaaaaaa/stock.zip": "stock",
    "assets/engine/aaaaaaaaaaaaaaaa/LICENCE-it.txt": "licence",
    "assets/engine/bbbbbbbbbbbbbbbb/engine.json": json.dumps(
        {"files": {"boot.zip.gz": {"ways": ["boot"]}, "stock.zip": {"ways": ["stock"]}}}
    ),
    "assets/flows/scope_creep.0123456789ab.json": json.dumps(BOOK),
    "checklist/sheet.pdf": "%PDF",
    "app.webmanifest": '{"id": "./", "name": "Even Keel"}',
}
RELEASE = Release("0123456789ab", "2026-11-22", {})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A sealed site of one flow."""
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def laid(site: Path) -> dict[str, Any]:
    offline.prepare(site, BASE)
    offline.lay(site, RELEASE)
    return offline.read(site)


def test_every_listed_file_is_there_with_its_size_and_its_hash(site: Path) -> None:
    for path, (size, wire, digest) in laid(site)["files"].items():
        content = (site / path).read_bytes()
        assert (size, digest) == (len(content), hashlib.sha256(content).hexdigest())
        assert wire > 0


def test_every_page_but_states_and_lists_for_reviewers_is_kept_once(site: Path) -> None:
    found = laid(site)
    pack = json.loads((site / found["pack"]).read_bytes())
    assert set(pack["pages"]) == {"guide/a/", "guide/b/", "wizard/scope-creep/was-third/"}
    single = {path for path in found["files"] if path.endswith(".html")}
    assert single == {
        *("index.html", "wizard/index.html", "offline/index.html"),
        *("wizard/scope-creep/index.html", "wizard/scope-creep/first/index.html"),
    }


def test_a_page_of_the_pack_is_its_parts_joined_and_what_pages_share_is_there_once(site: Path) -> None:
    pack = json.loads((site / laid(site)["pack"]).read_bytes())
    for place, numbers in pack["pages"].items():
        assert "".join(pack["parts"][number] for number in numbers) == FILES[f"{place}index.html"]
    assert sum("<li>one" in part for part in pack["parts"]) == 1


def test_the_groups_hold_what_their_readers_need(site: Path) -> None:
    found = laid(site)
    assert found["flows"] == {
        "scope-creep": {
            "bundle": "assets/flows/scope_creep.0123456789ab.json",
            "shell": "wizard/scope-creep/first/index.html",
        }
    }
    groups = found["groups"]
    assert set(groups["scope-creep"]) < set(groups["guide"])
    assert found["pack"] in groups["guide"]
    assert not set(groups["core"]) & set(groups["guide"])
    assert "assets/page/0123456789abcdef/start.js" in groups["core"]
    assert "assets/offline/sw.js" not in groups["core"]


def test_of_the_engine_neither_licences_nor_the_last_way_of_starting_are_kept(site: Path) -> None:
    names = {path.rpartition("/")[2] for path in laid(site)["groups"]["engine"]}
    assert names == {"boot.zip.gz"}
    (site / "assets/engine/bbbbbbbbbbbbbbbb/engine.json").write_text(
        json.dumps({"files": {"stock.zip": {"ways": ["stock"]}}}), encoding="utf-8"
    )
    assert any(path.endswith("stock.zip") for path in laid(site)["groups"]["engine"])


def test_laying_twice_changes_nothing(site: Path) -> None:
    laid(site)
    once = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    laid(site)
    assert {file: file.read_bytes() for file in site.rglob("*") if file.is_file()} == once


def test_the_page_for_lost_addresses_leads_on_from_any_address(site: Path) -> None:
    laid(site)
    assert (site / "offline/index.html").read_text(encoding="utf-8") == (
        '<a href="/even-keel/guide/">g</a><link href="/even-keel/assets/css/k.css">'
        '<meta content="/even-keel/"><a href="#x">x</a>'
    )


def test_the_app_is_told_apart_from_others_on_the_same_host(site: Path) -> None:
    laid(site)
    assert json.loads((site / "app.webmanifest").read_text(encoding="utf-8"))["id"] == BASE


def test_a_site_without_a_worker_stays_as_it_is(site: Path) -> None:
    (site / "assets/offline/sw.js").unlink()
    once = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    offline.prepare(site, BASE)
    offline.lay(site, RELEASE)
    assert {file: file.read_bytes() for file in site.rglob("*") if file.is_file()} == once


def test_a_worker_without_a_place_for_its_list_is_refused(site: Path) -> None:
    (site / "assets/offline/sw.js").write_text("work();\n", encoding="utf-8")
    with pytest.raises(PublishError, match="const LIST"):
        offline.prepare(site, BASE)


def test_the_worker_is_short_and_opens_no_cache_but_its_own() -> None:
    text = SOURCE.read_text(encoding="utf-8")
    code = [line for line in text.splitlines() if not re.match(r"\s*(/?\*|//|$)", line)]
    assert len(code) <= MOST_LINES
    assert not re.search(r"caches\.match\((?![^)]*cacheName)", text)
    assert "importScripts" not in text
    assert len(re.findall(r"skipWaiting", text)) == 1
