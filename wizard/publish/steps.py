"""The steps of a flow as leaves of the volume: what it is for, each of its questions, and each plan once.

Pages of one plan differ only in the warnings that their answers call for; those come before the plan here.
"""

from __future__ import annotations

import json
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any, Final

from wizard.core.automaton import folder
from wizard.publish import tree
from wizard.publish.leaf import Leaf, Places, content, without
from wizard.publish.manuscript import TOP
from wizard.publish.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST: Final = "Before this plan"
"""Stands before the title of a plan for answers that need a warning first."""
WARNED: Final = "For some answers a warning comes first:"


def leaves(site: Path, flow: str, places: Places) -> Iterator[Leaf]:
    """Yield the first page of a flow, its questions, and each of its plans once."""
    file, *_ = (site / "assets/flows").glob(f"{flow}.*.json")
    bundle: dict[str, Any] = json.loads(file.read_bytes())
    here = f"wizard/{folder(flow)}/"
    yield _start(site, here, bundle, places)
    plans: dict[str, list[tuple[str, Node]]] = {}
    used: Counter[str] = Counter()
    for slug, (_, parts) in bundle["states"].items():
        main = "".join(bundle["parts"][part] for part in parts)
        node = next(node for node in tree.read(main).walk() if node.tag == "main")
        kind, node.tag, node.has = node.has["data-kind"], "section", {"class": node.has["class"]}
        name = f"{folder(flow)}-{slug.partition('--')[0]}"
        if kind == "result":
            plans.setdefault(name, []).append((f"{here}{slug}/", node))
            continue
        used[name] += 1
        key = f"{name}-q{used[name]}" if used[name] > 1 else f"{name}-q"
        yield Leaf(f"{here}{slug}/", key, node, listed=False).told().trim().enter(places)
    for name, there in plans.items():
        yield from plan(name, there, places)


def _start(site: Path, here: str, bundle: dict[str, Any], places: Places) -> Leaf:
    """Return what a flow is for, and the way to its first question."""
    node = content(site / here / "index.html")
    without(node, [one for one in node.all() if {"answers", "group", "hint"} & {*one.classes}])
    without(node, [one for one in node.all("h2") if not one.has.get("id")])
    tops = [one for one in node.inside if isinstance(one, Node)]
    last = next(number for number, one in enumerate(tops) if one.has.get("id") == "all-questions")
    without(node, tops[last:])
    first = bundle["start"]
    node.inside.append(_onward(f"../{here.split('/')[1]}/{first}/", [escape(bundle["states"][first][0])]))
    return Leaf(here, here.split("/")[1], node).trim().enter(places)


def _onward(href: str, words: list[Node | str]) -> Node:
    return Node("p", {"class": "go"}, [Node("a", {"href": href}, words)])


def plan(name: str, there: list[tuple[str, Node]], places: Places) -> Iterator[Leaf]:
    """Yield a plan once; before it, for some answers, the warning that comes first and a way to the plan."""
    shown = there[0][1]
    heading = shown.find("h1") or Node("h1", {})
    warned = {path: {one.text: one for one in _warnings(node)} for path, node in there}
    always = set.intersection(*(set(texts) for texts in warned.values()))
    ways: list[Node | str] = []
    for number, (path, node) in enumerate(there, 1):
        first = [one for text, one in warned[path].items() if text not in always]
        if not first:
            places.put(path, "", name)
            continue
        title = Node("h1", {}, [f"{FIRST}: ", *heading.inside])
        onward = _onward(f"{TOP}{name}/", list(heading.inside))
        block = Node("section", {}, [title, *first, onward, _answers(node)])
        yield Leaf(path, f"{name}-{number}", block, listed=False).trim().enter(places)
        said = "; ".join(dict.fromkeys((one.find("strong") or one).text for one in first))
        ways.append(Node("li", {}, [Node("a", {"href": f"{TOP}{path}"}, [escape(said)])]))
    without(shown, [one for one in _warnings(shown) if one.text not in always])
    without(shown, list(shown.all(class_="given")))
    if lists := [one for _, node in there for one in _answers(node).all("ul")]:
        lists[0].inside = [item for one in lists for item in one.inside]
    if ways:
        forbids = next(place for place, one in enumerate(shown.inside) if _is(one, "donot"))
        listed: list[Node | str] = [Node("p", {}, [WARNED]), Node("ul", {}, ways)]
        shown.inside.insert(forbids + 1, Node("div", {"class": "more"}, listed))
    leaf = Leaf(f"{name}/", name, shown).told().trim().enter(places)
    leaf.path = there[0][0]
    yield leaf


def _answers(node: Node) -> Node:
    """Return the part of a plan that lists the answers that lead there."""
    return next(one for why in node.all(class_="why") for one in why.all("details"))


def _warnings(node: Node) -> list[Node]:
    return [one for one in node.inside if isinstance(one, Node) and (_is(one, "strip") or _is(one, "more"))]


def _is(one: Node | str, class_: str) -> bool:
    return isinstance(one, Node) and class_ in one.classes
