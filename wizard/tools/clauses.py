"""Contract text: a scope clause, a clause on rounds of changes and one on more work, from a short form.

It marks what is open in the lists, with a question for each sign. No sentence of a clause is written here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wizard.core import clocks, money, vague
from wizard.core.errors import Refusal
from wizard.core.form import Field, Form
from wizard.core.report import Block, Draft, Heading, Marked, Piece, Points, Report, Say
from wizard.core.words import Blank, Plain, Spans, within
from wizard.tools.model import Asked, Tool, plain

LISTS: Mapping[str, str] = {"deliverables": "work", "not_included": "out", "client_gives": "gives"}
"""Fields that hold a list, and how the words file names each."""
_BEFORE = re.compile(r"(?:[-*+\s\u2022\u2013\u2014]|\d{1,2}[.)](?:\s|$))*", re.ASCII)
"""Bullets and numbers before a line of a list. "1.5 hours" begins with none."""
_SHOWN = 4
"""Marked words that are repeated beside the reason; the list itself shows all."""

_FIXED = ("contract", ("fixed",))

FORM = Form(
    (
        Field("contract", "choice", ("fixed", "hourly"), default="fixed"),
        Field("deliverables", "long", needed=True),
        Field("not_included", "long"),
        Field("client_gives", "long"),
        Field("client_day", "date"),
        Field("delivery", "date"),
        Field("price", "money", only=_FIXED),
        Field("rounds", "number", least=0, most=50, whole=True),
        Field("answer_days", "number", least=1, most=90, whole=True),
        Field("approval", "choice", ("messages", "page"), default="messages"),
        Field("extra", "choice", ("later", "hour", "item"), default="later", only=_FIXED),
        Field("extra_price", "money", only=("extra", ("hour", "item"))),
        Field("extra_item", "text", only=("extra", ("item",))),
    )
)


@dataclass(frozen=True, slots=True)
class _Text:
    """The words for one kind of contract, with what was typed, or a blank for what was not."""

    asked: Asked

    def say(self, line: str, **parts: object) -> Spans:
        """Return a line, in the words for hourly contracts where it has its own there."""
        own = f"{self.asked.values['contract']}_{line}"
        return self.asked.say(own if own in self.asked.words.lines else line, **parts)

    def typed(self, field: str, blank: str) -> Spans:
        """Return a typed sum, day, number or text in words, or the blank of that name."""
        value = self.asked.values.get(field)
        if value is None:
            return self.say(blank)
        if isinstance(value, date):
            return plain(clocks.short(value))
        if isinstance(value, Decimal):
            return plain(money.show(value) if "price" in field else int(value))
        return plain(value)

    def things(self, field: str) -> tuple[str, ...]:
        """Return the lines of a list without their bullets and numbers."""
        return listed(str(self.asked.values.get(field, "")))


def listed(text: str) -> tuple[str, ...]:
    """Return the lines of a typed list, without bullets, numbers, empty lines and a full stop at the end."""
    return tuple(thing for thing in map(_bare, text.split("\n")) if thing)


def _bare(line: str) -> str:
    return _BEFORE.sub("", line, count=1).strip().removesuffix(".").removesuffix(";").strip()


def work(asked: Asked) -> Report:
    """Return three clauses and what is open in them. Raises Refusal for a day that has gone."""
    for field in ("delivery", "client_day"):
        day = asked.values.get(field)
        if isinstance(day, date) and day < asked.today:
            raise Refusal(f"{clocks.short(day)} has gone. A contract text needs a day that is still to come.")
    text = _Text(asked)
    if not text.things("deliverables"):
        raise Refusal("There is nothing in the list of what you deliver. Write one thing a line.")
    drafts = (
        Draft("scope", text.say("scope"), _scope(text)),
        Draft("rounds", text.say("rounds"), _rounds(text)),
        Draft("extra", text.say("extra"), _extra(text)),
    )
    found = {field: _found(text, field) for field in LISTS}
    signs = tuple(dict.fromkeys(one.sign for marks in found.values() for one in marks))
    places = sum(map(len, found.values()))
    blanks = sum(isinstance(span, Blank) for draft in drafts for part in draft.text for span in within(part))
    blocks: list[Block] = [Say(_lead(text, places, signs), "lead")]
    if blanks:
        blocks.append(Say(text.say("one_blank" if blanks == 1 else "blanks", number=blanks), "note"))
    blocks += [*_vague_words(text, found, signs), *drafts, Say(text.say("next"))]
    if asked.values["contract"] == "fixed":
        blocks.append(Say(text.say("release")))
    blocks.append(Say(text.say("quarrel")))
    return Report(tuple(blocks), {"open": places, "signs": " ".join(signs), "blanks": blanks})


def _lead(text: _Text, places: int, signs: tuple[str, ...]) -> Spans:
    if vague.never(signs):
        return text.say("never")
    if places == 0:
        return text.say("clear")
    return text.say("one_open") if places == 1 else text.say("open", number=places)


def _found(text: _Text, field: str) -> tuple[vague.Found, ...]:
    return vague.find("\n".join(text.things(field)), left_out=field != "deliverables")


def _vague_words(
    text: _Text, found: Mapping[str, tuple[vague.Found, ...]], signs: tuple[str, ...]
) -> Iterator[Block]:
    if not signs:
        yield Say(text.say("looks"))
        return
    said: dict[str, list[str]] = {sign: [] for sign in signs}
    for field, marks in found.items():
        lines = "\n".join(text.things(field))
        for mark in marks:
            said[mark.sign].append(lines[mark.start : mark.end].lower())
        if marks:
            yield Marked(text.say(f"marked_{LISTS[field]}"), tuple(_pieces(lines, marks)))
    yield Heading(text.say("signs_heading"))
    yield Points(tuple(_sign(text, sign, words) for sign, words in said.items()), ordered=True)
    yield Say(text.say("looks"))


def _pieces(lines: str, marks: tuple[vague.Found, ...]) -> Iterator[Piece]:
    end = 0
    for mark in marks:
        if mark.start > end:
            yield Piece(lines[end : mark.start])
        yield Piece(lines[mark.start : mark.end], (mark.sign,))
        end = mark.end
    if lines[end:]:
        yield Piece(lines[end:])


def _sign(text: _Text, sign: str, words: list[str]) -> Spans:
    phrases = ", ".join(tuple(dict.fromkeys(words))[:_SHOWN])
    return text.say("sign", phrases=phrases, why=text.say(f"why_{sign}"), ask=text.say(f"ask_{sign}"))


def _scope(text: _Text) -> tuple[Spans, ...]:
    items = tuple(text.say("thing", thing=thing) for thing in _safe(text, "deliverables"))
    parts = [text.say("delivered"), *items]
    parts.append(text.say("not_included", things=_row(_safe(text, "not_included")) or text.say("blank_out")))
    if gives := _row(_safe(text, "client_gives")):
        parts.append(text.say("gives", things=gives, day=text.typed("client_day", "blank_client_day")))
    day, price = text.typed("delivery", "blank_day"), text.typed("price", "blank_price")
    by = "by_once" if text.asked.values.get("rounds") == 0 else "by"
    parts.append(_joined(text.say(by, day=day, price=price), text.say("list_only")))
    return tuple(parts)


def _safe(text: _Text, field: str) -> tuple[Spans, ...]:
    """Return the lines of a list for the clauses: a blank for each that may belong in no contract."""
    left_out = field != "deliverables"
    return tuple(
        text.say("blank_never")
        if vague.never([one.sign for one in vague.find(thing, left_out=left_out)])
        else plain(thing)
        for thing in text.things(field)
    )


def _row(things: tuple[Spans, ...]) -> Spans:
    """Return things in a row, with a semicolon between them."""
    spans: Spans = ()
    for thing in things:
        spans = (*spans, Plain("; "), *thing) if spans else thing
    return spans


def _rounds(text: _Text) -> tuple[Spans, ...]:
    rounds, days = text.asked.values.get("rounds"), text.asked.values.get("answer_days")
    few = {Decimal(0): "included_none", Decimal(1): "included_one"}
    number = text.typed("rounds", "blank_rounds")
    included = text.say(
        few.get(rounds, "included") if isinstance(rounds, Decimal) else "included", number=number
    )
    if days is None:
        within_days = text.say("blank_days")
    else:
        within_days = text.say(
            "one_day" if days == 1 else "days", number=text.typed("answer_days", "blank_days")
        )
    first = included if rounds == 0 else _joined(included, text.say("round", days=within_days))
    approved = text.say(f"approved_{text.asked.values['approval']}")
    if text.asked.values["contract"] == "fixed":
        approved = _joined(approved, text.say("silent"))
    return first, text.say("change"), approved


def _extra(text: _Text) -> tuple[Spans, ...]:
    price = text.typed("extra_price", "blank_price")
    item = text.typed("extra_item", "blank_item")
    costs = text.say(f"extra_{text.asked.values.get('extra', 'later')}", price=price, item=item)
    return _joined(text.say("extra_first"), costs), text.say("milestone")


def _joined(first: Spans, then: Spans) -> Spans:
    return (*first, Plain(" "), *then)


TOOL = Tool("clauses", FORM, work)
