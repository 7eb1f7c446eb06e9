"""Short warnings above a result, in their fixed order: safety first, then clocks, then the rest."""

from wizard.core.model import Is, Strip

STRIPS = (
    Strip("dormancy_warned", (Is("dormancy_stage", "warned"),), acts=("note_date",)),
    Strip("delivered_outside", (Is("delivery", "outside"),), acts=("post_link_in_messages",)),
)
