"""The rooms that write pages to look things up in, quickest first.

Each has `write(docs)`, which writes its pages below `docs` and returns their number.
"""

from __future__ import annotations

from wizard.publish import attributions, coverage, maps, reference, review_book

ROOMS = (reference, attributions, coverage, review_book, maps)
