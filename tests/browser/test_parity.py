"""Parity: the same Python here and in the worker, and the same words in a page and in the book of its flow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from markupsafe import escape

from tests.browser.questions import SETS, differing, fills, steps
from tests.browser.reader import FLOW, FLOWS, Reader, automaton, ways
from tests.conftest import FIGURE
from wizard.core.answers import write
from wizard.core.automaton import folder, leaves
from wizard.core.engine import follow
from wizard.publish import states

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import AskEngine


@pytest.mark.usefixtures("site_folder")
@pytest.mark.parametrize("flow", FLOWS)
def test_every_path_leads_to_the_same_state_in_the_worker(ask_engine: AskEngine, flow: str) -> None:
    paths = automaton(flow).paths
    requests = steps(flow)
    answers = ask_engine(requests)
    assert differing(requests, answers) == []
    replies = [json.loads(answer) for answer in answers]
    for path, reply in zip(paths, replies, strict=True):
        # A path that hands over goes on in the other flow.
        at, walk = follow(states.book().flows, flow, path.answers)
        assert (reply["flow"], reply["state"]) == (at, automaton(at).of(walk.used))
        assert leaves(path.state) or reply["state"] == path.state


@pytest.mark.parametrize("flow", FLOWS)
def test_every_path_leads_to_the_same_state_in_the_page_script(living: Reader, flow: str) -> None:
    walk = """async ([flow, all]) => {
      const start = document.querySelector("script[type=module]").src;
      const { open, booksHere } = await import(new URL("book.js", start));
      const own = document.querySelector("meta[name=ek-bundle]").content;
      const book = await open(booksHere().get(flow) ?? new URL(own, location.href), flow);
      return all.map(pairs => {
        const { slug, over } = book.walk(new Map(pairs));
        return over ? [over.flow, over.slug] : ["", slug];
      });
    }"""
    # The other way round, so that the order of the answers is seen not to matter.
    given = [list(reversed(answers.items())) for answers in ways(flow)]
    wanted = []
    for path in automaton(flow).paths:
        to, _, slug = path.state.rpartition("/")
        wanted.append([folder(to), slug])
    assert living.run(walk, [flow, given]) == wanted


@pytest.mark.parametrize("flow", FLOWS)
def test_every_question_is_the_same_state_in_the_worker(ask_engine: AskEngine, flow: str) -> None:
    found = {slug: state for slug, state in automaton(flow).states.items() if state.kind == "question"}
    some = [way for state in found.values() for way in state.ways]
    requests = [json.dumps({"ask": "step", "flow": flow, "answers": write(way)}) for way in some]
    assert differing(requests, ask_engine(requests)) == []


@pytest.mark.parametrize("ask", ["fill", pytest.param("text", marks=pytest.mark.long)])
@pytest.mark.parametrize("flow", FLOWS)
def test_the_worker_fills_every_slot_with_the_same_bytes(
    ask_engine: AskEngine, record_property: Callable[[str, object], None], flow: str, ask: str
) -> None:
    requests = fills(ask, flow)
    answers = ask_engine(requests)
    assert differing(requests, answers) == []
    replies: list[dict[str, Any]] = [json.loads(answer) for answer in answers]
    assert all(reply["ok"] for reply in replies)
    if ask == "fill":
        reached = {reply["state"] for reply in replies if reply["flow"] == flow}
        assert reached >= {path.state for path in automaton(flow).paths if not leaves(path.state)}
        assert sum(bool(reply["problems"]) for reply in replies) > SETS / 2
        slots = sum(len(reply["slots"]) for reply in replies)
        record_property(
            FIGURE, f"parity, {flow}: {len(requests)} fills, {slots} slots, {len(reached)} states"
        )


def test_the_worker_refuses_in_the_same_words(ask_engine: AskEngine) -> None:
    fill = {"ask": "fill", "flow": FLOW, "answers": "1~contract.fixed", "inputs": {}, "day": "2026-11-21"}
    requests = [
        "",
        "nonsense",
        "[]",
        "[" * 100_000,
        "x" * 300_000,
        '{"ask": "nothing"}',
        '{"ask": ["fill"]}',
        json.dumps({"ask": "hello"}),
        json.dumps(fill | {"flow": "gosting"}),
        json.dumps(fill | {"answers": "1~contract.fixe"}),
        json.dumps(fill | {"answers": "1~contrct.fixed"}),
        json.dumps(fill | {"answers": "0~contract.fixed"}),
        json.dumps(fill | {"answers": "2~contract.fixed"}),
        json.dumps(fill | {"answers": "<b>"}),
        json.dumps(fill | {"answers": None}),
        json.dumps(fill | {"inputs": {"held_sun": "1"}}),
        json.dumps(fill | {"inputs": {"held_sum": 1}}),
        json.dumps(fill | {"inputs": []}),
        json.dumps(fill | {"day": "2026-02-30"}),
        json.dumps(fill | {"day": "\ud800"}),
        json.dumps(fill | {"inputs": {"milestone": "\ud800"}}),
    ]
    answers = ask_engine(requests)
    assert differing(requests, answers) == []
    replies = [json.loads(answer) for answer in answers]
    assert all(reply["ok"] or reply["says"].endswith((".", "?")) for reply in replies)


@pytest.mark.parametrize("flow", FLOWS)
def test_the_book_of_a_flow_holds_every_page_byte_for_byte(site_folder: Path, flow: str) -> None:
    (file,) = (site_folder / "assets/flows").glob(f"{flow}.*.json")
    book = json.loads(file.read_bytes())
    assert set(book["states"]) == set(automaton(flow).states)
    for slug, (title, numbers) in book["states"].items():
        page = (site_folder / f"wizard/{folder(flow)}/{slug}/index.html").read_bytes()
        main = page[page.index(b"<main") : page.index(b"</main>") + len(b"</main>")]
        assert "".join(book["parts"][number] for number in numbers).encode() == main, slug
        assert str(escape(title)).encode() in page
