"""Parts of a case file that look the same again and again: most of a record is forms. Each is drawn once.

What stands in them is for `views`; how they look is in the template of the parts.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from markupsafe import Markup

NONE: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Pieces:
    """Draws parts by the macros of a template; what was drawn before for the same key is given again."""

    macros: Any
    """The module of the template: its macros by their names."""
    _drawn: dict[tuple[object, ...], Markup] = field(default_factory=dict)

    @property
    def known(self) -> Mapping[str, Callable[..., Markup]]:
        """Name in templates -> what draws it."""
        return {
            "form": self.form,
            "value_form": self.value_form,
            "topic_item": self.topic_item,
            "event_item": self.event_item,
        }

    def form(self, kind: str, fields: object, values: Mapping[str, object] = NONE) -> Markup:
        """Return the form of a kind of entry with the values that stand in it."""
        return self._once("form", (kind, *values.items()), kind, fields, values)

    def value_form(self, one: Mapping[str, Any]) -> Markup:
        """Return the form of a date or a sum."""
        return self._once("value_form", (one["id"], one["typed"]), one)

    def topic_item(self, topic: Mapping[str, Any]) -> Markup:
        """Return a topic of the checklist as it stands."""
        return self._once("topic_item", tuple(topic.values()), topic)

    def event_item(self, item: Mapping[str, Any]) -> Markup:
        """Return a line of the log."""
        return self._once("event_item", (item["event"],), item)

    def _once(self, macro: str, key: tuple[object, ...], *given: object) -> Markup:
        if (macro, *key) not in self._drawn:
            self._drawn[macro, *key] = getattr(self.macros, macro)(*given)
        return self._drawn[macro, *key]
