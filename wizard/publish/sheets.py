"""Writes the sheets of the checklist for paper: a page, a text and PDFs of each; and its blocks for Markdown.

All words come from the checklist. How a page becomes a PDF is for `printing`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from wizard import shelf
from wizard.checklist.reading import GUIDE
from wizard.checklist.topics import SHEETS
from wizard.checklist.words import Checklist, bound
from wizard.core.automaton import folder
from wizard.core.errors import did_you_mean
from wizard.core.words import Link
from wizard.paper import Paper
from wizard.publish import guide, links, manuscript, printing, states
from wizard.publish.errors import PublishError
from wizard.publish.manuscript import TOP
from wizard.publish.policy import POLICY
from wizard.publish.sources import address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wizard.checklist.topics import Sheet
    from wizard.checklist.words import TopicWords

FOLDER: Final = "checklist"
ROOT: Final = "../../"
"""From a sheet's page to the top of the site."""
CACHE: Final = Path(__file__).resolve().parents[2] / ".cache/sheets"
STYLES: Final = ("keel.css", "sheet.css")
NOTES: Final = 5
"""Lines to write on below the boxes of a pause."""


@cache
def checklist() -> Checklist:
    """Return the checklist, bound once."""
    return bound(shelf.checklist())


def paper() -> Paper:
    """Return who says the sheets."""
    return Paper(checklist(), states.speaker(states.FIRST_FLOW))


def write(docs: Path) -> int:
    """Write all sheets below `docs` and return the number of PDFs: none where there is no Chromium."""
    manuscript.clear((docs / FOLDER,))
    for sheet in SHEETS:
        there = docs / FOLDER / sheet.slug
        there.mkdir(parents=True)
        (there / f"{sheet.slug}.txt").write_text(paper().text(sheet), encoding="utf-8")
    pages = {
        f"{sheet.slug}/{sheet.slug}-{name}.pdf": copy(sheet, name, docs)
        for sheet in SHEETS
        for name in printing.PAPERS
    }
    pdfs = printing.printed(pages, CACHE, states.content_day())
    for name, pdf in pdfs.items():
        (docs / FOLDER / name).write_bytes(pdf)
    for sheet in SHEETS:
        page = docs / FOLDER / sheet.slug / "index.html"
        page.write_text(whole_page(sheet, docs), encoding="utf-8")
    return len(pdfs)


def whole_page(sheet: Sheet, docs: Path) -> str:
    """Return the page of a sheet, which names the files that lie beside it."""
    say = states.speaker(states.FIRST_FLOW).text
    return paper().html(
        sheet,
        style="",
        root=ROOT,
        policy=POLICY,
        mark=states.MARK,
        notes=NOTES,
        say=say,
        files=[(label, href.rpartition("/")[2], size) for label, href, size in files(sheet, docs)],
    )


def copy(sheet: Sheet, name: str, docs: Path) -> str:
    """Return the page of a sheet for a paper, complete in itself: without files, script or links."""
    styles = (docs / "assets/css" / style for style in STYLES)
    style = "\n".join(file.read_text(encoding="utf-8") for file in styles)
    style += f"\n@page {{ size: {name}; }}\n"
    return paper().html(sheet, style=style, mark="", notes=NOTES)


def files(sheet: Sheet, docs: Path) -> Iterator[tuple[str, str, str]]:
    """Yield label, place below the folder of the checklist, and size of each file that a sheet has."""
    frame = checklist().frame
    named = [(f"{frame.pdf} {label}", f"{sheet.slug}-{name}.pdf") for name, label in printing.PAPERS.items()]
    for label, name in (*named, (frame.text, f"{sheet.slug}.txt")):
        file = docs / FOLDER / sheet.slug / name
        if file.exists():
            size = max(1, round(file.stat().st_size / 1000))
            yield label, f"{sheet.slug}/{name}", f"{size}\N{NO-BREAK SPACE}KB"


# --- blocks of the page docs/checklist.md ----------------------------------------------------------


