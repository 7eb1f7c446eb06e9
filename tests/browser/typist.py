"""A reader who has only keys: where Tab takes her, what she sees there, and how she types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, cast

from playwright.sync_api import expect

from tests.browser.reader import Reader

if TYPE_CHECKING:
    from playwright.sync_api import Locator

MOST: Final = 250
"""More presses of one key than any page needs."""
ORDERS: Final = ("%m%d%Y", "%d%m%Y", "%Y%m%d")
"""How a date field may want its parts: it asks the browser's own language, which no page and no test can set."""
STOPS: Final = """() => {
  const kinds = "a[href], button, input, select, textarea, summary, [tabindex]";
  globalThis.stops = Array.from(document.querySelectorAll(kinds)).filter(one =>
    one.tabIndex >= 0 && !one.disabled && one.checkVisibility({ visibilityProperty: true })
    // Of a group of choices, Tab comes to the one that is made.
    && (one.type !== "radio" || one.checked));
  return globalThis.stops.length;
}"""
HERE: Final = """() => {
  const at = document.activeElement;
  if (!document.hasFocus() || at === document.body) return null;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at);
  // On its own button for the calendar a date field draws a mark of its own, which no script can ask for.
  const inside = ["date", "time"].includes(at.type) && !at.matches(":focus-visible");
  const drawn = inside || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none";
  const seen = Array.from(at.getClientRects()).some(({ left, top, width, height }) =>
    [0.1, 0.5, 0.9].some(part => {
      const hit = document.elementFromPoint(left + width * part, top + height * part);
      return hit !== null && at.contains(hit);
    }));
  const faults = [...(drawn ? [] : ["has no mark of the focus"]), ...(seen ? [] : ["is out of sight or covered"])];
  return [(globalThis.stops ?? []).indexOf(at), faults.map(fault => `${at.outerHTML.slice(0, 160)} ${fault}`)];
}"""


@dataclass
class Typist(Reader):
    """A reader whose every move is a key, and who must see at each where she is."""

    def key(self, *names: str) -> None:
        """Press keys one after the other."""
        for name in names:
            self.page.keyboard.press(name)

    def here(self) -> int | None:
        """Return the number of the stop that has the focus, -1 for a place Tab does not come to, None outside.

        Wherever it is, it can be seen, and it can be seen to have the focus.
        """
        found = cast("tuple[int, list[str]] | None", self.run(HERE))
        if found is None:
            return None
        assert found[1] == [], found[1]
        return found[0]

    def round(self) -> None:
        """Go round the page by Tab: every control once, in the order of the page, and over its end; and one back."""
        stops = cast("int", self.run(STOPS))
        self.here()
        found: list[int] = []
        for _ in range(2 * stops + MOST):
            self.key("Tab")
            at = self.here()
            # After its last control the browser's own come, and a date field has several places of its own.
            if at is None or at in found[-1:]:
                continue
            if at in found[:1]:
                break
            found.append(at)
        first = found[0]
        assert found == [*range(first, stops), *range(first)], found
        self.key("Shift+Tab")
        assert self.here() == (first - 1 if first else None)

    def reach(self, target: Locator) -> None:
        """Press Tab until a control has the focus."""
        for _ in range(MOST):
            if target.evaluate("place => place === document.activeElement"):
                self.here()
                return
            self.key("Tab")
        raise AssertionError(f"Tab never comes to {target}")

    def enter(self, target: Locator) -> None:
        """Go to a control and press Enter there."""
        self.reach(target)
        self.key("Enter")

    def write(self, field: Locator, value: str) -> None:
        """Go to a field and type a value into it, as its kind wants."""
        self.reach(field)
        kind = field.evaluate("field => field.type")
        if kind == "select-one":
            self._choose(field, value)
        elif kind == "date":
            self._day(field, value)
        else:
            self.page.keyboard.type(value)
        expect(field).to_have_value(value)

    def _choose(self, field: Locator, value: str) -> None:
        self.key("Home")
        for _ in range(MOST):
            if field.input_value() == value:
                return
            self.key("ArrowDown")
        raise AssertionError(f"No arrow comes to {value}")

    def _day(self, field: Locator, value: str) -> None:
        for order in ORDERS:
            self.page.keyboard.type(date.fromisoformat(value).strftime(order))
            if field.input_value() == value:
                return
            self.key("ArrowLeft", "ArrowLeft")
        raise AssertionError(f"{value} cannot be typed")
