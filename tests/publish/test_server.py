from __future__ import annotations

import gzip
import http.client
import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest

from wizard.publish.server import Server, serve_near

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCRIPT = "export const quay = 1;\n" * 400
BASE = "/even-keel/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "site"
    (top / "guide").mkdir(parents=True)
    (top / "empty").mkdir()
    (top / "index.html").write_text("<h1>home</h1>")
    (top / "404.html").write_text("<h1>not found</h1>")
    (top / "about.html").write_text("<h1>about</h1>")
    (top / "guide/index.html").write_text("<h1>guide</h1>")
    for name in ("start.js", "worker.mjs"):
        (top / name).write_text(SCRIPT)
    for name in ("a.wasm", "a.whl", "a.zip", "a.woff2", "a.unknown"):
        (top / name).write_bytes(b"\0asm" * 500)
    (top / "a.svg").write_text("<svg/>")
    (top / "a.json").write_text("{}")
    (top / "a.css").write_text("p{}")
    (top / "site.webmanifest").write_text("{}")
    (tmp_path / "secret.txt").write_text("secret")
    (top / "way-out.txt").symlink_to(tmp_path / "secret.txt")
    return top


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with Server(folder) as running:
        yield running


class Answer:
    def __init__(self, server: Server, path: str, method: str = "GET", **headers: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, headers=named)
            response = connection.getresponse()
            self.status = response.status
            self.headers = response.headers
            self.body = response.read()
        finally:
            connection.close()


def test_a_folder_is_answered_with_its_index(server: Server) -> None:
    assert Answer(server, BASE).body == b"<h1>home</h1>"
    assert Answer(server, BASE + "guide/").body == b"<h1>guide</h1>"


def test_a_folder_without_slash_is_sent_to_the_slash_with_its_query(server: Server) -> None:
    answer = Answer(server, BASE + "guide?a=1")
    assert (answer.status, answer.headers["Location"]) == (301, BASE + "guide/?a=1")
    assert Answer(server, BASE.rstrip("/")).headers["Location"] == BASE


def test_a_page_may_be_asked_for_without_its_ending(server: Server) -> None:
    assert Answer(server, BASE + "about").body == b"<h1>about</h1>"


@pytest.mark.parametrize("path", ["nothing", "empty/", "guide/nothing/", "start.js/", "about.html/"])
def test_what_is_not_there_gets_the_page_not_found(server: Server, path: str) -> None:
    answer = Answer(server, BASE + path)
    assert (answer.status, answer.body) == (404, b"<h1>not found</h1>")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"


def test_nothing_is_served_outside_the_base_path(server: Server) -> None:
    answer = Answer(server, "/index.html")
    assert answer.status == 404
    assert BASE.encode() in answer.body


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "%2e%2e/secret.txt",
        "guide/../../secret.txt",
        "..%2fsecret.txt",
        "..%5csecret.txt",
        "%00",
        "way-out.txt",
        "/etc/passwd",
        "//etc/passwd",
    ],
)
def test_no_path_leaves_the_folder(server: Server, path: str) -> None:
    answer = Answer(server, BASE + path)
    assert answer.status == 404
    assert b"secret" not in answer.body


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("start.js", "text/javascript; charset=utf-8"),
        ("worker.mjs", "text/javascript; charset=utf-8"),
        ("a.wasm", "application/wasm"),
        ("a.whl", "application/zip"),
        ("a.zip", "application/zip"),
        ("a.woff2", "font/woff2"),
        ("a.svg", "image/svg+xml"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.css", "text/css; charset=utf-8"),
        ("site.webmanifest", "application/manifest+json"),
        ("a.unknown", "application/octet-stream"),
    ],
)
def test_a_file_has_its_type_and_ten_minutes(server: Server, name: str, kind: str) -> None:
    answer = Answer(server, BASE + name)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert answer.headers["Cache-Control"] == "max-age=600"
    assert answer.headers["Last-Modified"].endswith("GMT")


