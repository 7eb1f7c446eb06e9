"""The words of the checklist, bound to its shape: the schemas of its files, and all that must be there.

What is malformed, missing or unknown is found here; how a sentence reads is for `reading`.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from wizard.checklist.topics import CONTRACTS, SHEETS, TOPICS, WHEN, Box, Sheet
from wizard.core.book import spans_in
from wizard.core.errors import Finding, Findings, did_you_mean
from wizard.core.facts import Fact
from wizard.core.sheets import Reader
from wizard.core.words import Quote, Spans

BOTH = "both"
FOLDER = "checklist/en"
ARTICLES = "support.upwork.com/hc/en-us/articles/"
"""Where Upwork's help pages lie, each by its number; the rest of its address may be left out."""
_SHARED = ("frame", "sheets")


@dataclass(frozen=True, slots=True)
class Reading:
    """A topic as the reader of one kind of contract needs it."""

    line: Spans
    """What to do."""
    sheet: Spans
    """The same, short enough for paper."""
    why: Spans
    """Why it protects the reader."""
    keep: tuple[Spans, ...]
    """The evidence to keep, and where it is."""
    cites: tuple[str, ...] = ()
    """Facts it stands on without quoting them."""
    write: str = ""
    """What the reader writes down beside the box, on a line of its own."""

    @property
    def facts(self) -> tuple[str, ...]:
        """The keys of all facts it quotes or stands on, quoted ones first."""
        quoted = (span.key for span in spans_in(self) if isinstance(span, Quote))
        return tuple(dict.fromkeys((*quoted, *self.cites)))


@dataclass(frozen=True, slots=True)
class TopicWords:
    """A topic: the same for both kinds of contract, or a reading for each."""

    title: str
    reads: Mapping[str, Reading]
    more: Spans
    """Where to go when it was not done, or is too late."""
    older: Spans = ()
    """What older lists say in its place, where the platform's rules made that wrong or incomplete."""
    older_why: Spans = ()
    older_cites: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """The keys of all facts the topic quotes or stands on."""
        quoted = (span.key for span in spans_in((self.older, self.older_why)) if isinstance(span, Quote))
        read = (key for reading in self.reads.values() for key in reading.facts)
        return tuple(dict.fromkeys((*read, *quoted, *self.older_cites)))


@dataclass(frozen=True, slots=True)
class BoxWords:
    """One box of a sheet, and what is written down beside it."""

    says: Spans
    write: str = ""


@dataclass(frozen=True, slots=True)
class SheetWords:
    """A sheet of paper."""

    title: str
    does: Spans
    """When to take it in hand."""
    takes: Spans
    """How long that takes."""
    pages: Mapping[str, str]
    """Facts whose help pages are printed as short addresses -> what each page is about."""
    boxes: Mapping[str, BoxWords] = field(default_factory=dict)
    first: Spans = ()
    """What stands above all boxes."""
    last: Spans = ()
    """What to do when a box stays empty."""


@dataclass(frozen=True, slots=True)
class FrameWords:
    """Headings and labels of the page and of the sheets."""

    when: Mapping[str, str]
    kinds: Mapping[str, Spans]
    contracts: Mapping[str, str]
    fields: Mapping[str, str]
    """What is written at the top of every sheet, by id."""
    notes: str
    pages: str
    skip: str
    back: str
    behind: str
    why: str
    keep: str
    facts: str
    more: str
    older: str
    print: str
    pdf: str
    text: str


