"""The shape of `scope_creep`: a client who asks for more than was agreed. Where each answer leads.

No wording and no arithmetic: words stand in `words/`, lengths in the ledger.
"""

from wizard.core.model import UNKNOWN, Ask, Flow, Is, Outcome, Question, Route, Turn

_AGREES = Turn("client_agrees", "extra_next_milestone")
_OUTSIDE = Turn("offers_outside", "door/outside_during")
_THREAT = Turn("threat", "door/threat_written")
_NOT_SATISFIED = Turn("will_not_pay", "revisions")
_HOURS_DISPUTED = Turn("hours_get_disputed", "disputes/hours_disputed")

QUESTIONS = (
    Question(
        "extra_kind",
        ("more_work", "said_on_call", "rush", "changed_terms", "pay_later", "after_end", UNKNOWN),
    ),
    Question("promise_kind", ("bonus", "after_files", "fund_later", "more_later", UNKNOWN)),
    Question("extra_state", ("small_first", "many_small", "not_begun", "begun", "done", UNKNOWN)),
    Question("extra_hours", ("fits", "over", "worked_over", "unlogged", UNKNOWN)),
)

ASKS = (
    Ask(
        "extra_kind",
        (
            Route("said_on_call", "call_is_written_first", (Is("extra_kind", "said_on_call"),)),
            Route("after_end", "ended_needs_new_contract", (Is("extra_kind", "after_end"),)),
            Route("promise_kind", "promise_is_not_held", (Is("extra_kind", "pay_later"),)),
            Route("contract_status", "status_first", (Is("extra_kind", "rush", "changed_terms"),)),
            Route("contract", "kind_of_contract_decides"),
        ),
    ),
    Ask(
        "promise_kind",
        (
            Route("contract", "kind_of_contract_decides", (Is("promise_kind", "bonus", "after_files"),)),
            Route("free_now", "free_work_is_refused", (Is("promise_kind", "more_later"),)),
            Route("extra_unfunded", "promise_is_not_held"),
        ),
    ),
    Ask(
        "contract",
        (
            Route("ghosting", "other_kind", (Is("contract", "other"),), gives=(("notice", UNKNOWN),)),
            Route("extra_look_first", "kind_unknown", (Is("contract", UNKNOWN),)),
            Route(
                "bonus_instead",
                "bonus_is_not_covered",
                (Is("contract", "fixed"), Is("promise_kind", "bonus")),
            ),
            Route("contract_status", "status_first"),
        ),
    ),
    Ask(
        "contract_status",
        (
            Route("extra_paused", "paused_stops_work", (Is("contract_status", "paused"),)),
            Route("after_end", "ended_needs_new_contract", (Is("contract_status", "ended"),)),
            Route("extra_look_first", "status_unknown", (Is("contract_status", UNKNOWN),)),
            Route("rush_work", "date_was_agreed", (Is("extra_kind", "rush"),)),
            Route("changed_terms", "terms_need_both", (Is("extra_kind", "changed_terms"),)),
            Route(
                "hourly_off_clock",
                "unlogged_is_not_billed",
                (Is("contract", "hourly"), Is("promise_kind", "after_files")),
            ),
            Route("extra_hours", "limit_decides", (Is("contract", "hourly"),)),
            Route("money", "fixed_is_held"),
        ),
    ),
    Ask(
        "money",
        (
            Route("extra_look_first", "money_unknown", (Is("money", UNKNOWN),)),
            Route(
                "ghosting",
                "held_is_submitted",
                (Is("promise_kind", "after_files"), Is("money", "held", "in_review")),
                gives=(("notice", UNKNOWN), ("delivery", "kept")),
            ),
            Route("files_first", "files_after_money", (Is("promise_kind", "after_files"),)),
            Route("extra_unfunded", "agreed_sum_first", (Is("money", "not_funded", "part_held"),)),
            Route("agreed", "list_decides"),
        ),
    ),
    Ask(
        "agreed",
        (
            Route("extra_is_agreed", "list_is_owed", (Is("agreed", "inside"), Is("money", "held"))),
            Route("agreed_missing", "list_is_owed", (Is("agreed", "inside"),)),
            Route("extra_state", "new_work_has_a_price", (Is("agreed", "outside"),)),
            Route("extra_not_written", "list_not_clear"),
        ),
    ),
    Ask(
        "extra_state",
        (
            Route("extra_done_fixed", "done_without_price", (Is("extra_state", "done"),)),
            Route("extra_started", "begun_without_price", (Is("extra_state", "begun"),)),
            Route("extra_in_review", "submitted_stays_apart", (Is("money", "in_review"),)),
            Route("extra_next_milestone", "paid_makes_room", (Is("money", "pending", "paid"),)),
            Route("extra_small_gift", "small_once", (Is("extra_state", "small_first"),)),
            Route("extra_many_small", "small_adds_up", (Is("extra_state", "many_small"),)),
            Route("extra_fixed_new_milestone", "price_before_work"),
        ),
    ),
    Ask(
        "extra_hours",
        (
            Route("extra_hourly_in_limit", "limit_has_room", (Is("extra_hours", "fits"),)),
            Route("hourly_over_done", "over_is_not_billed", (Is("extra_hours", "worked_over"),)),
            Route("hourly_off_clock", "unlogged_is_not_billed", (Is("extra_hours", "unlogged"),)),
            Route("extra_hourly_over_limit", "raise_before_work"),
        ),
    ),
)

