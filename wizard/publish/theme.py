"""The theme's style: cut to what our pages use, and put into one sheet with ours.

A phone would otherwise wait for three sheets, of which the largest is almost all for other sites. Steps of
the wizard have no part of it: their sheet stays as it is.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

SHEETS: Final = ("keel.css", "guide.css")
"""Our sheets behind the theme's on each of its pages, in their order; the last takes in the others."""
LINK: Final = re.compile(r"""[ \t]*<link rel="stylesheet" href="([^"]+)">\n?""")
CLASSES: Final = re.compile(r"""\sclass=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
WORD: Final = re.compile(r"[\w-]+")
NAMED: Final = re.compile(r"\.((?:[\w-]|\\.)+)")
CHOICE: Final = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
"""What is in these brackets may be true without a class in them."""
OWN_SCRIPTS: Final = ("case", "offline", "page", "search", "tools")
"""The folders below assets/ with scripts of ours, which may give an element a class."""
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
SET: Final = re.compile(r"""(?<=[{;])\s*(--[\w-]+)\s*:((?:"[^"]*"|'[^']*'|[^;{}"'])*);?""")
ASKED: Final = re.compile(r"var\(\s*(--[\w-]+)")
PIECE: Final = re.compile(r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^"']""", re.DOTALL)


def lay(site: Path) -> None:
    """Put the theme's style and ours into the last of our sheets, which its pages then name alone.

    Does nothing to a site that is sealed, or whose pages name no such sheets.
    """
    css = site / "assets/css"
    ours = [css / name for name in SHEETS]
    if not all(sheet.is_file() for sheet in ours):
        return
    words: set[str] = set()
    themes: dict[Path, None] = {}
    for page in sorted(site.rglob("*.html")):
        text = page.read_bytes().decode("utf-8")
        named = {place: _file(site, place) for place in LINK.findall(text)}
        theirs = [file for file in named.values() if file.parent.name == "stylesheets"]
        if not theirs or SHEETS[-1] not in {file.name for file in named.values()}:
            continue
        themes |= dict.fromkeys(theirs)
        words |= classes(text)
        dropped = {*theirs, *ours[:-1]}
        for link in LINK.finditer(text):
            if named[link[1]] in dropped:
                text = text.replace(link[0], "", 1)
        page.write_bytes(text.encode("utf-8"))
    if not themes:
        return
    for script in (file for name in OWN_SCRIPTS for file in (site / "assets" / name).rglob("*.js")):
        words.update(WORD.findall(script.read_text(encoding="utf-8")))
    own = "".join(sheet.read_text(encoding="utf-8") for sheet in ours)
    theirs_ = "".join(cut(file.read_text(encoding="utf-8"), words, own) for file in themes)
    ours[-1].write_text(f"{theirs_}\n{own}", encoding="utf-8")


def _file(site: Path, place: str) -> Path:
    """Return the file that a link means, wherever the page lies: all sheets are below assets/."""
    return site / "assets" / posixpath.normpath(place).rpartition("assets/")[2]


def classes(html: str) -> set[str]:
    """Return the names of all classes on a page."""
    return {name for found in CLASSES.findall(html) for value in found for name in value.split()}


def cut(style: str, words: Collection[str], beside: str = "") -> str:
    """Return a style sheet without rules for classes that are not in `words`, and without idle variables.

    A variable is idle if neither this sheet nor the one `beside` it asks for its value.
    """
    text = "".join(_kept(COMMENT.sub("", style), words))
    before = ""
    while text != before:
        before, idle = text, {found[1] for found in SET.finditer(text)}
        idle -= {*ASKED.findall(text), *ASKED.findall(beside)}
        text = _without(text, idle)
    return text


def _without(style: str, idle: Collection[str]) -> str:
    """Return a style sheet that does not set these variables."""
    return SET.sub(lambda found: "" if found[1] in idle else found[0], style)


def _kept(style: str, words: Collection[str]) -> Iterator[str]:
    for head, body in _rules(style):
        if body is None or (head.startswith("@") and not head.startswith(("@media", "@supports", "@layer"))):
            yield head if body is None else f"{head}{{{body}}}"
        elif head.startswith("@"):
            inside = "".join(_kept(body, words))
            if inside:
                yield f"{head}{{{inside}}}"
        else:
            selectors = [one for one in _selectors(head) if _used(one, words)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _rules(style: str) -> Iterator[tuple[str, str | None]]:
    """Yield head and body of every rule at the top of a sheet; a statement has no body."""
    head, body, depth = "", "", 0
    for piece in PIECE.findall(style):
        depth += (piece == "{") - (piece == "}")
        if depth == 0 and piece == "}":
            yield head.strip(), body
            head = body = ""
        elif depth == 0 and piece == ";":
            yield f"{head.strip()};", None
            head = ""
        elif depth == 0:
            head += piece
        elif depth > 1 or piece != "{":
            body += piece


def _selectors(head: str) -> Iterator[str]:
    """Yield the selectors of a rule; a comma in brackets parts nothing."""
    one, depth = "", 0
    for letter in head:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            yield one
            one = ""
        else:
            one += letter
    yield one


def _used(selector: str, words: Collection[str]) -> bool:
    """Tell whether something on our pages can have all classes that a selector asks for."""
    return all(name.replace("\\", "") in words for name in NAMED.findall(CHOICE.sub("", selector)))