def test_text_and_wasm_are_packed_for_who_can_unpack(server: Server) -> None:
    packed = Answer(server, BASE + "start.js", Accept_Encoding="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.body).decode() == SCRIPT
    assert Answer(server, BASE + "a.wasm", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"
    assert Answer(server, BASE + "a.zip", Accept_Encoding="gzip").headers["Content-Encoding"] is None
    assert Answer(server, BASE + "start.js").body.decode() == SCRIPT


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_what_has_not_changed_is_not_sent_again(server: Server, folder: Path, encoding: str) -> None:
    first = Answer(server, BASE + "start.js", Accept_Encoding=encoding)
    tag = first.headers["ETag"]
    again = Answer(server, BASE + "start.js", Accept_Encoding=encoding, If_None_Match=f'"other", {tag}')
    assert (again.status, again.body) == (304, b"")
    since = Answer(server, BASE + "start.js", If_Modified_Since=first.headers["Last-Modified"])
    assert since.status == 304
    (folder / "start.js").write_text("changed")
    changed = Answer(server, BASE + "start.js", Accept_Encoding="identity", If_None_Match=tag)
    assert (changed.status, changed.body) == (200, b"changed")


def test_a_date_nobody_can_read_is_ignored(server: Server) -> None:
    assert Answer(server, BASE + "start.js", If_Modified_Since="soon").status == 200


def test_head_tells_the_length_and_sends_nothing(server: Server) -> None:
    answer = Answer(server, BASE + "start.js", "HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["Content-Length"] == str(len(SCRIPT))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_can_be_written(server: Server, method: str) -> None:
    answer = Answer(server, BASE, method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_many_requests_share_one_connection(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    for path in ("", "nothing", "guide", "start.js"):
        connection.request("GET", BASE + path)
        connection.getresponse().read()
    assert len(server.connections) == 1
    connection.close()


def test_every_request_is_noted(server: Server) -> None:
    Answer(server, BASE + "start.js?x=1", Accept_Encoding="gzip")
    Answer(server, BASE + "nothing")
    first, second = server.seen
    assert (first.method, first.path, first.status, first.fault) == ("GET", "start.js", 200, "")
    assert 0 < first.sent < len(SCRIPT)
    assert (second.path, second.status) == ("nothing", 404)
    assert 0 <= first.at <= second.at


def test_a_fault_fits_its_pattern_only_and_is_used_up(server: Server) -> None:
    server.faults.add("*.js", "missing", times=1)
    assert Answer(server, BASE + "worker.mjs").status == 200
    assert Answer(server, BASE + "start.js").status == 404
    assert Answer(server, BASE + "start.js").status == 200
    assert [seen.fault for seen in server.seen] == ["", "missing", ""]


def test_a_fault_lasts_until_it_is_cleared(server: Server) -> None:
    server.faults.add("start.js", "rate_limit")
    answer = Answer(server, BASE + "start.js")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
    assert Answer(server, BASE + "start.js").status == 429
    server.faults.clear()
    assert Answer(server, BASE + "start.js").status == 200


def test_a_delayed_answer_comes_late_and_whole(server: Server) -> None:
    server.faults.add("start.js", "delay", seconds=0.3)
    start = time.monotonic()
    assert Answer(server, BASE + "start.js").body.decode() == SCRIPT
    assert time.monotonic() - start >= 0.3


def test_a_cut_answer_ends_in_the_middle(server: Server) -> None:
    server.faults.add("start.js", "truncate")
    with pytest.raises(http.client.IncompleteRead) as error:
        Answer(server, BASE + "start.js")
    assert len(error.value.partial) == len(SCRIPT) // 2


def test_garbage_has_the_right_length_and_type_and_the_wrong_bytes(server: Server) -> None:
    server.faults.add("a.wasm", "garbage")
    answer = Answer(server, BASE + "a.wasm", Accept_Encoding="gzip")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/wasm")
    assert len(answer.body) == 2000
    assert b"asm" not in answer.body


def test_a_wrong_type_comes_with_the_right_bytes(server: Server) -> None:
    server.faults.add("start.js", "wrong_type")
    answer = Answer(server, BASE + "start.js")
    assert (answer.headers["Content-Type"], answer.body.decode()) == ("text/plain; charset=utf-8", SCRIPT)


def test_a_refused_connection_is_reset(server: Server) -> None:
    server.faults.add("start.js", "refuse")
    with pytest.raises((ConnectionResetError, http.client.RemoteDisconnected)):
        Answer(server, BASE + "start.js")


def test_a_hanging_request_gets_nothing_and_holds_up_nobody(server: Server) -> None:
    server.faults.add("start.js", "hang")
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=0.3)
    connection.request("GET", BASE + "start.js")
    with pytest.raises(TimeoutError):
        connection.getresponse()
    connection.close()
    assert Answer(server, BASE + "worker.mjs").status == 200


def test_a_slow_line_is_shared_by_all_connections(folder: Path) -> None:
    with Server(folder, bits_per_second=8 * 20_000) as server:
        start = time.monotonic()
        readers = [threading.Thread(target=Answer, args=(server, BASE + "start.js")) for _ in range(2)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
    assert time.monotonic() - start >= 2 * len(SCRIPT) / 20_000 * 0.95


def test_a_stopped_server_ends_open_connections_and_frees_its_port(folder: Path) -> None:
    server = Server(folder)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request("GET", BASE)
    connection.getresponse().read()
    server.stop()
    server.stop()
    assert connection.sock.recv(1) == b""
    connection.close()
    with Server(folder, port=server.port) as again:
        assert Answer(again, BASE).status == 200


def test_the_next_free_port_is_taken(folder: Path) -> None:
    with Server(folder) as first, serve_near(folder, base="/", port=first.port) as second:
        assert second.port > first.port
        assert Answer(second, "/").status == 200


def test_a_base_path_without_slashes_is_refused(folder: Path) -> None:
    with pytest.raises(ValueError, match="slash"):
        Server(folder, base="even-keel")


def test_a_line_that_is_no_request_harms_nobody(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
        assert b"400" in line.recv(1000)
    assert Answer(server, BASE).status == 200


def test_all_files_can_be_read_before_the_first_request(server: Server, folder: Path) -> None:
    server.warm()
    (folder / "way-out.txt").unlink()
    assert Answer(server, BASE + "a.wasm", Accept_Encoding="gzip").status == 200
