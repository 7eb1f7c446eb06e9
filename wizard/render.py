"""Typed spans, steps and slots become HTML or plain text here, and nowhere else: the only Jinja environment.

Whatever a reader typed is escaped as text. No routes, no facts of its own, no clock, no file but the layout.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, ModuleLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from wizard import anatomy
from wizard.core import clocks
from wizard.core.answers import Answers, write
from wizard.core.automaton import Automaton, State
from wizard.core.book import Book
from wizard.core.engine import Atlas, Walk, otherwise
from wizard.core.fill import Filled
from wizard.core.words import Blank, Link, Moment, Place, Plain, Quote, Span, Spans, Strong
from wizard.signposts import ROOT, Signposts, first_way

NOTHING = Filled({}, {}, None)


@cache
def environment(layout: Path) -> Environment:
    """Return the environment of one layout folder; names ending in .html.j2 are escaped."""
    # In the browser the folder holds modules made of the templates: to compile one there takes long.
    made = next(layout.glob("tmpl_*"), None)
    return Environment(
        loader=ModuleLoader(layout) if made else FileSystemLoader(layout),
        autoescape=select_autoescape(("html.j2",)),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=False,
    )


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says words of one flow aloud, as HTML or as text, with the values that are known."""

    book: Book
    automaton: Automaton
    layout: Path
    filled: Filled = field(default=NOTHING)
    here: Answers = field(default=Answers())
    """What is known on the page that speaks, so that its links carry no other answers without need."""
    own: bool = False
    """Whether a reader's own walk is shown; a page shows only what is true on every way to it."""
    zone: tzinfo | None = None
    """Local time for plain text; a page adds it in the browser."""
    others: Callable[[str], Automaton] | None = None
    """The automata of the other flows; without them a link to another flow leads to its first page."""
    top: str = ""
    """For a page that belongs to no flow: the way from it to the top of the site."""

    @property
    def atlas(self) -> Atlas:
        """The flow that speaks."""
        return self.book.flows[self.automaton.flow]

    # --- spans ---------------------------------------------------------------------------------

    def html(self, spans: Spans) -> Markup:
        """Return spans as HTML; slots stand in named elements that the page can patch."""
        return Markup().join(self._html(span) for span in spans)

    def _html(self, span: Span) -> Markup:
        match span:
            case Plain(text):
                return escape(text)
            case Strong(spans):
                return Markup("<strong>%s</strong>") % self.html(spans)
            case Quote(key):
                return escape(self.book.ledger[key].quoted)
            case Place() as place:
                return self.place(place.name)
            case Link(spans, to):
                link = Markup('<a href="%s">%s</a>') % (self.links.to(to), self.html(spans))
                return link + Markup(" (%s)") % self.ui("no_plan_yet") if self._planned(to) else link
            case Blank(label):
                return Markup('<span class="blank">[%s]</span>') % label
            case Moment(instant):
                stamp = instant.astimezone(UTC)
                shown = f"{clocks.short(stamp.date())}, {stamp:%H:%M} UTC"
                return Markup('<time datetime="%s" data-local>%s</time>') % (
                    f"{stamp:%Y-%m-%dT%H:%MZ}",
                    shown,
                )

    def place(self, name: str) -> Markup:
        """Return a slot in the named element that the page can patch."""
        return Markup('<span data-slot="%s">%s</span>') % (name, self.slot_html(name))

    def slot_html(self, name: str) -> Markup:
        """Return what stands inside a slot: its value, or its text for readers without scripts."""
        return self.html(self._inside(name))

    def _inside(self, name: str) -> Spans:
        return self.filled.values.get(name) or self.book.case.places[name].static

    def text(self, spans: Spans) -> str:
        """Return spans as plain text."""
        return "".join(self._text(span) for span in spans)

    def _text(self, span: Span) -> str:
        match span:
            case Plain(text):
                return text
            case Link(spans, to) if self._planned(to):
                return f"{self.text(spans)} ({self.ui_text('no_plan_yet')})"
            case Strong(spans) | Link(spans, _):
                return self.text(spans)
            case Quote(key):
                return self.book.ledger[key].quoted
            case Place() as place:
                return self.text(self._inside(place.name))
            case Blank(label):
                return f"[{label}]"
            case Moment(instant):
                local = instant.astimezone(self.zone or UTC)
                name = str(self.zone) if self.zone else "UTC"
                return f"{clocks.short(local.date())}, {local:%H:%M} {name}"

    def ui(self, name: str) -> Markup:
        """Return a heading or label of the furniture."""
        return self.html(self.book.case.interface[name])

    def ui_text(self, name: str) -> str:
        """Return a heading or label of the furniture as plain text."""
        return self.text(self.book.case.interface[name])

    def _planned(self, to: str) -> bool:
        return to.partition("/")[0] in self.book.planned

    @property
    def links(self) -> Signposts:
        """Where everything lies, as seen from the page that speaks."""
        return Signposts(self.book, self.automaton, self.here, self.others, self.top)

    # --- steps ---------------------------------------------------------------------------------

    def step(self, state: State, walk: Walk) -> Markup:
        """Return the whole ``<main>`` of a state."""
        name = "question.html.j2" if state.kind == "question" else "result.html.j2"
        return Markup(replace(self, here=state.known).put(name, state, walk).strip())  # noqa: S704  (made by our own template)

    def first(self, flows: str) -> Markup:
        """Return the flow's first question for a page from which `flows` leads to the folder of all flows."""
        state = self.automaton.states[self.automaton.start]
        words = self.book.case.questions[state.node]
        options = [
            {
                "id": option,
                "href": f"{flows}{self.links.below(next_)}/#{write(first_way(state, option))}",
                "words": words.options[option],
            }
            for option, next_ in state.next.items()
        ]
        view = {
            "title": words.ask,
            "words": words,
            "groups": _grouped(options),
            "flow": self.atlas.flow.id,
            "flow_title": self.book.flow_words(self.atlas.flow.id).title,
            "question": state.node,
        }
        return Markup(self._put("first.html.j2", view).strip())  # noqa: S704

    def letter(self, name: str, tone: str = "") -> Markup:
        """Return a message for a page of the guide: all its tones, or one of them."""
        letter = self.book.letter(name)
        tones = {name: words for name, words in letter.tones.items() if tone in ("", name)}
        view = {"id": name, "letter": replace(letter, tones=tones), "first": True}
        return Markup(self._put("letter.html.j2", view).strip())  # noqa: S704

    def put(self, template: str, state: State, walk: Walk) -> str:
        """Return a step through one template of the layout."""
        return self._put(template, self._of_step(state, walk))

    def plan(self, state: State, walk: Walk) -> str:
        """Return a step as plain text, for the terminal, a chat or a sheet."""
        name = "question.txt.j2" if state.kind == "question" else "plan.txt.j2"
        return self._put(name, self._of_step(state, walk)).strip() + "\n"

    def trail(self, answers: Answers) -> Markup:
        """Return the answers given, each with Change."""
        return Markup(self._put("trail.html.j2", {"answers": self._trail(answers)}).strip())  # noqa: S704

    def said(self) -> dict[str, str]:
        """Return every answer of the flow as a line of the trail, for a page that knows which were given."""
        asked: dict[str, str] = {}
        for state in self.automaton.states.values():
            asked.setdefault(state.node, state.slug)
        lines = {}
        for question in self.atlas.asks:
            words = self.book.case.questions[question]
            for option, answer in words.options.items():
                item = {"id": question, "question": words.short, "answer": answer.short}
                view = {"item": item | {"href": f"../{asked[question]}/"}}
                lines[f"{question}.{option}"] = self._put("said.html.j2", view).strip()
        return lines

    def why(self, walk: Walk) -> Markup:
        """Return the reader's answers with the reason of the route that each one led along."""
        view = {"reasons": anatomy.reasons(self.book, self.atlas.flow.id, walk)}
        return Markup(self._put("why.html.j2", view).strip())  # noqa: S704

    def otherwise(self, walk: Walk) -> Markup:
        """Return "if you had said ...", the nearest different result, or nothing."""
        other = otherwise(self.atlas, walk)
        if other is None:
            return Markup()
        question, option, outcome = other
        said = self.book.case.questions[question]
        changed = dict(walk.used) | dict(walk.parked) | {question: option}
        view = {
            "question": said.short,
            "answer": said.options[option].short,
            "title": self.book.outcome(self.atlas.flow.id, outcome).title,
            "href": f"../{self.automaton.of(changed)}/#{write(changed)}",
        }
        return Markup(self._put("otherwise.html.j2", {"other": view}).strip())  # noqa: S704

    def passed(self) -> Markup:
        """Return the note that a clock has ended by the reader's own date, or nothing."""
        to = self.filled.passed or self.filled.done
        if to is None:
            return Markup()
        note = self.ui("passed" if self.filled.passed else "done_already")
        title = self.book.outcome(self.atlas.flow.id, to).title
        view = {"note": note, "href": self.links.to(to), "title": title}
        return Markup(self._put("passed.html.j2", {"over": view}).strip())  # noqa: S704

    def title(self, state: State) -> str:
        """Return the title of a state's page: the question, or the situation in the reader's words."""
        if state.kind == "question":
            return self.book.case.questions[state.node].ask
        return self.book.outcome(self.atlas.flow.id, state.node).title

    def _put(self, template: str, view: Mapping[str, Any]) -> str:
        known = {
            "h": self.html,
            "t": self.text,
            "ui": self.ui,
            "say": self.ui_text,
            "slot": self.place,
            "root": ROOT,
        }
        return environment(self.layout).get_template(template).render(known | dict(view))

    def _trail(self, answers: Answers) -> list[dict[str, str]]:
        return [
            {
                "id": question,
                "question": self.book.case.questions[question].short,
                "answer": self.book.case.questions[question].options[option].short,
                "href": f"../{self.links.asked_at(answers, question)}/",
            }
            for question, option in answers.items()
        ]

    def _of_step(self, state: State, walk: Walk) -> dict[str, Any]:
        flow = self.atlas.flow.id
        # A page may show only what is true on every way to it; a walk shows the reader's own answers.
        answers = walk.used if self.own else Answers(dict(state.shortest.only(state.known)))
        view: dict[str, Any] = {
            "flow": flow,
            "flow_title": self.book.flow_words(flow).title,
            "state": state,
            "title": self.title(state),
            "answers": self._trail_known(state, answers),
        }
        if state.kind == "question":
            words = self.book.case.questions[state.node]
            question = self.atlas.questions[state.node]
            bands = question.bands_from or (None,) * len(question.options)
            options = [
                {
                    "id": option,
                    "href": self.links.after(state.next[option]),
                    "words": words.options[option],
                    "gives": write(state.gives.get(option, {})),
                    "from": least,
                }
                for option, least in zip(question.options, bands, strict=True)
            ]
            return view | {"words": words, "groups": _grouped(options), "signs": question.signs}
        return view | anatomy.result(self.book, flow, state, walk)

    def _trail_known(self, state: State, answers: Answers) -> list[dict[str, str]]:
        way = state.shortest if not self.own else answers
        known = set(answers)
        return [item for item in self._trail(way) if item["id"] in known]


def _grouped(options: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the options under their headings; most questions have one list without any."""
    groups: list[tuple[str, list[dict[str, Any]]]] = []
    for number, option in enumerate(options, 1):
        heading = option["words"].group
        if heading or not groups:
            groups.append((heading, []))
        groups[-1][1].append(option | {"number": number})
    return groups
