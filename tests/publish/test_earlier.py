from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from wizard.publish import __main__, earlier
from wizard.publish.errors import PublishError
from wizard.publish.server import Server

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from wizard.publish.faults import Mode

OLD = "assets/page/0000000000000001/start.js"
"""A file that only the releases before this one have."""
SAME = "assets/css/00000000000000aa/keel.css"


def sum_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def release(id_: str, texts: Mapping[str, str]) -> dict[str, Any]:
    sums = {path: sum_of(text) for path, text in texts.items()}
    return {"id": id_ * 12, "day": f"2026-11-2{id_}", "files": sums}


def lay(folder: Path, listed: object, texts: Mapping[str, str]) -> Path:
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    folder.mkdir(exist_ok=True)
    (folder / "releases.json").write_text(json.dumps(listed), encoding="utf-8")
    return folder


def new(folder: Path, id_: str = "3") -> Path:
    texts = {SAME: "p{}", f"assets/page/000000000000000{id_}/start.js": id_}
    return lay(folder, [release(id_, texts)], texts)


ONLINE = {SAME: "p{}", OLD: "one", "assets/flows/ghosting.44b5078bffeb.json": "{}"}


@pytest.fixture
def online(tmp_path: Path) -> Iterator[Server]:
    """The site as it is published: two releases with other files."""
    two = {SAME: "p{}", "assets/page/0000000000000002/start.js": "two"}
    listed = [release("2", two), release("1", ONLINE)]
    with Server(lay(tmp_path / "online", listed, ONLINE | two)) as server:
        yield server


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The new build, which is release 3."""
    return new(tmp_path / "site")


def keep(site: Path, server: Server) -> earlier.Kept:
    return earlier.keep(site, server.url, pause=0.01)


def listed(site: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((site / "releases.json").read_text(encoding="utf-8"))
    return found


def rewrite(server: Server, content: object) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    (server.shelf.folder / "releases.json").write_text(text, encoding="utf-8")


def test_files_of_the_two_releases_before_are_added_and_listed(site: Path, online: Server) -> None:
    kept = keep(site, online)
    assert (site / OLD).read_text(encoding="utf-8") == "one"
    assert (site / "assets/page/0000000000000002/start.js").read_text(encoding="utf-8") == "two"
    assert [one["id"][0] for one in listed(site)] == ["3", "2", "1"]
    assert listed(site)[2] == release("1", ONLINE)
    assert (kept.files, kept.size, kept.says) == (3, len("one" + "{}" + "two"), [])
    assert str(kept) == (
        "Earlier releases: 222222222222 of 2026-11-22, 111111111111 of 2026-11-21. 3 files added, 8 bytes."
    )


def test_a_file_that_the_new_build_has_is_not_fetched(site: Path, online: Server) -> None:
    keep(site, online)
    assert SAME not in [seen.path for seen in online.seen]


def test_keeping_twice_fetches_only_the_list(site: Path, online: Server) -> None:
    keep(site, online)
    online.seen.clear()
    before = listed(site)
    assert keep(site, online).files == 0
    assert [seen.path for seen in online.seen] == ["releases.json"]
    assert listed(site) == before


def test_a_third_release_before_this_one_goes(tmp_path: Path, site: Path, online: Server) -> None:
    keep(site, online)
    with Server(site) as now:
        fourth = new(tmp_path / "fourth", "4")
        keep(fourth, now)
    assert [one["id"][0] for one in listed(fourth)] == ["4", "3", "2"]
    assert not (fourth / OLD).exists()


def test_the_same_build_deployed_again_is_listed_once(tmp_path: Path, site: Path, online: Server) -> None:
    keep(site, online)
    shutil.copytree(site, tmp_path / "published")
    again = new(tmp_path / "again")
    with Server(tmp_path / "published") as now:
        keep(again, now)
    assert [one["id"][0] for one in listed(again)] == ["3", "2", "1"]


def test_an_earlier_build_deployed_again_keeps_the_files_of_the_later_one(
    tmp_path: Path, site: Path, online: Server
) -> None:
    keep(site, online)
    back = new(tmp_path / "back", "2")
    with Server(site) as now:
        keep(back, now)
    assert [one["id"][0] for one in listed(back)] == ["2", "3", "1"]
    assert (back / "assets/page/0000000000000003/start.js").exists()


def test_no_list_online_is_the_first_release_and_said_in_one_sentence(site: Path, online: Server) -> None:
    online.faults.add("releases.json", "missing")
    before = listed(site)
    kept = keep(site, online)
    assert kept.says == ["There is no releases.json online yet: this is the first release that has one."]
    assert listed(site) == before
    assert [seen.path for seen in online.seen] == ["releases.json"]


@pytest.mark.parametrize("mode", ["garbage", "truncate", "rate_limit", "refuse"])
def test_a_list_that_cannot_be_had_is_said_and_stops_nothing(site: Path, online: Server, mode: Mode) -> None:
    online.faults.add("releases.json", mode)
    before = listed(site)
    kept = keep(site, online)
    (said,) = kept.says
    assert said.startswith("The releases.json that is online cannot be used, so no earlier files are kept: ")
    assert listed(site) == before


def test_a_list_that_comes_at_the_third_try_is_good(site: Path, online: Server) -> None:
    online.faults.add("releases.json", "rate_limit", times=2)
    assert keep(site, online).files == 3


def test_a_server_that_is_silent_is_not_waited_for(
    site: Path, online: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(earlier, "PATIENCE", 0.1)
    online.faults.add("releases.json", "hang")
    assert "timed out" in keep(site, online).says[0]


@pytest.mark.parametrize(
    "content",
    [
        "{}",
        "null",
        "[1]",
        "no JSON",
        "[" * 100_000,
        [{"id": "1" * 12, "day": "2026-11-21"}],
        [{"id": "../../../etc/", "day": "2026-11-21", "files": {}}],
        [{"id": "1" * 12, "day": "yesterday\n::error::", "files": {}}],
        [{"id": "1" * 12, "day": "2026-11-21", "files": {OLD: 1}}],
        [{"id": "1" * 12, "day": "2026-11-21", "files": {OLD: "ab"}}],
        [
            {
                "id": "1" * 12,
                "day": "2026-11-21",
                "files": {f"assets/a/{n:016x}/x.js": "0" * 64 for n in range(2001)},
            }
        ],
    ],
)
def test_a_list_that_is_none_of_ours_adds_nothing(site: Path, online: Server, content: object) -> None:
    rewrite(online, content)
    before = sorted(site.rglob("*"))
    assert "cannot be used" in keep(site, online).says[0]
    assert sorted(site.rglob("*")) == before
    assert len(listed(site)) == 1


@pytest.mark.parametrize(
    "path",
    [
        "../evil.js",
        "/etc/evil.js",
        "assets/page/0000000000000001/../../../../evil.js",
        "sw.js",
        "assets/page/%2e%2e/evil.js",
    ],
)
def test_a_path_that_leads_elsewhere_spoils_the_whole_list(site: Path, online: Server, path: str) -> None:
    rewrite(online, [release("2", {OLD: "one", path: "evil"})])
    (said,) = keep(site, online).says
    assert "it names a path that is not ours" in said
    assert not list(site.parent.rglob("evil.js"))
    assert not (site / OLD).exists()


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("missing", f"{OLD} of release 111111111111 is not online any more."),
        ("garbage", f"{OLD} of release 111111111111 is left out: it is not what its release says (SHA-256)."),
        ("truncate", f"{OLD} of release 111111111111 is left out: it ended too early. (3 tries)"),
        (
            "rate_limit",
            f"{OLD} of release 111111111111 is left out: HTTP Error 429: Too Many Requests (3 tries)",
        ),
    ],
)
def test_a_file_that_cannot_be_had_is_said_and_left_out_and_never_written(
    site: Path, online: Server, mode: Mode, says: str
) -> None:
    online.faults.add(OLD, mode)
    kept = keep(site, online)
    assert kept.says == [says]
    assert not (site / OLD).exists()
    assert set(listed(site)[2]["files"]) == set(ONLINE) - {OLD}
    assert kept.files == 2


def test_a_file_of_the_new_build_is_never_replaced(site: Path, online: Server) -> None:
    (site / SAME).write_text("other", encoding="utf-8")
    kept = keep(site, online)
    assert len(kept.says) == 2
    assert (site / SAME).read_text(encoding="utf-8") == "other"
    assert SAME not in listed(site)[1]["files"]


@pytest.mark.parametrize("limit", ["LARGEST_FILE", "LARGEST_SITE"])
def test_what_is_too_large_is_left_out(
    site: Path, online: Server, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(earlier, limit, 2)
    kept = keep(site, online)
    assert all("it is longer than" in said for said in kept.says)
    assert not (site / OLD).exists()


def test_a_server_that_drips_cannot_hold_a_deployment(
    site: Path, online: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(earlier, "LONGEST", -1.0)
    assert "there is no time left" in keep(site, online).says[0]


@pytest.mark.parametrize("address", ["file:///etc/", "ftp://example.org/", "example.org"])
def test_an_address_that_is_none_of_a_site_is_refused(site: Path, address: str) -> None:
    with pytest.raises(PublishError, match="is no address of a site"):
        earlier.keep(site, address)


def test_a_site_that_is_not_built_is_refused(tmp_path: Path, online: Server) -> None:
    with pytest.raises(PublishError, match="build the site first"):
        keep(tmp_path, online)


def test_the_command_keeps_from_the_address_it_is_given(
    tmp_path: Path, online: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(__main__, "ROOT", tmp_path)
    new(tmp_path / "site")
    assert __main__.main(["keep", "--from", online.url]) == 0
    assert "3 files added" in capsys.readouterr().out
    assert (tmp_path / "site" / OLD).exists()
