"""The shape of `revisions`: a client who is not satisfied. Where each answer leads, and what a result tells.

No wording and no arithmetic: words stand in `words/`, lengths in the ledger.
"""

from wizard.core.model import UNKNOWN, Ask, Flow, Is, Outcome, Question, Route, Turn
from wizard.flows.safe_set import SAFE_SET

QUESTIONS = (
    Question("complaint", ("more_changes", "vague", "refuses", "accuses", "pays_less", UNKNOWN)),
    Question("rounds", ("agreed_left", "agreed_used", "not_agreed", UNKNOWN)),
    Question("refusal_reason", ("praised", "points", "my_mistake", "all_again", UNKNOWN)),
    Question("accused_of", ("ai", "copying", UNKNOWN)),
    Question("part_pay", ("part_released", "lower_price", UNKNOWN)),
)

_REFUND = Turn("refund_requested", "disputes/refund_request_done")
_REFUND_PART = Turn("refund_requested", "disputes/refund_request_part")
_OUTSIDE_LIST = Turn("outside_list", "scope_creep")
_HOURS = Turn("hours_get_disputed", "disputes/hours_disputed")
_REVIEW = Turn("bad_review_follows", "jss_recovery/review_reply")
_NOT_RELEASED = Turn("not_released", "ghosting/review_over")

ASKS = (
    Ask(
        "notice",
        (
            Route(
                "disputes", "notice_has_last_day", (Is("notice", "refund_request", "hours_dispute", "other"),)
            ),
            Route("ghosting", "inactive_first", (Is("notice", "dormancy"),)),
            Route("contract", "no_notice"),
        ),
    ),
    Ask(
        "contract",
        (
            Route("ghosting", "kind_first", (Is("contract", "other", "unknown"),)),
            Route("contract_status", "status_first"),
        ),
    ),
    Ask(
        "contract_status",
        (
            Route("ghosting", "pause_stops_work", (Is("contract_status", "paused"),)),
            Route("ghosting", "status_unknown", (Is("contract_status", "unknown"),)),
            Route(
                "scope_creep",
                "after_end_is_new",
                (Is("contract_status", "ended"), Is("contract", "hourly")),
                gives=(("extra_kind", "after_end"),),
            ),
            Route("money", "ended_money_decides", (Is("contract_status", "ended"),)),
            Route("complaint", "complaint_decides"),
        ),
    ),
    Ask(
        "complaint",
        (
            Route("safe_set", "not_known_here", (Is("complaint", "unknown"),)),
            Route("accused_of", "accusation_needs_proof", (Is("complaint", "accuses"),)),
            Route(
                "hourly_refused",
                "hours_stand",
                (Is("contract", "hourly"), Is("complaint", "refuses", "pays_less")),
            ),
            Route("hourly_changes", "rounds_are_time", (Is("contract", "hourly"),)),
            Route("money", "fixed_is_held"),
        ),
    ),
    Ask(
        "money",
        (
            Route(
                "scope_creep",
                "after_end_is_new",
                (Is("contract_status", "ended"), Is("money", "pending", "paid")),
                gives=(("extra_kind", "after_end"),),
            ),
            Route("ghosting", "ended_look_for_request", (Is("contract_status", "ended"),)),
            Route("ghosting", "money_unknown", (Is("money", "unknown"),)),
            Route("refused_unfunded", "only_held_is_covered", (Is("money", "not_funded"),)),
            Route(
                "disputes",
                "asked_back_after_release",
                (Is("money", "pending", "paid"), Is("complaint", "pays_less")),
                gives=(
                    ("notice", "other"),
                    ("other_notice", "refund_after"),
                    ("was_released", "released"),
                ),
            ),
            Route("changes_after_release", "released_is_approved", (Is("money", "pending", "paid"),)),
            Route("part_pay", "part_pay_decides", (Is("complaint", "pays_less"),)),
            Route("ghosting", "fund_before_changes", (Is("money", "part_held"),)),
            Route("refused_in_review", "review_still_runs", (Is("money", "in_review"),)),
            Route("vague_changes", "list_before_work", (Is("complaint", "vague"),)),
            Route("refusal_reason", "reason_decides", (Is("complaint", "refuses"),)),
            Route("agreed", "list_decides"),
        ),
    ),
    Ask(
        "accused_of",
        (
            Route("accused_ai", "show_how_it_was_made", (Is("accused_of", "ai"),)),
            Route("accused_copying", "show_where_it_came_from"),
        ),
    ),
    Ask(
        "part_pay",
        (
            Route("part_release", "find_the_rest", (Is("part_pay", "part_released"),)),
            Route("wants_discount", "price_is_agreed"),
        ),
    ),
    Ask(
        "agreed",
        (
            Route(
                "scope_creep",
                "outside_is_extra",
                (Is("agreed", "outside"),),
                gives=(("extra_kind", "more_work"),),
            ),
            Route("rounds", "rounds_decide"),
        ),
    ),
    Ask(
        "rounds",
        (
            Route("rounds_left", "round_is_owed", (Is("rounds", "agreed_left"),)),
            Route("rounds_used", "round_has_price", (Is("rounds", "agreed_used"),)),
            Route("rounds_not_agreed", "name_a_number"),
        ),
    ),
    Ask(
        "refusal_reason",
        (
            Route("own_mistake", "mistake_is_named_first", (Is("refusal_reason", "my_mistake"),)),
            Route("all_again", "again_is_new_work", (Is("refusal_reason", "all_again"),)),
            Route("work", "work_decides"),
        ),
    ),
    Ask(
        "work",
        (
            Route("safe_set", "does_not_fit", (Is("work", "none"),)),
            Route("quality_inside", "open_points_are_owed", (Is("work", "part"),)),
            Route("refused_after_praise", "praise_is_proof", (Is("refusal_reason", "praised"),)),
            Route(
                "vague_changes", "list_before_work", (Is("refusal_reason", "points"), Is("work", "unknown"))
            ),
            Route("release_refused_unsubmitted", "submitting_starts_the_clock"),
        ),
    ),
)

