"""The published flows, in the order they are listed, and those that are planned."""

from wizard.core.model import Flow
from wizard.flows.disputes.flow import DISPUTES
from wizard.flows.door.flow import DOOR
from wizard.flows.early_exit.flow import EARLY_EXIT
from wizard.flows.ghosting.flow import GHOSTING
from wizard.flows.jss_recovery.flow import JSS_RECOVERY
from wizard.flows.revisions.flow import REVISIONS
from wizard.flows.scope_creep.flow import SCOPE_CREEP
from wizard.flows.screening.flow import SCREENING

FLOWS: tuple[Flow, ...] = (
    DOOR,
    SCREENING,
    SCOPE_CREEP,
    REVISIONS,
    EARLY_EXIT,
    GHOSTING,
    DISPUTES,
    JSS_RECOVERY,
)

PLANNED: tuple[str, ...] = ()
"""Flows that published ones hand over to already; until each exists, its name leads to the safe set."""
