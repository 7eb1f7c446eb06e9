"""The calculators: each a form, words and one pure function. Arithmetic is in `core`, layout in `desk`."""

from wizard.tools import clauses, dates, job_post, money_board, score, worth_it
from wizard.tools.model import Tool

TOOLS: tuple[Tool, ...] = (
    dates.TOOL,
    money_board.TOOL,
    worth_it.TOOL,
    score.TOOL,
    job_post.TOOL,
    clauses.TOOL,
)
"""Every tool, in the order in which they are listed."""
