"""What has to be read again is found: old facts by their day, lost sources by what their host answers."""

from __future__ import annotations

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from wizard.publish import freshness, states
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LEDGER = states.book().ledger
NEWEST = max(fact.read for fact in LEDGER.values())


class _Host(BaseHTTPRequestHandler):
    """Answers with the number that its address names."""

    def do_GET(self) -> None:
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def host() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Host) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_fact_is_old_after_180_days_and_not_before() -> None:
    newest = [key for key, fact in LEDGER.items() if fact.read == NEWEST]
    on_time = NEWEST + timedelta(days=freshness.DAYS)
    assert not {fact.key for fact in freshness.stale(LEDGER, on_time)} & {*newest}
    late = [fact.key for fact in freshness.stale(LEDGER, on_time + timedelta(days=1))]
    assert set(late) == set(LEDGER)
    assert [LEDGER[key].read for key in late] == sorted(LEDGER[key].read for key in late)


@pytest.mark.parametrize(
    ("answer", "why"),
    [(200, ""), (403, ""), (404, "answers 404"), (410, "answers 410"), (429, ""), (503, "")],
)
def test_only_a_host_that_says_so_has_lost_a_page(host: str, answer: int, why: str) -> None:
    assert freshness.why_gone(f"{host}/{answer}") == why


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/", "http://no-such-host.invalid/", "http://[broken/", "nothing"]
)
def test_a_line_that_is_cut_says_nothing_of_a_page(url: str) -> None:
    assert freshness.why_gone(url) == ""


def test_a_page_is_asked_for_once_and_what_is_no_address_never(host: str) -> None:
    urls = [f"{host}/404#a", f"{host}/404#b", f"{host}/200", "a book in print", "file:///etc/passwd"]
    assert freshness.gone(urls) == {f"{host}/404": "answers 404"}


def test_the_report_names_each_fact_with_its_source_and_is_empty_when_all_is_fresh() -> None:
    assert freshness.report(LEDGER, NEWEST, online=False) == ""
    told = freshness.report(LEDGER, NEWEST + timedelta(days=freshness.DAYS + 1), online=False)
    assert f"{len(LEDGER)} facts were read more than 180 days ago" in told
    assert all(f"`{key}`" in told for key in LEDGER)


GH = """#!/bin/sh
echo "$@" >> {log}
test "$2" = list && printf '%s' '{open}'
test "$2" = list || cat > {body}
exit {code}
"""


def _with_gh(folder: Path, monkeypatch: pytest.MonkeyPatch, opened: str, code: int = 0) -> None:
    gh = folder / "gh"
    gh.write_text(
        GH.format(log=folder / "log", body=folder / "body", open=opened, code=code), encoding="utf-8"
    )
    gh.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


def test_an_issue_is_opened_once_and_then_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_gh(tmp_path, monkeypatch, "[]")
    freshness.post("- `a.b`\n")
    _with_gh(tmp_path, monkeypatch, '[{"number": 7, "title": "Facts to be read again"}]')
    assert freshness.post("- `c.d`\n") == "Issue 7 has the new list."
    asked = [line.split()[1] for line in (tmp_path / "log").read_text(encoding="utf-8").splitlines()]
    assert asked == ["list", "create", "list", "edit"]
    assert (tmp_path / "body").read_text(encoding="utf-8") == "- `c.d`\n"


def test_nothing_is_asked_of_github_when_all_is_fresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_gh(tmp_path, monkeypatch, "[]")
    assert "fresh" in freshness.post("")
    assert not (tmp_path / "log").exists()


def test_github_that_refuses_or_is_not_there_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_gh(tmp_path, monkeypatch, "", code=1)
    with pytest.raises(PublishError, match="gh issue list was refused"):
        freshness.post("x")
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    with pytest.raises(PublishError, match="no gh on this machine"):
        freshness.post("x")
