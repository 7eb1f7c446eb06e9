"""The shape of `jss_recovery`: a bad review, a score that fell, and an honest review of the client.

No wording and no arithmetic: words stand in `words/`, lengths in the ledger.
"""

from wizard.core.model import UNKNOWN, Ask, Flow, Is, Outcome, Question, Route, Sign, Turn
from wizard.flows.safe_set import SAFE_SET

_THREAT = Turn("threat", "door/threat_written")
_BREAKS = Turn("breaks_rule", "review_report")
_READY = Turn("client_ready", "review_wait_change")

QUESTIONS = (
    Question(
        "score_trouble",
        ("review", "score", "no_score", "restricted", "will_come", "own_review", UNKNOWN),
    ),
    Question("review_state", ("nothing", "replied", "reported", "allowed", "willing", UNKNOWN)),
    Question(
        "review_breaks",
        ("none", "some"),
        asks="signs",
        signs=(Sign("forced"), Sign("abusive"), Sign("unrelated"), Sign("insider")),
        bands_from=(0, 1),
    ),
    Question("report_answer", ("waiting", "removed", "stays", UNKNOWN)),
    Question("reply_window", ("open", "over", UNKNOWN)),
    Question("score_change", ("fell", "badge", "agency", "idle", UNKNOWN)),
    Question("score_cause", ("review", "other_bad", "older", "no_reason", UNKNOWN)),
    Question("score_before", ("never", "gone", UNKNOWN)),
    Question("restricted_why", ("reviews", "other", UNKNOWN)),
    Question("own_review_case", ("honest", "afraid", "trade", UNKNOWN)),
    Question("feedback_window", ("open", "over", UNKNOWN)),
)

