"""What has to be read again: facts that were read long ago, and sources whose page has gone.

It reads the ledger and asks the web; what it finds is an issue for a person. No fact is changed.
"""

from __future__ import annotations

import json
import subprocess
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from wizard.core.facts import Fact, Ledger

DAYS: Final = 180
"""A fact that was read longer ago is read again."""
GONE: Final = (404, 410)
"""Answers that say that a page has gone. Many sites refuse every robot: that says nothing of the page."""
SECONDS: Final = 20
AT_ONCE: Final = 4
TITLE: Final = "Facts to be read again"
NAME: Final = {"User-Agent": "even-keel-freshness (checks once a week that a cited page is there)"}


def stale(ledger: Ledger, today: date, days: int = DAYS) -> list[Fact]:
    """Return the facts that were read more than `days` days before `today`, the oldest first."""
    long_ago = today - timedelta(days=days)
    return sorted((fact for fact in ledger.values() if fact.read < long_ago), key=lambda fact: fact.read)


def why_gone(url: str) -> str:
    """Return why a page cannot be there any more; empty if it is there, or if nothing can be told."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=NAME), timeout=SECONDS):  # noqa: S310
            return ""
    except urllib.error.HTTPError as error:
        return f"answers {error.code}" if error.code in GONE else ""
    except (OSError, ValueError):
        # A line that is cut, a name that is not found now: next week tells more.
        return ""


def gone(urls: Iterable[str]) -> dict[str, str]:
    """Return the addresses, of those that begin with http, whose page has gone, each with the reason."""
    asked = sorted({url.partition("#")[0] for url in urls if url.startswith(("http://", "https://"))})
    with ThreadPoolExecutor(AT_ONCE) as asking:
        found = dict(zip(asked, asking.map(why_gone, asked), strict=True))
    return {url: why for url, why in found.items() if why}


def report(ledger: Ledger, today: date, *, online: bool = True) -> str:
    """Return what has to be read again as Markdown; empty if there is nothing."""
    lines: list[str] = []
    old = stale(ledger, today)
    if old:
        lines += [f"## {len(old)} facts were read more than {DAYS} days ago", ""]
        lines += [
            f"- `{fact.key}` ({fact.certainty}), read {fact.read}: {fact.sources[0].url}" for fact in old
        ]
    lost = gone(source.url for fact in ledger.values() for source in fact.sources) if online else {}
    if lost:
        lines += ["", f"## {len(lost)} sources have gone", ""]
        for url, why in lost.items():
            keys = [
                f"`{fact.key}`"
                for fact in ledger.values()
                if any(source.url.partition("#")[0] == url for source in fact.sources)
            ]
            lines.append(f"- {url} {why}: {', '.join(keys)}")
    if not lines:
        return ""
    how = "Read each page again; then write the day, and what is different, into its fact (CONTRIBUTING)."
    return "\n".join([how, "", *lines]).rstrip() + "\n"


def post(text: str) -> str:
    """Open an issue with this text through `gh`, or renew the one that is open; return what was done.

    Raises PublishError with what `gh` says where it is missing or refuses.
    """
    if not text:
        return "All facts are fresh: there is no issue to open."
    asked = ("list", "--state", "open", "--search", f'in:title "{TITLE}"', "--json", "number,title")
    numbers = [str(one["number"]) for one in json.loads(_gh(*asked)) if one["title"] == TITLE]
    if numbers:
        _gh("edit", numbers[0], "--body-file", "-", text=text)
        return f"Issue {numbers[0]} has the new list."
    return _gh("create", "--title", TITLE, "--body-file", "-", text=text).strip()


def _gh(*words: str, text: str = "") -> str:
    try:
        done = subprocess.run(
            ("gh", "issue", *words), input=text, capture_output=True, text=True, check=True, timeout=120
        )
    except FileNotFoundError:
        raise PublishError(
            "There is no gh on this machine, GitHub's command line: leave --issue out."
        ) from None
    except subprocess.CalledProcessError as error:
        raise PublishError(f"gh issue {words[0]} was refused: {error.stderr.strip()}") from None
    return done.stdout
