"""Binds the finished site into one file that opens without internet and without scripts: even-keel.html.

Every page, question, plan and message is taken as it was rendered; only the title page is written here.
What a page loses on its way is for `leaf`, and that each plan stands once is for `steps`.
"""

from __future__ import annotations

import re
from datetime import date
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from wizard.core import clocks
from wizard.core.automaton import folder
from wizard.publish import guide, states, steps, tree
from wizard.publish.errors import PublishError
from wizard.publish.leaf import NEEDS_NET, Leaf, Places, content, without
from wizard.publish.manuscript import TOP
from wizard.publish.policy import POLICY, REFERRER
from wizard.publish.site import site_url
from wizard.publish.tree import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME: Final = "even-keel.html"
OFFERED: Final = "about/offline/index.html"
LARGEST: Final = 3_000_000
"""Bytes that a chat or a memory card takes without trouble."""
STYLE: Final = Path(__file__).with_name("volume.css")
LENT: Final = ("tokens", "drawn pictures")
"""The parts of keel.css that the file shares."""
SIZE: Final = re.compile(r"(<span data-volume>)[^<]*(?=</span>)")
"""Where a page names the bytes of the file."""
_GUIDE: Final = re.compile(r"guide/(?!index)([\w-]+)\.md")
REFERENCE: Final = ("clocks", "words", "older-guides", "changes", "not-sure")
ABOUT: Final = (
    "All questions, all plans, the guide, the messages, the checklist and all facts are in this one file. It "
    "opens without internet and without scripts. You can send it in a chat, or keep it on a memory card.\n"
    "It does not work out your dates and sums. The site does, and it may have a newer copy: {site}"
    f"{NEEDS_NET}. Links to pages of Upwork need internet too.\n"
    "To find a word, search this page with your browser. To print one part, open it by its link first, then "
    "print. To print everything, go to the contents first.\n"
    "A program made this file from the pages of the site, and nothing was changed by hand. The words may be "
    "used under the licence CC BY 4.0."
)


def button(words: str) -> Markup:
    """Return the button that saves the file, with a place for its size, which `lay` fills in."""
    link = Markup('<a href="%s%s" download>%s</a>') % (TOP, NAME, words)
    return Markup('<p class="go">%s <span data-volume></span></p>') % link


def lay(site: Path) -> int:
    """Write the one file into `site`, name its size on the page that offers it, and return its bytes."""
    text = bound(site)
    size = len(text.encode())
    if size > LARGEST:
        # Said, but no end of the build: that the real one fits is tested, and `make bench` grows the content.
        print(f"{NAME} has {size:,} bytes, more than {LARGEST:,}: leave something out of it.")
    (site / NAME).write_text(text, encoding="utf-8")
    page = site / OFFERED
    page.write_text(
        SIZE.sub(rf"\g<1>({size / 1e6:.1f} MB)", page.read_text(encoding="utf-8")), encoding="utf-8"
    )
    return size


def bound(site: Path) -> str:
    """Return the whole file."""
    places = Places(site_url())
    chapters = list(_chapters(site, places))
    leaves = [leaf for _, _, parts in chapters for leaf in parts]
    ids = [id_ for _, id_, _ in chapters] + [leaf.key for leaf in leaves]
    if twice := {id_ for id_ in ids if ids.count(id_) > 1}:
        raise PublishError(f"{NAME} has two places with one id: {', '.join(sorted(twice))}.")
    for leaf in leaves:
        leaf.link(places)
    for leaf in leaves:
        for node in leaf.node.walk():
            if node.has.get("id", "") not in places.named:
                node.has.pop("id", None)
    return _file("".join(_chapter(*chapter) for chapter in chapters), chapters)


# --- what goes in ---------------------------------------------------------------------------------


def _chapters(site: Path, places: Places) -> Iterator[tuple[str, str, list[Leaf]]]:
    """Yield title, id and leaves of every chapter, in the order of the file; places know their ids then."""
    book, says = states.book(), states.speaker(states.FIRST_FLOW)
    for path in ("wizard/", "reference/", "reference/plans/"):
        places.put(path, "", "contents")
    yield "Start here", "start", [_page(site, "", "home", places)]
    for flow in book.flows:
        yield book.flow_words(flow).title, f"to-{folder(flow)}", list(steps.leaves(site, flow, places))
    places.put("guide/", "", "guide")
    names = [found[1] for path in guide.menu() if (found := _GUIDE.fullmatch(path))]
    pages = [_page(site, f"guide/{name}/", name, places) for name in names]
    yield "The guide", "guide", pages
    yield "Messages and texts to send", "texts", [_letter(name, places) for name in book.letters]
    sheets = [path.parent.name for path in sorted((site / "checklist").glob("*/index.html"))]
    pages = [_page(site, "checklist/", "topics", places)]
    pages += [_page(site, f"checklist/{name}/", f"sheet-{name}", places) for name in sheets]
    yield "The checklist", "checklist", pages
    pages = [_page(site, f"reference/{name}/", name, places) for name in REFERENCE]
    yield "To look up", "reference", pages
    places.put("reference/facts/", "", "facts")
    topics = dict.fromkeys(fact.topic.replace("_", "-") for fact in book.ledger.values())
    yield "All facts", "facts", [_topic(site, topic, places) for topic in topics]
    pages = [_tools(site, places), _page(site, "about/", "about", places)]
    pages.append(_page(site, "about/privacy/", "privacy", places))
    yield says.ui_text("about"), "more", pages


