from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest

from tests.samples.permit import PERMIT, VOCABULARY
from wizard.core import model


@pytest.mark.parametrize(
    "shape",
    [PERMIT, PERMIT.asks[0], PERMIT.asks[0].routes[0], PERMIT.outcomes[0], VOCABULARY, VOCABULARY.acts[0]],
    ids=lambda shape: type(shape).__name__,
)
def test_a_shape_never_changes(shape: object) -> None:
    name = fields(shape)[0].name  # type: ignore[arg-type]
    with pytest.raises(FrozenInstanceError):
        setattr(shape, name, "other")
    assert not hasattr(shape, "__dict__")


def test_a_condition_names_its_values_one_after_another() -> None:
    condition = model.Is("papers", "full", "none")
    assert (condition.name, condition.one_of) == ("papers", ("full", "none"))
