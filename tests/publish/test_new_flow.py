from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wizard.publish import new_flow
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path


def _files(root: Path) -> dict[str, str]:
    return {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8")
        for file in root.rglob("*")
        if file.is_file()
    }


def test_a_new_flow_gets_its_rooms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new_flow.make(tmp_path, "late_payment")
    assert set(_files(tmp_path)) == {
        "tests/journeys/late_payment.toml",
        "wizard/flows/late_payment/__init__.py",
        "wizard/flows/late_payment/flow.py",
        "wizard/flows/late_payment/words/en/flow.toml",
    }
    assert "add LATE_PAYMENT to FLOWS" in capsys.readouterr().out


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
    assert _files(tmp_path) == {}
