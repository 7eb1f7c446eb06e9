"""The vocabulary: everything a reader can know, do or type, once, in data. Its words stand in `words/`.

Flows arrange what is defined here; no routes and no wording.
"""

from wizard.case.acts import ACTS, DUTIES
from wizard.case.clocks import CLOCKS
from wizard.case.derived import DERIVED
from wizard.case.questions import QUESTIONS
from wizard.case.slots import DAYS, INPUTS, SLOTS
from wizard.case.strips import STRIPS
from wizard.case.tools import TOOLS
from wizard.core.model import Vocabulary

VOCABULARY = Vocabulary(
    questions=QUESTIONS,
    derived=DERIVED,
    acts=ACTS,
    duties=DUTIES,
    strips=STRIPS,
    clocks=CLOCKS,
    inputs=INPUTS,
    slots=SLOTS,
    days=DAYS,
    tools=TOOLS,
)

__all__ = ["VOCABULARY"]
