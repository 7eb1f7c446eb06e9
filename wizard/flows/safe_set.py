"""The result for every situation that nobody foresaw: one shape, shared by all flows.

Its words stand in `case/words/en/safe_set.toml`.
"""

from wizard.core.model import Outcome, Turn

SAFE_SET = Outcome(
    "safe_set",
    urgency="today",
    do_now="check_notices",
    do_not=("end_contract", "refund"),
    then=("keep_in_messages", "save_proof", "note_date", "find_official_page"),
    turns=(Turn("silent_client", "ghosting"), Turn("cannot_find", "ghosting/look_first")),
    options=("check_notices", "end_contract"),
    letters=("ticket_contact_client",),
)
