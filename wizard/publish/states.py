"""Writes every state as a complete page, each flow's bundle and start page. Runs before the site build.

All words come from the renderer; this only puts them into files, below `docs/`, in folders that git ignores.
"""

import hashlib
import shutil
from datetime import date
from functools import cache
from pathlib import Path

from wizard import bundles, shelf
from wizard.case import VOCABULARY
from wizard.core import clocks
from wizard.core.answers import Answers, read
from wizard.core.book import Book
from wizard.core.compiler import Automaton, State, compile_flow, table
from wizard.core.engine import Atlas
from wizard.core.errors import Refusal
from wizard.flows import FLOWS, PLANNED
from wizard.publish.policy import POLICY
from wizard.render import ROOT, Speaker, environment

MARK = "<!-- Written by `python -m wizard.publish states`. Do not edit: change the words instead. -->\n"


FIRST_FLOW = FLOWS[0].id


@cache
def book() -> Book:
    """Return the book, bound once."""
    return Book(VOCABULARY, FLOWS, PLANNED, shelf.words(), shelf.facts())


@cache
def automaton(flow: str) -> Automaton:
    """Return the compiled automaton of a flow."""
    return compile_flow(book().flows[flow])


def mains(flow: str) -> dict[str, tuple[str, str]]:
    """Return slug -> (title, ``<main>``) for every state of a flow, in the order readers meet them."""
    return bundles.mains(Speaker(book(), automaton(flow), shelf.LAYOUT))


def bundle(flow: str) -> bytes:
    """Return all states of a flow as the JSON that a page fetches once."""
    return bundles.bundle(Speaker(book(), automaton(flow), shelf.LAYOUT))


def bundle_name(flow: str) -> str:
    """Return the file name of a flow's bundle, with the hash of its content."""
    return f"{flow}.{hashlib.sha256(bundle(flow)).hexdigest()[:12]}.json"


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
    for flow in book().flows:
        folder = docs / "wizard" / flow.replace("_", "-")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        name = bundle_name(flow)
        (assets / name).write_bytes(bundle(flow))
        (folder / "index.md").write_text(start_page(flow), encoding="utf-8")
        for slug, (title, main) in mains(flow).items():
            page = folder / slug / "index.html"
            page.parent.mkdir()
            page.write_text(whole_page(title, main, name), encoding="utf-8")
            number += 1
        for slug in published().get(flow, {}):
            page = folder / slug / "index.html"
            if not page.exists():
                page.parent.mkdir()
                page.write_text(alias_page(flow, slug), encoding="utf-8")
    return number


def whole_page(title: str, main: str, bundle_file: str) -> str:
    """Return a complete HTML page around one ``<main>``."""
    words = book().case.interface
    speaker = Speaker(book(), automaton(next(iter(book().flows))), shelf.LAYOUT)
    view = {
        "title": title,
        "main": main,
        "root": ROOT,
        "bundle": bundle_file,
        "policy": POLICY,
        "mark": MARK,
        "skip": speaker.html(words["skip"]),
        "footer": speaker.html(words["footer"]),
        "home": speaker.html(words["home"]),
        "about": speaker.html(words["about"]),
        "content_of": speaker.html(words["content_of"]),
        "content_day": clocks.short(date.fromisoformat(content_day())),
    }
    return environment(shelf.LAYOUT).get_template("page.html.j2").render(view) + "\n"


def start_page(flow: str) -> str:
    """Return the Markdown of a flow's first page: its first question, what it does, and all it may ask."""
    words = book().flow_words(flow)
    machine = automaton(flow)
    speaker = Speaker(book(), machine, shelf.LAYOUT)
    asked = [book().case.questions[ask.question].ask for ask in book().flows[flow].flow.asks]
    return "\n".join(
        (
            f"---\ntitle: {words.title}\n---\n\n{MARK}",
            f"# {words.title}\n\n{speaker.text(words.says)}\n",
            f'<div data-resume="{flow}" data-first="{machine.start}" hidden></div>\n',
            speaker.first(machine.states[machine.start]),
            f"\n## {speaker.ui_text('does')}\n",
            *(f"- {speaker.text(line)}" for line in words.does),
            f"\n## {speaker.ui_text('does_not')}\n",
            *(f"- {speaker.text(line)}" for line in words.does_not),
            f"\n## {speaker.ui_text('all_questions')}\n",
            *(f"- {question}" for question in asked),
            "",
        )
    )


def alias_page(flow: str, slug: str) -> str:
    """Return the page for an address that was published once: it leads to where its answers lead now."""
    machine = automaton(flow)
    now = lead(flow, slug, published().get(flow, {}).get(slug, ""))
    speaker = Speaker(book(), machine, shelf.LAYOUT)
    view = {
        "root": ROOT,
        "to": f"../{now.slug}/",
        "title": speaker.title(now),
        "flow": flow,
        "bundle": bundle_name(flow),
        "policy": POLICY,
        "mark": MARK,
    }
    return environment(shelf.LAYOUT).get_template("alias.html.j2").render(view) + "\n"


def lead(flow: str, slug: str, answers: str) -> State:
    """Return the state to which a vanished address leads: where its answers lead now.

    If none of them leads anywhere, the plan that had its name; else the first question.
    """
    atlas, machine = book().flows[flow], automaton(flow)
    reached = machine.of(_still_known(atlas, answers))
    if reached != machine.start:
        return machine.states[reached]
    name = slug.partition("--")[0].replace("-", "_")
    for outcome in atlas.outcomes.values():
        if name in (outcome.id, *outcome.was):
            return machine.canonical(outcome.id)
    return machine.states[reached]


def published() -> dict[str, dict[str, str]]:
    """Return flow -> slug -> answers of every address that was ever published, from `addresses.txt`."""
    slugs: dict[str, dict[str, str]] = {}
    words = " ".join(shelf.addresses()).split()
    for address, answers in zip(words[::2], words[1::2], strict=True):
        _, folder, slug, _ = address.split("/")
        slugs.setdefault(folder.replace("-", "_"), {})[slug] = answers
    return slugs


def _still_known(atlas: Atlas, text: str) -> Answers:
    """Read an old address text, former ids included; an answer that nobody knows any more is left out."""
    version, *pairs = text.split("~")
    known = Answers()
    for pair in pairs:
        try:
            one = read(f"{version}~{pair}", atlas.questions.values())
        except Refusal:
            continue
        known = Answers({**one, **known})
    return known