def _page(site: Path, address: str, key: str, places: Places) -> Leaf:
    """Return a page of the site as a leaf."""
    return Leaf(address, key, content(site / address / "index.html")).told().trim().enter(places)


def _topic(site: Path, topic: str, places: Places) -> Leaf:
    """Return the facts of a topic; what the words for certainty mean stands in the chapter about the site."""
    leaf = Leaf(
        f"reference/facts/{topic}/",
        f"facts-{topic}",
        content(site / "reference/facts" / topic / "index.html"),
        plain=True,
    )
    tops = [child for child in leaf.node.inside if isinstance(child, Node)]
    first = next(number for number, child in enumerate(tops) if child.tag == "h2")
    without(leaf.node, tops[1:first])
    for item in list(leaf.node.all("li")):
        if item.find("code") is not None:
            without(leaf.node, [item])
    return leaf.trim().enter(places)


def _tools(site: Path, places: Places) -> Leaf:
    """Return the list of the tools, which need the site; links to one of them lead to its line here."""
    node = content(site / "tools/index.html")
    for row in node.all("tr"):
        if (link := row.find("a")) and "/" in link.has["href"]:
            row.has["id"] = link.has["href"].strip("/")
            link.has["href"] = f"{places.site}tools/{link.has['href']}"
    leaf = Leaf("tools/", "tools", node).trim().enter(places)
    for row in node.all("tr"):
        if id_ := row.has.get("id", ""):
            places.put(f"tools/{id_.partition('.')[2]}/", "", id_)
    return leaf


def _letter(name: str, places: Places) -> Leaf:
    """Return a message with all its tones."""
    says, letter = states.speaker(states.FIRST_FLOW), states.book().letter(name)
    title = f"<h1>{says.ui('kind_' + letter.kind)}: {escape(letter.title)}</h1>"
    node = Node("section", {}, tree.read(f"{title}{says.letter(name)}").inside)
    for tone in list(node.all("details", "letter")):
        summary = tone.find("summary")
        tone.tag, tone.has = "div", {"class": "text", "id": tone.has["data-letter"].partition(".")[2]}
        if summary is not None:
            summary.tag = "h2"
    leaf = Leaf(f"texts/{name}/", f"text-{name}", node).trim().enter(places)
    # From there its links are seen.
    leaf.path = f"wizard/{folder(states.FIRST_FLOW)}/state/"
    return leaf


# --- the file -------------------------------------------------------------------------------------


def _chapter(title: str, id_: str, leaves: list[Leaf]) -> str:
    """Return a chapter: its title, the list of its leaves, and the leaves."""
    items = [f'<li><a href="#{leaf.key}">{escape(leaf.title)}</a></li>' for leaf in leaves if leaf.listed]
    listed = f"<details><summary>{title}: all {len(items)}</summary><ul>{''.join(items)}</ul></details>"
    pieces = [f'<h2 id="{id_}">{escape(title)}</h2>', listed if len(items) > 1 else ""]
    for leaf in leaves:
        leaf.node.has["id"] = leaf.key
        leaf.node.has["class"] = " ".join(("leaf", *leaf.node.classes))
        pieces.append(leaf.node.html())
    return "\n".join(pieces) + "\n"


def _file(chapters: str, listed: list[tuple[str, str, list[Leaf]]]) -> str:
    says = states.speaker(states.FIRST_FLOW)
    site = site_url()
    about = "".join(f"<p>{escape(line).format(site=escape(site))}</p>" for line in ABOUT.splitlines())
    items = "".join(f'<li><a href="#{id_}">{escape(title)}</a></li>' for title, id_, _ in listed)
    day = clocks.short(date.fromisoformat(states.content_day()))
    stand = f"{says.ui('footer')} {says.ui('content_of')} {day}."
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="referrer" content="{REFERRER}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>Even Keel in one file</title>
<link rel="icon" href="data:,">
<style>{_style()}</style>
</head>
<body>
<header><a class="name" href="#contents">Even Keel</a></header>
<main>
<section class="leaf front" id="contents">
<h1>Even Keel in one file</h1>
<p><strong>{stand}</strong></p>
<p class="go"><a href="#start">What is happening right now?</a></p>
<h2>Contents</h2>
<ul>{items}</ul>
{about}
</section>
{chapters}</main>
<footer><p>{stand} <a href="#contents">Contents</a></p></footer>
</body>
</html>
"""


def _style() -> str:
    """Return the style of the file: the colours and drawings of the site, and its own."""
    keel = (guide.DOCS / "assets/css/keel.css").read_text(encoding="utf-8")
    parts = dict(re.findall(r"/\* --- ([\w ]+) -+ \*/\n(.*?)(?=/\* --- |\Z)", keel, re.DOTALL))
    return "\n".join((*(parts[name] for name in LENT), STYLE.read_text(encoding="utf-8")))
