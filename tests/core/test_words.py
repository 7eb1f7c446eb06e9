from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.words import Blank, Link, Moment, Place, Plain, Quote, Strong, parse, within


def test_every_mark_of_the_grammar_becomes_a_span_of_its_kind() -> None:
    assert parse("Ask **{slot:name} today**, {fact:a.b} and {date:end}: [go on](safe_set) or [name].") == (
        Plain("Ask "),
        Strong((Place("slot", "name"), Plain(" today"))),
        Plain(", "),
        Quote("a.b"),
        Plain(" and "),
        Place("date", "end"),
        Plain(": "),
        Link((Plain("go on"),), "safe_set"),
        Plain(" or "),
        Blank("name"),
        Plain("."),
    )
    assert parse("") == ()


def test_a_slot_is_known_by_its_kind_and_id() -> None:
    assert Place("date", "review_end").name == "date:review_end"


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("a * b", "*"),
        ("**open", "*"),
        ("{slot:Name}", "{"),
        ("{if:x}", "{"),
        ("{{ x }}", "{"),
        ("a } b", "}"),
        ("<b>bold</b>", "<"),
        ("a > b", ">"),
        ("`code`", "`"),
        ("a \\ b", "\\"),
        ("[open", "["),
        ("close]", "]"),
        ("[a [b] c]", "["),
        ("**<i>x</i>**", "<"),
        ("[<i>x</i>](y)", "<"),
        ("****", "*"),
    ],
)
def test_a_stray_mark_is_named_with_the_words_around_it(text: str, mark: str) -> None:
    with pytest.raises(ValueError, match="has no meaning here") as found:
        parse(text)
    assert str(found.value).startswith(f'"{mark}" near "')


def test_a_blank_holds_no_mark_of_the_grammar() -> None:
    for text in ("[{fact:a.b}]", "[<b>name</b>]", "[**name**]"):
        with pytest.raises(ValueError, match="has no meaning here"):
            parse(text)


@given(st.text(st.characters(exclude_characters="{}<>[]*`\\"), min_size=1))
def test_text_without_marks_stays_as_it_is(text: str) -> None:
    assert parse(text) == (Plain(text),)


@given(st.text("ab*[](){}:_. <>", max_size=40))
def test_any_text_becomes_spans_without_markup_or_is_refused(text: str) -> None:
    try:
        spans = parse(text)
    except ValueError:
        return
    for span in within(spans):
        if isinstance(span, Plain):
            assert not set(span.text) & set("{}<>[]*`\\")


def test_spans_inside_strong_words_and_links_are_found() -> None:
    kinds = [type(span) for span in within(parse("**[a {slot:b}](c)**"))]
    assert kinds == [Strong, Link, Plain, Place]
    assert list(within((Moment(datetime(2026, 12, 6, tzinfo=UTC)),)))
