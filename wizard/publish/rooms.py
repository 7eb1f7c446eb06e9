"""The rooms that write pages to look things up in, quickest first: reference, coverage, review books, maps.

Each has `write(docs)`, which writes its pages below `docs` and returns their number.
"""

from __future__ import annotations

from wizard.publish import coverage, maps, reference, review_book

ROOMS = (reference, coverage, review_book, maps)
