"""Makes the rooms of a new flow: the shape with one question, the words it needs, and a journey to fill.

What it writes is complete enough to be checked: `make check` then lists what its author still owes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from wizard.flows import FLOWS
from wizard.publish.errors import PublishError

LIST: Final = "wizard/flows/__init__.py"
IMPORT: Final = "from wizard.flows.{}.flow import {}"
SHAPE: Final = '''"""The shape of `{id}`: where each answer leads, and what each result tells.

No wording and no arithmetic: words stand in `words/`, lengths in the ledger.
"""

from wizard.core.model import Ask, Flow, Is, Route
from wizard.flows.safe_set import SAFE_SET

ASKS = (
    Ask(
        "notice",
        (
            Route(
                "disputes", "notice_has_last_day", (Is("notice", "refund_request", "hours_dispute", "other"),)
            ),
            Route("ghosting", "inactive_first", (Is("notice", "dormancy"),)),
            Route("safe_set", "nothing_decided_yet"),
        ),
    ),
)

OUTCOMES = (SAFE_SET,)

{constant} = Flow(id="{id}", start="notice", asks=ASKS, outcomes=OUTCOMES)
'''
WORDS: Final = """# The name of the flow, its first page, and the reasons its routes give.

title = "{title}"
says = "Say in one sentence whom this is for."
does = ["Say what the reader gets."]
does_not = ["Say what she does not get."]

[reasons]
notice_has_last_day = "A notice with a last day comes first."
inactive_first = "An inactive contract has a clock of its own."
nothing_decided_yet = "No answer leads further yet."
"""
JOURNEY: Final = """# Real stories: answers -> outcome. An expert could dispute each name.

[[journey]]
name = "a refund request has a last day, so it comes first"
on = 2026-11-21
answers = {{ notice = "refund_request", request_age = "running", work = "finished" }}
inputs = {{ request_on = "2026-11-18" }}
ends = "disputes/refund_request_done"

[[journey]]
name = "disputed hours have a short last day, so they come first"
on = 2026-11-21
answers = {{ notice = "hours_dispute", hours_age = "running", hours = "tracked" }}
ends = "disputes/hours_disputed"

[[journey]]
name = "a dispute that was filed already is followed in its own plan"
on = 2026-11-21
answers = {{ notice = "other", other_notice = "dispute", dispute_stage = "filed" }}
ends = "disputes/dispute_filed"

[[journey]]
name = "a notice of inactivity starts its own periods, so it comes first"
on = 2026-11-21
answers = {{ notice = "dormancy", dormancy_stage = "client_asked" }}
ends = "ghosting/dormancy_client_asked"

[[journey]]
name = "without a notice nothing is decided yet"
on = 2026-11-21
answers = {{ notice = "none" }}
ends = "safe_set"

[[journey]]
name = "who does not know looks for notices first"
on = 2026-11-21
answers = {{ notice = "unknown" }}
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
    files[root / LIST] = listed((root / LIST).read_text(encoding="utf-8"), name)
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        print(f"written: {file.relative_to(root)}")
    print(
        "Next: `make check` is green now. Write its stories, its questions and its words, a little at a time."
    )


def listed(text: str, name: str) -> str:
    """Return the list of flows with one more at its end: its import in order, no longer among the planned.

    Raises PublishError where the list is not as this command knows it.
    """
    constant = name.upper()
    imports = sorted(
        {*re.findall(r"^from wizard\.flows\..+$", text, re.MULTILINE), IMPORT.format(name, constant)}
    )
    text, once = re.subn(
        r"(?:^from wizard\.flows\..+\n)+", "\n".join(imports) + "\n", text, flags=re.MULTILINE
    )
    text, twice = re.subn(
        r"^(FLOWS: .+? = \(\n(?:    [A-Z_0-9]+,\n)*)", rf"\1    {constant},\n", text, flags=re.MULTILINE
    )
    if (once, twice) != (1, 1):
        raise PublishError(
            f"{LIST} does not look as expected. Nothing was written: add {constant} to FLOWS by hand."
        )
    return re.sub(rf'(?<=[(\s])"{name}",(?:\s(?=["]))?', "", text)
