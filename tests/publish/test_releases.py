from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from wizard.publish import releases
from wizard.publish.errors import PublishError
from wizard.publish.policy import POLICY

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-21"
HEAD = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
HASH = "0123456789abcdef"
CHANGE = {"id": "a", "day": "2026-11-20", "says": "Look “again”.", "touches": ["ghosting/submit_today"]}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A sealed site: pages, files in hashed folders, others, and a worker without its list."""
    folder = tmp_path / "site"
    texts = {
        "index.html": f"<!doctype html>\n<html><head>{HEAD}\r\n<title>Home</title></head></html>\n",
        "wizard/ghosting/index.html": f"<!doctype html><html><head>{HEAD}</head></html>",
        f"assets/page/{HASH}/start.js": "start();",
        f"assets/engine/{HASH}/deep/worker.mjs": "work();",
        f"assets/offline/{HASH}/corrections.json": json.dumps([CHANGE]),
        "assets/flows/ghosting.44b5078bffeb.json": "{}",
        "assets/stylesheets/main.57a0d79d.min.css": "p{}",
        "assets/icons/even-keel.svg": "<svg/>",
        "sitemap.xml": "<urlset/>",
        "sw.js": "const LIST = {};",
    }
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def test_every_page_names_its_release_behind_its_policy_and_nothing_else_changes(site: Path) -> None:
    before = files(site)
    release = releases.stamp(site, DAY)
    assert re.fullmatch(r"[0-9a-f]{12}", release.id)
    mark = f'<meta name="ek-release" content="{release.id} {DAY}">'.encode()
    for path, content in files(site).items():
        if path.endswith(".html"):
            assert content.count(HEAD.encode() + mark) == 1
            assert content.replace(mark, b"") == before[path]
        elif path != "release.json":
            assert content == before[path]


def test_stamping_twice_changes_nothing(site: Path) -> None:
    releases.enlist(site, releases.stamp(site, DAY))
    once = files(site)
    releases.enlist(site, releases.stamp(site, DAY))
    assert files(site) == once


@pytest.mark.parametrize(
    "path",
    ["index.html", f"assets/page/{HASH}/start.js", "assets/icons/even-keel.svg", "sw.js", "sitemap.xml"],
)
def test_another_byte_in_any_file_is_another_release(site: Path, path: str) -> None:
    first = releases.stamp(site, DAY).id
    with (site / path).open("ab") as file:
        file.write(b" ")
    assert releases.stamp(site, DAY).id != first


def test_another_name_or_another_day_is_another_release(site: Path) -> None:
    first = releases.stamp(site, DAY).id
    assert releases.stamp(site, "2026-11-22").id != first
    (site / "sitemap.xml").rename(site / "map.xml")
    assert releases.stamp(site, DAY).id != first


def test_what_is_written_when_the_id_is_known_is_no_part_of_it(site: Path) -> None:
    first = releases.stamp(site, DAY)
    releases.enlist(site, first)
    pack = site / "assets/pages" / HASH / "pages.json"
    pack.parent.mkdir(parents=True)
    pack.write_text("{}", encoding="utf-8")
    assert releases.stamp(site, DAY).id == first.id


def test_a_page_without_a_policy_is_refused_by_name(site: Path) -> None:
    (site / "bare.html").write_text("<!doctype html><p>No policy</p>", encoding="utf-8")
    with pytest.raises(PublishError, match=r"bare\.html: it has no Content-Security-Policy"):
        releases.stamp(site, DAY)


def test_the_newest_release_is_said_with_the_corrections_that_lie_beside_the_script(site: Path) -> None:
    release = releases.stamp(site, DAY)
    assert read(site / "release.json") == {"id": release.id, "day": DAY, "corrections": [CHANGE]}
    shutil.rmtree(site / "assets/offline")
    assert releases.stamp(site, DAY).id != release.id
    assert read(site / "release.json")["corrections"] == []


def test_the_list_has_each_file_whose_address_names_its_content_and_no_other(site: Path) -> None:
    pack = site / "assets/pages" / HASH / "pages.json"
    pack.parent.mkdir(parents=True)
    pack.write_text("{}", encoding="utf-8")
    release = releases.enlist(site, releases.stamp(site, DAY))
    assert read(site / "releases.json") == [{"id": release.id, "day": DAY, "files": release.files}]
    assert set(release.files) == {
        f"assets/page/{HASH}/start.js",
        f"assets/engine/{HASH}/deep/worker.mjs",
        f"assets/offline/{HASH}/corrections.json",
        f"assets/pages/{HASH}/pages.json",
        "assets/flows/ghosting.44b5078bffeb.json",
        "assets/stylesheets/main.57a0d79d.min.css",
    }
    assert all(re.fullmatch(r"[0-9a-f]{64}", sum_) for sum_ in release.files.values())


@pytest.mark.parametrize(
    "path",
    [
        f"assets/page/{HASH}/../start.js",
        f"assets/page/{HASH}/%2e%2e/start.js",
        f"/assets/page/{HASH}/start.js",
        f"assets/page/{HASH}/start.js\n",
        f"assets/page/{HASH}//start.js",
        f"assets/page/{HASH}/.start.js",
        f"assets/page/{HASH}/",
        f"assets/page/{HASH}/a\\b.js",
        f"assets/../page/{HASH}/start.js",
        f"https://example.org/assets/page/{HASH}/start.js",
        "assets/page/start.js",
        "assets/icons/card.png",
        "index.html",
        "sw.js",
    ],
)
def test_a_path_that_is_no_hashed_file_below_assets_is_none(path: str) -> None:
    assert releases.FIXED.fullmatch(f"assets/page/{HASH}/start.js")
    assert not releases.FIXED.fullmatch(path)


def test_retiring_puts_the_ending_worker_in_place_and_touches_nothing_else(site: Path) -> None:
    with pytest.raises(PublishError, match="build the site first"):
        releases.retire(site)
    releases.stamp(site, DAY)
    before = files(site)
    releases.retire(site)
    after = files(site)
    worker = after.pop("sw.js").decode()
    assert "registration.unregister()" in worker
    assert "fetch" not in re.sub(r"/\*.*?\*/", "", worker, flags=re.DOTALL)
    del before["sw.js"]
    assert after == before
