"""Lets a Markdown page quote what Python knows: facts, their sources, plans, questions, messages, pictures.

A Python-Markdown extension, which MkDocs and Zensical load. How a mark is written and what it may say is here
and in `.github/CONTRIBUTING.md`; what a fact, a plan or a message is and how it reads stays elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markupsafe import Markup

from wizard.core.errors import did_you_mean
from wizard.publish import guide, links, pictures, sheets, sources, states
from wizard.publish.errors import PublishError
from wizard.publish.manuscript import TOP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from markdown import Markdown

INLINE: Final = r"\{(fact|by|own|plan):([^{}]*)\}"
BLOCK: Final = re.compile(
    r"\{(first|start|letter|picture|pages|topic|sheets|changelog|sources)(?::([^{}]*))?\}"
)
CODE: Final = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark in braces: its name, and what stands behind the colon."""

    name: str
    says: str


def marks(text: str) -> Iterator[Mark]:
    """Yield the marks of a Markdown text in their order; code has none."""
    either = re.compile(rf"{INLINE}|^[ \t]*{BLOCK.pattern}[ \t]*$", re.MULTILINE)
    for found in either.finditer(CODE.sub("", text)):
        yield Mark(found[1] or found[3], found[2] or found[4] or "")


def cited(text: str) -> list[str]:
    """Return the keys of the facts that a Markdown text stands on, each once, in the order of the text."""
    return list(dict.fromkeys(key for mark in marks(text) for key in _cited(mark)))


def _cited(mark: Mark) -> list[str]:
    if mark.name == "picture":
        return pictures.cited(mark.says)
    return mark.says.split() if mark.name in ("fact", "by") else []


def problems(text: str) -> Iterator[str]:
    """Yield a sentence for each mark of a Markdown text that cannot be said."""
    for mark in marks(text):
        try:
            if mark.name in _BLOCKS:
                _BLOCKS[mark.name](mark.says)
            elif mark.name == "plan":
                links.plan(mark.says)
            elif mark.name in ("fact", "by"):
                sources.facts(mark.says)
        except PublishError as error:
            yield str(error)
    leftover = re.compile(rf"\{{(?!{INLINE[2:]})(?!{BLOCK.pattern[2:]})[a-z]+[:}}][^}}\n]*\}}?")
    for found in leftover.finditer(CODE.sub("", text)):
        names = ("fact", "by", "own", "plan", *_BLOCKS, "sources")
        near = did_you_mean(re.split(r"[:}]", found[0][1:])[0], names)
        yield f'"{found[0]}" is no mark that can stand here.{near}'


def _picture(name: str) -> Markup:
    return pictures.figure(name)


def _letter(says: str) -> Markup:
    name, _, tone = says.partition(" ")
    letters = states.book().letters
    if name not in letters:
        raise PublishError(f'No message is called "{name}".{did_you_mean(name, letters)}')
    tones = states.book().letter(name).tones
    if tone and (tone not in tones or not tones[tone].text):
        raise PublishError(f'The message "{name}" has no tone "{tone}".')
    return states.speaker(states.FIRST_FLOW).letter(name, tone)


def _first(flow: str) -> Markup:
    first = Markup(states.first(flow, f"{TOP}wizard/"))  # noqa: S704 - made by our own template
    return Markup('<div class="door">%s</div>') % first


_BLOCKS: Final[Mapping[str, Callable[[str], Markup]]] = {
    "first": _first,
    "start": links.start,
    "letter": _letter,
    "picture": _picture,
    "pages": guide.listed,
    "changelog": guide.changelog,
    "topic": sheets.topic,
    "sheets": sheets.listed,
}


class _Blocks(Preprocessor):
    """Puts a block where a mark stands on a line of its own."""

    def __init__(self, md: Markdown, numbers: dict[str, int]) -> None:
        super().__init__(md)
        self.numbers = numbers

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        self.numbers.clear()
        if any(mark.name == "sources" for mark in marks(text)):
            self.numbers.update({key: number for number, key in enumerate(cited(text), 1)})
        return [
            line if (found := BLOCK.fullmatch(line.strip())) is None else self._said(found[1], found[2] or "")
            for line in lines
        ]

    def _said(self, name: str, says: str) -> str:
        if name == "sources":
            # As raw HTML, in which MkDocs sees the places that the small numbers lead to.
            return sources.listed(tuple(self.numbers))
        return self.md.htmlStash.store(_BLOCKS[name](says))


class _Inline(InlineProcessor):
    """Says a mark inside a line."""

    def __init__(self, md: Markdown, numbers: Mapping[str, int]) -> None:
        super().__init__(INLINE, md)
        self.numbers = numbers

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]
        del data  # the pattern holds all we need
        return self._said(m[1], m[2]), m.start(), m.end()

    def _said(self, name: str, says: str) -> Element:
        span = Element("span")
        if name == "own":
            span.text = says
        elif name == "plan":
            span = Element("a", {"href": links.plan(says).href})
            span.text = links.plan(says).words
        else:
            facts = sources.facts(says)
            if name == "fact":
                span.set("data-fact", says)
                span.text = facts[0].quoted
            self._number(span, [fact.key for fact in facts])
            unsure = sources.unsure(facts)
            if unsure:
                SubElement(span, "small").text = f" ({unsure})"
        return span

    def _number(self, span: Element, keys: Sequence[str]) -> None:
        """Add the small numbers that lead to the list of sources, if the page has one."""
        if not self.numbers:
            return
        small = SubElement(span, "sup", {"class": "by"})
        for key in keys:
            link = SubElement(small, "a", {"href": f"#source-{self.numbers[key]}"})
            link.text = str(self.numbers[key])
            link.tail = ", " if key != keys[-1] else ""


class Quotes(Extension):
    """The extension as Python-Markdown wants it."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Add the marks to the inline patterns, below code, which quotes nothing."""
        numbers: dict[str, int] = {}
        md.inlinePatterns.register(_Inline(md, numbers), "fact", 175)
        # Normalising whitespace takes the marks of the stash away, and reading raw HTML comes next.
        md.preprocessors.register(_Blocks(md, numbers), "first", 25)


def makeExtension(**settings: object) -> Quotes:
    """Return the extension; it has no settings."""
    return Quotes(**settings)