ASKS = (
    Ask(
        "score_trouble",
        (
            Route("contract_status", "review_where_first", (Is("score_trouble", "review"),)),
            Route("score_change", "score_what_first", (Is("score_trouble", "score"),)),
            Route("score_before", "none_or_gone", (Is("score_trouble", "no_score"),)),
            Route("restricted_why", "notice_names_reason", (Is("score_trouble", "restricted"),)),
            Route("danger", "safety_before_review", (Is("score_trouble", "will_come"),)),
            Route("own_review_case", "own_words_first", (Is("score_trouble", "own_review"),)),
            Route("safe_set", "not_known_here"),
        ),
    ),
    # A review may come.
    Ask(
        "danger",
        (
            Route("door", "threat_has_a_plan", (Is("danger", "threat"),), gives=(("happening", "threat"),)),
            Route(
                "door", "outside_has_a_plan", (Is("danger", "outside"),), gives=(("happening", "outside"),)
            ),
            Route("door", "abuse_has_a_plan", (Is("danger", "abuse"),), gives=(("happening", "abuse"),)),
            Route("contract_status", "review_needs_an_end"),
        ),
    ),
    Ask(
        "contract_status",
        (
            Route(
                "review_mid_contract",
                "open_contract_review",
                (Is("score_trouble", "review"), Is("contract_status", "active", "paused")),
            ),
            Route("review_state", "levers_work_once", (Is("score_trouble", "review"),)),
            Route("feedback_window", "end_opens_window", (Is("contract_status", "ended"),)),
            Route("contract", "money_before_review"),
        ),
    ),
    Ask(
        "contract",
        (
            Route("money", "fixed_money_first", (Is("contract", "fixed"),)),
            Route("hours", "hourly_hours_first", (Is("contract", "hourly"),)),
            Route("bad_review_may_come", "work_is_in_your_hand"),
        ),
    ),
    Ask(
        "money",
        (
            Route("bad_review_all_paid", "paid_needs_nothing", (Is("money", "pending", "paid"),)),
            Route("bad_review_may_come", "work_is_in_your_hand"),
        ),
    ),
    Ask(
        "hours",
        (
            Route("bad_review_all_paid", "paid_needs_nothing", (Is("hours", "nothing"),)),
            Route("bad_review_may_come", "work_is_in_your_hand"),
        ),
    ),
    # A review is there.
    Ask(
        "review_state",
        (
            Route("replied_already", "reply_is_used", (Is("review_state", "replied"),)),
            Route("report_answer", "report_is_used", (Is("review_state", "reported"),)),
            Route("review_change_allowed", "change_is_used", (Is("review_state", "allowed"),)),
            Route("review_wait_change", "client_may_change", (Is("review_state", "willing"),)),
            Route("review_breaks", "rules_before_reply"),
        ),
    ),
    Ask(
        "review_breaks",
        (
            Route("review_report", "broken_rule_is_reported", (Is("review_breaks", "some"),)),
            Route("score_fell_review", "opinion_stays", (Is("score_trouble", "score"),)),
            Route("reply_window", "opinion_gets_reply"),
        ),
    ),
    Ask(
        "report_answer",
        (
            Route("review_removed", "removed_then_look", (Is("report_answer", "removed"),)),
            Route("reply_window", "stays_then_reply", (Is("report_answer", "stays"),)),
            Route("reported_already", "answer_takes_days"),
        ),
    ),
    Ask(
        "reply_window",
        (
            Route("review_window_over", "reply_too_late", (Is("reply_window", "over"),)),
            Route("review_reply", "reply_still_open"),
        ),
    ),
    # The score.
    Ask(
        "score_change",
        (
            Route("badge_lost", "badge_has_own_needs", (Is("score_change", "badge"),)),
            Route("agency_score", "agency_counts_all", (Is("score_change", "agency"),)),
            Route("old_contracts_count", "idle_does_not_count", (Is("score_change", "idle"),)),
            Route("score_cause", "insights_name_cause"),
        ),
    ),
    Ask(
        "score_cause",
        (
            Route("review_breaks", "rules_decide_review", (Is("score_cause", "review"),)),
            Route("recover_plan", "past_cannot_change", (Is("score_cause", "other_bad", "older"),)),
            Route("score_no_reason", "reason_not_shown", (Is("score_cause", "no_reason"),)),
            Route("score_fell_unknown", "look_before_acting"),
        ),
    ),
    Ask(
        "score_before",
        (
            Route("score_gone", "counted_jobs_too_few", (Is("score_before", "gone"),)),
            Route("no_score", "first_jobs_needed"),
        ),
    ),
    Ask(
        "restricted_why",
        (
            Route(
                "disputes",
                "other_notice_elsewhere",
                (Is("restricted_why", "other"),),
                gives=(("notice", "other"), ("other_notice", "account")),
            ),
            Route("restricted", "notice_says_what_helps"),
        ),
    ),
    # The reader's own review of a client.
    Ask(
        "own_review_case",
        (
            Route("review_trade", "trade_is_forbidden", (Is("own_review_case", "trade"),)),
            Route("feedback_window", "own_window_first"),
        ),
    ),
    Ask(
        "feedback_window",
        (
            Route(
                "no_review_came",
                "client_window_shut",
                (Is("score_trouble", "will_come"), Is("feedback_window", "over")),
            ),
            Route("own_review_late", "own_window_shut", (Is("feedback_window", "over"),)),
            Route("honest_review", "honest_words_help", (Is("own_review_case", "honest"),)),
            Route("feedback_window_open", "both_write_unseen"),
        ),
    ),
)

