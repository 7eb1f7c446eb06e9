"""The tables of Markdown pages: cells that know their column, and links that can be told apart by ear."""

from __future__ import annotations

import markdown

SITUATIONS = """
| Sit | Look up |
|---|---|
| [Before](before.md) | [map](before/map.md) and [only here](here.md) |
| [After](after.md) | [map](after/map.md) |
"""


def _html(text: str) -> str:
    return markdown.markdown(text, extensions=["tables", "wizard.publish.quotes", "wizard.publish.tables"])


def test_every_cell_says_the_name_of_its_column_and_stays_a_cell() -> None:
    html = _html(SITUATIONS)
    assert html.count('data-label="Sit"') == html.count('data-label="Look up"') == 2
    roles = {"table": 1, "rowgroup": 2, "row": 3, "columnheader": 2, "cell": 4}
    assert {role: html.count(f'role="{role}"') for role in roles} == roles


def test_links_of_the_same_words_are_named_after_their_row() -> None:
    html = _html(SITUATIONS)
    assert '<a aria-label="map: Before" href="before/map.md">map</a>' in html
    assert '<a aria-label="map: After" href="after/map.md">map</a>' in html
    assert '<a href="here.md">only here</a>' in html


def test_a_name_holds_no_number_of_a_source_and_a_column_without_one_stays_without() -> None:
    html = _html("| Word{by:milestones.review_days} |  |\n|---|---|\n| a | b |\n\n{sources}")
    assert 'data-label="Word"' in html
    assert html.count("data-label") == 1
