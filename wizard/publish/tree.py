"""A finished page as a tree: read from HTML, looked through, changed, and written as HTML again.

Text stays as it was written, entities included. What a page means is for whoever reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

VOID: Final = frozenset(("area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"))
BLOCKS: Final = frozenset(
    ("blockquote", "div", "dl", "figure", "h2", "h3", "h4", "h5", "h6", "ol", "p", "section", "table", "ul")
)
"""Elements that end a paragraph by beginning."""
UNCLOSED: Final = frozenset(("dd", "dt", "li", "td", "th", "tr"))
"""Elements that end where the next one begins; without their end tags a large page is a twentieth smaller."""


@dataclass(eq=False, slots=True)
class Node:
    """One element: its name, its attributes, and what is in it; a text is as the page has it, escaped."""

    tag: str
    has: dict[str, str]
    inside: list[Node | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The names of its classes."""
        return self.has.get("class", "").split()

    def walk(self) -> Iterator[Node]:
        """Yield this element and all below it, in the order of the page."""
        yield self
        for child in self.inside:
            if isinstance(child, Node):
                yield from child.walk()

    def find(self, tag: str = "", class_: str = "") -> Node | None:
        """Return the first element below with this name and this class."""
        return next(self.all(tag, class_), None)

    def all(self, tag: str = "", class_: str = "") -> Iterator[Node]:
        """Yield every element below with this name and this class."""
        return (
            node
            for node in self.walk()
            if node is not self and tag in ("", node.tag) and (not class_ or class_ in node.classes)
        )

    @property
    def text(self) -> str:
        """All its words on one line, without marks."""
        return " ".join(unescape("".join(_texts(self))).split())

    def html(self) -> str:
        """Return it as HTML."""
        return "".join(_written(Node("", {}, [self])))


@dataclass
class _Reader(HTMLParser):
    root: Node

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        names = [node.tag for node in self.open[1:]]
        if tag in names:
            del self.open[1 + len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_entityref(self, name: str) -> None:
        self.open[-1].inside.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.open[-1].inside.append(f"&#{name};")


def read(html: str) -> Node:
    """Return the tree of a piece of HTML, below one element without a name; comments are left out."""
    root = Node("", {})
    reader = _Reader(root)
    reader.feed(html)
    reader.close()
    return root


def _texts(node: Node) -> Iterator[str]:
    for child in node.inside:
        if isinstance(child, str):
            yield child
        else:
            yield from _texts(child)


def _written(node: Node) -> Iterator[str]:
    if node.tag:
        has = "".join(
            f' {name}="{escape(value)}"' if value else f" {name}" for name, value in node.has.items()
        )
        yield f"<{node.tag}{has}>"
    for place, child in enumerate(node.inside):
        if isinstance(child, str):
            yield child
            continue
        yield from _written(child)
        if (
            child.tag
            and child.tag not in VOID | UNCLOSED
            and not (child.tag == "p" and _ends(node, place + 1))
        ):
            yield f"</{child.tag}>"


def _ends(parent: Node, place: int) -> bool:
    """Return whether what stands at a place ends a paragraph before it, as the end of the parent does too."""
    behind = next((one for one in parent.inside[place:] if not isinstance(one, str) or one.strip()), None)
    return parent.tag != "a" if behind is None else isinstance(behind, Node) and behind.tag in BLOCKS
