"""What the search is told: every page that may be found, in sections, and nothing else."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from wizard.publish import concordance
from wizard.publish.concordance import Reading

PAGE = """<html><head><meta name="keywords" content="ghosted, no reply"></head><body>
<nav>Menu</nav><main><article>
<h1>My client<a class="headerlink" href="#x">&para;</a></h1>
<p>Press <b>Sub</b>mit&nbsp;work.<sup>1</sup></p><ul><li>one</li><li>two</li></ul>
<h2 id="then">Then<a class="headerlink" href="#then">&para;</a></h2><p>Wait <small>(seems)</small>.</p>
<div data-search-exclude><h2 id="not">Not</h2><p>Never</p></div>
<details class="letter"><p>Hi [name]</p></details><button>Copy</button><div hidden>Later</div>
<h2 id="empty"></h2>
<h2 id="sources">Sources</h2><ol><li>Upwork Help</li></ol>
</article></main><footer>Foot</footer></body></html>"""
ARTICLE = "<article><h1>{}</h1><p>Text.</p></article>"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A finished site of small pages."""
    for place in (
        *("", "guide/client-silent/", "wizard/ghosting/", "wizard/door/", "wizard/ghosting/notice/"),
        *("wizard/ghosting/map/", "reference/facts/milestones/", "reference/clocks/", "about/"),
    ):
        (tmp_path / place).mkdir(parents=True, exist_ok=True)
        (tmp_path / place / "index.html").write_text(ARTICLE.format(place or "home"), encoding="utf-8")
    (tmp_path / "404.html").write_text(ARTICLE.format("Lost"), encoding="utf-8")
    (tmp_path / "bare.html").write_text("<h1>No page of ours</h1>", encoding="utf-8")
    return tmp_path


def _index(site: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(concordance.index(site))
    return content


def test_a_page_is_read_as_a_reader_reads_it() -> None:
    page = Reading(PAGE)
    assert page.title == "My client"
    assert page.words == "ghosted, no reply"
    said = [(section.anchor, section.heading, " ".join(section.text.split())) for section in page.sections]
    assert said[0] == ("", "", "Press Submit work. one two")
    assert said[1] == ("then", "Then", "Wait (seems).")
    assert [anchor for anchor, _, _ in said] == ["", "then", "empty", "sources"]


def test_only_pages_that_may_be_found_are_in_it_each_with_its_kind(site: Path) -> None:
    kinds = {address: kind for address, _, _, kind in _index(site)["pages"]}
    assert kinds == {
        "": "plan",
        "about/": "page",
        "guide/client-silent/": "guide",
        "reference/clocks/": "list",
        "reference/facts/milestones/": "fact",
        "wizard/ghosting/": "plan",
    }


def test_sources_and_empty_sections_are_left_out(site: Path) -> None:
    (site / "guide/client-silent/index.html").write_text(PAGE, encoding="utf-8")
    found = _index(site)
    number = [page[0] for page in found["pages"]].index("guide/client-silent/")
    assert [section[1] for section in found["sections"] if section[0] == number] == ["", "then"]


def test_a_page_is_found_by_its_own_words_and_by_those_of_the_thesaurus(site: Path) -> None:
    (site / "reference/clocks/index.html").write_text(PAGE, encoding="utf-8")
    words = {address: words for address, _, words, _ in _index(site)["pages"]}
    assert words["reference/clocks/"].startswith("ghosted, no reply, ")
    assert "deadline" in words["reference/clocks/"]
    assert words["about/"] == ""


def test_two_readings_of_a_site_are_equal(site: Path) -> None:
    assert concordance.index(site) == concordance.index(site)


def test_the_library_keeps_its_code_and_its_licence_and_loses_its_comments(site: Path) -> None:
    folder = site / concordance.FOLDER
    folder.mkdir(parents=True)
    library = Path(__file__).resolve().parents[2] / "node_modules/minisearch"
    concordance.lay(site, library)
    assert list(folder.iterdir()) == []
    (folder / "search.js").write_text("export {};\n", encoding="utf-8")
    concordance.lay(site, library)
    script = (folder / "minisearch.js").read_text(encoding="utf-8")
    whole = (library / "dist/es/index.js").read_text(encoding="utf-8")
    assert script.startswith("/* MiniSearch ")
    assert script.count("/*") == 1
    assert "export { MiniSearch as default };" in script
    code = [
        line for line in whole.splitlines() if line.strip() and not line.strip().startswith(("/*", "*", "//"))
    ]
    assert [line for line in script.splitlines()[1:] if line.strip()] == code
    assert "Permission is hereby granted" in (folder / "LICENCE-minisearch.txt").read_text(encoding="utf-8")


def test_the_thesaurus_leads_from_readers_words_to_ours_and_names_pages_that_exist() -> None:
    known = tomllib.loads(concordance.THESAURUS.read_text(encoding="utf-8"))
    stop = known["stop"].split()
    assert len(stop) == len(set(stop))
    for words, ours in known["same"].items():
        assert words == words.lower().strip()
        assert ours.split()
        assert not set(ours.split()) & set(stop), words
    docs = Path(__file__).resolve().parents[2] / "docs"
    made = ("wizard/", "reference/")
    missing = [
        address
        for address in known["words"]
        if not address.startswith(made)
        and not ((docs / address / "index.md").exists() or (docs / f"{address.rstrip('/')}.md").exists())
    ]
    assert missing == []
