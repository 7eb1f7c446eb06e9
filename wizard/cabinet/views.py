"""Views of a case file: today, the list and each record, as HTML and as plain text of 72 columns.

What is due stands in `agenda`, texts to copy in `drafts`. Here stand templates and what goes into them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from markupsafe import Markup

from wizard.anatomy import sources
from wizard.cabinet import agenda, drafts, inputs, ways
from wizard.cabinet.agenda import Due
from wizard.cabinet.pieces import Pieces
from wizard.cabinet.ways import TOP
from wizard.cabinet.words import CaseWords, TopicWords, topics_of, words_of
from wizard.case import record as records
from wizard.case.journal import KINDS, Entry
from wizard.case.record import Event, Plan, Record
from wizard.case.traces import warns
from wizard.case.transfer import Difference
from wizard.core import calendar, clocks, money
from wizard.core.column import fold
from wizard.core.sheets import InputWords
from wizard.core.words import Plain, Spans
from wizard.render import Speaker, environment
from wizard.tools.model import FieldWords, ToolWords, put
from wizard.tools.model import words_of as tool_words

_NOBODY, _NEVER = "0" * 12, "2026-01-01T00:00:00.000Z"
TIDY = ("tidy_held", "tidy_dormant", "tidy_hourly", "tidy_score", "tidy_review")
"""What ending a contract does and does not do, in the order in which it can cost money."""


@dataclass(frozen=True)
class Cabinet:
    """Says a case file with the voice of a speaker that belongs to no flow."""

    says: Speaker
    topics: Mapping[str, TopicWords]
    words: CaseWords
    clocks: ToolWords
    """The words of the dates tool, which says what each clock means."""

    @classmethod
    def of(cls, says: Speaker, checklist: Mapping[str, Mapping[str, Any]]) -> "Cabinet":
        """Return the cabinet of a speaker, with its words read once; `checklist` is a table for each file."""
        tables = says.book.tables
        says = replace(says, own=True, top=TOP)
        return cls(says, topics_of(checklist), words_of(tables), tool_words("dates", tables))

    def page(self) -> Markup:
        """Return the frame of the live page, hidden until a script is there."""
        return self._html("case_page.html.j2", opened=KINDS["opened"], blank=self._blank())

    def _blank(self) -> Markup:
        """Return the forms of a record of which nothing is known, for a page that waits for Python."""
        opened = Entry(_NOBODY, _NOBODY, _NEVER, "opened", {"nickname": "-"})
        [one] = records.replay([opened]).values()
        view = self._record(one, (), (opened,), date.fromisoformat(_NEVER[:10]))
        return self._html("case_record.html.j2", **view | {"blank": True})

    def case(self, entries: Sequence[Entry], today: date, only: str = "") -> dict[str, Any]:
        """Return every view: today, the list, and each record with its sheet as text and its files.

        `only` is the id of the one record that is asked for.
        """
        found = list(records.replay(entries).values())
        due = agenda.dues(found, self.says.book, today)
        standing = records.standing(entries)
        return {
            "today": str(self._html("case_today.html.j2", **self._today(found, due, today))),
            "list": str(self._html("case_list.html.j2", records=self._cards(found))),
            "records": {
                one.id: self._whole(
                    self._record(one, due, [entry for entry in standing if entry.record == one.id], today)
                )
                for one in found
                if only in ("", one.id)
            },
        }

    def _whole(self, view: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "title": view["record"].nickname,
            "html": str(self._html("case_record.html.j2", **view)),
            "text": self._text("case_record.txt.j2", **view),
            "files": view["files"],
        }

    def today_text(self, entries: Sequence[Entry], today: date) -> str:
        """Return the view of today as plain text."""
        found = list(records.replay(entries).values())
        due = agenda.dues(found, self.says.book, today)
        return self._text("case_today.txt.j2", **self._today(found, due, today))

    def arrival(self, found: Sequence[Difference]) -> tuple[Markup, int]:
        """Return what an import would change, with a choice where both sides have more, and for how many."""
        shown = []
        for one in found:
            name = one.nickname or self.words.labels["unnamed"]
            says = self.say(f"import_{one.state}", name=name, mine=one.mine, theirs=one.theirs)
            shown.append({"id": one.record, "state": one.state, "says": says})
        changes = sum(one.state in ("new", "newer", "both") for one in found)
        return self._html("case_import.html.j2", differences=shown, changes=changes), changes

    def say(self, line: str, **parts: object) -> Spans:
        """Return a line of the words with its parts put in."""
        return put(self.words.lines[line], parts)

    def input(self, name: str) -> FieldWords | InputWords:
        """Return the words of a date or sum; a plan may ask for it in other ones."""
        return self.words.inputs.get(name) or self.says.book.case.inputs[name]

    # --- what the templates get ----------------------------------------------------------------

    def _today(self, found: Sequence[Record], due: Sequence[Due], today: date) -> dict[str, Any]:
        open_ = [one for one in found if not one.ended]
        idle = agenda.idle(found, today)
        cites = [self._fact(one) for one in due] + list(self.words.tidy_cites if idle else ())
        return {
            "records": found,
            "due": [self._due(one) for one in due],
            "urgent": any(one.urgent for one in due),
            "plans": [(one, self._plan(one.plan) if one.plan else None) for one in open_],
            "undated": [one for one in open_ if not inputs.dated(one)],
            "idle": idle,
            "tidy": [self.words.lines[line] for line in TIDY],
            **self._sources(cites),
        }

    def _cards(self, found: Sequence[Record]) -> list[dict[str, Any]]:
        by_change = sorted(found, key=lambda one: one.changed, reverse=True)
        shown = sorted(by_change, key=lambda one: one.ended)
        return [{"record": one, "state": self._state(one)} for one in shown]

    def _state(self, record: Record) -> Spans:
        return self.say(
            "state",
            contract=self.words.contracts[record.contract],
            open=self.say("has_ended" if record.ended else "is_open"),
            day=clocks.short(agenda.changed(record)),
        )

    def _record(
        self, record: Record, due: Sequence[Due], standing: Iterable[Entry], today: date
    ) -> dict[str, Any]:
        own = [one for one in due if one.record == record]
        ticked = {one.body["topic"].strip(): one.id for one in standing if one.kind == "tick"}
        content = self._pieces.once(
            ("ics", record.id, record.nickname, today, *((due.clock, due.phase) for due in own)),
            lambda: agenda.ics(own, self.says, self.words, self.clocks, today),
        )
        name = f"dates-{today.isoformat()}-{record.id[-4:]}.ics"
        limits = {"minutes": record.extra.minutes_limit, "sum": record.extra.sum_limit}
        return {
            "blank": False,
            "record": record,
            "state": self._state(record),
            "plan": self._plan(record.plan) if record.plan else None,
            "earlier": [self._plan(one) for one in reversed(record.earlier)],
            "changed": self._pieces.once(
                ("changed", record.contract), lambda: ways.of_changes(self.says, self.words, record.contract)
            ),
            "due": [self._due(one) for one in own],
            "topics": [self._topic(record, id_, ticked.get(id_, "")) for id_ in self.topics],
            "ticked": self.say(
                "ticked",
                done=sum(tick.state != "open" for tick in record.ticks.values()),
                all=len(self.topics),
            ),
            "log": [self._event(event) for event in record.log],
            "totals": list(filter(None, self._totals(record))),
            "values": [self._value(record, name) for name in inputs.shown(record)],
            "more_values": [self._value(record, name) for name in inputs.folded(record)],
            "drafts": self._drafts(record),
            "files": [{"name": name, "media": calendar.MEDIA, "content": content}] if content else [],
            "typed": [self._value(record, name) for name in inputs.KEPT if name in record.values],
            "limits": {name: limit for name, limit in limits.items() if limit is not None},
            "kinds": KINDS,
            "kinds_of_contract": [
                {"id": kind, "body": json.dumps({"answers": text}, separators=(",", ":"))}
                for kind, text in records.SAYS_KIND.items()
            ],
            **self._sources([*(self._fact(one) for one in own), *self.words.cites]),
        }

    def _due(self, due: Due) -> dict[str, Any]:
        return {
            "one": due,
            "key": (due.record.id, due.record.nickname, due.clock, due.phase),
            "head": agenda.head(due, self.words),
            "what": self.clocks.lines[f"short_{due.clock.clock}"],
            "turn": self.clocks.lines[f"turn_{due.clock.owner}"],
            "says": agenda.says(due, self.words, self.clocks),
            "road": agenda.road_of(due),
        }

    def _fact(self, due: Due) -> str:
        return self.says.book.clocks[due.clock.clock].fact

    def _plan(self, plan: Plan) -> dict[str, Any]:
        day = clocks.short(date.fromisoformat(plan.at[:10]))
        kept = self.say("kept_on", day=day)
        return {
            "id": plan.id,
            "title": plan.title,
            "href": ways.of_plan(self.says, plan),
            "day": day,
            "kept": kept,
        }

    def _topic(self, record: Record, id_: str, entry: str) -> dict[str, Any]:
        tick = record.ticks.get(id_)
        state = tick.state if tick else "open"
        since: Spans = ()
        if tick and state != "open":
            since = self.say(f"{state}_on", day=clocks.short(tick.day))
        if tick and tick.reason:
            since = (*since, Plain(" "), *self.say("because", reason=tick.reason))
        return {
            "id": id_,
            "title": self.topics[id_].title,
            "says": self._sheet(id_, record.contract),
            "state": state,
            "since": since,
            "entry": entry,
            "day": tick.day.isoformat() if tick and state != "open" else "",
            "reason": tick.reason if tick else "",
        }

    def _sheet(self, topic: str, contract: str) -> Spans:
        words = self.topics[topic]
        if contract == "unknown" and words.fixed != words.hourly:
            return self.say("both_kinds", fixed=words.fixed, hourly=words.hourly)
        return words.hourly if contract == "hourly" else words.fixed

    def _event(self, event: Event) -> dict[str, Any]:
        return self._pieces.once(
            ("event", event),
            lambda: {
                "event": event,
                "day": clocks.short(event.day),
                "about": self.words.about[event.about],
                "figures": list(drafts.figures(event, self.words)),
            },
        )

    def _totals(self, record: Record) -> Iterable[Spans]:
        extra = record.extra
        yield drafts.extra_work(record, self.words)
        limits = [] if extra.minutes_limit is None else [drafts.time(extra.minutes_limit, self.words)]
        limits += [] if extra.sum_limit is None else [(Plain(money.show(extra.sum_limit)),)]
        if limits:
            yield self.say("limit", limit=", ".join(map(self.says.text, limits)))
        if extra.over:
            yield self.say("over_limit")
        yield drafts.rounds(record, self.words)
        if record.rounds_agreed and record.rounds > record.rounds_agreed:
            yield self.say("over_rounds")

    def _value(self, record: Record, name: str) -> dict[str, Any]:
        kind = self.says.book.inputs[name].kind
        typed = record.values.get(name, "")
        shown = clocks.short(clocks.parse_day(typed)) if typed and kind == "date" else typed
        return {"id": name, "said": self.input(name), "kind": kind, "typed": typed, "shown": shown}

    def _drafts(self, record: Record) -> list[dict[str, Any]]:
        said = self.words
        title = said.statement.title_hourly if record.contract == "hourly" else said.statement.title
        texts = (
            ("evidence", said.evidence.title, drafts.evidence(record, said)),
            ("statement", title, drafts.statement(record, said)),
        )
        return [
            {"id": id_, "title": title, "text": text, "seems": self._seems(text)}
            for id_, title, text in texts
        ]

    def _seems(self, text: tuple[Spans, ...]) -> Spans:
        return self._pieces.once(("seems", text), lambda: self._traces(text))

    def _traces(self, text: Iterable[Spans]) -> Spans:
        found = warns("\n".join(self.says.text(spans) for spans in text))
        what = ", ".join(self.says.text(self.words.lines[trace]) for trace in found)
        return self.say("seems", what=what) if what else ()

    def _sources(self, cites: Iterable[str]) -> dict[str, Any]:
        keys = dict.fromkeys(cites)
        ledger = self.says.book.ledger
        cited = (
            self._pieces.cited(tuple(keys), lambda: sources([ledger[key] for key in keys])) if keys else ""
        )
        return {"cited": cited}

    # --- HTML and text -------------------------------------------------------------------------

    def _html(self, template: str, **view: object) -> Markup:
        known = {**self._in_html(), **self._pieces.known, **view}
        return Markup(self._put(template, known).strip())  # noqa: S704 - made by our own template

    def _in_html(self) -> dict[str, object]:
        return {"h": self.says.html, "ui": self.says.ui, "root": TOP}

    @cached_property
    def _pieces(self) -> Pieces:
        layout = environment(self.says.layout)
        parts, lines = layout.get_template("case_parts.html.j2"), layout.get_template("case_parts.txt.j2")
        known = self._in_html() | self._known() | {"kinds": KINDS}
        return Pieces(parts.make_module(known), lines.make_module(self._in_text()), self.says)

    def _text(self, template: str, **view: object) -> str:
        said = self._put(template, {**self._in_text(), **self._pieces.known_text, **view})
        return "\n".join(line.rstrip() for line in said.strip().splitlines()) + "\n"

    def _in_text(self) -> dict[str, object]:
        return {"t": self.says.text, "say": self.says.ui_text, "fold": fold}

    def _put(self, template: str, view: Mapping[str, object]) -> str:
        return environment(self.says.layout).get_template(template).render(self._known() | dict(view))

    def _known(self) -> dict[str, object]:
        words = self.words
        return {"words": words, "labels": words.labels, "lines": words.lines, "short": clocks.short}
