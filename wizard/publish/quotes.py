"""Lets a Markdown page quote what Python knows: facts, their sources, plans, questions, messages, pictures.

A Python-Markdown extension, which MkDocs and Zensical load. How a mark is written and what it may say is here
and in `.github/CONTRIBUTING.md`; what a fact, a plan or a message is and how it reads stays elsewhere.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markupsafe import Markup

from wizard import shelf
from wizard.cabinet.views import Cabinet
from wizard.core.errors import did_you_mean
from wizard.publish import guide, links, pictures, sheets, sources, states, volume
from wizard.publish.errors import PublishError
from wizard.publish.manuscript import TOP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# --- what each mark says --------------------------------------------------------------------------


def _fact(says: str) -> Element:
    fact, *more = sources.facts(says)
    if more:
        raise PublishError(f'"{{fact:{says}}}" quotes more than one fact: write a mark for each.')
    span = Element("span", {"data-fact": fact.key})
    span.text = fact.quoted
    return span


def _by(says: str) -> Element:
    sources.facts(says)
    return Element("span")


def _was(says: str) -> Element:
    span = Element("span")
    span.text = sources.former(says)
    return span


def _own(says: str) -> Element:
    span = Element("span")
    span.text = says
    return span


def _plan(says: str) -> Element:
    way = links.plan(says)
    link = Element("a", {"href": way.href})
    link.text = way.words
    return link


def _letter(says: str) -> Markup:
    name, _, tone = says.partition(" ")
    letters = states.book().letters
    if name not in letters:
        raise PublishError(f'No message is called "{name}".{did_you_mean(name, letters)}')
    tones = states.book().letter(name).tones
    if tone and (tone not in tones or not tones[tone].text):
        raise PublishError(f'The message "{name}" has no tone "{tone}".')
    return states.speaker(states.FIRST_FLOW).letter(name, tone)


def _tool(name: str) -> Markup:
    desk = states.desk()
    return Markup('<div class="bench" data-bench>%s</div>') % desk.form(desk.tool(name))


def _case(_says: str) -> Markup:
    page = Cabinet.of(states.speaker(states.FIRST_FLOW), shelf.checklist()).page()
    # Zensical takes a relative link in HTML for one from the file, and MkDocs for one from the page.
    return Markup(str(page).replace('href="../', f'href="{TOP}'))  # noqa: S704 - made by our own template


def _first(flow: str) -> Markup:
    first = Markup(states.first(flow, f"{TOP}wizard/"))  # noqa: S704 - made by our own template
    return Markup('<div class="door">%s</div>') % first


def _nothing(_says: str) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Kind:
    """What a mark becomes: an element inside a line, or a block where it stands alone on one."""

    form: str
    """How that is written which stands behind the colon; empty where nothing does."""
    says: Callable[[str], Element | Markup]
    alone: bool = False
    cites: Callable[[str], list[str]] = _nothing
    """Returns the keys of the facts it stands on."""


MARKS: Final[Mapping[str, Kind]] = {
    "fact": Kind("topic.key", _fact, cites=str.split),
    "by": Kind("topic.key topic.key", _by, cites=str.split),
    "was": Kind("topic.key", _was, cites=str.split),
    "own": Kind("ten minutes", _own),
    "plan": Kind("flow/outcome|words", _plan),
    "first": Kind("flow", _first, alone=True),
    "start": Kind("flow question.option|words", links.start, alone=True),
    "letter": Kind("id", _letter, alone=True),
    "tool": Kind("id", _tool, alone=True),
    "case": Kind("", _case, alone=True),
    "picture": Kind("name", pictures.figure, alone=True, cites=pictures.cited),
    "pages": Kind("group", guide.listed, alone=True),
    "topic": Kind("id", sheets.topic, alone=True),
    "sheets": Kind("", sheets.listed, alone=True),
    "volume": Kind("words", volume.button, alone=True),
    "changelog": Kind("", guide.changelog, alone=True),
    # Whoever renders a page lists the facts that are quoted there.
    "sources": Kind("", Markup, alone=True),
}
"""Every mark by its name."""
INLINE: Final = rf"\{{({'|'.join(name for name, kind in MARKS.items() if not kind.alone)}):([^{{}}]*)\}}"
BLOCK: Final = re.compile(
    rf"\{{({'|'.join(name for name, kind in MARKS.items() if kind.alone)})(?::([^{{}}]*))?\}}"
)
CODE: Final = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_BRACES: Final = re.compile(r"\{[^{}\n]*\}?|\}")
_ANCHOR: Final = re.compile(r"^#+ .*\{#[\w-]+\}$")
_SHOWN_AS_CODE: Final = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")


# --- reading a page -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark in braces: its name, and what stands behind the colon."""

    name: str
    says: str

    @property
    def cites(self) -> list[str]:
        """The keys of the facts it stands on, each once."""
        return list(dict.fromkeys(MARKS[self.name].cites(self.says)))

    def check(self) -> None:
        """Raise PublishError where what it needs is missing, or where it takes nothing."""
        form = MARKS[self.name].form
        if form and not self.says.strip():
            raise PublishError(f'"{{{self.name}}}" does not say what: write {{{self.name}:{form}}}.')
        if self.says.strip() and not form:
            raise PublishError(f'"{{{self.name}:{self.says}}}" takes nothing: write {{{self.name}}}.')


