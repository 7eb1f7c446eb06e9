"""Plain text in lines that a mail, a chat and a terminal show whole. It cuts lines and knows no words."""

from functools import lru_cache
from textwrap import fill

COLUMNS = 72
"""Characters of the longest line; a word or an address that is longer stands whole."""


@lru_cache(maxsize=2_048)
def fold(text: str, first: str = "", then: str = "") -> str:
    """Return text in lines of at most COLUMNS, with what begins the first line and the lines after it."""
    return fill(
        text,
        COLUMNS,
        initial_indent=first,
        subsequent_indent=then,
        break_long_words=False,
        break_on_hyphens=False,
    )
