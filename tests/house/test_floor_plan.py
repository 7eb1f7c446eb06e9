"""The page of the house is what the imports say today, and each room says in a line what it is for."""

from __future__ import annotations

from pathlib import Path

from tests.house.test_imports import MAY
from wizard.publish import floor_plan

ROOT = Path(__file__).resolve().parents[2]
HOUSE = floor_plan.rooms(ROOT / "wizard")


def test_the_page_is_as_the_imports_are_today() -> None:
    written = (ROOT / floor_plan.PAGE).read_text(encoding="utf-8")
    assert written == floor_plan.page(ROOT / "wizard"), "run: python -m wizard.publish architecture"


def test_every_room_of_the_table_is_on_the_page_and_says_what_it_is_for() -> None:
    assert set(HOUSE) == set(MAY) - {"__init__"}
    assert [room.name for room in HOUSE.values() if not room.says.endswith(".")] == []


def test_an_arrow_is_left_out_only_where_another_way_leads_there() -> None:
    drawn = floor_plan.arrows(HOUSE)
    for name, room in HOUSE.items():
        assert room.imports <= MAY[name]
        kept = {to for start, to in drawn if start == name}
        assert kept <= room.imports
        assert room.imports <= kept.union(*(floor_plan.reached(HOUSE, to) for to in kept))


def test_nothing_that_travels_imports_what_stays() -> None:
    ships = floor_plan.reached(HOUSE, floor_plan.BRIDGE)
    assert "core" in ships
    assert not ships & {"publish", "authors", "__main__", "paper"}
