"""The shape of `early_exit`: leaving a contract, being late, being away, or having made a mistake.

Ending gives held money away, so it is told only where nothing held is claimed. The words stand in `words/`.
"""

from wizard.core.model import UNKNOWN, Ask, Flow, Is, Outcome, Question, Route, Turn
from wizard.flows.safe_set import SAFE_SET

_PART_ASKED_BACK = Turn("refund_requested", "disputes/refund_request_part")
_BAD_REVIEW = Turn("bad_review_follows", "jss_recovery/review_reply")
_RELEASED = Turn("released", "leave_after_milestone")

QUESTIONS = (
    Question("leave_why", ("leave", "friendly", "late", "absence", "mistake", "fear", UNKNOWN)),
    Question("late_state", ("ahead", "passed", "cannot", UNKNOWN)),
    Question("absence_state", ("ahead", "past", "cannot", UNKNOWN)),
)

ASKS = (
    Ask(
        "notice",
        (
            Route("disputes", "notice_has_last_day", (Is("notice", "refund_request", "hours_dispute"),)),
            Route("ghosting", "inactivity_has_periods", (Is("notice", "dormancy"),)),
            Route("disputes", "other_notice_first", (Is("notice", "other"),)),
            Route("leave_why", "no_notice"),
        ),
    ),
    Ask(
        "leave_why",
        (
            Route("late_state", "lateness_is_told", (Is("leave_why", "late"),)),
            Route("absence_state", "absence_is_told", (Is("leave_why", "absence"),)),
            Route("danger", "safety_first", (Is("leave_why", "fear"),)),
            Route("safe_set", "why_unknown", (Is("leave_why", UNKNOWN),)),
            Route("contract", "kind_decides"),
        ),
    ),
    Ask(
        "late_state",
        (
            Route("late_passed", "day_is_over", (Is("late_state", "passed"),)),
            Route("contract", "cannot_means_leaving", (Is("late_state", "cannot"),)),
            Route("late_tell_first", "early_word_helps"),
        ),
    ),
    Ask(
        "absence_state",
        (
            Route("absence_past", "notices_may_wait", (Is("absence_state", "past"),)),
            Route("contract", "cannot_means_leaving", (Is("absence_state", "cannot"),)),
            Route("absence_ahead", "early_word_helps"),
        ),
    ),
    Ask(
        "danger",
        (
            Route("leave_with_review_fear", "only_a_review_feared", (Is("danger", "none"),)),
            Route("hostile_client", "proof_before_leaving"),
        ),
    ),
    Ask(
        "contract",
        (
            Route("own_fault_hourly", "hours_stand", (Is("leave_why", "mistake"), Is("contract", "hourly"))),
            Route("money", "paid_or_not", (Is("leave_why", "mistake"), Is("contract", "fixed"))),
            Route("own_fault", "mistake_is_told", (Is("leave_why", "mistake"),)),
            Route("ghosting", "other_kind", (Is("contract", "other"),)),
            Route("leave_look_first", "look_before_ending", (Is("contract", UNKNOWN),)),
            Route("contract_status", "status_first"),
        ),
    ),
    Ask(
        "contract_status",
        (
            Route("ghosting", "already_ended", (Is("contract_status", "ended"),)),
            Route("leave_look_first", "look_before_ending", (Is("contract_status", UNKNOWN),)),
            Route(
                "friendly_end_hourly",
                "diary_before_end",
                (Is("contract", "hourly"), Is("leave_why", "friendly")),
            ),
            Route("hours", "hours_decide", (Is("contract", "hourly"),)),
            Route("ghosting", "pause_comes_first", (Is("contract_status", "paused"),)),
            Route("money", "held_money_decides"),
        ),
    ),
    Ask(
        "money",
        (
            Route(
                "refund_for",
                "refund_needs_reason",
                (Is("leave_why", "mistake"), Is("money", "pending", "paid")),
            ),
            Route("own_fault", "mistake_is_told", (Is("leave_why", "mistake"),)),
            Route("leave_after_milestone", "nothing_held", (Is("money", "pending", "paid"),)),
            Route("leave_look_first", "look_before_ending", (Is("money", UNKNOWN),)),
            Route("leave_in_review", "release_before_end", (Is("money", "in_review"),)),
            Route("work", "work_decides"),
        ),
    ),
    Ask(
        "work",
        (
            Route("leave_before_start", "nothing_claimed", (Is("work", "none"),)),
            Route("leave_mid_unfunded", "nothing_held_for_work", (Is("money", "not_funded"),)),
            Route("ghosting", "part_held_is_asked_first", (Is("money", "part_held"), Is("work", "finished"))),
            Route("leave_finished", "finished_is_submitted_first", (Is("work", "finished"),)),
            Route("friendly_end_fixed", "settle_before_end", (Is("leave_why", "friendly"),)),
            Route("cannot_finish", "part_is_handed_over", (Is("leave_why", "late", "absence"),)),
            Route("leave_mid_held", "part_is_submitted"),
        ),
    ),
    Ask(
        "hours",
        (
            Route("leave_hourly", "diary_is_right", (Is("hours", "tracked", "nothing"),)),
            Route("leave_hourly_open", "ending_locks_diary"),
        ),
    ),
    Ask(
        "refund_for",
        (
            Route("own_fault_paid", "named_work_may_be_settled", (Is("refund_for", "not_done"),)),
            Route(
                "disputes",
                "refund_buys_no_peace",
                gives=(
                    ("notice", "other"),
                    ("other_notice", "refund_after"),
                    ("was_released", "released"),
                ),
            ),
        ),
    ),
)

