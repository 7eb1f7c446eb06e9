"""The labelled posts and sentences, and how well the check does on them."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from wizard import jobpost

HERE = Path(__file__).parent
IDS = (*(sign.id for sign in jobpost.SIGNS), *jobpost.NAMED)


@dataclass(frozen=True)
class Post:
    trade: str
    text: str
    signs: frozenset[str]


@dataclass(frozen=True)
class Score:
    """Signs found rightly, found wrongly and missed, over all posts of a set."""

    right: int
    wrong: int
    missed: int

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    def __str__(self) -> str:
        return f"recall {self.recall:.3f}, precision {self.precision:.3f} ({self.right} right, {self.wrong} wrong, {self.missed} missed)"


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def posts(name: str) -> tuple[Post, ...]:
    """Return the posts of ``tuned`` or ``held_out``."""
    return tuple(Post(post["trade"], post["text"], frozenset(post["signs"])) for post in _read(name)["post"])


@cache
def sentences() -> dict[str, Any]:
    """Return single sentences: by sign what says it, what says nothing, and whole posts by gap."""
    return _read("sentences")


def found(text: str) -> frozenset[str]:
    """Return the ids of all signs and gaps that are found in a text."""
    checked = jobpost.check(text)
    return frozenset((*checked.signs, *checked.gaps))


def score(name: str, ids: tuple[str, ...] = IDS) -> Score:
    """Return how the check does on a set, over some signs: each pair of post and sign counts once."""
    counts: Counter[str] = Counter()
    for post in posts(name):
        here, there = found(post.text) & set(ids), post.signs & set(ids)
        counts += Counter(right=len(here & there), wrong=len(here - there), missed=len(there - here))
    return Score(counts["right"], counts["wrong"], counts["missed"])
