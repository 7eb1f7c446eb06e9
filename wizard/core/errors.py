"""The two ways something can be wrong: a finding (for authors) and a refusal (for readers).

Findings are collected and shown together. A refusal is one clear sentence about what came in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing an author must mend: where it stands, which id, and what is wrong in plain words."""

    where: str
    id: str
    says: str

    def __str__(self) -> str:
        return f"{self.where}: {self.id}: {self.says}"


class Findings(Exception):  # noqa: N818  (it is a collection, not one error)
    """All findings of one load, raised together so that an author mends them in one go."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings))
        super().__init__("\n".join(str(finding) for finding in self.findings))


class Refusal(ValueError):  # noqa: N818  (the reader is told what to do, nothing failed)
    """Input that cannot be used, said in one sentence: what, where and what to do."""

    def __init__(self, says: str) -> None:
        self.says = says
        super().__init__(says)


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """Return `` Did you mean "x"?`` for the nearest known id, else the empty string."""
    near = get_close_matches(wrong[:80], sorted(known), n=1, cutoff=0.6)
    return f' Did you mean "{near[0]}"?' if near else ""


def shortened(text: str, limit: int = 40) -> str:
    """Return foreign text safe to repeat in a sentence: printable, and cut to `limit` characters."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in text[: limit + 1])
    return clean if len(clean) <= limit else clean[:limit] + "..."
