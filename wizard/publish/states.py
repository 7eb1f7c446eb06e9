"""Writes every state as a complete page, each flow's bundle and start page. Runs before the site build.

All words come from the renderer; this only puts them into files, below `docs/`, in folders that git ignores.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from wizard import bundles, shelf
from wizard.case import VOCABULARY
from wizard.core import clocks
from wizard.core.answers import Answers, read
from wizard.core.automaton import Automaton, State, folder, table
from wizard.core.book import Book
from wizard.core.compiler import compile_flows
from wizard.core.engine import follow
from wizard.core.errors import Refusal, did_you_mean
from wizard.desk import TOP, Desk
from wizard.flows import FLOWS, PLANNED
from wizard.publish import manuscript
from wizard.publish.errors import PublishError
from wizard.publish.policy import POLICY
from wizard.render import Speaker, environment
from wizard.signposts import FLOWS as ABOVE
from wizard.signposts import ROOT

MARK = f"{manuscript.MARK}\n"


FIRST_FLOW = FLOWS[0].id


@cache
def book() -> Book:
    """Return the book, bound once."""
    return Book(VOCABULARY, FLOWS, PLANNED, shelf.words(), shelf.facts())


@cache
def automata() -> dict[str, Automaton]:
    """Return the compiled automaton of every flow."""
    return compile_flows(book().flows)


def automaton(flow: str) -> Automaton:
    """Return the compiled automaton of a flow."""
    return automata()[flow]


def speaker(flow: str) -> Speaker:
    """Return who says the words of a flow on its pages."""
    return Speaker(book(), automaton(flow), shelf.LAYOUT, others=automaton)


def desk() -> Desk:
    """Return who says the tools on their pages."""
    return Desk(replace(speaker(FIRST_FLOW), own=True, top=TOP))


def mains(flow: str) -> dict[str, tuple[str, str]]:
    """Return slug -> (title, ``<main>``) for every state of a flow, in the order readers meet them."""
    return bundles.mains(speaker(flow))


@cache
def bundle(flow: str) -> bytes:
    """Return all states of a flow as the JSON that a page fetches once."""
    return bundles.bundle(speaker(flow))


@cache
def bundle_name(flow: str) -> str:
    """Return the file name of a flow's bundle, with the hash of its content."""
    return f"{flow}.{hashlib.sha256(bundle(flow)).hexdigest()[:12]}.json"


def bundle_names() -> dict[str, str]:
    """Return flow -> file name of its bundle, for all flows."""
    return {flow: bundle_name(flow) for flow in book().flows}


def packed_states() -> dict[str, object]:
    """Return the table of state addresses that travels with the engine."""
    return {flow: table(automaton(flow)) for flow in book().flows}


def content_day() -> str:
    """Return the newest day on which a fact was read: the date that every page names."""
    return max(fact.read for fact in book().ledger.values()).isoformat()


def write(docs: Path) -> int:
    """Write all generated files below `docs` and return the number of state pages."""
    assets = docs / "assets" / "flows"
    shutil.rmtree(assets, ignore_errors=True)
    assets.mkdir(parents=True)
    number = 0
    for old in (docs / "wizard").glob("*/"):
        shutil.rmtree(old)
    for flow in book().flows:
        there = docs / "wizard" / folder(flow)
        there.mkdir(parents=True)
        (assets / bundle_name(flow)).write_bytes(bundle(flow))
        (there / "index.md").write_text(start_page(flow), encoding="utf-8")
        for slug, (title, main) in mains(flow).items():
            page = there / slug / "index.html"
            page.parent.mkdir()
            page.write_text(whole_page(flow, title, main), encoding="utf-8")
            number += 1
        for slug in published().get(flow, {}):
            page = there / slug / "index.html"
            if not page.exists():
                page.parent.mkdir()
                page.write_text(alias_page(flow, slug), encoding="utf-8")
    return number


