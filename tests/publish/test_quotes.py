from __future__ import annotations

from typing import TYPE_CHECKING

import markdown
import pytest

from wizard.publish import quotes
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def key() -> str:
    return next(key for key, fact in quotes.known().items() if fact.unit == "days")


def _html(text: str) -> str:
    return markdown.markdown(text, extensions=["wizard.publish.quotes"])


def test_a_quote_becomes_the_value_of_the_ledger(key: str) -> None:
    expected = f'<p>After <span data-fact="{key}">{quotes.known()[key].quoted}</span>.</p>'
    assert _html(f"After {{fact:{key}}}.") == expected


def test_code_is_left_alone() -> None:
    assert _html("`{fact:topic.key}`") == "<p><code>{fact:topic.key}</code></p>"


@pytest.mark.parametrize("wrong", ["no.such", "", "<script>", "ending.*"])
def test_an_unknown_fact_stops_the_build(wrong: str) -> None:
    with pytest.raises(PublishError, match="No fact is called"):
        _html(f"{{fact:{wrong}}}")


def test_a_near_miss_names_the_right_key(key: str) -> None:
    with pytest.raises(PublishError, match=f'Did you mean "{key}"'):
        quotes.quoted(key[:-1])


def test_all_wrong_quotes_are_named_together_and_code_is_no_quote(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    (docs / "guide").mkdir(parents=True)
    (docs / "guide/one.md").write_text("{fact:a.b} and `{fact:in.code}`\n\n```\n{fact:in.fence}\n```\n")
    (docs / "two.md").write_text("{fact:c.d}")
    with pytest.raises(PublishError) as error:
        quotes.check(docs)
    assert str(error.value).splitlines() == [
        'docs/guide/one.md: No fact is called "a.b".',
        'docs/two.md: No fact is called "c.d".',
    ]


def test_a_right_quote_passes(tmp_path: Path, key: str) -> None:
    (tmp_path / "page.md").write_text(f"{{fact:{key}}}")
    quotes.check(tmp_path)
