"""The closed list of acts a plan may tell a reader to do, and the duties that running clocks lay on a plan.

Whatever is not listed here cannot be advised. Payment outside the platform, empty submissions and trading
reviews have no act on purpose.
"""

from wizard.core.model import Act, Duty, Is

_NO_CLAIM = (Is("held_claim", "none"),)
_MAY_WORK = (Is("may_work", "yes"),)

ACTS = (
    # Look, write, wait: always allowed.
    Act("check_notices"),
    Act("look_at_contract"),
    Act("find_official_page"),
    Act("note_date"),
    Act("save_proof"),
    Act("keep_in_messages"),
    Act("write_client"),
    Act("check_in"),
    Act("ask_what_is_missing"),
    Act("ask_for_funding"),
    Act("propose_milestone"),
    Act("offer_part"),
    Act("offer_handover"),
    Act("work_out_sums"),
    Act("wait"),
    Act("watch_contract"),
    Act("leave_open"),
    Act("answer_changes"),
    Act("post_link_in_messages"),
    Act("stop_work"),
    Act("start_no_new_work"),
    Act("log_no_more_time"),
    Act("keep_diary_clean"),
    Act("open_ticket"),
    Act("ask_support_to_write"),
    Act("fix_account"),
    Act("refuse_outside"),
    Act("report"),
    Act("decline_job"),
    Act("write_honest_review"),
    # Before a contract.
    Act("ask_before_accept"),
    Act("ask_contract_change"),
    Act("offer_paid_test"),
    Act("protect_account"),
    # Extra work, rounds, complaints.
    Act("compare_with_list"),
    Act("ask_for_list"),
    Act("name_price"),
    Act("name_rounds"),
    Act("decline_extra"),
    Act("raise_limit"),
    Act("write_call_summary"),
    Act("ask_for_approval"),
    Act("show_how_made"),
    Act("do_small_extra", needs=_MAY_WORK),
    Act("fix_mistake", needs=_MAY_WORK),
    # Leaving, being late.
    Act("tell_early"),
    Act("propose_new_date"),
    Act("propose_end"),
    Act("ask_release_first"),
    # Disputes and banks: the same day, without a clock of their own.
    Act("answer_upwork"),
    Act("follow_ruling"),
    # Reviews and the score.
    Act("check_insights"),
    Act("finish_good_contracts"),
    Act("leave_review_alone"),
    Act("reply_to_review", card="public_reply"),
    Act("report_review", card="report_review"),
    Act("allow_review_change", card="allow_change"),
    # Safety.
    Act("seek_help"),
    Act("leave_talk"),
    Act("block_client"),
    Act("answer_threat", card="answer_threat"),
    Act("let_money_return", needs=_NO_CLAIM, dated=True),
    # Work, only where it is covered (n6).
    Act("start_work", needs=_MAY_WORK),
    Act("finish_work", needs=_MAY_WORK),
    Act("track_time", needs=(*_MAY_WORK, Is("contract", "hourly"))),
    # Submit, only real work (n12).
    Act("submit_work", needs=(Is("submittable", "yes"), Is("work", "finished", "unknown"))),
    Act("submit_part", needs=(Is("submittable", "yes"), Is("work", "finished", "part", "unknown"))),
    # Answers to a clock: dated (n2).
    Act("dispute_refund_request", dated=True, card="dispute_form"),
    Act("approve_refund_request", needs=_NO_CLAIM, dated=True, card="refund"),
    Act("answer_hours_dispute", dated=True),
    Act("request_release", dated=True),
    Act("answer_recommendation", dated=True, card="split"),
    Act("decide_arbitration", dated=True, card="pay_arbitration"),
    # What cannot be undone.
    Act("end_contract", needs=_NO_CLAIM, card="end_contract"),
    Act("ask_client_to_end", needs=_NO_CLAIM, card="end_contract"),
    Act("refund", needs=(Is("refund_settles", "yes"),), after=("work_out_sums",), card="refund"),
    Act("open_dispute", card="dispute_form"),
    Act("accept_split", after=("work_out_sums",), card="split"),
    Act("decline_split", after=("work_out_sums",)),
    Act("pay_arbitration", after=("work_out_sums",), card="pay_arbitration"),
    Act("delete_hours", card="delete_hours"),
)

DUTIES = (
    Duty(
        "answer_refund_request",
        "refund_request",
        (Is("clock_of_mine", "refund_request"),),
        ("dispute_refund_request", "approve_refund_request"),
    ),
    Duty(
        "answer_hours_dispute",
        "hours_dispute",
        (Is("clock_of_mine", "hours_dispute"),),
        ("answer_hours_dispute",),
    ),
    Duty(
        "answer_dormancy",
        "dormancy_freelancer",
        (Is("clock_of_mine", "dormancy_release"),),
        ("request_release", "let_money_return"),
    ),
    Duty(
        "answer_recommendation",
        "recommendation",
        (Is("clock_of_mine", "recommendation"),),
        ("answer_recommendation",),
    ),
    Duty(
        "decide_arbitration",
        "arbitration",
        (Is("clock_of_mine", "arbitration"),),
        ("decide_arbitration",),
    ),
)
