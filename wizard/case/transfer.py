"""Files of a case file: entries written to be carried away, read back from anywhere, compared and merged.

The form is told in `docs/reference/case-file-format.md`. Nothing is changed in place, and nothing is drawn.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from wizard.case import journal
from wizard.case.journal import KINDS, Entry
from wizard.case.record import replay, standing
from wizard.core import clocks
from wizard.core.errors import Refusal, did_you_mean, shortened
from wizard.core.model import Question

FORMAT = "even-keel-case-file"
Migration: TypeAlias = Callable[[Entry], Entry]
MIGRATIONS: tuple[Migration, ...] = ()
"""What makes an entry of version 1 one of version 2, and so on; the form of an entry stays the same."""
VERSION = len(MIGRATIONS) + 1
PARTS = ("format", "version", "made", "release", "entries")
LONGEST = 5_000_000
"""Characters of a file."""
DEEPEST = 8
"""Brackets within brackets; a file of ours has four."""
_LONGEST_RELEASE = 40
_LONGEST_INTEGER = 15
_LONGEST_ID = 32
_QUOTED = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
"""Possessive, and an open end counts as closed: a hostile text is read once."""
_BRACKET = re.compile(r"[\[\]{}]")
_NO_CASE_FILE = "This is not a case file of this site. Choose a file that you exported here."

State: TypeAlias = Literal["new", "same", "newer", "older", "both"]
Choice: TypeAlias = Literal["mine", "theirs", "both"]
CHOICES: tuple[Choice, ...] = ("mine", "theirs", "both")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a file holds: its entries in order, the day it was made, and the release that made it."""

    entries: tuple[Entry, ...]
    made: date
    release: str
    version: int
    """As the file has it; its entries are of the present version."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How one record of a file stands to the same record here."""

    record: str
    nickname: str
    """As it is called here, else in the file; empty where neither opens it."""
    state: State
    """``newer``: the file has more; ``older``: we have more; ``both``: each has what the other lacks."""
    mine: int
    """Entries that only we have."""
    theirs: int
    """Entries that only the file has."""


def export(entries: Iterable[Entry], made: date, release: str) -> str:
    """Return entries as the text of a file: the same text for the same entries, in whatever order."""
    file = {
        "format": FORMAT,
        "version": VERSION,
        "made": made.isoformat(),
        "release": release,
        "entries": [journal.table(entry) for entry in journal.in_order(entries)],
    }
    return json.dumps(file, ensure_ascii=False, indent=2) + "\n"


def read_file(
    text: str, questions: Iterable[Question], migrations: Sequence[Migration] = MIGRATIONS
) -> Bundle:
    """Return what a file holds, all of it checked, or raise Refusal: one sentence that names the place."""
    file = _opened(text)
    if not isinstance(file, dict) or file.get("format") != FORMAT:
        raise Refusal(_NO_CASE_FILE)
    version = _version(file.get("version"), len(migrations) + 1)
    for name in file:
        if name not in PARTS:
            raise Refusal(f'A case file has no part "{shortened(name)}".{did_you_mean(name, PARTS)}')
    made, release = _head(file)
    tables = file.get("entries")
    if not isinstance(tables, list):
        raise Refusal('"entries" must be a list.')
    known = tuple(questions)
    entries: dict[str, tuple[int, Entry]] = {}
    for number, table in enumerate(tables, 1):
        try:
            entry = journal.shape(table)
            for migrate in migrations[version - 1 :]:
                entry = migrate(entry)
            _add(entries, number, entry, known)
        except Refusal as refusal:
            raise Refusal(f"{_place(number, table)}: {refusal.says}") from None
    return Bundle(journal.in_order(entry for _, entry in entries.values()), made, release, version)


def _add(
    entries: dict[str, tuple[int, Entry]], number: int, entry: Entry, questions: tuple[Question, ...]
) -> None:
    first, same = entries.setdefault(entry.id, (number, entry))
    if same != entry:
        raise Refusal(f"it has the id of entry {first:,}, and says something else.")
    if first == number:
        journal.check(entry, questions)


def _opened(text: str) -> Any:
    if len(text) > LONGEST:
        raise Refusal(
            f"This file is too large: {len(text):,} characters. A case file has at most {LONGEST:,}."
        )
    # Some editors put a mark of byte order first.
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise Refusal("This file is empty. Choose a file that you exported here.")
    return parsed(text)


