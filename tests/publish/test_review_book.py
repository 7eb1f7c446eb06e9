from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.publish import outline
from wizard.core.automaton import folder, merged
from wizard.publish import review_book, states

if TYPE_CHECKING:
    from pathlib import Path

FLOWS = tuple(states.book().flows)


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there: Path = tmp_path_factory.mktemp("site") / "docs"
    assert review_book.write(there) == len(FLOWS) + 1
    return there


def _page(docs: Path, flow: str) -> outline.Outline:
    return outline.read(docs / "wizard" / folder(flow) / "all-results")


@pytest.mark.parametrize("flow", FLOWS)
def test_every_result_has_its_place_in_the_order_of_the_flow(docs: Path, flow: str) -> None:
    book = states.book()
    shown = [(id_, says) for tag, id_, says in _page(docs, flow).headings if tag == "h2"]
    assert shown == [(id_, book.outcome(flow, id_).title) for id_ in book.flows[flow].outcomes]


@pytest.mark.parametrize("flow", FLOWS)
def test_a_result_stands_there_with_its_verdict_its_acts_and_its_letters(docs: Path, flow: str) -> None:
    book, speaker = states.book(), states.speaker(flow)
    text = _page(docs, flow).text
    for id_, shape in book.flows[flow].outcomes.items():
        words = book.outcome(flow, id_)
        said = [words.verdict, words.do_now, *(words.do_not[act] for act in shape.do_not)]
        named = [book.case.acts[act] for act in (shape.do_now, *shape.then, *shape.do_not, *shape.options)]
        named += [book.letter(letter).title for letter in shape.letters]
        assert [words for words in (*map(speaker.text, said), *named) if words not in text] == [], id_
        assert f"({speaker.ui_text(shape.urgency)}): {speaker.text(words.do_now)}" in text


@pytest.mark.parametrize("flow", FLOWS)
def test_every_page_of_a_result_stands_there_with_the_answers_that_lead_to_it(docs: Path, flow: str) -> None:
    asked = states.book().case.questions
    page = _page(docs, flow)
    lines = {line.text for line in page.lines}
    linked = {href for href, _ in page.links}
    for state in states.automaton(flow).states.values():
        if state.kind != "result":
            continue
        assert f"../{state.slug}/" in linked
        assert all(states.book().case.strips[name].title in page.text for name in state.strips)
        for way in merged(state.ways):
            said = (
                f"{asked[name].short}: {' / '.join(asked[name].options[option].short for option in options)}"
                for name, options in way
            )
            assert (" · ".join(said) or "for all answers") in lines


@pytest.mark.parametrize("flow", FLOWS)
def test_the_answers_shown_are_those_of_the_paths_and_no_others(flow: str) -> None:
    machine = states.automaton(flow)
    for state in machine.states.values():
        shown = {
            tuple(zip((name for name, _ in way), options, strict=True))
            for way in merged(state.ways)
            for options in product(*(options for _, options in way))
        }
        assert shown == {tuple(way.items()) for way in state.ways}


@pytest.mark.parametrize("flow", FLOWS)
def test_search_finds_what_a_result_says_and_not_the_answers_to_it(docs: Path, flow: str) -> None:
    page, speaker = _page(docs, flow), states.speaker(flow)
    shown = page.unsearched
    assert "Shown when" in shown
    for id_ in states.book().flows[flow].outcomes:
        assert speaker.text(states.book().outcome(flow, id_).verdict) not in shown


def test_the_list_of_plans_leads_to_every_map_and_every_review_book(docs: Path) -> None:
    links = {href for href, _ in outline.read(docs / "reference/plans").links}
    for flow in FLOWS:
        there = f"../../wizard/{folder(flow)}/"
        assert {there, f"{there}map/", f"{there}all-results/"} <= links


def test_the_review_book_of_a_flow_that_is_gone_goes_too(tmp_path: Path) -> None:
    gone = tmp_path / "docs/wizard/gone"
    (gone / "all-results").mkdir(parents=True)
    (gone / "index.md").write_text("kept", encoding="utf-8")
    review_book.write(tmp_path / "docs")
    assert [file.name for file in gone.iterdir()] == ["index.md"]
