"""The words of the case file: their schema, and how they are read. No sentence is put together here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wizard.case.journal import TOPICS
from wizard.core.errors import Finding, Findings
from wizard.core.sheets import read_words
from wizard.core.words import Spans
from wizard.tools.model import WORDS, FieldWords

KEY = f"{WORDS}case_file"


@dataclass(frozen=True, slots=True)
class FormWords:
    """The form of one kind of entry: its heading, its button and its fields."""

    title: str
    button: str
    fields: Mapping[str, FieldWords] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EvidenceWords:
    """The parts of the summary of facts."""

    title: str
    head: Spans
    about: Spans
    held: Spans
    day: Spans
    none: Spans
    """One line for a contract without any day."""
    end: Spans
    contracts: Mapping[str, Spans]
    dates: Mapping[str, Spans]
    """What a typed day says happened, by id of the input."""


@dataclass(frozen=True, slots=True)
class StatementWords:
    """The parts of the statement for a dispute: blanks for what is not known, and the paragraphs."""

    title: str
    title_hourly: str
    milestone: Spans
    sum: Spans
    day: Spans
    approval: Spans
    no_approval: Spans
    approved: Spans
    """What an approval without words of its own says."""
    no_rounds: Spans
    extra: Spans
    """What stands behind the sum of extra work."""
    proof: Spans
    no_proof: Spans
    fixed: tuple[Spans, ...]
    hourly: tuple[Spans, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CaseWords:
    """Everything that the case file says, beside the clocks, whose lines stand with the dates tool."""

    title: str
    cites: tuple[str, ...]
    """Facts that a record stands on, beside the lengths of its clocks."""
    tidy_cites: tuple[str, ...]
    """Facts behind what is said about contracts on which nothing happens."""
    labels: Mapping[str, str]
    inputs: Mapping[str, FieldWords]
    """Dates and sums for which the case file has words of its own."""
    contracts: Mapping[str, str]
    about: Mapping[str, str]
    changed: Mapping[str, str]
    lines: Mapping[str, Spans]
    forms: Mapping[str, FormWords]
    evidence: EvidenceWords
    statement: StatementWords


@dataclass(frozen=True, slots=True)
class TopicWords:
    """A topic of the checklist as its sheets say it, for each kind of contract."""

    title: str
    fixed: Spans
    hourly: Spans


def topics_of(tables: Mapping[str, Mapping[str, Any]]) -> Mapping[str, TopicWords]:
    """Return the topics of the checklist by id, from the tables of their files."""
    found = {}
    for id_ in TOPICS:
        reads = tables[id_]["reads"]
        sheets = {kind: reads.get(kind, reads.get("both", {})).get("sheet") for kind in ("fixed", "hourly")}
        found[id_] = read_words(TopicWords, {"title": tables[id_]["title"]} | sheets, f"checklist/en/{id_}")
    return found


def words_of(tables: Mapping[str, Mapping[str, Any]]) -> CaseWords:
    """Return the words of the case file. Raises Findings with everything that is wrong with them."""
    if KEY not in tables:
        raise Findings([Finding(KEY, "case_file", "has no words file.")])
    return read_words(CaseWords, tables[KEY], KEY)