def listed(_says: str = "") -> Markup:
    """Return the list of the sheets, each with its files as they lie below docs/ now."""
    items = []
    for sheet in SHEETS:
        words = checklist().sheets[sheet.id]
        rest = [
            Markup('<a href="%s%s/%s">%s</a> (%s)') % (TOP, FOLDER, href, label, size)
            for label, href, size in files(sheet, guide.DOCS)
        ]
        here = Markup('<a href="%s%s/%s/"><strong>%s</strong></a>') % (TOP, FOLDER, sheet.slug, words.title)
        does = Markup("%s. %s") % (here, paper().says.html(words.does))
        items.append(does + (Markup("<br>%s") % Markup(" · ").join(rest) if rest else ""))
    return manuscript.listed(items)


def topic(id_: str) -> Markup:
    """Return a topic of the checklist for a page: what to do, why, what to keep, its facts, what it replaces.

    Raises PublishError where there is no such topic, or where it leads to a page that is not there.
    """
    topics = checklist().topics
    if id_ not in topics:
        raise PublishError(f'The checklist has no topic "{id_}".{did_you_mean(id_, topics)}')
    words = topics[id_]
    parts = (*_lines(words), _more(words), *_behind(words))
    return Markup('<div class="topic" data-topic="%s">\n%s\n</div>') % (id_, Markup("\n").join(parts))


def _lines(words: TopicWords) -> Iterator[Markup]:
    for contract, reading in words.reads.items():
        yield Markup('<p class="line">%s%s</p>') % (_to(contract), paper().says.html(reading.line))


def _to(contract: str) -> Markup:
    """Return for whom something is, or nothing where it is for both kinds of contract."""
    name = checklist().frame.contracts.get(contract)
    return Markup("<strong>%s:</strong> ") % name if name else Markup()


def _behind(words: TopicWords) -> Iterator[Markup]:
    """Yield the part that a reader opens: the reasons, what is replaced, the evidence to keep, the facts."""
    frame, says = checklist().frame, paper().says
    yield Markup('<details class="lines behind"><summary>%s</summary>') % frame.behind
    yield Markup("<p>%s</p>") % frame.why
    reasons = [(_to(contract), says.html(reading.why)) for contract, reading in words.reads.items()]
    yield manuscript.listed(Markup("%s%s") % reason for reason in reasons)
    if words.older:
        yield Markup("<p>%s</p><blockquote><p>%s</p></blockquote>") % (frame.older, says.html(words.older))
        yield Markup("<p>%s</p>") % says.html(words.older_why)
    yield Markup("<p>%s</p>") % frame.keep
    yield manuscript.listed(_kept(words))
    yield Markup("<p>%s</p>") % frame.facts
    yield manuscript.listed(_facts(words.facts))
    yield Markup("</details>")


def _kept(words: TopicWords) -> Iterator[Markup]:
    """Yield the evidence; what is kept on one kind of contract alone says on which."""
    every = [reading.keep for reading in words.reads.values()]
    for contract, reading in words.reads.items():
        for line in reading.keep:
            if all(line in keep for keep in every):
                if contract == next(iter(words.reads)):
                    yield paper().says.html(line)
            else:
                yield _to(contract) + paper().says.html(line)


def _facts(keys: Iterable[str]) -> Iterator[Markup]:
    for key in keys:
        fact = states.book().ledger[key]
        # Most are sure, so the word stands only where one is not.
        sure = "" if fact.certainty == "is" else f" · {fact.certainty}"
        yield Markup('<a href="%s">%s</a>%s') % (address(fact), fact.short, sure)


def _more(words: TopicWords) -> Markup:
    said = (_linked(span) if isinstance(span, Link) else paper().says.html((span,)) for span in words.more)
    return Markup('<p class="onward">%s %s</p>') % (checklist().frame.more, Markup().join(said))


def _linked(link: Link) -> Markup:
    """Return a link to a plan, to the start of a flow, or to a page of the guide."""
    words = paper().says.html(link.spans)
    if link.to.startswith(GUIDE):
        if not (guide.DOCS / f"{link.to}.md").exists():
            raise PublishError(f'The checklist leads to "{link.to}", which is no page.')
        return Markup('<a href="%s%s/">%s</a>') % (TOP, link.to, words)
    if "/" in link.to:
        return Markup('<a href="%s">%s</a>') % (links.plan(f"{link.to}|plan").href, words)
    return Markup('<a href="%swizard/%s/">%s</a>') % (TOP, folder(link.to), words)
