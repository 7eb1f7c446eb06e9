from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.samples import ghosting, story
from wizard.core.compiler import compile_flow

if TYPE_CHECKING:
    from pathlib import Path

    from wizard.core.compiler import Automaton

JOURNEYS = ghosting.journeys()


@pytest.fixture(scope="module")
def machine() -> Automaton:
    return compile_flow(ghosting.book().flows[ghosting.FLOW])


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.name)
def test_journey(journey: story.Journey, machine: Automaton) -> None:
    against = [*story.of_shape(journey, ghosting.book(), ghosting.FLOW)]
    if journey.ends in ghosting.book().flows[ghosting.FLOW].outcomes:
        against += story.of_words(journey, ghosting.book(), ghosting.FLOW, machine)
    assert against == [], journey.name


def test_every_outcome_is_demanded_by_a_journey() -> None:
    demanded = {journey.ends for journey in JOURNEYS}
    assert set(ghosting.book().flows[ghosting.FLOW].outcomes) - demanded == set()


def test_every_option_of_every_question_is_answered_in_a_journey() -> None:
    atlas = ghosting.book().flows[ghosting.FLOW]
    asked = {(name, option) for name in atlas.asks for option in atlas.questions[name].options}
    assert asked - {pair for journey in JOURNEYS for pair in journey.answers.items()} == set()


def test_journeys_have_names_of_their_own_that_are_sentences() -> None:
    names = [journey.name for journey in JOURNEYS]
    assert len(names) == len(set(names))
    assert [name for name in names if len(name.split()) < 7] == []


def test_acts_and_letters_of_journeys_exist() -> None:
    vocabulary = ghosting.book().vocabulary
    acts, letters = {act.id for act in vocabulary.acts}, set(vocabulary.letters)
    assert {act for journey in JOURNEYS for act in (*journey.tells, *journey.never)} - acts == set()
    assert {letter for journey in JOURNEYS for letter in journey.offers} - letters == set()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[journey]]\nname = "x"\nend = "safe_set"\n', "unknown keys: end"),
        ("[[journeys]]\n", "journey"),
    ],
)
def test_an_unknown_key_in_a_file_of_journeys_is_an_error(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "toy.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        story.read(file)
