"""The questions that flows share, each once: ids and options in the order they are offered.

An id is permanent: it stands in addresses, journeys and case files.
"""

from wizard.core.model import UNKNOWN, Question

QUESTIONS = (
    Question("notice", ("none", "refund_request", "dormancy", "hours_dispute", "other", UNKNOWN)),
    Question("other_notice", ("dispute", "refund_after", "chargeback", "account", "other", UNKNOWN)),
    Question("request_age", ("running", "over", UNKNOWN)),
    Question("hours_age", ("running", "over", UNKNOWN)),
    Question(
        "dispute_stage",
        (
            "filed",
            "declined",
            "recommendation",
            "non_resolution",
            "arbitration",
            "ruling",
            "after_release",
            UNKNOWN,
        ),
    ),
    Question("dormancy_stage", ("warned", "client_asked", "i_am_asked", "requested", "over", UNKNOWN)),
    Question("contract", ("fixed", "hourly", "other", UNKNOWN), lasting=True),
    Question("contract_status", ("active", "paused", "ended", UNKNOWN)),
    Question("who_paused", ("client", "upwork", "my_account", UNKNOWN)),
    Question("ended_by", ("client", "me", UNKNOWN)),
    Question("money", ("held", "in_review", "part_held", "not_funded", "pending", "paid", UNKNOWN)),
    Question("review_age", ("within", "over", UNKNOWN)),
    Question("work", ("finished", "part", "none", UNKNOWN)),
    Question("delivery", ("in_messages", "outside", "kept", "submitted", "changes_asked", UNKNOWN)),
    Question("can_finish", ("alone", "needs_client", UNKNOWN)),
    Question("hours", ("tracked", "manual", "over_limit", "not_logged", "nothing", UNKNOWN)),
    Question("open_contracts", ("one", "several", UNKNOWN)),
    Question("agreed", ("inside", "outside", "not_written", UNKNOWN)),
    Question("sum_size", ("below", "above", UNKNOWN)),
    Question("refund_for", ("not_done", "review", "pressure", UNKNOWN)),
    Question("danger", ("none", "threat", "outside", "abuse", UNKNOWN)),
    Question("special", ("none", "nda", "agency", "accepted", UNKNOWN)),
)
