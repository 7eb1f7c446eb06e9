"""Reads the hand-written pages as a proof-reader: heads, order, numbers, sentences, forbidden advice.

Each finding is one plain sentence that says where and what. The marks themselves are read by `quotes`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from markdown.extensions.toc import slugify

from wizard.case.phrases import PHRASES
from wizard.core import lint
from wizard.core.errors import did_you_mean
from wizard.publish import coverage, quotes
from wizard.publish.guide import GROUPS, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wizard.publish.guide import Page

LONGEST_TITLE: Final = 60
DESCRIPTION: Final = (70, 155)
LONGEST_ANSWER: Final = 45
LONGEST_SENTENCE: Final = 25
LONGEST_IN_LIST: Final = 20
LONGEST_PARAGRAPH: Final = 3
FEWEST_WORDS: Final = 3
SITUATION: Final = {
    "Do not": True,
    "Do now": True,
    "Message to send": False,
    "Text for Upwork": False,
    "Then": True,
    "Keep this": False,
    "If it does not work": True,
    "What it can cost and bring": True,
    "Why": True,
    "Sources": True,
}
"""The parts of a situation page in their order -> whether each must be there."""
LEVELS: Final = ("**Today.**", "**This week.**", "**No rush.**")
_NUMBER: Final = re.compile(
    r"\d[\d,.]*"
    r"|\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|sixty|ninety"
    r"|hundred|thousand)\b[- ](\w+ )?(day|week|month|year|hour|minute|percent|USD|dollar|star|quarter)s?\b",
    re.IGNORECASE,
)
_LEVELS: Final = tuple(level.replace("**", "") for level in LEVELS)
_INLINE: Final = re.compile(quotes.INLINE)
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_HTML: Final = re.compile(r"</?[a-z][^>]*>")


def findings(page: Page) -> Iterator[str]:
    """Yield a sentence for everything that is wrong with a hand-written page."""
    yield from quotes.problems(page.body)
    if not page.path.startswith("about/"):
        # What we measure of our own site is not the platform's.
        yield from _numbers(page)
    if page.head.get("kind") or is_guide(page):
        yield from _head(page)
        yield from _order(page)
        yield from _sentences(page)
        yield from _advice(page)


def is_guide(page: Page) -> bool:
    """Return whether a page must have the whole head and skeleton of the guide."""
    return page.path.startswith("guide/") and page.path != "guide/index.md"


def _head(page: Page) -> Iterator[str]:
    if not 0 < len(page.title) <= LONGEST_TITLE:
        yield f"its title has {len(page.title)} characters (1 to {LONGEST_TITLE})."
    if not re.search(rf"^# {re.escape(page.title)}$", page.body, re.MULTILINE):
        yield f'its first heading is not its title, "{page.title}".'
    description = str(page.head.get("description", ""))
    if not DESCRIPTION[0] <= len(description) <= DESCRIPTION[1]:
        yield f"its description has {len(description)} characters ({DESCRIPTION[0]} to {DESCRIPTION[1]})."
    for name, known in (("kind", KINDS), ("group", GROUPS)):
        if page.head.get(name) not in known:
            yield f'its {name} is "{page.head.get(name)}". Use one of: {", ".join(known)}.'
    if len(str(page.head.get("words", "")).split(",")) < FEWEST_WORDS:
        yield f'it has fewer than {FEWEST_WORDS} "words" that a reader would type to find it.'
    for id_, anchor in page.covers.items():
        if id_ not in coverage.promised():
            yield f'it covers "{id_}", which nobody promised.{did_you_mean(id_, coverage.promised())}'
        if anchor and anchor not in _anchors(page):
            yield f'it has no place "{anchor}".{did_you_mean(anchor, _anchors(page))}'


def _anchors(page: Page) -> list[str]:
    """Return the anchors of the headings, as the table of contents gives them."""
    headings = re.findall(r"^#+ (.+?)(?:\s*\{#([^}]*)\})?$", page.body, re.MULTILINE)
    return [own or slugify(text, "-") for text, own in headings]


def _order(page: Page) -> Iterator[str]:
    parts = re.findall(r"^## (.+?)(?: \{#[^}]*\})?$", page.body, re.MULTILINE)
    if not parts or parts[-1] != "Sources" or not re.search(r"^\{sources\}$", page.body, re.MULTILINE):
        yield 'it does not end with "## Sources" and the line {sources}.'
    if not re.search(r"\{(start|plan|first):", page.body):
        yield "it has no link into the wizard: write {start:flow|words}."
    answer = re.split(r"\n\s*\n", f"\n{page.body}".partition("\n# ")[2].partition("\n")[2].strip())[0]
    if answer.startswith("#") or lint.words_in(said(answer)) > LONGEST_ANSWER:
        words = lint.words_in(said(answer))
        yield f"its answer, the first paragraph, has {words} words (1 to {LONGEST_ANSWER})."
    if page.head.get("kind") != "situation":
        return
    missing = [part for part, must in SITUATION.items() if must and part not in parts]
    if missing:
        yield f"it has no part: {', '.join(missing)}."
    fixed = [part for part in parts if part in SITUATION]
    if fixed != sorted(fixed, key=list(SITUATION).index):
        yield f"its parts are not in the order: {', '.join(SITUATION)}."
    now = page.body.partition("\n## Do now\n")[2].strip()
    if not now.startswith(LEVELS):
        yield f'"Do now" does not begin with one of: {" ".join(LEVELS)}'


def _numbers(page: Page) -> Iterator[str]:
    for line in _without_marks(page.body).splitlines():
        text = _LINK.sub(r"\1", re.sub(r"^\s*\d+\.\s", "", re.sub(r"\{#[^}]*\}", "", line)))
        for found in _NUMBER.finditer(text):
            where = line.strip()[:60]
            yield f'the number "{found[0]}" stands naked in "{where}". Quote a fact, or {{own:…}}.'


def _without_marks(text: str) -> str:
    """Return a text without its code and marks, line for line."""
    return re.sub(quotes.BLOCK.pattern, "", _INLINE.sub("", quotes.CODE.sub("", text)))


def said(text: str) -> str:
    """Return the plain words of a piece of Markdown; facts as a stand-in, so that lengths can be counted."""
    text = _INLINE.sub(_stand_in, text)
    text = _LINK.sub(r"\1", text).replace("**", "").replace("`", "")
    return re.sub(r"\{[^}]*\}", "", text).strip()


def _stand_in(found: re.Match[str]) -> str:
    match found[1]:
        case "by":
            return ""
        case "fact":
            return "some days"
        case "own":
            return found[2]
    return re.split(r"[| ]", found[2], maxsplit=1)[-1]


def prose(page: Page) -> Iterator[tuple[str, bool]]:
    """Yield each paragraph and list item as plain words, with whether it stands in a list.

    Headings, tables, marks on lines of their own and quotations of others are no prose.
    """
    for block in re.split(r"\n\s*\n", quotes.CODE.sub("", page.body)):
        lines = [line for line in block.splitlines() if not quotes.BLOCK.fullmatch(line.strip())]
        lines = [line for line in lines if not line.lstrip().startswith(("#", ">", "|"))]
        text = "\n".join(lines)
        for part in re.split(r"^\s*(?:[-*]|\d+\.|:)\s+", text, flags=re.MULTILINE):
            words = said(part.replace("\n", " "))
            if words:
                yield words, bool(re.match(r"\s*(?:[-*]|\d+\.)\s", text))


def _sentences(page: Page) -> Iterator[str]:
    for text, in_list in prose(page):
        yield from (
            f"it {says}" for says in lint.too_long(text, LONGEST_IN_LIST if in_list else LONGEST_SENTENCE)
        )
        number = len(lint.sentences(text)) - text.startswith(_LEVELS)
        if number > LONGEST_PARAGRAPH and not in_list:
            yield f'a paragraph has {number} sentences (at most {LONGEST_PARAGRAPH}): "{text[:50]}..."'


def _advice(page: Page) -> Iterator[str]:
    for tag in _HTML.findall(quotes.CODE.sub("", page.body)):
        yield f"it has HTML of its own: {tag}"
    for text, _ in prose(page):
        # A question advises nothing; readers ask exactly these.
        stated = " ".join(part for part in lint.sentences(text) if not part.endswith("?"))
        yield from (f"it {says}" for says in lint.forbidden(stated, PHRASES.advice))
