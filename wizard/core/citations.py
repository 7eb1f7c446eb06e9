"""Which facts the words of a book quote or stand on, and which stand in the ledger for nobody.

For authors: no reader's page asks this.
"""

from collections.abc import Iterable

from wizard.core.book import Book, spans_in
from wizard.core.words import Quote


def cited(book: Book) -> frozenset[str]:
    """Return the keys that any words quote, results stand on, or clocks and days are counted with."""
    outcomes = [
        book.outcome(flow, outcome) for flow, atlas in book.flows.items() for outcome in atlas.outcomes
    ]
    flows = [book.flow_words(flow) for flow in book.flows]
    letters = [book.letter(letter) for letter in book.letters]
    spoken = (book.case, *flows, *letters, *outcomes)
    keys = {span.key for words in spoken for span in spans_in(words) if isinstance(span, Quote)}
    keys |= {key for words in outcomes for key in words.cites}
    keys |= {clock.fact for clock in book.clocks.values()}
    return frozenset(keys | {day.after for day in book.days.values() if day.after})


def unquoted(book: Book, elsewhere: Iterable[str] = ()) -> list[str]:
    """Return the keys of the ledger that nothing cites; `elsewhere` are keys cited outside the package."""
    known = cited(book) | frozenset(elsewhere)
    return [key for key in book.ledger if key not in known]
