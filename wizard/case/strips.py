"""Short warnings above a result, in their fixed order: safety first, then clocks, then the rest."""

from wizard.core.model import Is, Strip

STRIPS = (
    Strip("safety_threat", (Is("danger", "threat"),), acts=("save_proof",)),
    Strip("safety_abuse", (Is("danger", "abuse"),), acts=("save_proof",)),
    Strip("dormancy_warned", (Is("dormancy_stage", "warned"),), acts=("note_date",)),
    Strip(
        "paused_aside",
        (Is("paused_aside", "yes"),),
        acts=("stop_work",),
        do_not=("start_work", "finish_work", "track_time"),
    ),
    Strip("outside_offer", (Is("danger", "outside"),), acts=("refuse_outside",)),
    Strip("delivered_outside", (Is("delivery", "outside"),), acts=("post_link_in_messages",)),
    Strip("sum_below_fee", (Is("sum_size", "below"),), acts=("work_out_sums",)),
    Strip("confidentiality", (Is("special", "nda"),)),
    Strip("agency", (Is("special", "agency"),)),
    Strip("already_done", (Is("special", "accepted"),)),
)