class Checklist:
    """Topics and sheets with their words. Read only."""

    def __init__(
        self, topics: Mapping[str, TopicWords], sheets: Mapping[str, SheetWords], frame: FrameWords
    ) -> None:
        self.topics = topics
        self.sheets = sheets
        self.frame = frame
        self.shapes: dict[str, Sheet] = {sheet.id: sheet for sheet in SHEETS}

    def reading(self, topic: str, contract: str) -> Reading:
        """Return a topic as it is read for a kind of contract."""
        reads = self.topics[topic].reads
        return reads[BOTH] if BOTH in reads else reads[contract]

    def boxes(self, sheet: str) -> list[tuple[str, list[tuple[Box, BoxWords]]]]:
        """Return the boxes of a sheet in their order, under their headings; a pause has one group without."""
        shape = self.shapes[sheet]
        if not shape.contract:
            return [("", [(box, self.sheets[sheet].boxes[box.id]) for box in shape.boxes])]
        groups = []
        for when in WHEN:
            due = [topic.id for topic in TOPICS if topic.when == when]
            reads = [(Box(id_, id_), self.reading(id_, shape.contract)) for id_ in due]
            boxes = [(box, BoxWords(reading.sheet, reading.write)) for box, reading in reads]
            groups.append((self.frame.when[when], boxes))
        return groups

    @property
    def facts(self) -> tuple[str, ...]:
        """The keys of all facts that topics and sheets stand on."""
        topics = (key for words in self.topics.values() for key in words.facts)
        sheets = (span.key for span in spans_in(tuple(self.sheets.values())) if isinstance(span, Quote))
        return tuple(dict.fromkeys((*topics, *sheets)))


def bound(tables: Mapping[str, Mapping[str, Any]]) -> Checklist:
    """Return the checklist of parsed files (name of the file -> its table).

    Raises Findings with everything that is missing, unknown or malformed at once.
    """
    ids = [topic.id for topic in TOPICS]
    findings = [
        Finding(f"{FOLDER}/{name}.toml", name, f"is no topic.{did_you_mean(name, ids)}")
        for name in tables
        if name not in (*ids, *_SHARED)
    ]
    readers = {name: Reader(f"{FOLDER}/{name}.toml") for name in (*ids, *_SHARED)}
    topics = {id_: readers[id_].read(TopicWords, tables.get(id_, {}), id_) for id_ in ids}
    frame = readers["frame"].read(FrameWords, tables.get("frame", {}), "frame")
    written = tables.get("sheets", {})
    sheets = {
        shape.id: readers["sheets"].read(SheetWords, written.get(shape.id, {}), shape.id) for shape in SHEETS
    }
    findings += [finding for reader in readers.values() for finding in reader.findings]
    if findings or frame is None:
        raise Findings(findings)
    found = {id_: words for id_, words in topics.items() if words}
    checklist = Checklist(found, {id_: words for id_, words in sheets.items() if words}, frame)
    findings += _unlike(checklist, written)
    if findings:
        raise Findings(findings)
    return checklist


def article(fact: Fact) -> str:
    """Return the number of the first help page of Upwork on which a fact was read, or nothing."""
    found = (re.match(rf"https://{re.escape(ARTICLES)}(\d+)", source.url) for source in fact.sources)
    return next((number[1] for number in found if number), "")


def _unlike(checklist: Checklist, written: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what the words have and the shape does not, or the other way round."""
    for id_, words in checklist.topics.items():
        if set(words.reads) not in ({BOTH}, set(CONTRACTS)):
            says = (
                f'is read for "{", ".join(words.reads)}". Write reads.both, or reads.fixed and reads.hourly.'
            )
            yield Finding(f"{FOLDER}/{id_}.toml", id_, says)
    where = f"{FOLDER}/sheets.toml"
    yield from _same(where, "sheets", checklist.shapes, written)
    for sheet in SHEETS:
        ids = [box.id for box in sheet.boxes]
        yield from _same(where, sheet.id, ids, checklist.sheets[sheet.id].boxes)
    where = f"{FOLDER}/frame.toml"
    yield from _same(where, "when", WHEN, checklist.frame.when)
    yield from _same(where, "kinds", {sheet.kind for sheet in SHEETS}, checklist.frame.kinds)
    yield from _same(where, "contracts", CONTRACTS, checklist.frame.contracts)


def _same(where: str, id_: str, wanted: Collection[str], there: Collection[str]) -> Iterator[Finding]:
    for missing in sorted(set(wanted) - set(there)):
        yield Finding(where, id_, f'has no words for "{missing}".')
    for extra in sorted(set(there) - set(wanted)):
        yield Finding(
            where, id_, f'has words for "{extra}", which is not there.{did_you_mean(extra, wanted)}'
        )
