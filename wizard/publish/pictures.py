"""Drawn pictures, for what readers would rather look at than read. The drawings come next."""

from __future__ import annotations

from markupsafe import Markup

from wizard.core.errors import did_you_mean
from wizard.publish.errors import PublishError

NAMES = ("fixed-price-money", "hourly-week", "dispute-road", "arbitration", "score-weights")


def figure(name: str) -> Markup:
    """Return a picture with its text."""
    if name not in NAMES:
        raise PublishError(f'No picture is called "{name}".{did_you_mean(name, NAMES)}')
    return Markup("<!-- %s -->") % name
