"""The score what-if: a short list of contracts becomes a range for the score, and what would move it.

Arithmetic stands in `core.score`. Here the ledger's numbers go in, and the figures come out as blocks.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import cast

from wizard.core import score
from wizard.core.errors import Refusal
from wizard.core.facts import Ledger
from wizard.core.form import Field, Form, Value
from wizard.core.report import Block, Chart, Column, Figure, Heading, Points, Report, Say, Table
from wizard.core.score import Band, Cap, Job, Outcome, Range, Rules, Shape
from wizard.core.words import Spans
from wizard.tools.model import Asked, Tool, plain

PUBLISHED: tuple[Band, ...] = ("lower", "middle", "upper")
"""The bands whose weights are published."""
FEW = 12
"""Contracts up to which we say that one of them moves the number far: our own line."""
_REVIEWED = ("good", "bad", "unsure")
_PERIODS = Field("quarters", "number", default="0", least=0, most=60, whole=True)
"""At most fifteen years of them: longer than Upwork carries its name."""
FORM = Form(
    fields=(
        Field("next_band", "choice", PUBLISHED, default="lower"),
        replace(_PERIODS, id="next_quarters"),
    ),
    row=(
        Field("outcome", "choice", score.OUTCOMES, needed=True),
        # No default: what a page selects by itself would turn an empty row into a contract.
        Field("band", "choice", score.BANDS, needed=True, only=("outcome", (*_REVIEWED, "open"))),
        Field("end", "date", needed=True, future=False, only=("outcome", _REVIEWED)),
        replace(_PERIODS, only=("outcome", (*_REVIEWED, "open", "no_review"))),
        replace(_PERIODS, id="count", default="1", least=1, most=99),
    ),
    most_rows=40,
)


@dataclass(frozen=True, slots=True)
class Case:
    """The contracts of one reader, this month, the published numbers, and the figures found so far."""

    jobs: tuple[Job, ...]
    month: int
    rules: Rules
    next: Job
    """One more contract as it is planned, with a good end."""
    ledger: Ledger
    say: Callable[..., Spans]
    """A line of the words with its parts put in."""
    figures: dict[str, Figure] = field(default_factory=dict)

    def now(self, *more: Job) -> Range | None:
        """Return the range of today, with more contracts if they are given."""
        return score.overall((*self.jobs, *more), self.month, self.rules)

    def cell(self, months: int, shape: Shape, cap: Cap) -> Range | None:
        """Return one window by one reading."""
        return score.cell(self.jobs, self.month, months, shape, cap, self.rules)

    def keep(self, name: str, found: Range | None) -> Range | None:
        """Write both ends of a range among the figures, and return it."""
        self.figures[f"{name}.low"] = found.low if found else None
        self.figures[f"{name}.high"] = found.high if found else None
        return found

    def ends(self, found: Range | None, line: str = "span") -> Spans:
        """Return a range as words; in a cell, an exact number stands alone."""
        if found is None:
            return self.say("no_figure" if line == "span" else "none_yet")
        if line == "span" and found.low == found.high:
            return plain(found.low)
        return self.say(line, low=found.low, high=found.high)

    def table(self, name: str, head: tuple[Spans, ...], rows: Sequence[tuple[Spans, ...]]) -> Iterator[Block]:
        """Yield a heading and its table."""
        yield Heading(self.say(f"{name}_title"))
        yield Table(self.say(f"{name}_caption"), head, tuple(rows))


def work(asked: Asked) -> Report:
    """Return the range of the score and what would move it."""
    month = score.month_of(asked.today)
    band, quarters = cast("Band", asked.values["next_band"]), _whole(asked.values["next_quarters"])
    jobs = tuple(_job(row) for row in asked.rows)
    case = Case(jobs, month, rules_of(asked), Job("good", band, quarters, month), asked.ledger, asked.say)
    parts = (_lead, _readings, _one_more, _back, _leaving, _chart, _left_out)
    return Report(tuple(block for part in parts for block in part(case)), case.figures)


def rules_of(asked: Asked) -> Rules:
    """Return the published numbers from the ledger."""
    short = re.findall(r"\d+", str(asked.ledger["score.best_window"].value))
    return Rules(
        weights={band: asked.decimal(f"score.weight_{band}") for band in PUBLISHED},
        cap=asked.number("score.length_cap"),
        windows=tuple(sorted({int(months) for months in short} | {asked.number("score.window_months")})),
        minimum=asked.number("score.minimum_jobs"),
        aim=asked.number("score.read_excellent"),
    )


def _whole(value: Value) -> int:
    return int(cast("Decimal", value))


def _job(row: Mapping[str, Value]) -> Job:
    # What is not asked for an outcome is not in the row, and no weight is taken from it.
    band = cast("Band", row.get("band", "unknown"))
    quarters = _whole(row.get("quarters", Decimal(0)))
    end = score.month_of(cast("date", row["end"])) if "end" in row else None
    if band == "unpaid" and quarters:
        # Rows that are left empty are not counted, so a number would not lead to the row.
        which = "An open contract" if end is None else f"The contract that ended in {score.show_month(end)}"
        raise Refusal(f"{which} has paid periods but no payment. Change one of the two.")
    return Job(cast("Outcome", row["outcome"]), band, quarters, end, _whole(row["count"]))


def _lead(case: Case) -> Iterator[Block]:
    now = case.keep("now", case.now())
    if now:
        yield Say(case.ends(now, "lead" if now.low < now.high else "lead_same"), "lead")
        above, inside = now.low >= case.rules.aim, now.high >= case.rules.aim
        yield Say(case.say("aim_above" if above else "aim_in" if inside else "aim_below"))
        yield from _counted(case)
    else:
        yield Say(case.say("lead_none" if case.jobs else "lead_empty"), "lead")
    yield Say(case.say("compare" if now else "insights"))
    yield from (Say(case.say(line), "note") for line in dict.fromkeys(_notes(case.jobs)))


def _counted(case: Case) -> Iterator[Block]:
    tallies = [
        score.tally(case.jobs, case.month, case.rules.longest, cap, side, case.rules)
        for cap, side in product(score.CAPS, score.SIDES)
    ]
    number = case.figures["jobs"] = max(one.jobs for one in tallies)
    weights = {"good": [one.good for one in tallies], "bad": [one.bad for one in tallies]}
    said = {}
    for kind, found in weights.items():
        low, high = (f"{weight.normalize():f}" for weight in (min(found), max(found)))
        case.figures[f"weight.{kind}.low"], case.figures[f"weight.{kind}.high"] = low, high
        said[kind] = plain(low) if low == high else case.say("span", low=low, high=high)
    yield Say(case.say("counted", number=number, **said))
    share = score.span(case.cell(case.rules.longest, "share", cap) for cap in score.CAPS)
    if share and max(weights["bad"]):
        part = case.keep("bad_part", Range(100 - share.high, 100 - share.low))
        yield Say(case.say("bad_part", part=case.ends(part, "percent")))
        if number <= FEW:
            yield Say(case.say("few"), "note")


def _notes(jobs: tuple[Job, ...]) -> Iterator[str]:
    """Yield the notes on what the reader is not sure of, or may not expect."""
    for job in jobs:
        if job.outcome == "unsure":
            yield "note_unsure"
        if job.band == "unknown" and score.taken(job, "high"):
            yield "note_unknown"
        if job.band == "unpaid" and score.taken(job, "low"):
            yield "note_unpaid"
        if job.outcome == "no_review" and job.quarters:
            yield "note_long"
        if _reason(job) == "open":
            yield "note_open"


def _readings(case: Case) -> Iterator[Block]:
    if case.now() is None:
        return
    cells = {
        (months, cap): [
            case.keep(f"window.{months}.{cap}.{shape}", case.cell(months, shape, cap))
            for shape in score.SHAPES
        ]
        for months, cap in product(case.rules.windows, score.CAPS)
    }
    same = all(found == cells[months, "in_all"] for (months, _), found in cells.items())
    rows = [
        (case.say("window" if same else f"window_{cap}", months=months), *map(case.ends, found))
        for (months, cap), found in cells.items()
        if cap == "in_all" or not same
    ]
    head = (case.say("window_head"), *(case.say(f"head_{shape}") for shape in score.SHAPES))
    yield from case.table("windows", head, rows)
    keys = ("window_months", "best_window", "formula")
    sure = {key: case.ledger[f"score.{key}"].certainty.replace(" ", "_") for key in keys}
    lines = ("read_window", "read_best", "read_minus", "read_share", "read_cap", "read_minimum")
    parts = {key: case.say(f"sure_{word}") for key, word in sure.items()}
    yield Points(tuple(case.say(line, **parts) for line in lines))


def _one_more(case: Case) -> Iterator[Block]:
    now, good, bad = case.now(), case.now(case.next), case.now(replace(case.next, outcome="bad"))
    ways = {"now": now, "good": good, "bad": bad, "no_review": now, "refund": score.span((good, bad, now))}
    rows = [
        (case.say(f"more_{way}"), case.ends(case.keep(f"more.{way}", found), "percent"))
        for way, found in ways.items()
    ]
    yield from case.table("more", (case.say("more_head"), case.say("more_range")), rows)
    band = case.say(f"band_{case.next.band}")
    yield Say(case.say("more_planned", band=band, quarters=case.next.quarters), "note")
    yield Say(case.say("more_refunded"))
    if case.next.quarters:
        yield Say(case.say("note_long"), "note")
    if now and bad and bad.high > now.high:
        yield Say(case.say("more_up"), "note")


def _back(case: Case) -> Iterator[Block]:
    rows = []
    for band in PUBLISHED:
        numbers = [
            case.keep(f"back.{band}.{shape}", score.needed(case.jobs, case.month, band, shape, case.rules))
            for shape in score.SHAPES
        ]
        cells = [case.say("back_there") if one == Range(0, 0) else case.ends(one) for one in numbers]
        rows.append((case.say(f"band_{band}"), *cells))
    head = (case.say("back_head"), *(case.say(f"head_{shape}") for shape in score.SHAPES))
    yield from case.table("back", head, rows)
    times = {shape: f"{score.times(shape, case.rules.aim).normalize():f}" for shape in score.SHAPES}
    case.figures.update({f"times.{shape}": number for shape, number in times.items()})
    yield Say(case.say("back_times", **times))
    yield Say(case.say("back_source"), "note")


def _leaving(case: Case) -> Iterator[Block]:
    bad = (job for job in case.jobs if score.taken(job, "low") == "bad" and not _old(job, case))
    rows = []
    for end in sorted({job.end for job in bad if job.end is not None}):
        cells = [plain(score.show_month(end))]
        for months in case.rules.windows:
            last = score.show_month(end + months) if case.month <= end + months else None
            case.figures[f"leaves.{score.show_month(end)}.{months}"] = last
            cells.append(plain(last) if last else case.say("leave_gone"))
        rows.append(tuple(cells))
    if rows:
        windows = (case.say("window", months=months) for months in case.rules.windows)
        yield from case.table("leave", (case.say("leave_head"), *windows), rows)
        yield Say(case.say("leave_note"), "note")


def _chart(case: Case) -> Iterator[Block]:
    if case.now() is None:
        return
    columns = []
    for month, found in score.outlook(case.jobs, case.month, case.rules):
        label = score.show_month(month)
        case.keep(f"month.{label}", found)
        columns.append(Column(label, found.low if found else None, found.high if found else None))
    yield Heading(case.say("chart_title"))
    head = (case.say("chart_head"), case.say("chart_low"), case.say("chart_high"))
    yield Chart(case.say("chart_caption"), head, tuple(columns), case.rules.aim)
    if shown := [column for column in columns if column.low is not None]:
        begin, end = (case.say("percent", low=one.low, high=one.high) for one in (shown[0], shown[-1]))
        yield Say(case.say("chart_says", first=shown[0].label, begin=begin, last=shown[-1].label, end=end))
    yield Say(case.say("chart_note"), "note")
    if any(column.low is None for column in columns):
        yield Say(case.say("chart_none"), "note")


def _left_out(case: Case) -> Iterator[Block]:
    reasons: Counter[str] = Counter()
    for job in case.jobs:
        reasons[_reason(job) or ("old" if _old(job, case) else "")] += job.count
    del reasons[""]
    case.figures.update({f"left_out.{why}": reasons[why] for why in reasons}, left_out=reasons.total())
    yield Heading(case.say("out_title"))
    if reasons:
        yield Say(case.say("out_yours", number=reasons.total()))
        yield Points(tuple(case.say(f"out_{reason}", number=number) for reason, number in reasons.items()))
    yield Say(case.say("out_rules"))
    lines = ("out_feedback", "out_unpaid_rule", "out_client", "out_middle")
    yield Points(tuple(case.say(line) for line in lines))
    yield Say(case.say("out_disputes"), "note")
    yield Say(case.say("pages"))


def _reason(job: Job) -> str:
    """Return why a contract never counts, or nothing."""
    if job.outcome in ("no_review", "left_out"):
        return job.outcome
    if any(score.taken(job, side) for side in score.SIDES):
        return ""
    return "unpaid" if job.band == "unpaid" else "open"


def _old(job: Job, case: Case) -> bool:
    return not score.counts_in(job, case.month, case.rules.longest)


TOOL = Tool("score", FORM, work)
