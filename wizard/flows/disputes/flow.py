"""The shape of `disputes`: money that is asked back, refused or in dispute, and where each answer leads.

No wording and no arithmetic: words stand in `words/`, lengths in the ledger.
"""

from wizard.core.model import UNKNOWN, Ask, Flow, Is, Outcome, Question, Route, Sign, Turn
from wizard.flows.safe_set import SAFE_SET

QUESTIONS = (
    Question(
        "no_notice_why", ("hours_in_review", "asked_back", "refused", "wants_to_dispute", "silent", UNKNOWN)
    ),
    Question("was_released", ("released", "not_released", UNKNOWN)),
    Question("paid_age", ("month", "half_year", "older", UNKNOWN)),
    Question("reversed_kind", ("milestone", "tracked", "by_hand", "bonus", UNKNOWN)),
    # What a dispute looks at, each of the same weight: agreement, delivery, approval, days, drafts.
    Question(
        "proof_kinds",
        ("little", "some", "strong"),
        asks="signs",
        signs=(
            Sign("agreed_list"),
            Sign("on_contract_page"),
            Sign("approved_in_messages"),
            Sign("all_days"),
            Sign("drafts"),
        ),
        bands_from=(0, 2, 3),
    ),
)

ASKS = (
    Ask(
        "notice",
        (
            Route("request_age", "request_dates_all", (Is("notice", "refund_request"),)),
            Route("hours_age", "hours_dispute_first", (Is("notice", "hours_dispute"),)),
            Route("ghosting", "dormancy_elsewhere", (Is("notice", "dormancy"),)),
            Route("other_notice", "which_notice", (Is("notice", "other"),)),
            Route("no_notice_why", "no_known_notice"),
        ),
    ),
    # A refund request for held money.
    Ask(
        "request_age",
        (
            Route("request_over", "request_lapsed", (Is("request_age", "over"),)),
            Route("work", "request_running"),
        ),
    ),
    Ask(
        "work",
        (
            Route("refund_request_nothing_done", "nothing_claimed", (Is("work", "none"),)),
            Route("refund_request_done", "answer_keeps_money", (Is("work", "finished"),)),
            Route("refund_request_part", "part_claimed"),
        ),
    ),
    # Hours.
    Ask(
        "hours_age",
        (
            Route("hours_dispute_over", "hours_lapsed", (Is("hours_age", "over"),)),
            Route("hours", "hours_running"),
        ),
    ),
    Ask(
        "hours",
        (
            Route("hours_disputed", "tracked_is_protected", (Is("hours", "tracked", "over_limit"),)),
            Route("hours_disputed_manual", "manual_is_not_protected"),
        ),
    ),
    # Another notice.
    Ask(
        "other_notice",
        (
            Route("dispute_stage", "stage_decides", (Is("other_notice", "dispute"),)),
            Route("was_released", "paid_is_yours", (Is("other_notice", "refund_after"),)),
            Route("reversed_kind", "cover_decides", (Is("other_notice", "chargeback"),)),
            Route("account_notice", "account_first", (Is("other_notice", "account"),)),
            Route("safe_set", "notice_not_known_here"),
        ),
    ),
    Ask(
        "dispute_stage",
        (
            Route("dispute_filed", "client_has_to_answer", (Is("dispute_stage", "filed"),)),
            Route("special", "proof_is_asked", (Is("dispute_stage", "declined"),)),
            Route("sum_size", "sum_comes_first", (Is("dispute_stage", "recommendation", "non_resolution"),)),
            Route("arbitration_runs", "arbitrator_decides", (Is("dispute_stage", "arbitration"),)),
            Route("ruling", "ruling_is_final", (Is("dispute_stage", "ruling"),)),
            Route(
                "mediation_after_release", "mediator_cannot_force", (Is("dispute_stage", "after_release"),)
            ),
            Route("dispute_look", "stage_unknown"),
        ),
    ),
    Ask("special", (Route("dispute_declined", "proof_is_sent"),)),
    Ask(
        "sum_size",
        (
            Route(
                "recommendation_small",
                "part_beats_fee",
                (Is("dispute_stage", "recommendation"), Is("sum_size", "below")),
            ),
            Route("non_resolution_small", "fee_beats_sum", (Is("sum_size", "below"),)),
            Route("proof_kinds", "proof_decides"),
        ),
    ),
    Ask(
        "proof_kinds",
        (
            Route(
                "recommendation_strong",
                "strong_may_decline",
                (Is("dispute_stage", "recommendation"), Is("proof_kinds", "strong")),
            ),
            Route("recommendation", "compare_and_answer", (Is("dispute_stage", "recommendation"),)),
            Route("non_resolution_weak", "weak_is_a_risk", (Is("proof_kinds", "little"),)),
            Route("non_resolution_large", "unpaid_fee_loses"),
        ),
    ),
    # Money already paid.
    Ask(
        "was_released",
        (
            Route("request_age", "held_money_has_a_last_day", (Is("was_released", "not_released"),)),
            Route("refund_for", "released_is_your_choice"),
        ),
    ),
    Ask(
        "refund_for",
        (
            Route("refund_not_done", "named_work_settles", (Is("refund_for", "not_done"),)),
            Route("refund_for_review", "never_for_a_review", (Is("refund_for", "review", "pressure"),)),
            Route("paid_age", "age_decides_help"),
        ),
    ),
    Ask(
        "paid_age",
        (
            Route("refund_after_later", "mediation_is_over", (Is("paid_age", "half_year", "older"),)),
            Route("refund_after_recent", "mediation_possible"),
        ),
    ),
    Ask(
        "reversed_kind",
        (
            Route("chargeback_fixed", "milestone_covered", (Is("reversed_kind", "milestone"),)),
            Route("chargeback_hourly", "tracked_covered", (Is("reversed_kind", "tracked"),)),
            Route("chargeback_unprotected", "cover_doubtful"),
        ),
    ),
    # No notice.
    Ask(
        "no_notice_why",
        (
            Route("hours_in_review", "silence_lets_hours_stand", (Is("no_notice_why", "hours_in_review"),)),
            Route("refund_for", "paid_is_yours", (Is("no_notice_why", "asked_back"),)),
            Route(
                "revisions",
                "refusal_elsewhere",
                (Is("no_notice_why", "refused"),),
                gives=(("complaint", "refuses"),),
            ),
            Route("contract", "kind_decides_dispute", (Is("no_notice_why", "wants_to_dispute"),)),
            Route("ghosting", "silence_elsewhere", (Is("no_notice_why", "silent"),)),
            Route("safe_set", "problem_not_known_here"),
        ),
    ),
    Ask(
        "contract",
        (
            Route("hours_in_review", "only_client_disputes_hours", (Is("contract", "hourly"),)),
            Route("money", "only_submitted_is_disputed", (Is("contract", "fixed"),)),
            Route("ghosting", "look_elsewhere"),
        ),
    ),
    Ask(
        "money",
        (
            Route("can_i_dispute", "submitted_can_be_disputed", (Is("money", "in_review"),)),
            Route("ghosting", "submit_first"),
        ),
    ),
)

