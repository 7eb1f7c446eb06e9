"""The published flows, in the order they are listed, and those that are planned."""

from wizard.core.model import Flow
from wizard.flows.ghosting.flow import GHOSTING

FLOWS: tuple[Flow, ...] = (GHOSTING,)

PLANNED = ("screening", "scope_creep", "revisions", "disputes", "early_exit", "jss_recovery", "door")
"""Flows that published ones hand over to already; until each exists, its name leads to the safe set."""
