"""One page made into a leaf of the volume: without what needs scripts, with the links of the one file.

It takes finished pages, and leaves out or moves; it says nothing itself. Which pages is for `volume`.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from wizard.publish.errors import PublishError
from wizard.publish.manuscript import TOP
from wizard.publish.tree import Node, read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

DROPPED: Final = frozenset(("form", "button", "script", "style", "template", "nav"))
"""Elements that do nothing here."""
BARE: Final = frozenset(("div", "section", "span"))
"""Elements that mean nothing where they have no attribute."""
ASIDE: Final = frozenset(("headerlink", "where", "tools", "again"))
"""Classes of what leads around on the site, and has no place in one file."""
TOLD: Final = ("1~", "from=")
"""Begin a fragment that holds answers and names no place."""
KEPT: Final = frozenset(
    (
        *("id", "href", "class", "scope", "role", "colspan", "rowspan", "datetime", "start", "aria-label"),
        *("alt", "lang", "dir"),
    )
)
"""Attributes that mean something without scripts; a drawing keeps all but those for scripts."""
CLASSES: Final = frozenset(
    (
        *("answers", "hint", "group", "signs", "verdict", "kind", "donot", "strip", "now", "urgency"),
        *("act", "stop", "card", "note", "blank", "go", "trail", "boxes", "fields", "notes", "write"),
        *("picture", "next", "to", "text", "more"),
    )
)
"""Classes that the style of the volume knows."""
SOURCE: Final = "source-"
"""Begins the id of a line in the list of sources of a page."""
SURE: Final = "is"
"""The certainty that most facts have: the word stands only where one has another."""
NEEDS_NET: Final = " (needs internet)"
_HEADING: Final = re.compile(r"h[1-6]")
_GAP: Final = re.compile(r"\s*\n\s*")
_NAMES: Final = ("aria-labelledby", "aria-describedby", "for")


@dataclass(slots=True)
class Places:
    """Where everything lies in the one file: (path below the site, anchor) -> id."""

    site: str
    """The address of the site, with a slash at the end."""
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    means: dict[tuple[str, str], str] = field(default_factory=dict)
    """Places that only lead on, as the numbers of sources do to facts -> their links."""
    named: set[str] = field(default_factory=set)
    """The ids that links lead to."""

    def put(self, path: str, anchor: str, id_: str) -> None:
        """Remember a place."""
        self.known[path, anchor] = id_

    def to(self, href: str, path: str) -> str:
        """Return a link of the page at `path` as a link of the one file, or as one to the site."""
        parts = urlsplit(href.removeprefix(TOP))
        if parts.scheme or parts.netloc:
            return href
        here = path
        if parts.path or href.startswith(TOP):
            below = "" if href.startswith(TOP) else path
            here = posixpath.normpath(posixpath.join(below, unquote(parts.path)))
            here = "" if here == "." else here
            here += "/" if here and parts.path.endswith(("/", ".")) else ""
        if here.startswith(("/", "..")):
            raise PublishError(f'"{href}" on {path or "the home page"} leads out of the site.')
        anchor = "" if parts.fragment.startswith(TOLD) else unquote(parts.fragment)
        if (here, anchor) in self.means:
            return self.to(self.means[here, anchor], here)
        id_ = self.known.get((here, anchor)) or self.known.get((here, ""))
        if id_ is None:
            return f"{self.site}{here}" + (f"#{anchor}" if anchor else "")
        self.named.add(id_)
        return f"#{id_}"


@dataclass(slots=True)
class Leaf:
    """A page on its way into the volume."""

    path: str
    """Its address below the site, which its links are seen from."""
    key: str
    """Its id in the one file, with which the ids of its places begin."""
    node: Node
    down: int = 2
    """How many levels its headings go down."""
    listed: bool = True
    """Whether the list of its chapter names it; questions and warnings are reached from others."""
    plain: bool = False
    """Whether the ids in it are unique in the whole file as they are, as keys of facts are."""

    @property
    def title(self) -> str:
        """The words of its first heading."""
        return next((node.text for node in self.node.walk() if _HEADING.fullmatch(node.tag)), self.key)

    def told(self) -> Leaf:
        """Leave of each message and each source a link: both stand in full elsewhere in the file."""
        told_once(self.node)
        answers_lead_back(self.node)
        return self

    def trim(self) -> Leaf:
        """Leave out what needs scripts or leads around, and make the headings fit below a chapter."""
        _trim(self.node)
        for node in self.node.walk():
            if _HEADING.fullmatch(node.tag):
                node.tag = f"h{min(6, int(node.tag[1]) + self.down)}"
        return self

    def enter(self, places: Places) -> Leaf:
        """Give the places on the page their ids in the one file; the title has that of the page."""
        places.put(self.path, "", self.key)
        first = next((node for node in self.node.walk() if _HEADING.fullmatch(node.tag)), None)
        for node in self.node.walk():
            old = node.has.pop("id", "")
            if old and node is first:
                places.put(self.path, old, self.key)
            elif old.startswith(SOURCE) and (fact := node.find("a")):
                places.means[self.path, old] = unescape(fact.has["href"])
            elif old:
                node.has["id"] = old if self.plain else f"{self.key}.{old}"
                places.put(self.path, old, node.has["id"])
        for node in self.node.walk():
            for name in _NAMES:
                if name in node.has:
                    names = node.has[name].split()
                    node.has[name] = " ".join(places.known[self.path, old] for old in names)
                    places.named.update(node.has[name].split())
        return self

    def link(self, places: Places) -> Leaf:
        """Turn the links into those of the one file; one to the site says that it needs internet."""
        for node in list(self.node.walk()):
            if node.tag == "a" and "href" in node.has:
                node.has["href"] = places.to(unescape(node.has["href"]), self.path)
                if node.has["href"].startswith(places.site):
                    node.inside.append(Node("small", {}, [NEEDS_NET]))
        return self


def _trim(node: Node) -> None:
    drawing = node.tag == "svg"
    kept: list[Node | str] = []
    for child in node.inside:
        if isinstance(child, str):
            text = _GAP.sub("\n", child).replace("&#39;", "'").replace("&#34;", '"')
            if text != "\n" or not (kept and kept[-1] == "\n"):
                kept.append(text)
        elif child.tag not in DROPPED and "hidden" not in child.has and ASIDE.isdisjoint(child.classes):
            if not drawing:
                _trim(child)
            bare = child.tag in BARE and not child.has
            kept += child.inside if bare else [child]
    node.inside = kept
    if drawing:
        for one in node.walk():
            one.has = {name: value for name, value in one.has.items() if not name.startswith("data-")}
        return
    has = {name: value for name, value in node.has.items() if name in KEPT or name in _NAMES}
    if classes := [name for name in node.classes if name in CLASSES]:
        has["class"] = " ".join(classes)
    else:
        has.pop("class", None)
    node.has = has


def without(node: Node, gone: Iterable[Node]) -> None:
    """Take elements out of a tree."""
    lost = {id(one) for one in gone}
    for one in node.walk():
        one.inside = [child for child in one.inside if id(child) not in lost]


def answers_lead_back(node: Node) -> None:
    """Make each answer given the link with which it is changed."""
    for item in (item for trail in node.all(class_="trail") for item in trail.all("li")):
        said, change = item.find("strong"), item.find("a")
        if said is not None and change is not None:
            change.inside = said.inside
            item.inside = [one for one in item.inside if one is not said]


def told_once(node: Node) -> None:
    """Leave of each message and each source a link: both stand in full elsewhere in the file."""
    for parent in list(node.walk()):
        kept: list[Node | str] = []
        for child in parent.inside:
            if not isinstance(child, Node):
                kept.append(child)
            elif "letter" in child.classes and "data-letter" in child.has:
                kept.append(_to_letter(child))
            elif "attach" in child.classes:
                while kept and not isinstance(kept[-1], Node):
                    kept.pop()
                kept.pop()
            elif not ("lines" in child.classes and "behind" not in child.classes):
                kept.append(child)
        parent.inside = kept
    for sources in node.all(class_="sources"):
        _facts_alone(sources)


def _to_letter(letter: Node) -> Node:
    name, _, tone = letter.has["data-letter"].partition(".")
    summary = letter.find("summary")
    words = list(summary.inside) if summary else []
    return Node("p", {"class": "to"}, [Node("a", {"href": f"{TOP}texts/{name}/#{tone}"}, words)])


def _facts_alone(sources: Node) -> None:
    """Leave the links to facts, which name their sources in their own place."""
    without(sources, [*sources.all(class_="note"), *sources.all(class_="up")])
    for item in list(sources.all("li")):
        inner = item.find("ul")
        if inner is not None:
            # A page with its facts: the facts move up and the page stands with them.
            item.has["data-gone"] = ""
            item.inside = list(inner.inside)
        elif (
            item.inside
            and isinstance(last := item.inside[-1], Node)
            and last.has.get("href", "")[:4] == "http"
        ):
            item.inside.pop()
        if inner is None and any(one.text == SURE for one in item.all("strong")):
            fact = item.find("a")
            item.inside = [fact] if fact else []
    for parent in list(sources.walk()):
        parent.inside = [
            piece
            for child in parent.inside
            for piece in (child.inside if isinstance(child, Node) and "data-gone" in child.has else [child])
        ]


def content(file: Path) -> Node:
    """Return what a page says, without what stands around it."""
    text = file.read_text(encoding="utf-8")
    found = re.search(r"<(article|main id=\"sheet\")[^>]*>.*</(article|main)>", text, re.DOTALL)
    if found is None:
        raise PublishError(f"{file}: it has neither an article nor a sheet.")
    piece = found[0].partition("</article>")[0] if found[1] == "article" else found[0]
    content = next(node for node in read(piece).walk() if node.tag in {"article", "main"})
    content.tag, content.has = "section", {}
    return content
