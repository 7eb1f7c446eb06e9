"""Parts of a case file that look the same again and again: most of a record is forms. Each is drawn once.

What stands in them is for `views`; how they look is in the template of the parts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeVar

from markupsafe import Markup

from wizard.core.words import Spans
from wizard.render import Speaker

Made = TypeVar("Made")
PARAGRAPH = Markup('<p dir="auto">%s</p>')
NONE: Mapping[str, object] = MappingProxyType({})


MOST = 4_096
"""Parts that are remembered at once; more than a long journal shows."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Draws parts by the macros of a template; what was drawn before for the same key is given again."""

    macros: Any
    """The module of the template: its macros by their names."""
    lines: Any
    """The same for plain text."""
    says: Speaker
    _drawn: dict[tuple[object, ...], Any] = field(default_factory=dict)

    @property
    def known(self) -> Mapping[str, Callable[..., Any]]:
        """Name in templates -> what draws it."""
        return {
            "h": self.html,
            "form": self.form,
            "value_forms": self.value_forms,
            "topic_items": self.topic_items,
            "event_items": self.event_items,
            "wait_items": self.wait_items,
            "paragraphs": self.paragraphs,
        }

    @property
    def known_text(self) -> Mapping[str, Callable[..., str]]:
        """The same for templates of plain text."""
        return {"event_text": self.event_text}

    def html(self, spans: Spans) -> Markup:
        """Return spans as HTML."""
        return self.once(("html", spans), lambda: self.says.html(spans))

    def text(self, spans: Spans) -> str:
        """Return spans as plain text."""
        return self.once(("text", spans), lambda: self.says.text(spans))

    def form(self, kind: str, fields: object, values: Mapping[str, object] = NONE) -> Markup:
        """Return the form of a kind of entry with the values that stand in it."""
        return self._part("form", (kind, *values.items()), kind, fields, values)

    def value_forms(self, values: Iterable[Mapping[str, Any]]) -> Markup:
        """Return the forms of dates and sums."""
        return _joined(self._part("value_form", (one["id"], one["typed"]), one) for one in values)

    def topic_items(self, topics: Iterable[Mapping[str, Any]]) -> Markup:
        """Return the topics of the checklist as they stand."""
        return _joined(self._part("topic_item", tuple(topic.values()), topic) for topic in topics)

    def event_items(self, log: Iterable[Mapping[str, Any]]) -> Markup:
        """Return the lines of the log."""
        return _joined(self._part("event_item", (item["event"],), item) for item in log)

    def event_text(self, item: Mapping[str, Any]) -> str:
        """Return a line of the log in lines of a column."""
        return self.once(("event_text", item["event"]), lambda: str(self.lines.event_text(item)).rstrip("\n"))

    def wait_items(self, due: Iterable[Mapping[str, Any]], named: str) -> Markup:
        """Return the times that run, as items of a list; of several contracts each is named."""
        return _joined(self._part("wait_item", (*item["key"], named), item, named) for item in due)

    def paragraphs(self, text: Iterable[Spans]) -> Markup:
        """Return a text to copy."""
        return _joined(map(self._paragraph, text))

    def _paragraph(self, spans: Spans) -> Markup:
        return self.once(("paragraph", spans), lambda: PARAGRAPH % self.says.html(spans))

    def cited(self, keys: tuple[str, ...], view: Callable[[], Mapping[str, Any]]) -> Markup:
        """Return the sources of facts."""
        return self.once(("cited", keys), lambda: self._macro("cited")(**view()))

    def _part(self, macro: str, key: tuple[object, ...], *given: object) -> Markup:
        return self.once((macro, *key), lambda: self._macro(macro)(*given))

    def _macro(self, name: str) -> Callable[..., Markup]:
        made: Callable[..., Markup] = getattr(self.macros, name)
        return made

    def once(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """Return what was made for a key before, else make it. Of one key the same must always come."""
        if key not in self._drawn:
            if len(self._drawn) >= MOST:
                self._drawn.clear()
            self._drawn[key] = make()
        made: Made = self._drawn[key]
        return made


def _joined(parts: Iterable[Markup]) -> Markup:
    """Return parts that are HTML already in one: to escape each anew takes longer than to join."""
    return Markup("".join(parts))  # noqa: S704 - made by our own templates