OUTCOMES = (
    # A review is there.
    Outcome(
        "review_reply",
        urgency="this_week",
        do_now="reply_to_review",
        do_not=("refund", "report_review"),
        then=("save_proof", "note_date", "leave_review_alone", "finish_good_contracts"),
        turns=(_BREAKS, _READY, Turn("score_fell", "score_fell_review")),
        options=("reply_to_review", "leave_review_alone", "refund"),
        letters=("public_reply_calm", "public_reply_fact"),
        by="public_reply",
        over="review_window_over",
    ),
    Outcome(
        "review_report",
        urgency="this_week",
        do_now="report_review",
        do_not=("refund",),
        then=("save_proof", "note_date", "wait", "reply_to_review"),
        turns=(Turn("review_stays", "review_reply"), _THREAT, Turn("no_such_page", "agency_score")),
        options=("report_review", "reply_to_review", "refund"),
        letters=("feedback_report",),
    ),
    Outcome(
        "review_wait_change",
        urgency="this_week",
        do_now="allow_review_change",
        do_not=("refund",),
        then=("save_proof", "write_client", "note_date", "wait"),
        turns=(
            Turn("not_changed", "review_reply"),
            Turn("wants_something", "review_trade"),
            _BREAKS,
        ),
        options=("allow_review_change", "leave_review_alone", "refund"),
        letters=("review_change_note",),
        waits="feedback_change",
        done=("enabled_on", "review_change_allowed"),
    ),
    Outcome(
        "review_change_allowed",
        urgency="no_rush",
        do_now="wait",
        do_not=("write_client",),
        then=("note_date", "save_proof", "reply_to_review"),
        turns=(
            Turn("not_changed", "review_reply"),
            Turn("wants_something", "review_trade"),
            Turn("changed", "recover_plan"),
        ),
        options=("wait", "write_client"),
        letters=("public_reply_calm",),
        waits="feedback_change",
        over="review_reply",
    ),
    Outcome(
        "review_window_over",
        urgency="no_rush",
        do_now="finish_good_contracts",
        do_not=("refund", "report_review"),
        then=("check_insights", "allow_review_change", "leave_review_alone"),
        turns=(_BREAKS, _READY, Turn("can_still_reply", "review_reply")),
        options=("finish_good_contracts", "allow_review_change", "refund"),
        letters=("review_change_note",),
    ),
    Outcome(
        "reported_already",
        urgency="no_rush",
        do_now="wait",
        do_not=("report_review", "refund"),
        then=("note_date", "save_proof", "reply_to_review", "open_ticket"),
        turns=(Turn("removed", "review_removed"), Turn("review_stays", "review_reply"), _THREAT),
        options=("wait", "reply_to_review", "report_review"),
        letters=("public_reply_calm",),
        waits="report_answer",
    ),
    Outcome(
        "review_removed",
        urgency="no_rush",
        do_now="check_insights",
        do_not=("write_client",),
        then=("save_proof", "open_ticket", "finish_good_contracts"),
        turns=(Turn("still_counts", "score_fell_unknown"), _THREAT),
        options=("check_insights", "open_ticket", "write_client"),
        letters=("ticket_score",),
    ),
    Outcome(
        "replied_already",
        urgency="no_rush",
        do_now="leave_review_alone",
        do_not=("write_client",),
        then=("save_proof", "open_ticket", "finish_good_contracts"),
        turns=(_BREAKS, _READY, Turn("score_fell", "score_fell_review")),
        options=("leave_review_alone", "open_ticket", "write_client"),
        letters=("ticket_my_reply",),
    ),
    Outcome(
        "review_mid_contract",
        urgency="this_week",
        do_now="write_client",
        do_not=("end_contract", "refund"),
        then=("save_proof", "look_at_contract", "keep_in_messages", "note_date"),
        turns=(Turn("more_changes", "revisions"), _THREAT, Turn("contract_ends", "feedback_window_open")),
        options=("write_client", "leave_review_alone", "end_contract"),
        letters=("review_open_talk",),
    ),
    # The score.
    Outcome(
        "score_fell_unknown",
        urgency="no_rush",
        do_now="check_insights",
        do_not=("refund", "ask_client_to_end"),
        then=("note_date", "save_proof", "check_notices"),
        turns=(
            Turn("review_found", "score_fell_review"),
            Turn("other_found", "recover_plan"),
            Turn("nothing_found", "score_no_reason"),
            Turn("no_such_page", "agency_score"),
        ),
        options=("check_insights", "wait", "refund"),
        letters=("ticket_score",),
    ),
    Outcome(
        "score_no_reason",
        urgency="no_rush",
        do_now="note_date",
        do_not=("refund", "ask_client_to_end"),
        then=("check_insights", "finish_good_contracts", "open_ticket"),
        turns=(
            Turn("review_found", "score_fell_review"),
            Turn("badge_gone", "badge_lost"),
            Turn("account_notice", "restricted"),
        ),
        options=("finish_good_contracts", "open_ticket", "refund"),
        letters=("ticket_score",),
    ),
    Outcome(
        "score_fell_review",
        urgency="no_rush",
        do_now="finish_good_contracts",
        do_not=("refund", "report_review"),
        then=("check_insights", "reply_to_review", "allow_review_change", "decline_job"),
        turns=(_BREAKS, _READY, Turn("badge_gone", "badge_lost"), Turn("account_notice", "restricted")),
        options=("finish_good_contracts", "allow_review_change", "refund"),
        letters=("review_change_note",),
    ),
    Outcome(
        "recover_plan",
        urgency="no_rush",
        do_now="finish_good_contracts",
        do_not=("refund", "ask_client_to_end"),
        then=("check_insights", "decline_job", "save_proof", "note_date"),
        turns=(
            Turn("review_found", "score_fell_review"),
            Turn("badge_gone", "badge_lost"),
            Turn("score_gone", "score_gone"),
        ),
        options=("finish_good_contracts", "wait", "refund"),
        letters=("work_submitted",),
    ),
    Outcome(
        "old_contracts_count",
        urgency="no_rush",
        do_now="look_at_contract",
        do_not=("end_contract", "ask_client_to_end"),
        then=("check_notices", "leave_open", "check_insights"),
        turns=(
            Turn("several_open", "ghosting/several_open"),
            Turn("money_found", "ghosting/submit_today"),
            Turn("score_fell", "score_fell_unknown"),
        ),
        options=("look_at_contract", "leave_open", "end_contract"),
        letters=("closing_note",),
    ),
    Outcome(
        "badge_lost",
        urgency="no_rush",
        do_now="check_insights",
        do_not=("refund",),
        then=("note_date", "finish_good_contracts", "keep_in_messages", "open_ticket"),
        turns=(
            Turn("score_fell", "score_fell_unknown"),
            Turn("outside_pay", "door/outside_during"),
            Turn("account_notice", "restricted"),
        ),
        options=("finish_good_contracts", "open_ticket", "refund"),
        letters=("ticket_score",),
    ),
    Outcome(
        "agency_score",
        urgency="no_rush",
        do_now="look_at_contract",
        do_not=("refund",),
        then=("save_proof", "reply_to_review", "open_ticket", "finish_good_contracts"),
        turns=(
            Turn("review_found", "review_reply"),
            Turn("own_score", "score_fell_unknown"),
            Turn("account_notice", "restricted"),
        ),
        options=("look_at_contract", "open_ticket", "refund"),
        letters=("ticket_score", "feedback_report"),
    ),
    Outcome(
        "no_score",
        urgency="no_rush",
        do_now="finish_good_contracts",
        do_not=("start_work",),
        then=("ask_before_accept", "decline_job", "check_insights"),
        turns=(
            Turn("bad_job_offer", "screening"),
            Turn("score_gone", "score_gone"),
            Turn("no_such_page", "agency_score"),
        ),
        options=("finish_good_contracts", "wait", "start_work"),
        letters=("work_submitted",),
    ),
    Outcome(
        "score_gone",
        urgency="no_rush",
        do_now="check_insights",
        do_not=("ask_client_to_end",),
        then=("note_date", "finish_good_contracts", "open_ticket"),
        turns=(
            Turn("never_had_one", "no_score"),
            Turn("no_such_page", "agency_score"),
            Turn("account_notice", "restricted"),
        ),
        options=("check_insights", "wait", "ask_client_to_end"),
        letters=("ticket_score",),
    ),
    Outcome(
        "restricted",
        urgency="today",
        do_now="answer_upwork",
        do_not=("end_contract", "refund"),
        then=("save_proof", "note_date", "finish_good_contracts", "open_ticket"),
        turns=(
            Turn("contract_paused", "ghosting/paused_my_account"),
            _BREAKS,
            Turn("other_reason", "disputes"),
        ),
        options=("answer_upwork", "open_ticket", "end_contract"),
        letters=("ticket_restricted",),
    ),
    # A review may come.
    Outcome(
        "bad_review_may_come",
        urgency="this_week",
        do_now="write_client",
        do_not=("refund", "end_contract"),
        then=("save_proof", "look_at_contract", "answer_changes", "keep_in_messages"),
        turns=(
            _THREAT,
            Turn("more_changes", "revisions"),
            Turn("want_to_leave", "early_exit"),
            Turn("contract_ends", "feedback_window_open"),
        ),
        options=("write_client", "wait", "end_contract"),
        letters=("review_open_talk",),
    ),
    Outcome(
        "bad_review_all_paid",
        urgency="no_rush",
        do_now="leave_open",
        do_not=("refund", "ask_client_to_end"),
        then=("save_proof", "start_no_new_work", "end_contract"),
        turns=(
            Turn("contract_ends", "feedback_window_open"),
            _THREAT,
            Turn("refund_asked_after", "disputes"),
        ),
        options=("leave_open", "end_contract", "refund"),
        letters=("closing_note",),
    ),
    Outcome(
        "feedback_window_open",
        urgency="this_week",
        do_now="leave_review_alone",
        do_not=("write_client", "refund"),
        then=("note_date", "save_proof", "write_honest_review", "check_notices"),
        turns=(
            Turn("review_appears", "review_reply"),
            _THREAT,
            Turn("wants_something", "review_trade"),
        ),
        options=("leave_review_alone", "write_honest_review", "refund"),
        letters=("honest_review_mixed",),
    ),
    Outcome(
        "no_review_came",
        urgency="no_rush",
        do_now="look_at_contract",
        do_not=("allow_review_change",),
        then=("save_proof", "leave_review_alone", "finish_good_contracts"),
        turns=(
            Turn("review_appears", "review_reply"),
            Turn("wants_something", "review_trade"),
            Turn("score_fell", "score_fell_unknown"),
        ),
        options=("look_at_contract", "leave_review_alone", "allow_review_change"),
        letters=("closing_note",),
    ),
    # The reader's own review of a client.
    Outcome(
        "honest_review",
        urgency="this_week",
        do_now="write_honest_review",
        do_not=("write_client",),
        then=("save_proof", "note_date", "report", "leave_review_alone"),
        turns=(
            Turn("wants_something", "review_trade"),
            Turn("review_appears", "review_reply"),
            Turn("abuse", "door/harassment"),
        ),
        options=("write_honest_review", "leave_review_alone", "write_client"),
        letters=("honest_review_mixed", "honest_review_bad"),
        by="feedback",
        over="own_review_late",
    ),
    Outcome(
        "own_review_late",
        urgency="no_rush",
        do_now="leave_review_alone",
        do_not=("write_client",),
        then=("save_proof", "report", "finish_good_contracts"),
        turns=(
            Turn("client_allows", "honest_review"),
            Turn("abuse", "door/harassment"),
            Turn("review_appears", "review_reply"),
        ),
        options=("leave_review_alone", "report", "write_client"),
        letters=("misconduct_report",),
    ),
    Outcome(
        "review_trade",
        urgency="today",
        do_now="save_proof",
        do_not=("refund",),
        then=("report", "write_client", "keep_in_messages", "leave_review_alone"),
        turns=(
            _THREAT,
            Turn("outside_pay", "door/outside_during"),
            Turn("review_appears", "review_report"),
        ),
        options=("report", "wait", "refund"),
        letters=("misconduct_report",),
    ),
    SAFE_SET,
)

JSS_RECOVERY = Flow(
    id="jss_recovery", start="score_trouble", asks=ASKS, outcomes=OUTCOMES, questions=QUESTIONS
)