def marks(text: str) -> Iterator[Mark]:
    """Yield the marks of a Markdown text in their order; code has none."""
    either = re.compile(rf"{INLINE}|^[ \t]*{BLOCK.pattern}[ \t]*$", re.MULTILINE)
    for found in either.finditer(CODE.sub("", text)):
        yield Mark(found[1] or found[3], found[2] or found[4] or "")


def cited(text: str) -> list[str]:
    """Return the keys of the facts that a Markdown text stands on, each once, in the order of the text."""
    return list(dict.fromkeys(key for mark in marks(text) for key in mark.cites))


def problems(text: str) -> Iterator[str]:
    """Yield a sentence for each mark of a Markdown text that cannot be said or would be printed raw."""
    says: list[str] = []
    others = {name: settings for name, settings in guide.extensions().items() if name != __name__}
    page = Markdown(extensions=[*others, Quotes(says)], extension_configs=others)
    html = page.convert(text)
    yield from dict.fromkeys(says)
    strays = list(_strays(CODE.sub("", text)))
    yield from (_misplaced(stray) for stray in strays)
    shown = unescape(_TAG.sub(" ", _SHOWN_AS_CODE.sub("", html)))
    left = [found[0] for found in _BRACES.finditer(shown) if found[0].strip() not in strays]
    for found in [brace for brace in left if brace[0] == "{"] or left:
        yield f'"{found.strip()}" would be printed as it stands.{_in_table(found)}'
    if "<pre" in html:
        yield "it shows code, which no page needs: a line begins with four blanks or a fence."


def _strays(text: str) -> Iterator[str]:
    """Yield everything in braces that is no mark, or a mark for a line of its own which has none."""
    lines = ["", *text.splitlines(), ""]
    for above, line, below in zip(lines, lines[1:], lines[2:], strict=False):
        for found in _BRACES.finditer(line):
            alone = line.strip() == found[0] and not above.strip() and not below.strip()
            if BLOCK.fullmatch(found[0]):
                if not alone:
                    yield found[0]
            elif not re.fullmatch(INLINE, found[0]) and not (
                _ANCHOR.fullmatch(line) and line.endswith(found[0])
            ):
                yield found[0]


def _misplaced(stray: str) -> str:
    if BLOCK.fullmatch(stray):
        return f'"{stray}" must stand alone on its line, with an empty line above and below.'
    name = re.split(r"[:|}\s]", stray.strip("{ "))[0]
    if name in MARKS:
        form = MARKS[name].form
        return f'"{stray}" is no mark: write {{{name}{":" if form else ""}{form}}}.'
    return f'"{stray}" is no mark that can stand here.{did_you_mean(name.lower(), MARKS)}'


