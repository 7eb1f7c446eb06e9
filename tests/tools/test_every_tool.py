"""What holds for every tool: a report or a clear sentence for whatever is typed, and words that lints accept."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import FIGURE
from tests.tools.samples import TODAY, typed
from wizard.case.phrases import PHRASES
from wizard.core import lint
from wizard.core.errors import Refusal
from wizard.core.form import read
from wizard.core.reading import texts
from wizard.core.report import Say
from wizard.core.words import Link, Place, Quote, Spans, within
from wizard.publish import states
from wizard.tools import TOOLS
from wizard.tools.model import Asked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wizard.tools.model import Tool

ROOT: Final = Path(__file__).resolve().parents[2]
SEEDS: Final = 250
DESK: Final = states.desk()
LONGEST_SENTENCE: Final = 25

every_tool = pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.id)


@pytest.mark.slow
@every_tool
def test_a_tool_answers_250_readers_with_a_report_or_a_sentence(
    tool: Tool, record_property: Callable[[str, object], None]
) -> None:
    kinds: Counter[str] = Counter()
    for seed in range(SEEDS):
        worked = DESK.work(tool, typed(tool, seed), TODAY)
        kinds["report" if worked.report else "refused"] += 1
        if worked.report is None:
            assert worked.read.problems or worked.read.missing or worked.refused.endswith((".", "?"))
            continue
        first = worked.report.blocks[0]
        assert isinstance(first, Say)
        assert first.tone == "lead"
        html, text = str(DESK.html(tool, worked.report)), DESK.text(tool, worked.report)
        assert "{part" not in html + text
        assert "None" not in unescape(re.sub(r"<[^>]+>", " ", html))
        assert worked.report.figures
    record_property(FIGURE, f"tools: {tool.id}, {dict(kinds)} of {SEEDS} readers")
    assert kinds["report"] >= SEEDS / 4


@every_tool
@given(st.data())
def test_no_text_at_all_breaks_a_tool(tool: Tool, data: st.DataObject) -> None:
    fields = [field.id for field in tool.form.fields] + [
        f"{row}.{field.id}" for row in (1, 2) for field in tool.form.row
    ]
    good = typed(tool, data.draw(st.integers(0, 50)))
    wild = data.draw(st.dictionaries(st.sampled_from(fields), st.text(max_size=200), max_size=4))
    worked = DESK.work(tool, good | wild, data.draw(st.dates(date(2016, 1, 1), date(2099, 12, 31))))
    if worked.report:
        DESK.html(tool, worked.report)
        DESK.text(tool, worked.report)


@every_tool
def test_the_words_of_a_tool_pass_the_lints(tool: Tool) -> None:
    words = DESK.words(tool)
    ledger, links = DESK.says.book.ledger, DESK.says.book.links(None)
    wrong: list[str] = []
    for part, spans in texts(words):
        whole = lint.plain(spans, {})
        wrong += [f"{part} {says}" for says in lint.forbidden(whole, PHRASES.advice)]
        if not part.startswith("fields"):
            wrong += [
                f"{part} {says}" for says in (*lint.too_long(whole, LONGEST_SENTENCE), *lint.digits(spans))
            ]
        for span in within(spans):
            if isinstance(span, Quote) and span.key not in ledger:
                wrong.append(f"{part} quotes {span.key}")
            if isinstance(span, Place) and span.kind != "part":
                wrong.append(f"{part} has the place {span.name}")
            if isinstance(span, Link) and span.to not in links and not _page(span.to):
                wrong.append(f"{part} links to {span.to}")
    wrong += [f"cites {key}" for key in words.cites if key not in ledger]
    assert wrong == []


def _page(to: str) -> bool:
    return any((ROOT / "docs" / f"{to}{end}").exists() for end in (".md", "/index.md"))


@every_tool
def test_a_tool_has_words_for_its_fields_and_no_others(tool: Tool) -> None:
    words = DESK.words(tool)
    fields = {field.id: field for field in (*tool.form.fields, *tool.form.row)}
    assert set(words.fields) == set(fields)
    assert {id_: set(said.options) for id_, said in words.fields.items()} == {
        id_: set(field.options) for id_, field in fields.items()
    }
    assert bool(words.row) == bool(tool.form.row)


class Heard(dict[str, Spans]):
    """The lines of a tool, with a note of each that was said."""

    def __init__(self, lines: Mapping[str, Spans]) -> None:
        super().__init__(lines)
        self.said: set[str] = set()

    def __getitem__(self, line: str) -> Spans:
        self.said.add(line)
        return super().__getitem__(line)


@pytest.mark.slow
@every_tool
def test_every_line_of_a_tool_is_said_to_some_reader(
    tool: Tool, record_property: Callable[[str, object], None]
) -> None:
    words = DESK.words(tool)
    heard = Heard(words.lines)
    words = replace(words, lines=heard)
    for seed in range(SEEDS * 4):
        found = read(tool.form, typed(tool, seed), TODAY)
        if not found.problems and not found.missing:
            with suppress(Refusal):
                tool.work(Asked(found.values, found.rows, TODAY, DESK.says.book.ledger, words))
    never = sorted(set(words.lines) - heard.said)
    record_property(
        FIGURE,
        f"tools: {tool.id}, {len(never)} of {len(words.lines)} lines unsaid by {SEEDS * 4} readers: {never}",
    )
    # Rare situations have tests of their own; what no line of code can name is dead.
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "wizard/tools").glob("*.py"))
    assert [line for line in never if not _named(line, code)] == []
    assert len(never) <= len(words.lines) / 4


def _named(line: str, source: str) -> bool:
    """Tell whether a line is named whole, or put together from a beginning and an id."""
    return f'"{line}"' in source or _built(line, source)


def _built(line: str, source: str) -> bool:
    parts = line.split("_")
    return any(
        f'f"{"_".join(parts[:count])}_{{' in source or f'_{"_".join(parts[count:])}"' in source
        for count in range(1, len(parts))
    )


@every_tool
def test_a_tool_has_a_page_with_a_part_for_paper(tool: Tool) -> None:
    page = (ROOT / f"docs/tools/{tool.slug}.md").read_text(encoding="utf-8")
    assert f"\n{{tool:{tool.id}}}\n" in page
    assert f"\ntool: {tool.id}\n" in page
    assert "\n## On paper\n" in page
    assert len(page.partition("## On paper")[2].split()) >= 80


@every_tool
def test_what_a_tool_takes_from_a_plan_fits_its_fields(tool: Tool) -> None:
    inputs = states.book().inputs
    fields = {field.id: field for field in tool.form.fields}
    for typed_there, fills in tool.carries.items():
        for name, value in fills.items():
            assert value in fields[name].options if value else fields[name].kind == inputs[typed_there].kind
