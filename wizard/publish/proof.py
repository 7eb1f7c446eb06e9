"""Reads the hand-written pages as a proof-reader: heads, order, numbers, sentences, forbidden advice.

Each finding is one plain sentence that says where and what. The marks themselves are read by `quotes`.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from markdown.extensions.toc import slugify

from wizard.case.phrases import PHRASES
from wizard.core import lint
from wizard.core.errors import did_you_mean
from wizard.publish import coverage, quotes
from wizard.publish.errors import PublishError
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
_NUMERALS: Final = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|dozen|half|third"
)
_UNITS: Final = "day|week|month|year|hour|minute|percent|per cent|USD|dollar|star|quarter"
_NUMBER: Final = re.compile(
    rf"\d[\d,.]*|\b({_NUMERALS})\b([-\s]+\w+){{0,3}}?[-\s]+({_UNITS})s?\b", re.IGNORECASE
)
_CUT: Final = "\N{BULLET}"
"""Stands where a text is cut for reading: a number before it has no unit behind it."""
_LEVELS: Final = tuple(level.replace("**", "") for level in LEVELS)
_INLINE: Final = re.compile(quotes.INLINE)
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_BLANK: Final = re.compile(r"\n\s*\n")
_HTML: Final = re.compile(r"</?[a-z][^>]*>")
_ITEM: Final = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+")
_BEGINS: Final = re.compile(rf"{_ITEM.pattern}|^\s*(?:#+|:)\s+", re.MULTILINE)
"""Where a heading, a list item or a meaning begins."""
_ANCHOR: Final = re.compile(r"\{#[^}]*\}")
_FENCE: Final = re.compile(r"^\s*(```|~~~)", re.MULTILINE)
_PARTS: Final = re.compile(rf"\||{_BEGINS.pattern}", re.MULTILINE)
"""Where one text of a block ends and the next begins: cells, items, headings."""
_HEADING: Final = re.compile(r"^#+ .*$", re.MULTILINE)
_READERS: Final = re.compile(r"\?$|^(I|My)\b|^They\b.*\b(me|my)\b")
"""What readers ask, or say of themselves; it advises nothing."""
_OTHERS: Final = re.compile(r"(an? |the )?(older|old|posts?|blogs?|forums?)\b", re.IGNORECASE)
"""Begins a quotation that says whose words it has; every other one is read as ours."""


def findings(page: Page) -> Iterator[str]:
    """Yield a sentence for everything that is wrong with a hand-written page."""
    try:
        yield from _findings(page)
    except PublishError as error:
        yield str(error).removeprefix(f"docs/{page.path}: ")


def _findings(page: Page) -> Iterator[str]:
    whole = bool(page.head.get("kind")) or is_guide(page)
    yield from quotes.problems(page.body)
    yield from _blocks(page)
    if not page.path.startswith("about/"):
        # What we measure of our own site is not the platform's.
        yield from _numbers(page)
    yield from _advice(page)
    if whole:
        yield from _head(page)
        yield from _order(page)
        yield from _sentences(page)
        yield from _html(page)


def is_guide(page: Page) -> bool:
    """Return whether a page must have the whole head and skeleton of the guide."""
    return page.path.startswith("guide/") and page.path != "guide/index.md"


def _head(page: Page) -> Iterator[str]:
    if not 0 < len(page.title) <= LONGEST_TITLE:
        yield f"its title has {len(page.title)} characters (1 to {LONGEST_TITLE})."
    first = re.search(r"^#+ .*$", page.body, re.MULTILINE)
    if first is None or first[0].rstrip() != f"# {page.title}":
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
    answer = _BLANK.split(f"\n{page.body}".partition("\n# ")[2].partition("\n")[2].strip())[0]
    words = lint.words_in(said(answer))
    if answer.startswith("#") or not 0 < words <= LONGEST_ANSWER:
        yield f"its answer, the first paragraph, has {words} words (1 to {LONGEST_ANSWER})."
    if _ITEM.match(answer):
        yield "its answer, the first paragraph, is a list."
    twice = [part for part, times in Counter(parts).items() if times > 1]
    if twice:
        yield f"it has more than one part: {', '.join(twice)}."
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


def _blocks(page: Page) -> Iterator[str]:
    """Yield what Markdown would read otherwise than its author: a fence, and a list without a line before."""
    if _FENCE.search(page.body):
        yield "it has a fence (```), which is not read here."
    for block in _BLANK.split(quotes.CODE.sub("", page.body)):
        lines = block.strip("\n").splitlines()
        while lines and lines[0].startswith("#"):
            del lines[0]
        lists = [line for line in lines[1:] if _ITEM.match(line)]
        if lists and not _ITEM.match(lines[0]):
            yield f'a list stands directly below a line of text: "{lists[0].strip()[:40]}".'


def _numbers(page: Page) -> Iterator[str]:
    for place, text in (("title", page.title), ("description", str(page.head.get("description", "")))):
        yield from (
            f'the number "{found[0]}" stands naked in its {place}.' for found in _NUMBER.finditer(text)
        )
    for block in _BLANK.split(quotes.CODE.sub(_CUT, page.body)):
        text = "\n".join(_LINK.sub(r"\1", _unmarked(line)) for line in block.splitlines())
        for found in _NUMBER.finditer(text):
            where = block.splitlines()[text.count("\n", 0, found.start())].strip()[:60]
            number = " ".join(found[0].split())
            yield f'the number "{number}" stands naked in "{where}". Quote a fact, or {{own:…}}.'


def _unmarked(line: str) -> str:
    """Return a line without its marks, but with the words of those that lead into the wizard."""
    line = quotes.BLOCK.sub(lambda mark: _onward(mark) or _CUT, _ANCHOR.sub("", line))
    line = _INLINE.sub(lambda mark: _onward(mark) or _CUT, line)
    return _BEGINS.sub(_CUT, line.replace("|", _CUT).removeprefix(">"))


def _onward(mark: re.Match[str]) -> str:
    """Return the words of a mark that leads into the wizard, and of any other nothing."""
    says = mark[2] or ""
    if mark[1] == "start":
        return says.partition("|")[2]
    return re.split(r"[| ]", says, maxsplit=1)[-1] if mark[1] == "plan" else ""


def said(text: str) -> str:
    """Return the plain words of a piece of Markdown; facts as a stand-in, so that lengths can be counted."""
    text = _INLINE.sub(_stand_in, text)
    text = _LINK.sub(r"\1", text).replace("**", "").replace("`", "")
    return re.sub(r"\{[^}]*\}", "", text).strip()


def _stand_in(found: re.Match[str]) -> str:
    match found[1]:
        case "fact" | "was":
            return "some days"
        case "own":
            return found[2]
    return _onward(found)


def prose(page: Page) -> Iterator[tuple[str, bool]]:
    """Yield each paragraph and list item as plain words, with whether it stands in a list.

    Headings, tables, marks on lines of their own and quotations of others are no prose.
    """
    for block in _BLANK.split(quotes.CODE.sub("", page.body)):
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


def _html(page: Page) -> Iterator[str]:
    for tag in _HTML.findall(quotes.CODE.sub("", page.body)):
        yield f"it has HTML of its own: {tag}"


def _advice(page: Page) -> Iterator[str]:
    for text in _said_by_us(page):
        stated = " ".join(part for part in lint.sentences(text) if not _READERS.search(part))
        yield from (f"it {says}" for says in lint.forbidden(stated, PHRASES.advice))


def _said_by_us(page: Page) -> Iterator[str]:
    """Yield every text of a page as plain words, down to headings, cells and the words of buttons.

    Left out are quotations that say whose words they are, and headings above one, which name its claim.
    """
    yield from (page.title, str(page.head.get("description", "")))
    blocks = _BLANK.split(quotes.CODE.sub("", page.body).strip())
    for block, below in zip(blocks, (*blocks[1:], ""), strict=True):
        if _of_others(block) or (_HEADING.fullmatch(block) and _of_others(below)):
            continue
        text = re.sub(r"^\s*>", "", block, flags=re.MULTILINE)
        text = _INLINE.sub(_stand_in, quotes.BLOCK.sub(_onward, text))
        parts = _PARTS.split(_HEADING.sub(r"\g<0>|", text))
        yield from (said(part.replace("\n", " ")) for part in parts)


def _of_others(block: str) -> bool:
    """Return whether a block is a quotation that says whose words it has."""
    return block.startswith(">") and _OTHERS.match(block.lstrip("> ")) is not None
