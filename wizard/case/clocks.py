"""The named clocks of the platform: whose turn it is, and which fact holds the length."""

from wizard.core.model import Clock

CLOCKS = (
    Clock("review", "milestones.review_days", "client"),
    Clock("hold", "milestones.security_hold_days", "nobody"),
    Clock("refund_request", "refund_requests.answer_days", "freelancer"),
    Clock("client_answer", "disputes.client_answer_days", "client"),
    Clock("arbitration", "arbitration.accept_days", "both"),
    Clock("hours_dispute", "hourly.answer_days", "freelancer"),
    Clock("dormancy_inactive", "dormancy.dormant_days", "nobody"),
    Clock("dormancy_client", "dormancy.client_days", "client"),
    Clock("dormancy_freelancer", "dormancy.freelancer_days", "freelancer"),
    Clock("dormancy_release", "dormancy.release_days", "client"),
    Clock("feedback", "feedback.window_days", "both"),
    Clock("public_reply", "feedback.reply_days", "freelancer"),
    Clock("recommendation", "disputes.recommendation_answer_days", "both"),
    Clock("mediation", "refunds.mediation_days", "client"),
    Clock("refund_window", "refunds.days", "client"),
    Clock("feedback_change", "feedback.change_days", "client"),
    Clock("report_answer", "feedback.report_days", "nobody", counts="business"),
)
