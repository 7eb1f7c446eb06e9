"""Makes the rooms of a new flow: the shape with one question, the words it needs, and a journey to fill.

What it writes is complete enough to be checked: `make check` then lists what its author still owes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from wizard.core.errors import did_you_mean
from wizard.flows import FLOWS, PLANNED
from wizard.publish.errors import PublishError

SHAPE: Final = '''"""The shape of `{id}`: where each answer leads, and what each result tells.

No wording and no arithmetic: words stand in `words/`, lengths in the ledger.
"""

from wizard.core.model import Ask, Flow, Outcome, Route, Turn

ASKS = (Ask("notice", (Route("safe_set", "nothing_decided_yet"),)),)

OUTCOMES = (
    Outcome(
        "safe_set",
        urgency="today",
        do_now="check_notices",
        do_not=("end_contract", "refund"),
        then=("keep_in_messages", "save_proof"),
        turns=(Turn("cannot_find", "safe_set"),),
        options=("check_notices", "end_contract"),
        letters=("ticket_contact_client",),
    ),
)

{constant} = Flow(id="{id}", start="notice", asks=ASKS, outcomes=OUTCOMES)
'''
WORDS: Final = """# The name of the flow, its first page, and the reasons its routes give.

title = "{title}"
says = "Say in one sentence whom this is for."
does = ["Say what the reader gets."]
does_not = ["Say what she does not get."]

[reasons]
nothing_decided_yet = "No answer leads further yet."
"""
JOURNEY: Final = """# Real stories: answers -> outcome. An expert could dispute each name.

[[journey]]
name = "say who is told what, and why"
on = 2026-11-21
answers = {{ notice = "none" }}
ends = "safe_set"
"""


def make(root: Path, name: str) -> None:
    """Write the rooms of the flow `name` below `root` and print what is left to do.

    Raises PublishError for a name that is no id or is taken.
    """
    taken = [flow.id for flow in FLOWS]
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise PublishError(
            f'"{name}" is no id. Write small letters and underscores: make new-flow NAME=early_exit'
        )
    if name in taken:
        raise PublishError(f'The flow "{name}" is there already.')
    folder = root / "wizard" / "flows" / name
    view = {"id": name, "constant": name.upper(), "title": name.replace("_", " ").capitalize()}
    files = {
        folder / "__init__.py": f'"""The flow `{name}`."""\n',
        folder / "flow.py": SHAPE.format(**view),
        folder / "words/en/flow.toml": WORDS.format(**view),
        root / f"tests/journeys/{name}.toml": JOURNEY.format(**view),
    }
    for there in (folder, *files):
        if there.exists():
            raise PublishError(f"{there.relative_to(root)} is there already. Nothing was written.")
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        print(f"written: {file.relative_to(root)}")
    print(f"Next: add {view['constant']} to FLOWS in wizard/flows/__init__.py, then run `make check`.")
    if name not in PLANNED:
        print(f'Note: "{name}" is not among the planned flows.{did_you_mean(name, PLANNED)}')