OUTCOMES = (
    # Changes, again and again.
    Outcome(
        "rounds_left",
        urgency="this_week",
        do_now="answer_changes",
        do_not=("end_contract", "wait"),
        then=("name_rounds", "note_date", "watch_contract", "save_proof"),
        turns=(_OUTSIDE_LIST, Turn("more_rounds", "rounds_used"), _REFUND),
        options=("answer_changes", "wait", "end_contract"),
        letters=("rounds_left_note", "changes_submitted"),
        waits="review",
    ),
    Outcome(
        "rounds_used",
        urgency="this_week",
        do_now="name_price",
        do_not=("start_work", "end_contract"),
        then=("answer_changes", "propose_milestone", "do_small_extra", "save_proof", "note_date"),
        turns=(
            Turn("says_yes", "scope_creep"),
            Turn("refuses_price", "release_refused_unsubmitted"),
            _REFUND,
        ),
        options=("name_price", "do_small_extra", "end_contract"),
        letters=("round_price",),
    ),
    Outcome(
        "rounds_not_agreed",
        urgency="this_week",
        do_now="name_rounds",
        do_not=("end_contract", "decline_extra"),
        then=("ask_for_list", "compare_with_list", "answer_changes", "save_proof", "note_date"),
        turns=(_OUTSIDE_LIST, Turn("more_rounds", "rounds_used"), _REFUND),
        options=("name_rounds", "decline_extra", "end_contract"),
        letters=("rounds_left_note", "round_price"),
    ),
    Outcome(
        "vague_changes",
        urgency="this_week",
        do_now="ask_for_list",
        do_not=("start_work", "end_contract"),
        then=("write_call_summary", "compare_with_list", "answer_changes", "save_proof"),
        turns=(
            Turn("list_comes", "rounds_not_agreed"),
            _OUTSIDE_LIST,
            Turn("no_list_comes", "release_refused_unsubmitted"),
            _REFUND,
        ),
        options=("ask_for_list", "start_work", "end_contract"),
        letters=("changes_list_request",),
    ),
    # Refused while money is held.
    Outcome(
        "refused_after_praise",
        urgency="today",
        do_now="submit_work",
        do_not=("end_contract", "start_work"),
        then=("save_proof", "ask_for_approval", "note_date", "watch_contract", "answer_changes"),
        turns=(
            Turn("points_named", "quality_inside"),
            Turn("still_refuses", "disputes/can_i_dispute"),
            _REFUND,
            _NOT_RELEASED,
        ),
        options=("submit_work", "offer_part", "end_contract"),
        letters=("approval_request",),
        waits="review",
    ),
    Outcome(
        "release_refused_unsubmitted",
        urgency="today",
        do_now="submit_work",
        do_not=("end_contract", "ask_client_to_end"),
        then=("write_client", "save_proof", "note_date", "watch_contract", "answer_changes"),
        turns=(
            Turn("points_named", "quality_inside"),
            Turn("still_refuses", "disputes/can_i_dispute"),
            _REFUND,
            _NOT_RELEASED,
        ),
        options=("submit_work", "offer_part", "end_contract"),
        letters=("refusal_answer",),
        waits="review",
    ),
    Outcome(
        "quality_inside",
        urgency="this_week",
        do_now="fix_mistake",
        do_not=("end_contract", "wait"),
        then=("write_client", "answer_changes", "save_proof", "note_date"),
        turns=(
            _OUTSIDE_LIST,
            Turn("cannot_finish", "ghosting/submit_part"),
            _REFUND_PART,
        ),
        options=("fix_mistake", "offer_part", "end_contract"),
        letters=("mistake_answer", "changes_submitted"),
        waits="review",
    ),
    Outcome(
        "own_mistake",
        urgency="today",
        do_now="write_client",
        do_not=("end_contract", "wait"),
        then=("fix_mistake", "answer_changes", "offer_part", "save_proof"),
        turns=(
            Turn("cannot_mend", "early_exit/own_fault"),
            Turn("damage_claimed", "door/legal_threat"),
            _REFUND_PART,
        ),
        options=("fix_mistake", "offer_part", "end_contract"),
        letters=("mistake_answer", "part_offer"),
    ),
    Outcome(
        "all_again",
        urgency="this_week",
        do_now="compare_with_list",
        do_not=("start_work", "end_contract"),
        then=("ask_for_list", "name_price", "propose_milestone", "answer_changes", "save_proof"),
        turns=(
            Turn("list_was_missed", "quality_inside"),
            Turn("wishes_changed", "scope_creep/changed_terms"),
            Turn("refuses_price", "release_refused_unsubmitted"),
            _REFUND,
        ),
        options=("name_price", "start_work", "offer_part"),
        letters=("changes_list_request", "round_price"),
    ),
    Outcome(
        "refused_in_review",
        urgency="today",
        do_now="write_client",
        do_not=("end_contract", "ask_client_to_end"),
        then=("compare_with_list", "note_date", "watch_contract", "answer_changes", "save_proof"),
        turns=(
            Turn("changes_pressed", "revisions"),
            Turn("still_refuses", "disputes/can_i_dispute"),
            _REFUND,
            _NOT_RELEASED,
        ),
        options=("write_client", "offer_part", "end_contract"),
        letters=("refusal_answer", "changes_list_request"),
        waits="review",
    ),
    # Released, or never held.
    Outcome(
        "changes_after_release",
        urgency="no_rush",
        do_now="compare_with_list",
        do_not=("refund", "start_work"),
        then=("name_price", "propose_milestone", "save_proof", "keep_in_messages"),
        turns=(
            Turn("asks_money_back", "disputes/refund_after_recent"),
            Turn("list_was_missed", "disputes/refund_not_done"),
            _REVIEW,
        ),
        options=("name_price", "refund", "leave_open"),
        letters=("round_price",),
    ),
    Outcome(
        "refused_unfunded",
        urgency="this_week",
        do_now="ask_for_funding",
        do_not=("finish_work", "submit_work"),
        then=("stop_work", "save_proof", "propose_milestone", "refuse_outside"),
        turns=(
            Turn("funded_now", "revisions"),
            Turn("accused", "accused_ai"),
            Turn("refuses_funding", "early_exit"),
        ),
        options=("ask_for_funding", "finish_work", "leave_open"),
        letters=("fund_milestone",),
    ),
    # Only a part is paid.
    Outcome(
        "part_release",
        urgency="today",
        do_now="look_at_contract",
        do_not=("end_contract", "start_work"),
        then=("save_proof", "write_client", "work_out_sums", "open_ticket", "note_date"),
        turns=(
            Turn("ended", "disputes/refund_request_done"),
            Turn("points_named", "quality_inside"),
            Turn("rest_refused", "disputes/can_i_dispute"),
        ),
        options=("write_client", "offer_part", "end_contract"),
        letters=("part_release_answer", "ticket_part_release"),
    ),
    Outcome(
        "wants_discount",
        urgency="this_week",
        do_now="write_client",
        do_not=("end_contract", "ask_client_to_end"),
        then=("compare_with_list", "work_out_sums", "offer_part", "save_proof", "keep_in_messages"),
        turns=(
            Turn("part_released", "part_release"),
            Turn("still_refuses", "release_refused_unsubmitted"),
            _REFUND,
        ),
        options=("write_client", "offer_part", "end_contract"),
        letters=("price_stands", "part_offer"),
    ),
    # Accused.
    Outcome(
        "accused_ai",
        urgency="this_week",
        do_now="save_proof",
        do_not=("end_contract", "refund"),
        then=("look_at_contract", "show_how_made", "ask_for_list", "keep_in_messages"),
        turns=(
            Turn("rule_was_broken", "own_mistake"),
            _REFUND,
            _HOURS,
            _REVIEW,
        ),
        options=("show_how_made", "refund", "end_contract"),
        letters=("accusation_answer",),
    ),
    Outcome(
        "accused_copying",
        urgency="this_week",
        do_now="save_proof",
        do_not=("end_contract", "refund"),
        then=("ask_for_list", "show_how_made", "keep_in_messages"),
        turns=(
            Turn("too_close", "own_mistake"),
            Turn("law_is_named", "door/legal_threat"),
            _REFUND,
            _HOURS,
        ),
        options=("show_how_made", "refund", "end_contract"),
        letters=("accusation_answer",),
    ),
    # Hourly.
    Outcome(
        "hourly_changes",
        urgency="this_week",
        do_now="ask_for_list",
        do_not=("delete_hours", "refund"),
        then=("name_price", "track_time", "keep_diary_clean", "watch_contract", "end_contract"),
        turns=(
            Turn("wants_free_rounds", "hourly_refused"),
            Turn("limit_too_small", "scope_creep"),
            _HOURS,
        ),
        options=("ask_for_list", "delete_hours", "end_contract"),
        letters=("changes_list_request",),
    ),
    Outcome(
        "hourly_refused",
        urgency="today",
        do_now="log_no_more_time",
        do_not=("delete_hours", "refund"),
        then=("write_client", "keep_diary_clean", "save_proof", "watch_contract", "end_contract"),
        turns=(
            _HOURS,
            Turn("paused", "ghosting/paused_by_client"),
            _REVIEW,
        ),
        options=("log_no_more_time", "delete_hours", "end_contract"),
        letters=("hours_question",),
    ),
    SAFE_SET,
)

REVISIONS = Flow(id="revisions", start="notice", asks=ASKS, outcomes=OUTCOMES, questions=QUESTIONS)
