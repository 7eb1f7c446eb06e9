"""What can be seen in a flow without walking it: ids that do not exist, missing last routes, loose ends.

A finding whose id begins with "!" makes walking impossible.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from wizard.core import advice
from wizard.core.book import Book
from wizard.core.engine import Atlas
from wizard.core.errors import Finding, did_you_mean
from wizard.core.model import UNKNOWN, Ask, Is, Outcome, Question

MOST_OPTIONS = 3
MOST_STEPS = 7


def findings(book: Book, atlas: Atlas) -> Iterator[Finding]:
    """Yield everything wrong with the shape of a flow and of the vocabulary it speaks."""
    where = f"flows/{atlas.flow.id}/flow.py"
    steps = {*atlas.asks, *atlas.outcomes}
    targets = {*steps, *book.flows, *book.planned}
    links = targets | book.links(atlas.flow.id)
    yield from (Finding(where, f"!{id_}", says) for id_, says in _ids(atlas, steps, book.planned))
    for ask in atlas.flow.asks:
        yield from (Finding(where, id_, says) for id_, says in _ask(book, ask, atlas, targets))
    known = {act.id: act for act in book.vocabulary.acts}
    for outcome in atlas.flow.outcomes:
        says_all = [
            *advice.unknown(outcome, known),
            *_names(book, atlas, outcome, links),
            *_measure(outcome),
        ]
        yield from (Finding(where, outcome.id, says) for says in says_all)
    yield from (Finding("case/derived.py", id_, says) for id_, says in _reads(atlas))
    yield from (Finding("case/slots.py", id_, says) for id_, says in _starts(book))
    guarded = [(item.id, item.when) for item in book.vocabulary.strips]
    guarded += [(item.id, item.when) for item in book.vocabulary.duties]
    for id_, when in guarded:
        yield from (Finding("case", id_, says) for says in _guard(when, atlas))
    for act in book.vocabulary.acts:
        yield from (Finding("case/acts.py", act.id, says) for says in _guard(act.needs, atlas))
    yield from (Finding("case", id_, says) for id_, says in _case(book, known))
    yield from (Finding(where, f"!{id_}", says) for id_, says in _circles(atlas))


def planned(book: Book, name: str) -> bool:
    """Return whether a name lies in a flow that is not published yet."""
    return name.partition("/")[0] in book.planned


def _case(book: Book, known: Collection[str]) -> Iterator[tuple[str, str]]:
    named = [(strip.id, (*strip.acts, *strip.do_not)) for strip in book.vocabulary.strips]
    named += [(duty.id, duty.acts) for duty in book.vocabulary.duties]
    named += [(act.id, act.after) for act in book.vocabulary.acts]
    for id_, acts_ in named:
        for name in acts_:
            if name not in known:
                near = did_you_mean(name, known)
                yield id_, f'names the act "{name}", which is not in the closed list.{near}'
    for duty in book.vocabulary.duties:
        if duty.clock not in book.clocks:
            near = did_you_mean(duty.clock, book.clocks)
            yield duty.id, f'names the clock "{duty.clock}", which does not exist.{near}'


def _circles(atlas: Atlas) -> Iterator[tuple[str, str]]:
    """Yield each question that a route can lead back to: a walk there would never end."""
    for start in atlas.asks:
        seen: set[str] = set()
        waiting = [route.to for route in atlas.asks[start].routes]
        while waiting:
            name = waiting.pop()
            if name in atlas.asks and name not in seen:
                seen.add(name)
                waiting += [route.to for route in atlas.asks[name].routes]
        if start in seen:
            yield start, "leads back to itself, so a walk would never end."


def _ids(atlas: Atlas, steps: Collection[str], planned: Collection[str]) -> Iterator[tuple[str, str]]:
    flow = atlas.flow
    counted = Counter([*(ask.question for ask in flow.asks), *(outcome.id for outcome in flow.outcomes)])
    yield from ((id_, "is the id of two steps.") for id_, number in counted.items() if number > 1)
    needed = [flow.start]
    # Only a flow that leads to one not yet published, or to a case nobody foresaw, needs the safe set.
    if any(route.to in planned for ask in flow.asks for route in ask.routes):
        needed.append(flow.safe_set)
    for name in needed:
        if name not in steps:
            yield name, f"is not a step of this flow.{did_you_mean(name, steps)}"
    for ask in flow.asks:
        if ask.question not in atlas.questions:
            yield ask.question, f"is not a question.{did_you_mean(ask.question, atlas.questions)}"


def _gives(book: Book, name: str, option: str) -> Iterator[str]:
    question = book.questions.get(name)
    if question is None:
        # A question of a flow that is not published yet cannot be known here.
        if not book.planned:
            yield f'gives an answer to "{name}", which is no question.{did_you_mean(name, book.questions)}'
    elif option not in question.options:
        near = did_you_mean(option, question.options)
        yield f'gives "{option}" as an answer to {name}, which it never is.{near}'


def _signs(question: Question) -> Iterator[str]:
    """Yield a sentence for each reason why what is ticked would not choose exactly one band."""
    bands = question.bands_from
    if question.asks != "signs":
        if question.signs or bands:
            yield 'has signs to tick and does not say so: set asks="signs".'
        return
    if not question.signs:
        yield "has no signs to tick."
    if len(bands) != len(question.options) or bands[:1] != (0,) or list(bands) != sorted(set(bands)):
        yield "needs one rising number for each band, the first 0."
    elif bands[-1] > sum(sign.weight for sign in question.signs):
        yield f'never reaches its band "{question.options[-1]}", even with every sign ticked.'


def _ask(book: Book, ask: Ask, atlas: Atlas, targets: Collection[str]) -> Iterator[tuple[str, str]]:
    question = atlas.questions.get(ask.question)
    if question and question.asks == "fact" and question.options[-1] != UNKNOWN:
        yield ask.question, 'does not end with "I do not know".'
    if question:
        yield from ((ask.question, says) for says in _signs(question))
    if not ask.routes or ask.routes[-1].when:
        yield ask.question, "has no last route without a condition."
    for number, route in enumerate(ask.routes, 1):
        if route.to not in targets:
            yield (
                ask.question,
                f'leads to "{route.to}", which does not exist.{did_you_mean(route.to, targets)}',
            )
        if route.gives and route.to in (*atlas.asks, *atlas.outcomes):
            yield ask.question, f'gives answers on the way to "{route.to}", which is not another flow.'
        for name, option in route.gives:
            yield from ((ask.question, says) for says in _gives(book, name, option))
        if not route.when and number < len(ask.routes):
            yield ask.question, f'has a route to "{route.to}" without a condition: later ones never fire.'
        yield from ((ask.question, says) for says in _guard(route.when, atlas))


def _guard(when: tuple[Is, ...], atlas: Atlas) -> Iterator[str]:
    names = {*atlas.questions, *atlas.derived}
    for condition in when:
        question, derived = atlas.questions.get(condition.name), atlas.derived.get(condition.name)
        known = question.options if question else derived.results if derived else None
        if known is None:
            near = did_you_mean(condition.name, names)
            yield f'asks for "{condition.name}", which is no question and no derived answer.{near}'
            continue
        for value in condition.one_of:
            if value not in known:
                near = did_you_mean(value, known)
                yield f'asks whether {condition.name} is "{value}", which it never is.{near}'


def _names(book: Book, atlas: Atlas, outcome: Outcome, targets: Collection[str]) -> Iterator[str]:
    named = (
        *(("turns to", turn.to, targets) for turn in outcome.turns if not planned(book, turn.to)),
        *(("names the clock", clock, book.clocks) for clock in (outcome.by, outcome.waits) if clock),
        *(("goes over to", over, atlas.outcomes) for over in (outcome.over,) if over),
        *(("is done by", done[0], book.inputs) for done in (outcome.done,) if done),
        *(("goes on to", done[1], atlas.outcomes) for done in (outcome.done,) if done),
        *(("offers the letter", letter, book.letters) for letter in outcome.letters),
    )
    for what, name, known in named:
        if name not in known:
            yield f'{what} "{name}", which does not exist.{did_you_mean(name, known)}'


def _reads(atlas: Atlas) -> Iterator[tuple[str, str]]:
    for derived in atlas.derived.values():
        for name in derived.reads:
            if name not in atlas.questions:
                yield (
                    derived.id,
                    f'reads "{name}", which is no question.{did_you_mean(name, atlas.questions)}',
                )


def _starts(book: Book) -> Iterator[tuple[str, str]]:
    known = {"today", *book.inputs}
    for day in book.vocabulary.days:
        if day.start not in known:
            near = did_you_mean(day.start, known)
            yield day.id, f'starts with "{day.start}", which is no field and no earlier day.{near}'
        known.add(day.id)


def _measure(outcome: Outcome) -> Iterator[str]:
    if not 1 <= len(outcome.options) <= MOST_OPTIONS:
        yield f"compares {len(outcome.options)} options (1 to {MOST_OPTIONS})."
    if not 1 <= len(outcome.then) <= MOST_STEPS:
        yield f"has {len(outcome.then)} further steps (1 to {MOST_STEPS})."
    for part in ("do_not", "turns", "letters"):
        if not getattr(outcome, part):
            yield f'has no "{part}".'
