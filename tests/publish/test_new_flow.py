from __future__ import annotations

from pathlib import Path

import pytest

from wizard.publish import new_flow
from wizard.publish.errors import PublishError

ROOT = Path(__file__).parents[2]
BEFORE = """from wizard.core.model import Flow
from wizard.flows.door.flow import DOOR
from wizard.flows.screening.flow import SCREENING

FLOWS: tuple[Flow, ...] = (
    DOOR,
    SCREENING,
)

PLANNED: tuple[str, ...] = ("late_payment", "other",)
"""
AFTER = """from wizard.core.model import Flow
from wizard.flows.door.flow import DOOR
from wizard.flows.late_payment.flow import LATE_PAYMENT
from wizard.flows.screening.flow import SCREENING

FLOWS: tuple[Flow, ...] = (
    DOOR,
    SCREENING,
    LATE_PAYMENT,
)

PLANNED: tuple[str, ...] = ("other",)
"""


def _files(root: Path) -> dict[str, str]:
    return {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8")
        for file in root.rglob("*")
        if file.is_file()
    }


@pytest.fixture(autouse=True)
def _flows(tmp_path: Path) -> None:
    file = tmp_path / new_flow.LIST
    file.parent.mkdir(parents=True)
    file.write_text(BEFORE, encoding="utf-8")


def test_a_new_flow_gets_its_rooms_and_is_listed(tmp_path: Path) -> None:
    new_flow.make(tmp_path, "late_payment")
    assert (tmp_path / new_flow.LIST).read_text(encoding="utf-8") == AFTER
    assert set(_files(tmp_path)) == {
        new_flow.LIST,
        "tests/journeys/late_payment.toml",
        "wizard/flows/late_payment/__init__.py",
        "wizard/flows/late_payment/flow.py",
        "wizard/flows/late_payment/words/en/flow.toml",
    }


def test_a_folder_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    new_flow.make(tmp_path, "late_payment")
    (tmp_path / "wizard/flows/late_payment/flow.py").write_text("A week of work.\n", encoding="utf-8")
    before = _files(tmp_path)
    with pytest.raises(PublishError, match="wizard/flows/late_payment is there already"):
        new_flow.make(tmp_path, "late_payment")
    assert _files(tmp_path) == before


@pytest.mark.parametrize(("name", "says"), [("Late payment", "is no id"), ("ghosting", "is there already")])
def test_a_name_that_cannot_be_used_is_refused(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(PublishError, match=says):
        new_flow.make(tmp_path, name)
    assert _files(tmp_path) == {new_flow.LIST: BEFORE}


def test_a_list_that_looks_otherwise_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / new_flow.LIST).write_text("FLOWS = []\n", encoding="utf-8")
    with pytest.raises(PublishError, match="add LATE_PAYMENT to FLOWS by hand"):
        new_flow.make(tmp_path, "late_payment")
    assert _files(tmp_path) == {new_flow.LIST: "FLOWS = []\n"}


def test_the_list_of_this_project_is_as_the_command_knows_it() -> None:
    text = (ROOT / new_flow.LIST).read_text(encoding="utf-8")
    assert "    LATE_PAYMENT,\n)" in new_flow.listed(text, "late_payment")
