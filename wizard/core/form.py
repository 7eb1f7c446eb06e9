"""The fields of a tool: what a reader may type, read into values or refused by name in one sentence.

Everything comes in as text. What a field is called and how it is explained are words, and stand elsewhere.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Literal, TypeAlias

from wizard.core import clocks, money
from wizard.core.errors import Refusal, did_you_mean, shortened
from wizard.core.typed import readable

Kind: TypeAlias = Literal["date", "time", "money", "number", "choice", "text", "long"]
Value: TypeAlias = date | time | Decimal | str
LONGEST: Mapping[str, int] = {"text": 80, "long": 20_000}
"""Characters of a typed text; a longer one is refused whole."""
_NUMBER = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,4})?", re.ASCII)
_THOUSANDS = re.compile(r"(?<=[1-9])(\d{0,2}),(?=\d{3}(?:\D|$))|(?<=\d{3}),(?=\d{3}(?:\D|$))", re.ASCII)
_TIME = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its kind, its bounds, and whether it may stay empty."""

    id: str
    kind: Kind
    options: tuple[str, ...] = ()
    needed: bool = False
    default: str = ""
    """What an empty field counts as, as it would be typed."""
    least: int | None = None
    """For a sum, 0 lets nothing be typed as 0."""
    most: int | None = None
    """For a text: its characters."""
    whole: bool = False
    """For a number: whether it must be one without a fraction."""
    future: bool = True
    """For a date: whether it may lie after today."""
    only: tuple[str, tuple[str, ...]] | None = None
    """Another field and its options with which this one is asked; otherwise it is hidden and never read."""
    kept: bool = True
    """Whether the page may keep what was typed on the device."""


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of one tool, and the fields of each row where it asks for a list.

    The name of a field in row 3 is ``3.band``; rows are numbered from 1, an empty one is left out.
    """

    fields: tuple[Field, ...]
    row: tuple[Field, ...] = ()
    most_rows: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """Values by id of the field, rows of values, and name of a field -> what is wrong with it."""

    values: Mapping[str, Value]
    rows: tuple[Mapping[str, Value], ...]
    problems: Mapping[str, str]
    missing: tuple[str, ...] = ()
    """Names of needed fields that are still empty: nothing is wrong, but there is no answer yet."""


def read(form: Form, typed: Mapping[str, str], today: date) -> Read:
    """Return what was typed, as values. Raises Refusal for a name that no field has."""
    names = {field.id for field in form.fields}
    in_row = {field.id for field in form.row}
    numbers: set[int] = set()
    for name in typed:
        number, dot, id_ = name.partition(".")
        if (
            dot
            and id_ in in_row
            and re.fullmatch(r"[1-9]\d{0,2}", number, re.ASCII)
            and int(number) <= form.most_rows
        ):
            numbers.add(int(number))
        elif name not in names:
            raise Refusal(f'There is no field "{shortened(name)}".{did_you_mean(name, names)}')
    problems: dict[str, str] = {}
    missing: list[str] = []
    values = _values(form.fields, typed, "", today, problems, missing)
    rows = tuple(
        _values(form.row, typed, f"{row}.", today, problems, missing)
        for row in sorted(numbers)
        if any(typed.get(f"{row}.{field.id}", "").strip() for field in form.row)
    )
    return Read(values, rows, problems, tuple(missing))


def _values(
    fields: tuple[Field, ...],
    typed: Mapping[str, str],
    before: str,
    today: date,
    problems: dict[str, str],
    missing: list[str],
) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for field in fields:
        if field.only and values.get(field.only[0]) not in field.only[1]:
            continue
        text = typed.get(before + field.id, "").strip() or field.default
        if not text:
            if field.needed:
                missing.append(before + field.id)
            continue
        try:
            values[field.id] = value(field, text, today)
        except Refusal as refusal:
            problems[before + field.id] = refusal.says
    return values


def value(field: Field, text: str, today: date) -> Value:
    """Return one typed text as the value of its field, or raise Refusal with one clear sentence."""
    if field.kind == "date":
        day = clocks.parse_day(text)
        if not field.future and day > clocks.tomorrow(today):
            raise Refusal(f"{clocks.short(day)} is still to come. Check the day, the month and the year.")
        return day
    if field.kind == "time":
        return _time(text)
    if field.kind == "money":
        return money.parse(text, zero=field.least == 0)
    if field.kind == "number":
        return _number(field, text)
    if field.kind == "choice":
        if text not in field.options:
            raise Refusal(
                f'"{shortened(text)}" is not one of the choices.{did_you_mean(text, field.options)}'
            )
        return text
    return _text(text, field.most or LONGEST[field.kind], lines=field.kind == "long")


def _time(text: str) -> time:
    match = _TIME.fullmatch(text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:  # noqa: PLR2004 - a clock
        raise Refusal(
            f'"{shortened(text)}" is not a time we can read. Write hours and minutes, for example 14:30.'
        )
    return time(int(match[1]), int(match[2]))


def _number(field: Field, text: str) -> Decimal:
    # A comma before three digits parts thousands, any other one is a decimal point.
    plain = _THOUSANDS.sub(r"\1", text.removesuffix("%").strip()).replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise Refusal(f'"{shortened(text)}" is not a number we can read. Write digits only, for example 12.')
    number = Decimal(plain)
    if field.whole and number != number.to_integral_value():
        raise Refusal(f"{plain} has a fraction. Write a whole number.")
    least, most = field.least, field.most
    if least is not None and most is not None and not least <= number <= most:
        raise Refusal(f"Write a number from {least} to {most:,}.")
    if least is not None and number < least:
        raise Refusal(f"Write a number that is not below {least}.")
    return number


def _text(text: str, longest: int, *, lines: bool) -> str:
    if len(text) > longest:
        raise Refusal(f"This is too long: {len(text):,} characters. Use at most {longest:,}.")
    clean = readable(text, lines=lines)
    if not clean:
        raise Refusal("There is nothing to read here. Write a few words, or leave the field empty.")
    return clean