def whole_page(flow: str, title: str, main: str, names: Mapping[str, str] | None = None) -> str:
    """Return a complete HTML page around one ``<main>``; `names` are those of the bundles, if not hashed."""
    words = book().case.interface
    says = speaker(FIRST_FLOW)
    view = {
        "title": title,
        "main": main,
        "root": ROOT,
        "flow": flow,
        "bundles": names or bundle_names(),
        "policy": POLICY,
        "mark": MARK,
        "skip": says.html(words["skip"]),
        "footer": says.html(words["footer"]),
        "home": says.html(words["home"]),
        "about": says.html(words["about"]),
        "search": says.html(words["search"]),
        "content_of": says.html(words["content_of"]),
        "content_day": clocks.short(date.fromisoformat(content_day())),
    }
    return environment(shelf.LAYOUT).get_template("page.html.j2").render(view) + "\n"


def start_page(flow: str) -> str:
    """Return the Markdown of a flow's first page: its first question, what it does, and all it may ask."""
    words = book().flow_words(flow)
    machine = automaton(flow)
    says = speaker(flow)
    asked = [book().case.questions[ask.question].ask for ask in book().flows[flow].flow.asks]
    return "\n".join(
        (
            f"---\ntitle: {json.dumps(words.title)}\ndescription: {json.dumps(says.text(words.says))}\n---\n",
            MARK,
            f"# {words.title}\n\n{says.text(words.says)}\n",
            f'<div data-resume="{flow}" data-first="{machine.start}" hidden></div>\n',
            says.first("../"),
            f"\n## {says.ui_text('does')}\n",
            *(f"- {says.text(line)}" for line in words.does),
            f"\n## {says.ui_text('does_not')}\n",
            *(f"- {says.text(line)}" for line in words.does_not),
            f"\n## {says.ui_text('all_questions')}\n",
            *(f"- {question}" for question in asked),
            f"\n[{says.ui_text('map')}](map/index.md)\n",
            f"[{says.ui_text('all_results')}](all-results/index.md)",
            "",
        )
    )


def first(flow: str, path: str) -> str:
    """Return a flow's first question for a page of the guide, with offers to go on with unfinished walks.

    `path` leads from that page to the folder of all flows. Raises PublishError for an unknown flow.
    """
    if flow not in book().flows:
        raise PublishError(f'No flow is called "{flow}".{did_you_mean(flow, book().flows)}')
    offers = "".join(
        f'<div data-resume="{other}" data-first="{automaton(other).start}" hidden></div>\n'
        for other in book().flows
    )
    return f"{offers}{speaker(flow).first(path)}"


def alias_page(flow: str, slug: str) -> str:
    """Return the page for an address that was published once: it leads to where its answers lead now."""
    at, now = lead(flow, slug, published().get(flow, {}).get(slug, ""))
    view = {
        "root": ROOT,
        "to": f"../{now.slug}/" if at == flow else f"{ABOVE}{folder(at)}/{now.slug}/",
        "title": speaker(at).title(now),
        "bundles": bundle_names(),
        "policy": POLICY,
        "mark": MARK,
    }
    return environment(shelf.LAYOUT).get_template("alias.html.j2").render(view) + "\n"


def lead(flow: str, slug: str, answers: str) -> tuple[str, State]:
    """Return the flow and state to which a vanished address leads: where its answers lead now.

    If none of them leads anywhere, the plan that had its name; else the first question.
    """
    at, walk = follow(book().flows, flow, _still_known(answers))
    machine = automaton(at)
    reached = machine.of(walk.used)
    if at != flow or reached != machine.start:
        return at, machine.states[reached]
    name = slug.partition("--")[0].replace("-", "_")
    for other in (flow, *book().flows):
        for outcome in book().flows[other].outcomes.values():
            if name in (outcome.id, *outcome.was):
                return other, automaton(other).canonical(outcome.id)
    return at, machine.states[reached]


def published() -> dict[str, dict[str, str]]:
    """Return flow -> slug -> answers of every address that was ever published, from `addresses.txt`."""
    slugs: dict[str, dict[str, str]] = {}
    words = " ".join(shelf.addresses()).split()
    for address, answers in zip(words[::2], words[1::2], strict=True):
        _, folder, slug, _ = address.split("/")
        slugs.setdefault(folder.replace("-", "_"), {})[slug] = answers
    return slugs


def _still_known(text: str) -> Answers:
    """Read an old address text, former ids included; an answer that nobody knows any more is left out."""
    version, *pairs = text.split("~")
    known = Answers()
    for pair in pairs:
        try:
            one = read(f"{version}~{pair}", book().questions.values())
        except Refusal:
            continue
        known = Answers({**one, **known})
    return known
