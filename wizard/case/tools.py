"""Which tool a plan leads to, in the order in which they are offered. What each does is in `wizard/tools`."""

from wizard.core.model import Helps

TOOLS = (
    Helps("dates", clocks=True),
    Helps(
        "worth_it",
        acts=(
            *(
                "work_out_sums",
                "offer_part",
                "accept_split",
                "decline_split",
                "open_dispute",
                "decide_arbitration",
            ),
            *("pay_arbitration", "approve_refund_request", "dispute_refund_request"),
        ),
    ),
    Helps("score", flows=("jss_recovery",)),
    Helps("job_post", flows=("screening",)),
    Helps("clauses", flows=("scope_creep", "revisions")),
)
