"""What a reader may type, and the places in the words that typed values and computed days fill.

Typed values never change the state. Paces of one to two weeks are our advice; lengths of clocks are facts.
"""

from wizard.core.model import Day, Input, Slot

INPUTS = (
    Input("held_sum", "money"),
    Input("milestone", "text"),
    Input("sent_on", "date"),
    Input("submitted_on", "date"),
    Input("request_on", "date"),
    Input("disputed_on", "date"),
    Input("resubmitted_on", "date"),
    Input("client_asked_on", "date"),
    Input("asked_on", "date"),
    Input("requested_on", "date"),
    Input("released_on", "date"),
    Input("filed_on", "date"),
    Input("recommended_on", "date"),
    Input("notified_on", "date"),
    Input("ended_on", "date"),
    Input("enabled_on", "date"),
    Input("reported_on", "date"),
    Input("extra", "text"),
    Input("extra_sum", "money"),
)

SLOTS = (
    Slot("held_sum", "held_sum"),
    Slot("milestone", "milestone"),
    Slot("extra", "extra"),
    Slot("extra_sum", "extra_sum"),
)

DAYS = (
    Day("today", "today"),
    Day("sent", "sent_on"),
    Day("submitted", "submitted_on"),
    Day("requested", "requested_on"),
    # After pressing Submit work: today, until the reader types the day.
    Day("submit_day", "submitted_on", or_today=True),
    Day("submit_end", "submitted_on", clock="review", or_today=True),
    Day("submit_safe", "submitted_on", clock="review", or_today=True),
    Day(
        "submit_withdraw",
        "submitted_on",
        clock="review",
        after="milestones.security_hold_days",
        or_today=True,
    ),
    # The same after submitting again with changes: a day of its own, or the first submission would date it.
    Day("resubmit_day", "resubmitted_on", or_today=True),
    Day("resubmit_end", "resubmitted_on", clock="review", or_today=True),
    Day("resubmit_safe", "resubmitted_on", clock="review", or_today=True),
    Day(
        "resubmit_withdraw",
        "resubmitted_on",
        clock="review",
        after="milestones.security_hold_days",
        or_today=True,
    ),
    # After an earlier submission.
    Day("review_end", "submitted_on", clock="review"),
    Day("review_safe", "submitted_on", clock="review"),
    Day("review_withdraw", "submitted_on", clock="review", after="milestones.security_hold_days"),
    Day("hold_end", "released_on", clock="hold"),
    # Deadlines of the reader.
    Day("request_came", "request_on"),
    Day("request_end", "request_on", clock="refund_request"),
    Day("hours_end", "disputed_on", clock="hours_dispute"),
    Day("asked_end", "asked_on", clock="dormancy_freelancer"),
    # Dormancy, clocks of the client.
    Day("client_asked_end", "client_asked_on", clock="dormancy_client"),
    Day("release_end", "requested_on", clock="dormancy_release"),
    # Disputes.
    Day("filed", "filed_on"),
    Day("filed_end", "filed_on", clock="client_answer"),
    Day("recommended_end", "recommended_on", clock="recommendation"),
    Day("arbitration_end", "notified_on", clock="arbitration"),
    # Money asked back after release.
    Day("mediation_end", "released_on", clock="mediation"),
    Day("refund_end", "released_on", clock="refund_window"),
    # Reviews.
    Day("ended", "ended_on"),
    Day("feedback_end", "ended_on", clock="feedback"),
    Day("public_reply_end", "ended_on", clock="public_reply"),
    Day("change_end", "enabled_on", clock="feedback_change"),
    Day("report_end", "reported_on", clock="report_answer"),
    # Our paces: one request, one week, one more request.
    Day("reply_by", "today", working=5),
    Day("firm_from", "today", days=7),
    Day("firm_by", "firm_from", working=3),
    Day("final_from", "today", days=14),
    Day("final_by", "final_from", working=3),
)