OUTCOMES = (
    # A refund request for held money.
    Outcome(
        "refund_request_done",
        urgency="today",
        do_now="dispute_refund_request",
        do_not=("approve_refund_request",),
        then=("save_proof", "work_out_sums", "offer_part", "note_date"),
        turns=(
            Turn("client_silent", "dispute_filed"),
            Turn("client_declines", "dispute_declined"),
            Turn("day_passed", "request_over"),
        ),
        options=("dispute_refund_request", "offer_part", "approve_refund_request"),
        letters=("refund_request_answer", "part_offer"),
        by="refund_request",
        over="request_over",
    ),
    Outcome(
        "refund_request_part",
        urgency="today",
        do_now="dispute_refund_request",
        do_not=("approve_refund_request",),
        then=("save_proof", "work_out_sums", "offer_part", "offer_handover", "note_date"),
        turns=(
            Turn("client_agrees_part", "dispute_filed"),
            Turn("client_declines", "dispute_declined"),
            Turn("day_passed", "request_over"),
        ),
        options=("dispute_refund_request", "offer_part", "approve_refund_request"),
        letters=("refund_request_answer", "part_offer"),
        by="refund_request",
        over="request_over",
    ),
    Outcome(
        "refund_request_nothing_done",
        urgency="this_week",
        do_now="approve_refund_request",
        do_not=("dispute_refund_request",),
        then=("save_proof", "write_client", "note_date"),
        turns=(Turn("some_work_was_done", "refund_request_part"), Turn("bad_review_follows", "jss_recovery")),
        options=("approve_refund_request", "dispute_refund_request"),
        letters=("closing_note",),
        by="refund_request",
        over="request_over",
    ),
    Outcome(
        "request_over",
        urgency="today",
        do_now="look_at_contract",
        do_not=("report",),
        then=("save_proof", "open_ticket", "write_client"),
        turns=(Turn("button_still_there", "refund_request_done"), Turn("ticket_refused", "door/rights")),
        options=("open_ticket", "write_client", "report"),
        letters=("ticket_not_released", "part_offer"),
    ),
    # Hours.
    Outcome(
        "hours_disputed",
        urgency="today",
        do_now="answer_hours_dispute",
        do_not=("track_time",),
        then=("stop_work", "save_proof", "watch_contract", "note_date"),
        turns=(
            Turn("manual_hours", "hours_disputed_manual"),
            Turn("decision_against", "hours_dispute_over"),
        ),
        options=("answer_hours_dispute", "wait"),
        letters=("hours_answer",),
        by="hours_dispute",
        over="hours_dispute_over",
    ),
    Outcome(
        "hours_disputed_manual",
        urgency="today",
        do_now="answer_hours_dispute",
        do_not=("track_time", "refund"),
        then=("stop_work", "save_proof", "write_client", "watch_contract"),
        turns=(
            Turn("all_tracked", "hours_disputed"),
            Turn("decision_against", "hours_dispute_over"),
        ),
        options=("answer_hours_dispute", "write_client", "wait"),
        letters=("hours_answer", "hours_pay_request"),
        by="hours_dispute",
        over="hours_dispute_over",
    ),
    Outcome(
        "hours_dispute_over",
        urgency="today",
        do_now="look_at_contract",
        do_not=("track_time",),
        then=("save_proof", "write_client", "open_ticket", "stop_work"),
        turns=(
            Turn("button_still_there", "hours_disputed"),
            Turn("bad_review_follows", "jss_recovery"),
        ),
        options=("write_client", "open_ticket", "leave_open"),
        letters=("hours_pay_request",),
    ),
    Outcome(
        "hours_in_review",
        urgency="this_week",
        do_now="save_proof",
        do_not=("refund",),
        then=("watch_contract", "write_client", "keep_diary_clean"),
        turns=(
            Turn("hours_get_disputed", "hours_disputed"),
            Turn("paused", "ghosting/paused_by_upwork"),
            Turn("client_silent", "ghosting/hourly_tracked"),
        ),
        options=("wait", "write_client", "refund"),
        letters=("hours_summary",),
    ),
    # Before a dispute.
    Outcome(
        "can_i_dispute",
        urgency="this_week",
        do_now="look_at_contract",
        do_not=("end_contract",),
        then=("save_proof", "work_out_sums", "open_dispute", "watch_contract"),
        turns=(
            Turn("client_silent", "ghosting/wait_review"),
            Turn("changes_asked", "revisions"),
            Turn("refund_requested", "refund_request_done"),
        ),
        options=("wait", "open_dispute", "end_contract"),
        letters=("dispute_statement",),
        waits="review",
    ),
    # The stages of a dispute about held money.
    Outcome(
        "dispute_filed",
        urgency="no_rush",
        do_now="wait",
        do_not=("pay_arbitration",),
        then=("note_date", "watch_contract", "save_proof", "offer_part"),
        turns=(
            Turn("client_declines", "dispute_declined"),
            Turn("client_agrees_part", "recommendation"),
            Turn("not_released", "dispute_look", acts=("open_ticket",)),
        ),
        options=("wait", "offer_part"),
        letters=("part_offer", "ticket_not_released"),
        waits="client_answer",
        over="dispute_look",
    ),
    Outcome(
        "dispute_declined",
        urgency="today",
        do_now="answer_upwork",
        do_not=("wait",),
        then=("save_proof", "work_out_sums", "offer_part", "note_date"),
        turns=(
            Turn("recommendation_comes", "recommendation"),
            Turn("no_agreement", "non_resolution_large"),
        ),
        options=("answer_upwork", "offer_part", "wait"),
        letters=("dispute_statement", "split_answer"),
    ),
    Outcome(
        "recommendation_small",
        urgency="today",
        do_now="answer_recommendation",
        do_not=("pay_arbitration",),
        then=("work_out_sums", "save_proof", "offer_part", "note_date"),
        turns=(
            Turn("client_refuses", "non_resolution_small"),
            Turn("fee_is_lower", "recommendation"),
        ),
        options=("accept_split", "decline_split"),
        letters=("split_answer",),
        by="recommendation",
    ),
    Outcome(
        "recommendation",
        urgency="today",
        do_now="answer_recommendation",
        do_not=("wait",),
        then=("work_out_sums", "save_proof", "offer_part", "note_date"),
        turns=(
            Turn("client_refuses", "non_resolution_large"),
            Turn("sum_is_small", "recommendation_small"),
        ),
        options=("accept_split", "offer_part", "decline_split"),
        letters=("split_answer",),
        by="recommendation",
    ),
    Outcome(
        "recommendation_strong",
        urgency="today",
        do_now="answer_recommendation",
        do_not=("pay_arbitration",),
        then=("work_out_sums", "save_proof", "offer_part", "note_date"),
        turns=(
            Turn("no_agreement", "non_resolution_large"),
            Turn("sum_is_small", "recommendation_small"),
        ),
        options=("accept_split", "decline_split"),
        letters=("split_answer",),
        by="recommendation",
    ),
    Outcome(
        "non_resolution_small",
        urgency="today",
        do_now="decide_arbitration",
        do_not=("pay_arbitration",),
        then=("work_out_sums", "offer_part", "save_proof"),
        turns=(
            Turn("fee_is_lower", "non_resolution_large"),
            Turn("client_keeps_work", "door/rights"),
            Turn("bad_review_follows", "jss_recovery"),
        ),
        options=("offer_part", "wait", "pay_arbitration"),
        letters=("split_answer",),
        by="arbitration",
    ),
    Outcome(
        "non_resolution_large",
        urgency="today",
        do_now="decide_arbitration",
        do_not=("wait",),
        then=("work_out_sums", "save_proof", "offer_part", "note_date"),
        turns=(
            Turn("both_pay", "arbitration_runs"),
            Turn("sum_is_small", "non_resolution_small"),
            Turn("proof_is_weak", "non_resolution_weak"),
        ),
        options=("pay_arbitration", "offer_part", "wait"),
        letters=("split_answer",),
        by="arbitration",
    ),
    Outcome(
        "non_resolution_weak",
        urgency="today",
        do_now="decide_arbitration",
        do_not=("wait",),
        then=("offer_part", "work_out_sums", "save_proof", "note_date"),
        turns=(
            Turn("both_pay", "arbitration_runs"),
            Turn("client_refuses", "non_resolution_small"),
            Turn("proof_found", "non_resolution_large"),
        ),
        options=("offer_part", "pay_arbitration", "wait"),
        letters=("split_answer",),
        by="arbitration",
    ),
    Outcome(
        "arbitration_runs",
        urgency="today",
        do_now="answer_upwork",
        do_not=("open_dispute",),
        then=("save_proof", "note_date", "keep_in_messages", "start_no_new_work"),
        turns=(Turn("decided", "ruling"), Turn("client_offers", "recommendation_strong")),
        options=("answer_upwork", "wait"),
        letters=("dispute_statement",),
    ),
    Outcome(
        "ruling",
        urgency="this_week",
        do_now="follow_ruling",
        do_not=("open_dispute",),
        then=("save_proof", "note_date", "watch_contract"),
        turns=(
            Turn("not_carried_out", "dispute_look", acts=("open_ticket",)),
            Turn("client_keeps_work", "door/rights"),
            Turn("bad_review_follows", "jss_recovery"),
        ),
        options=("follow_ruling", "open_dispute"),
        letters=("ticket_not_released",),
    ),
    Outcome(
        "mediation_after_release",
        urgency="today",
        do_now="answer_upwork",
        do_not=("refund",),
        then=("save_proof", "work_out_sums", "write_client", "note_date"),
        turns=(
            Turn("some_work_missing", "refund_not_done"),
            Turn("arbitration_offered", "dispute_look"),
            Turn("threat", "refund_for_review"),
        ),
        options=("answer_upwork", "wait", "refund"),
        letters=("refund_answer_upwork", "refund_after_answer"),
    ),
    Outcome(
        "dispute_look",
        urgency="today",
        do_now="check_notices",
        do_not=("pay_arbitration", "accept_split"),
        then=("look_at_contract", "note_date", "save_proof", "open_ticket"),
        turns=(
            Turn("filed", "dispute_filed"),
            Turn("declined", "dispute_declined"),
            Turn("proposal", "recommendation"),
            Turn("no_agreement", "non_resolution_large"),
            Turn("released", "mediation_after_release"),
        ),
        options=("check_notices", "wait"),
        letters=("ticket_contact_client", "ticket_not_released"),
    ),
    # Money already paid.
    Outcome(
        "refund_after_recent",
        urgency="this_week",
        do_now="write_client",
        do_not=("refund",),
        then=("save_proof", "work_out_sums", "check_notices", "keep_in_messages"),
        turns=(
            Turn("mediator_writes", "mediation_after_release"),
            Turn("some_work_missing", "refund_not_done"),
            Turn("threat", "refund_for_review"),
            Turn("bank_takes_back", "chargeback_fixed"),
        ),
        options=("write_client", "wait", "refund"),
        letters=("refund_after_answer",),
        waits="mediation",
        over="refund_after_later",
    ),
    Outcome(
        "refund_after_later",
        urgency="no_rush",
        do_now="write_client",
        do_not=("refund",),
        then=("save_proof", "check_notices", "keep_in_messages"),
        turns=(
            Turn("some_work_missing", "refund_not_done"),
            Turn("threat", "refund_for_review"),
            Turn("bank_takes_back", "chargeback_fixed"),
        ),
        options=("write_client", "wait", "refund"),
        letters=("refund_after_answer",),
    ),
    Outcome(
        "refund_not_done",
        urgency="no_rush",
        do_now="work_out_sums",
        do_not=("wait",),
        then=("save_proof", "write_client", "refund", "note_date"),
        turns=(
            Turn("client_wants_more", "refund_after_recent"),
            Turn("review_comes_up", "refund_for_review"),
        ),
        options=("refund", "write_client", "wait"),
        letters=("refund_part_note",),
    ),
    Outcome(
        "refund_for_review",
        urgency="today",
        do_now="save_proof",
        do_not=("refund",),
        then=("write_client", "report", "check_notices"),
        turns=(
            Turn("written_threat", "door/threat_written"),
            Turn("some_work_missing", "refund_not_done"),
            Turn("bad_review_follows", "jss_recovery"),
        ),
        options=("write_client", "report", "refund"),
        letters=("refund_after_answer",),
    ),
    # A bank took money back.
    Outcome(
        "chargeback_fixed",
        urgency="today",
        do_now="answer_upwork",
        do_not=("refund",),
        then=("save_proof", "start_no_new_work", "refuse_outside", "note_date"),
        turns=(
            Turn("upwork_wants_it_back", "chargeback_unprotected"),
            Turn("paused", "ghosting/paused_by_upwork"),
        ),
        options=("answer_upwork", "wait", "refund"),
        letters=("bank_reversal_proof",),
    ),
    Outcome(
        "chargeback_hourly",
        urgency="today",
        do_now="answer_upwork",
        do_not=("refund", "track_time"),
        then=("save_proof", "stop_work", "refuse_outside", "note_date"),
        turns=(
            Turn("upwork_wants_it_back", "chargeback_unprotected"),
            Turn("paused", "ghosting/paused_by_upwork"),
        ),
        options=("answer_upwork", "wait", "refund"),
        letters=("bank_reversal_proof",),
    ),
    Outcome(
        "chargeback_unprotected",
        urgency="today",
        do_now="answer_upwork",
        do_not=("refund",),
        then=("save_proof", "work_out_sums", "stop_work", "refuse_outside", "check_notices"),
        turns=(
            Turn("account_on_hold", "account_notice"),
            Turn("was_a_milestone", "chargeback_fixed"),
            Turn("all_tracked", "chargeback_hourly"),
        ),
        options=("answer_upwork", "wait"),
        letters=("bank_reversal_proof",),
    ),
    Outcome(
        "account_notice",
        urgency="today",
        do_now="fix_account",
        do_not=("end_contract",),
        then=("answer_upwork", "check_notices", "save_proof", "write_client", "open_ticket"),
        turns=(
            Turn("after_bank_case", "chargeback_unprotected"),
            Turn("after_reviews", "jss_recovery/restricted"),
            Turn("paused", "ghosting/paused_my_account"),
        ),
        options=("fix_account", "wait"),
        letters=("ticket_my_account",),
    ),
    SAFE_SET,
)

DISPUTES = Flow(id="disputes", start="notice", asks=ASKS, outcomes=OUTCOMES, questions=QUESTIONS)
