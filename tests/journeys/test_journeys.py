from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import FIGURE
from tests.samples import real, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEAST = 12
"""Journeys of a flow; of one that has only begun, six for each of its own results."""
"""Journeys of a flow beside the situations."""
JOURNEYS = [journey for flow in real.IDS for journey in real.journeys(flow)]


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda journey: journey.name)
def test_journey(journey: story.Journey) -> None:
    against = [*story.of_shape(journey, real.book())]
    flow, outcome = story.end_of(journey)
    if outcome in real.book().flows[flow].outcomes:
        against += story.of_words(journey, real.book(), real.automata())
    assert against == [], journey.name


@pytest.mark.parametrize("flow", real.IDS)
def test_a_flow_has_journeys_enough(flow: str) -> None:
    results = len(real.book().flows[flow].outcomes)
    assert len(story.read(story.JOURNEYS / f"{flow}.toml")) >= min(LEAST, 6 * results)


@pytest.mark.parametrize("flow", real.IDS)
def test_every_outcome_is_demanded_by_a_journey(flow: str) -> None:
    demanded = {outcome for at, outcome in map(story.end_of, JOURNEYS) if at == flow}
    assert set(real.book().flows[flow].outcomes) - demanded == set()


@pytest.mark.parametrize("flow", real.IDS)
def test_every_option_of_every_question_is_answered_in_a_journey(flow: str) -> None:
    atlas = real.book().flows[flow]
    asked = {(name, option) for name in atlas.asks for option in atlas.questions[name].options}
    answered = {pair for journey in real.journeys(flow) for pair in journey.answers.items()}
    assert asked - answered == set()


def test_journeys_have_names_of_their_own_that_are_sentences() -> None:
    names = [journey.name for journey in JOURNEYS]
    assert len(names) == len(set(names))
    assert [name for name in names if len(name.split()) < 7] == []


def test_acts_and_letters_of_journeys_exist() -> None:
    vocabulary = real.book().vocabulary
    acts, letters = {act.id for act in vocabulary.acts}, set(real.book().letters)
    assert {act for journey in JOURNEYS for act in (*journey.tells, *journey.never)} - acts == set()
    assert {letter for journey in JOURNEYS for letter in journey.offers} - letters == set()


PROMISED = (story.JOURNEYS / "promised.txt").read_text(encoding="utf-8").split()
"""Every situation that the product promises to serve, in its order; `situations.toml` holds what is done about it."""


def test_every_promised_situation_is_served(record_property: Callable[[str, object], None]) -> None:
    served = [situation.id for situation in real.situations()]
    record_property(
        FIGURE, f"situations: {len(PROMISED)} promised, {len(set(served) & set(PROMISED))} served"
    )
    assert len(served) == len(set(served))
    assert set(PROMISED) - set(served) == set()


@pytest.mark.parametrize("situation", real.situations(), ids=lambda situation: situation.id)
def test_a_situation_gets_a_plan_of_its_own_not_the_safe_set(situation: story.Journey) -> None:
    _, outcome = story.end_of(situation)
    assert (outcome == "safe_set") == (situation.id == "nobody_foresaw")
    assert situation.tells, "names no act that the plan must tell"
    assert situation.never, "names no act that the plan may not tell"
    assert situation.offers, "names no text that the plan must offer"


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
