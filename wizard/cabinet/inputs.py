"""Which days and sums the page of a record asks for: by kind of contract, and what was typed already."""

from collections.abc import Mapping

from wizard.case.record import Record
from wizard.case.slots import INPUTS

KEPT = tuple(known.id for known in INPUTS if known.kept)
DATES = frozenset(known.id for known in INPUTS if known.kind == "date")
FIRST: Mapping[str, frozenset[str]] = {
    "fixed": frozenset(("held_sum", "submitted_on", "request_on")),
    "hourly": frozenset(("disputed_on", "ended_on")),
    "unknown": frozenset(("submitted_on", "request_on", "disputed_on")),
}
"""Fields that stand open, by kind of contract."""
FOREIGN: Mapping[str, frozenset[str]] = {
    "fixed": frozenset(("disputed_on",)),
    "hourly": frozenset(
        (
            *("held_sum", "milestone", "submitted_on", "request_on", "resubmitted_on", "client_asked_on"),
            *("asked_on", "requested_on", "released_on", "filed_on", "recommended_on", "notified_on"),
        )
    ),
    "unknown": frozenset(),
}
"""Fields that mean nothing on a kind of contract."""


def shown(record: Record) -> tuple[str, ...]:
    """Return the fields that stand open: the first ones, and every one that was typed."""
    return tuple(name for name in KEPT if name in FIRST[record.contract] or name in record.values)


def folded(record: Record) -> tuple[str, ...]:
    """Return the other fields that can mean something on the contract."""
    open_ = {*shown(record), *FOREIGN[record.contract]}
    return tuple(name for name in KEPT if name not in open_)


def dated(record: Record) -> bool:
    """Tell whether any day was typed."""
    return bool(DATES & record.values.keys())
