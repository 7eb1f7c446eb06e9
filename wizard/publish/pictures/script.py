"""The words of the pictures: read from words.toml, with the values of the ledger in their places.

A picture draws these words and its list says them: no other words may stand in it. How they look is not known
here.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from markupsafe import Markup

from wizard.core.errors import did_you_mean
from wizard.core.words import Plain, Quote, Strong, parse
from wizard.publish import sources
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wizard.core.facts import Fact
    from wizard.core.words import Spans

FILE: Final = Path(__file__).with_name("words.toml")
WHO: Final = "who"
PARTS: Final = ("name", "says", "clock")
"""The parts of a label that are words, in the order in which they are read."""
KNOWN: Final = (*PARTS, WHO, "by", "under")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one weight; with a key, they are the value of that fact."""

    text: str
    strong: bool = False
    key: str = ""


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """What a picture says at one place: its name, who acts, what it is, how long it takes; or one of them."""

    id: str
    name: Runs
    says: Runs
    clock: Runs
    who: str
    """The id of who acts, or nothing."""
    actor: str
    """The same as a word."""
    keys: tuple[str, ...]
    """The facts it stands on."""
    under: tuple[str, ...]
    """The labels whose names are said before it: its heading, its row and column."""

    @property
    def html(self) -> Markup:
        """The label as a line of text."""
        head = Markup("<strong>%s</strong>") % _html(self.name) if self.name else Markup("")
        head += Markup(" (%s)") % self.actor.lower() if self.actor else ""
        return Markup(" ").join(_ended(part) for part in (head, _html(self.says), _html(self.clock)) if part)

    def fact(self, key: str) -> Fact:
        """Return one of the facts it stands on, by whose value a drawing measures.

        Raises PublishError where its words do not stand on that fact.
        """
        if key not in self.keys:
            raise PublishError(f'The picture measures "{self.id}" by "{key}", which its words do not quote.')
        return sources.known()[key]


@dataclass(frozen=True, slots=True)
class Script:
    """All words of one picture."""

    name: str
    title: str
    axis: tuple[str, ...]
    """Words that only name a scale, such as days."""
    labels: Mapping[str, Label]

    def __getitem__(self, id_: str) -> Label:
        return self.labels[id_]

    @property
    def lines(self) -> Iterator[Markup]:
        """Every label as a line of text, in order; one that stands above others is said with them."""
        above = {id_ for label in self.labels.values() for id_ in label.under}
        for label in self.labels.values():
            if label.id not in above:
                heads = Markup(". ").join(_html(self[id_].name) for id_ in label.under)
                yield heads + Markup(": ") + label.html if heads else label.html


def names() -> tuple[str, ...]:
    """Return the names of all pictures."""
    return tuple(name for name in _tables() if name != WHO)


def script(name: str) -> Script:
    """Return the words of a picture.

    Raises PublishError for an unknown picture, fact or mark.
    """
    if name not in names():
        raise PublishError(f'No picture is called "{name}".{did_you_mean(name, names())}')
    tables = dict(_tables()[name])
    title, axis = str(tables.pop("title")), tuple(tables.pop("axis", ()))
    return Script(name, title, axis, {id_: _label(f"{name}.{id_}", table) for id_, table in tables.items()})


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _label(place: str, table: Mapping[str, Any]) -> Label:
    wrong = next((part for part in table if part not in KNOWN), "")
    actors: dict[str, str] = _tables()[WHO]
    who = str(table.get(WHO, ""))
    if wrong or (who and who not in actors):
        near = did_you_mean(wrong or who, KNOWN if wrong else actors)
        raise PublishError(f'The picture has "{wrong or who}" at {place}, which means nothing there.{near}')
    keys: list[str] = []
    runs: dict[str, Runs] = {}
    for part in PARTS:
        try:
            runs[part] = tuple(_runs(parse(str(table.get(part, ""))), keys))
        except ValueError as error:
            raise PublishError(f"The picture cannot say {place}: {error}.") from error
    by = sources.facts(" ".join(table["by"])) if "by" in table else []
    last = next((part for part in reversed(PARTS) if runs[part]), "")
    if not last:
        raise PublishError(f"The picture has no words at {place}: write one of {', '.join(PARTS)}.")
    runs[last] += _doubt(by, runs.values())
    every = tuple(dict.fromkeys((*keys, *(fact.key for fact in by))))
    under = tuple(table.get("under", ()))
    actor = actors.get(who, "")
    return Label(place.partition(".")[2], **runs, who=who, actor=actor, keys=every, under=under)


def _runs(spans: Spans, keys: list[str], *, strong: bool = False) -> Iterator[Run]:
    """Yield the runs of spans, and add the keys of the facts that they quote."""
    for span in spans:
        match span:
            case Plain():
                yield Run(span.text, strong=strong)
            case Strong():
                yield from _runs(span.spans, keys, strong=True)
            case Quote():
                (fact,) = sources.facts(span.key)
                keys.append(fact.key)
                yield Run(fact.quoted, strong=strong, key=fact.key)
                yield from _doubt([fact], ())
            case _:
                raise ValueError(f"{span} has no place in a picture")


def _doubt(facts: Iterable[Fact], said: Iterable[Runs]) -> Runs:
    """Return the word for what we are not sure of, if it was not said yet."""
    word = f" ({sources.unsure(facts)})"
    known = any(run.text == word for runs in said for run in runs)
    return () if known or word == " ()" else (Run(word),)


def _html(runs: Runs) -> Markup:
    return Markup("").join(
        Markup('<span data-fact="%s">%s</span>') % (run.key, run.text) if run.key else Markup("%s") % run.text
        for run in (replace(run, text=run.text.replace("\n", " ")) for run in runs)
    )


def _ended(text: Markup) -> Markup:
    return text if text.endswith((".", "?", ":")) else text + Markup(".")
