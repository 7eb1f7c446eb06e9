from __future__ import annotations

import base64
import hashlib
import re
import shutil
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.publish import seal
from wizard.publish.errors import PublishError
from wizard.publish.fingerprint import fingerprint
from wizard.publish.pack import Engine
from wizard.publish.pages import Page
from wizard.publish.policy import POLICY

if TYPE_CHECKING:
    from pathlib import Path

BASE = "/even-keel/"
DAY = "2026-11-22"
HEAD = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
REFERRER = '<meta name="referrer" content="no-referrer">'


def page(root: str = "", *, head: str = HEAD + REFERRER, more: str = "", body: str = "") -> str:
    """Return a page that lies so deep that `root` leads to the top."""
    return (
        f'<!doctype html>\n<html lang="en">\n<head>{head}\n'
        f'<link rel="stylesheet" href="{root}assets/css/keel.css">\n'
        f'<meta name="ek-engine" content="{root}assets/engine/">\n'
        f"<script src='{root}assets/page/start.js' type=module></script>{more}</head>\n"
        f"<body><p>Ends &amp; begins</p>{body}</body>\n</html>\n"
    )


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """A packed engine of two small files."""
    folder = tmp_path / "engine"
    for name in ("core", "app"):
        (folder / name).mkdir(parents=True)
    (folder / "core/pyodide.mjs").write_text("export {};\n", encoding="utf-8")
    (folder / "app/worker.js").write_text("start();\n", encoding="utf-8")
    names = [(folder / name).rename(folder / fingerprint(folder / name)).name for name in ("core", "app")]
    return Engine(folder, names[0], names[1], "", compiled=True)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A finished site as the generator leaves it."""
    folder = tmp_path / "site"
    for name in ("assets/css", "assets/page", "assets/engine", "wizard/ghosting/start"):
        (folder / name).mkdir(parents=True)
    (folder / "assets/css/keel.css").write_text(
        "a { background: url(../icons/keel.svg) }\n", encoding="utf-8"
    )
    (folder / "assets/page/start.js").write_text('import "./walk.js";\n', encoding="utf-8")
    (folder / "assets/page/walk.js").write_text("export {};\n", encoding="utf-8")
    (folder / "assets/engine/worker.js").write_text("// as written\n", encoding="utf-8")
    (folder / "index.html").write_text(page(), encoding="utf-8")
    (folder / "404.html").write_text(page(BASE), encoding="utf-8")
    (folder / "wizard/ghosting/start/index.html").write_text(page("../../../"), encoding="utf-8")
    return folder


class Links(HTMLParser):
    """The addresses that a page names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = {"link": "href", "script": "src", "meta": "content"}.get(tag)
        self.found += [value or "" for name, value in attrs if name == wanted and "assets/" in (value or "")]


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its content."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def policy_of(text: str) -> str:
    """Return the policy of a page."""
    found = re.search(r'Security-Policy" content="([^"]*)"', text)
    assert found
    return found[1]


