"""What a change does to readers: where the answers that an earlier version knew lead now.

The earlier version is read from its golden files, the present one is walked. So a new question shows as one
line, not as a thousand.
"""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wizard.core.answers import read
from wizard.core.engine import step
from wizard.core.errors import Refusal
from wizard.publish import accept, states
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

LINE: Final = re.compile(r"(?P<flow>\S+) (?P<answers>\S+) -> (?P<to>\S+)(?: \[(?P<strips>.*)\])?")
SHOWN: Final = 3
"""Answer sets that are named for each change."""


@dataclass(frozen=True, slots=True)
class End:
    """Where answers lead: a result, or another flow with its state; and the warnings above it."""

    to: str
    strips: tuple[str, ...] = ()


def golden(text: str) -> dict[str, End]:
    """Return the answers of a golden file -> where they led. Raises PublishError for another form of line."""
    found = {}
    for line in text.splitlines():
        match = LINE.fullmatch(line)
        if not match:
            raise PublishError(
                f'"{line[:60]}" is no line of a golden file: this version writes them otherwise.'
            )
        strips = tuple(match["strips"].split(", ")) if match["strips"] else ()
        found[match["answers"]] = End(match["to"], strips)
    return found


def now(flow: str, answers: str) -> End | str:
    """Return where answers lead today, or a sentence where they lead to no end any more."""
    book = states.book()
    try:
        walk = step(book.flows[flow], read(answers, book.questions.values()))
    except Refusal as refusal:
        return f"cannot be read any more: {refusal.says}"
    if walk.asks:
        return f"are asked *{walk.node}* too"
    if walk.finished:
        return End(walk.node, walk.strips)
    # The question at which the other flow takes over knows at which of its states it does.
    automaton = states.automaton(flow)
    asked = automaton.states[automaton.of(walk.used)]
    return End(asked.next[walk.used[asked.node]], walk.strips)


def changes(flow: str, before: Mapping[str, End]) -> dict[str, list[str]]:
    """Return each change of a flow as the rest of a sentence about answer sets -> those answer sets."""
    found: dict[str, list[str]] = defaultdict(list)
    for answers, was in before.items():
        today = now(flow, answers)
        if isinstance(today, str):
            found[today].append(answers)
            continue
        if today.to != was.to:
            found[f"now reach *{today.to}* instead of *{was.to}*"].append(answers)
        for strip in dict.fromkeys((*was.strips, *today.strips)):
            if (strip in was.strips) != (strip in today.strips):
                verb = "are now warned by" if strip in today.strips else "are no longer warned by"
                found[f"{verb} *{strip}*"].append(answers)
    return dict(found)


def told(flow: str, before: Mapping[str, End], after: Iterable[str]) -> list[str]:
    """Return what is different in a flow as lines of Markdown, the widest change first."""
    found = sorted(changes(flow, before).items(), key=lambda one: (-len(one[1]), one[0]))
    lines = [f"- {len(sets)} answer {'set' if len(sets) == 1 else 'sets'} {says}" for says, sets in found]
    shown = [f"{line}: {_some(sets)}" for line, (_, sets) in zip(lines, found, strict=True)]
    new = [answers for answers in after if answers not in before]
    if new:
        shown.append(f"- {len(new)} answer {'set is' if len(new) == 1 else 'sets are'} new: {_some(new)}")
    return shown


def _some(answers: list[str]) -> str:
    more = len(answers) - SHOWN
    return ", ".join(f"`{one}`" for one in answers[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def since(root: Path, revision: str) -> str:
    """Return what is different for readers since a revision, as Markdown.

    Raises PublishError where git does not know the revision.
    """
    parts: list[str] = []
    known = _git(root, "ls-tree", "--name-only", revision, f"{accept.GOLDEN}/").split()
    here = {f"{accept.GOLDEN}/{flow}.txt": flow for flow in states.book().flows}
    for file, flow in here.items():
        before = golden(_git(root, "show", f"{revision}:{file}")) if file in known else {}
        lines = told(flow, before, golden(accept.golden(flow)))
        parts += [f"## {flow}", "", *lines, ""] if lines else []
    parts += [f"- The flow of {file} is gone." for file in known if file not in here]
    return "\n".join(parts).strip() or f"No answer leads elsewhere than at {revision}."


def _git(root: Path, *words: str) -> str:
    done = subprocess.run(("git", *words), cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PublishError(f"git {words[0]}: {done.stderr.strip().splitlines()[0]}")
    return done.stdout
