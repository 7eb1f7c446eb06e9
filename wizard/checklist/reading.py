"""What can be seen by reading the checklist: facts and links that do not exist, sentences that break a lint.

The lints themselves stand in `core.lint`; here stands which words of the checklist each one reads.
"""

from collections.abc import Collection, Iterator

from wizard.checklist.topics import SHEETS
from wizard.checklist.words import FOLDER, Checklist, SheetWords, TopicWords, article
from wizard.core import lint
from wizard.core.book import spans_in
from wizard.core.errors import Finding, did_you_mean
from wizard.core.facts import Ledger
from wizard.core.lint import Phrase
from wizard.core.reading import texts
from wizard.core.words import Blank, Link, Place, Quote, Spans

LONGEST_TITLE = 60
LONGEST_SENTENCE = 20
LONGEST_BOX = 118
"""Characters beside one box, so that every topic fits on one page in letters of a good size."""
MOST_BOXES = 9
"""Boxes of one pause."""
GUIDE = "guide/"
"""Begins the id of a page of the guide; whether it is there is for `publish`."""


def findings(
    checklist: Checklist, ledger: Ledger, links: Collection[str], phrases: tuple[Phrase, ...]
) -> Iterator[Finding]:
    """Yield everything wrong with the words of the checklist; `links` are the plans that may be linked to."""
    for id_, words in checklist.topics.items():
        says_all = [*_topic(words, ledger), *_spoken(words, ledger, links), *_written(words, phrases)]
        yield from (Finding(f"{FOLDER}/{id_}.toml", id_, says) for says in says_all)
    for shape in SHEETS:
        sheet = checklist.sheets[shape.id]
        says_all = [*_sheet(sheet, ledger), *_spoken(sheet, ledger, ()), *_written(sheet, phrases)]
        if len(shape.boxes) > MOST_BOXES:
            says_all.append(f"has {len(shape.boxes)} boxes (at most {MOST_BOXES}).")
        yield from (Finding(f"{FOLDER}/sheets.toml", shape.id, says) for says in says_all)
    says_all = [*_spoken(checklist.frame, ledger, ()), *_written(checklist.frame, phrases)]
    yield from (Finding(f"{FOLDER}/frame.toml", "frame", says) for says in says_all)


def _topic(words: TopicWords, ledger: Ledger) -> Iterator[str]:
    if not 0 < len(words.title) <= LONGEST_TITLE:
        yield f"has a title of {len(words.title)} characters (1 to {LONGEST_TITLE})."
    for contract, reading in words.reads.items():
        for part in ("line", "sheet", "why", "keep"):
            if not getattr(reading, part):
                yield f'{contract} has an empty "{part}".'
        if not reading.facts:
            yield f"{contract} stands on no fact of the ledger."
        yield from (f"{contract} {says}" for says in _box(reading.sheet, ledger))
    if bool(words.older) != bool(words.older_why):
        yield 'has only one of "older" and "older_why".'
    if words.older and not words.older_cites:
        yield 'replaces a line and names no fact in "older_cites".'


def _sheet(words: SheetWords, ledger: Ledger) -> Iterator[str]:
    for id_, box in words.boxes.items():
        yield from (f"{id_} {says}" for says in _box(box.says, ledger))
    for key in words.pages:
        if key not in ledger or not article(ledger[key]):
            yield f'prints the address of "{key}", which has no help page.{did_you_mean(key, ledger)}'


def _box(spans: Spans, ledger: Ledger) -> Iterator[str]:
    quoted = (
        ledger[span.key].quoted for span in spans_in(spans) if isinstance(span, Quote) and span.key in ledger
    )
    length = len(lint.written(spans).strip()) + sum(map(len, quoted))
    if length > LONGEST_BOX:
        yield f"has {length} characters beside its box (at most {LONGEST_BOX})."
    if any(True for _ in lint.links(spans)):
        yield "has a link beside its box, which no paper can follow."


def _spoken(words: object, ledger: Ledger, links: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each fact or link that does not exist, and each mark that has no place here."""
    cites = (*words.older_cites, *words.facts) if isinstance(words, TopicWords) else ()
    quoted = (span.key for span in spans_in(words) if isinstance(span, Quote))
    for key in dict.fromkeys((*quoted, *cites)):
        if key not in ledger:
            yield f'stands on the fact "{key}", which is not in the ledger.{did_you_mean(key, ledger)}'
    onward = words.more if isinstance(words, TopicWords) else ()
    for span in spans_in(words):
        if isinstance(span, Place | Blank):
            yield "has a slot or a blank, which nothing fills here."
        elif isinstance(span, Link) and span not in onward:
            yield f'links to "{span.to}", and only plain words of "more" may lead on.'
        elif isinstance(span, Link) and not span.to.startswith(GUIDE) and span.to not in links:
            yield f'links to "{span.to}", which does not exist.{did_you_mean(span.to, links)}'


def _written(words: object, phrases: tuple[Phrase, ...]) -> Iterator[str]:
    for part, spans in prose(words):
        whole = lint.plain(spans, {})
        says_all = [
            *lint.too_long(whole, LONGEST_SENTENCE),
            *lint.digits(spans),
            *lint.forbidden(whole, phrases),
        ]
        yield from (f"{part} {says}" for says in says_all)


def prose(words: object) -> Iterator[tuple[str, Spans]]:
    """Yield (part, spans) for every written text; keys of facts are no text."""
    return ((part, spans) for part, spans in texts(words) if "cites" not in part)
