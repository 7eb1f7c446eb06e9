"""Lets a Markdown page quote what Python knows: a fact of the ledger, or the first question of a flow.

`{fact:topic.key}` becomes the value that the ledger holds. A line `{first:flow path}` becomes the question;
its links begin with the path to the folder of all flows. A Python-Markdown extension, which MkDocs and
Zensical load. What a fact or a question is and how it reads stays elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor

from wizard.core.errors import did_you_mean
from wizard.publish import states
from wizard.publish.errors import PublishError

if TYPE_CHECKING:
    from pathlib import Path

    from markdown import Markdown

    from wizard.core.facts import Ledger

FIRST: Final = re.compile(r"\{first:([a-z_]+) ([./a-z]*)\}")
QUOTE: Final = r"\{fact:([^{}\s]*)\}"
CODE: Final = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.DOTALL | re.MULTILINE)


def known() -> Ledger:
    """Return the fact ledger of the package."""
    return states.book().ledger


def quoted(key: str) -> str:
    """Return the text that stands for a fact.

    Raises PublishError, with the nearest key, when the ledger has no such fact.
    """
    facts = known()
    if key not in facts:
        message = f'No fact is called "{key}".{did_you_mean(key, facts)}'
        raise PublishError(message)
    return facts[key].quoted


class _Quote(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        del data  # the pattern holds all we need
        span = Element("span", {"data-fact": m[1]})
        span.text = quoted(m[1])
        return span, m.start(), m.end()


class _First(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        return [
            line if (found := FIRST.fullmatch(line.strip())) is None else self._said(*found.groups())
            for line in lines
        ]

    def _said(self, flow: str, path: str) -> str:
        return self.md.htmlStash.store(states.first(flow, path))


class Quotes(Extension):
    """The extension as Python-Markdown wants it."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Add the quote to the inline patterns, below code, which quotes nothing."""
        md.inlinePatterns.register(_Quote(QUOTE, md), "fact", 175)
        # Normalising whitespace takes the marks of the stash away, and reading raw HTML comes next.
        md.preprocessors.register(_First(md), "first", 25)


def makeExtension(**settings: object) -> Quotes:
    """Return the extension; it has no settings."""
    return Quotes(**settings)


def check(docs: Path) -> None:
    """Raise PublishError naming each quote, in a Markdown page below `docs`, of a fact we do not have."""
    problems = []
    for page in sorted(docs.rglob("*.md")):
        text = CODE.sub("", page.read_text(encoding="utf-8"))
        for key in re.findall(QUOTE, text):
            try:
                quoted(key)
            except PublishError as error:
                problems.append(f"{page.relative_to(docs.parent)}: {error}")
        for line in (line.strip() for line in text.splitlines() if "{first:" in line):
            found = FIRST.fullmatch(line)
            if found is None or found[1] not in states.book().flows:
                problems.append(f'{page.relative_to(docs.parent)}: "{line}" names no first question.')
    if problems:
        raise PublishError("\n".join(problems))
