"""The questions that flows share, each once: ids and options in the order they are offered.

An id is permanent: it stands in addresses, journeys and case files.
"""

from wizard.core.model import UNKNOWN, Question

QUESTIONS = (
    Question("notice", ("none", "refund_request", "dormancy", "hours_dispute", "other", UNKNOWN)),
    Question("request_age", ("running", "over", UNKNOWN)),
    Question("dormancy_stage", ("warned", "client_asked", "i_am_asked", "requested", "over", UNKNOWN)),
    Question("contract", ("fixed", "hourly", "other", UNKNOWN)),
    Question("contract_status", ("active", "paused", "ended", UNKNOWN)),
    Question("who_paused", ("client", "upwork", "my_account", UNKNOWN)),
    Question("ended_by", ("client", "me", UNKNOWN)),
    Question("money", ("held", "in_review", "part_held", "not_funded", "pending", "paid", UNKNOWN)),
    Question("review_age", ("within", "over", UNKNOWN)),
    Question("work", ("finished", "part", "none", UNKNOWN)),
    Question("delivery", ("in_messages", "outside", "kept", "submitted", "changes_asked", UNKNOWN)),
    Question("can_finish", ("alone", "needs_client", UNKNOWN)),
    Question("hours", ("tracked", "manual", "nothing", UNKNOWN)),
    Question("open_contracts", ("one", "several", UNKNOWN)),
)