OUTCOMES = (
    # Fixed price, not on the list.
    Outcome(
        "extra_fixed_new_milestone",
        urgency="this_week",
        do_now="name_price",
        do_not=("start_work", "end_contract"),
        then=("finish_work", "propose_milestone", "note_date", "save_proof"),
        turns=(_AGREES, Turn("says_included", "extra_not_written"), _NOT_SATISFIED, _THREAT),
        options=("name_price", "decline_extra", "start_work"),
        letters=("extra_price", "extra_choice", "change_order"),
    ),
    Outcome(
        "extra_small_gift",
        urgency="no_rush",
        do_now="do_small_extra",
        do_not=("start_work",),
        then=("write_client", "note_date", "finish_work"),
        turns=(
            Turn("next_wish", "extra_many_small"),
            Turn("grows", "extra_fixed_new_milestone"),
            _THREAT,
        ),
        options=("do_small_extra", "name_price", "decline_extra"),
        letters=("small_gift",),
    ),
    Outcome(
        "extra_many_small",
        urgency="this_week",
        do_now="name_price",
        do_not=("do_small_extra",),
        then=("save_proof", "finish_work", "propose_milestone", "keep_in_messages"),
        turns=(_AGREES, Turn("says_included", "extra_not_written"), _NOT_SATISFIED, _THREAT),
        options=("name_price", "decline_extra", "do_small_extra"),
        letters=("extra_choice", "change_order"),
    ),
    Outcome(
        "extra_started",
        urgency="today",
        do_now="stop_work",
        do_not=("start_work", "end_contract"),
        then=("save_proof", "name_price", "propose_milestone", "note_date"),
        turns=(_AGREES, Turn("wants_it_free", "revisions"), Turn("already_done", "extra_done_fixed")),
        options=("name_price", "decline_extra", "start_work"),
        letters=("extra_price",),
    ),
    Outcome(
        "extra_done_fixed",
        urgency="this_week",
        do_now="write_client",
        do_not=("end_contract", "start_work"),
        then=("save_proof", "propose_milestone", "start_no_new_work", "note_date"),
        turns=(
            Turn("client_funds", "ghosting/submit_today"),
            Turn("client_refuses", "early_exit"),
            _OUTSIDE,
        ),
        options=("write_client", "wait", "end_contract"),
        letters=("extra_done_ask",),
    ),
    Outcome(
        "extra_in_review",
        urgency="this_week",
        do_now="name_price",
        do_not=("start_work", "end_contract"),
        then=("watch_contract", "save_proof", "note_date", "propose_milestone"),
        turns=(
            Turn("changes_marked", "ghosting/submit_again"),
            Turn("not_released", "ghosting/review_over"),
            Turn("refund_requested", "disputes/refund_request_done"),
            _THREAT,
        ),
        options=("name_price", "decline_extra", "start_work"),
        letters=("extra_price",),
        waits="review",
    ),
    Outcome(
        "extra_next_milestone",
        urgency="this_week",
        do_now="propose_milestone",
        do_not=("start_work",),
        then=("name_price", "note_date", "save_proof", "leave_open"),
        turns=(
            Turn("funded", "ghosting/before_work"),
            Turn("start_now", "extra_unfunded"),
            Turn("not_wanted", "ghosting/paid_not_closed"),
        ),
        options=("propose_milestone", "decline_extra", "start_work"),
        letters=("extra_price", "change_order"),
    ),
    # On the list, or nobody can say.
    Outcome(
        "extra_is_agreed",
        urgency="this_week",
        do_now="finish_work",
        do_not=("name_price", "decline_extra"),
        then=("write_client", "note_date", "save_proof"),
        turns=(
            Turn("finished", "ghosting/submit_today"),
            Turn("more_comes", "extra_fixed_new_milestone"),
            Turn("cannot_in_time", "early_exit/late_tell_first"),
        ),
        options=("finish_work", "name_price"),
        letters=("on_the_list",),
    ),
    Outcome(
        "agreed_missing",
        urgency="today",
        do_now="answer_changes",
        do_not=("name_price", "wait"),
        then=("write_client", "look_at_contract", "save_proof"),
        turns=(
            Turn("changes_marked", "ghosting/submit_again"),
            Turn("asked_back", "disputes"),
            Turn("cannot_do_it", "early_exit/own_fault"),
        ),
        options=("answer_changes", "wait"),
        letters=("on_the_list", "changes_submitted"),
    ),
    Outcome(
        "extra_not_written",
        urgency="this_week",
        do_now="compare_with_list",
        do_not=("start_work", "end_contract"),
        then=("ask_for_list", "name_price", "write_call_summary", "save_proof"),
        turns=(
            Turn("on_the_list", "extra_is_agreed"),
            Turn("not_on_the_list", "extra_fixed_new_milestone"),
            Turn("no_agreement", "early_exit"),
        ),
        options=("compare_with_list", "name_price", "start_work"),
        letters=("extra_choice", "call_summary"),
    ),
    Outcome(
        "said_on_call",
        urgency="today",
        do_now="write_call_summary",
        do_not=("start_work",),
        then=("save_proof", "compare_with_list", "name_price", "keep_in_messages"),
        turns=(
            Turn("client_corrects", "extra_not_written"),
            Turn("client_confirms", "scope_creep"),
            Turn("start_now", "extra_unfunded"),
            _OUTSIDE,
        ),
        options=("write_call_summary", "start_work"),
        letters=("call_summary", "change_order"),
    ),
    # Other dates, other terms, after the end.
    Outcome(
        "rush_work",
        urgency="today",
        do_now="propose_new_date",
        do_not=("start_work",),
        then=("compare_with_list", "name_price", "note_date", "keep_in_messages"),
        turns=(
            Turn("pays_for_speed", "scope_creep"),
            Turn("date_was_mine", "early_exit/late_tell_first"),
            _THREAT,
        ),
        options=("propose_new_date", "name_price", "decline_extra"),
        letters=("rush_choice",),
    ),
    Outcome(
        "changed_terms",
        urgency="this_week",
        do_now="write_client",
        do_not=("end_contract", "start_work"),
        then=("compare_with_list", "save_proof", "watch_contract", "keep_in_messages"),
        turns=(
            Turn("client_ends", "ghosting/ended_by_client"),
            Turn("no_agreement", "early_exit"),
            _OUTSIDE,
        ),
        options=("write_client", "wait", "end_contract"),
        letters=("keep_terms",),
    ),
    Outcome(
        "after_end",
        urgency="no_rush",
        do_now="write_client",
        do_not=("start_work",),
        then=("name_price", "note_date", "refuse_outside", "save_proof"),
        turns=(
            Turn("new_contract", "ghosting/before_work"),
            Turn("says_mistake", "early_exit/own_fault_paid"),
            Turn("asked_back", "disputes"),
            _THREAT,
        ),
        options=("write_client", "decline_extra", "start_work"),
        letters=("new_contract_for_wishes",),
    ),
    # Pay that is only promised.
    Outcome(
        "bonus_instead",
        urgency="this_week",
        do_now="propose_milestone",
        do_not=("start_work",),
        then=("write_client", "note_date", "save_proof"),
        turns=(_AGREES, Turn("only_bonus", "extra_unfunded"), _OUTSIDE),
        options=("propose_milestone", "decline_extra", "start_work"),
        letters=("pay_as_milestone",),
    ),
    Outcome(
        "files_first",
        urgency="today",
        do_now="ask_for_funding",
        do_not=("submit_work",),
        then=("save_proof", "propose_milestone", "stop_work", "refuse_outside"),
        turns=(
            Turn("funded", "ghosting/submit_today"),
            Turn("already_sent", "ghosting/unfunded_work_done"),
            Turn("client_refuses_funding", "early_exit"),
            _OUTSIDE,
        ),
        options=("ask_for_funding", "submit_work", "leave_open"),
        letters=("files_after_funding",),
    ),
    Outcome(
        "free_now",
        urgency="this_week",
        do_now="decline_extra",
        do_not=("start_work",),
        then=("name_price", "save_proof", "report"),
        turns=(_AGREES, Turn("not_hired_yet", "screening"), _THREAT),
        options=("decline_extra", "name_price", "start_work"),
        letters=("pay_as_milestone",),
    ),
    Outcome(
        "extra_unfunded",
        urgency="this_week",
        do_now="ask_for_funding",
        do_not=("start_work", "finish_work"),
        then=("stop_work", "propose_milestone", "save_proof", "refuse_outside"),
        turns=(
            Turn("funded_now", "scope_creep"),
            Turn("client_refuses_funding", "early_exit"),
            _OUTSIDE,
        ),
        options=("ask_for_funding", "start_work", "leave_open"),
        letters=("fund_milestone",),
    ),
    # Hourly.
    Outcome(
        "extra_hourly_in_limit",
        urgency="no_rush",
        do_now="write_client",
        do_not=("do_small_extra",),
        then=("track_time", "keep_diary_clean", "note_date", "save_proof"),
        turns=(
            Turn("above_the_limit", "extra_hourly_over_limit"),
            Turn("without_log", "hourly_off_clock"),
            _HOURS_DISPUTED,
        ),
        options=("track_time", "decline_extra", "do_small_extra"),
        letters=("hours_plan",),
    ),
    Outcome(
        "extra_hourly_over_limit",
        urgency="today",
        do_now="raise_limit",
        do_not=("track_time",),
        then=("look_at_contract", "note_date", "write_client"),
        turns=(
            Turn("raised", "extra_hourly_in_limit"),
            Turn("worked_above", "hourly_over_done"),
            Turn("without_log", "hourly_off_clock"),
        ),
        options=("raise_limit", "decline_extra", "track_time"),
        letters=("raise_limit_request",),
    ),
    Outcome(
        "hourly_over_done",
        urgency="today",
        do_now="log_no_more_time",
        do_not=("track_time",),
        then=("save_proof", "write_client", "raise_limit", "note_date"),
        turns=(
            Turn("raised", "extra_hourly_in_limit"),
            Turn("client_refuses", "early_exit"),
            _OUTSIDE,
        ),
        options=("write_client", "wait", "track_time"),
        letters=("over_limit_note", "raise_limit_request"),
    ),
    Outcome(
        "hourly_off_clock",
        urgency="this_week",
        do_now="write_client",
        do_not=("do_small_extra",),
        then=("track_time", "keep_diary_clean", "save_proof", "report"),
        turns=(
            Turn("above_the_limit", "extra_hourly_over_limit"),
            Turn("client_insists", "early_exit"),
            _OUTSIDE,
        ),
        options=("track_time", "decline_extra", "do_small_extra"),
        letters=("hours_plan",),
    ),
    # Paused, not known.
    Outcome(
        "extra_paused",
        urgency="today",
        do_now="stop_work",
        do_not=("start_work", "track_time", "end_contract"),
        then=("write_client", "save_proof", "watch_contract", "refuse_outside"),
        turns=(Turn("active_again", "scope_creep"), _OUTSIDE, Turn("ended", "ghosting/ended_by_client")),
        options=("stop_work", "leave_open"),
        letters=("contract_paused", "answer_by_day"),
    ),
    Outcome(
        "extra_look_first",
        urgency="today",
        do_now="look_at_contract",
        do_not=("start_work", "end_contract"),
        then=("check_notices", "compare_with_list", "write_client", "keep_in_messages"),
        turns=(Turn("found_it", "scope_creep"), Turn("cannot_find", "door/safe_set")),
        options=("look_at_contract", "start_work"),
        letters=("answer_by_day",),
    ),
)

SCOPE_CREEP = Flow(id="scope_creep", start="extra_kind", asks=ASKS, outcomes=OUTCOMES, questions=QUESTIONS)