def hash_of(text: str) -> str:
    """Return the word with which a policy allows an inline block."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def sealed(site: Path, engine: Engine, text: str) -> str:
    """Seal the site with another home page and return that page."""
    (site / "index.html").write_bytes(text.encode())
    seal.close(site, engine, BASE, DAY)
    return (site / "index.html").read_bytes().decode()


def test_every_address_of_style_script_and_engine_leads_to_a_file_named_by_its_content(
    site: Path, engine: Engine
) -> None:
    seal.close(site, engine, BASE, DAY)
    for html in site.rglob("*.html"):
        here = "http://x" + BASE + html.relative_to(site).as_posix()
        links = Links(html.read_text(encoding="utf-8")).found
        assert len(links) == 3
        for link in links:
            path = urljoin(here, link).removeprefix("http://x" + BASE)
            assert (site / path).exists()
            assert re.fullmatch(r"assets/(css|page|engine)/[0-9a-f]{16}/(keel\.css|start\.js)?", path)


def test_a_folder_gets_another_address_when_one_of_its_files_changes(site: Path, engine: Engine) -> None:
    (site / "assets/page/walk.js").write_text("export {};\n", encoding="utf-8")
    before = sealed(site, engine, page())
    for name in ("page", "css"):
        (folder,) = (site / "assets" / name).iterdir()
        for file in folder.iterdir():
            shutil.copy(file, site / "assets" / name)
    (site / "assets/page/walk.js").write_text("export { };\n", encoding="utf-8")
    after = sealed(site, engine, page())
    assert re.findall(r"page/([0-9a-f]{16})", before) != re.findall(r"page/([0-9a-f]{16})", after)
    assert len(list((site / "assets/page").iterdir())) == 1


def test_sealing_twice_changes_nothing(site: Path, engine: Engine) -> None:
    sealed(site, engine, page(more="<script>go()</script>"))
    once = files(site)
    seal.close(site, engine, BASE, DAY)
    assert files(site) == once


def test_two_builds_of_the_same_site_are_equal(site: Path, engine: Engine, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "other")
    seal.close(site, engine, BASE, DAY)
    seal.close(tmp_path / "other", engine, BASE, DAY)
    assert files(site) == files(tmp_path / "other")


def test_the_packed_engine_takes_the_place_of_the_worker_as_written(site: Path, engine: Engine) -> None:
    seal.close(site, engine, BASE, DAY)
    assert {file.name for file in (site / "assets/engine").iterdir()} == {engine.core, engine.app}
    assert f"assets/engine/{engine.app}/" in (site / "index.html").read_text(encoding="utf-8")


def test_nothing_else_on_a_page_changes_by_a_byte(site: Path, engine: Engine) -> None:
    odd = page(body="<pre>  a\r\n\tb </pre><!-- c --><img alt='x&quot;'>é<svg viewBox='0 0 1 1'/>")
    text = sealed(site, engine, odd)
    unstamped = re.sub(r'<meta name="ek-release" content="[0-9a-f]{12} 2026-11-22">', "", text)
    plain = re.sub(r"assets/(css|page|engine)/[0-9a-f]{16}/", r"assets/\1/", unstamped)
    assert plain.replace('src="assets/page/start.js"', "src='assets/page/start.js'") == odd


def test_a_step_names_all_modules_so_that_they_come_at_once_and_a_guide_page_names_none(
    site: Path, engine: Engine
) -> None:
    head = HEAD + REFERRER + '<meta name="ek-bundle" content="assets/flows/a.json">'
    text = sealed(site, engine, page(head=head))
    (folder,) = (site / "assets/page").iterdir()
    assert re.findall(r'modulepreload" href="([^"]*)"', text) == [f"assets/page/{folder.name}/walk.js"]
    assert "modulepreload" not in (site / "404.html").read_text(encoding="utf-8")
    once = files(site)
    seal.close(site, engine, BASE, DAY)
    assert files(site) == once


def test_a_style_sheet_finds_what_lies_outside_its_folder_one_level_deeper(
    site: Path, engine: Engine
) -> None:
    style = (
        'a{background:url("../icons/a.svg")} b{background:url(data:image/png;base64,AA)}\n'
        "c{background:url(c.svg)} d{mask:url(#shape)} e{background:url(/even-keel/x.png)}\n"
        "@import '../other.css';\n@import 'here.css';\n"
    )
    (site / "assets/css/keel.css").write_text(style, encoding="utf-8")
    seal.close(site, engine, BASE, DAY)
    (file,) = (site / "assets/css").rglob("keel.css")
    wanted = style.replace("../icons", "../../icons").replace("../other", "../../other")
    assert file.read_text(encoding="utf-8") == wanted


def test_a_policy_allows_exactly_the_inline_scripts_of_its_own_page(site: Path, engine: Engine) -> None:
    block = '<script type="application/json">{"a":1}</script>'
    text = sealed(site, engine, page(more=f"<script>one('<b>')</script>{block}<script>two()\r\n</script>"))
    one, two = hash_of("one('<b>')"), hash_of("two()\n")
    wanted = f"script-src 'self' 'wasm-unsafe-eval' {one} {two};"
    assert wanted in policy_of(text)
    assert policy_of((site / "404.html").read_text(encoding="utf-8")) == POLICY


def test_a_policy_allows_the_inline_styles_of_its_own_page(site: Path, engine: Engine) -> None:
    text = sealed(site, engine, page(more="<style>a{}</style>"))
    assert f"style-src 'self' {hash_of('a{}')};" in policy_of(text)


@given(script=st.text(alphabet="abc<>&'\"!-/ \r\n{}", max_size=40).filter(lambda text: "</" not in text))
def test_the_hash_is_that_of_the_text_as_a_browser_reads_it(script: str) -> None:
    text = page(more=f"<script>{script}</script>")
    found = Page(text, "index.html", BASE, {})
    if "<!--" in script:
        return
    read = script.replace("\r\n", "\n").replace("\r", "\n")
    assert hash_of(read) in policy_of(found.sealed())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (page(head='<meta charset="utf-8">' + REFERRER), "it has 0 Content-Security-Policies"),
        (page(head=HEAD + HEAD + REFERRER), "it has 2 Content-Security-Policies"),
        (page(head='<script src="a.js"></script>' + HEAD + REFERRER), "stands behind something"),
        (page(head=HEAD), "it has no referrer policy"),
        (page(head=HEAD + REFERRER.replace("no-", "")), "its referrer policy is referrer and must be"),
        (page(head=HEAD + REFERRER + REFERRER), "its referrer policy is no-referrer, no-referrer"),
        (page(body='<p onclick="go()">'), "<p> has an inline handler: onclick"),
        (page(body='<a href=" JavaScript:go()">'), "<a> has a javascript: address"),
        (page(body="<script>never"), "<script> is never closed"),
        (page(more='<link rel="preconnect" href="https://fonts.example">'), "asks another server"),
        (page(more='<link rel="icon" href="//cdn.example/i.png">'), "asks another server"),
        (page(body='<img srcset="a.png 1x, https://cdn.example/b.png 2x">'), "https://cdn.example/b.png"),
        (page(body='<script src="https://cdn.example/a.js"></script>'), "https://cdn.example/a.js"),
        (page(body='<iframe src="http://127.0.0.1/a"></iframe>'), "<iframe> asks another server"),
    ],
)
def test_a_page_that_must_not_be_published_stops_the_build_by_name(
    site: Path, engine: Engine, text: str, says: str
) -> None:
    with pytest.raises(PublishError) as stopped:
        sealed(site, engine, text)
    assert "index.html: " in str(stopped.value)
    assert says in str(stopped.value)


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("default-src 'none'", "default-src 'self'", "default-src as: 'none'; it has: 'self'"),
        ("default-src 'none'; ", "", "default-src as: 'none'; it lacks it"),
        ("script-src 'self' 'wasm-unsafe-eval'", "script-src 'self'", "script-src as:"),
        ("'wasm-unsafe-eval'", "'wasm-unsafe-eval' 'unsafe-inline'", "'unsafe-inline'"),
        ("'wasm-unsafe-eval'", "'unsafe-eval'", "'unsafe-eval'"),
        ("'wasm-unsafe-eval'", "'wasm-unsafe-eval' *", "wasm-unsafe-eval' *"),
        ("style-src 'self'", "style-src 'self' 'unsafe-inline'", "style-src as: 'self'"),
        ("connect-src 'self'", "connect-src 'self' https://count.example", "https://count.example"),
        ("connect-src 'self'", "connect-src 'self' 'sha256-AA='", "connect-src as: 'self'"),
        ("img-src 'self' data:", "img-src *", "img-src as: 'self' data:; it has: *"),
        ("base-uri 'none'", "base-uri", "base-uri as: 'none'; it has: nothing"),
        ("form-action 'none'; ", "", "form-action as: 'none'; it lacks it"),
        ("object-src 'none'", "object-src 'none'; frame-src *", "frame-src as: not there at all"),
        (POLICY, "None", "default-src as: 'none'; it lacks it"),
    ],
)
def test_a_policy_that_is_not_ours_word_for_word_stops_the_build(
    site: Path, engine: Engine, right: str, wrong: str, says: str
) -> None:
    assert HEAD.count(right) == 1
    with pytest.raises(PublishError) as stopped:
        sealed(site, engine, page(head=HEAD.replace(right, wrong) + REFERRER))
    assert "index.html: its Content-Security-Policy must have " in str(stopped.value)
    assert says in str(stopped.value)


def test_every_bad_page_is_named_at_once(site: Path, engine: Engine) -> None:
    (site / "404.html").write_text(page(BASE, body='<p onclick="a()">'), encoding="utf-8")
    with pytest.raises(PublishError, match=r"(?s)404\.html: .*index\.html: "):
        sealed(site, engine, page(head=HEAD))


def test_a_style_sheet_that_asks_another_server_stops_the_build(site: Path, engine: Engine) -> None:
    (site / "assets/css/keel.css").write_text('@import "https://fonts.example/a.css";', encoding="utf-8")
    with pytest.raises(PublishError, match=r"keel\.css: it asks another server"):
        seal.close(site, engine, BASE, DAY)


def test_links_that_only_a_reader_follows_may_lead_anywhere(site: Path, engine: Engine) -> None:
    more = '<link rel="canonical" href="https://example.org/even-keel/">'
    body = '<a href="https://support.example/">The rule</a>'
    assert "https://support.example/" in sealed(site, engine, page(more=more, body=body))


def test_a_site_without_style_or_script_is_refused(site: Path, engine: Engine) -> None:
    shutil.rmtree(site / "assets/css")
    with pytest.raises(PublishError, match="nothing to seal in assets/css"):
        seal.close(site, engine, BASE, DAY)


def test_what_the_theme_brings_and_no_page_names_is_not_published(site: Path, engine: Engine) -> None:
    for name in (
        "javascripts/bundle.min.js",
        "javascripts/lunr/fr.js",
        "stylesheets/main.css",
        "stylesheets/main.css.map",
    ):
        file = site / "assets" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("/* theirs */", encoding="utf-8")
    sealed(site, engine, page(more='<link rel="stylesheet" href="assets/stylesheets/main.css">'))
    left = {path for path in files(site) if re.match(r"assets/(javascripts|stylesheets)/", path)}
    assert left == {"assets/stylesheets/main.css"}
    assert not (site / "assets/javascripts").exists()


def test_a_page_of_the_search_names_the_folder_of_its_script(site: Path, engine: Engine) -> None:
    (site / "assets/search").mkdir()
    (site / "assets/search/search.js").write_text("export {};\n", encoding="utf-8")
    text = sealed(site, engine, page(more='<meta name="ek-search" content="assets/search/">'))
    (folder,) = (site / "assets/search").iterdir()
    assert f'<meta name="ek-search" content="assets/search/{folder.name}/">' in text
