"""The fact ledger: what the platform's own pages say, with source, day read and certainty.

Parses and refuses; it opens no file and does not know how old a fact may be.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias, get_args

from wizard.core.errors import Finding, Findings, did_you_mean
from wizard.core.later import Later

Certainty: TypeAlias = Literal["is", "seems", "we think", "check"]
Kind: TypeAlias = Literal["official", "staff", "secondary", "community"]
CERTAINTIES: tuple[str, ...] = get_args(Certainty)
KINDS: tuple[str, ...] = get_args(Kind)
LONGEST_SHORT = 90
"""Characters of the one line that stands for a fact in a list of sources."""


@dataclass(frozen=True, slots=True)
class Source:
    """A page on which a fact was read."""

    title: str
    by: str
    url: str
    kind: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement about the platform, with how sure we are and since when we know."""

    key: str
    statement: str
    short: str
    certainty: str
    read: date
    """The day the stored copy of the page was read."""
    page: str
    """The date the page itself shows, or "undated"."""
    sources: tuple[Source, ...]
    value: int | float | str | None = None
    unit: str = ""
    conflicts: str = ""
    older_guides: str = ""
    was: tuple[Mapping[str, object], ...] = field(default=())

    @property
    def topic(self) -> str:
        """The topic under which the fact is listed."""
        return self.key.partition(".")[0]

    @property
    def quoted(self) -> str:
        """The value with its unit as words print it, or the statement where there is no value."""
        if self.value is None:
            return self.statement
        number = f"{self.value:,}" if isinstance(self.value, int) else str(self.value)
        return f"{number} {self.unit}".rstrip()


_REQUIRED = ("statement", "short", "certainty", "read", "page", "sources")
_OPTIONAL = ("value", "unit", "conflicts", "older_guides", "was")
_SOURCE = ("title", "by", "url", "kind")


class Ledger(Mapping[str, Fact]):
    """All facts by key ``topic.what``, sorted by key."""

    __slots__ = ("_facts",)

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts

    def __getitem__(self, key: str) -> Fact:
        return self._facts[key]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._facts))

    def __len__(self) -> int:
        return len(self._facts)

    def days(self, key: str) -> int:
        """Return the value of a fact that is a length in days."""
        value = self[key].value
        if not isinstance(value, int):
            raise TypeError(f"{key} is not a number of days")
        return value


def ledger(topics: Mapping[str, Mapping[str, Any]]) -> Ledger:
    """Return the ledger of parsed topic files (topic -> its TOML tables).

    Raises Findings with every unknown key, missing key, wrong word and missing source at once.
    """
    findings = [
        Finding(f"facts/{topic}.toml", f"{topic}.{what}", says)
        for topic, tables in sorted(topics.items())
        for what, table in tables.items()
        for says in _problems(table)
    ]
    if findings:
        raise Findings(findings)
    return checked_ledger(topics)


def checked_ledger(topics: Mapping[str, Mapping[str, Any]]) -> Ledger:
    """Return the ledger of topic files in which nothing is wrong; each fact is read when it is asked for."""
    tables = {f"{topic}.{what}": table for topic, facts in topics.items() for what, table in facts.items()}
    return Ledger(Later(tables, lambda key: _fact(key, tables[key])))


def _problems(table: object) -> Iterator[str]:
    if not isinstance(table, Mapping):
        yield "is not a table. Write [what] and its keys below it."
        return
    known = (*_REQUIRED, *_OPTIONAL)
    for name in (name for name in table if name not in known):
        yield f'has an unknown key "{name}".{did_you_mean(str(name), known)}'
    yield from (f'has no "{name}".' for name in _REQUIRED if not table.get(name))
    if table.get("certainty") not in CERTAINTIES:
        yield f'has the certainty "{table.get("certainty")}". Use one of: {", ".join(CERTAINTIES)}.'
    if not isinstance(table.get("read"), date):
        yield 'needs "read" as a day, for example 2026-11-21.'
    if len(str(table.get("short", ""))) > LONGEST_SHORT:
        yield f'has a "short" of more than {LONGEST_SHORT} characters.'
    sources = table.get("sources")
    if isinstance(sources, list):
        yield from _source_problems(sources)
    elif sources:
        yield 'needs "sources" as a list of tables.'


def _source_problems(sources: list[object]) -> Iterator[str]:
    for source in sources:
        if not isinstance(source, Mapping):
            yield "has a source that is not a table. Write title, by, url and kind."
            continue
        missing = [name for name in _SOURCE if not source.get(name)]
        extra = [name for name in source if name not in _SOURCE]
        if missing or extra:
            yield f"has a source with missing {missing} or unknown {extra} keys."
        elif source["kind"] not in KINDS:
            yield f'has a source of kind "{source["kind"]}". Use one of: {", ".join(KINDS)}.'
        elif not str(source["url"]).startswith("https://"):
            yield f'has a source address that is not https: "{source["url"]}".'


def _fact(key: str, table: Mapping[str, object]) -> Fact:
    rest = {name: value for name, value in table.items() if name not in ("sources", "was")}
    sources = tuple(Source(**source) for source in table["sources"])  # type: ignore[attr-defined]
    return Fact(key=key, sources=sources, was=tuple(table.get("was", ())), **rest)  # type: ignore[arg-type]