def _in_table(stray: str) -> str:
    return " In a table, write a blank in place of the |." if stray.startswith("{plan:") else ""


# --- rendering a page -----------------------------------------------------------------------------


class _Voice:
    """Says the marks of one page after the other, and numbers the facts that the page lists at its end."""

    def __init__(self, wrong: list[str] | None) -> None:
        self.wrong = wrong
        self.numbers: dict[str, int] = {}
        self.inside: set[str] = set()
        """Facts that a line quotes: what only a picture stands on has no number to come back to."""
        self.led: set[int] = set()

    def begin(self, text: str) -> None:
        """Number the facts of a page, if it lists its sources."""
        self.numbers.clear()
        self.led.clear()
        every = list(marks(text))
        if any(mark.name == "sources" for mark in every):
            for mark in every:
                with self._heard():
                    for key in mark.cites:
                        self.numbers.setdefault(key, len(self.numbers) + 1)
            self.inside = {key for mark in every if not MARKS[mark.name].alone for key in mark.cites}

    def say(self, mark: Mark) -> Element | Markup:
        """Return what a mark becomes; nothing where it cannot be said and the page is only proof-read."""
        said: Element | Markup = Markup()
        with self._heard():
            mark.check()
            listed = mark.name == "sources"
            said = sources.listed(self.numbers, self.inside) if listed else MARKS[mark.name].says(mark.says)
            if isinstance(said, Element) and mark.cites:
                self._cite(said, mark.cites)
        return said

    @contextmanager
    def _heard(self) -> Iterator[None]:
        try:
            yield
        except PublishError as error:
            if self.wrong is None:
                raise
            self.wrong.append(str(error))

    def _cite(self, span: Element, keys: list[str]) -> None:
        """Add the numbers that lead to the list of sources, if the page has one, and what is not sure."""
        if numbers := [self.numbers[key] for key in keys if key in self.numbers]:
            span.append(sources.numbered(numbers, self.led))
        if unsure := sources.unsure(sources.facts(" ".join(keys))):
            SubElement(span, "small").text = f" ({unsure})"


class _Blocks(Preprocessor):
    """Puts a block where a mark stands on a line of its own."""

    def __init__(self, md: Markdown, voice: _Voice) -> None:
        super().__init__(md)
        self.voice = voice

    def run(self, lines: list[str]) -> list[str]:
        self.voice.begin("\n".join(lines))
        found = [(line, BLOCK.fullmatch(line.strip())) for line in lines]
        return [line if mark is None else self._said(Mark(mark[1], mark[2] or "")) for line, mark in found]

    def _said(self, mark: Mark) -> str:
        said = self.voice.say(mark)
        # Sources as raw HTML, in which MkDocs sees the places that the small numbers lead to.
        return str(said) if mark.name == "sources" else self.md.htmlStash.store(said)


class _Inline(InlineProcessor):
    """Says a mark inside a line."""

    def __init__(self, md: Markdown, voice: _Voice) -> None:
        super().__init__(INLINE, md)
        self.voice = voice

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str, int, int]:
        del data  # the pattern holds all we need
        return self.voice.say(Mark(m[1], m[2])), m.start(), m.end()


class Quotes(Extension):
    """The extension as Python-Markdown wants it.

    `wrong` takes a sentence for each mark that cannot be said; without it the first one stops the build.
    """

    def __init__(self, wrong: list[str] | None = None) -> None:
        super().__init__()
        self.wrong = wrong

    def extendMarkdown(self, md: Markdown) -> None:
        """Add the marks to the inline patterns, below code, which quotes nothing."""
        voice = _Voice(self.wrong)
        md.inlinePatterns.register(_Inline(md, voice), "fact", 175)
        # Normalising whitespace takes the marks of the stash away, and reading raw HTML comes next.
        md.preprocessors.register(_Blocks(md, voice), "first", 25)


def makeExtension(**_settings: object) -> Quotes:
    """Return the extension; it has no settings."""
    return Quotes()