def parsed(text: str) -> Any:
    """Return a JSON text as a value, or raise Refusal where it is nested too deeply, or damaged."""
    # Deep nesting overflows the stack of WebAssembly, which no Python code can catch.
    depth = 0
    for bracket in _BRACKET.finditer(_QUOTED.sub("", text)):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > DEEPEST:
            raise Refusal(f"This file is nested too deeply. {_NO_CASE_FILE}")
    try:
        return json.loads(text, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise Refusal(
            f"This file is damaged, or a part is missing: line {error.lineno:,}, character {error.colno:,}. "
            "Choose another copy of it."
        ) from None


def _integer(text: str) -> float:
    # A number of a million digits would take minutes to read, and no number of ours is long.
    return int(text) if len(text) <= _LONGEST_INTEGER else float(text)


def _version(version: object, newest: int) -> int:
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise Refusal('The file does not say its version: "version" must be a whole number from 1.')
    if version > newest:
        raise Refusal(
            "This file was written by a newer version of this site: open the site again with internet, "
            "then import."
        )
    return version


def _head(file: Mapping[str, Any]) -> tuple[date, str]:
    for name in ("made", "release"):
        if not isinstance(file.get(name), str):
            raise Refusal(f'"{name}" must be a text.')
    release = file["release"]
    if len(release) > _LONGEST_RELEASE or not release.isprintable():
        raise Refusal(f'"release": "{shortened(release)}" is not the name of a release.')
    try:
        return clocks.parse_day(file["made"]), release
    except Refusal as refusal:
        raise Refusal(f'"made": {refusal.says}') from None


def _place(number: int, table: object) -> str:
    kind = table.get("kind") if isinstance(table, dict) else None
    return f"Entry {number:,} ({kind})" if isinstance(kind, str) and kind in KINDS else f"Entry {number:,}"


def compare(mine: Iterable[Entry], theirs: Iterable[Entry]) -> tuple[Difference, ...]:
    """Return how each record of a file stands to ours, by its nickname. Raises Refusal as `merge` does."""
    here, there = _by_record(mine), _by_record(theirs)
    _check_apart(here, there)
    nicknames = _nicknames(there) | _nicknames(here)
    found = [_difference(id_, nicknames.get(id_, ""), here.get(id_, {}), own) for id_, own in there.items()]
    return tuple(sorted(found, key=lambda one: (one.nickname.casefold(), one.record)))


def merge(mine: Iterable[Entry], theirs: Iterable[Entry], choices: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return all entries that are to be kept after an import.

    `choices` says for a record of the file which side counts; without a choice it is both. With "theirs" the
    record says what the file says: what only we have is undone, and can be brought back. What the file does
    not name stays. Raises Refusal for a choice that there is not, and for an id that stands in one record
    here and in another one there.
    """
    here, there = _by_record(mine), _by_record(theirs)
    _check_apart(here, there)
    for id_, choice in choices.items():
        if id_ not in there:
            raise Refusal(f'The file has no record "{shortened(id_)}".')
        if choice not in CHOICES:
            raise Refusal(f'"{shortened(choice)}" is not one of: {", ".join(CHOICES)}.')
    kept: list[Entry] = []
    for id_ in here.keys() | there.keys():
        choice, own, sent = choices.get(id_, "both"), here.get(id_, {}), there.get(id_, {})
        if choice == "theirs":
            # Of two entries with one id, that of the file.
            whole = own | sent
            kept += (*whole.values(), *_undoing(whole, own.keys() - sent.keys()))
        else:
            kept += own.values() if choice == "mine" else (*own.values(), *sent.values())
    return journal.in_order(kept)


def _undoing(whole: Mapping[str, Entry], ours: AbstractSet[str]) -> Iterable[Entry]:
    """Yield entries that undo what only we have; what we undid among our own stays undone as it is."""
    last = max((entry.at for entry in whole.values()), default="")
    for entry in standing(whole.values()):
        if entry.id in ours and entry.body.get("entry", "").strip() not in ours:
            yield Entry(f"undo{entry.id}"[:_LONGEST_ID], entry.record, last, "undone", {"entry": entry.id})


def _by_record(entries: Iterable[Entry]) -> dict[str, dict[str, Entry]]:
    found: dict[str, dict[str, Entry]] = {}
    for entry in journal.in_order(entries):
        found.setdefault(entry.record, {})[entry.id] = entry
    return found


def _check_apart(here: Mapping[str, Mapping[str, Entry]], there: Mapping[str, Mapping[str, Entry]]) -> None:
    homes = {entry: record for record, own in here.items() for entry in own}
    for record, own in there.items():
        for entry in own:
            if homes.get(entry, record) != record:
                raise Refusal(
                    f'The file has entry "{entry}" in another record than this device. Nothing was changed.'
                )


def _nicknames(records: Mapping[str, Mapping[str, Entry]]) -> dict[str, str]:
    whole = replay(entry for own in records.values() for entry in own.values())
    return {id_: record.nickname for id_, record in whole.items()}


def _difference(id_: str, nickname: str, here: Mapping[str, Entry], there: Mapping[str, Entry]) -> Difference:
    mine = sum(there.get(entry.id) != entry for entry in here.values())
    theirs = sum(here.get(entry.id) != entry for entry in there.values())
    state: State = "same"
    if not here:
        state = "new"
    elif mine and theirs:
        state = "both"
    elif mine or theirs:
        state = "older" if mine else "newer"
    return Difference(id_, nickname, state, mine, theirs)
