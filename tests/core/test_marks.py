from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wizard.core.marks import Mark, Part, merged, parts

ORDER = ("a", "b", "c")


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(st.characters(), max_size=40))
    places = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(st.sampled_from(ORDER), places, places), max_size=8))
    return text, [Mark(id_, min(one, two), max(one, two)) for id_, one, two in spans]


def test_a_text_is_cut_where_notes_begin_and_end_and_overlap() -> None:
    marks = [Mark("b", 2, 6), Mark("a", 4, 8)]
    assert parts("0123456789", marks, ORDER) == (
        Part("01"),
        Part("23", ("b",)),
        Part("45", ("a", "b")),
        Part("67", ("a",)),
        Part("89"),
    )


def test_marks_of_one_note_that_overlap_or_touch_become_one() -> None:
    marks = [Mark("a", 5, 9), Mark("a", 0, 3), Mark("b", 2, 4), Mark("a", 2, 5), Mark("a", 12, 13)]
    assert merged(marks) == (Mark("a", 0, 9), Mark("b", 2, 4), Mark("a", 12, 13))


@given(marked())
def test_the_parts_joined_are_the_text_and_each_letter_carries_its_notes(
    drawn: tuple[str, list[Mark]],
) -> None:
    text, marks = drawn
    for some in (marks, merged(marks)):
        cut = parts(text, some, ORDER)
        assert "".join(part.text for part in cut) == text
        letters = [part.ids for part in cut for _ in part.text]
        for at, ids in enumerate(letters):
            assert ids == tuple(
                id_ for id_ in ORDER if any(m.id == id_ and m.start <= at < m.end for m in some)
            )
