from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from tests.publish import outline
from wizard.core.automaton import folder
from wizard.publish import drawing, maps, states
from wizard.publish.graph import graph
from wizard.publish.legend import Legend

if TYPE_CHECKING:
    from wizard.publish.graph import Case, Edge

ROOT = Path(__file__).resolve().parents[2]
FLOWS = tuple(states.book().flows)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    there: Path = tmp_path_factory.mktemp("site") / "docs"
    assert maps.write(there) == len(FLOWS)
    return there


def _page(docs: Path, flow: str) -> outline.Outline:
    return outline.read(docs / "wizard" / folder(flow) / "map")


def _picture(docs: Path, flow: str) -> ET.Element:
    return ET.fromstring(_svg(docs, flow))  # noqa: S314 - drawn a moment ago by our own tool


def _svg(docs: Path, flow: str) -> str:
    return (docs / "wizard" / folder(flow) / "map" / f"{folder(flow)}.svg").read_text(encoding="utf-8")


def _called(flow: str) -> set[str]:
    """Return the words of every question, result and reason of a flow, from its shape and its words alone."""
    book = states.book()
    atlas, words = book.flows[flow], book.flow_words(flow)
    asked = {book.case.questions[question].ask for question in atlas.asks}
    titles = {book.outcome(flow, outcome).title for outcome in atlas.outcomes}
    return asked | titles | {states.speaker(flow).text(reason) for reason in words.reasons.values()}


@pytest.mark.parametrize("flow", FLOWS)
def test_the_list_names_every_question_every_result_and_every_reason(docs: Path, flow: str) -> None:
    page = _page(docs, flow)
    assert [words for words in sorted(_called(flow)) if words not in page.text] == []


@pytest.mark.parametrize("flow", FLOWS)
def test_the_picture_names_every_question_every_result_and_every_reason(docs: Path, flow: str) -> None:
    named = {title.text for title in _picture(docs, flow).iter(f"{SVG}title")}
    assert _called(flow) - named == set()


@pytest.mark.parametrize("flow", FLOWS)
def test_the_list_is_the_graph_each_edge_once_with_its_answers_and_its_target(docs: Path, flow: str) -> None:
    legend = Legend(flow)
    lines = [line for line in _page(docs, flow).lines if "data-edge" in line.attributes]
    edges = {edge.id: edge for edge in graph(flow).edges}
    assert sorted(line.attributes["data-edge"] for line in lines) == sorted(edges)
    for line in lines:
        edge = edges[line.attributes["data-edge"]]
        assert line.text.startswith("; ".join(_said(edge.question, case) for case in edge.cases) + ": ")
        assert legend.because(edge) in line.text
        (href, words), *more = line.links
        assert more == []
        assert words == legend.title(edge.to)
        assert href in (legend.address(edge.to), f"#list.{edge.to.id}")


def _said(question: str, case: Case) -> str:
    """Return how a line of the list names answers: "held / not held (after Kind of contract: fixed price)"."""
    words = states.book().case.questions

    def short(name: str, options: tuple[str, ...]) -> str:
        return " / ".join(words[name].options[option].short for option in options)

    before = " · ".join(f"{words[name].short}: {short(name, options)}" for name, options in case.after)
    when = "in all other cases" if case.otherwise else before and f"after {before}"
    return short(question, case.options) + (f" ({when})" if when else "")


@pytest.mark.parametrize("flow", FLOWS)
def test_a_question_is_listed_once_and_is_a_link_to_its_place_after_that(docs: Path, flow: str) -> None:
    page = _page(docs, flow)
    assert sorted(set(page.ids)) == sorted(page.ids)
    questions = {f"list.{question}" for question in states.book().flows[flow].asks}
    assert {id_ for id_ in page.ids if id_.startswith("list.")} == questions
    assert {href[1:] for href, _ in page.links if href.startswith("#list.")} <= questions


@pytest.mark.parametrize("flow", FLOWS)
def test_the_picture_has_every_node_and_every_edge_of_the_graph(docs: Path, flow: str) -> None:
    drawn = graph(flow)
    ids = [element.get("id", "") for element in _picture(docs, flow).iter(f"{SVG}g")]
    shown = [id_ for id_ in ids if id_.split(".")[0] in {"question", "result", "flow", "edge"}]
    nodes = {drawing.mark(node) for node in drawn.nodes}
    assert len(set(shown)) == len(shown)
    copied = {id_.split(drawing.COPY)[0] for id_ in shown if drawing.COPY in id_}
    safe_set = states.book().flows[flow].flow.safe_set
    assert copied == {drawing.mark(n) for n in drawn.nodes if n.kind == "flow" or n.id == safe_set}
    assert {id_.partition(drawing.COPY)[0] for id_ in shown} == nodes | {f"edge.{e.id}" for e in drawn.edges}


@pytest.mark.parametrize("flow", FLOWS)
def test_each_arrow_of_the_picture_runs_as_the_edge_does(flow: str) -> None:
    drawn = graph(flow)
    lines = re.findall(r'^"([^"]+)":e -> "([^"]+)":w', drawing.dot(drawn), re.MULTILINE)
    edges = {edge.id for edge in drawn.edges}
    assert {line for line in lines if line[1] in edges} == {
        (drawing.mark(e.start), e.id) for e in drawn.edges
    }
    ends = {(words, end.partition(drawing.COPY)[0]) for words, end in lines if words in edges}
    assert ends == {(edge.id, drawing.mark(edge.to)) for edge in drawn.edges}


