from __future__ import annotations

import pytest
import yaml
from markupsafe import Markup

from tests.publish import outline
from wizard.publish import manuscript

HOSTILE = (
    "a *star* and an _underscore_",
    "a `tick`, [a link](x) and {: #not-this }",
    "a <b>tag</b> & an &amp; entity",
    "# no heading, \\ no escape | no cell",
    '"quoted": yes',
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_title_and_a_heading_say_exactly_what_they_were_given(text: str) -> None:
    page = manuscript.page(text, text, [manuscript.heading(2, text, "topic.key_one")])
    assert outline.parsed(page).headings[1] == ("h2", "topic.key_one", text)
    assert outline.parsed(page).headings[0][2] == text
    assert yaml.safe_load(page.split("---\n")[1]) == {"title": text, "description": text}


def test_a_list_escapes_text_and_keeps_what_is_html_already() -> None:
    made = manuscript.listed(["<b>", Markup("<i>yes</i>")])
    assert made == "<ul>\n<li>&lt;b&gt;</li>\n<li><i>yes</i></li>\n</ul>"


def test_only_a_page_that_search_leaves_out_says_so() -> None:
    assert "exclude: true" not in manuscript.page("A", "a", [])
    assert "exclude: true" in manuscript.page("A", "a", [], searched=False)
