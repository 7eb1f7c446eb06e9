from __future__ import annotations

import re
from pathlib import Path

import pytest

from wizard.checklist.topics import SHEETS, TOPICS, Topic
from wizard.publish import card, guide, links, machine, pack, printing, quotes, sheets, site, states
from wizard.publish.errors import PublishError
from wizard.publish.pages import Page

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-11-21"
PAGE = "<!doctype html><html lang=en><meta charset=utf-8><title>{0}</title><p>{0}</p></html>"


class Press:
    """Stands in for a Chromium that prints what it is given, with the moment that it is told."""

    def __init__(self) -> None:
        self.printed: list[str] = []
        self.moment = b"20261122034449"

    def __call__(self, _chromium: Path, page: str) -> bytes:
        self.printed.append(page)
        dates = (b"/%s (D:%s+00'00')\n" % (name, self.moment) for name in (b"CreationDate", b"ModDate"))
        return b"%PDF-1.4\n" + b"".join(dates) + page.encode()


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Press:
    chromium = tmp_path / "chromium"
    chromium.write_text("#!/bin/sh\necho Chromium 1.2.3\n", encoding="utf-8")
    chromium.chmod(0o755)
    stand_in = Press()
    monkeypatch.setattr(machine, "find_chromium", lambda: chromium)
    monkeypatch.setattr(printing, "_print", stand_in)
    return stand_in


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A docs folder with our styles, into which sheets are written."""
    there = tmp_path / "docs"
    (there / "assets/css").mkdir(parents=True)
    for name in sheets.STYLES:
        (there / "assets/css" / name).write_bytes((ROOT / "docs/assets/css" / name).read_bytes())
    monkeypatch.setattr(sheets, "CACHE", tmp_path / "cache")
    return there


def _text(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.*")}


# --- printing -------------------------------------------------------------------------------------


def test_two_moments_give_the_same_bytes_and_a_page_is_printed_once(press: Press, tmp_path: Path) -> None:
    pages = {"a": PAGE.format("one"), "b": PAGE.format("two")}
    first = printing.printed(pages, tmp_path / "cache", DAY)
    assert printing.printed(pages, tmp_path / "cache", DAY) == first
    assert len(press.printed) == 2
    press.moment = b"20270101000000"
    assert printing.printed(pages, tmp_path / "other", DAY) == first
    assert b"D:20261121000000" in first["a"]


def test_what_is_no_longer_asked_for_is_dropped(press: Press, tmp_path: Path) -> None:
    printing.printed({"a": PAGE.format("one")}, tmp_path / "cache", DAY)
    printing.printed({"a": PAGE.format("two")}, tmp_path / "cache", DAY)
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert len(press.printed) == 2


def test_a_pdf_with_other_dates_than_we_know_stops_the_build(press: Press, tmp_path: Path) -> None:
    press.moment = b"today"
    with pytest.raises(PublishError, match="has 0 dates where 2 are known"):
        printing.printed({"a": PAGE.format("one")}, tmp_path / "cache", DAY)
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_chromium_that_prints_nothing_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "find_chromium", lambda: Path("/bin/true"))
    with pytest.raises(PublishError, match="Chromium made nothing"):
        printing.printed({"a": PAGE.format("one")}, tmp_path / "cache", DAY)


def test_what_a_chromium_says_is_said(tmp_path: Path) -> None:
    chromium = tmp_path / "chromium"
    chromium.write_text("#!/bin/sh\necho no paper >&2\n", encoding="utf-8")
    chromium.chmod(0o755)
    with pytest.raises(PublishError, match=r"made nothing.*\nno paper"):
        printing.made(chromium, tmp_path / "page.html", "--print-to-pdf={}/page.pdf")


def test_a_card_that_is_not_drawn_leaves_no_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "find_chromium", lambda: Path("/bin/true"))
    old = tmp_path / card.CARD
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    with pytest.raises(PublishError, match="made nothing"):
        card.draw(tmp_path)
    assert not old.exists()


# --- files ----------------------------------------------------------------------------------------


def test_a_sheet_is_written_as_a_page_a_text_and_a_pdf_for_each_paper(press: Press, docs: Path) -> None:
    assert sheets.write(docs) == 10
    assert len(press.printed) == 10
    written = set(_text(docs / "checklist"))
    for sheet in SHEETS:
        slug = sheet.slug
        wanted = {
            f"{slug}/index.html",
            f"{slug}/{slug}.txt",
            f"{slug}/{slug}-a4.pdf",
            f"{slug}/{slug}-letter.pdf",
        }
        assert wanted <= written
        page = (docs / "checklist" / slug / "index.html").read_text(encoding="utf-8")
        linked = re.findall(r'href="([^"/]+\.(?:pdf|txt))"', page)
        assert {f"{slug}/{name}" for name in linked} == wanted - {f"{slug}/index.html"}


def test_two_builds_write_the_same_bytes_and_old_files_go(press: Press, docs: Path) -> None:
    sheets.write(docs)
    before = _text(docs / "checklist")
    (docs / "checklist/gone").mkdir()
    press.moment = b"20270101000000"
    sheets.write(docs)
    assert _text(docs / "checklist") == before
    assert not (docs / "checklist/gone").exists()


def test_without_a_chromium_there_is_text_and_no_link_leads_to_a_pdf(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "find_chromium", lambda: None)
    monkeypatch.setattr(guide, "DOCS", docs)
    assert sheets.write(docs) == 0
    whole = "".join(content.decode() for content in _text(docs / "checklist").values()) + sheets.listed()
    assert ".pdf" not in whole
    assert "contract-fixed.txt" in whole


def test_the_page_of_a_sheet_may_be_published_and_found(press: Press, docs: Path) -> None:
    sheets.write(docs)
    for sheet in SHEETS:
        path = f"checklist/{sheet.slug}/index.html"
        text = (docs / path).read_text(encoding="utf-8")
        assert list(Page(text, path, "/", {}).findings()) == []
        assert "noindex" not in text
        assert '<meta name="description" content="' in text
    assert press.printed


def test_the_copy_that_is_printed_asks_for_nothing_and_leads_nowhere_in_the_site(docs: Path) -> None:
    for sheet in SHEETS:
        copy = sheets.copy(sheet, "a4", docs)
        assert re.findall(r"(?:src|href)=\"(?!https://support\.upwork\.com/)[^\"]*", copy) == []
        assert "<script" not in copy
        assert "size: a4" in copy


def test_what_is_written_is_no_source_of_the_site_and_no_part_of_the_engine() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "/docs/checklist/" in ignored
    assert "docs/checklist/**/*" in site.GENERATED
    assert {"checklist", "paper.py"} == set(pack.ON_PAPER) <= set(pack.LEFT_AT_HOME)
    ours, later = pack.package(ROOT / "wizard")
    travels = ours | later
    assert not [path for path in travels if path.startswith(("wizard/checklist", "wizard/paper"))]
    left = [file for file in (ROOT / "wizard/layout").glob("*.j2") if file.name.startswith(pack.AT_BUILD)]
    templates = [path for path in travels if path.startswith("wizard/layout/")]
    assert len(left) == 3
    assert len(templates) == len(list((ROOT / "wizard/layout").glob("*.j2"))) - len(left)


# --- the page -------------------------------------------------------------------------------------


def test_the_page_has_every_topic_under_its_part_with_its_title_and_id() -> None:
    text = (ROOT / "docs/checklist.md").read_text(encoding="utf-8")
    frame = sheets.checklist().frame
    for topic in TOPICS:
        title = sheets.checklist().topics[topic.id].title
        part = text.partition(f"\n## {frame.when[topic.when]}\n")[2].partition("\n## ")[0]
        assert f"### {title} {{#{topic.id}}}\n\n{{topic:{topic.id}}}\n" in part
    assert [mark.name for mark in quotes.marks(text)].count("sheets") == 1


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_a_topic_says_what_to_do_why_what_to_keep_and_names_its_facts(topic: Topic) -> None:
    words = sheets.checklist().topics[topic.id]
    block = sheets.topic(topic.id)
    says = sheets.paper().says
    for contract, reading in words.reads.items():
        assert says.html(reading.line) in block
        assert says.html(reading.why) in block
        assert all(says.html(line) in block for line in reading.keep)
        assert (sheets.checklist().frame.contracts.get(contract, "") in block) or contract == "both"
    for key in words.facts:
        place, fact = key.partition(".")[0].replace("_", "-"), states.book().ledger[key]
        assert f'href="keel:reference/facts/{place}/#{key}"' in block
        assert (f" · {fact.certainty}" in block) or fact.certainty == "is"
    assert says.html(words.older_why) in block


def test_what_is_kept_on_both_kinds_of_contract_stands_there_once() -> None:
    block = sheets.topic("notices_checked")
    assert block.count("each notice as a picture, with its day") == 1
    assert "<strong>Fixed price:</strong> a picture of the line with the held money" in block


def test_a_topic_or_a_page_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PublishError, match=r'no topic "job_posts"\. Did you mean "job_post"'):
        sheets.topic("job_posts")
    monkeypatch.setattr(guide, "DOCS", tmp_path)
    with pytest.raises(PublishError, match='leads to "guide/warning-signs", which is no page'):
        sheets.topic("job_post")


def test_a_plan_in_the_checklist_is_linked_as_any_page_of_the_guide_links_it() -> None:
    assert f'href="{links.plan("ghosting/submit_today|plan").href}"' in sheets.topic("work_submitted")