@pytest.mark.parametrize("flow", FLOWS)
def test_who_goes_by_the_list_comes_where_the_engine_leads(flow: str) -> None:
    drawn = graph(flow)
    leaving = {question: drawn.leaving(question) for question in states.book().flows[flow].asks}
    for path in states.automaton(flow).paths:
        before: dict[str, str] = {}
        for taken in path.walk.taken:
            assert _chosen(leaving[taken.question], before, taken.option) == [taken.rule]
            before[taken.question] = taken.option


def _chosen(edges: list[Edge], before: dict[str, str], option: str) -> list[int]:
    """Return the rules whose line fits what a reader said; "in all other cases" only where no other fits."""
    fits = [
        (edge.rule, case.otherwise)
        for edge in edges
        for case in edge.cases
        if option in case.options and all(before.get(name) in options for name, options in case.after)
    ]
    return [rule for rule, otherwise in fits if not otherwise] or [rule for rule, _ in fits]


@pytest.mark.parametrize("flow", FLOWS)
def test_every_link_of_list_and_picture_leads_to_a_page(docs: Path, flow: str) -> None:
    pages = {f"../{slug}/" for slug in states.automaton(flow).states}
    pages |= {f"../../{folder(other)}/" for other in FLOWS}
    page, picture = _page(docs, flow), _picture(docs, flow)
    boxes = {link.get("href", "") for link in picture.iter(f"{SVG}a")}
    file = f"{folder(flow)}.svg"
    start = drawing.mark(graph(flow).start)
    assert boxes <= pages
    assert {href for href, _ in page.links if "#" not in href} <= pages
    assert {href for href, _ in page.links if href.startswith(file)} == {f"{file}#{start}"}
    assert any(element.get("id") == start for element in picture.iter())


@pytest.mark.parametrize("flow", FLOWS)
def test_the_picture_says_what_it_is_and_asks_for_nothing(docs: Path, flow: str) -> None:
    picture, text = _picture(docs, flow), _svg(docs, flow)
    first, second, *_ = picture
    assert (first.tag, second.tag) == (f"{SVG}title", f"{SVG}desc")
    assert first.text == f"Map: {states.book().flow_words(flow).title}"
    assert second.text
    assert set(re.findall(r"https?://[^\"\s]+", text)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"url\(|@import|@font-face|<script|<image|<foreignObject|<!DOCTYPE", text)


@pytest.mark.parametrize("flow", FLOWS)
def test_every_word_and_every_box_lies_on_the_picture(docs: Path, flow: str) -> None:
    picture = _picture(docs, flow)
    _, _, width, height = map(float, picture.get("viewBox", "").split())
    moved = re.search(r"translate\(([\d.]+) ([\d.]+)\)", _svg(docs, flow))
    assert moved
    points = [(float(text.get("x", "")), float(text.get("y", ""))) for text in picture.iter(f"{SVG}text")]
    for line in picture.iter(f"{SVG}path"):
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", line.get("d", ""))]
        points += zip(numbers[::2], numbers[1::2], strict=True)
    for x, y in points:
        assert 0 < x + float(moved[1]) < width
        assert 0 < y + float(moved[2]) < height


@pytest.mark.parametrize("flow", FLOWS)
def test_no_line_of_the_picture_is_too_long_for_its_place(docs: Path, flow: str) -> None:
    lines = [text.text or "" for text in _picture(docs, flow).iter(f"{SVG}text")]
    assert max(map(len, lines)) <= max(drawing.BOX, drawing.LABEL)


def test_the_same_flows_give_the_same_pictures(docs: Path, tmp_path: Path) -> None:
    maps.write(tmp_path / "docs")
    for flow in FLOWS:
        assert _svg(tmp_path / "docs", flow) == _svg(docs, flow)


def test_what_is_drawn_once_is_kept(tmp_path: Path) -> None:
    drawn = [graph(FLOWS[0])]
    drawing.pictures(drawn, tmp_path)
    (kept,) = tmp_path.iterdir()
    kept.write_text(kept.read_text(encoding="utf-8").replace("</svg>", "<g/></svg>"), encoding="utf-8")
    assert drawing.pictures(drawn, tmp_path)[0].rstrip().endswith("<g/></svg>")


def test_a_description_says_the_same_for_the_same_graph_and_another_for_another() -> None:
    said = [drawing.dot(graph(flow)) for flow in (*FLOWS, *FLOWS)]
    assert said[: len(FLOWS)] == said[len(FLOWS) :]
    assert len(set(said)) == len(FLOWS)


@pytest.mark.parametrize("flow", FLOWS)
def test_all_questions_stand_on_the_page_with_all_their_answers(docs: Path, flow: str) -> None:
    page, speaker = _page(docs, flow), states.speaker(flow)
    for question in states.book().flows[flow].asks:
        words = states.book().case.questions[question]
        assert ("h3", question, words.ask) in page.headings
        said = [words.hint, words.why, words.find_out, *(option.says for option in words.options.values())]
        assert [speaker.text(spans) for spans in said if speaker.text(spans) not in page.text] == []


def test_the_colours_are_those_of_the_style_sheet() -> None:
    style = (ROOT / "docs/assets/css/keel.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{([^}]*--paper: #[^}]*)\}", style)[:2]
    )
    for old, new in drawing.DARK.items():
        assert any(value == old and dark[name] == new for name, value in light.items()), old


def test_the_map_of_a_flow_that_is_gone_goes_too(tmp_path: Path) -> None:
    gone = tmp_path / "docs/wizard/gone"
    (gone / "map").mkdir(parents=True)
    (gone / "map/index.md").write_text("old", encoding="utf-8")
    (gone / "index.md").write_text("kept", encoding="utf-8")
    maps.write(tmp_path / "docs")
    assert [file.name for file in gone.iterdir()] == ["index.md"]
