from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.publish import outline
from wizard import shelf
from wizard.case import VOCABULARY
from wizard.core import citations, clocks
from wizard.core.book import Book
from wizard.core.facts import CERTAINTIES
from wizard.flows import FLOWS, PLANNED
from wizard.publish import reference, states, timetable

if TYPE_CHECKING:
    from pathlib import Path

LEDGER = states.book().ledger
TOPICS = sorted({key.split(".")[0] for key in LEDGER})
PLANTED = {
    "statement": "Nobody quotes this.",
    "short": "nobody quotes this",
    "certainty": "is",
    "read": date(2026, 11, 21),
    "page": "undated",
    "sources": [{"title": "A page", "by": "Upwork Help", "url": "https://example.org/", "kind": "official"}],
}


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there: Path = tmp_path_factory.mktemp("site") / "docs"
    assert reference.write(there) == len(TOPICS) + 3
    return there


def _topic(docs: Path, topic: str) -> outline.Outline:
    return outline.read(docs / "reference/facts" / topic.replace("_", "-"))


def test_the_index_has_every_fact_once_with_its_value_and_certainty_and_leads_to_its_topic(
    docs: Path,
) -> None:
    page = outline.read(docs / "reference/facts")
    lines = {line.attributes["id"]: line for line in page.lines if "id" in line.attributes}
    assert list(lines) == list(LEDGER)
    assert max(Counter(page.ids).values()) == 1
    for key, line in lines.items():
        fact = LEDGER[key]
        assert line.text.startswith(fact.short)
        assert line.text.endswith(f" · {fact.certainty}") == (fact.certainty != "is")
        assert fact.value is None or fact.quoted.removesuffix(fact.unit).strip() in line.text
        assert line.links == []
    topics = {key.partition(".")[0].replace("_", "-") for key in LEDGER}
    assert {href for href, _ in page.links} >= {f"{topic}/" for topic in topics}


def test_the_topics_together_have_every_fact_once_under_its_short_form(docs: Path) -> None:
    shown = {topic: _topic(docs, topic).headings for topic in TOPICS}
    there = [(id_, says) for headings in shown.values() for tag, id_, says in headings if tag == "h2"]
    assert there == [(key, fact.short) for key, fact in LEDGER.items()]
    assert all(id_.startswith(f"{topic}.") for topic, headings in shown.items() for _, id_, _ in headings[1:])


@pytest.mark.parametrize("topic", TOPICS)
def test_a_fact_stands_there_with_all_that_the_ledger_knows(docs: Path, topic: str) -> None:
    page = _topic(docs, topic)
    addresses = [href for href, _ in page.links if href.startswith("https:")]
    assert addresses == [s.url for f in LEDGER.values() if f.key.startswith(f"{topic}.") for s in f.sources]
    for key, fact in LEDGER.items():
        if not key.startswith(f"{topic}."):
            continue
        parts = [fact.statement, fact.conflicts, fact.older_guides, fact.page, clocks.short(fact.read), key]
        parts += [fact.quoted, f"How sure: {fact.certainty}"]
        parts += [str(value).rstrip(".") for was in fact.was for value in was.values()]
        parts += [f"{source.by}: {source.title}" for source in fact.sources]
        assert [part for part in parts if part not in page.text] == [], key


@pytest.mark.parametrize("place", ["reference/facts", *(f"reference/facts/{topic}" for topic in TOPICS)])
def test_a_page_of_facts_says_what_its_words_of_certainty_mean(docs: Path, place: str) -> None:
    text = outline.read(docs / place.replace("_", "-")).text
    speaker = states.speaker(states.FIRST_FLOW)
    meanings = [speaker.ui_text(f"certainty_{word.replace(' ', '_')}") for word in CERTAINTIES]
    assert [meaning for meaning in meanings if meaning not in text] == []


def test_what_is_not_sure_is_listed_with_the_reason(docs: Path) -> None:
    page = outline.read(docs / "reference/not-sure")
    linked = {href.split("#")[1] for href, _ in page.links}
    assert linked == {key for key, fact in LEDGER.items() if fact.certainty != "is"}
    for key in linked:
        assert LEDGER[key].statement in page.text
        assert LEDGER[key].conflicts in page.text


def test_every_clock_stands_there_with_its_length_and_whose_turn_it_is(docs: Path) -> None:
    page = outline.read(docs / "reference/clocks")
    book = states.book()
    shown = [(id_, says) for tag, id_, says in page.headings if tag == "h2"]
    assert sorted(shown) == sorted((clock.id, timetable.name(clock)) for clock in book.clocks.values())
    mine = [book.clocks[id_].owner == "freelancer" for id_, _ in shown]
    assert mine == sorted(mine, reverse=True), "The reader's own clocks stand first."
    for clock in book.clocks.values():
        assert LEDGER[clock.fact].quoted in page.text
        assert timetable.TURN[clock.owner] in page.text
        assert all(LEDGER[key].statement in page.text for key in timetable.SILENT.get(clock.id, ()))


def test_every_result_that_a_clock_dates_is_named_with_it() -> None:
    used = timetable.uses()
    for flow, atlas in states.book().flows.items():
        for outcome, shape in atlas.outcomes.items():
            for clock in filter(None, (shape.by, shape.waits)):
                title = states.book().outcome(flow, outcome).title
                assert any(f">{title}</a>" in link.unescape() for link in used[clock])


def test_every_clock_has_a_name_and_no_clock_that_is_gone_has_one() -> None:
    assert set(timetable.NAMES) == set(states.book().clocks)
    assert set(timetable.SILENT) <= set(states.book().clocks)


def test_the_pages_of_a_topic_that_is_gone_go_too(tmp_path: Path) -> None:
    gone = tmp_path / "docs/reference/facts/gone"
    gone.mkdir(parents=True)
    (tmp_path / "docs/reference/words.md").write_text("by hand", encoding="utf-8")
    reference.write(tmp_path / "docs")
    assert not gone.exists()
    assert (tmp_path / "docs/reference/words.md").exists()


# --- facts that nobody quotes ------------------------------------------------------------------------


def test_a_fact_that_nothing_cites_is_found() -> None:
    facts = {**shelf.facts(), "planted": {"fact": PLANTED}}
    book = Book(VOCABULARY, FLOWS, PLANNED, shelf.words(), facts)
    assert "planted.fact" in citations.unquoted(book)
    assert set(citations.unquoted(book)) == {*citations.unquoted(states.book()), "planted.fact"}


def test_a_fact_that_words_quote_results_stand_on_or_clocks_count_with_is_cited() -> None:
    book = states.book()
    cited = citations.cited(book)
    for flow, atlas in book.flows.items():
        for outcome in atlas.outcomes:
            assert set(book.cited(flow, outcome)) <= cited
    assert {clock.fact for clock in book.clocks.values()} <= cited
    assert cited <= set(LEDGER)


def test_a_fact_that_only_a_page_quotes_is_no_longer_found(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("Nothing here, and `{fact:in.code}`.", encoding="utf-8")
    key, *rest = reference.unquoted(tmp_path)
    (tmp_path / "page.md").write_text(f"After {{fact:{key}}}.", encoding="utf-8")
    assert reference.unquoted(tmp_path) == rest
