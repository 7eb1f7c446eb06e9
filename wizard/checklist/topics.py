"""The shape of the checklist: which topics there are, when each is due, and which sheet quotes which of them.

The ids never change once published: pages, sheets and case files know a topic by them. Words stand in `en/`.
"""

from dataclasses import dataclass

CONTRACTS = ("fixed", "hourly")
WHEN = ("before", "while", "approval", "close", "afterwards")
"""The parts of a contract in their order."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing to do on every contract, and the part of the contract in which it is due."""

    id: str
    when: str


@dataclass(frozen=True, slots=True)
class Box:
    """One box on a sheet; several boxes may quote one topic."""

    id: str
    topic: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of paper: boxes of its own for a pause, or every topic of one kind of contract."""

    id: str
    kind: str
    """How it is used: ``do_confirm`` (do the work, then confirm) or ``read_do`` (read a line, then do it)."""
    contract: str = ""
    """The kind of contract whose topics it lists, all of them."""
    boxes: tuple[Box, ...] = ()

    @property
    def slug(self) -> str:
        """The name in addresses and files."""
        return self.id.replace("_", "-")


TOPICS = (
    Topic("client_history", "before"),
    Topic("job_post", "before"),
    Topic("scope_written", "before"),
    Topic("money_in_place", "before"),
    Topic("talk_on_upwork", "while"),
    Topic("written_yes", "approval"),
    Topic("extra_work", "while"),
    Topic("revision_rounds", "before"),
    Topic("silent_client", "while"),
    Topic("work_submitted", "approval"),
    Topic("notices_checked", "while"),
    Topic("leave_early", "close"),
    Topic("honest_review", "afterwards"),
    Topic("dispute_last", "close"),
    Topic("review_answered", "afterwards"),
)

SHEETS = (
    Sheet("contract_fixed", "do_confirm", contract="fixed"),
    Sheet("contract_hourly", "do_confirm", contract="hourly"),
    Sheet(
        "before_you_accept",
        "do_confirm",
        boxes=(
            Box("reviews", "client_history"),
            Box("post", "job_post"),
            Box("nothing_free", "job_post"),
            Box("list", "scope_written"),
            Box("rounds", "revision_rounds"),
            Box("verified", "money_in_place"),
            Box("held", "money_in_place"),
            Box("tracked", "money_in_place"),
            Box("talk", "talk_on_upwork"),
        ),
    ),
    Sheet(
        "while_you_work",
        "do_confirm",
        boxes=(
            Box("notices", "notices_checked"),
            Box("stopped", "notices_checked"),
            Box("wishes", "extra_work"),
            Box("rounds", "revision_rounds"),
            Box("calls", "talk_on_upwork"),
            Box("yes", "written_yes"),
            Box("submitted", "work_submitted"),
            Box("diary", "work_submitted"),
            Box("silence", "silent_client"),
        ),
    ),
    Sheet(
        "trouble_today",
        "read_do",
        boxes=(
            Box("notice", "notices_checked"),
            Box("answer", "dispute_last"),
            Box("nothing_final", "leave_early"),
            Box("stop", "notices_checked"),
            Box("submit", "work_submitted"),
            Box("proof", "talk_on_upwork"),
            Box("message", "silent_client"),
            Box("threat", "review_answered"),
        ),
    ),
)
