"""Ways from a record back into the wizard: to a plan that was kept, and to what is asked anew."""

from collections.abc import Mapping
from dataclasses import replace

from wizard.cabinet.words import CaseWords
from wizard.case.record import Plan
from wizard.core import answers as address
from wizard.core.answers import Answers
from wizard.core.automaton import folder
from wizard.core.engine import follow
from wizard.render import Speaker

TOP = "../"
"""From the page of the case file to the top of the site."""
CHANGED: Mapping[str, str] = {"replied": "door", "silent": "ghosting", "escalated": "disputes"}
"""What may have changed -> the flow that asks what is new."""


def of_plan(says: Speaker, plan: Plan) -> str:
    """Return where the answers of a plan lead today; where its flow is gone, to all situations."""
    book = says.book
    if plan.flow not in book.flows or says.others is None:
        return f"{TOP}wizard/"
    given = address.read(plan.answers, book.questions.values())
    flow, walk = follow(book.flows, plan.flow, given)
    known = address.write(dict(walk.used) | dict(walk.parked))
    return f"{TOP}wizard/{folder(flow)}/{says.others(flow).of(walk.used)}/#{known}"


def of_changes(says: Speaker, words: CaseWords, contract: str) -> list[dict[str, str]]:
    """Return the ways back into the wizard; only what stays true as time passes goes along."""
    known = Answers({} if contract == "unknown" else {"contract": contract})
    speaker = replace(says, here=known)
    return [
        {"id": id_, "href": speaker.links.to(flow), "says": words.changed[id_]}
        for id_, flow in CHANGED.items()
    ]