OUTCOMES = (
    # Nothing held is claimed: the contract may be ended.
    Outcome(
        "leave_before_start",
        urgency="this_week",
        do_now="write_client",
        do_not=("start_work", "submit_work"),
        then=("save_proof", "end_contract", "keep_in_messages"),
        turns=(
            Turn("some_work_was_done", "leave_mid_held"),
            Turn("better_terms_offered", "scope_creep"),
            _BAD_REVIEW,
        ),
        options=("end_contract", "leave_open"),
        letters=("leaving_note",),
    ),
    Outcome(
        "leave_after_milestone",
        urgency="no_rush",
        do_now="write_client",
        do_not=("refund", "start_work"),
        then=("look_at_contract", "save_proof", "end_contract"),
        turns=(
            Turn("wishes_follow", "scope_creep/after_end"),
            Turn("refund_asked_after", "disputes/refund_after_recent"),
            _BAD_REVIEW,
        ),
        options=("end_contract", "leave_open"),
        letters=("leaving_note",),
    ),
    Outcome(
        "leave_mid_unfunded",
        urgency="this_week",
        do_now="write_client",
        do_not=("finish_work", "submit_work"),
        then=("save_proof", "propose_milestone", "refuse_outside", "end_contract"),
        turns=(
            Turn("funded_now", "leave_mid_held"),
            Turn("offers_outside", "door/outside_during"),
            Turn("uses_the_work", "door/rights"),
        ),
        options=("write_client", "leave_open", "end_contract"),
        letters=("handover_after_funding",),
    ),
    # Money is held that is claimed: settle first.
    Outcome(
        "leave_in_review",
        urgency="no_rush",
        do_now="wait",
        do_not=("end_contract", "ask_client_to_end"),
        then=("ask_for_approval", "note_date", "watch_contract", "answer_changes", "start_no_new_work"),
        turns=(_RELEASED, Turn("changes", "revisions"), Turn("refund_requested", "disputes")),
        options=("wait", "ask_for_approval", "end_contract"),
        letters=("release_then_end",),
        waits="review",
    ),
    Outcome(
        "leave_mid_held",
        urgency="this_week",
        do_now="submit_part",
        do_not=("end_contract", "ask_client_to_end"),
        then=("offer_handover", "save_proof", "note_date", "answer_changes", "start_no_new_work"),
        turns=(_RELEASED, Turn("client_wants_the_rest", "revisions"), _PART_ASKED_BACK),
        options=("submit_part", "offer_part", "end_contract"),
        letters=("handover_offer",),
        waits="review",
        done=("submitted_on", "leave_in_review"),
    ),
    Outcome(
        "leave_finished",
        urgency="today",
        do_now="submit_work",
        do_not=("end_contract", "ask_client_to_end"),
        then=("note_date", "watch_contract", "answer_changes", "start_no_new_work"),
        turns=(
            _RELEASED,
            Turn("changes", "revisions", acts=("answer_changes",)),
            Turn("refund_requested", "disputes/refund_request_done"),
        ),
        options=("submit_work", "end_contract"),
        letters=("work_submitted", "release_then_end"),
        waits="review",
        done=("submitted_on", "leave_in_review"),
    ),
    Outcome(
        "friendly_end_fixed",
        urgency="this_week",
        do_now="propose_end",
        do_not=("end_contract", "ask_client_to_end"),
        then=("save_proof", "submit_part", "ask_release_first", "watch_contract"),
        turns=(
            _RELEASED,
            Turn("client_ended_first", "disputes/refund_request_part"),
            Turn("no_agreement", "leave_mid_held"),
        ),
        options=("ask_release_first", "ask_client_to_end", "end_contract"),
        letters=("end_in_order", "release_then_end"),
    ),
    Outcome(
        "cannot_finish",
        urgency="today",
        do_now="tell_early",
        do_not=("end_contract", "wait"),
        then=("save_proof", "submit_part", "offer_handover", "note_date", "watch_contract"),
        turns=(_RELEASED, _PART_ASKED_BACK, Turn("able_again", "absence_past")),
        options=("submit_part", "offer_part", "end_contract"),
        letters=("handover_offer",),
        waits="review",
    ),
    # Hourly.
    Outcome(
        "friendly_end_hourly",
        urgency="this_week",
        do_now="keep_diary_clean",
        do_not=("refund",),
        then=("propose_end", "log_no_more_time", "end_contract", "watch_contract"),
        turns=(
            Turn("hours_get_disputed", "disputes/hours_disputed"),
            Turn("extra_hours_asked", "scope_creep"),
            _BAD_REVIEW,
        ),
        options=("end_contract", "leave_open"),
        letters=("friendly_end",),
    ),
    Outcome(
        "leave_hourly",
        urgency="this_week",
        do_now="write_client",
        do_not=("refund",),
        then=("keep_diary_clean", "log_no_more_time", "end_contract", "watch_contract"),
        turns=(Turn("hours_get_disputed", "disputes/hours_disputed"), _BAD_REVIEW),
        options=("end_contract", "leave_open"),
        letters=("leaving_note",),
    ),
    Outcome(
        "leave_hourly_open",
        urgency="this_week",
        do_now="keep_diary_clean",
        do_not=("end_contract",),
        then=("log_no_more_time", "write_client", "save_proof", "watch_contract"),
        turns=(Turn("diary_is_right", "leave_hourly"), Turn("hours_get_disputed", "disputes")),
        options=("keep_diary_clean", "end_contract"),
        letters=("leaving_note",),
    ),
    # Late, away.
    Outcome(
        "late_tell_first",
        urgency="today",
        do_now="tell_early",
        do_not=("wait",),
        then=("compare_with_list", "propose_new_date", "save_proof", "keep_in_messages"),
        turns=(
            Turn("new_day_fails", "late_passed"),
            Turn("client_wants_out", "friendly_end_fixed"),
            Turn("cannot_at_all", "cannot_finish"),
        ),
        options=("tell_early", "wait"),
        letters=("late_note",),
    ),
    Outcome(
        "late_passed",
        urgency="today",
        do_now="tell_early",
        do_not=("end_contract", "wait"),
        then=("check_notices", "compare_with_list", "propose_new_date", "offer_part", "save_proof"),
        turns=(
            _PART_ASKED_BACK,
            Turn("client_wants_out", "friendly_end_fixed"),
            Turn("cannot_at_all", "cannot_finish"),
        ),
        options=("tell_early", "offer_part", "end_contract"),
        letters=("late_note", "part_offer"),
    ),
    Outcome(
        "absence_ahead",
        urgency="today",
        do_now="tell_early",
        do_not=("end_contract", "wait"),
        then=("check_notices", "note_date", "propose_new_date", "save_proof"),
        turns=(
            Turn("longer_than_thought", "cannot_finish"),
            Turn("client_wants_out", "friendly_end_fixed"),
            Turn("back_again", "absence_past"),
        ),
        options=("tell_early", "end_contract"),
        letters=("absence_note",),
    ),
    Outcome(
        "absence_past",
        urgency="today",
        do_now="check_notices",
        do_not=("end_contract",),
        then=("look_at_contract", "tell_early", "propose_new_date", "save_proof"),
        turns=(
            Turn("notice_found", "disputes"),
            Turn("day_passed", "late_passed"),
            Turn("client_ended", "ghosting/ended_by_client"),
            Turn("paused", "ghosting/paused_by_upwork"),
        ),
        options=("check_notices", "end_contract"),
        letters=("absence_back",),
    ),
    # A mistake of one's own.
    Outcome(
        "own_fault",
        urgency="today",
        do_now="tell_early",
        do_not=("end_contract", "wait"),
        then=("compare_with_list", "propose_new_date", "offer_part", "save_proof"),
        turns=(
            Turn("client_wants_more", "revisions"),
            _PART_ASKED_BACK,
            Turn("cannot_mend", "cannot_finish"),
        ),
        options=("tell_early", "offer_part", "end_contract"),
        letters=("mistake_note", "part_offer"),
    ),
    Outcome(
        "own_fault_hourly",
        urgency="today",
        do_now="tell_early",
        do_not=("wait", "refund"),
        then=("compare_with_list", "name_price", "keep_diary_clean", "save_proof"),
        turns=(
            Turn("hours_get_disputed", "disputes/hours_disputed"),
            Turn("client_wants_out", "friendly_end_hourly"),
        ),
        options=("tell_early", "delete_hours"),
        letters=("mistake_note",),
    ),
    Outcome(
        "own_fault_paid",
        urgency="this_week",
        do_now="tell_early",
        do_not=("start_work",),
        then=("work_out_sums", "refund", "save_proof", "keep_in_messages"),
        turns=(
            Turn("client_wants_more", "disputes/refund_after_recent"),
            Turn("upwork_writes", "disputes"),
            _BAD_REVIEW,
        ),
        options=("tell_early", "refund"),
        letters=("refund_part_note",),
    ),
    # Fear.
    Outcome(
        "leave_with_review_fear",
        urgency="this_week",
        do_now="compare_with_list",
        do_not=("refund", "end_contract"),
        then=("write_client", "keep_in_messages", "save_proof", "look_at_contract"),
        turns=(
            Turn("ready_to_leave", "early_exit"),
            Turn("threat_comes", "door/threat_written"),
            Turn("still_open", "jss_recovery/bad_review_may_come"),
            _BAD_REVIEW,
        ),
        options=("compare_with_list", "refund", "end_contract"),
        letters=("friendly_end",),
    ),
    Outcome(
        "hostile_client",
        urgency="today",
        do_now="leave_talk",
        do_not=("end_contract", "block_client"),
        then=("save_proof", "seek_help", "report", "look_at_contract"),
        turns=(
            Turn("violence_feared", "door/violence"),
            Turn("threat_over_review", "door/threat_written"),
            Turn("insulted", "door/insult"),
            Turn("where_is_the_money", "early_exit"),
        ),
        options=("leave_talk", "report", "end_contract"),
        letters=("misconduct_report",),
        reminds=False,
    ),
    # Not known.
    Outcome(
        "leave_look_first",
        urgency="today",
        do_now="look_at_contract",
        do_not=("end_contract", "ask_client_to_end"),
        then=("check_notices", "save_proof", "keep_in_messages"),
        turns=(Turn("found_it", "early_exit"), Turn("cannot_find", "ghosting/look_first")),
        options=("look_at_contract", "end_contract"),
        letters=("friendly_end",),
    ),
    SAFE_SET,
)

EARLY_EXIT = Flow(id="early_exit", start="notice", asks=ASKS, outcomes=OUTCOMES, questions=QUESTIONS)
